//! The cards of the Describe view: which pictures are here, where each stands, how far the batch is.
//!
//! The desk decides states and order and tells one listener; it holds no words of its own (they are in the library) and
//! knows no window. Everything on it can be cancelled, removed and put back. What has no words yet is there again after the
//! next start, and waits.
//!
//! Every picture here that has no words yet has a row in the table `desk`: its path or address and what the person knows of it, never
//! its bytes. The row goes when words have come, and when the person cancels the picture or takes it away. The next start lays
//! what is left here again, *held*, also for the built-in describer. A picture whose request was sent is left to
//! `engine::recovery`. A pasted picture cannot be kept; the next start says so once.
//!
//! What the person knows (people, place, purpose) is `Request::context`, for models whose `takes` says so. There is one text for the
//! pictures that come and those that wait, and each card can have its own; a card keeps the text that it was described with.
//!
//! A batch that would leave the computer is *held* until `describe_cards` (`Engine::asks_first`); `Engine::estimate` says what it would
//! cost. Failed and cancelled pictures that are so many are held before they are tried again.
//!
//! `follow` looks every two seconds whether another process wrote to the database, and reads the settings anew. Where `local_only` is
//! turned on, pictures that wait for a limit or are being read stop at once, and queued ones are refused at their turn.

mod follow;
mod kept;
mod slot;

use crate::engine::{BackendEvent, Engine, Options, Stage, written};
use crate::failure::{Failure, Reason};
use crate::ingest::{Incoming, Item};
use crate::provider::Takes;
use crate::view::{Card, CardState, Estimate, Event, Piece};
use follow::has_not_left;
use kept::Kept;
use slot::Slot;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// Cards told of in one event; a folder of twenty thousand pictures must not be one message.
const CARDS_PER_EVENT: usize = 200;

/// A card's id and which of its starts it is.
type Begun = (u64, u32);

/// The Describe view's state. Cheap to clone; every clone is the same desk.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    state: Mutex<State>,
    /// Pictures being described at once.
    places: Semaphore,
    /// Outlives the program.
    kept: Kept,
}

#[derive(Default)]
struct State {
    /// In the order of their ids, which is the order in which they came.
    slots: Vec<Slot>,
    /// Taken off the desk last, kept for undo.
    removed: Vec<Slot>,
    /// What the person knows of all pictures. Lives as long as the program: what was true of one event is wrong for the
    /// next.
    context: String,
    next_id: u64,
    listener: Option<mpsc::UnboundedSender<Event>>,
    done: u32,
    total: u32,
}

impl State {
    fn tell(&self, event: Event) {
        if let Some(listener) = &self.listener {
            // A listener that went away (the page reloads) is no trouble: the next one gets all cards with `start`.
            let _ = listener.send(event);
        }
    }

    fn slot(&mut self, id: u64) -> Option<&mut Slot> {
        let position = self.slots.binary_search_by_key(&id, |slot| slot.id).ok()?;
        self.slots.get_mut(position)
    }

    /// The card, unless it was started anew since.
    fn at(&mut self, (id, round): Begun) -> Option<&mut Slot> {
        self.slot(id).filter(|slot| slot.round == round)
    }

    fn begin(&mut self, count: usize) {
        if self.done == self.total {
            (self.done, self.total) = (0, 0);
        }
        self.total += count as u32;
        self.tell_progress();
    }

    /// Whether the batch is done with that.
    fn finish(&mut self, count: u32) -> bool {
        self.done = (self.done + count).min(self.total);
        self.tell_progress();
        self.done == self.total
    }

    fn tell_progress(&self) {
        self.tell(Event::Progress { done: self.done, total: self.total });
    }
}

impl Desk {
    /// An empty desk over this engine. Must be called within a tokio runtime.
    pub fn new(engine: Engine) -> Self {
        let places = Semaphore::new(engine.parallel());
        let kept = Kept::begin(engine.clone());
        let desk = Self { inner: Arc::new(Inner { engine, state: Mutex::default(), places, kept }) };
        desk.follow_changes();
        desk.lend_pasted();
        desk.follow_settings();
        desk
    }

    /// A desk on which lies what was left without words the last time. It waits for the person's word; a pasted picture is
    /// gone and says so. Where the list cannot be read, the desk is empty and the listener is told why.
    pub async fn with_left(engine: Engine) -> Self {
        let desk = Self::new(engine);
        match desk.inner.engine.desk_left().await {
            Ok(rows) => {
                let mut state = desk.state();
                state.next_id = rows.last().map_or(0, |row| row.id);
                state.slots = rows
                    .into_iter()
                    .map(|row| match kept::item(&row) {
                        Some(item) => Slot::left(row.id, item, row.context),
                        None => {
                            let bytes = Incoming::Bytes { bytes: Vec::new(), name: row.name.clone() };
                            let failure = Failure::new(Reason::FileGone).with("gone", "unkept");
                            let item = Item { from: bytes, name: row.name, source: row.source };
                            Slot::new(row.id, item, CardState::Failed, Some(failure))
                        }
                    })
                    .collect();
            }
            Err(failure) => tracing::warn!(target: "altsmith::desk", %failure, "what was left cannot be read"),
        }
        desk
    }

    /// Returns when what has no words yet is written down. For the end of the program.
    pub async fn written(&self) {
        self.inner.kept.written().await;
    }

    /// What the person knows of all pictures.
    pub fn context(&self) -> String {
        self.state().context.clone()
    }

    /// What the person knows of the pictures that come and of those that wait and have nothing of their own. It goes to
    /// services that take it, until it is changed or the program ends.
    pub fn set_context(&self, text: &str) {
        let mut state = self.state();
        state.context = cut(text);
        for slot in state.slots.iter().filter(|slot| slot.context.is_none() && slot.is_to_be_kept()) {
            self.inner.kept.put(slot, &state.context);
        }
    }

    /// What the person knows of these pictures; none: what was written for all. Goes with them when they are described
    /// the next time.
    pub fn set_card_context(&self, ids: &[u64], text: Option<&str>) {
        let mut state = self.state();
        for id in ids {
            let everybodys = state.context.clone();
            let Some(slot) = state.slot(*id) else { continue };
            slot.context = text.map(cut);
            if slot.is_to_be_kept() {
                self.inner.kept.put(slot, &everybodys);
            }
            let card = self.card(slot);
            state.tell(Event::Changed { card: Box::new(card) });
        }
    }

    /// The engine below.
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The one listener from now on, and the cards as they are. Events that follow continue from exactly these cards.
    pub fn listen(&self) -> (Vec<Card>, mpsc::UnboundedReceiver<Event>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut state = self.state();
        state.listener = Some(sender);
        let cards = state.slots.iter().map(|slot| self.card(slot)).collect();
        state.tell_progress();
        (cards, receiver)
    }

    /// Tells the listener something that concerns no card.
    pub fn tell(&self, event: Event) {
        self.state().tell(event);
    }

    /// Tells the listener of trouble that concerns no card.
    pub fn notice(&self, failure: &Failure) {
        let trouble = self.inner.engine.localizer().failure(failure);
        self.tell(Event::Notice { trouble });
    }

    /// Puts pictures on the desk and describes them as the settings say; so many at once for a service that they are to be
    /// asked about first ([`crate::view::Settings::ask_from`]) wait for [`Desk::describe_cards`]. Folders are walked, the
    /// rest is judged by its content; what is refused becomes a card that says why. Returns the new cards' ids.
    pub async fn add(&self, incoming: Vec<Incoming>) -> Vec<u64> {
        let engine = self.inner.engine.clone();
        let walked = tokio::task::spawn_blocking(move || engine.walk(incoming)).await;
        let Ok(walk) = walked else {
            self.notice(&Reason::Internal.into());
            return Vec::new();
        };
        let failed = |(item, failure)| (item, CardState::Failed, Some(failure));
        let mut ids = self.place(walk.refused.into_iter().map(failed));
        let held = self.holds(walk.items.len());
        let state = if held { CardState::Held } else { CardState::Queued };
        let fresh = self.place(walk.items.into_iter().map(|item| (item, state, None)));
        if !held {
            self.start(&fresh, false);
        }
        ids.extend(fresh);
        ids
    }

    /// Describes cards again, also where the history has the answer.
    pub fn describe_again(&self, ids: &[u64]) {
        let idle: Vec<u64> = {
            let mut state = self.state();
            ids.iter().copied().filter(|id| state.slot(*id).is_some_and(|slot| slot.is_finished())).collect()
        };
        self.start(&idle, true);
    }

    /// Describes cards that wait for the person's word, failed or were cancelled; what the history knows is not asked again.
    /// All of one call are one run for the budget. Of those that failed or were cancelled, so many for a service that they
    /// are to be asked about first are held: the person has not seen what they cost now.
    pub fn describe_cards(&self, ids: &[u64]) {
        let mut asked = Vec::new();
        let mut more = Vec::new();
        {
            let mut state = self.state();
            for id in ids {
                match state.slot(*id) {
                    Some(slot) if slot.state == CardState::Held => asked.push(*id),
                    Some(slot) if slot.waits_for_a_word() => more.push(*id),
                    _ => {}
                }
            }
            if self.holds(more.len()) {
                for id in more.drain(..) {
                    let everybodys = state.context.clone();
                    let Some(slot) = state.slot(id) else { continue };
                    slot.reset(CardState::Held);
                    self.inner.kept.put(slot, &everybodys);
                    let card = self.card(slot);
                    state.tell(Event::Changed { card: Box::new(card) });
                }
            }
        }
        asked.append(&mut more);
        self.start(&asked, false);
    }

    /// What describing these cards would send and cost.
    ///
    /// # Errors
    /// As [`Engine::estimate`].
    pub async fn estimate(&self, ids: &[u64]) -> Result<Estimate, Failure> {
        let engine = &self.inner.engine;
        let options = engine.options();
        let asked: Vec<(Item, Options)> = {
            let mut state = self.state();
            let everybodys = state.context.clone();
            let of_slot =
                |slot: &mut Slot| (slot.item.clone(), with_context(&self.inner.engine, &options, slot, &everybodys));
            ids.iter().filter_map(|id| state.slot(*id).map(of_slot)).collect()
        };
        engine.estimate_each(&asked, &options).await
    }

    /// Cancels what is held, queued or under way.
    pub fn cancel(&self, ids: &[u64]) {
        let mut state = self.state();
        for id in ids {
            let Some(slot) = state.slot(*id) else { continue };
            slot.cancel.cancel();
            if slot.state == CardState::Held {
                // Nobody works on it who could say so.
                slot.fail(Reason::Cancelled.into());
                self.inner.kept.forget(*id);
                let card = self.card(slot);
                state.tell(Event::Changed { card: Box::new(card) });
            }
        }
    }

    /// Takes cards off the desk; what is under way is cancelled. Their words stay in the history.
    pub fn remove(&self, ids: &[u64]) {
        let mut state = self.state();
        let (gone, kept) = std::mem::take(&mut state.slots).into_iter().partition(|slot| ids.contains(&slot.id));
        state.slots = kept;
        // Only the last removal can be undone, as with any undo of one step.
        state.removed = gone;
        for slot in &state.removed {
            slot.cancel.cancel();
            self.inner.kept.forget(slot.id);
        }
        let ids = state.removed.iter().map(|slot| slot.id).collect();
        state.tell(Event::Removed { ids });
    }

    /// Puts back what the last removal took, where it stood; unfinished ones start again, held ones are held.
    pub fn restore(&self, ids: &[u64]) {
        let mut unfinished = Vec::new();
        {
            let mut state = self.state();
            let (mut back, _) =
                std::mem::take(&mut state.removed).into_iter().partition::<Vec<_>, _>(|s| ids.contains(&s.id));
            let broken_off = |slot: &Slot| slot.words.is_none() && !slot.is_finished() && slot.state != CardState::Held;
            let hold = self.holds(back.iter().filter(|slot| broken_off(slot)).count());
            for slot in &mut back {
                if slot.state == CardState::Held || broken_off(slot) && hold {
                    slot.reset(CardState::Held);
                } else if broken_off(slot) {
                    slot.reset(CardState::Queued);
                    unfinished.push(slot.id);
                } else if !slot.is_finished() {
                    // It was being described again: the words that it has are there still.
                    slot.reset(CardState::Done);
                }
            }
            let cards = back.iter().map(|slot| self.card(slot)).collect();
            for slot in back {
                if slot.is_to_be_kept() {
                    self.inner.kept.put(&slot, &state.context);
                }
                let position = state.slots.partition_point(|other| other.id < slot.id);
                state.slots.insert(position, slot);
            }
            state.tell(Event::Added { cards });
        }
        self.start(&unfinished, false);
    }

    /// The cards as they are, in order.
    pub fn cards(&self) -> Vec<Card> {
        self.state().slots.iter().map(|slot| self.card(slot)).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held leaves cards that are still cards.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn card(&self, slot: &Slot) -> Card {
        slot.card(self.inner.engine.localizer())
    }

    /// Whether so many new pictures wait for the person's word: those that may cost money.
    fn holds(&self, count: usize) -> bool {
        let engine = &self.inner.engine;
        engine.asks_first(&engine.settings().provider, count)
    }

    /// New cards at the end.
    fn place(&self, items: impl Iterator<Item = (Item, CardState, Option<Failure>)>) -> Vec<u64> {
        let mut state = self.state();
        let mut ids = Vec::new();
        for (item, at, failure) in items {
            state.next_id += 1;
            let id = state.next_id;
            ids.push(id);
            let slot = Slot::new(id, item, at, failure);
            if slot.failure.is_none() {
                self.inner.kept.put(&slot, &state.context);
            }
            state.slots.push(slot);
        }
        let first_new = state.slots.len() - ids.len();
        for chunk in state.slots[first_new..].chunks(CARDS_PER_EVENT) {
            state.tell(Event::Added { cards: chunk.iter().map(|slot| self.card(slot)).collect() });
        }
        ids
    }

    fn start(&self, ids: &[u64], force: bool) {
        if ids.is_empty() {
            return;
        }
        let mut options = self.inner.engine.options();
        options.force = force;
        options.run_started_ms = self.inner.engine.now_ms();
        options.run = Some(format!("desk-{}-{}", std::process::id(), options.run_started_ms));
        let mut begun = Vec::with_capacity(ids.len());
        {
            let mut state = self.state();
            let everybodys = state.context.clone();
            let takes = takes(&self.inner.engine, &options).context;
            for id in ids {
                if let Some(slot) = state.slot(*id) {
                    slot.reset(CardState::Queued);
                    slot.provider.clone_from(&options.provider);
                    if takes && slot.context.is_none() {
                        // What is written for the next pictures is not what this one was described with.
                        slot.context = Some(slot.knows(&everybodys).unwrap_or_default().to_owned());
                    }
                    if slot.is_to_be_kept() {
                        self.inner.kept.put(slot, &everybodys);
                    }
                    begun.push(((*id, slot.round), with_context(&self.inner.engine, &options, slot, &everybodys)));
                    let card = self.card(slot);
                    state.tell(Event::Changed { card: Box::new(card) });
                }
            }
            if begun.is_empty() {
                return;
            }
            state.begin(begun.len());
        }
        for (at, options) in begun {
            let desk = self.clone();
            tokio::spawn(async move { desk.describe(at, options).await });
        }
    }

    /// The way of one card from queued to finished.
    async fn describe(&self, at: Begun, options: Options) {
        let found = self.state().at(at).map(|slot| (slot.item.clone(), slot.cancel.clone(), slot.words.clone()));
        let Some((item, cancel, words)) = found else {
            self.state().finish(1);
            return;
        };
        let options = match words {
            // What cannot be read is asked for as it is chosen.
            Some(words) if options.force => {
                self.inner.engine.completing(&words, options.clone()).await.unwrap_or(options)
            }
            _ => options,
        };
        let outcome = self.describe_in_turn(at, &item, &options, &cancel).await;
        let mut state = self.state();
        if let Some(slot) = state.at(at) {
            match outcome {
                Ok(words) => slot.finish_with(words),
                Err(failure) => slot.fail(failure),
            }
            if !slot.is_to_be_kept() {
                self.inner.kept.forget(slot.id);
            }
            let card = self.card(slot);
            state.tell(Event::Changed { card: Box::new(card) });
        }
        if state.finish(1) {
            drop(state);
            self.look_at_balances();
        }
    }

    async fn describe_in_turn(
        &self,
        at: Begun,
        item: &Item,
        options: &Options,
        cancel: &CancellationToken,
    ) -> Result<slot::Described, Failure> {
        // Once it began, the engine itself obeys `cancel`: a request that was sent must be recorded, not dropped.
        let _place = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(Reason::Cancelled.into()),
            place = self.inner.places.acquire() => place.map_err(|_| Failure::new(Reason::Cancelled))?,
        };
        let engine = &self.inner.engine;
        // It may have waited for its turn for long.
        let options = Options { local_only: engine.settings().local_only, ..options.clone() };
        let leaves = !engine.stays_here(&options.provider, &options.request.model).await?;
        if let Some(slot) = self.state().at(at) {
            slot.leaves = leaves;
        }
        if leaves && options.local_only {
            return Err(engine.kept_here(&options.provider));
        }
        let outcome = engine.describe(item, &options, cancel, &|event| self.hear(at, event)).await?;
        Ok(slot::Described { picture: engine.picture_view(&outcome), words: engine.description_view(&outcome) })
    }

    fn hear(&self, at: Begun, event: BackendEvent) {
        match event {
            BackendEvent::Stage(stage) => self.stage(at, stage),
            BackendEvent::Piece(text) => self.piece(at, text),
            BackendEvent::Usage(_) | BackendEvent::Reply(_) => {}
        }
    }

    fn piece(&self, at: Begun, text: String) {
        let mut state = self.state();
        if let Some(slot) = state.at(at) {
            slot.so_far = Some(text.clone()).filter(|text| !text.is_empty());
            state.tell(Event::Pieces { pieces: vec![Piece { card: at.0, text }] });
        }
    }

    fn stage(&self, at: Begun, stage: Stage) {
        let mut state = self.state();
        if let Some(slot) = state.at(at) {
            slot.state = stage.into();
            if slot.leaves && has_not_left(slot.state) && self.inner.engine.settings().local_only {
                // The switch was turned while nothing could be stopped; nobody waits for what will be refused.
                slot.stop(self.inner.engine.kept_here(&slot.provider));
            }
            let card = self.card(slot);
            state.tell(Event::Changed { card: Box::new(card) });
        }
    }

    /// What was pasted lies nowhere but here.
    fn lend_pasted(&self) {
        let desk = Arc::downgrade(&self.inner);
        self.inner.engine.find_pasted(move |image| {
            let desk = Self { inner: desk.upgrade()? };
            let state = desk.state();
            state.slots.iter().find(|slot| slot.holds(image)).map(|slot| slot.item.clone())
        });
    }

    /// A batch or a request apart from the cards is done: balances are read where that is due, and the listener hears of
    /// those that run out. In the background, and quietly.
    pub fn look_at_balances(&self) {
        let desk = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let Some(desk) = desk.upgrade().map(|inner| Self { inner }) else { return };
            let engine = &desk.inner.engine;
            if matches!(engine.freshen_balances().await, Ok(true)) {
                desk.tell(Event::HistoryChanged);
            }
            match engine.balance_alerts().await {
                Ok(alerts) if !alerts.is_empty() => desk.tell(Event::BalancesLow { alerts }),
                _ => {}
            }
        });
    }
}

/// What the chosen model takes beside the picture.
fn takes(engine: &Engine, options: &Options) -> Takes {
    let known = engine.connection(&options.provider);
    known.map_or_else(Takes::default, |known| known.descriptor().takes_of(&options.request.model))
}

/// How this card is described: with what the person knows of it and with the own instruction, where the model takes them.
fn with_context(engine: &Engine, options: &Options, slot: &Slot, everybodys: &str) -> Options {
    let mut options = options.clone();
    let takes = takes(engine, &options);
    options.request.context = slot.knows(everybodys).filter(|_| takes.context).map(str::to_owned);
    options.request.prompt = options.request.prompt.filter(|_| takes.prompt);
    options
}

/// What a person wrote, without what nobody sees, and not endless.
fn cut(text: &str) -> String {
    written(Some(text.to_owned())).unwrap_or_default()
}
