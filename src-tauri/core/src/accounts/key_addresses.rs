//! Where the keys of a connection would be sent, and whose those are that do not say so themselves.
//!
//! For whom a key was typed is kept with it. Beside it the database remembers once and for all whose a bare key is: one that an
//! older version kept belongs to the address that its connection had when a version that binds keys first ran, and one that was
//! typed before there was any address to the first one. Nothing changes that later: a bare key may lie in a place that is not the
//! chosen one just now. What it remembers of the last key that was typed is for lists, which read no keys.

use super::Accounts;
use crate::failure::Failure;
use crate::provider::{Connection, endpoint};
use crate::secrets::{Address, KeyName, Origin};
use std::collections::BTreeMap;

/// Whose a bare key is; behind it the key's name.
const BARE: &str = "remembered.bare_key.";
/// Whose the last key is that was typed; behind it the key's name.
const TYPED: &str = "remembered.typed_key.";

/// The addresses of a connection's keys, by field.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Addresses(BTreeMap<&'static str, Address>);

impl Addresses {
    pub fn of(&self, field: &str) -> Address {
        self.0.get(field).cloned().unwrap_or_default()
    }
}

impl Accounts {
    /// Says where each key belongs that nobody said it of yet: to the address that its connection has now. Called at the start,
    /// before anybody can set another one. Blocking.
    pub(crate) fn begin_key_addresses(&self) -> Result<(), Failure> {
        let mut new = Vec::new();
        for connection in self.workspace.connections() {
            let settings = self.workspace.settings_of(&connection.id)?;
            self.look(&connection, &settings, &mut new)?;
        }
        self.remember_bare(&new);
        Ok(())
    }

    /// Where the keys of a connection with these settings go. Blocking.
    pub(super) fn addresses(
        &self,
        connection: &Connection,
        settings: &BTreeMap<String, String>,
    ) -> Result<Addresses, Failure> {
        let mut new = Vec::new();
        let found = self.look(connection, settings, &mut new)?;
        self.remember_bare(&new);
        Ok(found)
    }

    /// The same; what has to be remembered comes to `new`.
    fn look(
        &self,
        connection: &Connection,
        settings: &BTreeMap<String, String>,
        new: &mut Vec<(String, Option<String>)>,
    ) -> Result<Addresses, Failure> {
        let remembered = self.remembered_origins(BARE, connection)?;
        let mut found = Addresses::default();
        for field in connection.descriptor().secrets {
            let now = origin_of(connection, settings, field.name);
            let before = remembered.get(field.name).cloned();
            if let (None, Some(now)) = (&before, &now) {
                new.push((row(BARE, connection, field.name), Some(now.to_string())));
            }
            let at_start = self.known_keys.at_start(&connection.id, field.name, now.as_ref());
            found.0.insert(field.name, Address { before: before.or_else(|| now.clone()), now, at_start });
        }
        Ok(found)
    }

    fn remember_bare(&self, new: &[(String, Option<String>)]) {
        if !new.is_empty()
            && let Err(failure) = self.workspace.library().put_settings(new)
        {
            // A disk that is full keeps nobody from their keys.
            tracing::warn!(target: "altsmith::accounts", %failure, "the addresses of keys are not remembered");
        }
    }

    /// Whether the last key that was typed of each field is another address's, as far as the database knows. Blocking.
    pub(super) fn typed_elsewhere(
        &self,
        connection: &Connection,
        addresses: &Addresses,
    ) -> Result<BTreeMap<&'static str, bool>, Failure> {
        let typed = self.remembered_origins(TYPED, connection)?;
        let elsewhere = |(field, address): (&&'static str, &Address)| {
            let last = typed.get(*field).or(address.before.as_ref());
            (*field, last.zip(address.now.as_ref()).is_some_and(|(last, now)| last != now))
        };
        Ok(addresses.0.iter().map(elsewhere).collect())
    }

    /// A key of this field was typed for this origin. Blocking.
    pub(super) fn remember_typed(&self, connection: &Connection, field: &str, origin: &Origin) -> Result<(), Failure> {
        self.workspace.library().put_settings(&[(row(TYPED, connection, field), Some(origin.to_string()))])
    }

    fn remembered_origins(&self, what: &str, connection: &Connection) -> Result<BTreeMap<String, Origin>, Failure> {
        let rows = self.workspace.library().settings_under(&row(what, connection, ""))?;
        Ok(rows.into_iter().filter_map(|(field, text)| Some((field, Origin::parse(&text)?))).collect())
    }
}

fn row(what: &str, connection: &Connection, field: &str) -> String {
    format!("{what}{}", KeyName::new(&connection.id, field).account())
}

/// None where nobody has said where it is, or not so that anything could be sent there.
fn origin_of(connection: &Connection, settings: &BTreeMap<String, String>, secret: &str) -> Option<Origin> {
    let descriptor = connection.descriptor();
    let setting = descriptor.address_of(secret);
    let text =
        if setting == "endpoint" { descriptor.address(settings) } else { settings.get(setting).map(String::as_str) };
    Some(Origin::of(&endpoint::parse(text?).ok()?))
}
