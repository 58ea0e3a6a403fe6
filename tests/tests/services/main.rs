//! Every service's adapter over real HTTP against its simulator: every documented success and error, and every way in
//! which a server can misbehave.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod anthropic;
mod any_answer;
mod bench;
mod callback;
mod connections;
mod describepicture;
mod gemini;
mod hostile;
mod imagedescriber;
mod imgopen;
mod key_origins;
mod log;
mod model_streams;
mod network;
mod ollama;
mod openai;
mod openai_compatible;
mod publish;
mod setup;
mod storage;
mod zakai;
