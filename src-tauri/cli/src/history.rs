//! `altsmith history`, `show` and `export`: what was described before.

use crate::End;
use crate::arguments::{ExportFormat, ShowFormat};
use crate::describe::words_json;
use crate::output::{line, safe};
use altsmith_core::engine::{Engine, Outcome};
use altsmith_core::export::{self, Format};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::library::EntryRow;
use altsmith_core::view::{CopyForm, HistoryQuery};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Entries read at a time, so that an export of any size needs little memory.
const PAGE: u32 = 500;

/// Searches the descriptions, newest first.
pub async fn list(engine: &Engine, query: String, json: bool, limit: u32) -> Result<End, Failure> {
    let mut offset = 0;
    while offset < limit {
        let page = HistoryQuery { text: query.clone(), favourites: false, offset, limit: PAGE.min(limit - offset) };
        let (total, rows) = engine.history_rows(page).await?;
        for row in &rows {
            tell(engine, row, json);
        }
        offset += rows.len() as u32;
        if rows.is_empty() || offset >= total {
            break;
        }
    }
    Ok(End::Done)
}

fn tell(engine: &Engine, row: &EntryRow, json: bool) {
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
        line(&object.to_string());
    } else {
        let text = row.words.alt.as_deref().or(row.words.description.as_deref()).unwrap_or_default();
        line(&format!("{}\t{}\t{}", row.words.id, safe(&row.image.name), safe(text).replace('\n', " ")));
    }
}

/// Shows one description.
pub async fn show(engine: &Engine, id: i64, format: ShowFormat) -> Result<End, Failure> {
    let form = match format {
        ShowFormat::Alt => CopyForm::Alt,
        ShowFormat::Html => CopyForm::Figure,
        ShowFormat::Markdown => CopyForm::Markdown,
        ShowFormat::Json => {
            tell(engine, &engine.description(id).await?, true);
            return Ok(End::Done);
        }
    };
    line(&safe(&engine.words_in_form(vec![id], form).await?));
    Ok(End::Done)
}

/// Writes descriptions to a file or to standard output.
pub async fn export(
    engine: &Engine,
    query: String,
    format: ExportFormat,
    out: Option<PathBuf>,
) -> Result<End, Failure> {
    let format = match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Html => Format::Html,
    };
    let trouble = |error: std::io::Error| Failure::new(Reason::StorageFailed).with("detail", error.kind());
    let target: Box<dyn Write> = match &out {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path).map_err(trouble)?)),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    let mut writer = export::Writer::begin(target, format).map_err(trouble)?;
    let mut offset = 0;
    loop {
        let page = HistoryQuery { text: query.clone(), favourites: false, offset, limit: PAGE };
        let (total, rows) = engine.history_rows(page).await?;
        offset += rows.len() as u32;
        for row in &rows {
            writer.entry(row).map_err(trouble)?;
        }
        if rows.is_empty() || offset >= total {
            break;
        }
    }
    writer.finish().map_err(trouble)?;
    Ok(End::Done)
}
