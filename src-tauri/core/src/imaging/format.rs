//! What a file is, by its first bytes. A name is never asked: `cat.jpg` may be a web page.
//!
//! Knows the formats that are read ([`sniff`]) and names a few that are pictures and are not read ([`unread`]), so
//! that their refusal can say what they are.

use super::Format;

/// As many bytes as [`sniff`] and [`unread`] look at. A folder's files are judged by so many.
pub const SNIFF_BYTES: usize = 4096;

impl Format {
    /// The MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Svg => "image/svg+xml",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Ico => "image/vnd.microsoft.icon",
        }
    }

    /// The format's own name, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Svg => "SVG",
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Ico => "ICO",
        }
    }
}

/// The format of a file that begins with `head` (a prefix of [`SNIFF_BYTES`] is enough); `None`: not a picture that is read.
pub fn sniff(head: &[u8]) -> Option<Format> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(&[0xFF, 0xD8, 0xFF]) {
        Some(Format::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(Format::Gif)
    } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(Format::WebP)
    } else if is_tiff(head) {
        Some(Format::Tiff)
    } else if is_bmp(head) {
        Some(Format::Bmp)
    } else if is_ico(head) {
        Some(Format::Ico)
    } else {
        heif_format(head).or_else(|| is_svg(head).then_some(Format::Svg))
    }
}

/// The name of a picture format that is known and not read.
pub fn unread(head: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(&[0xFF, 0x0A]) || starts(b"\0\0\0\x0cJXL \r\n\x87\n") {
        Some("JPEG XL")
    } else if starts(b"\0\0\0\x0cjP  \r\n\x87\n") || starts(&[0xFF, 0x4F, 0xFF, 0x51]) {
        Some("JPEG 2000")
    } else if starts(b"8BPS") {
        Some("Photoshop")
    } else if starts(&[0x76, 0x2F, 0x31, 0x01]) {
        Some("OpenEXR")
    } else if starts(b"FUJIFILMCCD-RAW") || starts(b"IIRO") || starts(b"IIU\0") || head.get(4..11) == Some(b"ftypcrx") {
        Some("camera raw")
    } else {
        None
    }
}

/// TIFF proper. Canon's CR2 has the same first bytes and no picture that the decoder could read.
fn is_tiff(head: &[u8]) -> bool {
    let magic = matches!(head.get(..4), Some(b"II*\0" | b"MM\0*" | b"II+\0" | b"MM\0+"));
    magic && head.get(8..10) != Some(b"CR")
}

/// `BM` alone begins many a text file: the size of the second header is looked at too.
fn is_bmp(head: &[u8]) -> bool {
    head.starts_with(b"BM")
        && head.get(14..18).is_some_and(|size| {
            matches!(u32::from_le_bytes([size[0], size[1], size[2], size[3]]), 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124)
        })
}

/// Icons and cursors: reserved zero, kind, a plausible number of entries, and the reserved byte of the first entry.
fn is_ico(head: &[u8]) -> bool {
    matches!(head.get(..4), Some([0, 0, 1 | 2, 0]))
        && head.get(4..6).is_some_and(|count| (1..=256).contains(&u16::from_le_bytes([count[0], count[1]])))
        && head.get(9) == Some(&0)
}

/// HEIF by the brands of its `ftyp` box: AVIF where one says so, else HEIC.
fn heif_format(head: &[u8]) -> Option<Format> {
    if head.get(4..8)? != b"ftyp" {
        return None;
    }
    let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let end = size.min(head.len());
    let major = head.get(8..12)?;
    let brands = || std::iter::once(major).chain(head.get(16..end).into_iter().flat_map(|b| b.chunks_exact(4)));
    let any = |wanted: &[&[u8; 4]]| brands().any(|brand| wanted.iter().any(|w| brand == *w));
    if any(&[b"avif", b"avis"]) {
        Some(Format::Avif)
    } else if any(&[b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"]) {
        Some(Format::Heic)
    } else {
        None
    }
}

/// SVG: the first element is `svg`, after what may stand before it (byte-order mark, declaration, comments, doctype).
fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype") {
            return is_svg_doctype(rest);
        } else {
            return is_svg_element(rest);
        };
        match rest.find(end) {
            Some(at) => rest = rest[at + end.len()..].trim_start(),
            None => return false,
        }
    }
}

/// The doctype names its root. Its internal subset may be longer than what was read, so nothing after it is looked at.
fn is_svg_doctype(rest: &str) -> bool {
    let root = rest["<!DOCTYPE".len()..].trim_start();
    let name = root.split(|c: char| c.is_whitespace() || c == '>' || c == '[').next().unwrap_or("");
    name == "svg" || name.ends_with(":svg")
}

fn is_svg_element(rest: &str) -> bool {
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or("");
    name == "svg" || name.ends_with(":svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let bmp = [b"BM".as_slice(), &[0; 12], &40u32.to_le_bytes()].concat();
        let table: &[(&[u8], Option<Format>)] = &[
            (&[0xFF, 0xD8, 0xFF, 0xE0], Some(Format::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Some(Format::Png)),
            (b"GIF89a", Some(Format::Gif)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(Format::WebP)),
            (b"RIFF\0\0\0\0WAVEfmt ", None),
            (b"II*\0\x08\0\0\0", Some(Format::Tiff)),
            (b"MM\0*\0\0\0\x08", Some(Format::Tiff)),
            (b"II*\0\x10\0\0\0CR\x02\0", None),
            (&bmp, Some(Format::Bmp)),
            (b"BMW is a car maker from Munich", None),
            (&[0, 0, 1, 0, 1, 0, 16, 16, 0, 0], Some(Format::Ico)),
            (&[0, 0, 1, 0, 0, 0, 16, 16, 0, 0], None),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(Format::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Some(Format::Avif)),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Some(Format::Svg)),
            ("\u{feff}<?xml version='1.0'?>\n<!-- x -->\n<svg>".as_bytes(), Some(Format::Svg)),
            (b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'", Some(Format::Svg)),
            (b"<s:svg xmlns:s='http://www.w3.org/2000/svg'>", Some(Format::Svg)),
            (b"<!doctype html><html><svg></svg></html>", None),
            (b"<html><svg>", None),
            (b"plain text", None),
            (b"", None),
        ];
        for (head, format) in table {
            assert_eq!(sniff(head), *format, "{:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn pictures_that_are_not_read_have_a_name() {
        assert_eq!(unread(b"8BPS\0\x01"), Some("Photoshop"));
        assert_eq!(unread(&[0xFF, 0x0A, 0]), Some("JPEG XL"));
        assert_eq!(unread(b"\x89PNG\r\n\x1a\n"), None);
    }
}
