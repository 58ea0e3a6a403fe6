//! How large the pictures inside a HEIF file are coded, read from the codecs' own headers before libheif sees the file. What
//! the boxes declare is only a claim: the decoder takes memory for what the codec says.

/// Deepest nesting of boxes that is looked into: `meta/iprp/ipco/hvcC`.
const CONTAINERS: [&[u8; 4]; 3] = [b"meta", b"iprp", b"ipco"];

/// More items than any album has; each is looked at once.
const MOST_ITEMS: usize = 4096;

/// Width and height in pixels of the largest picture that is coded in the file; `None` where nothing says.
pub fn largest_coded(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut sizes = Vec::new();
    let meta = boxes(bytes).find(|(name, _)| *name == b"meta").map(|(_, meta)| meta.get(4..).unwrap_or_default())?;
    configurations(meta, &mut sizes);
    for data in items(bytes, meta) {
        sizes.extend(av1_sequence(data));
        sizes.extend(hevc_units(data));
    }
    sizes.into_iter().max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

/// The boxes that lie side by side: name and content.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (size, rest) = bytes.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_first_chunk::<4>()?;
        let (content, length) = match u32::from_be_bytes(*size) {
            0 => (rest, rest.len() as u64),
            1 => {
                let (long, rest) = rest.split_first_chunk::<8>()?;
                (rest, u64::from_be_bytes(*long).checked_sub(16)?)
            }
            short => (rest, u64::from(short).checked_sub(8)?),
        };
        // One that is longer than what is left has what is left.
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(content.len());
        let (content, after) = content.split_at(length);
        bytes = after;
        Some((name, content))
    })
}

/// What the codecs' configuration boxes say.
fn configurations(bytes: &[u8], sizes: &mut Vec<(u32, u32)>) {
    for (name, content) in boxes(bytes) {
        match name {
            b"hvcC" => sizes.extend(hevc_configuration(content)),
            b"av1C" => sizes.extend(content.get(4..).and_then(av1_sequence)),
            name if CONTAINERS.contains(&name) => configurations(content, sizes),
            _ => {}
        }
    }
}

/// The beginning of each item's data, as `iloc` locates it.
fn items<'a>(file: &'a [u8], meta: &'a [u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let part = |name: &[u8; 4]| boxes(meta).find(|(found, _)| *found == name).map(|(_, content)| content);
    if let Some(locations) = part(b"iloc") {
        // A list that ends too early has told of what stood before.
        let _ = locate(Fields(locations), file, part(b"idat").unwrap_or_default(), &mut found);
    }
    found
}

fn locate<'a>(mut iloc: Fields<'_>, file: &'a [u8], idat: &'a [u8], found: &mut Vec<&'a [u8]>) -> Option<()> {
    let version = iloc.number(1)?;
    iloc.number(3)?;
    let sizes = iloc.number(2)?;
    let nibble = |shift: u32| (sizes >> shift & 15) as usize;
    let (offset, length, base, index) = (nibble(12), nibble(8), nibble(4), nibble(0));
    let wide = if version < 2 { 2 } else { 4 };
    let count = iloc.number(wide)?;
    for _ in 0..count.min(MOST_ITEMS as u64) {
        iloc.number(wide)?;
        let inside = if version > 0 { iloc.number(2)? & 15 == 1 } else { false };
        iloc.number(2)?;
        let start = iloc.number(base)?;
        for extent in 0..iloc.number(2)? {
            if version > 0 {
                iloc.number(index)?;
            }
            let from = iloc.number(offset)?.checked_add(start)?;
            let long = iloc.number(length)?;
            let within = if inside { idat } else { file };
            let data = usize::try_from(from).ok().and_then(|from| within.get(from..));
            // The headers stand at the beginning.
            if let (0, Some(data)) = (extent, data) {
                let long = usize::try_from(long).unwrap_or(usize::MAX).min(data.len());
                found.push(if long == 0 { data } else { &data[..long] });
            }
        }
    }
    Some(())
}

/// Numbers one after the other, most significant byte first.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn number(&mut self, bytes: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

/// The sizes in the parameter sets of an `hvcC` box.
fn hevc_configuration(content: &[u8]) -> Vec<(u32, u32)> {
    let mut sizes = Vec::new();
    let mut fields = Fields(content.get(22..).unwrap_or_default());
    let arrays = fields.number(1).unwrap_or(0);
    for _ in 0..arrays {
        let Some(units) = fields.number(1).and_then(|_| fields.number(2)) else { break };
        for _ in 0..units {
            let Some(length) = fields.number(2) else { return sizes };
            let Some((unit, rest)) = fields.0.split_at_checked(length as usize) else { return sizes };
            fields.0 = rest;
            sizes.extend(hevc_parameters(unit));
        }
    }
    sizes
}

/// The sizes in parameter sets that stand in the picture's own data, each with its length before it.
fn hevc_units(data: &[u8]) -> Vec<(u32, u32)> {
    let mut sizes = Vec::new();
    let mut fields = Fields(data);
    while let Some(length) = fields.number(4) {
        let Some((unit, rest)) = usize::try_from(length).ok().and_then(|length| fields.0.split_at_checked(length))
        else {
            break;
        };
        sizes.extend(hevc_parameters(unit));
        fields.0 = rest;
    }
    sizes
}

/// Width and height in a sequence parameter set (H.265, 7.3.2.2); `None` for any other unit.
fn hevc_parameters(unit: &[u8]) -> Option<(u32, u32)> {
    const SEQUENCE_PARAMETERS: u8 = 33;
    if unit.first()? >> 1 & 63 != SEQUENCE_PARAMETERS {
        return None;
    }
    let payload = unescaped(&unit[2.min(unit.len())..]);
    let mut bits = Bits::new(&payload);
    bits.skip(4)?;
    let sub_layers = bits.take(3)? as usize;
    bits.skip(1 + 96)?;
    let mut present = Vec::new();
    for _ in 0..sub_layers {
        present.push((bits.take(1)? == 1, bits.take(1)? == 1));
    }
    if sub_layers > 0 {
        bits.skip(2 * (8_usize.checked_sub(sub_layers)?))?;
    }
    for (profile, level) in present {
        bits.skip(if profile { 88 } else { 0 } + if level { 8 } else { 0 })?;
    }
    bits.golomb()?;
    if bits.golomb()? == 3 {
        bits.skip(1)?;
    }
    Some((bits.golomb()?, bits.golomb()?))
}

/// Without the bytes that keep a start code from appearing by chance. Only what a header can take.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut zeros = 0;
    for byte in &bytes[..bytes.len().min(256)] {
        if *byte == 3 && zeros == 2 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 { (zeros + 1).min(2) } else { 0 };
        plain.push(*byte);
    }
    plain
}

/// Width and height in the first sequence header (AV1, 5.5).
fn av1_sequence(mut units: &[u8]) -> Option<(u32, u32)> {
    const SEQUENCE_HEADER: u8 = 1;
    loop {
        let (head, mut rest) = units.split_first()?;
        let (kind, extended, sized) = (head >> 3 & 15, head & 4 != 0, head & 2 != 0);
        if head & 0x80 != 0 {
            return None;
        }
        if extended {
            rest = rest.get(1..)?;
        }
        let length = if sized { leb128(&mut rest)? } else { rest.len() };
        if kind == SEQUENCE_HEADER {
            return av1_header(&rest[..length.min(rest.len())]);
        }
        units = rest.get(length..)?;
    }
}

fn leb128(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0_u64;
    for at in 0..8 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 127) << (7 * at);
        if byte & 128 == 0 {
            return usize::try_from(number).ok();
        }
    }
    None
}

fn av1_header(payload: &[u8]) -> Option<(u32, u32)> {
    let mut bits = Bits::new(payload);
    bits.skip(3 + 1)?;
    if bits.take(1)? == 1 {
        bits.skip(5)?;
    } else {
        av1_operating_points(&mut bits)?;
    }
    let (wide, high) = (bits.take(4)? + 1, bits.take(4)? + 1);
    Some((bits.take(wide as usize)? + 1, bits.take(high as usize)? + 1))
}

/// What a header that is not reduced to a still picture says of time.
fn av1_operating_points(bits: &mut Bits<'_>) -> Option<()> {
    let mut delay_bits = None;
    if bits.take(1)? == 1 {
        bits.skip(64)?;
        if bits.take(1)? == 1 {
            bits.golomb()?;
        }
        if bits.take(1)? == 1 {
            delay_bits = Some(bits.take(5)? as usize + 1);
            bits.skip(32 + 5 + 5)?;
        }
    }
    let display_delays = bits.take(1)? == 1;
    for _ in 0..=bits.take(5)? {
        bits.skip(12)?;
        if bits.take(5)? > 7 {
            bits.skip(1)?;
        }
        if let Some(delay) = delay_bits
            && bits.take(1)? == 1
        {
            bits.skip(2 * delay + 1)?;
        }
        if display_delays && bits.take(1)? == 1 {
            bits.skip(4)?;
        }
    }
    Some(())
}

/// Bits one after the other, the most significant first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        self.at += count;
        (self.at <= 8 * self.bytes.len()).then_some(())
    }

    /// At most 32.
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut number = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            number = number << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(number)
    }

    /// A number with as many zeros before it as it has bits behind its first one.
    fn golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        (1_u32 << zeros).checked_add(self.take(zeros)?)?.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits as they are written.
    #[derive(Default)]
    struct Written(Vec<bool>);

    impl Written {
        fn put(mut self, count: usize, value: u64) -> Self {
            self.0.extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
            self
        }

        fn golomb(self, value: u64) -> Self {
            let bits = (value + 1).ilog2() as usize;
            self.put(bits, 0).put(bits + 1, value + 1)
        }

        fn bytes(self) -> Vec<u8> {
            self.0
                .chunks(8)
                .map(|bits| bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << (7 - at)))
                .collect()
        }
    }

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
    }

    fn file(configuration: &[u8]) -> Vec<u8> {
        let properties = boxed(b"ipco", &[boxed(b"ispe", &[0; 12]), configuration.to_vec()].concat());
        let meta = boxed(b"meta", &[vec![0; 4], boxed(b"iprp", &properties)].concat());
        [boxed(b"ftyp", b"avif\0\0\0\0"), meta].concat()
    }

    fn still_header(width: u64, height: u64) -> Vec<u8> {
        let header = Written::default().put(3, 0).put(1, 1).put(1, 1).put(5, 8).put(4, 15).put(4, 15);
        let payload = header.put(16, width - 1).put(16, height - 1).put(20, 0).bytes();
        [vec![1 << 3 | 2, payload.len() as u8], payload].concat()
    }

    #[test]
    fn an_av1_header_says_its_size() {
        let configuration = boxed(b"av1C", &[vec![0x81, 0, 0, 0], still_header(16_384, 9_000)].concat());
        assert_eq!(largest_coded(&file(&configuration)), Some((16_384, 9_000)));
        let points = Written::default().put(3, 0).put(2, 0).put(1, 1).put(64, 7).put(1, 1).golomb(3).put(1, 1);
        let points = points.put(5, 9).put(42, 0).put(1, 1).put(5, 1);
        let point = |bits: Written| bits.put(12, 0).put(5, 9).put(1, 0).put(1, 1).put(21, 0).put(1, 1).put(4, 0);
        let payload = point(point(points)).put(4, 9).put(4, 8).put(10, 799).put(9, 499).put(20, 0).bytes();
        let units = [vec![2 << 3 | 2, 0, 1 << 3 | 6, 0, payload.len() as u8], payload].concat();
        assert_eq!(av1_sequence(&units), Some((800, 500)));
    }

    #[test]
    fn an_hevc_header_says_its_size() {
        let parameters = |sub_layers: u64| {
            let bits = Written::default()
                .put(16, 33 << 9 | 1)
                .put(4, 0)
                .put(3, sub_layers)
                .put(1, 1)
                .put(32, 0x0160_0000)
                .put(64, 93);
            let bits = (0..sub_layers).fold(bits, |bits, _| bits.put(2, 3));
            let bits = if sub_layers > 0 { bits.put(2 * (8 - sub_layers as usize), 0) } else { bits };
            let bits = (0..sub_layers).fold(bits, |bits, _| bits.put(32, 1).put(64, 1));
            bits.golomb(0).golomb(1).golomb(12_000).golomb(9_000).put(30, 5).bytes()
        };
        for sub_layers in [0, 2] {
            let unit = escaped(&parameters(sub_layers));
            assert_eq!(hevc_parameters(&unit), Some((12_000, 9_000)), "{sub_layers}");
            let sized = [&(unit.len() as u16).to_be_bytes()[..], &unit].concat();
            let array = [vec![0; 22], vec![1, 33, 0, 1], sized].concat();
            assert_eq!(largest_coded(&file(&boxed(b"hvcC", &array))), Some((12_000, 9_000)));
        }
    }

    /// As encoders write it.
    fn escaped(bytes: &[u8]) -> Vec<u8> {
        let mut out: Vec<u8> = Vec::new();
        for byte in bytes {
            if *byte <= 3 && out.ends_with(&[0, 0]) {
                out.push(3);
            }
            out.push(*byte);
        }
        out
    }

    #[test]
    fn a_header_in_the_data_counts_as_well() {
        let data = still_header(30_000, 20_000);
        for version in [0_u8, 1, 2] {
            let count: &[u8] = if version < 2 { &[0, 1] } else { &[0, 0, 0, 1] };
            let method: &[u8] = if version > 0 { &[0, 1] } else { &[] };
            let id: &[u8] = if version < 2 { &[0, 7] } else { &[0, 0, 0, 7] };
            // Version 0 knows only places in the file: the data follows the box that tells of it.
            let build = |offset: u32| {
                let extent = [&offset.to_be_bytes()[..], &(data.len() as u32).to_be_bytes()].concat();
                let iloc = [&[version, 0, 0, 0, 0x44, 0][..], count, id, method, &[0, 0, 0, 1], &extent].concat();
                let inner = [vec![0; 4], boxed(b"iloc", &iloc), boxed(b"idat", &data)].concat();
                [boxed(b"ftyp", b"avif\0\0\0\0"), boxed(b"meta", &inner)].concat()
            };
            let offset = if version > 0 { 0 } else { build(0).len() - data.len() };
            assert_eq!(largest_coded(&build(offset as u32)), Some((30_000, 20_000)), "version {version}");
        }
    }

    #[test]
    fn nothing_makes_it_fail() {
        let configuration = boxed(b"av1C", &[vec![0x81, 0, 0, 0], still_header(16_384, 9_000)].concat());
        let whole = file(&configuration);
        for end in 0..whole.len() {
            let _ = largest_coded(&whole[..end]);
            let mut damaged = whole.clone();
            damaged[end] ^= 0xFF;
            let _ = largest_coded(&damaged);
        }
    }
}
