//! The way of one picture to its words: found or read, answered from the history, else decoded, computed or sent, composed,
//! kept. `describe` is the way, `send` the part of it that leaves this computer, `record` its end; `plan` and `estimate` say
//! beforehand what it would do and cost.
//!
//! It asks `accounts` with which keys and at which price, and `queue` before anything is sent. It knows one picture at a time:
//! their order is the batch's. What an earlier run left is `recovery`'s, what is kept is shown by `history`.

mod backend;
mod composing;
mod describe;
mod estimate;
mod find;
mod options;
mod pasted;
mod plan;
mod present;
mod record;
mod refit;
mod send;
mod uploads;

pub use backend::{BackendEvent, Told};
pub(crate) use describe::{InMemory, THUMBNAIL_EDGE, check_language, origin_of};
pub use describe::{Outcome, Stage};
pub(crate) use find::Found;
pub use options::Options;
pub(crate) use options::written;
pub use plan::Plan;
pub(crate) use record::{Asked, Recorded};
pub(crate) use send::{Begun, with_something_new};

use crate::accounts::Accounts;
use crate::clock::now_ms;
use crate::imaging::Decoder;
use crate::ingest::{self, Incoming, Walk};
use crate::provider::Backend;
use crate::queue::LazyQueue;
use crate::workspace::{Blocking, Workspace};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio_util::sync::CancellationToken;

/// Requests to one service under way at once, at the least: more would only stand in its queue.
const REQUESTS_AT_ONCE: usize = 4;

/// Describes pictures. Cheap to clone; every clone is the same room.
#[derive(Clone)]
pub struct Describing {
    workspace: Workspace,
    accounts: Accounts,
    queue: LazyQueue,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    decoder: Decoder,
    under_way: describe::UnderWay,
    /// Pictures that are in memory, for what needs one again that came from nowhere.
    pasted: pasted::Pasted,
    /// What earlier runs left in a bucket was looked for.
    swept: AtomicBool,
    /// Hears of words that the database does not take.
    unsaved: OnceLock<Box<dyn Fn() + Send + Sync>>,
    /// Once this is cancelled, nothing new is sent.
    no_more: RwLock<CancellationToken>,
}

impl Describing {
    pub(crate) fn new(workspace: Workspace, accounts: Accounts, queue: LazyQueue) -> Self {
        Self { workspace, accounts, queue, inner: Arc::default() }
    }

    /// How the settings ask for pictures to be described.
    pub fn options(&self) -> Options {
        let (workspace, settings) = (&self.workspace, self.workspace.settings());
        let model = workspace.model_of(&settings.provider);
        let options = Options::from_settings(&settings, &workspace.ui_language(), model);
        let options = Options { no_more: self.no_more(), ..options };
        match workspace.connection(&settings.provider) {
            // An alt text is what every style but the other ones is; only who asks for that alone gets that alone.
            Some(known) if settings.style == "tags" && !workspace.names_model(&settings.provider) => {
                options.by_style(&known)
            }
            _ => options,
        }
    }

    /// From now on, whatever is begun sends nothing new once this is cancelled. What is on its way then is waited for.
    pub fn send_until(&self, no_more: CancellationToken) {
        *self.inner.no_more.write().unwrap_or_else(PoisonError::into_inner) = no_more;
    }

    pub(crate) fn no_more(&self) -> CancellationToken {
        self.inner.no_more.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Pictures described at once: as many as there are cores; memory is bounded apart, by the decode budget.
    pub fn parallel(&self) -> usize {
        std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
    }

    /// Pictures of one provider under way at once. What is computed here takes a core each; what is asked of a service mostly
    /// waits. A picture that waits for a limit counts for nothing: it steps aside (`queue::Permit`), up to some dozens at a time.
    pub fn concurrency(&self, provider: &str) -> usize {
        let known = self.workspace.connection(provider);
        let waits = known.is_some_and(|known| matches!(known.kind.backend, Backend::Http(_)));
        if waits { self.parallel().max(REQUESTS_AT_ONCE) } else { self.parallel() }
    }

    /// Walks folders and sorts out what is no picture. Blocking.
    pub fn walk(&self, incoming: Vec<Incoming>) -> Walk {
        ingest::walk(incoming, &ingest::Limits::default())
    }

    /// Says who cares for words that the database does not take. Said once.
    pub(crate) fn on_unsaved(&self, told: impl Fn() + Send + Sync + 'static) {
        let _ = self.inner.unsaved.set(Box::new(told));
    }
}

impl Blocking for Describing {}

/// What a run of the budget is called that is not a batch's: two are never the same.
pub(crate) fn run_name(what: &str, now_ms: i64) -> String {
    format!("{what}-{}-{now_ms}", std::process::id())
}
