//! Camera raw files. The raw picture is not developed: cameras put a large preview beside it, a JPEG as their own screen
//! shows it, and that is taken, upright. A file without one is refused by name; a thumbnail is never taken for the picture.

use super::ifd::{self, Directories, Directory};
use super::{Format, Header, Note, Undecoded, jpeg};
use crate::failure::{Failure, Reason};
use image::metadata::Orientation;

/// A preview with a shorter longest edge is a thumbnail.
const SMALLEST_PREVIEW: u32 = 640;

/// Panasonic's preview in a field of its own.
const PANASONIC_PREVIEW: u16 = 0x002E;

/// Kinds of numbers from a sensor (photometric interpretation): behind coloured filters, or of each colour.
const SENSOR: [u32; 2] = [32_803, 34_892];
/// Packings that only cameras use: Nikon's, Sony's, Pentax', Samsung's, Kodak's.
const PACKED_BY_CAMERA: [u32; 6] = [34_713, 32_767, 32_769, 65_535, 32_770, 65_000];

/// Whether a file that begins like TIFF or by a camera's own sign is a raw file. TIFF's directories may lie anywhere: the
/// whole file is needed to tell, and its beginning is enough for the others.
pub fn is_raw(bytes: &[u8]) -> bool {
    has_own_sign(bytes) || Directories::read(bytes).is_some_and(|directories| is_of_a_sensor(&directories))
}

/// The signs of Canon (CR2, CR3, CRW), Olympus, Panasonic, Fujifilm, Sigma and Minolta.
fn has_own_sign(bytes: &[u8]) -> bool {
    let starts = |sign: &[u8]| bytes.starts_with(sign);
    starts(b"IIRO")
        || starts(b"IIRS")
        || starts(b"MMOR")
        || starts(b"IIU\0")
        || starts(b"FUJIFILMCCD-RAW")
        || starts(b"FOVb")
        || starts(b"\0MRM")
        || bytes.get(6..14) == Some(b"HEAPCCDR")
        || bytes.get(4..12) == Some(b"ftypcrx ")
        || matches!(bytes.get(..4), Some(b"II*\0" | b"MM\0*")) && bytes.get(8..10) == Some(b"CR")
}

fn is_of_a_sensor(directories: &Directories<'_>) -> bool {
    directories.all.iter().any(|directory| {
        let number = |tag| directories.number(directory, tag);
        number(ifd::DNG_VERSION).is_some()
            || number(ifd::PHOTOMETRIC).is_some_and(|kind| SENSOR.contains(&kind))
            || number(ifd::COMPRESSION).is_some_and(|packing| PACKED_BY_CAMERA.contains(&packing))
    })
}

/// Width, height and cost of the preview.
pub fn probe(bytes: &[u8]) -> Result<Header, Failure> {
    Ok(Header { format: Format::Raw, ..jpeg::probe(preview(bytes).ok_or_else(refusal)?)? })
}

/// Decodes the preview.
pub fn decode(bytes: &[u8], wanted_edge: u32) -> Result<Undecoded, Failure> {
    let preview = preview(bytes).ok_or_else(refusal)?;
    let mut undecoded = jpeg::decode(preview, wanted_edge)?;
    // A preview is stored as the sensor lay; where it says nothing itself, the file does.
    undecoded.orientation = undecoded.orientation.or_else(|| orientation(bytes));
    undecoded.exif = super::exif::compact(bytes).or(undecoded.exif);
    undecoded.notes.push(Note::Preview);
    Ok(undecoded)
}

fn refusal() -> Failure {
    Failure::new(Reason::FormatNotBuiltIn).with("format", Format::Raw.name())
}

/// The largest JPEG in the file that is a picture and no thumbnail.
fn preview(bytes: &[u8]) -> Option<&[u8]> {
    let named = in_directories(bytes).into_iter().chain(in_fujifilm(bytes));
    largest(named).or_else(|| largest(anywhere(bytes)))
}

fn largest<'a>(candidates: impl IntoIterator<Item = &'a [u8]>) -> Option<&'a [u8]> {
    let sized = candidates.into_iter().filter_map(|jpeg| Some((jpeg::size_of_preview(jpeg)?, jpeg)));
    let (size, jpeg) = sized.max_by_key(|((width, height), _)| u64::from(*width) * u64::from(*height))?;
    (size.0.max(size.1) >= SMALLEST_PREVIEW).then_some(jpeg)
}

/// Those that the directories name.
fn in_directories(bytes: &[u8]) -> Vec<&[u8]> {
    let Some(directories) = Directories::read(bytes) else { return Vec::new() };
    let of = |directory: &Directory| {
        let place = |offset, length| match (
            &directories.numbers(directory, offset)[..],
            &directories.numbers(directory, length)[..],
        ) {
            ([at], [length]) => bytes.get(*at as usize..(*at as usize).checked_add(*length as usize)?),
            _ => None,
        };
        [
            place(ifd::JPEG_OFFSET, ifd::JPEG_LENGTH),
            place(ifd::STRIP_OFFSETS, ifd::STRIP_LENGTHS),
            directories.data(directory, PANASONIC_PREVIEW),
        ]
    };
    directories.all.iter().flat_map(of).flatten().collect()
}

/// Fujifilm's header names its preview.
fn in_fujifilm(bytes: &[u8]) -> Option<&[u8]> {
    if !bytes.starts_with(b"FUJIFILMCCD-RAW") {
        return None;
    }
    let number = |at: usize| bytes.get(at..at + 4).map(|n| u32::from_be_bytes([n[0], n[1], n[2], n[3]]) as usize);
    let (at, length) = (number(84)?, number(88)?);
    bytes.get(at..at.checked_add(length)?)
}

/// Those that only the maker's notes name, or the boxes of CR3: wherever one begins, with all that follows.
fn anywhere(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = bytes.get(at..)?.windows(3).position(|three| three == [0xFF, 0xD8, 0xFF])?;
        let start = at + found;
        at = start + 3;
        Some(&bytes[start..])
    })
}

/// How the camera was held: in the first directory, or in Canon's box of it.
fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let of = |directories: &Directories<'_>| {
        let first = directories.all.first()?;
        Orientation::from_exif(u8::try_from(directories.number(first, ifd::ORIENTATION)?).ok()?)
    };
    if let Some(directories) = Directories::read(bytes) {
        return of(&directories);
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let boxed = head.windows(4).position(|four| four == b"CMT1")?;
    of(&Directories::read(&bytes[boxed + 4..])?)
}
