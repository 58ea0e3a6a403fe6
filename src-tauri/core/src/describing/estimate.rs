//! What describing a batch would send and cost, and what speaks against it. Reads pictures and the history, sends nothing.

use super::describe::check_language;
use super::plan::Plan;
use super::{Blocking, Describing, Options};
use crate::failure::Failure;
use crate::ingest::{self, Incoming, Item};
use crate::money::{Price, Unit};
use crate::provider::{Connection, endpoint, model_message};
use crate::view::Estimate;
use futures::{StreamExt, stream};
use std::collections::HashSet;

/// Most pictures that are read for an estimate; the person waits for it.
const MOST_READ: usize = 200;
/// Pictures read at once; the decode budget bounds their memory.
const AT_ONCE: usize = 4;

/// What the pictures of a batch need.
struct Looked {
    to_send: u32,
    known: u32,
    complete: bool,
}

impl Describing {
    /// Whether the person is asked before so many pictures go to this provider (the setting `ask_from`): where they may cost
    /// money.
    pub fn asks_first(&self, provider: &str, pictures: usize) -> bool {
        let from = self.workspace.settings().ask_from as usize;
        from > 0 && pictures >= from && !self.workspace.is_free(provider)
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
    /// As [`Describing::estimate`].
    pub async fn estimate_each(
        &self,
        asked: &[(Item, Options)],
        more: u32,
        options: &Options,
    ) -> Result<Estimate, Failure> {
        let provider = &self.workspace.known_provider(&options.provider)?;
        let options = &options.fitting(provider);
        let mut looked = self.look_at(asked, provider).await?;
        looked.to_send += more;
        looked.complete &= more == 0;
        self.estimate_of(looked, options, provider).await
    }

    /// The estimate for pictures that were planned, one by one, with these options.
    ///
    /// # Errors
    /// As [`Describing::estimate`].
    pub async fn estimate_plans(&self, plans: &[Plan], options: &Options) -> Result<Estimate, Failure> {
        let mut seen = HashSet::new();
        let to_send = plans.iter().filter(|plan| seen.insert(&plan.hash) && !plan.cached).count();
        let looked = Looked { to_send: to_send as u32, known: (plans.len() - to_send) as u32, complete: true };
        let provider = &self.workspace.known_provider(&options.provider)?;
        self.estimate_of(looked, &options.fitting(provider), provider).await
    }

    async fn estimate_of(&self, looked: Looked, options: &Options, provider: &Connection) -> Result<Estimate, Failure> {
        let descriptor = provider.descriptor();
        let model = &options.request.model;
        let mut estimate = Estimate {
            provider: provider.id.to_string(),
            name: provider.name.to_string(),
            model: self
                .workspace
                .localizer()
                .provider(descriptor.id, Some(&model_message(model)))
                .unwrap_or(model.clone()),
            pictures: looked.to_send,
            known: looked.known,
            complete: looked.complete,
            ..Estimate::default()
        };
        if !descriptor.is_called() {
            return Ok(estimate);
        }
        let account = self.accounts.bare_account(provider).await?;
        let settings = &account.settings;
        let one = self.accounts.one_picture(provider, model).await?;
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
        estimate.seconds = self.accounts.least_seconds(provider, estimate.calls).await?;
        let kept_from = self.workspace.kept_from(provider, model, options.local_only).await?;
        let against = kept_from.into_iter().chain(check_language(provider, options).err());
        estimate.warnings.extend(against.map(|failure| self.workspace.localizer().failure(&failure).message));
        if estimate.free {
            return Ok(estimate);
        }
        let caps = account.caps(model)?;
        estimate.warnings.extend(self.accounts.caps_against(provider, &caps, one, estimate.pictures).await?);
        estimate.warnings.extend(self.accounts.balance_against(provider, &estimate).await?);
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
        self.blocking(move |describing| {
            let _permit = permit;
            Ok(describing.find(ingest::read(&item, &ingest::Limits::default())?)?.names)
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
        self.workspace
            .on_library(move |library| {
                for (key, name) in asked {
                    if library.answer_for(&key, &name)?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
            .await
    }
}
