//! The directories of a TIFF file, and of the camera raw files that are built like one: where its pictures and their
//! numbers lie. Reads numbers only, within bounds; no pixel.

/// More directories, and deeper ones, than any camera writes.
const MOST_DIRECTORIES: usize = 256;
const DEEPEST: usize = 4;
/// Numbers of one field that are read.
const MOST_NUMBERS: usize = 4096;

pub const NEW_SUBFILE_TYPE: u16 = 0x00FE;
pub const COMPRESSION: u16 = 0x0103;
pub const PHOTOMETRIC: u16 = 0x0106;
pub const STRIP_OFFSETS: u16 = 0x0111;
pub const ORIENTATION: u16 = 0x0112;
pub const SAMPLES: u16 = 0x0115;
pub const STRIP_LENGTHS: u16 = 0x0117;
pub const PLANES: u16 = 0x011C;
pub const TILE_OFFSETS: u16 = 0x0144;
pub const TILE_LENGTHS: u16 = 0x0145;
pub const SUB_DIRECTORIES: u16 = 0x014A;
pub const EXTRA_SAMPLES: u16 = 0x0152;
pub const JPEG_OFFSET: u16 = 0x0201;
pub const JPEG_LENGTH: u16 = 0x0202;
pub const PROFILE: u16 = 0x8773;
pub const DNG_VERSION: u16 = 0xC612;

/// One directory: its fields, and whether it hangs below another one.
pub struct Directory {
    fields: Vec<Field>,
    /// Where it lies in the file.
    pub at: usize,
    pub below: bool,
}

struct Field {
    tag: u16,
    kind: u16,
    count: usize,
    /// Where its data lies, in the field itself or elsewhere.
    at: usize,
}

/// A file's directories.
pub struct Directories<'a> {
    bytes: &'a [u8],
    pub big_endian: bool,
    /// BigTIFF: counts and places have eight bytes.
    big: bool,
    /// In the order of the file, each with those below it behind it.
    pub all: Vec<Directory>,
    /// Some directory lies beyond the end of the file.
    pub cut_off: bool,
}

impl<'a> Directories<'a> {
    /// Reads them; `None` where this is no such file.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (big_endian, big) = match bytes.get(..4)? {
            b"II*\0" | b"IIRO" | b"IIRS" | b"IIU\0" => (false, false),
            b"MM\0*" | b"MMOR" => (true, false),
            b"II+\0" => (false, true),
            b"MM\0+" => (true, true),
            _ => return None,
        };
        let mut found = Self { bytes, big_endian, big, all: Vec::new(), cut_off: false };
        let first = found.place(found.place_of_first())?;
        found.chain(first, 0);
        Some(found)
    }

    /// Where the place of the first directory stands.
    fn place_of_first(&self) -> usize {
        if self.big { 8 } else { 4 }
    }

    /// The same file, with this directory as its first one.
    pub fn beginning_with(&self, directory: &Directory) -> Vec<u8> {
        let mut changed = self.bytes.to_vec();
        let place = (directory.at as u64).to_be_bytes();
        let mut place = if self.big { place.to_vec() } else { place[4..].to_vec() };
        if !self.big_endian {
            place.reverse();
        }
        let at = self.place_of_first();
        changed[at..at + place.len()].copy_from_slice(&place);
        changed
    }

    fn chain(&mut self, mut at: usize, depth: usize) {
        let mut seen = Vec::new();
        while at != 0 && self.all.len() < MOST_DIRECTORIES && !seen.contains(&at) {
            seen.push(at);
            let (head, size) = if self.big { (8, 20) } else { (2, 12) };
            let count = if self.big { self.place(at) } else { self.short(at).map(usize::from) };
            // More fields than a small TIFF can count are none.
            let Some(count) = count.filter(|count| *count <= usize::from(u16::MAX)) else {
                self.cut_off = true;
                return;
            };
            let fields: Vec<Field> = (0..count).map_while(|i| self.field(at + head + size * i)).collect();
            self.cut_off |= fields.len() < count;
            let directory = Directory { fields, at, below: depth > 0 };
            let below = self.numbers(&directory, SUB_DIRECTORIES);
            self.all.push(directory);
            if depth < DEEPEST {
                below.into_iter().for_each(|at| self.chain(at as usize, depth + 1));
            }
            match self.place(at + head + size * count) {
                // Directories below another one are named one by one.
                Some(next) if depth == 0 => at = next,
                _ => return,
            }
        }
    }

    fn field(&self, at: usize) -> Option<Field> {
        let (tag, kind, count) = (self.short(at)?, self.short(at.checked_add(2)?)?, self.place(at.checked_add(4)?)?);
        let (data, room) = if self.big { (at.checked_add(12)?, 8) } else { (at.checked_add(8)?, 4) };
        let within = count.checked_mul(size_of_kind(kind))? <= room;
        let at = if within { data } else { self.place(data)? };
        Some(Field { tag, kind, count, at })
    }

    /// The numbers of a field; none where it is not there.
    pub fn numbers(&self, directory: &Directory, tag: u16) -> Vec<u32> {
        let Some(field) = directory.fields.iter().find(|field| field.tag == tag) else { return Vec::new() };
        let read = |i: usize| match field.kind {
            1 | 7 => self.bytes.get(field.at.checked_add(i)?).map(|byte| u32::from(*byte)),
            3 => self.short(field.at.checked_add(2 * i)?).map(u32::from),
            4 | 13 => self.long(field.at.checked_add(4 * i)?),
            16 | 18 => self.long_long(field.at.checked_add(8 * i)?).and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        (0..field.count.min(MOST_NUMBERS)).map_while(read).collect()
    }

    /// The first number of a field.
    pub fn number(&self, directory: &Directory, tag: u16) -> Option<u32> {
        self.numbers(directory, tag).first().copied()
    }

    /// The bytes of a field.
    pub fn data(&self, directory: &Directory, tag: u16) -> Option<&'a [u8]> {
        let field = directory.fields.iter().find(|field| field.tag == tag)?;
        let length = field.count.checked_mul(size_of_kind(field.kind))?;
        self.bytes.get(field.at..field.at.checked_add(length)?)
    }

    /// Some strip or tile of the directory lies beyond the end of the file.
    pub fn is_cut_off(&self, directory: &Directory) -> bool {
        [(STRIP_OFFSETS, STRIP_LENGTHS), (TILE_OFFSETS, TILE_LENGTHS)].into_iter().any(|(offsets, lengths)| {
            let (offsets, lengths) = (self.numbers(directory, offsets), self.numbers(directory, lengths));
            offsets.iter().zip(lengths).any(|(at, length)| u64::from(*at) + u64::from(length) > self.bytes.len() as u64)
        })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?;
        Some(if self.big_endian { u16::from_be_bytes([two[0], two[1]]) } else { u16::from_le_bytes([two[0], two[1]]) })
    }

    /// A count or a place, as wide as this kind of file has them.
    fn place(&self, at: usize) -> Option<usize> {
        let number = if self.big { self.long_long(at)? } else { self.long(at)?.into() };
        usize::try_from(number).ok()
    }

    fn long_long(&self, at: usize) -> Option<u64> {
        let (first, second) = (u64::from(self.long(at)?), u64::from(self.long(at.checked_add(4)?)?));
        Some(if self.big_endian { first << 32 | second } else { second << 32 | first })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at.checked_add(4)?)?;
        let four = [four[0], four[1], four[2], four[3]];
        Some(if self.big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }
}

fn size_of_kind(kind: u16) -> usize {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 1,
    }
}
