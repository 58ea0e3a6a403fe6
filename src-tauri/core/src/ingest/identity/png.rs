//! PNG, also with frames: its critical chunks, and of the others those that change pixels, colours or orientation.

use super::{Cursor, Parts};

/// Chunks that are no critical ones and still change what is shown.
const SHOWN: &[&[u8; 4]] =
    &[b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"];

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    let mut cursor = Cursor::new(bytes.get(8..)?);
    // One stream of compressed pixels. How it is cut into chunks is up to whoever wrote the file.
    let mut data: Vec<&[u8]> = Vec::new();
    let mut exif = None;
    let mut begun = false;
    loop {
        let length = usize::try_from(cursor.big_endian(4)?).ok()?;
        let kind = cursor.take(4)?;
        let content = cursor.take(length)?;
        cursor.take(4)?;
        if kind == b"IDAT" {
            begun = true;
            data.push(content);
            continue;
        }
        if !data.is_empty() {
            parts.add_joined(b"IDAT", data.drain(..))?;
        }
        let critical = kind[0].is_ascii_uppercase();
        if kind == b"IEND" {
            break;
        } else if critical || SHOWN.iter().any(|shown| kind == *shown) {
            parts.add(kind, content)?;
        } else if kind == b"eXIf" && !begun {
            // Behind the pixels the decoder does not look for it.
            exif = exif.or(Some(content));
        }
    }
    begun.then_some(())?;
    parts.add_orientation(exif)
}
