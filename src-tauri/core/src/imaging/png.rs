//! What a PNG says beside its pixels, read here within bounds: the chunks that say which colours are meant, the EXIF
//! block, and what kind of file it is. The decoder gets the file without what it would unpack for nothing: a packed
//! profile or text may be a thousand times its size.

use super::colour::Profile;
use super::light::Light;
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read;

/// Larger than any profile.
const LARGEST_PROFILE: u64 = 8 << 20;

/// What stands in the chunks.
#[derive(Default)]
pub struct Chunks<'a> {
    cicp: Option<(u8, u8)>,
    icc: Option<&'a [u8]>,
    srgb: bool,
    gamma: Option<f64>,
    primaries: Option<[[f64; 2]; 4]>,
    pub exif: Option<&'a [u8]>,
    /// Apple's own variant, which no other program reads: blue before red, and pixels packed in another way.
    pub apple: bool,
    /// Frames of its animation.
    pub frames: u32,
    /// Places of chunks that are not for the decoder.
    left_out: Vec<(usize, usize)>,
}

/// Reads the chunks. What breaks off is read as far as it goes.
pub fn chunks(bytes: &[u8]) -> Chunks<'_> {
    let mut found = Chunks::default();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = number(head, 0) as usize;
        let end = at.saturating_add(length).saturating_add(12);
        let Some(data) = bytes.get(at + 8..(at + 8).saturating_add(length)) else { break };
        match &head[4..8] {
            b"CgBI" => found.apple = true,
            b"cICP" if length == 4 => found.cicp = Some((data[0], data[1])),
            b"iCCP" => {
                found.icc = found.icc.or_else(|| after_name(data));
                found.left_out.push((at, end));
            }
            b"sRGB" => found.srgb = true,
            b"gAMA" if length == 4 => found.gamma = Some(f64::from(number(data, 0)) / 100_000.0),
            b"cHRM" if length == 32 => {
                let point = |i: usize| [8 * i, 8 * i + 4].map(|at| f64::from(number(data, at)) / 100_000.0);
                found.primaries = Some([0, 1, 2, 3].map(point));
            }
            b"eXIf" => found.exif = Some(data),
            b"acTL" if length >= 4 => found.frames = number(data, 0),
            b"tEXt" | b"zTXt" | b"iTXt" | b"sPLT" => found.left_out.push((at, end)),
            _ => {}
        }
        at = end;
    }
    found
}

impl Chunks<'_> {
    /// What the file says of its colours, the strongest word first (PNG, third edition, 4.3).
    pub fn profile(&self) -> Option<Profile> {
        if let Some((primaries, transfer)) = self.cicp {
            return Some(Profile::Light(Light::from_code_points(primaries, transfer)));
        }
        if let Some(profile) = self.icc.and_then(unpack) {
            return Some(Profile::Icc(profile));
        }
        if self.srgb || self.gamma.is_none() && self.primaries.is_none() {
            return None;
        }
        Some(Profile::Light(Light::from_gamma(self.gamma, self.primaries)))
    }

    /// The file without what the decoder need not see.
    pub fn for_decoder<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if self.left_out.is_empty() {
            return Cow::Borrowed(bytes);
        }
        let mut kept = Vec::with_capacity(bytes.len());
        let mut at = 0;
        for (from, to) in &self.left_out {
            kept.extend_from_slice(&bytes[at..*from]);
            at = (*to).min(bytes.len());
        }
        kept.extend_from_slice(&bytes[at..]);
        Cow::Owned(kept)
    }
}

/// The packed profile: after its name, a zero and the method.
fn after_name(data: &[u8]) -> Option<&[u8]> {
    let end = data.iter().take(80).position(|byte| *byte == 0)?;
    data.get(end + 2..)
}

/// `None` where it is damaged, or larger than a profile.
fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut profile = Vec::new();
    ZlibDecoder::new(packed).take(LARGEST_PROFILE + 1).read_to_end(&mut profile).ok()?;
    (profile.len() as u64 <= LARGEST_PROFILE).then_some(profile)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |n| u32::from_be_bytes([n[0], n[1], n[2], n[3]]))
}
