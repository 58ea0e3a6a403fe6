//! What the page may not decide alone, because it lets pictures or money out: that "This computer only" is turned off, that
//! pictures go to another place, that a cap is raised or goes round something, that fewer questions are asked, that an address is
//! fetched. The shell asks the person in a dialog of the system, which no script can answer. The command line is typed by a person.

use super::Accounts;
use crate::failure::Failure;
use crate::i18n::Localizer;
use crate::money::{Amount, Price};
use crate::provider::{Connection, FieldKind, endpoint};
use crate::queue::budget::{self, Caps};
use crate::secrets::Origin;
use crate::view::Settings;
use std::collections::BTreeMap;
use url::Url;

/// Characters of an address on one line of the dialog. A line that no space breaks makes it wider than the screen.
const ADDRESS_LINE: usize = 72;

/// What the person is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Consent {
    /// Pictures may leave this computer again.
    LocalOnlyOff,
    /// More pictures may be described at once without a question.
    AskFrom {
        /// From so many pictures on it is asked; 0: never.
        pictures: u32,
    },
    /// Pictures of this provider go to another place.
    Destination {
        /// The provider's name.
        provider: String,
        /// Scheme, host and port, or what a bucket is called.
        place: String,
    },
    /// More may be spent.
    Cap {
        /// The provider's name.
        provider: String,
        /// All caps that are left, the shortest period first.
        caps: Vec<Amount>,
    },
    /// A request counts for less than before, so that the caps let more through.
    Price {
        /// The provider's name.
        provider: String,
    },
    /// This address is fetched.
    Fetch {
        /// The whole address, as it will be asked for.
        url: String,
    },
}

impl Consent {
    /// Asks about the picture at this address. None where it is no address, and nothing is fetched.
    pub fn to_fetch(address: &str) -> Option<Self> {
        Url::parse(address.trim()).ok().map(|url| Self::Fetch { url: url.into() })
    }

    /// The sentence that the person reads.
    pub fn sentence(&self, localizer: Localizer) -> String {
        match self {
            Self::LocalOnlyOff => localizer.text("consent-local-only-off", &[]),
            Self::AskFrom { pictures: 0 } => localizer.text("consent-ask-never", &[]),
            Self::AskFrom { pictures } => {
                localizer.text("consent-ask-from", &[("count", &pictures.saturating_sub(1).to_string())])
            }
            Self::Destination { provider, place } => {
                localizer.text("consent-destination", &[("provider", provider), ("host", place)])
            }
            Self::Cap { provider, caps } => {
                let caps: Vec<_> = caps.iter().map(|cap| localizer.amount(cap.value, cap.unit.name())).collect();
                let caps = if caps.is_empty() { "none".to_owned() } else { caps.join(", ") };
                localizer.text("consent-cap", &[("provider", provider), ("caps", &caps)])
            }
            Self::Price { provider } => localizer.text("consent-price", &[("provider", provider)]),
            // A value within a sentence is cut where it is long, and what is behind the cut may be what a script carries out.
            Self::Fetch { url } => format!("{}\n\n{}", localizer.text("consent-fetch", &[]), in_lines(url)),
        }
    }
}

/// The whole of an address, broken where a line is full. It is ASCII: `Url` writes everything else with `%` or as `xn--`.
fn in_lines(url: &str) -> String {
    let characters: Vec<char> = url.chars().collect();
    characters.chunks(ADDRESS_LINE).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

impl Accounts {
    /// What the person has to agree to before these settings hold.
    pub fn consent_to_settings(&self, new: &Settings) -> Vec<Consent> {
        let now = self.workspace.settings();
        let local_only_off = (now.local_only && !new.local_only).then_some(Consent::LocalOnlyOff);
        // Nothing is asked from no number on: that is the furthest.
        let from = |settings: &Settings| if settings.ask_from == 0 { u32::MAX } else { settings.ask_from };
        let ask_from = (from(new) > from(&now)).then_some(Consent::AskFrom { pictures: new.ask_from });
        local_only_off.into_iter().chain(ask_from).collect()
    }

    /// What the person has to agree to before a server is added at this address.
    pub fn consent_to_connection(&self, name: &str, address: Option<&str>) -> Vec<Consent> {
        let leads = address.and_then(leads_out);
        leads.map(|place| Consent::Destination { provider: name.to_owned(), place }).into_iter().collect()
    }

    /// What the person has to agree to before these settings of a provider hold.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn consent_to_service(
        &self,
        provider: &str,
        new: &BTreeMap<String, String>,
    ) -> Result<Vec<Consent>, Failure> {
        let connection = self.workspace.known_provider(provider)?;
        let account = self.bare_account(&connection).await?;
        let (descriptor, name, old) = (connection.descriptor(), connection.name.as_ref(), &account.settings);
        let mut asked: Vec<_> = destinations(&connection, old, new)
            .into_iter()
            .map(|place| Consent::Destination { provider: name.to_owned(), place })
            .collect();
        let merged: BTreeMap<_, _> = old.iter().chain(new).map(|(name, text)| (name.clone(), text.clone())).collect();
        let chosen = self.workspace.model_of(provider);
        let units = budget::units(descriptor, account.price(&chosen));
        let caps = |settings: &BTreeMap<String, String>| Caps::from_settings(provider, &units, settings);
        // Caps that cannot be are refused by the form.
        if let (Ok(before), Ok(after)) = (caps(old), caps(&merged))
            && before.iter().any(|(period, cap)| lets_more_through(cap, after.of(period)))
        {
            asked.push(Consent::Cap { provider: name.to_owned(), caps: after.iter().map(|(_, cap)| cap).collect() });
        }
        let models = new.keys().filter_map(|name| name.split_once(':')).map(|(_, model)| model);
        let counts_less = |model: &str| {
            let price = |settings| connection.price(model, settings, account.seen.model(model));
            is_less(price(old), price(&merged))
        };
        if models.chain([&*chosen]).any(counts_less) {
            asked.push(Consent::Price { provider: name.to_owned() });
        }
        Ok(asked)
    }
}

/// Where pictures go from now on and did not before. What cannot be is refused by the form.
fn destinations(
    connection: &Connection,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<String> {
    let descriptor = connection.descriptor();
    let kind_of = |name: &str| {
        descriptor.settings.iter().find(|field| field.name == name).map_or(FieldKind::Text, |field| field.kind)
    };
    let mut places = Vec::new();
    for (name, text) in new {
        let text = text.trim();
        let before = if name == "endpoint" { descriptor.address(old) } else { old.get(name).map(String::as_str) };
        match kind_of(name) {
            _ if text.is_empty() => {}
            FieldKind::Place if before != Some(text) => places.push(text.to_owned()),
            kind if kind == FieldKind::Url || name == "endpoint" => {
                places.extend(leads_out(text).filter(|place| before.and_then(origin).as_ref() != Some(place)));
            }
            _ => {}
        }
    }
    places
}

fn origin(address: &str) -> Option<String> {
    endpoint::parse(address).ok().map(|url| Origin::of(&url).to_string())
}

/// Scheme, host and port of an address that is not on this computer.
fn leads_out(address: &str) -> Option<String> {
    let here = endpoint::parse(address).is_ok_and(|url| endpoint::is_loopback(&url));
    origin(address).filter(|_| !here)
}

/// Whether a cap lets more through than the one before; amounts that cannot be compared do.
fn lets_more_through(before: Amount, after: Option<Amount>) -> bool {
    after.is_none_or(|after| before.unit != after.unit || after.value > before.value)
}

/// Whether a request counts for less than before; amounts that cannot be compared do.
fn is_less(before: Option<Price>, after: Option<Price>) -> bool {
    if before == after || before == Some(Price::Nothing) {
        return false;
    }
    let amount = |price: Option<Price>| price.and_then(|price| price.of_request(None));
    match (amount(before), amount(after)) {
        _ if after == Some(Price::Nothing) => true,
        // Nobody knew what it costs.
        (None, _) => false,
        (Some(before), after) => after.is_none_or(|after| before.unit != after.unit || after.value < before.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_of_an_address_is_read() {
        let url = format!("https://example.org/a.png?carried={}", "x".repeat(2_000));
        let consent = Consent::to_fetch(&url).expect("an address");
        for language in crate::i18n::LANGUAGES {
            let said = consent.sentence(Localizer::new(language));
            assert!(said.replace('\n', "").ends_with(&url), "{language}: {said}");
            assert!(said.lines().all(|line| line.chars().count() <= 120), "{language}: {said}");
        }
        let turned = Consent::to_fetch("https://example.org/\u{202e}gnp.a");
        assert!(matches!(turned, Some(Consent::Fetch { url }) if url.is_ascii()), "nothing turns the line round");
        assert_eq!(Consent::to_fetch("no address"), None);
    }

    #[test]
    fn a_price_that_lets_more_through_is_agreed_to() {
        let price = |text: &str| Price::parse(text);
        for (before, after, less) in [
            (None, price("free"), true),
            (None, price("0.01"), false),
            (price("0.01"), price("0.02"), false),
            (price("0.02"), price("0.01"), true),
            (price("2 credits"), price("0.01"), true),
            (price("1/2"), price("1/1"), true),
            (price("1/1"), price("1/2"), false),
            (price("0.01"), None, true),
            (price("free"), price("0.01"), false),
            (price("0.01"), price("free"), true),
        ] {
            assert_eq!(is_less(before, after), less, "{before:?} {after:?}");
        }
    }

    #[test]
    fn every_place_that_pictures_go_to_is_agreed_to() {
        let by_itself = |kind| Connection::by_itself(crate::provider::kind(kind).expect("a kind"));
        let given = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        for (kind, old, new, places) in [
            ("imgopen", &[][..], &[("s3_endpoint", "https://s3.example.org")][..], &["https://s3.example.org"][..]),
            ("imgopen", &[], &[("public_url", "https://tunnel.example.org/x")], &["https://tunnel.example.org"]),
            ("imgopen", &[("s3_bucket", "mine")], &[("s3_bucket", "theirs")], &["theirs"]),
            ("imgopen", &[("s3_bucket", "mine")], &[("s3_bucket", "mine"), ("s3_region", "eu")], &[]),
            ("zakai", &[], &[("endpoint", "https://gate.example.org")], &["https://gate.example.org"]),
            ("zakai", &[], &[("endpoint", "https://www.zak-ai.com/other")], &[]),
            ("zakai", &[], &[("endpoint", "http://127.0.0.1:8080")], &[]),
            ("zakai", &[("endpoint", "https://gate.example.org")], &[("endpoint", "")], &[]),
        ] {
            assert_eq!(destinations(&by_itself(kind), &given(old), &given(new)), places, "{kind} {new:?}");
        }
    }
}
