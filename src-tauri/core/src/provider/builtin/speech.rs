//! One language: its messages, its lists, dates, places, and the phrases that several sentences share. What is said in
//! which order is decided elsewhere.

use crate::facts::{Code, CodeKind, Colour, Facts, Kind, Moment, Orientation, Place, Where};
use crate::i18n::{Arg, Messages};
use crate::imaging::Format;
use crate::language::primary;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Language and message file, in the order of the columns in `countries.tsv`.
pub(super) const FILES: [(&str, &str); 7] = [
    ("en", include_str!("messages/en.ftl")),
    ("zh", include_str!("messages/zh.ftl")),
    ("fr", include_str!("messages/fr.ftl")),
    ("de", include_str!("messages/de.ftl")),
    ("es", include_str!("messages/es.ftl")),
    ("ja", include_str!("messages/ja.ftl")),
    ("ko", include_str!("messages/ko.ftl")),
];

static SPEECHES: LazyLock<Vec<Speech>> = LazyLock::new(|| {
    let speech = |(column, (language, source)): (usize, &(&'static str, &str))| Speech {
        language,
        messages: Messages::read(language, source),
        countries: countries(column),
    };
    FILES.iter().enumerate().map(speech).collect()
});

fn countries(column: usize) -> HashMap<&'static str, &'static str> {
    let rows = include_str!("messages/countries.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|row| Some((row.get(..2)?, row.split('\t').nth(column + 1)?))).collect()
}

/// A language that the describer speaks.
pub(super) struct Speech {
    pub language: &'static str,
    messages: Messages,
    countries: HashMap<&'static str, &'static str>,
}

impl Speech {
    /// The language of a tag (`de`, `de-CH`); English where it is none of ours.
    pub fn of(tag: &str) -> &'static Speech {
        let primary = primary(tag).to_ascii_lowercase();
        SPEECHES.iter().find(|s| s.language == primary).unwrap_or(&SPEECHES[0])
    }

    /// A message.
    pub fn say(&self, key: &str, args: &[Arg]) -> String {
        self.messages.say(key, args)
    }

    /// The form of a message that makes a tag.
    pub fn tag(&self, key: &str) -> String {
        self.messages.form(key, "tag")
    }

    /// Marks that end a sentence.
    pub fn ends_sentence(text: &str) -> bool {
        text.trim_end_matches(['”', '“', '»', '」', '"', '\'', ')', '）', '\u{a0}'])
            .ends_with(['.', '!', '?', '…', '。', '！', '？', '．'])
    }

    /// The language's full stop.
    pub fn full_stop(&self) -> &'static str {
        if matches!(self.language, "zh" | "ja") { "。" } else { "." }
    }

    /// Sentences one after the other.
    pub fn join(&self, sentences: &[String]) -> String {
        let between = if matches!(self.language, "zh" | "ja") { "" } else { " " };
        sentences.join(between)
    }

    /// `a`, `a and b`, `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        self.join_with(items, "list-and")
    }

    /// Several things that each have their place: "blue at the top and green at the bottom".
    pub fn placed_list(&self, items: &[String]) -> String {
        self.join_with(items, "list-placed")
    }

    /// Things that were recognised: `a bus, a car and two people`.
    pub fn things_list(&self, items: &[String]) -> String {
        self.join_with(items, "list-things")
    }

    /// `a, b, c`.
    pub fn row(&self, items: &[String]) -> String {
        self.join_with(items, "list-comma")
    }

    fn join_with(&self, items: &[String], last: &str) -> String {
        let mut items = items.iter();
        let mut text = items.next().cloned().unwrap_or_default();
        while let Some(item) = items.next() {
            let key = if items.len() == 0 { last } else { "list-comma" };
            text = self.say(key, &[("a", text.as_str().into()), ("b", item.as_str().into())]);
        }
        text
    }

    /// A colour's name.
    pub fn colour(&self, colour: Colour) -> String {
        self.say(&format!("colour-{}", colour.key()), &[])
    }

    /// A colour as a tag.
    pub fn colour_tag(&self, colour: Colour) -> String {
        self.tag(&format!("colour-{}", colour.key()))
    }

    /// A colour before "rectangle".
    pub fn solid(&self, colour: Colour) -> String {
        self.messages.form(&format!("colour-{}", colour.key()), "solid")
    }

    /// A colour (none: transparent) as it stands in "on a … background".
    pub fn ground(&self, colour: Option<Colour>) -> String {
        self.messages.form(&format!("colour-{}", colour.map_or("transparent", Colour::key)), "ground")
    }

    /// Where something lies.
    pub fn place_in(&self, place: Where) -> String {
        self.say(&format!("where-{}", place.key()), &[])
    }

    /// "blue at the top", "blue and white at the top".
    pub fn placed(&self, colours: &[Colour], place: Where) -> String {
        let names: Vec<String> = colours.iter().map(|c| self.colour(*c)).collect();
        self.say("placed", &[("colour", self.list(&names).into()), ("where", self.place_in(place).into())])
    }

    /// The key of a kind's name.
    pub fn kind_key(facts: &Facts) -> &'static str {
        match facts.kind {
            Kind::Photo if facts.monochrome => "kind-photo-grey",
            Kind::Photo => "kind-photo",
            Kind::Screenshot => "kind-screenshot",
            Kind::Drawing => "kind-drawing",
            Kind::Document if facts.text.as_ref().is_some_and(|t| t.words() >= 40) => "kind-text-page",
            Kind::Document => "kind-document",
            Kind::Icon => "kind-icon",
            Kind::Plain => "kind-plain",
            Kind::Gradient => "kind-gradient",
            Kind::Picture => "kind-picture",
        }
    }

    /// A kind's name.
    pub fn kind(&self, facts: &Facts) -> String {
        self.say(Self::kind_key(facts), &[])
    }

    /// The key of an outline.
    pub fn orientation_key(facts: &Facts) -> &'static str {
        match facts.orientation() {
            Orientation::Landscape => "orientation-landscape",
            Orientation::Portrait => "orientation-portrait",
            Orientation::Square => "orientation-square",
            Orientation::Panorama => "orientation-panorama",
        }
    }

    /// A code's sort.
    pub fn code(&self, code: &Code) -> String {
        let key = match code.kind {
            CodeKind::Qr => "code-qr",
            CodeKind::Bar => "code-bar",
            CodeKind::Matrix => "code-matrix",
        };
        self.say(key, &[("standard", code.standard.as_str().into())])
    }

    /// A day.
    pub fn date(&self, at: &Moment) -> String {
        let month = self.say(&format!("month-{}", at.month), &[]);
        let year = at.year.to_string();
        self.say("date", &[("day", at.day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// A day and a time of day.
    pub fn date_time(&self, at: &Moment) -> String {
        let time = format!("{:02}:{:02}", at.hour, at.minute);
        self.say("date-time", &[("date", self.date(at).into()), ("time", time.into())])
    }

    /// A country's name; its code where there is none.
    pub fn country(&self, place: &Place) -> String {
        self.countries.get(place.country.as_str()).map_or_else(|| place.country.clone(), |n| (*n).to_owned())
    }
}

/// A format's own name, the same in every language.
pub(super) fn format_name(format: Format) -> &'static str {
    format.name()
}
