//! What the page may not decide alone, because it lets pictures or money out: that "This computer only" is turned off, that a
//! service is somewhere else, that a cap is raised or taken away, that an address is fetched. The shell asks the person in a
//! dialog of the system, which no script can answer. The command line is typed by a person.

use super::Accounts;
use crate::failure::Failure;
use crate::i18n::Localizer;
use crate::money::Amount;
use crate::provider::endpoint;
use crate::queue::budget::{self, Caps};
use crate::view::Settings;
use std::collections::BTreeMap;

/// What the person is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Consent {
    /// Pictures may leave this computer again.
    LocalOnlyOff,
    /// Pictures and keys of this provider go to another host.
    Endpoint {
        /// The provider's name.
        provider: String,
        /// Scheme, host and port.
        origin: String,
    },
    /// More may be spent.
    Cap {
        /// The provider's name.
        provider: String,
        /// All caps that are left, the shortest period first.
        caps: Vec<Amount>,
    },
    /// This address is fetched.
    Fetch {
        /// The whole address.
        url: String,
    },
}

impl Consent {
    /// The sentence that the person reads.
    pub fn sentence(&self, localizer: Localizer) -> String {
        match self {
            Self::LocalOnlyOff => localizer.text("consent-local-only-off", &[]),
            Self::Endpoint { provider, origin } => {
                localizer.text("consent-endpoint", &[("provider", provider), ("host", origin)])
            }
            Self::Cap { provider, caps } => {
                let caps: Vec<_> = caps.iter().map(|cap| localizer.amount(cap.value, cap.unit.name())).collect();
                let caps = if caps.is_empty() { "none".to_owned() } else { caps.join(", ") };
                localizer.text("consent-cap", &[("provider", provider), ("caps", &caps)])
            }
            Self::Fetch { url } => localizer.text("consent-fetch", &[("url", url)]),
        }
    }
}

impl Accounts {
    /// What the person has to agree to before these settings hold.
    pub fn consent_to_settings(&self, new: &Settings) -> Vec<Consent> {
        if self.workspace.settings().local_only && !new.local_only { vec![Consent::LocalOnlyOff] } else { Vec::new() }
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
        let (descriptor, name) = (connection.descriptor(), connection.name.as_ref());
        let account = self.bare_account(&connection).await?;
        let old = &account.settings;
        let mut asked = Vec::new();
        if let Some(text) = new.get("endpoint").map(|text| text.trim()).filter(|text| !text.is_empty()) {
            let origin = |text: &str| endpoint::parse(text).ok().map(|url| url.origin().ascii_serialization());
            let before = descriptor.address(old).and_then(origin);
            // One that cannot be is refused by the form; one on this computer lets nothing out.
            let here = endpoint::parse(text).is_ok_and(|url| endpoint::is_loopback(&url));
            if let Some(after) = origin(text).filter(|after| !here && Some(after) != before.as_ref()) {
                asked.push(Consent::Endpoint { provider: name.to_owned(), origin: after });
            }
        }
        let merged: BTreeMap<_, _> = old.iter().chain(new).map(|(name, text)| (name.clone(), text.clone())).collect();
        let units = budget::units(descriptor, account.price(&self.workspace.model_of(provider)));
        let caps = |settings: &BTreeMap<String, String>| Caps::from_settings(provider, &units, settings);
        // Caps that cannot be are refused by the form.
        if let (Ok(before), Ok(after)) = (caps(old), caps(&merged))
            && before.iter().any(|(period, cap)| lets_more_through(cap, after.of(period)))
        {
            asked.push(Consent::Cap { provider: name.to_owned(), caps: after.iter().map(|(_, cap)| cap).collect() });
        }
        Ok(asked)
    }
}

/// Whether a cap lets more through than the one before; amounts that cannot be compared do.
fn lets_more_through(before: Amount, after: Option<Amount>) -> bool {
    after.is_none_or(|after| before.unit != after.unit || after.value > before.value)
}
