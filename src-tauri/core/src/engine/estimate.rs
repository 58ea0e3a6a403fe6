//! What describing a batch would send and cost, and what speaks against it. Reads pictures and the history, sends nothing.

use super::describe::{check_language, known_provider};
use super::money::reckoned;
use super::plan::{Cost, Plan};
use super::{Engine, Options, now_ms};
use crate::failure::{Failure, Reason};
use crate::ingest::{self, Incoming, Item};
use crate::library::{Error, requests};
use crate::provider::{Descriptor, PriceUnit, Privacy, Provider, endpoint};
use crate::queue::budget::{self, Amount, Caps, Period, Unit};
use crate::queue::limiter;
use crate::view::Estimate;
use futures::{StreamExt, stream};
use std::collections::{BTreeMap, HashSet};
use url::Url;

/// Most pictures that are read for an estimate; the person waits for it.
const MOST_READ: usize = 200;
/// Pictures read at once; the gate bounds their memory.
const AT_ONCE: usize = 4;
/// A wait that is not worth a word, in seconds.
const SHORT_WAIT: u32 = 60;
/// Days before the end of a validity from which on it is told.
pub(super) const SOON: i64 = 14;

/// What the pictures of a batch need.
struct Looked {
    to_send: u32,
    known: u32,
    complete: bool,
}

/// What one picture costs with a model.
#[derive(Clone, Copy)]
pub(super) struct OnePicture {
    pub calls: u32,
    /// None where nobody knows.
    pub cost: Option<Amount>,
}

impl Engine {
    /// What describing these pictures would send and cost. Reads at most [`MOST_READ`] of them.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn estimate(&self, items: &[Item], options: &Options) -> Result<Estimate, Failure> {
        let each: Vec<_> = items.iter().map(|item| (item.clone(), options.clone())).collect();
        self.estimate_each(&each, 0, options).await
    }

    /// The same for pictures that differ in what the person knows of them; `options` is what they have in common, and `more`
    /// is how many there are beside these, of which nothing is looked at.
    ///
    /// # Errors
    /// As [`Engine::estimate`].
    pub async fn estimate_each(
        &self,
        asked: &[(Item, Options)],
        more: u32,
        options: &Options,
    ) -> Result<Estimate, Failure> {
        let provider = known_provider(&options.provider)?;
        let options = &options.fitting(provider);
        let mut looked = self.look_at(asked, provider).await?;
        looked.to_send += more;
        looked.complete &= more == 0;
        self.estimate_of(looked, options, provider).await
    }

    /// The estimate for pictures that were planned, one by one, with these options.
    ///
    /// # Errors
    /// As [`Engine::estimate`].
    pub async fn estimate_plans(&self, plans: &[Plan], options: &Options) -> Result<Estimate, Failure> {
        let mut seen = HashSet::new();
        let to_send = plans.iter().filter(|plan| seen.insert(&plan.hash) && !plan.cached).count();
        let looked = Looked { to_send: to_send as u32, known: (plans.len() - to_send) as u32, complete: true };
        let provider = known_provider(&options.provider)?;
        self.estimate_of(looked, &options.fitting(provider), provider).await
    }

    async fn estimate_of(
        &self,
        looked: Looked,
        options: &Options,
        provider: &'static Provider,
    ) -> Result<Estimate, Failure> {
        let descriptor = &provider.descriptor;
        let model = &options.request.model;
        let mut estimate = Estimate {
            provider: descriptor.id.to_owned(),
            name: descriptor.name.to_owned(),
            model: self.localizer().provider(descriptor.id, Some(&format!("model-{model}"))).unwrap_or(model.clone()),
            pictures: looked.to_send,
            known: looked.known,
            complete: looked.complete,
            ..Estimate::default()
        };
        if descriptor.privacy == Privacy::Local {
            return Ok(estimate);
        }
        let settings = self.provider_settings(descriptor.id).await?;
        let one = self.one_picture(descriptor, model).await?;
        estimate.host = host(descriptor, &settings);
        estimate.calls = one.calls * looked.to_send;
        estimate.amount = one.cost.map(|cost| cost.value * f64::from(looked.to_send));
        estimate.unit = Some(one.cost.map_or(Unit::Requests, |cost| cost.unit).name().to_owned());
        if estimate.pictures == 0 {
            return Ok(estimate);
        }
        estimate.seconds = self.least_seconds(descriptor, estimate.calls).await?;
        let leaves = options.local_only && !self.stays_here(descriptor.id).await?;
        let stays = leaves.then(|| Failure::new(Reason::LocalOnly).with("provider", descriptor.name));
        let against = stays.into_iter().chain(check_language(provider, options).err());
        estimate.warnings.extend(against.map(|failure| self.localizer().failure(&failure).message));
        let caps = Caps::from_settings(descriptor, &settings)?;
        estimate.warnings.extend(self.caps_against(descriptor, &caps, one, estimate.pictures).await?);
        estimate.warnings.extend(self.balance_against(descriptor, &estimate).await?);
        Ok(estimate)
    }

    /// Which of the pictures the history knows. Equal ones are sent once; those that cannot be read are not counted.
    async fn look_at(&self, asked: &[(Item, Options)], provider: &'static Provider) -> Result<Looked, Failure> {
        let read = &asked[..asked.len().min(MOST_READ)];
        // What lies at an address would have to be fetched for it.
        let (addresses, files): (Vec<_>, Vec<_>) =
            read.iter().partition::<Vec<_>, _>(|(item, _)| matches!(item.from, Incoming::Url { .. }));
        let unread = asked.len() - read.len() + addresses.len();
        let mut looked = Looked { to_send: unread as u32, known: 0, complete: unread == 0 };
        let mut seen = HashSet::new();
        let files: Vec<_> =
            files.into_iter().map(|(item, options)| (item.clone(), options.fitting(provider))).collect();
        let hashes = stream::iter(files).map(async |(item, options)| (self.hash_of(item).await, options));
        let mut hashes = std::pin::pin!(hashes.buffer_unordered(AT_ONCE));
        while let Some((hash, options)) = hashes.next().await {
            let Ok(hash) = hash else { continue };
            let twice = !seen.insert(options.key(&hash, provider));
            if twice || self.answers(&hash, &options, provider).await? {
                looked.known += 1;
            } else {
                looked.to_send += 1;
            }
        }
        Ok(looked)
    }

    async fn hash_of(&self, item: Item) -> Result<String, Failure> {
        let bytes = match &item.from {
            Incoming::Path(path) => tokio::fs::metadata(path).await.map_or(0, |file| file.len()),
            Incoming::Bytes { bytes, .. } => bytes.len() as u64,
            Incoming::Url { .. } => 0,
        };
        let permit = self.inner.decode_budget.acquire(bytes).await;
        self.blocking(move |_| {
            let _permit = permit;
            Ok(ingest::read(&item, &ingest::Limits::default())?.hash)
        })
        .await
    }

    /// Whether the history answers this question about this picture for nothing.
    pub(super) async fn answers(
        &self,
        hash: &str,
        options: &Options,
        provider: &'static Provider,
    ) -> Result<bool, Failure> {
        if options.force {
            return Ok(false);
        }
        let (key, hash) = (options.key(hash, provider), hash.to_owned());
        self.blocking(move |engine| Ok(engine.inner.library.answer_for(&key, &hash)?.is_some())).await
    }

    /// What one picture takes and costs.
    pub(super) async fn one_picture(
        &self,
        descriptor: &'static Descriptor,
        model: &str,
    ) -> Result<OnePicture, Failure> {
        let (calls, model) = (descriptor.calls(model), model.to_owned());
        let cost = self.blocking(move |engine| engine.picture_cost(descriptor, &model)).await?;
        Ok(OnePicture { calls, cost })
    }

    /// What one call is expected to cost: as documented, else as the service said when it was asked, else one request.
    pub(super) async fn call_price(&self, descriptor: &'static Descriptor, model: &str) -> Result<Amount, Failure> {
        let documented = budget::estimate(descriptor);
        if documented.unit != Unit::Requests || descriptor.calls(model) != 1 {
            return Ok(documented);
        }
        let model = model.to_owned();
        let told =
            self.blocking(move |engine| Ok(engine.remembered_service(descriptor.id)?.cost(descriptor, &model))).await?;
        Ok(told.map_or(documented, |value| Amount { value, unit: Unit::Credits }))
    }

    /// How long the documented limits and the service's own wait make so many calls take, where that matters.
    async fn least_seconds(&self, descriptor: &'static Descriptor, calls: u32) -> Result<Option<u32>, Failure> {
        let now = now_ms();
        let longest = descriptor.rate_limits.iter().map(|limit| i64::from(limit.seconds) * 1_000).max().unwrap_or(0);
        let (held, sent) = self
            .blocking(move |engine| {
                engine.inner.library.read(|tx| {
                    let Some((account, sent)) = requests::sent_times(tx, descriptor.id, now - longest)? else {
                        return Ok((None, Vec::new()));
                    };
                    Ok((requests::held_until(tx, descriptor.id, &account)?, sent))
                })
            })
            .await?;
        let ms = limiter::least_ms(descriptor.rate_limits, held, now, &sent, calls);
        let seconds = u32::try_from(ms / 1_000).unwrap_or(u32::MAX);
        Ok(Some(seconds).filter(|seconds| *seconds > SHORT_WAIT))
    }

    /// Which caps do not have room for all pictures, in words.
    async fn caps_against(
        &self,
        descriptor: &'static Descriptor,
        caps: &Caps,
        one: OnePicture,
        pictures: u32,
    ) -> Result<Vec<String>, Failure> {
        let caps: Vec<(Period, Amount)> = caps.iter().collect();
        let spent = self
            .blocking(move |engine| {
                engine.inner.library.read(|tx| {
                    let spent = |(period, cap): (Period, Amount)| match period {
                        // A batch is a run of its own.
                        Period::Run => Ok((period, cap, 0.0)),
                        Period::Day | Period::Month => {
                            let began = requests::began(tx, period.name(), now_ms())?;
                            let spent = requests::spent(tx, descriptor.id, cap.unit.name(), began, None)?;
                            Ok((period, cap, spent))
                        }
                    };
                    caps.into_iter().map(spent).collect::<Result<Vec<_>, Error>>()
                })
            })
            .await?;
        let localizer = self.localizer();
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
    async fn balance_against(
        &self,
        descriptor: &'static Descriptor,
        estimate: &Estimate,
    ) -> Result<Vec<String>, Failure> {
        let (last, days) = self
            .blocking(move |engine| {
                let rows = engine.inner.library.balances()?;
                let last = rows.into_iter().filter(|row| row.line.provider == descriptor.id).max_by_key(|row| row.id);
                Ok((last, engine.days()?))
            })
            .await?;
        let Some(last) = last else { return Ok(Vec::new()) };
        let credits = last.credits();
        let (localizer, name) = (self.localizer(), descriptor.name);
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

    /// Today and the day from which on an end is not soon any more. Blocking.
    pub(super) fn days(&self) -> Result<Days, Failure> {
        self.inner.library.read(|tx| {
            let now = now_ms();
            Ok(Days { today: requests::day(tx, now, 0)?.1, soon: requests::day(tx, now, -SOON)?.1 })
        })
    }
}

/// Days of this computer's calendar, ISO 8601.
pub(super) struct Days {
    today: String,
    soon: String,
}

/// When a validity ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// The day has passed.
    Over,
    /// Within two weeks.
    Soon,
    /// Later, or nobody can read when.
    Later,
}

impl Days {
    /// When a validity ends whose last day is this one. Services write more than the day behind it.
    pub(super) fn ends(&self, last: &str) -> Ends {
        let is_day = |text: &&str| {
            text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
        };
        match last.trim().get(..10).filter(is_day) {
            Some(last) if last < self.today.as_str() => Ends::Over,
            Some(last) if last <= self.soon.as_str() => Ends::Soon,
            _ => Ends::Later,
        }
    }
}

/// The host that a provider's pictures go to.
pub(super) fn host(descriptor: &Descriptor, settings: &BTreeMap<String, String>) -> Option<String> {
    let address = settings.get("endpoint").map(String::as_str).or(descriptor.endpoint)?;
    let url = endpoint::parse(address).ok().or_else(|| Url::parse(address).ok())?;
    url.host_str().map(str::to_owned)
}

impl From<Amount> for Cost {
    fn from(amount: Amount) -> Self {
        let unit = if amount.unit == Unit::Usd { PriceUnit::Usd } else { PriceUnit::Credits };
        Self { amount: amount.value, unit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validity_ends_with_its_last_day() {
        let days = Days { today: "2026-03-05".into(), soon: "2026-03-19".into() };
        for (last, ends) in [
            ("2026-03-04", Ends::Over),
            ("2026-03-05", Ends::Soon),
            ("2026-03-19 23:59:59", Ends::Soon),
            ("2026-03-20", Ends::Later),
            ("2025-12-31T00:00:00Z", Ends::Over),
            ("next week", Ends::Later),
            ("01.02.2025", Ends::Later),
            ("", Ends::Later),
        ] {
            assert_eq!(days.ends(last), ends, "{last}");
        }
    }
}
