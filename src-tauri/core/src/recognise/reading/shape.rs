//! Pixels and geometry: the picture on its ground, rectangles that lie aslant, and what stands in one, straightened.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;

/// The picture in red, green and blue, nothing transparent.
pub(super) struct Canvas {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<[u8; 3]>,
}

impl Canvas {
    pub fn of(pixels: &RgbaImage, ground: [u8; 3]) -> Self {
        let over = |p: &image::Rgba<u8>| {
            let seen = u32::from(p[3]);
            std::array::from_fn(|i| ((u32::from(p[i]) * seen + u32::from(ground[i]) * (255 - seen)) / 255) as u8)
        };
        Self {
            width: pixels.width() as usize,
            height: pixels.height() as usize,
            rgb: pixels.pixels().map(over).collect(),
        }
    }

    /// At another size; `None` for a size of nothing.
    pub fn resized(&self, width: usize, height: usize) -> Option<Vec<[u8; 3]>> {
        let from =
            ImageRef::new(self.width as u32, self.height as u32, self.rgb.as_flattened(), PixelType::U8x3).ok()?;
        let mut to = Image::new(width as u32, height as u32, PixelType::U8x3);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Some(to.buffer().as_chunks::<3>().0.to_vec())
    }

    /// The colour between pixels, 0 to 255; beyond the edge it is the edge's.
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let p = |x: usize, y: usize| self.rgb[y * self.width + x].map(f32::from);
        let (a, b, c, d) = (p(left, top), p(right, top), p(left, bottom), p(right, bottom));
        std::array::from_fn(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
    }

    /// What stands in a rectangle, upright and `tall` pixels tall; `turned`: upside down.
    pub fn straightened(&self, r: &Rectangle, tall: usize, wide: usize, turned: bool) -> Vec<[f32; 3]> {
        let sign = if turned { -1.0 } else { 1.0 };
        let (along, down) = (r.along.map(|v| v * sign), [-r.along[1] * sign, r.along[0] * sign]);
        let step = [r.width / wide as f32, r.height / tall as f32];
        // A pixel that stands for several is their mean.
        let taps = (step[1].max(step[0]) / 1.3).ceil().clamp(1.0, 4.0) as usize;
        let mut out = Vec::with_capacity(tall * wide);
        for y in 0..tall {
            for x in 0..wide {
                let mut sum = [0.0; 3];
                for (ty, tx) in (0..taps * taps).map(|t| (t / taps, t % taps)) {
                    let part = |i: usize, t: usize| i as f32 + (t as f32 + 0.5) / taps as f32;
                    let u = part(x, tx) * step[0] - r.width / 2.0;
                    let v = part(y, ty) * step[1] - r.height / 2.0;
                    let at =
                        self.at(r.centre[0] + u * along[0] + v * down[0], r.centre[1] + u * along[1] + v * down[1]);
                    (0..3).for_each(|i| sum[i] += at[i]);
                }
                out.push(sum.map(|v| v / (taps * taps) as f32));
            }
        }
        out
    }
}

/// A rectangle that may lie aslant; `along` is the direction of its width, of length one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    pub centre: [f32; 2],
    pub along: [f32; 2],
    pub width: f32,
    pub height: f32,
}

impl Rectangle {
    /// The smallest around points, lying as text does: wider than tall, and left to right, where it is not upright writing.
    pub fn around(points: &[[f32; 2]]) -> Option<Self> {
        let hull = hull(points);
        let mut best: Option<Self> = None;
        for (i, a) in hull.iter().enumerate() {
            let b = hull[(i + 1) % hull.len()];
            let length = (b[0] - a[0]).hypot(b[1] - a[1]);
            if length < f32::EPSILON {
                continue;
            }
            let found = Self::along_side([(b[0] - a[0]) / length, (b[1] - a[1]) / length], &hull);
            if best.is_none_or(|best| found.width * found.height < best.width * best.height) {
                best = Some(found);
            }
        }
        best.map(Self::lying)
    }

    fn along_side(along: [f32; 2], hull: &[[f32; 2]]) -> Self {
        let down = [-along[1], along[0]];
        let reach = |axis: [f32; 2]| {
            let on = hull.iter().map(|p| p[0] * axis[0] + p[1] * axis[1]);
            on.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((l, r), (t, b)) = (reach(along), reach(down));
        let (u, v) = (f32::midpoint(l, r), f32::midpoint(t, b));
        let centre = [u * along[0] + v * down[0], u * along[1] + v * down[1]];
        Self { centre, along, width: r - l, height: b - t }
    }

    /// The same rectangle with its width along the direction that is nearest to level.
    fn lying(mut self) -> Self {
        if self.along[0].abs() < self.along[1].abs() {
            self = self.quarter();
        }
        if self.along[0] < 0.0 { Self { along: self.along.map(|v| -v), ..self } } else { self }
    }

    /// The same rectangle, its height called its width.
    pub fn quarter(self) -> Self {
        Self { along: [-self.along[1], self.along[0]], width: self.height, height: self.width, ..self }
    }

    /// Larger on every side.
    pub fn grown(self, by: f32) -> Self {
        Self { width: self.width + 2.0 * by, height: self.height + 2.0 * by, ..self }
    }

    /// In another scale.
    pub fn scaled(self, x: f32, y: f32) -> Self {
        // The scales are nearly the same: both come from rounding to the network's step.
        Self {
            centre: [self.centre[0] * x, self.centre[1] * y],
            width: self.width * x,
            height: self.height * y,
            ..self
        }
    }

    pub fn contains(&self, x: f32, y: f32) -> bool {
        let (dx, dy) = (x - self.centre[0], y - self.centre[1]);
        let u = dx * self.along[0] + dy * self.along[1];
        let v = dy * self.along[0] - dx * self.along[1];
        u.abs() <= self.width / 2.0 && v.abs() <= self.height / 2.0
    }

    /// Left, top, right, bottom.
    pub fn bounds(&self) -> [f32; 4] {
        let w = (self.along[0].abs() * self.width + self.along[1].abs() * self.height) / 2.0;
        let h = (self.along[1].abs() * self.width + self.along[0].abs() * self.height) / 2.0;
        [self.centre[0] - w, self.centre[1] - h, self.centre[0] + w, self.centre[1] + h]
    }
}

/// The points that a rubber band around all would touch (Andrew's monotone chain).
fn hull(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let turn = |o: [f32; 2], a: [f32; 2], b: [f32; 2]| (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
    let half = |points: &mut dyn Iterator<Item = [f32; 2]>| {
        let mut half: Vec<[f32; 2]> = Vec::new();
        for p in points {
            while half.len() >= 2 && turn(half[half.len() - 2], half[half.len() - 1], p) <= 0.0 {
                half.pop();
            }
            half.push(p);
        }
        half.pop();
        half
    };
    let mut all = half(&mut points.iter().copied());
    all.extend(half(&mut points.iter().rev().copied()));
    all
}
