//! Keys in the system's keyring: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! `keyring` knows which of them this platform has, but remembers the first connection's outcome for the whole run. A
//! keyring that was started or restarted later must work too, so the connection is made and remade here. Nothing is
//! touched before a key is asked for: a keyring may greet the person with a question.

use super::{Error, KeyName, KeySource, Secret, Store};
use keyring_core::{CredentialStore, Entry};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The name under which every keyring shows Altsmith's keys.
const SERVICE: &str = "altsmith";

type Connection = Arc<CredentialStore>;

/// The system's keyring.
pub struct Keyring {
    connect: fn() -> keyring_core::Result<Connection>,
    modifiers: for<'a> fn(&'a str) -> HashMap<&'a str, &'a str>,
    connection: Mutex<Option<Connection>>,
}

impl Default for Keyring {
    fn default() -> Self {
        Self { connect: platform::connect, modifiers: platform::modifiers, connection: Mutex::default() }
    }
}

impl Keyring {
    fn connection(&self) -> MutexGuard<'_, Option<Connection>> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection and whether it is a new one. The lock is not held while connecting: that may take long.
    fn connected(&self) -> Result<(Connection, bool), Error> {
        if let Some(connection) = self.connection().clone() {
            return Ok((connection, false));
        }
        let connection = (self.connect)().map_err(explain)?;
        *self.connection() = Some(connection.clone());
        Ok((connection, true))
    }

    fn entry(&self, store: &CredentialStore, name: &KeyName) -> keyring_core::Result<Entry> {
        let label = format!("Altsmith: {} {}", name.provider, name.field);
        let modifiers = (self.modifiers)(&label);
        store.build(SERVICE, &name.account(), (!modifiers.is_empty()).then_some(&modifiers))
    }

    /// Does something with the keyring; once more over a new connection where an older one fails, because the keyring
    /// may have been restarted since.
    fn with<T>(&self, work: impl Fn(&CredentialStore) -> keyring_core::Result<T>) -> Result<Option<T>, Error> {
        let (connection, new) = self.connected()?;
        let mut result = work(&*connection);
        if !new && matches!(result, Err(keyring_core::Error::PlatformFailure(_))) {
            self.forget();
            result = work(&*self.connected()?.0);
        }
        match result {
            Ok(value) => Ok(Some(value)),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(error)),
        }
    }
}

impl Store for Keyring {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }

    fn open(&self) -> Result<(), Error> {
        self.connected().map(|_| ())
    }

    fn forget(&self) {
        *self.connection() = None;
    }

    fn get(&self, name: &KeyName) -> Result<Option<Secret>, Error> {
        Ok(self.with(|store| self.entry(store, name)?.get_password())?.map(Secret::new))
    }

    fn set(&self, name: &KeyName, value: &Secret) -> Result<(), Error> {
        self.with(|store| self.entry(store, name)?.set_password(value.expose()))?.ok_or(Error::NoCollection)
    }

    fn delete(&self, name: &KeyName) -> Result<bool, Error> {
        Ok(self.with(|store| self.entry(store, name)?.delete_credential())?.is_some())
    }

    fn list(&self) -> Result<Vec<KeyName>, Error> {
        let found = self.with(|store| store.search(&platform::ours()))?.unwrap_or_default();
        let ours = |entry: &Entry| match entry.get_specifiers() {
            Some((service, account)) if service == SERVICE => KeyName::from_account(&account),
            _ => None,
        };
        let mut names: Vec<KeyName> = found.iter().filter_map(ours).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }
}

/// What an answer of the keyring means to a person.
fn explain(error: keyring_core::Error) -> Error {
    use keyring_core::Error as E;
    match error {
        E::PlatformFailure(e) => platform::explain(&*e).unwrap_or_else(|| Error::Keyring(e.to_string())),
        E::NoStorageAccess(e) => platform::explain(&*e).unwrap_or(Error::Denied),
        E::Ambiguous(_) => Error::Ambiguous,
        E::TooLong(..) | E::Invalid(..) => Error::NotAKey,
        // Not as it prints itself: the undecodable bytes may be a key.
        E::BadEncoding(_) | E::BadDataFormat(..) => Error::Keyring("the entry is not text".into()),
        other => Error::Keyring(other.to_string()),
    }
}

#[cfg(all(unix, not(target_vendor = "apple")))]
mod platform {
    use super::{Connection, Error, HashMap, SERVICE};
    use secret_service::Error as Service;
    use zbus::fdo::Error as Fdo;

    /// Connects to the Secret Service: not the kernel's key store, which forgets at reboot.
    pub fn connect() -> keyring_core::Result<Connection> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }

    pub fn modifiers(label: &str) -> HashMap<&str, &str> {
        HashMap::from([("label", label)])
    }

    pub fn ours() -> HashMap<&'static str, &'static str> {
        HashMap::from([("service", SERVICE)])
    }

    pub fn explain(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<Error> {
        match error.downcast_ref::<Service>()? {
            Service::Unavailable => Some(Error::NoBus),
            Service::Locked => Some(Error::Locked),
            Service::Prompt | Service::PromptDisconnected => Some(Error::Dismissed),
            Service::NoResult => Some(Error::NoCollection),
            Service::Zbus(e) => bus(e),
            Service::ZbusFdo(e) => desktop(e),
            _ => None,
        }
    }

    fn bus(error: &zbus::Error) -> Option<Error> {
        match error {
            zbus::Error::MethodError(name, ..) => method(name.as_str()),
            zbus::Error::FDO(e) => desktop(e),
            zbus::Error::InputOutput(_)
            | zbus::Error::Connection(..)
            | zbus::Error::Address(_)
            | zbus::Error::Handshake(_) => Some(Error::NoBus),
            _ => None,
        }
    }

    fn desktop(error: &Fdo) -> Option<Error> {
        match error {
            Fdo::ServiceUnknown(_) | Fdo::NameHasNoOwner(_) => Some(Error::NoService),
            Fdo::AccessDenied(_) | Fdo::AuthFailed(_) | Fdo::InteractiveAuthorizationRequired(_) => Some(Error::Denied),
            Fdo::NoReply(_) | Fdo::TimedOut(_) | Fdo::Timeout(_) => Some(Error::TimedOut),
            Fdo::ZBus(e) => bus(e),
            _ => None,
        }
    }

    fn method(name: &str) -> Option<Error> {
        let short = name.strip_prefix("org.freedesktop.DBus.Error.");
        match short {
            Some("ServiceUnknown" | "NameHasNoOwner") => Some(Error::NoService),
            Some(spawn) if spawn.starts_with("Spawn.") => Some(Error::NoService),
            Some("AccessDenied" | "AuthFailed" | "InteractiveAuthorizationRequired") => Some(Error::Denied),
            Some("NoReply" | "Timeout" | "TimedOut") => Some(Error::TimedOut),
            _ => (name == "org.freedesktop.Secret.Error.IsLocked").then_some(Error::Locked),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_refusal_of_the_bus_has_its_reason() {
            for (name, shown) in [
                ("org.freedesktop.DBus.Error.ServiceUnknown", "no secret service on the session bus"),
                ("org.freedesktop.DBus.Error.Spawn.ChildExited", "no secret service on the session bus"),
                ("org.freedesktop.DBus.Error.AccessDenied", "the keyring refuses access"),
                ("org.freedesktop.DBus.Error.NoReply", "the keyring does not answer"),
                ("org.freedesktop.Secret.Error.IsLocked", "the keyring is locked"),
            ] {
                assert_eq!(method(name).unwrap().to_string(), shown, "{name}");
            }
            assert!(method("org.freedesktop.Secret.Error.NoSession").is_none());
        }
    }
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
mod platform {
    use super::{Connection, Error, HashMap, SERVICE};

    pub fn connect() -> keyring_core::Result<Connection> {
        if keyring::Entry::store_status().is_err() {
            return Err(keyring_core::Error::NoDefaultStore);
        }
        keyring_core::get_default_store().ok_or(keyring_core::Error::NoDefaultStore)
    }

    /// Windows would copy keys to every machine of a roaming profile; they stay on this one.
    pub fn modifiers(_label: &str) -> HashMap<&str, &str> {
        if cfg!(windows) { HashMap::from([("persistence", "Local")]) } else { HashMap::new() }
    }

    /// Windows names entries `account.service`, and searches by pattern.
    pub fn ours() -> HashMap<&'static str, &'static str> {
        if cfg!(windows) { HashMap::from([("pattern", r"\.altsmith$")]) } else { HashMap::from([("service", SERVICE)]) }
    }

    pub fn explain(_error: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<Error> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use keyring_core::mock;

    fn keyring() -> Keyring {
        let mock: Connection = mock::Store::new().unwrap();
        Keyring {
            connect: || Err(keyring_core::Error::NoDefaultStore),
            modifiers: |_| HashMap::new(),
            connection: Mutex::new(Some(mock)),
        }
    }

    fn name() -> KeyName {
        KeyName::new("zakai", "api_key")
    }

    /// Makes the next call on this entry fail.
    fn force(keyring: &Keyring, error: keyring_core::Error) {
        let store = keyring.connected().unwrap().0;
        let entry = store.build(SERVICE, &name().account(), None).unwrap();
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    }

    #[test]
    fn a_key_is_set_replaced_read_and_deleted() {
        let keyring = keyring();
        assert!(keyring.get(&name()).unwrap().is_none());
        for value in ["first", "second"] {
            keyring.set(&name(), &Secret::new(value)).unwrap();
            assert_eq!(keyring.get(&name()).unwrap().unwrap().expose(), value);
        }
        assert!(keyring.delete(&name()).unwrap());
        assert!(!keyring.delete(&name()).unwrap());
    }

    #[test]
    fn refusals_are_told_apart_and_show_no_key() {
        use keyring_core::Error as E;
        let boxed = |text: &str| Box::new(std::io::Error::other(text.to_owned()));
        for (error, shown) in [
            (E::NoStorageAccess(boxed("locked")), "the keyring refuses access"),
            (E::PlatformFailure(boxed("disk on fire")), "no default store"),
            (E::TooLong("password".into(), 2560), "not a usable key"),
            (E::Ambiguous(Vec::new()), "several keyring entries"),
            (E::BadEncoding(b"sk-secret\xff".to_vec()), "the entry is not text"),
        ] {
            let keyring = keyring();
            keyring.set(&name(), &Secret::new("value")).unwrap();
            force(&keyring, error);
            let error = keyring.get(&name()).unwrap_err().to_string();
            assert!(error.to_lowercase().contains(shown), "{error} / {shown}");
            assert!(!error.contains("sk-secret"));
        }
    }

    #[test]
    fn a_connection_that_went_stale_is_made_anew_once() {
        let keyring = Keyring {
            connect: || {
                let store: Connection = mock::Store::new()?;
                store.build(SERVICE, "zakai/api_key", None)?.set_password("from the new connection")?;
                Ok(store)
            },
            ..keyring()
        };
        force(&keyring, keyring_core::Error::PlatformFailure(Box::new(std::io::Error::other("no such session"))));
        assert_eq!(keyring.get(&name()).unwrap().unwrap().expose(), "from the new connection");
    }
}
