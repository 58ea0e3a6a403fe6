//! A batch: which pictures lie on the table, where each stands, how far it all is. The window has one, each call of
//! `altsmith describe` has one, and both are the same in the database.
//!
//! The items are rows (`library/batches/`); what is done with many of them is one statement. In memory is only what is at
//! work (`live`). `edit` is what is done with pictures, `page` what is read of them, `run` takes items from the queue and
//! describes them, `verdict` holds the rest where a service's word is about the account, `unsaved` tells words that the database
//! does not take, `persist` writes down what came of them, `sight` knows what the person looks at, `sync` follows what happens
//! elsewhere, `command` is what a call of the command line adds.
//!
//! What has no words yet is there again after the next start, and waits, also for the built-in describer. A picture whose
//! request was sent is left to `recovery`. A pasted picture cannot be kept; the next start says so once.
//!
//! What the person knows (people, place, purpose) is `Request::context`, for models whose `takes` says so. There is one text
//! for the pictures that come and those that wait, and each card can have its own; a card keeps the text that it was described
//! with.
//!
//! A batch that may cost money is *held* until the person's word (`Describing::asks_first`); `Describing::estimate` says what it would
//! cost. Failed and cancelled pictures that are so many are held before they are tried again.

mod command;
mod edit;
mod item;
mod live;
mod page;
mod persist;
mod run;
mod sight;
mod sync;
mod unsaved;
mod verdict;

pub use command::{Command, Rest};
pub use live::{Finished, Told};
pub use unsaved::Unsaved;

use crate::describing::{BackendEvent, Options, written};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::ingest::{self, Incoming, Item};
use crate::library::batches::{self, Begin, Face};
use crate::provider::Takes;
use crate::view::{BatchPage, Event};
use live::Live;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OnceCell, Semaphore, mpsc};

/// Removals that can be undone.
const UNDOABLE: i64 = 10;

/// A batch. Cheap to clone; every clone is the same batch.
#[derive(Clone)]
pub struct Batch {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    how: How,
    /// The row in `batches`, once there is something to keep.
    row: OnceCell<i64>,
    /// Held by whoever changes the rows, so that memory and rows change together.
    order: Arc<tokio::sync::Mutex<()>>,
    live: Mutex<Live>,
    /// Something may be taken from the queue.
    work: Arc<Notify>,
    /// Something is to be written down or told.
    news: Arc<Notify>,
    /// Pictures that are read for their looks alone.
    looking: Semaphore,
}

/// What differs between the two faces.
struct How {
    face: Face,
    /// What a command was asked to describe, as a hash.
    asked: Option<String>,
    /// Pictures at once, where the command says so.
    jobs: Option<usize>,
    /// How a command describes; the window goes by its settings.
    options: Option<Options>,
    /// Hears of each picture that is finished.
    told: Option<mpsc::UnboundedSender<Told>>,
    /// Hears what happens to each picture.
    heard: Option<EventOf>,
}

/// Hears what happens to a picture while it is under way.
pub type EventOf = Box<dyn Fn(u64, &BackendEvent) + Send + Sync>;

impl Drop for Inner {
    /// Those that wait for something to do see that there is no batch any more.
    fn drop(&mut self) {
        self.work.notify_one();
        self.news.notify_one();
    }
}

impl Batch {
    /// The window's batch, empty. Must be called within a tokio runtime.
    pub fn new(engine: Engine) -> Self {
        let how = How { face: Face::Window, asked: None, jobs: None, options: None, told: None, heard: None };
        let batch = Self::with(engine, how);
        batch.follow_changes();
        batch.lend_pasted();
        batch.follow_settings();
        batch
    }

    fn with(engine: Engine, how: How) -> Self {
        let batch = Self {
            inner: Arc::new(Inner {
                engine,
                how,
                row: OnceCell::new(),
                order: Arc::default(),
                live: Mutex::default(),
                work: Arc::default(),
                news: Arc::default(),
                looking: Semaphore::new(sight::LOOKING),
            }),
        };
        batch.keep_writing();
        batch.keep_working();
        batch
    }

    /// The window's batch with what was left without words the last time, also by commands that were stopped. It waits for
    /// the person's word; a pasted picture is gone and says so. Where that cannot be read, the batch is empty.
    pub async fn with_left(engine: Engine) -> Self {
        let batch = Self::new(engine);
        if let Err(failure) = batch.take_over().await {
            tracing::warn!(target: "altsmith::batch", %failure, "what was left cannot be read");
        }
        batch
    }

    async fn take_over(&self) -> Result<(), Failure> {
        if !self.inner.engine.workspace().on_library(|library| library.has_batches()).await? {
            return Ok(());
        }
        let processes = self.inner.engine.queue().await?.clone();
        self.write(
            move |tx, batch| {
                for other in batches::all(tx)?.into_iter().filter(|other| other.id != batch) {
                    let alive = other.owner.as_deref().is_some_and(|owner| processes.is_alive(owner));
                    match other.face {
                        // There is one window for a data folder: what a window left is this one's.
                        Face::Window => batches::adopt(tx, other.id, batch)?,
                        Face::Command if !alive && !other.ended => batches::adopt(tx, other.id, batch)?,
                        Face::Command => {}
                    }
                }
                batches::fail_unkept(tx, batch, &item::unkept())
            },
            |live, ()| live.moved = true,
        )
        .await
    }

    /// Returns when everything so far is written down. For the end of the program.
    pub async fn written(&self) {
        if let Err(failure) = self.flush().await {
            tracing::warn!(target: "altsmith::batch", %failure, "what came of pictures is not kept");
        }
    }

    /// The engine below.
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// What the person knows of all pictures.
    pub fn context(&self) -> String {
        self.live().context.clone()
    }

    /// The one listener from now on, and the beginning of the batch as it is. Events that follow continue from exactly this.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn listen(&self, limit: u32) -> Result<(BatchPage, mpsc::UnboundedReceiver<Event>), Failure> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let _order = self.inner.order.lock().await;
        let page = self.page(0, limit).await?;
        let mut live = self.live();
        live.listener = Some(sender);
        live.tell_progress(true);
        drop(live);
        Ok((page, receiver))
    }

    /// Tells the listener something that concerns no picture.
    pub fn tell(&self, event: Event) {
        self.live().tell(event);
    }

    /// Tells the listener of trouble that concerns no picture.
    pub fn notice(&self, failure: &Failure) {
        let trouble = self.inner.engine.workspace().localizer().failure(failure);
        self.tell(Event::Notice { trouble });
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.inner.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn options(&self) -> Options {
        self.inner.how.options.clone().unwrap_or_else(|| self.inner.engine.describing().options())
    }

    /// Whether so many new pictures wait for the person's word: those that may cost money. A command has asked by itself.
    fn holds(&self, count: usize) -> bool {
        let engine = &self.inner.engine;
        self.inner.how.face == Face::Window
            && engine.describing().asks_first(&engine.workspace().settings().provider, count)
    }

    /// A new start of items, and how they are described then.
    fn begun(&self, force: bool) -> Begin {
        let mut options = self.options();
        options.force |= force;
        if self.inner.how.face == Face::Window {
            options.run_started_ms = self.inner.engine.now_ms();
            options.run = Some(format!("batch-{}-{}", std::process::id(), options.run_started_ms));
        }
        let mut live = self.live();
        options.run_started_ms = live.since_ms.unwrap_or(options.run_started_ms);
        live.last_run += 1;
        let run = live.last_run;
        if live.is_idle() {
            live.runs.clear();
        }
        // The text belongs to these pictures. The person may write another one for the next.
        let keeps = takes(&self.inner.engine, &options).context && self.inner.how.face == Face::Window;
        let context = keeps.then(|| live.context.clone());
        let provider = options.provider.clone();
        live.runs.insert(run, Arc::new(options));
        Begin { run, provider, context }
    }

    /// What was pasted lies nowhere but here.
    fn lend_pasted(&self) {
        let batch = Arc::downgrade(&self.inner);
        self.inner.engine.describing().find_pasted(move |image| {
            let batch = Self { inner: batch.upgrade()? };
            let live = batch.live();
            let holds = |item: &&Arc<Item>| match &item.from {
                Incoming::Bytes { bytes, .. } => {
                    bytes.len() as u64 == image.bytes && ingest::hash(bytes) == image.file_hash
                }
                _ => false,
            };
            live.pasted.values().find(holds).map(|item| Item::clone(item))
        });
    }

    /// A batch or a request apart from the cards is done: balances are read where that is due, and the listener hears of
    /// those that run out. In the background, and quietly.
    pub fn look_at_balances(&self) {
        let batch = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let Some(batch) = batch.upgrade().map(|inner| Self { inner }) else { return };
            let engine = &batch.inner.engine;
            if matches!(engine.accounts().freshen_balances().await, Ok(true)) {
                batch.tell(Event::HistoryChanged);
            }
            match engine.accounts().balance_alerts().await {
                Ok(alerts) if !alerts.is_empty() => batch.tell(Event::BalancesLow { alerts }),
                _ => {}
            }
        });
    }
}

/// What the chosen model takes beside the picture.
fn takes(engine: &Engine, options: &Options) -> Takes {
    let known = engine.workspace().connection(&options.provider);
    known.map_or_else(Takes::default, |known| known.descriptor().takes_of(&options.request.model))
}

/// How a picture is described: with what the person knows of it and with the own instruction, where the model takes them.
fn with_context(engine: &Engine, options: &Options, knows: &str) -> Options {
    let mut options = options.clone();
    let takes = takes(engine, &options);
    options.request.context = Some(knows).filter(|text| takes.context && !text.is_empty()).map(str::to_owned);
    options.request.prompt = options.request.prompt.filter(|_| takes.prompt);
    options
}

/// What a person wrote, without what nobody sees, and not endless.
fn cut(text: &str) -> String {
    written(Some(text.to_owned())).unwrap_or_default()
}
