//! Where words come from: one file (or folder) per service, each a [`Descriptor`] (data) and pure functions.
//!
//! A provider knows nothing of the database or the window. Everything else (the settings form, the preparation of the
//! image, the limiter, the estimate, `altsmith providers`, the table in the docs) reads the descriptor.

pub mod answer;
pub mod builtin;
mod describepicture;
mod descriptor;
pub mod endpoint;
pub mod error;
mod exchange;
pub mod http;
mod imagedescriber;
mod imgopen;
pub mod prompt;
pub mod retry;
mod secrets;
pub mod service;
mod zakai;

pub use descriptor::{
    Accepts, Descriptor, Field, FieldKind, ImageBy, Model, Offers, Price, PriceUnit, Privacy, RateLimit, Takes,
};
pub use exchange::{Credits, Reply, Request, Tokens, Turn, TurnRole};
pub use secrets::Secrets;
pub use service::{Ask, Charge, Inquiry, Knowledge, Mailbox, Progress, Service};

use crate::facts::Facts;

/// How a provider gets its words.
pub enum Means {
    /// Computed here from the picture's facts; nothing leaves the computer.
    Computed(fn(&Facts, &Request) -> Reply),
    /// Asked of a service over HTTP; `http` makes the calls.
    Http(&'static dyn Service),
}

/// A service, a model server or the built-in describer.
pub struct Provider {
    /// What it is, as data.
    pub descriptor: Descriptor,
    /// How it gets its words.
    pub means: Means,
}

/// All providers, in the order in which the window offers them.
pub fn registry() -> &'static [Provider] {
    static REGISTRY: std::sync::OnceLock<Vec<Provider>> = std::sync::OnceLock::new();
    REGISTRY.get_or_init(|| {
        vec![
            builtin::provider(),
            imagedescriber::provider(),
            describepicture::provider(),
            imgopen::provider(),
            zakai::provider(),
        ]
    })
}

/// The provider with this id.
pub fn find(id: &str) -> Option<&'static Provider> {
    registry().iter().find(|p| p.descriptor.id == id)
}
