//! HEIC and AVIF through libheif, which is looked for when the first such picture comes and not when Altsmith is built:
//! its licence (LGPL) asks for a library of its own, its versions differ from system to system, and a computer without
//! it shall still open every other picture. Where it is not found, the refusal names the format.

mod bounds;
mod library;

use super::colour::Profile;
use super::light::Light;
use super::{Format, Header, Limits, Note, Undecoded, boxes, colour, frames};
use crate::failure::{Failure, Reason};
use library::{Fault, Picture};

/// Loads the library now: a worker has no way to it later.
pub fn load() {
    library::load();
}

/// Bytes for each pixel: the planes of the codec with their reference frames, libheif's copy as RGBA, and ours.
const PIXEL_COST: u64 = 14;

/// Width, height and cost, from the boxes before the picture and from the codec's own headers, which may say more.
pub fn probe(bytes: &[u8], format: Format, limits: &Limits) -> Result<Header, Failure> {
    let coded = bounds::largest_coded(bytes).unwrap_or_default();
    Header {
        format,
        width: coded.0.max(1),
        height: coded.1.max(1),
        pixel_cost: PIXEL_COST,
        fixed_pixel_cost: 0,
        beside: 0,
        scalable: false,
    }
    .check(0, limits)?;
    let picture = open(bytes, format, limits)?;
    let (width, height) = picture.size();
    let declared = u64::from(width) * u64::from(height);
    let coded = u64::from(coded.0) * u64::from(coded.1);
    let pixel_cost = (PIXEL_COST * coded).div_ceil(declared.max(1)).max(PIXEL_COST);
    Ok(Header { format, width, height, pixel_cost, fixed_pixel_cost: 0, beside: 0, scalable: false })
}

/// Decodes the primary picture; libheif turns, mirrors and crops it as the file says.
pub fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Undecoded, Failure> {
    let picture = open(bytes, format, limits)?;
    let mut pixels = picture.rgba().map_err(|fault| refuse(fault, bytes, format))?;
    if picture.is_premultiplied() {
        colour::unmultiply(&mut pixels);
    }
    // The matrix was applied while decoding; what is left is to bring the light to sRGB's. A profile says more, but for a
    // high dynamic range, which no profile tells how to show.
    let light = picture.cicp().map(|(primaries, transfer)| Light::from_code_points(primaries, transfer));
    let profile = match light {
        Some(light) if light.is_high_range() => Some(Profile::Light(light)),
        _ => picture.icc().map(Profile::Icc).or(light.map(Profile::Light)),
    };
    let count = picture.count();
    let notes = if count > 1 { vec![Note::FirstOf { count }] } else { Vec::new() };
    let (width, height) = pixels.dimensions();
    Ok(Undecoded {
        pixels,
        width,
        height,
        profile,
        orientation: None,
        exif: picture.exif(),
        animated: frames::is_animated(bytes, format),
        alpha: true,
        notes,
    })
}

fn open<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Picture<'a>, Failure> {
    Picture::open(bytes, limits.max_edge).map_err(|fault| refuse(fault, bytes, format))
}

fn refuse(fault: Fault, bytes: &[u8], format: Format) -> Failure {
    // What names the pictures is missing, too.
    let cut_off = boxes::is_cut_off(bytes) || !boxes::parts(bytes).any(|part| matches!(&part.kind, b"meta" | b"moov"));
    let reason = match fault {
        Fault::Missing => Reason::FormatNotBuiltIn,
        Fault::Unsupported if !cut_off => Reason::FormatNotBuiltIn,
        Fault::Memory => Reason::TooMuchMemory,
        Fault::Other if !cut_off => Reason::Corrupt,
        Fault::Ended | Fault::Unsupported | Fault::Other => Reason::CutOff,
    };
    Failure::new(reason).with("format", format.name())
}
