//! Runs one command: its whole output goes to a log, the line that says where it stands goes to the screen, and when it
//! fails the part that says why is shown.

use crate::console;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How often a line of progress is said where it cannot be drawn over the last one.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How often the line of progress is drawn over itself.
const REDRAW: Duration = Duration::from_millis(200);

/// How long output is awaited after the command has ended: a process it left behind may keep the pipe open.
const AFTERMATH: Duration = Duration::from_secs(2);

/// What a finished command left.
pub struct Finished {
    /// Whether its exit status was success.
    pub success: bool,
    /// Everything it said, in order.
    pub lines: Vec<String>,
    log: PathBuf,
    ending: String,
}

impl Finished {
    /// Success, or a message with the lines that say why.
    pub fn or_explain(self, what: &str) -> Result<Vec<String>, String> {
        if self.success { Ok(self.lines) } else { Err(self.explain(what)) }
    }

    /// What went wrong, with the lines that say why and where the rest is.
    pub fn explain(&self, what: &str) -> String {
        let mut text = format!("\n{what} failed ({}).\n", self.ending);
        for line in telling_part(&self.lines) {
            text.push_str("    ");
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&format!("The whole output is in {}.", self.log.display()));
        text
    }
}

/// Starts `command` with no standard input and waits for it, at most `limit`.
/// The error says that it could not be started or that the log cannot be written.
pub fn run_logged(command: &mut Command, log: &Path, limit: Duration) -> Result<Finished, String> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    }
    let mut file = File::create(log).map_err(|error| format!("{} cannot be written: {error}", log.display()))?;
    let _ = writeln!(file, "$ {}", shown(command));
    let mut child = command
        // Logs are read as plain text, and the lines that are shown are cut.
        .envs([("NO_COLOR", "1"), ("CARGO_TERM_COLOR", "never")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} did not start: {error}", command.get_program().to_string_lossy()))?;
    let (sender, receiver) = channel();
    if let Some(pipe) = child.stdout.take() {
        forward(pipe, sender.clone());
    }
    if let Some(pipe) = child.stderr.take() {
        forward(pipe, sender);
    }
    let mut progress = Progress::new();
    let mut lines = Vec::new();
    let ended = watch(&mut child, &receiver, limit, |line| {
        if let Some(line) = line {
            let _ = writeln!(file, "{line}");
            progress.saw(&line);
            lines.push(line);
        }
        progress.tick();
    });
    progress.clear();
    let (success, ending) = match ended {
        Some(status) => (status.success(), status.to_string()),
        None => (false, format!("stopped after {}", console::clock(limit))),
    };
    Ok(Finished { success, lines, log: log.to_path_buf(), ending })
}

/// Hands each line to `saw`, and `None` while nothing is said, until the command has ended. After `limit` the command is
/// ended, and the answer is `None`.
fn watch(
    child: &mut Child,
    lines: &Receiver<String>,
    limit: Duration,
    mut saw: impl FnMut(Option<String>),
) -> Option<ExitStatus> {
    let began = Instant::now();
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => saw(Some(line)),
            Err(RecvTimeoutError::Disconnected) => return child.wait().ok(),
            Err(RecvTimeoutError::Timeout) => saw(None),
        }
        if ended.is_none() {
            ended = child.try_wait().ok().flatten().map(|status| (status, Instant::now()));
        }
        match ended {
            Some((status, at)) if at.elapsed() > AFTERMATH => return Some(status),
            None if began.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
            _ => {}
        }
    }
}

fn forward(pipe: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(1..)) {
            let line = without_escapes(String::from_utf8_lossy(&bytes).trim_end());
            bytes.clear();
            if to.send(line).is_err() {
                return;
            }
        }
    });
}

/// The line that says where a command stands: said again while nothing happens, so that waiting looks like waiting.
struct Progress {
    began: Instant,
    said: Instant,
    built: usize,
    last: String,
    redraws: bool,
}

impl Progress {
    fn new() -> Self {
        let now = Instant::now();
        Self { began: now, said: now, built: 0, last: String::new(), redraws: console::can_redraw() }
    }

    fn saw(&mut self, line: &str) {
        let line = line.trim();
        if line.starts_with("Compiling ") || line.starts_with("Checking ") {
            self.built += 1;
        }
        if !line.is_empty() {
            self.last = line.chars().take(80).collect();
        }
    }

    fn tick(&mut self) {
        let every = if self.redraws { REDRAW } else { HEARTBEAT };
        if self.said.elapsed() < every {
            return;
        }
        self.said = Instant::now();
        if self.redraws {
            console::redraw(Some(&self.text()));
        } else {
            console::say(&self.text());
        }
    }

    fn text(&self) -> String {
        let time = console::clock(self.began.elapsed());
        let compiled = if self.built > 0 { format!("{} compiled, ", self.built) } else { String::new() };
        format!("      … {time}: {compiled}{}", self.last)
    }

    fn clear(&self) {
        if self.redraws {
            console::redraw(None);
        }
    }
}

/// The lines that say why: from the compiler's first error on, or from the first failed test, else the last ones.
pub fn telling_part(lines: &[String]) -> Vec<&str> {
    const SHOWN: usize = 80;
    let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.trim().is_empty()).collect();
    let is_error = |line: &&str| line.starts_with("error[") || line.starts_with("error:");
    match lines.iter().position(is_error) {
        Some(first) if lines.len() - first > SHOWN => lines[first..first + SHOWN].to_vec(),
        _ => lines[lines.len().saturating_sub(SHOWN / 2)..].to_vec(),
    }
}

/// The line without colours and cursor movements.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\x1b' {
            match characters.next() {
                // `ESC [ parameters letter`
                Some('[') => drop(characters.by_ref().find(char::is_ascii_alphabetic)),
                // `ESC ( set`
                Some('(' | ')') => drop(characters.next()),
                _ => {}
            }
        } else if !character.is_control() || character == '\t' {
            out.push(character);
        }
    }
    out
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-process-{}-{name}.log", std::process::id()))
    }

    #[cfg(unix)]
    #[test]
    fn both_outputs_and_the_status_are_kept() {
        let log = log("both");
        let finished = run_logged(
            Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"]),
            &log,
            Duration::from_secs(20),
        )
        .unwrap();
        assert!(!finished.success);
        let mut lines = finished.lines.clone();
        lines.sort();
        assert_eq!(lines, ["err", "out"]);
        let kept = std::fs::read_to_string(&log).unwrap();
        assert!(kept.starts_with("$ sh -c") && kept.contains("\nout\n"), "{kept}");
        assert!(finished.explain("It").contains("exit status: 3"));
        std::fs::remove_file(log).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_never_ends_is_ended() {
        let log = log("limit");
        let finished = run_logged(Command::new("sleep").arg("600"), &log, Duration::from_millis(200)).unwrap();
        assert!(!finished.success);
        assert!(finished.explain("It").contains("stopped after 0.2 s"));
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let log = log("missing");
        let trouble = run_logged(&mut Command::new("no-such-program-here"), &log, HEARTBEAT).err().unwrap();
        assert!(trouble.contains("no-such-program-here did not start"), "{trouble}");
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn progress_counts_crates_and_keeps_the_last_words() {
        let mut progress = Progress::new();
        progress.saw("   Compiling tauri v2.12.5");
        progress.saw("    Blocking waiting for file lock on build directory");
        progress.saw("");
        assert!(progress.text().ends_with(": 1 compiled, Blocking waiting for file lock on build directory"));
    }

    #[test]
    fn the_first_error_is_what_is_shown() {
        let mut lines: Vec<String> = (0..200).map(|n| format!("note {n}")).collect();
        lines[50] = "error[E0425]: cannot find".into();
        assert_eq!(telling_part(&lines)[0], "error[E0425]: cannot find");
        lines[50] = "fine".into();
        assert_eq!(telling_part(&lines).last(), Some(&"note 199"));
    }

    #[test]
    fn colours_are_taken_away() {
        assert_eq!(without_escapes("\x1b[1;32m   Compiling\x1b[0m tauri"), "   Compiling tauri");
        assert_eq!(without_escapes("\x1b(B\x1b[m\x1b[31m-old\x1b(B"), "-old");
    }
}
