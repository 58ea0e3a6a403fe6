//! How much the person wants to spend: caps for a run, a day and a month, per service. Pure; what was spent is in the
//! library, where every call takes its estimated price before it is sent.
//!
//! Caps stand in `providers.<id>.budget_run`, `budget_day`, `budget_month`: `5`, `5 usd`, `100 credits`, `20 requests` ([`units`] says
//! which a service can have). Where no price is documented, a call counts as what the service last said that its operation costs,
//! else as one credit. One call of `describe_cards` is one run.

use crate::failure::{Failure, Reason};
use crate::money::{Amount, Price, Unit, tidy};
use crate::provider::Descriptor;
use std::collections::BTreeMap;

/// What caps of a connection can be counted in, the preferred first; `price` is what its model asks. Where no price is documented
/// but the service says after a call what it cost, a cap in its credits can be kept: what nobody knows yet counts as one credit.
pub fn units(kind: &Descriptor, price: Option<Price>) -> Vec<Unit> {
    let says = kind.price.is_none() && kind.returns.credits;
    let priced = price.and_then(|price| price.of_request(None)).map(|amount| amount.unit);
    let mut units = Vec::new();
    for unit in [says.then_some(Unit::Credits), priced, Some(Unit::Requests)].into_iter().flatten() {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// What a cap is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// One command, or one batch in the window.
    Run,
    /// A day of this computer's calendar.
    Day,
    /// A month of this computer's calendar.
    Month,
}

impl Period {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Run, Self::Day, Self::Month];

    /// As it stands in settings (`providers.<id>.budget_day`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// The setting that holds its cap, without `providers.<id>.`.
    pub fn setting(self) -> &'static str {
        match self {
            Self::Run => "budget_run",
            Self::Day => "budget_day",
            Self::Month => "budget_month",
        }
    }
}

/// The caps of one service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caps {
    caps: Vec<(Period, Amount)>,
}

impl Caps {
    /// No caps.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads the settings of a connection (without `providers.<id>.`): `budget_day` = `5`, `5 usd`, `100 credits`,
    /// `20 requests`. A bare number is in the first of its [`units`].
    ///
    /// # Errors
    /// `SettingInvalid`, naming the setting, for what is no amount, or is in a unit in which this service's price is not
    /// known: a cap that cannot be kept must not look as if it were.
    pub fn from_settings(id: &str, units: &[Unit], settings: &BTreeMap<String, String>) -> Result<Self, Failure> {
        let preferred = units.first().copied().unwrap_or(Unit::Requests);
        let mut caps = Vec::new();
        for period in Period::ALL {
            let Some(text) = settings.get(period.setting()).map(|text| text.trim()).filter(|text| !text.is_empty())
            else {
                continue;
            };
            let amount = parse(text, preferred).filter(|amount| units.contains(&amount.unit));
            let name = format!("providers.{id}.{}", period.setting());
            let amount = amount.ok_or_else(|| {
                Failure::new(Reason::SettingInvalid)
                    .with("key", &name)
                    .with("value", text)
                    .with("expected", format!("5 {}", preferred.name()))
            })?;
            caps.push((period, amount));
        }
        Ok(Self { caps })
    }

    /// All of them, the shortest period first.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Amount)> + '_ {
        self.caps.iter().copied()
    }

    /// With one cap more.
    #[must_use]
    pub fn with(mut self, period: Period, cap: Amount) -> Self {
        self.caps.push((period, cap));
        self
    }

    /// The cap of a period.
    pub fn of(&self, period: Period) -> Option<Amount> {
        self.caps.iter().find(|(known, _)| *known == period).map(|(_, cap)| *cap)
    }

    /// Whether a call of this price may still be sent. `spent` answers what was spent in a period, in a unit, including
    /// what is under way.
    ///
    /// # Errors
    /// The refusal, or `spent`'s own error.
    pub fn check<E>(
        &self,
        price: Amount,
        spent: impl Fn(Period, Unit) -> Result<f64, E>,
    ) -> Result<Result<(), Failure>, E> {
        for (period, cap) in &self.caps {
            let next = if cap.unit == Unit::Requests { 1.0 } else { price.value };
            let before = spent(*period, cap.unit)?;
            // Sums of hundredths are not exact; nobody's cap is meant to a millionth.
            if before + next > cap.value + 1e-6 {
                return Ok(Err(Failure::new(Reason::BudgetReached)
                    .with("period", period.name())
                    .with("cap", cap.value)
                    .with("spent", tidy(before))
                    .with("amount", next)
                    .with("unit", cap.unit.name())));
            }
        }
        Ok(Ok(()))
    }
}

fn parse(text: &str, bare: Unit) -> Option<Amount> {
    let lower = text.to_ascii_lowercase();
    let (number, unit) = match lower.split_once(char::is_whitespace) {
        Some((number, unit)) => (number, Unit::from_name(unit.trim())?),
        None => (lower.as_str(), bare),
    };
    let value = number.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0)?;
    Some(Amount { value, unit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn kind(id: &str) -> &'static Descriptor {
        &crate::provider::kind(id).unwrap().descriptor
    }

    fn price(id: &str) -> Option<Price> {
        kind(id).price.map(Price::Request)
    }

    fn caps(pairs: &[(&str, &str)]) -> Result<Caps, Failure> {
        let settings = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let id = "describepicture";
        Caps::from_settings(id, &units(kind(id), price(id)), &settings)
    }

    fn check(caps: &Caps, spent: f64) -> Result<(), Failure> {
        let Ok(result) = caps.check(kind("describepicture").price.unwrap(), |_, _| Ok::<_, Infallible>(spent));
        result
    }

    #[test]
    fn the_call_that_would_pass_a_cap_is_refused_and_the_one_before_is_not() {
        let caps = caps(&[("budget_day", "0.05 usd")]).unwrap();
        assert!(check(&caps, 0.04).is_ok());
        let failure = check(&caps, 0.05).unwrap_err();
        assert_eq!(failure.reason, Reason::BudgetReached);
        let about = |name: &str| failure.about[name].as_str();
        assert_eq!(["period", "cap", "spent", "amount", "unit"].map(about), ["day", "0.05", "0.05", "0.01", "usd"]);
    }

    #[test]
    fn sums_of_hundredths_do_not_cost_the_last_one() {
        let caps = caps(&[("budget_run", "1")]).unwrap();
        let spent = (0..99).fold(0.0, |sum, _| sum + 0.01);
        assert!(check(&caps, spent).is_ok(), "{spent}");
        assert!(check(&caps, spent + 0.01).is_err());
    }

    #[test]
    fn a_cap_of_nothing_sends_nothing_and_no_cap_sends_all() {
        assert!(check(&caps(&[("budget_month", "0")]).unwrap(), 0.0).is_err());
        assert!(check(&caps(&[("budget_month", " ")]).unwrap(), 1e9).is_ok());
    }

    #[test]
    fn a_service_is_capped_in_what_it_counts_in() {
        for (id, expected) in [
            ("describepicture", &[Unit::Usd, Unit::Requests][..]),
            ("zakai", &[Unit::Credits, Unit::Requests]),
            ("imagedescriber", &[Unit::Credits, Unit::Requests]),
            ("imgopen", &[Unit::Requests]),
        ] {
            let units = units(kind(id), price(id));
            assert_eq!(units, expected, "{id}");
            let settings = [("budget_day".to_owned(), "5".to_owned())].into();
            let caps = Caps::from_settings(id, &units, &settings).unwrap();
            assert_eq!(caps.of(Period::Day), Some(Amount { value: 5.0, unit: expected[0] }), "{id}");
        }
    }

    #[test]
    fn what_is_asked_by_tokens_is_capped_in_money() {
        let server = kind("openai-compatible");
        assert_eq!(units(server, None), [Unit::Requests]);
        assert_eq!(units(server, Some(Price::Nothing)), [Unit::Requests]);
        assert_eq!(units(server, Price::parse("0.15/0.60")), [Unit::Usd, Unit::Requests]);
        assert_eq!(units(kind("zakai"), Price::parse("2 credits")), [Unit::Credits, Unit::Requests]);
    }

    #[test]
    fn a_cap_that_cannot_be_kept_is_refused() {
        for text in ["five", "-1", "NaN", "5 €", "5 credits", "5 usd a day"] {
            let failure = caps(&[("budget_day", text)]).expect_err(text);
            assert_eq!(
                (failure.reason, failure.about["key"].as_str()),
                (Reason::SettingInvalid, "providers.describepicture.budget_day")
            );
        }
        for text in ["5", "5 usd", "5.5  USD", "20 requests"] {
            assert!(caps(&[("budget_day", text)]).is_ok(), "{text}");
        }
    }
}
