//! What the system holds a child to. Each system has its own means: limits of the process and a filter of system calls on
//! Linux, limits of the process on other Unixes, a job object on Windows.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{
    Held, close_doors, hold, limit_memory, limit_processor, no_core_dumps, set_apart, streams, took_too_long, widen,
};
#[cfg(windows)]
pub use windows::{
    Held, close_doors, hold, limit_memory, limit_processor, no_core_dumps, set_apart, streams, took_too_long, widen,
};
