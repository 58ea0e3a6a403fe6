//! Pictures inside a drawing. Each is judged by its content and held to the limits of a file, and all of them together
//! to those of one. What the renderer would draw otherwise than people see it (turned, in other colours, in a format that
//! it does not know) is decoded here and handed on as PNG.

use super::{NESTED, Reading, parse};
use crate::imaging::{Format, decode_within, encode, format, jpeg, probe_within};
use resvg::usvg::ImageKind;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Longest edge that is kept of a picture inside a drawing.
const EDGE: u32 = 4096;

/// The picture as the renderer is to draw it; `None` where it is left out, which is told. `depth`: drawings around it.
pub fn picture(data: &Arc<Vec<u8>>, depth: u32, reading: &Arc<Reading>) -> Option<ImageKind> {
    let drawn = draw(data, depth, reading);
    if drawn.is_none() {
        reading.lost_pictures.store(true, Ordering::Relaxed);
    }
    drawn
}

fn draw(data: &Arc<Vec<u8>>, depth: u32, reading: &Arc<Reading>) -> Option<ImageKind> {
    let limits = &reading.limits;
    let found = format::sniff(data)?;
    if found == Format::Svg {
        // Drawings in drawings in drawings would nest without end.
        return (depth < NESTED).then(|| parse(data, depth + 1, reading).ok())?.map(ImageKind::SVG);
    }
    let header = probe_within(data, found, limits).ok()?;
    header.check(EDGE, limits).ok()?;
    reading.take(header.memory(u32::MAX))?;
    if found == Format::Jpeg && jpeg::is_plain(data) {
        return Some(ImageKind::JPEG(Arc::clone(data)));
    }
    if reading.measures {
        return None;
    }
    let decoded = decode_within(data, found, EDGE, limits).ok()?;
    let png = encode::png(&decoded.pixels, decoded.transparent).ok()?;
    Some(ImageKind::PNG(Arc::new(png)))
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use crate::imaging::Limits;
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    #[test]
    fn what_a_picture_inside_takes_is_asked_for_with_the_drawing() {
        let mut picture = std::io::Cursor::new(Vec::new());
        image::GrayImage::new(3000, 2000).write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
        let inside = BASE64_STANDARD.encode(picture.into_inner());
        let drawing = |inside: &str| {
            let text = format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><image width="60" height="40" href="{inside}"/></svg>"#
            );
            probe(text.as_bytes(), &Limits::default()).expect("a drawing").memory(60)
        };
        let (with, without) = (drawing(&format!("data:image/png;base64,{inside}")), drawing(""));
        assert!(with - without >= 3000 * 2000, "{with} {without}");
    }
}
