//! What describing a picture would send, to whom, and what it would cost: `--dry-run`, and the estimate before a batch.

use super::{Engine, Options};
use crate::failure::{Failure, Reason};
use crate::ingest::Item;
use crate::provider::{self, Descriptor, Price, PriceUnit};
use serde::Serialize;

/// What would happen to one picture.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Who would describe it.
    pub provider: String,
    /// With which model.
    pub model: String,
    /// The history already has the answer; nothing would be sent or computed.
    pub cached: bool,
    /// The host that would get the picture; none where nothing leaves the computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// What it would cost; none where nothing is known to be charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// An estimated cost.
#[derive(Clone, Debug, Serialize)]
pub struct Cost {
    /// In `unit`.
    pub amount: f64,
    /// `credits` or `usd`.
    pub unit: PriceUnit,
}

impl Engine {
    /// What describing this picture would do. Reads the picture, sends nothing.
    ///
    /// # Errors
    /// Whatever reading the picture can refuse.
    pub async fn plan(&self, item: &Item, options: &Options) -> Result<Plan, Failure> {
        let provider = provider::find(&options.provider)
            .ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", &options.provider))?;
        let loaded = self.load(item, options).await?;
        let (key, hash) = (options.key(&loaded.hash, provider), loaded.hash.clone());
        let known = self.blocking(move |engine| Ok(engine.inner.library.answer_for(&key, &hash)?.is_some())).await?;
        let cached = known && !options.force;
        let sent = (!cached).then_some(&provider.descriptor);
        let settings = self.provider_settings(provider.descriptor.id).await?;
        let address = |d: &Descriptor| settings.get("endpoint").cloned().or_else(|| d.endpoint.map(str::to_owned));
        let calls = f64::from(provider.descriptor.calls(&options.request.model));
        Ok(Plan {
            provider: options.provider.clone(),
            model: options.request.model.clone(),
            cached,
            host: sent.and_then(address).and_then(|e| url::Url::parse(&e).ok()?.host_str().map(str::to_owned)),
            cost: sent.and_then(|d| d.price).map(|Price { amount, unit }| Cost { amount: amount * calls, unit }),
        })
    }

    /// The plan in a sentence.
    pub fn plan_sentence(&self, plan: &Plan) -> String {
        let speaker = self.speaker();
        let provider = provider::find(&plan.provider).map_or(plan.provider.as_str(), |p| p.descriptor.name).to_owned();
        match (&plan.host, plan.cached) {
            (_, true) => speaker.text("plan-cached", &[]),
            (Some(host), false) => speaker.text("plan-sent", &[("provider", &provider), ("host", host)]),
            (None, false) => speaker.text("plan-local", &[("provider", &provider)]),
        }
    }
}
