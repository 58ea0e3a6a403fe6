//! What was and what will be spent: the estimate before a batch, requests that were left in the middle, the ledger, balances.

use super::{Picture, Receipt, Trouble};
use crate::library::LedgerKind;
use crate::money::Amount;
use crate::money::Credits;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What describing some cards would send and cost.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Estimate {
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// What the model is called.
    pub model: String,
    /// The host that would get the pictures; none where nothing leaves the computer.
    pub host: Option<String>,
    /// Pictures that would be sent.
    pub pictures: u32,
    /// Pictures that the history answers for nothing.
    pub known: u32,
    /// Requests that would be made.
    pub calls: u32,
    /// What they would cost, in `unit`; none where nobody knows.
    pub amount: Option<f64>,
    /// `credits`, `usd` or `requests`.
    pub unit: Option<String>,
    /// It costs nothing: the pictures go to the person's own server.
    pub free: bool,
    /// How long the service's limits make it take at the least, in seconds; none where they do not matter.
    pub seconds: Option<u32>,
    /// What speaks against it, in the person's language: a cap would be reached, the credits do not suffice, they expire.
    pub warnings: Vec<String>,
    /// Every picture was looked at; else `known` may be larger and the cost smaller.
    pub complete: bool,
}

/// A request that was sent and never answered, because the program or the connection ended.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Unfinished {
    /// Row in `jobs`.
    pub job_id: i64,
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// Model or operation.
    pub model: String,
    /// When it was sent, in milliseconds since 1970.
    pub sent_ms: Option<i64>,
    /// The picture, where it is still known.
    pub picture: Option<Picture>,
    /// What left the computer with it, where that was written down.
    pub receipt: Option<Receipt>,
    /// What is known of it, and what can be done.
    pub trouble: Trouble,
    /// The words that had come of its answer before that broke off. They are no description.
    pub so_far: Option<String>,
}

/// What was used.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Usage {
    /// One line a provider that was ever used.
    pub providers: Vec<ProviderUsage>,
    /// The last known balance of every account.
    pub balances: Vec<Balance>,
    /// What was charged in the asked-for days, by provider, day and unit, oldest first. Days without charges are left out.
    pub days: Vec<DayUse>,
    /// First of these days, ISO 8601, in this computer's calendar.
    pub from_day: String,
    /// Last of these days: today.
    pub to_day: String,
}

/// What one provider was used for.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ProviderUsage {
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// Pictures described, ever.
    pub pictures: u32,
    /// Answers that came from the history.
    pub from_history: u32,
    /// What was spent, ever; one amount a unit.
    pub spent: Vec<Amount>,
}

/// What is left on an account.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Balance {
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// Which of the person's accounts, where there are several; never a key.
    pub account: String,
    /// What is left: what the service said, less what was charged since.
    pub credits: Credits,
    /// When the service said so, in milliseconds since 1970.
    pub read_ms: i64,
    /// What was charged since, in the unit of `credits`: where it is anything, what is left is reckoned here.
    pub used_since: f64,
    /// The service can be asked again for free.
    pub can_refresh: bool,
    /// There is a page on which credits are bought.
    pub can_top_up: bool,
    /// Credits or their validity run out soon, or have; in the person's language.
    pub warning: Option<String>,
}

/// A balance, or its validity, that runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BalanceAlert {
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// Which of the person's accounts, where there are several; never a key.
    pub account: String,
    /// What runs out, in the person's language.
    pub message: String,
    /// There is a page on which credits are bought.
    pub can_top_up: bool,
}

/// What one provider cost on one day.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DayUse {
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// The day, ISO 8601.
    pub day: String,
    /// What was charged.
    pub amount: f64,
    /// `credits`, `usd` or `requests`.
    pub unit: String,
    /// How many charges.
    pub charges: u32,
}

/// Which lines of the ledger are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct LedgerQuery {
    /// Of one provider; none: of all.
    pub provider: Option<String>,
    /// First line wanted.
    pub offset: u32,
    /// How many, at most 500.
    pub limit: u32,
}

/// A page of the ledger, newest first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct LedgerPage {
    /// How many lines there are.
    pub total: u32,
    /// The lines from `offset` on.
    pub lines: Vec<LedgerEntry>,
}

/// One line of the ledger.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct LedgerEntry {
    /// Row in `ledger`.
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Provider's id.
    pub provider: String,
    /// Its product name.
    pub name: String,
    /// Which of the person's accounts; never a key.
    pub account: String,
    /// Charge, balance or top-up.
    pub kind: LedgerKind,
    /// What was charged or added, in `unit`; none where nobody knows.
    pub amount: Option<f64>,
    /// `credits`, `usd` or `requests`.
    pub unit: String,
    /// What a charge was in money, where the service counts requests and documents their price.
    pub cost: Option<Amount>,
    /// What is left.
    pub remaining: Option<f64>,
    /// Last day of validity, ISO 8601.
    pub valid_until: Option<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// The picture that was paid for, where it is still in the history.
    pub picture: Option<LedgerPicture>,
}

/// The picture that a line of the ledger is about.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct LedgerPicture {
    /// Row in `images`.
    pub image_id: i64,
    /// Name of its thumbnail.
    pub hash: String,
    /// File name or address.
    pub name: String,
    /// The alt text that was paid for.
    pub alt: Option<String>,
    /// What the picture cost in all; one amount a unit.
    pub spent: Vec<Amount>,
}
