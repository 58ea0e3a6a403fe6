//! Altsmith on the command line: the same engine, database, keys, queue and limits as the window.
//!
//! Standard output carries results only; progress and troubles of the whole go to standard error. The contract that
//! scripts rely on is `docs/command-line.md`.

mod arguments;
mod ask;
mod config;
mod confirm;
mod connections;
mod credits;
mod describe;
mod exit;
mod history;
mod keys;
mod output;
mod progress;
mod prompt;
mod providers;
mod retry;
mod sidecar;

use altsmith_core::engine::Engine;

use altsmith_core::failure::Reason;
use altsmith_core::i18n::Localizer;
use altsmith_core::imaging::DECODE_ROLES;
use altsmith_core::log;
use altsmith_core::secrets::environment;
use altsmith_core::worker;
use altsmith_core::workspace::DataDir;
use arguments::{Command, parse};
use exit::{Exit, INTERRUPTED, SOME_FAILED};
use futures::stream::{self, Stream};
use futures::{FutureExt, StreamExt};
use std::process::ExitCode;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What a command came to.
enum End {
    Done,
    SomeFailed,
    Interrupted,
}

fn main() -> ExitCode {
    // First: a worker has other arguments, and nothing of what follows.
    if let Some(code) = worker::enter(&DECODE_ROLES) {
        return code;
    }
    // Before there is a second thread: whatever is started from here gets no keys.
    environment::take();
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
        Err(exit) => ExitCode::from(exit.tell(Localizer::new(&output::language()))),
    }
}

async fn run(command: Command) -> Result<End, Exit> {
    let cancel = cancelled_by_interrupt();
    let data_dir = DataDir::find()?;
    log::begin(data_dir.root());
    let opened = tokio::task::spawn_blocking(|| Engine::open(data_dir, &output::language()));
    let engine = tokio::select! {
        () = cancel.cancelled() => return Ok(End::Interrupted),
        engine = opened => engine.unwrap_or_else(|_| Err(Reason::Internal.into()))?,
    };
    // What is on its way then is waited for; nothing new is sent.
    engine.describing().send_until(cancel.clone());
    if let Some(notice) = engine.notice() {
        output::note(&format!("altsmith: {notice}"));
    }
    // Describing and asking end by themselves on Ctrl+C, once what was sent is written down. The others leave nothing half
    // done that was paid for and end where they stand, also one that writes to a reader who does not read.
    let ends_itself = matches!(command, Command::Describe(_) | Command::Ask { .. });
    let work = tokio::spawn(Box::pin(carry_out(engine.clone(), command, cancel.clone())));
    let end = tokio::select! {
        end = work => end.unwrap_or_else(|_| Err(Reason::Internal.into())),
        () = cancel.cancelled(), if !ends_itself => Ok(End::Interrupted),
    };
    if engine.recovery().has_unsaved() {
        // Once more, before what could not be saved is left to the next start.
        let _ = engine.recovery().finish_stored(&cancel).await;
        if engine.recovery().leaves_unsaved().await {
            output::note(&engine.workspace().localizer().text("cli-unsaved", &[]));
        }
    }
    // Whoever is still at the database when the person interrupts need not hold up the end.
    let closed = tokio::task::spawn_blocking(move || engine.close());
    let _ = tokio::time::timeout(LONGEST_CLOSE, closed).await;
    end
}

/// Longest that closing the database may hold up the end.
const LONGEST_CLOSE: Duration = Duration::from_secs(2);

/// Ctrl+C, and the signals that ask a program to end, cancel from now on: a prompt ends and gives the terminal its echo back,
/// and what was sent is waited for. The second one ends at once.
fn cancelled_by_interrupt() -> CancellationToken {
    let cancel = CancellationToken::new();
    let mut interrupts = Box::pin(interrupts());
    // It listens from its first poll on.
    let first = interrupts.as_mut().next().now_or_never().flatten();
    let cancels = cancel.clone();
    tokio::spawn(async move {
        if first.is_some() || interrupts.next().await.is_some() {
            prompt::end();
            cancels.cancel();
        }
        if interrupts.next().await.is_some() {
            // What was sent and not answered is told of by the next start.
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
    cancel
}

/// Every request of the system or the person to end.
fn interrupts() -> impl Stream<Item = ()> {
    let ctrl_c = stream::unfold((), |()| async { tokio::signal::ctrl_c().await.ok().map(|()| ((), ())) });
    #[cfg(unix)]
    let ctrl_c = {
        use tokio::signal::unix::{SignalKind, signal};
        let others = [SignalKind::terminate(), SignalKind::hangup()].into_iter().filter_map(|kind| signal(kind).ok());
        let others = others.map(|signal| {
            stream::unfold(signal, |mut signal| async move { signal.recv().await.map(|()| ((), signal)) }).boxed()
        });
        stream::select_all(others.chain([ctrl_c.boxed()]))
    };
    ctrl_c
}

async fn carry_out(engine: Engine, command: Command, cancel: CancellationToken) -> Result<End, Exit> {
    let engine = &engine;
    match command {
        Command::Describe(wanted) => Box::pin(describe::run(engine, *wanted, &cancel)).await,
        Command::Ask { id, question, json, force, max_wait } => {
            let how = ask::How { json, force, max_wait };
            Box::pin(ask::run(engine, id, question.join(" "), how, &cancel)).await
        }
        Command::History { query, json, limit } => history::list(engine, query.join(" "), json, limit).await,
        Command::Show { id, format } => history::show(engine, id, format).await,
        Command::Export { query, format, bom, out, without_paths } => {
            history::export(engine, query.join(" "), history::form(format, bom), out, without_paths).await
        }
        Command::Check { provider } => keys::check(engine, &provider).await,
        Command::Keys { what } => keys::run(engine, what).await,
        Command::Credits { json } => credits::list(engine, json).await,
        Command::Config { what } => config::run(engine, what).await,
        Command::Connections { what } => connections::run(engine, what).await,
        Command::Providers { json } => providers::list(engine, json).await,
        Command::Account { what } => keys::account(engine, what).await,
    }
}
