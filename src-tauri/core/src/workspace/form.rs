//! The form of a connection: what its fields are called, and which values they can have. The window's form and
//! `altsmith config` check a value with the same function.

use crate::connection::Seen;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::money::Price;
use crate::provider::{Connection, Descriptor, Field, FieldKind, PRICE, endpoint};
use crate::queue::budget::{self, Caps, Period};
use std::collections::BTreeMap;

/// Numbers of a service's form are ports and seconds; what is more than a port can be is neither.
const LARGEST: u32 = 65_535;

/// The address of a service is a field like its others, with the documented one as the default.
pub(crate) const ENDPOINT: Field = Field { name: "endpoint", kind: FieldKind::Url, required: false };

/// What a field is called, in the person's language.
pub(crate) fn label(localizer: Localizer, descriptor: &Descriptor, name: &str) -> String {
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
pub(crate) fn checked(
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
