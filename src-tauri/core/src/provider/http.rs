//! The one place from which a service is called: limits of time and size, no redirect with a key, cancelling, and the
//! difference between a call that never left this computer and one whose outcome nobody knows.
//!
//! It logs operation, host, status, size and time; never a body, a header or an address's query. It knows
//! nothing of what an answer means.

use super::adapter::{Cost, HttpCall, HttpResponse, Method};
use super::pieces::Pieces;
use super::{RequestContext, endpoint, retry};
use crate::failure::{Failure, Reason};
use crate::trust::{self, Trust, Trusting};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
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

impl Limits {
    /// Longest that one call may take, whatever comes of its answer.
    pub fn longest(&self) -> Duration {
        self.connect + self.call * LONGEST_STREAM
    }
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

/// The connections, shared by all requests of a process. They only carry bytes.
///
/// No connection is used twice. A server may close an idle one just as we send, and then nobody knows whether the call was done
/// and charged. A handshake is cheaper than that.
pub struct Http {
    clients: RwLock<Arc<Clients>>,
    /// By address and model, the form of the request that was taken last.
    forms: Mutex<HashMap<(String, String), u8>>,
    pub(super) limits: Limits,
}

struct Clients {
    remote: Trusting,
    /// For this computer itself: never through a proxy, which would carry the picture out.
    loopback: Trusting,
}

impl Clients {
    fn new(limits: Limits, trust: &Trust) -> Result<Self, Failure> {
        let builder = || {
            reqwest::Client::builder()
                .user_agent(concat!("Altsmith/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .connect_timeout(limits.connect)
                .pool_max_idle_per_host(0)
        };
        Ok(Self { remote: trust.client(builder)?, loopback: trust.client(|| builder().no_proxy())? })
    }

    fn of(&self, url: &Url) -> &Trusting {
        if endpoint::is_loopback(url) { &self.loopback } else { &self.remote }
    }
}

impl Http {
    /// Connections with these limits, where these vouch for hosts.
    ///
    /// # Errors
    /// `Internal` where the system gives no TLS configuration.
    pub fn trusting(limits: Limits, trust: &Trust) -> Result<Self, Failure> {
        let clients = RwLock::new(Arc::new(Clients::new(limits, trust)?));
        Ok(Self { clients, forms: Mutex::default(), limits })
    }

    /// From now on these vouch for hosts.
    ///
    /// # Errors
    /// As [`Http::trusting`].
    pub fn trust(&self, trust: &Trust) -> Result<(), Failure> {
        let clients = Arc::new(Clients::new(self.limits, trust)?);
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = clients;
        Ok(())
    }

    fn clients(&self) -> Arc<Clients> {
        self.clients.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The form in which this model was asked last, so that it need not refuse the first ones again.
    pub(super) fn form(&self, context: &RequestContext<'_>) -> u8 {
        let forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        forms.get(&asked(context)).copied().unwrap_or_default()
    }

    /// This model took this form of the request.
    pub(super) fn remember_form(&self, context: &RequestContext<'_>, form: u8) {
        if form > 0 {
            self.forms.lock().unwrap_or_else(PoisonError::into_inner).insert(asked(context), form);
        }
    }

    /// One call for which nobody pays, with a body of this kind, until its answer begins.
    ///
    /// # Errors
    /// What kept it from being answered within this time.
    pub(super) async fn send_within(
        &self,
        patience: Duration,
        (method, url): (reqwest::Method, &Url),
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<reqwest::Response, Failure> {
        let clients = self.clients();
        let clients = clients.of(url);
        let mut request = clients.client(url)?.request(method, url.clone());
        if let Some((mime, bytes)) = body {
            request = request.header(CONTENT_TYPE, mime).body(bytes);
        }
        let sent = async { request.send().await.map_err(|error| lost(&error, Cost::Free, clients, url).failure) };
        tokio::time::timeout(patience, sent).await.unwrap_or_else(|_| Err(Failure::new(Reason::Timeout)))
    }
}

/// A call without an answer.
pub(super) struct Lost {
    pub failure: Failure,
    /// It may have been done, and counted: some of it left this computer, and nobody said that it was not looked at.
    pub sent: bool,
}

impl Lost {
    fn before(failure: impl Into<Failure>) -> Self {
        Self { failure: failure.into(), sent: false }
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
        if let Some(elsewhere) = redirected(&response, &call.url) {
            return Err(Lost::before(elsewhere));
        }
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
        let clients = self.clients();
        let clients = clients.of(&call.url);
        let mut request = clients.client(&call.url).map_err(Lost::before)?.request(method, call.url.clone());
        for header in &call.headers {
            request = request.header(header.name, header.value.clone());
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        // Reaching the host has its own limit; silence is counted on top of it.
        let limit = (self.limits.connect + self.silence(call)).min(self.limits.call);
        match tokio::time::timeout(limit, request.send()).await {
            Ok(sent) => sent.map_err(|error| lost(&error, call.cost, clients, &call.url)),
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
                Ok(Err(error)) => return Err(broken_off(&error, call.cost)),
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

/// Which model is asked where.
fn asked(context: &RequestContext<'_>) -> (String, String) {
    (context.endpoint.to_string(), context.request.model.clone())
}

fn asked_wait(headers: &HeaderMap) -> Option<u64> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let now = SystemTime::now();
    retry::asked_by_headers(text("retry-after-ms"), text("retry-after"), now)
        .or_else(|| retry::asked_by_counters(text, now))
}

/// Where an answer sends on to another address. It is not followed: the key and the picture are for the host that the person
/// named. Who sends on has done nothing else with a call.
pub(super) fn redirected(response: &reqwest::Response, from: &Url) -> Option<Failure> {
    let target = response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    // Neither path nor query: there may be a key in them.
    let target = from.join(target.to_str().ok()?).ok()?.origin().ascii_serialization();
    Some(Failure::new(Reason::Redirected).with("status", response.status().as_u16()).with("target", target))
}

/// What it means that a call had no answer. What failed while connecting, or was turned away before anybody looked at it,
/// cannot have been charged.
fn lost(error: &reqwest::Error, cost: Cost, clients: &Trusting, url: &Url) -> Lost {
    if error.is_builder() {
        return Lost::before(Reason::EndpointInvalid);
    }
    if error.is_connect() {
        return Lost::before(clients.failure(error, url).unwrap_or_else(|| Reason::Network.into()));
    }
    if never_left(error) {
        return Lost::before(Reason::Network);
    }
    if was_refused(error) {
        return Lost::before(Reason::ProviderUnavailable);
    }
    broken_off(error, cost)
}

fn broken_off(error: &reqwest::Error, cost: Cost) -> Lost {
    match cost {
        _ if error.is_timeout() => Lost::after(Reason::Timeout),
        Cost::MayCharge => Lost::after(Reason::OutcomeUnknown),
        Cost::Free | Cost::Unpaid => Lost::after(Reason::Network),
    }
}

/// The connection was closed before the call was begun on it.
fn never_left(error: &reqwest::Error) -> bool {
    trust::cause(error, |error| error.downcast_ref::<hyper::Error>().map(hyper::Error::is_canceled)).unwrap_or(false)
}

/// HTTP/2 says of a stream that nothing was done with it: it was refused by name, or it lies above the last one that a server
/// that goes away has looked at (RFC 9113, 6.8 and 8.7). Of one that lies below, `h2` says only that the connection ended.
fn was_refused(error: &reqwest::Error) -> bool {
    let refused = |error: &h2::Error| {
        error.is_remote()
            && (error.is_go_away() || error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM))
    };
    trust::cause(error, |error| error.downcast_ref::<h2::Error>().map(refused)).unwrap_or(false)
}
