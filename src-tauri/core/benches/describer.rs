//! How long the built-in describer takes for a 12-megapixel photo, without reading text: decoding, facts, words.
//! `cargo bench -p altsmith-core --bench describer`

#![allow(clippy::print_stdout)] // a benchmark's result

use altsmith_core::facts::{Wanted, gather};
use altsmith_core::imaging::{Format, Limits, decode};
use altsmith_core::provider::{Request, builtin};
use std::error::Error;
use std::time::{Duration, Instant};

const RUNS: usize = 9;

/// Longest edge that the engine decodes for, in pixels.
const EDGE: u32 = 1600;

fn main() -> Result<(), Box<dyn Error>> {
    let file = photo(4000, 3000)?;
    let request = Request { language: "de".into(), style: "alt".into(), max_chars: Some(125), ..Request::default() };
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..RUNS {
        let start = Instant::now();
        let decoded = decode(&file, Format::Jpeg, EDGE, &Limits::default()).map_err(|f| format!("{:?}", f.reason))?;
        let after_decode = start.elapsed();
        let facts = gather(&decoded, &Wanted::default());
        let after_facts = start.elapsed();
        let reply = builtin::describe(&facts, &request);
        let whole = start.elapsed();
        std::hint::black_box(reply);
        times[0].push(after_decode);
        times[1].push(after_facts - after_decode);
        times[2].push(whole - after_facts);
        times[3].push(whole);
    }
    for (name, times) in ["decode", "facts", "words", "all"].into_iter().zip(&times) {
        println!("{name:7} {:8.2} ms (first {:.2})", ms(median(times)), ms(times[0]));
    }
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The middle one; the first stays where it is, since it shows what a cold start costs.
fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

/// Something with the grain of a photo.
fn photo(width: u32, height: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut seed = 7u32;
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let ground = (u * 9.0 + v * 5.0).sin() * 40.0 + (v * 90.0).cos() * (u * 70.0).sin() * 30.0;
        let light = 130.0 + ground - 60.0 * v + (seed >> 28) as f32;
        image::Rgb([light, light * 0.95, light * 0.8 + 30.0 * v].map(|c| c.clamp(0.0, 255.0) as u8))
    });
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 90).encode_image(&image)?;
    Ok(file)
}
