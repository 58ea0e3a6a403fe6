//! One job in the hands of the one who works on it.

use super::budget::Period;
use super::limiter::{self, Slot};
use super::spool::Spooled;
use super::{Inner, JobSpec, Queue, outcome_unknown, perhaps, progress_of};
use crate::clock::now_ms;
use crate::failure::{Again, ErrorCode, Failure, Reason};
use crate::leaving;
use crate::library::{
    Error, JobRow, JobState, LedgerKind, LedgerLine, NewDescription, Upload, descriptions, jobs, ledger, requests,
    settings, uploads,
};
use crate::money::{Amount, Tokens, Unit};
use crate::provider::adapter::{Cost, HttpResponse};
use crate::provider::observer::{Answered, Observer, Outgoing, Pause};
use crate::provider::{Charge, Progress};
use futures::future::BoxFuture;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

/// Longest sleep before the limits are looked at again: a clock may have been set, the other process may have given up.
const NAP: Duration = Duration::from_secs(5);

/// Between two times that the words of a coming answer are written down: a crash loses no more than that of them.
const WRITES: Duration = Duration::from_secs(1);

/// What is told of a request while it is under way.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// It waits for so many milliseconds, for this.
    Waits(u64, Pause),
    /// A wait is over.
    GoesOn,
    /// All words that came so far of an answer that is still coming.
    Piece(String),
    /// What the model counted so far.
    Usage(Tokens),
}

/// So many starts may try to make words of an answer that was left.
const STARTS: u32 = 2;

/// An answer that was stored before a crash.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAnswer {
    /// What was known before the call that it answers.
    pub progress: Progress,
    /// The answer; none where the crash came between two calls, and only `progress` says what was reached.
    pub answer: Option<Stored>,
}

/// An answer as it is kept with its job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The service's operation.
    pub operation: String,
    /// Whether the call may have cost something.
    pub may_charge: bool,
    /// HTTP status.
    pub status: u16,
    /// The body, without secrets.
    pub body: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

impl Stored {
    /// The answer as `Driver::resume_from_response` takes it.
    pub fn response(&self) -> HttpResponse {
        HttpResponse {
            operation: known(&self.operation),
            cost: if self.may_charge { Cost::MayCharge } else { Cost::Free },
            status: self.status,
            retry_after_ms: None,
            body: self.body.clone().into_bytes(),
        }
    }
}

/// Operations are names in the program; one that comes back from the database is given that form once for each name.
fn known(operation: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = names.get(operation) {
        return name;
    }
    let name: &'static str = Box::leak(operation.to_owned().into_boxed_str());
    names.insert(name);
    name
}

impl StoredAnswer {
    /// What is stored with a job.
    pub fn of(row: &JobRow) -> Self {
        let answer = row.reply.as_deref().and_then(|text| serde_json::from_str(text).ok());
        Self { progress: progress_of(row), answer }
    }
}

/// A job of this process. Dropped without an end it is nobody's: never sent, it is forgotten by the next one who asks the
/// same; sent, its outcome is unknown.
pub struct Job {
    queue: Queue,
    id: i64,
    spec: Arc<JobSpec>,
    /// The job of unknown outcome whose place a call took; it is that again where the call never left or was turned away.
    replaced: Arc<Mutex<Option<JobRow>>>,
    pieces: Arc<Pieces>,
    /// Its answer was left by another process.
    left: bool,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Job({})", self.id)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.queue.inner.live().remove(&self.id);
    }
}

impl Job {
    /// Call it only for a job that this process owns in the database.
    pub(super) fn new(queue: Queue, id: i64, spec: JobSpec) -> Self {
        queue.inner.live().insert(id);
        Self { queue, id, spec: Arc::new(spec), replaced: Arc::default(), pieces: Arc::default(), left: false }
    }

    /// The same of a job whose answer was stored by a process that may have ended at it.
    pub(super) fn left(queue: Queue, id: i64, spec: JobSpec) -> Self {
        let mut job = Self::new(queue, id, spec);
        job.left = true;
        job
    }

    /// Words are about to be made of its answer. False where the program ended in the middle of that at two starts: nothing is
    /// made of it any more, and the others get their turn.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`: it is not known how often.
    pub async fn begin_words(&self) -> Result<bool, Failure> {
        if !self.left {
            return Ok(true);
        }
        let id = self.id;
        let begun = self.queue.blocking(move |inner| inner.write(|tx| jobs::begin_words(tx, id, inner.process.id())));
        Ok(begun.await? <= STARTS)
    }

    /// Its row in the database.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Who watches the request: give it to `Driver::run`. `told` hears, for the person, of every wait ("next in 12 s") and of
    /// what comes of the answer.
    pub fn watch(&self, cancel: &CancellationToken, told: impl Fn(News) + Send + Sync + 'static) -> Watch {
        Watch {
            queue: self.queue.clone(),
            id: self.id,
            spec: self.spec.clone(),
            cancel: cancel.clone(),
            told: Box::new(told),
            call: AtomicI64::new(0),
            replaced: self.replaced.clone(),
            pieces: self.pieces.clone(),
            again: Mutex::default(),
        }
    }

    /// Saves words and what they cost, and ends the job, all at once. `part` is what incomplete words were made of, so that
    /// the rest can be asked for alone. Answers the new description.
    ///
    /// # Errors
    /// `NotFound` where the picture was purged meanwhile: what was paid is in the ledger all the same. `DiskFull`,
    /// `DatabaseBusy`, `StorageFailed`: nothing is changed, the stored answer waits for the next start.
    pub async fn done(
        self,
        words: NewDescription,
        charges: Vec<Charge>,
        part: Option<Progress>,
    ) -> Result<i64, Failure> {
        let queue = self.queue.clone();
        let saved = queue.blocking(move |inner| {
            // `self` lives until this is written: nobody else may take the job over meanwhile.
            let (id, spec) = (self.id, &*self.spec);
            inner.write(|tx| {
                let saved = match descriptions::insert(tx, &words) {
                    Ok(description) => Some(description),
                    Err(error) if is_gone(&error) => None,
                    Err(error) => return Err(error),
                };
                record(tx, id, spec, &charges, saved)?;
                ledger::cleared_up(tx, id)?;
                if let Some(description) = saved {
                    let part = part.as_ref().map(serde_json::to_string).transpose()?;
                    jobs::done(tx, id, description, part.as_deref(), now_ms())?;
                    if words.question.is_none() {
                        requests::described(tx, id)?;
                    }
                }
                Ok(saved)
            })
        });
        saved.await?.ok_or_else(|| Reason::NotFound.into())
    }

    /// Ends the job with a failure and answers it as the person should see it: where a call that may have been charged got
    /// no answer, the outcome is unknown, whatever stopped the waiting. A wait that the service asks for is kept for
    /// everybody.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub async fn failed(self, failure: Failure, charges: Vec<Charge>) -> Result<Failure, Failure> {
        let queue = self.queue.clone();
        let work = queue.blocking(move |inner| {
            let (id, spec) = (self.id, &*self.spec);
            inner.write(|tx| {
                record(tx, id, spec, &charges, None)?;
                let failure = if charges.iter().any(costs) { charged(failure) } else { failure };
                if let Some(pieces) = self.pieces.take() {
                    jobs::keep_pieces(tx, id, &pieces)?;
                }
                if let (Some(credits), Some(job)) = (&failure.credits, jobs::get(tx, id)?) {
                    let reading = ledger::Reading {
                        provider: &spec.provider,
                        account: &spec.account,
                        credits,
                        request_id: failure.request_id.as_deref(),
                        asked_ms: job.sent_ms.unwrap_or(job.created_ms),
                        now_ms: now_ms(),
                    };
                    ledger::note_balance(tx, &reading)?;
                }
                if let (Reason::RateLimited | Reason::ProviderUnavailable, Some(wait)) =
                    (failure.reason, failure.retry_after_ms)
                {
                    hold(tx, spec, wait)?;
                }
                let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(before) = replaced.filter(|_| costs_nothing(failure.reason) && failure.again.is_none()) {
                    requests::last_was_free(tx, id)?;
                    restore(tx, &before)?;
                    return Ok(failure);
                }
                end_badly(tx, id, failure)
            })
        });
        work.await
    }
}

/// The call that was to take the place of this outcome never left, or was turned away: it is what it was.
fn restore(tx: &Transaction<'_>, before: &JobRow) -> Result<(), Error> {
    ledger::may_be_cleared_up(tx, before.id, before.image_id)?;
    jobs::restore(tx, before)
}

fn end_badly(tx: &Transaction<'_>, id: i64, failure: Failure) -> Result<Failure, Error> {
    let Some(mut row) = jobs::get(tx, id)? else { return Ok(failure) };
    let open =
        failure.again == Some(Again::IsFree) || matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout);
    let unknown = match row.state {
        JobState::Sent => true,
        JobState::Answered => open,
        // Nothing was found out, or what was to take its place never left: it stays what it is.
        JobState::OutcomeUnknown if !open && !failure.reason.is_verdict() => return Ok(failure),
        JobState::OutcomeUnknown => open,
        _ => false,
    };
    if unknown {
        row.failure = Some(serde_json::to_string(&failure)?);
        let failure = outcome_unknown(&row);
        perhaps(tx, &row)?;
        jobs::fail(tx, id, JobState::OutcomeUnknown, &failure, now_ms())?;
        return Ok(failure);
    }
    if costs_nothing(failure.reason) && failure.again.is_none() {
        requests::last_was_free(tx, id)?;
    }
    match failure.again {
        // What is charged stands in the ledger already.
        Some(Again::MayCostTwice) if !is_charged(&failure) => perhaps(tx, &row)?,
        _ => ledger::cleared_up(tx, id)?,
    }
    jobs::fail(tx, id, JobState::Failed, &failure, now_ms())?;
    Ok(failure)
}

/// Whether a call that was counted cost something, as far as the service tells.
fn costs(charge: &Charge) -> bool {
    charge.credits.as_ref().and_then(|credits| credits.used) != Some(0.0)
}

/// A failure after a charge: the request was answered, and asking again is paid again.
fn charged(failure: Failure) -> Failure {
    Failure { again: failure.again.or(Some(Again::MayCostTwice)), ..failure.with("charged", "yes") }
}

fn is_charged(failure: &Failure) -> bool {
    failure.about.contains_key("charged")
}

/// Refusals that a service makes before it does any work.
fn costs_nothing(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::KeyRejected
            | Reason::CreditsExhausted
            | Reason::RateLimited
            | Reason::InvalidRequest
            | Reason::ModelNotFound
            | Reason::ServiceRefusedImage
            | Reason::ProviderUnavailable
            | Reason::EndpointInvalid
    )
}

fn is_gone(error: &Error) -> bool {
    matches!(error, Error::NotFound | Error::Sqlite(rusqlite::Error::QueryReturnedNoRows))
}

/// What a request cost goes into the ledger, and takes the estimate's place in the budget.
fn record(
    tx: &Transaction<'_>,
    job_id: i64,
    spec: &JobSpec,
    charges: &[Charge],
    description_id: Option<i64>,
) -> Result<(), Error> {
    // Of several calls only the last one's moment is known.
    let asked = jobs::get(tx, job_id)?.map(|job| match charges {
        [_] => (job.sent_ms.unwrap_or(job.created_ms), job.image_id),
        _ => (job.created_ms, job.image_id),
    });
    let asked_ms = asked.map(|(ms, _)| ms).unwrap_or_default();
    for charge in charges.iter().filter(|charge| !charge.recorded) {
        let credits = charge.credits.clone().unwrap_or_default();
        let known = charge.credits.is_some();
        if let (Some(used), false) = (credits.used, credits.unit.is_empty()) {
            requests::set_price(tx, job_id, &charge.operation, used, &credits.unit)?;
        }
        let mut line = LedgerLine::charge(&spec.provider, &spec.account, &credits, charge.request_id.clone(), now_ms());
        line.kind = LedgerKind::Charge;
        line.image_id = asked.map(|(_, image_id)| image_id);
        if line.unit.is_empty() {
            spec.price.unit.name().clone_into(&mut line.unit);
        }
        // What the service does not say is the documented price, where there is one.
        let documented = spec.price.unit != Unit::Requests && spec.price.unit.name() == line.unit;
        if line.amount.is_none() && (documented || !known) {
            line.amount = Some(spec.price.value);
        }
        ledger::note_charge(tx, line, asked_ms, description_id)?;
    }
    Ok(())
}

fn hold(tx: &Transaction<'_>, spec: &JobSpec, wait_ms: u64) -> Result<(), Error> {
    let wait = i64::try_from(wait_ms).unwrap_or(i64::MAX).min(limiter::LONGEST_HOLD_MS);
    requests::hold(tx, &spec.provider, &spec.account, now_ms() + wait)
}

/// Whether a call may go.
enum Admission {
    /// The call's row, and the job of unknown outcome whose place it takes.
    Open(i64, Option<Box<JobRow>>),
    Wait(i64),
    Shut(Box<Failure>),
}

/// The row of a call that the database could not take.
pub(super) const UNCOUNTED: i64 = 0;

/// Watches one request for its job.
pub struct Watch {
    queue: Queue,
    id: i64,
    spec: Arc<JobSpec>,
    cancel: CancellationToken,
    told: Box<dyn Fn(News) + Send + Sync>,
    /// The row of the call under way.
    call: AtomicI64,
    /// As [`Job`]'s.
    replaced: Arc<Mutex<Option<JobRow>>>,
    /// As [`Job`]'s.
    pieces: Arc<Pieces>,
    /// Its place among those that try again.
    again: Mutex<Option<OwnedSemaphorePermit>>,
}

/// The words of a coming answer that are not written down yet.
#[derive(Default)]
struct Pieces {
    newest: Mutex<Option<String>>,
    /// Somebody is going to write them.
    writing: AtomicBool,
}

impl Pieces {
    fn put(&self, so_far: &str) {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(so_far.to_owned());
    }

    fn take(&self) -> Option<String> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Watch {
    async fn admit(&self, call: &Outgoing) -> Result<(), Failure> {
        let mut waited = false;
        loop {
            self.come_back(call).await?;
            let (id, spec, outgoing) = (self.id, self.spec.clone(), call.clone());
            let admission = self.queue.blocking(move |inner| inner.write(|tx| admit(tx, id, &spec, &outgoing)));
            let until = match admission.await? {
                Admission::Open(row, replaced) => {
                    self.call.store(row, Ordering::SeqCst);
                    if let Some(row) = replaced {
                        *self.replaced.lock().unwrap_or_else(PoisonError::into_inner) = Some(*row);
                    }
                    if waited {
                        self.goes_on();
                    }
                    return Ok(());
                }
                Admission::Shut(failure) => return Err(*failure),
                Admission::Wait(until) => until,
            };
            let left = u64::try_from(until - now_ms()).unwrap_or(0);
            if left > self.longest_wait_ms() {
                return Err(Failure { retry_after_ms: Some(left), ..Reason::RateLimited.into() });
            }
            self.step_aside();
            (self.told)(News::Waits(left, Pause::RateLimited));
            waited = true;
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(Reason::Cancelled.into()),
                () = self.spec.no_more.cancelled(), if !asks_after(call) => return Err(Reason::Cancelled.into()),
                () = tokio::time::sleep(Duration::from_millis(left).min(NAP)) => {}
            }
        }
    }

    /// While it waits for a limit, others have its place.
    fn step_aside(&self) {
        self.spec.permit.iter().for_each(|permit| permit.step_aside());
    }

    /// Waits for its place, where it gave that to others.
    async fn come_back(&self, call: &Outgoing) -> Result<(), Failure> {
        let Some(permit) = &self.spec.permit else { return Ok(()) };
        tokio::select! {
            biased;
            () = permit.take() => Ok(()),
            () = self.cancel.cancelled() => Err(Reason::Cancelled.into()),
            () = self.spec.no_more.cancelled(), if call.cost != Cost::Free => Err(Reason::Cancelled.into()),
        }
    }

    /// Refuses what is new where nothing new is to be sent. An outcome is asked for all the same.
    fn may_go(&self, call: &Outgoing) -> Result<(), Failure> {
        let stopped = !asks_after(call) && self.spec.no_more.is_cancelled();
        if stopped { Err(Reason::Cancelled.into()) } else { Ok(()) }
    }

    async fn step(
        &self,
        work: impl FnOnce(&Transaction<'_>, i64) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Failure> {
        let row = self.call.load(Ordering::SeqCst);
        self.queue.blocking(move |inner| inner.write(|tx| work(tx, row))).await
    }
}

impl Observer for Watch {
    fn before_send<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.may_go(call)?;
            if call.cost == Cost::MayCharge {
                self.queue.blocking(Inner::make_room).await?;
            }
            let admitted = match self.admit(call).await {
                // What was paid for is asked after, whatever the disk does: the call is free, and nothing is lost by counting
                // one less.
                Err(failure) if call.cost == Cost::Free && failure.code() == ErrorCode::Storage => {
                    self.call.store(UNCOUNTED, Ordering::SeqCst);
                    Ok(())
                }
                admitted => admitted,
            };
            admitted?;
            // The database may have kept it waiting.
            if let Err(stopped) = self.may_go(call) {
                self.not_sent(call).await?;
                return Err(stopped);
            }
            Ok(())
        })
    }

    fn not_sent<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        let id = self.id;
        let may_charge = call.cost == Cost::MayCharge;
        let earlier = !call.progress.reply.charges.is_empty();
        let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(self.step(move |tx, row| {
            requests::give_back(tx, row)?;
            if let Some(before) = replaced {
                restore(tx, &before)?;
            } else if may_charge {
                jobs::set_state(tx, id, if earlier { JobState::Answered } else { JobState::Queued })?;
            }
            Ok(())
        }))
    }

    fn answered<'a>(&'a self, call: &'a Outgoing, answer: &'a Answered) -> BoxFuture<'a, Result<(), Failure>> {
        let stored = Stored {
            operation: call.operation.to_owned(),
            may_charge: call.cost == Cost::MayCharge,
            status: answer.status,
            body: answer.body.clone(),
            duration_ms: answer.duration_ms,
        };
        let (job_id, call) = (self.id, self.call.load(Ordering::SeqCst));
        let answer = Spooled { job_id, call, at_ms: now_ms(), stored };
        Box::pin(self.queue.blocking(move |inner| {
            if let Err(failure) = inner.write(|tx| store_answer(tx, &answer)) {
                tracing::error!(target: "altsmith::queue", job = job_id, %failure, "an answer waits for the database");
                inner.spool.keep(answer);
            }
            Ok(())
        }))
    }

    fn waiting(&self, ms: u64, why: Pause) -> BoxFuture<'_, ()> {
        (self.told)(News::Waits(ms, why));
        if why != Pause::RateLimited {
            return Box::pin(std::future::ready(()));
        }
        let (queue, spec) = (self.queue.clone(), self.spec.clone());
        // It spares the others a refusal, and is written also where the wait is over before.
        let held = tokio::task::spawn_blocking(move || queue.inner.write(|tx| hold(tx, &spec, ms)).is_ok());
        Box::pin(async move {
            // Only then: whoever has the place next would be refused too.
            let _ = held.await;
            self.step_aside();
        })
    }

    fn longest_wait_ms(&self) -> u64 {
        self.spec.max_wait_ms.unwrap_or(u64::MAX)
    }

    fn may_try_again(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            let has_place = self.again.lock().unwrap_or_else(PoisonError::into_inner).is_some();
            let Some(places) = self.spec.permit.as_ref().filter(|_| !has_place).map(|permit| permit.again()) else {
                return;
            };
            if let Ok(place) = places.acquire_owned().await {
                *self.again.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
            }
        })
    }

    fn until_no_more(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.spec.no_more.cancelled())
    }

    fn goes_on(&self) {
        (self.told)(News::GoesOn);
    }

    fn piece(&self, so_far: &str) {
        (self.told)(News::Piece(so_far.to_owned()));
        self.pieces.put(so_far);
        if self.pieces.writing.swap(true, Ordering::SeqCst) {
            return;
        }
        let (queue, id, pieces) = (self.queue.clone(), self.id, self.pieces.clone());
        // The first words at once, then what came meanwhile, from time to time. Nobody waits for it.
        tokio::spawn(async move {
            while let Some(so_far) = pieces.take() {
                let written = queue.blocking(move |inner| inner.write(|tx| jobs::keep_pieces(tx, id, &so_far)));
                if let Err(failure) = written.await {
                    tracing::warn!(target: "altsmith::queue", job = id, %failure, "words that came are not kept");
                }
                tokio::time::sleep(WRITES).await;
            }
            pieces.writing.store(false, Ordering::SeqCst);
        });
    }

    fn usage(&self, tokens: Tokens) {
        (self.told)(News::Usage(tokens));
    }

    fn before_upload<'a>(&'a self, name: &'a str, place: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        let owner = self.queue.inner.process.id().to_owned();
        let provider = self.spec.provider.to_string();
        let upload = Upload { name: name.to_owned(), place: place.to_owned(), provider, owner };
        let work = move |inner: &Inner| inner.write(|tx| uploads::insert(tx, &upload, now_ms()));
        if self.spec.no_more.is_cancelled() {
            return Box::pin(async { Err(Reason::Cancelled.into()) });
        }
        Box::pin(self.queue.blocking(work))
    }

    fn upload_removed<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.queue.upload_removed(name.to_owned()))
    }
}

/// A free call for the outcome of a task that a service has taken. A list that is asked for before anything was sent is none.
fn asks_after(call: &Outgoing) -> bool {
    call.cost == Cost::Free && call.progress.task.is_some()
}

/// The answer stands with its job, before anyone sees it.
pub(super) fn store_answer(tx: &Transaction<'_>, answer: &Spooled) -> Result<(), Error> {
    let Spooled { job_id, call, at_ms, stored } = answer;
    requests::answered(tx, *call, *at_ms, turned_away(stored.status))?;
    let Some(job) = jobs::get(tx, *job_id)? else { return Ok(()) };
    let state = if stored.may_charge { JobState::Answered } else { job.state };
    jobs::store_answer(tx, *job_id, state, &serde_json::to_string(stored)?)
}

/// Statuses of a door that stayed shut; as `provider::retry` and `provider::error` read them.
fn turned_away(status: u16) -> bool {
    matches!(status, 400..=499 | 501 | 503 | 521 | 523 | 525 | 526 | 529)
}

/// Everything that must be so before the first byte leaves, and is written down with it.
fn admit(tx: &Transaction<'_>, id: i64, spec: &JobSpec, call: &Outgoing) -> Result<Admission, Error> {
    let Some(job) = jobs::get(tx, id)? else { return Ok(Admission::Shut(Box::new(Reason::NotFound.into()))) };
    let (provider, account, now) = (&*spec.provider, spec.account.as_str(), now_ms());
    // As it stands now: the switch also stops what was begun before.
    if let Err(failure) = leaving::check(settings::is_true(tx, "local_only")?, call.loopback, ("host", &call.host)) {
        return Ok(Admission::Shut(Box::new(failure)));
    }
    let run = spec.run.as_deref();
    let may_charge = call.cost == Cost::MayCharge;
    // Where no price is documented, what the service last said that this costs.
    let last = match spec.price.unit {
        Unit::Requests => requests::last_price(tx, provider, call.operation)?,
        _ => None,
    };
    let price = last.map_or(spec.price, |value| Amount { value, unit: Unit::Credits });
    if may_charge {
        if call.tries > 1 {
            // Only a call that cannot have cost anything is made again.
            requests::last_was_free(tx, id)?;
        }
        let spent = |period, unit: Unit| match period {
            Period::Run if run.is_none() => Ok(0.0),
            Period::Run => requests::spent(tx, provider, unit.name(), &requests::EVER, run),
            Period::Day | Period::Month => {
                let within = requests::period(tx, period.name(), now)?;
                requests::spent(tx, provider, unit.name(), &within, None)
            }
        };
        if let Err(failure) = spec.caps.check(price, spent)? {
            return Ok(Admission::Shut(Box::new(failure)));
        }
    }
    // After the budget: nobody waits an hour to hear that there is no room in it.
    let held = requests::held_until(tx, provider, account)?;
    let nth = |n, not_after| requests::nth_newest(tx, provider, account, n, not_after);
    if let Slot::Wait { until_ms } = limiter::slot(spec.limits, held, now, nth)? {
        return Ok(Admission::Wait(until_ms));
    }
    let price = (price.value, price.unit.name());
    let row = requests::reserve(
        tx,
        &requests::NewCall {
            job_id: Some(id),
            provider,
            account,
            run,
            operation: call.operation,
            price: may_charge.then_some(price),
            now_ms: now,
        },
    )?;
    let state = if may_charge { JobState::Sent } else { job.state };
    jobs::begin_call(tx, id, state, &serde_json::to_string(&call.progress)?, now)?;
    let replaces = may_charge && job.state == JobState::OutcomeUnknown;
    if replaces {
        ledger::never_cleared_up(tx, id)?;
    }
    Ok(Admission::Open(row, replaces.then(|| Box::new(job))))
}
