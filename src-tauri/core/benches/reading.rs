//! How well text is read: the own networks against Tesseract on a corpus that is drawn here, by character error. Ends with
//! an error where ours is worse on any kind. `cargo xtask bench reading`; `ALTSMITH_READING_OUT=FOLDER` keeps the pictures.

#![allow(clippy::print_stdout)] // a benchmark's result

use altsmith_core::facts::{Reader, read_text};
use altsmith_core::imaging::{Format, Limits, decode};
use image::RgbaImage;
use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

type Done<T> = Result<T, Box<dyn Error>>;

/// One picture: what stands in it, and how it is drawn.
struct Picture {
    kind: &'static str,
    language: &'static str,
    lines: Vec<&'static str>,
    look: Look,
}

/// How the words are set.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    ink: &'static str,
    ground: &'static str,
    outline: bool,
    tilt: f32,
    blur: f32,
    noise: f32,
    family: &'static str,
}

const PLAIN: Look = Look {
    size: 28.0,
    ink: "#202020",
    ground: "#ffffff",
    outline: false,
    tilt: 0.0,
    blur: 0.0,
    noise: 0.0,
    family: "sans-serif",
};

const ENGLISH: [&[&str]; 11] = [
    &["Opening hours", "Monday to Friday 9 am to 5 pm"],
    &["No parking", "at any time"],
    &["Settings", "Network and sound", "Save changes"],
    &["Mind the gap", "between train and platform"],
    &["Fresh bread every day"],
    &["Please do not feed the birds"],
    &["Exit through the garden"],
    &["Version 3.14 is ready", "Restart to update"],
    &["Total 42.50 EUR", "Thank you for your visit"],
    &["When the code works", "on the first try"],
    &["Road closed", "Use other route"],
];

const GERMAN: [&[&str]; 11] = [
    &["Öffnungszeiten", "Montag bis Freitag 9 bis 17 Uhr"],
    &["Betreten der Grünfläche verboten"],
    &["Straße gesperrt", "Umleitung folgen"],
    &["Frühstück von 7 bis 10 Uhr"],
    &["Größe auswählen", "Übernehmen"],
    &["Bitte Türen schließen"],
    &["Heute geöffnet"],
    &["Vorsicht Stufe", "Rutschgefahr bei Nässe"],
    &["Ermäßigte Preise für Schüler"],
    &["Grüße aus München"],
    &["Müll gehört in den Eimer"],
];

const CHINESE: [&[&str]; 11] = [
    &["营业时间", "周一至周五"],
    &["禁止停车"],
    &["请勿喂食"],
    &["设置", "网络和声音"],
    &["小心地滑"],
    &["欢迎光临"],
    &["出口在右侧"],
    &["今日特价"],
    &["请保持安静"],
    &["火车站往前走"],
    &["图书馆开放"],
];

const JAPANESE: [&[&str]; 11] = [
    &["営業時間", "月曜日から金曜日まで"],
    &["駐車禁止"],
    &["足元にご注意ください"],
    &["設定", "ネットワーク"],
    &["いらっしゃいませ"],
    &["出口はこちら"],
    &["本日のおすすめ"],
    &["お静かに願います"],
    &["ゴミは持ち帰りましょう"],
    &["東京駅まで歩いて十分"],
    &["更新の準備ができました"],
];

fn corpus() -> Vec<Picture> {
    let dark = Look { ink: "#d8dee9", ground: "#1e2430", size: 22.0, ..PLAIN };
    let sign = Look { ink: "#ffffff", ground: "#0b5d3b", size: 54.0, noise: 22.0, tilt: 4.0, blur: 1.0, ..PLAIN };
    let meme = Look { ink: "#ffffff", ground: "photo", outline: true, size: 52.0, noise: 30.0, ..PLAIN };
    let kinds: [(&'static str, &'static str, &[&'static [&'static str]], Look); 10] = [
        ("screens", "en", &ENGLISH, Look { size: 19.0, ..PLAIN }),
        ("dark", "en", &ENGLISH, dark),
        ("signs", "en", &ENGLISH, sign),
        ("memes", "en", &ENGLISH, meme),
        ("tilt", "en", &ENGLISH, Look { tilt: 14.0, size: 32.0, ..PLAIN }),
        ("blur", "en", &ENGLISH, Look { blur: 2.4, size: 30.0, noise: 8.0, ..PLAIN }),
        ("contrast", "en", &ENGLISH, Look { ink: "#9a9a9a", ground: "#b4b4b4", noise: 6.0, ..PLAIN }),
        ("german", "de", &GERMAN, Look { family: "serif", ..PLAIN }),
        ("chinese", "zh", &CHINESE, Look { size: 34.0, ..PLAIN }),
        ("japanese", "ja", &JAPANESE, Look { size: 34.0, ..PLAIN }),
    ];
    let mut all = Vec::new();
    for (kind, language, texts, look) in kinds {
        for (i, lines) in texts.iter().enumerate() {
            let turned = if i % 2 == 0 { look.tilt } else { -look.tilt };
            let size = look.size * (1.0 - 0.04 * (i % 5) as f32);
            all.push(Picture { kind, language, lines: lines.to_vec(), look: Look { tilt: turned, size, ..look } });
        }
    }
    all
}

/// Draws a picture: words by the drawing's renderer, then blur and grain.
fn drawn(picture: &Picture, seed: u32) -> Done<RgbaImage> {
    let look = picture.look;
    let (width, height) = (900, 420);
    let ground = if look.ground == "photo" { "#5d6f52" } else { look.ground };
    let mut svg = String::new();
    write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="{width}" height="{height}" fill="{ground}"/>"#
    )?;
    if look.ground == "photo" {
        for i in 0..40u32 {
            let at = |k: u32, most: u32| (seed.wrapping_mul(2_654_435_761).wrapping_add(i * 977 + k * 131) >> 7) % most;
            let (x, y, r) = (at(1, width), at(2, height), 20 + at(3, 90));
            let colour = ["#87935b", "#3d4a37", "#b8a98a", "#7c8fa3", "#c9c4b4"][at(4, 5) as usize];
            write!(svg, r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}" opacity="0.7"/>"#)?;
        }
    }
    let outline = if look.outline { r##" stroke="#000000" stroke-width="5" paint-order="stroke""## } else { "" };
    write!(svg, r#"<g transform="rotate({} 450 210)">"#, look.tilt)?;
    let top = 210.0 - look.size * 0.8 * (picture.lines.len() as f32 - 1.0);
    for (i, line) in picture.lines.iter().enumerate() {
        write!(
            svg,
            r#"<text x="450" y="{}" text-anchor="middle" font-family="{}" font-weight="{}" font-size="{}" fill="{}"{outline}>{line}</text>"#,
            top + look.size * 1.6 * i as f32 + look.size * 0.35,
            look.family,
            if look.outline { 900 } else { 400 },
            look.size,
            look.ink
        )?;
    }
    svg.push_str("</g></svg>");
    let decoded =
        decode(svg.as_bytes(), Format::Svg, width, &Limits::default()).map_err(|f| format!("{:?}", f.reason))?;
    let mut pixels = decoded.pixels;
    if look.blur > 0.0 {
        pixels = image::imageops::blur(&pixels, look.blur);
    }
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(1);
    for pixel in pixels.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = ((state >> 16) as f32 / 65_535.0 - 0.5) * look.noise;
        (0..3).for_each(|i| pixel[i] = (f32::from(pixel[i]) + noise).clamp(0.0, 255.0) as u8);
    }
    Ok(pixels)
}

/// Characters to be changed, added or taken away, to the number of those that are there; never more than one each.
fn error(read: &str, there: &str) -> f32 {
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let (a, b): (Vec<char>, Vec<char>) = (plain(read), plain(there));
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    (row[b.len()] as f32 / b.len().max(1) as f32).min(1.0)
}

fn main() -> Done<()> {
    let pictures = corpus();
    let keep = std::env::var_os("ALTSMITH_READING_OUT");
    let mut sums: Vec<(&str, [f32; 2], f32)> = Vec::new();
    let mut times = [Duration::ZERO; 2];
    for (i, picture) in pictures.iter().enumerate() {
        let pixels = drawn(picture, i as u32)?;
        if let Some(folder) = &keep {
            pixels.save(std::path::Path::new(folder).join(format!("{i:03}-{}.png", picture.kind)))?;
        }
        let there = picture.lines.join(" ");
        let mut errors = [1.0; 2];
        for (n, reader) in [Reader::Own, Reader::Tesseract].into_iter().enumerate() {
            let start = Instant::now();
            let read = read_text(&pixels, reader, picture.language).unwrap_or_default();
            times[n] += start.elapsed();
            errors[n] = error(&read, &there);
            if errors[n] > 0.0 && n == 0 {
                println!("  {:9} {there:?} was read as {read:?}", picture.kind);
            }
        }
        match sums.iter_mut().find(|(kind, _, _)| *kind == picture.kind) {
            Some((_, sum, n)) => {
                (0..2).for_each(|k| sum[k] += errors[k]);
                *n += 1.0;
            }
            None => sums.push((picture.kind, errors, 1.0)),
        }
    }
    println!("{} pictures; character error, the own networks and Tesseract:", pictures.len());
    let mut worse = Vec::new();
    for (kind, sum, n) in &sums {
        let [own, other] = [sum[0] / n, sum[1] / n];
        println!("{kind:9} {own:6.3} {other:6.3}");
        let half = matches!(*kind, "signs" | "memes");
        if own > if half { other / 2.0 } else { other } + 1e-6 {
            worse.push(*kind);
        }
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0 / pictures.len() as f64;
    println!("time      {:6.0} {:6.0} ms a picture", ms(times[0]), ms(times[1]));
    if worse.is_empty() { Ok(()) } else { Err(format!("not as good as it should be: {}", worse.join(", ")).into()) }
}
