//! Altsmith's engine: images in, words out, everything kept. Both faces (the window and the command line) call it; it
//! knows neither.
//!
//! The way of one image is `ingest` → `imaging` → `facts` → `provider` → `compose` → `library`; the arrow runs one way.

pub mod accounts;
pub mod batch;
pub mod beside;
pub mod clock;
pub mod compose;
pub mod connection;
pub mod describing;
pub mod engine;
pub mod export;
pub mod facts;
pub mod failure;
pub mod history;
pub mod i18n;
pub mod imaging;
pub mod ingest;
pub mod language;
pub mod leaving;
pub mod library;
pub mod log;
pub mod money;
pub mod private;
pub mod provider;
pub mod queue;
pub mod recovery;
pub mod samples;
pub mod secrets;
pub mod text;
pub mod trouble;
pub mod trust;
pub mod view;
pub mod worker;
pub mod workspace;
