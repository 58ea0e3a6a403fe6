//! Geometry, decoding and order on made-up input; the networks themselves on drawn words, where they are there.

use super::finder::words;
use super::letters::decode;
use super::lines::{Piece, in_order};
use super::shape::{Canvas, Rectangle};

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Rectangle {
    Rectangle { centre: [x + width / 2.0, y + height / 2.0], along: [1.0, 0.0], width, height }
}

fn piece(text: &str, x: f32, y: f32, width: f32) -> Piece {
    Piece { text: text.into(), score: 0.9, rectangle: rectangle(x, y, width, 20.0) }
}

fn said(pieces: Vec<Piece>) -> Vec<String> {
    in_order(pieces, 400.0, 200.0).into_iter().map(|l| l.text).collect()
}

#[test]
fn pieces_become_lines_from_top_to_bottom() {
    let pieces = vec![
        piece("below", 10.0, 60.0, 50.0),
        piece("world", 70.0, 12.0, 50.0),
        piece("hello", 10.0, 10.0, 50.0),
        piece("aside", 300.0, 11.0, 50.0),
    ];
    assert_eq!(said(pieces), ["hello world", "aside", "below"]);
    assert_eq!(said(vec![piece("你好", 10.0, 10.0, 40.0), piece("世界", 55.0, 10.0, 40.0)]), ["你好世界"]);
    let line = &in_order(vec![piece("one", 40.0, 50.0, 40.0)], 400.0, 200.0)[0];
    assert_eq!(line.area, [0.1, 0.25, 0.2, 0.35]);
    assert!((line.height - 0.1).abs() < 1e-6);
}

#[test]
fn steps_become_letters() {
    let letters: Vec<String> = ["a", "b", "你"].iter().map(|s| (*s).to_owned()).collect();
    // Classes: blank, a, b, 你, space.
    let steps = |classes: &[(usize, f32)]| {
        let mut all = vec![0.0; classes.len() * 5];
        for (step, (class, score)) in classes.iter().enumerate() {
            all[step * 5 + class] = *score;
        }
        all
    };
    let text = |classes: &[(usize, f32)]| decode(&steps(classes), 5, &letters).map(|r| r.text);
    let sure = |classes: &[usize]| text(&classes.iter().map(|c| (*c, 0.9)).collect::<Vec<_>>());
    assert_eq!(sure(&[1, 1, 0, 1, 2, 2]).as_deref(), Some("aab"));
    assert_eq!(sure(&[1, 4, 2, 4]).as_deref(), Some("a b"));
    assert_eq!(sure(&[0, 0, 4, 0]), None);
    // A space that nearly won its step is one, but not in a script without spaces.
    let mut nearly = steps(&[(1, 0.9), (0, 0.7), (2, 0.9)]);
    nearly[5 + 4] = 0.25;
    assert_eq!(decode(&nearly, 5, &letters).unwrap().text, "a b");
    nearly[10 + 2] = 0.0;
    nearly[10 + 3] = 0.9;
    assert_eq!(decode(&nearly, 5, &letters).unwrap().text, "a你");
    let read = decode(&steps(&[(1, 0.5), (0, 0.1), (2, 1.0)]), 5, &letters).unwrap();
    assert!((read.score - 0.75).abs() < 1e-6, "blanks do not count");
}

#[test]
fn a_slanted_bar_has_a_slanted_rectangle() {
    let (cos, sin) = (0.966f32, 0.259f32);
    let corner = |u: f32, v: f32| [50.0 + u * cos - v * sin, 40.0 + u * sin + v * cos];
    let points = [corner(-30.0, -5.0), corner(30.0, -5.0), corner(30.0, 5.0), corner(-30.0, 5.0), corner(1.0, 1.0)];
    let r = Rectangle::around(&points).unwrap();
    assert!((r.width - 60.0).abs() < 0.1 && (r.height - 10.0).abs() < 0.1, "{r:?}");
    assert!((r.along[0] - cos).abs() < 0.01 && (r.along[1] - sin).abs() < 0.01, "{r:?}");
    assert!(r.contains(50.0, 40.0) && !r.contains(50.0, 48.0));
    assert_eq!(Rectangle::around(&[[1.0, 1.0]]), None);
}

#[test]
fn a_map_has_a_rectangle_for_each_word() {
    let (w, h) = (96, 64);
    let mut map = vec![0.0; w * h];
    for (x0, y0, wide, score) in [(10, 10, 30, 0.9), (50, 10, 30, 0.8), (10, 40, 60, 0.4)] {
        for y in y0..y0 + 8 {
            for x in x0..x0 + wide {
                map[y * w + x] = score;
            }
        }
    }
    let found = words(&map, w, h);
    assert_eq!(found.len(), 2, "what is only likely is no word: {found:?}");
    assert!(found.iter().all(|r| r.width > 30.0 && r.height > 8.0), "they are larger than the hearts of the words");
}

#[test]
fn a_piece_is_straightened() {
    let mut canvas = Canvas { width: 40, height: 40, rgb: vec![[0; 3]; 1600] };
    for y in 10..30 {
        canvas.rgb[y * 40 + 20] = [255; 3];
    }
    // The upright line lies level in a rectangle that stands.
    let r = Rectangle { centre: [20.5, 20.0], along: [0.0, 1.0], width: 20.0, height: 6.0 };
    let pixels = canvas.straightened(&r, 6, 20, false);
    let bright = |row: usize| pixels[row * 20 + 10][0];
    assert!(bright(2).max(bright(3)) > 100.0 && bright(0) < 1.0 && bright(5) < 1.0);
}
