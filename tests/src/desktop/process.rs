//! Child processes that end with the test.

use super::wait::wait_for;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// A child process; killed when dropped.
#[derive(Debug)]
pub struct Running {
    child: Child,
    name: String,
    lines: Option<Receiver<String>>,
}

impl Running {
    /// Starts a program; its output goes nowhere.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub fn start(command: &mut Command) -> Self {
        Self::spawn(command.stdout(Stdio::null()))
    }

    /// Starts a program whose standard output is read line by line.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub fn start_and_listen(command: &mut Command) -> Self {
        let mut running = Self::spawn(command.stdout(Stdio::piped()));
        let (sender, lines) = channel();
        if let Some(stdout) = running.child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        running.lines = Some(lines);
        running
    }

    fn spawn(command: &mut Command) -> Self {
        Self::start_from(command, Stdio::null())
    }

    /// Starts a program with this standard input.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub(super) fn start_from(command: &mut Command, input: Stdio) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        if std::env::var_os("ALTSMITH_TEST_VERBOSE").is_none() {
            command.stderr(Stdio::null());
        }
        let child = command.stdin(input).spawn().unwrap_or_else(|e| panic!("{name} does not start: {e}"));
        Self { child, name, lines: None }
    }

    /// The next line of its output.
    ///
    /// # Panics
    /// Where none comes before the deadline.
    pub fn line(&mut self) -> String {
        let what = format!("a line from {}", self.name);
        let lines = self.lines.as_ref().expect("started with start_and_listen");
        wait_for(&what, || lines.try_recv().ok())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself.
    ///
    /// # Panics
    /// Where it does not before the deadline.
    pub fn wait(&mut self) -> ExitStatus {
        let what = format!("the end of {}", self.name);
        wait_for(&what, || self.child.try_wait().ok().flatten())
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
