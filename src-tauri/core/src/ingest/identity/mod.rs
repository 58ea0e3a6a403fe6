//! What a picture is known by: its coded pixels and what changes how they are shown, without the words that programs write
//! into a file. A file with other EXIF, XMP, IPTC or text is the same picture.
//!
//! One file here for each container. Each names the parts of a file that a decoder needs; their digest is the identity.
//!
//! - The **orientation** belongs to it, as the decoder reads it. It turns the pixels that are shown and sent. Words about a
//!   picture that lay on its side are not those of the upright one, and neither is its thumbnail.
//! - The **colour profile** belongs to it for the same reason. No program changes it when it writes words.
//! - Previews inside of EXIF, a second picture after the first and a film at the end of a photo do not belong to it.
//!
//! A file that cannot be taken apart safely is known by its whole content. So are BMP, ICO and SVG, which hold no such words, and
//! JPEG XL, JPEG 2000 and camera raw, into which hardly anybody writes them. In doubt, one picture counts as two and is described
//! once more; two never count as one.

mod gif;
mod isobmff;
mod jpeg;
mod png;
mod tiff;
mod webp;

use crate::imaging::Format;
use image::metadata::Orientation;
use sha2::{Digest, Sha256};

/// Begins every digest. Another way to take files apart needs another number: identities are stored.
const VERSION: &[u8] = b"altsmith picture 1";

/// The identity of the picture in this file, lower-case hex; none where it is to be known by the whole file.
pub(super) fn identity(bytes: &[u8], format: Format) -> Option<String> {
    let mut parts = Parts::new(bytes, format)?;
    match format {
        Format::Jpeg => jpeg::take_apart(bytes, &mut parts),
        Format::Png => png::take_apart(bytes, &mut parts),
        Format::WebP => webp::take_apart(bytes, &mut parts),
        Format::Gif => gif::take_apart(bytes, &mut parts),
        Format::Tiff => tiff::take_apart(bytes, &mut parts),
        Format::Heic | Format::Avif => isobmff::take_apart(bytes, &mut parts),
        Format::Bmp | Format::Svg | Format::Ico | Format::Jxl | Format::Jp2 | Format::Raw => None,
    }?;
    Some(hex(&parts.digest.finalize()))
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// The parts of a picture, one after the other. The digest is that of the names and digests of all parts, so nothing can
/// move from one part to the next unseen.
struct Parts {
    digest: Sha256,
    /// Bytes that may still come. A hostile file names the same bytes many times over.
    left: usize,
}

impl Parts {
    fn new(bytes: &[u8], format: Format) -> Option<Self> {
        const OF_OUR_OWN: usize = 64;
        let digest = Sha256::new().chain_update(VERSION).chain_update(format.name()).chain_update([0]);
        Some(Self { digest, left: bytes.len().checked_add(OF_OUR_OWN)? })
    }

    /// A part in one piece. None where there is more of it all than the file holds.
    fn add(&mut self, name: &[u8], part: &[u8]) -> Option<()> {
        self.add_joined(name, [part])
    }

    /// A part that the file keeps in pieces. Where it is cut does not count.
    fn add_joined<'a>(&mut self, name: &[u8], pieces: impl IntoIterator<Item = &'a [u8]>) -> Option<()> {
        let mut digest = Sha256::new();
        for piece in pieces {
            self.left = self.left.checked_sub(piece.len())?;
            digest.update(piece);
        }
        self.digest.update([u8::try_from(name.len()).ok()?]);
        self.digest.update(name);
        self.digest.update(digest.finalize());
        Some(())
    }

    /// How an EXIF block (TIFF structure, with or without the `Exif` prefix) turns the picture. Upright is no part.
    fn add_orientation(&mut self, exif: Option<&[u8]>) -> Option<()> {
        let block = exif.map(|block| block.strip_prefix(b"Exif\0\0").unwrap_or(block));
        match block.and_then(Orientation::from_exif_chunk) {
            None | Some(Orientation::NoTransforms) => Some(()),
            Some(turned) => self.add(b"turned", &[turned.to_exif()]),
        }
    }
}

/// Reads numbers and runs of bytes from front to back; none beyond the end.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    /// A number of up to eight bytes, the most significant first; of none at all: zero.
    fn big_endian(&mut self, bytes: usize) -> Option<u64> {
        debug_assert!(bytes <= 8, "a number of at most eight bytes");
        Some(self.take(bytes)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn little_endian(&mut self, bytes: usize) -> Option<u64> {
        debug_assert!(bytes <= 8, "a number of at most eight bytes");
        Some(self.take(bytes)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}
