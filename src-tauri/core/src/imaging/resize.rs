//! Smaller: `fast_image_resize` with a Lanczos filter. Nothing is ever made larger.

use crate::failure::{Failure, Reason};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;
use std::borrow::Cow;

/// The size of a picture that is fitted into a square of `edge` pixels; never larger than it is, never below one pixel.
pub fn fitted(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= edge || longest == 0 {
        return (width, height);
    }
    let scale = |side: u32| {
        let scaled = (u64::from(side) * u64::from(edge) + u64::from(longest) / 2) / u64::from(longest);
        (scaled as u32).max(1)
    };
    (scale(width), scale(height))
}

/// The picture, fitted into a square of `edge` pixels.
///
/// # Errors
/// `Internal` where the resizer refuses the sizes.
pub fn fit(pixels: &RgbaImage, edge: u32, transparent: bool) -> Result<Cow<'_, RgbaImage>, Failure> {
    let (width, height) = fitted(pixels.width(), pixels.height(), edge.max(1));
    if (width, height) == pixels.dimensions() {
        return Ok(Cow::Borrowed(pixels));
    }
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.as_raw(), PixelType::U8x4)
        .map_err(|_| Reason::Internal)?;
    let mut target = Image::new(width, height, PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(transparent);
    Resizer::new().resize(&source, &mut target, &options).map_err(|_| Reason::Internal)?;
    let resized = RgbaImage::from_raw(width, height, target.into_vec()).ok_or(Reason::Internal)?;
    Ok(Cow::Owned(resized))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitting_keeps_the_shape_and_never_enlarges() {
        for ((width, height), edge, expected) in [
            ((6000, 4000), 768, (768, 512)),
            ((4000, 6000), 768, (512, 768)),
            ((100, 50), 768, (100, 50)),
            ((10_000, 3), 100, (100, 1)),
            ((768, 768), 768, (768, 768)),
        ] {
            assert_eq!(fitted(width, height, edge), expected);
        }
    }

    #[test]
    fn the_colour_of_invisible_pixels_does_not_bleed() {
        let pixels =
            RgbaImage::from_fn(64, 64, |x, _| image::Rgba(if x % 2 == 0 { [255, 0, 0, 255] } else { [0, 255, 0, 0] }));
        let small = fit(&pixels, 16, true).unwrap();
        for pixel in small.pixels() {
            assert!(pixel.0[1] < 8, "green came through: {pixel:?}");
        }
    }
}
