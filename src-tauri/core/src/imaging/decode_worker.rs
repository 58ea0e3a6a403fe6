//! The child's side of decoding: one file in, one picture out. What crashes, hangs or takes too much here ends this
//! process and nothing else. See `decoder` for the other side.

use super::{Decoded, Format, Limits, decode, heif, probe_within, svg};
use crate::failure::{Failure, Reason};
use crate::worker::{Line, Request, Role, Work};
use serde::{Deserialize, Serialize};
use std::io;

/// What a worker does for [`super::Decoder`]. Each of the roles has only what its formats need of the disk: libheif and
/// the system's fonts take time and memory to load, and are looked for before the doors close.
pub const DECODE_ROLES: [Role; 3] = [
    Role { name: PICTURES, prepare: || Box::new(work) },
    Role { name: HEIF, prepare: with_libheif },
    Role { name: LETTERS, prepare: with_fonts },
];

/// Decodes whatever needs nothing of the disk.
pub(super) const PICTURES: &str = "decode";
/// Decodes HEIC and AVIF.
pub(super) const HEIF: &str = "decode-heif";
/// Draws drawings with text.
pub(super) const LETTERS: &str = "decode-letters";

/// What is asked; the file is the request's body.
#[derive(Serialize, Deserialize)]
pub(super) struct Wanted {
    pub format: Format,
    pub edge: u32,
    pub limits: Limits,
}

/// What came of it: the reply's head. Its body is the pixels, row after row, and the EXIF block behind them.
#[derive(Serialize, Deserialize)]
pub(super) struct Told {
    /// Everything but pixels and EXIF.
    pub decoded: Decoded,
    pub size: (u32, u32),
    /// There is an EXIF block, though it may be empty.
    pub exif: bool,
}

fn with_libheif() -> Work {
    heif::load();
    Box::new(work)
}

fn with_fonts() -> Work {
    svg::load_fonts();
    Box::new(work)
}

fn work(request: Request, line: &mut Line) -> io::Result<()> {
    let Request { head, body } = request;
    let wanted: Wanted = serde_json::from_slice(&head)?;
    match open(&body, &wanted, line)? {
        Ok(mut decoded) => {
            let (pixels, exif) = (std::mem::take(&mut decoded.pixels), decoded.exif.take());
            let told = Told { decoded, size: pixels.dimensions(), exif: exif.is_some() };
            let head = serde_json::to_vec(&Ok::<_, Failure>(told))?;
            line.reply(&head, &[pixels.as_raw(), exif.as_deref().unwrap_or_default()])
        }
        Err(failure) => line.reply(&serde_json::to_vec(&Err::<Told, _>(failure))?, &[]),
    }
}

/// Reads the header, waits until there is room for the picture, and decodes it.
fn open(bytes: &[u8], wanted: &Wanted, line: &mut Line) -> io::Result<Result<Decoded, Failure>> {
    let header = super::guarded(wanted.format, || probe_within(bytes, wanted.format, &wanted.limits));
    let header = match header {
        Ok(header) => header,
        Err(failure) => return Ok(Err(failure)),
    };
    let room = line.ask(&header.memory(wanted.edge).to_le_bytes())?;
    if room.is_empty() {
        return Ok(Err(Reason::TooMuchMemory.into()));
    }
    Ok(decode(bytes, wanted.format, wanted.edge, &wanted.limits))
}
