//! The real networks on real photos, and what is told of boxes that are made up.

use super::kinds::KINDS;
use super::things::{Found, shared, told};
use super::*;
use image::imageops;

fn photo(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().to_rgba8()
}

fn astronaut() -> RgbaImage {
    photo(include_bytes!("pictures/astronaut.jpg"))
}

fn kinds_of(pixels: &RgbaImage) -> Vec<(String, Count)> {
    recognise(pixels).into_iter().map(|t| (t.kind, t.count)).collect()
}

fn found(key: &str, score: f32, left: f32) -> Found {
    let class = KINDS.iter().position(|(k, _)| *k == key).unwrap();
    Found { class, score, lower: score - 0.02, area: [left, 100.0, left + 80.0, 200.0] }
}

fn said(found: &[Found]) -> Vec<(String, Count)> {
    told(found).into_iter().map(|t| (t.kind, t.count)).collect()
}

#[test]
fn a_person_is_a_person_and_two_are_two() {
    let one = astronaut();
    assert_eq!(kinds_of(&one), [(PERSON.to_owned(), Count::One)]);
    let (w, h) = one.dimensions();
    let mut two = RgbaImage::new(2 * w, h);
    imageops::replace(&mut two, &one, 0, 0);
    imageops::replace(&mut two, &imageops::flip_horizontal(&one), i64::from(w), 0);
    assert_eq!(kinds_of(&two), [(PERSON.to_owned(), Count::Two)]);
    let mut many = RgbaImage::new(2 * w, 2 * h);
    for (x, y) in [(0, 0), (w, 0), (0, h), (w, h)] {
        imageops::replace(&mut many, &one, i64::from(x), i64::from(y));
    }
    assert_eq!(kinds_of(&many), [(PERSON.to_owned(), Count::Several)]);
}

#[test]
fn an_animal_whose_kind_is_not_sure_is_an_animal() {
    let cat = photo(include_bytes!("pictures/chelsea.jpg"));
    assert_eq!(kinds_of(&cat), [(ANIMAL.to_owned(), Count::One)]);
}

#[test]
fn nothing_is_recognised_in_what_shows_nothing() {
    for sample in crate::samples::samples() {
        if sample.name.ends_with(".png") || sample.name.ends_with(".jpg") {
            assert_eq!(recognise(&photo(sample.bytes)), [], "{}", sample.name);
        }
    }
    assert_eq!(recognise(&RgbaImage::new(600, 400)), []);
    for (w, h) in [(1, 1), (1, 4000), (4000, 1), (47, 47), (60, 9000), (9000, 60)] {
        assert_eq!(recognise(&RgbaImage::from_pixel(w, h, image::Rgba([90, 120, 30, 255]))), [], "{w} × {h}");
    }
}

#[test]
fn faces_are_counted_however_small_the_picture() {
    assert_eq!(faces::count(&astronaut()), 1);
    for (w, h) in [(1, 1), (39, 39), (40, 40), (41, 40), (480, 40), (40, 480), (3000, 41)] {
        assert_eq!(faces::count(&RgbaImage::new(w, h)), 0, "{w} × {h}");
    }
}

#[test]
fn what_is_not_sure_is_not_told() {
    assert_eq!(said(&[found("bus", 0.61, 0.0)]), [("bus".to_owned(), Count::One)]);
    assert_eq!(said(&[found("bus", 0.59, 0.0)]), []);
    assert_eq!(said(&[Found { lower: 0.49, ..found("bus", 0.7, 0.0) }]), [], "one look alone is not enough");
    assert_eq!(said(&[found("clock", 0.71, 0.0)]), [], "round things are found in anything round");
    assert_eq!(said(&[found("cat", 0.75, 0.0)]), [("cat".to_owned(), Count::One)]);
    assert_eq!(said(&[found("cat", 0.6, 0.0)]), [(ANIMAL.to_owned(), Count::One)]);
    assert_eq!(said(&[found("cat", 0.75, 0.0), found("dog", 0.4, 5.0)]), [(ANIMAL.to_owned(), Count::One)]);
    assert_eq!(said(&[found("cat", 0.75, 0.0), found("dog", 0.6, 200.0)]), [("cat".to_owned(), Count::One)]);
}

#[test]
fn nothing_is_counted_twice_or_beyond_several() {
    let cars = |lefts: &[f32]| said(&lefts.iter().map(|l| found("car", 0.7, *l)).collect::<Vec<_>>());
    assert_eq!(cars(&[0.0, 20.0]), [("car".to_owned(), Count::One)], "the same car");
    assert_eq!(cars(&[0.0, 100.0]), [("car".to_owned(), Count::Two)]);
    assert_eq!(cars(&[0.0, 100.0, 200.0, 300.0]), [("car".to_owned(), Count::Several)]);
    assert!((shared([0.0, 0.0, 10.0, 10.0], [5.0, 0.0, 15.0, 10.0]) - 1.0 / 3.0).abs() < 1e-6);
}

#[test]
fn people_come_last_and_the_list_is_short() {
    let all: Vec<Found> = ["person", "bus", "car", "truck", "boat"].iter().map(|k| found(k, 0.8, 0.0)).collect();
    let kinds: Vec<String> = said(&all).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["bus", "car", "person"]);
}
