//! Colours that are said by numbers instead of a profile: transfer and primaries (ITU-T H.273, in HEIC, AVIF and PNG), or
//! PNG's gamma and chromaticities. Each channel goes through a table to linear light, through a matrix to sRGB's
//! primaries, and back.
//!
//! Pictures of a high dynamic range (PQ, HLG) are tone-mapped: paper white stays white and what is brighter is pressed
//! into what is left above it, as a page that is shown on an ordinary screen.

use image::RgbaImage;
use rayon::prelude::*;

/// Chromaticities (CIE x, y) of white, red, green and blue.
pub type Primaries = [[f64; 2]; 4];

const D65: [f64; 2] = [0.3127, 0.3290];
const BT709: Primaries = [D65, [0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];

/// Light of paper white in a picture of a high dynamic range, in cd/m² (ITU-R BT.2408).
const PAPER_WHITE: f64 = 203.0;
/// Brightest light of an HLG screen, in cd/m² (ITU-R BT.2100).
const HLG_PEAK: f64 = 1000.0;
const HLG_GAMMA: f64 = 1.2;
const PQ_PEAK: f64 = 10_000.0;

/// Light up to here, in parts of paper white, is shown as it is. Above, it is pressed together.
const KNEE: f32 = 0.6;

/// Steps of the table back to sRGB.
const STEPS: usize = 8192;

/// How numbers stand for light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transfer {
    /// sRGB's, and those of television that browsers treat alike.
    Srgb,
    /// A power.
    Gamma(f64),
    /// Perceptual quantizer (SMPTE ST 2084).
    Pq,
    /// Hybrid log-gamma (ARIB STD-B67).
    Hlg,
}

/// Transfer and primaries of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    pub transfer: Transfer,
    pub primaries: Primaries,
}

impl Light {
    /// From code points of H.273; what is unspecified is sRGB's.
    pub fn from_code_points(primaries: u8, transfer: u8) -> Self {
        const C: [f64; 2] = [0.310, 0.316];
        let primaries = match primaries {
            4 => [C, [0.67, 0.33], [0.21, 0.71], [0.14, 0.08]],
            5 => [D65, [0.64, 0.33], [0.29, 0.60], [0.15, 0.06]],
            6 | 7 => [D65, [0.630, 0.340], [0.310, 0.595], [0.155, 0.070]],
            8 => [C, [0.681, 0.319], [0.243, 0.692], [0.145, 0.049]],
            9 => [D65, [0.708, 0.292], [0.170, 0.797], [0.131, 0.046]],
            11 => [[0.314, 0.351], [0.680, 0.320], [0.265, 0.690], [0.150, 0.060]],
            12 => [D65, [0.680, 0.320], [0.265, 0.690], [0.150, 0.060]],
            22 => [D65, [0.630, 0.340], [0.295, 0.605], [0.155, 0.077]],
            _ => BT709,
        };
        let transfer = match transfer {
            4 => Transfer::Gamma(2.2),
            5 => Transfer::Gamma(2.8),
            8 => Transfer::Gamma(1.0),
            16 => Transfer::Pq,
            17 => Transfer::Gamma(2.6),
            18 => Transfer::Hlg,
            _ => Transfer::Srgb,
        };
        Self { transfer, primaries }
    }

    /// From PNG's numbers: the exponent with which light was written, and the chromaticities.
    pub fn from_gamma(exponent: Option<f64>, primaries: Option<Primaries>) -> Self {
        let transfer = match exponent {
            // 1/2.2 stands for sRGB in all files that have it.
            Some(e) if (e - 0.45455).abs() > 0.01 && e > 0.05 && e < 20.0 => Transfer::Gamma(1.0 / e),
            _ => Transfer::Srgb,
        };
        Self { transfer, primaries: primaries.filter(|p| to_xyz(p).is_some()).unwrap_or(BT709) }
    }

    /// Brighter than paper white.
    pub fn is_high_range(&self) -> bool {
        matches!(self.transfer, Transfer::Pq | Transfer::Hlg)
    }

    /// Nothing is to be done.
    pub fn is_srgb(&self) -> bool {
        let near = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).abs() < 0.003 && (a[1] - b[1]).abs() < 0.003;
        self.transfer == Transfer::Srgb && self.primaries.iter().zip(&BT709).all(|(a, b)| near(a, b))
    }
}

/// Converts the pixels to sRGB, in place.
pub fn to_srgb(pixels: &mut RgbaImage, light: &Light) {
    if light.is_srgb() {
        return;
    }
    let Some(matrix) = to_srgb_primaries(&light.primaries) else { return };
    let table: [f32; 256] = std::array::from_fn(|value| to_light(light.transfer, value as f64 / 255.0) as f32);
    let back: Vec<u8> = (0..STEPS).map(|step| from_light(step as f64 / (STEPS - 1) as f64)).collect();
    let hlg = light.transfer == Transfer::Hlg;
    let peak = match light.transfer {
        Transfer::Pq => {
            let brightest = pixels.as_raw().par_chunks_exact(4).map(|p| p[0].max(p[1]).max(p[2])).max();
            table[usize::from(brightest.unwrap_or(0))]
        }
        Transfer::Hlg => (HLG_PEAK / PAPER_WHITE) as f32,
        _ => 1.0,
    };
    let weights = luminance(&light.primaries);
    pixels.as_mut().par_chunks_exact_mut(4).with_min_len(4096).for_each(|pixel| {
        let mut rgb = [0, 1, 2].map(|i| table[usize::from(pixel[i])]);
        if hlg {
            // The screen's light depends on the luminance of the scene's.
            let scene: f32 = (0..3).map(|i| rgb[i] * weights[i]).sum();
            let gain = (HLG_PEAK / PAPER_WHITE) as f32 * scene.max(0.0).powf(HLG_GAMMA as f32 - 1.0);
            rgb = rgb.map(|c| c * gain);
        }
        if peak > 1.0 {
            // All three by the same factor: the hue stays.
            let most = rgb[0].max(rgb[1]).max(rgb[2]);
            let factor = if most > KNEE { press(most, peak) / most } else { 1.0 };
            rgb = rgb.map(|c| c * factor);
        }
        for (row, channel) in matrix.iter().zip(&mut pixel[..3]) {
            let value = row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2];
            *channel = back[(value.clamp(0.0, 1.0) * (STEPS - 1) as f32).round() as usize];
        }
    });
}

/// Light above the knee, pressed below 1 (Reinhard's curve, which brings `peak` to 1).
fn press(light: f32, peak: f32) -> f32 {
    let scale = |light: f32| (light - KNEE) / (1.0 - KNEE);
    let (t, most) = (scale(light.min(peak)), scale(peak));
    KNEE + (1.0 - KNEE) * t * (1.0 + t / (most * most)) / (1.0 + t)
}

/// Light of a number between 0 and 1: in parts of white; for HLG that of the scene, between 0 and 1.
fn to_light(transfer: Transfer, value: f64) -> f64 {
    match transfer {
        Transfer::Srgb if value <= 0.04045 => value / 12.92,
        Transfer::Srgb => ((value + 0.055) / 1.055).powf(2.4),
        Transfer::Gamma(gamma) => value.powf(gamma),
        Transfer::Pq => {
            let (m1, m2) = (2610.0 / 16384.0, 2523.0 / 32.0);
            let (c1, c2, c3) = (3424.0 / 4096.0, 2413.0 / 128.0, 2392.0 / 128.0);
            let power = value.powf(1.0 / m2);
            let light = ((power - c1).max(0.0) / (c2 - c3 * power)).powf(1.0 / m1);
            light * PQ_PEAK / PAPER_WHITE
        }
        Transfer::Hlg if value <= 0.5 => value * value / 3.0,
        Transfer::Hlg => {
            let (a, b, c) = (0.178_832_77, 0.284_668_92, 0.559_910_73);
            (((value - c) / a).exp() + b) / 12.0
        }
    }
}

/// sRGB's number for a light between 0 and 1.
fn from_light(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

type Matrix = [[f64; 3]; 3];

fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

fn apply(a: &Matrix, v: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| (0..3).map(|k| a[i][k] * v[k]).sum())
}

fn invert(m: &Matrix) -> Option<Matrix> {
    let minor = |i: usize, j: usize| {
        let (r, s, c, d) = ((i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3);
        m[r][c] * m[s][d] - m[r][d] * m[s][c]
    };
    let determinant: f64 = (0..3).map(|j| m[0][j] * minor(0, j)).sum();
    (determinant.abs() > 1e-9).then(|| std::array::from_fn(|i| std::array::from_fn(|j| minor(j, i) / determinant)))
}

fn xyz_of([x, y]: [f64; 2]) -> [f64; 3] {
    [x / y, 1.0, (1.0 - x - y) / y]
}

/// From linear light in these primaries to CIE XYZ; `None` where they span no space.
fn to_xyz(primaries: &Primaries) -> Option<Matrix> {
    if primaries.iter().any(|[_, y]| y.abs() < 1e-4) {
        return None;
    }
    let [white, red, green, blue] = primaries.map(xyz_of);
    let columns: Matrix = std::array::from_fn(|i| [red[i], green[i], blue[i]]);
    let amounts = apply(&invert(&columns)?, white);
    Some(std::array::from_fn(|i| std::array::from_fn(|j| columns[i][j] * amounts[j])))
}

/// How much each channel adds to the luminance.
fn luminance(primaries: &Primaries) -> [f32; 3] {
    to_xyz(primaries).map_or([0.2126, 0.7152, 0.0722], |m| m[1].map(|w| w as f32))
}

/// To sRGB's primaries, white to white (Bradford's adaptation).
fn to_srgb_primaries(primaries: &Primaries) -> Option<[[f32; 3]; 3]> {
    const BRADFORD: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];
    let cone = |white: [f64; 2]| apply(&BRADFORD, xyz_of(white));
    let (from, to) = (cone(primaries[0]), cone(D65));
    let scale: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| if i == j { to[i] / from[i] } else { 0.0 }));
    let adapt = multiply(&invert(&BRADFORD)?, &multiply(&scale, &BRADFORD));
    let matrix = multiply(&invert(&to_xyz(&BT709)?)?, &multiply(&adapt, &to_xyz(primaries)?));
    Some(matrix.map(|row| row.map(|value| value as f32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(light: Light, colour: [u8; 3]) -> [u8; 3] {
        let [r, g, b] = colour;
        let mut pixels = RgbaImage::from_pixel(2, 2, image::Rgba([r, g, b, 255]));
        to_srgb(&mut pixels, &light);
        let [r, g, b, a] = pixels.get_pixel(0, 0).0;
        assert_eq!(a, 255);
        [r, g, b]
    }

    #[test]
    fn spaces_become_srgb() {
        // Display P3 and BT.2020, computed apart from any library.
        assert_eq!(converted(Light::from_code_points(12, 13), [200, 100, 50]), [215, 93, 31]);
        assert_eq!(converted(Light::from_code_points(1, 8), [128, 128, 128]), [188, 188, 188]);
        for code in [1, 5, 6, 9, 11, 12, 22] {
            let [r, g, b] = converted(Light::from_code_points(code, 13), [128; 3]);
            assert!([r, g, b].iter().all(|c| c.abs_diff(128) <= 1), "grey stays grey: {code} {r} {g} {b}");
        }
        assert!(Light::from_code_points(1, 13).is_srgb() && Light::from_code_points(2, 2).is_srgb());
        assert!(Light::from_gamma(Some(0.45455), None).is_srgb());
    }

    #[test]
    fn paper_white_is_white_and_the_order_of_light_stays() {
        // Paper white is 148 of 255 in PQ and 191 in HLG.
        for (transfer, paper) in [(16, 148), (18, 191)] {
            for primaries in [1, 9, 12] {
                let light = Light::from_code_points(primaries, transfer);
                let mut pixels = RgbaImage::from_fn(256, 1, |x, _| image::Rgba([x as u8, x as u8, x as u8, 255]));
                to_srgb(&mut pixels, &light);
                let greys: Vec<u8> = pixels.pixels().map(|p| p.0[0]).collect();
                assert!(greys.windows(2).all(|w| w[0] <= w[1]), "{transfer} {primaries}");
                assert!((200..=250).contains(&greys[paper]), "{transfer} {primaries}: {}", greys[paper]);
                assert_eq!((greys[0], greys[255]), (0, 255));
            }
        }
    }

    #[test]
    fn numbers_that_are_no_colours_change_nothing() {
        let nonsense = Light::from_gamma(Some(f64::NAN), Some([[0.0; 2]; 4]));
        assert!(nonsense.is_srgb());
        assert!(Light::from_gamma(Some(0.0), None).is_srgb());
    }
}
