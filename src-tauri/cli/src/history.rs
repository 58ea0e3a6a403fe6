//! `altsmith history`, `show` and `export`: what was described before.

use crate::End;
use crate::arguments::{ExportFormat, ShowFormat};
use crate::describe::{in_one_line, words_json};
use crate::exit::Exit;
use crate::output::{line, safe};
use altsmith_core::engine::{Engine, Outcome};
use altsmith_core::export::{self, Format};
use altsmith_core::library::EntryRow;
use altsmith_core::view::{CopyForm, HistoryQuery};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

/// Entries read at a time, so that an export of any size needs little memory.
const PAGE: u32 = 500;

/// Searches the descriptions, newest first.
pub async fn list(engine: &Engine, query: String, json: bool, limit: u32) -> Result<End, Exit> {
    let mut offset = 0;
    while offset < limit {
        let page = HistoryQuery { text: query.clone(), favourites: false, offset, limit: PAGE.min(limit - offset) };
        let (total, rows) = engine.history_rows(page).await?;
        for row in &rows {
            tell(engine, row, json)?;
        }
        offset += rows.len() as u32;
        if rows.is_empty() || offset >= total {
            break;
        }
    }
    Ok(End::Done)
}

fn tell(engine: &Engine, row: &EntryRow, json: bool) -> io::Result<()> {
    if json {
        let outcome =
            Outcome { image: row.image.clone(), tags: row.tags.clone(), words: row.words.clone(), cached: false };
        let mut object = words_json(engine, None, &outcome);
        if let Some(object) = object.as_object_mut() {
            object.remove("cached");
            object.insert("name".into(), json!(row.image.name));
            object.insert("created_ms".into(), json!(row.words.created_ms));
            object.insert("versions".into(), json!(row.versions));
        }
        line(&object.to_string())
    } else {
        let text = in_one_line(&row.words, &row.tags);
        line(&format!("{}\t{}\t{text}", row.words.id, safe(&row.image.name)))
    }
}

/// Shows one description.
pub async fn show(engine: &Engine, id: i64, format: ShowFormat) -> Result<End, Exit> {
    let form = match format {
        ShowFormat::Alt => CopyForm::Alt,
        ShowFormat::Html => CopyForm::Figure,
        ShowFormat::Markdown => CopyForm::Markdown,
        ShowFormat::Json => {
            tell(engine, &engine.description(id).await?, true)?;
            return Ok(End::Done);
        }
    };
    let mut text = safe(&engine.descriptions_in_form(vec![id], form).await?);
    if form == CopyForm::Alt && text.trim().is_empty() {
        let entry = engine.description(id).await?;
        // The alt text of a decorative picture is to be empty.
        if entry.words.decorative.is_none() {
            text = in_one_line(&entry.words, &entry.tags);
        }
    }
    line(&text)?;
    Ok(End::Done)
}

/// Writes descriptions to a file or to standard output.
pub async fn export(engine: &Engine, query: String, format: ExportFormat, out: Option<PathBuf>) -> Result<End, Exit> {
    let format = match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Html => Format::Html,
    };
    let target: Box<dyn Write + Send> = match &out {
        Some(path) => Box::new(io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(io::BufWriter::new(io::stdout())),
    };
    let mut writer = export::Writer::begin(target, format)?;
    let mut offset = 0;
    loop {
        let page = HistoryQuery { text: query.clone(), favourites: false, offset, limit: PAGE };
        let (total, rows) = engine.history_rows(page).await?;
        offset += rows.len() as u32;
        for row in &rows {
            writer.entry(row)?;
        }
        if rows.is_empty() || offset >= total {
            break;
        }
    }
    writer.finish()?;
    Ok(End::Done)
}
