//! `altsmith history`, `show` and `export`: what was described before.

use crate::End;
use crate::arguments::{ExportFormat, ShowFormat};
use crate::describe::{in_one_line, words_json};
use crate::exit::Exit;
use crate::output::{json_line, line, safe};
use altsmith_core::beside::Draft;
use altsmith_core::describing::Outcome;
use altsmith_core::engine::Engine;
use altsmith_core::export::{self, Format};
use altsmith_core::history::ExportError;
use altsmith_core::library::{EntryRow, Origin};
use altsmith_core::text::one_line;
use altsmith_core::view::{CopyForm, HistoryQuery, shown_name};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Entries that are read at once.
const PAGE: u32 = 500;

/// Searches the descriptions, newest first.
pub async fn list(engine: &Engine, query: String, json: bool, limit: u32) -> Result<End, Exit> {
    let mut offset = 0;
    while offset < limit {
        let page = HistoryQuery { text: query.clone(), favourites: false, offset, limit: PAGE.min(limit - offset) };
        let (total, rows) = engine.history().rows(page).await?;
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
            if let Some(Origin::Url(url)) = &row.image.origin {
                object.insert("url".into(), json!(url));
            }
            if let Value::Object(places) = json!(export::Places::of(row)) {
                object.extend(places);
            }
        }
        json_line(&object)
    } else {
        let text = in_one_line(&row.words, &row.tags);
        line(&format!("{}\t{}\t{text}", row.words.id, one_line(&shown_name(&row.image))))
    }
}

/// Shows one description.
pub async fn show(engine: &Engine, id: i64, format: ShowFormat) -> Result<End, Exit> {
    let form = match format {
        ShowFormat::Alt => CopyForm::Alt,
        ShowFormat::Html => CopyForm::Figure,
        ShowFormat::Markdown => CopyForm::Markdown,
        ShowFormat::Json => {
            tell(engine, &engine.history().description(id).await?, true)?;
            return Ok(End::Done);
        }
    };
    let mut text = safe(&engine.history().descriptions_in_form(vec![id], form).await?);
    if form == CopyForm::Alt && text.trim().is_empty() {
        let entry = engine.history().description(id).await?;
        // The alt text of a decorative picture is to be empty.
        if entry.words.decorative.is_none() {
            text = in_one_line(&entry.words, &entry.tags);
        }
    }
    line(&text)?;
    Ok(End::Done)
}

/// The form of an export.
pub fn form(format: ExportFormat, bom: bool) -> Format {
    match format {
        ExportFormat::Csv if bom => Format::CsvWithMark,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Html => Format::Html,
    }
}

/// Writes descriptions to a file or to standard output. A file is there whole, or stays as it was.
pub async fn export(
    engine: &Engine,
    query: String,
    format: Format,
    out: Option<PathBuf>,
    without_paths: bool,
) -> Result<End, Exit> {
    match out {
        Some(path) => {
            let mut draft = Draft::begin(&path)?;
            write(engine, query, format, &mut draft, without_paths).await?;
            draft.finish()?;
        }
        None => write(engine, query, format, io::BufWriter::new(io::stdout()), without_paths).await?,
    }
    Ok(End::Done)
}

async fn write(
    engine: &Engine,
    query: String,
    format: Format,
    target: impl Write + Send,
    without_paths: bool,
) -> Result<(), Exit> {
    let mut writer = export::Writer::begin(target, format)?;
    if without_paths {
        writer = writer.without_paths();
    }
    let query = HistoryQuery { text: query, ..HistoryQuery::default() };
    match engine.history().export(query, writer).await {
        Ok(_) => Ok(()),
        Err(ExportError::Read(failure)) => Err((*failure).into()),
        Err(ExportError::Write(error)) => Err(error.into()),
    }
}
