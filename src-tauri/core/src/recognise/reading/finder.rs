//! Where text stands: the finder's map of how likely each pixel is the heart of a word, and the rectangles around what is
//! likely together (Differentiable Binarization's way from map to boxes).

use super::shape::{Canvas, Rectangle};
use rten::Model;
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// The shorter edge is brought to at least this, the longer to at most the second.
const SHORT: f32 = 736.0;
const LONG: f32 = 1600.0;

/// Sizes are multiples of this.
const STEP: usize = 32;

/// A pixel from here on is of a word; a word's mean is at least the second.
const PIXEL: f32 = 0.3;
const WORD: f32 = 0.5;

/// The map shows the heart of words: how much of area over length is added on every side.
const GROW: f32 = 1.6;

/// Thinner is no text, in pixels of the map.
const THIN: f32 = 3.0;

/// The rectangles, in the picture's pixels. Empty where the network cannot be run.
pub(super) fn find(model: &Model, canvas: &Canvas) -> Vec<Rectangle> {
    let Some((width, height)) = size(canvas) else { return Vec::new() };
    let Some(map) = map(model, canvas, width, height) else { return Vec::new() };
    let (x, y) = (canvas.width as f32 / width as f32, canvas.height as f32 / height as f32);
    words(&map, width, height).into_iter().map(|r| r.scaled(x, y)).collect()
}

fn size(canvas: &Canvas) -> Option<(usize, usize)> {
    let (w, h) = (canvas.width as f32, canvas.height as f32);
    if w.min(h) < 8.0 {
        return None;
    }
    let scale = (SHORT / w.min(h)).max(1.0).min(LONG / w.max(h));
    let step = |v: f32| ((v * scale / STEP as f32).round() as usize).max(1) * STEP;
    Some((step(w), step(h)))
}

fn map(model: &Model, canvas: &Canvas, width: usize, height: usize) -> Option<Vec<f32>> {
    let rgb = canvas.resized(width, height)?;
    let mut data = vec![0.0; 3 * width * height];
    for (c, plane) in data.chunks_exact_mut(width * height).enumerate() {
        for (to, pixel) in plane.iter_mut().zip(&rgb) {
            // Blue, green, red, from -1 to 1.
            *to = f32::from(pixel[2 - c]) / 127.5 - 1.0;
        }
    }
    let input = NdTensor::from_data([1, 3, height, width], data);
    let map: NdTensor<f32, 4> = model.run_one(input.into(), None).ok()?.try_into().ok()?;
    (map.shape() == [1, 1, height, width]).then(|| map.to_vec())
}

/// The rectangles of a map, in its pixels.
pub(super) fn words(map: &[f32], width: usize, height: usize) -> Vec<Rectangle> {
    let mut seen: Vec<bool> = map.iter().map(|v| *v <= PIXEL).collect();
    let mut found = Vec::new();
    let mut open = Vec::new();
    for start in 0..map.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        open.push(start);
        let mut edge = Vec::new();
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            let (fx, fy) = (x as f32, y as f32);
            edge.extend([[fx, fy], [fx + 1.0, fy], [fx, fy + 1.0], [fx + 1.0, fy + 1.0]]);
            for (nx, ny) in around(x, y, width, height) {
                let next = ny * width + nx;
                if !std::mem::replace(&mut seen[next], true) {
                    open.push(next);
                }
            }
        }
        found.extend(word(map, width, height, &edge));
    }
    found
}

fn around(x: usize, y: usize, width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> {
    let (xs, ys) = (x.saturating_sub(1)..=(x + 1).min(width - 1), y.saturating_sub(1)..=(y + 1).min(height - 1));
    ys.flat_map(move |y| xs.clone().map(move |x| (x, y)))
}

fn word(map: &[f32], width: usize, height: usize, points: &[[f32; 2]]) -> Option<Rectangle> {
    let r = Rectangle::around(points)?;
    if r.width.min(r.height) < THIN || mean(map, width, height, &r) < WORD {
        return None;
    }
    let grown = r.grown(r.width * r.height * GROW / (2.0 * (r.width + r.height)));
    (grown.width.min(grown.height) >= THIN + 2.0).then_some(grown)
}

/// Mean of the map within a rectangle.
fn mean(map: &[f32], width: usize, height: usize, r: &Rectangle) -> f32 {
    let [left, top, right, bottom] = r.bounds();
    let clamp = |v: f32, most: usize| (v.max(0.0) as usize).min(most);
    let (mut sum, mut n) = (0.0, 0.0);
    for y in clamp(top, height)..clamp(bottom.ceil(), height) {
        for x in clamp(left, width)..clamp(right.ceil(), width) {
            if r.contains(x as f32 + 0.5, y as f32 + 0.5) {
                sum += map[y * width + x];
                n += 1.0;
            }
        }
    }
    if n > 0.0 { sum / n } else { 0.0 }
}
