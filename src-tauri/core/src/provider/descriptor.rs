//! What a kind is, as data. No words for people here: names of fields, notes and hints stand in the message files
//! under `provider-<id>` (`.note`, `.privacy`, `.key-hint`, `.field-<name>`), so that they exist in every language.

use crate::money::Amount;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// The setting that says where a service is.
const ENDPOINT: &str = "endpoint";

/// Everything the rest of Altsmith needs to know of a kind.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Descriptor {
    /// Stable id of the kind (`zakai`), and of the connection that it has by itself.
    #[serde(rename = "kind")]
    pub id: &'static str,
    /// The product's own name, the same in every language.
    #[serde(rename = "product")]
    pub name: &'static str,
    /// Home page, where there is one.
    pub home: Option<&'static str>,
    /// The page on which a key is got.
    pub key_page: Option<&'static str>,
    /// The page on which credits are bought.
    pub top_up_page: Option<&'static str>,
    /// Scheme, host and path prefix of the service; `providers.<id>.endpoint` overrides it. None: nothing is called, or the
    /// person says where it is.
    pub endpoint: Option<&'static str>,
    /// Secrets, kept in the keyring: `api_key`, `secret`, …
    pub secrets: &'static [Field],
    /// Settings of this provider (`providers.<id>.<name>`).
    pub settings: &'static [Field],
    /// Models or operations; the first is the default.
    pub models: &'static [Model],
    /// A person may have any number of connections of this kind: servers of their own.
    pub many: bool,
    /// The service has a list of its models: others than these can be chosen.
    pub names_models: bool,
    /// Accounts are made with a request to the service.
    pub makes_accounts: bool,
    /// What pictures it takes.
    pub accepts: Accepts,
    /// What else it takes.
    pub takes: Takes,
    /// What it gives.
    pub returns: Offers,
    /// Languages it can answer in (BCP 47 primary tags); empty: any.
    pub languages: &'static [&'static str],
    /// Documented limits.
    pub rate_limits: &'static [RateLimit],
    /// What a request costs, where that is documented.
    pub price: Option<Amount>,
    /// On this computer it is the person's own and costs nothing, unless they say that it does.
    pub free_on_this_computer: bool,
    /// What happens to a picture that is sent.
    pub privacy: Privacy,
}

/// Kinds are told apart by their ids.
impl PartialEq for Descriptor {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Descriptor {
    /// Whether it is called at all: nothing is, where words are computed here.
    pub fn is_called(&self) -> bool {
        self.privacy == Privacy::Sent
    }

    /// Whether the person must say where it is.
    pub fn needs_endpoint(&self) -> bool {
        self.is_called() && self.endpoint.is_none()
    }

    /// Where it is with these settings of the person's, as text; none where nobody has said it.
    pub fn address<'a>(&'a self, settings: &'a BTreeMap<String, String>) -> Option<&'a str> {
        settings.get(ENDPOINT).map(String::as_str).or(self.endpoint)
    }

    /// The setting that says where a secret is sent: the address of its own kind where there is one (`s3_endpoint` for
    /// `s3_access_key_id`), else the service's.
    pub fn address_of(&self, secret: &str) -> &'static str {
        let own =
            |name: &str| name.strip_suffix(ENDPOINT).is_some_and(|kind| !kind.is_empty() && secret.starts_with(kind));
        self.settings.iter().map(|field| field.name).find(|name| own(name)).unwrap_or(ENDPOINT)
    }

    /// What is known of a model. One that only the service knows is like the default one.
    ///
    /// `None` only for a provider without models, of which there is none.
    pub fn model(&self, id: &str) -> Option<&'static Model> {
        self.models.iter().find(|model| model.id == id).or(self.models.first())
    }

    /// The languages that a model knows; empty: any.
    pub fn languages_of(&self, model: &str) -> &'static [&'static str] {
        self.model(model).and_then(|model| model.languages).unwrap_or(self.languages)
    }

    /// What a model takes beside the picture.
    pub fn takes_of(&self, model: &str) -> Takes {
        self.model(model).and_then(|model| model.takes).unwrap_or(self.takes)
    }

    /// The operations that one picture takes with a model, in order; empty where nothing is called.
    pub fn operations(&self, model: &str) -> &'static [&'static str] {
        self.model(model).map_or(&[], |model| model.operations)
    }

    /// Requests that one picture takes.
    pub fn calls(&self, model: &str) -> u32 {
        self.operations(model).len() as u32
    }
}

/// A field of the settings form.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Field {
    /// Its name in settings, environment variables and the keyring.
    pub name: &'static str,
    /// How it is typed in.
    pub kind: FieldKind,
    /// Whether nothing works without it.
    pub required: bool,
}

/// How a field is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum FieldKind {
    Secret,
    Text,
    /// A text that decides where pictures go.
    Place,
    Url,
    Number,
    Switch,
}

/// A model or an operation of a service.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Model {
    /// The service's own name for it.
    pub id: &'static str,
    /// The operations that one picture takes, in the order in which they are called; empty where nothing is called.
    pub operations: &'static [&'static str],
    /// What it takes beside the picture, where that differs from the provider's.
    pub takes: Option<Takes>,
    /// What it gives, where that differs from the provider's.
    pub returns: Option<Offers>,
    /// Languages, where they differ from the provider's.
    pub languages: Option<&'static [&'static str]>,
}

/// What pictures a provider takes. The image is prepared to fit all of it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Accepts {
    /// Whether the picture's bytes, a URL of it, or both can be sent.
    pub by: ImageBy,
    /// MIME types, the preferred first.
    pub formats: &'static [&'static str],
    /// Longest edge that is sent, in pixels.
    pub max_edge: u32,
    /// Largest file that is sent, in bytes.
    pub max_bytes: usize,
    /// Largest base64 text that is sent, in bytes.
    pub max_base64: Option<usize>,
}

/// How a provider gets a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum ImageBy {
    Bytes,
    Url,
    BytesOrUrl,
}

/// What a provider takes beside the picture.
#[derive(Clone, Copy, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Takes {
    /// An instruction.
    pub prompt: bool,
    /// What the person knows: people, place, purpose.
    pub context: bool,
    /// Earlier turns: follow-up questions.
    pub conversation: bool,
}

/// What a provider gives.
#[derive(Clone, Copy, Debug, Default, Serialize, TS)]
#[ts(export)]
#[allow(missing_docs)]
pub struct Offers {
    pub alt: bool,
    pub description: bool,
    pub title: bool,
    pub tags: bool,
    pub credits: bool,
    pub tokens: bool,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct RateLimit {
    /// Requests.
    pub requests: u32,
    /// In this many seconds.
    pub seconds: u32,
}

/// Where a picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum Privacy {
    /// Nothing leaves the computer.
    Local,
    /// The prepared picture goes to the service.
    Sent,
}
