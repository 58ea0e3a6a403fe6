//! HEIC and AVIF: the items that hold pixels, with their properties (codec, size, turning, mirroring, cropping, colours)
//! and how they belong together. Items of EXIF and XMP, and thumbnails, are left out.

use super::{Cursor, Parts};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// More items, properties and references than a picture of any size has tiles.
const MOST: usize = 20_000;

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    let mut meta = None;
    let mut boxes = Cursor::new(bytes);
    while let Some((kind, content)) = next_box(&mut boxes)? {
        match kind {
            b"meta" if meta.is_none() => meta = Some(content),
            // A sequence keeps its frames in another way, and a second list of items is nobody's.
            b"meta" | b"moov" | b"moof" => return None,
            _ => {}
        }
    }
    let meta = Meta::read(meta?)?;
    meta.take_apart(bytes, parts)
}

/// The next box: its kind and content. `Some(None)` at the end; none where it is longer than the file.
#[allow(clippy::option_option)] // the end is no fault
fn next_box<'a>(cursor: &mut Cursor<'a>) -> Option<Option<(&'a [u8; 4], &'a [u8])>> {
    if cursor.rest.is_empty() {
        return Some(None);
    }
    let size = cursor.big_endian(4)?;
    let kind = cursor.take(4)?.first_chunk::<4>()?;
    let length = match size {
        0 => cursor.rest.len(),
        1 => usize::try_from(cursor.big_endian(8)?.checked_sub(16)?).ok()?,
        size => usize::try_from(size.checked_sub(8)?).ok()?,
    };
    Some(Some((kind, cursor.take(length)?)))
}

/// The content of a box with version and flags.
fn versioned(content: &[u8]) -> Option<(u8, u64, Cursor<'_>)> {
    let mut cursor = Cursor::new(content);
    let version = cursor.byte()?;
    let flags = cursor.big_endian(3)?;
    Some((version, flags, cursor))
}

/// One item: what it is, and where its bytes are.
#[derive(Default)]
struct Item<'a> {
    kind: Option<&'a [u8]>,
    /// Places in the file (false) or in the box of data (true).
    extents: Vec<(bool, usize, usize)>,
    /// Indexes of its properties, with whether they are essential.
    properties: Vec<(u64, bool)>,
}

#[derive(Default)]
struct Meta<'a> {
    primary: u64,
    items: BTreeMap<u64, Item<'a>>,
    /// Kind and digest: many tiles share one.
    properties: Vec<(&'a [u8; 4], [u8; 32])>,
    /// Kind, from, to; in the order of the file.
    references: Vec<(&'a [u8; 4], u64, Vec<u64>)>,
    data: &'a [u8],
}

impl<'a> Meta<'a> {
    fn read(content: &'a [u8]) -> Option<Self> {
        let (_, _, mut boxes) = versioned(content)?;
        let mut meta = Self::default();
        while let Some((kind, content)) = next_box(&mut boxes)? {
            match kind {
                b"pitm" => {
                    let (version, _, mut cursor) = versioned(content)?;
                    meta.primary = cursor.big_endian(if version == 0 { 2 } else { 4 })?;
                }
                b"iinf" => meta.read_kinds(content)?,
                b"iloc" => meta.read_places(content)?,
                b"iprp" => meta.read_properties(content)?,
                b"iref" => meta.read_references(content)?,
                b"idat" => meta.data = content,
                // What protects or groups items; a picture that needs it is not told from its parts alone.
                b"ipro" => return None,
                _ => {}
            }
        }
        Some(meta)
    }

    fn read_kinds(&mut self, content: &'a [u8]) -> Option<()> {
        let (version, _, mut cursor) = versioned(content)?;
        cursor.take(if version == 0 { 2 } else { 4 })?;
        while let Some((kind, content)) = next_box(&mut cursor)? {
            (self.items.len() < MOST).then_some(())?;
            let (version, _, mut cursor) = versioned(content)?;
            (kind == b"infe" && matches!(version, 2 | 3)).then_some(())?;
            let id = cursor.big_endian(if version == 2 { 2 } else { 4 })?;
            cursor.take(2)?;
            let item = self.items.entry(id).or_default();
            item.kind.is_none().then_some(())?;
            item.kind = Some(cursor.take(4)?);
        }
        Some(())
    }

    fn read_places(&mut self, content: &'a [u8]) -> Option<()> {
        let (version, _, mut cursor) = versioned(content)?;
        (version <= 2).then_some(())?;
        let sizes = cursor.big_endian(2)?;
        let size = |shift: u32| usize::try_from(sizes >> shift & 15).ok().filter(|size| matches!(size, 0 | 4 | 8));
        let (offset, length, base) = (size(12)?, size(8)?, size(4)?);
        let index = if version == 0 { 0 } else { size(0)? };
        let count = cursor.big_endian(if version < 2 { 2 } else { 4 })?;
        (count <= MOST as u64).then_some(())?;
        for _ in 0..count {
            let id = cursor.big_endian(if version < 2 { 2 } else { 4 })?;
            let method = if version == 0 { 0 } else { cursor.big_endian(2)? & 15 };
            // Data in another file.
            (cursor.big_endian(2)? == 0).then_some(())?;
            let base = cursor.big_endian(base)?;
            let item = self.items.entry(id).or_default();
            item.extents.is_empty().then_some(())?;
            for _ in 0..cursor.big_endian(2)? {
                cursor.big_endian(index)?;
                let start = base.checked_add(cursor.big_endian(offset)?)?;
                let length = cursor.big_endian(length)?;
                // Zero stands for "to the end"; nobody writes that.
                (length > 0 && method <= 1).then_some(())?;
                item.extents.push((method == 1, usize::try_from(start).ok()?, usize::try_from(length).ok()?));
            }
        }
        Some(())
    }

    fn read_properties(&mut self, content: &'a [u8]) -> Option<()> {
        let mut boxes = Cursor::new(content);
        while let Some((kind, content)) = next_box(&mut boxes)? {
            match kind {
                b"ipco" => {
                    let mut cursor = Cursor::new(content);
                    while let Some((kind, content)) = next_box(&mut cursor)? {
                        (self.properties.len() < MOST).then_some(())?;
                        self.properties.push((kind, Sha256::digest(content).into()));
                    }
                }
                b"ipma" => {
                    let (version, flags, mut cursor) = versioned(content)?;
                    let count = cursor.big_endian(4)?;
                    (count <= MOST as u64).then_some(())?;
                    for _ in 0..count {
                        let id = cursor.big_endian(if version < 1 { 2 } else { 4 })?;
                        let item = self.items.entry(id).or_default();
                        for _ in 0..cursor.byte()? {
                            let bytes = if flags & 1 == 0 { 1 } else { 2 };
                            let number = cursor.big_endian(bytes)?;
                            let essential = 1 << (8 * bytes - 1);
                            item.properties.push((number & (essential - 1), number & essential != 0));
                        }
                    }
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn read_references(&mut self, content: &'a [u8]) -> Option<()> {
        let (version, _, mut boxes) = versioned(content)?;
        let size = if version == 0 { 2 } else { 4 };
        while let Some((kind, content)) = next_box(&mut boxes)? {
            (self.references.len() < MOST).then_some(())?;
            let mut cursor = Cursor::new(content);
            let from = cursor.big_endian(size)?;
            let count = cursor.big_endian(2)?;
            let to = (0..count).map(|_| cursor.big_endian(size)).collect::<Option<Vec<_>>>()?;
            self.references.push((kind, from, to));
        }
        Some(())
    }

    /// Items that show nothing of the picture: words, and a smaller copy.
    fn unseen(&self) -> BTreeSet<u64> {
        let thumbnails = self.references.iter().filter(|(kind, ..)| *kind == b"thmb").map(|(_, from, _)| *from);
        let words = self.items.iter().filter(|(_, item)| matches!(item.kind, None | Some(b"Exif" | b"mime" | b"uri ")));
        words.map(|(id, _)| *id).chain(thumbnails).filter(|id| *id != self.primary).collect()
    }

    fn take_apart(&self, bytes: &[u8], parts: &mut Parts) -> Option<()> {
        let unseen = self.unseen();
        let id = |id: u64| id.to_be_bytes();
        self.items.get(&self.primary)?.kind?;
        parts.add(b"primary", &id(self.primary))?;
        for (number, item) in self.items.iter().filter(|(number, _)| !unseen.contains(number)) {
            parts.add(&[b"item", &id(*number)[..], item.kind?].concat(), &[])?;
            for (property, essential) in item.properties.iter().filter(|(property, _)| *property != 0) {
                let (kind, digest) = self.properties.get(usize::try_from(property - 1).ok()?)?;
                parts.add(&[&kind[..], if *essential { b"!" } else { b"." }, digest].concat(), &[])?;
            }
            let pieces = item.extents.iter().map(|(own, start, length)| {
                let from = if *own { self.data } else { bytes };
                from.get(*start..start.checked_add(*length)?)
            });
            parts.add_joined(b"pixels", pieces.collect::<Option<Vec<_>>>()?)?;
        }
        for (kind, from, to) in self.references.iter().filter(|(_, from, _)| !unseen.contains(from)) {
            let to = to.iter().filter(|to| !unseen.contains(to)).flat_map(|to| id(*to));
            let linked: Vec<u8> = id(*from).into_iter().chain(to).collect();
            parts.add(&[&kind[..], &Sha256::digest(linked)].concat(), &[])?;
        }
        Some(())
    }
}
