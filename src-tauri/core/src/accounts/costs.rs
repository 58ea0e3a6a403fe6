//! What charges come to: sums a unit, in money where a service counts requests and documents what one costs.

use super::Accounts;
use crate::library::{DayTotal, LedgerRow, PaidTotal};
use crate::money::{Amount, Unit, tidy};
use std::collections::BTreeMap;

impl DayTotal {
    /// Provider, amount and unit, as they are summed in money.
    pub(super) fn parts(&self) -> (&str, f64, &str) {
        (&self.provider, self.amount, &self.unit)
    }
}

impl PaidTotal {
    /// Provider, amount and unit, as they are summed in money.
    pub(crate) fn parts(&self) -> (&str, f64, &str) {
        (&self.provider, self.amount, &self.unit)
    }
}

impl Accounts {
    /// What a connection asks for one request, where its kind documents that; also one that was removed.
    pub(super) fn price_of(&self, provider: &str) -> Option<Amount> {
        self.workspace.known_connections().ever(provider)?.descriptor().price
    }

    /// What was charged, in money where a service counts requests and documents what one costs.
    pub(super) fn cost(&self, provider: &str, amount: f64, unit: &str) -> (f64, String) {
        in_money(self.price_of(provider), amount, unit)
    }

    /// What was charged, one amount a unit; of provider, amount and unit each. A unit that nobody knows is the service's own.
    pub(crate) fn spent<'a>(&self, totals: impl Iterator<Item = (&'a str, f64, &'a str)>) -> Vec<Amount> {
        let mut sums: BTreeMap<Unit, f64> = BTreeMap::new();
        for (provider, amount, unit) in totals {
            let (amount, unit) = self.cost(provider, amount, unit);
            *sums.entry(Unit::from_name(&unit).unwrap_or(Unit::Credits)).or_default() += amount;
        }
        sums.into_iter().map(|(unit, value)| Amount { value: tidy(value), unit }).collect()
    }
}

/// Requests of a documented price are money.
pub(super) fn in_money(price: Option<Amount>, amount: f64, unit: &str) -> (f64, String) {
    match price {
        Some(price) if unit == Unit::Requests.name() => (amount * price.value, price.unit.name().to_owned()),
        _ => (amount, unit.to_owned()),
    }
}

/// Whether what is left was told or is reckoned from what was told, as the messages take it.
pub(super) fn reckoned(row: &LedgerRow) -> &'static str {
    if row.used_since > 0.0 { "yes" } else { "no" }
}
