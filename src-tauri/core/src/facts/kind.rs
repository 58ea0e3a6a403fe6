//! What kind of picture it is, by what it is made of. When the signs disagree the answer is [`Kind::Picture`].

use super::colour::Colour;
use super::sight::{Sight, Where};
use crate::imaging::Decoded;
use serde::{Deserialize, Serialize};

/// Kinds of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Taken with a camera.
    Photo,
    /// Of a screen.
    Screenshot,
    /// Drawn or painted.
    Drawing,
    /// A page, a table, a chart.
    Document,
    /// A small sign, often on nothing.
    Icon,
    /// One colour, or nothing at all.
    Plain,
    /// Colours that flow into each other.
    Gradient,
    /// Not clear.
    #[default]
    Picture,
}

/// A flow of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gradient {
    /// The colour at the start: top, left, top left, bottom left or centre.
    pub from: Colour,
    /// The colour at the end.
    pub to: Colour,
    /// How it runs.
    pub direction: Direction,
}

/// How a gradient runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Top to bottom.
    Down,
    /// Left to right.
    Right,
    /// Top left to bottom right.
    DownRight,
    /// Bottom left to top right.
    UpRight,
    /// Centre to edges.
    Outward,
}

impl Direction {
    /// Where it starts and where it ends.
    pub fn ends(self) -> [Where; 2] {
        match self {
            Self::Down => [Where::Top, Where::Bottom],
            Self::Right => [Where::Left, Where::Right],
            Self::DownRight => [Where::TopLeft, Where::BottomRight],
            Self::UpRight => [Where::BottomLeft, Where::TopRight],
            Self::Outward => [Where::Centre, Where::Border],
        }
    }
}

/// A kind, with what belongs to it.
pub(super) struct Verdict {
    pub kind: Kind,
    pub gradient: Option<Gradient>,
}

/// Judges a picture. `camera`: its file names a camera.
pub(super) fn judge(sight: &Sight, _decoded: &Decoded, camera: bool) -> Verdict {
    let plain = |kind| Verdict { kind, gradient: None };
    if is_plain(sight) {
        return plain(Kind::Plain);
    }
    if camera {
        return plain(Kind::Photo);
    }
    plain(Kind::Picture)
}

/// One colour all over (a compressor's trace of noise allowed), or nothing that is seen.
fn is_plain(sight: &Sight) -> bool {
    let Some((_, _, first)) = sight.opaque().next() else { return true };
    let (mut low, mut high) = (first, first);
    for (_, _, p) in sight.opaque() {
        for i in 0..3 {
            low[i] = low[i].min(p[i]);
            high[i] = high[i].max(p[i]);
        }
    }
    let all = sight.seen == sight.small.width() * sight.small.height();
    all && (0..3).all(|i| high[i] - low[i] <= 6)
}
