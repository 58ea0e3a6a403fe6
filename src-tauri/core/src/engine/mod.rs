//! The façade that both faces call: settings, the way of one image, the history. Knows no window and no terminal.
//!
//! Everything here is async; files, pixels and SQLite run on blocking threads.

mod account;
mod authority;
mod backend;
mod balances;
pub(crate) mod batches;
mod check;
mod composing;
mod connections;
mod consent;
mod costs;
mod data_dir;
mod days;
mod describe;
mod estimate;
mod export;
mod find;
mod history;
mod keys;
mod leaving;
mod money;
mod options;
mod pasted;
mod permit;
mod pictures;
mod plan;
mod present;
mod questions;
mod record;
mod recovery;
mod refit;
mod send;
mod services;
mod settings;

pub use backend::{BackendEvent, Told};
pub use consent::Consent;
pub use data_dir::DataDir;
pub(crate) use describe::origin_of;
pub use describe::{Outcome, Stage};
pub use export::ExportError;
pub use options::Options;
pub(crate) use options::written;
pub use permit::{Permit, Permits};
pub use plan::Plan;
pub use questions::Asking;

use crate::clock::now_ms;
use crate::connection::Connections;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::imaging::Decoder;
use crate::ingest::{self, Incoming, Walk};
use crate::library::{Library, PutAside};
use crate::provider::Backend;
use crate::provider::http::{Http, Limits};
use crate::queue::Queue;
use crate::secrets::Secrets;
use crate::view::Settings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

/// Requests to one service under way at once, at the least: more would only stand in its queue.
const REQUESTS_AT_ONCE: usize = 4;

/// One engine over one data folder. Cheap to clone; every clone is the same engine.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    data_dir: DataDir,
    library: Library,
    connections: Connections,
    decoder: Decoder,
    settings: RwLock<Settings>,
    /// The chosen models, by connection.
    models: RwLock<BTreeMap<String, String>>,
    /// Connections whose chosen model costs nothing.
    free: RwLock<BTreeSet<String>>,
    localizer: RwLock<Localizer>,
    system_language: String,
    under_way: describe::UnderWay,
    secrets: Secrets,
    keys: keys::Known,
    http: OnceLock<Http>,
    authority: RwLock<authority::Authority>,
    queue: tokio::sync::OnceCell<Queue>,
    changes: broadcast::Sender<Change>,
    /// Pictures that are in memory, for what needs one again that came from nowhere.
    pasted: pasted::Pasted,
    /// What was told of balances that run out.
    told: balances::Told,
    settings_told: watch::Sender<()>,
    /// Once this is cancelled, nothing new is sent.
    no_more: RwLock<CancellationToken>,
    /// Answers wait for the database to take them.
    saves_later: AtomicBool,
    /// What earlier runs left in a bucket was looked for.
    swept: AtomicBool,
    /// When this sitting began, in milliseconds since 1970.
    opened_ms: i64,
    put_aside: Option<PutAside>,
}

/// An entry of the history changed in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The picture.
    pub image_id: i64,
    /// The new version of its words, where there is one.
    pub words: Option<i64>,
}

impl Engine {
    /// Opens the data folder, makes what is missing, and throws away what was deleted for good. Blocking, a few
    /// milliseconds.
    ///
    /// `system_language` is a BCP 47 tag; the window's words follow it unless the settings say otherwise.
    ///
    /// # Errors
    /// `DatabaseNewer`, `PermissionDenied`, `DiskFull`, `StorageFailed`. A damaged database is no error: it is moved
    /// aside and a new one begun, see [`Engine::notice`].
    pub fn open(data_dir: DataDir, system_language: &str) -> Result<Self, Failure> {
        // Asking Tesseract for its languages starts a process; by the time somebody wants to know, it has answered.
        std::thread::spawn(crate::facts::text_languages);
        let opened = Library::open(data_dir.root())?;
        let connections = Connections::load(opened.library.clone())?;
        let settings::Loaded { settings, models, free } = settings::load(&opened.library, &connections)?;
        let localizer = Localizer::new(settings::ui_language(&settings, system_language));
        // Made, not asked: the keyring is touched when the first key is needed.
        let authority = authority::Authority::stored(&opened.library)?;
        let secrets = Secrets::new(data_dir.root(), settings.key_place);
        let engine = Self {
            inner: Arc::new(Inner {
                data_dir,
                library: opened.library,
                connections,
                decoder: Decoder::default(),
                settings: RwLock::new(settings),
                models: RwLock::new(models),
                free: RwLock::new(free),
                localizer: RwLock::new(localizer),
                system_language: system_language.to_owned(),
                secrets,
                keys: keys::Known::default(),
                http: OnceLock::new(),
                authority: RwLock::new(authority),
                queue: tokio::sync::OnceCell::new(),
                under_way: describe::UnderWay::default(),
                changes: broadcast::channel(256).0,
                pasted: pasted::Pasted::default(),
                told: balances::Told::default(),
                settings_told: watch::Sender::new(()),
                no_more: RwLock::default(),
                saves_later: AtomicBool::new(false),
                swept: AtomicBool::new(false),
                opened_ms: now_ms(),
                put_aside: opened.put_aside,
            }),
        };
        engine.purge_leftovers()?;
        Ok(engine)
    }

    /// The folder in which everything lies.
    pub fn data_dir(&self) -> &DataDir {
        &self.inner.data_dir
    }

    /// Says the engine's sentences in the window's language.
    pub fn localizer(&self) -> Localizer {
        *self.inner.localizer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happened to the data at start, in the person's language: a damaged database was moved aside.
    pub fn notice(&self) -> Option<String> {
        let PutAside { path, held } = self.inner.put_aside.as_ref()?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let held = if *held { "yes" } else { "no" };
        Some(self.localizer().text("notice-database-moved-aside", &[("name", &name), ("held", held)]))
    }

    /// As [`Library::refuse_writes_for_tests`].
    ///
    /// # Errors
    /// `StorageFailed`.
    #[doc(hidden)]
    pub fn refuse_writes_for_tests(&self, refuse: bool) -> Result<(), Failure> {
        self.inner.library.refuse_writes_for_tests(refuse)
    }

    /// Writes the journal of the database back and closes it; nothing can be asked of the engine any more. Called once, at the
    /// end. Blocks.
    pub fn close(&self) {
        self.inner.library.close();
    }

    /// How the settings ask for pictures to be described.
    pub fn options(&self) -> Options {
        let settings = self.settings();
        let options = Options::from_settings(&settings, &self.ui_language(), self.model_of(&settings.provider));
        let options = Options { no_more: self.no_more(), ..options };
        match self.connection(&settings.provider) {
            // An alt text is what every style but the other ones is; only who asks for that alone gets that alone.
            Some(known) if settings.style == "tags" && !self.names_model(&settings.provider) => {
                options.by_style(&known)
            }
            _ => options,
        }
    }

    /// From now on, whatever is begun sends nothing new once this is cancelled. What is on its way then is waited for.
    pub fn send_until(&self, no_more: CancellationToken) {
        *self.inner.no_more.write().unwrap_or_else(PoisonError::into_inner) = no_more;
    }

    fn no_more(&self) -> CancellationToken {
        self.inner.no_more.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes of the history made in this process.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// Pictures described at once: as many as there are cores; memory is bounded apart, by the decode budget.
    pub fn parallel(&self) -> usize {
        std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
    }

    /// Pictures of one provider under way at once. What is computed here takes a core each; what is asked of a service mostly
    /// waits. A picture that waits for a limit counts for nothing: whoever holds a place for it gives it back meanwhile.
    pub fn concurrency(&self, provider: &str) -> usize {
        let waits = self.connection(provider).is_some_and(|known| matches!(known.kind.backend, Backend::Http(_)));
        if waits { self.parallel().max(REQUESTS_AT_ONCE) } else { self.parallel() }
    }

    /// Walks folders and sorts out what is no picture. Blocking.
    pub fn walk(&self, incoming: Vec<Incoming>) -> Walk {
        ingest::walk(incoming, &ingest::Limits::default())
    }

    /// The time, in milliseconds since 1970.
    #[allow(clippy::unused_self)] // the engine is the one source of time, so that a test could own it
    pub fn now_ms(&self) -> i64 {
        now_ms()
    }

    /// The connections to services, made when the first is needed.
    fn http(&self) -> Result<&Http, Failure> {
        if let Some(http) = self.inner.http.get() {
            return Ok(http);
        }
        let http = Http::trusting(Limits::default(), &self.trust())?;
        Ok(self.inner.http.get_or_init(|| http))
    }

    /// The durable queue, opened when the first request is written down.
    async fn queue(&self) -> Result<&Queue, Failure> {
        self.inner
            .queue
            .get_or_try_init(|| {
                self.blocking(|engine| Queue::open(engine.inner.library.clone(), engine.data_dir().root()))
            })
            .await
    }

    fn tell_change(&self, image_id: i64) {
        self.tell(Change { image_id, words: None });
    }

    fn tell_words(&self, image_id: i64, words: i64) {
        self.tell(Change { image_id, words: Some(words) });
    }

    fn tell(&self, change: Change) {
        // Nobody listens on the command line.
        let _ = self.inner.changes.send(change);
    }

    /// Runs SQLite or file work on a blocking thread.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let engine = self.clone();
        tokio::task::spawn_blocking(move || work(&engine)).await.unwrap_or_else(|_| Err(Failure::new(Reason::Internal)))
    }
}

/// What a run of the budget is called that is not a batch's: two are never the same.
fn run_name(what: &str, now_ms: i64) -> String {
    format!("{what}-{}-{now_ms}", std::process::id())
}
