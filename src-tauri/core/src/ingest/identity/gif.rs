//! GIF: screen, colour tables, frames and how they follow each other, without comments and application blocks.

use super::{Cursor, Parts};

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    // The version grows with the first comment.
    let mut cursor = Cursor::new(bytes.get(6..)?);
    let screen = cursor.take(7)?;
    parts.add(b"screen", screen)?;
    parts.add(b"colours", cursor.take(table(screen[4]))?)?;
    let mut frames = 0;
    loop {
        match cursor.byte()? {
            0x3B => break,
            0x2C => {
                let descriptor = cursor.take(9)?;
                parts.add(b"frame", descriptor)?;
                parts.add(b"colours", cursor.take(table(descriptor[8]))?)?;
                parts.add(b"code size", cursor.take(1)?)?;
                parts.add_joined(b"pixels", blocks(&mut cursor)?)?;
                frames += 1;
            }
            0x21 => {
                let label = cursor.byte()?;
                let content = blocks(&mut cursor)?;
                // A comment, or what a program keeps for itself: XMP, how often it is played.
                if !matches!(label, 0xFE | 0xFF) {
                    parts.add_joined(&[label], content)?;
                }
            }
            _ => return None,
        }
    }
    (frames > 0).then_some(())
}

/// Size of the colour table that the flags tell of, in bytes.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The blocks up to the empty one.
fn blocks<'a>(cursor: &mut Cursor<'a>) -> Option<Vec<&'a [u8]>> {
    let mut blocks = Vec::new();
    loop {
        match cursor.byte()? {
            0 => return Some(blocks),
            size => blocks.push(cursor.take(usize::from(size))?),
        }
    }
}
