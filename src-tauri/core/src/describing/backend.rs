//! What a backend tells while it turns a request into words. Whoever describes (a service over HTTP, the built-in
//! describer, a model in a process of its own) is a stream of the same events; one that cannot stream has its reply as
//! the only one.
//!
//! ```text
//! HttpCall::streamed(decoder) → http hands on each chunk → Pieces (masked, 20 a second) → Observer::piece
//!    → queue: jobs.pieces (once a second)   → here: without thoughts → batch → shell: all cards in one event → page
//! the same bytes, whole → Observer::answered (stored) → HttpAdapter::next → reply → words
//! ```
//!
//! Pieces never become words, an export or an answer from the history. A stream that lacks its end is an unknown outcome where
//! it may have been charged, also where the connection ended in order; `Unfinished::so_far` and the card show what had come.
//! An error in the stream is the service's own; after words it is never tried again by itself.

use super::describe::Stage;
use crate::failure::{Failure, Reason};
use crate::money::Tokens;
use crate::provider::Reply;
use futures::StreamExt;
use futures::stream::{self, BoxStream};

/// What is told of one request, in order. The reply is the last.
#[derive(Clone, Debug, PartialEq)]
pub enum BackendEvent {
    /// Where it stands.
    Stage(Stage),
    /// All words that came so far. They are provisional: to be shown, never to be kept as a description.
    Piece(String),
    /// Words of a paid answer that the database does not take yet, with whose they are and why they are said like this.
    Unsaved(String),
    /// What the model counted so far.
    Usage(Tokens),
    /// The words, whole.
    Reply(Box<Reply>),
}

/// What hears of a request while it is under way: stages, pieces, usage. Never the reply, which is answered once it is
/// kept.
pub type Told<'a> = dyn Fn(BackendEvent) + Sync + 'a;

/// A backend at work on one request. Dropping it ends the work at once.
pub(super) type Events<'a> = BoxStream<'a, Result<BackendEvent, Failure>>;

/// The events of a backend that cannot stream.
pub(super) fn reply_alone<'a>(reply: impl Future<Output = Result<Reply, Failure>> + Send + 'a) -> Events<'a> {
    stream::once(async move { Ok(BackendEvent::Reply(Box::new(reply.await?))) }).boxed()
}

/// Follows a backend to its reply; what it tells before that is passed on.
pub(super) async fn reply_of(mut events: Events<'_>, told: &Told<'_>) -> Result<Reply, Failure> {
    while let Some(event) = events.next().await {
        match event? {
            BackendEvent::Reply(reply) => return Ok(*reply),
            event => told(event),
        }
    }
    Err(Reason::Internal.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[tokio::test]
    async fn the_reply_is_the_end_and_what_came_before_is_told() {
        let heard = Mutex::new(Vec::new());
        let told = |event| heard.lock().expect("heard").push(event);
        let reply = |alt: &str| Reply { alt: Some(alt.into()), ..Reply::default() };
        let piece = || BackendEvent::Piece("A".into());
        let all = [Ok(piece()), Ok(BackendEvent::Reply(Box::new(reply("A cat.")))), Ok(piece())];
        assert_eq!(reply_of(stream::iter(all).boxed(), &told).await.expect("a reply"), reply("A cat."));
        assert_eq!(reply_of(reply_alone(async { Ok(reply("B")) }), &told).await.expect("a reply"), reply("B"));
        let broken = [Ok(piece()), Err(Failure::new(Reason::Network))];
        assert_eq!(reply_of(stream::iter(broken).boxed(), &told).await.expect_err("broken").reason, Reason::Network);
        assert_eq!(reply_of(stream::empty().boxed(), &told).await.expect_err("nothing").reason, Reason::Internal);
        assert_eq!(heard.into_inner().expect("heard"), [piece(), piece()]);
    }
}
