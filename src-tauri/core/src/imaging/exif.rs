//! The EXIF fields of a TIFF file. There the whole file is the TIFF structure: a copy with only the fields is kept.

use ::exif::experimental::Writer;
use ::exif::{Context, In, Reader, Tag};
use std::io::Cursor;

/// A small EXIF block with the fields of the first picture that describe it; `None` where there are none.
pub fn compact(tiff: &[u8]) -> Option<Vec<u8>> {
    let fields = Reader::new().read_from_container(&mut Cursor::new(tiff)).ok()?;
    let mut writer = Writer::new();
    let mut kept = 0;
    for field in fields.fields().filter(|field| field.ifd_num == In::PRIMARY && describes(field.tag)) {
        writer.push_field(field);
        kept += 1;
    }
    let mut block = Cursor::new(Vec::new());
    (kept > 0).then(|| writer.write(&mut block, fields.little_endian()).ok()).flatten()?;
    Some(block.into_inner())
}

/// Not the fields that say how the pixels are stored: they name places in the file that the copy does not have.
fn describes(tag: Tag) -> bool {
    match tag.context() {
        Context::Tiff => matches!(
            tag,
            Tag::Make
                | Tag::Model
                | Tag::DateTime
                | Tag::Artist
                | Tag::Copyright
                | Tag::ImageDescription
                | Tag::Software
        ),
        Context::Exif => tag != Tag::MakerNote && tag != Tag::UserComment,
        Context::Gps => true,
        _ => false,
    }
}
