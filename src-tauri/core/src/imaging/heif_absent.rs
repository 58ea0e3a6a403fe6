//! Stands in for `heif` in builds without it: every HEIC and AVIF is refused, with the format's name.

use super::{Format, Header, Limits, Undecoded};
use crate::failure::{Failure, Reason};

/// Refuses.
pub fn probe(_: &[u8], format: Format, _: &Limits) -> Result<Header, Failure> {
    Err(Failure::new(Reason::FormatNotBuiltIn).with("format", format.name()))
}

/// Refuses.
pub fn decode(_: &[u8], format: Format, _: &Limits) -> Result<Undecoded, Failure> {
    Err(Failure::new(Reason::FormatNotBuiltIn).with("format", format.name()))
}

/// There is nothing to load.
pub fn load() {}
