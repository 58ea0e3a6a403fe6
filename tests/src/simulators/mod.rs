//! Simulators of the services, for tests and for trying by hand: as strict as the services' documents are (method, path,
//! headers, field names and types, sizes, limits, every documented error), with credits that count down, and able to
//! misbehave in every way in which a server can.
//!
//! A simulator is a plain function from request to answer ([`Documented`]); `server` puts it on a port of this computer,
//! records what came in and carries out a [`Fault`] where one was asked for. Nothing here shares code with the adapters:
//! what both got from the documents they got separately.

pub mod anthropic;
mod caller;
pub mod describepicture;
pub mod gemini;
pub mod imagedescriber;
pub mod imgopen;
pub mod ollama;
pub mod openai;
pub mod openai_compatible;
mod picture;
pub mod s3;
pub mod saying;
mod server;
pub mod tls;
pub mod zakai;

pub use picture::{Picture, look};
pub use server::{Answer, Documented, Fault, Received, Simulator, Then};
