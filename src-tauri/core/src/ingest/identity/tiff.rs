//! TIFF: strips or tiles of all pages, and every field but those that hold words or places in the file.

use super::Parts;

/// Fields that hold words, dates, places on earth or a program's own notes, and what a printer makes of the size.
const WORDS: &[u16] = &[
    269, 270, 271, 272, 282, 283, 285, 296, 305, 306, 315, 316, 700, 18_246, 18_249, 33_432, 33_723, 34_377, 34_665,
    34_853, 37_724, 40_091, 40_092, 40_093, 40_094, 40_095, 40_965, 50_341, 59_932,
];
const STRIP_OFFSETS: u16 = 273;
const STRIP_LENGTHS: u16 = 279;
const TILE_OFFSETS: u16 = 324;
const TILE_LENGTHS: u16 = 325;
const ORIENTATION: u16 = 274;
/// Pages of their own, the old way to keep JPEG, unused space: what lies there is not looked for.
const ELSEWHERE: &[u16] = &[288, 289, 330, 513, 514];
/// More pages than anybody keeps in one file.
const MOST_PAGES: usize = 4096;

pub(super) fn take_apart(bytes: &[u8], parts: &mut Parts) -> Option<()> {
    let file = File { bytes, big: bytes.starts_with(b"MM") };
    // BigTIFF has another number here, and other sizes.
    (file.short(2)? == 42).then_some(())?;
    parts.add(b"order", bytes.get(..2)?)?;
    let mut page = file.long(4)?;
    let mut pages = 0;
    while page != 0 {
        pages += 1;
        (pages <= MOST_PAGES).then_some(())?;
        page = file.take_page(page, parts)?;
    }
    (pages > 0).then_some(())
}

#[derive(Clone, Copy)]
struct File<'a> {
    bytes: &'a [u8],
    big: bool,
}

/// One field: its type, how many values, and their bytes.
struct Field<'a> {
    tag: u16,
    kind: u16,
    values: &'a [u8],
}

impl<'a> File<'a> {
    fn at(self, at: usize, count: usize) -> Option<&'a [u8]> {
        self.bytes.get(at..at.checked_add(count)?)
    }

    fn number(self, bytes: &[u8]) -> usize {
        let join = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        if self.big { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) }
    }

    fn short(self, at: usize) -> Option<usize> {
        self.at(at, 2).map(|bytes| self.number(bytes))
    }

    fn long(self, at: usize) -> Option<usize> {
        self.at(at, 4).map(|bytes| self.number(bytes))
    }

    /// The parts of a page; answers where the next one is.
    fn take_page(self, page: usize, parts: &mut Parts) -> Option<usize> {
        let count = self.short(page)?;
        let (mut offsets, mut lengths, mut all) = (None, None, Vec::with_capacity(count));
        for at in (0..count).map(|number| page + 2 + 12 * number) {
            let field = self.field(at)?;
            match field.tag {
                STRIP_OFFSETS | TILE_OFFSETS if offsets.is_none() => offsets = Some(field),
                STRIP_LENGTHS | TILE_LENGTHS if lengths.is_none() => lengths = Some(field),
                STRIP_OFFSETS | TILE_OFFSETS | STRIP_LENGTHS | TILE_LENGTHS => return None,
                tag if ELSEWHERE.contains(&tag) => return None,
                tag if WORDS.contains(&tag) => {}
                ORIENTATION if self.number(field.values) <= 1 => {}
                _ => all.push(field),
            }
        }
        // They are to be in order; programs that add one do not all keep to that.
        all.sort_by_key(|field| field.tag);
        for field in all {
            let name = [field.tag.to_be_bytes(), field.kind.to_be_bytes()].concat();
            parts.add(&name, field.values)?;
        }
        let (offsets, lengths) = (self.values(&offsets?)?, self.values(&lengths?)?);
        (offsets.len() == lengths.len() && !offsets.is_empty()).then_some(())?;
        for (offset, length) in offsets.into_iter().zip(lengths) {
            parts.add(b"pixels", self.at(offset, length)?)?;
        }
        self.long(page + 2 + 12 * count)
    }

    fn field(self, at: usize) -> Option<Field<'a>> {
        let (tag, kind) = (self.short(at)? as u16, self.short(at + 2)? as u16);
        let size = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = self.long(at + 4)?.checked_mul(size)?;
        let place = if length <= 4 { at + 8 } else { self.long(at + 8)? };
        Some(Field { tag, kind, values: self.at(place, length)? })
    }

    /// The numbers of a field of places or lengths.
    fn values(self, field: &Field<'_>) -> Option<Vec<usize>> {
        let size = match field.kind {
            3 => 2,
            4 | 13 => 4,
            _ => return None,
        };
        Some(field.values.chunks_exact(size).map(|value| self.number(value)).collect())
    }
}
