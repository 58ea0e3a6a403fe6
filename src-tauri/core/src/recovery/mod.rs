//! Requests that were left in the middle when the program ended: their stored answers become words without being asked
//! for again, their outcomes are asked for where that is free, and about the rest the person decides.
//!
//! Stored answers become words without the picture and without a key; the job holds the receipt for that. Only a request of several
//! calls that was left between two of them reads its picture again and goes on, and keeps what it has where the picture is gone.
//! Outcomes that a service tells for free are asked for in the background. What is left is the person's.
//!
//! It decides when; the way of a request to its words is `describing`'s.

mod unsaved;

use crate::accounts::{Account, Accounts};
use crate::clock::now_ms;
use crate::describing::{Asked, Begun, Describing, Options, Recorded, Stage, Told, run_name, with_something_new};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use crate::library::{JobRow, JobState};
use crate::provider::Driver;
use crate::provider::observer::Needs;
use crate::provider::{Connection, ImageBy, Reply, Request, RequestContext, thoughts};
use crate::queue::{self, Begin, JobSpec, LazyQueue, StoredAnswer};
use crate::view::{Picture, Unfinished, WaitsFor};
use crate::workspace::{Blocking, Workspace};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio_util::sync::CancellationToken;

/// What earlier runs left in the middle. Cheap to clone; every clone is the same room.
#[derive(Clone)]
pub struct Recovery {
    inner: Arc<Inner>,
}

struct Inner {
    workspace: Workspace,
    accounts: Accounts,
    describing: Describing,
    queue: LazyQueue,
    /// Answers wait for the database to take them.
    saves_later: AtomicBool,
}

impl Blocking for Recovery {}

/// A job of another start, with what it was about.
struct Left {
    row: JobRow,
    provider: Connection,
    request: Request,
    stored: StoredAnswer,
}

impl Left {
    /// None for a connection or a request that this program does not know. What was asked of one that was removed was paid
    /// for all the same.
    fn of(recovery: &Recovery, row: JobRow) -> Option<Self> {
        let provider = recovery.inner.workspace.known_connections().ever(&row.provider)?;
        let request = serde_json::from_str(&row.request).ok()?;
        let stored = StoredAnswer::of(&row);
        Some(Self { row, provider, request, stored })
    }
}

impl Recovery {
    pub(crate) fn new(workspace: Workspace, accounts: Accounts, describing: Describing, queue: LazyQueue) -> Self {
        let saves_later = AtomicBool::new(false);
        let inner = Arc::new(Inner { workspace, accounts, describing, queue, saves_later });
        // Describing does not hold the room that stands above it.
        let above = Arc::downgrade(&inner);
        inner.describing.on_unsaved(move || {
            if let Some(inner) = above.upgrade() {
                Self { inner }.save_later();
            }
        });
        Self { inner }
    }

    /// Requests that were sent and never answered; the person decides what becomes of them.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, Failure> {
        let left = self.left(JobState::OutcomeUnknown).await?;
        self.blocking(move |recovery| Ok(left.iter().map(|row| recovery.unfinished_view(row)).collect())).await
    }

    fn unfinished_view(&self, row: &JobRow) -> Unfinished {
        let library = self.inner.workspace.library();
        let connection = self.inner.workspace.known_connections().ever(&row.provider);
        let image = library.image(row.image_id).ok();
        let tags = library.tags(row.image_id).unwrap_or_default();
        let failure = queue::outcome_unknown(row);
        let failure = match connection {
            Some(known) => known.named(failure),
            None => failure,
        };
        let named = image.iter().fold(failure, |failure, image| failure.with("name", &image.name));
        let mut trouble = self.inner.workspace.localizer().failure(&named);
        trouble.provider = Some(row.provider.clone());
        Unfinished {
            job_id: row.id,
            provider: row.provider.clone(),
            name: self.inner.workspace.name_of(&row.provider),
            model: row.model.clone(),
            sent_ms: row.sent_ms,
            picture: image.map(|image| Picture::of(&image, &tags)),
            receipt: row.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            trouble,
            so_far: row.pieces.as_deref().map(thoughts::so_far).filter(|text| !text.is_empty()),
        }
    }

    /// Jobs in this state that nobody works on. Opens the queue only where there are jobs at all.
    async fn left(&self, state: JobState) -> Result<Vec<JobRow>, Failure> {
        if !self.inner.workspace.on_library(|library| library.has_jobs()).await? {
            return Ok(Vec::new());
        }
        let rows = self.inner.queue.get().await?.unfinished().await?;
        Ok(rows.into_iter().filter(|row| row.state == state).collect())
    }

    /// What becomes of an unfinished request: sent again (and perhaps paid again), or given up. `told` hears where it
    /// stands; cancelled before it is sent, the old request stays as it is.
    ///
    /// # Errors
    /// `NotFound`, `FileGone` where the picture cannot be read again (the request then stays as it is), and whatever
    /// describing can refuse.
    pub async fn settle(
        &self,
        job_id: i64,
        again: bool,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<(), Failure> {
        let queue = self.inner.queue.get().await?;
        if !again {
            return queue.give_up(job_id).await;
        }
        let row = queue.job(job_id).await?.filter(|row| row.state == JobState::OutcomeUnknown);
        let left = row.and_then(|row| Left::of(self, row)).ok_or(Reason::NotFound)?;
        let image = self.inner.describing.image(left.row.image_id).await?;
        let now = now_ms();
        let options = Options {
            provider: left.row.provider.clone(),
            request: left.request,
            force: true,
            resend: true,
            run_started_ms: now,
            run: Some(run_name("again", now)),
            ..self.inner.describing.options()
        };
        let (item, found) = self.inner.describing.read_again(&image, &options).await?;
        // Refused here, the old request stays; later it would already be replaced.
        self.inner.accounts.keys_present(&left.provider).await?;
        let sent =
            Box::pin(self.inner.describing.describe_loaded(&left.provider, found, &item, &options, cancel, told)).await;
        sent.map_err(|failure| failure.with("name", &image.name)).map(|_| ())
    }

    /// Asks a service what became of one unfinished request, for free; nothing is sent again. Where it knows, its answer
    /// becomes words. `told` hears where it stands.
    ///
    /// # Errors
    /// `NotFound` where it is settled meanwhile, `NotOffered` where the service has no such question, and what keeps it
    /// from answering.
    pub async fn ask_outcome(&self, job_id: i64, cancel: &CancellationToken, told: &Told<'_>) -> Result<(), Failure> {
        let row = self.inner.queue.get().await?.job(job_id).await?.filter(|row| row.state == JobState::OutcomeUnknown);
        let left = row.and_then(|row| Left::of(self, row)).ok_or(Reason::NotFound)?;
        let image_id = left.row.image_id;
        let account = self.inner.accounts.keys_present(&left.provider).await?;
        if !Driver::can_query_outcome(&left.provider, &context_of(&left, &account, None), &left.stored.progress) {
            return Err(left.provider.named(Reason::NotOffered.into()));
        }
        told(Stage::Waiting { until_ms: now_ms().max(0) as u64, why: WaitsFor::Service }.into());
        match Box::pin(self.resume(left, &account, None, cancel)).await {
            Ok(_) => Ok(()),
            Err(failure) => match self.inner.describing.image(image_id).await {
                Ok(image) => Err(failure.with("name", &image.name)),
                Err(_) => Err(failure),
            },
        }
    }

    /// Makes words of answers that were stored before the program ended: they were paid for. Nothing that was sent is sent
    /// again, and no picture is needed; only where a request of several calls was left between two of them, the rest is
    /// asked for where the picture is still there. Answers how many became words.
    ///
    /// # Errors
    /// Storage trouble. A job that cannot be finished now stays for the next time.
    pub async fn finish_stored(&self, cancel: &CancellationToken) -> Result<u32, Failure> {
        let mut left = self.left(JobState::Answered).await?;
        // Of several calls, what the first ones brought is words too, whatever became of the last.
        left.extend(self.left(JobState::OutcomeUnknown).await?);
        let mut finished = 0;
        for left in left.into_iter().filter_map(|row| Left::of(self, row)) {
            if cancel.is_cancelled() {
                break;
            }
            let id = left.row.id;
            match Box::pin(self.finish(left, cancel)).await {
                Ok(done) => finished += u32::from(done),
                Err(failure) => tracing::warn!(target: "altsmith::recovery", job = id, %failure, "an answer is left"),
            }
        }
        Ok(finished)
    }

    async fn finish(&self, left: Left, cancel: &CancellationToken) -> Result<bool, Failure> {
        let bare = self.inner.accounts.bare_account(&left.provider).await?;
        let context = context_of(&left, &bare, None);
        let paid = left.stored.progress.reply.charges.iter().any(|charge| !charge.recorded);
        let needs = match (&left.stored.answer, left.row.state) {
            (Some(answer), JobState::Answered) => {
                Driver::needs(&left.provider, &context, &left.stored.progress, &answer.response())
            }
            _ if paid => Needs::Nothing,
            _ => Needs::Outcome,
        };
        match needs {
            Needs::Nothing => self.resume(left, &bare, None, cancel).await,
            Needs::Calls if cancel.is_cancelled() => Ok(false),
            Needs::Calls => {
                let account = self.inner.accounts.account(&left.provider).await.unwrap_or(bare);
                let image = self.image_again(&left).await;
                // What is asked for now may be charged: it is waited for, and only nothing more is asked.
                self.resume(left, &account, image.as_ref(), &CancellationToken::new()).await
            }
            Needs::Outcome => Ok(false),
        }
    }

    /// Asks services what became of requests whose outcome nobody knows, where they can be asked for free. May take as long
    /// as a service works on a picture. Answers how many became words.
    ///
    /// # Errors
    /// Storage trouble. What cannot be found out now stays unknown.
    pub async fn ask_outcomes(&self, cancel: &CancellationToken) -> Result<u32, Failure> {
        let mut left = self.left(JobState::Answered).await?;
        left.extend(self.left(JobState::OutcomeUnknown).await?);
        for provider in
            self.inner.workspace.connections().iter().filter(|known| known.descriptor().accepts.by == ImageBy::Url)
        {
            if self.has_uploads().await?
                && let Ok(account) = self.inner.accounts.account(provider).await
            {
                self.inner.describing.remove_left_uploads(provider, &account).await;
            }
        }
        let mut found = 0;
        for left in left.into_iter().filter_map(|row| Left::of(self, row)) {
            let bare = self.inner.accounts.bare_account(&left.provider).await?;
            if !Driver::can_query_outcome(&left.provider, &context_of(&left, &bare, None), &left.stored.progress) {
                continue;
            }
            let kept_from = self
                .inner
                .workspace
                .kept_from(&left.provider, &left.row.model, self.inner.workspace.stored_local_only().await?)
                .await?;
            // Without the key, or without leave, the poll would be refused and the outcome lost.
            let (Ok(account), None) = (self.inner.accounts.keys_present(&left.provider).await, kept_from) else {
                continue;
            };
            if let Ok(true) = Box::pin(self.resume(left, &account, None, cancel)).await {
                found += 1;
            }
        }
        Ok(found)
    }

    /// Takes the job up and brings it to its end.
    async fn resume(
        &self,
        left: Left,
        account: &Account,
        image: Option<&Prepared>,
        cancel: &CancellationToken,
    ) -> Result<bool, Failure> {
        let spec = Self::spec_of(&left, account, self.inner.describing.no_more())?;
        let begun = self.inner.queue.get().await?.take_up(left.row.id, spec).await?;
        let (job, begun) = match begun {
            Some(Begin::Stored(job, stored)) => (job, Begun::Stored(stored)),
            Some(Begin::Unknown(unknown)) => {
                let (failure, progress) = (left.provider.named(unknown.failure()), unknown.progress());
                (unknown.take().await?, Begun::Unknown(Box::new(failure), Box::new(progress)))
            }
            _ => return Ok(false),
        };
        let local_only = self.inner.workspace.stored_local_only().await?;
        let context = RequestContext { local_only, ..context_of(&left, account, image) };
        let watch = job.watch(cancel, |_| {});
        let reply = begun
            .run(self.inner.workspace.driver()?, &left.provider, &context, cancel, &watch)
            .await
            .and_then(with_something_new);
        let reply = reply.map(|reply| if image.is_none() { without_picture(reply) } else { reply });
        let duration_ms = left.stored.answer.as_ref().map_or(0, |answer| answer.duration_ms);
        let asked = Asked {
            image_id: left.row.image_id,
            provider: &left.provider,
            account: &left.row.account,
            price: account.price(&left.request.model),
            request: &left.request,
            key: left.row.request_key.clone(),
            receipt: left.row.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            facts: None,
            notes: &[],
            duration_ms,
        };
        match self.inner.describing.record(job, reply, asked).await? {
            Recorded::Saved(_) => Ok(true),
            // Nobody is there to be shown the words.
            Recorded::Unsaved(_) => Err(Reason::StorageFailed.into()),
        }
    }

    async fn has_uploads(&self) -> Result<bool, Failure> {
        self.inner.workspace.on_library(|library| library.has_uploads()).await
    }

    fn spec_of(left: &Left, account: &Account, no_more: CancellationToken) -> Result<JobSpec, Failure> {
        Ok(JobSpec {
            image_id: left.row.image_id,
            hash: left.row.hash.clone(),
            request_key: left.row.request_key.clone(),
            provider: left.provider.id.clone(),
            account: left.row.account.clone(),
            request: left.request.clone(),
            run: None,
            since_ms: i64::MAX,
            max_wait_ms: None,
            resend: false,
            no_more,
            permit: None,
            limits: left.provider.descriptor().rate_limits,
            price: account.call_price(&left.request.model),
            caps: account.caps(&left.request.model)?,
            receipt: None,
        })
    }

    async fn image_again(&self, left: &Left) -> Option<Prepared> {
        let image = self.inner.describing.image(left.row.image_id).await.ok()?;
        let (_, found) = self.inner.describing.read_again(&image, &self.inner.describing.options()).await.ok()?;
        Some(self.inner.describing.make_ready(found, &left.provider).await.ok()?.prepared)
    }
}

fn context_of<'a>(left: &'a Left, account: &'a Account, image: Option<&'a Prepared>) -> RequestContext<'a> {
    RequestContext { image, ..account.context(&left.request, true) }
}

/// What could not be asked without the picture: says that this is why.
fn without_picture(mut reply: Reply) -> Reply {
    if let Some(failure) = reply.incomplete.as_mut().filter(|failure| failure.reason == Reason::Internal) {
        failure.reason = Reason::FileGone;
    }
    reply
}
