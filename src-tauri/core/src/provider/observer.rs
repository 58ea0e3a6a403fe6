//! Who watches a request: the queue, which writes down what leaves and what comes back before the request goes on.
//!
//! `before_send` is awaited before the first byte leaves, `not_sent` takes that back, and `answered` brings the raw answer before
//! anything is made of it.

use super::Progress;
use super::adapter::Cost;
use crate::failure::Failure;
use crate::money::Tokens;
use futures::future::BoxFuture;

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
    /// All words that came so far of an answer that is still coming; without secrets. They are provisional.
    fn piece(&self, _so_far: &str) {}
    /// What the model counted, as far as the answer that is still coming says it.
    fn usage(&self, _tokens: Tokens) {}
    /// Nothing will happen for this many milliseconds. What there is to be done meanwhile is done as long as that lasts.
    fn waiting(&self, ms: u64, why: Pause) -> BoxFuture<'_, ()>;
    /// How long may be waited at most for a limit or for a service that is out of order, in milliseconds.
    fn longest_wait_ms(&self) -> u64 {
        u64::MAX
    }
    /// Returns once this request may be tried again at a service that is out of order: a few find out for all the others.
    fn may_try_again(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
    /// Returns once nothing new is to be sent: a wait before another try ends then. What is on its way is waited for.
    fn until_no_more(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
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

/// Watches nothing: for calls that are free.
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
    fn waiting(&self, _: u64, _: Pause) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
