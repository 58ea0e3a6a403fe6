//! A key as a value: it cannot be printed, stored or serialised by accident, and its memory is wiped when it goes.

use zeroize::Zeroizing;

/// How many characters a secret needs before its last four may be shown: of a shorter one they would give away too much.
const SHOWN_FROM: usize = 12;

/// A key, a password or a passphrase.
///
/// `Debug` and `Display` say `[redacted]`, there is no `Serialize`, and the text is wiped on drop. Compare only in tests:
/// the comparison is not constant-time.
#[derive(Clone)]
#[cfg_attr(test, derive(PartialEq, Eq))]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The same of a text that is wiped already.
    pub(super) fn wiped(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it can be a key: something besides the white space around it, and no control characters within.
    pub fn is_usable(&self) -> bool {
        let text = self.0.trim();
        !text.is_empty() && !text.chars().any(char::is_control)
    }

    /// The last four characters, by which a person knows their keys apart; only of a secret with at least twelve.
    pub fn last4(&self) -> Option<String> {
        let length = self.0.chars().count();
        (length >= SHOWN_FROM).then(|| self.0.chars().skip(length - 4).collect())
    }

    /// The same without the white space that copying adds around it.
    pub(super) fn trimmed(&self) -> Self {
        Self::new(self.0.trim())
    }

    /// The key in what a person pasted; see [`super::pasted`].
    #[must_use]
    pub fn pasted(&self) -> Self {
        Self(super::pasted::key(&self.0))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_shows_nothing() {
        let secret = Secret::new("sk-very-secret-value");
        let shown = format!("{secret} {secret:?} {:?}", Some(&secret));
        assert_eq!(shown, "[redacted] [redacted] Some([redacted])");
    }

    #[test]
    fn only_a_long_secret_shows_its_end() {
        for (text, shown) in [
            ("", None),
            ("12345678901", None),
            ("123456789012", Some("9012")),
            ("Grüße-aus-Köln", Some("Köln")),
            ("密钥密钥密钥密钥密钥密钥", Some("密钥密钥")),
        ] {
            assert_eq!(Secret::new(text).last4().as_deref(), shown, "{text}");
        }
    }
}
