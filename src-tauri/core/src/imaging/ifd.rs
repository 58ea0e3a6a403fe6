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
    /// In the order of the file, each with those below it behind it.
    pub all: Vec<Directory>,
    /// Some directory lies beyond the end of the file.
    pub cut_off: bool,
}

impl<'a> Directories<'a> {
    /// Reads them; `None` where this is no such file. BigTIFF is not read.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let big_endian = match bytes.get(..4)? {
            b"II*\0" | b"IIRO" | b"IIRS" | b"IIU\0" => false,
            b"MM\0*" | b"MMOR" => true,
            _ => return None,
        };
        let mut found = Self { bytes, big_endian, all: Vec::new(), cut_off: false };
        let first = found.long(4)?;
        found.chain(first as usize, 0);
        Some(found)
    }

    fn chain(&mut self, mut at: usize, depth: usize) {
        let mut seen = Vec::new();
        while at != 0 && self.all.len() < MOST_DIRECTORIES && !seen.contains(&at) {
            seen.push(at);
            let Some(count) = self.short(at).map(usize::from) else {
                self.cut_off = true;
                return;
            };
            let fields: Vec<Field> = (0..count).map_while(|i| self.field(at + 2 + 12 * i)).collect();
            self.cut_off |= fields.len() < count;
            let directory = Directory { fields, at, below: depth > 0 };
            let below = self.numbers(&directory, SUB_DIRECTORIES);
            self.all.push(directory);
            if depth < DEEPEST {
                below.into_iter().for_each(|at| self.chain(at as usize, depth + 1));
            }
            match self.long(at + 2 + 12 * count) {
                // Directories below another one are named one by one.
                Some(next) if depth == 0 => at = next as usize,
                _ => return,
            }
        }
    }

    fn field(&self, at: usize) -> Option<Field> {
        let (tag, kind, count) = (self.short(at)?, self.short(at + 2)?, self.long(at + 4)? as usize);
        let within = count.checked_mul(size_of_kind(kind))? <= 4;
        let at = if within { at + 8 } else { self.long(at + 8)? as usize };
        Some(Field { tag, kind, count, at })
    }

    /// The numbers of a field; none where it is not there.
    pub fn numbers(&self, directory: &Directory, tag: u16) -> Vec<u32> {
        let Some(field) = directory.fields.iter().find(|field| field.tag == tag) else { return Vec::new() };
        let read = |i: usize| match field.kind {
            1 | 7 => self.bytes.get(field.at.checked_add(i)?).map(|byte| u32::from(*byte)),
            3 => self.short(field.at.checked_add(2 * i)?).map(u32::from),
            4 | 13 => self.long(field.at.checked_add(4 * i)?),
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
        5 | 10 | 12 => 8,
        _ => 1,
    }
}
