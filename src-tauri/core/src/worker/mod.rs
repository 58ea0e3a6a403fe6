//! Worker processes: work that may crash, hang or eat all memory is done by a child, which the system holds to limits.
//!
//! This room starts a child, speaks with it, ends it and replaces it. It knows nothing of what the child works on: a
//! [`Role`] is named by whoever needs one. Today one role decodes pictures; a model that sees pictures is another.
//!
//! The child is this very program, started with a first argument that [`enter`] understands, or another program that calls
//! [`enter`]. Both sides speak in frames over standard input and output (`frame`). A child has no environment, no
//! terminal and no core dumps. On Linux it has neither files nor network (`confine`): what it needs of the disk is loaded
//! by its role before the doors close.
//!
//! A [`Pool`] keeps children warm, one job each at a time. Dropping a [`Job`] before its reply kills the child at once:
//! that is how work is cancelled. A child that dies takes only its own job along.
//!
//! Another worker takes a [`Role`] (what it makes ready, and what it does with a request), its place in the list that the
//! programs give to [`enter`], and a [`Pool`] for whoever asks.

mod child;
mod confine;
mod frame;
mod pool;
mod process;

pub use child::{Line, Request, Role, Work, enter};
pub use confine::no_core_dumps;
pub use pool::{Event, Job, Pool, Reply};

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// Begins the first argument of a worker; the role's name follows.
const ARGUMENT: &str = "--altsmith-worker=";

/// This program calls [`enter`], so it can be its own worker.
static ENTERED: OnceLock<()> = OnceLock::new();

/// A program that works in a role when it is started as a worker.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    role: &'static str,
}

impl Program {
    /// This very program; `None` where it never called [`enter`] and would not understand.
    pub fn this(role: &'static str) -> Option<Self> {
        ENTERED.get()?;
        // The link leads to the program that runs, also after an update has put another one in its place.
        let path = if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe().ok()? };
        Some(Self { path, role })
    }

    /// Another program, which calls [`enter`].
    pub fn at(path: &Path, role: &'static str) -> Self {
        Self { path: path.to_owned(), role }
    }
}

/// What a child is held to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Memory beyond what the program takes before its first job, in bytes. The system refuses more.
    pub memory: u64,
    /// Time of the processors for one job, all threads together. The system ends the child that takes more.
    pub processor: Duration,
    /// Time by the clock for one job, without what it waits for an answer of ours.
    pub clock: Duration,
    /// Time by the clock until a new child takes its first job.
    pub start: Duration,
    /// Largest frame that a child may send, in bytes.
    pub frame: u64,
    /// A child without work ends after so long.
    pub idle: Duration,
    /// A child is replaced after so many jobs: what libraries leak ends with it.
    pub jobs: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            processor: Duration::from_secs(60),
            clock: Duration::from_secs(120),
            start: Duration::from_secs(30),
            frame: 1 << 30,
            idle: Duration::from_secs(30),
            jobs: 1000,
        }
    }
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The child could not be started, or ended before it took anything.
    #[error("the worker could not be started: {0}")]
    NotStarted(String),
    /// It ended in the middle of the job.
    #[error("the worker ended: {0}")]
    Crashed(String),
    /// It wanted more memory than its limit.
    #[error("the worker ran out of its memory")]
    Memory,
    /// It took longer than its limits.
    #[error("the worker took too long")]
    Time,
    /// It sent what is no frame, or a larger one than it may.
    #[error("the worker sent what makes no sense")]
    Garbled,
}
