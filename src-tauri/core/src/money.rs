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

/// What a model asks for its work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Price {
    /// Nothing: it is the person's own.
    Nothing,
    /// So much for each request.
    Request(Amount),
    /// So much for what it reads and writes.
    Tokens(TokenPrice),
}

/// US dollars for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TokenPrice {
    /// Read.
    pub input: f64,
    /// Written.
    pub output: f64,
}

/// What one picture and its words are taken for before a model has counted them.
const ONE_PICTURE: Tokens = Tokens { input: 1_500, output: 250 };

impl Price {
    /// Reads what a person types: `0` or `free`; `0.01`, `0.01 usd` or `2 credits` for a request; `0.15/0.60` in US dollars for a
    /// million tokens in and out.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
        if lower == "free" {
            return Some(Self::Nothing);
        }
        if let Some((input, output)) = lower.strip_suffix("usd").unwrap_or(&lower).split_once('/') {
            let (input, output) = (number(input)?, number(output)?);
            return Some(if input + output > 0.0 { Self::Tokens(TokenPrice { input, output }) } else { Self::Nothing });
        }
        let (value, unit) = match lower.split_once(char::is_whitespace) {
            Some((value, unit)) => (number(value)?, Unit::from_name(unit.trim())?),
            None => (number(&lower)?, Unit::Usd),
        };
        match (value > 0.0, unit) {
            (false, _) => Some(Self::Nothing),
            // A number of requests is no price of one.
            (true, Unit::Requests) => None,
            (true, unit) => Some(Self::Request(Amount { value, unit })),
        }
    }

    /// What one request costs: with what was counted, else with what a picture usually takes.
    pub fn of_request(self, counted: Option<Tokens>) -> Option<Amount> {
        match self {
            Self::Nothing => None,
            Self::Request(amount) => Some(amount),
            Self::Tokens(each) => {
                let Tokens { input, output } = counted.unwrap_or(ONE_PICTURE);
                let value = (each.input * f64::from(input) + each.output * f64::from(output)) / 1e6;
                Some(Amount { value, unit: Unit::Usd })
            }
        }
    }
}

impl fmt::Display for Price {
    /// As [`Price::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("free"),
            Self::Request(amount) => amount.fmt(f),
            Self::Tokens(each) => write!(f, "{}/{} usd", each.input, each.output),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_it_is_written() {
        let usd = |value| Price::Request(Amount { value, unit: Unit::Usd });
        let tokens = |input, output| Price::Tokens(TokenPrice { input, output });
        for (text, price) in [
            ("free", Price::Nothing),
            (" 0 ", Price::Nothing),
            ("0/0", Price::Nothing),
            ("0.01", usd(0.01)),
            ("0.01 USD", usd(0.01)),
            ("2 credits", Price::Request(Amount { value: 2.0, unit: Unit::Credits })),
            ("0.15/0.6", tokens(0.15, 0.6)),
            ("0.15 / 0.6 usd", tokens(0.15, 0.6)),
            ("0/0.6", tokens(0.0, 0.6)),
        ] {
            assert_eq!(Price::parse(text), Some(price), "{text}");
            assert_eq!(Price::parse(&price.to_string()), Some(price), "{price}");
        }
        for text in ["", "cheap", "-1", "1/2/3", "1/", "1 requests", "1 eur", "inf", "nan/1"] {
            assert_eq!(Price::parse(text), None, "{text}");
        }
    }

    #[test]
    fn tokens_are_dollars_for_a_million() {
        let price = Price::Tokens(TokenPrice { input: 2.0, output: 10.0 });
        let counted = Tokens { input: 1_000_000, output: 100_000 };
        assert_eq!(price.of_request(Some(counted)), Some(Amount { value: 3.0, unit: Unit::Usd }));
        let guessed = price.of_request(None).expect("an amount");
        assert!(guessed.value > 0.0 && guessed.value < 0.1, "{guessed}");
        assert_eq!(Price::Nothing.of_request(Some(counted)), None);
    }
}
