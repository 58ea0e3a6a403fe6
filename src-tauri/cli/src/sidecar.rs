//! `describe --sidecar json`: beside each picture a file `NAME.json` with its words (`altsmith_core::export::sidecar`).

use crate::output::{note, safe};
use altsmith_core::describing::Outcome;
use altsmith_core::engine::Engine;
use altsmith_core::export::sidecar::{self, Sidecar};
use std::path::Path;

/// Writes the words beside the picture. False: they could not be written.
pub fn write(engine: &Engine, picture: &Path, outcome: &Outcome) -> bool {
    let name = sidecar::place(picture).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let say = |key: &str| note(&safe(&engine.workspace().localizer().text(key, &[("name", &name)])).replace('\n', " "));
    match sidecar::write(picture, &outcome.image, &outcome.words, &outcome.tags) {
        Ok(Sidecar::Foreign) => {
            say("cli-sidecar-foreign");
            true
        }
        Ok(_) => true,
        Err(_) => {
            say("cli-sidecar-failed");
            false
        }
    }
}
