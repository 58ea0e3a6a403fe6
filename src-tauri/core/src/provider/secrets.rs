//! The secrets of one provider while a request is made. They can be put into a header and taken out of a text; they
//! cannot be printed or serialised, and their memory is wiped. Where they are kept is not known here.

use super::adapter::Header;
use crate::failure::{Failure, Reason};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::HeaderValue;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What stands where a secret stood.
const MASK: &str = "•••";

/// Shorter secrets are ordinary words as often as not (a person chooses ZAK-AI's): taking those out of an answer would
/// spoil words that were paid for. Error texts are masked whatever the length.
const MASKED_IN_ANSWERS: usize = 8;

/// The secret fields of one provider, by the names of its descriptor.
#[derive(Default)]
pub struct Secrets {
    values: BTreeMap<String, Zeroizing<String>>,
    elsewhere: BTreeMap<String, Elsewhere>,
}

/// A secret that was typed for one address, where another one is asked now. It is not here.
struct Elsewhere {
    typed_for: String,
    now: String,
}

impl Secrets {
    /// No secrets.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a field. White space around a pasted key is no part of it; an empty value is no value.
    #[must_use]
    pub fn with(mut self, field: &str, value: &str) -> Self {
        let value = value.trim();
        if !value.is_empty() {
            self.values.insert(field.to_owned(), Zeroizing::new(value.to_owned()));
        }
        self
    }

    /// Says of a field that its value was typed for another address than the one that it would be sent to: it is missing.
    #[must_use]
    pub fn elsewhere(mut self, field: &str, typed_for: &str, now: &str) -> Self {
        self.elsewhere.insert(field.to_owned(), Elsewhere { typed_for: typed_for.to_owned(), now: now.to_owned() });
        self
    }

    /// Whether the person gave a value, for whatever address: nothing is asked without a key because it is another one's.
    pub fn has(&self, field: &str) -> bool {
        self.values.contains_key(field) || self.elsewhere.contains_key(field)
    }

    /// The value itself, for a request's body.
    ///
    /// # Errors
    /// `KeyMissing`, naming the field; also for a value that was typed for another address.
    pub fn expose(&self, field: &str) -> Result<&str, Failure> {
        if let Some(value) = self.values.get(field) {
            return Ok(value.as_str());
        }
        let missing = Failure::new(Reason::KeyMissing).with("field", field);
        Err(match self.elsewhere.get(field) {
            Some(Elsewhere { typed_for, now }) => {
                missing.with("typed_for", typed_for).with("now", now).documented("key-elsewhere")
            }
            None => missing,
        })
    }

    /// The field as a header.
    ///
    /// # Errors
    /// `KeyMissing`; `KeyRejected` where the value cannot stand in a header.
    pub fn header(&self, name: &'static str, field: &str) -> Result<Header, Failure> {
        sensitive(name, self.expose(field)?, field)
    }

    /// `Authorization: Bearer <field>`.
    ///
    /// # Errors
    /// As [`Secrets::header`].
    pub fn bearer(&self, field: &str) -> Result<Header, Failure> {
        let text = Zeroizing::new(format!("Bearer {}", self.expose(field)?));
        sensitive("authorization", &text, field)
    }

    /// `Authorization: Basic <user>:<password>`, both being fields.
    ///
    /// # Errors
    /// As [`Secrets::header`]; a user name cannot hold a colon (RFC 7617).
    pub fn basic(&self, user: &str, password: &str) -> Result<Header, Failure> {
        let (name, word) = (self.expose(user)?, self.expose(password)?);
        if name.contains(':') {
            return Err(Failure::new(Reason::KeyRejected).with("field", user));
        }
        let pair = Zeroizing::new(format!("{name}:{word}"));
        let text = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes())));
        sensitive("authorization", &text, password)
    }

    /// Takes every secret out of a service's error text.
    pub fn mask(&self, text: &str) -> String {
        self.mask_from(text, 1)
    }

    /// Takes the secrets out of an answer, except those short enough to be a word of it.
    pub fn mask_answer(&self, text: &str) -> String {
        self.mask_from(text, MASKED_IN_ANSWERS)
    }

    /// The same for an answer that is still coming: where its end may be the beginning of a secret, that is left out.
    pub fn mask_coming(&self, text: &str) -> String {
        let mut masked = self.mask_answer(text);
        let begun = |form: &str| {
            (1..form.len()).rev().find(|end| form.is_char_boundary(*end) && masked.ends_with(&form[..*end]))
        };
        let held = self.forms(MASKED_IN_ANSWERS).iter().filter_map(|form| begun(form.as_str())).max().unwrap_or(0);
        masked.truncate(masked.len() - held);
        masked
    }

    fn mask_from(&self, text: &str, shortest: usize) -> String {
        let mut masked = text.to_owned();
        for form in self.forms(shortest) {
            if masked.contains(form.as_str()) {
                masked = masked.replace(form.as_str(), MASK);
            }
        }
        masked
    }

    /// Every spelling in which a service may echo a secret, the longest first so that no rest of one remains.
    fn forms(&self, shortest: usize) -> Vec<Zeroizing<String>> {
        let values: Vec<&str> =
            self.values.values().map(|v| v.as_str()).filter(|v| v.chars().count() >= shortest).collect();
        let mut forms = Vec::new();
        for value in &values {
            forms.push(Zeroizing::new((*value).to_owned()));
            forms.push(Zeroizing::new(BASE64_STANDARD.encode(value)));
            let percent = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            forms.push(Zeroizing::new(percent.to_string()));
            if let Ok(json) = serde_json::to_string(value) {
                forms.push(Zeroizing::new(json.trim_matches('"').to_owned()));
            }
            for other in self.values.values() {
                forms.push(Zeroizing::new(BASE64_STANDARD.encode(format!("{value}:{}", other.as_str()))));
            }
        }
        forms.retain(|form| !form.is_empty());
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.values.keys().map(|name| (name, MASK))).finish()
    }
}

fn sensitive(name: &'static str, text: &str, field: &str) -> Result<Header, Failure> {
    let mut value =
        HeaderValue::from_bytes(text.as_bytes()).map_err(|_| Failure::new(Reason::KeyRejected).with("field", field))?;
    value.set_sensitive(true);
    Ok(Header { name, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        Secrets::none().with("secret", "rose").with("api_key", " k-12345678/+ \n")
    }

    #[test]
    fn nothing_prints_a_secret() {
        let header = secrets().basic("secret", "api_key").expect("a header");
        let printed = format!("{:?} {header:?}", secrets());
        assert!(!printed.contains("rose") && !printed.contains("12345678"), "{printed}");
        assert!(printed.contains("api_key"));
    }

    #[test]
    fn a_pasted_key_is_trimmed_and_an_empty_one_is_missing() {
        assert_eq!(secrets().expose("api_key").expect("set"), "k-12345678/+");
        let failure = Secrets::none().with("api_key", "  ").expose("api_key").expect_err("missing");
        assert_eq!((failure.reason, failure.about["field"].as_str()), (Reason::KeyMissing, "api_key"));
    }

    #[test]
    fn a_key_of_another_address_is_missing_and_says_whose_it_is() {
        let secrets = Secrets::none().elsewhere("api_key", "https://a.example", "https://b.example");
        assert!(secrets.has("api_key"), "who has a key is not asked for without one");
        let failure = secrets.bearer("api_key").expect_err("missing");
        assert_eq!((failure.reason, failure.documented.as_deref()), (Reason::KeyMissing, Some("key-elsewhere")));
        assert_eq!((&*failure.about["typed_for"], &*failure.about["now"]), ("https://a.example", "https://b.example"));
    }

    #[test]
    fn echoes_are_masked_in_every_spelling() {
        let basic = BASE64_STANDARD.encode("rose:k-12345678/+");
        for echo in ["k-12345678/+", "k%2D12345678%2F%2B", basic.as_str(), "rose"] {
            let masked = secrets().mask(&format!("bad credentials <{echo}>"));
            assert_eq!(masked, "bad credentials <•••>", "{echo}");
        }
    }

    #[test]
    fn a_short_secret_stays_in_an_answer() {
        assert_eq!(secrets().mask_answer("A red rose, k-12345678/+."), "A red rose, •••.");
    }

    #[test]
    fn an_answer_that_is_still_coming_never_shows_a_part_of_a_key() {
        let text = "It says k-12345678/+ here, k";
        for end in 0..=text.len() {
            let shown = secrets().mask_coming(&text[..end]);
            assert!(!shown.contains("k-"), "{shown}");
            assert!("It says ••• here, ".starts_with(&shown), "{shown}");
        }
        assert_eq!(secrets().mask_coming("A rose"), "A rose", "a short secret is a word");
    }

    #[test]
    fn a_key_that_cannot_stand_in_a_header_is_refused_before_sending() {
        let failure = Secrets::none().with("api_key", "a\nb").bearer("api_key").expect_err("refused");
        assert_eq!(failure.reason, Reason::KeyRejected);
        let failure = Secrets::none().with("s", "a:b").with("k", "c").basic("s", "k").expect_err("refused");
        assert_eq!(failure.reason, Reason::KeyRejected);
    }
}
