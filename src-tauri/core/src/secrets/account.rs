//! Names of accounts: eight characters that follow from the keys, stand in the database, and give none of the keys away.
//!
//! Only what the service itself needs tells accounts apart; the key of a bucket that pictures lie in for a moment does not.
//! A long key cannot be found by trying, so its hash is its name. A short one could, so it is hashed with a random value
//! that lies beside the database in a file of its own, which only its owner can read.

use crate::private;
use crate::provider::{Descriptor, Secrets};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// From this length on, in bytes, a key is not found by trying.
const UNGUESSABLE: usize = 16;

/// Bytes of the random value.
const SALT: usize = 32;

/// The random value of this data folder, made when it is first needed.
pub(super) struct Salt {
    file: PathBuf,
}

impl Salt {
    pub fn in_folder(folder: &Path) -> Self {
        Self { file: folder.join("accounts.salt") }
    }

    /// Two processes may need it first at the same time: whoever comes second takes the other's.
    fn value(&self) -> io::Result<[u8; SALT]> {
        if let Some(value) = self.read()? {
            return Ok(value);
        }
        let (mut value, mut number) = ([0; SALT], [0; 8]);
        for random in [&mut value[..], &mut number[..]] {
            getrandom::fill(random).map_err(|_| ErrorKind::Other)?;
        }
        let draft = self.file.with_extension(format!("{:x}.part", u64::from_ne_bytes(number)));
        private::file().write(true).truncate(true).open(&draft)?.write_all(&value)?;
        let placed = match fs::hard_link(&draft, &self.file) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.read()? {
                Some(others) => Ok(others),
                // Damaged: nobody can have used it since.
                None => fs::rename(&draft, &self.file).map(|()| value),
            },
            Ok(()) => Ok(value),
            // Some file systems know no links: there, two that come at once may have to come again.
            Err(_) => match self.read()? {
                Some(others) => Ok(others),
                None => fs::rename(&draft, &self.file).map(|()| value),
            },
        };
        // Gone already where it took a damaged one's place.
        let _ = fs::remove_file(&draft);
        placed
    }

    /// None where there is none, or none that is whole.
    fn read(&self) -> io::Result<Option<[u8; SALT]>> {
        match fs::read(&self.file) {
            Ok(bytes) => Ok(bytes.try_into().ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The name of the account that these keys belong to; empty where there is no key.
pub(super) fn name(id: &str, kind: &Descriptor, keys: &Secrets, salt: &Salt) -> io::Result<String> {
    let needed = kind.secrets.iter().filter(|field| field.required);
    let values: Vec<&str> = needed.filter_map(|field| keys.expose(field.name).ok()).collect();
    let Some(longest) = values.iter().max_by_key(|value| value.len()) else { return Ok(String::new()) };
    let hash = Sha256::new().chain_update(b"altsmith account\0").chain_update(id).chain_update([0]);
    let hash = if longest.len() >= UNGUESSABLE {
        hash.chain_update(longest)
    } else {
        // Short ones tell accounts apart only together.
        let salted = hash.chain_update(salt.value()?);
        values.iter().fold(salted, |hash, value| hash.chain_update(value).chain_update([0]))
    };
    Ok(hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;

    fn named(folder: &Path, id: &str, keys: &[(&str, &str)]) -> String {
        let descriptor = &provider::kind(id).expect("a kind").descriptor;
        let keys = keys.iter().fold(Secrets::none(), |keys, (field, value)| keys.with(field, value));
        name(id, descriptor, &keys, &Salt::in_folder(folder)).expect("a name")
    }

    #[test]
    fn a_long_key_has_the_name_that_it_always_had_and_makes_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = [("access_key_id", "test-access-key-id"), ("access_key_secret", "test-access-key-secret")];
        let alone = named(folder.path(), "imgopen", &keys);
        let hash = Sha256::digest(b"altsmith account\0imgopen\0test-access-key-secret");
        assert_eq!(alone, hash[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        let bucket = ("s3_secret_access_key", "the-much-longer-secret-key-of-a-bucket/0123456789");
        assert_eq!(named(folder.path(), "imgopen", &[&keys[..], &[bucket]].concat()), alone, "a bucket is no account");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        let other = [("access_key_id", "test-access-key-id"), ("access_key_secret", "another-access-key-secret")];
        assert_ne!(named(folder.path(), "imgopen", &other), alone);
        assert_eq!(named(folder.path(), "imgopen", &[]), "");
        assert_eq!(named(folder.path(), "imgopen", &[bucket]), "");
    }

    #[test]
    fn short_keys_are_told_apart_and_are_not_found_by_trying() {
        let [here, there] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let [one, other] = ["app-1", "app-2"].map(|id| named(here.path(), "describepicture", &[("app_id", id)]));
        assert!(one.len() == 8 && one != other, "{one} {other}");
        assert_eq!(named(here.path(), "describepicture", &[("app_id", "app-1")]), one, "also later");
        fs::write(there.path().join("accounts.salt"), "cut off").expect("a damaged file");
        assert_ne!(named(there.path(), "describepicture", &[("app_id", "app-1")]), one, "each folder has its own");
        let unsalted = Sha256::digest(b"altsmith account\0describepicture\0app-1");
        assert_ne!(unsalted[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>(), one);
        #[cfg(unix)]
        for file in fs::read_dir(here.path()).expect("a folder") {
            use std::os::unix::fs::PermissionsExt;
            let mode = file.expect("a file").metadata().expect("its rights").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn those_who_come_at_once_agree() {
        let folder = tempfile::tempdir().expect("a folder");
        let names: Vec<_> = std::thread::scope(|scope| {
            let name = || named(folder.path(), "describepicture", &[("app_id", "app-1")]);
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(name)).collect();
            threads.into_iter().map(|thread| thread.join().expect("an end")).collect()
        });
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
    }
}
