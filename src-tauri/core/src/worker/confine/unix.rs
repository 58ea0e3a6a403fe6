//! Unix: limits that the child sets for itself before it reads anything of others'.

use crate::worker::Limits;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// The limits are the child's own.
pub struct Held;

/// A core dump of the window would hold keys, one of a worker the person's picture.
pub fn no_core_dumps() {
    // Where the system hands dumps to a program, Linux heeds only this odd limit; as a size it is too little as well.
    let nothing = if cfg!(target_os = "linux") { 1 } else { 0 };
    let _ = lower(Resource::Core, nothing);
}

/// Ctrl+C at the terminal is for the program, which decides what becomes of its children. The folder that it was started
/// in can be taken away.
pub fn set_apart(command: &mut Command) {
    command.process_group(0).current_dir("/");
}

/// Nothing more to do from outside.
#[allow(clippy::unnecessary_wraps)] // on Windows it can fail
pub fn hold(_: &Child, _: &Limits) -> io::Result<Held> {
    Ok(Held)
}

/// Larger pipes, so that pictures pass with fewer changes from one process to the other.
pub fn widen(input: &ChildStdin, output: &ChildStdout) {
    #[cfg(target_os = "linux")]
    {
        const PIPE: usize = 1 << 20;
        // Where the system gives no more, the pipe stays as it is.
        let _ = rustix::pipe::fcntl_setpipe_size(input, PIPE);
        let _ = rustix::pipe::fcntl_setpipe_size(output, PIPE);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (input, output);
}

/// The child's two pipes. All other inherited files are closed. What a library prints goes to standard error, so that it cannot
/// mix with frames.
pub fn streams() -> io::Result<(File, File)> {
    #[cfg(target_os = "linux")]
    super::linux::close_others()?;
    let stdin = io::stdin().as_fd().try_clone_to_owned()?;
    let stdout = io::stdout().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok((stdin.into(), stdout.into()))
}

/// So many bytes more than the program has now.
pub fn limit_memory(bytes: u64) -> io::Result<()> {
    no_core_dumps();
    #[cfg(target_os = "linux")]
    {
        // What is written to is counted as such. Of address space threads reserve far more than they use, and shared
        // memory is counted only there.
        let (mapped, data) = super::linux::taken()?;
        lower(Resource::Data, data + bytes)?;
        lower(Resource::As, mapped + 2 * bytes + (4 << 30))
    }
    #[cfg(not(target_os = "linux"))]
    {
        // Some of these systems take the limit and do not heed it.
        let _ = lower(Resource::As, bytes.saturating_add(4 << 30));
        watch_memory(bytes)
    }
}

/// Looks now and then how much memory was taken, and ends the process where it is too much.
#[cfg(not(target_os = "linux"))]
fn watch_memory(bytes: u64) -> io::Result<()> {
    const PAUSE: Duration = Duration::from_millis(20);
    let most = peak_memory().saturating_add(bytes);
    let watch = move || {
        while peak_memory() <= most {
            std::thread::sleep(PAUSE);
        }
        // As the allocator says it.
        eprintln!("memory allocation of more than {bytes} bytes failed");
        std::process::exit(1);
    };
    std::thread::Builder::new().name("memory".to_owned()).spawn(watch).map(|_| ())
}

/// The most memory that this process had at once, in bytes.
#[cfg(not(target_os = "linux"))]
#[allow(unsafe_code)] // the system is asked
fn peak_memory() -> u64 {
    // SAFETY: plain data, for which zeros are valid, filled by the system.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    u64::try_from(usage.ru_maxrss).unwrap_or(0) * unit
}

/// So much time of the processors more than it has taken until now. The system's signal ends it.
pub fn limit_processor(time: Duration) -> io::Result<()> {
    let taken = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(taken.tv_sec).unwrap_or(0) + 1 + time.as_secs();
    let hard = getrlimit(Resource::Cpu).maximum;
    let current = Some(hard.map_or(seconds, |hard| seconds.min(hard)));
    Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum: hard })?)
}

/// From now on neither files nor network, where the system can do that.
pub fn close_doors() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    super::linux::filter_calls()?;
    Ok(())
}

/// It was ended by its limit of processor time.
pub fn took_too_long(status: ExitStatus) -> bool {
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

/// Sets a limit for good. One that is lower already stays.
fn lower(resource: Resource, to: u64) -> io::Result<()> {
    let now = getrlimit(resource);
    let least = |limit: Option<u64>| Some(limit.map_or(to, |limit| limit.min(to)));
    Ok(setrlimit(resource, Rlimit { current: least(now.current), maximum: least(now.maximum) })?)
}
