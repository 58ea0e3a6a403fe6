//! What is asked of a provider and what comes back, the same for all of them.

use super::adapter::Charge;
use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One question about one picture. Together with the picture's bytes and the provider it identifies a request: the same
/// again is answered from the history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Model or operation; empty: the provider's first.
    pub model: String,
    /// Language of the answer, a primary tag (`de`).
    pub language: String,
    /// Name of the preset: `alt`, `long`, `caption`, `social`, `product`, `text`, `tags`, or one of the person's.
    pub style: String,
    /// The person's own instruction; replaces the preset's.
    pub prompt: Option<String>,
    /// What the person knows: people, place, purpose.
    pub context: Option<String>,
    /// Length that the alt text must keep, in graphemes.
    pub max_chars: Option<usize>,
    /// Earlier turns about the same picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
}

/// One turn of a conversation about a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Turn {
    /// Who spoke.
    pub role: TurnRole,
    /// What was said.
    pub text: String,
}

/// Who spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum TurnRole {
    User,
    Model,
}

/// What a provider answered, as it said it: `compose` cleans it. A field that it does not give is `None`, never invented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The short text, where the provider gives one.
    pub alt: Option<String>,
    /// The long text; may be Markdown.
    pub description: Option<String>,
    /// A title.
    pub title: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// What the service said of the credits.
    pub credits: Option<Credits>,
    /// What the model counted.
    pub tokens: Option<Tokens>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// The answer's body as it came, capped, for the record.
    pub raw: Option<String>,
    /// The picture needs no words (`alt=""`), with the reason.
    pub decorative: Option<String>,
    /// Every call that the service counted; empty where nothing was paid for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Why the words are fewer than asked for: a later call failed after earlier ones were paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<Failure>,
}

/// A reading of a balance.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Credits {
    /// What this request cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub used: Option<f64>,
    /// What is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub remaining: Option<f64>,
    /// What there was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub total: Option<f64>,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
    /// First day of validity, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<String>,
    /// Last day of validity, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_until: Option<String>,
}

/// Tokens that a model counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tokens {
    /// Read.
    pub input: u32,
    /// Written.
    pub output: u32,
}
