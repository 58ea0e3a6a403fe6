//! Altsmith on the command line: the same engine, database, keys, queue and limits as the window.
//!
//! Standard output carries results only; progress and troubles of the whole go to standard error. The contract that
//! scripts rely on is `docs/command-line.md`.

mod agree;
mod arguments;
mod ask;
mod config;
mod credits;
mod describe;
mod history;
mod keys;
mod output;
mod progress;
mod providers;

use altsmith_core::engine::{Engine, Place};
use altsmith_core::failure::Failure;
use altsmith_core::log;
use altsmith_core::words::Speaker;
use arguments::{Command, parse};
use std::process::ExitCode;

/// Exit status where some picture failed; the others are done and saved.
const SOME_FAILED: u8 = 1;
/// Exit status of wrong usage (also what clap uses).
const WRONG_USAGE: u8 = 2;
/// Exit status after Ctrl+C; what was finished is saved.
const INTERRUPTED: u8 = 130;

/// What a command came to.
enum End {
    Done,
    SomeFailed,
    Interrupted,
}

fn main() -> ExitCode {
    let command = parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("altsmith: {error}");
            return ExitCode::from(SOME_FAILED);
        }
    };
    let end = runtime.block_on(run(command));
    // A decoder in the middle of a picture must not hold up the end.
    runtime.shutdown_background();
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::SomeFailed) => ExitCode::from(SOME_FAILED),
        Ok(End::Interrupted) => ExitCode::from(INTERRUPTED),
        Err(failure) => {
            output::trouble(Speaker::new(&output::language()), &failure);
            ExitCode::from(output::exit_code(&failure))
        }
    }
}

async fn run(command: Command) -> Result<End, Failure> {
    let place = Place::find()?;
    log::begin(place.root());
    let engine = tokio::task::spawn_blocking(|| Engine::open(place, &output::language()))
        .await
        .unwrap_or_else(|_| Err(altsmith_core::failure::Reason::Internal.into()))?;
    if let Some(notice) = engine.notice() {
        output::note(&format!("altsmith: {notice}"));
    }
    match command {
        Command::Describe(wanted) => Box::pin(describe::run(&engine, *wanted)).await,
        Command::Ask { id, question, json } => ask::run(&engine, id, question.join(" "), json).await,
        Command::History { query, json, limit } => history::list(&engine, query.join(" "), json, limit).await,
        Command::Show { id, format } => history::show(&engine, id, format).await,
        Command::Export { query, format, out } => history::export(&engine, query.join(" "), format, out).await,
        Command::Check { provider } => keys::check(&engine, &provider).await,
        Command::Keys { what } => keys::run(&engine, what).await,
        Command::Credits { json } => credits::list(&engine, json).await,
        Command::Config { what } => config::run(&engine, what).await,
        Command::Providers { json } => providers::list(&engine, json).await,
        Command::Account { what } => keys::account(&engine, what).await,
    }
}
