//! The cards of the Describe view: which pictures are here, where each stands, how far the batch is.
//!
//! The desk decides states and order and tells one listener; it holds no words of its own (they are in the library) and
//! knows no window. Everything on it can be cancelled, removed and put back.

mod slot;

use crate::engine::{Change, Engine, Options, Stage};
use crate::failure::{Failure, Reason};
use crate::ingest::{Incoming, Item};
use crate::provider::{self, Privacy};
use crate::view::{Card, CardState, Estimate, Event, Words};
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
}

#[derive(Default)]
struct State {
    /// In the order of their ids, which is the order in which they came.
    slots: Vec<Slot>,
    /// Taken off the desk last, kept for undo.
    removed: Vec<Slot>,
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
        let desk = Self { inner: Arc::new(Inner { engine, state: Mutex::default(), places }) };
        desk.follow_changes();
        desk.lend_pasted();
        desk
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
        let trouble = self.inner.engine.speaker().failure(failure);
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
    /// All of one call are one run for the budget.
    pub fn describe_cards(&self, ids: &[u64]) {
        let waiting: Vec<u64> = {
            let mut state = self.state();
            ids.iter().copied().filter(|id| state.slot(*id).is_some_and(|slot| slot.waits_for_a_word())).collect()
        };
        self.start(&waiting, false);
    }

    /// What describing these cards would send and cost.
    ///
    /// # Errors
    /// As [`Engine::estimate`].
    pub async fn estimate(&self, ids: &[u64]) -> Result<Estimate, Failure> {
        let items: Vec<Item> = {
            let mut state = self.state();
            ids.iter().filter_map(|id| state.slot(*id).map(|slot| slot.item.clone())).collect()
        };
        self.inner.engine.estimate(&items, &self.inner.engine.options()).await
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
        slot.card(self.inner.engine.speaker())
    }

    /// Whether so many new pictures wait for the person's word: those that would leave the computer, and may cost money.
    fn holds(&self, count: usize) -> bool {
        let settings = self.inner.engine.settings();
        let from = settings.ask_from as usize;
        let sent = || provider::find(&settings.provider).is_some_and(|p| p.descriptor.privacy == Privacy::Sent);
        from > 0 && count >= from && sent()
    }

    /// New cards at the end.
    fn place(&self, items: impl Iterator<Item = (Item, CardState, Option<Failure>)>) -> Vec<u64> {
        let mut state = self.state();
        let mut ids = Vec::new();
        for (item, at, failure) in items {
            state.next_id += 1;
            let id = state.next_id;
            ids.push(id);
            state.slots.push(Slot::new(id, item, at, failure));
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
            for id in ids {
                if let Some(slot) = state.slot(*id) {
                    slot.reset(CardState::Queued);
                    begun.push((*id, slot.round));
                    let card = self.card(slot);
                    state.tell(Event::Changed { card: Box::new(card) });
                }
            }
            if begun.is_empty() {
                return;
            }
            state.begin(begun.len());
        }
        for at in begun {
            let (desk, options) = (self.clone(), options.clone());
            tokio::spawn(async move { desk.describe(at, options).await });
        }
    }

    /// The way of one card from queued to finished.
    async fn describe(&self, at: Begun, options: Options) {
        let Some((item, cancel)) = self.state().at(at).map(|slot| (slot.item.clone(), slot.cancel.clone())) else {
            self.state().finish(1);
            return;
        };
        let outcome = self.describe_in_turn(at, &item, &options, &cancel).await;
        let mut state = self.state();
        if let Some(slot) = state.at(at) {
            match outcome {
                Ok(words) => slot.finish_with(words),
                Err(failure) => slot.fail(failure),
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
        let outcome = engine.describe(item, options, cancel, &|stage| self.stage(at, stage)).await?;
        Ok(slot::Described { picture: engine.picture_view(&outcome), words: engine.words_view(&outcome) })
    }

    fn stage(&self, at: Begun, stage: Stage) {
        let mut state = self.state();
        if let Some(slot) = state.at(at) {
            slot.state = stage.into();
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

    /// Keeps the cards true while words are edited, tagged or deleted elsewhere (in the history, in the inspector).
    fn follow_changes(&self) {
        let mut changes = self.inner.engine.changes();
        let desk = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                use tokio::sync::broadcast::error::RecvError;
                let change = match changes.recv().await {
                    Ok(change) => Some(change),
                    Err(RecvError::Lagged(_)) => None,
                    Err(RecvError::Closed) => return,
                };
                let Some(inner) = desk.upgrade() else { return };
                Desk { inner }.apply(change).await;
            }
        });
    }

    async fn apply(&self, change: Option<Change>) {
        if let Some(Change { image_id, words }) = change {
            // The card that was described has told of these words itself.
            let old = |slot: &Slot| words.is_none() || slot.words.as_ref().map(|shown| shown.id) != words;
            let shown: Vec<u64> =
                self.state().slots.iter().filter(|s| s.image_id() == Some(image_id) && old(s)).map(|s| s.id).collect();
            if !shown.is_empty() {
                let entry = self.inner.engine.entry(image_id).await.ok();
                let newest: Option<Words> = entry.as_ref().and_then(|e| e.versions.first().cloned());
                let mut state = self.state();
                for id in shown {
                    if let Some(slot) = state.slot(id) {
                        slot.refresh(entry.as_ref().map(|e| e.picture.clone()), newest.clone());
                        let card = self.card(slot);
                        state.tell(Event::Changed { card: Box::new(card) });
                    }
                }
            }
        }
        self.tell(Event::HistoryChanged);
    }
}
