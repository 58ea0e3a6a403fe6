//! Linux: a filter of system calls. A worker computes, reads its input and writes its output; whatever else it asks of the
//! system is refused with an error, which libraries bear. So there are no files, no network and no other processes.

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;
use std::io;

/// What computing with threads takes, on every architecture. Those with a condition stand in [`conditional`].
const ALLOWED: &[libc::c_long] = &[
    // the two pipes
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_ppoll,
    // memory
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_get_mempolicy,
    libc::SYS_membarrier,
    // threads
    // refused by the other filter, with the error that sends C libraries to `clone`
    libc::SYS_clone3,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getcpu,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_restart_syscall,
    // signals of its own: the handler of a stack that overflows
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    // time and chance
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_sysinfo,
    libc::SYS_uname,
];

/// Calls of older days, which C libraries still make on this architecture.
#[cfg(target_arch = "x86_64")]
const OLD: &[libc::c_long] = &[libc::SYS_poll, libc::SYS_time];
#[cfg(not(target_arch = "x86_64"))]
const OLD: &[libc::c_long] = &[];

/// Mapped in all, and of that what may be written to, in bytes.
pub fn taken() -> io::Result<(u64, u64)> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    let page = rustix::param::page_size() as u64;
    let number = |at: usize| pages.split_whitespace().nth(at).and_then(|number| number.parse::<u64>().ok());
    match number(0).zip(number(5)) {
        Some((mapped, data)) => Ok((mapped * page, data * page)),
        None => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Closes every file but the three streams. To be called before anything is opened.
#[allow(unsafe_code)] // the system is asked by number: older C libraries have no function for it
pub fn close_others() -> io::Result<()> {
    const FIRST: libc::c_uint = 3;
    // SAFETY: no file of this program's own is open yet, so none is closed that somebody holds.
    let failed = unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, 0) } != 0;
    let error = io::Error::last_os_error();
    // Linux before 5.9 has no such call.
    if failed && error.raw_os_error() != Some(libc::ENOSYS) { Err(error) } else { Ok(()) }
}

/// Refuses everything but what is allowed, for all threads of this process and for good.
pub fn filter_calls() -> io::Result<()> {
    // Processors for which the library has no filter have none.
    let Ok(architecture) = std::env::consts::ARCH.try_into() else { return Ok(()) };
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let mut rules: BTreeMap<libc::c_long, Vec<SeccompRule>> =
        ALLOWED.iter().chain(OLD).map(|call| (*call, Vec::new())).collect();
    rules.extend(conditional().map_err(io::Error::other)?);
    let allowed = SeccompFilter::new(rules, refused, SeccompAction::Allow, architecture).map_err(io::Error::other)?;
    // The flags of `clone3` lie in memory, where a filter does not see them. Told that there is no such call, C libraries
    // take `clone`.
    let absent = SeccompFilter::new(
        BTreeMap::from([(libc::SYS_clone3, Vec::new())]),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS as u32),
        architecture,
    )
    .map_err(io::Error::other)?;
    for filter in [absent, allowed] {
        let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
        seccompiler::apply_filter_all_threads(&program).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Calls that are allowed only in one form.
fn conditional() -> Result<Vec<(libc::c_long, Vec<SeccompRule>)>, seccompiler::BackendError> {
    let argument = |index: u8, operator: SeccompCmpOp, value: u64| {
        let condition = SeccompCondition::new(index, SeccompCmpArgLen::Qword, operator, value)?;
        SeccompRule::new(vec![condition])
    };
    let threads = libc::CLONE_THREAD as u64;
    let own_id = u64::from(std::process::id());
    Ok(vec![
        // A thread, never a process.
        (libc::SYS_clone, vec![argument(0, SeccompCmpOp::MaskedEq(threads), threads)?]),
        // A signal to itself: how a program aborts.
        (libc::SYS_tgkill, vec![argument(0, SeccompCmpOp::Eq, own_id)?]),
        // Its own limits.
        (libc::SYS_prlimit64, vec![argument(0, SeccompCmpOp::Eq, 0)?, argument(0, SeccompCmpOp::Eq, own_id)?]),
        // The names of its threads and of its memory.
        (
            libc::SYS_prctl,
            vec![
                argument(0, SeccompCmpOp::Eq, libc::PR_SET_NAME as u64)?,
                argument(0, SeccompCmpOp::Eq, libc::PR_SET_VMA as u64)?,
            ],
        ),
    ])
}
