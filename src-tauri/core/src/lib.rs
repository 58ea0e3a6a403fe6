//! Altsmith's engine: images in, words out, everything kept. Both faces (the window and the command line) call it; it
//! knows neither.
//!
//! The way of one image is `ingest` → `imaging` → `facts` → `provider` → `compose` → `library`; the arrow runs one way.

pub mod batch;
pub mod compose;
pub mod engine;
pub mod export;
pub mod facts;
pub mod failure;
pub mod i18n;
pub mod imaging;
pub mod ingest;
pub mod library;
pub mod log;
pub mod provider;
pub mod queue;
pub mod remedy;
pub mod samples;
pub mod secrets;
pub mod view;
