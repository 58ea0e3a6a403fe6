//! What a person has of a kind, as the rest of the program passes it on. Which there are, the room `connection` knows.

use super::{Descriptor, Kind, ListedModel, Runs, endpoint};
use crate::failure::{Failure, Reason};
use crate::money::Price;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The setting in which a person says whether a server costs money, where that does not follow from where it is.
const PAID: &str = "paid";

/// The setting in which they say what its models ask, as [`Price::parse`] reads it; behind it, with a colon, one model.
pub const PRICE: &str = "price";

/// The setting that holds what one model asks.
pub fn price_setting(model: &str) -> String {
    format!("{PRICE}:{model}")
}

/// A connection to a service or a server: which kind it is of, and what it is called. Cheap to clone.
///
/// Settings, keys, limits, budgets, ledger and history name it by its id.
#[derive(Clone)]
pub struct Connection {
    /// Stable, and never used for another one.
    pub id: Arc<str>,
    /// What the person calls it; the product's name where they gave it none.
    pub name: Arc<str>,
    /// The code that speaks to it.
    pub kind: &'static Kind,
}

impl Connection {
    /// The connection that a kind has by itself. Its id is the kind's, its name the product's.
    pub fn by_itself(kind: &'static Kind) -> Self {
        Self { id: kind.descriptor.id.into(), name: kind.descriptor.name.into(), kind }
    }

    /// What is the same for all connections of its kind.
    pub fn descriptor(&self) -> &'static Descriptor {
        &self.kind.descriptor
    }

    /// Refuses a model that does not exist, where not the service but the descriptor names them. Empty: the first.
    ///
    /// # Errors
    /// `ModelNotFound`.
    pub fn check_model(&self, model: &str) -> Result<(), Failure> {
        let descriptor = self.descriptor();
        let known = descriptor.names_models || model.is_empty() || descriptor.models.iter().any(|own| own.id == model);
        if known { Ok(()) } else { Err(self.named(Failure::new(Reason::ModelNotFound).with("model", model))) }
    }

    /// What this model asks here. What the person says of the model wins, then what they say of the connection, then where it
    /// runs, then what the service says, then what is documented. None where nobody knows.
    pub fn price(&self, model: &str, settings: &BTreeMap<String, String>, seen: Option<&ListedModel>) -> Option<Price> {
        let own = |name: &str| settings.get(name).and_then(|text| Price::parse(text));
        if let Some(price) = own(&price_setting(model)).or_else(|| own(PRICE)) {
            return Some(price);
        }
        let paid = settings.get(PAID).map(|text| text.trim());
        let free_where_it_is = self.descriptor().free_on_this_computer && self.runs_here(settings, seen);
        match paid {
            Some("false") => return Some(Price::Nothing),
            Some("true") => {}
            _ if free_where_it_is => return Some(Price::Nothing),
            _ => {}
        }
        let said = seen.and_then(|model| model.price);
        // Who says that it costs something is not told that it does not.
        let said = said.filter(|price| *price != Price::Nothing || paid != Some("true"));
        said.or_else(|| self.descriptor().price.map(Price::Request))
    }

    /// Whether this model runs on this computer, and nothing of the picture leaves it.
    pub fn runs_here(&self, settings: &BTreeMap<String, String>, seen: Option<&ListedModel>) -> bool {
        if !self.descriptor().is_called() {
            return true;
        }
        let address = self.descriptor().address(settings).and_then(|address| endpoint::parse(address).ok());
        let elsewhere = seen.is_some_and(|model| model.runs == Some(Runs::Elsewhere));
        !elsewhere && address.is_some_and(|url| endpoint::is_loopback(&url))
    }

    /// The failure with whose it is, unless that is known: a bucket's is not the service's.
    #[must_use]
    pub fn named(&self, failure: Failure) -> Failure {
        if failure.about.contains_key("provider") { failure } else { self.named_anew(failure) }
    }

    /// The same, whatever it named before.
    #[must_use]
    pub fn named_anew(&self, failure: Failure) -> Failure {
        failure.with("provider", &self.name).with("provider_id", &self.id).with("provider_kind", self.descriptor().id)
    }
}

impl PartialEq for Connection {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.id, self.descriptor().id, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;

    #[test]
    fn what_the_person_says_of_a_price_wins() {
        let server = Connection::by_itself(provider::kind("openai-compatible").expect("a kind"));
        let here = "http://localhost:1234/v1";
        let there = "https://models.example.org/v1";
        let listed =
            |price, runs| Some(ListedModel { price: Price::parse(price), runs, ..ListedModel::named("gemma") });
        for (settings, seen, price) in [
            (&[("endpoint", here)][..], None, Some("free")),
            (&[("endpoint", there)], None, None),
            (&[("endpoint", there)], listed("1/2", None), Some("1/2")),
            (&[("endpoint", here)], listed("1/2", None), Some("free")),
            (&[("endpoint", here)], listed("1/2", Some(Runs::Elsewhere)), Some("1/2")),
            (&[("endpoint", here)], listed("1/2", Some(Runs::There)), Some("free")),
            (&[("endpoint", here), ("paid", "true")], None, None),
            (&[("endpoint", here), ("paid", "true")], listed("free", None), None),
            (&[("endpoint", there), ("paid", "false")], listed("1/2", None), Some("free")),
            (&[("endpoint", there), ("paid", "false"), ("price", "0.01")], None, Some("0.01")),
            (&[("endpoint", here), ("price", "0.01")], listed("1/2", None), Some("0.01")),
            (&[("endpoint", here), ("price", "0.01"), ("price:gemma", "3/4")], None, Some("3/4")),
            (&[("endpoint", here), ("price", "0.01"), ("price:other", "3/4")], None, Some("0.01")),
        ] {
            let given: BTreeMap<_, _> = settings.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
            let price = price.map(|text| Price::parse(text).expect("a price"));
            assert_eq!(server.price("gemma", &given, seen.as_ref()), price, "{settings:?} {seen:?}");
        }
    }
}
