//! A question to the person at the terminal; what they type is not shown. Ctrl+C there, and whatever else asks the program to
//! end, ends it at once and at any moment: the terminal gets its echo back, and nobody waits for the answer.

use altsmith_core::failure::{Failure, Reason};
use std::io::{self, ErrorKind};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

static PROMPT: LazyLock<Prompt> = LazyLock::new(Prompt::default);

/// What is typed in answer to this.
///
/// # Errors
/// `Cancelled` once prompts have ended, `ReadFailed` where the terminal does not serve.
pub async fn hidden(question: String) -> Result<String, Failure> {
    PROMPT.ask(question).await
}

/// Ends the prompt that there is, and refuses every later one. The terminal has its echo back when this returns.
pub fn end() {
    PROMPT.end();
}

#[derive(Default)]
struct Prompt {
    ended: CancellationToken,
    /// The terminal, while it has no echo.
    silent: Mutex<Option<Silent>>,
}

impl Prompt {
    async fn ask(&'static self, question: String) -> Result<String, Failure> {
        let answer = tokio::task::spawn_blocking(move || self.read(&question));
        tokio::select! {
            biased;
            // Whoever still reads there is not waited for.
            () = self.ended.cancelled() => Err(Reason::Cancelled.into()),
            answer = answer => answer.map_err(|_| Failure::new(Reason::Internal))?.map_err(|error| match error.kind() {
                ErrorKind::Interrupted => Reason::Cancelled.into(),
                kind => Failure::new(Reason::ReadFailed).with("name", "-").with("detail", kind),
            }),
        }
    }

    fn silent(&self) -> MutexGuard<'_, Option<Silent>> {
        self.silent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        let mut silent = self.silent();
        self.ended.cancel();
        *silent = None;
    }
}

#[cfg(unix)]
impl Prompt {
    /// The question is shown once the terminal is without echo: what is typed after it is not shown and not lost.
    fn read(&self, question: &str) -> io::Result<String> {
        use std::io::Write;
        let mut terminal = std::fs::File::options().read(true).write(true).open("/dev/tty")?;
        {
            let mut silent = self.silent();
            if self.ended.is_cancelled() {
                return Err(ErrorKind::Interrupted.into());
            }
            *silent = Some(Silent::new(terminal.try_clone()?)?);
        }
        terminal.write_all(question.as_bytes())?;
        // Of a reader it leaves the mode as it is.
        let typed = rpassword::ConfigBuilder::new().input_reader(terminal).output_discard().build();
        let typed = rpassword::read_password_with_config(typed);
        *self.silent() = None;
        typed
    }
}

#[cfg(not(unix))]
impl Prompt {
    /// What waits for the lock waits for the answer: only who reads knows the mode that the terminal had.
    fn read(&self, question: &str) -> io::Result<String> {
        let _silent = self.silent();
        if self.ended.is_cancelled() {
            return Err(ErrorKind::Interrupted.into());
        }
        rpassword::prompt_password(question)
    }
}

#[cfg(not(unix))]
struct Silent;

/// The terminal without echo; it gets its mode back when this is dropped.
#[cfg(unix)]
struct Silent {
    terminal: std::fs::File,
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Silent {
    fn new(terminal: std::fs::File) -> io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
        let before = tcgetattr(&terminal)?;
        let mut mode = before.clone();
        // By character: a line of the terminal's own may be too short for a key. Ctrl+C stays a signal, as it is before and
        // after, so that there is no moment between the two in which it is neither.
        mode.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON);
        mode.special_codes[SpecialCodeIndex::VMIN] = 1;
        mode.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Whoever stopped or killed the program there would be left without echo.
        mode.special_codes[SpecialCodeIndex::VSUSP] = DISABLED;
        mode.special_codes[SpecialCodeIndex::VQUIT] = DISABLED;
        tcsetattr(&terminal, OptionalActions::Now, &mode)?;
        Ok(Self { terminal, before })
    }
}

/// A key of the terminal that does nothing (`_POSIX_VDISABLE`).
#[cfg(any(target_os = "linux", target_os = "android"))]
const DISABLED: u8 = 0;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const DISABLED: u8 = 0xff;

#[cfg(unix)]
impl Drop for Silent {
    fn drop(&mut self) {
        use std::io::Write;
        let _ = rustix::termios::tcsetattr(&self.terminal, rustix::termios::OptionalActions::Now, &self.before);
        // The key that ended the line was not shown either.
        let _ = self.terminal.write_all(b"\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_prompt_after_the_end_is_not_asked() {
        let prompt: &'static Prompt = Box::leak(Box::default());
        prompt.end();
        let refused = prompt.ask("? ".to_owned()).await.expect_err("nobody is asked");
        assert_eq!(refused.reason, Reason::Cancelled);
        // Nor where somebody asks all the same: nothing becomes of the terminal.
        assert!(prompt.read("? ").is_err() && prompt.silent().is_none());
    }
}
