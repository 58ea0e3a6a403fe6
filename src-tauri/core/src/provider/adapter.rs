//! What a service over HTTP is to Altsmith: pure functions, request → HTTP and HTTP → reply. One request of the person
//! may take several calls (each perhaps a charge) or one call and then questions after its outcome.
//!
//! Nothing here opens a connection, sleeps or tries again: that is `http` and `retry`.

use super::{Credits, Reply, Request, Secrets};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tokio::sync::{Mutex, mpsc};
use url::Url;

/// A service over HTTP.
pub trait HttpAdapter: Send + Sync {
    /// The first call of a request. What must be known of it after a crash goes into `progress`.
    ///
    /// # Errors
    /// What can be refused before anything is sent: a key that is missing, a picture that the service cannot take.
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure>;

    /// What the answer to a call means. `progress` is changed only where the answer was a success, so that the same call
    /// may be made again after a failure.
    ///
    /// # Errors
    /// The service's own error, or `BadResponse` where the answer has not the documented shape.
    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure>;

    /// Whether [`HttpAdapter::continue_request`] can make the calls that are missing of a request without those that were made.
    fn can_continue(&self) -> bool {
        false
    }

    /// The first call of a request that `progress` has no answer to.
    ///
    /// # Errors
    /// As [`HttpAdapter::start`]; `Internal` where the service does not continue.
    fn continue_request(&self, _context: &RequestContext<'_>, _progress: &Progress) -> Result<HttpCall, Failure> {
        Err(Reason::Internal.into())
    }

    /// The call once more, after a failure that cost nothing. A service whose calls hold something that must be fresh
    /// (a nonce, a task name) makes it anew.
    ///
    /// # Errors
    /// As [`HttpAdapter::start`].
    fn rebuild(
        &self,
        _context: &RequestContext<'_>,
        _progress: &mut Progress,
        call: HttpCall,
    ) -> Result<HttpCall, Failure> {
        Ok(call)
    }

    /// Refuses a value that this secret field can never have at this service, though it could be a key elsewhere.
    ///
    /// # Errors
    /// `KeyUnusable`, naming the field.
    fn check_secret(&self, _field: &str, _value: &str) -> Result<(), Failure> {
        Ok(())
    }

    /// A call that asks, for free, what became of a request that was sent and never answered (after a crash). None:
    /// the service has no such question and the outcome stays unknown.
    fn outcome_call(&self, _context: &RequestContext<'_>, _progress: &Progress) -> Option<Result<HttpCall, Failure>> {
        None
    }

    /// The next question after the outcome of a task, where one failed; the end where it was waited for long enough. None:
    /// the service has no such question.
    fn next_poll(&self, _context: &RequestContext<'_>, _progress: &mut Progress) -> Option<Result<Step, Failure>> {
        None
    }

    /// The free call that answers this question. None: the service has none.
    fn account_call(&self, _context: &RequestContext<'_>, _inquiry: AccountQuery) -> Option<Result<HttpCall, Failure>> {
        None
    }

    /// What the answer to [`HttpAdapter::account_call`] says.
    ///
    /// # Errors
    /// As [`HttpAdapter::next`].
    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        _inquiry: AccountQuery,
        _response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        Err(Reason::Internal.into())
    }
}

/// Everything that a call is made of.
#[derive(Clone, Copy)]
pub struct RequestContext<'a> {
    /// The question.
    pub request: &'a Request,
    /// The picture as it is sent, where bytes are sent.
    pub image: Option<&'a Prepared>,
    /// The picture's public address, where it has one.
    pub image_url: Option<&'a str>,
    /// MIME type of what lies at the picture's own address, as far as it was looked at.
    pub image_mime: Option<&'static str>,
    /// Where the service delivers the result, where this computer can be reached.
    pub mailbox: Option<&'a Mailbox>,
    /// The provider's secrets.
    pub secrets: &'a Secrets,
    /// Where the service is, see `endpoint`.
    pub endpoint: &'a Url,
    /// The provider's settings, by the names of its descriptor.
    pub settings: &'a BTreeMap<String, String>,
    /// Refuse every host that is not this computer.
    pub local_only: bool,
}

/// One HTTP request, ready to be sent. Its `Debug` shows neither body nor header values: both may hold secrets.
pub struct HttpCall {
    /// Which of the service's operations it is; stands in the log and in the charge.
    pub operation: &'static str,
    /// `GET` without a body, `POST` and `PUT` with one.
    pub method: Method,
    /// The whole address.
    pub url: Url,
    /// Headers beside the content type.
    pub headers: Vec<Header>,
    /// A JSON text.
    pub body: Option<Vec<u8>>,
    /// Whether sending it may cost something.
    pub cost: Cost,
}

/// HTTP method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
}

/// A header of a call; secret values are marked sensitive.
#[derive(Clone, Debug)]
pub struct Header {
    /// Lower-case name.
    pub name: &'static str,
    /// Value.
    pub value: HeaderValue,
}

/// Whether a call may cost something once its first byte has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// A question after a balance, a list or an outcome.
    Free,
    /// Counts against credits or money.
    MayCharge,
}

impl HttpCall {
    /// A `POST` of a JSON value that may cost something.
    ///
    /// # Errors
    /// `Internal` where the value cannot be written as JSON.
    pub fn post(operation: &'static str, url: Url, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body).map_err(|_| Failure::new(Reason::Internal))?;
        Ok(Self { operation, method: Method::Post, url, headers: Vec::new(), body: Some(body), cost: Cost::MayCharge })
    }

    /// A `GET`, free.
    pub fn get(operation: &'static str, url: Url) -> Self {
        Self { operation, method: Method::Get, url, headers: Vec::new(), body: None, cost: Cost::Free }
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.headers.push(header);
        self
    }

    /// The same call as one that costs nothing.
    #[must_use]
    pub fn free(mut self) -> Self {
        self.cost = Cost::Free;
        self
    }
}

impl std::fmt::Debug for HttpCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpCall")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("body_bytes", &self.body.as_ref().map(Vec::len))
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

/// An answer, whole and within the cap.
#[derive(Clone)]
pub struct HttpResponse {
    /// The operation that was called.
    pub operation: &'static str,
    /// Whether the call may have cost something.
    pub cost: Cost,
    /// HTTP status.
    pub status: u16,
    /// Wait that the headers ask for, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpResponse({}, {}, {} bytes)", self.operation, self.status, self.body.len())
    }
}

/// What comes after an answer.
#[derive(Debug)]
pub enum Step {
    /// All is said.
    Done(Box<Reply>),
    /// Another call at once.
    Call(HttpCall),
    /// Another call after a pause; a delivered result ends the pause early.
    Wait {
        /// Length of the pause in milliseconds.
        ms: u64,
        /// The call after it.
        then: HttpCall,
    },
    /// The end without words; the call is not made again.
    Failed(Failure),
}

/// An address at which a service delivers a result, and what has come there. A service may deliver several times.
pub struct Mailbox {
    url: String,
    letters: Mutex<mpsc::Receiver<Vec<u8>>>,
}

impl Mailbox {
    /// The operation that stands with a delivered result.
    pub const OPERATION: &'static str = "callback";

    /// A mailbox at this address; what is delivered comes through the channel.
    pub fn new(url: String, letters: mpsc::Receiver<Vec<u8>>) -> Self {
        Self { url, letters: Mutex::new(letters) }
    }

    /// The public address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next delivered body; waits for ever where none comes.
    pub async fn next(&self) -> Vec<u8> {
        match self.letters.lock().await.recv().await {
            Some(letter) => letter,
            None => std::future::pending().await,
        }
    }
}

/// What is known between the calls of one request. It is stored with the job, so that a free question can find out after
/// a crash what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What the answers so far said, merged.
    pub reply: Reply,
    /// Our name for the task at the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Questions after the outcome so far.
    #[serde(default)]
    pub polls: u32,
    /// Time spent waiting and asking for the outcome, in milliseconds.
    #[serde(default)]
    pub waited_ms: u64,
}

/// One call that the service counted. What it cost is unknown where `credits` says nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// The operation that was called.
    pub operation: String,
    /// The service's id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What the service said of the credits after this call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// It stands in the ledger already: an earlier request made the call, and this one goes on from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recorded: bool,
}

/// A free question to a service, or an action that the account needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountQuery {
    /// Does the key work, does the host answer? No picture is sent.
    Key,
    /// Which models are there?
    Models,
    /// How many credits are left?
    Balance,
    /// What does a request cost?
    Costs,
    /// Make an account; its key comes by e-mail (to the setting `email`).
    CreateAccount,
    /// Switch on an account whose key has come.
    ActivateAccount,
}

/// What a free question brought to light.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountInfo {
    /// Models that can be named in a request; empty: the service did not say.
    pub models: Vec<String>,
    /// The balance, where the service told it.
    pub credits: Option<Credits>,
    /// What a request costs in credits, by operation or model, where the service told it.
    pub costs: BTreeMap<String, f64>,
    /// The service has said that it knows the key. False: it answered and did not complain of the key.
    pub key_confirmed: bool,
}
