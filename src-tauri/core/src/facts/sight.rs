//! What is measured of a picture's pixels: averaged copies (codes; colours, places, light). Full-size pixels are looked at
//! once at most.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;
use serde::{Deserialize, Serialize};

/// Where in a picture something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Where {
    AllOver,
    Background,
    Border,
    Centre,
    Top,
    Bottom,
    Left,
    Right,
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

impl Where {
    /// Every place.
    pub const ALL: [Where; 12] = [
        Self::AllOver,
        Self::Background,
        Self::Border,
        Self::Centre,
        Self::Top,
        Self::Bottom,
        Self::Left,
        Self::Right,
        Self::TopLeft,
        Self::TopRight,
        Self::BottomLeft,
        Self::BottomRight,
    ];

    /// Its name in message files: `top-left`.
    pub fn key(self) -> &'static str {
        match self {
            Self::AllOver => "all-over",
            Self::Background => "background",
            Self::Border => "border",
            Self::Centre => "centre",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::Left => "left",
            Self::Right => "right",
            Self::TopLeft => "top-left",
            Self::TopRight => "top-right",
            Self::BottomLeft => "bottom-left",
            Self::BottomRight => "bottom-right",
        }
    }
}

/// Longest edge of the small copy.
const SMALL: u32 = 192;

/// A pixel below this is not seen.
const SEEN: u8 = 128;

/// Longest edge of the middle-sized copy, in which codes are looked for.
const MIDDLE: u32 = 1000;

/// What is measured of one picture.
pub(super) struct Sight {
    /// The small copy.
    pub small: RgbaImage,
    /// The middle-sized copy.
    pub middle: RgbaImage,
    /// Pixels of the small copy that are seen.
    pub seen: u32,
    /// Those of them on the outer frame.
    frame_seen: u32,
}

impl Sight {
    /// Measures a picture; `None` where it has no pixels.
    pub fn of(pixels: &RgbaImage, transparent: bool) -> Option<Self> {
        let middle = shrink(pixels, MIDDLE, transparent)?;
        let small = shrink(&middle, SMALL, transparent)?;
        let mut sight = Self { small, middle, seen: 0, frame_seen: 0 };
        let (mut seen, mut frame_seen) = (0, 0);
        for (x, y, _) in sight.opaque() {
            seen += 1;
            frame_seen += u32::from(sight.on_frame(x, y));
        }
        (sight.seen, sight.frame_seen) = (seen, frame_seen);
        Some(sight)
    }

    /// The pixels of the small copy that are seen.
    pub fn opaque(&self) -> impl Iterator<Item = (u32, u32, [u8; 3])> {
        self.small.enumerate_pixels().filter(|(_, _, p)| p.0[3] >= SEEN).map(|(x, y, p)| (x, y, [p[0], p[1], p[2]]))
    }

    /// The outer tenth.
    fn on_frame(&self, x: u32, y: u32) -> bool {
        let (w, h) = self.small.dimensions();
        let edge = (w.min(h) / 10).max(1);
        x < edge || y < edge || x + edge >= w || y + edge >= h
    }

    /// Nothing but greys, but for a trace.
    pub fn monochrome(&self) -> bool {
        let coloured = self.opaque().filter(|(_, _, p)| spread(*p) > 14).count();
        self.seen > 0 && coloured * 200 < self.seen as usize
    }

    /// How light it is as a whole.
    pub fn light(&self) -> super::Light {
        let sum: u64 = self.opaque().map(|(_, _, p)| u64::from(luma(p))).sum();
        match sum / u64::from(self.seen.max(1)) {
            0..=60 => super::Light::Dark,
            61..=195 => super::Light::Normal,
            _ => super::Light::Bright,
        }
    }
}

/// Largest difference between two channels.
pub(super) fn spread(p: [u8; 3]) -> u8 {
    p.iter().max().unwrap_or(&0) - p.iter().min().unwrap_or(&0)
}

/// Lightness, 0 to 255 (Rec. 601, in whole numbers).
pub(super) fn luma(p: [u8; 3]) -> u8 {
    ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8) as u8
}

/// A copy of at most `edge` pixels an edge, or the picture itself where it is smaller.
fn shrink(pixels: &RgbaImage, edge: u32, transparent: bool) -> Option<RgbaImage> {
    let (w, h) = pixels.dimensions();
    let long = w.max(h);
    if w == 0 || h == 0 {
        return None;
    }
    if long <= edge {
        return Some(pixels.clone());
    }
    let size = |v: u32| (u64::from(v) * u64::from(edge) / u64::from(long)).max(1) as u32;
    let from = ImageRef::new(w, h, pixels.as_raw(), PixelType::U8x4).ok()?;
    let mut to = Image::new(size(w), size(h), PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::SuperSampling(FilterType::Box, 2)).use_alpha(transparent);
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    RgbaImage::from_raw(size(w), size(h), to.into_vec())
}

/// How the pixels of one colour are spread over the small copy.
#[derive(Default)]
pub(super) struct Spread {
    /// Pixels.
    pub count: u32,
    frame: u32,
    top: u32,
    left: u32,
    middle: u32,
}

impl Spread {
    /// Counts one pixel.
    pub fn add(&mut self, sight: &Sight, x: u32, y: u32) {
        let (w, h) = sight.small.dimensions();
        self.count += 1;
        self.frame += u32::from(sight.on_frame(x, y));
        self.top += u32::from(2 * y < h);
        self.left += u32::from(2 * x < w);
        let inner = |v: u32, size: u32| 5 * v >= size && 5 * v < 4 * size;
        self.middle += u32::from(inner(x, w) && inner(y, h));
    }

    /// Where they lie; `share` is their share of the seen pixels.
    pub fn place(&self, sight: &Sight, share: f32) -> Where {
        let part = |n: u32| n as f32 / self.count.max(1) as f32;
        let of_frame = self.frame as f32 / sight.frame_seen.max(1) as f32;
        if share > 0.985 {
            return Where::AllOver;
        }
        let (top, left) = (part(self.top), part(self.left));
        let around = (0.3..0.7).contains(&top) && (0.3..0.7).contains(&left);
        if of_frame > 0.5 && around && part(self.frame) > 0.85 {
            return Where::Border;
        }
        if of_frame > 0.85 {
            return Where::Background;
        }
        let vertical = if top >= 0.78 {
            Some(true)
        } else if top <= 0.22 {
            Some(false)
        } else {
            None
        };
        let horizontal = if left >= 0.78 {
            Some(true)
        } else if left <= 0.22 {
            Some(false)
        } else {
            None
        };
        match (vertical, horizontal) {
            (Some(true), Some(true)) => Where::TopLeft,
            (Some(true), Some(false)) => Where::TopRight,
            (Some(false), Some(true)) => Where::BottomLeft,
            (Some(false), Some(false)) => Where::BottomRight,
            (Some(true), None) => Where::Top,
            (Some(false), None) => Where::Bottom,
            (None, Some(true)) => Where::Left,
            (None, Some(false)) => Where::Right,
            (None, None) if part(self.middle) >= 0.85 => Where::Centre,
            (None, None) => Where::AllOver,
        }
    }
}
