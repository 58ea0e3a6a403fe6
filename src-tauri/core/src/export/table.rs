//! Comma-separated values.

use super::Line;
use crate::text::{one_line, visible};
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Write};

const COLUMNS: &[&str] = &[
    "image_id",
    "name",
    "alt",
    "description",
    "title",
    "tags",
    "language",
    "provider",
    "model",
    "style",
    "state",
    "author",
    "favourite",
    "decorative",
    "created",
    "versions",
    "url",
    "path",
    "folder",
    "also",
    "format",
    "width",
    "height",
    "bytes",
    "hash",
    "description_id",
];

/// A table that is being written.
pub(super) struct Table<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    pub(super) fn begin(target: W) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(target);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer })
    }

    pub(super) fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let object = serde_json::to_value(line)?;
        let cells = COLUMNS.iter().map(|column| {
            // A comma may be part of a path.
            let between = if *column == "also" { "\n" } else { ", " };
            cell(object.get(*column).unwrap_or(&Value::Null), between)
        });
        Ok(self.writer.write_record(cells)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn cell(value: &Value, between: &str) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => unlike_a_formula(&visible(text)).into_owned(),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().filter_map(Value::as_str).map(one_line).collect();
            unlike_a_formula(&list.join(between)).into_owned()
        }
        other => other.to_string(),
    }
}

/// A cell that no spreadsheet runs. What begins like a formula is run, whoever wrote it; an apostrophe before it makes it
/// text. Where the program splits cells at semicolons or tabs, or lines at a line break, another cell begins behind each of
/// them. Line breaks are those of RFC 4180.
pub(super) fn unlike_a_formula(text: &str) -> Cow<'_, str> {
    if !text.contains(is_start) {
        return lines(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut first = true;
    loop {
        let cell = rest.trim_start_matches([' ', '\u{a0}', '"']);
        let next = cell.chars().nth(1);
        let runs = match cell.chars().next() {
            // A list in Markdown and a dash in a sentence are no formulas.
            Some('-' | '+') if !first && next.is_none_or(char::is_whitespace) => false,
            Some('\t' | '\r' | '\n') => first,
            Some(c) => is_start(c),
            None => false,
        };
        if runs {
            safe.push('\'');
        }
        let Some(end) = rest.find([';', '\t', '\n', '\r']) else {
            safe.push_str(rest);
            return Cow::Owned(lines(&safe).into_owned());
        };
        safe.push_str(&rest[..=end]);
        rest = &rest[end + 1..];
        first = false;
    }
}

/// What a formula begins with.
fn is_start(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// The text with CRLF for every line break.
fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n").into()
}
