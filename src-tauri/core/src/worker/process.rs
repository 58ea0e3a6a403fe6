//! One child: how it is started, and why it ended.

use super::confine::{self, Held};
use super::{ARGUMENT, Fault, Limits, Program};
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How much of what a child says on standard error is kept, in bytes.
const KEPT: usize = 4 << 10;

/// How long an end may take that has begun.
const PATIENCE: Duration = Duration::from_secs(2);

/// A child that lives. Dropped, it is killed.
pub struct Process {
    child: Child,
    pub input: ChildStdin,
    pub output: ChildStdout,
    errors: JoinHandle<String>,
    /// What the system keeps of its limits.
    _held: Held,
    /// Requests that it has replied to.
    pub jobs: u32,
}

impl Process {
    /// Starts a child. It is confined before it reads its first request.
    pub fn start(program: &Program, limits: &Limits) -> Result<Self, Fault> {
        let start = || -> io::Result<Self> {
            let mut command = Command::new(&program.path);
            command
                .arg(format!("{ARGUMENT}{}", program.role))
                .args([limits.memory.to_string(), limits.processor.as_secs().max(1).to_string()])
                .env_clear()
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .kill_on_drop(true);
            confine::set_apart(&mut command);
            let mut child = command.spawn()?;
            let held = confine::hold(&child, limits)?;
            let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
            let input = child.stdin.take().ok_or_else(missing)?;
            let output = child.stdout.take().ok_or_else(missing)?;
            let errors = tokio::spawn(listen(child.stderr.take().ok_or_else(missing)?));
            confine::widen(&input, &output);
            Ok(Self { child, input, output, errors, _held: held, jobs: 0 })
        };
        start().map_err(|error| Fault::NotStarted(error.to_string()))
    }

    /// Its number in the system.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// It has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Why it ended, after its output did.
    pub async fn why(mut self) -> Fault {
        // Its output is closed, so it is ending; one that is not ends now.
        let status = match timeout(PATIENCE, self.child.wait()).await {
            Ok(status) => status,
            Err(_) => {
                let _ = self.child.start_kill();
                timeout(PATIENCE, self.child.wait()).await.unwrap_or_else(|late| Err(late.into()))
            }
        };
        let said = timeout(PATIENCE, &mut self.errors).await.map_or_else(|_| String::new(), Result::unwrap_or_default);
        let fault = match status {
            Ok(status) if confine::took_too_long(status) => Fault::Time,
            _ if wanted_more_memory(&said) => Fault::Memory,
            Ok(status) => Fault::Crashed(describe(status, &said)),
            Err(error) => Fault::Crashed(error.to_string()),
        };
        tracing::warn!(fault = %fault, "a worker ended");
        fault
    }
}

/// The end of what a child says on standard error: the reason of its end, where it names one.
async fn listen(mut errors: ChildStderr) -> String {
    let mut kept = Vec::new();
    let mut some = [0; 1024];
    while let Ok(count @ 1..) = errors.read(&mut some).await {
        kept.extend_from_slice(&some[..count]);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// The words of Rust's allocator and of C++'s.
fn wanted_more_memory(said: &str) -> bool {
    ["memory allocation of ", "std::bad_alloc", "capacity overflow"].iter().any(|words| said.contains(words))
}

/// For logs: the status, and the last line that was said.
fn describe(status: ExitStatus, said: &str) -> String {
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    format!("{status}; {last}")
}
