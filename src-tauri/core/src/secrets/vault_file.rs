//! The vault's file as bytes: passphrase → key (Argon2id), contents ↔ sealed bytes (AES-256-GCM). Pure; no disk here.
//!
//! ```text
//! header   magic "ASMVAULT" · version u8 · memory KiB u32 · passes u32 · lanes u32 · salt 16 · check 16 · digest 8
//! records  name length u8 · name · nonce 12 · sealed length u32 · sealed bytes with their tag
//! ```
//! Numbers are little-endian. The first record has the empty name and lists the others with their nonces, so that none can
//! be dropped, added or put back to an older one alone. Each record is bound to the header and to its name (a provider's
//! id). `check` comes out of Argon2 beside the key and tells a wrong passphrase from a changed file; `digest` (SHA-256 of
//! what stands before it) tells an accident in the header from both.

use super::{Error, KeyName, Secret};
use aes_gcm::aead::{Aead, Generate, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"ASMVAULT";
const VERSION: u8 = 1;
const SALT_AT: usize = 21;
const CHECK_AT: usize = SALT_AT + 16;
const DIGEST_AT: usize = CHECK_AT + 16;
/// Bytes of the header.
const HEADER: usize = DIGEST_AT + 8;
const NONCE: usize = 12;

/// What a vault holds.
pub(super) type Contents = BTreeMap<KeyName, Secret>;

/// What guessing one passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// RFC 9106's choice for machines with little memory (64 MiB, three passes), in one lane because one thread does it.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// A changed header must not make the program take all memory or compute for hours.
    fn is_sane(self) -> bool {
        (8..=1024 * 1024).contains(&self.memory_kib)
            && (1..=64).contains(&self.passes)
            && (1..=16).contains(&self.lanes)
            && self.memory_kib >= 8 * self.lanes
    }
}

/// The key of one vault, with the header that belongs to it.
pub(super) struct VaultKey {
    header: [u8; HEADER],
    key: Zeroizing<[u8; 32]>,
}

impl VaultKey {
    /// A key for a new vault, with a fresh salt.
    pub fn create(passphrase: &Secret, cost: Cost) -> Result<Self, Error> {
        let salt = <[u8; 16]>::try_generate().map_err(no_randomness)?;
        let (key, check) = derive(passphrase, cost, &salt)?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(MAGIC);
        header.push(VERSION);
        for number in [cost.memory_kib, cost.passes, cost.lanes] {
            header.extend_from_slice(&number.to_le_bytes());
        }
        header.extend_from_slice(&salt);
        header.extend_from_slice(&check);
        header.extend_from_slice(&digest(&header));
        let header = header.try_into().map_err(|_| Error::VaultDamaged("header"))?;
        Ok(Self { header, key })
    }

    /// The key of this vault.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`]; [`Error::VaultDamaged`] or [`Error::VaultNewer`] where the header cannot be used.
    pub fn open(passphrase: &Secret, file: &[u8]) -> Result<Self, Error> {
        let header = read_header(file)?;
        let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let cost = Cost { memory_kib: number(9), passes: number(13), lanes: number(17) };
        if !cost.is_sane() {
            return Err(Error::VaultDamaged("cost"));
        }
        let (key, check) = derive(passphrase, cost, &header[SALT_AT..CHECK_AT])?;
        if check[..] != header[CHECK_AT..DIGEST_AT] {
            return Err(Error::WrongPassphrase);
        }
        Ok(Self { header, key })
    }

    /// Whether this is the key of that file. Not so after another process gave the vault a new passphrase.
    pub fn fits(&self, file: &[u8]) -> bool {
        file.get(..HEADER).is_some_and(|header| header == self.header)
    }

    /// The file for these contents. Every record gets a nonce of its own that was never used before.
    pub fn seal(&self, contents: &Contents) -> Result<Vec<u8>, Error> {
        let mut providers: BTreeMap<&str, BTreeMap<&str, &Secret>> = BTreeMap::new();
        for (name, value) in contents {
            providers.entry(&name.provider).or_default().insert(&name.field, value);
        }
        let mut records = Vec::new();
        let mut index = Vec::new();
        for (provider, fields) in providers {
            let nonce = self.record(&mut records, provider, &write_fields(&fields))?;
            write_text(&mut index, provider.as_bytes());
            index.extend_from_slice(&nonce);
        }
        let mut file = self.header.to_vec();
        self.record(&mut file, "", &index)?;
        file.extend_from_slice(&records);
        Ok(file)
    }

    fn record(&self, file: &mut Vec<u8>, name: &str, plain: &[u8]) -> Result<[u8; NONCE], Error> {
        let nonce = <[u8; NONCE]>::try_generate().map_err(no_randomness)?;
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &self.bound_to(name) })
            .map_err(|_| Error::NotAKey)?;
        let length = u8::try_from(name.len()).map_err(|_| Error::NotAKey)?;
        file.push(length);
        file.extend_from_slice(name.as_bytes());
        file.extend_from_slice(&nonce);
        write_text(file, &sealed);
        Ok(nonce)
    }

    /// What a file holds.
    ///
    /// # Errors
    /// [`Error::VaultDamaged`] for anything that this key did not seal exactly so.
    pub fn unseal(&self, file: &[u8]) -> Result<Contents, Error> {
        let header = read_header(file)?;
        if header != self.header {
            return Err(Error::VaultLocked);
        }
        let mut rest = Reader(&file[HEADER..]);
        let index = self.next_record(&mut rest)?;
        if !index.name.is_empty() {
            return Err(Error::VaultDamaged("index"));
        }
        let mut index = Reader(&index.plain);
        let mut contents = Contents::new();
        while !rest.0.is_empty() {
            let record = self.next_record(&mut rest)?;
            let listed = index.text()? == record.name.as_bytes() && index.take(NONCE)? == record.nonce;
            if !listed {
                return Err(Error::VaultDamaged("record not listed"));
            }
            read_fields(&record.name, &record.plain, &mut contents)?;
        }
        if index.0.is_empty() { Ok(contents) } else { Err(Error::VaultDamaged("record missing")) }
    }

    fn next_record(&self, rest: &mut Reader<'_>) -> Result<Record, Error> {
        let length = usize::from(rest.take(1)?[0]);
        let name = String::from_utf8(rest.take(length)?.to_vec()).map_err(|_| Error::VaultDamaged("name"))?;
        let nonce: [u8; NONCE] = rest.take(NONCE)?.try_into().map_err(|_| Error::VaultDamaged("cut off"))?;
        let sealed = rest.text()?;
        let plain = self
            .cipher()
            .decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: &self.bound_to(&name) })
            .map_err(|_| Error::VaultDamaged("changed"))?;
        Ok(Record { name, nonce, plain: Zeroizing::new(plain) })
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&Key::<Aes256Gcm>::from(*self.key))
    }

    fn bound_to(&self, name: &str) -> Vec<u8> {
        [&self.header[..], name.as_bytes()].concat()
    }
}

fn read_header(file: &[u8]) -> Result<[u8; HEADER], Error> {
    let newer = file.starts_with(MAGIC) && file.get(MAGIC.len()).is_some_and(|version| *version > VERSION);
    if newer {
        return Err(Error::VaultNewer);
    }
    let header: [u8; HEADER] =
        file.get(..HEADER).and_then(|h| h.try_into().ok()).ok_or(Error::VaultDamaged("cut off"))?;
    let ours = header.starts_with(MAGIC) && header[MAGIC.len()] == VERSION;
    if !ours || header[DIGEST_AT..] != digest(&header[..DIGEST_AT]) {
        return Err(Error::VaultDamaged("header"));
    }
    Ok(header)
}

fn digest(bytes: &[u8]) -> [u8; 8] {
    let full = Sha256::digest(bytes);
    std::array::from_fn(|i| full[i])
}

fn derive(passphrase: &Secret, cost: Cost, salt: &[u8]) -> Result<(Zeroizing<[u8; 32]>, [u8; 16]), Error> {
    let params =
        argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|_| Error::VaultDamaged("cost"))?;
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut out = Zeroizing::new([0; 48]);
    argon
        .hash_password_into(passphrase.expose().as_bytes(), salt, &mut out[..])
        .map_err(|_| Error::Io(std::io::ErrorKind::OutOfMemory.into()))?;
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&out[..32]);
    Ok((key, std::array::from_fn(|i| out[32 + i])))
}

fn no_randomness(error: impl std::fmt::Display) -> Error {
    Error::Io(std::io::Error::other(format!("no randomness: {error}")))
}

fn write_text(into: &mut Vec<u8>, bytes: &[u8]) {
    // Lengths come from keys and names that are kept far below 4 GiB.
    into.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    into.extend_from_slice(bytes);
}

fn write_fields(fields: &BTreeMap<&str, &Secret>) -> Zeroizing<Vec<u8>> {
    // Its full size at once: a vector that grows leaves copies of the keys behind.
    let size = fields.iter().map(|(field, value)| field.len() + value.expose().len() + 8).sum();
    let mut plain = Zeroizing::new(Vec::with_capacity(size));
    for (field, value) in fields {
        write_text(&mut plain, field.as_bytes());
        write_text(&mut plain, value.expose().as_bytes());
    }
    plain
}

fn read_fields(provider: &str, plain: &[u8], contents: &mut Contents) -> Result<(), Error> {
    let mut rest = Reader(plain);
    while !rest.0.is_empty() {
        let field = std::str::from_utf8(rest.text()?).map_err(|_| Error::VaultDamaged("name"))?;
        let value = std::str::from_utf8(rest.text()?).map_err(|_| Error::VaultDamaged("value"))?;
        contents.insert(KeyName::new(provider, field), Secret::new(value));
    }
    Ok(())
}

/// One record, opened.
struct Record {
    name: String,
    nonce: [u8; NONCE],
    plain: Zeroizing<Vec<u8>>,
}

/// Bytes that are read from the front and may end too early.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (front, back) = self.0.split_at_checked(count).ok_or(Error::VaultDamaged("cut off"))?;
        self.0 = back;
        Ok(front)
    }

    fn text(&mut self) -> Result<&'a [u8], Error> {
        let length = self.take(4)?;
        self.take(u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Cheap: the tests are about the format, not about the price of guessing.
    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    fn contents() -> impl Strategy<Value = Contents> {
        let key = ("[a-z-]{1,20}", "[a-z_]{1,20}").prop_map(|(provider, field)| KeyName { provider, field });
        proptest::collection::btree_map(key, ".{0,80}".prop_map(Secret::new), 0..6)
    }

    fn sample() -> (VaultKey, Vec<u8>, Contents) {
        let key = VaultKey::create(&Secret::new("correct horse"), CHEAP).unwrap();
        let contents: Contents =
            [("zakai", "api_key", "zak-123"), ("zakai", "secret", "s"), ("imgopen", "access_key_id", "id")]
                .into_iter()
                .map(|(provider, field, value)| (KeyName::new(provider, field), Secret::new(value)))
                .collect();
        let file = key.seal(&contents).unwrap();
        (key, file, contents)
    }

    fn open(passphrase: &str, file: &[u8]) -> Result<Contents, Error> {
        VaultKey::open(&Secret::new(passphrase), file)?.unseal(file)
    }

    proptest! {
        #[test]
        fn what_is_sealed_comes_back(passphrase in ".{1,40}", contents in contents()) {
            let key = VaultKey::create(&Secret::new(passphrase.as_str()), CHEAP).unwrap();
            let file = key.seal(&contents).unwrap();
            prop_assert_eq!(open(&passphrase, &file).unwrap(), contents);
        }

        #[test]
        fn another_passphrase_opens_nothing(passphrase in ".{0,40}") {
            prop_assume!(passphrase != "correct horse");
            let (_, file, _) = sample();
            prop_assert!(matches!(open(&passphrase, &file), Err(Error::WrongPassphrase)));
        }

        #[test]
        fn foreign_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(open("correct horse", &bytes).is_err());
        }
    }

    #[test]
    fn a_change_of_any_byte_is_noticed() {
        let (_, file, _) = sample();
        for at in 0..file.len() {
            for flip in [1, 0x80] {
                let mut changed = file.clone();
                changed[at] ^= flip;
                let error = open("correct horse", &changed).expect_err("a changed vault opened");
                assert!(matches!(error, Error::VaultDamaged(_) | Error::VaultNewer), "byte {at}: {error}");
            }
        }
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        let (_, file, _) = sample();
        for length in 0..file.len() {
            let error = open("correct horse", &file[..length]).expect_err("a cut-off vault opened");
            assert!(matches!(error, Error::VaultDamaged(_)), "{length} bytes: {error}");
        }
        let longer = [&file[..], b"x"].concat();
        assert!(matches!(open("correct horse", &longer), Err(Error::VaultDamaged(_))));
    }

    /// Where each record stands in a file.
    fn records(file: &[u8]) -> Vec<std::ops::Range<usize>> {
        let mut at = HEADER;
        let mut found = Vec::new();
        while at < file.len() {
            let sealed_at = at + 1 + usize::from(file[at]) + NONCE;
            let sealed = u32::from_le_bytes(file[sealed_at..sealed_at + 4].try_into().unwrap()) as usize;
            found.push(at..sealed_at + 4 + sealed);
            at = sealed_at + 4 + sealed;
        }
        found
    }

    #[test]
    fn records_cannot_be_dropped_swapped_or_put_back() {
        let (key, file, mut contents) = sample();
        let parts = records(&file);
        assert_eq!(parts.len(), 3, "index and two providers");
        let rebuilt = |order: &[&[u8]]| [&file[..HEADER], &order.concat()].concat();
        let [index, imgopen, zakai] = [0, 1, 2].map(|i| &file[parts[i].clone()]);
        contents.insert(KeyName::new("zakai", "api_key"), Secret::new("zak-456"));
        let later = key.seal(&contents).unwrap();
        let later_zakai = &later[records(&later)[2].clone()];
        for (what, forged) in [
            ("dropped", rebuilt(&[index, imgopen])),
            ("swapped", rebuilt(&[index, zakai, imgopen])),
            ("without index", rebuilt(&[imgopen, zakai])),
            ("twice", rebuilt(&[index, imgopen, zakai, zakai])),
            ("from another time", rebuilt(&[index, imgopen, later_zakai])),
        ] {
            assert!(matches!(open("correct horse", &forged), Err(Error::VaultDamaged(_))), "{what}");
        }
        assert_eq!(open("correct horse", &rebuilt(&[index, imgopen, zakai])).unwrap().len(), 3);
    }

    #[test]
    fn one_providers_record_cannot_pass_for_anothers() {
        let (key, file, _) = sample();
        let zakai = records(&file)[2].clone();
        let mut renamed = file[zakai].to_vec();
        renamed[1..6].copy_from_slice(b"other");
        assert!(matches!(key.next_record(&mut Reader(&renamed)), Err(Error::VaultDamaged("changed"))));
    }

    #[test]
    fn no_nonce_comes_twice() {
        let (key, _, contents) = sample();
        let mut seen = std::collections::HashSet::new();
        for _ in 0..50 {
            let file = key.seal(&contents).unwrap();
            for record in records(&file) {
                let nonce_at = record.start + 1 + usize::from(file[record.start]);
                assert!(seen.insert(file[nonce_at..nonce_at + NONCE].to_vec()));
            }
        }
    }

    #[test]
    fn a_header_that_asks_for_too_much_is_refused_before_computing() {
        let (_, file, _) = sample();
        let mut greedy = file.clone();
        greedy[9..13].copy_from_slice(&u32::MAX.to_le_bytes());
        let digest = digest(&greedy[..DIGEST_AT]);
        greedy[DIGEST_AT..HEADER].copy_from_slice(&digest);
        assert!(matches!(open("correct horse", &greedy), Err(Error::VaultDamaged("cost"))));
    }

    #[test]
    fn a_newer_version_says_so() {
        let (_, mut file, _) = sample();
        file[8] = 2;
        assert!(matches!(open("correct horse", &file), Err(Error::VaultNewer)));
    }

    #[test]
    fn no_key_stands_in_the_file() {
        let (_, file, contents) = sample();
        for value in contents.values().filter(|value| value.expose().len() > 2) {
            assert!(!file.windows(value.expose().len()).any(|w| w == value.expose().as_bytes()));
        }
    }
}
