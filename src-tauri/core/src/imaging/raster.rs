//! PNG, WebP, GIF, BMP, TIFF and ICO through the decoders of the `image` crate, each told its limits before it begins.

use super::colour::{self, Profile};
use super::{Format, Header, Limits, Undecoded, failed, frames, ico, png, scan};
use crate::failure::{Failure, Reason};
use image::codecs::{bmp, gif, png as png_codec, tiff, webp};
use image::{DynamicImage, ImageDecoder, ImageError, ImageResult};
use std::borrow::Cow;
use std::io::Cursor;

/// Width, height and cost, from the header.
pub fn probe(bytes: &[u8], format: Format, limits: &Limits) -> Result<Header, Failure> {
    if format == Format::Ico {
        let (entry, _) = ico::largest(bytes)?;
        let (width, height) = (entry.width, entry.height);
        return Ok(Header { format, width, height, pixel_cost: 12, fixed_pixel_cost: 0, beside: 0, scalable: false });
    }
    let bytes = &*for_decoder(bytes, format)?;
    let decoder = open(bytes, format, limits).map_err(|error| failed(&error, bytes, format))?;
    let (width, height) = decoder.dimensions();
    let sample = u64::from(decoder.color_type().bytes_per_pixel());
    // What the decoder fills, what it needs beside that, and the copy as RGBA.
    let beside = match format {
        Format::WebP | Format::Tiff => sample.max(4),
        _ => 1,
    };
    // Frames are laid over each other on a canvas of their own.
    let canvas = if frames::is_animated(bytes, format) { 8 } else { 0 };
    Ok(Header {
        format,
        width,
        height,
        pixel_cost: sample + beside + canvas + 4,
        fixed_pixel_cost: 0,
        beside: 0,
        scalable: false,
    })
}

/// Decodes the picture, or the first frame in which something can be seen.
pub fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Undecoded, Failure> {
    match format {
        Format::Ico => return ico::decode(bytes, limits),
        Format::Tiff => return scan::decode(bytes, limits),
        _ => {}
    }
    let whole = bytes;
    let bytes = &*for_decoder(bytes, format)?;
    let mut undecoded = still(bytes, format, limits)?;
    if format == Format::Png {
        let chunks = png::chunks(whole);
        undecoded.profile = chunks.profile();
        undecoded.exif = chunks.exif.map(<[u8]>::to_vec);
        undecoded.orientation = chunks.exif.and_then(super::orient::from_exif);
    }
    undecoded.animated = frames::is_animated(bytes, format);
    let stands_apart = frames::default_stands_apart(bytes, format);
    if undecoded.animated && (stands_apart || !frames::has_content(&undecoded.pixels)) {
        // Frames that cannot be read are no reason to refuse the picture.
        if let Some(pixels) = frames::first_with_content(bytes, format, limits) {
            undecoded.pixels = pixels;
            undecoded.alpha = true;
        }
    }
    Ok(undecoded)
}

/// The picture that the decoder gives by itself.
pub fn still(bytes: &[u8], format: Format, limits: &Limits) -> Result<Undecoded, Failure> {
    let mut decoder = open(bytes, format, limits).map_err(|error| failed(&error, bytes, format))?;
    let (width, height) = decoder.dimensions();
    let alpha = decoder.color_type().has_alpha();
    // Metadata that cannot be read is no reason to refuse the picture.
    let profile = match format {
        Format::Png => None,
        _ => decoder.icc_profile().ok().flatten().map(Profile::Icc),
    };
    let exif = match format {
        Format::Png | Format::Tiff => None,
        _ => decoder.exif_metadata().ok().flatten(),
    };
    let orientation = match format {
        Format::Tiff => decoder.orientation().ok(),
        _ => exif.as_deref().and_then(super::orient::from_exif),
    };
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| failed(&error, bytes, format))?;
    Ok(Undecoded { width, height, profile, orientation, exif, ..Undecoded::plain(picture.into_rgba8(), alpha) })
}

/// The file as the decoder can read it.
fn for_decoder(bytes: &[u8], format: Format) -> Result<Cow<'_, [u8]>, Failure> {
    match format {
        Format::Png => {
            let chunks = png::chunks(bytes);
            if chunks.apple {
                return Err(Failure::new(Reason::FormatNotBuiltIn).with("format", "CgBI (Apple PNG)"));
            }
            Ok(chunks.for_decoder(bytes))
        }
        Format::Gif => Ok(frames::with_screen(bytes)),
        Format::Tiff => Ok(scan::first_page(bytes)),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

/// The decoder's bounds.
pub fn bounds(limits: &Limits) -> image::Limits {
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits.max_edge);
    bounds.max_image_height = Some(limits.max_edge);
    bounds.max_alloc = Some(limits.max_memory);
    bounds
}

fn open<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> ImageResult<Box<dyn ImageDecoder + 'a>> {
    let reader = Cursor::new(bytes);
    let bounds = bounds(limits);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        Format::Png => return Ok(Box::new(png_codec::PngDecoder::with_limits(reader, bounds)?)),
        Format::WebP => Box::new(webp::WebPDecoder::new(reader)?),
        Format::Gif => Box::new(gif::GifDecoder::new(reader)?),
        Format::Bmp => Box::new(bmp::BmpDecoder::new(reader)?),
        Format::Tiff => Box::new(tiff::TiffDecoder::new(reader)?),
        _ => return Err(ImageError::Unsupported(image::error::ImageFormatHint::Unknown.into())),
    };
    decoder.set_limits(bounds)?;
    Ok(decoder)
}

/// An alpha channel that is none: everything is there.
pub fn opaque(undecoded: &mut Undecoded) {
    undecoded.pixels.pixels_mut().for_each(|pixel| pixel.0[3] = 255);
    undecoded.alpha = false;
}

/// Colours that were multiplied with their alpha become colours again.
pub fn unmultiplied(undecoded: &mut Undecoded) {
    colour::unmultiply(&mut undecoded.pixels);
}
