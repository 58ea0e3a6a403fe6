//! One request under way: its calls one after the other, the pauses between them, and when a call is made again. `http`
//! opens the connections; the service says what an answer means; the queue watches.

use super::adapter::{AccountInfo, Cost, HttpCall, HttpResponse, Step};
use super::http::{Http, Lost};
use super::observer::{Answered, Observer, Outgoing, Pause};
use super::pieces::Pieces;
use super::{AccountQuery, HttpAdapter, Mailbox, Progress, Reply, RequestContext, endpoint, json, retry, unreadable};
use crate::failure::{Again, Failure, Reason};
use crate::leaving;
use crate::trust;
use std::collections::HashSet;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Pages of a list that are asked for at most.
const MOST_PAGES: usize = 10;

/// One request under way.
pub(super) struct Run<'a> {
    pub http: &'a Http,
    pub adapter: &'a dyn HttpAdapter,
    pub context: &'a RequestContext<'a>,
    pub cancel: &'a CancellationToken,
    pub observer: &'a dyn Observer,
}

impl Run<'_> {
    pub async fn resume_from_response(
        &self,
        mut progress: Progress,
        answered: &HttpResponse,
    ) -> Result<Reply, Failure> {
        match self.adapter.next(self.context, &mut progress, answered) {
            Ok(Step::Done(reply)) => Ok(*reply),
            // The pause of a poll passed while the program was gone.
            Ok(Step::Call(call) | Step::Wait { then: call, .. }) => self.drive(progress, call).await,
            Ok(Step::Failed(failure)) => {
                let failure = worked_in_vain(failure, &progress);
                kept(progress, failure)
            }
            Err(failure) => {
                let failure = read_in_vain(timed(failure, answered), &progress, answered);
                let host = self.context.endpoint.host_str().unwrap_or_default();
                kept(progress, unreadable::shown(failure, answered, host, self.context.secrets))
            }
        }
    }

    pub async fn drive(&self, mut progress: Progress, first: HttpCall) -> Result<Reply, Failure> {
        let mut call = first;
        let mut tries = 1;
        // Polls for the outcome, one after the other, whose answers were of no use.
        let mut in_vain = 0;
        loop {
            let begun = Instant::now();
            let mut step = self.turn(&mut progress, &call, tries).await;
            if is_poll(&call, &progress) {
                // The time limit is one of the clock, however long the service takes to say that it is still at work.
                progress.waited_ms += begun.elapsed().as_millis() as u64;
                in_vain = if step.is_ok() { 0 } else { in_vain + 1 };
                step = step.or_else(|failure| self.poll_again(&mut progress, failure, in_vain));
                if let Err(failure) = step {
                    return kept(progress, failure);
                }
            }
            let failure = match step {
                Ok(Step::Done(reply)) => {
                    self.http.remember_form(self.context, progress.form);
                    return Ok(*reply);
                }
                Ok(Step::Call(next)) => {
                    (call, tries) = (next, 1);
                    continue;
                }
                Ok(Step::Wait { ms, then }) => {
                    (call, tries) = (then, 1);
                    progress.waited_ms += ms;
                    match self.outcome(ms, &mut progress).await {
                        Ok(None) => continue,
                        Ok(Some(reply)) => return Ok(reply),
                        Err(failure) => return kept(progress, failure),
                    }
                }
                Ok(Step::Failed(failure)) => {
                    let failure = worked_in_vain(failure, &progress);
                    return kept(progress, failure);
                }
                Err(failure) => failure,
            };
            let again = match retry::pause(&failure, call.cost, tries, retry::chance()) {
                Some(ms) if ms <= self.observer.longest_wait_ms() && self.worth_trying(&failure, &call) => {
                    self.sleep(ms, pause_for(&failure)).await
                }
                _ => Err(with_task(failure, &progress)),
            };
            call = match again.and_then(|()| self.adapter.rebuild(self.context, &mut progress, call)) {
                Ok(call) => call,
                Err(failure) => return kept(progress, failure),
            };
            tries += 1;
        }
    }

    /// What follows a poll that failed: the outcome is polled again, as long as there is hope.
    /// While the result may still be delivered, there is until the time limit.
    fn poll_again(&self, progress: &mut Progress, failure: Failure, in_vain: u32) -> Result<Step, Failure> {
        use Reason as R;
        // A service that does not know a task which it never confirmed says what became of it.
        let hope = match failure.reason {
            R::Network | R::ProviderUnavailable | R::RateLimited | R::Timeout | R::BadResponse => true,
            R::InvalidRequest => progress.polls > 0,
            _ => false,
        };
        if !hope || (self.context.mailbox.is_none() && in_vain >= retry::TRIES) {
            return Err(unsettled(failure, progress));
        }
        match self.adapter.next_poll(self.context, progress) {
            Some(Ok(Step::Wait { ms, then })) => {
                Ok(Step::Wait { ms: ms.max(failure.retry_after_ms.unwrap_or(0).min(retry::LONGEST_WAIT_MS)), then })
            }
            // The time is up; what the service last said of the task says more than that.
            Some(Ok(Step::Failed(_))) if failure.reason == R::InvalidRequest => Err(unsettled(failure, progress)),
            Some(later) => later,
            None => Err(unsettled(failure, progress)),
        }
    }

    /// Waits, unless the service delivers the outcome before the time is up. A delivery that says nothing new (the service
    /// repeats itself) or that cannot be read does not end the wait.
    async fn outcome(&self, ms: u64, progress: &mut Progress) -> Result<Option<Reply>, Failure> {
        let pause = self.sleep(ms, Pause::Working);
        tokio::pin!(pause);
        loop {
            let waited = match self.context.mailbox {
                None => Err((&mut pause).await),
                Some(mailbox) => tokio::select! {
                    biased;
                    waited = &mut pause => Err(waited),
                    body = mailbox.next() => Ok(body),
                },
            };
            let body = match waited {
                Ok(body) => body,
                Err(Ok(())) => return Ok(None),
                Err(Err(failure)) => return Err(unsettled(failure, progress)),
            };
            let response = HttpResponse {
                operation: Mailbox::OPERATION,
                cost: Cost::Free,
                status: 200,
                retry_after_ms: None,
                body,
            };
            match self.adapter.next(self.context, &mut progress.clone(), &response) {
                Ok(Step::Done(reply)) => {
                    // The service does not say it again: it is written down before anything is made of it.
                    self.observer.answered(&self.delivered(progress), &self.answer(&response, 0)).await?;
                    return Ok(Some(*reply));
                }
                Ok(Step::Failed(failure)) => return Err(worked_in_vain(failure, progress)),
                _ => {}
            }
        }
    }

    /// The call that a delivered result stands for: nothing left with it.
    fn delivered(&self, progress: &Progress) -> Outgoing {
        Outgoing {
            operation: Mailbox::OPERATION,
            host: String::new(),
            loopback: true,
            bytes: 0,
            cost: Cost::Free,
            tries: 1,
            progress: progress.clone(),
        }
    }

    /// An answer as it is kept.
    fn answer(&self, response: &HttpResponse, duration_ms: u64) -> Answered {
        let body = self.context.secrets.mask_answer(&json::decoded(&response.body));
        Answered { status: response.status, body, duration_ms }
    }

    /// A server on this computer that does not listen is not there; waiting a second does not start it. Work that costs
    /// nothing is the person's to ask for again.
    fn worth_trying(&self, failure: &Failure, call: &HttpCall) -> bool {
        let here = call.cost != Cost::Free && endpoint::is_loopback(&call.url);
        failure.reason != Reason::Network || !here
    }

    pub async fn query_account(&self, account_query: AccountQuery, first: HttpCall) -> Result<AccountInfo, Failure> {
        let mut tries = 1;
        loop {
            let outcome = match self.exchange(&Progress::default(), &first, tries).await {
                Ok(response) => {
                    let parsed = self.adapter.parse_account(self.context, account_query, &response);
                    parsed.map_err(|failure| self.shown(timed(failure, &response), &first, &response))
                }
                Err(failure) => Err(failure),
            };
            let failure = match outcome {
                Ok(info) => return Ok(self.learn_more(account_query, self.all_pages(account_query, info).await).await),
                Err(failure) => failure,
            };
            match retry::pause(&failure, first.cost, tries, retry::chance()) {
                Some(ms) if failure.reason != Reason::Network => self.sleep(ms, pause_for(&failure)).await?,
                _ => return Err(failure),
            }
            tries += 1;
        }
    }

    /// The rest of a list that comes in pages. A page that does not come ends it there.
    async fn all_pages(&self, account_query: AccountQuery, mut info: AccountInfo) -> AccountInfo {
        for _ in 0..MOST_PAGES {
            let Some(page) = info.next_page.take() else { break };
            let Some(Ok(call)) = self.adapter.next_page(self.context, &page) else { break };
            let Ok(response) = self.exchange(&Progress::default(), &call, 1).await else { break };
            let Ok(more) = self.adapter.parse_account(self.context, account_query, &response) else { break };
            let known: HashSet<String> = info.models.iter().map(|model| model.id.clone()).collect();
            info.models.extend(more.models.into_iter().filter(|model| !known.contains(&model.id)));
            info.next_page = more.next_page;
        }
        info
    }

    /// What further questions add. They are asked one after the other, for as long as something is missing.
    async fn learn_more(&self, account_query: AccountQuery, mut info: AccountInfo) -> AccountInfo {
        for call in self.adapter.learn_more(self.context, account_query, &info) {
            if info.models.iter().all(|model| model.sees.is_some()) {
                break;
            }
            let Ok(response) = self.exchange(&Progress::default(), &call, 1).await else { continue };
            if let Ok(mut more) = self.adapter.parse_account(self.context, account_query, &response) {
                for model in more.models.iter_mut().filter(|model| model.id.is_empty()) {
                    model.id = call.about_model.clone().unwrap_or_default();
                }
                info.complete(&more);
            }
        }
        info.seeing_first();
        info
    }

    /// One call and what its answer means.
    async fn turn(&self, progress: &mut Progress, call: &HttpCall, tries: u32) -> Result<Step, Failure> {
        let response = self.exchange(progress, call, tries).await?;
        let step = self.adapter.next(self.context, progress, &response);
        step.map_err(|failure| {
            let failure = read_in_vain(timed(failure, &response), progress, &response);
            self.shown(failure, call, &response)
        })
    }

    /// With what can be seen of an answer that cannot be read.
    fn shown(&self, failure: Failure, call: &HttpCall, response: &HttpResponse) -> Failure {
        unreadable::shown(failure, response, &trust::host(&call.url), self.context.secrets)
    }

    /// One call, watched.
    async fn exchange(&self, progress: &Progress, call: &HttpCall, tries: u32) -> Result<HttpResponse, Failure> {
        leaving::check(self.context.local_only, endpoint::is_loopback(&call.url), ("host", trust::host(&call.url)))?;
        let outgoing = Outgoing {
            operation: call.operation,
            host: trust::host(&call.url),
            loopback: endpoint::is_loopback(&call.url),
            bytes: call.body.as_ref().map_or(0, Vec::len),
            cost: call.cost,
            tries,
            progress: progress.clone(),
        };
        self.alive()?;
        self.observer.before_send(&outgoing).await?;
        let begun = Instant::now();
        let pieces = Pieces::new(self.context.secrets);
        let exchanged = tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Lost::after(Reason::Cancelled)),
            exchanged = self.http.exchange(call, &pieces) => exchanged,
            never = pieces.tell(self.observer) => match never {},
        };
        let duration_ms = begun.elapsed().as_millis() as u64;
        match exchanged {
            Ok(response) => {
                tracing::info!(
                    operation = call.operation,
                    host = outgoing.host,
                    status = response.status,
                    sent_bytes = outgoing.bytes,
                    received_bytes = response.body.len(),
                    duration_ms,
                    "answered"
                );
                self.observer.answered(&outgoing, &self.answer(&response, duration_ms)).await?;
                Ok(response)
            }
            Err(lost) => {
                tracing::warn!(
                    operation = call.operation,
                    host = outgoing.host,
                    reason = ?lost.failure.reason,
                    sent = lost.sent,
                    duration_ms,
                    "no answer"
                );
                // Of an answer that broke off, these are all the words that there will be.
                pieces.tell_now(self.observer);
                if !lost.sent {
                    self.observer.not_sent(&outgoing).await?;
                }
                Err(lost.failure)
            }
        }
    }

    /// Waits unless cancelled. Where nothing new is to be sent, nobody waits for another try; an outcome is waited for.
    async fn sleep(&self, ms: u64, why: Pause) -> Result<(), Failure> {
        let meanwhile = self.observer.waiting(ms, why);
        if why == Pause::Unavailable {
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(Reason::Cancelled.into()),
                () = self.observer.until_no_more() => return Err(Reason::Cancelled.into()),
                () = self.observer.may_try_again() => {}
            }
        }
        let pause = Duration::from_millis(ms).mul_f64(self.http.limits.pace);
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => return Err(Reason::Cancelled.into()),
            () = self.observer.until_no_more(), if why != Pause::Working => return Err(Reason::Cancelled.into()),
            () = tokio::time::sleep(pause) => {}
            () = async { meanwhile.await; std::future::pending().await } => {}
        }
        if why != Pause::Working {
            self.observer.goes_on();
        }
        Ok(())
    }

    fn alive(&self) -> Result<(), Failure> {
        if self.cancel.is_cancelled() { Err(Reason::Cancelled.into()) } else { Ok(()) }
    }
}

/// What earlier calls brought is not lost when a later one fails.
fn kept(progress: Progress, failure: Failure) -> Result<Reply, Failure> {
    if progress.reply.charges.is_empty() {
        return Err(failure);
    }
    Ok(Reply { incomplete: Some(failure), ..progress.reply })
}

/// A free poll for the outcome of a task.
fn is_poll(call: &HttpCall, progress: &Progress) -> bool {
    call.cost == Cost::Free && progress.task.is_some()
}

/// A request that was sent and perhaps taken is known to the service's support by the name of its task.
fn with_task(failure: Failure, progress: &Progress) -> Failure {
    match failure.reason {
        Reason::OutcomeUnknown | Reason::Timeout | Reason::BadResponse => {
            Failure { request_id: failure.request_id.or_else(|| progress.task.clone()), ..failure }
        }
        _ => failure,
    }
}

/// Where only the poll for the outcome of a sent task failed, the task itself may well have been done: it can be
/// asked after again.
fn unsettled(failure: Failure, progress: &Progress) -> Failure {
    let again = match failure.reason {
        Reason::InvalidRequest if progress.polls > 0 => Again::MayCostTwice,
        Reason::ContentBlocked | Reason::ServiceRefusedImage => Again::MayCostTwice,
        reason if reason.is_verdict() => return failure,
        _ => Again::IsFree,
    };
    let lost = matches!(failure.reason, Reason::Network | Reason::ProviderUnavailable | Reason::RateLimited);
    let reason = if lost { Reason::OutcomeUnknown } else { failure.reason };
    let request_id = failure.request_id.or_else(|| progress.task.clone());
    Failure { reason, request_id, again: Some(again), ..failure }
}

/// A service that answers a call which may be charged with success, and then with nothing that can be read or with a refusal
/// to say what it saw, may have counted it: the model has looked at the picture, and no service documents that this is free.
fn read_in_vain(failure: Failure, progress: &Progress, response: &HttpResponse) -> Failure {
    let counted = response.cost == Cost::MayCharge && (200..=299).contains(&response.status);
    let again = match failure.reason {
        Reason::BadResponse if progress.task.is_some() => Again::IsFree,
        Reason::BadResponse | Reason::ContentBlocked => Again::MayCostTwice,
        _ => return failure,
    };
    if counted { Failure { again: failure.again.or(Some(again)), ..failure } } else { failure }
}

/// A task that was taken and came to nothing may have been counted: no service documents that this is free.
fn worked_in_vain(failure: Failure, progress: &Progress) -> Failure {
    let again = failure.again.or_else(|| progress.task.is_some().then_some(Again::MayCostTwice));
    Failure { again, ..failure }
}

/// The wait that the answer asks for, added to what its reader found wrong.
fn timed(mut failure: Failure, response: &HttpResponse) -> Failure {
    if matches!(failure.reason, Reason::RateLimited | Reason::ProviderUnavailable) {
        let asked = || response.retry_after_ms.or_else(|| retry::asked_by_body(&response.body));
        failure.retry_after_ms = failure.retry_after_ms.or_else(asked);
    }
    failure
}

fn pause_for(failure: &Failure) -> Pause {
    if failure.reason == Reason::RateLimited { Pause::RateLimited } else { Pause::Unavailable }
}
