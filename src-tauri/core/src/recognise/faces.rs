//! Faces, to count people by and for nothing else: SeetaFace's detector of frontal faces. It knows that there is a face, not
//! whose; nothing of it is kept.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::RgbaImage;
use rustface::{ImageData, Model};
use std::sync::OnceLock;

/// Longest edge that is looked at: faces of a fortieth of a group photo are found, in half a tenth of a second.
const EDGE: u32 = 480;

/// Smallest face, in pixels of that.
const SMALLEST: u32 = 20;

/// Its own scale; from here on a false one is rare.
const LEAST: f64 = 4.5;

/// How many faces there are; 0 where it cannot tell.
pub(super) fn count(pixels: &RgbaImage) -> usize {
    let (Some((grey, w, h)), Some(model)) = (grey(pixels), model()) else { return 0 };
    let mut detector = rustface::create_detector_with_model(model.clone());
    detector.set_min_face_size(SMALLEST);
    detector.set_score_thresh(LEAST);
    detector.set_pyramid_scale_factor(0.8);
    detector.set_slide_window_step(4, 4);
    detector.detect(&ImageData::new(&grey, w, h)).len()
}

/// Grey pixels of at most [`EDGE`]; `None` where the picture is too small for its window.
fn grey(pixels: &RgbaImage) -> Option<(Vec<u8>, u32, u32)> {
    let (w, h) = pixels.dimensions();
    let long = w.max(h).max(1);
    let size = |v: u32| (u64::from(v) * u64::from(EDGE.min(long)) / u64::from(long)).max(1) as u32;
    let (to_w, to_h) = (size(w), size(h));
    if to_w.min(to_h) < 2 * SMALLEST {
        return None;
    }
    let from = ImageRef::new(w, h, pixels.as_raw(), PixelType::U8x4).ok()?;
    let mut to = Image::new(to_w, to_h, PixelType::U8x4);
    Resizer::new().resize(&from, &mut to, &ResizeOptions::new()).ok()?;
    let luma = |p: &[u8]| ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8) as u8;
    Some((to.buffer().chunks_exact(4).map(luma).collect(), to_w, to_h))
}

fn model() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    MODEL.get_or_init(|| rustface::read_model(&include_bytes!("../../data/seeta-frontal.bin")[..]).ok()).as_ref()
}
