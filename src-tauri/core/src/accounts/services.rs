//! Services as the person sets them up: the form, the model, the budget. Reads a provider's descriptor; knows no service
//! by name.
//!
//! The form is made from the descriptor, the settings and the words of `provider-<id>`. A model's operations stand in the
//! descriptor: their number is the number of requests that a picture takes. What a service tells of its models and prices
//! when its key is tested is kept by `connection`. A picture's cost is what its model asks there ([`Connection::price`]), else
//! what the service told, else what the last picture of that model was charged.

use super::{Accounts, now_ms};
use crate::failure::{Failure, Reason};
use crate::library::{Error, requests};
use crate::money::{Amount, Price, Unit, tidy};
use crate::provider::{self, Connection, Field, FieldKind, ListedModel, PRICE, endpoint, model_message, price_setting};
use crate::queue::budget::{self, Caps, Period};
use crate::view::{Budget, ServiceField, ServiceModel, ServiceSetup, ServiceView};
use crate::workspace::{Blocking, ENDPOINT, checked_field, has_setting, label};
use std::collections::BTreeMap;

/// What one picture costs with a model.
#[derive(Clone, Copy)]
pub(crate) struct OnePicture {
    pub calls: u32,
    /// None where nobody knows.
    pub cost: Option<Amount>,
}

impl Accounts {
    /// Adds a connection of a kind that allows more than one, at an address where one is given.
    ///
    /// # Errors
    /// `ConnectionRefused` with `why`, `SettingInvalid` and `EndpointInvalid` for its address, storage trouble.
    pub async fn add_connection(
        &self,
        kind: &str,
        name: &str,
        id: Option<String>,
        endpoint: Option<String>,
    ) -> Result<ServiceView, Failure> {
        // If the place of the keys does not answer, the server is added anyway.
        let kept = self.secrets.list().await.unwrap_or_default();
        let taken = kept.into_iter().map(|name| name.provider).collect();
        self.workspace.add_connection(kind, name, id, endpoint, taken).await
    }

    /// Everything about a provider that a person can read or set, but for its keys.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn service(&self, provider: &str) -> Result<ServiceSetup, Failure> {
        let provider = self.workspace.known_provider(provider)?;
        self.blocking(move |accounts| {
            // The command line may have changed something since the window read it.
            accounts.workspace.reload_settings()?;
            accounts.setup(&provider)
        })
        .await
    }

    /// Keeps settings of a provider by the names of its form, its `model`, its caps (`budget_day`); an empty text takes a
    /// setting back to its default. All or none.
    ///
    /// # Errors
    /// `ProviderUnknown`, `SettingUnknown`, `SettingInvalid` naming the field, storage trouble.
    pub async fn save_service(
        &self,
        provider: &str,
        values: BTreeMap<String, String>,
    ) -> Result<ServiceSetup, Failure> {
        let provider = self.workspace.known_provider(provider)?;
        self.blocking(move |accounts| {
            let seen = accounts.workspace.known_connections().seen(&provider.id)?;
            // A cap is looked at beside the price that is kept with it.
            let mut settings = accounts.workspace.settings_of(&provider.id)?;
            settings.extend(values.iter().map(|(name, text)| (name.clone(), text.trim().to_owned())));
            settings.retain(|_, text| !text.is_empty());
            let model = settings.get("model").cloned().unwrap_or_else(|| accounts.workspace.model_of(&provider.id));
            let price = provider.price(&model, &settings, seen.model(&model));
            let mut changes = Vec::new();
            for (name, text) in &values {
                let key = format!("providers.{}.{name}", provider.id);
                has_setting(&provider, name)
                    .then_some(())
                    .ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", name))?;
                let value = checked_field(&provider, name, text, &seen, price).map_err(|failure| {
                    failure.with("key", label(accounts.workspace.localizer(), provider.descriptor(), name))
                })?;
                changes.push((key, value.map(|value| serde_json::Value::String(value).to_string())));
            }
            accounts.workspace.library().put_settings(&changes)?;
            accounts.workspace.reload_settings()?;
            accounts.setup(&provider)
        })
        .await
    }

    /// What one picture takes and costs.
    pub(crate) async fn one_picture(&self, provider: &Connection, model: &str) -> Result<OnePicture, Failure> {
        let (calls, provider, model) = (provider.descriptor().calls(model), provider.clone(), model.to_owned());
        let cost = self.blocking(move |accounts| accounts.picture_cost(&provider, &model)).await?;
        Ok(OnePicture { calls, cost })
    }

    /// What one picture costs with this model: what it asks, else what the service said when it was asked, else what it
    /// last said that each of the calls cost. None where nobody knows, and where it costs nothing. Blocking.
    ///
    /// # Errors
    /// Storage trouble.
    fn picture_cost(&self, provider: &Connection, model: &str) -> Result<Option<Amount>, Failure> {
        let descriptor = provider.descriptor();
        let operations = descriptor.operations(model);
        if operations.is_empty() {
            return Ok(None);
        }
        let seen = self.workspace.known_connections().seen(&provider.id)?;
        match provider.price(model, &self.workspace.settings_of(&provider.id)?, seen.model(model)) {
            Some(Price::Nothing) => return Ok(None),
            Some(price) => {
                let all = |one: Amount| Amount { value: one.value * operations.len() as f64, ..one };
                return Ok(price.of_request(None).map(all));
            }
            None => {}
        }
        let value = match seen.cost(descriptor, model) {
            Some(value) => Some(value),
            None => self.workspace.library().read(|tx| {
                let prices = operations.iter().map(|operation| requests::last_price(tx, &provider.id, operation));
                Ok::<_, Error>(prices.collect::<Result<Option<Vec<f64>>, Error>>()?.map(|prices| prices.iter().sum()))
            })?,
        };
        Ok(value.map(|value| Amount { value, unit: Unit::Credits }))
    }

    fn setup(&self, provider: &Connection) -> Result<ServiceSetup, Failure> {
        let descriptor = provider.descriptor();
        let localizer = self.workspace.localizer();
        let said = |part| localizer.provider(descriptor.id, part);
        let settings = self.workspace.settings_of(&provider.id)?;
        let seen = self.workspace.known_connections().seen(&provider.id)?;
        let mut models = Vec::new();
        for id in seen.model_ids(descriptor) {
            models.push(self.model_view(provider, id, &settings, seen.model(id))?);
        }
        let model = self.workspace.model_of(&provider.id);
        let price = provider.price(&model, &settings, seen.model(&model));
        let free = price == Some(Price::Nothing);
        let field = |field: &Field| ServiceField {
            name: field.name.to_owned(),
            kind: field.kind,
            required: field.required,
            label: label(localizer, descriptor, field.name),
            value: settings.get(field.name).filter(|_| field.kind != FieldKind::Secret).cloned(),
            default: match field.name {
                name if name == ENDPOINT.name => descriptor.endpoint.map(str::to_owned),
                "paid" => Some((!free).to_string()),
                _ => None,
            },
        };
        let endpoint = descriptor.endpoint.map(|_| ENDPOINT);
        let mut fields = Vec::new();
        for known in descriptor.secrets.iter().chain(descriptor.settings).chain(&endpoint) {
            fields.push(field(known));
            if known.name == PRICE && !model.is_empty() {
                fields.push(self.price_of_model(provider, &model, &settings, seen.model(&model)));
            }
        }
        Ok(ServiceSetup {
            provider: provider.id.to_string(),
            name: provider.name.to_string(),
            about: said(None).unwrap_or_default(),
            note: said(Some("note")).unwrap_or_default(),
            privacy: localizer
                .provider_at(
                    descriptor.id,
                    Some("privacy"),
                    &endpoint::host_of(descriptor, &settings).unwrap_or_default(),
                )
                .unwrap_or_default(),
            key_hint: said(Some("key-hint")),
            check: said(Some("check")),
            fields,
            model,
            models,
            budgets: self.budgets(provider, &settings, price)?,
            makes_accounts: descriptor.makes_accounts,
            takes_files: provider::takes_files(descriptor, &settings),
            free: free || !descriptor.is_called(),
        })
    }

    /// The field in which the person says what the chosen model costs, where that is not what the others cost.
    fn price_of_model(
        &self,
        provider: &Connection,
        model: &str,
        settings: &BTreeMap<String, String>,
        seen: Option<&ListedModel>,
    ) -> ServiceField {
        let name = price_setting(model);
        let mut others = settings.clone();
        let value = others.remove(&name);
        ServiceField {
            kind: FieldKind::Text,
            required: false,
            label: self.workspace.localizer().text("field-price-of", &[("model", model)]),
            value,
            default: provider.price(model, &others, seen).map(|price| price.to_string()),
            name,
        }
    }

    fn model_view(
        &self,
        provider: &Connection,
        id: &str,
        settings: &BTreeMap<String, String>,
        seen: Option<&ListedModel>,
    ) -> Result<ServiceModel, Failure> {
        let descriptor = provider.descriptor();
        let label = self.workspace.localizer().provider(descriptor.id, Some(&model_message(id)));
        Ok(ServiceModel {
            id: id.to_owned(),
            label: label.unwrap_or_else(|| id.to_owned()),
            calls: descriptor.calls(id),
            returns: descriptor.model(id).and_then(|model| model.returns).unwrap_or(descriptor.returns),
            languages: descriptor.languages_of(id).iter().map(|&language| language.to_owned()).collect(),
            takes: descriptor.takes_of(id),
            sees: seen.and_then(|model| model.sees).or((!descriptor.needs_endpoint()).then_some(true)),
            cost: self.picture_cost(provider, id)?,
            price: provider.price(id, settings, seen).map(|price| price.to_string()),
            here: provider.runs_here(settings, seen),
            retired: seen.and_then(|model| model.retired.clone()),
        })
    }

    fn budgets(
        &self,
        provider: &Connection,
        settings: &BTreeMap<String, String>,
        price: Option<Price>,
    ) -> Result<Vec<Budget>, Failure> {
        let descriptor = provider.descriptor();
        if !descriptor.is_called() {
            return Ok(Vec::new());
        }
        let known = budget::units(descriptor, price);
        let units: Vec<String> = known.iter().map(|unit| unit.name().to_owned()).collect();
        let preferred = units.first().cloned().unwrap_or_default();
        let mut budgets = Vec::new();
        for period in Period::ALL {
            // A cap that an older program kept and that means nothing is none here; describing says what is wrong with it.
            let alone = settings.iter().filter(|(name, _)| *name == period.setting());
            let alone = alone.map(|(name, text)| (name.clone(), text.clone())).collect();
            let cap = Caps::from_settings(&provider.id, &known, &alone).ok().and_then(|caps| caps.of(period));
            let unit = cap.map_or(preferred.as_str(), |cap| cap.unit.name());
            let spent = match period {
                Period::Run => 0.0,
                Period::Day | Period::Month => self.workspace.library().read(|tx| {
                    let within = requests::period(tx, period.name(), now_ms())?;
                    requests::spent(tx, &provider.id, unit, &within, None)
                })?,
            };
            budgets.push(Budget {
                period: period.name().to_owned(),
                setting: period.setting().to_owned(),
                cap: cap.map(|cap| cap.value),
                unit: unit.to_owned(),
                units: units.clone(),
                spent: tidy(spent),
            });
        }
        Ok(budgets)
    }
}
