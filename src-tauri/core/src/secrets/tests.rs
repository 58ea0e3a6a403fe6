//! The façade over a keyring that does what the test says.

use super::*;
use crate::failure::{Failure, Reason};
use std::sync::atomic::{AtomicU32, Ordering};

/// Holds callers until it is opened.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: std::sync::Condvar,
}

impl Gate {
    fn pass(&self) {
        drop(self.opened.wait_while(self.open.lock().unwrap(), |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// A keyring in memory that can be missing, refuse or hang.
#[derive(Default)]
struct Fake {
    kept: session::Session,
    calls: AtomicU32,
    refusal: Option<fn() -> Error>,
    gate: Option<Arc<Gate>>,
    forgotten: AtomicU32,
}

impl Fake {
    fn call(&self) -> Result<(), Error> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if let Some(gate) = &self.gate {
            gate.pass();
        }
        self.refusal.map_or(Ok(()), |refusal| Err(refusal()))
    }
}

impl Store for Fake {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }
    fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
    fn get(&self, name: &KeyName) -> Result<Option<Secret>, Error> {
        self.call()?;
        self.kept.get(name)
    }
    fn set(&self, name: &KeyName, value: &Secret) -> Result<(), Error> {
        self.call()?;
        self.kept.set(name, value)
    }
    fn delete(&self, name: &KeyName) -> Result<bool, Error> {
        self.call()?;
        self.kept.delete(name)
    }
    fn list(&self) -> Result<Vec<KeyName>, Error> {
        self.call()?;
        self.kept.list()
    }
}

struct Set {
    secrets: Secrets,
    keyring: Arc<Fake>,
    _folder: tempfile::TempDir,
}

fn set_up(place: KeyPlace, fake: Fake) -> Set {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(fake);
    let mut secrets = Secrets::new(folder.path(), place).with_keyring(keyring.clone());
    secrets.environment = |_| None;
    Set { secrets, keyring, _folder: folder }
}

/// Of a service that is nowhere: whatever is there is there.
fn nowhere() -> Address {
    Address::default()
}

/// Of a service that is at this address.
fn at(address: &str) -> Address {
    let now = Some(Origin::of(&url::Url::parse(address).unwrap()));
    Address { now: now.clone(), before: now.clone(), at_start: now }
}

#[tokio::test]
async fn the_environment_wins_and_the_keyring_is_not_even_asked() {
    let mut set = set_up(KeyPlace::Keyring, Fake::default());
    set.secrets.environment = |name| match name {
        "ALTSMITH_ZAKAI_API_KEY" => Some(" from-the-environment\n".into()),
        "ALTSMITH_OPENAI_API_KEY" => Some(String::new()),
        _ => None,
    };
    set.keyring.kept.set(&KeyName::new("zakai", "api_key"), &Secret::new("kept")).unwrap();
    set.keyring.kept.set(&KeyName::new("openai", "api_key"), &Secret::new("kept")).unwrap();
    let status = set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap();
    assert_eq!(
        status,
        KeyStatus { set: true, from: Some(KeySource::Environment), last4: Some("ment".into()), elsewhere: None }
    );
    assert_eq!(
        set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap().unwrap().expose(),
        "from-the-environment"
    );
    assert_eq!(set.keyring.calls.load(Ordering::SeqCst), 0);
    assert_eq!(
        set.secrets.get("openai", "api_key", &nowhere()).await.unwrap().unwrap().expose(),
        "kept",
        "an empty variable is none"
    );
}

#[tokio::test]
async fn nothing_is_touched_before_a_key_is_asked_for() {
    let set = set_up(KeyPlace::Keyring, Fake::default());
    set.secrets.choose(KeyPlace::Session);
    set.secrets.set("zakai", "api_key", Secret::new("in memory"), None).await.unwrap();
    assert_eq!(set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap().unwrap().expose(), "in memory");
    assert!(set.secrets.get("zakai", "secret", &nowhere()).await.unwrap().is_none());
    assert_eq!(set.keyring.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn keys_are_set_replaced_listed_and_deleted() {
    let set = set_up(KeyPlace::Keyring, Fake::default());
    assert_eq!(set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap(), KeyStatus::default());
    for value in ["first-first-first", " second-second-second\n"] {
        set.secrets.set("zakai", "api_key", Secret::new(value), None).await.unwrap();
    }
    let status = set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap();
    assert_eq!(
        status,
        KeyStatus { set: true, from: Some(KeySource::Keyring), last4: Some("cond".into()), elsewhere: None }
    );
    assert_eq!(set.secrets.list().await.unwrap(), [KeyName::new("zakai", "api_key")]);
    assert!(set.secrets.delete("zakai", "api_key").await.unwrap());
    assert!(!set.secrets.delete("zakai", "api_key").await.unwrap());
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused() {
    let set = set_up(KeyPlace::Keyring, Fake::default());
    for value in ["", "  \n", "two\nlines", "nul\0"] {
        let refused = set.secrets.set("zakai", "api_key", Secret::new(value), None).await;
        assert!(matches!(refused, Err(Error::NotAKey)), "{value:?}");
    }
    assert_eq!(set.keyring.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn each_refusal_keeps_its_reason_and_nothing_is_kept_elsewhere() {
    for (refusal, reason, why) in [
        ((|| Error::NoBus) as fn() -> Error, Reason::KeyringUnavailable, "no_bus"),
        (|| Error::NoService, Reason::KeyringUnavailable, "no_service"),
        (|| Error::NoCollection, Reason::KeyringUnavailable, "no_collection"),
        (|| Error::Locked, Reason::KeyringLocked, "locked"),
        (|| Error::Dismissed, Reason::KeyringLocked, "dismissed"),
        (|| Error::Denied, Reason::KeyringLocked, "denied"),
        (|| Error::Keyring("x".into()), Reason::KeyringUnavailable, "failed"),
    ] {
        let set = set_up(KeyPlace::Keyring, Fake { refusal: Some(refusal), ..Fake::default() });
        let error = set.secrets.set("zakai", "api_key", Secret::new("value"), None).await.unwrap_err();
        let failure = Failure::from(error);
        assert_eq!((failure.reason, failure.about["why"].as_str()), (reason, why));
        set.secrets.choose(KeyPlace::Session);
        assert!(set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap().is_none(), "{why}: fell back by itself");
        set.secrets.choose(KeyPlace::Vault);
        assert!(!set.secrets.vault_state().await.unwrap().exists);
    }
}

#[tokio::test]
async fn a_hanging_keyring_is_given_up_and_left_alone_for_a_while() {
    let gate = Arc::new(Gate::default());
    let mut set = set_up(KeyPlace::Keyring, Fake { gate: Some(gate.clone()), ..Fake::default() });
    set.secrets.limits = Limits { connect: Duration::from_millis(20), ask: Duration::from_millis(20), rest: REST };
    for _ in 0..3 {
        let error = set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap_err();
        assert!(matches!(error, Error::TimedOut));
    }
    gate.open();
    assert_eq!(set.keyring.calls.load(Ordering::SeqCst), 1, "asked again although it hangs");
    assert_eq!(set.keyring.forgotten.load(Ordering::SeqCst), 1);
    set.secrets.limits.rest = Duration::ZERO;
    set.secrets.limits.ask = ASK;
    assert!(set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap().is_none(), "it answers again");
}

#[tokio::test]
async fn a_key_of_this_session_gives_way_to_one_that_is_kept() {
    let set = set_up(KeyPlace::Session, Fake::default());
    set.secrets.set("zakai", "api_key", Secret::new("for now"), None).await.unwrap();
    set.secrets.choose(KeyPlace::Keyring);
    assert_eq!(set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap().from, Some(KeySource::Session));
    set.secrets.set("zakai", "api_key", Secret::new("for good"), None).await.unwrap();
    let status = set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap();
    assert_eq!(status.from, Some(KeySource::Keyring));
}

#[tokio::test]
async fn the_vault_asks_for_its_passphrase_and_takes_it_from_the_environment() {
    let mut set = set_up(KeyPlace::Vault, Fake::default());
    set.secrets.vault = Arc::new(vault::Vault::cheap(set._folder.path()));
    let refused = set.secrets.set("zakai", "api_key", Secret::new("value"), None).await.unwrap_err();
    assert_eq!(Failure::from(refused).reason, Reason::VaultLocked);
    set.secrets.unlock_vault(Secret::new("open sesame")).await.unwrap();
    set.secrets.set("zakai", "api_key", Secret::new("value"), None).await.unwrap();
    set.secrets.lock_vault();
    assert!(matches!(set.secrets.get("zakai", "api_key", &nowhere()).await, Err(Error::VaultLocked)));
    set.secrets.environment = |name| (name == "ALTSMITH_VAULT_PASSPHRASE").then(|| "wrong".into());
    assert!(matches!(set.secrets.get("zakai", "api_key", &nowhere()).await, Err(Error::WrongPassphrase)));
    set.secrets.environment = |name| (name == "ALTSMITH_VAULT_PASSPHRASE").then(|| "open sesame".into());
    assert_eq!(set.secrets.get("zakai", "api_key", &nowhere()).await.unwrap().unwrap().expose(), "value");
    assert_eq!(set.secrets.status("zakai", "api_key", &nowhere()).await.unwrap().from, Some(KeySource::Vault));
    assert_eq!(set.keyring.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_provider_gets_the_keys_that_are_there() {
    let set = set_up(KeyPlace::Session, Fake::default());
    let descriptor = &provider::kind("imagedescriber").unwrap().descriptor;
    assert!(!set.secrets.of("imagedescriber", descriptor, |_| nowhere()).await.unwrap().has("api_key"));
    set.secrets.set("imagedescriber", "api_key", Secret::new("k-1"), None).await.unwrap();
    assert_eq!(
        set.secrets.of("imagedescriber", descriptor, |_| nowhere()).await.unwrap().expose("api_key").unwrap(),
        "k-1"
    );
}

#[tokio::test]
async fn each_place_keeps_a_key_for_the_host_for_which_it_was_typed() {
    let descriptor = &provider::kind("imagedescriber").unwrap().descriptor;
    let [home, other] = ["https://home.example/v1", "https://other.example/v1"].map(at);
    for place in [KeyPlace::Keyring, KeyPlace::Vault, KeyPlace::Session] {
        let mut set = set_up(place, Fake::default());
        set.secrets.vault = Arc::new(vault::Vault::cheap(set._folder.path()));
        set.secrets.unlock_vault(Secret::new("open sesame")).await.unwrap();
        let secrets = &set.secrets;
        let typed = Secret::new(" \"test-key-0123456789\" ");
        secrets.set("imagedescriber", "api_key", typed, home.now.as_ref()).await.unwrap();
        let key = |address: &Address| {
            let address = address.clone();
            async move { secrets.of("imagedescriber", descriptor, |_| address.clone()).await.unwrap() }
        };
        assert_eq!(key(&home).await.expose("api_key").unwrap(), "test-key-0123456789", "{place:?}");
        let status = secrets.status("imagedescriber", "api_key", &home).await.unwrap();
        assert_eq!((status.set, status.last4.as_deref()), (true, Some("6789")), "{place:?}");
        let failure = key(&other).await.expose("api_key").unwrap_err();
        assert_eq!((failure.reason, &*failure.about["typed_for"]), (Reason::KeyMissing, "https://home.example"));
        let status = secrets.status("imagedescriber", "api_key", &other).await.unwrap();
        let elsewhere = Some("https://home.example".to_owned());
        assert_eq!(status, KeyStatus { elsewhere, ..KeyStatus::default() }, "{place:?}");
        assert!(secrets.get("imagedescriber", "api_key", &other).await.unwrap().is_none(), "{place:?}");

        secrets.set("imagedescriber", "api_key", Secret::new("anew"), other.now.as_ref()).await.unwrap();
        assert_eq!(key(&other).await.expose("api_key").unwrap(), "anew", "{place:?}");
        assert!(key(&home).await.expose("api_key").is_err(), "{place:?}");
    }
}

#[tokio::test]
async fn a_key_of_the_environment_is_for_the_address_of_the_start_and_another_one_serves_beside_it() {
    let mut set = set_up(KeyPlace::Session, Fake::default());
    set.secrets.environment = |name| (name == "ALTSMITH_ZAKAI_API_KEY").then(|| "from-the-environment".into());
    let home = at("https://home.example");
    let moved = Address { at_start: home.at_start.clone(), ..at("https://other.example") };
    let get = |address| set.secrets.get("zakai", "api_key", address);
    assert_eq!(get(&home).await.unwrap().unwrap().expose(), "from-the-environment");
    assert!(get(&moved).await.unwrap().is_none());
    let elsewhere = set.secrets.status_here("zakai", "api_key", &moved).unwrap().elsewhere;
    assert_eq!(elsewhere.as_deref(), Some("https://home.example"));
    set.secrets.set("zakai", "api_key", Secret::new("typed"), moved.now.as_ref()).await.unwrap();
    assert_eq!(get(&moved).await.unwrap().unwrap().expose(), "typed");
    assert_eq!(get(&home).await.unwrap().unwrap().expose(), "from-the-environment");
}

#[test]
fn guessing_a_passphrase_costs_what_the_design_says() {
    let folder = tempfile::tempdir().unwrap();
    vault::Vault::new(folder.path()).unlock(&Secret::new("open sesame")).unwrap();
    let file = std::fs::read(folder.path().join("keys.vault")).unwrap();
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    assert!(number(9) >= 64 * 1024, "KiB of memory: {}", number(9));
    assert!(number(13) >= 3, "passes: {}", number(13));
}
