//! Comma-separated values.

use super::Line;
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
        Value::String(text) => unlike_a_formula(text).into_owned(),
        Value::Array(list) => {
            let list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            unlike_a_formula(&list.join(between)).into_owned()
        }
        other => other.to_string(),
    }
}

/// Spreadsheets run what begins like a formula, whoever wrote it; an apostrophe before it makes it text.
pub(super) fn unlike_a_formula(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => format!("'{text}").into(),
        _ => text.into(),
    }
}
