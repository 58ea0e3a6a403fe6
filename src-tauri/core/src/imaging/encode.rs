//! Pixels to files: JPEG, PNG and lossless WebP, without any metadata.

use crate::failure::{Failure, Reason};
use image::codecs::{png, webp};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};
use std::borrow::Cow;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

/// The picture laid on a ground; untouched where every pixel is opaque.
pub fn on_ground(pixels: Cow<'_, RgbaImage>, transparent: bool, ground: [u8; 3]) -> Cow<'_, RgbaImage> {
    if !transparent {
        return pixels;
    }
    let mut flat = pixels.into_owned();
    for pixel in flat.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for (channel, ground) in pixel.0[..3].iter_mut().zip(ground) {
            *channel = ((u32::from(*channel) * alpha + u32::from(ground) * (255 - alpha) + 127) / 255) as u8;
        }
        pixel.0[3] = 255;
    }
    Cow::Owned(flat)
}

/// A baseline JPEG; the alpha channel is not looked at.
///
/// # Errors
/// `Internal` where the encoder fails.
pub fn jpeg(pixels: &RgbaImage, quality: u8) -> Result<Vec<u8>, Failure> {
    let encode = || -> Result<Vec<u8>, turbojpeg::Error> {
        let mut compressor = Compressor::new()?;
        compressor.set_quality(i32::from(quality))?;
        compressor.set_subsamp(Subsamp::Sub2x2)?;
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        compressor.compress_to_vec(Image {
            pixels: pixels.as_raw().as_slice(),
            width,
            pitch: 4 * width,
            height,
            format: PixelFormat::RGBX,
        })
    };
    encode().map_err(|_| Reason::Internal.into())
}

/// A PNG, without an alpha channel where nothing is transparent.
///
/// # Errors
/// `Internal` where the encoder fails.
pub fn png(pixels: &RgbaImage, transparent: bool) -> Result<Vec<u8>, Failure> {
    let mut file = Vec::new();
    let encoder =
        png::PngEncoder::new_with_quality(&mut file, png::CompressionType::Default, png::FilterType::Adaptive);
    write(encoder, pixels, transparent)?;
    Ok(file)
}

/// A lossless WebP, without an alpha channel where nothing is transparent.
///
/// # Errors
/// `Internal` where the encoder fails.
pub fn webp(pixels: &RgbaImage, transparent: bool) -> Result<Vec<u8>, Failure> {
    let mut file = Vec::new();
    write(webp::WebPEncoder::new_lossless(&mut file), pixels, transparent)?;
    Ok(file)
}

fn write(encoder: impl ImageEncoder, pixels: &RgbaImage, transparent: bool) -> Result<(), Failure> {
    let (width, height) = pixels.dimensions();
    let written = if transparent {
        encoder.write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgba8)
    } else {
        let opaque = DynamicImage::ImageRgba8(pixels.clone()).into_rgb8();
        encoder.write_image(opaque.as_raw(), width, height, ExtendedColorType::Rgb8)
    };
    written.map_err(|_| Reason::Internal.into())
}
