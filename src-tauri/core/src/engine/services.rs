//! Services as the person sets them up: the form, the model, the budget. Reads a provider's descriptor; knows no service
//! by name.
//!
//! The form is made from the descriptor, the settings and the words of `provider-<id>`; it and `altsmith config` check a value with the
//! same function. A model's operations stand in the descriptor: their number is the number of requests that a picture takes. What a
//! service tells of its models and prices when its key is tested is remembered under `remembered.service.<id>`. A picture's cost is
//! the documented one, else what the service told, else what the last picture of that model was charged.

use super::describe::known_provider;
use super::settings::provider_setting;
use super::{Engine, now_ms};
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::library::{Error, requests};
use crate::money::{Amount, Unit, tidy};
use crate::provider::{self, Descriptor, Field, FieldKind, ListedModel, Model, endpoint, model_message};
use crate::queue::budget::{self, Caps, Period};
use crate::view::{Budget, ServiceField, ServiceModel, ServiceSetup};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// Numbers of a service's form are ports and seconds; what is more than a port can be is neither.
const LARGEST: u32 = 65_535;

/// What a service said of itself when it was asked, kept for its form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Models that can be named in a request.
    #[serde(deserialize_with = "models_or_names")]
    pub models: Vec<ListedModel>,
    /// What a request costs in credits, by operation or model.
    #[serde(default)]
    pub costs: BTreeMap<String, f64>,
}

impl Engine {
    /// Everything about a provider that a person can read or set, but for its keys.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn service(&self, provider: &str) -> Result<ServiceSetup, Failure> {
        let descriptor = &known_provider(provider)?.descriptor;
        self.blocking(move |engine| {
            // The command line may have changed something since the window read it.
            engine.reload_settings()?;
            engine.setup(descriptor)
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
        let descriptor = &known_provider(provider)?.descriptor;
        self.blocking(move |engine| {
            let remembered = engine.remembered_service(descriptor.id)?;
            let mut changes = Vec::new();
            for (name, text) in &values {
                let key = format!("providers.{}.{name}", descriptor.id);
                provider_setting(&key).ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", name))?;
                let value = checked(descriptor, name, text, &remembered)
                    .map_err(|failure| failure.with("key", label(engine.localizer(), descriptor, name)))?;
                changes.push((key, value.map(|value| serde_json::Value::String(value).to_string())));
            }
            engine.inner.library.put_settings(&changes)?;
            engine.reload_settings()?;
            engine.setup(descriptor)
        })
        .await
    }

    /// What one picture costs with this model: as documented, else as the service said when it was asked, else what it
    /// last said that each of the calls cost. None where nobody knows. Blocking.
    ///
    /// # Errors
    /// Storage trouble.
    pub(super) fn picture_cost(&self, provider: &'static Descriptor, model: &str) -> Result<Option<Amount>, Failure> {
        let operations = provider.operations(model);
        if operations.is_empty() {
            return Ok(None);
        }
        if provider.price.is_some() {
            let one = budget::estimate(provider);
            return Ok(Some(Amount { value: one.value * operations.len() as f64, ..one }));
        }
        let told = self.remembered_service(provider.id)?.cost(provider, model);
        let value = match told {
            Some(value) => Some(value),
            None => self.inner.library.read(|tx| {
                let prices = operations.iter().map(|operation| requests::last_price(tx, provider.id, operation));
                Ok::<_, Error>(prices.collect::<Result<Option<Vec<f64>>, Error>>()?.map(|prices| prices.iter().sum()))
            })?,
        };
        Ok(value.map(|value| Amount { value, unit: Unit::Credits }))
    }

    /// What a service said of itself. Blocking.
    pub(super) fn remembered_service(&self, provider: &str) -> Result<Remembered, Failure> {
        let text = self.inner.library.setting(&format!("remembered.{}", memory(provider)))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Keeps what a service said of itself; what it said nothing of now stays as it was. Blocking.
    pub(super) fn remember_service(&self, provider: &str, news: Remembered) -> Result<(), Failure> {
        let before = self.remembered_service(provider)?;
        let models = if news.models.is_empty() { before.models } else { news.models };
        let costs = if news.costs.is_empty() { before.costs } else { news.costs };
        let text = serde_json::to_string(&Remembered { models, costs }).map_err(|_| Failure::new(Reason::Internal))?;
        self.remember(&memory(provider), &text)
    }

    fn setup(&self, descriptor: &'static Descriptor) -> Result<ServiceSetup, Failure> {
        let localizer = self.localizer();
        let said = |part| localizer.provider(descriptor.id, part);
        let settings = self.settings_of(descriptor.id)?;
        let remembered = self.remembered_service(descriptor.id)?;
        let mut models = Vec::new();
        for id in remembered.model_ids(descriptor) {
            let listed = remembered.models.iter().find(|model| model.id == id);
            models.push(self.model_view(descriptor, id, listed.and_then(|model| model.sees))?);
        }
        let field = |field: &Field| ServiceField {
            name: field.name.to_owned(),
            kind: field.kind,
            required: field.required,
            label: label(localizer, descriptor, field.name),
            value: settings.get(field.name).filter(|_| field.kind != FieldKind::Secret).cloned(),
            default: match field.name {
                name if name == ENDPOINT.name => descriptor.endpoint.map(str::to_owned),
                "paid" => Some((!self.is_free(descriptor.id)).to_string()),
                _ => None,
            },
        };
        let endpoint = descriptor.endpoint.map(|_| ENDPOINT);
        Ok(ServiceSetup {
            provider: descriptor.id.to_owned(),
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
            model: self.model_of(descriptor.id),
            models,
            budgets: self.budgets(descriptor, &settings)?,
            makes_accounts: descriptor.makes_accounts,
            takes_files: provider::takes_files(descriptor, &settings),
            free: self.is_free(descriptor.id),
        })
    }

    fn model_view(
        &self,
        descriptor: &'static Descriptor,
        id: &str,
        sees: Option<bool>,
    ) -> Result<ServiceModel, Failure> {
        let label = self.localizer().provider(descriptor.id, Some(&model_message(id)));
        Ok(ServiceModel {
            id: id.to_owned(),
            label: label.unwrap_or_else(|| id.to_owned()),
            calls: descriptor.calls(id),
            returns: descriptor.model(id).and_then(|model| model.returns).unwrap_or(descriptor.returns),
            languages: descriptor.languages_of(id).iter().map(|&language| language.to_owned()).collect(),
            takes: descriptor.takes_of(id),
            sees: sees.or((!descriptor.needs_endpoint()).then_some(true)),
            cost: self.picture_cost(descriptor, id)?,
        })
    }

    fn budgets(&self, descriptor: &Descriptor, settings: &BTreeMap<String, String>) -> Result<Vec<Budget>, Failure> {
        if !descriptor.is_called() {
            return Ok(Vec::new());
        }
        let units: Vec<String> = budget::units(descriptor).iter().map(|unit| unit.name().to_owned()).collect();
        let preferred = units.first().cloned().unwrap_or_default();
        let mut budgets = Vec::new();
        for period in Period::ALL {
            // A cap that an older program kept and that means nothing is none here; describing says what is wrong with it.
            let alone = settings.iter().filter(|(name, _)| *name == period.setting());
            let alone = alone.map(|(name, text)| (name.clone(), text.clone())).collect();
            let cap = Caps::from_settings(descriptor, &alone).ok().and_then(|caps| caps.of(period));
            let unit = cap.map_or(preferred.as_str(), |cap| cap.unit.name());
            let spent = match period {
                Period::Run => 0.0,
                Period::Day | Period::Month => self.inner.library.read(|tx| {
                    let within = requests::period(tx, period.name(), now_ms())?;
                    requests::spent(tx, descriptor.id, unit, &within, None)
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

/// Older programs kept the names alone.
fn models_or_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ListedModel>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Name(String),
        Model(ListedModel),
    }
    let kept = Vec::<Kept>::deserialize(deserializer)?;
    let model = |kept| match kept {
        Kept::Name(id) => ListedModel::named(id),
        Kept::Model(model) => model,
    };
    Ok(kept.into_iter().map(model).collect())
}

impl Remembered {
    /// The models that can be chosen: those of the descriptor, then those that only the service named.
    fn model_ids<'a>(&'a self, descriptor: &'static Descriptor) -> Vec<&'a str> {
        let known: Vec<&str> = descriptor.models.iter().map(|model| model.id).collect();
        let named = self.models.iter().map(|model| &*model.id).filter(|id| !known.contains(id)).collect::<Vec<_>>();
        [known, named].concat()
    }

    /// The sum of the model's operations, or what the service says of the model itself.
    pub fn cost(&self, descriptor: &Descriptor, model: &str) -> Option<f64> {
        let operations = descriptor.model(model).map_or(&[][..], |model: &Model| model.operations);
        let by_operation = || operations.iter().map(|operation| self.costs.get(*operation)).sum::<Option<f64>>();
        self.costs.get(model).copied().or_else(by_operation)
    }
}

/// The address of a service is a field like its others, with the documented one as the default.
const ENDPOINT: Field = Field { name: "endpoint", kind: FieldKind::Url, required: false };

/// Under which name a service's own words of itself are remembered.
fn memory(provider: &str) -> String {
    format!("service.{provider}")
}

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
    descriptor: &'static Descriptor,
    name: &str,
    text: &str,
    remembered: &Remembered,
) -> Result<Option<String>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = |expected: &str| {
        Failure::new(Reason::SettingInvalid)
            .with("key", format!("providers.{}.{name}", descriptor.id))
            .with("value", text)
            .with("expected", expected)
    };
    if name == "model" {
        let known = remembered.model_ids(descriptor);
        // A list that was not learned yet excludes nothing; the service itself refuses what it has not.
        let open = descriptor.names_models && remembered.models.is_empty();
        return if open || known.contains(&text) { Ok(Some(text.to_owned())) } else { Err(invalid(&known.join(", "))) };
    }
    if Period::ALL.iter().any(|period| period.setting() == name) {
        let alone = BTreeMap::from([(name.to_owned(), text.to_owned())]);
        return Caps::from_settings(descriptor, &alone).map(|_| Some(text.to_owned()));
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

/// Something before and behind one `@`: what more there is to an address only its server knows.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    parts.is_some() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
