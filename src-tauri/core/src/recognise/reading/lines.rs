//! Pieces in the order in which people read them: those beside each other are one line, lines go from top to bottom.

use super::shape::Rectangle;

/// A piece that was read.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    pub score: f32,
    pub rectangle: Rectangle,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Left, top, right, bottom, as shares of the picture.
    pub area: [f32; 4],
    /// Height of the writing, as a share of the picture's height.
    pub height: f32,
}

/// Pieces further apart than this many heights are lines of their own.
const APART: f32 = 1.5;

/// The lines in reading order.
pub(super) fn in_order(mut pieces: Vec<Piece>, width: f32, height: f32) -> Vec<Line> {
    pieces.sort_by(|a, b| a.rectangle.centre[1].total_cmp(&b.rectangle.centre[1]));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if row.iter().any(|p| level(&p.rectangle, &piece.rectangle)) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.rectangle.bounds()[0].total_cmp(&b.rectangle.bounds()[0]));
        let mut end: Option<(f32, f32)> = None;
        for piece in row {
            let [left, _, right, _] = piece.rectangle.bounds();
            let tall = tall(&piece.rectangle);
            let near = end.is_some_and(|(end, before)| left - end < APART * tall.min(before));
            match lines.last_mut() {
                Some(line) if near => join(line, &piece, width, height),
                _ => lines.push(line(&piece, width, height)),
            }
            end = Some((right, tall));
        }
    }
    lines
}

fn tall(r: &Rectangle) -> f32 {
    r.width.min(r.height)
}

/// On one line: level with each other and about as tall.
fn level(a: &Rectangle, b: &Rectangle) -> bool {
    let (low, high) = (tall(a).min(tall(b)), tall(a).max(tall(b)));
    (a.centre[1] - b.centre[1]).abs() < low * 0.5 && low > high * 0.5
}

fn line(piece: &Piece, width: f32, height: f32) -> Line {
    let [l, t, r, b] = piece.rectangle.bounds();
    let share = |v: f32, all: f32| (v / all).clamp(0.0, 1.0);
    Line {
        text: piece.text.clone(),
        score: piece.score,
        area: [share(l, width), share(t, height), share(r, width), share(b, height)],
        height: share(tall(&piece.rectangle), height),
    }
}

fn join(to: &mut Line, piece: &Piece, width: f32, height: f32) {
    let more = line(piece, width, height);
    let (a, b) = (to.text.chars().count() as f32, more.text.chars().count() as f32);
    to.score = (to.score * a + more.score * b) / (a + b);
    let unspaced = |c: Option<char>| c.is_some_and(|c| c >= '\u{3000}');
    if !(unspaced(to.text.chars().last()) && unspaced(more.text.chars().next())) {
        to.text.push(' ');
    }
    to.text.push_str(&more.text);
    to.area = [
        to.area[0].min(more.area[0]),
        to.area[1].min(more.area[1]),
        to.area[2].max(more.area[2]),
        to.area[3].max(more.area[3]),
    ];
    to.height = to.height.max(more.height);
}
