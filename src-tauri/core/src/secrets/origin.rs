//! To whom a key belongs: scheme, host and port of the address for which it was typed. That is kept with the key in each place,
//! so that whoever sets another address does not get the key sent there.
//!
//! As text: `for https://api.example.org`, a line break, the key. A key has no line breaks in it, so that one that an older
//! version kept, which is bare, is never taken for one that is bound; it belongs to the address that is said beside it
//! ([`Address::before`]).

use super::{KeySource, Secret};
use std::fmt;
use url::Url;
use zeroize::Zeroizing;

const BEGINS: &str = "for ";

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Of an address.
    pub fn of(url: &Url) -> Self {
        Self(url.origin().ascii_serialization())
    }

    /// What [`Origin::as_str`] gave; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let origin = Self::of(&Url::parse(text).ok()?);
        (origin.0 == text).then_some(origin)
    }

    /// As it is kept and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the key of a field would be sent, and to whom keys belong that do not say it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Where it would be sent now. None: nobody has said it, and nothing can be sent.
    pub now: Option<Origin>,
    /// Whose a bare key is; none: whoever it is that it is sent to.
    pub before: Option<Origin>,
    /// Whose a key of the environment is: where the connection was when this run began. None as before.
    pub at_start: Option<Origin>,
}

/// What was found of a key.
pub(super) enum Found {
    /// One that may be sent there.
    Here(Secret, KeySource),
    /// One that was typed for somebody else.
    Elsewhere(Origin),
    /// None.
    Nothing,
}

impl Found {
    /// This one, unless it cannot be used and the other one can.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (found @ Self::Here(..), _) | (found @ Self::Elsewhere(_), Self::Elsewhere(_) | Self::Nothing) => found,
            (_, other) => other,
        }
    }
}

impl Address {
    /// What this value, which is kept there, is to a request.
    pub(super) fn judge(&self, kept: Option<Secret>, source: KeySource) -> Found {
        let Some(kept) = kept else { return Found::Nothing };
        let unsaid = if source == KeySource::Environment { &self.at_start } else { &self.before };
        let (own, key) = unbind(kept);
        match (own.or_else(|| unsaid.clone()), &self.now) {
            (Some(own), Some(now)) if own != *now => Found::Elsewhere(own),
            _ => Found::Here(key, source),
        }
    }
}

/// A key as it is kept: with its origin, where there is one.
pub(super) fn bind(key: &Secret, origin: Option<&Origin>) -> Secret {
    let Some(origin) = origin else { return key.clone() };
    // Its full size at once: a text that grows leaves copies of the key behind.
    let size = BEGINS.len() + origin.0.len() + 1 + key.expose().len();
    let mut text = Zeroizing::new(String::with_capacity(size));
    for part in [BEGINS, &origin.0, "\n", key.expose()] {
        text.push_str(part);
    }
    Secret::wiped(text)
}

/// The reverse.
fn unbind(kept: Secret) -> (Option<Origin>, Secret) {
    let parts = kept.expose().strip_prefix(BEGINS).and_then(|rest| rest.split_once('\n'));
    match parts.and_then(|(origin, key)| Some((Origin::parse(origin)?, Secret::new(key)))) {
        Some((origin, key)) => (Some(origin), key),
        None => (None, kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn origin(text: &str) -> Origin {
        Origin::of(&Url::parse(text).expect("an address"))
    }

    fn found(address: &Address, kept: &Secret, source: KeySource) -> String {
        match address.judge(Some(kept.clone()), source) {
            Found::Here(key, _) => key.expose().to_owned(),
            Found::Elsewhere(origin) => format!("of {origin}"),
            Found::Nothing => "nothing".into(),
        }
    }

    proptest! {
        #[test]
        fn what_is_bound_comes_back_and_a_bare_key_stays_what_it_is(key in "[^\\p{Cc}]{0,80}") {
            let key = Secret::new(key);
            let home = origin("https://api.example.org:8443/v1");
            prop_assert_eq!(unbind(bind(&key, Some(&home))), (Some(home), key.clone()));
            prop_assert_eq!(unbind(bind(&key, None)), (None, key));
        }
    }

    #[test]
    fn a_key_is_found_only_where_scheme_host_and_port_are_the_same() {
        let key = bind(&Secret::new("k-1"), Some(&origin("https://api.example.org/v1")));
        for (now, is) in [
            ("https://api.example.org/another/path", "k-1"),
            ("https://API.example.org:443", "k-1"),
            ("https://api.example.org:444", "of https://api.example.org"),
            ("https://example.org", "of https://api.example.org"),
            ("http://127.0.0.1:1", "of https://api.example.org"),
        ] {
            let address = Address { now: Some(origin(now)), ..Address::default() };
            assert_eq!(found(&address, &key, KeySource::Keyring), is, "{now}");
        }
        assert_eq!(found(&Address::default(), &key, KeySource::Vault), "k-1", "it is there");
    }

    #[test]
    fn a_key_that_does_not_say_it_is_of_the_address_before() {
        let [old, new] = ["https://old.example", "https://new.example"].map(|text| Some(origin(text)));
        let bare = Secret::new("k-1");
        let address = Address { now: new.clone(), before: old.clone(), at_start: new.clone() };
        assert_eq!(found(&address, &bare, KeySource::Keyring), "of https://old.example");
        assert_eq!(found(&address, &bare, KeySource::Environment), "k-1");
        let address = Address { now: new.clone(), before: new.clone(), at_start: old };
        assert_eq!(found(&address, &bare, KeySource::Environment), "of https://old.example");
        assert_eq!(found(&Address { now: new, ..Address::default() }, &bare, KeySource::Vault), "k-1");
    }

    #[test]
    fn what_only_looks_bound_is_a_bare_key() {
        for text in ["for", "for https://a.example", "for a\nb", "for https://a.example/path\nk", "for file:///\nk"] {
            assert_eq!(unbind(Secret::new(text)), (None, Secret::new(text)), "{text}");
        }
    }
}
