//! The person's connections: which there are, what they are called, and what is known of their models.
//!
//! Each kind has one by itself, with the kind's id: its settings, keys, ledger and history were there before connections were. Of
//! a kind that allows it a person adds any number more. A removed connection is not gone: history and ledger go on to name it, its
//! settings and keys stay for as long as removing can be undone, which is for ever, and its id is never given to another one.
//!
//! What is known here is read anew whenever the settings are: the other face may have added one.

mod id;
mod models;

pub use models::Seen;

use crate::clock::now_ms;
use crate::failure::{Failure, Reason};
use crate::library::{ConnectionRow, Library};
use crate::provider::{self, Connection, Kind};
use std::sync::{Arc, PoisonError, RwLock};

/// Longest name of a connection, in characters.
const LONGEST_NAME: usize = 60;

/// The connections of one data folder.
pub struct Connections {
    library: Library,
    known: RwLock<Arc<[Known]>>,
}

/// A connection, and what became of it.
#[derive(Clone, Debug)]
struct Known {
    connection: Connection,
    created_ms: i64,
    removed_ms: Option<i64>,
}

/// What a person wants to add.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Id of the kind.
    pub kind: &'a str,
    /// Empty: the kind's, with a number.
    pub name: &'a str,
    /// None: made of the name.
    pub id: Option<&'a str>,
    /// Ids that something outside of the library names: keys.
    pub taken: &'a [String],
}

impl Connections {
    /// Reads them. Blocking.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn load(library: Library) -> Result<Self, Failure> {
        let known = RwLock::new(read(&library)?);
        Ok(Self { library, known })
    }

    /// Reads them anew; whether anything is different. Blocking.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn reload(&self) -> Result<bool, Failure> {
        let now = read(&self.library)?;
        let is = |known: &[Known]| -> Vec<_> {
            known.iter().map(|k| (k.connection.id.clone(), k.connection.name.clone(), k.removed_ms)).collect()
        };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let differs = is(&known) != is(&now);
        *known = now;
        Ok(differs)
    }

    fn known(&self) -> Arc<[Known]> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those that can be used, in the order in which the faces offer them.
    pub fn all(&self) -> Vec<Connection> {
        self.known().iter().filter(|known| known.removed_ms.is_none()).map(|known| known.connection.clone()).collect()
    }

    /// Those that were removed, the newest last.
    pub fn removed(&self) -> Vec<Connection> {
        self.known().iter().filter(|known| known.removed_ms.is_some()).map(|known| known.connection.clone()).collect()
    }

    /// The one with this id, where it can be used.
    pub fn find(&self, id: &str) -> Option<Connection> {
        let known = self.known();
        known
            .iter()
            .find(|known| &*known.connection.id == id && known.removed_ms.is_none())
            .map(|k| k.connection.clone())
    }

    /// The one with this id, also where it was removed.
    pub fn ever(&self, id: &str) -> Option<Connection> {
        self.known().iter().find(|known| &*known.connection.id == id).map(|known| known.connection.clone())
    }

    /// What it is called; its id where this program does not know it.
    pub fn name_of(&self, id: &str) -> String {
        self.ever(id).map_or_else(|| id.to_owned(), |known| known.name.to_string())
    }

    /// Adds one, with its address where one is given. Blocking.
    ///
    /// # Errors
    /// `ConnectionRefused` with `why`, storage trouble.
    pub fn add(&self, wanted: &Wanted<'_>, settings: &[(&str, String)]) -> Result<Connection, Failure> {
        let kind = provider::kind(wanted.kind).ok_or_else(|| refused("kind", wanted.kind))?;
        if !kind.descriptor.many {
            return Err(refused("single", kind.descriptor.id).with("provider", kind.descriptor.name));
        }
        self.reload()?;
        let name = match checked_name(wanted.name) {
            Some(name) => name,
            None if wanted.name.trim().is_empty() => self.free_name(kind),
            None => return Err(refused("name", wanted.name)),
        };
        let ids: Vec<String> = match wanted.id {
            Some(id) => vec![self.checked_id(id, wanted.taken)?],
            None => id::of_name(&name).filter(|id| self.checked_id(id, wanted.taken).is_ok()).take(1_000).collect(),
        };
        for id in &ids {
            let row = row(id, kind, &name, now_ms());
            let settings: Vec<_> =
                settings.iter().map(|(name, value)| (format!("providers.{id}.{name}"), value.clone())).collect();
            if self.library.add_connection(&row, &settings)? {
                self.reload()?;
                return self.find(id).ok_or_else(|| Reason::Internal.into());
            }
        }
        Err(refused("taken", ids.first().map_or(wanted.name, String::as_str)))
    }

    /// Calls one otherwise, whichever it is. Blocking.
    ///
    /// # Errors
    /// `ProviderUnknown`, `ConnectionRefused`, storage trouble.
    pub fn rename(&self, id: &str, name: &str) -> Result<Connection, Failure> {
        let name = checked_name(name).ok_or_else(|| refused("name", name))?;
        self.reload()?;
        let known = self.entry(id, false)?;
        let row = row(id, known.connection.kind, &name, known.created_ms);
        self.library.put_connection(&row)?;
        self.reload()?;
        self.find(id).ok_or_else(|| Reason::Internal.into())
    }

    /// Takes one away that was added. Its settings, keys, charges and words stay. Blocking.
    ///
    /// # Errors
    /// `ProviderUnknown`, `ConnectionRefused` for what a kind has by itself, storage trouble.
    pub fn remove(&self, id: &str) -> Result<(), Failure> {
        self.reload()?;
        let known = self.entry(id, false)?;
        if provider::kind(id).is_some() {
            return Err(refused("fixed", id).with("provider", &known.connection.name));
        }
        self.set_removed(&known, Some(now_ms()))
    }

    /// Puts a removed one back, as it was. Blocking.
    ///
    /// # Errors
    /// `ProviderUnknown` where none was removed with this id, storage trouble.
    pub fn restore(&self, id: &str) -> Result<Connection, Failure> {
        self.reload()?;
        let known = self.entry(id, true)?;
        self.set_removed(&known, None)?;
        self.find(id).ok_or_else(|| Reason::Internal.into())
    }

    fn set_removed(&self, known: &Known, removed_ms: Option<i64>) -> Result<(), Failure> {
        let Connection { id, name, kind } = &known.connection;
        self.library.put_connection(&ConnectionRow { removed_ms, ..row(id, kind, name, known.created_ms) })?;
        self.reload().map(|_| ())
    }

    fn entry(&self, id: &str, removed: bool) -> Result<Known, Failure> {
        let known = self.known();
        let found = known.iter().find(|known| &*known.connection.id == id && known.removed_ms.is_some() == removed);
        found.cloned().ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", id))
    }

    /// An id that was never used for anything.
    fn checked_id(&self, id: &str, taken: &[String]) -> Result<String, Failure> {
        if !id::is_well_formed(id) {
            return Err(refused("id", id));
        }
        if let Some(removed) = self.removed().into_iter().find(|removed| &*removed.id == id) {
            return Err(refused("removed", id).with("provider", &removed.name));
        }
        let taken = id::is_reserved(id) || taken.iter().any(|name| name == id) || self.library.names_connection(id)?;
        if taken { Err(refused("taken", id)) } else { Ok(id.to_owned()) }
    }

    /// The product's name, with the first number that no other has.
    fn free_name(&self, kind: &Kind) -> String {
        let all = self.all();
        let free = |name: &String| all.iter().all(|other| *other.name != **name);
        let name = |number| format!("{} {number}", kind.descriptor.name);
        (2..).map(name).find(free).unwrap_or_default()
    }
}

/// For each kind its own connection, then those that were added. Rows of unknown kinds are left out.
fn read(library: &Library) -> Result<Arc<[Known]>, Failure> {
    let rows = library.connections()?;
    let mut all = Vec::new();
    for kind in provider::kinds() {
        let id = kind.descriptor.id;
        let own = Connection::by_itself(kind);
        let (own_row, added): (Vec<_>, Vec<_>) = rows.iter().filter(|row| row.kind == id).partition(|row| row.id == id);
        let name = own_row.first().map_or(own.name, |row| row.name.as_str().into());
        all.push(Known {
            connection: Connection { name, ..Connection::by_itself(kind) },
            created_ms: 0,
            removed_ms: None,
        });
        all.extend(added.into_iter().map(|row| Known {
            connection: Connection { id: row.id.as_str().into(), name: row.name.as_str().into(), kind },
            created_ms: row.created_ms,
            removed_ms: row.removed_ms,
        }));
    }
    Ok(all.into())
}

fn row(id: &str, kind: &Kind, name: &str, created_ms: i64) -> ConnectionRow {
    ConnectionRow {
        id: id.to_owned(),
        kind: kind.descriptor.id.to_owned(),
        name: name.to_owned(),
        created_ms,
        removed_ms: None,
    }
}

/// A name as it is kept; none for nothing, for what nobody sees and for what fits no line.
fn checked_name(name: &str) -> Option<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fit = !name.is_empty() && name.chars().count() <= LONGEST_NAME && provider::error::clean(&name) == name;
    fit.then_some(name)
}

fn refused(why: &str, value: &str) -> Failure {
    Failure::new(Reason::ConnectionRefused).with("why", why).with("value", value)
}
