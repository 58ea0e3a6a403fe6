//! The facts as the inspector shows them: a label and a value, from `messages/facts.*.ftl` in the window's languages.

use super::{CodeKind, Facts, Kind, Light, Orientation};
use crate::i18n::{self, Messages};
use crate::language::primary;
use crate::recognise::{Count, Thing};
use serde::Serialize;
use std::sync::LazyLock;
use ts_rs::TS;

/// One computed fact.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[allow(missing_docs)]
pub struct FactLine {
    pub label: String,
    pub value: String,
}

const FILES: [(&str, &str); 3] = [
    ("en", include_str!("../../messages/facts.en.ftl")),
    ("de", include_str!("../../messages/facts.de.ftl")),
    ("zh", include_str!("../../messages/facts.zh.ftl")),
];

static LANGUAGES: LazyLock<Vec<(&str, Messages)>> =
    LazyLock::new(|| FILES.iter().map(|(language, source)| (*language, Messages::read(language, source))).collect());

/// What was found, label and value, in a window's language (`de`, `de-CH`); English where it is none of ours.
pub fn view_lines(facts: &Facts, language: &str) -> Vec<FactLine> {
    let primary = primary(language);
    let Some((_, words)) = LANGUAGES.iter().find(|(l, _)| *l == primary).or(LANGUAGES.first()) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut add = |label: &str, value: String| lines.push(FactLine { label: words.say(label, &[]), value });
    add("label-kind", words.say(kind_key(facts.kind), &[]));
    add("label-shape", shape(facts, words));
    if !facts.colours.is_empty() {
        add("label-colours", colours(facts, words));
    }
    match facts.light {
        Light::Dark => add("label-light", words.say("light-dark", &[])),
        Light::Bright => add("label-light", words.say("light-bright", &[])),
        Light::Normal => {}
    }
    if facts.transparent {
        add("label-transparency", words.say("transparent", &[]));
    }
    if facts.animated {
        add("label-animation", words.say("animated", &[]));
    }
    if !facts.things.is_empty() {
        add("label-things", things(facts, words, primary));
    }
    if let Some(text) = &facts.text {
        let percent = format!("{:.0}", text.confidence);
        let args = [("text", text.joined().into()), ("percent", percent.into())];
        add("label-text", words.say("text", &args));
    }
    for code in &facts.codes {
        let key = match code.kind {
            CodeKind::Qr => "label-qr",
            CodeKind::Bar => "label-bar",
            CodeKind::Matrix => "label-matrix",
        };
        let args = [("content", code.content.as_str().into()), ("standard", code.standard.as_str().into())];
        add(key, words.say("code", &args));
    }
    origin(facts, words, &mut add);
    lines
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Photo => "kind-photo",
        Kind::Screenshot => "kind-screenshot",
        Kind::Drawing => "kind-drawing",
        Kind::Document => "kind-document",
        Kind::Icon => "kind-icon",
        Kind::Plain => "kind-plain",
        Kind::Gradient => "kind-gradient",
        Kind::Picture => "kind-picture",
    }
}

fn shape(facts: &Facts, words: &Messages) -> String {
    let key = match facts.orientation() {
        Orientation::Landscape => "shape-landscape",
        Orientation::Portrait => "shape-portrait",
        Orientation::Square => "shape-square",
        Orientation::Panorama => "shape-panorama",
    };
    let args = [("width", facts.width.to_string().into()), ("height", facts.height.to_string().into())];
    words.say(key, &args)
}

fn colours(facts: &Facts, words: &Messages) -> String {
    let colour = |c: &super::ColourShare| {
        words.say(
            "share",
            &[
                ("colour", words.say(&format!("colour-{}", c.colour.key()), &[]).into()),
                ("percent", format!("{:.0}", c.share * 100.0).into()),
                ("where", words.say(&format!("where-{}", c.place.key()), &[]).into()),
            ],
        )
    };
    let joined = facts.colours.iter().map(colour).reduce(|a, b| words.say("list", &[("a", a.into()), ("b", b.into())]));
    joined.unwrap_or_default()
}

/// What was recognised, as the describer calls it.
fn things(facts: &Facts, words: &Messages, language: &str) -> String {
    let name = |t: &Thing| {
        let called = i18n::thing(&t.kind, language).or_else(|| i18n::thing(&t.kind, "en"))?;
        Some(if t.count == Count::One { called.one } else { called.many }.to_owned())
    };
    let list =
        facts.things.iter().filter_map(name).reduce(|a, b| words.say("list", &[("a", a.into()), ("b", b.into())]));
    words.say("things", &[("list", list.unwrap_or_default().into())])
}

/// Date, camera, place.
fn origin(facts: &Facts, words: &Messages, add: &mut impl FnMut(&str, String)) {
    if let Some(at) = &facts.taken {
        // Numbers only: the same everywhere, and clear.
        add("label-taken", format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute));
    }
    if let Some(camera) = &facts.camera {
        add("label-camera", camera.clone());
    }
    if let Some(place) = &facts.place {
        let distance = format!("{:.0}", place.distance_km);
        let args = [
            ("town", place.town.as_str().into()),
            ("country", place.country.as_str().into()),
            ("distance", distance.into()),
        ];
        add("label-place", words.say("place", &args));
    }
    if let Some(at) = &facts.coordinates {
        add("label-coordinates", format!("{:.4}, {:.4}", at.latitude, at.longitude));
    }
}
