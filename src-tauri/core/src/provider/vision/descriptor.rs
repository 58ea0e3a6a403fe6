//! What the descriptors of all kinds of models have in common. A kind writes only what differs.

use crate::provider::{Accepts, Descriptor, Field, FieldKind, ImageBy, Model, Offers, PRICE, Privacy, Takes};

/// The key of a service that answers nobody without one.
pub const KEY: &[Field] = &[Field { name: "api_key", kind: FieldKind::Secret, required: true }];

/// The key of a server that may want one.
pub const OPTIONAL_KEY: &[Field] = &[Field { name: "api_key", kind: FieldKind::Secret, required: false }];

/// A kind without a name: bytes of a picture, an instruction and earlier turns go in, one text comes out; the list says which
/// models there are, and nobody knows what they ask.
pub const MODELS: Descriptor = Descriptor {
    id: "",
    name: "",
    home: None,
    key_page: None,
    top_up_page: None,
    endpoint: None,
    secrets: KEY,
    settings: &[Field { name: PRICE, kind: FieldKind::Text, required: false }],
    models: &[],
    many: false,
    names_models: true,
    makes_accounts: false,
    accepts: Accepts {
        by: ImageBy::Bytes,
        formats: &["image/jpeg", "image/png", "image/webp"],
        max_edge: 768,
        max_bytes: 4 << 20,
        max_base64: None,
    },
    takes: Takes { prompt: true, context: true, conversation: true },
    returns: Offers { alt: true, description: true, title: false, tags: false, credits: false, tokens: true },
    languages: &[],
    rate_limits: &[],
    price: None,
    free_on_this_computer: false,
    privacy: Privacy::Sent,
};

/// The entry of the model without a name: the one that is chosen where nobody named another.
pub const fn unnamed(operations: &'static [&'static str]) -> Model {
    Model { id: "", operations, takes: None, returns: None, languages: None }
}
