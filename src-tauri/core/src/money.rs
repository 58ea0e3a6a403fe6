//! Amounts of money and of what services count instead: the one spelling for budget, ledger, prices and what the faces see.
//!
//! Ground: it knows nothing else of the program. What was spent is in the library, what may be spent in `queue::budget`.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// What amounts are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The service's credits.
    Credits,
    /// Calls, for services whose price nobody knows.
    Requests,
    /// US dollars.
    Usd,
}

impl Unit {
    /// As it stands in the database and in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credits => "credits",
            Self::Requests => "requests",
            Self::Usd => "usd",
        }
    }

    /// The unit with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Credits, Self::Requests, Self::Usd].into_iter().find(|unit| unit.name() == name)
    }
}

/// So much of something: a price, a cap, what was spent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Amount {
    /// How much.
    pub value: f64,
    /// Of what: `credits`, `requests` or `usd`.
    #[ts(as = "String")]
    pub unit: Unit,
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit.name())
    }
}

/// Sums of hundredths without their dust.
pub fn tidy(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
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
