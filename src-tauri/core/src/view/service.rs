//! A service as the person set it up: its form, its models, its keys (never their values), its budget.

use super::Trouble;
use crate::money::Amount;
use crate::money::Credits;
use crate::provider::{Descriptor, FieldKind, Offers, Takes};
use crate::secrets::{KeyPlace, KeyStatus, VaultState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A connection that can be chosen: a service, a server of the person's own, the built-in describer.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ServiceView {
    /// The connection's id.
    pub id: String,
    /// What the person calls it; the product's name where they gave it none.
    pub name: String,
    /// The person added it, and can remove it.
    pub added: bool,
    /// What is the same for all of its kind.
    #[serde(flatten)]
    pub descriptor: Descriptor,
}

/// Everything about a provider that a person can read or set, but for its keys, in the person's language.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ServiceSetup {
    /// Provider's id.
    pub provider: String,
    /// What the person calls it.
    pub name: String,
    /// One sentence about it.
    pub about: String,
    /// What is special about it.
    pub note: String,
    /// Where a picture goes.
    pub privacy: String,
    /// How a key is got; none where there is no key.
    pub key_hint: Option<String>,
    /// What testing the key does and costs; none where there is nothing to test.
    pub check: Option<String>,
    /// The form: secrets first, then the settings, in order.
    pub fields: Vec<ServiceField>,
    /// The model that is used.
    pub model: String,
    /// Models that can be chosen; those of the descriptor and those that the service named.
    pub models: Vec<ServiceModel>,
    /// What may be spent: a run, a day, a month. Empty where nothing is ever sent.
    pub budgets: Vec<Budget>,
    /// Accounts are made from here ([`AccountAction`]).
    pub makes_accounts: bool,
    /// Pictures of this computer can be sent. False where the service takes only web addresses and nothing is set up that
    /// gives a picture one.
    pub takes_files: bool,
    /// It costs nothing: it is the person's own, or computed here.
    pub free: bool,
}

/// A field of a service's form.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ServiceField {
    /// Its name in settings or in the keyring.
    pub name: String,
    /// How it is typed in.
    pub kind: FieldKind,
    /// Whether nothing works without it.
    pub required: bool,
    /// What it is called.
    pub label: String,
    /// Its value; none where it is not set, and never a secret's.
    pub value: Option<String>,
    /// What holds where it is not set (the documented address).
    pub default: Option<String>,
}

/// A model or an operation that can be chosen.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ServiceModel {
    /// The service's own name for it.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Requests that one picture takes.
    pub calls: u32,
    /// What it takes beside the picture.
    pub takes: Takes,
    /// What it gives.
    pub returns: Offers,
    /// Languages that it knows; empty: any.
    pub languages: Vec<String>,
    /// Whether it sees pictures; none where nobody knows.
    pub sees: Option<bool>,
    /// What one picture costs: as documented, else as it was the last time; none where nobody knows yet.
    pub cost: Option<Amount>,
    /// What it asks, as it is typed in; none where nobody knows.
    pub price: Option<String>,
    /// It runs on this computer.
    pub here: bool,
    /// From when on it is not there any more.
    pub retired: Option<String>,
}

/// What may be spent in a period.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Budget {
    /// `run`, `day` or `month`.
    pub period: String,
    /// Name of its setting (`budget_day`).
    pub setting: String,
    /// The most that may be spent; none: no limit.
    pub cap: Option<f64>,
    /// What `cap` and `spent` are counted in.
    pub unit: String,
    /// What caps of this service can be counted in, the preferred first.
    pub units: Vec<String>,
    /// What was spent in the period so far (nothing for `run`).
    pub spent: f64,
}

/// The keys of a provider: whether they are there, never what they are.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Keys {
    /// Where keys are kept.
    pub place: KeyPlace,
    /// The vault, whether or not it is the place.
    pub vault: VaultState,
    /// The secret fields of the provider, in order.
    pub fields: Vec<Key>,
    /// Every required field is set.
    pub complete: bool,
    /// Why the place does not answer; then no field counts as set.
    pub trouble: Option<Trouble>,
}

/// One key.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Key {
    /// Its field.
    pub name: String,
    /// Whether it is set, where, and its last four characters.
    pub status: KeyStatus,
}

/// What came of testing a key, or of an action for the account.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Checked {
    /// The service said that it knows the key. False: it answered and did not complain.
    pub confirmed: bool,
    /// What came back, in plain words.
    pub message: String,
    /// The balance, where the service told it.
    pub credits: Option<Credits>,
    /// Models that the service named.
    pub models: Vec<String>,
}

/// What an account needs, at services that make accounts on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AccountAction {
    /// Make it; the key comes by e-mail.
    Create,
    /// Switch it on with the key that came.
    Activate,
}
