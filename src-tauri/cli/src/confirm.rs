//! What a batch would send and cost, said before it is sent; a person at a terminal is asked.

use crate::arguments::Describe;
use crate::output::{note, safe};
use altsmith_core::describing::Options;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::view::Estimate;
use std::io::{BufRead, IsTerminal, Write};
use tokio_util::sync::CancellationToken;

/// Whether the batch may go. From as many pictures on as the window asks about (the setting `ask_from`), the estimate is
/// said, except with `--json`; the question comes only where somebody is there to answer it.
pub async fn confirmed(
    engine: &Engine,
    pictures: usize,
    estimate: impl AsyncFnOnce() -> Result<Estimate, Failure>,
    options: &Options,
    wanted: &Describe,
    cancel: &CancellationToken,
) -> Result<bool, Failure> {
    if wanted.json || !engine.describing().asks_first(&options.provider, pictures) {
        return Ok(true);
    }
    let estimate = estimate().await?;
    if estimate.pictures == 0 {
        return Ok(true);
    }
    engine.describing().estimate_sentences(&estimate).iter().for_each(|sentence| note(&safe(sentence)));
    if wanted.yes || !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    let localizer = engine.workspace().localizer();
    let question = localizer.text("cli-send", &[]);
    let answered = tokio::task::spawn_blocking(move || ask(&question));
    let answer = tokio::select! {
        () = cancel.cancelled() => return Ok(false),
        answer = answered => answer.map_err(|_| Failure::new(Reason::Internal))?,
    };
    let answer = answer.trim().to_lowercase();
    let agreed = localizer.text("cli-send-yes", &[]).to_lowercase().split(' ').any(|yes| yes == answer);
    if !agreed {
        note(&localizer.text("cli-not-sent", &[]));
    }
    Ok(agreed)
}

/// The person's answer; nothing where there is none.
fn ask(question: &str) -> String {
    let mut out = std::io::stderr().lock();
    let _ = write!(out, "{question} ").and_then(|()| out.flush());
    drop(out);
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    answer
}
