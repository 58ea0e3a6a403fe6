//! What kind of picture it is, by what it is made of. When the signs disagree the answer is [`Kind::Picture`].

use super::Facts;
use super::colour::Colour;
use super::grain::Grain;
use super::sight::{Sight, Where, luma, spread};
use crate::imaging::{Decoded, Format};
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

/// What the file says of where it comes from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// It names a camera.
    pub camera: bool,
    /// It says when it was taken.
    pub taken: bool,
}

/// Judges a picture.
pub(super) fn judge(sight: &Sight, decoded: &Decoded, origin: Origin) -> Verdict {
    if is_plain(sight) {
        return Verdict { kind: Kind::Plain, gradient: None };
    }
    if let Some(gradient) = gradient(sight) {
        return Verdict { kind: Kind::Gradient, gradient: Some(gradient) };
    }
    let grain = super::grain::measure(&decoded.pixels);
    Verdict { kind: of_grain(sight, decoded, origin, &grain), gradient: None }
}

fn of_grain(sight: &Sight, decoded: &Decoded, origin: Origin, grain: &Grain) -> Kind {
    // Grain between flat parts: a photo before a white wall or a black sky, where a camera knows one colour only.
    let grainy = grain.noise >= 0.6 * (1.0 - grain.flat) && grain.variety > 0.02;
    let between = grainy && grain.blown >= 0.9 * grain.flat && grain.straight < 3;
    let drawn = grain.flat >= 0.4 && !between;
    if origin.camera && grain.flat < 0.6 {
        return Kind::Photo;
    }
    if drawn && is_icon(sight, decoded) {
        return Kind::Icon;
    }
    if drawn {
        let paper = paper(sight);
        let screen = is_screen_size(decoded.width, decoded.height);
        return match grain.straight {
            // A page ends in blank margins; a screen has bars along its edges.
            n if n >= 6 && (paper.margin < 0.9 || screen) => Kind::Screenshot,
            n if n >= 3 && paper.margin < 0.9 && paper.share >= 0.4 && paper.bands >= 3 => Kind::Screenshot,
            n if n >= 3 && screen => Kind::Screenshot,
            _ if paper.share >= 0.5 && (paper.bands >= 5 || grain.straight >= 3) => Kind::Document,
            // A file that was taken was not drawn, however few its colours.
            _ if origin.camera || origin.taken => Kind::Picture,
            _ => Kind::Drawing,
        };
    }
    let shades = grain.variety > 0.008 || sight.monochrome() && grain.noise > 0.4;
    let photographic = (grain.flat < 0.25 || between) && grain.noise >= 0.25 && shades;
    let format = matches!(decoded.format, Format::Jpeg | Format::Heic | Format::WebP | Format::Avif | Format::Tiff)
        || matches!(decoded.format, Format::Jxl | Format::Jp2 | Format::Raw);
    let seen_all = sight.seen == sight.small.width() * sight.small.height();
    if photographic && grain.straight < 6 && (format || grain.variety > 0.06) && seen_all {
        return Kind::Photo;
    }
    Kind::Picture
}

/// Whether it is worth looking for text: not on one colour, not where letters would be a few pixels tall.
pub(super) fn may_have_text(facts: &Facts, pixels: &image::RgbaImage) -> bool {
    let (w, h) = pixels.dimensions();
    !matches!(facts.kind, Kind::Plain | Kind::Gradient) && w.min(h) >= 24 && w.max(h) >= 64
}

/// What the file itself says: a vector file was drawn, whatever it looks like.
pub(super) fn of_file(format: Format, kind: Kind) -> Kind {
    match kind {
        Kind::Photo | Kind::Screenshot | Kind::Picture if format == Format::Svg => Kind::Drawing,
        kind => kind,
    }
}

/// The kind once the text is known: many words make a page of what was not clear.
pub(super) fn with_text(facts: &Facts) -> Kind {
    let words = facts.text.as_ref().map_or(0, super::Text::words);
    let light =
        facts.colours.first().is_some_and(|c| matches!(c.colour, Colour::White | Colour::LightGrey | Colour::Beige));
    match facts.kind {
        Kind::Picture | Kind::Drawing if words >= 30 && light => Kind::Document,
        Kind::Icon if words >= 6 => Kind::Drawing,
        kind => kind,
    }
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

/// Small and about square; on nothing, or smaller still.
fn is_icon(sight: &Sight, decoded: &Decoded) -> bool {
    let (long, short) = (decoded.width.max(decoded.height), decoded.width.min(decoded.height));
    let all = sight.small.width() * sight.small.height();
    let on_nothing = sight.seen * 20 < all * 19;
    decoded.format == Format::Ico || short * 3 >= long * 2 && (on_nothing && long <= 1024 || long <= 128)
}

/// Sizes of screens, upright or lying, in pixels. Phones and tablets have many more; their edges tell them.
fn is_screen_size(width: u32, height: u32) -> bool {
    const SCREENS: &[(u32, u32)] = &[
        (1280, 720),
        (1280, 800),
        (1280, 1024),
        (1366, 768),
        (1440, 900),
        (1536, 864),
        (1600, 900),
        (1680, 1050),
        (1920, 1080),
        (1920, 1200),
        (2256, 1504),
        (2560, 1440),
        (2560, 1600),
        (2880, 1800),
        (3024, 1964),
        (3440, 1440),
        (3456, 2234),
        (3840, 2160),
        (1334, 750),
        (1792, 828),
        (2340, 1080),
        (2400, 1080),
        (2436, 1125),
        (2532, 1170),
        (2556, 1179),
        (2688, 1242),
        (2778, 1284),
        (2796, 1290),
        (2048, 1536),
        (2360, 1640),
        (2388, 1668),
        (2732, 2048),
    ];
    SCREENS.contains(&(width.max(height), width.min(height)))
}

/// A sheet that something stands on.
struct Paper {
    /// Share of pixels that are white or nearly.
    share: f32,
    /// The same of the outermost rows and columns.
    margin: f32,
    /// Bands of ink with blank paper between them, from top to bottom: lines of text.
    bands: usize,
}

fn paper(sight: &Sight) -> Paper {
    let image = &sight.middle;
    let white = |p: &image::Rgba<u8>| p[3] < 128 || luma([p[0], p[1], p[2]]) >= 225 && spread([p[0], p[1], p[2]]) <= 30;
    let (mut blank, mut bands, mut inked) = (0usize, 0, false);
    for row in image.rows() {
        let whites = row.filter(|p| white(p)).count();
        blank += whites;
        let ink = image.width() as usize - whites;
        // A band ends where the paper is blank again; a picture has no blank rows.
        if ink * 50 > image.width() as usize {
            inked = true;
        } else if ink * 400 <= image.width() as usize && inked {
            bands += 1;
            inked = false;
        }
    }
    let (w, h) = image.dimensions();
    let rim = (0..w).flat_map(|x| [(x, 0), (x, h - 1)]).chain((0..h).flat_map(|y| [(0, y), (w - 1, y)]));
    let rim_blank = rim.filter(|(x, y)| white(image.get_pixel(*x, *y))).count();
    Paper { share: blank as f32 / (w * h) as f32, margin: rim_blank as f32 / (2 * (w + h)) as f32, bands }
}

/// A gradient, where every pixel is what its place says.
fn gradient(sight: &Sight) -> Option<Gradient> {
    let (w, h) = sight.small.dimensions();
    if sight.seen != w * h || w.min(h) < 8 {
        return None;
    }
    [Direction::Down, Direction::Right, Direction::DownRight, Direction::UpRight, Direction::Outward]
        .into_iter()
        .find_map(|direction| along(sight, direction))
}

/// How far along the way a place is, 0 to 1.
fn progress(direction: Direction, x: f32, y: f32) -> f32 {
    match direction {
        Direction::Down => y,
        Direction::Right => x,
        Direction::DownRight => (x + y) / 2.0,
        Direction::UpRight => (x + 1.0 - y) / 2.0,
        Direction::Outward => ((x - 0.5).hypot(y - 0.5) * std::f32::consts::SQRT_2).min(1.0),
    }
}

/// The gradient in this direction: pixels as far along have the same colour, the next ones nearly the same.
fn along(sight: &Sight, direction: Direction) -> Option<Gradient> {
    const STEPS: usize = 48;
    let (w, h) = sight.small.dimensions();
    let step = |x: u32, y: u32| {
        let (x, y) = (x as f32 / (w - 1) as f32, y as f32 / (h - 1) as f32);
        ((progress(direction, x, y) * (STEPS - 1) as f32).round() as usize).min(STEPS - 1)
    };
    let mut sums = [([0f32; 3], 0f32); STEPS];
    for (x, y, p) in sight.opaque() {
        let (sum, n) = &mut sums[step(x, y)];
        (0..3).for_each(|i| sum[i] += f32::from(p[i]));
        *n += 1.0;
    }
    let means: Vec<[f32; 3]> = sums.iter().filter(|(_, n)| *n > 0.0).map(|(sum, n)| sum.map(|v| v / n)).collect();
    let off = |a: [f32; 3], b: [f32; 3]| (0..3).map(|i| (a[i] - b[i]).abs()).fold(0.0, f32::max);
    let (first, last) = (*means.first()?, *means.last()?);
    let way: f32 = means.windows(2).map(|m| off(m[0], m[1])).sum();
    let smooth = means.windows(2).all(|m| off(m[0], m[1]) <= (way / 8.0).max(4.0));
    // Up to a step of the gradient lies between the pixels of one step.
    let allowed = way / STEPS as f32 + 3.5;
    let strays = sight
        .opaque()
        .filter(|(x, y, p)| {
            let (sum, n) = sums[step(*x, *y)];
            off(sum.map(|v| v / n.max(1.0)), p.map(f32::from)) > allowed
        })
        .count();
    if !smooth || way < 16.0 || strays * 50 > sight.seen as usize {
        return None;
    }
    let name = |c: [f32; 3]| Colour::of(c.map(|v| v.round() as u8));
    Some(Gradient { from: name(first), to: name(last), direction })
}
