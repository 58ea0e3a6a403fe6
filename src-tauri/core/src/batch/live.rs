//! What of a batch is in memory: the few pictures at work, the bytes of pasted ones, how far the batch is, and who listens.
//! Everything else is in the database, however many pictures there are.

use super::UNDOABLE;
use super::item::Pasted;
use super::sight::Looks;
use super::unsaved::Unsaved;
use crate::describing::Options;
use crate::failure::Failure;
use crate::library::batches::{Counts, Ended, ItemRow};
use crate::queue::{Permit, Permits};
use crate::view::{BatchCounts, CardState, Event, ItemChange, Trouble};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Changes told of in one event; where there are more, what is in sight is asked for anew.
const MOST_CHANGES: usize = 200;

/// An item's id and which of its starts it is.
pub(super) type Begun = (u64, u32);

/// A picture that was taken from the queue.
pub(super) struct Active {
    pub round: u32,
    pub state: CardState,
    pub provider: String,
    pub cancel: CancellationToken,
    /// Nothing new of it is sent: it is held where nothing left, and what is on its way is waited for.
    pub no_more: CancellationToken,
    /// Somebody works on it.
    pub begun: bool,
    /// Something of it leaves the computer; none while that is not known.
    pub leaves: Option<bool>,
    /// Why it was stopped, where the person did not cancel it.
    pub stopped: Option<Failure>,
    /// Words of an answer that is still coming.
    pub so_far: Option<String>,
}

/// What is described by one provider.
pub(super) struct Lane {
    /// Pictures at work at once, beside those that wait for a limit.
    pub places: usize,
    pub in_hand: usize,
    /// Taken from the queue, not begun.
    pub ready: VecDeque<ItemRow>,
    /// Something may wait in the queue.
    pub more: bool,
    /// Nothing more is begun, until something is started anew.
    pub shut: bool,
    /// Pictures in a row for which the service was out of order.
    pub out_of_order: u32,
    /// Leave to send, for services.
    pub permits: Option<Arc<Permits>>,
}

impl Lane {
    pub fn new(places: usize, permits: Option<Arc<Permits>>) -> Self {
        Self { places, in_hand: 0, ready: VecDeque::new(), more: true, shut: false, out_of_order: 0, permits }
    }

    /// One more may be begun.
    pub fn has_place(&self) -> bool {
        let aside = self.permits.as_ref().map_or(0, |permits| permits.aside());
        self.in_hand < self.places + aside
    }
}

/// What came of a turn, and the permit that is given back once it is told.
pub(super) struct Outcome {
    pub ended: Ended,
    pub permit: Option<Arc<Permit>>,
    /// It counts as finished already.
    pub counted: bool,
}

/// A picture of which everything is written down; whoever drops it lets the next one be sent.
pub struct Finished {
    /// Its id.
    pub id: u64,
    #[allow(dead_code)] // held, not read
    pub(super) permit: Option<Arc<Permit>>,
}

/// What a command hears of its batch.
pub enum Told {
    /// These are finished.
    Finished(Vec<Finished>),
    /// This one is finished, and its words are not saved yet.
    Unsaved(Box<Unsaved>),
    /// Everything that was begun is finished.
    Idle,
}

#[derive(Default)]
pub(super) struct Live {
    /// What the person knows of all pictures. Lives as long as the program: what was true of one event is wrong for the
    /// next.
    pub context: String,
    pub active: HashMap<u64, Active>,
    pub lanes: HashMap<String, Lane>,
    /// Providers for which something came into the queue.
    pub wanted: HashSet<String>,
    pub pasted: Pasted,
    /// The cards that the person looks at.
    pub in_sight: Vec<u64>,
    pub looks: Looks,
    /// Pasted ones that were taken away, by their removal.
    upload_removed: HashMap<i64, Pasted>,
    /// How the items of a start are described.
    pub runs: HashMap<i64, Arc<Options>>,
    pub last_run: i64,
    /// When the run began that a command goes on with, in milliseconds since 1970.
    pub since_ms: Option<i64>,
    pub last_removal: i64,
    /// Came to their end, not written down yet.
    pub outcomes: Vec<Outcome>,
    /// Let go of, and still active in their rows.
    pub let_go: Vec<u64>,
    /// Why the rest is held.
    pub stopped: Option<Failure>,
    pub done: u32,
    pub total: u32,
    pub held_again: u32,
    pub asked: u32,
    pub listener: Option<mpsc::UnboundedSender<Event>>,
    changed: BTreeMap<u64, CardState>,
    pub moved: bool,
    pub added: u32,
    progress_told: (u32, u32),
}

impl Live {
    /// The item at work, unless it was started anew since.
    pub fn at(&mut self, (id, round): Begun) -> Option<&mut Active> {
        self.active.get_mut(&id).filter(|active| active.round == round)
    }

    /// Where a row stands that is at work.
    pub fn state(&self, row: &ItemRow) -> Option<CardState> {
        self.active.get(&row.id).filter(|active| active.round == row.round).map(|active| active.state)
    }

    pub fn change(&mut self, id: u64, state: CardState) {
        if self.changed.len() < MOST_CHANGES || self.changed.contains_key(&id) {
            self.changed.insert(id, state);
        } else {
            self.moved = true;
        }
    }

    /// So many more are to be described.
    pub fn begin(&mut self, count: u32) {
        if self.done == self.total {
            (self.done, self.total) = (0, 0);
        }
        self.total += count;
    }

    /// So many wait for their turn at this provider from now on.
    pub fn start(&mut self, count: u32, provider: &str) {
        if count > 0 {
            self.begin(count);
            self.wanted.insert(provider.to_owned());
        }
        self.asked += 1;
        self.moved = true;
    }

    /// So many are finished, whatever came of them.
    pub fn finish(&mut self, count: u32) {
        self.done = (self.done + count).min(self.total);
    }

    /// So many are not to be described any more.
    pub fn give_up(&mut self, count: u32) {
        self.total = self.total.saturating_sub(count).max(self.done);
    }

    pub fn is_idle(&self) -> bool {
        self.done == self.total
    }

    /// Lets go of what was taken from the queue and not begun; their ids. They are to be put back into the queue; where the
    /// database does not take that now, the next change of the rows does it.
    pub fn drop_ready(&mut self, of: impl Fn(&ItemRow) -> bool) -> Vec<u64> {
        let mut dropped = Vec::new();
        for lane in self.lanes.values_mut() {
            lane.ready.retain(|row| {
                let goes = of(row);
                if goes {
                    dropped.push(row.id);
                    lane.more = true;
                }
                !goes
            });
        }
        self.let_go.extend(&dropped);
        for id in &dropped {
            self.active.remove(id);
        }
        dropped
    }

    /// Pasted pictures are not at hand while they are taken away, and come back with the others.
    pub fn remove_upload(&mut self, removal: i64, ids: &[u64]) {
        let taken = ids.iter().filter_map(|id| self.pasted.remove_entry(id)).collect();
        self.upload_removed.insert(removal, taken);
        self.upload_removed.retain(|other, _| *other + UNDOABLE > removal);
    }

    pub fn put_back(&mut self, removal: i64) {
        self.pasted.extend(self.upload_removed.remove(&removal).unwrap_or_default());
    }

    /// Tells the listener something. One that went away (the page reloads) is no trouble: the next one asks for everything.
    pub fn tell(&self, event: Event) {
        if let Some(listener) = &self.listener {
            let _ = listener.send(event);
        }
    }

    pub fn has_news(&self) -> bool {
        self.moved
            || !self.changed.is_empty()
            || !self.let_go.is_empty()
            || self.progress_told != (self.done, self.total)
    }

    /// Tells the listener what changed since the last time; `said` is why the rest is held, in words.
    pub fn publish(&mut self, counts: Counts, said: Option<Trouble>) {
        let (changed, moved) = (std::mem::take(&mut self.changed), std::mem::take(&mut self.moved));
        let added = std::mem::take(&mut self.added);
        if moved || !changed.is_empty() {
            let counts = Box::new(self.counts(counts, said));
            let changed = changed.into_iter().take(MOST_CHANGES).map(|(id, state)| ItemChange { id, state }).collect();
            self.tell(Event::Batch { counts, changed, moved, added });
        }
        self.tell_progress(false);
    }

    pub fn counts(&self, counts: Counts, stopped: Option<Trouble>) -> BatchCounts {
        BatchCounts {
            of: counts,
            held_again: self.held_again,
            asked: self.asked,
            stopped: stopped.filter(|_| counts.held > 0),
        }
    }

    pub fn tell_progress(&mut self, anew: bool) {
        let now = (self.done, self.total);
        if anew || now != self.progress_told {
            self.progress_told = now;
            self.tell(Event::Progress { done: now.0, total: now.1 });
        }
    }
}
