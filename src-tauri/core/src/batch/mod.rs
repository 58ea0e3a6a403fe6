//! A batch: which pictures lie on the table, where each stands, how far it all is. The window has one, each call of
//! `altsmith describe` has one, and both are the same in the database.
//!
//! The items are rows (`library/batches.rs`); what is done with many of them is one statement. In memory is only what is at
//! work (`live`). `run` takes items from the queue and describes them, `persist` writes down what came of them, `sync` follows
//! what happens elsewhere. What has no words yet is there again after the next start, and waits.

mod item;
mod live;
mod persist;
mod run;
mod sync;
mod verdict;

pub use live::{Finished, Told};

use crate::engine::{Engine, Options, Stage, written};
use crate::failure::{Failure, Reason};
use crate::ingest::{self, Incoming, Item, Walk};
use crate::library::batches::{self, Begin, Face, ItemRow, ItemState, NewItem};
use crate::library::{BatchOrder, Selection};
use crate::provider::{self, Privacy, Takes};
use crate::view::{BatchPage, Card, CopyForm, Estimate, Event, Removal};
use live::Live;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OnceCell, mpsc};

/// Items put down in one transaction, so that the first are seen soon and nobody waits long for the database.
const ITEMS_AT_ONCE: usize = 500;

/// Most cards of one page.
const MOST_CARDS: u32 = 200;

/// Pictures that an estimate looks at; the rest it counts.
const LOOKED_AT: u32 = 200;

/// Removals that can be undone.
const UNDOABLE: i64 = 10;

/// Items that can be described at the person's word.
const WAITING: &str = "state IN ('failed', 'cancelled')";

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
    /// Hears where each picture stands.
    stage: Option<StageOf>,
}

/// Hears where a picture stands.
pub type StageOf = Box<dyn Fn(u64, Stage) + Send + Sync>;

/// What a command describes, and how.
pub struct Command {
    /// How.
    pub options: Options,
    /// Pictures at once, where the person says so.
    pub jobs: Option<usize>,
    /// The files, folders and addresses that were asked for.
    pub sources: Vec<String>,
    /// Hears of each picture that is finished, once that is written down.
    pub told: mpsc::UnboundedSender<Told>,
    /// Hears where each picture stands.
    pub stage: StageOf,
}

/// What of an earlier run of the same files is gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Everything that has no words yet.
    WithoutWords,
    /// What failed and can be tried again without being paid twice.
    Failed,
    /// What may have been paid and has no outcome.
    Unknown,
}

impl Rest {
    fn sql(self) -> &'static str {
        match self {
            Self::WithoutWords => "description_id IS NULL",
            Self::Failed => "state = 'failed' AND retry = 'yes'",
            Self::Unknown => "state = 'failed' AND retry = 'paid'",
        }
    }
}

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
        let how = How { face: Face::Window, asked: None, jobs: None, options: None, told: None, stage: None };
        let batch = Self::with(engine, how);
        batch.follow_changes();
        batch.lend_pasted();
        batch.follow_settings();
        batch
    }

    /// A command's batch, empty.
    pub fn of_command(engine: Engine, command: Command) -> Self {
        let how = How {
            face: Face::Command,
            asked: Some(asked(&command.sources)),
            jobs: command.jobs,
            options: Some(command.options),
            told: Some(command.told),
            stage: Some(command.stage),
        };
        Self::with(engine, how)
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
        if !self.inner.engine.on_library(|library| library.has_batches()).await? {
            return Ok(());
        }
        let processes = self.inner.engine.processes().await?.clone();
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

    /// What the person knows of the pictures that come and of those that wait and have nothing of their own. It goes to
    /// services that take it, until it is changed or the program ends.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn set_context(&self, text: &str) -> Result<(), Failure> {
        let text = cut(text);
        {
            let mut live = self.live();
            live.context.clone_from(&text);
            live.asked += 1;
        }
        if self.inner.row.get().is_none() {
            return Ok(());
        }
        self.write(move |tx, batch| batches::set_context(tx, batch, &text), |live, ()| live.moved = true).await
    }

    /// What the person knows of these pictures; none: what was written for all. Goes with them when they are described
    /// the next time.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn set_card_context(&self, which: Selection, text: Option<&str>) -> Result<(), Failure> {
        let text = text.map(cut);
        let work =
            move |tx: &rusqlite::Transaction<'_>, batch| batches::set_item_context(tx, batch, &which, text.as_deref());
        let told = |live: &mut Live, _: &mut u32| {
            live.asked += 1;
            live.moved = true;
        };
        self.write(work, told).await.map(drop)
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
        let trouble = self.inner.engine.localizer().failure(failure);
        self.tell(Event::Notice { trouble });
    }

    /// Puts pictures down and describes them as the settings say; so many at once for a service that they are to be asked
    /// about first ([`crate::view::Settings::ask_from`]) wait for [`Batch::describe`]. Folders are walked, the rest is judged
    /// by its content; what is refused becomes a card that says why. Returns the new cards' ids.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn add(&self, incoming: Vec<Incoming>) -> Result<Vec<u64>, Failure> {
        let engine = self.inner.engine.clone();
        let walked = tokio::task::spawn_blocking(move || engine.walk(incoming)).await;
        let Walk { items, refused } = walked.map_err(|_| Failure::new(Reason::Internal))?;
        let refused = refused.into_iter().map(|(item, failure)| (item, Some(failure))).collect();
        let begun = if self.holds(items.len()) { None } else { Some(self.begun(false)) };
        let mut ids = self.put(refused, None).await?;
        ids.extend(self.put(items.into_iter().map(|item| (item, None)).collect(), begun).await?);
        Ok(ids)
    }

    /// Puts a command's pictures down, in this order, and describes them. What was refused stands in its place.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn add_items(&self, items: Vec<(Item, Option<Failure>)>) -> Result<Vec<u64>, Failure> {
        let begun = self.begun(false);
        self.put(items, Some(begun)).await
    }

    /// Takes over what an earlier run of the same files left, in its order; it waits for [`Batch::describe`]. None where there
    /// is no such run.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn resume(&self, rest: Rest) -> Result<Option<Vec<u64>>, Failure> {
        let Some(asked) = self.inner.how.asked.clone() else { return Ok(None) };
        if !self.inner.engine.on_library(|library| library.has_batches()).await? {
            return Ok(None);
        }
        let processes = self.inner.engine.processes().await?.clone();
        self.write(
            move |tx, batch| {
                let alive = |process: &str| processes.is_alive(process);
                let Some(_) = batches::resume(tx, (&asked, batch), rest.sql(), alive)? else { return Ok(None) };
                batches::refuse_unkept(tx, batch, &item::unkept())?;
                Ok(Some(batches::ids(tx, batch)?))
            },
            |_, _| {},
        )
        .await
    }

    /// Forgets what earlier runs of the same files left: this one takes their place.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn supersede(&self) -> Result<(), Failure> {
        let Some(asked) = self.inner.how.asked.clone() else { return Ok(()) };
        if !self.inner.engine.on_library(|library| library.has_batches()).await? {
            return Ok(());
        }
        let processes = self.inner.engine.processes().await?.clone();
        let alive = move |process: &str| processes.is_alive(process);
        self.write(move |tx, batch| batches::resume(tx, (&asked, batch), "0", alive), |_, _| {}).await.map(drop)
    }

    /// A command is through: what it has no words for stays for `--retry`, and where there is nothing of that, nothing stays.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn end(&self) -> Result<(), Failure> {
        let work = |tx: &rusqlite::Transaction<'_>, batch| {
            let counts = batches::counts(tx, batch)?;
            if counts.described == counts.total { batches::drop_batch(tx, batch) } else { batches::end(tx, batch) }
        };
        self.write(work, |_, ()| {}).await
    }

    /// Describes pictures again, also where the history has the answer. What waits for its first time is left out.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn describe_again(&self, which: Selection) -> Result<(), Failure> {
        let begin = self.begun(true);
        let provider = begin.provider.clone();
        let finished = "state IN ('done', 'failed', 'cancelled')";
        let begun = self.write(
            move |tx, batch| batches::begin(tx, batch, &which, finished, &begin),
            move |live, count| live.start(*count, &provider),
        );
        begun.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// Describes pictures that wait for the person's word, failed or were cancelled; what the history knows is not asked
    /// again. All of one call are one run for the budget. Of those that failed or were cancelled, so many for a service that
    /// they are to be asked about first are held: the person has not seen what they cost now.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn describe(&self, which: Selection) -> Result<(), Failure> {
        let begin = self.begun(false);
        let (provider, batch) = (begin.provider.clone(), self.clone());
        let begun = self.write(
            move |tx, row| {
                let again = batches::count(tx, row, &which, WAITING)?;
                if batch.holds(again as usize) {
                    // First what was held before, else it could not be told from these.
                    let begun = batches::begin(tx, row, &which, "state = 'held'", &begin)?;
                    Ok((begun, batches::hold(tx, row, &which, WAITING)?))
                } else {
                    let waits = "state IN ('held', 'failed', 'cancelled')";
                    Ok((batches::begin(tx, row, &which, waits, &begin)?, 0))
                }
            },
            move |live, (begun, held)| {
                live.start(*begun, &provider);
                live.held_again += u32::from(*held > 0);
            },
        );
        begun.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// What describing these pictures would send and cost.
    ///
    /// # Errors
    /// As [`Engine::estimate_each`].
    pub async fn estimate(&self, which: Selection) -> Result<Estimate, Failure> {
        let (rows, count) = self
            .read(move |tx, batch| {
                Ok((batches::of(tx, batch, &which, LOOKED_AT)?, batches::count(tx, batch, &which, "1")?))
            })
            .await?;
        let options = self.options();
        let asked: Vec<(Item, Options)> = {
            let live = self.live();
            let of_row = |row: &ItemRow| {
                let item = item::item_of(row, &live.pasted)?;
                Some((item, self.options_of(&options, row.context.as_deref().unwrap_or(&live.context), None)))
            };
            rows.iter().filter_map(of_row).collect()
        };
        let more = count.saturating_sub(rows.len() as u32);
        self.inner.engine.estimate_each(&asked, more, &options).await
    }

    /// Takes back what is held, waits for its turn or is under way.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn cancel(&self, which: Selection) -> Result<(), Failure> {
        let batch = self.clone();
        self.write(
            move |tx, row| {
                let active = batches::active_of(tx, row, &which)?;
                // What was taken from the queue and not begun goes back to it first: nobody works on it who could say so.
                let ready = batch.live().drop_ready(|ready| active.contains(&ready.id));
                batches::requeue(tx, row, &ready)?;
                let (held, queued) = batches::cancel(tx, row, &which)?;
                Ok((held, queued, active))
            },
            |live, (held, queued, active)| {
                for id in active {
                    if let Some(active) = live.active.get(id) {
                        active.cancel.cancel();
                    }
                }
                live.finish(*queued);
                live.asked += u32::from(*held > 0);
                live.moved = true;
            },
        )
        .await
        .map(drop)
    }

    /// Takes pictures away; what is under way is cancelled. Their words stay in the history. Answers the number by which
    /// they can be put back, and how many they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn remove(&self, which: Selection) -> Result<Removal, Failure> {
        let removal = {
            let mut live = self.live();
            live.last_removal += 1;
            live.last_removal
        };
        let batch = self.clone();
        let removed = self.write(
            move |tx, row| {
                let active = batches::active_of(tx, row, &which)?;
                let ready = batch.live().drop_ready(|ready| active.contains(&ready.id));
                batches::requeue(tx, row, &ready)?;
                let (removed, queued) = batches::remove(tx, row, &which, removal)?;
                batches::forget_removed(tx, row, removal - UNDOABLE)?;
                Ok((removed, queued, active, batches::pasted_of(tx, row, removal)?))
            },
            move |live, (_, queued, active, pasted)| {
                for id in active {
                    if let Some(active) = live.active.remove(id) {
                        active.cancel.cancel();
                    }
                }
                live.remove_upload(removal, pasted);
                live.finish(*queued);
                live.asked += 1;
                live.moved = true;
            },
        );
        let (count, ..) = removed.await?;
        Ok(Removal { removal, count })
    }

    /// Puts back what a removal took, where it stood; unfinished ones start again, held ones are held.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn restore(&self, removal: i64) -> Result<(), Failure> {
        let begin = self.begun(false);
        let (provider, batch) = (begin.provider.clone(), self.clone());
        let restored = self.write(
            move |tx, row| {
                let broken_off = batches::broken_off(tx, row, removal)?;
                let begin = Some(&begin).filter(|_| !batch.holds(broken_off as usize));
                batches::restore(tx, row, removal, begin)?;
                Ok(if begin.is_some() { broken_off } else { 0 })
            },
            move |live, begun| {
                live.put_back(removal);
                live.start(*begun, &provider);
            },
        );
        restored.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// Puts the pictures into another order.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn sort(&self, by: BatchOrder) -> Result<(), Failure> {
        self.write(move |tx, batch| batches::sort(tx, batch, by, ingest::compare_names), |live, ()| live.moved = true)
            .await
    }

    /// The words of these pictures, in order, in a form to be copied, and how many they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn descriptions_in_form(&self, which: Selection, form: CopyForm) -> Result<(String, u32), Failure> {
        let ids = self.read(move |tx, batch| batches::words_of(tx, batch, &which)).await?;
        let count = ids.len() as u32;
        Ok((self.inner.engine.descriptions_in_form(ids, form).await?, count))
    }

    /// A page of cards, in order; at most 200.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn page(&self, offset: u32, limit: u32) -> Result<BatchPage, Failure> {
        let read = self.read(move |tx, batch| {
            Ok((batches::counts(tx, batch)?, batches::page(tx, batch, offset, limit.min(MOST_CARDS))?))
        });
        let (counts, rows) = read.await?;
        let stopped = self.said_stop();
        let counts = self.live().counts(counts, stopped);
        Ok(BatchPage { counts, offset, cards: self.present(rows).await? })
    }

    /// These cards, in order, as far as they are there.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn cards_of(&self, ids: Vec<u64>) -> Result<Vec<Card>, Failure> {
        let rows = self.read(move |tx, batch| batches::of(tx, batch, &Selection::Ids(ids), MOST_CARDS)).await?;
        self.present(rows).await
    }

    /// Where a card stands in the order; none where it is gone.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn place_of(&self, id: u64) -> Result<Option<u32>, Failure> {
        self.read(move |tx, batch| batches::place_of(tx, batch, id)).await
    }

    /// Nothing more is sent: what was not sent is held for another time, what was sent is waited for. Where `at_once`, that is
    /// cancelled too, and what became of it is told with the request.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn send_no_more(&self, at_once: bool) -> Result<(), Failure> {
        let batch = self.clone();
        let held = self.write(
            move |tx, row| {
                let ready = batch.live().drop_ready(|_| true);
                batches::requeue(tx, row, &ready)?;
                batches::hold(tx, row, &Selection::All, "state = 'queued'")
            },
            move |live, held| {
                live.give_up(*held);
                live.hold_all_unsent(at_once);
            },
        );
        held.await.map(drop)
    }

    /// How many pictures were begun.
    pub fn begun_count(&self) -> u32 {
        self.live().total
    }

    /// Why the rest of the batch is held, where a verdict on the account stopped it.
    pub fn stopped(&self) -> Option<Failure> {
        self.live().stopped.clone()
    }

    /// The rows of these items, in order.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn rows(&self, ids: Vec<u64>) -> Result<Vec<ItemRow>, Failure> {
        self.read(move |tx, batch| batches::of(tx, batch, &Selection::Ids(ids), u32::MAX)).await
    }

    async fn present(&self, rows: Vec<ItemRow>) -> Result<Vec<Card>, Failure> {
        let batch = self.clone();
        let cards = move || {
            let states: Vec<_> = {
                let live = batch.live();
                rows.iter().map(|row| live.state(row)).collect()
            };
            rows.iter().zip(states).map(|(row, live)| item::card(&batch.inner.engine, row, live)).collect()
        };
        tokio::task::spawn_blocking(cards).await.map_err(|_| Reason::Internal.into())
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.inner.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn options(&self) -> Options {
        self.inner.how.options.clone().unwrap_or_else(|| self.inner.engine.options())
    }

    /// Whether so many new pictures wait for the person's word: those that would leave the computer, and may cost money. A
    /// command has asked by itself.
    fn holds(&self, count: usize) -> bool {
        let settings = self.inner.engine.settings();
        let from = settings.ask_from as usize;
        let sent = || provider::find(&settings.provider).is_some_and(|p| p.descriptor.privacy == Privacy::Sent);
        self.inner.how.face == Face::Window && from > 0 && count >= from && sent()
    }

    /// A new start of items, and how they are described then.
    fn begun(&self, force: bool) -> Begin {
        let mut options = self.options();
        options.force |= force;
        if self.inner.how.face == Face::Window {
            options.run_started_ms = self.inner.engine.now_ms();
            options.run = Some(format!("desk-{}-{}", std::process::id(), options.run_started_ms));
        }
        let mut live = self.live();
        live.last_run += 1;
        let run = live.last_run;
        if live.is_idle() {
            live.runs.clear();
        }
        // What is written for the next pictures is not what these were described with.
        let keeps = takes(&options).context && self.inner.how.face == Face::Window;
        let context = keeps.then(|| live.context.clone());
        let provider = options.provider.clone();
        live.runs.insert(run, Arc::new(options));
        Begin { run, provider, context }
    }

    /// New items at the end; those that were not refused are begun, where they are to be.
    async fn put(&self, items: Vec<(Item, Option<Failure>)>, begun: Option<Begin>) -> Result<Vec<u64>, Failure> {
        let mut ids = Vec::with_capacity(items.len());
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let chunk: Vec<_> = items.by_ref().take(ITEMS_AT_ONCE).collect();
            let asked = self.inner.how.asked.clone();
            let (begun, provider) = (begun.clone(), begun.as_ref().map(|begun| begun.provider.clone()));
            let put = self.write(
                move |tx, batch| {
                    let new: Vec<NewItem> = chunk
                        .iter()
                        .map(|(item, failure)| {
                            let state = if failure.is_some() { ItemState::Failed } else { ItemState::Held };
                            item::new_item(item, state, failure.clone())
                        })
                        .collect();
                    let ids = batches::insert(tx, batch, asked.as_deref(), &new)?;
                    let pasted: HashMap<u64, Arc<Item>> = ids
                        .iter()
                        .zip(chunk)
                        .filter(|(_, (item, failure))| failure.is_none() && matches!(item.from, Incoming::Bytes { .. }))
                        .map(|(id, (item, _))| (*id, Arc::new(item)))
                        .collect();
                    let count = match &begun {
                        Some(begun) => {
                            batches::begin(tx, batch, &Selection::Ids(ids.clone()), "state = 'held'", begun)?
                        }
                        None => 0,
                    };
                    Ok((ids, pasted, count))
                },
                move |live, (ids, pasted, count)| {
                    live.pasted.extend(pasted.drain());
                    live.added += ids.len() as u32;
                    match &provider {
                        Some(provider) => live.start(*count, provider),
                        None => {
                            live.moved = true;
                            live.held_again += 1;
                        }
                    }
                },
            );
            let (new, ..) = put.await?;
            ids.extend(new);
            self.inner.work.notify_one();
        }
        Ok(ids)
    }

    /// What was pasted lies nowhere but here.
    fn lend_pasted(&self) {
        let batch = Arc::downgrade(&self.inner);
        self.inner.engine.find_pasted(move |image| {
            let batch = Self { inner: batch.upgrade()? };
            let live = batch.live();
            let holds = |item: &&Arc<Item>| match &item.from {
                Incoming::Bytes { bytes, .. } => bytes.len() as u64 == image.bytes && ingest::hash(bytes) == image.hash,
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
            if matches!(engine.freshen_balances().await, Ok(true)) {
                batch.tell(Event::HistoryChanged);
            }
            match engine.balance_alerts().await {
                Ok(alerts) if !alerts.is_empty() => batch.tell(Event::BalancesLow { alerts }),
                _ => {}
            }
        });
    }
}

/// What the chosen model takes beside the picture.
fn takes(options: &Options) -> Takes {
    provider::find(&options.provider)
        .map_or_else(Takes::default, |known| known.descriptor.takes_of(&options.request.model))
}

/// How a picture is described: with what the person knows of it and with the own instruction, where the model takes them.
fn with_context(options: &Options, knows: &str) -> Options {
    let mut options = options.clone();
    let takes = takes(&options);
    options.request.context = Some(knows).filter(|text| takes.context && !text.is_empty()).map(str::to_owned);
    options.request.prompt = options.request.prompt.filter(|_| takes.prompt);
    options
}

/// What a person wrote, without what nobody sees, and not endless.
fn cut(text: &str) -> String {
    written(Some(text.to_owned())).unwrap_or_default()
}

/// What was asked for, as a hash: the same files again, from whatever folder they are named.
fn asked(sources: &[String]) -> String {
    let whole = |source: &String| match source.contains("://") || source == "-" {
        true => source.clone(),
        false => {
            std::path::absolute(source).map_or_else(|_| source.clone(), |path| path.to_string_lossy().into_owned())
        }
    };
    ingest::hash(sources.iter().map(whole).collect::<Vec<_>>().join("\n").as_bytes())
}
