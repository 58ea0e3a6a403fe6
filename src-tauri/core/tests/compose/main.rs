//! From a reply to words that can be used.

mod checking;
mod cleaning;
mod copying;
mod lengths;
mod rendering;
