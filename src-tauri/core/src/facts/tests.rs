//! Pictures of every kind, drawn here, and what must be found in them.

use super::*;
use crate::recognise::Count;
use image::{Rgba, RgbaImage};

/// A generator of numbers that are the same in every run.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % sides
    }
}

fn decoded(pixels: RgbaImage, format: Format) -> Decoded {
    let transparent = pixels.pixels().any(|p| p[3] < 255);
    let (width, height) = pixels.dimensions();
    Decoded { pixels, format, width, height, transparent, animated: false, exif: None, notes: Vec::new() }
}

fn png(pixels: RgbaImage) -> Decoded {
    decoded(pixels, Format::Png)
}

fn facts(picture: &Decoded) -> Facts {
    gather(picture, &Wanted::default())
}

fn rgb(r: u8, g: u8, b: u8) -> Rgba<u8> {
    Rgba([r, g, b, 255])
}

fn flat(w: u32, h: u32, colour: Rgba<u8>) -> RgbaImage {
    RgbaImage::from_pixel(w, h, colour)
}

fn rectangle(image: &mut RgbaImage, x: u32, y: u32, w: u32, h: u32, colour: Rgba<u8>) {
    for y in y..(y + h).min(image.height()) {
        for x in x..(x + w).min(image.width()) {
            image.put_pixel(x, y, colour);
        }
    }
}

fn disc(image: &mut RgbaImage, cx: i64, cy: i64, r: i64, colour: Rgba<u8>) {
    for (x, y, p) in image.enumerate_pixels_mut() {
        let (dx, dy) = (i64::from(x) - cx, i64::from(y) - cy);
        if dx * dx + dy * dy <= r * r {
            *p = colour;
        }
    }
}

/// Something that looks like writing: letters of a few strokes, words, a ragged right edge.
fn writing(image: &mut RgbaImage, left: u32, top: u32, width: u32, tall: u32, ink: Rgba<u8>, dice: &mut Dice) {
    let mut x = left;
    let end = left + width * (70 + dice.roll(30)) / 100;
    while x + tall < end {
        for _ in 0..3 + dice.roll(7) {
            let stroke = (tall / 7).max(1);
            rectangle(image, x, top, stroke, tall, ink);
            rectangle(image, x, top + tall * dice.roll(3) / 3, tall / 2, stroke, ink);
            x += tall / 2 + stroke + 1;
        }
        x += tall / 2;
    }
}

fn photo(w: u32, h: u32, tint: [f32; 3]) -> RgbaImage {
    let mut dice = Dice(7);
    RgbaImage::from_fn(w, h, |x, y| {
        let (u, v) = (x as f32 / w as f32, y as f32 / h as f32);
        let ground = (u * 9.0 + (v * 5.0).sin() * 2.0).sin() * 40.0 + (v * 23.0 + u * 3.0).cos() * 25.0;
        let light = 120.0 + ground - 60.0 * v;
        let noise = dice.roll(13) as f32 - 6.0;
        let c = |i: usize| (light * tint[i] + noise + (u * 30.0 + i as f32).sin() * 6.0).clamp(0.0, 255.0) as u8;
        rgb(c(0), c(1), c(2))
    })
}

fn screenshot(w: u32, h: u32) -> RgbaImage {
    let mut dice = Dice(3);
    let mut image = flat(w, h, rgb(250, 250, 252));
    rectangle(&mut image, 0, 0, w, 36, rgb(52, 58, 70));
    rectangle(&mut image, 0, 36, w / 5, h - 36, rgb(232, 234, 240));
    for i in 0..10 {
        rectangle(&mut image, 16, 60 + i * 40, w / 5 - 32, 30, rgb(214, 220, 232));
        writing(&mut image, 26, 70 + i * 40, w / 5 - 60, 10, rgb(40, 44, 52), &mut dice);
    }
    for i in 0..3 {
        let x = w / 5 + 30 + i * (w * 4 / 15);
        rectangle(&mut image, x, 80, w * 4 / 15 - 30, 220, rgb(255, 255, 255));
        rectangle(&mut image, x, 80, w * 4 / 15 - 30, 60, rgb(60, 120, 216));
        for l in 0..6 {
            writing(&mut image, x + 14, 160 + l * 20, w / 5, 9, rgb(70, 74, 82), &mut dice);
        }
    }
    image
}

fn page(w: u32, h: u32) -> RgbaImage {
    let mut dice = Dice(11);
    let mut image = flat(w, h, rgb(255, 255, 255));
    for line in 0..(h - 160) / 30 {
        if line % 8 != 7 {
            writing(&mut image, w / 10, 80 + line * 30, w * 8 / 10, 14, rgb(20, 20, 20), &mut dice);
        }
    }
    image
}

fn chart(w: u32, h: u32) -> RgbaImage {
    let mut image = flat(w, h, rgb(255, 255, 255));
    for i in 0..6 {
        rectangle(&mut image, w / 10, h / 10 + i * h / 8, w * 8 / 10, 2, rgb(200, 200, 200));
    }
    for (i, tall) in [40, 65, 30, 55].into_iter().enumerate() {
        let x = w / 8 + i as u32 * w / 5;
        rectangle(&mut image, x, h * 8 / 10 - h * tall / 100, w / 10, h * tall / 100, rgb(46, 110, 200));
    }
    image
}

fn illustration(w: u32, h: u32) -> RgbaImage {
    let mut image = flat(w, h, rgb(250, 190, 110));
    disc(&mut image, i64::from(w) * 2 / 3, i64::from(h) / 3, i64::from(h) / 6, rgb(255, 240, 180));
    disc(&mut image, i64::from(w) / 4, i64::from(h) * 3 / 2, i64::from(h) * 9 / 10, rgb(140, 70, 50));
    disc(&mut image, i64::from(w) * 4 / 5, i64::from(h) * 8 / 5, i64::from(h), rgb(80, 40, 50));
    image
}

fn line_drawing(w: u32, h: u32) -> RgbaImage {
    let mut image = flat(w, h, rgb(255, 255, 255));
    for (cx, cy, r) in [(3, 4, 3), (6, 5, 2), (5, 3, 2)] {
        let (cx, cy, r) = (i64::from(w) * cx / 9, i64::from(h) * cy / 9, i64::from(h) * r / 12);
        disc(&mut image, cx, cy, r, rgb(0, 0, 0));
        disc(&mut image, cx, cy, r - 4, rgb(255, 255, 255));
    }
    image
}

fn icon(size: u32) -> RgbaImage {
    let mut image = flat(size, size, Rgba([0, 0, 0, 0]));
    let half = i64::from(size) / 2;
    disc(&mut image, half, half, half * 9 / 10, rgb(30, 110, 217));
    disc(&mut image, half, half, half / 3, rgb(255, 255, 255));
    image
}

fn blend(w: u32, h: u32, direction: Direction, from: [u8; 3], to: [u8; 3]) -> RgbaImage {
    RgbaImage::from_fn(w, h, |x, y| {
        let (u, v) = (x as f32 / (w - 1) as f32, y as f32 / (h - 1) as f32);
        let t = match direction {
            Direction::Down => v,
            Direction::Right => u,
            Direction::DownRight => (u + v) / 2.0,
            Direction::UpRight => (u + 1.0 - v) / 2.0,
            Direction::Outward => ((u - 0.5).hypot(v - 0.5) * std::f32::consts::SQRT_2).min(1.0),
        };
        let mix = |i: usize| (f32::from(from[i]) * (1.0 - t) + f32::from(to[i]) * t).round() as u8;
        rgb(mix(0), mix(1), mix(2))
    })
}

/// As a compressor leaves it.
fn through_jpeg(image: &RgbaImage) -> RgbaImage {
    let mut file = Vec::new();
    let rgb = image::DynamicImage::ImageRgba8(image.clone()).to_rgb8();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 82).encode_image(&rgb).unwrap();
    image::load_from_memory(&file).unwrap().to_rgba8()
}

#[test]
fn every_kind_is_known_by_its_grain() {
    let cases = [
        ("photo", photo(600, 400, [1.0, 0.9, 0.7]), Kind::Photo),
        ("dark photo", photo(400, 600, [0.3, 0.35, 0.4]), Kind::Photo),
        ("grey photo", photo(400, 400, [1.0, 1.0, 1.0]), Kind::Photo),
        ("screenshot", screenshot(1280, 800), Kind::Screenshot),
        ("screenshot of no usual size", screenshot(901, 577), Kind::Screenshot),
        ("page", page(600, 800), Kind::Document),
        ("chart", chart(600, 400), Kind::Document),
        ("illustration", illustration(500, 350), Kind::Drawing),
        ("line drawing", line_drawing(450, 450), Kind::Drawing),
    ];
    for (name, image, kind) in cases {
        assert_eq!(facts(&decoded(through_jpeg(&image), Format::Jpeg)).kind, kind, "{name} as JPEG");
        let lossless = facts(&png(image)).kind;
        assert!(lossless == kind || kind == Kind::Photo && lossless == Kind::Picture, "{name} as PNG: {lossless:?}");
    }
    assert_eq!(facts(&png(icon(256))).kind, Kind::Icon);
    assert_eq!(facts(&png(icon(64))).kind, Kind::Icon);
}

#[test]
fn when_the_signs_disagree_it_is_a_picture() {
    // Half photo, half flat: a collage, perhaps.
    let mut image = photo(500, 350, [1.0, 0.9, 0.8]);
    rectangle(&mut image, 0, 0, 165, 350, rgb(200, 30, 30));
    assert_eq!(facts(&png(image)).kind, Kind::Picture);
    // Pure noise is no photo of anything when nothing says so.
    let mut dice = Dice(1);
    let noise =
        RgbaImage::from_fn(400, 400, |_, _| rgb(dice.roll(256) as u8, dice.roll(256) as u8, dice.roll(256) as u8));
    assert_eq!(facts(&png(noise)).kind, Kind::Picture);
}

#[test]
fn a_photo_before_a_white_wall_is_no_illustration() {
    let mut image = photo(600, 420, [1.0, 0.9, 0.8]);
    for (x, y, p) in image.enumerate_pixels_mut() {
        if (i64::from(x) - 300).pow(2) + (i64::from(y) - 210).pow(2) > 190i64.pow(2) {
            *p = rgb(255, 255, 255);
        }
    }
    assert_eq!(facts(&decoded(image, Format::Jpeg)).kind, Kind::Photo);
}

#[test]
fn one_colour_is_plain_and_named() {
    let cases = [
        ([0, 0, 255], Colour::Blue),
        ([0, 0, 0], Colour::Black),
        ([255, 255, 255], Colour::White),
        ([128, 128, 128], Colour::Grey),
        ([255, 0, 0], Colour::Red),
        ([0, 128, 0], Colour::Green),
        ([255, 255, 0], Colour::Yellow),
        ([255, 165, 0], Colour::Orange),
        ([139, 69, 19], Colour::Brown),
        ([245, 245, 220], Colour::Beige),
        ([64, 224, 208], Colour::Turquoise),
        ([0, 255, 255], Colour::Cyan),
        ([135, 206, 235], Colour::LightBlue),
        ([0, 0, 128], Colour::DarkBlue),
        ([128, 0, 128], Colour::Purple),
        ([138, 43, 226], Colour::Violet),
        ([255, 192, 203], Colour::Pink),
        ([255, 0, 255], Colour::Magenta),
        ([212, 175, 55], Colour::Gold),
        ([128, 128, 0], Colour::Olive),
        ([139, 0, 0], Colour::DarkRed),
        ([0, 100, 0], Colour::DarkGreen),
        ([144, 238, 144], Colour::LightGreen),
        ([64, 64, 64], Colour::DarkGrey),
        ([211, 211, 211], Colour::LightGrey),
    ];
    for ([r, g, b], colour) in cases {
        let found = facts(&png(flat(200, 200, rgb(r, g, b))));
        assert_eq!(found.kind, Kind::Plain);
        let names: Vec<Colour> = found.colours.iter().map(|c| c.colour).collect();
        assert_eq!(names, [colour], "{r},{g},{b}");
        assert_eq!(found.colours[0].place, Where::AllOver);
    }
}

#[test]
fn nothing_to_see_has_no_colour() {
    let found = facts(&png(flat(64, 64, Rgba([255, 0, 0, 0]))));
    assert_eq!((found.kind, found.colours.len()), (Kind::Plain, 0));
    let none = facts(&png(RgbaImage::new(0, 0)));
    assert_eq!((none.kind, none.colours.len()), (Kind::Picture, 0));
    assert_eq!(facts(&png(flat(1, 1, rgb(0, 0, 255)))).kind, Kind::Plain);
    assert_eq!(facts(&png(flat(1, 3000, rgb(0, 0, 255)))).kind, Kind::Plain);
}

#[test]
fn gradients_have_ends_and_a_direction() {
    use Direction::{Down, DownRight, Outward, Right, UpRight};
    for direction in [Down, Right, DownRight, UpRight, Outward] {
        let image = blend(300, 200, direction, [0, 0, 255], [255, 255, 255]);
        let wanted = Some(Gradient { from: Colour::Blue, to: Colour::White, direction });
        for picture in [png(image.clone()), decoded(through_jpeg(&image), Format::Jpeg)] {
            let found = facts(&picture);
            assert_eq!(found.kind, Kind::Gradient, "{direction:?}");
            assert_eq!(found.gradient, wanted);
        }
    }
    let three = RgbaImage::from_fn(300, 300, |_, y| {
        let t = y as f32 / 299.0;
        let c = |a: f32, b: f32| (a * (1.0 - t) + b * t) as u8;
        rgb(c(255.0, 60.0), if t < 0.5 { (t * 400.0) as u8 } else { ((1.0 - t) * 400.0) as u8 }, c(0.0, 200.0))
    });
    assert_eq!(facts(&png(three)).kind, Kind::Gradient);
}

#[test]
fn colours_lie_where_they_lie() {
    let at = |x, y, w, h| {
        let mut image = flat(200, 200, rgb(255, 255, 255));
        rectangle(&mut image, x, y, w, h, rgb(220, 20, 20));
        facts(&png(image)).colours.iter().find(|c| c.colour == Colour::Red).map(|c| c.place)
    };
    assert_eq!(at(0, 0, 200, 70), Some(Where::Top));
    assert_eq!(at(0, 130, 200, 70), Some(Where::Bottom));
    assert_eq!(at(0, 0, 70, 200), Some(Where::Left));
    assert_eq!(at(130, 0, 70, 200), Some(Where::Right));
    assert_eq!(at(0, 0, 80, 80), Some(Where::TopLeft));
    assert_eq!(at(120, 120, 80, 80), Some(Where::BottomRight));
    assert_eq!(at(60, 60, 80, 80), Some(Where::Centre));
    let mut framed = flat(200, 200, rgb(0, 0, 0));
    rectangle(&mut framed, 14, 14, 172, 172, rgb(250, 250, 250));
    let colours = facts(&png(framed)).colours;
    assert_eq!((colours[1].colour, colours[1].place), (Colour::Black, Where::Border));
    let sheet = facts(&png(line_drawing(400, 400))).colours;
    assert_eq!((sheet[0].colour, sheet[0].place), (Colour::White, Where::Background));
}

#[test]
fn transparent_pixels_have_no_colour() {
    let mut image = flat(100, 100, Rgba([255, 0, 0, 0]));
    rectangle(&mut image, 30, 30, 40, 40, rgb(0, 0, 255));
    let found = facts(&png(image));
    assert_eq!(found.colours.iter().map(|c| c.colour).collect::<Vec<_>>(), [Colour::Blue]);
    assert!((found.colours[0].share - 1.0).abs() < 1e-6);
}

#[test]
fn black_and_white_and_light_are_noticed() {
    assert!(!facts(&decoded(photo(400, 400, [1.0, 0.9, 0.7]), Format::Jpeg)).monochrome);
    let true_grey = RgbaImage::from_fn(300, 300, |x, y| {
        let v = ((x * 7 + y * 13) % 97) as u8;
        rgb(v, v, v)
    });
    let found = facts(&png(true_grey));
    assert!(found.monochrome);
    assert_eq!(found.light, Light::Dark);
    assert_eq!(facts(&png(page(400, 400))).light, Light::Bright);
}

#[test]
fn outlines_have_names() {
    let shape = |w, h| Facts::new(Format::Png, w, h).orientation();
    assert_eq!(shape(4000, 3000), Orientation::Landscape);
    assert_eq!(shape(3000, 4000), Orientation::Portrait);
    assert_eq!(shape(1000, 1010), Orientation::Square);
    assert_eq!(shape(6000, 2000), Orientation::Panorama);
    assert_eq!(shape(0, 0), Orientation::Square);
}

#[test]
fn facts_survive_being_stored() {
    let mut found = facts(&png(blend(100, 80, Direction::Down, [0, 0, 255], [255, 255, 255])));
    found.taken = Some(Moment { year: 2024, month: 5, day: 3, hour: 14, minute: 5 });
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&json).unwrap(), found);
    let old: Facts = serde_json::from_str(r#"{"format":"png","width":3,"height":2}"#).unwrap();
    assert_eq!(old, Facts::new(Format::Png, 3, 2));
}

fn sample(name: &str) -> Decoded {
    let sample = crate::samples::samples().iter().find(|s| s.name == name).unwrap();
    let format = if name.ends_with(".jpg") { Format::Jpeg } else { Format::Png };
    let mut picture = decoded(image::load_from_memory(sample.bytes).unwrap().to_rgba8(), format);
    let container = ::exif::Reader::new().read_from_container(&mut std::io::Cursor::new(sample.bytes));
    picture.exif = container.ok().map(|e| e.buf().to_vec());
    picture
}

fn main_colours(found: &Facts) -> Vec<(Colour, Where)> {
    found.colours.iter().map(|c| (c.colour, c.place)).collect()
}

#[test]
fn the_samples_are_small_and_known_for_what_they_are() {
    assert!(crate::samples::samples().iter().map(|s| s.bytes.len()).sum::<usize>() < 300_000);
    let lake = facts(&sample("evening-lake.jpg"));
    assert_eq!(lake.kind, Kind::Picture, "a file that says when it was taken was not drawn");
    assert_eq!(main_colours(&lake)[0], (Colour::Orange, Where::Top));
    assert_eq!(lake.taken, Some(Moment { year: 2024, month: 9, day: 14, hour: 19, minute: 22 }));
    let chart = facts(&sample("visitors-chart.png"));
    assert_eq!(chart.kind, Kind::Document);
    assert_eq!(main_colours(&chart)[0], (Colour::White, Where::Background));
    let leaf = facts(&sample("leaf-icon.png"));
    assert_eq!((leaf.kind, leaf.transparent), (Kind::Icon, true));
    assert_eq!(main_colours(&leaf)[0].0, Colour::Green);
}

#[test]
fn a_qr_code_is_read() {
    let poster = facts(&sample("reading-poster.png"));
    assert_eq!(
        poster.codes,
        [Code {
            kind: CodeKind::Qr,
            standard: "QR".into(),
            content: "Say what matters, in one or two sentences.".into()
        }]
    );
}

/// A code of this sort on a white sheet, with a quiet zone.
fn coded(content: &str, format: rxing::BarcodeFormat, width: i32, height: i32) -> Decoded {
    use rxing::Writer;
    let code = rxing::MultiFormatWriter.encode(content, &format, width, height).unwrap();
    let mut image = flat(code.width() + 120, code.height() + 120, rgb(255, 255, 255));
    for (x, y) in (0..code.height()).flat_map(|y| (0..code.width()).map(move |x| (x, y))) {
        if code.get(x, y) {
            image.put_pixel(x + 60, y + 60, rgb(0, 0, 0));
        }
    }
    png(image)
}

#[test]
fn codes_of_many_sorts_are_read_and_cleaned() {
    use rxing::BarcodeFormat as B;
    let cases = [
        (B::QR_CODE, "https://example.org/menu", 240, 240, CodeKind::Qr, "QR"),
        (B::EAN_13, "4006381333931", 300, 120, CodeKind::Bar, "EAN-13"),
        (B::CODE_128, "ALTSMITH-128", 360, 120, CodeKind::Bar, "Code 128"),
        (B::AZTEC, "Platform 9", 200, 200, CodeKind::Matrix, "Aztec"),
    ];
    for (format, content, w, h, kind, standard) in cases {
        let found = facts(&coded(content, format, w, h)).codes;
        assert_eq!(found, [Code { kind, standard: standard.into(), content: content.into() }], "{standard}");
    }
    let hostile = facts(&coded("a\u{1b}[2J\r\nb\u{202e}c", B::QR_CODE, 240, 240)).codes;
    assert_eq!(hostile[0].content, "a [2J b c");
}

#[test]
fn no_code_is_seen_where_there_is_none() {
    for picture in [png(page(600, 800)), png(photo(450, 350, [1.0, 0.9, 0.8])), png(screenshot(1280, 800))] {
        assert_eq!(facts(&picture).codes, []);
    }
}

#[test]
fn a_place_is_named_only_with_consent() {
    let picture = sample("evening-lake.jpg");
    let without = facts(&picture);
    assert_eq!((without.coordinates, without.place), (None, None));
    let with = gather(&picture, &Wanted { place: true, ..Wanted::default() });
    assert_eq!(with.place.unwrap().country, "DE");
    assert!((with.coordinates.unwrap().latitude - 47.6633).abs() < 0.001);
}

#[test]
fn text_is_read_where_tesseract_is_installed() {
    let read = |name| gather(&sample(name), &Wanted { text: true, languages: vec!["en".into()], ..Wanted::default() });
    let poster = read("reading-poster.png");
    if text_languages().is_empty() {
        assert_eq!(poster.text, None);
        return;
    }
    let text = poster.text.unwrap();
    assert!(text.joined().starts_with("Reading night\nBring a picture and find its words"), "{}", text.joined());
    assert!(text.confidence > 80.0);
    assert!(text.lines[0].height > text.lines[1].height * 1.3);
    assert!(read("visitors-chart.png").text.unwrap().joined().contains("Visitors by season"));
    assert_eq!(read("evening-lake.jpg").text, None);
    assert_eq!(read("leaf-icon.png").text, None);
}

#[test]
fn every_window_language_has_every_line() {
    let mut found = gather(&sample("evening-lake.jpg"), &Wanted { place: true, ..Wanted::default() });
    found.light = Light::Dark;
    (found.transparent, found.animated) = (true, true);
    found.camera = Some("Canon EOS R5".into());
    let thing = |kind: &str, count| Thing { kind: kind.into(), count, sure: 0.7 };
    found.things = vec![thing("bus", Count::One), thing("car", Count::Two), thing("person", Count::Several)];
    found.text = Some(Text { lines: Vec::new(), confidence: 91.4 });
    let code = |kind| Code { kind, standard: "S".into(), content: "C".into() };
    found.codes = [CodeKind::Qr, CodeKind::Bar, CodeKind::Matrix].map(code).to_vec();
    let all_colours = Colour::all().map(|colour| ColourShare { colour, share: 0.04, place: Where::Top });
    let all_places = Where::ALL.map(|place| ColourShare { colour: Colour::Red, share: 0.04, place });
    found.colours = all_colours.chain(all_places).collect();
    for language in ["en", "de", "zh", "xx"] {
        let lines = view_lines(&found, language);
        assert_eq!(lines.len(), 15);
        for line in &lines {
            let both = format!("{}: {}", line.label, line.value);
            let unresolved = ["{", "label-", "colour-", "where-", "kind-", "shape-", "light-"];
            assert!(!unresolved.iter().any(|u| both.contains(u)), "{language}: {both}");
        }
    }
    assert!(view_lines(&found, "de").iter().any(|l| l.value == "vermutlich ein Bus, Autos, mehrere Menschen"));
    let line = |language| view_lines(&facts(&png(flat(4, 4, rgb(0, 0, 255)))), language)[0].value.clone();
    assert_eq!([line("en"), line("de-CH"), line("zh")], ["Solid colour", "Einfarbig", "纯色"]);
}
