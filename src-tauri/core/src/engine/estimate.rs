//! What describing a batch would send and cost, and what speaks against it. Reads pictures and the history, sends nothing.

use super::costs::reckoned;
use super::days::Ends;
use super::describe::check_language;
use super::plan::Plan;
use super::{Engine, Options, now_ms};
use crate::failure::Failure;
use crate::ingest::{self, Incoming, Item};
use crate::library::{Error, requests};
use crate::money::{Amount, Price, Unit};
use crate::provider::{Connection, endpoint, model_message};
use crate::queue::budget::{Caps, Period};
use crate::queue::limiter;
use crate::view::Estimate;
use futures::{StreamExt, stream};
use std::collections::HashSet;

/// Most pictures that are read for an estimate; the person waits for it.
const MOST_READ: usize = 200;
/// Pictures read at once; the decode budget bounds their memory.
const AT_ONCE: usize = 4;
/// A wait that is not worth a word, in seconds.
const SHORT_WAIT: u32 = 60;

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
    /// Whether the person is asked before so many pictures go to this provider (the setting `ask_from`): where they may cost
    /// money.
    pub fn asks_first(&self, provider: &str, pictures: usize) -> bool {
        let from = self.settings().ask_from as usize;
        from > 0 && pictures >= from && !self.is_free(provider)
    }

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
        let provider = &self.known_provider(&options.provider)?;
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
        let provider = &self.known_provider(&options.provider)?;
        self.estimate_of(looked, &options.fitting(provider), provider).await
    }

    async fn estimate_of(&self, looked: Looked, options: &Options, provider: &Connection) -> Result<Estimate, Failure> {
        let descriptor = provider.descriptor();
        let model = &options.request.model;
        let mut estimate = Estimate {
            provider: provider.id.to_string(),
            name: provider.name.to_string(),
            model: self.localizer().provider(descriptor.id, Some(&model_message(model))).unwrap_or(model.clone()),
            pictures: looked.to_send,
            known: looked.known,
            complete: looked.complete,
            ..Estimate::default()
        };
        if !descriptor.is_called() {
            return Ok(estimate);
        }
        let account = self.bare_account(provider).await?;
        let settings = &account.settings;
        let one = self.one_picture(provider, model).await?;
        let price = account.price(model);
        estimate.host = endpoint::host_of(descriptor, settings);
        estimate.calls = one.calls * looked.to_send;
        estimate.free = price == Some(Price::Nothing);
        if !estimate.free {
            estimate.amount = one.cost.map(|cost| cost.value * f64::from(looked.to_send));
            estimate.unit = Some(one.cost.map_or(Unit::Requests, |cost| cost.unit).name().to_owned());
        }
        if estimate.pictures == 0 {
            return Ok(estimate);
        }
        estimate.seconds = self.least_seconds(provider, estimate.calls).await?;
        let kept_from = self.kept_from(provider, model, options.local_only).await?;
        let against = kept_from.into_iter().chain(check_language(provider, options).err());
        estimate.warnings.extend(against.map(|failure| self.localizer().failure(&failure).message));
        if estimate.free {
            return Ok(estimate);
        }
        let caps = account.caps(model)?;
        estimate.warnings.extend(self.caps_against(provider, &caps, one, estimate.pictures).await?);
        estimate.warnings.extend(self.balance_against(provider, &estimate).await?);
        Ok(estimate)
    }

    /// Which of the pictures the history knows. Equal ones are sent once; those that cannot be read are not counted.
    async fn look_at(&self, asked: &[(Item, Options)], provider: &Connection) -> Result<Looked, Failure> {
        let read = &asked[..asked.len().min(MOST_READ)];
        // What lies at an address would have to be fetched for it.
        let (addresses, files): (Vec<_>, Vec<_>) =
            read.iter().partition::<Vec<_>, _>(|(item, _)| matches!(item.from, Incoming::Url { .. }));
        let unread = asked.len() - read.len() + addresses.len();
        let mut looked = Looked { to_send: unread as u32, known: 0, complete: unread == 0 };
        let mut seen = HashSet::new();
        let files: Vec<_> =
            files.into_iter().map(|(item, options)| (item.clone(), options.fitting(provider))).collect();
        let names = stream::iter(files).map(async |(item, options)| (self.names_of(item).await, options));
        let mut names = std::pin::pin!(names.buffer_unordered(AT_ONCE));
        while let Some((names, options)) = names.next().await {
            let Ok(names) = names else { continue };
            let twice = names.first().is_some_and(|name| !seen.insert(options.key(name, provider)));
            if twice || self.answers(&names, &options, provider).await? {
                looked.known += 1;
            } else {
                looked.to_send += 1;
            }
        }
        Ok(looked)
    }

    /// What the library knows a picture by; only a file that is not known is read for it.
    async fn names_of(&self, item: Item) -> Result<Vec<String>, Failure> {
        let known = self.names_unread(&item).await?;
        if !known.is_empty() {
            return Ok(known);
        }
        let bytes = match &item.from {
            Incoming::Path(path) => tokio::fs::metadata(path).await.map_or(0, |file| file.len()),
            Incoming::Bytes { bytes, .. } => bytes.len() as u64,
            Incoming::Url { .. } => 0,
        };
        let permit = self.inner.decoder.budget().acquire(bytes).await;
        self.blocking(move |engine| {
            let _permit = permit;
            Ok(engine.find(ingest::read(&item, &ingest::Limits::default())?)?.names)
        })
        .await
    }

    /// Whether the history answers this question about this picture for nothing.
    pub(super) async fn answers(
        &self,
        names: &[String],
        options: &Options,
        provider: &Connection,
    ) -> Result<bool, Failure> {
        if options.force {
            return Ok(false);
        }
        let asked: Vec<_> = names.iter().map(|name| (options.key(name, provider), name.clone())).collect();
        self.blocking(move |engine| {
            for (key, name) in asked {
                if engine.inner.library.answer_for(&key, &name)?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// What one picture takes and costs.
    pub(super) async fn one_picture(&self, provider: &Connection, model: &str) -> Result<OnePicture, Failure> {
        let (calls, provider, model) = (provider.descriptor().calls(model), provider.clone(), model.to_owned());
        let cost = self.blocking(move |engine| engine.picture_cost(&provider, &model)).await?;
        Ok(OnePicture { calls, cost })
    }

    /// How long the documented limits and the service's own wait make so many calls take, where that matters.
    async fn least_seconds(&self, provider: &Connection, calls: u32) -> Result<Option<u32>, Failure> {
        let (now, limits, id) = (now_ms(), provider.descriptor().rate_limits, provider.id.clone());
        let longest = limits.iter().map(|limit| i64::from(limit.seconds) * 1_000).max().unwrap_or(0);
        let (held, sent) = self
            .blocking(move |engine| {
                engine.inner.library.read(|tx| {
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
    async fn caps_against(
        &self,
        provider: &Connection,
        caps: &Caps,
        one: OnePicture,
        pictures: u32,
    ) -> Result<Vec<String>, Failure> {
        let caps: Vec<(Period, Amount)> = caps.iter().collect();
        let id = provider.id.clone();
        let spent = self
            .blocking(move |engine| {
                engine.inner.library.read(|tx| {
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
    async fn balance_against(&self, provider: &Connection, estimate: &Estimate) -> Result<Vec<String>, Failure> {
        let id = provider.id.clone();
        let (last, days) = self
            .blocking(move |engine| {
                let rows = engine.inner.library.balances()?;
                let last = rows.into_iter().filter(|row| *row.line.provider == *id).max_by_key(|row| row.id);
                Ok((last, engine.days()?))
            })
            .await?;
        let Some(last) = last else { return Ok(Vec::new()) };
        let credits = last.credits();
        let (localizer, name) = (self.localizer(), &*provider.name);
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
