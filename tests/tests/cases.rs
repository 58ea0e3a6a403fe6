//! Pictures that went wrong in other programs, by kind, with what is right. Each kind is made in code as far as that is
//! short. `the_number_of_cases_is_told` says how many there are; the chores print it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::failure::Reason;
use altsmith_core::imaging::{Decoded, Format, Limits, Note, Target, decode, sniff};
use altsmith_tests::fixtures::{self, QUADRANTS};
use base64::Engine;
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Write;

const WIDTH: u32 = 64;
const HEIGHT: u32 = 48;

/// A file and what is right.
struct Case {
    kind: &'static str,
    name: String,
    bytes: Vec<u8>,
    right: Right,
}

enum Right {
    /// The colours of the four quarters as they are sent, and how far they may be off.
    Quarters([[u8; 3]; 4], u8),
    /// What was decoded is judged.
    Is(fn(&Decoded) -> bool),
    /// The picture as it is sent is judged.
    Sent(fn(&RgbImage) -> bool),
    /// A refusal; a name of the format where it has one.
    Refused(Reason, Option<&'static str>),
}

fn case(kind: &'static str, name: impl Into<String>, bytes: Vec<u8>, right: Right) -> Case {
    Case { kind, name: name.into(), bytes, right }
}

fn standard() -> RgbImage {
    fixtures::quadrants(WIDTH, HEIGHT)
}

fn quad() -> Right {
    Right::Quarters(QUADRANTS, 8)
}

/// Whether HEIC and AVIF can be read here. Only a person may decide to test without.
fn has_heif() -> bool {
    std::env::var_os("ALTSMITH_TEST_WITHOUT_HEIF").is_none()
}

fn open(bytes: &[u8]) -> Result<Decoded, altsmith_core::failure::Failure> {
    decode(bytes, sniff(bytes).expect("a format"), 1024, &Limits::default())
}

/// As a service that takes JPEG gets it.
fn sent(decoded: &Decoded) -> RgbImage {
    let target = Target { formats: &["image/jpeg"], max_edge: 1024, max_bytes: 1 << 22 };
    let prepared = decoded.prepare(&target).expect("prepared");
    image::load_from_memory(&prepared.bytes).expect("a picture").into_rgb8()
}

fn quarters(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (w, h) = picture.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| picture.get_pixel(w * x / 4, h * y / 4).0)
}

/// How many pixels differ clearly from the first one.
fn ink(picture: &RgbImage) -> usize {
    let first = picture.get_pixel(0, 0).0;
    picture.pixels().filter(|p| (0..3).any(|i| p.0[i].abs_diff(first[i]) > 40)).count()
}

fn check(case: &Case) {
    let about = format!("{}: {}", case.kind, case.name);
    let opened = open(&case.bytes);
    match &case.right {
        Right::Refused(reason, format) => {
            let failure = opened.map(|_| ()).expect_err(&about);
            assert_eq!(failure.reason, *reason, "{about}");
            if let Some(format) = format {
                assert_eq!(failure.about.get("format").map(String::as_str), Some(*format), "{about}");
            }
        }
        Right::Is(right) => {
            let decoded = opened.unwrap_or_else(|failure| panic!("{about}: {failure:?}"));
            assert!(right(&decoded), "{about}: {:?} {:?}", decoded.notes, quarters(&sent(&decoded)));
        }
        Right::Sent(right) => {
            let picture = sent(&opened.unwrap_or_else(|failure| panic!("{about}: {failure:?}")));
            assert!(right(&picture), "{about}: {:?}, ink {}", quarters(&picture), ink(&picture));
        }
        Right::Quarters(colours, tolerance) => {
            let picture = sent(&opened.unwrap_or_else(|failure| panic!("{about}: {failure:?}")));
            for (found, expected) in quarters(&picture).into_iter().zip(colours) {
                let near = found.iter().zip(expected).all(|(f, e)| f.abs_diff(*e) <= *tolerance);
                assert!(near, "{about}: {found:?} is not {expected:?} ({:?})", quarters(&picture));
            }
        }
    }
}

fn svg(inside: &str) -> Vec<u8> {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='300' height='100'>\
         <rect width='300' height='100' fill='#fff'/>{inside}</svg>"
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn written(picture: &RgbImage) -> bool {
    ink(picture) > 300
}

/// Words of a drawing.
fn words() -> Vec<Case> {
    let text = |attributes: &str| svg(&format!("<text x='10' y='60' font-size='40' {attributes}>Gateway</text>"));
    let mut cases: Vec<Case> = [
        ("no family", ""),
        ("sans-serif", "font-family='sans-serif'"),
        ("serif", "font-family='serif'"),
        ("monospace", "font-family='monospace'"),
        ("cursive", "font-family='cursive'"),
        ("fantasy", "font-family='fantasy'"),
        ("system-ui", "font-family='system-ui'"),
        ("a list", "font-family='Arial, Helvetica, sans-serif'"),
        ("a font that nobody has", "font-family='Zxywv Display'"),
        ("other capitals", "font-family='dejavu SANS'"),
        ("bold and italic", "font-family='Arial' font-weight='900' font-style='italic'"),
        ("in a style", "style='font-family: &quot;Helvetica Neue&quot;, Arial'"),
    ]
    .into_iter()
    .map(|(name, attributes)| case("words of a drawing", name, text(attributes), Right::Sent(written)))
    .collect();
    let label =
        |inside: &str| svg(&format!("<foreignObject x='20' y='30' width='200' height='40'>{inside}</foreignObject>"));
    let html = "xmlns='http://www.w3.org/1999/xhtml'";
    for (name, inside) in [
        (
            "Mermaid",
            format!(
                "<div {html} style='text-align:center;font-size:30px'><span class='nodeLabel'>Gateway</span></div>"
            ),
        ),
        ("draw.io", format!("<div {html} style='font-size:30px;color:#222'><div>Gate<br/>way</div></div>")),
        ("bare", format!("<p {html}>Gateway and client and server</p>")),
    ] {
        cases.push(case("words of a drawing", format!("foreignObject, {name}"), label(&inside), Right::Sent(written)));
    }
    let missing: fn(&Decoded) -> bool = |decoded| decoded.notes == [Note::WordsMissing];
    cases.push(case(
        "words of a drawing",
        "letters that no font has",
        svg("<text y='60'>\u{10FFFD}</text>"),
        Right::Is(missing),
    ));
    cases
}

/// What else drawings hold.
fn drawings() -> Vec<Case> {
    const KIND: &str = "drawings";
    let turned = fixtures::jpeg_with_segment(
        &fixtures::jpeg(&standard()),
        0xE1,
        &[b"Exif\0\0", &fixtures::orientation_exif(6)[..]].concat(),
    );
    let inside = |mime: &str, data: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(data);
        svg(&format!(
            "<image width='300' height='100' preserveAspectRatio='none' xlink:href='data:{mime};base64,{data}'/>"
        ))
    };
    let as_turned = Right::Quarters([2, 0, 3, 1].map(|at| QUADRANTS[at]), 10);
    let whole: fn(&Decoded) -> bool = |decoded| decoded.notes.is_empty();
    let without: fn(&Decoded) -> bool = |decoded| decoded.notes == [Note::PicturesMissing];
    let opaque: fn(&Decoded) -> bool = |decoded| !decoded.transparent;
    let red: fn(&RgbImage) -> bool = |picture| quarters(picture).iter().all(|c| c[0] > 180 && c[1] < 60 && c[2] < 60);
    let filled = |style: &str, fill: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'>{style}<rect width='60' height='40' {fill}/></svg>")
            .into_bytes()
    };
    let plain = fixtures::svg(WIDTH, HEIGHT);
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(String::from_utf8(plain.clone()).unwrap().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let long_comment =
        [b"<?xml version='1.0'?><!--".to_vec(), vec![b' '; 90_000], b"-->".to_vec(), plain.clone()].concat();
    let mut cases = vec![
        case(KIND, "a turned photo", inside("image/jpeg", &turned), as_turned),
        case(KIND, "a CMYK photo", inside("image/jpeg", &fixtures::plain_cmyk_jpeg(&standard())), quad()),
        case(KIND, "a TIFF", inside("image/tiff", &fixtures::tiff(&standard(), 1)), quad()),
        case(KIND, "a BMP of a wrong name", inside("image/png", &fixtures::bmp(&standard())), quad()),
        case(KIND, "a drawing", inside("image/svg+xml", &plain), quad()),
        case(KIND, "pictures that are there", inside("image/png", &fixtures::png(&standard())), Right::Is(whole)),
        case(
            KIND,
            "a linked picture",
            svg("<image width='9' height='9' href='https://example.org/a.png'/>"),
            Right::Is(without),
        ),
        case(KIND, "a file beside it", svg("<image width='9' height='9' href='a.png'/>"), Right::Is(without)),
        case(KIND, "a part of another file", svg("<use href='other.svg#a'/>"), Right::Is(without)),
        case(KIND, "a broken picture", inside("image/png", b"none"), Right::Is(without)),
        case(KIND, "a variable", filled("<style>:root{--c:#e61414}</style>", "fill='var(--c)'"), Right::Sent(red)),
        case(
            KIND,
            "a variable in a rule",
            filled("<style>:root{--c:#e61414} rect{fill:var(--c)}</style>", ""),
            Right::Sent(red),
        ),
        case(KIND, "a variable that is nowhere", filled("", "fill='var(--c, #e61414)'"), Right::Sent(red)),
        case(KIND, "light and dark", filled("", "style='fill:light-dark(#e61414, #00f)'"), Right::Sent(red)),
        case(KIND, "currentColor", filled("", "fill='currentColor' color='#e61414'"), Right::Sent(red)),
        case(
            KIND,
            "currentColor of a style",
            filled("<style>svg{color:#e61414}</style>", "fill='currentColor'"),
            Right::Sent(red),
        ),
        case(
            KIND,
            "the root's background",
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 40' style='background:#e61414'><g/></svg>"
                .to_vec(),
            Right::Sent(red),
        ),
        case(KIND, "packed", gzip(&plain), quad()),
        case(KIND, "UTF-16", utf16.clone(), quad()),
        case(KIND, "UTF-16, packed", gzip(&utf16), quad()),
        case(KIND, "behind a long comment", long_comment, quad()),
        case(
            KIND,
            "packed, cut off",
            gzip(&fixtures::svg(640, 480))[..60].to_vec(),
            Right::Refused(Reason::CutOff, None),
        ),
    ];
    for (width, height) in [(300, 200), (61, 37), (1999, 1501)] {
        let quarters = fixtures::svg(width + width % 2, height + height % 2);
        cases.push(case(KIND, format!("opaque quarters, {width} × {height}"), quarters, Right::Is(opaque)));
    }
    let ring = b"<svg xmlns='http://www.w3.org/2000/svg' width='61' height='61'><circle cx='30' cy='30' r='22' fill='none' stroke='red' stroke-width='9'/></svg>";
    cases.push(case(KIND, "a ring on nothing", ring.to_vec(), Right::Is(|decoded| decoded.transparent)));
    for size in ["100.4 50.3", "33.3 77.7", "0.9 0.7", "1000.49 3.2"] {
        let (width, height) = size.split_once(' ').unwrap();
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size}'><rect width='{width}' height='{height}' fill='red'/></svg>"
        );
        cases.push(case(KIND, format!("opaque, {size}"), drawing.into_bytes(), Right::Is(opaque)));
    }
    cases
}

/// Light that is said by numbers, and a high dynamic range.
fn light() -> Vec<Case> {
    const KIND: &str = "light";
    // Paper white and an orange, as every case holds them: left and right.
    fn paper_and_orange(picture: &RgbImage) -> bool {
        let [left, right, ..] = quarters(picture);
        let white = left.iter().all(|c| *c >= 175) && left.iter().max().unwrap() - left.iter().min().unwrap() < 12;
        let orange = right[0] >= 170 && right[0] > right[1] + 40 && right[1] > right[2] + 30;
        white && orange
    }
    let halves = |left: [u8; 3], right: [u8; 3]| {
        RgbImage::from_fn(WIDTH, HEIGHT, |x, _| Rgb(if x < WIDTH / 2 { left } else { right }))
    };
    let chunk = |picture: &RgbImage, chunks: &[([u8; 4], Vec<u8>)]| {
        let start = fixtures::png(picture);
        chunks.iter().fold(start, |file, (kind, data)| fixtures::png_with_chunk(&file, *kind, data))
    };
    // 203 cd/m² is 148 of 255 in PQ and 191 in HLG; the orange is (203, 90, 20) cd/m².
    let pq = halves([148; 3], [148, 127, 91]);
    let hlg = halves([191; 3], [191, 140, 66]);
    let number = |value: u32| value.to_be_bytes().to_vec();
    let even: fn(&RgbImage) -> bool =
        |picture| quarters(picture).iter().all(|c| c.iter().zip([200, 110, 40]).all(|(f, e)| f.abs_diff(e) <= 6));
    // (200, 110, 40) in linear light.
    let linear = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([147, 40, 5]));
    let ordinary = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([200, 110, 40]));
    let cicp = |primaries: u8, transfer: u8| (*b"cICP", vec![primaries, transfer, 0, 1]);
    let gamma = |value: u32| (*b"gAMA", number(value));
    let (srgb, p3) = ((*b"sRGB", vec![0]), moxcms::ColorProfile::new_display_p3().encode().unwrap());
    let profile = (*b"iCCP", [b"p\0\0".to_vec(), zlib(&p3)].concat());
    let chromaticities =
        |points: [u32; 8]| (*b"cHRM", points.into_iter().flat_map(u32::to_be_bytes).collect::<Vec<u8>>());
    let p3_points = chromaticities([31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]);
    let in_p3 = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([200, 100, 50]));
    let from_p3: fn(&RgbImage) -> bool =
        |picture| quarters(picture).iter().all(|c| c.iter().zip([215, 93, 31]).all(|(f, e)| f.abs_diff(e) <= 6));
    let right = Right::Sent;
    let mut cases = vec![
        case(KIND, "PNG, PQ of BT.2020", chunk(&pq, &[cicp(9, 16)]), right(paper_and_orange)),
        case(KIND, "PNG, PQ of sRGB's primaries", chunk(&pq, &[cicp(1, 16)]), right(paper_and_orange)),
        case(KIND, "PNG, PQ of Display P3", chunk(&pq, &[cicp(12, 16)]), right(paper_and_orange)),
        case(KIND, "PNG, HLG of BT.2020", chunk(&hlg, &[cicp(9, 18)]), right(paper_and_orange)),
        case(KIND, "PNG, HLG of sRGB's primaries", chunk(&hlg, &[cicp(1, 18)]), right(paper_and_orange)),
        case(KIND, "gAMA of linear light", chunk(&linear, &[gamma(100_000)]), right(even)),
        case(KIND, "gAMA of 1/2.2", chunk(&ordinary, &[gamma(45_455)]), right(even)),
        case(KIND, "gAMA of nothing", chunk(&ordinary, &[gamma(0)]), right(even)),
        case(KIND, "sRGB before gAMA", chunk(&ordinary, &[gamma(100_000), srgb.clone()]), right(even)),
        case(KIND, "cHRM", chunk(&in_p3, std::slice::from_ref(&p3_points)), right(from_p3)),
        case(KIND, "cHRM of zeros", chunk(&ordinary, &[chromaticities([0; 8])]), right(even)),
        case(KIND, "a profile before gAMA and cHRM", chunk(&in_p3, &[gamma(100_000), profile.clone()]), right(from_p3)),
        case(KIND, "cICP before a profile", chunk(&ordinary, &[profile, cicp(1, 13)]), right(even)),
        case(KIND, "cICP of Display P3", chunk(&in_p3, &[cicp(12, 13)]), right(from_p3)),
        case(KIND, "cICP of linear light", chunk(&linear, &[cicp(1, 8)]), right(even)),
    ];
    if has_heif() {
        cases.push(case(KIND, "HEIC, PQ of BT.2020", fixtures::HEIC_PQ.to_vec(), right(paper_and_orange)));
        cases.push(case(KIND, "AVIF, HLG of BT.2020", fixtures::AVIF_HLG.to_vec(), right(paper_and_orange)));
    }
    cases
}

/// Profiles and channels that are not what one might think.
fn colours() -> Vec<Case> {
    const KIND: &str = "colours";
    let picture = standard();
    let grey = moxcms::ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
    let cmyk = fixtures::cmyk_profile();
    let in_jpeg = |jpeg: &[u8], profile: &[u8]| {
        fixtures::jpeg_with_segment(jpeg, 0xE2, &[b"ICC_PROFILE\0\x01\x01", profile].concat())
    };
    let jpeg = fixtures::jpeg(&picture);
    let red: fn(&RgbImage) -> bool = |picture| quarters(picture).iter().all(|c| c[0] > 220 && c[1] < 40 && c[2] < 40);
    let cyan: fn(&RgbImage) -> bool = |picture| quarters(picture).iter().all(|c| c[0] < 40 && c[1] > 220 && c[2] > 220);
    let pale: fn(&RgbImage) -> bool =
        |picture| quarters(picture).iter().all(|c| c[0] > 245 && c[1].abs_diff(128) < 8 && c[2].abs_diff(128) < 8);
    let half = RgbaImage::from_pixel(WIDTH, HEIGHT, Rgba([128, 0, 0, 128]));
    let rgba = image::DynamicImage::ImageRgb8(picture.clone()).into_rgba8();
    let mut nothing = rgba.clone();
    nothing.pixels_mut().for_each(|pixel| pixel.0[3] = 0);
    let straight = RgbaImage::from_pixel(WIDTH, HEIGHT, Rgba([255, 0, 0, 128]));
    vec![
        case(KIND, "JPEG, a profile of grey", in_jpeg(&jpeg, &grey), quad()),
        case(KIND, "JPEG, a profile of inks", in_jpeg(&jpeg, &cmyk), quad()),
        case(KIND, "PNG, a profile of grey", fixtures::png_with_profile(&picture, grey.clone()), quad()),
        case(KIND, "CMYK JPEG, a profile of grey", in_jpeg(&fixtures::adobe_cmyk_jpeg(&picture, false), &grey), quad()),
        case(KIND, "CMYK JPEG without a marker", fixtures::plain_cmyk_jpeg(&picture), quad()),
        case(KIND, "YCCK JPEG", fixtures::adobe_cmyk_jpeg(&picture, true), quad()),
        case(
            KIND,
            "CMYK TIFF with its profile",
            fixtures::cmyk_tiff(WIDTH, HEIGHT, [255, 0, 0, 0], Some(&cmyk)),
            Right::Sent(red),
        ),
        case(
            KIND,
            "CMYK TIFF without one",
            fixtures::cmyk_tiff(WIDTH, HEIGHT, [255, 0, 0, 0], None),
            Right::Sent(cyan),
        ),
        case(
            KIND,
            "CMYK TIFF with a profile of grey",
            fixtures::cmyk_tiff(WIDTH, HEIGHT, [255, 0, 0, 0], Some(&grey)),
            Right::Sent(cyan),
        ),
        case(KIND, "TIFF, premultiplied", fixtures::tiff_with_extra(&half, 1), Right::Sent(pale)),
        case(KIND, "TIFF, alpha as it is", fixtures::tiff_with_extra(&straight, 2), Right::Sent(pale)),
        case(KIND, "TIFF, a fourth channel that is no alpha", fixtures::tiff_with_extra(&nothing, 0), quad()),
    ]
}

/// Something is to be seen.
fn visible() -> Vec<Case> {
    const KIND: &str = "something to be seen";
    let logo = |colour: [u8; 4]| {
        RgbaImage::from_fn(90, 60, |x, y| {
            if (30..60).contains(&x) && (20..40).contains(&y) { Rgba(colour) } else { Rgba([0; 4]) }
        })
    };
    let told: fn(&RgbImage) -> bool = |picture| ink(picture) > 400;
    let on_white: fn(&RgbImage) -> bool = |picture| picture.get_pixel(0, 0).0 == [255; 3] && ink(picture) > 400;
    let unseen: fn(&Decoded) -> bool = |decoded| !decoded.is_visible();
    let empty = RgbaImage::new(WIDTH, HEIGHT);
    let black = RgbaImage::from_pixel(WIDTH, HEIGHT, Rgba([0, 0, 0, 255]));
    let content = image::DynamicImage::ImageRgb8(standard()).into_rgba8();
    let frames = [empty.clone(), empty.clone(), content.clone()];
    let fading = [black.clone(), content.clone()];
    let white_drawing =
        b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><circle cx='45' cy='30' r='20' fill='#fff'/></svg>";
    vec![
        case(KIND, "a white logo, PNG", fixtures::png_with_alpha(&logo([255; 4])), Right::Sent(told)),
        case(KIND, "a pale logo, PNG", fixtures::png_with_alpha(&logo([240, 245, 250, 255])), Right::Sent(told)),
        case(KIND, "a white logo, ICO", fixtures::ico(&logo([255; 4])), Right::Sent(told)),
        case(KIND, "a white logo, TIFF", fixtures::tiff_with_extra(&logo([255; 4]), 2), Right::Sent(told)),
        case(KIND, "a white drawing", white_drawing.to_vec(), Right::Sent(told)),
        case(KIND, "a black logo", fixtures::png_with_alpha(&logo([0, 0, 0, 255])), Right::Sent(on_white)),
        case(KIND, "a red logo", fixtures::png_with_alpha(&logo([200, 0, 0, 255])), Right::Sent(on_white)),
        case(KIND, "nothing, PNG", fixtures::png_with_alpha(&empty), Right::Is(unseen)),
        case(KIND, "a trace that nobody sees, PNG", fixtures::png_with_alpha(&logo([0, 0, 0, 1])), Right::Is(unseen)),
        case(
            KIND,
            "nothing, SVG",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".to_vec(),
            Right::Is(unseen),
        ),
        case(
            KIND,
            "nothing, GIF of three frames",
            fixtures::gif_of(&[empty.clone(), empty.clone(), empty.clone()]),
            Right::Is(unseen),
        ),
        case(KIND, "GIF, the third frame", fixtures::gif_of(&frames), quad()),
        case(KIND, "APNG, the third frame", fixtures::apng_of(None, &frames), quad()),
        case(KIND, "WebP, the third frame", fixtures::webp_of(&frames), quad()),
        case(KIND, "GIF that fades in", fixtures::gif_of(&fading), quad()),
        case(
            KIND,
            "APNG, a default picture that is no frame",
            fixtures::apng_of(Some(&black), &[content.clone(), black.clone()]),
            quad(),
        ),
        case(
            KIND,
            "APNG of one frame beside its default picture",
            fixtures::apng_of(Some(&black), std::slice::from_ref(&content)),
            quad(),
        ),
        case(KIND, "ICO, a mask over an alpha channel", fixtures::ico_bitmap(&content, true), quad()),
        case(KIND, "ICO, an alpha channel of zeros", fixtures::ico_bitmap(&nothing_opaque(&content), false), quad()),
        case(KIND, "ICO, a mask over everything", fixtures::ico_bitmap(&nothing_opaque(&content), true), quad()),
    ]
}

fn nothing_opaque(picture: &RgbaImage) -> RgbaImage {
    let mut picture = picture.clone();
    picture.pixels_mut().for_each(|pixel| pixel.0[3] = 0);
    picture
}

/// Cameras' raw files.
fn cameras() -> Vec<Case> {
    const KIND: &str = "camera raw";
    let preview = fixtures::jpeg(&fixtures::quadrants(800, 600));
    let thumbnail = fixtures::jpeg(&fixtures::quadrants(160, 120));
    let turned = || Right::Quarters([2, 0, 3, 1].map(|at| QUADRANTS[at]), 8);
    let refused = || Right::Refused(Reason::FormatNotBuiltIn, Some("camera raw"));
    let told: fn(&Decoded) -> bool =
        |decoded| decoded.format == Format::Raw && decoded.notes == [Note::Preview] && decoded.width == 600;
    let mut cases = vec![
        case(KIND, "as Nikon's, Sony's and DNG", fixtures::raw(1, Some(&preview)), quad()),
        case(KIND, "the same, turned", fixtures::raw(6, Some(&preview)), turned()),
        case(KIND, "the preview is said", fixtures::raw(6, Some(&preview)), Right::Is(told)),
        case(KIND, "only a thumbnail", fixtures::raw(1, Some(&thumbnail)), refused()),
        case(KIND, "nothing but the sensor", fixtures::raw(1, None), refused()),
        case(KIND, "CR2", fixtures::canon_raw(6, &preview), turned()),
        case(KIND, "CR2 without a preview", fixtures::canon_raw(1, b"none"), refused()),
        case(KIND, "CR3", fixtures::canon_boxed_raw(6, &preview), turned()),
        case(KIND, "CR3 without a preview", fixtures::canon_boxed_raw(1, &thumbnail), refused()),
        case(KIND, "RAF", fixtures::fujifilm_raw(&preview), quad()),
        case(KIND, "RAF without a preview", fixtures::fujifilm_raw(b""), refused()),
    ];
    for (name, sign) in [("ORF", *b"IIRO"), ("ORF, older", *b"IIRS"), ("RW2", *b"IIU\0")] {
        cases.push(case(KIND, name, fixtures::raw_with_sign(sign, 6, &preview), turned()));
        cases.push(case(
            KIND,
            format!("{name} without a preview"),
            fixtures::raw_with_sign(sign, 6, &thumbnail),
            refused(),
        ));
    }
    cases
}

/// What is refused, and what is not.
fn reasons() -> Vec<Case> {
    const KIND: &str = "reasons";
    let rgba = image::DynamicImage::ImageRgb8(standard()).into_rgba8();
    let mut screenless = fixtures::gif(&standard());
    screenless[6..10].fill(0);
    let named = |name| Right::Refused(Reason::FormatNotBuiltIn, Some(name));
    let with_frame = |marker: u8, bits: u8| {
        let mut jpeg = fixtures::jpeg(&standard());
        let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        jpeg[frame + 1] = marker;
        jpeg[frame + 4] = bits;
        jpeg
    };
    let mut apple = fixtures::png(&standard());
    apple.splice(8..8, [0, 0, 0, 4, b'C', b'g', b'B', b'I', 0x50, 0, 0x20, 0x02, 0x2B, 0xD5, 0xB3, 0x7F]);
    let mut cases = vec![
        case(KIND, "ICO, PNG without alpha", fixtures::ico_of(&[fixtures::png(&standard())]), quad()),
        case(
            KIND,
            "ICO, PNG of 300 pixels",
            fixtures::ico_of(&[fixtures::png(&fixtures::quadrants(300, 300))]),
            quad(),
        ),
        case(
            KIND,
            "ICO, grey PNG",
            fixtures::ico_of(&[fixtures::png16(64, 64, [0x8080; 3])]),
            Right::Quarters([[128; 3]; 4], 4),
        ),
        case(KIND, "a cursor with a far hot spot", fixtures::cursor(&rgba), quad()),
        case(KIND, "GIF with a screen of nothing", screenless, quad()),
        case(KIND, "Apple's PNG", apple, named("CgBI (Apple PNG)")),
        case(KIND, "JPEG of 12 bits", with_frame(0xC1, 12), named("12-bit JPEG")),
        case(KIND, "hierarchical JPEG", with_frame(0xC5, 8), named("hierarchical JPEG")),
        case(KIND, "JPEG-LS", with_frame(0xF7, 8), named("JPEG-LS")),
        case(KIND, "JPEG XL", fixtures::JXL[0].to_vec(), quad()),
        case(KIND, "JPEG XL in boxes", fixtures::JXL[1].to_vec(), Right::Quarters(QUADRANTS, 14)),
        case(
            KIND,
            "JPEG XL with alpha",
            fixtures::JXL[2].to_vec(),
            Right::Quarters([[255; 3], QUADRANTS[1], QUADRANTS[2], QUADRANTS[3]], 14),
        ),
        case(KIND, "JPEG 2000", fixtures::JP2[0].to_vec(), quad()),
        case(KIND, "JPEG 2000, bare", fixtures::JP2[1].to_vec(), quad()),
        case(
            KIND,
            "JPEG 2000 with alpha",
            fixtures::JP2[2].to_vec(),
            Right::Quarters([[255; 3], QUADRANTS[1], QUADRANTS[2], QUADRANTS[3]], 14),
        ),
    ];
    let photo = fixtures::photo(96, 80, 1);
    let mut files = vec![
        ("JPEG", fixtures::jpeg(&photo)),
        ("progressive JPEG", fixtures::progressive_jpeg(&photo)),
        ("PNG", fixtures::png(&photo)),
        ("WebP", fixtures::webp(&photo)),
        ("GIF", fixtures::gif(&photo)),
        ("BMP", fixtures::bmp(&photo)),
        ("TIFF", fixtures::tiff(&photo, 1)),
        ("SVG", fixtures::svg(WIDTH, HEIGHT)),
        ("JPEG XL", fixtures::JXL[1].to_vec()),
        ("JPEG 2000", fixtures::JP2[0].to_vec()),
    ];
    if has_heif() {
        files.push(("HEIC", fixtures::HEIC.to_vec()));
        files.push(("AVIF", fixtures::AVIF.to_vec()));
    }
    for (name, file) in files {
        for length in [30, 60, 120, 200, file.len() / 2, file.len() * 9 / 10] {
            let first = file[..length.min(file.len() * 9 / 10)].to_vec();
            cases.push(case(
                KIND,
                format!("{name}, the first {} bytes", first.len()),
                first,
                Right::Refused(Reason::CutOff, None),
            ));
        }
    }
    cases
}

/// Several pages or pictures in one file.
fn pages() -> Vec<Case> {
    const KIND: &str = "pages";
    let blank = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([9, 9, 9]));
    let three = [standard(), blank.clone(), blank];
    let (three, big) = (fixtures::tiff_pages(&three), fixtures::big_tiff_pages(&three));
    let first_of_three: fn(&Decoded) -> bool = |decoded| decoded.notes == [Note::FirstOf { count: 3 }];
    let first_of_two: fn(&Decoded) -> bool = |decoded| decoded.notes == [Note::FirstOf { count: 2 }];
    let largest: fn(&Decoded) -> bool =
        |decoded| decoded.notes == [Note::LargestOf { count: 2 }] && decoded.width == 64;
    let alone: fn(&Decoded) -> bool = |decoded| decoded.notes.is_empty();
    let icons = fixtures::ico_of(&[fixtures::png(&fixtures::quadrants(16, 12)), fixtures::png(&standard())]);
    let mut cases = vec![
        case(KIND, "TIFF of three, the first", three.clone(), quad()),
        case(KIND, "TIFF of three, said", three, Right::Is(first_of_three)),
        case(KIND, "BigTIFF of three, the first", big.clone(), quad()),
        case(KIND, "BigTIFF of three, said", big, Right::Is(first_of_three)),
        case(KIND, "TIFF of one", fixtures::tiff(&standard(), 1), Right::Is(alone)),
        case(KIND, "TIFF behind its thumbnail", fixtures::tiff_with_thumbnail_first(&standard()), quad()),
        case(
            KIND,
            "TIFF behind its thumbnail is one",
            fixtures::tiff_with_thumbnail_first(&standard()),
            Right::Is(alone),
        ),
        case(KIND, "icon of two, the largest", icons.clone(), quad()),
        case(KIND, "icon of two, said", icons, Right::Is(largest)),
    ];
    if has_heif() {
        cases.push(case(KIND, "HEIC of two", fixtures::HEIC_TWO.to_vec(), Right::Is(first_of_two)));
        cases.push(case(KIND, "HEIC of one", fixtures::HEIC.to_vec(), Right::Is(alone)));
    }
    cases
}

/// What unpacks to more than its picture.
fn bombs() -> Vec<Case> {
    const KIND: &str = "what unpacks";
    let png = fixtures::png(&standard());
    let packed = zlib(&vec![0; 64 << 20]);
    let named = |name: &[u8]| [name, &packed].concat();
    let with = |kind: &[u8; 4], data: &[u8]| fixtures::png_with_chunk(&png, *kind, data);
    let svg_bomb = gzip(
        &[b"<svg xmlns='http://www.w3.org/2000/svg'>".to_vec(), vec![b' '; 64 << 20], b"</svg>".to_vec()].concat(),
    );
    vec![
        case(KIND, "a profile", with(b"iCCP", &named(b"p\0\0")), quad()),
        case(KIND, "packed text", with(b"zTXt", &named(b"Comment\0\0")), quad()),
        case(KIND, "packed international text", with(b"iTXt", &named(b"Comment\0\x01\0\0\0")), quad()),
        case(KIND, "XMP", with(b"iTXt", &named(b"XML:com.adobe.xmp\0\x01\0\0\0")), quad()),
        case(KIND, "a drawing", svg_bomb, Right::Refused(Reason::TooMuchMemory, None)),
    ]
}

#[test]
fn pictures_of_a_drawing_take_no_more_than_one_file_may() {
    let data = base64::engine::general_purpose::STANDARD.encode(fixtures::png(&RgbImage::new(1000, 1000)));
    let image = format!("<image width='9' height='9' href='data:image/png;base64,{data}'/>");
    let notes = |images: usize, max_memory: u64| {
        let limits = Limits { max_memory, ..Limits::default() };
        decode(&svg(&image.repeat(images)), Format::Svg, 300, &limits).expect("a drawing").notes
    };
    // Each takes eight megabytes.
    assert_eq!(notes(2, 30_000_000), []);
    assert_eq!(notes(5, 30_000_000), [Note::PicturesMissing]);
}

fn all() -> Vec<Case> {
    [words(), drawings(), light(), colours(), visible(), cameras(), reasons(), pages(), bombs()]
        .into_iter()
        .flatten()
        .collect()
}

macro_rules! kinds {
    ($($test:ident: $kind:ident,)*) => {
        $(#[test]
        fn $test() {
            $kind().iter().for_each(check);
        })*
    };
}

kinds! {
    words_are_drawn_or_missed: words,
    drawings_are_shown_as_browsers_do: drawings,
    light_is_brought_to_srgb: light,
    colours_are_as_people_see_them: colours,
    something_is_to_be_seen: visible,
    cameras_previews_stand_for_their_files: cameras,
    refusals_have_their_reasons: reasons,
    one_of_several_is_said: pages,
    what_unpacks_is_bounded: bombs,
}

#[test]
#[allow(clippy::print_stdout)] // `cargo xtask test` shows the number
fn the_number_of_cases_is_told() {
    let cases = all();
    let kinds: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.kind).collect();
    println!("picture files: {} of {} kinds", cases.len(), kinds.len());
    assert!(cases.len() > 150 && kinds.len() >= 9, "cases were lost: {} of {}", cases.len(), kinds.len());
}
