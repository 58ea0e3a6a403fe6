//! Decoding in a child: the same pictures and the same refusals as in this process, whatever the child may not do; and
//! files that a decoder does not survive.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::failure::Reason;
use altsmith_core::imaging::{Decoder, Format, Limits, decode, sniff};
use altsmith_core::worker;
use altsmith_tests::fixtures;
use std::path::Path;
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_worker");

fn decoder() -> Decoder {
    Decoder::in_program(Path::new(PROGRAM), Decoder::held_to())
}

/// A decoder with less than a file asks for.
fn held(processor_seconds: u64, memory: u64) -> Decoder {
    let processor = Duration::from_secs(processor_seconds);
    let limits = worker::Limits { processor, memory, ..Decoder::held_to() };
    Decoder::in_program(Path::new(PROGRAM), limits)
}

/// Only a person may decide to test without libheif.
fn has_heif() -> bool {
    std::env::var_os("ALTSMITH_TEST_WITHOUT_HEIF").is_none()
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let photo = fixtures::photo(240, 160, 7);
    let opaque = image::DynamicImage::ImageRgb8(photo.clone()).into_rgba8();
    let text = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='90'><text y='60' font-size='50'>Words</text></svg>";
    let mut files = vec![
        ("JPEG", fixtures::jpeg(&photo)),
        ("progressive JPEG", fixtures::progressive_jpeg(&photo)),
        ("PNG", fixtures::png(&photo)),
        ("WebP", fixtures::webp(&photo)),
        ("WebP with EXIF", fixtures::webp_with_exif(&photo, b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec())),
        ("GIF", fixtures::gif(&photo)),
        ("BMP", fixtures::bmp(&photo)),
        ("TIFF", fixtures::tiff(&photo, 6)),
        ("ICO", fixtures::ico(&opaque)),
        ("SVG", fixtures::svg(120, 80)),
        ("SVG with text", text.as_bytes().to_vec()),
    ];
    if has_heif() {
        files.push(("HEIC", fixtures::HEIC.to_vec()));
        files.push(("HEIC turned", fixtures::HEIC_TURNED.to_vec()));
        files.push(("AVIF", fixtures::AVIF.to_vec()));
        files.push(("AVIF with alpha", fixtures::AVIF_ALPHA.to_vec()));
    }
    files
}

#[tokio::test]
async fn a_child_decodes_as_we_do() {
    let decoder = decoder();
    for (what, bytes) in files() {
        let format = sniff(&bytes).expect(what);
        let here = decode(&bytes, format, 1000, &Limits::default()).expect(what);
        let apart = decoder.decode(bytes.clone(), format, 1000).await.expect(what);
        assert!(apart.permit.is_some(), "{what} takes no memory");
        assert!(apart.bytes == bytes, "{what}");
        assert!(apart.decoded.pixels == here.pixels, "{what} has other pixels");
        let facts = |d: &altsmith_core::imaging::Decoded| {
            (d.format, d.width, d.height, d.transparent, d.animated, d.exif.clone())
        };
        assert_eq!(facts(&apart.decoded), facts(&here), "{what}");
    }
}

#[tokio::test]
async fn a_child_refuses_as_we_do() {
    let decoder = decoder();
    let whole = files();
    for (what, bytes) in whole.iter().map(|(what, bytes)| (what, &bytes[..bytes.len() / 2])) {
        let format = sniff(bytes).expect(what);
        let here = decode(bytes, format, 1000, &Limits::default()).err();
        let apart = decoder.decode(bytes.to_vec(), format, 1000).await.err();
        assert_eq!(apart, here, "{what}");
    }
    let bomb = fixtures::png_bomb(50_000, 50_000);
    let failure = decoder.decode(bomb, Format::Png, 1000).await.err().unwrap();
    assert_eq!(failure.reason, Reason::TooManyPixels);
    assert_eq!(failure.about["width"], "50000");
}

/// A filter that draws what it is laid on. It gets by what is looked for before, as it is given by a rule of style.
const LOOP: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><style>.a{filter:url(#f)}</style>\
    <filter id='f'><feImage href='#a'/></filter><g id='a'><rect class='a' width='9' height='9'/></g></svg>";

#[tokio::test]
async fn a_stack_that_overflows_ends_one_picture() {
    let decoder = decoder();
    let other = fixtures::svg(40, 30);
    for _ in 0..2 {
        let failure = decoder.decode(LOOP.into(), Format::Svg, 100).await.err().unwrap();
        assert_eq!(failure.reason, Reason::DecoderCrashed);
        assert_eq!(failure.about["format"], "SVG");
        decoder.decode(other.clone(), Format::Svg, 100).await.expect("the next picture");
    }
}

#[tokio::test]
async fn the_limits_of_the_system_hold_what_no_header_tells() {
    let photo = fixtures::png(&fixtures::photo(6000, 4000, 3));
    let poor = held(60, 80 << 20);
    let failure = poor.decode(photo, Format::Png, 100).await.err().unwrap();
    assert_eq!(failure.reason, Reason::TooMuchMemory);
    poor.decode(fixtures::png(&fixtures::photo(64, 48, 1)), Format::Png, 100).await.expect("a small one");
    // Many soft layers: seconds of work that is within what a drawing may take.
    let layers = "<rect width='900' height='900' filter='url(#f)'/>".repeat(60);
    let slow = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'>\
         <filter id='f'><feTurbulence baseFrequency='.1' numOctaves='3'/></filter>{layers}</svg>"
    );
    let failure = held(1, 1 << 30).decode(slow.into_bytes(), Format::Svg, 900).await.err().unwrap();
    assert_eq!(failure.reason, Reason::DecoderTooSlow);
}

#[tokio::test]
async fn without_a_child_every_picture_says_so() {
    let decoder = Decoder::in_program(Path::new("/nonexistent/altsmith"), Decoder::held_to());
    let failure = decoder.decode(fixtures::svg(40, 30), Format::Svg, 100).await.err().unwrap();
    assert_eq!(failure.reason, Reason::DecoderNotStarted);
}

#[tokio::test]
async fn a_picture_holds_its_room_as_long_as_its_pixels() {
    let decoder = decoder();
    let all = decoder.budget().free();
    let photo = fixtures::jpeg(&fixtures::photo(1200, 900, 2));
    let held = decoder.decode(photo.clone(), Format::Jpeg, 1200).await.unwrap();
    assert!(all - decoder.budget().free() >= 4 * 1200 * 900);
    drop(held);
    assert_eq!(decoder.budget().free(), all);
    // Cancelled in the middle, and refused.
    let mut work = Box::pin(decoder.decode(photo, Format::Jpeg, 1200));
    while decoder.budget().free() == all {
        assert!(futures::poll!(&mut work).is_pending(), "it ended before it had room");
        tokio::task::yield_now().await;
    }
    drop(work);
    assert_eq!(decoder.budget().free(), all);
    decoder.decode(LOOP.into(), Format::Svg, 100).await.err().unwrap();
    assert_eq!(decoder.budget().free(), all);
}
