//! WebP: the chunks of pixels and of the animation. The header that a file gets with its first words is no part of it; what
//! that header says of transparency and of the canvas is.

use super::{Cursor, Parts};

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    let mut cursor = Cursor::new(bytes.get(4..)?);
    let length = usize::try_from(cursor.little_endian(4)?).ok()?;
    let mut cursor = Cursor::new(cursor.take(length)?.strip_prefix(b"WEBP")?);
    let (mut header, mut exif) = (None, None);
    let (mut animated, mut pixels) = (false, false);
    let mut lossless_alpha = false;
    while !cursor.rest.is_empty() {
        let kind = cursor.take(4)?;
        let length = usize::try_from(cursor.little_endian(4)?).ok()?;
        let content = cursor.take(length)?;
        if length % 2 == 1 && !cursor.rest.is_empty() {
            cursor.take(1)?;
        }
        match kind {
            b"VP8X" => header = header.or(Some(content)),
            b"EXIF" => exif = exif.or(Some(content)),
            b"XMP " => {}
            b"ICCP" | b"ALPH" => parts.add(kind, content)?,
            b"VP8 " | b"VP8L" | b"ANMF" | b"ANIM" => {
                lossless_alpha |= kind == b"VP8L" && content.get(4).is_some_and(|byte| byte & 0x10 != 0);
                animated |= kind == b"ANIM";
                pixels |= kind != b"ANIM";
                parts.add(kind, content)?;
            }
            // Nobody shows what is not known. Whoever wrote it may have meant something by it.
            _ => parts.add(kind, content)?,
        }
    }
    pixels.then_some(())?;
    let Some(header) = header else {
        // Only a file with the header has metadata that counts.
        return parts.add(b"alpha", &[u8::from(lossless_alpha)]);
    };
    parts.add(b"alpha", &[u8::from(header.first()? & 0x10 != 0)])?;
    if animated {
        parts.add(b"canvas", header.get(4..10)?)?;
    }
    parts.add_orientation(exif)
}
