//! Windows: a job object that the child is put into before it gets its first request. It ends with the handle of it.

// The system's functions are called; every handle is owned by a type that closes it.
#![allow(unsafe_code)]

use crate::worker::Limits;
use std::fs::File;
use std::io;
use std::os::windows::io::{AsHandle, AsRawHandle, FromRawHandle, OwnedHandle};
use std::process::ExitStatus;
use std::ptr::null;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
    JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOB_OBJECT_LIMIT_PROCESS_MEMORY,
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
};

/// No window, and not reached by Ctrl+C at the terminal.
const FLAGS: u32 = CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP;
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;

/// What Windows itself needs to load its libraries.
const NEEDED: &str = "SystemRoot";

/// The job object; closing it ends the child.
pub struct Held {
    _job: OwnedHandle,
}

/// The job object keeps the dialog of a crash away; the dumps of Windows are the system's setting.
pub fn no_core_dumps() {}

/// As on Unix.
pub fn set_apart(command: &mut Command) {
    command.creation_flags(FLAGS);
    if let Some(root) = std::env::var_os(NEEDED) {
        command.current_dir(&root).env(NEEDED, root);
    }
}

/// Puts the child into a job object: memory, no process of its own, an end with ours.
pub fn hold(child: &Child, limits: &Limits) -> io::Result<Held> {
    let process = child.raw_handle().ok_or(io::ErrorKind::NotFound)?;
    // SAFETY: no name and no attributes; the handle is checked and owned at once.
    let job = unsafe {
        let job = CreateJobObjectW(null(), null());
        if job.is_null() {
            return Err(io::Error::last_os_error());
        }
        OwnedHandle::from_raw_handle(job)
    };
    // SAFETY: plain data, for which zeros are valid.
    let mut wanted: JOBOBJECT_EXTENDED_LIMIT_INFORMATION = unsafe { std::mem::zeroed() };
    wanted.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_ACTIVE_PROCESS
        | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
        | JOB_OBJECT_LIMIT_PROCESS_MEMORY;
    wanted.BasicLimitInformation.ActiveProcessLimit = 1;
    wanted.ProcessMemoryLimit = usize::try_from(limits.memory).unwrap_or(usize::MAX);
    let size = size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32;
    // SAFETY: both handles live, and the size is that of what is pointed to.
    let held = unsafe {
        SetInformationJobObject(
            job.as_raw_handle(),
            JobObjectExtendedLimitInformation,
            (&raw const wanted).cast(),
            size,
        ) != 0
            && AssignProcessToJobObject(job.as_raw_handle(), process) != 0
    };
    if held { Ok(Held { _job: job }) } else { Err(io::Error::last_os_error()) }
}

/// The system sizes its pipes itself.
pub fn widen(_: &ChildStdin, _: &ChildStdout) {}

/// The child's two streams.
pub fn streams() -> io::Result<(File, File)> {
    let stdin = io::stdin().as_handle().try_clone_to_owned()?;
    let stdout = io::stdout().as_handle().try_clone_to_owned()?;
    Ok((stdin.into(), stdout.into()))
}

/// The job object does it.
pub fn limit_memory(_: u64) -> io::Result<()> {
    Ok(())
}

/// The clock of the other side does it.
pub fn limit_processor(_: Duration) -> io::Result<()> {
    Ok(())
}

/// Windows has no such doors for a process that is the user's own.
pub fn close_doors() -> io::Result<()> {
    Ok(())
}

/// Only the clock ends a child here.
pub fn took_too_long(_: ExitStatus) -> bool {
    false
}
