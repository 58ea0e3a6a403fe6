//! The small picture that the window shows. Always our own JPEG: the page never sees a byte of the original.

use super::{Decoded, encode, resize};
use crate::failure::Failure;

const QUALITY: u8 = 82;

pub(super) fn thumbnail(decoded: &Decoded, edge: u32) -> Result<Vec<u8>, Failure> {
    let small = resize::fit(&decoded.pixels, edge, decoded.transparent)?;
    encode::jpeg(&encode::on_white(small, decoded.transparent), QUALITY)
}
