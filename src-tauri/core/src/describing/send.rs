//! The way of one image to a service: prepared, written down, sent once, answered, kept. See `queue` for what holds when
//! the program is killed anywhere on it.

use super::backend::{BackendEvent, Events, Told, reply_of};
use super::describe::{DescribeInput, FACTS_EDGE, InMemory, Outcome, THUMBNAIL_EDGE, or_cancelled, write_file};
use super::find::Found;
use super::record::{Asked, Recorded};
use super::{Blocking, Describing, Stage, now_ms};
use crate::accounts::Account;
use crate::compose::Warning;
use crate::facts::{self, Facts};
use crate::failure::{Again, Failure, Reason};
use crate::imaging::{Prepared, Target};
use crate::ingest::{Incoming, Item};
use crate::library::{DescriptionRow, NewDescription};
use crate::provider::Driver;
use crate::provider::{Accepts, Connection, ImageBy, Progress, Reply, RequestContext, thoughts};
use crate::queue::{self, Begin, Ended, Job, News};
use crate::view::Receipt;
use futures::StreamExt;
use futures::stream::{self, PollNext};
use tokio_util::sync::CancellationToken;

/// Longest edge that is ever sent, in pixels, whatever a service would take: larger was only slower in published trials.
const LARGEST_EDGE: u32 = 2048;
/// Room in a base64 limit for `data:image/jpeg;base64,`.
const DATA_URL_HEAD: usize = 64;

/// A picture made ready for a service.
pub(crate) struct Ready {
    found: Found,
    pub prepared: Prepared,
    thumbnail: Vec<u8>,
    looks: u64,
    facts: Facts,
}

impl Describing {
    /// Asks a service about one picture, or finds out that it need not be asked.
    pub(super) async fn send_to_service(
        &self,
        found: Found,
        item: &Item,
        input: DescribeInput<'_>,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Outcome, Failure> {
        let provider = input.provider;
        let about = |failure| provider.named(failure);
        // The keyring may be asking the person, and the memory may be taken by other pictures.
        let account = or_cancelled(cancel, self.accounts.account(provider)).await.map_err(about)?;
        let mut ready = or_cancelled(cancel, self.make_ready(found, provider)).await?;
        let image_id = self.know(item, &mut ready).await?;
        // The picture as it was read may be large, and what is asked for may have to wait for long: also for the place of one
        // that waits for this room.
        (ready.found.loaded.bytes, ready.found.room) = (Vec::new(), None);
        // As it stands now, not as it stood when the batch began.
        let local_only = input.options.local_only || self.workspace.stored_local_only().await?;
        let kept_from = self.workspace.kept_from(provider, &input.options.request.model, local_only).await?;
        if let Some(failure) = kept_from {
            return Err(failure);
        }
        let context = RequestContext { local_only, ..context_with(&account, &input, &ready, item) };
        let receipt = receipt(&account, &ready.prepared, provider, &context);
        let mut spec = queue::JobSpec {
            image_id,
            hash: ready.found.name().to_owned(),
            request_key: input.key.clone(),
            provider: provider.id.clone(),
            account: account.name.clone(),
            request: input.options.request.clone(),
            run: input.options.run.clone(),
            since_ms: input.options.run_started_ms,
            max_wait_ms: input.options.max_wait_ms,
            resend: input.options.resend,
            no_more: input.options.no_more.clone(),
            permit: input.options.permit.clone(),
            limits: provider.descriptor().rate_limits,
            price: account.call_price(&input.options.request.model),
            caps: account.caps(&input.options.request.model).map_err(about)?,
            receipt: Some(receipt.clone()),
        };
        let queue = self.queue.get().await?;
        let (job, reply) = loop {
            let (job, begun) = loop {
                match queue.begin(&spec, input.options.force || input.rest.is_some()).await? {
                    Begin::Go(job) => match &input.rest {
                        Some(progress) => break (job, Begun::Rest(Box::new(recorded(progress)))),
                        None => break (job, Begun::Fresh),
                    },
                    Begin::Stored(job, stored) => break (job, Begun::Stored(stored)),
                    Begin::Unknown(unknown) => {
                        let (failure, progress) = (about(unknown.failure()), unknown.progress());
                        break (unknown.take().await?, Begun::Unknown(Box::new(failure), Box::new(progress)));
                    }
                    Begin::Charged(failure) => return Err(about(*failure)),
                    Begin::Answered(id) => return self.answered_before(id, &provider.id).await,
                    Begin::Busy(busy) => {
                        match queue.wait(busy, &spec, cancel, |news| told(event(news))).await.map_err(about)? {
                            Ended::Answered(id) => return self.answered_before(id, &provider.id).await,
                            Ended::Failed(failure) if is_the_services(failure.reason) => return Err(*failure),
                            // What stopped the other one (its person, its budget, its keys) need not stop this one.
                            Ended::Failed(_) | Ended::Gone => {}
                        }
                    }
                }
            };
            let in_vain = matches!(begun, Begun::Unknown(..)) && input.options.force && !spec.resend;
            let events = self.over_http(&job, begun, provider, &context, cancel);
            let reply = match events {
                Ok(events) => reply_of(events, told).await.and_then(with_something_new),
                Err(failure) => Err(failure),
            };
            match reply {
                // The person said that it is to be sent anew; that the service tells nothing does not stop that.
                Err(failure) if in_vain && failure.is_without_outcome() && failure.again == Some(Again::IsFree) => {
                    job.failed(failure, Vec::new()).await?;
                    spec.resend = true;
                }
                reply => break (job, reply),
            }
        };
        let asked = Asked {
            image_id,
            provider,
            account: &account.name,
            price: account.price(&input.options.request.model),
            request: &input.options.request,
            key: input.key,
            receipt: Some(receipt),
            facts: serde_json::to_value(&ready.facts).ok(),
            notes: &ready.facts.notes,
            duration_ms: (now_ms() - input.started_ms).max(0) as u64,
        };
        let recorded = self.record(job, reply, asked).await;
        self.sweep_uploads(provider, &account).await;
        match recorded? {
            Recorded::Saved(id) => self.outcome(id, false).await,
            Recorded::Unsaved(words) => self.unsaved_outcome(*words).await,
        }
    }

    pub(crate) async fn make_ready(&self, found: Found, provider: &Connection) -> Result<Ready, Failure> {
        let wanted = FACTS_EDGE.max(provider.descriptor().accepts.max_edge.min(LARGEST_EDGE));
        let InMemory { found, decoded, permit } = self.decode(found, wanted).await?;
        if !decoded.is_visible() {
            return Err(Reason::NothingVisible.into());
        }
        let accepts = &provider.descriptor().accepts;
        self.blocking(move |_| {
            let _permit = permit;
            let target = Target {
                formats: accepts.formats,
                max_edge: accepts.max_edge.min(LARGEST_EDGE),
                max_bytes: most_bytes(accepts),
            };
            Ok(Ready {
                prepared: decoded.prepare(&target)?,
                thumbnail: decoded.thumbnail(THUMBNAIL_EDGE)?,
                looks: decoded.looks(),
                facts: facts::gather(&decoded, &facts::Wanted::default()),
                found,
            })
        })
        .await
    }

    /// The picture's row, and its thumbnail.
    async fn know(&self, item: &Item, ready: &mut Ready) -> Result<i64, Failure> {
        let image = ready.found.image(item, &ready.facts, ready.looks);
        let thumbnail = std::mem::take(&mut ready.thumbnail);
        self.blocking(move |describing| {
            write_file(describing.workspace.data_dir(), &image.hash, &thumbnail)?;
            describing.workspace.library().put_image(&image)
        })
        .await
    }

    /// The request over HTTP, watched by the queue, as a backend.
    fn over_http<'a>(
        &'a self,
        job: &Job,
        begun: Begun,
        provider: &'a Connection,
        context: &'a RequestContext<'a>,
        cancel: &'a CancellationToken,
    ) -> Result<Events<'a>, Failure> {
        let (news, heard) = futures::channel::mpsc::unbounded();
        let watch = job.watch(cancel, move |told| {
            let _ = news.unbounded_send(told);
        });
        let driver = self.workspace.driver()?;
        let run = async move {
            let reply = begun.run(driver, provider, context, cancel, &watch).await?;
            Ok(BackendEvent::Reply(Box::new(reply)))
        };
        let told = heard.map(|news| Ok(event(news)));
        // What is told while the request runs is passed on before its reply.
        let ordered = stream::select_with_strategy(told, stream::once(run), |(): &mut ()| PollNext::Left);
        Ok(stream::once(async { Ok(Stage::Describing.into()) }).chain(ordered).boxed())
    }

    async fn answered_before(&self, id: i64, provider: &str) -> Result<Outcome, Failure> {
        let provider = provider.to_owned();
        self.blocking(move |describing| describing.count_from_history(&provider)).await?;
        self.outcome(id, true).await
    }

    /// Words that are shown although they are not saved yet.
    async fn unsaved_outcome(&self, words: NewDescription) -> Result<Outcome, Failure> {
        self.workspace
            .on_library(move |library| {
                let (image, tags) = (library.image(words.image_id)?, library.tags(words.image_id)?);
                let mut words = DescriptionRow::unsaved(words);
                words.warnings.insert(0, Warning::NotSaved);
                Ok(Outcome { image, tags, words, cached: false })
            })
            .await
    }

    /// What came of a picture, by its words.
    ///
    /// # Errors
    /// `NotFound`, storage trouble.
    pub async fn outcome(&self, description_id: i64, cached: bool) -> Result<Outcome, Failure> {
        self.workspace
            .on_library(move |library| {
                let words = library.description(description_id)?;
                let (image, tags) = (library.image(words.image_id)?, library.tags(words.image_id)?);
                Ok(Outcome { image, tags, words, cached })
            })
            .await
    }
}

/// Everything that the calls for this picture are made of. The picture's own address is among it where it has one and
/// the service takes addresses; whether it is passed on, the provider says.
fn context_with<'a>(
    account: &'a Account,
    input: &DescribeInput<'a>,
    ready: &'a Ready,
    item: &'a Item,
) -> RequestContext<'a> {
    let image_url = match &item.from {
        Incoming::Url { url, .. } if input.provider.descriptor().accepts.by != ImageBy::Bytes => Some(url.as_str()),
        _ => None,
    };
    RequestContext {
        image: Some(&ready.prepared),
        image_url,
        image_mime: Some(ready.found.loaded.format.mime()),
        ..account.context(&input.options.request, input.options.local_only)
    }
}

/// News of a request as the faces hear them.
fn event(news: News) -> BackendEvent {
    match news {
        News::Waits(ms, why) => Stage::Waiting { until_ms: now_ms().max(0) as u64 + ms, why: why.into() }.into(),
        News::GoesOn => Stage::Describing.into(),
        News::Piece(so_far) => BackendEvent::Piece(thoughts::so_far(&so_far)),
        News::Usage(tokens) => BackendEvent::Usage(tokens),
    }
}

/// Whether a failure is the service's answer to this request: it would be the same for whoever asks it.
fn is_the_services(reason: Reason) -> bool {
    use Reason as R;
    reason.is_verdict()
        || matches!(reason, R::ModelNotFound | R::BadResponse | R::RateLimited | R::ProviderUnavailable)
        || matches!(reason, R::OutcomeUnknown | R::Timeout | R::Network | R::Redirected)
        || reason.is_of_connection()
}

/// What the service was given of the picture.
fn receipt(account: &Account, prepared: &Prepared, provider: &Connection, context: &RequestContext<'_>) -> Receipt {
    let host = account.endpoint.host_str().unwrap_or_default().to_owned();
    let by_address = provider.kind.passes_address(context);
    if by_address {
        return Receipt {
            host,
            mime: String::new(),
            width: 0,
            height: 0,
            bytes: 0,
            metadata_removed: false,
            by_address,
            via: None,
        };
    }
    Receipt {
        host,
        mime: prepared.mime.to_owned(),
        width: prepared.width,
        height: prepared.height,
        bytes: prepared.bytes.len() as u64,
        metadata_removed: true,
        by_address,
        via: provider.kind.upload_host(context),
    }
}

/// What earlier calls brought, their charges marked as those that stand in the ledger.
fn recorded(progress: &Progress) -> Progress {
    let mut progress = progress.clone();
    progress.reply.charges.iter_mut().for_each(|charge| charge.recorded = true);
    progress
}

/// A reply that brings no more than was there before is its failure.
pub(crate) fn with_something_new(reply: Reply) -> Result<Reply, Failure> {
    match reply.incomplete {
        Some(failure) if reply.charges.iter().all(|charge| charge.recorded) => Err(failure),
        _ => Ok(reply),
    }
}

/// How a job came into our hands.
pub(crate) enum Begun {
    Fresh,
    Rest(Box<Progress>),
    Stored(Box<queue::StoredAnswer>),
    Unknown(Box<Failure>, Box<Progress>),
}

impl Begun {
    pub(crate) async fn run(
        self,
        driver: &Driver,
        provider: &Connection,
        context: &RequestContext<'_>,
        cancel: &CancellationToken,
        watch: &queue::Watch,
    ) -> Result<Reply, Failure> {
        match self {
            Self::Fresh => driver.run(provider, context, cancel, watch).await,
            Self::Rest(progress) => driver.continue_request(provider, context, *progress, cancel, watch).await,
            Self::Stored(stored) => match stored.answer {
                Some(answer) => {
                    driver
                        .resume_from_response(provider, context, stored.progress, &answer.response(), cancel, watch)
                        .await
                }
                None => {
                    outcome_of(driver, provider, context, stored.progress, cancel, watch, Reason::OutcomeUnknown.into())
                        .await
                }
            },
            // Never sent again by itself; where the service can tell for free what became of it, it is asked.
            Self::Unknown(failure, progress) => {
                outcome_of(driver, provider, context, *progress, cancel, watch, *failure).await
            }
        }
    }
}

/// Asks for free what became of a request; where the service cannot be asked, what earlier calls brought is the reply.
async fn outcome_of(
    driver: &Driver,
    provider: &Connection,
    context: &RequestContext<'_>,
    progress: Progress,
    cancel: &CancellationToken,
    watch: &queue::Watch,
    otherwise: Failure,
) -> Result<Reply, Failure> {
    match driver.query_outcome(provider, context, progress.clone(), cancel, watch).await {
        Some(reply) => reply,
        None => Driver::what_is_known(provider, context, progress, otherwise),
    }
}

/// Largest file that a provider takes, in bytes, whichever of its limits is the tighter.
fn most_bytes(accepts: &Accepts) -> usize {
    let by_base64 = accepts.max_base64.map_or(usize::MAX, |most| most.saturating_sub(DATA_URL_HEAD) / 4 * 3);
    accepts.max_bytes.min(by_base64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tighter_limit_holds() {
        let accepts = Accepts {
            by: ImageBy::Bytes,
            formats: &["image/jpeg"],
            max_edge: 512,
            max_bytes: 5_000_000,
            max_base64: Some(4_000_000),
        };
        let most = most_bytes(&accepts);
        assert!(most.div_ceil(3) * 4 + DATA_URL_HEAD <= 4_000_000);
        assert_eq!(most_bytes(&Accepts { max_bytes: 1000, ..accepts }), 1000);
    }
}
