//! The boxes of ISO base media files (HEIF, JPEG 2000, JPEG XL, CR3): where each begins and ends.

/// One box: its kind, all of it, and what is in it.
pub struct Part<'a> {
    pub kind: [u8; 4],
    pub whole: &'a [u8],
    pub inside: &'a [u8],
}

/// The boxes of the topmost level; the last one is missing where it is longer than what is left.
pub fn parts(bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, size) = measure(rest)?;
        let whole = rest.get(..size)?;
        rest = &rest[size..];
        Some(Part { kind: [whole[4], whole[5], whole[6], whole[7]], whole, inside: &whole[head..] })
    })
}

/// The last box, or one before it, is longer than what is left of the file.
pub fn is_cut_off(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        match measure(rest) {
            Some((_, size)) if size <= rest.len() => rest = &rest[size..],
            Some(_) => return true,
            // Fewer bytes than a box begins with, or a size that cannot be.
            None => return rest.len() < 8 || rest[..4] == [0, 0, 0, 1] && rest.len() < 16,
        }
    }
    false
}

/// Length of a box's head, and of all of it.
fn measure(bytes: &[u8]) -> Option<(usize, usize)> {
    let number = |at: usize| bytes.get(at..at + 4).map(|n| u64::from(u32::from_be_bytes([n[0], n[1], n[2], n[3]])));
    bytes.get(..8)?;
    let (head, size) = match number(0)? {
        0 => (8, bytes.len() as u64),
        1 => (16, number(8)? << 32 | number(12)?),
        size => (8, size),
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    (size >= head).then_some((head, size))
}
