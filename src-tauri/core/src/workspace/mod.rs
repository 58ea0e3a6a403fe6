//! What a data folder holds and every room above needs: the folder, the database, the settings, the connections, who vouches
//! for hosts, and who hears of changes.
//!
//! A workspace is open for as long as the program runs. It knows what is set and where things lie; it knows no key, no price and
//! no picture. Another process may work in the same folder: what matters is read anew.

mod authority;
mod connections;
mod data_dir;
mod form;
mod local_only;
mod settings;

pub use data_dir::DataDir;
pub(crate) use form::{ENDPOINT, checked as checked_field, label};
pub(crate) use settings::has_setting;

use crate::connection::Connections;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::library::{Library, PutAside};
use crate::provider::Driver;
use crate::secrets::Secrets;
use crate::view::Settings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{broadcast, watch};

/// One data folder, open. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct Workspace {
    inner: Arc<Inner>,
}

struct Inner {
    data_dir: DataDir,
    library: Library,
    connections: Connections,
    settings: RwLock<Settings>,
    /// The chosen models, by connection.
    models: RwLock<BTreeMap<String, String>>,
    /// Connections whose chosen model costs nothing.
    free: RwLock<BTreeSet<String>>,
    localizer: RwLock<Localizer>,
    system_language: String,
    /// Only to be told where keys are kept from now on.
    secrets: Arc<Secrets>,
    authority: RwLock<authority::Authority>,
    driver: OnceLock<Driver>,
    changes: broadcast::Sender<Change>,
    settings_told: watch::Sender<()>,
}

/// An entry of the history changed in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The picture.
    pub image_id: i64,
    /// The new version of its words, where there is one.
    pub words: Option<i64>,
}

/// A workspace that was just opened.
pub(crate) struct Opened {
    pub workspace: Workspace,
    /// The keys of its connections, for the room that asks for them.
    pub secrets: Arc<Secrets>,
    pub put_aside: Option<PutAside>,
}

impl Workspace {
    /// Opens the data folder and makes what is missing. Blocking, a few milliseconds.
    ///
    /// # Errors
    /// See [`Library::open`].
    pub(crate) fn open(data_dir: DataDir, system_language: &str) -> Result<Opened, Failure> {
        let opened = Library::open(data_dir.root())?;
        let connections = Connections::load(opened.library.clone())?;
        let settings::Loaded { settings, models, free } = settings::load(&opened.library, &connections)?;
        let localizer = Localizer::new(settings::ui_language(&settings, system_language));
        let authority = authority::Authority::stored(&opened.library)?;
        // Made, not asked: the keyring is touched when the first key is needed.
        let secrets = Arc::new(Secrets::new(data_dir.root(), settings.key_place));
        let inner = Inner {
            data_dir,
            library: opened.library,
            connections,
            settings: RwLock::new(settings),
            models: RwLock::new(models),
            free: RwLock::new(free),
            localizer: RwLock::new(localizer),
            system_language: system_language.to_owned(),
            secrets: Arc::clone(&secrets),
            authority: RwLock::new(authority),
            driver: OnceLock::new(),
            changes: broadcast::channel(256).0,
            settings_told: watch::Sender::new(()),
        };
        Ok(Opened { workspace: Self { inner: Arc::new(inner) }, secrets, put_aside: opened.put_aside })
    }

    /// The folder in which everything lies.
    pub fn data_dir(&self) -> &DataDir {
        &self.inner.data_dir
    }

    /// Says the engine's sentences in the window's language.
    pub fn localizer(&self) -> Localizer {
        *self.inner.localizer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The database. It blocks: see [`Workspace::on_library`].
    pub(crate) fn library(&self) -> &Library {
        &self.inner.library
    }

    /// What is known of services and servers.
    pub(crate) fn known_connections(&self) -> &Connections {
        &self.inner.connections
    }

    /// Works on the library, on a thread for that.
    pub(crate) async fn on_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.blocking(move |workspace| work(&workspace.inner.library)).await
    }

    /// Changes of the history made in this process.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    pub(crate) fn tell_change(&self, image_id: i64) {
        self.tell(Change { image_id, words: None });
    }

    pub(crate) fn tell_words(&self, image_id: i64, words: i64) {
        self.tell(Change { image_id, words: Some(words) });
    }

    fn tell(&self, change: Change) {
        // Nobody listens on the command line.
        let _ = self.inner.changes.send(change);
    }
}

/// A room whose work on files, pixels or SQLite runs on blocking threads.
pub(crate) trait Blocking: Clone + Send + 'static {
    /// Does it there, with the room itself.
    fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> impl Future<Output = Result<T, Failure>> + Send {
        let room = self.clone();
        async move {
            let done = tokio::task::spawn_blocking(move || work(&room)).await;
            done.unwrap_or_else(|_| Err(Failure::new(Reason::Internal)))
        }
    }
}

impl Blocking for Workspace {}
