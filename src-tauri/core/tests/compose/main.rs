//! From a reply to words that can be used.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod answers;
mod checking;
mod cleaning;
mod copying;
mod lengths;
mod rendering;
