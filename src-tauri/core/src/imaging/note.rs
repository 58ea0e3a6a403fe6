//! What a person has to know of what was taken of a file, where it is not simply the picture.

use serde::{Deserialize, Serialize};

/// Something that is not as one might think.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Note {
    /// Only the first of several pages or pictures was taken.
    FirstOf {
        /// How many there are.
        count: u32,
    },
    /// Only the largest of several pictures was taken.
    LargestOf {
        /// How many there are.
        count: u32,
    },
    /// The preview that a camera put into its raw file, not the raw picture.
    Preview,
    /// Words of a drawing are missing: they cannot be drawn here.
    WordsMissing,
    /// Pictures of a drawing are missing: they are links, or cannot be drawn here.
    PicturesMissing,
}

impl Note {
    /// How many there are, where only one of several was taken.
    pub fn count(self) -> Option<u32> {
        match self {
            Self::FirstOf { count } | Self::LargestOf { count } => Some(count),
            Self::Preview | Self::WordsMissing | Self::PicturesMissing => None,
        }
    }
}
