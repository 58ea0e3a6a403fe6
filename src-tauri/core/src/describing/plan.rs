//! What describing a picture would send, to whom, and what it would cost: `--dry-run`, and the estimate before a batch.

use super::{Describing, Options};
use crate::failure::Failure;
use crate::ingest::Item;
use crate::money::{Amount, Unit};
use crate::provider::endpoint;
use crate::view::Estimate;
use serde::{Serialize, Serializer};

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
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_cost")]
    pub cost: Option<Amount>,
    /// Requests that it would take; none where nothing leaves the computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<u32>,
    /// The picture, by which equal ones are known.
    #[serde(skip)]
    pub hash: String,
}

/// As it has always stood in the JSON of `--dry-run`: `{"amount": 0.01, "unit": "usd"}`.
fn as_cost<S: Serializer>(cost: &Option<Amount>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Cost {
        amount: f64,
        unit: Unit,
    }
    cost.map(|cost| Cost { amount: cost.value, unit: cost.unit }).serialize(serializer)
}

impl Describing {
    /// What describing this picture would do. Reads the picture, sends nothing.
    ///
    /// # Errors
    /// Whatever reading the picture can refuse.
    pub async fn plan(&self, item: &Item, options: &Options) -> Result<Plan, Failure> {
        let provider = &self.workspace.known_provider(&options.provider)?;
        let options = &options.fitting(provider);
        let descriptor = provider.descriptor();
        let mut names = self.names_unread(item).await?;
        if names.is_empty() {
            names = self.load(item, options).await?.names;
        }
        let cached = self.answers(&names, options, provider).await?;
        let (host, one) = if cached || !descriptor.is_called() {
            (None, None)
        } else {
            let settings = self.workspace.provider_settings(provider).await?;
            (
                endpoint::host_of(descriptor, &settings),
                Some(self.accounts.one_picture(provider, &options.request.model).await?),
            )
        };
        Ok(Plan {
            provider: options.provider.clone(),
            model: options.request.model.clone(),
            cached,
            host,
            cost: one.and_then(|one| one.cost),
            calls: one.map(|one| one.calls),
            hash: names.swap_remove(0),
        })
    }

    /// The plan in a sentence.
    pub fn plan_sentence(&self, plan: &Plan) -> String {
        let localizer = self.workspace.localizer();
        let provider = &*self.workspace.name_of(&plan.provider);
        match (&plan.host, plan.cached) {
            (_, true) => localizer.text("plan-cached", &[]),
            (Some(host), false) => localizer.text("plan-sent", &[("provider", provider), ("host", host)]),
            (None, false) => localizer.text("plan-local", &[("provider", provider)]),
        }
    }

    /// A batch's estimate in sentences: what would go where, what it would cost, what speaks against it.
    pub fn estimate_sentences(&self, estimate: &Estimate) -> Vec<String> {
        let localizer = self.workspace.localizer();
        let count = |count: u32| count.to_string();
        let mut said = Vec::new();
        match &estimate.host {
            Some(host) if estimate.pictures > 0 => {
                let (pictures, calls) = (count(estimate.pictures), count(estimate.calls));
                let values =
                    [("provider", &*estimate.name), ("host", host), ("pictures", &pictures), ("calls", &calls)];
                said.push(localizer.text("plan-total", &values));
                said.push(match (estimate.amount, &estimate.unit) {
                    _ if estimate.free => localizer.text("plan-total-free", &[]),
                    (Some(amount), Some(unit)) => {
                        localizer.text("plan-total-cost", &[("cost", &localizer.amount(amount, unit))])
                    }
                    _ => localizer.text("plan-total-unknown", &[]),
                });
            }
            None if estimate.pictures > 0 => {
                said.push(localizer.text("plan-total-local", &[("pictures", &count(estimate.pictures))]));
            }
            _ => {}
        }
        if estimate.known > 0 {
            said.push(localizer.text("plan-total-known", &[("known", &count(estimate.known))]));
        }
        said.extend(estimate.warnings.iter().cloned());
        said
    }
}
