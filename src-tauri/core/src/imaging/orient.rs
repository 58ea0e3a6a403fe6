//! Upright: what EXIF says of how the camera was held is applied to the pixels, all eight ways.

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};

/// The orientation that an EXIF block (TIFF structure, with or without the `Exif` prefix) names.
pub fn from_exif(block: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(block.strip_prefix(b"Exif\0\0").unwrap_or(block))
}

/// Turns the pixels upright.
pub fn upright(pixels: RgbaImage, orientation: Orientation) -> RgbaImage {
    if orientation == Orientation::NoTransforms {
        return pixels;
    }
    let mut picture = DynamicImage::ImageRgba8(pixels);
    picture.apply_orientation(orientation);
    picture.into_rgba8()
}

/// Whether width and height change places.
pub fn swaps_sides(orientation: Orientation) -> bool {
    orientation.to_exif() >= 5
}
