//! PNG, WebP, GIF, BMP, TIFF and ICO through the decoders of the `image` crate, each told its limits before it begins.

use super::colour::Profile;
use super::{Format, Header, Limits, Undecoded, failed, frames};
use crate::failure::Failure;
use image::codecs::{bmp, gif, ico, png, tiff, webp};
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult};
use std::io::Cursor;

/// Width, height and cost, from the header.
pub fn probe(bytes: &[u8], format: Format, limits: &Limits) -> Result<Header, Failure> {
    let decoder = open(bytes, format, limits).map_err(|error| failed(&error, bytes, format))?;
    let (width, height) = decoder.dimensions();
    let sample = u64::from(decoder.color_type().bytes_per_pixel());
    // What the decoder fills, what it needs beside that, and the copy as RGBA.
    let beside = match format {
        Format::WebP | Format::Tiff => sample.max(4),
        _ => 1,
    };
    Ok(Header { format, width, height, pixel_cost: sample + beside + 4, fixed_pixel_cost: 0, scalable: false })
}

/// Decodes the first frame.
pub fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Undecoded, Failure> {
    let mut decoder = open(bytes, format, limits).map_err(|error| failed(&error, bytes, format))?;
    let (width, height) = decoder.dimensions();
    let alpha = decoder.color_type().has_alpha();
    // Metadata that cannot be read is no reason to refuse the picture.
    let profile = decoder.icc_profile().ok().flatten().map(Profile::Icc);
    let exif = match format {
        Format::Tiff => super::exif::compact(bytes),
        _ => decoder.exif_metadata().ok().flatten(),
    };
    let orientation = match format {
        Format::Tiff => decoder.orientation().ok(),
        _ => exif.as_deref().and_then(super::orient::from_exif),
    };
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| failed(&error, bytes, format))?;
    Ok(Undecoded {
        pixels: picture.into_rgba8(),
        width,
        height,
        profile,
        orientation,
        exif,
        animated: frames::is_animated(bytes, format),
        alpha,
    })
}

fn open<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> ImageResult<Box<dyn ImageDecoder + 'a>> {
    let reader = Cursor::new(bytes);
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits.max_edge);
    bounds.max_image_height = Some(limits.max_edge);
    bounds.max_alloc = Some(limits.max_memory);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        Format::Png => return Ok(Box::new(png::PngDecoder::with_limits(reader, bounds)?)),
        Format::WebP => Box::new(webp::WebPDecoder::new(reader)?),
        Format::Gif => Box::new(gif::GifDecoder::new(reader)?),
        Format::Bmp => Box::new(bmp::BmpDecoder::new(reader)?),
        Format::Tiff => Box::new(tiff::TiffDecoder::new(reader)?),
        Format::Ico => Box::new(ico::IcoDecoder::new(reader)?),
        Format::Jpeg | Format::Svg | Format::Heic | Format::Avif => {
            return Err(ImageError::Unsupported(image::error::ImageFormatHint::Unknown.into()));
        }
    };
    decoder.set_limits(bounds)?;
    Ok(decoder)
}
