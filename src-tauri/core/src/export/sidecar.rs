//! A file `NAME.json` beside each picture with its words, for whoever goes through a folder of pictures with a program of their
//! own. A file that is not ours, or is that of another picture, is never touched; one of our own only by newer words.

use crate::beside::Draft;
use crate::library::{DescriptionRow, EntryRow, ImageRow, Origin};
use crate::text::json_escaped;
use serde_json::{Map, Value, json};
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Largest file beside a picture that is looked into, in bytes; ours are far smaller.
const LARGEST: u64 = 1 << 20;

/// Under this name stands by what we know our own files.
const OURS: &str = "altsmith";

/// What became of a picture's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sidecar {
    /// It has these words.
    Written,
    /// It had them, or newer ones.
    UpToDate,
    /// There is another file of that name.
    Foreign,
    /// The picture has no place on this computer.
    Nowhere,
}

/// What stands where the file is to be.
enum Before {
    Nothing,
    /// Our own, with words of this moment (milliseconds since 1970).
    Own(i64),
    /// Our own, of another picture: a camera's `DSC1.NEF` lies beside `DSC1.JPG`.
    OfAnother,
    /// Somebody else's.
    Foreign,
}

/// Where the file of this picture is, unless that is another picture's; then its ending stands in the name.
pub fn place(picture: &Path) -> PathBuf {
    picture.with_extension("json")
}

/// Writes the words beside this picture.
///
/// # Errors
/// The disk's.
pub fn write(picture: &Path, image: &ImageRow, words: &DescriptionRow, tags: &[String]) -> io::Result<Sidecar> {
    let Some(file) = picture.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Ok(Sidecar::Nowhere);
    };
    for place in [place(picture), picture.with_file_name(format!("{file}.json"))] {
        match before(&place, &file)? {
            Before::OfAnother => {}
            Before::Own(created_ms) if created_ms >= words.created_ms => return Ok(Sidecar::UpToDate),
            Before::Foreign => return Ok(Sidecar::Foreign),
            Before::Nothing | Before::Own(_) => {
                put(&place, &content(&file, image, words, tags))?;
                return Ok(Sidecar::Written);
            }
        }
    }
    Ok(Sidecar::Foreign)
}

/// Writes the words of an entry beside each of its pictures that is still there.
///
/// # Errors
/// The disk's.
pub fn write_all(entry: &EntryRow) -> io::Result<Vec<Sidecar>> {
    let here = entry.places.iter().filter_map(|place| match place {
        Origin::Path(path) if path.is_file() => Some(path),
        _ => None,
    });
    here.map(|path| write(path, &entry.image, &entry.words, &entry.tags)).collect()
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
        (Value::String(_), Some(_)) => Before::OfAnother,
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
fn content(file: &str, image: &ImageRow, words: &DescriptionRow, tags: &[String]) -> Value {
    let mut object = Map::new();
    let texts = [("title", &words.title), ("description", &words.description), ("alt", &words.alt)]
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_deref().filter(|text| !text.is_empty())?))));
    object.extend(texts);
    if !tags.is_empty() {
        object.insert("tags".to_owned(), json!(tags));
    }
    object.insert("language".to_owned(), json!(words.language));
    let ours = json!({
        "file": file,
        "hash": image.file_hash,
        "description_id": words.id,
        "created_ms": words.created_ms,
        "provider": words.provider,
        "model": words.model,
    });
    object.insert(OURS.to_owned(), ours);
    Value::Object(object)
}
