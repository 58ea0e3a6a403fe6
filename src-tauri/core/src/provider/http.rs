//! The one place from which a service is called: limits of time and size, no redirect with a key, cancelling, and the
//! difference between a call that never left this computer and one whose outcome nobody knows.
//!
//! It logs operation, host, status, size and time; never a body, a header or an address's query. It writes no database:
//! the queue watches through [`Observer`] and is told *before* the first byte leaves.

use super::publish::{self, Doors, Errand};
use super::service::{Cost, HttpCall, HttpResponse, Knowledge, Method, Step};
use super::{Ask, ImageBy, Inquiry, Mailbox, Means, Progress, Provider, Reply, Service, endpoint, error, retry};
use crate::compose;
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use futures::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use std::io::ErrorKind;
use std::time::{Duration, Instant, SystemTime};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Bounds of one call and of one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest that reaching the host may take.
    pub connect: Duration,
    /// Longest silence while an answer is awaited or read.
    pub silence: Duration,
    /// Longest that one call may take in all.
    pub call: Duration,
    /// Largest answer in bytes.
    pub body: usize,
    /// Factor on every pause (back-off, polling); 1 except in tests.
    pub pace: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(90),
            call: Duration::from_secs(300),
            body: 8 << 20,
            pace: 1.0,
        }
    }
}

/// What a call is, for those who watch: nothing secret, no picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The service's operation.
    pub operation: &'static str,
    /// Host and, where it is unusual, port.
    pub host: String,
    /// Size of the body in bytes.
    pub bytes: usize,
    /// Whether it may cost something.
    pub cost: Cost,
    /// 1 for the first time that this call is made.
    pub tries: u32,
    /// What is known of the request so far; enough to ask for its outcome later.
    pub progress: Progress,
}

/// An answer as it arrived, before anything was made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// The body, without secrets; invalid UTF-8 replaced.
    pub body: String,
    /// From the first byte sent to the last received, in milliseconds.
    pub duration_ms: u64,
}

/// Why nothing happens for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// The service asked to slow down.
    RateLimited,
    /// The service or the way to it is out of order.
    Unavailable,
    /// The service is at work; it will be asked again.
    Working,
}

/// What a stored answer needs before it is words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is all that will come.
    Nothing,
    /// Further calls; what was paid for so far are words already.
    Calls,
    /// The outcome, which has to be asked for.
    Outcome,
}

/// Who watches a request. What these futures do is done before the request goes on; a failure ends it.
pub trait Observer: Send + Sync {
    /// The call is about to leave: from now on it may be charged.
    fn before_send<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>>;
    /// The call never left this computer; nothing was charged.
    fn not_sent<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>>;
    /// An answer arrived whole.
    fn answered<'a>(&'a self, call: &'a Outgoing, answer: &'a Answered) -> BoxFuture<'a, Result<(), Failure>>;
    /// Nothing will happen for this many milliseconds.
    fn waiting(&self, ms: u64, why: Pause);
}

/// Watches nothing: for questions that are free.
pub struct Unwatched;

impl Observer for Unwatched {
    fn before_send<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
    fn not_sent<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
    fn answered<'a>(&'a self, _: &'a Outgoing, _: &'a Answered) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
    fn waiting(&self, _: u64, _: Pause) {}
}

/// The connections, shared by all requests of a process.
pub struct Http {
    remote: reqwest::Client,
    /// For this computer itself: never through a proxy, which would carry the picture out.
    loopback: reqwest::Client,
    doors: Doors,
    limits: Limits,
}

impl Http {
    /// Connections with these limits.
    ///
    /// # Errors
    /// `Internal` where the system gives no TLS configuration.
    pub fn new(limits: Limits) -> Result<Self, Failure> {
        let build = |builder: reqwest::ClientBuilder| {
            builder
                .user_agent(concat!("Altsmith/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .connect_timeout(limits.connect)
                // A connection that the service may just be closing makes a sent request's outcome unknown.
                .pool_idle_timeout(Duration::from_secs(10))
                .build()
                .map_err(|_| Failure::new(Reason::Internal))
        };
        let remote = build(reqwest::Client::builder())?;
        let loopback = build(reqwest::Client::builder().no_proxy())?;
        Ok(Self { remote, loopback, doors: Doors::default(), limits })
    }

    /// One request, from its first call to its reply.
    ///
    /// Where a later call of several fails, what the earlier ones brought is the reply and says so
    /// ([`Reply::incomplete`]).
    ///
    /// # Errors
    /// A [`Failure`] without secrets in it. `OutcomeUnknown` and `Timeout` mean that the request may have been charged.
    pub async fn run(
        &self,
        provider: &Provider,
        ask: &Ask<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        finish(self.request(provider, ask, cancel, observer).await, provider, ask)
    }

    async fn request(
        &self,
        provider: &Provider,
        ask: &Ask<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let service = preflight(provider, ask)?;
        if provider.descriptor.accepts.by != ImageBy::Url {
            let mut progress = Progress::default();
            let call = service.start(ask, &mut progress)?;
            return Run { http: self, service, ask, cancel, observer }.drive(progress, call).await;
        }
        let published = publish::publish(self, ask, cancel).await?;
        let mut progress = Progress { stored: published.stored(), ..Progress::default() };
        let with_address = published.ask(ask);
        let result = match service.start(&with_address, &mut progress) {
            Ok(call) => Run { http: self, service, ask: &with_address, cancel, observer }.drive(progress, call).await,
            Err(failure) => Err(failure),
        };
        published.withdraw(self, ask).await;
        result
    }

    /// Asks what became of a request that was sent and never answered. None: the service cannot be asked.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn resume(
        &self,
        provider: &Provider,
        ask: &Ask<'_>,
        progress: Progress,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Option<Result<Reply, Failure>> {
        let Means::Http(service) = provider.means else { return None };
        let stored = progress.stored.clone();
        let result = match service.resume(ask, &progress)? {
            Ok(call) => Run { http: self, service, ask, cancel, observer }.drive(progress, call).await,
            Err(failure) => Err(failure),
        };
        if let Some(name) = stored {
            publish::sweep(self, ask, &name).await;
        }
        Some(finish(result, provider, ask))
    }

    /// Goes on from an answer that was stored before the program ended: what was sent and answered is not sent again.
    /// `progress` is what was known before that answer.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn go_on(
        &self,
        provider: &Provider,
        ask: &Ask<'_>,
        progress: Progress,
        answered: &HttpResponse,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let Means::Http(service) = provider.means else { return Err(Reason::Internal.into()) };
        let run = Run { http: self, service, ask, cancel, observer };
        finish(run.go_on(progress, answered).await, provider, ask)
    }

    /// What it takes to go on from an answer that was stored before the program ended. Calls nobody.
    pub fn needs(provider: &Provider, ask: &Ask<'_>, progress: &Progress, answered: &HttpResponse) -> Needs {
        let Means::Http(service) = provider.means else { return Needs::Nothing };
        let mut progress = progress.clone();
        let more = match service.next(ask, &mut progress, answered) {
            Ok(Step::Call(_) | Step::Wait { .. }) => true,
            // The next call could not be made without the picture or without the key.
            Err(failure) => matches!(failure.reason, Reason::Internal | Reason::KeyMissing),
            Ok(Step::Done(_) | Step::Failed(_)) => false,
        };
        match (more, progress.reply.charges.is_empty()) {
            (false, _) => Needs::Nothing,
            (true, false) => Needs::Calls,
            (true, true) => Needs::Outcome,
        }
    }

    /// Whether the service can be asked for free what became of a request.
    pub fn can_resume(provider: &Provider, ask: &Ask<'_>, progress: &Progress) -> bool {
        matches!(provider.means, Means::Http(service) if service.resume(ask, progress).is_some())
    }

    /// What earlier calls of a request brought, where nothing can find out the rest: it was paid for. `otherwise` says
    /// why there is no more, and is the outcome where they brought nothing.
    ///
    /// # Errors
    /// `otherwise`.
    pub fn what_is_known(
        provider: &Provider,
        ask: &Ask<'_>,
        progress: Progress,
        otherwise: Failure,
    ) -> Result<Reply, Failure> {
        let paid = !progress.reply.charges.is_empty();
        let reply = if paid { Ok(Reply { incomplete: Some(otherwise), ..progress.reply }) } else { Err(otherwise) };
        finish(reply, provider, ask)
    }

    /// A free question. None: the service has no such question.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn inquire(
        &self,
        provider: &Provider,
        ask: &Ask<'_>,
        inquiry: Inquiry,
        cancel: &CancellationToken,
    ) -> Option<Result<Knowledge, Failure>> {
        let Means::Http(service) = provider.means else { return None };
        let learned = match service.inquire(ask, inquiry)? {
            Ok(call) => {
                let run = Run { http: self, service, ask, cancel, observer: &Unwatched };
                run.learn(inquiry, call).await
            }
            Err(failure) => Err(failure),
        };
        Some(learned.map_err(|failure| error::wash(named(failure, provider), ask.secrets)))
    }

    fn client(&self, url: &Url) -> &reqwest::Client {
        if endpoint::is_loopback(url) { &self.loopback } else { &self.remote }
    }

    /// The doors of this computer that are open.
    pub(super) fn doors(&self) -> &Doors {
        &self.doors
    }

    /// Lays a picture into the person's bucket or takes it away.
    pub(super) async fn transfer(
        &self,
        ask: &Ask<'_>,
        errand: Errand,
        image: Option<&Prepared>,
    ) -> Result<(), Failure> {
        if ask.local_only && !endpoint::is_loopback(&errand.url) {
            return Err(Failure::new(Reason::LocalOnly).with("host", errand.url.host_str().unwrap_or_default()));
        }
        let mut request = self.client(&errand.url).request(errand.method, errand.url);
        if let Some(image) = image {
            request = request.header(CONTENT_TYPE, image.mime).body(image.bytes.clone());
        }
        // Taking away also happens after a cancel, which is not to wait long for it.
        let limit = if image.is_some() { self.limits.call } else { self.limits.connect };
        let sent = tokio::time::timeout(limit, request.send()).await;
        let sent = sent.map_err(|_| Failure::new(Reason::Timeout))?;
        let response = sent.map_err(|error| lost(&error, Cost::Free).failure)?;
        let status = response.status().as_u16();
        let reason = match status {
            200..=299 => return Ok(()),
            401 | 403 => Reason::KeyRejected,
            404 => Reason::SettingInvalid,
            500..=599 => Reason::ProviderUnavailable,
            _ => Reason::InvalidRequest,
        };
        Err(Failure::new(reason).with("status", status).with("key", "s3_bucket"))
    }
}

/// What can be refused before anything is made ready.
fn preflight(provider: &Provider, ask: &Ask<'_>) -> Result<&'static dyn Service, Failure> {
    let Means::Http(service) = provider.means else { return Err(Reason::Internal.into()) };
    secrets_present(provider, ask)?;
    provider.check_model(&ask.request.model)?;
    let described = &provider.descriptor;
    let languages = described.languages_of(&ask.request.model);
    let wanted = primary(&ask.request.language);
    // No language asked for: the service's own default.
    let known = languages.is_empty() || wanted.is_empty() || languages.contains(&wanted);
    if !known {
        let failure = Failure::new(Reason::LanguageUnknown).with("language", &ask.request.language);
        return Err(failure.with("languages", languages.join(", ")));
    }
    match described.accepts.by {
        ImageBy::Url if !publish::possible(ask) => Err(Reason::NeedsPublicUrl.into()),
        ImageBy::Bytes if ask.image.is_none() => Err(Failure::new(Reason::Internal).with("problem", "no picture")),
        _ => Ok(service),
    }
}

fn secrets_present(provider: &Provider, ask: &Ask<'_>) -> Result<(), Failure> {
    provider.descriptor.secrets.iter().filter(|field| field.required).try_for_each(|field| {
        ask.secrets.expose(field.name)?;
        Ok(())
    })
}

/// The primary tag of a language (`zh` of `zh-Hant-TW`).
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// Takes secrets out of whatever came back, names the provider in what went wrong, and makes plain words of a description
/// that came alone: an alt text is what everybody asks for.
fn finish(result: Result<Reply, Failure>, provider: &Provider, ask: &Ask<'_>) -> Result<Reply, Failure> {
    let name = |failure: Failure| error::wash(named(failure, provider), ask.secrets);
    let mut reply = result.map_err(name)?;
    if reply.alt.is_none() {
        let plain = reply.description.as_deref().map(compose::plain_from_markdown);
        reply.alt = plain.filter(|alt| !alt.is_empty());
    }
    let mask = |text: &mut String| *text = ask.secrets.mask_answer(text);
    let texts = [&mut reply.alt, &mut reply.description, &mut reply.title, &mut reply.raw, &mut reply.decorative];
    texts.into_iter().flatten().for_each(mask);
    reply.tags.iter_mut().for_each(mask);
    reply.request_id = reply.request_id.map(|id| error::clean(&ask.secrets.mask(&id)));
    for charge in &mut reply.charges {
        charge.request_id = charge.request_id.take().map(|id| error::clean(&ask.secrets.mask(&id)));
    }
    reply.incomplete = reply.incomplete.map(name);
    Ok(reply)
}

/// The failure with whose it is, unless that is known: a bucket's is not the service's.
fn named(failure: Failure, provider: &Provider) -> Failure {
    if failure.about.contains_key("provider") { failure } else { failure.with("provider", provider.descriptor.name) }
}

/// One request under way.
struct Run<'a> {
    http: &'a Http,
    service: &'a dyn Service,
    ask: &'a Ask<'a>,
    cancel: &'a CancellationToken,
    observer: &'a dyn Observer,
}

impl Run<'_> {
    async fn go_on(&self, mut progress: Progress, answered: &HttpResponse) -> Result<Reply, Failure> {
        match self.service.next(self.ask, &mut progress, answered) {
            Ok(Step::Done(reply)) => Ok(*reply),
            // The pause of a poll passed while the program was gone.
            Ok(Step::Call(call) | Step::Wait { then: call, .. }) => self.drive(progress, call).await,
            Ok(Step::Failed(failure)) => kept(progress, failure),
            Err(failure) => kept(progress, timed(failure, answered)),
        }
    }

    async fn drive(&self, mut progress: Progress, first: HttpCall) -> Result<Reply, Failure> {
        let mut call = first;
        let mut tries = 1;
        loop {
            let failure = match self.turn(&mut progress, &call, tries).await {
                Ok(Step::Done(reply)) => return Ok(*reply),
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
                Ok(Step::Failed(failure)) => return kept(progress, failure),
                Err(failure) => failure,
            };
            let again = match retry::pause(&failure, call.cost, tries, retry::chance()) {
                Some(ms) if self.worth_trying(&failure, &call) => self.sleep(ms, pause_for(&failure)).await,
                _ => Err(unsettled(failure, &call, &progress)),
            };
            call = match again.and_then(|()| self.service.again(self.ask, &mut progress, call)) {
                Ok(call) => call,
                Err(failure) => return kept(progress, failure),
            };
            tries += 1;
        }
    }

    /// Waits, unless the service delivers the outcome before the time is up. A delivery that says nothing new (the service
    /// repeats itself) or that cannot be read does not end the wait.
    async fn outcome(&self, ms: u64, progress: &mut Progress) -> Result<Option<Reply>, Failure> {
        let pause = self.sleep(ms, Pause::Working);
        tokio::pin!(pause);
        loop {
            let Some(mailbox) = self.ask.mailbox else { return pause.await.map(|()| None) };
            let body = tokio::select! {
                biased;
                waited = &mut pause => return waited.map(|()| None),
                body = mailbox.next() => body,
            };
            let response = HttpResponse {
                operation: Mailbox::OPERATION,
                cost: Cost::Free,
                status: 200,
                retry_after_ms: None,
                body,
            };
            match self.service.next(self.ask, &mut progress.clone(), &response) {
                Ok(Step::Done(reply)) => return Ok(Some(*reply)),
                Ok(Step::Failed(failure)) => return Err(failure),
                _ => {}
            }
        }
    }

    /// A server on this computer that does not listen is not there; waiting a second does not start it.
    fn worth_trying(&self, failure: &Failure, call: &HttpCall) -> bool {
        !(failure.reason == Reason::Network && call.cost == Cost::MayCharge && endpoint::is_loopback(&call.url))
    }

    async fn learn(&self, inquiry: Inquiry, first: HttpCall) -> Result<Knowledge, Failure> {
        let mut tries = 1;
        loop {
            let outcome = match self.exchange(&Progress::default(), &first, tries).await {
                Ok(response) => self.service.learn(self.ask, inquiry, &response).map_err(|f| timed(f, &response)),
                Err(failure) => Err(failure),
            };
            let failure = match outcome {
                Ok(knowledge) => return Ok(knowledge),
                Err(failure) => failure,
            };
            match retry::pause(&failure, first.cost, tries, retry::chance()) {
                Some(ms) if failure.reason != Reason::Network => self.sleep(ms, pause_for(&failure)).await?,
                _ => return Err(failure),
            }
            tries += 1;
        }
    }

    /// One call and what its answer means.
    async fn turn(&self, progress: &mut Progress, call: &HttpCall, tries: u32) -> Result<Step, Failure> {
        let response = self.exchange(progress, call, tries).await?;
        self.service.next(self.ask, progress, &response).map_err(|failure| timed(failure, &response))
    }

    /// One call, watched.
    async fn exchange(&self, progress: &Progress, call: &HttpCall, tries: u32) -> Result<HttpResponse, Failure> {
        if self.ask.local_only && !endpoint::is_loopback(&call.url) {
            return Err(Failure::new(Reason::LocalOnly).with("host", host(call)));
        }
        let outgoing = Outgoing {
            operation: call.operation,
            host: host(call),
            bytes: call.body.as_ref().map_or(0, Vec::len),
            cost: call.cost,
            tries,
            progress: progress.clone(),
        };
        self.alive()?;
        self.observer.before_send(&outgoing).await?;
        let begun = Instant::now();
        let exchanged = tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Lost::after(Reason::Cancelled)),
            exchanged = self.http.exchange(call) => exchanged,
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
                let body = self.ask.secrets.mask_answer(&String::from_utf8_lossy(&response.body));
                let answer = Answered { status: response.status, body, duration_ms };
                self.observer.answered(&outgoing, &answer).await?;
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
                if !lost.sent {
                    self.observer.not_sent(&outgoing).await?;
                }
                Err(lost.failure)
            }
        }
    }

    /// Waits unless cancelled.
    async fn sleep(&self, ms: u64, why: Pause) -> Result<(), Failure> {
        self.observer.waiting(ms, why);
        let pause = Duration::from_millis(ms).mul_f64(self.http.limits.pace);
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Reason::Cancelled.into()),
            () = tokio::time::sleep(pause) => Ok(()),
        }
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

/// Where only the question after the outcome of a sent task failed, the task itself may well have been done. The task's
/// name is what the service's support can look for.
fn unsettled(mut failure: Failure, call: &HttpCall, progress: &Progress) -> Failure {
    if call.cost == Cost::Free || matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout) {
        failure.request_id = failure.request_id.or_else(|| progress.task.clone());
    }
    let lost = matches!(failure.reason, Reason::Network | Reason::ProviderUnavailable | Reason::RateLimited);
    if call.cost == Cost::Free && progress.task.is_some() && lost {
        return Failure { reason: Reason::OutcomeUnknown, ..failure };
    }
    failure
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

fn host(call: &HttpCall) -> String {
    let name = call.url.host_str().unwrap_or_default();
    call.url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// A call without an answer.
struct Lost {
    failure: Failure,
    /// Some of it may have left this computer.
    sent: bool,
}

impl Lost {
    fn before(reason: Reason) -> Self {
        Self { failure: reason.into(), sent: false }
    }
    fn after(reason: Reason) -> Self {
        Self { failure: Failure::new(reason), sent: true }
    }
}

impl Http {
    /// One call: everything before the last byte of the answer, within the limits.
    async fn exchange(&self, call: &HttpCall) -> Result<HttpResponse, Lost> {
        let whole = async {
            let response = self.send(call).await?;
            let status = response.status().as_u16();
            let retry_after_ms = asked_wait(response.headers());
            let body = self.read(response, call).await?;
            Ok(HttpResponse { operation: call.operation, cost: call.cost, status, retry_after_ms, body })
        };
        tokio::time::timeout(self.limits.call, whole).await.unwrap_or_else(|_| Err(Lost::after(Reason::Timeout)))
    }

    async fn send(&self, call: &HttpCall) -> Result<reqwest::Response, Lost> {
        let method = match call.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut request = self.client(&call.url).request(method, call.url.clone());
        for header in &call.headers {
            request = request.header(header.name, header.value.clone());
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        // Reaching the host has its own limit; silence is counted on top of it.
        let limit = self.limits.connect + self.limits.silence;
        match tokio::time::timeout(limit, request.send()).await {
            Ok(sent) => sent.map_err(|error| lost(&error, call.cost)),
            Err(_) => Err(Lost::after(Reason::Timeout)),
        }
    }

    async fn read(&self, mut response: reqwest::Response, call: &HttpCall) -> Result<Vec<u8>, Lost> {
        let too_large = || Lost { failure: super::answer::bad("size").with("limit", self.limits.body), sent: true };
        if response.content_length().is_some_and(|length| length > self.limits.body as u64) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        loop {
            let chunk = tokio::time::timeout(self.limits.silence, response.chunk()).await;
            let chunk = chunk.map_err(|_| Lost::after(Reason::Timeout))?;
            let Some(chunk) = chunk.map_err(|error| lost(&error, call.cost))? else { return Ok(body) };
            if body.len() + chunk.len() > self.limits.body {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
    }
}

fn asked_wait(headers: &HeaderMap) -> Option<u64> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    retry::asked_by_headers(text("retry-after-ms"), text("retry-after"), SystemTime::now())
}

/// What it means that the connection failed. Only what failed while connecting cannot have been charged.
fn lost(error: &reqwest::Error, cost: Cost) -> Lost {
    if error.is_builder() {
        return Lost::before(Reason::EndpointInvalid);
    }
    if error.is_connect() {
        return Lost::before(if is_tls(error) { Reason::TlsFailed } else { Reason::Network });
    }
    match cost {
        _ if error.is_timeout() => Lost::after(Reason::Timeout),
        Cost::MayCharge => Lost::after(Reason::OutcomeUnknown),
        Cost::Free => Lost::after(Reason::Network),
    }
}

/// Whether a connection failed on its certificate or its handshake.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        // rustls reports its own errors as invalid data, and a peer that hangs up in the handshake as an early end.
        if io.is_some_and(|io| matches!(io.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)) {
            return true;
        }
        // The source of an `io::Error` is not the error that it wraps but what lies behind that.
        let wrapped = io.and_then(std::io::Error::get_ref).map(|inner| inner as &(dyn std::error::Error + 'static));
        cause = wrapped.or_else(|| error.source());
    }
    false
}
