//! Colour: whatever space a file's numbers are in, what leaves here is sRGB.
//!
//! A profile that cannot be read is ignored: colours that are slightly off are better than no picture.

use super::light::{self, Light};
use crate::failure::{Failure, Reason};
use image::RgbaImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};
use std::sync::Arc;

/// What a file says of its colours.
pub enum Profile {
    /// An ICC profile.
    Icc(Vec<u8>),
    /// Transfer and primaries.
    Light(Light),
}

/// Pixels that are converted at once: small enough for the processor's cache.
const CHUNK: usize = 4096;

/// A difference that nobody sees. Profiles within it are sRGB under another name.
const UNSEEN: u8 = 2;

/// Converts the pixels to sRGB, in place. A profile that is made for other pixels (of inks, or of grey on a colour
/// picture) is left out of account.
pub fn to_srgb(pixels: &mut RgbaImage, profile: &Profile) {
    let icc = match profile {
        Profile::Icc(icc) => icc,
        Profile::Light(light) => return light::to_srgb(pixels, light),
    };
    let Ok(profile) = ColorProfile::new_from_slice(icc) else { return };
    match profile.color_space {
        DataColorSpace::Rgb => {
            if let Some(transform) = transform(&profile, Layout::Rgba).filter(|t| changes_colours(t.as_ref())) {
                convert_rgb(pixels, transform.as_ref());
            }
        }
        DataColorSpace::Gray if is_grey(pixels) => {
            if let Some(transform) = transform(&profile, Layout::Gray) {
                convert_grey(pixels, transform.as_ref());
            }
        }
        _ => {}
    }
}

fn is_grey(pixels: &RgbaImage) -> bool {
    pixels.pixels().all(|pixel| pixel.0[0] == pixel.0[1] && pixel.0[1] == pixel.0[2])
}

/// Colours that were multiplied with their alpha become colours again.
pub fn unmultiply(pixels: &mut RgbaImage) {
    for pixel in pixels.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        if alpha != 0 && alpha != 255 {
            for channel in &mut pixel.0[..3] {
                *channel = ((u32::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }
}

/// CMYK of four bytes a pixel to sRGB. Adobe's files hold the amounts of light, not of ink.
///
/// # Errors
/// `DecoderFailed` where the sizes do not agree.
pub fn cmyk_to_srgb(cmyk: &RgbaImage, inverted: bool, icc: Option<&[u8]>) -> Result<RgbaImage, Failure> {
    let mut ink = cmyk.as_raw().clone();
    if inverted {
        ink.iter_mut().for_each(|amount| *amount = 255 - *amount);
    }
    let profile = icc.and_then(|icc| ColorProfile::new_from_slice(icc).ok());
    let transform = profile.filter(|p| p.color_space == DataColorSpace::Cmyk).and_then(|p| transform(&p, Layout::Rgba));
    let mut rgba = vec![255; ink.len()];
    let converted = transform.is_some_and(|transform| {
        ink.chunks(4 * CHUNK).zip(rgba.chunks_mut(4 * CHUNK)).all(|(from, to)| transform.transform(from, to).is_ok())
    });
    if !converted {
        for (from, to) in ink.chunks_exact(4).zip(rgba.chunks_exact_mut(4)) {
            to.copy_from_slice(&naive(from[0], from[1], from[2], from[3]));
        }
    }
    rgba.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
    RgbaImage::from_raw(cmyk.width(), cmyk.height(), rgba).ok_or_else(|| Reason::DecoderFailed.into())
}

/// Ink to light without a profile: what is left of the white.
fn naive(cyan: u8, magenta: u8, yellow: u8, black: u8) -> [u8; 4] {
    let left = |ink: u8| ((255 - u32::from(ink)) * (255 - u32::from(black)) / 255) as u8;
    [left(cyan), left(magenta), left(yellow), 255]
}

fn transform(from: &ColorProfile, layout: Layout) -> Option<Arc<Transform8BitExecutor>> {
    from.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgba, TransformOptions::default()).ok()
}

/// Whether a transform does anything that can be seen, tried on a grid of colours: most files say sRGB, in many words.
fn changes_colours(transform: &Transform8BitExecutor) -> bool {
    const STEPS: [u8; 6] = [0, 51, 102, 153, 204, 255];
    let grid: Vec<u8> = STEPS
        .iter()
        .flat_map(|r| STEPS.iter().flat_map(move |g| STEPS.iter().flat_map(move |b| [*r, *g, *b, 255])))
        .collect();
    let mut out = vec![0; grid.len()];
    transform.transform(&grid, &mut out).is_ok() && grid.iter().zip(&out).any(|(a, b)| a.abs_diff(*b) > UNSEEN)
}

fn convert_rgb(pixels: &mut RgbaImage, transform: &Transform8BitExecutor) {
    let mut before = Vec::with_capacity(4 * CHUNK);
    for chunk in pixels.as_mut().chunks_mut(4 * CHUNK) {
        before.clear();
        before.extend_from_slice(chunk);
        if transform.transform(&before, chunk).is_err() {
            chunk.copy_from_slice(&before);
        }
        chunk.iter_mut().skip(3).step_by(4).zip(before.iter().skip(3).step_by(4)).for_each(|(to, from)| *to = *from);
    }
}

/// A grey profile has one channel: each of the 256 values is converted once.
fn convert_grey(pixels: &mut RgbaImage, transform: &Transform8BitExecutor) {
    let values: Vec<u8> = (0..=255).collect();
    let mut table = vec![0; 4 * 256];
    if transform.transform(&values, &mut table).is_err() {
        return;
    }
    for pixel in pixels.pixels_mut() {
        let at = 4 * usize::from(pixel.0[0]);
        pixel.0[..3].copy_from_slice(&table[at..at + 3]);
    }
}
