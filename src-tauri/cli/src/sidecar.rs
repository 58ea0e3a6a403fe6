//! `describe --sidecar json`: beside each picture a file `NAME.json` with its words, for whoever goes through a folder of
//! pictures with a program of their own.

use crate::output::{note, safe};
use altsmith_core::beside::Draft;
use altsmith_core::engine::{Engine, Outcome};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::text::json_escaped;
use serde_json::{Map, Value, json};
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Largest file beside a picture that is looked into, in bytes; ours are far smaller.
const LARGEST: u64 = 1 << 20;

/// Under this name stands by what we know our own files.
const OURS: &str = "altsmith";

/// What stands where the file is to be.
enum Before {
    Nothing,
    /// Our own, with words of this moment (milliseconds since 1970).
    Own(i64),
    /// Somebody else's, or that of another picture.
    Foreign,
}

/// Writes the words beside the picture. A picture without a place on this computer has none. False: it could not be written.
pub fn write(engine: &Engine, item: &Item, outcome: &Outcome) -> bool {
    let Incoming::Path(picture) = &item.from else { return true };
    let place = picture.with_extension("json");
    let Some(file) = picture.file_name().map(|name| name.to_string_lossy().into_owned()) else { return true };
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let say = |key: &str| note(&safe(&engine.localizer().text(key, &[("name", &name)])).replace('\n', " "));
    match before(&place, &file) {
        Ok(Before::Own(created_ms)) if created_ms >= outcome.words.created_ms => true,
        Ok(Before::Nothing | Before::Own(_)) if put(&place, &words(&file, outcome)).is_ok() => true,
        Ok(Before::Foreign) => {
            say("cli-sidecar-foreign");
            true
        }
        Ok(_) | Err(_) => {
            say("cli-sidecar-failed");
            false
        }
    }
}

fn before(place: &Path, file: &str) -> io::Result<Before> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Before::Nothing),
        Err(error) => return Err(error),
        Ok(known) if !known.is_file() || known.len() > LARGEST => return Ok(Before::Foreign),
        Ok(_) => {}
    }
    let mut text = Vec::new();
    fs::File::open(place)?.take(LARGEST).read_to_end(&mut text)?;
    let known: Value = serde_json::from_slice(&text).unwrap_or_default();
    Ok(match (&known[OURS]["file"], known[OURS]["created_ms"].as_i64()) {
        (Value::String(of), Some(created_ms)) if of == file => Before::Own(created_ms),
        _ => Before::Foreign,
    })
}

fn put(place: &Path, words: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(words)?;
    let mut draft = Draft::begin(place)?;
    draft.write_all(json_escaped(&text).as_bytes())?;
    draft.write_all(b"\n")?;
    draft.finish()
}

/// What there is; a field that is not known is left out.
fn words(file: &str, outcome: &Outcome) -> Value {
    let words = &outcome.words;
    let mut object = Map::new();
    let texts = [("title", &words.title), ("description", &words.description), ("alt", &words.alt)]
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_deref().filter(|text| !text.is_empty())?))));
    object.extend(texts);
    if !outcome.tags.is_empty() {
        object.insert("tags".to_owned(), json!(outcome.tags));
    }
    object.insert("language".to_owned(), json!(words.language));
    let ours = json!({
        "file": file,
        "hash": outcome.image.file_hash,
        "description_id": words.id,
        "created_ms": words.created_ms,
        "provider": words.provider,
        "model": words.model,
    });
    object.insert(OURS.to_owned(), ours);
    Value::Object(object)
}
