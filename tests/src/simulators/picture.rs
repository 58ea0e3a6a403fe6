//! What a service sees in the bytes that it gets: a real picture, decoded, and whether anything but pixels is in it.

use image::ImageFormat;

/// A picture that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// MIME type, by content.
    pub mime: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Decodes the bytes and notes metadata in them.
///
/// # Errors
/// What is wrong with the bytes, in a few words.
pub fn look(bytes: &[u8], violations: &mut Vec<String>) -> Result<Picture, String> {
    let format = image::guess_format(bytes).map_err(|error| error.to_string())?;
    let mime = match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::WebP => "image/webp",
        other => return Err(format!("{other:?}")),
    };
    let picture = image::load_from_memory_with_format(bytes, format).map_err(|error| error.to_string())?;
    let marks: [(&str, &[u8]); 7] = [
        ("EXIF", b"Exif\0\0"),
        ("XMP", b"http://ns.adobe.com/xap/"),
        ("XMP", b"XMP "),
        ("IPTC", b"Photoshop 3.0"),
        ("PNG text", b"tEXt"),
        ("PNG EXIF", b"eXIf"),
        ("GPS", b"GPSLatitude"),
    ];
    for (what, mark) in marks {
        // Text chunks are looked for in PNG only: four letters can stand in compressed data by chance.
        let chunk = mark.len() == 4;
        if (!chunk || mime == "image/png" && has_chunk(bytes, mark)) && contains(bytes, mark) {
            violations.push(format!("{what} in the picture that was sent"));
        }
    }
    Ok(Picture { mime, width: picture.width(), height: picture.height() })
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// Whether a PNG has a chunk of this type.
fn has_chunk(bytes: &[u8], kind: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let (Some(length), Some(name)) = (rest.first_chunk::<4>(), rest.get(4..8)) {
        if name == kind {
            return true;
        }
        rest = rest.get(u32::from_be_bytes(*length) as usize + 12..).unwrap_or_default();
    }
    false
}
