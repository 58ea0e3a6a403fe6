//! JPEG XL through jxl-oxide.

use super::colour::{self, Profile};
use super::{Format, Header, Limits, Undecoded, boxes, frames};
use crate::failure::{Failure, Reason};
use image::RgbaImage;
use jxl_oxide::image::ImageHeader;
use jxl_oxide::{AllocTracker, EnumColourEncoding, InitializeResult, JxlImage, PixelFormat, RenderingIntent};
use std::borrow::Cow;

/// How a file in boxes begins; a bare picture begins with `FF 0A`.
const CONTAINER: &[u8] = b"\0\0\0\x0cJXL \r\n\x87\n";

/// Numbers of four bytes for each channel, twice while filters run, and the copy as RGBA.
const PIXEL_COST: u64 = 40;

/// Frames that are looked at for one with something in it.
const MOST_FRAMES: usize = 30;

/// Whether a file begins so.
pub fn is_jxl(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0x0A]) || head.starts_with(CONTAINER)
}

/// Width, height and cost, from the header.
pub fn probe(bytes: &[u8], limits: &Limits) -> Result<Header, Failure> {
    let bytes = for_decoder(bytes);
    // The header stands at the beginning; a profile may stand before it.
    let head = &bytes[..bytes.len().min(1 << 16)];
    let image = match start(head, limits, &bytes)? {
        Some(image) => image,
        None => start(&bytes, limits, &bytes)?.ok_or_else(|| refusal(Reason::CutOff))?,
    };
    let (width, height) = (image.width(), image.height());
    Ok(Header {
        format: Format::Jxl,
        width,
        height,
        pixel_cost: PIXEL_COST,
        fixed_pixel_cost: 0,
        beside: 0,
        scalable: false,
    })
}

/// Decodes the first frame in which something can be seen, upright.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Undecoded, Failure> {
    let bytes = for_decoder(bytes);
    let mut image = start(&bytes, limits, &bytes)?.ok_or_else(|| refusal(Reason::CutOff))?;
    if !image.is_loading_done() {
        return Err(refusal(Reason::CutOff));
    }
    // Also from a high dynamic range. Where the file has a profile instead, that is applied below.
    image.request_color_encoding(EnumColourEncoding::srgb(RenderingIntent::Relative));
    let animated = image.image_header().metadata.animation.is_some() && image.num_loaded_keyframes() > 1;
    let mut pixels = frame(&image, 0, &bytes)?;
    if animated && !frames::has_content(&pixels) {
        for index in 1..image.num_loaded_keyframes().min(MOST_FRAMES) {
            let later = frame(&image, index, &bytes)?;
            if frames::has_content(&later) {
                pixels = later;
                break;
            }
        }
    }
    let cmyk = image.pixel_format().has_black();
    let profile = if cmyk { None } else { Some(Profile::Icc(image.rendered_icc())) };
    let exif = image
        .aux_boxes()
        .first_exif()
        .ok()
        .and_then(|exif| exif.has_data().then(|| exif.unwrap()).map(|exif| exif.payload().to_vec()));
    let (width, height) = pixels.dimensions();
    Ok(Undecoded { pixels, width, height, profile, orientation: None, exif, animated, alpha: true, notes: Vec::new() })
}

/// Only what the picture is made of: other boxes may be packed, and unpack to anything.
fn for_decoder(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(CONTAINER) {
        return Cow::Borrowed(bytes);
    }
    let needed = |kind: &[u8; 4]| matches!(kind, b"JXL " | b"ftyp" | b"jxll" | b"jxlc" | b"jxlp" | b"Exif");
    if boxes::parts(bytes).all(|part| needed(&part.kind)) {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(boxes::parts(bytes).filter(|part| needed(&part.kind)).flat_map(|part| part.whole).copied().collect())
}

/// The decoder, fed with `part` of the file; `None` where that is too little.
fn start(part: &[u8], limits: &Limits, whole: &[u8]) -> Result<Option<JxlImage>, Failure> {
    let tracker = AllocTracker::with_limit(usize::try_from(limits.max_memory).unwrap_or(usize::MAX));
    let mut waiting = JxlImage::builder().alloc_tracker(tracker).build_uninit();
    let mut fed = 0;
    while fed < part.len() {
        let end = part.len().min(fed + (1 << 16));
        let taken = waiting.feed_bytes(&part[fed..end]).map_err(|error| refuse(error.as_ref(), whole))?;
        fed += taken;
        match waiting.try_init().map_err(|error| refuse(error.as_ref(), whole))? {
            InitializeResult::NeedMoreData(image) if taken == 0 => {
                drop(image);
                return Ok(None);
            }
            InitializeResult::NeedMoreData(image) => waiting = image,
            InitializeResult::Initialized(mut image) => {
                while fed < part.len() && !image.is_loading_done() {
                    let end = part.len().min(fed + (1 << 16));
                    let taken = image.feed_bytes(&part[fed..end]).map_err(|error| refuse(error.as_ref(), whole))?;
                    if taken == 0 {
                        break;
                    }
                    fed += taken;
                }
                if part.len() == whole.len() {
                    // Metadata that is damaged is no reason to refuse the picture.
                    let _ = image.finalize();
                }
                return Ok(Some(image));
            }
        }
    }
    Ok(None)
}

fn frame(image: &JxlImage, index: usize, bytes: &[u8]) -> Result<RgbaImage, Failure> {
    let render = image.render_frame(index).map_err(|error| refuse(error.as_ref(), bytes))?;
    let mut stream = render.stream();
    let (width, height, channels) = (stream.width(), stream.height(), stream.channels() as usize);
    let mut samples = vec![0_u8; width as usize * height as usize * channels];
    stream.write_to_buffer(&mut samples);
    let format = image.pixel_format();
    let mut rgba = Vec::with_capacity(4 * width as usize * height as usize);
    for sample in samples.chunks_exact(channels) {
        rgba.extend_from_slice(&match (format, sample) {
            (PixelFormat::Gray, [v, ..]) => [*v, *v, *v, 255],
            (PixelFormat::Graya, [v, a, ..]) => [*v, *v, *v, *a],
            (PixelFormat::Rgb, [r, g, b, ..]) => [*r, *g, *b, 255],
            (_, [first, second, third, fourth, ..]) => [*first, *second, *third, *fourth],
            _ => [0; 4],
        });
    }
    let mut pixels = RgbaImage::from_raw(width, height, rgba).ok_or(Reason::DecoderFailed)?;
    if format.has_black() {
        return colour::cmyk_to_srgb(&pixels, true, image.original_icc());
    }
    if is_premultiplied(image.image_header()) {
        colour::unmultiply(&mut pixels);
    }
    Ok(pixels)
}

fn is_premultiplied(header: &ImageHeader) -> bool {
    header.metadata.ec_info.iter().find_map(|channel| channel.alpha_associated()).unwrap_or(false)
}

fn refuse(error: &(dyn std::error::Error + 'static), bytes: &[u8]) -> Failure {
    let text = error.to_string().to_lowercase();
    refusal(if text.contains("memory") || text.contains("alloc") {
        Reason::TooMuchMemory
    } else if text.contains("eof")
        || text.contains("end of")
        || boxes::is_cut_off(bytes) && bytes.starts_with(CONTAINER)
    {
        Reason::CutOff
    } else if text.contains("unsupported") || text.contains("not supported") {
        Reason::FormatNotBuiltIn
    } else {
        Reason::Corrupt
    })
}

fn refusal(reason: Reason) -> Failure {
    Failure::new(reason).with("format", Format::Jxl.name())
}
