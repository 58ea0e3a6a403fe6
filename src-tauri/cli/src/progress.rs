//! Progress on a terminal: how many pictures are done, and what those wait for that are not. Nothing where standard error
//! is no terminal or with `--json`.

use crate::output::{note, safe};
use altsmith_core::describing::{BackendEvent, Stage};
use altsmith_core::engine::Engine;
use altsmith_core::i18n::Localizer;
use altsmith_core::view::WaitsFor;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Waits are said in whole seconds.
const REFRESH: Duration = Duration::from_millis(250);

/// A shorter wait is no wait.
const NOTICED_MS: u64 = 2_000;

/// The bar of a batch.
pub struct Progress {
    bar: ProgressBar,
    waits: Arc<Mutex<Waits>>,
    refreshed: JoinHandle<()>,
    engine: Engine,
    /// That something waits was said.
    said: AtomicBool,
}

impl Progress {
    /// Begins at none of `pictures`.
    pub fn begin(engine: &Engine, pictures: u64, json: bool) -> Self {
        let quiet = json || !std::io::stderr().is_terminal();
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(pictures), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        bar.tick();
        let waits = Arc::new(Mutex::new(Waits::default()));
        let refreshed = tokio::spawn(refresh(engine.clone(), bar.clone(), Arc::clone(&waits)));
        Self { bar, waits, refreshed, engine: engine.clone(), said: AtomicBool::new(false) }
    }

    /// So many there are.
    pub fn of(&self, pictures: u64) {
        self.bar.set_length(pictures);
    }

    /// One that waited for nothing is done with.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Where a picture stands now; words that come are not shown here. `picture` tells the pictures of the batch apart.
    pub fn at(&self, picture: u64, event: &BackendEvent) {
        if let BackendEvent::Unsaved(text) = event {
            self.above(|| note(&safe(text)));
        }
        let BackendEvent::Stage(stage) = *event else { return };
        if let Stage::Waiting { until_ms, why: why @ (WaitsFor::Limit | WaitsFor::Recovery) } = stage {
            self.say_once(until_ms, why);
        }
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        match stage {
            Stage::Waiting { until_ms, why } => waits.0.insert(picture, (until_ms, why)),
            Stage::Reading | Stage::Describing => waits.0.remove(&picture),
        };
    }

    /// Says the first wait that a person would notice, where no bar shows it.
    fn say_once(&self, until_ms: u64, why: WaitsFor) {
        let now_ms = self.engine.now_ms().max(0).unsigned_abs();
        if self.bar.is_hidden()
            && until_ms.saturating_sub(now_ms) >= NOTICED_MS
            && !self.said.swap(true, Ordering::Relaxed)
        {
            let waits = Waits(BTreeMap::from([(0, (until_ms, why))]));
            note(&safe(&waits.sentence(self.engine.workspace().localizer(), now_ms)));
        }
    }

    /// Writes lines above the bar.
    pub fn above<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// One picture more is done with.
    pub fn done(&self, picture: u64) {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).0.remove(&picture);
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.refreshed.abort();
        self.bar.finish_and_clear();
    }
}

async fn refresh(engine: Engine, bar: ProgressBar, waits: Arc<Mutex<Waits>>) {
    let mut beat = tokio::time::interval(REFRESH);
    loop {
        beat.tick().await;
        let said = {
            let waits = waits.lock().unwrap_or_else(PoisonError::into_inner);
            waits.sentence(engine.workspace().localizer(), engine.now_ms().max(0).unsigned_abs())
        };
        bar.set_message(safe(&said));
    }
}

/// The pictures that wait: until when (milliseconds since 1970), and for what.
#[derive(Default)]
struct Waits(BTreeMap<u64, (u64, WaitsFor)>);

impl Waits {
    /// What the one waits for that goes on first; nothing where none waits.
    fn sentence(&self, localizer: Localizer, now_ms: u64) -> String {
        let Some((until_ms, why)) = self.0.values().min_by_key(|(until_ms, _)| *until_ms) else {
            return String::new();
        };
        let seconds = until_ms.saturating_sub(now_ms).div_ceil(1000).to_string();
        let key = match why {
            WaitsFor::Limit => "progress-limit",
            WaitsFor::Service => "progress-service",
            WaitsFor::Recovery => "progress-recovery",
        };
        localizer.text(key, &[("seconds", &seconds)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_first_to_go_on_waits_for() {
        let mut waits = Waits::default();
        let said = |waits: &Waits| waits.sentence(Localizer::new("en"), 10_000);
        assert_eq!(said(&waits), "");
        waits.0.insert(3, (40_000, WaitsFor::Recovery));
        assert_eq!(said(&waits), "The service is out of order, next try in 30 s");
        waits.0.insert(7, (21_001, WaitsFor::Limit));
        assert_eq!(said(&waits), "Next in 12 s (limit of the service)");
        waits.0.insert(1, (11_000, WaitsFor::Service));
        assert_eq!(said(&waits), "Waiting for the service…");
        waits.0.clear();
        waits.0.insert(3, (9_000, WaitsFor::Limit));
        assert_eq!(said(&waits), "Next in 0 s (limit of the service)");
    }
}
