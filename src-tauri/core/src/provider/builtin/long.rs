//! The long text: every fact, in sentences and paragraphs, and at its end what it is: computed.

use super::alt::{context, heads, quotable};
use super::speech::{Speech, format_name};
use super::things;
use crate::facts::{Facts, Kind, Light};
use crate::provider::Request;

/// The description.
pub(super) fn description(facts: &Facts, request: &Request, speech: &Speech) -> String {
    let mut paragraphs: Vec<Vec<String>> = vec![
        context(request, speech).into_iter().collect(),
        outline(facts, speech),
        things(facts, speech).into_iter().collect(),
        colours(facts, speech),
        text(facts, speech).into_iter().collect(),
        facts.codes.iter().map(|c| code(c, speech)).collect(),
        origin(facts, speech),
        vec![note(facts, speech)],
    ];
    if request.style == "text" {
        paragraphs.swap(1, 4);
    }
    let paragraphs: Vec<String> = paragraphs.iter().filter(|p| !p.is_empty()).map(|p| speech.join(p)).collect();
    paragraphs.join("\n\n")
}

/// Kind, shape, size, format.
fn outline(facts: &Facts, speech: &Speech) -> Vec<String> {
    let mut said = Vec::new();
    if matches!(facts.kind, Kind::Plain | Kind::Gradient) {
        said.extend(heads(facts, speech).into_iter().next());
    }
    let kind = if matches!(facts.kind, Kind::Plain | Kind::Gradient) {
        speech.say("kind-picture", &[])
    } else {
        speech.kind(facts)
    };
    said.push(speech.say(
        "about",
        &[
            ("kind", kind.into()),
            ("orientation", speech.say(Speech::orientation_key(facts), &[]).into()),
            ("width", facts.width.to_string().into()),
            ("height", facts.height.to_string().into()),
            ("format", format_name(facts.format).into()),
        ],
    ));
    if facts.transparent && !facts.colours.is_empty() {
        said.push(speech.say("is-transparent", &[]));
    }
    if facts.animated {
        said.push(speech.say("is-animated", &[]));
    }
    said
}

/// Colours with share and place, and the light.
fn colours(facts: &Facts, speech: &Speech) -> Vec<String> {
    if facts.kind == Kind::Plain || facts.colours.is_empty() {
        return Vec::new();
    }
    let share = |c: &crate::facts::ColourShare| {
        speech.say(
            "share",
            &[
                ("colour", speech.colour(c.colour).into()),
                ("percent", format!("{:.0}", c.share * 100.0).into()),
                ("where", speech.place_in(c.place).into()),
            ],
        )
    };
    let items: Vec<String> = facts.colours.iter().map(share).collect();
    let mut said = vec![speech.say("main-colours", &[("list", speech.row(&items).into())])];
    if facts.monochrome && Speech::kind_key(facts) != "kind-photo-grey" {
        said.push(speech.say("is-monochrome", &[]));
    }
    match facts.light {
        Light::Dark => said.push(speech.say("is-dark", &[])),
        Light::Bright => said.push(speech.say("is-bright", &[])),
        Light::Normal => {}
    }
    said
}

/// What was recognised.
fn things(facts: &Facts, speech: &Speech) -> Option<String> {
    let names: Vec<String> = facts.things.iter().filter_map(|t| things::name(t, speech)).collect();
    (!names.is_empty()).then(|| speech.say("things-seen", &[("list", speech.row(&names).into())]))
}

fn text(facts: &Facts, speech: &Speech) -> Option<String> {
    let text = facts.text.as_ref()?;
    let key = match text.confidence {
        c if c >= 90.0 => "text-sure",
        c if c >= 75.0 => "text-fair",
        _ => "text-doubtful",
    };
    let lines = text.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ");
    Some(speech.say(key, &[("text", quotable(&lines).into())]))
}

fn code(code: &crate::facts::Code, speech: &Speech) -> String {
    let args = [("code", speech.code(code).into()), ("content", quotable(&code.content).into())];
    speech.say(if code.content.is_empty() { "code-there" } else { "code" }, &args)
}

/// Date with time, place, camera.
fn origin(facts: &Facts, speech: &Speech) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(at) = &facts.taken {
        said.push(speech.say("taken-date", &[("date", speech.date_time(at).into())]));
    }
    if let Some(place) = &facts.place {
        let args = [("town", place.town.as_str().into()), ("country", speech.country(place).into())];
        said.push(speech.say("taken-place", &args));
    }
    if let Some(camera) = &facts.camera {
        said.push(speech.say("camera", &[("camera", camera.as_str().into())]));
    }
    said
}

fn note(facts: &Facts, speech: &Speech) -> String {
    let known = matches!(facts.kind, Kind::Plain | Kind::Gradient);
    let key = match known {
        true => "note-computed",
        false if facts.things.is_empty() => "note-not-recognised",
        false => "note-recognised",
    };
    speech.say(key, &[])
}
