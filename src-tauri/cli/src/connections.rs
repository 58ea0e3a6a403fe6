//! `altsmith connections`: servers of the person's own, and what the services are called.

use crate::End;
use crate::arguments::Connections;
use crate::exit::Exit;
use crate::output::{json_line, line, safe};
use altsmith_core::engine::Engine;
use altsmith_core::provider::Connection;
use serde_json::json;

/// Lists or changes the connections.
pub async fn run(engine: &Engine, what: Connections) -> Result<End, Exit> {
    match what {
        Connections::List { json } => list(engine, json).await?,
        Connections::Add { kind, name, id, endpoint } => {
            let added =
                engine.accounts().add_connection(&kind, &name, id, endpoint).await.map_err(Exit::of_arguments)?;
            line(&added.id)?;
        }
        Connections::Remove { id } => engine.workspace().remove_connection(&id).await.map_err(Exit::of_arguments)?,
        Connections::Restore { id } => {
            engine.workspace().restore_connection(&id).await.map_err(Exit::of_arguments)?;
        }
        Connections::Rename { id, name } => {
            engine.workspace().rename_connection(&id, &name).await.map_err(Exit::of_arguments)?;
        }
    }
    Ok(End::Done)
}

/// Those that can be used, then those that were removed.
async fn list(engine: &Engine, json: bool) -> Result<(), Exit> {
    let all = engine.workspace().connections().into_iter().map(|known| (known, false));
    let removed = engine.workspace().removed_connections().into_iter().map(|known| (known, true));
    for (Connection { id, name, kind }, removed) in all.chain(removed) {
        let host = engine.workspace().host_of(&id).await?;
        let kind = kind.descriptor.id;
        if json {
            let added = *id != *kind;
            json_line(&json!({
                "id": &*id, "kind": kind, "name": &*name, "host": host, "added": added, "removed": removed
            }))?;
        } else {
            let state = if removed { "removed" } else { "-" };
            line(&format!("{id}\t{kind}\t{}\t{}\t{state}", safe(&name), host.as_deref().unwrap_or("-")))?;
        }
    }
    Ok(())
}
