//! Altsmith's real window, as a person has it: on a screen (a virtual one), with a mouse, a keyboard, a clipboard, a
//! keyring, closed and opened again. Needs the program (`cargo build -p altsmith-desktop`) and the tools that
//! `altsmith_tests::desktop` names; where they are missing these tests fail and say so.
//!
//! Pictures of every view are left in `artifacts/`.

#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // helpers of tests

mod altsmith;
mod closed_doors;
mod dialogs;
mod keyboard;
mod looks;
mod pictures;
mod services;
mod start;
mod ways_in;
