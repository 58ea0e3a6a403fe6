//! What a person sees: numbered steps with their time, and sentences. All of it goes to standard error, except a result
//! that was asked for.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// A sentence.
pub fn say(text: &str) {
    eprintln!("{text}");
}

/// A result on standard output.
#[expect(clippy::print_stdout, reason = "this is what the chore was asked for")]
pub fn result(text: &str) {
    println!("{text}");
}

/// Whether progress can be drawn over itself.
pub fn can_redraw() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}

/// Draws one line over the last one; `None` clears it.
pub fn redraw(text: Option<&str>) {
    let mut screen = std::io::stderr().lock();
    let _ = write!(screen, "\r\x1b[2K{}", text.unwrap_or_default());
    let _ = screen.flush();
}

/// Numbered steps of one chore.
pub struct Steps {
    total: usize,
    current: usize,
    began: Instant,
}

impl Steps {
    /// `total` steps are to come.
    pub fn new(total: usize) -> Self {
        Self { total, current: 0, began: Instant::now() }
    }

    /// The next step begins.
    pub fn next(&mut self, title: &str) {
        self.current += 1;
        say(&format!("[{}/{}] {title}  ({})", self.current, self.total, clock(self.began.elapsed())));
    }

    /// Time since the first step.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

/// `0.4 s`, `12 s`, `3 min 05 s`.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        10..=59 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(clock(Duration::from_millis(440)), "0.4 s");
        assert_eq!(clock(Duration::from_secs(59)), "59 s");
        assert_eq!(clock(Duration::from_secs(185)), "3 min 05 s");
    }
}
