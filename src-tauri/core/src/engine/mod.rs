//! The façade that both faces call: opens a data folder, holds the rooms that work on it, and closes it. Knows no window and
//! no terminal.
//!
//! A face asks the room that it means: `engine.history().entry(id)`. The rooms are async; files, pixels and SQLite run on
//! blocking threads.

use crate::accounts::Accounts;
use crate::clock::now_ms;
use crate::compose;
use crate::describing::Describing;
use crate::facts;
use crate::failure::Failure;
use crate::history::History;
use crate::library::PutAside;
use crate::provider;
use crate::queue::{LazyQueue, Queue};
use crate::recovery::Recovery;
use crate::view::{BatchPage, Start};
use crate::workspace::{DataDir, Opened, Workspace};

/// One engine over one data folder. Cheap to clone; every clone is the same engine.
#[derive(Clone)]
pub struct Engine {
    workspace: Workspace,
    accounts: Accounts,
    describing: Describing,
    history: History,
    recovery: Recovery,
    queue: LazyQueue,
    put_aside: Option<PutAside>,
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
        std::thread::spawn(facts::text_languages);
        let Opened { workspace, secrets, put_aside } = Workspace::open(data_dir, system_language)?;
        let queue = LazyQueue::new(workspace.library().clone(), workspace.data_dir().root().to_owned());
        let accounts = Accounts::new(workspace.clone(), secrets, queue.clone());
        let describing = Describing::new(workspace.clone(), accounts.clone(), queue.clone());
        let history = History::new(workspace.clone(), accounts.clone(), describing.clone());
        let recovery = Recovery::new(workspace.clone(), accounts.clone(), describing.clone(), queue.clone());
        history.purge_leftovers()?;
        accounts.begin_key_addresses()?;
        Ok(Self { workspace, accounts, describing, history, recovery, queue, put_aside })
    }

    /// Settings, connections, languages.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Keys, prices, what was spent and what is left.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The way of a picture to its words.
    pub fn describing(&self) -> &Describing {
        &self.describing
    }

    /// What was described, and questions about it.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What earlier runs left in the middle.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// The queue, which knows the processes that are alive.
    pub(crate) async fn queue(&self) -> Result<&Queue, Failure> {
        self.queue.get().await
    }

    /// What the window needs to draw its first view.
    pub fn start_view(&self, version: &str, batch: BatchPage) -> Start {
        let settings = self.workspace.settings();
        Start {
            version: version.to_owned(),
            platform: std::env::consts::OS.to_owned(),
            system_language: self.workspace.system_language(),
            profiles: compose::profiles(settings.own_length),
            settings,
            providers: self.workspace.services(),
            languages: provider::languages().iter().map(|&language| language.to_owned()).collect(),
            batch,
            context: String::new(),
            data_folder: self.workspace.data_dir().root().to_string_lossy().into_owned(),
            notice: self.notice(),
            text_languages: facts::text_languages(),
        }
    }

    /// What happened to the data at start, in the person's language: a damaged database was moved aside.
    pub fn notice(&self) -> Option<String> {
        let PutAside { path, held } = self.put_aside.as_ref()?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let held = if *held { "yes" } else { "no" };
        Some(self.workspace.localizer().text("notice-database-moved-aside", &[("name", &name), ("held", held)]))
    }

    /// The time, in milliseconds since 1970.
    #[allow(clippy::unused_self)] // the engine is the one source of time, so that a test could own it
    pub fn now_ms(&self) -> i64 {
        now_ms()
    }

    /// As [`crate::library::Library::refuse_writes_for_tests`].
    ///
    /// # Errors
    /// `StorageFailed`.
    #[doc(hidden)]
    pub fn refuse_writes_for_tests(&self, refuse: bool) -> Result<(), Failure> {
        self.workspace.library().refuse_writes_for_tests(refuse)
    }

    /// Writes the journal of the database back and closes it; nothing can be asked of the engine any more. Called once, at the
    /// end. Blocks.
    pub fn close(&self) {
        self.workspace.library().close();
    }
}
