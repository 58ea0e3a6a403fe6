//! From a reply to words that can be used: cleaned, shortened to the profile, checked, put into the forms people copy.
//!
//! Pure functions. Of a provider it knows only the reply; it knows no database.

mod bound;
mod check;
mod clean;
mod form;
mod language;
mod length;
mod markdown;
mod meant;
mod refusal;
mod reply;

pub use crate::text::{one_line, sentence_end, visible};
pub use bound::reply as bounded;
pub use check::{Context, check};
pub use clean::{Field, answered, clean, clean_as};
pub use form::{Copied, CopyForm, escape, form};
pub use length::{LengthProfile, Shortened, length, limit, profiles, shorten};
pub use markdown::{plain_from_markdown, safe_html};
pub use refusal::refusal;
pub use reply::{Composed, Wish, clean_tags, compose};

use crate::i18n::{Localizer, kebab};
use crate::imaging::Note;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is questionable about an alt text. A warning never blocks: a person has the last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum Warning {
    AltMissing,
    AltTooLong,
    AltShortened,
    StartsWithImageOf,
    LooksLikeFileName,
    NoEndPunctuation,
    RepeatsItself,
    WrongLanguage,
    QuotedTextNotFound,
    // What was taken of the file, where that is not simply the picture.
    FirstOfSeveral,
    LargestOfSeveral,
    CameraPreview,
    DrawingWithoutWords,
    DrawingWithoutPictures,
    // What became of the words.
    NotSaved,
}

impl Warning {
    /// What a note on a picture is called here.
    pub fn of_note(note: Note) -> Self {
        match note {
            Note::FirstOf { .. } => Self::FirstOfSeveral,
            Note::LargestOf { .. } => Self::LargestOfSeveral,
            Note::Preview => Self::CameraPreview,
            Note::WordsMissing => Self::DrawingWithoutWords,
            Note::PicturesMissing => Self::DrawingWithoutPictures,
        }
    }

    /// It is to be said beside the words, because it cannot be seen in them.
    pub fn is_unseen(self) -> bool {
        self == Self::NotSaved || self.is_of_picture()
    }

    /// It is about the picture, whatever the words are.
    pub fn is_of_picture(self) -> bool {
        matches!(
            self,
            Self::FirstOfSeveral
                | Self::LargestOfSeveral
                | Self::CameraPreview
                | Self::DrawingWithoutWords
                | Self::DrawingWithoutPictures
        )
    }
}

impl Localizer {
    /// What is questionable about an alt text. Values: `length` and `limit`, or `text`.
    pub fn warning(self, warning: Warning, values: &[(&str, &str)]) -> String {
        self.text(&format!("warning-{}", kebab(warning)), values)
    }
}
