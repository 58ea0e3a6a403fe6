//! The durable queue: nothing that was paid is lost, nothing is paid twice.
//!
//! A request becomes a job ([`Queue::begin`]) before it is sent; [`Job::watch`] is the [`Observer`] that marks it *sent*
//! before the first byte of each call leaves, takes the call's place in the service's limits and in the person's budget in
//! the same transaction, and stores the answer before anyone sees it; [`Job::done`] saves words and charges with the job's
//! end, at once or not at all. All of it is in the library's database, so it holds over crashes and between the window and
//! the command line. A job that was sent and never answered is `outcome_unknown`: the person decides, it is never sent
//! again by itself.
//!
//! ```text
//! begin ─ Answered: the history knows it         queued ─ sent ─ answered ─ done
//!       ─ Busy: somebody is at it → wait                    └─ outcome_unknown   └─ failed
//!       ─ Stored: answered before a crash → go on from the answer, nothing is sent again
//!       ─ Unknown: sent before a crash → tell the person
//!       ─ Charged: paid for before, in vain → tell the person
//!       ─ Go: send it
//! ```
//!
//! The transaction that marks a job *sent* checks the local-only switch, the budget, the limits and the service's own wait, and
//! takes their places.
//!
//! | a kill … | leaves | the next start |
//! | --- | --- | --- |
//! | before sending | `queued`, and the picture in its batch | shows the picture again, which waits for the person's word |
//! | from the mark to the stored answer | `sent` | `outcome_unknown`: the person decides, or the service is asked for free |
//! | after the answer was stored | `answered` | makes words of it, and sends nothing that was sent (`recovery`); where two starts ended at that, the third sets it aside |
//! | after the end | `done` | answers from the history |
//!
//! A process lives as long as it holds the lock on its file in `running/` of the data folder.
//!
//! [`Observer`]: crate::provider::observer::Observer

pub mod budget;
mod job;
mod lazy;
pub mod limiter;
mod permit;
mod process;
mod spool;

pub use job::{Job, News, Stored, StoredAnswer, Watch};
pub use lazy::LazyQueue;
pub use permit::{Permit, Permits};

use crate::clock::now_ms;
use crate::failure::{Again, Failure, Reason};
use crate::library::Receipt;
use crate::library::{JobRow, JobState, LedgerLine, Library, Upload, descriptions, jobs, ledger, requests, uploads};
use crate::money::{Amount, Credits};
use crate::provider::observer::Pause;
use crate::provider::{Progress, RateLimit, Request};
use budget::Caps;
use limiter::Slot;
use process::Process;
use spool::{Spool, Spooled};
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How often a job of somebody else is looked at.
const LOOK: Duration = Duration::from_millis(150);
/// A shorter wait for somebody else's job is no wait.
const NOTICED: Duration = Duration::from_secs(1);
const MONTH_MS: i64 = 30 * 86_400_000;

/// What a job is to ask. The same `hash` and `request_key` make the same job.
#[derive(Clone, Debug)]
pub struct JobSpec {
    /// The picture's row.
    pub image_id: i64,
    /// SHA-256 of the picture's file, lower-case hex.
    pub hash: String,
    /// Provider, model, prompt, language and options in one key; as the history's.
    pub request_key: String,
    /// The connection's id.
    pub provider: Arc<str>,
    /// Which of the person's accounts the service counts it for; never a key.
    pub account: String,
    /// The request itself, kept with the job.
    pub request: Request,
    /// The run whose budget it counts for.
    pub run: Option<String>,
    /// The service's documented limits.
    pub limits: &'static [RateLimit],
    /// What one call will probably cost.
    pub price: Amount,
    /// What the person wants to spend at most.
    pub caps: Caps,
    /// When this run began, in milliseconds since 1970: `force` is the person's word about older requests, not about one of
    /// this run whose outcome is unknown.
    pub since_ms: i64,
    /// How long it may wait at most for a limit or a service, in milliseconds; none: as long as it takes.
    pub max_wait_ms: Option<u64>,
    /// The service was asked in vain what became of the older request, and `force` sends it anew.
    pub resend: bool,
    /// Once this is cancelled, nothing more of it leaves that may be charged; what is on its way is waited for.
    pub no_more: CancellationToken,
    /// Its place among those that the service is given at once; none: it is alone, and does whatever the others do.
    pub permit: Option<Arc<Permit>>,
    /// What leaves the computer with it; kept with the job, so that words made of a stored answer have it.
    pub receipt: Option<Receipt>,
}

/// What to do with a job.
#[derive(Debug)]
pub enum Begin {
    /// It was answered before, by this description: free. Count it as `FromHistory`.
    Answered(i64),
    /// It is under way elsewhere: [`Queue::wait`] for it.
    Busy(Busy),
    /// It was asked before, charged or perhaps charged, and brought no words: this is what happened. Only the person's word
    /// (`force`) sends it anew.
    Charged(Box<Failure>),
    /// Send it.
    Go(Job),
    /// It was answered before a crash and the answer is stored: go on from there, send nothing that was sent.
    Stored(Job, Box<StoredAnswer>),
    /// It was sent once and nobody knows what became of it. Where the service can be asked for free what became of it,
    /// [`Unknown::take`] gives a job to do that with; else the person decides, and `force` asks anew.
    Unknown(Box<Unknown>),
}

/// A job that somebody else is working on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    job_id: i64,
}

/// How somebody else's job ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// With this description: it is the answer here too. Count it as `FromHistory`.
    Answered(i64),
    /// With this failure: it would fail here too, or its outcome is unknown.
    Failed(Box<Failure>),
    /// Without an outcome (its process ended before it was sent): begin again.
    Gone,
}

/// A job whose outcome nobody knows.
#[derive(Debug)]
pub struct Unknown {
    queue: Queue,
    spec: JobSpec,
    /// The job.
    pub row: JobRow,
}

impl Unknown {
    /// What the person is told: `OutcomeUnknown`, and when it was sent.
    pub fn failure(&self) -> Failure {
        outcome_unknown(&self.row)
    }

    /// What was known of the request; enough for a service that can be asked to tell its outcome.
    pub fn progress(&self) -> Progress {
        progress_of(&self.row)
    }

    /// The job, to find out with free calls what became of it. It stays unknown until [`Job::done`].
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn take(self) -> Result<Job, Failure> {
        let Self { queue, spec, row } = self;
        let job = Job::new(queue.clone(), row.id, spec);
        queue
            .blocking(move |inner| {
                inner.write(|tx| jobs::take_over(tx, row.id, inner.process.id(), None))?;
                Ok(job)
            })
            .await
    }
}

/// The queue of one process. Cheap to clone.
#[derive(Clone)]
pub struct Queue {
    inner: Arc<Inner>,
}

struct Inner {
    library: Library,
    process: Process,
    spool: Spool,
    /// Jobs that this process is working on now.
    live: Mutex<HashSet<i64>>,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

impl Inner {
    fn live(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One transaction that writes. Answers that an earlier one could not store are stored with it.
    fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, crate::library::Error>,
    ) -> Result<T, Failure> {
        let waiting = self.spool.waiting();
        let done = self.library.write(|tx| {
            waiting.iter().try_for_each(|answer| hand_over(tx, answer))?;
            work(tx)
        })?;
        self.spool.taken(&waiting);
        Ok(done)
    }

    /// Takes room for the answers of all jobs under way: without it nothing is sent.
    fn make_room(&self) -> Result<(), Failure> {
        let under_way = self.live().len();
        self.spool.reserve(under_way.max(1)).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Reason::DiskFull.into(),
            kind => Failure::new(Reason::StorageFailed).with("detail", kind),
        })
    }

    /// Answers that processes which are gone could not store.
    fn take_what_is_left(&self) -> Result<(), Failure> {
        for (path, answers) in spool::left(self.process.folder(), |id| self.process.is_alive(id)) {
            if !answers.is_empty() {
                self.write(|tx| answers.iter().try_for_each(|answer| hand_over(tx, answer)))?;
            }
            let _ = std::fs::remove_file(path);
        }
        Ok(())
    }

    /// Whether somebody is working on it.
    fn is_live(&self, row: &JobRow) -> bool {
        match row.owner.as_deref() {
            Some(owner) if owner == self.process.id() => self.live().contains(&row.id),
            Some(owner) => self.process.is_alive(owner),
            None => false,
        }
    }
}

impl Queue {
    /// The queue over this library. Jobs that were sent by processes that are gone become `outcome_unknown`. Blocks.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn open(library: Library, data_folder: &Path) -> Result<Self, Failure> {
        let process = Process::sign_in(data_folder).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => Failure::new(Reason::DiskFull),
            _ => Failure::new(Reason::StorageFailed),
        })?;
        let spool = Spool::new(process.folder(), process.id());
        let queue = Self { inner: Arc::new(Inner { library, process, spool, live: Mutex::default() }) };
        queue.inner.settle_all()?;
        Ok(queue)
    }

    /// This process's name in the database.
    pub fn process(&self) -> &str {
        self.inner.process.id()
    }

    /// Whether the process of this name still runs.
    pub fn is_alive(&self, process: &str) -> bool {
        self.inner.process.is_alive(process)
    }

    /// Writes a job down before it is sent, or says why it need not or must not be sent. `force` asks anew where the
    /// history knows the answer or an older outcome is unknown (which stays unknown until the new request leaves); never
    /// while somebody else is asking the same, and never instead of an answer that is stored and was not seen yet.
    ///
    /// # Errors
    /// `NotFound` where the picture was purged; `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub async fn begin(&self, spec: &JobSpec, force: bool) -> Result<Begin, Failure> {
        let (queue, spec) = (self.clone(), spec.clone());
        self.blocking(move |inner| inner.begin(&queue, spec, force)).await
    }

    /// Waits until somebody else's job has ended, as long as this one may wait. `told` hears of it once it takes longer than a
    /// moment.
    ///
    /// # Errors
    /// `Cancelled`, also where nothing new is to be sent; `RateLimited` where it takes too long; `StorageFailed`.
    pub async fn wait(
        &self,
        busy: Busy,
        spec: &JobSpec,
        cancel: &CancellationToken,
        told: impl Fn(News),
    ) -> Result<Ended, Failure> {
        let begun = Instant::now();
        let longest = spec.max_wait_ms.map(Duration::from_millis);
        let mut said = false;
        loop {
            if let Some(ended) = self.blocking(move |inner| inner.ended(busy.job_id)).await? {
                return Ok(ended);
            }
            if longest.is_some_and(|longest| begun.elapsed() >= longest) {
                return Err(Reason::RateLimited.into());
            }
            if begun.elapsed() >= NOTICED && !std::mem::replace(&mut said, true) {
                told(News::Waits(0, Pause::Working));
            }
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Err(Reason::Cancelled.into()),
                () = spec.no_more.cancelled() => return Err(Reason::Cancelled.into()),
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Jobs that nobody is working on and that have not ended: answered and not yet saved, or of unknown outcome. For the
    /// window to show, and for the engine to finish (`begin` with the same spec gives `Stored`).
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn unfinished(&self) -> Result<Vec<JobRow>, Failure> {
        self.blocking(|inner| {
            inner.settle_all()?;
            let rows = inner.library.read(|tx| jobs::all_under_way(tx))?;
            Ok(rows.into_iter().filter(|row| row.state != JobState::Queued && !inner.is_live(row)).collect())
        })
        .await
    }

    /// One job; none where its picture was purged.
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn job(&self, job_id: i64) -> Result<Option<JobRow>, Failure> {
        self.blocking(move |inner| inner.library.read(|tx| jobs::get(tx, job_id))).await
    }

    /// Takes up a job of [`Queue::unfinished`], so that it can be ended without anything being sent again: `Stored` or
    /// `Unknown`. None where somebody else has taken it up or ended it. `spec` is that of the job.
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn take_up(&self, job_id: i64, spec: JobSpec) -> Result<Option<Begin>, Failure> {
        let queue = self.clone();
        self.blocking(move |inner| {
            let found = inner.write(|tx| {
                let Some(row) = jobs::get(tx, job_id)?.filter(|row| !inner.is_live(row)) else { return Ok(None) };
                if row.state == JobState::Answered {
                    jobs::take_over(tx, row.id, inner.process.id(), None)?;
                    // Claimed before it is committed, as in `begin`.
                    inner.live().insert(row.id);
                }
                Ok(Some(row))
            });
            let found = found.inspect_err(|_| {
                inner.live().remove(&job_id);
            })?;
            Ok(found.and_then(|row| match row.state {
                JobState::Answered => {
                    let answer = StoredAnswer::of(&row);
                    Some(Begin::Stored(Job::left(queue, row.id, spec), Box::new(answer)))
                }
                JobState::OutcomeUnknown => Some(Begin::Unknown(Box::new(Unknown { queue, spec, row }))),
                _ => None,
            }))
        })
        .await
    }

    /// The person gives up a job of unknown outcome: the same job may be sent anew.
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn give_up(&self, job_id: i64) -> Result<(), Failure> {
        self.blocking(move |inner| {
            inner.write(|tx| match jobs::get(tx, job_id)? {
                Some(row) if row.state == JobState::OutcomeUnknown => {
                    ledger::never_cleared_up(tx, row.id)?;
                    // That it may cost twice was said: the next time it is sent.
                    let failure = Failure { again: None, ..outcome_unknown(&row) };
                    jobs::fail(tx, row.id, JobState::Failed, &failure, now_ms())
                }
                _ => Ok(()),
            })
        })
        .await
    }

    /// Takes a place in a service's limits for a free call that belongs to no job. Where there is none, nothing is taken
    /// and the answer is the wait in milliseconds.
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn take_slot(
        &self,
        provider: &str,
        account: String,
        limits: &'static [RateLimit],
    ) -> Result<Option<u64>, Failure> {
        let provider = provider.to_owned();
        self.blocking(move |inner| {
            inner.write(|tx| {
                let now = now_ms();
                let provider = &*provider;
                let held = requests::held_until(tx, provider, &account)?;
                let nth = |n, not_after| requests::nth_newest(tx, provider, &account, n, not_after);
                if let Slot::Wait { until_ms } = limiter::slot(limits, held, now, nth)? {
                    return Ok(u64::try_from(until_ms - now).ok());
                }
                let call = requests::NewCall {
                    job_id: None,
                    provider,
                    account: &account,
                    run: None,
                    operation: "outcome",
                    price: None,
                    now_ms: now,
                };
                requests::reserve(tx, &call)?;
                Ok(None)
            })
        })
        .await
    }

    /// Who was asked for words that are incomplete, and what; none where they are whole.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub async fn asked_for(&self, description_id: i64) -> Result<Option<(String, Request)>, Failure> {
        let asked = self.blocking(move |inner| inner.library.read(|tx| jobs::asked_for(tx, description_id))).await?;
        Ok(asked.and_then(|(provider, text)| Some((provider, serde_json::from_str(&text).ok()?))))
    }

    /// What earlier calls brought for words that are incomplete; none where they are whole.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub async fn progress_of(&self, description_id: i64) -> Result<Option<Progress>, Failure> {
        let text = self.blocking(move |inner| inner.library.read(|tx| jobs::progress_of(tx, description_id))).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Pictures that processes which are gone left in a bucket, at most a month ago.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub async fn left_uploads(&self) -> Result<Vec<Upload>, Failure> {
        self.blocking(|inner| {
            let rows = inner.write(|tx| uploads::all(tx, now_ms() - MONTH_MS))?;
            Ok(rows.into_iter().filter(|row| !inner.process.is_alive(&row.owner)).collect())
        })
        .await
    }

    /// A picture lies in no bucket any more.
    ///
    /// # Errors
    /// `DatabaseBusy`, `StorageFailed`.
    pub async fn upload_removed(&self, name: String) -> Result<(), Failure> {
        self.blocking(move |inner| inner.write(|tx| uploads::remove(tx, &name))).await
    }

    /// Whether answers wait for the database to take them.
    pub fn has_unstored(&self) -> bool {
        !self.inner.spool.waiting().is_empty()
    }

    /// SQLite blocks, so it runs on a thread for that.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let inner = self.inner.clone();
        tokio::task::spawn_blocking(move || work(&inner)).await.unwrap_or_else(|_| Err(Reason::Internal.into()))
    }
}

/// What `begin` finds in the database.
enum Found {
    Answered(i64),
    Charged(Box<Failure>),
    Busy(i64),
    Go(i64),
    Stored(JobRow),
    Unknown(JobRow),
}

impl Inner {
    fn begin(&self, queue: &Queue, spec: JobSpec, force: bool) -> Result<Begin, Failure> {
        let request = serde_json::to_string(&spec.request).map_err(|_| Failure::new(Reason::Internal))?;
        let receipt = spec.receipt.as_ref().map(serde_json::to_string).transpose();
        let receipt = receipt.map_err(|_| Failure::new(Reason::Internal))?;
        // Claimed before it is committed: whoever looks next must see that somebody is at it.
        let mut claimed = None;
        let found = self.write(|tx| {
            let found = self.find(tx, &spec, (&request, receipt.as_deref()), force)?;
            if let Found::Go(id) = found {
                claimed = Some(id);
            } else if let Found::Stored(row) = &found {
                claimed = Some(row.id);
            }
            self.live().extend(claimed);
            Ok(found)
        });
        let found = found.inspect_err(|_| {
            if let Some(id) = claimed {
                self.live().remove(&id);
            }
        })?;
        Ok(match found {
            Found::Answered(id) => Begin::Answered(id),
            Found::Charged(failure) => Begin::Charged(failure),
            Found::Busy(job_id) => Begin::Busy(Busy { job_id }),
            Found::Go(id) => Begin::Go(Job::new(queue.clone(), id, spec)),
            Found::Stored(row) => {
                let answer = StoredAnswer::of(&row);
                Begin::Stored(Job::left(queue.clone(), row.id, spec), Box::new(answer))
            }
            Found::Unknown(row) => Begin::Unknown(Box::new(Unknown { queue: queue.clone(), spec, row })),
        })
    }

    fn find(
        &self,
        tx: &rusqlite::Transaction<'_>,
        spec: &JobSpec,
        (request, receipt): (&str, Option<&str>),
        force: bool,
    ) -> Result<Found, crate::library::Error> {
        let under_way = jobs::under_way(tx, &spec.hash, &spec.request_key)?;
        let asked_after = under_way.as_ref().is_some_and(is_open_task);
        if !force
            && !asked_after
            && let Some(answer) = descriptions::answer(tx, &spec.request_key, &spec.hash)?
        {
            return Ok(Found::Answered(answer.id));
        }
        let owner = self.process.id();
        let run = spec.run.as_deref();
        if let Some(mut row) = under_way {
            if self.is_live(&row) {
                return Ok(Found::Busy(row.id));
            }
            settle(tx, &mut row)?;
            // What the service tells for free is asked for first, also where the person would pay for it once more.
            let own = row.sent_ms.is_some_and(|sent| sent >= spec.since_ms);
            let first = (own || is_open_task(&row)) && !spec.resend;
            match row.state {
                JobState::OutcomeUnknown if !force || first => return Ok(Found::Unknown(row)),
                JobState::Answered => {
                    jobs::take_over(tx, row.id, owner, run)?;
                    return Ok(Found::Stored(row));
                }
                _ => {
                    jobs::take_over(tx, row.id, owner, run)?;
                    return Ok(Found::Go(row.id));
                }
            }
        }
        if let Some(row) = jobs::last_ended(tx, spec.image_id, &spec.request_key)?
            && let Some(failure) = paid_in_vain(&row)
            && (!force || row.sent_ms.is_some_and(|sent| sent >= spec.since_ms))
        {
            return Ok(Found::Charged(Box::new(failure)));
        }
        let new = jobs::NewJob {
            image_id: spec.image_id,
            hash: &spec.hash,
            request_key: &spec.request_key,
            provider: &spec.provider,
            account: &spec.account,
            model: &spec.request.model,
            request,
            run,
            owner,
            receipt,
            now_ms: now_ms(),
        };
        Ok(Found::Go(jobs::insert(tx, &new)?))
    }

    fn ended(&self, job_id: i64) -> Result<Option<Ended>, Failure> {
        let Some(row) = self.library.read(|tx| jobs::get(tx, job_id))? else { return Ok(Some(Ended::Gone)) };
        let failed = || {
            let stored = row.failure.as_deref().and_then(|text| serde_json::from_str(text).ok());
            stored.unwrap_or_else(|| Failure::new(Reason::Internal))
        };
        Ok(match row.state {
            JobState::Done => Some(row.description_id.map_or(Ended::Gone, Ended::Answered)),
            JobState::Failed => Some(Ended::Failed(Box::new(failed()))),
            _ if self.is_live(&row) => None,
            JobState::OutcomeUnknown => Some(Ended::Failed(Box::new(outcome_unknown(&row)))),
            _ => Some(Ended::Gone),
        })
    }

    /// Jobs of processes that are gone: sent ones become unknown. Only looks, where there is nothing to settle.
    fn settle_all(&self) -> Result<(), Failure> {
        self.take_what_is_left()?;
        if !self.spool.waiting().is_empty() {
            self.write(|_| Ok(()))?;
        }
        let dead = |row: &JobRow| row.state == JobState::Sent && !self.is_live(row);
        let any = self.library.read(|tx| jobs::all_under_way(tx))?.iter().any(dead);
        if !any {
            return Ok(());
        }
        self.write(|tx| {
            for mut row in jobs::all_under_way(tx)?.into_iter().filter(dead) {
                settle(tx, &mut row)?;
            }
            Ok(())
        })
    }
}

/// What a request brought that was charged, or perhaps charged, and ended without words.
fn paid_in_vain(row: &JobRow) -> Option<Failure> {
    let failure: Failure = serde_json::from_str(row.failure.as_deref()?).ok()?;
    if row.state != JobState::Failed || failure.again != Some(Again::MayCostTwice) {
        return None;
    }
    Some(match row.sent_ms {
        Some(sent) => failure.with("sent_ms", sent).with("asked_before", "yes"),
        None => failure,
    })
}

/// The line of the ledger for a request that may have been charged.
fn perhaps(tx: &rusqlite::Transaction<'_>, row: &JobRow) -> Result<(), crate::library::Error> {
    let Some((amount, unit)) = requests::open_price(tx, row.id)? else { return Ok(()) };
    let credits = Credits { used: Some(amount), unit, ..Credits::default() };
    let line = LedgerLine::charge(&row.provider, &row.account, &credits, None, row.sent_ms.unwrap_or(row.created_ms));
    ledger::note_perhaps(tx, &LedgerLine { image_id: Some(row.image_id), ..line }, row.id)
}

/// Stores an answer that came when the database could not take it. One to a call that is not the job's last any more came
/// too late.
fn hand_over(tx: &rusqlite::Transaction<'_>, answer: &Spooled) -> Result<(), crate::library::Error> {
    if answer.call != job::UNCOUNTED && requests::last_call(tx, answer.job_id)? != Some(answer.call) {
        return Ok(());
    }
    match jobs::get(tx, answer.job_id)? {
        Some(row) if matches!(row.state, JobState::Sent | JobState::OutcomeUnknown) => {
            job::store_answer(tx, answer)?;
            ledger::cleared_up(tx, answer.job_id)
        }
        _ => Ok(()),
    }
}

/// What a job becomes whose worker is gone.
fn settle(tx: &rusqlite::Transaction<'_>, row: &mut JobRow) -> Result<(), crate::library::Error> {
    if row.state == JobState::Sent {
        perhaps(tx, row)?;
        jobs::fail(tx, row.id, JobState::OutcomeUnknown, &outcome_unknown(row), now_ms())?;
        row.state = JobState::OutcomeUnknown;
    }
    Ok(())
}

/// The failure that a person sees for a job of unknown outcome: the stored reason, else `OutcomeUnknown`; when it was sent; what
/// trying again would cost. The caller adds the connection's name.
pub fn outcome_unknown(row: &JobRow) -> Failure {
    let stored = row.failure.as_deref().and_then(|text| serde_json::from_str::<Failure>(text).ok());
    let mut failure = stored.filter(says_why_unknown).unwrap_or_else(|| Failure::new(Reason::OutcomeUnknown));
    // A task has a name by which it is asked after.
    failure.again = Some(if progress_of(row).task.is_some() { Again::IsFree } else { Again::MayCostTwice });
    if let Some(sent) = row.sent_ms {
        failure = failure.with("sent_ms", sent);
    }
    failure
}

/// A request whose outcome is not known and is told for free.
fn is_open_task(row: &JobRow) -> bool {
    row.state == JobState::OutcomeUnknown && progress_of(row).task.is_some()
}

/// Whether this job has an outcome that the service tells for free.
///
/// # Errors
/// `StorageFailed`.
pub fn has_open_task(library: &Library, hash: &str, request_key: &str) -> Result<bool, Failure> {
    Ok(library.read(|tx| jobs::under_way(tx, hash, request_key))?.as_ref().is_some_and(is_open_task))
}

/// Whether a failure says why the outcome of a request is not known. That the person cancelled is no answer to that.
fn says_why_unknown(failure: &Failure) -> bool {
    let asked_in_vain = failure.again == Some(Again::IsFree) && failure.reason != Reason::Cancelled;
    asked_in_vain || matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout | Reason::BadResponse)
}

fn progress_of(row: &JobRow) -> Progress {
    row.progress.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
