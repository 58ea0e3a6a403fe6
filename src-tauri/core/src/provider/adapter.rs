//! What a service over HTTP is to Altsmith: pure functions, request → HTTP and HTTP → reply. One request of the person
//! may take several calls (each perhaps a charge) or one call and then polls for its outcome.
//!
//! Nothing here opens a connection, sleeps or tries again: that is `http` and `retry`.

use super::{Mailbox, Reply, Request, Secrets};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use crate::money::{Credits, Price, Tokens};
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;
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

    /// The model that is the service's own operation for a style, where it has one: tags, an alt text.
    fn model_for_style(&self, _style: &str) -> Option<&'static str> {
        None
    }

    /// A call that asks, for free, what became of a request that was sent and never answered (after a crash). None:
    /// the service has no such call and the outcome stays unknown.
    fn outcome_call(&self, _context: &RequestContext<'_>, _progress: &Progress) -> Option<Result<HttpCall, Failure>> {
        None
    }

    /// The next poll for the outcome of a task, where one failed; the end where it was waited for long enough. None:
    /// the service has no polls.
    fn next_poll(&self, _context: &RequestContext<'_>, _progress: &mut Progress) -> Option<Result<Step, Failure>> {
        None
    }

    /// The free call that answers this query. None: the service has none.
    fn account_call(&self, _context: &RequestContext<'_>, _query: AccountQuery) -> Option<Result<HttpCall, Failure>> {
        None
    }

    /// What the answer to [`HttpAdapter::account_call`] says.
    ///
    /// # Errors
    /// As [`HttpAdapter::next`].
    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        _query: AccountQuery,
        _response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        Err(Reason::Internal.into())
    }

    /// The call for the next page of a list that did not end ([`AccountInfo::next_page`]). None: the service has no pages.
    fn next_page(&self, _context: &RequestContext<'_>, _page: &str) -> Option<Result<HttpCall, Failure>> {
        None
    }

    /// Further free calls that may say what is still missing. What they say goes through [`HttpAdapter::parse_account`]; that one of
    /// them is not answered is no trouble.
    fn learn_more(&self, _context: &RequestContext<'_>, _query: AccountQuery, _known: &AccountInfo) -> Vec<HttpCall> {
        Vec::new()
    }
}

/// Everything that a call is made of.
#[derive(Clone, Copy)]
pub struct RequestContext<'a> {
    /// What is asked for.
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
    /// This model costs nothing here: see `Connection::price`.
    pub unpaid: bool,
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
    /// Reads the answer while it comes, where the service streams it.
    pub decoder: Option<NewDecoder>,
    /// The model that it asks about, where the answer does not name it.
    pub about_model: Option<String>,
}

/// Makes the decoder of one answer.
pub type NewDecoder = fn() -> Box<dyn Decoder>;

/// Reads an answer while it comes. It only tells of it: what the answer means is read from the whole of it by
/// [`HttpAdapter::next`].
pub trait Decoder: Send {
    /// The next bytes of the body, as they came, and what they add.
    fn feed(&mut self, bytes: &[u8]) -> Fed;
}

/// What some bytes of an answer add.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fed {
    /// Words, to stand behind those before.
    pub words: String,
    /// What the model counted so far.
    pub usage: Option<Tokens>,
    /// The answer has said that nothing more comes. The server may keep the connection open all the same.
    pub ended: bool,
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
    /// Asks for a balance, a list or an outcome.
    Free,
    /// Work that nobody charges for: that of a server on this computer. It takes its time, and is not asked for again
    /// without the person's word.
    Unpaid,
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
        Ok(Self {
            operation,
            method: Method::Post,
            url,
            headers: Vec::new(),
            body: Some(body),
            cost: Cost::MayCharge,
            decoder: None,
            about_model: None,
        })
    }

    /// A `GET`, free.
    pub fn get(operation: &'static str, url: Url) -> Self {
        Self {
            operation,
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
            cost: Cost::Free,
            decoder: None,
            about_model: None,
        }
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.headers.push(header);
        self
    }

    /// The same call as one that costs nothing.
    #[must_use]
    pub fn free(self) -> Self {
        self.costing(Cost::Free)
    }

    /// The same call at this cost.
    #[must_use]
    pub fn costing(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }

    /// The same call, whose answer says something of this model.
    #[must_use]
    pub fn about(mut self, model: &str) -> Self {
        self.about_model = Some(model.to_owned());
        self
    }

    /// The same call, whose answer is read while it comes.
    #[must_use]
    pub fn streamed(mut self, decoder: NewDecoder) -> Self {
        self.decoder = Some(decoder);
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

/// What is known between the calls of one request. It is stored with the job, so that a free call can find out after
/// a crash what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What the answers so far said, merged.
    pub reply: Reply,
    /// Our name for the task at the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Polls for the outcome so far.
    #[serde(default)]
    pub polls: u32,
    /// Time spent waiting and asking for the outcome, in milliseconds.
    #[serde(default)]
    pub waited_ms: u64,
    /// Which of its forms the request has, where a service's models differ in what they refuse: 0 is the first, and one
    /// that refuses it is asked in the next. What was refused has cost nothing; what was taken is remembered for the model.
    #[serde(default, skip_serializing_if = "is_first")]
    pub form: u8,
    /// The model that was chosen from the service's list, where the request names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_first(form: &u8) -> bool {
    *form == 0
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

/// A free query to a service, or an action that the account needs.
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

/// A model as a service lists it, with what the service says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListedModel {
    /// The service's own name for it.
    pub id: String,
    /// Whether it sees pictures; none where the service does not say.
    pub sees: Option<bool>,
    /// What it asks; none where the service does not say.
    pub price: Option<Price>,
    /// From when on it is no longer there (ISO 8601), where the service says so.
    pub retired: Option<String>,
    /// Where it runs, where that does not follow from where the server is.
    pub runs: Option<Runs>,
}

/// Where a model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Runs {
    /// On the computer of the server itself.
    There,
    /// At somebody else's: the server only passes the picture on.
    Elsewhere,
}

impl ListedModel {
    /// A model of which only the name is known.
    pub fn named(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }
}

/// What a free query brought to light.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountInfo {
    /// Models that can be named in a request; empty: the service did not say.
    pub models: Vec<ListedModel>,
    /// The balance, where the service told it.
    pub credits: Option<Credits>,
    /// What a request costs in credits, by operation or model, where the service told it.
    pub costs: BTreeMap<String, f64>,
    /// The service has said that it knows the key. False: it answered and did not complain of the key.
    pub key_confirmed: bool,
    /// Where the list of models goes on, where this is not all of it.
    pub next_page: Option<String>,
}

impl AccountInfo {
    /// What a request tells of the key that is made to be refused for something else. `past_the_key`: this refusal is of that
    /// kind; the key was not complained of, but whether it was looked at is not known.
    ///
    /// # Errors
    /// Every other refusal.
    pub fn of_probe<T>(
        answer: Result<T, Failure>,
        past_the_key: impl FnOnce(&Failure) -> bool,
    ) -> Result<Self, Failure> {
        match answer {
            Ok(_) => Ok(Self { key_confirmed: true, ..Self::default() }),
            Err(failure) if past_the_key(&failure) => Ok(Self::default()),
            Err(failure) => Err(failure),
        }
    }

    /// Adds what a further question said of the same models. What has no name is said of the only one.
    pub fn complete(&mut self, more: &Self) {
        for told in &more.models {
            let only = self.models.len() == 1 && told.id.is_empty();
            for model in self.models.iter_mut().filter(|model| only || model.id == told.id) {
                model.sees = model.sees.or(told.sees);
                model.price = model.price.or(told.price);
                model.runs = model.runs.or(told.runs);
                model.retired = model.retired.take().or_else(|| told.retired.clone());
            }
        }
    }

    /// Models that see first, then those of which nobody knows, each as the service lists them.
    pub fn seeing_first(&mut self) {
        self.models.sort_by_key(|model| match model.sees {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        });
    }
}
