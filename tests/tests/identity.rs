//! What a picture is known by: the same where only words were written into its file, another where anything else changed.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::imaging::{self, Format};
use altsmith_core::ingest::{Incoming, Item, Limits, Loaded, read};
use altsmith_tests::fixtures;
use proptest::prelude::*;

fn loaded(bytes: &[u8]) -> Loaded {
    let from = Incoming::Bytes { bytes: bytes.to_vec(), name: "picture".into() };
    read(&Item { from, name: "picture".into(), source: "picture".into() }, &Limits::default()).expect("a picture")
}

fn identity(bytes: &[u8]) -> String {
    loaded(bytes).identity
}

fn decoded(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
    Some(imaging::decode(bytes, format, 4_000, &imaging::Limits::default()).ok()?.pixels.into_raw())
}

/// Gives a file with these words in it.
type WithWords = Box<dyn Fn(&str) -> Vec<u8>>;

/// One file of each container, with what writes words into it.
fn containers() -> Vec<(&'static str, Vec<u8>, WithWords)> {
    type Write = fn(&[u8], &str) -> Vec<u8>;
    let photo = fixtures::photo(96, 64, 7);
    let quad = fixtures::quadrants(64, 48);
    let hole = fixtures::quadrants_with_hole(64, 48);
    let webp: Write = |file, words| fixtures::webp_with_words(file, (64, 48), false, words);
    let moving: Write = |file, words| {
        let mut file = file.to_vec();
        file.extend([b"XMP ", &(words.len() as u32).to_le_bytes()[..], words.as_bytes()].concat());
        file.resize(file.len().next_multiple_of(2), 0);
        let length = (file.len() as u32 - 8).to_le_bytes();
        file[4..8].copy_from_slice(&length);
        file[20] |= 0x04;
        file
    };
    let table: Vec<(&'static str, Vec<u8>, Write)> = vec![
        ("JPEG", fixtures::jpeg(&photo), fixtures::jpeg_with_words),
        ("progressive JPEG", fixtures::progressive_jpeg(&photo), fixtures::jpeg_with_words),
        ("grey JPEG", fixtures::grey_jpeg(40, 30, 99), fixtures::jpeg_with_words),
        ("JPEG of inks", fixtures::adobe_cmyk_jpeg(&photo, true), fixtures::jpeg_with_words),
        ("PNG", fixtures::png(&photo), fixtures::png_with_words),
        ("PNG with transparency", fixtures::png_with_alpha(&hole), fixtures::png_with_words),
        ("moving PNG", fixtures::animated_png(&quad), fixtures::png_with_words),
        ("WebP", fixtures::webp(&quad), webp),
        ("moving WebP", fixtures::animated_webp(&quad), moving),
        ("GIF", fixtures::gif(&quad), fixtures::gif_with_words),
        ("moving GIF", fixtures::animated_gif(&quad), fixtures::gif_with_words),
        ("TIFF", fixtures::tiff(&quad, 1), fixtures::tiff_with_words),
        ("HEIC", fixtures::HEIC.to_vec(), fixtures::heif_with_words),
        ("turned HEIC", fixtures::HEIC_TURNED.to_vec(), fixtures::heif_with_words),
        ("AVIF", fixtures::AVIF.to_vec(), fixtures::heif_with_words),
        ("AVIF with transparency", fixtures::AVIF_ALPHA.to_vec(), fixtures::heif_with_words),
    ];
    let close = |(name, file, write): (&'static str, Vec<u8>, Write)| {
        let from = file.clone();
        let written: WithWords = Box::new(move |words| write(&from, words));
        (name, file, written)
    };
    table.into_iter().map(close).collect()
}

#[test]
fn words_in_a_file_make_no_other_picture_of_it() {
    for (name, file, write) in containers() {
        let before = loaded(&file);
        assert_ne!(before.identity, before.file_hash, "{name}: it is taken apart");
        for words in ["A cat on a sofa.", "Eine Katze auf dem Sofa, von Anna."] {
            let written = write(words);
            let after = loaded(&written);
            assert_ne!(after.file_hash, before.file_hash, "{name}");
            assert_eq!(after.identity, before.identity, "{name}: {words}");
            // The words were written as a decoder would have them.
            if let Some(pixels) = decoded(&file, before.format) {
                assert_eq!(decoded(&written, after.format), Some(pixels), "{name}");
            }
        }
    }
}

#[test]
fn a_picture_that_is_shown_otherwise_is_another_one() {
    let photo = fixtures::photo(96, 64, 7);
    let (jpeg, png) = (fixtures::jpeg(&photo), fixtures::png(&photo));
    let profile = fixtures::cmyk_profile();
    let turned_jpeg = |turn: u8| {
        fixtures::jpeg_with_segment(&jpeg, 0xE1, &[b"Exif\0\0", &fixtures::orientation_exif(turn)[..]].concat())
    };
    let icc = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
    let quad = fixtures::quadrants(64, 48);
    let table: Vec<(&str, Vec<u8>, Vec<u8>)> = vec![
        ("other pixels", jpeg.clone(), fixtures::jpeg(&fixtures::photo(96, 64, 8))),
        ("another quality", jpeg.clone(), fixtures::progressive_jpeg(&photo)),
        ("another format", jpeg.clone(), png.clone()),
        ("a JPEG that is turned", jpeg.clone(), turned_jpeg(6)),
        ("a JPEG that is turned otherwise", turned_jpeg(8), turned_jpeg(6)),
        ("a JPEG with a profile", jpeg.clone(), fixtures::jpeg_with_segment(&jpeg, 0xE2, &icc)),
        (
            "inks whose amounts mean the reverse",
            fixtures::adobe_cmyk_jpeg(&photo, false),
            fixtures::without_segment(&fixtures::adobe_cmyk_jpeg(&photo, false), 0xEE),
        ),
        ("a PNG that is turned", png.clone(), fixtures::png_with_chunk(&png, *b"eXIf", &fixtures::orientation_exif(3))),
        ("a PNG with a profile", png.clone(), fixtures::png_with_profile(&photo, profile.clone())),
        ("a PNG of other colours", png.clone(), fixtures::png_with_chunk(&png, *b"gAMA", &[0, 1, 2, 3])),
        ("a PNG that moves", fixtures::png(&quad), fixtures::animated_png(&quad)),
        (
            "a WebP that is turned",
            fixtures::webp(&quad),
            fixtures::webp_with_exif(&quad, fixtures::orientation_exif(6)),
        ),
        ("a WebP that moves", fixtures::webp(&quad), fixtures::animated_webp(&quad)),
        ("a GIF that moves", fixtures::gif(&quad), fixtures::animated_gif(&quad)),
        ("a TIFF that is turned", fixtures::tiff(&quad, 1), fixtures::tiff(&quad, 6)),
        ("a TIFF of other pixels", fixtures::tiff(&quad, 1), fixtures::tiff(&fixtures::photo(64, 48, 1), 1)),
        ("an AVIF with transparency", fixtures::AVIF.to_vec(), fixtures::AVIF_ALPHA.to_vec()),
        ("a HEIC that is turned", fixtures::HEIC.to_vec(), fixtures::HEIC_TURNED.to_vec()),
    ];
    for (what, one, other) in table {
        assert_ne!(identity(&one), identity(&other), "{what}");
    }
    assert_eq!(identity(&turned_jpeg(1)), identity(&jpeg), "upright is what no orientation means");
}

#[test]
fn what_cannot_be_taken_apart_is_known_by_its_whole_file() {
    let quad = fixtures::quadrants(64, 48);
    let mut others: Vec<(&str, Vec<u8>)> = vec![
        ("BMP", fixtures::bmp(&quad)),
        ("ICO", fixtures::ico(&fixtures::quadrants_with_hole(32, 32))),
        ("SVG", fixtures::svg(64, 48)),
    ];
    for (name, file, _) in containers() {
        others.push((name, file[..file.len() - 20].to_vec()));
    }
    for (name, file) in others {
        let loaded = loaded(&file);
        assert_eq!(loaded.identity, loaded.file_hash, "{name}");
    }
}

#[test]
fn a_hostile_list_of_strips_is_not_followed_for_ever() {
    // 5,000 strips, each of them the whole file of a megabyte.
    const STRIPS: u32 = 5_000;
    const SIZE: u32 = 1 << 20;
    let field = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let mut file = b"II*\0\x08\0\0\0\x02\0".to_vec();
    file.extend(field(273, 4, STRIPS, 64));
    file.extend(field(279, 4, STRIPS, 64 + 4 * STRIPS));
    file.resize(64 + 4 * STRIPS as usize, 0);
    (0..STRIPS).for_each(|_| file.extend(SIZE.to_le_bytes()));
    file.resize(SIZE as usize, 0);
    let loaded = loaded(&file);
    assert_eq!(loaded.identity, loaded.file_hash);
}

#[test]
fn what_looks_nearly_the_same_differs_in_few_bits() {
    let looks = |bytes: &[u8]| {
        let format = loaded(bytes).format;
        imaging::decode(bytes, format, 4_000, &imaging::Limits::default()).expect("decoded").looks()
    };
    let photo = fixtures::photo(1_200, 900, 1);
    let small = image::imageops::thumbnail(&photo, 300, 225);
    let same = looks(&fixtures::png(&photo));
    for (what, file) in [
        ("another format", fixtures::jpeg(&photo)),
        ("smaller", fixtures::png(&small)),
        ("other grain", fixtures::png(&fixtures::photo(1_200, 900, 2))),
    ] {
        assert!((looks(&file) ^ same).count_ones() <= 6, "{what}");
    }
    for (what, file) in [
        ("upside down", fixtures::png(&image::imageops::rotate180(&photo))),
        ("another picture", fixtures::png(&fixtures::quadrants(1_200, 900))),
    ] {
        assert!((looks(&file) ^ same).count_ones() > 12, "{what}");
    }
    // Smaller than its fields, and with nothing to see.
    assert_eq!(looks(&fixtures::png(&fixtures::quadrants(1, 1))), 0);
    let hole =
        fixtures::png_with_alpha(&image::RgbaImage::from_fn(90, 80, |x, _| image::Rgba([(x * 2) as u8, 0, 0, 0])));
    assert_eq!(looks(&hole), 0, "what cannot be seen is white");
}

proptest! {
    /// Whatever byte is changed: where the picture is taken for the same, it looks the same.
    #[test]
    fn a_changed_byte_never_shows_another_picture_under_the_same_name(
        container in 0_usize..12, place in 0.0_f64..1.0, change in 1_u8..=255,
    ) {
        let (name, file, write) = containers().swap_remove(container);
        let mut changed = write("A cat on a sofa, by the window, in the afternoon.");
        let format = loaded(&changed).format;
        let before = (identity(&changed), decoded(&changed, format));
        let at = (place * (changed.len() - 1) as f64) as usize;
        changed[at] ^= change;
        let from = Incoming::Bytes { bytes: changed.clone(), name: name.into() };
        let item = Item { from, name: name.into(), source: name.into() };
        let Ok(after) = read(&item, &Limits::default()) else { return Ok(()) };
        if after.format == format && after.identity == before.0 && let Some(pixels) = decoded(&changed, format) {
            prop_assert_eq!(Some(pixels), before.1, "{}: byte {} of {}", name, at, file.len());
        }
    }
}
