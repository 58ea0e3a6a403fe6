//! The one place from which a service is called: limits of time and size, no redirect with a key, cancelling, and the
//! difference between a call that never left this computer and one whose outcome nobody knows.
//!
//! It logs operation, host, status, size and time; never a body, a header or an address's query. It knows
//! nothing of what an answer means.

use super::adapter::{Cost, HttpCall, HttpResponse, Method};
use super::pieces::Pieces;
use super::publish::{CallbackServers, S3Request};
use super::{RequestContext, endpoint, retry};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use crate::leaving;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use std::io::ErrorKind;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// Bounds of one call and of one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest that reaching the host may take.
    pub connect: Duration,
    /// Longest silence while an answer is awaited or read.
    pub silence: Duration,
    /// Longest that one call may take in all; of a streamed answer, longest without a word.
    pub call: Duration,
    /// Largest answer in bytes.
    pub body: usize,
    /// Factor on every pause (back-off, polling); 1 except in tests.
    pub pace: f64,
}

/// Longest silence of a free call: the service answers it from what it knows, and it can be made again.
const FREE_CALL_SILENCE: Duration = Duration::from_secs(30);
/// How long an answer that has said its last word is read on: what was counted comes behind it.
const AFTER_END: Duration = Duration::from_secs(2);
/// How many times the limit of a call an answer may take that brings words all the time.
const LONGEST_STREAM: u32 = 6;

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

    fn client(&self, url: &Url) -> &reqwest::Client {
        if endpoint::is_loopback(url) { &self.loopback } else { &self.remote }
    }

    /// The callback servers of this process.
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
        let (operation, host) = (s3_request.operation, s3_request.url.host_str().unwrap_or_default().to_owned());
        leaving::check(context.local_only, endpoint::is_loopback(&s3_request.url), ("host", &host))?;
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
    /// One call: everything before the last byte of the answer, within the limits. `pieces` hears of an answer that is
    /// streamed while it comes.
    pub(super) async fn exchange(&self, call: &HttpCall, pieces: &Pieces<'_>) -> Result<HttpResponse, Lost> {
        let begun = Instant::now();
        let response = self.send(call).await?;
        let status = response.status().as_u16();
        let retry_after_ms = asked_wait(response.headers());
        let body = self.read(response, call, begun, pieces).await?;
        Ok(HttpResponse { operation: call.operation, cost: call.cost, status, retry_after_ms, body })
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
        let limit = (self.limits.connect + self.silence(call)).min(self.limits.call);
        match tokio::time::timeout(limit, request.send()).await {
            Ok(sent) => sent.map_err(|error| lost(&error, call.cost)),
            Err(_) => Err(Lost::after(Reason::Timeout)),
        }
    }

    fn silence(&self, call: &HttpCall) -> Duration {
        match call.cost {
            Cost::Free => self.limits.silence.min(FREE_CALL_SILENCE),
            // A model on this computer looks at a picture for minutes before its first word.
            Cost::Unpaid => self.limits.silence.max(self.limits.call),
            Cost::MayCharge => self.limits.silence,
        }
    }

    async fn read(
        &self,
        mut response: reqwest::Response,
        call: &HttpCall,
        begun: Instant,
        pieces: &Pieces<'_>,
    ) -> Result<Vec<u8>, Lost> {
        let too_large = || Lost { failure: super::json::bad("size").with("limit", self.limits.body), sent: true };
        if response.content_length().is_some_and(|length| length > self.limits.body as u64) {
            return Err(too_large());
        }
        // An error is told whole.
        let mut decoder = call.decoder.filter(|_| response.status().is_success()).map(|new| new());
        // Words that come show that it is worth waiting; comments and white space do not.
        let mut due = begun + self.limits.call;
        let longest = begun + self.limits.call * LONGEST_STREAM;
        let mut ended = false;
        let mut body = Vec::new();
        loop {
            let left = due.saturating_duration_since(Instant::now());
            let chunk = match tokio::time::timeout(self.silence(call).min(left), response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => return Ok(body),
                // It has said everything: that the connection ends badly, or not at all, changes nothing of it.
                Ok(Err(_)) | Err(_) if ended => return Ok(body),
                Ok(Err(error)) => return Err(lost(&error, call.cost)),
                Err(_) => return Err(Lost::after(Reason::Timeout)),
            };
            if body.len() + chunk.len() > self.limits.body {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
            let Some(decoder) = &mut decoder else { continue };
            let fed = decoder.feed(&chunk);
            if fed.ended && !ended {
                (ended, due) = (true, Instant::now() + AFTER_END);
            } else if !fed.words.is_empty() && !ended {
                due = (Instant::now() + self.limits.call).min(longest);
            }
            pieces.add(&fed);
        }
    }
}

fn asked_wait(headers: &HeaderMap) -> Option<u64> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let now = SystemTime::now();
    retry::asked_by_headers(text("retry-after-ms"), text("retry-after"), now)
        .or_else(|| retry::asked_by_counters(text, now))
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
        Cost::Free | Cost::Unpaid => Lost::after(Reason::Network),
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
