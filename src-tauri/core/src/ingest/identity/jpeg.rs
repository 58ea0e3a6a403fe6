//! JPEG: tables, frame and scans up to the end of the first picture. Of the application segments only what changes the
//! colours or the orientation.

use super::Parts;

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut head = Head::default();
    let mut scans = 0;
    loop {
        let (marker, after) = marker(rest)?;
        rest = after;
        match marker {
            0xD9 => break,
            // No second picture begins within the first, and nothing restarts outside of a scan.
            0x00 | 0x01 | 0xD0..=0xD8 => return None,
            _ => {}
        }
        let (payload, after) = segment(rest)?;
        rest = after;
        match marker {
            0xDA => {
                let end = end_of_scan(rest)?;
                parts.add_joined(b"scan", [payload, &rest[..end]])?;
                rest = &rest[end..];
                scans += 1;
            }
            // What stands after the first scan is too late for the decoder.
            0xE0..=0xEF | 0xFE if scans > 0 => {}
            0xE0..=0xEF | 0xFE => head.note(marker, payload),
            _ => {
                head.note(marker, payload);
                parts.add(&[0xFF, marker], payload)?;
            }
        }
    }
    (scans > 0).then_some(())?;
    head.finish(parts)
}

/// The marker that comes next; bytes of 0xFF may stand before it, and nothing else.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let filled = bytes.iter().take_while(|byte| **byte == 0xFF).count();
    let marker = bytes.get(filled).filter(|_| filled > 0)?;
    Some((*marker, &bytes[filled + 1..]))
}

/// A segment's content, and what follows it.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]));
    Some((bytes.get(2..length)?, &bytes[length..]))
}

/// Where the coded data of a scan ends: at the first marker that is neither a stuffed zero nor a restart.
fn end_of_scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            _ => return Some(at),
        }
    }
}

/// What stands before the first scan and is kept apart from it.
#[derive(Default)]
struct Head<'a> {
    exif: Option<&'a [u8]>,
    icc: Vec<(u8, &'a [u8])>,
    jfif: bool,
    /// Adobe's colour transform.
    adobe: Option<u8>,
    /// Ids of the components.
    components: Vec<u8>,
}

impl<'a> Head<'a> {
    fn note(&mut self, marker: u8, payload: &'a [u8]) {
        match marker {
            0xE0 => self.jfif |= payload.starts_with(b"JFIF\0") && payload.len() >= 14,
            0xE1 if self.exif.is_none() => self.exif = payload.strip_prefix(b"Exif\0\0"),
            0xE2 => {
                if let Some([number, _count, part @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") {
                    self.icc.push((*number, part));
                }
            }
            0xEE if payload.starts_with(b"Adobe") => self.adobe = Some(payload.get(11).copied().unwrap_or_default()),
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                self.components = payload.get(6..).unwrap_or_default().chunks(3).map(|one| one[0]).collect();
            }
            _ => {}
        }
    }

    fn finish(mut self, parts: &mut Parts) -> Option<()> {
        parts.add(b"colours", &self.colours())?;
        self.icc.sort_by_key(|(number, _)| *number);
        if !self.icc.is_empty() {
            parts.add_joined(b"profile", self.icc.iter().map(|(_, part)| *part))?;
        }
        parts.add_orientation(self.exif)
    }

    /// How the components are turned into colours, as libjpeg decides it. A JFIF segment alone says nothing new of most
    /// files, and programs add it or leave it out as they write EXIF.
    fn colours(&self) -> [u8; 2] {
        let (plain, changed, inverted) = (0, 1, u8::from(self.adobe.is_some()));
        match self.components.len() {
            3 => {
                let rgb = match self.adobe {
                    _ if self.jfif => false,
                    Some(transform) => transform == 0,
                    None => self.components == *b"RGB",
                };
                [if rgb { plain } else { changed }, 0]
            }
            4 => [if self.adobe.is_some_and(|transform| transform != 0) { changed } else { plain }, inverted],
            _ => [plain, 0],
        }
    }
}
