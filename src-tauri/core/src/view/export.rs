//! The history written for other programs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportForm {
    /// Comma-separated values with the byte order mark by which some spreadsheets know UTF-8.
    CsvWithMark,
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One HTML page.
    Html,
    /// A file `NAME.json` beside each picture.
    Beside,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Exported {
    /// Entries, or files beside pictures, that were written.
    pub written: u32,
    /// Files of that name that are not ours, and were left as they are.
    pub foreign: u32,
    /// Files that could not be written.
    pub failed: u32,
}
