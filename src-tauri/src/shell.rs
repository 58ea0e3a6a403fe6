//! What the window holds while it runs: the batch (opened in the background), the clipboard, and the one line to the page.

use crate::clipboard::Clipboard;
use crate::tasks::Tasks;
use altsmith_core::batch::Batch;
use altsmith_core::describing::BackendEvent;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::i18n::{Localizer, system_language};
use altsmith_core::ingest::Incoming;
use altsmith_core::view::{BatchPage, Event, Task, TaskKind, Trouble};
use altsmith_core::workspace::DataDir;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Cards that the page gets with its start: more than fit into a window.
const FIRST_CARDS: u32 = 50;

/// The running program, behind the window. One of it is Tauri's managed state.
pub struct Shell {
    /// Nothing while the data folder is being opened.
    batch: watch::Sender<Option<Result<Batch, Failure>>>,
    data_dir: DataDir,
    /// The system's clipboard.
    pub clipboard: Clipboard,
    /// What the page waits for apart from the cards.
    pub tasks: Tasks,
    /// The page may be loaded more than once.
    finished: AtomicBool,
}

/// What a task needs while it runs.
pub struct Running {
    /// Who does it.
    pub engine: Engine,
    /// Cancelled where the page no longer waits.
    pub cancel: CancellationToken,
    /// Hears where it stands.
    pub told: Box<dyn Fn(BackendEvent) + Send + Sync>,
}

impl Shell {
    /// A shell whose data folder is not open yet; what is added waits for it.
    pub fn new(data_dir: DataDir) -> Self {
        Self {
            batch: watch::Sender::new(None),
            data_dir,
            clipboard: Clipboard::default(),
            tasks: Tasks::default(),
            finished: AtomicBool::new(false),
        }
    }

    /// Begins to open the data folder, in the background.
    pub fn open(&self) {
        let (batch, data_dir) = (self.batch.clone(), self.data_dir.clone());
        tauri::async_runtime::spawn(async move {
            let opened = tokio::task::spawn_blocking(move || Engine::open(data_dir, &system_language())).await;
            let opened = opened.unwrap_or_else(|_| Err(Reason::Internal.into()));
            batch.send_replace(Some(match opened {
                Ok(engine) => Ok(Batch::with_left(engine).await),
                Err(failure) => Err(failure),
            }));
        });
    }

    /// The batch, as soon as it is there.
    ///
    /// # Errors
    /// Why the data folder could not be opened (`DatabaseNewer`, …); the same each time.
    pub async fn batch(&self) -> Result<Batch, Failure> {
        let mut batch = self.batch.subscribe();
        let opened = batch.wait_for(Option::is_some).await.map_err(|_| Failure::new(Reason::Internal))?;
        opened.clone().unwrap_or_else(|| Err(Reason::Internal.into()))
    }

    /// The batch if it is there already; for what happens while the window closes.
    pub fn batch_now(&self) -> Option<Batch> {
        self.batch.borrow().as_ref().and_then(|opened| opened.as_ref().ok().cloned())
    }

    /// Asks the engine on behalf of the page; trouble is said in the person's language.
    ///
    /// # Errors
    /// The engine's, or why it could not be opened.
    pub async fn ask<T, F>(&self, work: impl FnOnce(Engine) -> F) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let batch = self.batch().await.map_err(|failure| self.trouble(&failure))?;
        work(batch.engine().clone()).await.map_err(|failure| self.trouble(&failure))
    }

    /// Asks the engine for something that may have to wait: where it stands is told to the page, which can cancel it.
    ///
    /// # Errors
    /// The engine's, `Cancelled`, or why it could not be opened.
    pub async fn run_task<T, F>(&self, kind: TaskKind, id: i64, work: impl FnOnce(Running) -> F) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let task = Task { kind, id };
        let under_way = self.tasks.begin(task);
        let batch = self.batch().await.map_err(|failure| self.trouble(&failure))?;
        let told = batch.clone();
        let done = work(Running {
            engine: batch.engine().clone(),
            cancel: under_way.cancel.clone(),
            told: Box::new(move |event| {
                if let BackendEvent::Stage(stage) = event {
                    told.tell(Event::Task { task, state: stage.into() });
                }
            }),
        });
        let done = done.await;
        batch.look_at_balances();
        done.map_err(|failure| self.trouble(&failure))
    }

    /// Says a failure in the person's language; in the system's while the settings are not known.
    pub fn trouble(&self, failure: &Failure) -> Trouble {
        match self.batch_now() {
            Some(batch) => batch.engine().workspace().localizer().failure(failure),
            None => system_localizer().failure(failure),
        }
    }

    /// A sentence or a name from the engine's messages, in the person's language.
    pub fn text(&self, message: &str) -> String {
        match self.batch_now() {
            Some(batch) => batch.engine().workspace().localizer().text(message, &[]),
            None => system_localizer().text(message, &[]),
        }
    }

    /// Puts pictures into the batch, without waiting for them.
    pub fn add(&self, incoming: Vec<Incoming>) {
        if !incoming.is_empty() {
            self.with_batch(move |batch| async move {
                if let Err(failure) = batch.add(incoming).await {
                    batch.notice(&failure);
                }
            });
        }
    }

    /// Brings to an end, in the background and once, what an earlier start left in the middle: answers that were paid for
    /// become words, outcomes that nobody knows are asked for where that is free.
    pub fn finish_unfinished(&self) {
        if self.finished.swap(true, Ordering::Relaxed) {
            return;
        }
        self.with_batch(|batch| async move {
            let never = CancellationToken::new();
            // What cannot be finished now stays for the next start.
            let _ = batch.engine().recovery().finish_stored(&never).await;
            let _ = batch.engine().recovery().ask_outcomes(&never).await;
        });
    }

    /// Reads, in the background, the balances that somebody looks at, where that is due.
    pub fn read_shown_balances(&self) {
        self.with_batch(|batch| async move {
            if matches!(batch.engine().accounts().freshen_shown_balances().await, Ok(true)) {
                batch.tell(Event::HistoryChanged);
            }
        });
    }

    /// Tells the page something, in the order of the calls. A page that has not got the batch yet hears nothing.
    pub fn tell(&self, event: Event) {
        if let Some(batch) = self.batch_now() {
            batch.tell(event);
        }
    }

    /// Tells the page of trouble that concerns no picture.
    pub fn notice(&self, failure: Failure) {
        self.with_batch(move |batch| async move { batch.notice(&failure) });
    }

    /// The page's line from now on, and the first cards as they are; what follows on the line continues from these.
    ///
    /// # Errors
    /// Why the data folder could not be opened.
    pub async fn listen(&self) -> Result<(Batch, BatchPage, mpsc::UnboundedReceiver<Event>), Trouble> {
        let batch = self.batch().await.map_err(|failure| self.trouble(&failure))?;
        let (page, events) = batch.listen(FIRST_CARDS).await.map_err(|failure| self.trouble(&failure))?;
        Ok((batch, page, events))
    }

    /// The folder in which everything lies.
    pub fn data_folder(&self) -> &Path {
        self.data_dir.root()
    }

    /// Writes down what has no words yet, and lets go of what other programs see and of what was deleted: nothing can be
    /// undone any more. Called once, at the end.
    pub fn close(&self) {
        self.clipboard.close();
        if let Some(batch) = self.batch_now() {
            tauri::async_runtime::block_on(batch.written());
            // What cannot be purged now is purged at the next start.
            let _ = batch.engine().history().purge_now();
            batch.engine().close();
        }
    }

    /// Where the data folder could not be opened, `start` has told the page; there is nothing to add to.
    fn with_batch<F: Future<Output = ()> + Send>(&self, work: impl FnOnce(Batch) -> F + Send + 'static) {
        let mut batch = self.batch.subscribe();
        tauri::async_runtime::spawn(async move {
            let opened = batch.wait_for(Option::is_some).await.ok().and_then(|opened| opened.clone());
            if let Some(Ok(batch)) = opened {
                work(batch).await;
            }
        });
    }
}

/// Speaks the system's language, for what is said before the settings are known.
pub fn system_localizer() -> Localizer {
    Localizer::new("system")
}
