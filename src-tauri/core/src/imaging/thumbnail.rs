//! The small picture that the window shows. Always our own JPEG: the page never sees a byte of the original.

use super::{Decoded, encode, ground, resize};
use crate::failure::Failure;

const QUALITY: u8 = 82;

pub(super) fn thumbnail(decoded: &Decoded, edge: u32) -> Result<Vec<u8>, Failure> {
    let small = resize::fit(&decoded.pixels, edge, decoded.transparent)?;
    let ground = if decoded.transparent { ground::of(&small) } else { ground::WHITE };
    encode::jpeg(&encode::on_ground(small, decoded.transparent, ground), QUALITY)
}
