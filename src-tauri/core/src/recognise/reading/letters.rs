//! What a straightened piece says: the reader's classes step by step, and the letters that they stand for (CTC: a letter
//! lasts several steps, a blank parts two of the same).

use super::models::Models;
use super::shape::{Canvas, Rectangle};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Height that the reader takes, its least width, and the most that one piece may have.
const TALL: usize = 48;
const LEAST_WIDE: usize = 320;
const MOST_WIDE: usize = 3200;

/// From here on taller than wide: writing from top to bottom, or a piece that lies on its side.
const UPRIGHT: f32 = 1.5;

/// Below this a piece is read upside down too.
const DOUBTFUL: f32 = 0.75;

/// A blank step with this much of a space in it is a space: the reader drops some.
const SPACE: f32 = 0.12;

/// Words and how sure they are, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Read {
    pub text: String,
    pub score: f32,
}

/// Reads a piece. `None` where it says nothing.
pub(super) fn read(models: &Models, canvas: &Canvas, r: &Rectangle) -> Option<Read> {
    let lying = if r.height >= r.width * UPRIGHT { r.quarter() } else { *r };
    let first = once(models, canvas, &lying, false);
    if first.as_ref().is_some_and(|f| f.score >= DOUBTFUL) {
        return first;
    }
    let turned = once(models, canvas, &lying, true).filter(|t| t.score >= DOUBTFUL);
    let longer = |a: &Read, b: &Option<Read>| b.as_ref().is_none_or(|b| a.score > b.score + 0.1);
    match turned {
        Some(turned) if longer(&turned, &first) => Some(turned),
        _ => first,
    }
}

fn once(models: &Models, canvas: &Canvas, r: &Rectangle, turned: bool) -> Option<Read> {
    let wide = ((TALL as f32 * r.width / r.height.max(1.0)).ceil() as usize).clamp(1, MOST_WIDE);
    let across = wide.max(LEAST_WIDE);
    let pixels = canvas.straightened(r, TALL, wide, turned);
    let mut data = vec![0.0; 3 * TALL * across];
    for (c, plane) in data.chunks_exact_mut(TALL * across).enumerate() {
        for (to, from) in plane.chunks_exact_mut(across).zip(pixels.chunks_exact(wide)) {
            for (to, pixel) in to.iter_mut().zip(from) {
                *to = pixel[2 - c] / 127.5 - 1.0;
            }
        }
    }
    let input = NdTensor::from_data([1, 3, TALL, across], data);
    let steps: NdTensor<f32, 3> = models.reader.run_one(input.into(), None).ok()?.try_into().ok()?;
    let classes = steps.shape()[2];
    decode(&steps.to_vec(), classes, &models.letters)
}

/// The letters of the likeliest class in each step: 0 is a blank, then the table, then a space.
pub(super) fn decode(steps: &[f32], classes: usize, letters: &[String]) -> Option<Read> {
    let space = letters.len() + 1;
    let (mut text, mut sum, mut n) = (String::new(), 0.0, 0.0);
    let (mut last, mut gap) = (0, false);
    for step in steps.chunks_exact(classes) {
        let (class, score) =
            step.iter().enumerate().fold((0, f32::MIN), |b, (i, v)| if *v > b.1 { (i, *v) } else { b });
        if class == 0 {
            gap |= step.get(space).is_some_and(|v| *v >= SPACE);
        } else if class != last {
            let letter = if class == space { " " } else { letters.get(class - 1).map_or("", String::as_str) };
            if gap && latin_end(&text) && letter.starts_with(|c: char| c.is_alphanumeric() && c < '\u{2000}') {
                text.push(' ');
            }
            text.push_str(letter);
            (sum, n, gap) = (sum + score, n + 1.0, false);
        }
        last = class;
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Read { text, score: sum / f32::max(n, 1.0) })
}

/// A letter, digit or mark of a script with spaces.
fn latin_end(text: &str) -> bool {
    text.chars().last().is_some_and(|c| !c.is_whitespace() && c < '\u{2000}')
}
