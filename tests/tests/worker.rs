//! Worker processes: what a child may not do, what becomes of one that does harm, and pictures that were made to.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::worker::{Event, Fault, Job, Limits, Pool, Program, Reply};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_worker");

fn pool_within(limits: Limits, most: usize) -> Pool {
    Pool::new(Program::at(Path::new(PROGRAM), "try"), limits, most)
}

fn pool() -> Pool {
    pool_within(Limits { memory: 256 << 20, ..Limits::default() }, 2)
}

async fn reply(mut job: Job) -> Result<Reply, Fault> {
    match job.next().await? {
        Event::Reply(reply) => Ok(reply),
        other => panic!("{other:?} is no reply"),
    }
}

/// What a child says after it tried.
async fn attempt(pool: &Pool, what: &str) -> Result<(String, String), Fault> {
    let reply = reply(pool.start(what.as_bytes(), b"").await?).await?;
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ok((text(reply.head), text(reply.body)))
}

async fn process_of(pool: &Pool) -> u32 {
    let job = pool.start(b"echo", b"").await.unwrap();
    let id = job.process_id().expect("it lives");
    reply(job).await.unwrap();
    id
}

#[tokio::test]
async fn a_large_request_comes_back_as_it_was() {
    let pool = pool();
    let body: Vec<u8> = (0..5_000_000_u32).map(|n| (n % 251) as u8).collect();
    for _ in 0..3 {
        let reply = reply(pool.start(b"echo", &body).await.unwrap()).await.unwrap();
        assert_eq!(reply.head, b"echo");
        assert!(reply.body == body);
    }
}

#[tokio::test]
async fn progress_pieces_and_questions_come_in_their_order() {
    let mut job = pool().start(b"tell", b"").await.unwrap();
    assert_eq!(job.next().await, Ok(Event::Progress { bytes: 3, total: 10 }));
    assert_eq!(job.next().await, Ok(Event::Piece(b"a word".to_vec())));
    assert_eq!(job.next().await, Ok(Event::Question(b"how much?".to_vec())));
    job.answer(b"so much").await.unwrap();
    assert_eq!(job.next().await, Ok(Event::Reply(Reply { head: b"so much".to_vec(), body: Vec::new() })));
    assert!(job.next().await.is_err(), "nothing follows");
}

#[tokio::test]
async fn what_a_library_prints_does_not_come_between_the_frames() {
    let pool = pool();
    assert_eq!(attempt(&pool, "print").await.unwrap().1, "printed");
    assert_eq!(attempt(&pool, "thread").await.unwrap().1, "a thread worked");
}

#[tokio::test]
async fn a_child_is_kept_warm_and_ends_when_it_is_idle() {
    let limits = Limits { idle: Duration::from_millis(300), ..Limits::default() };
    let pool = pool_within(limits, 2);
    let first = process_of(&pool).await;
    assert_eq!(process_of(&pool).await, first);
    wait_until_gone(first).await;
    assert_ne!(process_of(&pool).await, first);
}

#[tokio::test]
async fn a_child_is_replaced_after_its_jobs() {
    let pool = pool_within(Limits { jobs: 2, ..Limits::default() }, 1);
    let first = process_of(&pool).await;
    assert_eq!(process_of(&pool).await, first);
    assert_ne!(process_of(&pool).await, first);
}

#[tokio::test]
async fn no_more_children_than_places() {
    let pool = pool_within(Limits::default(), 2);
    let sleepers = [pool.start(b"sleep", b"").await.unwrap(), pool.start(b"sleep", b"").await.unwrap()];
    let third = pool.start(b"echo", b"");
    tokio::pin!(third);
    assert!(futures::poll!(&mut third).is_pending());
    drop(sleepers);
    reply(third.await.unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_crash_takes_its_own_job_and_nothing_else() {
    let pool = pool();
    let other = pool.start(b"tell", b"").await.unwrap();
    for what in ["abort", "panic", "overflow"] {
        let fault = attempt(&pool, what).await.unwrap_err();
        assert!(matches!(fault, Fault::Crashed(_)), "{what}: {fault:?}");
        assert_eq!(attempt(&pool, "echo").await.unwrap().0, "echo", "after {what}");
    }
    let mut other = other;
    assert_eq!(other.next().await, Ok(Event::Progress { bytes: 3, total: 10 }));
}

#[tokio::test]
async fn one_that_died_while_idle_costs_no_job() {
    let pool = pool();
    let id = process_of(&pool).await;
    kill(id);
    assert_eq!(attempt(&pool, "echo").await.unwrap().0, "echo");
}

#[tokio::test]
async fn one_that_is_killed_in_the_middle_is_replaced() {
    let pool = pool();
    let mut job = pool.start(b"sleep", b"").await.unwrap();
    kill(job.process_id().unwrap());
    assert!(matches!(job.next().await, Err(Fault::Crashed(_))));
    assert_eq!(attempt(&pool, "echo").await.unwrap().0, "echo");
}

#[tokio::test]
async fn cancelling_ends_the_child_at_once() {
    let pool = pool();
    for what in ["spin", "sleep"] {
        let job = pool.start(what.as_bytes(), b"").await.unwrap();
        let id = job.process_id().unwrap();
        drop(job);
        wait_until_gone(id).await;
    }
}

#[tokio::test]
async fn the_end_of_the_program_is_the_end_of_its_children() {
    let mut host = Command::new(PROGRAM).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(host.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let child = line.trim().parse().unwrap();
    assert!(is_alive(child));
    host.kill().unwrap();
    host.wait().unwrap();
    wait_until_gone(child).await;
}

#[tokio::test]
async fn a_child_that_takes_more_than_its_time_is_ended() {
    let cpu = Limits { processor: Duration::from_secs(1), ..Limits::default() };
    assert_eq!(attempt(&pool_within(cpu, 1), "spin").await, Err(Fault::Time));
    let clock = Limits { clock: Duration::from_millis(200), ..Limits::default() };
    assert_eq!(attempt(&pool_within(clock, 1), "sleep").await, Err(Fault::Time));
}

#[tokio::test]
async fn time_that_earlier_jobs_took_is_not_counted() {
    let limits = Limits { processor: Duration::from_secs(2), ..Limits::default() };
    let pool = pool_within(limits, 1);
    let first = process_of(&pool).await;
    for _ in 0..4 {
        assert_eq!(attempt(&pool, "work 900").await.unwrap().0, "done");
    }
    assert_eq!(process_of(&pool).await, first);
}

#[tokio::test]
async fn a_child_that_takes_more_than_its_memory_is_ended() {
    let pool = pool();
    assert_eq!(attempt(&pool, "memory 200").await.unwrap().1, (200 << 20).to_string());
    assert_eq!(attempt(&pool, "memory 400").await, Err(Fault::Memory));
    assert_eq!(attempt(&pool, "memory 200").await.unwrap().0, "done", "its successor has as much");
}

#[tokio::test]
async fn a_child_that_says_too_much_is_not_listened_to() {
    let pool = pool_within(Limits { frame: 1 << 20, ..Limits::default() }, 1);
    assert_eq!(attempt(&pool, "shout 1000").await.unwrap().0.len(), 100);
    assert_eq!(attempt(&pool, "shout 2000000").await, Err(Fault::Garbled));
}

#[tokio::test]
async fn what_cannot_start_says_so() {
    for program in [Path::new("/nonexistent/worker"), Path::new(PROGRAM)] {
        let role = if program.exists() { "unprepared" } else { "try" };
        let pool = Pool::new(Program::at(program, role), Limits::default(), 1);
        assert!(matches!(pool.start(b"echo", b"").await.err(), Some(Fault::NotStarted(_))));
    }
    let unknown = Pool::new(Program::at(Path::new(PROGRAM), "no such role"), Limits::default(), 1);
    assert!(matches!(unknown.start(b"echo", b"").await.err(), Some(Fault::NotStarted(_))));
}

#[tokio::test]
async fn a_child_knows_nothing_of_our_environment() {
    let (_, environment) = attempt(&pool(), "environment").await.unwrap();
    let names: Vec<&str> = environment.lines().filter_map(|line| line.split('=').next()).collect();
    let allowed = if cfg!(windows) { vec!["SystemRoot"] } else { vec![] };
    assert_eq!(names, allowed);
}

/// Its three streams and nothing of ours.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_holds_no_file_of_ours() {
    let ours = tempfile::NamedTempFile::new().unwrap();
    let pool = pool();
    let job = pool.start(b"sleep", b"").await.unwrap();
    let folder = format!("/proc/{}/fd", job.process_id().unwrap());
    for entry in std::fs::read_dir(folder).unwrap() {
        let to = std::fs::read_link(entry.unwrap().path()).unwrap();
        assert!(to.to_string_lossy().starts_with("pipe:"), "{} is open", to.display());
        assert_ne!(to, ours.path());
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", job.process_id().unwrap())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert!(core.split_whitespace().nth(4).unwrap().parse::<u64>().unwrap() <= 1, "{core}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_has_neither_files_nor_network() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.txt");
    std::fs::write(&file, b"secret").unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let pool = pool();
    for what in [
        format!("read {}", file.display()),
        format!("write {}", folder.path().join("new").display()),
        format!("remove {}", file.display()),
        format!("list {}", folder.path().display()),
        format!("size {}", file.display()),
        "read /etc/passwd".to_owned(),
        "read /proc/self/environ".to_owned(),
        "random".to_owned(),
        format!("connect {}", listener.local_addr().unwrap()),
        "send".to_owned(),
        "start /bin/true".to_owned(),
    ] {
        let (word, said) = attempt(&pool, &what).await.unwrap();
        assert_eq!(word, "refused", "{what}: {said}");
        assert!(said.contains("not permitted"), "{what}: {said}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"secret");
}

/// Waits until no such process works any more.
async fn wait_until_gone(id: u32) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while is_alive(id) {
        assert!(Instant::now() < deadline, "the child {id} lives");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[cfg(unix)]
fn kill(id: u32) {
    let killed = Command::new("kill").args(["-9", &id.to_string()]).status().unwrap();
    assert!(killed.success());
}

#[cfg(windows)]
fn kill(id: u32) {
    let killed = Command::new("taskkill").args(["/F", "/PID", &id.to_string()]).status().unwrap();
    assert!(killed.success());
}

#[cfg(unix)]
fn is_alive(id: u32) -> bool {
    // One that ended and was not waited for is named in brackets of its own.
    let state = Command::new("ps").args(["-o", "stat=", "-p", &id.to_string()]).output().unwrap();
    let state = String::from_utf8_lossy(&state.stdout).trim().to_owned();
    !state.is_empty() && !state.starts_with('Z')
}

#[cfg(windows)]
fn is_alive(id: u32) -> bool {
    let list = Command::new("tasklist").args(["/FI", &format!("PID eq {id}")]).output().unwrap();
    String::from_utf8_lossy(&list.stdout).contains(&id.to_string())
}
