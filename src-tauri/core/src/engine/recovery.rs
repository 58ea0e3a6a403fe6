//! Requests that were left in the middle when the program ended: their stored answers become words without being asked
//! for again, their outcomes are asked for where that is free, and about the rest the person decides.
//!
//! Stored answers become words without the picture and without a key; the job holds the receipt for that. Only a request of several
//! calls that was left between two of them reads its picture again and goes on, and keeps what it has where the picture is gone.
//! Outcomes that a service tells for free are asked for in the background. What is left is the person's.

use super::account::Account;
use super::backend::Told;
use super::describe::Stage;
use super::present::picture;
use super::record::{Asked, Recorded};
use super::send::{Begun, with_something_new};
use super::{Engine, Options, now_ms, run_name};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use crate::library::{JobRow, JobState};
use crate::provider::http::Http;
use crate::provider::observer::Needs;
use crate::provider::{Connection, ImageBy, Reply, Request, RequestContext, thoughts};
use crate::queue::{self, Begin, JobSpec, StoredAnswer};
use crate::view::{Unfinished, WaitsFor};
use tokio_util::sync::CancellationToken;

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
    fn of(engine: &Engine, row: JobRow) -> Option<Self> {
        let provider = engine.inner.connections.ever(&row.provider)?;
        let request = serde_json::from_str(&row.request).ok()?;
        let stored = StoredAnswer::of(&row);
        Some(Self { row, provider, request, stored })
    }
}

impl Engine {
    /// Requests that were sent and never answered; the person decides what becomes of them.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, Failure> {
        let left = self.left(JobState::OutcomeUnknown).await?;
        self.blocking(move |engine| Ok(left.iter().map(|row| engine.unfinished_view(row)).collect())).await
    }

    fn unfinished_view(&self, row: &JobRow) -> Unfinished {
        let library = &self.inner.library;
        let connection = self.inner.connections.ever(&row.provider);
        let image = library.image(row.image_id).ok();
        let tags = library.tags(row.image_id).unwrap_or_default();
        let failure = queue::outcome_unknown(row);
        let failure = match connection {
            Some(known) => known.named(failure),
            None => failure,
        };
        let named = image.iter().fold(failure, |failure, image| failure.with("name", &image.name));
        let mut trouble = self.localizer().failure(&named);
        trouble.provider = Some(row.provider.clone());
        Unfinished {
            job_id: row.id,
            provider: row.provider.clone(),
            name: self.name_of(&row.provider),
            model: row.model.clone(),
            sent_ms: row.sent_ms,
            picture: image.map(|image| picture(&image, &tags)),
            receipt: row.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            trouble,
            so_far: row.pieces.as_deref().map(thoughts::so_far).filter(|text| !text.is_empty()),
        }
    }

    /// Jobs in this state that nobody works on. Opens the queue only where there are jobs at all.
    pub(super) async fn left(&self, state: JobState) -> Result<Vec<JobRow>, Failure> {
        if !self.blocking(|engine| engine.inner.library.has_jobs()).await? {
            return Ok(Vec::new());
        }
        let rows = self.queue().await?.unfinished().await?;
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
        let queue = self.queue().await?;
        if !again {
            return queue.give_up(job_id).await;
        }
        let row = queue.job(job_id).await?.filter(|row| row.state == JobState::OutcomeUnknown);
        let left = row.and_then(|row| Left::of(self, row)).ok_or(Reason::NotFound)?;
        let image = self.image(left.row.image_id).await?;
        let now = now_ms();
        let options = Options {
            provider: left.row.provider.clone(),
            request: left.request,
            force: true,
            resend: true,
            run_started_ms: now,
            run: Some(run_name("again", now)),
            ..self.options()
        };
        let (item, found) = self.read_again(&image, &options).await?;
        // Refused here, the old request stays; later it would already be replaced.
        self.keys_present(&left.provider).await?;
        let sent = Box::pin(self.describe_loaded(&left.provider, found, &item, &options, cancel, told)).await;
        sent.map_err(|failure| failure.with("name", &image.name)).map(|_| ())
    }

    /// Asks a service what became of one unfinished request, for free; nothing is sent again. Where it knows, its answer
    /// becomes words. `told` hears where it stands.
    ///
    /// # Errors
    /// `NotFound` where it is settled meanwhile, `NotOffered` where the service has no such question, and what keeps it
    /// from answering.
    pub async fn ask_outcome(&self, job_id: i64, cancel: &CancellationToken, told: &Told<'_>) -> Result<(), Failure> {
        let row = self.queue().await?.job(job_id).await?.filter(|row| row.state == JobState::OutcomeUnknown);
        let left = row.and_then(|row| Left::of(self, row)).ok_or(Reason::NotFound)?;
        let image_id = left.row.image_id;
        let account = self.keys_present(&left.provider).await?;
        if !Http::can_query_outcome(&left.provider, &context_of(&left, &account, None), &left.stored.progress) {
            return Err(left.provider.named(Reason::NotOffered.into()));
        }
        told(Stage::Waiting { until_ms: now_ms().max(0) as u64, why: WaitsFor::Service }.into());
        match Box::pin(self.resume(left, &account, None, cancel)).await {
            Ok(_) => Ok(()),
            Err(failure) => match self.image(image_id).await {
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
                Err(failure) => tracing::warn!(target: "altsmith::engine", job = id, %failure, "an answer is left"),
            }
        }
        Ok(finished)
    }

    async fn finish(&self, left: Left, cancel: &CancellationToken) -> Result<bool, Failure> {
        let bare = self.bare_account(&left.provider).await?;
        let context = context_of(&left, &bare, None);
        let paid = left.stored.progress.reply.charges.iter().any(|charge| !charge.recorded);
        let needs = match (&left.stored.answer, left.row.state) {
            (Some(answer), JobState::Answered) => {
                Http::needs(&left.provider, &context, &left.stored.progress, &answer.response())
            }
            _ if paid => Needs::Nothing,
            _ => Needs::Outcome,
        };
        match needs {
            Needs::Nothing => self.resume(left, &bare, None, cancel).await,
            Needs::Calls if cancel.is_cancelled() => Ok(false),
            Needs::Calls => {
                let account = self.account(&left.provider).await.unwrap_or(bare);
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
        for provider in self.connections().iter().filter(|known| known.descriptor().accepts.by == ImageBy::Url) {
            if self.has_uploads().await?
                && let Ok(account) = self.account(provider).await
            {
                self.remove_left_uploads(provider, &account).await;
            }
        }
        let mut found = 0;
        for left in left.into_iter().filter_map(|row| Left::of(self, row)) {
            let bare = self.bare_account(&left.provider).await?;
            if !Http::can_query_outcome(&left.provider, &context_of(&left, &bare, None), &left.stored.progress) {
                continue;
            }
            let kept_from = self.kept_from(&left.provider, &left.row.model, self.stored_local_only().await?).await?;
            // Without the key, or without leave, the poll would be refused and the outcome lost.
            let (Ok(account), None) = (self.keys_present(&left.provider).await, kept_from) else { continue };
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
        let begun = self.queue().await?.take_up(left.row.id, Self::spec_of(&left, account, self.no_more())?).await?;
        let (job, begun) = match begun {
            Some(Begin::Stored(job, stored)) => (job, Begun::Stored(stored)),
            Some(Begin::Unknown(unknown)) => {
                let (failure, progress) = (left.provider.named(unknown.failure()), unknown.progress());
                (unknown.take().await?, Begun::Unknown(Box::new(failure), Box::new(progress)))
            }
            _ => return Ok(false),
        };
        let local_only = self.stored_local_only().await?;
        let context = RequestContext { local_only, ..context_of(&left, account, image) };
        let watch = job.watch(cancel, |_| {});
        let reply =
            begun.run(self.http()?, &left.provider, &context, cancel, &watch).await.and_then(with_something_new);
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
        match self.record(job, reply, asked).await? {
            Recorded::Saved(_) => Ok(true),
            // Nobody is there to be shown the words.
            Recorded::Unsaved(_) => Err(Reason::StorageFailed.into()),
        }
    }

    /// Takes away what this program left in the person's bucket when it ended in the middle. What cannot be taken away now
    /// stays known for the next time.
    pub(super) async fn remove_left_uploads(&self, provider: &Connection, account: &Account) {
        let (Ok(queue), Ok(http)) = (self.queue().await, self.http()) else { return };
        let Ok(left) = queue.left_uploads().await else { return };
        let request = Request::default();
        let context = account.context(&request, self.stored_local_only().await.unwrap_or(true));
        for upload in left.into_iter().filter(|left| *left.provider == *provider.id) {
            if http.remove_upload(&context, &upload.name, &upload.place).await {
                let _ = queue.upload_removed(upload.name).await;
            }
        }
    }

    async fn has_uploads(&self) -> Result<bool, Failure> {
        self.blocking(|engine| engine.inner.library.has_uploads()).await
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
            again: None,
            limits: left.provider.descriptor().rate_limits,
            price: account.call_price(&left.request.model),
            caps: account.caps(&left.request.model)?,
            receipt: None,
        })
    }

    async fn image_again(&self, left: &Left) -> Option<Prepared> {
        let image = self.image(left.row.image_id).await.ok()?;
        let (_, found) = self.read_again(&image, &self.options()).await.ok()?;
        Some(self.make_ready(found, &left.provider).await.ok()?.prepared)
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
