//! The network for things, NanoDet, and what it is shown: the picture within a square of its size, grey around it.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;
use rten::Model;
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use std::sync::OnceLock;

/// Edge of the square in pixels.
pub(super) const EDGE: usize = 416;

/// Grey around the picture, and under what is transparent.
const GREY: f32 = 114.0;

/// Mean and spread of the channels that it was trained with: blue, green, red.
const MEAN: [f32; 3] = [103.53, 116.28, 123.675];
const SPREAD: [f32; 3] = [57.375, 57.12, 58.395];

/// Below this a picture has too few pixels to tell anything.
const LEAST_EDGE: u32 = 48;

/// Its three grids: pixels to a cell, the scores' and the boxes' output.
pub(super) const GRIDS: [(usize, &str, &str); 3] =
    [(8, "Identity", "Identity_3"), (16, "Identity_1", "Identity_4"), (32, "Identity_2", "Identity_5")];

/// Steps of a box side's distribution.
pub(super) const STEPS: usize = 11;

/// The picture, small: what both looks are made from.
pub(super) struct View {
    /// Red, green and blue of each pixel, 0 to 255.
    rgb: Vec<[f32; 3]>,
    /// Width within the square.
    pub width: usize,
}

impl View {
    /// `None` where there is too little to see.
    pub fn of(pixels: &RgbaImage) -> Option<Self> {
        let (w, h) = pixels.dimensions();
        if w.min(h) < LEAST_EDGE {
            return None;
        }
        let long = f64::from(w.max(h));
        let size = |v: u32| ((f64::from(v) * EDGE as f64 / long).round() as usize).clamp(1, EDGE);
        let (width, height) = (size(w), size(h));
        let from = ImageRef::new(w, h, pixels.as_raw(), PixelType::U8x4).ok()?;
        let mut to = Image::new(width as u32, height as u32, PixelType::U8x4);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        let rgb = to
            .buffer()
            .chunks_exact(4)
            .map(|p| {
                let seen = f32::from(p[3]) / 255.0;
                [p[0], p[1], p[2]].map(|v| f32::from(v) * seen + GREY * (1.0 - seen))
            })
            .collect();
        Some(Self { rgb, width })
    }

    /// What the network is shown; `mirrored`: left and right changed over.
    fn input(&self, mirrored: bool) -> NdTensor<f32, 4> {
        let grey: [f32; 3] = std::array::from_fn(|c| (GREY - MEAN[c]) / SPREAD[c]);
        let mut data = vec![0.0; 3 * EDGE * EDGE];
        for (c, plane) in data.chunks_exact_mut(EDGE * EDGE).enumerate() {
            plane.fill(grey[c]);
            for (y, row) in self.rgb.chunks_exact(self.width).enumerate() {
                for (x, pixel) in row.iter().enumerate() {
                    let at = if mirrored { self.width - 1 - x } else { x };
                    plane[y * EDGE + at] = (pixel[2 - c] - MEAN[c]) / SPREAD[c];
                }
            }
        }
        NdTensor::from_data([1, 3, EDGE, EDGE], data)
    }
}

/// One grid's answer: scores a cell and class, distributions a cell and side.
pub(super) struct Answer {
    pub stride: usize,
    pub scores: Vec<f32>,
    pub sides: Vec<f32>,
}

/// Shows the network a picture. `None` where it cannot be run, which the tests rule out for what lies in the program.
pub(super) fn look(view: &View, mirrored: bool) -> Option<Vec<Answer>> {
    let model = model()?;
    let input = *model.input_ids().first()?;
    let mut names = Vec::new();
    for (_, scores, sides) in GRIDS {
        names.push(model.node_id(scores).ok()?);
        names.push(model.node_id(sides).ok()?);
    }
    let outputs = model.run(vec![(input, view.input(mirrored).into())], &names, None).ok()?;
    let plain = |value: rten::Value| -> Option<Vec<f32>> {
        let tensor: NdTensor<f32, 3> = value.try_into().ok()?;
        let view: NdTensorView<f32, 3> = tensor.view();
        Some(view.to_vec())
    };
    let mut outputs = outputs.into_iter();
    GRIDS
        .iter()
        .map(|(stride, _, _)| {
            Some(Answer { stride: *stride, scores: plain(outputs.next()?)?, sides: plain(outputs.next()?)? })
        })
        .collect()
}

/// Loaded at the first picture: about 30 MB, which a program that never describes by itself does not take.
fn model() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            let model = Model::load_static_slice(include_bytes!("../../data/nanodet-g-416.rten"));
            model.inspect_err(|e| tracing::warn!("the network for things cannot be loaded: {e}")).ok()
        })
        .as_ref()
}
