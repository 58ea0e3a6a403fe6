//! A worker for the tests: what the programs offer, and roles that do what a worker must be held from.

#![allow(clippy::print_stdout, reason = "what it prints is tested")]

use altsmith_core::imaging::DECODE_ROLES;
use altsmith_core::worker::{Limits, Line, Pool, Program, Request, Role, Work, enter};
use std::io::{self, Read};
use std::net::{TcpStream, UdpSocket};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let mut roles = DECODE_ROLES.to_vec();
    roles.push(Role { name: "try", prepare: prepare_try });
    roles.push(Role { name: "unprepared", prepare: || std::process::exit(3) });
    enter(&roles).unwrap_or_else(host)
}

/// Not a worker: a program that has one, which never comes back, and says its number. To be killed.
#[tokio::main(flavor = "current_thread")]
async fn host() -> ExitCode {
    let pool = Program::this("try").map(|program| Pool::new(program, Limits::default(), 1));
    let Some(pool) = pool else { return ExitCode::FAILURE };
    let Ok(job) = pool.start(b"spin", b"").await else { return ExitCode::FAILURE };
    if let Some(id) = job.process_id() {
        println!("{id}");
    }
    std::future::pending().await
}

fn prepare_try() -> Work {
    Box::new(attempt)
}

/// Does what the head names, and tells how that went.
fn attempt(request: Request, line: &mut Line) -> io::Result<()> {
    let Request { head: asked, body } = request;
    let head = String::from_utf8_lossy(&asked).into_owned();
    let (what, value) = head.split_once(' ').unwrap_or((&head, ""));
    let told = match what {
        "echo" => return line.reply(&asked, &[&body]),
        "tell" => {
            line.progress(3, 10)?;
            line.piece(b"a word")?;
            let answer = line.ask(b"how much?")?;
            return line.reply(&answer, &[]);
        }
        "print" => {
            println!("between the frames");
            Ok("printed".to_owned())
        }
        "abort" => std::process::abort(),
        "panic" => return Err(io::Error::other("as asked")),
        "overflow" => Ok(deeper(0).to_string()),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "sleep" => loop {
            std::thread::park();
        },
        "work" => Ok(work_for(Duration::from_millis(value.parse().unwrap_or(0)))),
        "memory" => Ok(take(value.parse().unwrap_or(0)).to_string()),
        "shout" => return line.reply(&[b'x'; 100], &[&vec![0; value.parse().unwrap_or(0)]]),
        "environment" => Ok(std::env::vars().map(|(name, value)| format!("{name}={value}\n")).collect()),
        "read" => std::fs::read(value).map(|bytes| format!("{} bytes", bytes.len())),
        "write" => std::fs::write(value, b"x").map(|()| "written".to_owned()),
        "remove" => std::fs::remove_file(value).map(|()| "removed".to_owned()),
        "list" => std::fs::read_dir(value).map(|entries| format!("{} entries", entries.count())),
        "size" => std::fs::metadata(value).map(|data| format!("{} bytes", data.len())),
        "connect" => TcpStream::connect(value).map(|_| "connected".to_owned()),
        "send" => UdpSocket::bind("127.0.0.1:0").map(|_| "bound".to_owned()),
        "start" => Command::new(value).status().map(|status| status.to_string()),
        "thread" => Ok(std::thread::spawn(|| "a thread worked").join().unwrap_or("it did not").to_owned()),
        "random" => {
            std::fs::File::open("/dev/urandom").and_then(|mut file| file.read(&mut [0; 8])).map(|n| n.to_string())
        }
        _ => Ok("what?".to_owned()),
    };
    let (word, said) = match told {
        Ok(said) => ("done", said),
        Err(error) => ("refused", error.to_string()),
    };
    line.reply(word.as_bytes(), &[said.as_bytes()])
}

/// A stack that overflows.
#[allow(unconditional_recursion)]
fn deeper(level: u64) -> u64 {
    let room = std::hint::black_box([level; 512]);
    deeper(level + 1) + room[level as usize % 512]
}

/// Keeps a processor busy.
fn work_for(time: Duration) -> String {
    let end = Instant::now() + time;
    while Instant::now() < end {
        std::hint::spin_loop();
    }
    "worked".to_owned()
}

/// Takes so many mebibytes and writes to all of them.
fn take(mebibytes: usize) -> usize {
    let mut taken = Vec::new();
    for n in 0..mebibytes {
        taken.push(std::hint::black_box(vec![n as u8 | 1; 1 << 20]));
    }
    taken.iter().map(Vec::len).sum()
}
