//! The title: the person's own words, a heading that was read, or kind and colours with place and date.

use super::alt::{heads, length, one_line};
use super::speech::Speech;
use super::things;
use crate::facts::{Facts, Kind};
use crate::provider::Request;

/// Longest title, in graphemes.
const LONGEST: usize = 70;

/// The title, without a full stop.
pub(super) fn title(facts: &Facts, request: &Request, speech: &Speech) -> String {
    own(request).or_else(|| heading(facts)).unwrap_or_else(|| computed(facts, speech))
}

/// The first sentence of what the person said, where it is short enough.
fn own(request: &Request) -> Option<String> {
    let text = one_line(request.context.as_deref()?);
    let first = text.split_inclusive(['.', '!', '?', '。', '！', '？']).next()?;
    let first = without_stop(first);
    (!first.is_empty() && length(first) <= LONGEST).then(|| first.to_owned())
}

/// The tallest line of a page, a screen or a drawing, where it was read well.
fn heading(facts: &Facts) -> Option<String> {
    if !matches!(facts.kind, Kind::Document | Kind::Screenshot | Kind::Drawing | Kind::Icon) {
        return None;
    }
    let lines = facts.text.as_ref()?.lines.iter();
    let line = lines.rev().filter(|l| l.confidence >= 85.0).max_by(|a, b| a.height.total_cmp(&b.height))?;
    let text = without_stop(&line.text);
    ((4..=LONGEST).contains(&length(text))).then(|| text.to_owned())
}

fn computed(facts: &Facts, speech: &Speech) -> String {
    if matches!(facts.kind, Kind::Plain | Kind::Gradient) {
        return heads(facts, speech).first().map(|h| without_stop(h).to_owned()).unwrap_or_default();
    }
    let kind = speech.kind(facts);
    let names: Vec<String> = facts.colours.iter().take(2).map(|c| speech.colour(c.colour)).collect();
    let things = things::phrase(facts, speech);
    let mut title = if let Some(things) = things {
        speech.say("title-things", &[("kind", kind.into()), ("things", things.into())])
    } else if names.is_empty() || Speech::kind_key(facts) == "kind-photo-grey" {
        kind
    } else {
        speech.say("title-colours", &[("kind", kind.into()), ("list", speech.list(&names).into())])
    };
    let details = [facts.place.as_ref().map(|p| p.town.clone()), facts.taken.as_ref().map(|at| speech.date(at))];
    for detail in details.into_iter().flatten() {
        title = speech.say("title-with", &[("title", title.into()), ("detail", detail.into())]);
    }
    title
}

fn without_stop(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '。', '!', '！', '…']).trim_end()
}
