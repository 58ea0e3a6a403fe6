//! Main colours by name: a table of well-known colours in OKLab, where distances are what an eye sees, and where in the
//! picture each of them lies. Transparent pixels have no colour. No words for people here.

use super::sight::{Sight, Where};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Colours that everybody has a word for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Colour {
    Black,
    DarkGrey,
    Grey,
    LightGrey,
    White,
    Red,
    DarkRed,
    Orange,
    Brown,
    Beige,
    Yellow,
    Gold,
    Olive,
    Green,
    DarkGreen,
    LightGreen,
    Turquoise,
    Cyan,
    LightBlue,
    Blue,
    DarkBlue,
    Purple,
    Violet,
    Pink,
    Magenta,
}

use Colour as C;

/// Several examples for each name, since a name covers a region and not a point.
const EXAMPLES: &[(Colour, &[u32])] = &[
    (C::Black, &[0x000000, 0x101010, 0x1a1a1a]),
    (C::DarkGrey, &[0x383838, 0x484848, 0x5a5a5a]),
    (C::Grey, &[0x787878, 0x8a8a8a, 0x9a9a9a]),
    (C::LightGrey, &[0xb4b4b4, 0xc6c6c6, 0xd8d8d8]),
    (C::White, &[0xffffff, 0xf4f4f4, 0xebebeb]),
    (C::Red, &[0xff0000, 0xe02020, 0xd32f2f, 0xc62828, 0xf04a40]),
    (C::DarkRed, &[0x8b0000, 0x7a1020, 0x5c0a10, 0x96281b]),
    (C::Orange, &[0xff8000, 0xf57c00, 0xff6a1a, 0xe8743b, 0xffa726, 0xff9d5c]),
    (C::Brown, &[0x6b3f1d, 0x8b5a2b, 0x5a3a22, 0xa0693f, 0x3e2516, 0x795548]),
    (C::Beige, &[0xf5e6c8, 0xe8d5b0, 0xd2b48c, 0xfaecd0, 0xc8b090]),
    (C::Yellow, &[0xffff00, 0xffe030, 0xf7dc20, 0xfff176, 0xffd21e]),
    (C::Gold, &[0xd4af37, 0xc99a1e, 0xdaa520, 0xb8860b]),
    (C::Olive, &[0x808000, 0x6b6b20, 0x8a8a45, 0x55551c]),
    (C::Green, &[0x008000, 0x2e9e3f, 0x00c000, 0x4caf50, 0x00ff00, 0x3f8f3f]),
    (C::DarkGreen, &[0x004d00, 0x1b4d2b, 0x0d3b1e, 0x2f5230, 0x14381f]),
    (C::LightGreen, &[0x90ee90, 0xa8e6a0, 0xb7e4a0, 0xa5e05c, 0xc8f0c0]),
    (C::Turquoise, &[0x40e0d0, 0x1fb5a8, 0x009688, 0x008080, 0x2a9d8f]),
    (C::Cyan, &[0x00ffff, 0x4de8f0, 0x00d5ee, 0x26c6da]),
    (C::LightBlue, &[0xadd8e6, 0x87ceeb, 0xa0c4f0, 0x7fb8ec, 0xc4def5]),
    (C::Blue, &[0x0000ff, 0x1e6fd9, 0x2a5fc8, 0x3b82f6, 0x2040c0, 0x2f6fb0, 0x4a86c8, 0x4f7396]),
    (C::DarkBlue, &[0x00008b, 0x0a1a4a, 0x1a2a60, 0x10204a, 0x1f3a6e, 0x2f3f63]),
    (C::Purple, &[0x800080, 0x6a1b9a, 0x7b2d8e, 0x4a1060]),
    (C::Violet, &[0x8a2be2, 0x9b6dd6, 0xb48fe0, 0x7e57c2, 0xcdb4f0]),
    (C::Pink, &[0xffc0cb, 0xff69b4, 0xf48fb1, 0xf8bbd0, 0xe88aa8]),
    (C::Magenta, &[0xff00ff, 0xd81b9a, 0xe0119d, 0xc2187a]),
];

impl Colour {
    /// Every colour, in the order of the table.
    pub fn all() -> impl Iterator<Item = Colour> {
        EXAMPLES.iter().map(|(c, _)| *c)
    }

    /// Its name in message files: `light-blue`.
    pub fn key(self) -> &'static str {
        match self {
            C::Black => "black",
            C::DarkGrey => "dark-grey",
            C::Grey => "grey",
            C::LightGrey => "light-grey",
            C::White => "white",
            C::Red => "red",
            C::DarkRed => "dark-red",
            C::Orange => "orange",
            C::Brown => "brown",
            C::Beige => "beige",
            C::Yellow => "yellow",
            C::Gold => "gold",
            C::Olive => "olive",
            C::Green => "green",
            C::DarkGreen => "dark-green",
            C::LightGreen => "light-green",
            C::Turquoise => "turquoise",
            C::Cyan => "cyan",
            C::LightBlue => "light-blue",
            C::Blue => "blue",
            C::DarkBlue => "dark-blue",
            C::Purple => "purple",
            C::Violet => "violet",
            C::Pink => "pink",
            C::Magenta => "magenta",
        }
    }

    /// The name of an sRGB colour.
    pub fn of(rgb: [u8; 3]) -> Colour {
        NAMES[index(rgb)]
    }

    /// Black, white or a grey between them.
    pub fn is_grey(self) -> bool {
        matches!(self, C::Black | C::DarkGrey | C::Grey | C::LightGrey | C::White)
    }
}

/// A main colour of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColourShare {
    /// Its name.
    pub colour: Colour,
    /// Share of the opaque pixels, 0 to 1.
    pub share: f32,
    /// Where it lies.
    pub place: Where,
}

/// Names of all colours at five bits a channel: naming a pixel is one look-up.
static NAMES: LazyLock<Vec<Colour>> = LazyLock::new(|| {
    let examples: Vec<(Colour, [f32; 3])> = EXAMPLES
        .iter()
        .flat_map(|(c, rgbs)| rgbs.iter().map(|&v| (*c, oklab([(v >> 16) as u8, (v >> 8) as u8, v as u8]))))
        .collect();
    (0..1usize << 15).map(|i| nearest(&examples, oklab(centre(i)))).collect()
});

fn index(rgb: [u8; 3]) -> usize {
    rgb.iter().fold(0, |i, &v| i << 5 | usize::from(v >> 3))
}

/// The colour in the middle of a cell; the ends of each channel stay the ends.
fn centre(i: usize) -> [u8; 3] {
    [i >> 10, i >> 5, i].map(|v| ((v & 31) * 255 / 31) as u8)
}

fn nearest(examples: &[(Colour, [f32; 3])], lab: [f32; 3]) -> Colour {
    let strength = lab[1].hypot(lab[2]);
    let grey = strength < 0.022;
    // A muted navy is still a blue to everybody; only what is nearly black or nearly white has no other name.
    let coloured = strength > 0.04 && (0.25..0.95).contains(&lab[0]);
    let distance = |e: &[f32; 3]| {
        // Hue decides a name before lightness does.
        0.5 * (e[0] - lab[0]).powi(2) + (e[1] - lab[1]).powi(2) + (e[2] - lab[2]).powi(2)
    };
    examples
        .iter()
        .filter(|(c, _)| if coloured { !c.is_grey() } else { !grey || c.is_grey() })
        .min_by(|a, b| distance(&a.1).total_cmp(&distance(&b.1)))
        .map_or(C::Grey, |e| e.0)
}

/// sRGB to OKLab (Björn Ottosson, 2020): lightness 0 to 1, and two axes of colour.
pub(super) fn oklab(rgb: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = rgb.map(|v| LINEAR[usize::from(v)]);
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|i| {
        let v = i as f32 / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
});

/// The colours that make up the picture, the largest first, at most five; smaller ones than a fifteenth are left out.
pub(super) fn main_colours(sight: &Sight) -> Vec<ColourShare> {
    let mut cells: Vec<(Colour, super::sight::Spread)> = Vec::new();
    for (x, y, rgb) in sight.opaque() {
        let colour = Colour::of(rgb);
        let at = cells.iter().position(|(c, _)| *c == colour).unwrap_or_else(|| {
            cells.push((colour, super::sight::Spread::default()));
            cells.len() - 1
        });
        cells[at].1.add(sight, x, y);
    }
    let total: u32 = cells.iter().map(|(_, s)| s.count).sum();
    cells.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(&b.0)));
    let share = |s: &super::sight::Spread| s.count as f32 / total.max(1) as f32;
    cells
        .iter()
        .enumerate()
        .filter(|(i, (_, s))| *i == 0 || share(s) >= 1.0 / 15.0)
        .take(5)
        .map(|(_, (colour, s))| ColourShare { colour: *colour, share: share(s), place: s.place(sight, share(s)) })
        .collect()
}
