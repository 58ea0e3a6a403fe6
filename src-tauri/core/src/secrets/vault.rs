//! Keys in a passphrase vault: one file in the data folder, for machines without a keyring. The format is `vault_file`'s;
//! here are the disk, the lock between processes and the key of the open vault.

use super::vault_file::{Contents, Cost, VaultKey};
use super::{Error, KeyName, KeySource, Secret, Store};
use crate::private;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use ts_rs::TS;

/// What the faces need to know of the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct VaultState {
    /// Whether there is one. Where not, the first passphrase makes it: ask for it twice.
    pub exists: bool,
    /// Whether its passphrase was given in this run.
    pub unlocked: bool,
}

/// The passphrase vault. Two processes may use one at the same time.
pub struct Vault {
    file: PathBuf,
    cost: Cost,
    key: Mutex<Option<VaultKey>>,
}

impl Vault {
    /// The vault of this data folder. Nothing is read yet.
    pub fn new(data_folder: &Path) -> Self {
        Self::with_cost(data_folder, Cost::STANDARD)
    }

    fn with_cost(data_folder: &Path, cost: Cost) -> Self {
        Self { file: data_folder.join("keys.vault"), cost, key: Mutex::default() }
    }

    /// Cheap: most tests are not about the price of guessing.
    #[cfg(test)]
    pub(super) fn cheap(data_folder: &Path) -> Self {
        Self::with_cost(data_folder, Cost { memory_kib: 8, passes: 1, lanes: 1 })
    }

    /// Whether there is a vault and whether it is open.
    pub fn state(&self) -> VaultState {
        let file = fs::read(&self.file).ok();
        let unlocked = self.key().as_ref().is_some_and(|key| file.as_ref().is_some_and(|file| key.fits(file)));
        VaultState { exists: file.is_some(), unlocked }
    }

    /// Opens the vault, or makes an empty one where there is none. Takes about a quarter of a second by design.
    ///
    /// # Errors
    /// [`Error::NotAKey`] for an empty passphrase, [`Error::WrongPassphrase`], [`Error::VaultDamaged`],
    /// [`Error::VaultNewer`], [`Error::Io`].
    pub fn unlock(&self, passphrase: &Secret) -> Result<(), Error> {
        if passphrase.is_empty() {
            return Err(Error::NotAKey);
        }
        let _alone = self.alone()?;
        let key = match self.read()? {
            Some(file) => {
                let key = VaultKey::open(passphrase, &file)?;
                key.unseal(&file)?;
                key
            }
            None => {
                let key = VaultKey::create(passphrase, self.cost)?;
                self.replace(&key.seal(&Contents::new())?)?;
                key
            }
        };
        *self.key() = Some(key);
        Ok(())
    }

    /// Forgets the passphrase.
    pub fn lock(&self) {
        *self.key() = None;
    }

    /// Seals everything anew under another passphrase. The vault must be open.
    ///
    /// # Errors
    /// As [`Vault::unlock`]; [`Error::VaultLocked`] where it is not open.
    pub fn change_passphrase(&self, passphrase: &Secret) -> Result<(), Error> {
        if passphrase.is_empty() {
            return Err(Error::NotAKey);
        }
        let _alone = self.alone()?;
        let contents = self.contents()?;
        let key = VaultKey::create(passphrase, self.cost)?;
        self.replace(&key.seal(&contents)?)?;
        *self.key() = Some(key);
        Ok(())
    }

    fn key(&self) -> MutexGuard<'_, Option<VaultKey>> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps other processes from writing until the file is dropped; the system lets go of it if this one dies.
    fn alone(&self) -> Result<File, Error> {
        let lock = private::file().write(true).truncate(false).open(self.file.with_extension("vault-lock"))?;
        lock.lock()?;
        Ok(lock)
    }

    fn read(&self) -> Result<Option<Vec<u8>>, Error> {
        match fs::read(&self.file) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What the vault holds; nothing, where there is none.
    fn contents(&self) -> Result<Contents, Error> {
        let Some(file) = self.read()? else { return Ok(Contents::new()) };
        self.key().as_ref().ok_or(Error::VaultLocked)?.unseal(&file)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        let _alone = self.alone()?;
        let mut contents = self.contents()?;
        let result = change(&mut contents);
        let file = self.key().as_ref().ok_or(Error::VaultLocked)?.seal(&contents)?;
        self.replace(&file)?;
        Ok(result)
    }

    /// The whole file at once or not at all, also when the power goes.
    fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        let new = self.file.with_extension("vault-new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let mut file = private::file().write(true).create_new(true).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, &self.file)?;
        #[cfg(unix)]
        if let Some(folder) = self.file.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Store for Vault {
    fn source(&self) -> KeySource {
        KeySource::Vault
    }

    fn get(&self, name: &KeyName) -> Result<Option<Secret>, Error> {
        Ok(self.contents()?.remove(name))
    }

    fn set(&self, name: &KeyName, value: &Secret) -> Result<(), Error> {
        self.change(|contents| {
            contents.insert(name.clone(), value.clone());
        })
    }

    fn delete(&self, name: &KeyName) -> Result<bool, Error> {
        if self.contents()?.contains_key(name) {
            return self.change(|contents| contents.remove(name).is_some());
        }
        Ok(false)
    }

    fn list(&self) -> Result<Vec<KeyName>, Error> {
        Ok(self.contents()?.into_keys().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> KeyName {
        KeyName::new("zakai", "api_key")
    }

    #[test]
    fn keeps_keys_over_restarts_and_only_with_the_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let first = Vault::cheap(folder.path());
        assert_eq!(first.state(), VaultState { exists: false, unlocked: false });
        assert!(first.get(&name()).unwrap().is_none(), "no vault holds no keys");
        assert!(matches!(first.set(&name(), &Secret::new("v")), Err(Error::VaultLocked)));
        first.unlock(&Secret::new("open sesame")).unwrap();
        first.set(&name(), &Secret::new("value")).unwrap();
        drop(first);

        let second = Vault::cheap(folder.path());
        assert_eq!(second.state(), VaultState { exists: true, unlocked: false });
        assert!(matches!(second.get(&name()), Err(Error::VaultLocked)));
        assert!(matches!(second.unlock(&Secret::new("open says me")), Err(Error::WrongPassphrase)));
        second.unlock(&Secret::new("open sesame")).unwrap();
        assert_eq!(second.get(&name()).unwrap().unwrap().expose(), "value");
        assert_eq!(second.list().unwrap(), [name()]);
        assert!(second.delete(&name()).unwrap());
        assert!(!second.delete(&name()).unwrap());
        second.lock();
        assert!(matches!(second.get(&name()), Err(Error::VaultLocked)));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::cheap(folder.path());
        vault.unlock(&Secret::new("p")).unwrap();
        vault.set(&name(), &Secret::new("value")).unwrap();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        }
    }

    #[test]
    fn a_new_passphrase_closes_the_vault_for_others_who_had_it_open() {
        let folder = tempfile::tempdir().unwrap();
        let [ours, theirs] = [0, 1].map(|_| Vault::cheap(folder.path()));
        ours.unlock(&Secret::new("old")).unwrap();
        ours.set(&name(), &Secret::new("value")).unwrap();
        theirs.unlock(&Secret::new("old")).unwrap();
        ours.change_passphrase(&Secret::new("new")).unwrap();
        assert_eq!(ours.get(&name()).unwrap().unwrap().expose(), "value");
        assert!(matches!(theirs.set(&name(), &Secret::new("lost?")), Err(Error::VaultLocked)));
        assert!(matches!(theirs.unlock(&Secret::new("old")), Err(Error::WrongPassphrase)));
        theirs.unlock(&Secret::new("new")).unwrap();
        assert_eq!(theirs.get(&name()).unwrap().unwrap().expose(), "value");
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        Vault::cheap(folder.path()).unlock(&Secret::new("p")).unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    let vault = Vault::cheap(folder);
                    vault.unlock(&Secret::new("p")).unwrap();
                    for field in 0..5 {
                        vault
                            .set(&KeyName::new(&format!("p{writer}"), &format!("f{field}")), &Secret::new("v"))
                            .unwrap();
                    }
                });
            }
        });
        let vault = Vault::cheap(folder.path());
        vault.unlock(&Secret::new("p")).unwrap();
        assert_eq!(vault.list().unwrap().len(), 20);
    }
}
