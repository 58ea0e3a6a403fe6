//! What small networks recognise in pixels that are decoded already: things of eighty kinds, faces to count people by, and
//! text (`reading`).
//!
//! Wrong is worse than silent here: what is not sure is left out, nobody is recognised as somebody, and nothing is counted
//! beyond two. The networks for things and faces lie in the program (`core/data`), run on this computer's processor and keep nothing.
//! No words for people: a thing has a key, and the describer has the words.

mod faces;
mod kinds;
mod network;
pub mod reading;
#[cfg(test)]
mod tests;
mod things;

pub use kinds::{ANIMAL, PERSON, keys};

use image::RgbaImage;
use serde::{Deserialize, Serialize};

/// A kind of thing that is probably in the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    /// Its key: `traffic-light`, one of [`keys`].
    pub kind: String,
    /// How many of them.
    pub count: Count,
    /// How sure the network is of the surest of them, 0 to 1.
    pub sure: f32,
}

/// How many of a kind: a network misses some, so that no larger number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Count {
    One,
    Two,
    Several,
}

/// What is probably in the picture, the most telling first, people last. Empty where nothing is sure, and where the
/// picture is too small to tell. Takes about a tenth of a second of a processor: for a blocking thread.
pub fn recognise(pixels: &RgbaImage) -> Vec<Thing> {
    let Some(view) = network::View::of(pixels) else { return Vec::new() };
    let found = things::find(&view);
    let mut things = things::told(&found);
    // Faces only tell how many people there are where a person is sure: a pattern that looks like a face is no person.
    if let Some(people) = things.iter_mut().find(|t| t.kind == PERSON) {
        people.count = people.count.max_of(faces::count(pixels));
    }
    things
}

impl Count {
    /// Of so many; none is one, where the kind is there.
    fn of(n: usize) -> Self {
        match n {
            0 | 1 => Self::One,
            2 => Self::Two,
            _ => Self::Several,
        }
    }

    fn max_of(self, n: usize) -> Self {
        match (self, Self::of(n)) {
            (Self::Several, _) | (_, Self::Several) => Self::Several,
            (Self::Two, _) | (_, Self::Two) => Self::Two,
            _ => Self::One,
        }
    }
}
