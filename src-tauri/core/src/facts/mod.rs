//! What can be computed of a picture: kind, colours and where they lie, things, text, codes, date, camera,
//! place.
//!
//! The built-in describer makes sentences of these facts; models get them as context, and quoted words are checked
//! against them. No words for people here, but for [`view_lines`], which reads the inspector's message files.
//! Nothing here fails: what cannot be found is left out.

mod codes;
mod colour;
mod exif;
mod grain;
mod kind;
mod lines;
mod place;
mod sight;
#[cfg(test)]
mod tests;
mod text;

pub use colour::{Colour, ColourShare};
pub use exif::{Coordinates, Moment};
pub use kind::{Direction, Gradient, Kind};
pub use lines::{FactLine, view_lines};
pub use sight::Where;
pub use text::{Reader, read_text, text_languages};

use crate::imaging::{Decoded, Format, Note};
use crate::recognise::{self, Thing};
use serde::{Deserialize, Serialize};

/// Everything found in one picture. Stored as JSON with the picture; a field that an older version did not know is read
/// as "not found".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What the file is.
    pub format: Format,
    /// Width of the original in pixels, upright.
    pub width: u32,
    /// Height of the original in pixels, upright.
    pub height: u32,
    /// Kind of picture, [`Kind::Picture`] where it is not clear.
    #[serde(default)]
    pub kind: Kind,
    /// Some pixel is not fully opaque.
    #[serde(default)]
    pub transparent: bool,
    /// More than one frame; everything here is of the first.
    #[serde(default)]
    pub animated: bool,
    /// What was taken of the file, where that is not simply the picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Only greys: a black-and-white picture.
    #[serde(default)]
    pub monochrome: bool,
    /// How light the picture is as a whole.
    #[serde(default)]
    pub light: Light,
    /// Main colours, the largest first; empty where every pixel is transparent.
    #[serde(default)]
    pub colours: Vec<ColourShare>,
    /// Ends and direction, where the kind is [`Kind::Gradient`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradient: Option<Gradient>,
    /// Text that was read in the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// What is probably in it, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub things: Vec<Thing>,
    /// QR codes and bar codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// When it was taken, by the camera's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Moment>,
    /// The camera, maker and model without repetition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    /// Where it was taken. Only with the person's consent ([`Wanted::place`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// The nearest town. Only with the person's consent ([`Wanted::place`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// How light a picture is as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Light {
    Dark,
    #[default]
    Normal,
    Bright,
}

/// The shape of a picture's outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Orientation {
    Landscape,
    Portrait,
    Square,
    Panorama,
}

/// Text that was read in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Lines, in reading order.
    pub lines: Vec<TextLine>,
    /// Mean confidence of its words, 0 to 100.
    pub confidence: f32,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// Its words, joined as the script does it.
    pub text: String,
    /// Number of words (in Chinese and Japanese: pieces that were recognised as one).
    pub words: u32,
    /// Mean confidence of its words, 0 to 100.
    pub confidence: f32,
    /// Height of the line in the picture, 0 to 1: a heading is taller than its text.
    pub height: f32,
    /// Left, top, right and bottom in the picture, 0 to 1, where the reader tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<[f32; 4]>,
}

impl Text {
    /// All words, a line each.
    pub fn joined(&self) -> String {
        self.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Number of words.
    pub fn words(&self) -> u32 {
        self.lines.iter().map(|l| l.words).sum()
    }
}

/// A QR code or bar code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// What sort of code.
    pub kind: CodeKind,
    /// Its standard's name (`EAN-13`, `Code 128`), the same in every language.
    pub standard: String,
    /// What it says: one line, no control characters.
    pub content: String,
}

/// Sorts of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// QR code, of any size.
    Qr,
    /// Stripes.
    Bar,
    /// Any other sort of matrix.
    Matrix,
}

/// The nearest town to where a picture was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The town's name in Latin letters.
    pub town: String,
    /// ISO 3166-1 code of the country, upper case.
    pub country: String,
    /// From the picture's coordinates to the town's centre, in kilometres.
    pub distance_km: f32,
}

/// What may be computed beyond the pixels.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Read text, with the own networks or Tesseract, whichever is there.
    pub text: bool,
    /// Recognise things and people in photos.
    pub things: bool,
    /// Name the town from the coordinates (the person's consent).
    pub place: bool,
    /// Languages of the text, most likely first (primary tags).
    pub languages: Vec<String>,
}

impl Facts {
    /// What is known before a pixel is looked at.
    pub fn new(format: Format, width: u32, height: u32) -> Self {
        Self {
            format,
            width,
            height,
            kind: Kind::Picture,
            transparent: false,
            animated: false,
            notes: Vec::new(),
            monochrome: false,
            light: Light::Normal,
            colours: Vec::new(),
            gradient: None,
            text: None,
            things: Vec::new(),
            codes: Vec::new(),
            taken: None,
            camera: None,
            coordinates: None,
            place: None,
        }
    }

    /// The shape of the outline.
    pub fn orientation(&self) -> Orientation {
        let (w, h) = (f64::from(self.width.max(1)), f64::from(self.height.max(1)));
        if w / h >= 2.2 || h / w >= 2.8 && w >= 1000.0 {
            Orientation::Panorama
        } else if (w / h - 1.0).abs() <= 0.02 {
            Orientation::Square
        } else if w > h {
            Orientation::Landscape
        } else {
            Orientation::Portrait
        }
    }
}

/// Computes the facts. Runs on a blocking thread; never fails: what cannot be found is left out.
pub fn gather(decoded: &Decoded, wanted: &Wanted) -> Facts {
    let mut facts = Facts::new(decoded.format, decoded.width, decoded.height);
    facts.transparent = decoded.transparent;
    facts.animated = decoded.animated;
    facts.notes.clone_from(&decoded.notes);
    let recorded = decoded.exif.as_deref().map(exif::read).unwrap_or_default();
    facts.taken = recorded.taken;
    if wanted.place {
        facts.coordinates = recorded.coordinates;
        facts.place = recorded.coordinates.and_then(place::nearest);
    }
    if let Some(sight) = sight::Sight::of(&decoded.pixels, decoded.transparent) {
        let origin = kind::Origin { camera: recorded.camera.is_some(), taken: recorded.taken.is_some() };
        look(&mut facts, &sight, decoded, origin);
        if wanted.text && kind::may_have_text(&facts, &decoded.pixels) {
            facts.text = text::read(&decoded.pixels, facts.kind, &wanted.languages);
            facts.kind = kind::with_text(&facts);
        }
        facts.kind = kind::of_file(facts.format, facts.kind);
        if wanted.things && matches!(facts.kind, Kind::Photo | Kind::Picture) {
            facts.things = recognise::recognise(&decoded.pixels);
        }
    }
    facts.camera = recorded.camera;
    facts
}

/// What the pixels say by themselves.
fn look(facts: &mut Facts, sight: &sight::Sight, decoded: &Decoded, origin: kind::Origin) {
    facts.colours = colour::main_colours(sight);
    facts.monochrome = sight.monochrome();
    facts.light = sight.light();
    let verdict = kind::judge(sight, decoded, origin);
    facts.kind = verdict.kind;
    facts.gradient = verdict.gradient;
    if !matches!(facts.kind, Kind::Plain | Kind::Gradient) {
        facts.codes = codes::find(&sight.middle);
    }
}

/// One line of plain text: no control characters, no invisible ones that turn or hide text, single spaces, no longer than
/// `limit` characters.
fn plain_line(text: &str, limit: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.chars().take(limit).collect::<String>().trim_end().to_owned()
}

/// Direction marks, zero-width characters and their like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
