//! What a file is, by its first bytes. A name is never asked: `cat.jpg` may be a web page.
//!
//! Knows the formats that are read ([`sniff`]) and names a few that are pictures and are not read ([`unread`]), so
//! that their refusal can say what they are.

use super::{Format, jp2, jxl, raw};

/// As many bytes as [`sniff`] and [`unread`] look at. A folder's files are judged by so many.
pub const SNIFF_BYTES: usize = 4096;

/// More than this does not stand before a drawing's root.
pub const LONGEST_PROLOGUE: usize = 1 << 20;

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
            Self::Jxl => "image/jxl",
            Self::Jp2 => "image/jp2",
            Self::Raw => "image/x-raw",
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
            Self::Jxl => "JPEG XL",
            Self::Jp2 => "JPEG 2000",
            Self::Raw => "camera raw",
        }
    }
}

/// The format of a file that begins with `head`; `None`: not a picture that is read. A prefix of [`SNIFF_BYTES`] is enough
/// to tell pictures from others; only the whole file tells a camera's raw file from TIFF.
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
    } else if raw::is_raw(head) {
        Some(Format::Raw)
    } else if is_tiff(head) {
        Some(Format::Tiff)
    } else if jxl::is_jxl(head) {
        Some(Format::Jxl)
    } else if jp2::is_jp2(head) {
        Some(Format::Jp2)
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
    if starts(b"8BPS") {
        Some("Photoshop")
    } else if starts(&[0x76, 0x2F, 0x31, 0x01]) {
        Some("OpenEXR")
    } else if starts(b"gimp xcf") {
        Some("GIMP")
    } else if starts(b"#?RADIANCE") || starts(b"#?RGBE") {
        Some("Radiance HDR")
    } else if starts(b"DDS ") {
        Some("DDS")
    } else if starts(b"qoif") {
        Some("QOI")
    } else if starts(b"%!PS-Adobe") && head.windows(4).take(64).any(|four| four == b"EPSF") {
        Some("EPS")
    } else if matches!(head.get(..3), Some([b'P', b'1'..=b'7', b' ' | b'\n' | b'\r'])) {
        Some("PNM")
    } else if starts(&[0x49, 0x49, 0xBC, 0x01]) {
        Some("JPEG XR")
    } else {
        None
    }
}

fn is_tiff(head: &[u8]) -> bool {
    matches!(head.get(..4), Some(b"II*\0" | b"MM\0*" | b"II+\0" | b"MM\0+"))
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
/// Packed or not, in any encoding.
fn is_svg(head: &[u8]) -> bool {
    let text = super::svg::head(&head[..head.len().min(LONGEST_PROLOGUE)]);
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
            (b"II*\0\x10\0\0\0CR\x02\0", Some(Format::Raw)),
            (b"FUJIFILMCCD-RAW 0201", Some(Format::Raw)),
            (b"IIRO\x08\0\0\0", Some(Format::Raw)),
            (b"\0\0\0\x18ftypcrx \0\0\0\x01", Some(Format::Raw)),
            (&[0xFF, 0x0A, 0, 0], Some(Format::Jxl)),
            (b"\0\0\0\x0cjP  \r\n\x87\n", Some(Format::Jp2)),
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
        assert_eq!(unread(b"gimp xcf v011"), Some("GIMP"));
        assert_eq!(unread(b"%!PS-Adobe-3.0 EPSF-3.0"), Some("EPS"));
        assert_eq!(unread(b"P6 3 2 255"), Some("PNM"));
        assert_eq!(unread(b"\x89PNG\r\n\x1a\n"), None);
    }
}
