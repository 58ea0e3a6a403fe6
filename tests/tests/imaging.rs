//! Decoding and preparing, from the outside: every format, every way a picture may be turned or coloured, and files that
//! were made to do harm.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::failure::Reason;
use altsmith_core::imaging::{Decoded, Format, Limits, Target, decode, probe, sniff};
use altsmith_tests::fixtures::{self, QUADRANTS};
use image::{Rgb, RgbImage};
use proptest::prelude::*;

const WIDTH: u32 = 64;
const HEIGHT: u32 = 48;

fn standard() -> RgbImage {
    fixtures::quadrants(WIDTH, HEIGHT)
}

fn open(bytes: &[u8]) -> Decoded {
    open_for(bytes, 1024)
}

fn open_for(bytes: &[u8], edge: u32) -> Decoded {
    decode(bytes, sniff(bytes).expect("a format"), edge, &Limits::default()).expect("a picture")
}

fn refusal(bytes: &[u8], limits: &Limits) -> Reason {
    decode(bytes, sniff(bytes).expect("a format"), 1024, limits).expect_err("a refusal").reason
}

/// The colour in the middle of each quarter: top left, top right, bottom left, bottom right.
fn quarters(decoded: &Decoded) -> [[u8; 3]; 4] {
    let (w, h) = decoded.pixels.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| {
        let [r, g, b, _] = decoded.pixels.get_pixel(w * x / 4, h * y / 4).0;
        [r, g, b]
    })
}

fn near(found: [u8; 3], expected: [u8; 3], tolerance: u8) -> bool {
    found.iter().zip(expected).all(|(f, e)| f.abs_diff(e) <= tolerance)
}

fn assert_quarters(what: &str, decoded: &Decoded, expected: [[u8; 3]; 4], tolerance: u8) {
    for (found, expected) in quarters(decoded).into_iter().zip(expected) {
        assert!(near(found, expected, tolerance), "{what}: {found:?} is not {expected:?}");
    }
}

/// HEIC and AVIF need libheif on this computer. Only a person may decide to test without it.
fn has_heif() -> bool {
    std::env::var_os("ALTSMITH_TEST_WITHOUT_HEIF").is_none()
}

/// A name, a file, its format, and how far its colours may be off.
fn every_format() -> Vec<(&'static str, Vec<u8>, Format, u8)> {
    let picture = standard();
    let opaque = image::DynamicImage::ImageRgb8(picture.clone()).into_rgba8();
    let mut formats = vec![
        ("JPEG", fixtures::jpeg(&picture), Format::Jpeg, 6),
        ("progressive JPEG", fixtures::progressive_jpeg(&picture), Format::Jpeg, 6),
        ("Adobe CMYK", fixtures::adobe_cmyk_jpeg(&picture, false), Format::Jpeg, 6),
        ("Adobe YCCK", fixtures::adobe_cmyk_jpeg(&picture, true), Format::Jpeg, 6),
        ("plain CMYK", fixtures::plain_cmyk_jpeg(&picture), Format::Jpeg, 6),
        ("PNG", fixtures::png(&picture), Format::Png, 0),
        ("animated PNG", fixtures::animated_png(&picture), Format::Png, 0),
        ("WebP", fixtures::webp(&picture), Format::WebP, 0),
        ("animated WebP", fixtures::animated_webp(&picture), Format::WebP, 2),
        ("GIF", fixtures::gif(&picture), Format::Gif, 6),
        ("animated GIF", fixtures::animated_gif(&picture), Format::Gif, 6),
        ("BMP", fixtures::bmp(&picture), Format::Bmp, 0),
        ("TIFF", fixtures::tiff(&picture, 1), Format::Tiff, 0),
        ("ICO", fixtures::ico(&opaque), Format::Ico, 0),
        ("SVG", fixtures::svg(WIDTH, HEIGHT), Format::Svg, 0),
    ];
    if has_heif() {
        formats.push(("HEIC", fixtures::HEIC.to_vec(), Format::Heic, 12));
        formats.push(("AVIF", fixtures::AVIF.to_vec(), Format::Avif, 12));
    }
    formats
}

#[test]
fn every_format_gives_the_same_picture() {
    for (what, bytes, format, tolerance) in every_format() {
        assert_eq!(sniff(&bytes), Some(format), "{what}");
        let header = probe(&bytes, format).unwrap_or_else(|failure| panic!("{what}: {failure:?}"));
        assert_eq!((header.width, header.height), (WIDTH, HEIGHT), "{what}");
        let decoded = open(&bytes);
        assert_eq!((decoded.width, decoded.height, decoded.format), (WIDTH, HEIGHT, format), "{what}");
        assert_eq!(decoded.animated, what.starts_with("animated"), "{what}");
        assert!(!decoded.transparent, "{what}");
        assert_quarters(what, &decoded, QUADRANTS, tolerance);
    }
}

#[test]
fn transparency_is_kept_and_laid_on_white_for_jpeg() {
    let hole = fixtures::quadrants_with_hole(WIDTH, HEIGHT);
    let files = [fixtures::png_with_alpha(&hole), fixtures::ico(&hole), fixtures::AVIF_ALPHA.to_vec()];
    for bytes in files.into_iter().take(if has_heif() { 3 } else { 2 }) {
        let decoded = open(&bytes);
        assert!(decoded.transparent);
        assert_eq!(decoded.pixels.get_pixel(5, 5).0[3], 0);
        let sent = decoded.prepare(&Target { formats: &["image/jpeg"], max_edge: 512, max_bytes: 1 << 20 }).unwrap();
        assert_quarters("on white", &open(&sent.bytes), [[255; 3], QUADRANTS[1], QUADRANTS[2], QUADRANTS[3]], 14);
        let sent = decoded.prepare(&Target { formats: &["image/png"], max_edge: 512, max_bytes: 1 << 20 }).unwrap();
        assert!(open(&sent.bytes).transparent, "a target that takes PNG gets the transparency");
        let thumbnail = decoded.thumbnail(32).unwrap();
        assert_quarters("thumbnail", &open(&thumbnail), [[255; 3], QUADRANTS[1], QUADRANTS[2], QUADRANTS[3]], 20);
    }
}

/// The quarters of the standard picture after each EXIF orientation (TIFF 6.0, Orientation): which one comes where.
const TURNED: [(u8, [usize; 4], bool); 8] = [
    (1, [0, 1, 2, 3], false),
    (2, [1, 0, 3, 2], false),
    (3, [3, 2, 1, 0], false),
    (4, [2, 3, 0, 1], false),
    (5, [0, 2, 1, 3], true),
    (6, [2, 0, 3, 1], true),
    (7, [3, 1, 2, 0], true),
    (8, [1, 3, 0, 2], true),
];

#[test]
fn every_orientation_comes_out_upright() {
    let picture = standard();
    for (orientation, order, swapped) in TURNED {
        let block = fixtures::orientation_exif(orientation);
        let segment = [b"Exif\0\0", &block[..]].concat();
        let files = [
            ("JPEG", fixtures::jpeg_with_segment(&fixtures::jpeg(&picture), 0xE1, &segment)),
            ("PNG", fixtures::png_with_chunk(&fixtures::png(&picture), *b"eXIf", &block)),
            ("WebP", fixtures::webp_with_exif(&picture, block.clone())),
            ("TIFF", fixtures::tiff(&picture, orientation)),
        ];
        for (what, bytes) in files {
            let decoded = open(&bytes);
            let size = if swapped { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
            assert_eq!((decoded.width, decoded.height), size, "{what} {orientation}");
            assert_eq!(decoded.pixels.dimensions(), size, "{what} {orientation}");
            assert_quarters(&format!("{what} {orientation}"), &decoded, order.map(|at| QUADRANTS[at]), 6);
        }
    }
}

#[test]
fn a_heic_is_turned_once() {
    if !has_heif() {
        return;
    }
    let decoded = open(fixtures::HEIC_TURNED);
    assert_eq!((decoded.width, decoded.height), (HEIGHT, WIDTH));
    assert_quarters("HEIC", &decoded, [2, 0, 3, 1].map(|at| QUADRANTS[at]), 12);
    let exif = decoded.exif.expect("EXIF");
    assert!(exif.starts_with(b"II*\0"), "the TIFF structure itself: {exif:?}");
}

#[test]
fn the_exif_block_is_handed_on() {
    let block = fixtures::exif(1, Some("Anvil"));
    let segment = [b"Exif\0\0", &block[..]].concat();
    let jpeg = fixtures::jpeg_with_segment(&fixtures::jpeg(&standard()), 0xE1, &segment);
    assert_eq!(open(&jpeg).exif.as_deref(), Some(&block[..]));
    let tiff = open(&fixtures::tiff(&standard(), 1)).exif.expect("EXIF of a TIFF");
    assert!(tiff.windows(5).any(|w| w == b"Anvil") && tiff.len() < 200, "only the fields: {} bytes", tiff.len());
}

#[test]
fn nothing_but_the_picture_is_sent() {
    let segment = [b"Exif\0\0", &fixtures::exif(6, Some("Secret camera"))[..]].concat();
    let mut bytes = fixtures::jpeg_with_segment(&fixtures::jpeg(&standard()), 0xE1, &segment);
    bytes = fixtures::jpeg_with_segment(&bytes, 0xFE, b"Secret comment");
    bytes = fixtures::jpeg_with_segment(&bytes, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Secret</x:xmpmeta>");
    let decoded = open(&bytes);
    for mime in ["image/jpeg", "image/png", "image/webp"] {
        let sent = decoded.prepare(&Target { formats: &[mime], max_edge: 512, max_bytes: 1 << 20 }).unwrap();
        assert_eq!(sent.mime, mime);
        assert_eq!((sent.width, sent.height), (HEIGHT, WIDTH), "upright");
        assert!(!sent.bytes.windows(6).any(|w| w == b"Secret"), "{mime}");
        assert!(open(&sent.bytes).exif.is_none(), "{mime}");
    }
    assert!(!decoded.thumbnail(32).unwrap().windows(6).any(|w| w == b"Secret"));
}

#[test]
fn a_large_jpeg_is_scaled_while_decoding() {
    let bytes = fixtures::jpeg(&fixtures::quadrants(2000, 1500));
    for (wanted, pixels) in [(500, (500, 375)), (501, (1000, 750)), (250, (250, 188)), (2000, (2000, 1500))] {
        let decoded = open_for(&bytes, wanted);
        assert_eq!((decoded.width, decoded.height), (2000, 1500));
        assert_eq!(decoded.pixels.dimensions(), pixels, "wanted {wanted}");
        assert_quarters("scaled", &decoded, QUADRANTS, 6);
    }
}

#[test]
fn sixteen_bits_become_eight() {
    let decoded = open(&fixtures::png16(8, 8, [0xABCD, 0x1200, 0xFFFF]));
    assert!(near(quarters(&decoded)[0], [0xAC, 0x12, 0xFF], 1), "{:?}", quarters(&decoded)[0]);
}

#[test]
fn a_grey_jpeg_is_grey() {
    let decoded = open(&fixtures::grey_jpeg(16, 16, 100));
    assert!(near(quarters(&decoded)[0], [100; 3], 1));
}

/// Colours and what they are in sRGB, by the definitions of the two spaces (computed apart from any library).
const DISPLAY_P3: [([u8; 3], [u8; 3]); 3] =
    [([200, 100, 50], [215, 93, 31]), ([60, 160, 120], [0, 163, 117]), ([128, 128, 128], [128, 128, 128])];
const ADOBE_RGB: [([u8; 3], [u8; 3]); 3] =
    [([200, 100, 50], [227, 100, 42]), ([60, 160, 120], [0, 161, 119]), ([128, 128, 128], [129, 129, 129])];

#[test]
fn profiles_are_converted_to_srgb() {
    let spaces =
        [(moxcms::ColorProfile::new_display_p3(), DISPLAY_P3), (moxcms::ColorProfile::new_adobe_rgb(), ADOBE_RGB)];
    for (profile, colours) in spaces {
        let profile = profile.encode().unwrap();
        for (stored, expected) in colours {
            let picture = RgbImage::from_pixel(32, 32, Rgb(stored));
            let segment = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
            let jpeg = fixtures::jpeg_with_segment(&fixtures::jpeg(&picture), 0xE2, &segment);
            for (what, bytes) in [("PNG", fixtures::png_with_profile(&picture, profile.clone())), ("JPEG", jpeg)] {
                let found = quarters(&open(&bytes))[0];
                assert!(near(found, expected, 4), "{what}: {stored:?} became {found:?}, not {expected:?}");
            }
        }
    }
}

#[test]
fn inks_are_printed_as_their_profile_says() {
    let cyan = RgbImage::from_pixel(32, 32, Rgb([0, 255, 255]));
    let segment = [b"ICC_PROFILE\0\x01\x01", &fixtures::cmyk_profile()[..]].concat();
    for (what, jpeg) in [
        ("plain", fixtures::plain_cmyk_jpeg(&cyan)),
        ("Adobe", fixtures::adobe_cmyk_jpeg(&cyan, false)),
        ("YCCK", fixtures::adobe_cmyk_jpeg(&cyan, true)),
    ] {
        assert!(near(quarters(&open(&jpeg))[0], [0, 255, 255], 8), "{what} without a profile");
        let found = quarters(&open(&fixtures::jpeg_with_segment(&jpeg, 0xE2, &segment)))[0];
        // Lab (54, 81, 70) is the red of sRGB.
        assert!(near(found, [255, 0, 0], 14), "{what}: {found:?} is not what the profile prints");
    }
}

#[test]
fn srgb_and_broken_profiles_change_nothing() {
    let picture = RgbImage::from_pixel(8, 8, Rgb([200, 100, 50]));
    for profile in [moxcms::ColorProfile::new_srgb().encode().unwrap(), b"no profile at all".to_vec()] {
        let found = quarters(&open(&fixtures::png_with_profile(&picture, profile)))[0];
        assert_eq!(found, [200, 100, 50]);
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    let limits = Limits::default();
    assert_eq!(refusal(&fixtures::png_bomb(50_001, 10), &limits), Reason::TooManyPixels);
    assert_eq!(refusal(&fixtures::png_bomb(50_000, 50_000), &limits), Reason::TooManyPixels);
    assert_eq!(refusal(&fixtures::png_bomb(17_000, 17_000), &limits), Reason::TooMuchMemory);
    let mut gif = fixtures::gif(&standard());
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    assert_eq!(refusal(&gif, &limits), Reason::TooManyPixels);
    let mut bmp = fixtures::bmp(&standard());
    bmp[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
    assert_eq!(refusal(&bmp, &limits), Reason::TooManyPixels);
    let mut tiff = fixtures::tiff(&standard(), 1);
    tiff[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
    assert_eq!(refusal(&tiff, &limits), Reason::TooManyPixels);
    let mut jpeg = fixtures::jpeg(&standard());
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert_eq!(refusal(&jpeg, &limits), Reason::TooManyPixels);
}

#[test]
fn the_limits_are_the_callers() {
    let small = Limits { max_edge: 63, ..Limits::default() };
    let few = Limits { max_pixels: 3000, ..Limits::default() };
    let poor = Limits { max_memory: 10_000, ..Limits::default() };
    for (what, bytes, format, _) in every_format().into_iter().filter(|(_, _, format, _)| *format != Format::Svg) {
        let reason = |limits| decode(&bytes, format, 64, limits).expect_err(what).reason;
        assert!(
            matches!(reason(&small), Reason::TooManyPixels | Reason::TooMuchMemory),
            "{what}: {:?}",
            reason(&small)
        );
        assert_eq!(reason(&few), Reason::TooManyPixels, "{what}");
        assert_eq!(reason(&poor), Reason::TooMuchMemory, "{what}");
    }
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let picture = fixtures::photo(96, 80, 1);
    let opaque = image::DynamicImage::ImageRgb8(picture.clone()).into_rgba8();
    let files = [
        ("JPEG", fixtures::jpeg(&picture)),
        ("progressive JPEG", fixtures::progressive_jpeg(&picture)),
        ("PNG", fixtures::png(&picture)),
        ("WebP", fixtures::webp(&picture)),
        ("GIF", fixtures::gif(&picture)),
        ("BMP", fixtures::bmp(&picture)),
        ("TIFF", fixtures::tiff(&picture, 1)),
        ("ICO", fixtures::ico(&opaque)),
        ("SVG", fixtures::svg(WIDTH, HEIGHT)),
        ("HEIC", fixtures::HEIC.to_vec()),
        ("AVIF", fixtures::AVIF.to_vec()),
    ];
    let left_out = if has_heif() { 0 } else { 2 };
    for (what, bytes) in files.iter().take(files.len() - left_out) {
        let cut = &bytes[..bytes.len() * 6 / 10];
        assert_eq!(refusal(cut, &Limits::default()), Reason::CutOff, "{what}");
    }
}

#[test]
fn a_jpeg_without_its_end_marker_is_whole() {
    let mut bytes = fixtures::jpeg(&standard());
    bytes.truncate(bytes.len() - 2);
    assert_quarters("JPEG", &open(&bytes), QUADRANTS, 6);
}

#[test]
fn a_drawing_opens_nothing_outside_itself() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.png");
    std::fs::write(&secret, fixtures::png(&RgbImage::from_pixel(8, 8, Rgb([255, 0, 0])))).unwrap();
    let path = secret.display();
    for href in [format!("{path}"), format!("file://{path}"), "http://127.0.0.1:9/x.png".to_owned()] {
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'>\
             <rect width='64' height='64' fill='white'/><image href='{href}' width='64' height='64'/></svg>"
        );
        assert_eq!(quarters(&open(drawing.as_bytes()))[0], [255; 3], "{href}");
    }
}

#[test]
fn a_picture_inside_a_drawing_is_drawn_within_the_limits() {
    use base64::Engine;
    let drawing = |png: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(png);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'>\
             <rect width='64' height='64' fill='white'/>\
             <image href='data:image/png;base64,{data}' width='64' height='64'/></svg>"
        )
    };
    let red = fixtures::png(&RgbImage::from_pixel(8, 8, Rgb([255, 0, 0])));
    assert!(near(quarters(&open(drawing(&red).as_bytes()))[0], [255, 0, 0], 2));
    let bomb = fixtures::png_bomb(40_000, 40_000);
    assert_eq!(quarters(&open(drawing(&bomb).as_bytes()))[0], [255; 3], "left out");
}

#[test]
fn a_drawing_that_multiplies_itself_is_refused() {
    let mut drawing = String::from("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><defs>");
    drawing.push_str("<g id='g0'><rect width='1' height='1'/></g>");
    for level in 1..12 {
        let uses = format!("<use href='#g{}'/>", level - 1).repeat(10);
        drawing.push_str(&format!("<g id='g{level}'>{uses}</g>"));
    }
    drawing.push_str("</defs><use href='#g11'/></svg>");
    assert_eq!(refusal(drawing.as_bytes(), &Limits::default()), Reason::TooMuchMemory);
    let laughs = "<!DOCTYPE svg [<!ENTITY a '<g/>'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\
        <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>\
        <!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>\
        <!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'>]>\
        <svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>&h;</svg>";
    decode(laughs.as_bytes(), Format::Svg, 64, &Limits::default()).expect_err("refused");
}

#[test]
fn a_drawing_that_nests_without_end_ends() {
    for (open, close, levels) in [
        ("<g>", "</g>", 1_000_000),
        ("<g>", "</g>", 1_000),
        ("<g opacity='.9'>", "</g>", 1_000),
        ("<g clip-path='url(#c)' mask='url(#m)' filter='url(#f)'>", "</g>", 1_000),
        ("<svg>", "</svg>", 1_000),
    ] {
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
             <clipPath id='c'><rect width='9' height='9'/></clipPath>\
             <mask id='m'><rect width='9' height='9' fill='white'/></mask>\
             <filter id='f'><feGaussianBlur stdDeviation='2'/></filter>\
             {}<rect width='9' height='9'/>{}</svg>",
            open.repeat(levels),
            close.repeat(levels)
        );
        // Drawn or refused; a stack that overflows would end the test with all others.
        let _ = decode(drawing.as_bytes(), Format::Svg, 64, &Limits::default());
    }
}

#[test]
fn a_drawing_that_takes_an_hour_is_refused() {
    let filter = "<filter id='f'><feTurbulence baseFrequency='.1' numOctaves='9'/></filter>";
    let layers = "<rect width='900' height='900' filter='url(#f)'/>".repeat(20_000);
    let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'>{filter}{layers}</svg>");
    assert_eq!(refusal(drawing.as_bytes(), &Limits::default()), Reason::TooMuchMemory);
}

#[test]
fn a_drawing_is_as_large_as_is_wanted() {
    for (size, wanted, expected) in [(16, 1024, 512), (16, 256, 256), (2000, 1024, 1024), (800, 1024, 800)] {
        let decoded = open_for(&fixtures::svg(size, size), wanted);
        assert_eq!((decoded.width, decoded.height), (size, size));
        assert_eq!(decoded.pixels.dimensions(), (expected, expected), "{size} wanted as {wanted}");
    }
    let huge =
        b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'><rect width='1e9' height='1e9'/></svg>";
    assert!(open_for(huge, 128).pixels.width() <= 128);
}

#[test]
fn what_is_sent_keeps_to_the_target() {
    let photo = fixtures::photo(900, 700, 3);
    let decoded = open(&fixtures::png(&photo));
    for (max_edge, max_bytes) in [(768, 1 << 20), (300, 1 << 20), (768, 60_000), (768, 20_000), (768, 4_000)] {
        let sent = decoded.prepare(&Target { formats: &["image/jpeg"], max_edge, max_bytes }).unwrap();
        assert!(sent.bytes.len() <= max_bytes && sent.width <= max_edge, "{max_edge} {max_bytes}");
        let again = open(&sent.bytes);
        assert_eq!((again.width, again.height), (sent.width, sent.height));
        assert!((f64::from(sent.width) / f64::from(sent.height) - 9.0 / 7.0).abs() < 0.03, "the shape is kept");
    }
    let tiny = decoded.prepare(&Target { formats: &["image/jpeg"], max_edge: 768, max_bytes: 100 });
    assert_eq!(tiny.unwrap_err().reason, Reason::TooMuchMemory);
    let either = Target { formats: &["image/png", "image/jpeg"], max_edge: 768, max_bytes: 100_000 };
    assert_eq!(decoded.prepare(&either).unwrap().mime, "image/jpeg", "a photo that is too large as PNG");
    let unknown = Target { formats: &["image/x-unknown", "image/png"], max_edge: 768, max_bytes: 4 << 20 };
    assert_eq!(decoded.prepare(&unknown).unwrap().mime, "image/png");
}

#[test]
fn a_small_picture_is_not_made_larger() {
    let decoded = open(&fixtures::png(&standard()));
    let sent = decoded.prepare(&Target { formats: &["image/jpeg"], max_edge: 2048, max_bytes: 1 << 20 }).unwrap();
    assert_eq!((sent.width, sent.height), (WIDTH, HEIGHT));
    assert_eq!(open(&decoded.thumbnail(384).unwrap()).pixels.dimensions(), (WIDTH, HEIGHT));
    assert_eq!(open(&decoded.thumbnail(32).unwrap()).pixels.dimensions(), (32, 24));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No file, however damaged, ends the program, and a picture that comes out has the pixels that it claims.
    #[test]
    fn damage_never_panics(
        which in 0..17_usize,
        cut in 0.0..1.0_f64,
        flips in prop::collection::vec((0.0..1.0_f64, 0..8_u8), 0..12),
    ) {
        let mut formats = every_format();
        let (what, mut bytes, format, _) = formats.swap_remove(which % formats.len());
        for (place, bit) in flips {
            let at = (place * bytes.len() as f64) as usize;
            bytes[at] ^= 1 << bit;
        }
        bytes.truncate((cut.sqrt() * bytes.len() as f64) as usize + 1);
        let limits = Limits { max_pixels: 4_000_000, max_memory: 64 << 20, ..Limits::default() };
        match decode(&bytes, format, 256, &limits) {
            Ok(decoded) => {
                let (width, height) = decoded.pixels.dimensions();
                prop_assert_eq!(decoded.pixels.as_raw().len(), 4 * (width * height) as usize);
            }
            Err(failure) => prop_assert_ne!(failure.reason, Reason::DecoderFailed, "{}", what),
        }
    }
}
