//! Children kept warm: a job gets one that is free, or a new one. One that crashed, was killed or is old is replaced by
//! the next that is needed.

use super::frame::{self, Frame, Kind};
use super::process::Process;
use super::{Fault, Limits, Program};
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Children of one role. Clones share them.
#[derive(Clone)]
pub struct Pool {
    inner: Arc<Inner>,
}

struct Inner {
    program: Program,
    limits: Limits,
    places: Arc<Semaphore>,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    /// The one that was used last stands last, and works next: the others may come to rest.
    processes: Vec<(Process, Instant)>,
    /// Somebody looks after them.
    watched: bool,
}

/// What a child tells of its job.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// How far it is.
    Progress {
        /// Bytes done.
        bytes: u64,
        /// Bytes in all, 0 where nobody knows.
        total: u64,
    },
    /// A part of what is being made.
    Piece(Vec<u8>),
    /// It waits for [`Job::answer`].
    Question(Vec<u8>),
    /// What came of it; nothing follows.
    Reply(Reply),
}

/// What came of a job.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    /// In the role's own terms.
    pub head: Vec<u8>,
    /// What is large.
    pub body: Vec<u8>,
}

/// A job that a child is at. Dropped before its reply, it kills the child.
pub struct Job {
    pool: Pool,
    /// None after the reply, and after the child's end.
    process: Option<Process>,
    _place: OwnedSemaphorePermit,
    left: Duration,
}

impl Pool {
    /// Children of `program`, at most `most` at once. None is started yet.
    pub fn new(program: Program, limits: Limits, most: usize) -> Self {
        let places = Arc::new(Semaphore::new(most.max(1)));
        Self { inner: Arc::new(Inner { program, limits, places, idle: Mutex::default() }) }
    }

    /// Gives a request to a child and returns once it has it in full. Waits, first come first served, where all are at
    /// work.
    ///
    /// # Errors
    /// `NotStarted`. Nothing that a child does with the request can be the cause.
    pub async fn start(&self, head: &[u8], body: &[u8]) -> Result<Job, Fault> {
        let closed = |_| Fault::NotStarted("the pool is closed".to_owned());
        let place = Arc::clone(&self.inner.places).acquire_owned().await.map_err(closed)?;
        // One that died while it was idle is no reason to refuse; a new one that does not begin is.
        while let Some(process) = self.inner.idle_process() {
            if let Ok(process) = self.hand_over(process, head, body).await {
                return Ok(self.job(process, place));
            }
        }
        let process = Process::start(&self.inner.program, &self.inner.limits)?;
        Ok(self.job(self.hand_over(process, head, body).await?, place))
    }

    fn job(&self, process: Process, place: OwnedSemaphorePermit) -> Job {
        Job { pool: self.clone(), process: Some(process), _place: place, left: self.inner.limits.clock }
    }

    async fn hand_over(&self, mut process: Process, head: &[u8], body: &[u8]) -> Result<Process, Fault> {
        let given = async {
            frame::send(&mut process.input, Kind::Request, head, body).await?;
            match frame::receive(&mut process.output, 0).await?.kind {
                Kind::Taken => Ok(()),
                _ => Err(io::Error::from(io::ErrorKind::InvalidData)),
            }
        };
        match tokio::time::timeout(self.inner.limits.start, given).await {
            Ok(Ok(())) => Ok(process),
            Ok(Err(_)) => Err(Fault::NotStarted(process.why().await.to_string())),
            Err(_) => Err(Fault::NotStarted("it took too long".to_owned())),
        }
    }
}

impl Job {
    /// What the child tells next.
    ///
    /// # Errors
    /// `Crashed`, `Memory`, `Time`, `Garbled`. The child is gone then.
    pub async fn next(&mut self) -> Result<Event, Fault> {
        let gone = || Fault::Crashed("it is gone".to_owned());
        let mut process = self.process.take().ok_or_else(gone)?;
        let began = Instant::now();
        let frame = frame::receive(&mut process.output, self.pool.inner.limits.frame);
        let frame = match tokio::time::timeout(self.left, frame).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => return Err(Fault::Garbled),
            Ok(Err(error)) if error.kind() == io::ErrorKind::OutOfMemory => return Err(Fault::Memory),
            Ok(Err(_)) => return Err(process.why().await),
            Err(_) => return Err(Fault::Time),
        };
        self.left = self.left.saturating_sub(began.elapsed());
        let Frame { kind, head, body } = frame;
        let event = match kind {
            Kind::Progress => {
                let number =
                    |at: usize| head.get(at..at + 8).and_then(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?)));
                let (bytes, total) = number(0).zip(number(8)).ok_or(Fault::Garbled)?;
                Event::Progress { bytes, total }
            }
            Kind::Piece => Event::Piece(body),
            Kind::Question => Event::Question(head),
            Kind::Reply => {
                process.jobs += 1;
                self.pool.inner.give_back(process);
                return Ok(Event::Reply(Reply { head, body }));
            }
            Kind::Request | Kind::Answer | Kind::Taken => return Err(Fault::Garbled),
        };
        self.process = Some(process);
        Ok(event)
    }

    /// Answers the child's question.
    ///
    /// # Errors
    /// `Crashed`, `Memory`, `Time`: it ended while it waited.
    pub async fn answer(&mut self, answer: &[u8]) -> Result<(), Fault> {
        let Some(process) = &mut self.process else { return Err(Fault::Crashed("it is gone".to_owned())) };
        match frame::send(&mut process.input, Kind::Answer, answer, &[]).await {
            Ok(()) => Ok(()),
            Err(error) => match self.process.take() {
                Some(process) => Err(process.why().await),
                None => Err(Fault::Crashed(error.to_string())),
            },
        }
    }

    /// The child's number in the system.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().and_then(Process::id)
    }
}

impl Inner {
    fn idle(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One that is warm and lives.
    fn idle_process(&self) -> Option<Process> {
        loop {
            let (mut process, _) = self.idle().processes.pop()?;
            if !process.has_ended() {
                return Some(process);
            }
        }
    }

    fn give_back(self: &Arc<Self>, process: Process) {
        if process.jobs >= self.limits.jobs {
            return;
        }
        let mut idle = self.idle();
        idle.processes.push((process, Instant::now()));
        if !std::mem::replace(&mut idle.watched, true) {
            tokio::spawn(Self::watch(Arc::downgrade(self)));
        }
    }

    /// Ends those that were idle for too long, until there are none. Does not keep the pool alive.
    async fn watch(pool: Weak<Self>) {
        while let Some(next) = pool.upgrade().and_then(|pool| pool.end_idle()) {
            tokio::time::sleep_until(next).await;
        }
    }

    /// When to look next, where there is anything left to look after.
    fn end_idle(&self) -> Option<Instant> {
        let mut idle = self.idle();
        let now = Instant::now();
        idle.processes.retain(|(_, since)| now < *since + self.limits.idle);
        let next = idle.processes.iter().map(|(_, since)| *since + self.limits.idle).min();
        idle.watched = next.is_some();
        next
    }
}
