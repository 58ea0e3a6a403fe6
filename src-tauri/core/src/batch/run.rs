//! From the queue to the end of a turn: pictures are taken in order, so many at a time as their provider is given at once,
//! and described. One that waits holds no place of another provider's, and where it waits for a limit, none of its own.

use super::live::{self, Active, Begun, Lane, Live};
use super::verdict::is_verdict;
use super::{Batch, item, with_context};
use crate::describing::{BackendEvent, Options, Outcome, Stage};
use crate::failure::{Failure, Reason};
use crate::library::batches::{self, Ended, Face, ItemRow, ItemState};
use crate::provider::retry;
use crate::queue::{Permit, Permits};
use crate::view::{CardState, Event, Piece, WaitsFor};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Taken from the queue in one transaction.
const TAKEN_AT_ONCE: usize = 32;

/// So few are left of them when more are taken.
const FEW: usize = 8;

/// Pictures that are read and looked for in the history while others wait for their service.
const AHEAD: usize = 4;

/// How long after trouble with the storage it is looked again.
pub(super) const AFTER_TROUBLE: Duration = Duration::from_secs(1);

/// A picture with words that are kept.
pub(super) struct Described {
    pub image: i64,
    pub words: i64,
    /// The history had them.
    pub cached: bool,
}

/// What came of a turn that ended well.
enum Came {
    Kept(Described),
    /// Words that the database does not take yet.
    Unsaved(Box<Outcome>),
}

impl Batch {
    /// Works through the queue, as long as the batch lives.
    pub(super) fn keep_working(&self) {
        let (batch, work) = (Arc::downgrade(&self.inner), Arc::clone(&self.inner.work));
        tokio::spawn(async move {
            loop {
                work.notified().await;
                let Some(inner) = batch.upgrade() else { return };
                let filled = Self { inner }.fill().await;
                if let Err(failure) = filled {
                    tracing::warn!(target: "altsmith::batch", %failure, "the queue cannot be read");
                    tokio::time::sleep(AFTER_TROUBLE).await;
                    work.notify_one();
                }
            }
        });
    }

    /// Begins as many as there are places for.
    async fn fill(&self) -> Result<(), Failure> {
        loop {
            self.open_lanes();
            let (begun, short) = {
                let mut live = self.live();
                (live.begin_ready(), live.short_lanes())
            };
            for (row, permit) in begun {
                tokio::spawn(self.clone().whole_turn(row, permit));
            }
            if short.is_empty() {
                return Ok(());
            }
            for provider in short {
                let lane = provider.clone();
                let first = self.live().in_sight.clone();
                self.write(
                    move |tx, batch| batches::take(tx, batch, &provider, TAKEN_AT_ONCE, &first),
                    |live, rows| live.make_ready(&lane, std::mem::take(rows)),
                )
                .await?;
            }
        }
    }

    /// A lane for every provider that has something in the queue.
    fn open_lanes(&self) {
        let mut live = self.live();
        for provider in std::mem::take(&mut live.wanted) {
            if let Some(lane) = live.lanes.get_mut(&provider) {
                (lane.more, lane.shut, lane.out_of_order) = (true, false, 0);
                continue;
            }
            let engine = &self.inner.engine;
            let places = self.inner.how.jobs.unwrap_or_else(|| engine.describing().concurrency(&provider));
            let known = engine.workspace().connection(&provider);
            let computed = known.is_some_and(|known| !known.descriptor().is_called());
            let at_work = match computed {
                true if self.inner.how.jobs.is_some() => places,
                // While some are written down, others are computed; the cores are shared out where they are decoded.
                true => places * 2,
                false => places + AHEAD,
            };
            let permits = (!computed).then(|| Permits::new(places, Arc::clone(&self.inner.work)));
            live.lanes.insert(provider, Lane::new(at_work, permits));
        }
    }

    /// One picture's turn, and its end, however it came: one that panics would keep its place, and the batch would never be
    /// through.
    async fn whole_turn(self, row: ItemRow, permit: Option<Arc<Permit>>) {
        let turn = AssertUnwindSafe(Box::pin(self.turn(&row, permit.as_ref())));
        let came = turn.catch_unwind().await.unwrap_or_else(|_| Err(Reason::Internal.into()));
        let came = match came {
            Ok(Came::Unsaved(shown)) => return self.end_unsaved(row, *shown, permit).await,
            Ok(Came::Kept(described)) => Ok(described),
            Err(failure) => Err(failure),
        };
        self.live().give_back_place(&row.provider);
        self.end_turn(row, came, permit, false).await;
    }

    /// One picture's turn.
    async fn turn(&self, row: &ItemRow, permit: Option<&Arc<Permit>>) -> Result<Came, Failure> {
        let at = (row.id, row.round);
        let found = {
            let mut live = self.live();
            let options = live.runs.get(&row.run).map(|options| {
                let knows = row.context.clone().unwrap_or_else(|| live.context.clone());
                self.options_of(options, &knows, permit)
            });
            let item = item::item_of(row, &live.pasted);
            let tokens = live.at(at).map(|active| (active.cancel.clone(), active.no_more.clone()));
            tokens.zip(options).zip(Some(item))
        };
        match found {
            Some((((cancel, no_more), options), Some(item))) => {
                let options = Options { no_more, ..options };
                Box::pin(self.describe_item(at, &item, row, options, &cancel)).await
            }
            Some((_, None)) => Err(item::unkept()),
            // It was taken away in the moment in which it began.
            None => Err(Reason::Cancelled.into()),
        }
    }

    pub(super) fn options_of(&self, options: &Options, knows: &str, permit: Option<&Arc<Permit>>) -> Options {
        let mut options = match self.inner.how.face {
            Face::Window => with_context(&self.inner.engine, options, knows),
            Face::Command => options.clone(),
        };
        options.permit = permit.cloned();
        options
    }

    async fn describe_item(
        &self,
        at: Begun,
        item: &crate::ingest::Item,
        row: &ItemRow,
        options: Options,
        cancel: &CancellationToken,
    ) -> Result<Came, Failure> {
        let engine = &self.inner.engine;
        if cancel.is_cancelled() {
            return Err(Reason::Cancelled.into());
        }
        let mut options = match row.description_id {
            // What cannot be read is asked for as it is chosen.
            Some(words) if options.force => {
                engine.describing().completing_words(words, options.clone()).await.unwrap_or(options)
            }
            _ => options,
        };
        if self.inner.how.face == Face::Window {
            // It may have waited for its turn for long.
            options.local_only = engine.workspace().settings().local_only;
            let leaves = !engine.workspace().stays_here(&options.provider, &options.request.model).await?;
            if let Some(active) = self.live().at(at) {
                active.leaves = Some(leaves);
            }
            if leaves && options.local_only {
                return Err(engine.workspace().kept_here(&options.provider));
            }
        }
        let outcome = engine.describing().describe(item, &options, cancel, &|event| self.hear(at, event)).await?;
        if outcome.words.id == 0 {
            return Ok(Came::Unsaved(Box::new(outcome)));
        }
        Ok(Came::Kept(Described { image: outcome.image.id, words: outcome.words.id, cached: outcome.cached }))
    }

    fn hear(&self, at: Begun, event: BackendEvent) {
        if let Some(heard) = &self.inner.how.heard {
            heard(at.0, &event);
        }
        match event {
            BackendEvent::Stage(stage) => self.stage(at, stage),
            BackendEvent::Piece(text) => self.piece(at, text),
            BackendEvent::Usage(_) | BackendEvent::Reply(_) => {}
        }
    }

    /// Words come. They are told as they come; only what an answer that breaks off had brought is written down.
    pub(super) fn piece(&self, at: Begun, text: String) {
        let mut live = self.live();
        if let Some(active) = live.at(at) {
            active.so_far = Some(text.clone()).filter(|text| !text.is_empty());
            live.tell(Event::Pieces { pieces: vec![Piece { card: at.0, text }] });
        }
    }

    fn stage(&self, at: Begun, stage: Stage) {
        let local_only = self.inner.how.face == Face::Window && self.inner.engine.workspace().settings().local_only;
        let mut live = self.live();
        let Some(active) = live.at(at) else { return };
        active.state = stage.into();
        if local_only && active.leaves == Some(true) && has_not_left(active.state) {
            // The switch was turned while nothing could be stopped; nobody waits for what will be refused.
            active.stop(self.inner.engine.workspace().kept_here(&active.provider));
        }
        let state = active.state;
        live.change(at.0, state);
        drop(live);
        self.inner.has_news();
    }

    /// What came of a turn is to be written down; `counted`: the batch counts it as finished already.
    pub(super) async fn end_turn(
        &self,
        row: ItemRow,
        came: Result<Described, Failure>,
        permit: Option<Arc<Permit>>,
        counted: bool,
    ) {
        let mut ended = Ended {
            id: row.id,
            round: row.round,
            state: ItemState::Done,
            words: None,
            cached: false,
            failure: None,
            retry: None,
            so_far: None,
        };
        let longest_ms = self.options().max_wait_ms.unwrap_or(u64::MAX).min(retry::LONGEST_WAIT_MS);
        let verdict = {
            let mut live = self.live();
            let mut verdict = None;
            match came {
                Ok(Described { image, words, cached }) => (ended.words, ended.cached) = (Some((image, words)), cached),
                Err(failure) => {
                    let failure = live.refused((row.id, row.round), failure, &mut ended);
                    let in_a_row = live.out_of_order(&row.provider, &failure, longest_ms);
                    verdict = is_verdict(&failure, in_a_row).then_some(failure);
                }
            }
            if let Some(lane) = live.lanes.get_mut(&row.provider)
                && ended.state == ItemState::Done
                && !ended.cached
            {
                lane.out_of_order = 0;
            }
            verdict
        };
        let outcome = live::Outcome { ended, permit, counted };
        match verdict {
            Some(failure) => self.stop(row.provider, failure, outcome).await,
            None => self.live().end_turn(outcome),
        }
        self.inner.has_news();
        self.inner.work.notify_one();
    }
}

impl Live {
    /// Begins what is ready and has a place.
    fn begin_ready(&mut self) -> Vec<(ItemRow, Option<Arc<Permit>>)> {
        let mut begun = Vec::new();
        for lane in self.lanes.values_mut().filter(|lane| !lane.shut) {
            while lane.has_place()
                && let Some(row) = lane.ready.pop_front()
            {
                lane.in_hand += 1;
                if let Some(active) = self.active.get_mut(&row.id) {
                    active.begun = true;
                }
                let permit = lane.permits.as_ref().map(Permits::line_up);
                begun.push((row, permit));
            }
        }
        begun
    }

    /// A picture no longer holds a place of this provider's.
    pub(super) fn give_back_place(&mut self, provider: &str) {
        if let Some(lane) = self.lanes.get_mut(provider) {
            lane.in_hand -= 1;
        }
    }

    /// Providers for which more is to be taken from the queue.
    fn short_lanes(&self) -> Vec<String> {
        let short = |(_, lane): &(&String, &Lane)| lane.more && !lane.shut && lane.ready.len() < FEW;
        self.lanes.iter().filter(short).map(|(provider, _)| provider.clone()).collect()
    }

    /// Takes what came from the queue.
    fn make_ready(&mut self, provider: &str, rows: Vec<ItemRow>) {
        let Some(lane) = self.lanes.get_mut(provider) else { return };
        lane.more = rows.len() == TAKEN_AT_ONCE;
        for row in rows {
            let until = self.runs.get(&row.run).map(|options| options.no_more.child_token());
            let active = Active {
                no_more: until.unwrap_or_default(),
                round: row.round,
                state: CardState::Queued,
                provider: row.provider.clone(),
                cancel: CancellationToken::new(),
                begun: false,
                leaves: None,
                stopped: None,
                so_far: None,
            };
            self.active.insert(row.id, active);
            lane.ready.push_back(row);
        }
    }

    /// What a failure makes of a turn; the failure as it counts.
    fn refused(&mut self, at: Begun, failure: Failure, ended: &mut Ended) -> Failure {
        let (stopped, hold, so_far) = self.at(at).map_or((None, false, None), |active| {
            (active.stopped.take(), active.no_more.is_cancelled(), active.so_far.take())
        });
        let cancelled = failure.reason == Reason::Cancelled;
        let failure = stopped.filter(|_| cancelled).unwrap_or(failure);
        ended.state = match failure.reason {
            Reason::Cancelled if hold => ItemState::Held,
            Reason::Cancelled => ItemState::Cancelled,
            _ => {
                (ended.failure, ended.retry) = (Some(failure.clone()), Some(item::retry_of(&failure)));
                ended.so_far = so_far;
                ItemState::Failed
            }
        };
        failure
    }

    /// What came of a turn is to be written down.
    pub(super) fn end_turn(&mut self, outcome: live::Outcome) {
        self.outcomes.push(outcome);
    }
}

impl Active {
    /// Stops it for another reason than the person's word.
    pub(super) fn stop(&mut self, why: Failure) {
        self.stopped = Some(why);
        self.cancel.cancel();
    }
}

/// Nothing of the picture is on its way now, so it can still be kept here.
pub(super) fn has_not_left(state: CardState) -> bool {
    let waits = matches!(state, CardState::Waiting { why: WaitsFor::Limit | WaitsFor::Recovery, .. });
    waits || matches!(state, CardState::Queued | CardState::Reading)
}
