//! `describe --sidecar json`: beside each picture a file `NAME.json` with its words (`altsmith_core::export::sidecar`).

use crate::output::{note, safe};
use altsmith_core::engine::{Engine, Outcome};
use altsmith_core::export::sidecar::{self, Sidecar};
use altsmith_core::ingest::{Incoming, Item};

/// Writes the words beside the picture. A picture without a place on this computer has none. False: it could not be written.
pub fn write(engine: &Engine, item: &Item, outcome: &Outcome) -> bool {
    let Incoming::Path(picture) = &item.from else { return true };
    let name = sidecar::place(picture).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let say = |key: &str| note(&safe(&engine.localizer().text(key, &[("name", &name)])).replace('\n', " "));
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
