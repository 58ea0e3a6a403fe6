//! The one place from which a service is called: limits of time and size, no redirect with a key, cancelling, and the
//! difference between a call that never left this computer and one whose outcome nobody knows.
//!
//! It logs operation, host, status, size and time; never a body, a header or an address's query. It writes no database:
//! the queue watches through [`Observer`] and is told *before* the first byte leaves.

use super::adapter::{AccountInfo, Cost, HttpCall, HttpResponse, Method, Step};
use super::publish::{self, CallbackServers, S3Request};
use super::run::Run;
use super::{
    AccountQuery, Backend, HttpAdapter, ImageBy, Progress, Provider, Reply, RequestContext, endpoint, error, retry,
};
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

/// Longest silence of a free question: it is answered from what the service knows, and another one can be asked.
const FREE_CALL_SILENCE: Duration = Duration::from_secs(30);
/// Longest that taking a picture away again may hold up a cancelled request.
const AFTER_CANCEL: Duration = Duration::from_secs(1);

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
    /// It is this computer itself.
    pub loopback: bool,
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
    /// A wait for the limit, or for a service that was out of order, is over.
    fn goes_on(&self) {}
    /// An object of this name is about to be laid in the person's bucket, which has this address.
    fn before_upload<'a>(&'a self, _name: &'a str, _place: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
    /// It was taken away again.
    fn upload_removed<'a>(&'a self, _name: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
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
    callback_servers: CallbackServers,
    pub(super) limits: Limits,
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
        Ok(Self { remote, loopback, callback_servers: CallbackServers::default(), limits })
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
        context: &RequestContext<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        finish(self.request(provider, context, cancel, observer).await, provider, context)
    }

    async fn request(
        &self,
        provider: &Provider,
        context: &RequestContext<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let adapter = preflight(provider, context)?;
        if provider.descriptor.accepts.by != ImageBy::Url {
            let mut progress = Progress::default();
            let call = adapter.start(context, &mut progress)?;
            return Run { http: self, adapter, context, cancel, observer }.drive(progress, call).await;
        }
        let published = publish::publish(self, context, cancel, observer).await?;
        let mut progress = Progress::default();
        let with_address = published.context(context);
        let result = match adapter.start(&with_address, &mut progress) {
            Ok(call) => {
                Run { http: self, adapter, context: &with_address, cancel, observer }.drive(progress, call).await
            }
            Err(failure) => Err(failure),
        };
        published.withdraw(self, context, observer, self.patience(cancel)).await;
        result
    }

    /// The calls of a request that are missing, after those that `progress` tells of.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn continue_request(
        &self,
        provider: &Provider,
        context: &RequestContext<'_>,
        progress: Progress,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let adapter = preflight(provider, context)?;
        let call = adapter.continue_request(context, &progress)?;
        finish(Run { http: self, adapter, context, cancel, observer }.drive(progress, call).await, provider, context)
    }

    /// Asks what became of a request that was sent and never answered. None: the service cannot be asked.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn query_outcome(
        &self,
        provider: &Provider,
        context: &RequestContext<'_>,
        progress: Progress,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Option<Result<Reply, Failure>> {
        let Backend::Http(adapter) = provider.backend else { return None };
        let result = match adapter.outcome_call(context, &progress)? {
            Ok(call) => Run { http: self, adapter, context, cancel, observer }.drive(progress, call).await,
            Err(failure) => Err(failure),
        };
        Some(finish(result, provider, context))
    }

    /// Goes on from an answer that was stored before the program ended: what was sent and answered is not sent again.
    /// `progress` is what was known before that answer.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn resume_from_response(
        &self,
        provider: &Provider,
        context: &RequestContext<'_>,
        progress: Progress,
        answered: &HttpResponse,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let Backend::Http(adapter) = provider.backend else { return Err(Reason::Internal.into()) };
        let run = Run { http: self, adapter, context, cancel, observer };
        finish(run.resume_from_response(progress, answered).await, provider, context)
    }

    /// Takes away what a run of the program that is gone left in the person's bucket. False where it may still be there.
    pub async fn remove_upload(&self, context: &RequestContext<'_>, name: &str, place: &str) -> bool {
        publish::remove_upload(self, context, (name, place), self.limits.connect).await
    }

    /// What it takes to go on from an answer that was stored before the program ended. Calls nobody.
    pub fn needs(
        provider: &Provider,
        context: &RequestContext<'_>,
        progress: &Progress,
        answered: &HttpResponse,
    ) -> Needs {
        let Backend::Http(adapter) = provider.backend else { return Needs::Nothing };
        let mut progress = progress.clone();
        let more = match adapter.next(context, &mut progress, answered) {
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
    pub fn can_query_outcome(provider: &Provider, context: &RequestContext<'_>, progress: &Progress) -> bool {
        matches!(provider.backend, Backend::Http(adapter) if adapter.outcome_call(context, progress).is_some())
    }

    /// What earlier calls of a request brought, where nothing can find out the rest: it was paid for. `otherwise` says
    /// why there is no more, and is the outcome where they brought nothing.
    ///
    /// # Errors
    /// `otherwise`.
    pub fn what_is_known(
        provider: &Provider,
        context: &RequestContext<'_>,
        progress: Progress,
        otherwise: Failure,
    ) -> Result<Reply, Failure> {
        let paid = !progress.reply.charges.is_empty();
        let reply = if paid { Ok(Reply { incomplete: Some(otherwise), ..progress.reply }) } else { Err(otherwise) };
        finish(reply, provider, context)
    }

    /// A free question. None: the service has no such question.
    ///
    /// # Errors
    /// As [`Http::run`].
    pub async fn query_account(
        &self,
        provider: &Provider,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
        cancel: &CancellationToken,
    ) -> Option<Result<AccountInfo, Failure>> {
        let Backend::Http(adapter) = provider.backend else { return None };
        let learned = match adapter.account_call(context, account_query)? {
            Ok(call) => {
                let run = Run { http: self, adapter, context, cancel, observer: &Unwatched };
                run.query_account(account_query, call).await
            }
            Err(failure) => Err(failure),
        };
        let learned = learned.map(|info| error::wash_account(info, context.secrets));
        Some(learned.map_err(|failure| error::wash(named(failure, provider), context.secrets)))
    }

    /// How long taking something away again may hold up the end of a request.
    pub(super) fn patience(&self, cancel: &CancellationToken) -> Duration {
        if cancel.is_cancelled() { AFTER_CANCEL.min(self.limits.connect) } else { self.limits.connect }
    }

    fn client(&self, url: &Url) -> &reqwest::Client {
        if endpoint::is_loopback(url) { &self.loopback } else { &self.remote }
    }

    /// The doors of this computer that are open.
    pub(super) fn callback_servers(&self) -> &CallbackServers {
        &self.callback_servers
    }

    /// Lays a picture into the person's bucket or takes it away, within this time.
    pub(super) async fn transfer(
        &self,
        context: &RequestContext<'_>,
        s3_request: S3Request,
        image: Option<&Prepared>,
        patience: Duration,
    ) -> Result<(), Failure> {
        if context.local_only && !endpoint::is_loopback(&s3_request.url) {
            return Err(Failure::new(Reason::LocalOnly).with("host", s3_request.url.host_str().unwrap_or_default()));
        }
        let (operation, host) = (s3_request.operation, s3_request.url.host_str().unwrap_or_default().to_owned());
        let begun = Instant::now();
        let mut request = self.client(&s3_request.url).request(s3_request.method, s3_request.url);
        if let Some(image) = image {
            request = request.header(CONTENT_TYPE, image.mime).body(image.bytes.clone());
        }
        let sent = async { request.send().await.map_err(|error| lost(&error, Cost::Free).failure) };
        let sent = tokio::time::timeout(patience, sent).await;
        let sent = sent.unwrap_or_else(|_| Err(Failure::new(Reason::Timeout)));
        let duration_ms = begun.elapsed().as_millis() as u64;
        let response = sent.inspect_err(|failure| {
            tracing::warn!(operation, host, reason = ?failure.reason, duration_ms, "no answer");
        })?;
        let status = response.status().as_u16();
        let sent_bytes = image.map_or(0, |image| image.bytes.len());
        tracing::info!(operation, host, status, sent_bytes, duration_ms, "answered");
        let reason = match status {
            200..=299 => return Ok(()),
            401 | 403 => Reason::KeyRejected,
            500..=599 => Reason::ProviderUnavailable,
            // Not the service's verdict on a picture: it never got one.
            _ => Reason::SettingInvalid,
        };
        Err(Failure::new(reason).with("status", status).with("key", "s3_bucket"))
    }
}

/// What can be refused before anything is made ready.
fn preflight(provider: &Provider, context: &RequestContext<'_>) -> Result<&'static dyn HttpAdapter, Failure> {
    let Backend::Http(adapter) = provider.backend else { return Err(Reason::Internal.into()) };
    secrets_present(provider, context)?;
    provider.check_model(&context.request.model)?;
    let described = &provider.descriptor;
    let languages = described.languages_of(&context.request.model);
    let wanted = primary(&context.request.language);
    // No language asked for: the service's own default.
    let known = languages.is_empty() || wanted.is_empty() || languages.contains(&wanted);
    if !known {
        let failure = Failure::new(Reason::LanguageUnknown).with("language", &context.request.language);
        return Err(failure.with("languages", languages.join(", ")));
    }
    match described.accepts.by {
        ImageBy::Url if !publish::possible(context) => Err(Reason::NeedsPublicUrl.into()),
        ImageBy::Bytes if context.image.is_none() => Err(Failure::new(Reason::Internal).with("problem", "no picture")),
        _ => Ok(adapter),
    }
}

fn secrets_present(provider: &Provider, context: &RequestContext<'_>) -> Result<(), Failure> {
    provider.descriptor.secrets.iter().filter(|field| field.required).try_for_each(|field| {
        context.secrets.expose(field.name)?;
        Ok(())
    })
}

/// The primary tag of a language (`zh` of `zh-Hant-TW`).
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// Takes secrets out of whatever came back, names the provider in what went wrong, and makes plain words of a description
/// that came alone: an alt text is what everybody asks for.
fn finish(result: Result<Reply, Failure>, provider: &Provider, context: &RequestContext<'_>) -> Result<Reply, Failure> {
    let name = |failure: Failure| error::wash(named(failure, provider), context.secrets);
    let mut reply = result.map_err(name)?;
    if reply.alt.is_none() {
        let plain = reply.description.as_deref().map(compose::plain_from_markdown);
        reply.alt = plain.filter(|alt| !alt.is_empty());
    }
    let mask = |text: &mut String| *text = context.secrets.mask_answer(text);
    let texts = [&mut reply.alt, &mut reply.description, &mut reply.title, &mut reply.raw, &mut reply.decorative];
    texts.into_iter().flatten().for_each(mask);
    reply.tags.iter_mut().for_each(mask);
    error::wash_credits(&mut reply.credits, context.secrets);
    reply.request_id = reply.request_id.map(|id| error::clean(&context.secrets.mask(&id)));
    for charge in &mut reply.charges {
        charge.request_id = charge.request_id.take().map(|id| error::clean(&context.secrets.mask(&id)));
        error::wash_credits(&mut charge.credits, context.secrets);
    }
    reply.incomplete = reply.incomplete.map(name);
    Ok(reply)
}

/// The failure with whose it is, unless that is known: a bucket's is not the service's.
fn named(failure: Failure, provider: &Provider) -> Failure {
    if failure.about.contains_key("provider") { failure } else { failure.with("provider", provider.descriptor.name) }
}

pub(super) fn host(call: &HttpCall) -> String {
    let name = call.url.host_str().unwrap_or_default();
    call.url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// A call without an answer.
pub(super) struct Lost {
    pub failure: Failure,
    /// Some of it may have left this computer.
    pub sent: bool,
}

impl Lost {
    fn before(reason: Reason) -> Self {
        Self { failure: reason.into(), sent: false }
    }
    pub fn after(reason: Reason) -> Self {
        Self { failure: Failure::new(reason), sent: true }
    }
}

impl Http {
    /// One call: everything before the last byte of the answer, within the limits.
    pub(super) async fn exchange(&self, call: &HttpCall) -> Result<HttpResponse, Lost> {
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
        let limit = self.limits.connect + self.silence(call);
        match tokio::time::timeout(limit, request.send()).await {
            Ok(sent) => sent.map_err(|error| lost(&error, call.cost)),
            Err(_) => Err(Lost::after(Reason::Timeout)),
        }
    }

    fn silence(&self, call: &HttpCall) -> Duration {
        match call.cost {
            Cost::Free => self.limits.silence.min(FREE_CALL_SILENCE),
            Cost::MayCharge => self.limits.silence,
        }
    }

    async fn read(&self, mut response: reqwest::Response, call: &HttpCall) -> Result<Vec<u8>, Lost> {
        let too_large = || Lost { failure: super::json::bad("size").with("limit", self.limits.body), sent: true };
        if response.content_length().is_some_and(|length| length > self.limits.body as u64) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        loop {
            let chunk = tokio::time::timeout(self.silence(call), response.chunk()).await;
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
