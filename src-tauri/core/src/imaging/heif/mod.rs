//! HEIC and AVIF through libheif, which is looked for when the first such picture comes and not when Altsmith is built:
//! its licence (LGPL) asks for a library of its own, its versions differ from system to system, and a computer without
//! it shall still open every other picture. Where it is not found, the refusal names the format.

mod bounds;
mod library;

use super::colour::Profile;
use super::{Format, Header, Limits, Undecoded, frames};
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
        scalable: false,
    }
    .check(0, limits)?;
    let picture = open(bytes, format, limits)?;
    let (width, height) = picture.size();
    let declared = u64::from(width) * u64::from(height);
    let coded = u64::from(coded.0) * u64::from(coded.1);
    let pixel_cost = (PIXEL_COST * coded).div_ceil(declared.max(1)).max(PIXEL_COST);
    Ok(Header { format, width, height, pixel_cost, fixed_pixel_cost: 0, scalable: false })
}

/// Decodes the primary picture; libheif turns, mirrors and crops it as the file says.
pub fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<Undecoded, Failure> {
    let picture = open(bytes, format, limits)?;
    let pixels = picture.rgba().map_err(|fault| refuse(fault, bytes, format))?;
    let profile = picture.icc().map(Profile::Icc).or_else(|| {
        // The matrix was applied while decoding; what is left is to bring the primaries to sRGB's.
        picture.cicp().filter(|(primaries, _)| *primaries != 1).map(|(p, t)| Profile::Cicp(p, t))
    });
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
    })
}

fn open<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Picture<'a>, Failure> {
    Picture::open(bytes, limits.max_edge).map_err(|fault| refuse(fault, bytes, format))
}

fn refuse(fault: Fault, bytes: &[u8], format: Format) -> Failure {
    let reason = match fault {
        Fault::Missing | Fault::Unsupported => Reason::FormatNotBuiltIn,
        Fault::Memory => Reason::TooMuchMemory,
        Fault::Ended => Reason::CutOff,
        Fault::Other if is_cut_off(bytes) => Reason::CutOff,
        Fault::Other => Reason::Corrupt,
    };
    Failure::new(reason).with("format", format.name())
}

/// The last box, or one before it, is longer than what is left of the file.
fn is_cut_off(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some(head) = rest.get(..8) else { return true };
        let size = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
            0 => return false,
            1 => match rest.get(8..16) {
                Some(long) => {
                    u64::from_be_bytes([long[0], long[1], long[2], long[3], long[4], long[5], long[6], long[7]])
                }
                None => return true,
            },
            size => u64::from(size),
        };
        if size < 8 {
            return false;
        }
        match usize::try_from(size).ok().and_then(|size| rest.get(size..)) {
            Some(next) => rest = next,
            None => return true,
        }
    }
    false
}
