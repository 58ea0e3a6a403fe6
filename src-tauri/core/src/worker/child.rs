//! The child's side: taken to be a worker by its first argument, confined, then one request after the other.

use super::frame::{self, Frame, Kind};
use super::{ARGUMENT, ENTERED, confine};
use std::fs::File;
use std::io;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

/// Something that a worker can do.
#[derive(Clone, Copy)]
pub struct Role {
    /// Its name, as [`super::Program`] asks for it.
    pub name: &'static str,
    /// Makes ready what it needs of files and system (libraries, fonts, weights): later there is no way to them. Gives
    /// what does the work; an error of that ends the process.
    pub prepare: fn() -> Work,
}

/// Does the work of one request, and ends with [`Line::reply`].
pub type Work = Box<dyn FnMut(Request, &mut Line) -> io::Result<()>>;

/// What is to be done.
#[derive(Debug)]
pub struct Request {
    /// The question, in the role's own terms.
    pub head: Vec<u8>,
    /// What it is about.
    pub body: Vec<u8>,
}

/// The way back to whoever asked.
pub struct Line {
    out: File,
    frames: Receiver<Frame>,
}

impl Line {
    /// Says how far the work is. `total` is 0 where nobody knows.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub fn progress(&mut self, bytes: u64, total: u64) -> io::Result<()> {
        self.say(Kind::Progress, &[bytes.to_le_bytes(), total.to_le_bytes()].concat(), &[])
    }

    /// Gives away a part of what is being made.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub fn piece(&mut self, piece: &[u8]) -> io::Result<()> {
        self.say(Kind::Piece, &[], &[piece])
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub fn ask(&mut self, question: &[u8]) -> io::Result<Vec<u8>> {
        self.say(Kind::Question, question, &[])?;
        match self.frames.recv() {
            Ok(Frame { kind: Kind::Answer, head, .. }) => Ok(head),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// What came of the request. The parts of the body arrive as one.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub fn reply(&mut self, head: &[u8], body: &[&[u8]]) -> io::Result<()> {
        self.say(Kind::Reply, head, body)
    }

    fn say(&mut self, kind: Kind, head: &[u8], body: &[&[u8]]) -> io::Result<()> {
        frame::write(&mut self.out, kind, head, body)
    }
}

/// To be called first in `main`, before anything reads the arguments. Where this process is to be a worker, it works and
/// gives the code to end with; else it gives `None` and the program may use itself as a worker from now on.
pub fn enter(roles: &[Role]) -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    let Some(name) = first.as_ref().and_then(|first| first.to_str()?.strip_prefix(ARGUMENT)) else {
        confine::no_core_dumps();
        let _ = ENTERED.set(());
        return None;
    };
    let mut number = || arguments.next()?.to_str()?.parse::<u64>().ok();
    let limits = number().zip(number());
    let (Some(role), Some((memory, seconds))) = (roles.iter().find(|role| role.name == name), limits) else {
        return Some(ExitCode::FAILURE);
    };
    Some(match serve(*role, memory, Duration::from_secs(seconds)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    })
}

fn serve(role: Role, memory: u64, processor: Duration) -> io::Result<()> {
    let (stdin, out) = confine::streams()?;
    let mut work = (role.prepare)();
    confine::limit_memory(memory)?;
    confine::close_doors()?;
    let mut line = Line { out, frames: listen(stdin)? };
    // Nothing is left to do once nobody asks any more.
    while let Ok(Frame { kind: Kind::Request, head, body }) = line.frames.recv() {
        confine::limit_processor(processor)?;
        line.say(Kind::Taken, &[], &[])?;
        work(Request { head, body }, &mut line)?;
    }
    Ok(())
}

/// Reads in a thread of its own, so that the end of whoever asked is noticed in the middle of the work.
fn listen(mut stdin: File) -> io::Result<Receiver<Frame>> {
    let (sender, frames) = sync_channel(1);
    std::thread::Builder::new().name("listen".to_owned()).spawn(move || {
        while let Ok(Some(frame)) = frame::read(&mut stdin) {
            if sender.send(frame).is_err() {
                break;
            }
        }
        // A decoder that never comes back cannot be asked to stop.
        std::process::exit(0);
    })?;
    Ok(frames)
}
