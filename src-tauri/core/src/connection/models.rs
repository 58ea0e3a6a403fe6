//! What a service told of its models when it was last asked, kept with the connection.

use super::Connections;
use crate::clock::now_ms;
use crate::failure::Failure;
use crate::library::{Library, ModelRow};
use crate::money::{Amount, Price, Unit};
use crate::provider::{Descriptor, ListedModel, Model, Runs};
use std::collections::BTreeMap;

/// What was last seen at a connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Models that can be named in a request, as the service lists them.
    pub models: Vec<ListedModel>,
    /// What a request costs in credits, by operation or model.
    pub costs: BTreeMap<String, f64>,
}

impl Connections {
    /// What was last seen at a connection. Blocking.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn seen(&self, id: &str) -> Result<Seen, Failure> {
        Seen::read(&self.library, id)
    }

    /// Keeps what a service told; what it said nothing of now stays as it was. Blocking.
    ///
    /// # Errors
    /// Storage trouble.
    pub fn see(&self, id: &str, news: Seen) -> Result<(), Failure> {
        let before = self.seen(id)?;
        let models = if news.models.is_empty() { before.models } else { news.models };
        let costs = if news.costs.is_empty() { before.costs } else { news.costs };
        self.library.put_models(id, &Seen { models, costs }.rows(), now_ms())
    }
}

impl Seen {
    fn read(library: &Library, id: &str) -> Result<Self, Failure> {
        let mut seen = Self::default();
        for row in library.models(id)? {
            let price: Option<Price> = row.price.as_deref().and_then(|text| serde_json::from_str(text).ok());
            if let Some(Price::Request(Amount { value, unit: Unit::Credits })) = price {
                seen.costs.insert(row.model.clone(), value);
            }
            if row.position.is_some() {
                let runs = match row.runs.as_deref() {
                    Some("there") => Some(Runs::There),
                    Some("elsewhere") => Some(Runs::Elsewhere),
                    _ => None,
                };
                seen.models.push(ListedModel { id: row.model, sees: row.sees, price, retired: row.retired, runs });
            }
        }
        Ok(seen)
    }

    fn rows(&self) -> Vec<ModelRow> {
        let credits =
            |id: &str| self.costs.get(id).map(|value| Price::Request(Amount { value: *value, unit: Unit::Credits }));
        let text = |price: Price| serde_json::to_string(&price).ok();
        let listed = self.models.iter().zip(0..).map(|(model, position)| ModelRow {
            model: model.id.clone(),
            position: Some(position),
            sees: model.sees,
            price: model.price.or_else(|| credits(&model.id)).and_then(text),
            retired: model.retired.clone(),
            runs: model.runs.map(|runs| match runs {
                Runs::There => "there".to_owned(),
                Runs::Elsewhere => "elsewhere".to_owned(),
            }),
        });
        let alone = self.costs.keys().filter(|id| self.model(id).is_none());
        let alone =
            alone.map(|id| ModelRow { model: id.clone(), price: credits(id).and_then(text), ..ModelRow::default() });
        listed.chain(alone).collect()
    }

    /// What is known of one model.
    pub fn model(&self, id: &str) -> Option<&ListedModel> {
        self.models.iter().find(|model| model.id == id)
    }

    /// The models that can be chosen: those of the descriptor, then those that only the service named.
    pub fn model_ids<'a>(&'a self, descriptor: &'static Descriptor) -> Vec<&'a str> {
        let known: Vec<&str> = descriptor.models.iter().map(|model| model.id).collect();
        let named = self.models.iter().map(|model| &*model.id).filter(|id| !known.contains(id)).collect::<Vec<_>>();
        [known, named].concat()
    }

    /// What a picture costs in credits, as the service says: the sum of the model's operations, or what it says of the model
    /// itself.
    pub fn cost(&self, descriptor: &Descriptor, model: &str) -> Option<f64> {
        let operations = descriptor.model(model).map_or(&[][..], |model: &Model| model.operations);
        let by_operation = || operations.iter().map(|operation| self.costs.get(*operation)).sum::<Option<f64>>();
        self.costs.get(model).copied().or_else(by_operation)
    }
}
