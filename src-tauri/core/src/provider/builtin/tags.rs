//! Tags: five to ten words that help to find the picture again.

use super::speech::{Speech, format_name};
use super::things;
use crate::facts::{CodeKind, Facts, Kind, Light, Where};
use crate::provider::Request;

/// Most tags, and most where tags are what was asked for.
const MOST: usize = 8;
const MOST_ASKED: usize = 10;

/// The tags, the most telling first.
pub(super) fn tags(facts: &Facts, request: &Request, speech: &Speech) -> Vec<String> {
    let mut tags = vec![speech.tag(Speech::kind_key(facts))];
    let say = |key: &str| speech.say(key, &[]);
    tags.extend(facts.codes.iter().map(|c| match c.kind {
        CodeKind::Qr => say("tag-qr"),
        CodeKind::Bar => say("tag-bar"),
        CodeKind::Matrix => say("tag-matrix"),
    }));
    tags.extend(things::tags(facts, speech));
    tags.extend(facts.text.as_ref().map(|_| say("tag-text")));
    tags.extend(facts.place.iter().flat_map(|p| [p.town.clone(), speech.country(p)]));
    tags.extend(facts.taken.map(|at| at.year.to_string()));
    tags.extend(facts.colours.iter().take(3).map(|c| speech.colour_tag(c.colour)));
    let signs = [
        (facts.kind == Kind::Plain, "tag-rectangle"),
        (facts.animated, "tag-animated"),
        (facts.transparent, "tag-transparent"),
        (facts.monochrome && !facts.colours.is_empty(), "tag-monochrome"),
        (facts.light == Light::Dark, "tag-dark"),
        (facts.light == Light::Bright, "tag-bright"),
    ];
    tags.extend(signs.into_iter().filter(|(holds, _)| *holds).map(|(_, key)| say(key)));
    tags.push(speech.tag(Speech::orientation_key(facts)));
    let ground = matches!(facts.kind, Kind::Plain | Kind::Gradient)
        || facts.colours.iter().any(|c| c.place == Where::Background);
    if ground {
        tags.push(say("tag-background"));
    }
    tags.push(format_name(facts.format).to_lowercase());
    tags.extend(facts.camera.clone());
    let mut seen = Vec::new();
    tags.retain(|t| {
        !t.is_empty() && !seen.contains(&t.to_lowercase()) && {
            seen.push(t.to_lowercase());
            true
        }
    });
    tags.truncate(if request.style == "tags" { MOST_ASKED } else { MOST });
    tags
}
