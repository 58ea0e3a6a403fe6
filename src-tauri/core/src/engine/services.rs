//! Services as the person sets them up: the form, the model, the budget. Reads a provider's descriptor; knows no service
//! by name.
//!
//! The form is made from the descriptor, the settings and the words of `provider-<id>`; it and `altsmith config` check a value with the
//! same function. A model's operations stand in the descriptor: their number is the number of requests that a picture takes. What a
//! service tells of its models and prices when its key is tested is kept by `connection`. A picture's cost is what its model asks
//! there ([`Connection::price`]), else what the service told, else what the last picture of that model was charged.

use super::settings::has_setting;
use super::{Engine, now_ms};
use crate::connection::Seen;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::library::{Error, requests};
use crate::money::{Amount, Price, Unit, tidy};
use crate::provider::{self, Connection, Descriptor, Field, FieldKind, ListedModel, PRICE, endpoint, model_message};
use crate::queue::budget::{self, Caps, Period};
use crate::view::{Budget, ServiceField, ServiceModel, ServiceSetup};
use std::collections::BTreeMap;

/// Numbers of a service's form are ports and seconds; what is more than a port can be is neither.
const LARGEST: u32 = 65_535;

impl Engine {
    /// Everything about a provider that a person can read or set, but for its keys.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn service(&self, provider: &str) -> Result<ServiceSetup, Failure> {
        let provider = self.known_provider(provider)?;
        self.blocking(move |engine| {
            // The command line may have changed something since the window read it.
            engine.reload_settings()?;
            engine.setup(&provider)
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
        let provider = self.known_provider(provider)?;
        self.blocking(move |engine| {
            let seen = engine.inner.connections.seen(&provider.id)?;
            // A cap is looked at beside the price that is kept with it.
            let mut settings = engine.settings_of(&provider.id)?;
            settings.extend(values.iter().map(|(name, text)| (name.clone(), text.trim().to_owned())));
            settings.retain(|_, text| !text.is_empty());
            let model = settings.get("model").cloned().unwrap_or_else(|| engine.model_of(&provider.id));
            let price = provider.price(&model, &settings, seen.model(&model));
            let mut changes = Vec::new();
            for (name, text) in &values {
                let key = format!("providers.{}.{name}", provider.id);
                has_setting(&provider, name)
                    .then_some(())
                    .ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", name))?;
                let value = checked(&provider, name, text, &seen, price)
                    .map_err(|failure| failure.with("key", label(engine.localizer(), provider.descriptor(), name)))?;
                changes.push((key, value.map(|value| serde_json::Value::String(value).to_string())));
            }
            engine.inner.library.put_settings(&changes)?;
            engine.reload_settings()?;
            engine.setup(&provider)
        })
        .await
    }

    /// What one picture costs with this model: what it asks, else what the service said when it was asked, else what it
    /// last said that each of the calls cost. None where nobody knows, and where it costs nothing. Blocking.
    ///
    /// # Errors
    /// Storage trouble.
    pub(super) fn picture_cost(&self, provider: &Connection, model: &str) -> Result<Option<Amount>, Failure> {
        let descriptor = provider.descriptor();
        let operations = descriptor.operations(model);
        if operations.is_empty() {
            return Ok(None);
        }
        let seen = self.inner.connections.seen(&provider.id)?;
        match provider.price(model, &self.settings_of(&provider.id)?, seen.model(model)) {
            Some(Price::Nothing) => return Ok(None),
            Some(price) => {
                let all = |one: Amount| Amount { value: one.value * operations.len() as f64, ..one };
                return Ok(price.of_request(None).map(all));
            }
            None => {}
        }
        let value = match seen.cost(descriptor, model) {
            Some(value) => Some(value),
            None => self.inner.library.read(|tx| {
                let prices = operations.iter().map(|operation| requests::last_price(tx, &provider.id, operation));
                Ok::<_, Error>(prices.collect::<Result<Option<Vec<f64>>, Error>>()?.map(|prices| prices.iter().sum()))
            })?,
        };
        Ok(value.map(|value| Amount { value, unit: Unit::Credits }))
    }

    fn setup(&self, provider: &Connection) -> Result<ServiceSetup, Failure> {
        let descriptor = provider.descriptor();
        let localizer = self.localizer();
        let said = |part| localizer.provider(descriptor.id, part);
        let settings = self.settings_of(&provider.id)?;
        let seen = self.inner.connections.seen(&provider.id)?;
        let mut models = Vec::new();
        for id in seen.model_ids(descriptor) {
            models.push(self.model_view(provider, id, &settings, seen.model(id))?);
        }
        let model = self.model_of(&provider.id);
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
            fields: descriptor.secrets.iter().chain(descriptor.settings).chain(&endpoint).map(field).collect(),
            model,
            models,
            budgets: self.budgets(provider, &settings, price)?,
            makes_accounts: descriptor.makes_accounts,
            takes_files: provider::takes_files(descriptor, &settings),
            free: free || !descriptor.is_called(),
        })
    }

    fn model_view(
        &self,
        provider: &Connection,
        id: &str,
        settings: &BTreeMap<String, String>,
        seen: Option<&ListedModel>,
    ) -> Result<ServiceModel, Failure> {
        let descriptor = provider.descriptor();
        let label = self.localizer().provider(descriptor.id, Some(&model_message(id)));
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
                Period::Day | Period::Month => self.inner.library.read(|tx| {
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

/// The address of a service is a field like its others, with the documented one as the default.
const ENDPOINT: Field = Field { name: "endpoint", kind: FieldKind::Url, required: false };

/// What a field is called, in the person's language.
pub(super) fn label(localizer: Localizer, descriptor: &Descriptor, name: &str) -> String {
    let own = localizer.provider(descriptor.id, Some(&format!("field-{name}")));
    own.unwrap_or_else(|| match name {
        "endpoint" | "model" => localizer.text(&format!("field-{name}"), &[]),
        _ if Period::ALL.iter().any(|period| period.setting() == name) => {
            localizer.text(&format!("field-{}", name.replace('_', "-")), &[])
        }
        _ => name.to_owned(),
    })
}

/// A value that a provider's setting can have; none: it is empty, which is the default. The setting must be one of the
/// provider's.
///
/// # Errors
/// `SettingInvalid` with the setting's full name, which a form replaces with the field's.
pub(super) fn checked(
    provider: &Connection,
    name: &str,
    text: &str,
    seen: &Seen,
    price: Option<Price>,
) -> Result<Option<String>, Failure> {
    let descriptor = provider.descriptor();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = |expected: &str| {
        Failure::new(Reason::SettingInvalid)
            .with("key", format!("providers.{}.{name}", provider.id))
            .with("value", text)
            .with("expected", expected)
    };
    if name == "model" {
        let known = seen.model_ids(descriptor);
        // A list that was not learned yet excludes nothing; the service itself refuses what it has not.
        let open = descriptor.names_models && seen.models.is_empty();
        return if open || known.contains(&text) { Ok(Some(text.to_owned())) } else { Err(invalid(&known.join(", "))) };
    }
    if Period::ALL.iter().any(|period| period.setting() == name) {
        let alone = BTreeMap::from([(name.to_owned(), text.to_owned())]);
        let units = budget::units(descriptor, price);
        return Caps::from_settings(&provider.id, &units, &alone).map(|_| Some(text.to_owned()));
    }
    if is_price(name) {
        let expected = "free, 0.01 usd, 0.15/0.60";
        return Price::parse(text).map(|_| Some(text.to_owned())).ok_or_else(|| invalid(expected));
    }
    let field = descriptor.settings.iter().find(|field| field.name == name).unwrap_or(&ENDPOINT);
    let good = match field.kind {
        FieldKind::Switch => matches!(text, "true" | "false").then_some(()).ok_or_else(|| invalid("switch")),
        FieldKind::Number => {
            let number = text.parse::<u32>().ok().filter(|number| (1..=LARGEST).contains(number));
            number.map(|_| ()).ok_or_else(|| invalid("number"))
        }
        // An address with a password in it is not repeated.
        FieldKind::Url => endpoint::parse(text).map(|_| ()).map_err(|failure| {
            let shown =
                failure.about.get("value").map_or_else(|| text.split('@').next_back().unwrap_or_default(), |_| text);
            invalid("address").with("value", shown)
        }),
        _ if field.name == "email" && !is_email(text) => Err(invalid("email")),
        _ if text.chars().any(char::is_control) => Err(invalid("text")),
        _ => Ok(()),
    };
    good.map(|()| Some(text.to_owned()))
}

/// Whether a setting says what models ask: those of the connection, or one.
pub(super) fn is_price(name: &str) -> bool {
    name.split(':').next() == Some(PRICE)
}

/// Something before and behind one `@`: what more there is to an address only its server knows.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    parts.is_some() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
