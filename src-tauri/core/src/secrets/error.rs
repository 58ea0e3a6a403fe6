//! What can go wrong with keys, and which trouble a person is told of.

use crate::failure::{Failure, Reason};

/// A trouble with keeping or reading a key. Never holds a key.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No session bus: a bare console, a container, a service account.
    #[error("no session bus")]
    NoBus,
    /// A session bus, but nothing on it keeps keys.
    #[error("no secret service on the session bus")]
    NoService,
    /// The keyring has no default collection to write to.
    #[error("the keyring has no default collection")]
    NoCollection,
    /// The keyring is locked and could not be unlocked.
    #[error("the keyring is locked")]
    Locked,
    /// The person closed the keyring's question, or it could not be shown.
    #[error("the keyring's question was dismissed")]
    Dismissed,
    /// The keyring refuses this program.
    #[error("the keyring refuses access")]
    Denied,
    /// The keyring did not answer in time.
    #[error("the keyring does not answer")]
    TimedOut,
    /// Any other answer of the keyring, in its own words.
    #[error("the keyring failed: {0}")]
    Keyring(String),
    /// More than one entry carries the same name.
    #[error("several keyring entries have this name")]
    Ambiguous,
    /// The value cannot be a key: empty, with control characters, or longer than the keyring takes.
    #[error("not a usable key")]
    NotAKey,
    /// The passphrase of the vault was not given in this run.
    #[error("the vault is locked")]
    VaultLocked,
    /// The passphrase is not the vault's.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The vault's file is cut off or was changed by someone else.
    #[error("the vault is damaged: {0}")]
    VaultDamaged(&'static str),
    /// The vault was written by a newer version of the program.
    #[error("the vault was written by a newer version")]
    VaultNewer,
    /// The vault's file cannot be read or written.
    #[error("the vault's file: {0}")]
    Io(#[from] std::io::Error),
    /// A thread could not be started, or ended without an answer.
    #[error("no thread")]
    Thread,
}

impl From<Error> for Failure {
    /// The value `why` lets the sentence name the exact reason and the way out.
    fn from(error: Error) -> Self {
        let (reason, why) = match error {
            Error::NoBus => (Reason::KeyringUnavailable, "no_bus"),
            Error::NoService => (Reason::KeyringUnavailable, "no_service"),
            Error::NoCollection => (Reason::KeyringUnavailable, "no_collection"),
            Error::TimedOut => (Reason::KeyringUnavailable, "timed_out"),
            Error::Ambiguous => (Reason::KeyringUnavailable, "ambiguous"),
            Error::Keyring(_) => (Reason::KeyringUnavailable, "failed"),
            Error::Locked => (Reason::KeyringLocked, "locked"),
            Error::Dismissed => (Reason::KeyringLocked, "dismissed"),
            Error::Denied => (Reason::KeyringLocked, "denied"),
            Error::NotAKey => return Reason::KeyUnusable.into(),
            Error::VaultLocked => return Reason::VaultLocked.into(),
            Error::WrongPassphrase => return Reason::PassphraseWrong.into(),
            Error::VaultDamaged(_) => return Reason::VaultDamaged.into(),
            Error::VaultNewer => return Reason::VaultNewer.into(),
            Error::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => return Reason::DiskFull.into(),
            Error::Io(_) => return Reason::VaultFailed.into(),
            Error::Thread => return Reason::Internal.into(),
        };
        Failure::new(reason).with("why", why)
    }
}
