//! The history as a file for other programs: CSV, one JSON object a line, or one HTML page. Written entry by entry, so that
//! the whole history never has to be in memory.
//!
//! Tables and JSON lines are read by programs that look for the files, so they have paths, unless they are left out
//! ([`Writer::without_paths`]). The page is made to be passed on and never has them.

mod html;
mod ledger;
pub mod sidecar;
mod table;

pub use ledger::LedgerTable;

use crate::library::{EntryRow, Origin};
use crate::text::{json_escaped, one_line};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// What a file is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180, UTF-8), the first line names the columns.
    Csv,
    /// The same with a byte order mark, by which some spreadsheets know UTF-8.
    CsvWithMark,
    /// One JSON object a line.
    Jsonl,
    /// One HTML page that needs no other file and no network.
    Html,
}

/// Writes entries in one format.
pub struct Writer<W: Write> {
    to: To<W>,
    paths: bool,
}

enum To<W: Write> {
    Csv(Box<table::Table<W>>),
    Jsonl(W),
    Html(W),
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// The target's.
    pub fn begin(mut target: W, format: Format) -> io::Result<Self> {
        let to = match format {
            Format::Csv | Format::CsvWithMark => {
                if format == Format::CsvWithMark {
                    target.write_all("\u{feff}".as_bytes())?;
                }
                To::Csv(Box::new(table::Table::begin(target)?))
            }
            Format::Jsonl => To::Jsonl(target),
            Format::Html => {
                html::begin(&mut target)?;
                To::Html(target)
            }
        };
        Ok(Self { to, paths: true })
    }

    /// Leaves paths and folders out.
    #[must_use]
    pub fn without_paths(self) -> Self {
        Self { paths: false, ..self }
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// The target's.
    pub fn entry(&mut self, entry: &EntryRow) -> io::Result<()> {
        self.entry_with_thumbnail(entry, None)
    }

    /// Writes an entry with its thumbnail (JPEG), which only HTML can hold.
    ///
    /// # Errors
    /// The target's.
    pub fn entry_with_thumbnail(&mut self, entry: &EntryRow, thumbnail: Option<&[u8]>) -> io::Result<()> {
        let mut line = Line::of(entry, self.paths);
        if !matches!(self.to, To::Jsonl(_)) {
            // A file may be called anything: here its name is for people to read.
            line.name = one_line(&line.name).into();
            line.url = line.url.map(|url| one_line(&url).into());
            line.places = line.places.shown();
        }
        match &mut self.to {
            To::Csv(table) => table.line(&line),
            To::Jsonl(target) => {
                target.write_all(json_escaped(&serde_json::to_string(&line)?).as_bytes())?;
                target.write_all(b"\n")
            }
            To::Html(target) => html::entry(target, &line, thumbnail),
        }
    }

    /// Ends the file and hands everything to the target. A file that was not finished is not whole.
    ///
    /// # Errors
    /// The target's.
    pub fn finish(self) -> io::Result<()> {
        match self.to {
            To::Csv(table) => table.finish(),
            To::Jsonl(mut target) => target.flush(),
            To::Html(mut target) => html::finish(&mut target),
        }
    }
}

/// Where an entry's picture lies, for programs that look for its file: as the disk has it, whatever a name holds. JSON escapes
/// what would forge a line of output, and reads back as it was; where nothing can be escaped it is [`Places::shown`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Places {
    /// The file, where it came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The folder that the file is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Where the same picture lies or lay besides: paths and addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Places {
    /// Those of an entry.
    pub fn of(entry: &EntryRow) -> Self {
        let text = |path: &std::path::Path| path.to_string_lossy().into_owned();
        let place = |place: &Origin| match place {
            Origin::Url(url) => url.clone(),
            Origin::Path(path) => text(path),
        };
        let path = match &entry.image.origin {
            Some(Origin::Path(path)) => Some(path),
            _ => None,
        };
        Self {
            path: path.map(|path| text(path)),
            folder: path.and_then(|path| path.parent()).map(text),
            also: entry.places.iter().filter(|other| Some(*other) != entry.image.origin.as_ref()).map(place).collect(),
        }
    }

    /// As a person sees them: a sign stands where a name holds what is not to be seen, so that nobody takes it for the whole.
    #[must_use]
    pub fn shown(self) -> Self {
        let shown = |text: String| crate::ingest::shown(&text);
        Self {
            path: self.path.map(shown),
            folder: self.folder.map(shown),
            also: self.also.into_iter().map(shown).collect(),
        }
    }
}

/// What an export tells of an entry. The names are those of `altsmith describe --json`.
#[derive(Serialize)]
struct Line<'a> {
    image_id: i64,
    hash: &'a str,
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(flatten)]
    places: Places,
    format: crate::imaging::Format,
    width: u32,
    height: u32,
    bytes: u64,
    description_id: i64,
    author: crate::library::Author,
    provider: &'a str,
    model: &'a str,
    language: &'a str,
    style: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decorative: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    favourite: bool,
    state: crate::library::DescriptionState,
    versions: u32,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<&'a crate::money::Credits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a crate::library::Receipt>,
}

impl<'a> Line<'a> {
    fn of(entry: &'a EntryRow, paths: bool) -> Self {
        let EntryRow { image, words, .. } = entry;
        Self {
            image_id: image.id,
            hash: &image.file_hash,
            name: image.name.as_str().into(),
            url: match &image.origin {
                Some(Origin::Url(url)) => Some(url.as_str().into()),
                _ => None,
            },
            places: if paths { Places::of(entry) } else { Places::default() },
            format: image.format,
            width: image.width,
            height: image.height,
            bytes: image.bytes,
            description_id: words.id,
            author: words.author,
            provider: &words.provider,
            model: &words.model,
            language: &words.language,
            style: &words.style,
            alt: words.alt.as_deref(),
            decorative: words.decorative.as_deref(),
            description: words.description.as_deref(),
            title: words.title.as_deref(),
            tags: &entry.tags,
            favourite: image.favourite,
            state: words.state,
            versions: entry.versions,
            created: timestamp(words.created_ms),
            credits: words.credits.as_ref(),
            receipt: words.receipt.as_ref(),
        }
    }
}

/// ISO 8601 in UTC, to the second.
fn timestamp(ms: i64) -> String {
    let seconds = ms.div_euclid(1_000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days to a date of the Gregorian calendar, counted in eras of 400 years that begin in March
    // (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
