//! The log of requests: `logs/requests.log` in the data folder, one line an event, written by both faces.
//!
//! Only events of this program's own crates are written: time, level, text and fields, as `provider::http` and the library
//! tell them. No key, picture or address's query is among them, and words only of an answer that could not be read
//! (`provider::unreadable`). Nothing is added here. The file is opened anew
//! for each line, in append mode, and each line is written at once, so that two processes never mix theirs. A file that
//! grew beyond [`LARGEST`] becomes the predecessor, of which there is one.

use crate::clock::now_ms;
use crate::private;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{self, FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use ts_rs::TS;

/// One line of the log of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LogLine {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Something went wrong.
    pub trouble: bool,
    /// What was logged: operation, host, status, sizes, time. No key, no picture; words only of an
    /// answer that could not be read.
    pub text: String,
}

/// Size in bytes at which a new file is begun.
const LARGEST: u64 = 1 << 20;
/// Longest value of a field that is written, in characters.
const LONGEST: usize = 200;
/// Longest text of an answer that could not be read, in characters: it is what its service's support asks for.
pub const LONGEST_ANSWER: usize = 4_000;
/// Beginning of the targets that are ours; the libraries' own events are nobody's business.
const OURS: &str = "altsmith";

/// Writes to the log of this data folder from now on, for the whole process. Touches nothing until the first event. A
/// second call changes nothing.
pub fn begin(data_folder: &Path) {
    // Somebody else listens already: a test.
    let _ = tracing::subscriber::set_global_default(subscriber(Log::new(data_folder)));
}

/// The folder of the log.
pub fn folder(data_folder: &Path) -> PathBuf {
    data_folder.join("logs")
}

/// The newest lines, newest first, at most so many. Blocking.
///
/// # Errors
/// Where the file is there and cannot be read.
pub fn newest(data_folder: &Path, most: usize) -> io::Result<Vec<LogLine>> {
    let folder = folder(data_folder);
    let mut lines = Vec::new();
    for file in [folder.join(FILE), folder.join(BEFORE)] {
        let bytes = match fs::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read?,
        };
        let text = String::from_utf8_lossy(&bytes);
        lines.extend(text.lines().rev().filter_map(read_line).take(most - lines.len()));
    }
    Ok(lines)
}

const FILE: &str = "requests.log";
const BEFORE: &str = "requests.1.log";

/// The file that events are written to.
struct Log {
    folder: PathBuf,
    largest: u64,
}

impl Log {
    fn new(data_folder: &Path) -> Self {
        Self { folder: folder(data_folder), largest: LARGEST }
    }

    fn append(&self, line: &[u8]) -> io::Result<()> {
        let path = self.folder.join(FILE);
        if fs::metadata(&path).is_ok_and(|file| file.len() >= self.largest) {
            self.turn_over(&path)?;
        }
        match private::file().append(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                private::folder(&self.folder)?;
                private::file().append(true).open(&path)?
            }
            opened => opened?,
        }
        .write_all(line)
    }

    /// The file becomes the predecessor. Under a lock, so that a second process that also found it large does not put the
    /// new one in the place of the old one.
    fn turn_over(&self, path: &Path) -> io::Result<()> {
        let lock = private::file().write(true).truncate(false).open(self.folder.join("requests.lock"))?;
        lock.lock()?;
        if fs::metadata(path).is_ok_and(|file| file.len() >= self.largest) {
            fs::rename(path, self.folder.join(BEFORE))?;
        }
        lock.unlock()
    }
}

/// What takes our own events down and no others.
fn subscriber(log: Log) -> impl Subscriber + Send + Sync {
    let ours = Targets::new().with_target(OURS, LevelFilter::INFO);
    // A log that cannot be written is no reason to stop describing, and there is nobody to tell.
    let lines = fmt::layer().event_format(Line).with_writer(log).log_internal_errors(false);
    tracing_subscriber::registry().with(lines.with_filter(ours))
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = &'a Self;
    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

impl io::Write for &Log {
    /// One event, whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.append(line)?;
        Ok(line.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Time, level, text and fields.
struct Line;

impl<S: Subscriber + for<'a> LookupSpan<'a>, N: for<'a> FormatFields<'a> + 'static> FormatEvent<S, N> for Line {
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> std::fmt::Result {
        let mut text = Text::default();
        event.record(&mut text);
        writeln!(out, "{} {} {}{}", time(now_ms()), event.metadata().level(), text.message, text.fields)
    }
}

/// An event in one line.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Text {
    fn put(&mut self, field: &Field, value: &str) {
        let longest = if field.name() == "answer" { LONGEST_ANSWER } else { LONGEST };
        let value: String = value.chars().filter(|c| !c.is_control()).take(longest).collect();
        if field.name() == "message" {
            self.message = value;
        } else {
            let _ = write!(self.fields, " {}={value}", field.name());
        }
    }
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.put(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }
}

/// A line of the file; none for what is not one of ours.
fn read_line(line: &str) -> Option<LogLine> {
    let mut parts = line.splitn(3, ' ');
    let (at, level, text) = (parts.next()?, parts.next()?, parts.next()?);
    let status = text.split(' ').find_map(|field| field.strip_prefix("status=")?.parse::<u16>().ok());
    let trouble = level != "INFO" || status.is_some_and(|status| status >= 400);
    Some(LogLine { at_ms: time_of(at)?, trouble, text: text.to_owned() })
}

/// Milliseconds since 1970 as `2026-05-01T09:00:00.123Z`.
fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |at| format!("{at:.3}"))
}

/// The reverse of [`time`].
fn time_of(text: &str) -> Option<i64> {
    let ours = text.len() == "2026-05-01T09:00:00.123Z".len();
    text.parse::<Timestamp>().ok().filter(|_| ours).map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar_and_read_back() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
            (1_735_689_600_001, "2025-01-01T00:00:00.001Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(time(ms), text);
            assert_eq!(time_of(text), Some(ms));
        }
        for strange in ["", "now", "2025-01-01T00:00:00Z", "2025-xx-01T00:00:00.001Z", "äöüäöüäöüäöü"] {
            assert_eq!(time_of(strange), None, "{strange}");
        }
    }

    #[test]
    fn only_our_own_events_are_taken_down_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        tracing::subscriber::with_default(subscriber(Log::new(folder.path())), || {
            tracing::info!(operation = "alttexts", host = "h.example", status = 200, "answered");
            tracing::info!(target: "hyper::client", "a connection");
            tracing::debug!("a detail");
            tracing::info!(operation = "alttexts", status = 503, "answered");
            tracing::warn!(reason = ?crate::failure::Reason::Timeout, host = "a\nb", "no answer");
        });
        let lines = newest(folder.path(), 10).unwrap();
        let texts: Vec<_> = lines.iter().map(|line| (line.trouble, line.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (true, "no answer reason=Timeout host=ab"),
                (true, "answered operation=alttexts status=503"),
                (false, "answered operation=alttexts host=h.example status=200"),
            ]
        );
        assert!(lines.iter().all(|line| (now_ms() - line.at_ms).abs() < 60_000));
        assert_eq!(newest(folder.path(), 1).unwrap().len(), 1);
    }

    #[test]
    fn nothing_is_made_before_the_first_event_and_no_log_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        tracing::subscriber::with_default(subscriber(Log::new(folder.path())), || {
            assert!(newest(folder.path(), 10).unwrap().is_empty());
        });
        assert!(!super::folder(folder.path()).exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Log::new(folder.path()).append(b"a line\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let logs = super::folder(folder.path());
        assert_eq!((mode(&logs), mode(&logs.join(FILE))), (0o700, 0o600));
    }

    #[test]
    fn a_large_file_becomes_the_predecessor_once_whoever_finds_it_large() {
        let folder = tempfile::tempdir().unwrap();
        let line = |writer: usize, number: usize| format!("{} INFO answered writer={writer} n={number}\n", time(0));
        let largest = 4_000;
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let log = Log { largest, ..Log::new(folder.path()) };
                scope.spawn(move || (0..50).for_each(|number| log.append(line(writer, number).as_bytes()).unwrap()));
            }
        });
        let logs = super::folder(folder.path());
        let before = fs::read_to_string(logs.join(BEFORE)).unwrap();
        let now = fs::read_to_string(logs.join(FILE)).unwrap();
        assert!(before.len() as u64 >= largest, "a full file is kept: {}", before.len());
        for text in before.lines().chain(now.lines()) {
            assert!(read_line(text).is_some_and(|line| line.text.starts_with("answered writer=")), "not whole: {text}");
        }
    }
}
