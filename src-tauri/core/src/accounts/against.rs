//! What money and limits say against a batch: the time that a service's limits need, caps without room for it, a balance
//! that does not last. In the person's language; it forbids nothing.

use super::costs::reckoned;
use super::days::Ends;
use super::{Accounts, Blocking, OnePicture, now_ms};
use crate::failure::Failure;
use crate::library::{Error, requests};
use crate::money::Amount;
use crate::provider::Connection;
use crate::queue::budget::{Caps, Period};
use crate::queue::limiter;
use crate::view::Estimate;

/// A wait that is not worth a word, in seconds.
const SHORT_WAIT: u32 = 60;

impl Accounts {
    /// How long the documented limits and the service's own wait make so many calls take, where that matters.
    pub(crate) async fn least_seconds(&self, provider: &Connection, calls: u32) -> Result<Option<u32>, Failure> {
        let (now, limits, id) = (now_ms(), provider.descriptor().rate_limits, provider.id.clone());
        let longest = limits.iter().map(|limit| i64::from(limit.seconds) * 1_000).max().unwrap_or(0);
        let (held, sent) = self
            .workspace
            .on_library(move |library| {
                library.read(|tx| {
                    let Some((account, sent)) = requests::sent_times(tx, &id, now - longest)? else {
                        return Ok((None, Vec::new()));
                    };
                    // As the queue counts: a clock that was ahead takes no room.
                    let sent = sent.into_iter().filter(|at| *at <= now).collect();
                    Ok((requests::held_until(tx, &id, &account)?, sent))
                })
            })
            .await?;
        let ms = limiter::least_ms(limits, held, now, &sent, calls);
        let seconds = u32::try_from(ms / 1_000).unwrap_or(u32::MAX);
        Ok(Some(seconds).filter(|seconds| *seconds > SHORT_WAIT))
    }

    /// Which caps do not have room for all pictures, in words.
    pub(crate) async fn caps_against(
        &self,
        provider: &Connection,
        caps: &Caps,
        one: OnePicture,
        pictures: u32,
    ) -> Result<Vec<String>, Failure> {
        let caps: Vec<(Period, Amount)> = caps.iter().collect();
        let id = provider.id.clone();
        let spent = self
            .workspace
            .on_library(move |library| {
                library.read(|tx| {
                    let spent = |(period, cap): (Period, Amount)| match period {
                        // A batch is a run of its own.
                        Period::Run => Ok((period, cap, 0.0)),
                        Period::Day | Period::Month => {
                            let within = requests::period(tx, period.name(), now_ms())?;
                            let spent = requests::spent(tx, &id, cap.unit.name(), &within, None)?;
                            Ok((period, cap, spent))
                        }
                    };
                    caps.into_iter().map(spent).collect::<Result<Vec<_>, Error>>()
                })
            })
            .await?;
        let localizer = self.workspace.localizer();
        let too_small = spent.into_iter().filter_map(|(period, cap, spent)| {
            let price = match one.cost {
                Some(cost) if cost.unit == cap.unit => cost.value,
                // As the queue counts: what nobody knows is one credit a call.
                _ => f64::from(one.calls),
            };
            // As with the caps themselves, nobody means a millionth.
            let fit = ((cap.value - spent + 1e-6) / price).floor().max(0.0) as u32;
            let unit = cap.unit.name();
            (fit < pictures).then(|| {
                let values = [
                    ("period", period.name()),
                    ("cap", &localizer.amount(cap.value, unit)),
                    ("spent", &localizer.amount(spent, unit)),
                    ("fit", &fit.to_string()),
                ];
                localizer.text("estimate-cap", &values)
            })
        });
        Ok(too_small.collect())
    }

    /// What the last known balance says against a batch, in words.
    pub(crate) async fn balance_against(
        &self,
        provider: &Connection,
        estimate: &Estimate,
    ) -> Result<Vec<String>, Failure> {
        let id = provider.id.clone();
        let (last, days) = self
            .blocking(move |accounts| {
                let rows = accounts.workspace.library().balances()?;
                let last = rows.into_iter().filter(|row| *row.line.provider == *id).max_by_key(|row| row.id);
                Ok((last, accounts.days()?))
            })
            .await?;
        let Some(last) = last else { return Ok(Vec::new()) };
        let credits = last.credits();
        let (localizer, name) = (self.workspace.localizer(), &*provider.name);
        let mut warnings = Vec::new();
        let needed = match (estimate.amount, estimate.unit.as_deref()) {
            (Some(amount), Some(unit)) if unit == credits.unit => amount,
            _ => f64::from(estimate.calls),
        };
        if let Some(left) = credits.remaining.filter(|left| *left < needed) {
            let left = localizer.amount(left, &credits.unit);
            let values = [("provider", name), ("left", &*left), ("reckoned", reckoned(&last))];
            warnings.push(localizer.text("estimate-balance", &values));
        }
        if let Some(end) = &credits.valid_until {
            let message = match days.ends(end) {
                Ends::Over => Some("estimate-expired"),
                Ends::Soon => Some("estimate-expires"),
                Ends::Later => None,
            };
            let values = [("provider", name), ("date", &*localizer.date(end))];
            warnings.extend(message.map(|message| localizer.text(message, &values)));
        }
        Ok(warnings)
    }
}
