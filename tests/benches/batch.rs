//! What a batch of 20,000 pictures takes beside one of 2,000: peak memory, our own work for each picture beyond decoding,
//! and how long the page waits for a page of cards meanwhile. Once with the built-in describer, once with a service that
//! answers at once. `cargo xtask bench batch`.
//!
//! Each batch runs in a process of its own, which is this program again. The service runs in the first one.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use altsmith_core::batch::Batch;
use altsmith_core::engine::Engine;
use altsmith_core::imaging;
use altsmith_core::ingest::{self, Incoming, Item};
use altsmith_core::secrets::KeyPlace;
use altsmith_core::view::{Event, Settings};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::Simulator;
use altsmith_tests::simulators::zakai::ZakAi;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const FEW: usize = 2_000;
const MANY: usize = 20_000;
/// Peak memory for many beside that for few.
const MOST_MEMORY: f64 = 1.2;
/// Own work for each picture beyond decoding, in milliseconds.
const MOST_WORK: f64 = 5.0;
/// How long the page may wait for what a key asks for, in milliseconds.
const MOST_WAIT: f64 = 100.0;

/// What one batch took.
struct Taken {
    mebibytes: f64,
    seconds: f64,
    cpu_ms: f64,
    decoding_ms: f64,
    longest_ms: f64,
    remove_ms: f64,
}

fn main() {
    if let Ok(folder) = std::env::var("ALTSMITH_BENCH_BATCH") {
        return child(Path::new(&folder));
    }
    let pictures = tempfile::tempdir().expect("a folder");
    println!("{MANY} small pictures are made");
    for n in 0..MANY {
        picture(&pictures.path().join(format!("{n}.png")), n);
    }
    let service = Simulator::start(ZakAi { remaining: u32::MAX, ..ZakAi::default() });
    let mut kept = true;
    for (name, endpoint) in [("built in", ""), ("a service that answers at once", &*service.url)] {
        let few = run(pictures.path(), FEW, endpoint);
        let many = run(pictures.path(), MANY, endpoint);
        println!("\n{name}");
        println!(
            "{:>8}  {:>12}  {:>9}  {:>14}  {:>12}  {:>12}  {:>11}",
            "pictures", "peak memory", "time", "CPU a picture", "of it decode", "longest wait", "remove all"
        );
        for (count, taken) in [(FEW, &few), (MANY, &many)] {
            println!(
                "{count:>8}  {:>8.1} MiB  {:>7.1} s  {:>11.2} ms  {:>9.2} ms  {:>9.1} ms  {:>8.1} ms",
                taken.mebibytes, taken.seconds, taken.cpu_ms, taken.decoding_ms, taken.longest_ms, taken.remove_ms
            );
        }
        let (memory, own) = (many.mebibytes / few.mebibytes, many.cpu_ms - many.decoding_ms);
        let good =
            memory <= MOST_MEMORY && own <= MOST_WORK && many.longest_ms <= MOST_WAIT && many.remove_ms <= MOST_WAIT;
        println!(
            "memory {memory:.2} (at most {MOST_MEMORY}), own work {own:.2} ms (at most {MOST_WORK}), longest wait {:.1} ms (at most {MOST_WAIT}): {}",
            many.longest_ms,
            if good { "kept" } else { "NOT KEPT" }
        );
        kept &= good;
    }
    std::process::exit(i32::from(!kept));
}

/// A picture like no other.
fn picture(path: &Path, n: usize) {
    let colour = |x: u32, y: u32| {
        let bit = (x + y * 32) as usize;
        let on = bit < 32 && n >> bit & 1 == 1;
        image::Rgb([if on { 255 } else { (x * 7) as u8 }, (y * 9) as u8, (n % 251) as u8])
    };
    image::RgbImage::from_fn(32, 24, colour).save(path).expect("a picture");
}

/// A batch in a process of its own.
fn run(pictures: &Path, count: usize, endpoint: &str) -> Taken {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .env("ALTSMITH_BENCH_BATCH", pictures)
        .env("ALTSMITH_BENCH_COUNT", count.to_string())
        .env("ALTSMITH_BENCH_ENDPOINT", endpoint)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .output()
        .expect("a process");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let values: Vec<f64> = said.split_whitespace().map(|word| word.parse().expect("a number")).collect();
    let [mebibytes, seconds, cpu_ms, decoding_ms, longest_ms, remove_ms] = values[..] else { panic!("{said}") };
    Taken { mebibytes, seconds, cpu_ms, decoding_ms, longest_ms, remove_ms }
}

fn child(pictures: &Path) {
    let count: usize = std::env::var("ALTSMITH_BENCH_COUNT").expect("a number").parse().expect("a number");
    let endpoint = std::env::var("ALTSMITH_BENCH_ENDPOINT").unwrap_or_default();
    let data = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = (0..count).map(|n| pictures.join(format!("{n}.png"))).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let taken = runtime.block_on(batch(data.path(), &paths, &endpoint));
    println!(
        "{} {} {} {} {} {}",
        taken.mebibytes, taken.seconds, taken.cpu_ms, taken.decoding_ms, taken.longest_ms, taken.remove_ms
    );
}

async fn batch(data: &Path, paths: &[PathBuf], endpoint: &str) -> Taken {
    let engine = Engine::open(DataDir::at(data), "en").expect("an engine");
    let mut settings =
        Settings { key_place: KeyPlace::Session, ask_from: 0, read_text: false, ..engine.workspace().settings() };
    if !endpoint.is_empty() {
        settings.provider = "zakai".into();
    }
    engine.workspace().save_settings(settings).await.expect("settings");
    if !endpoint.is_empty() {
        engine
            .workspace()
            .set_setting("providers.zakai.endpoint", &serde_json::json!(endpoint))
            .await
            .expect("an address");
        let keys = [("secret", "test-secret"), ("api_key", "test-key-0123456789")];
        let keys = keys.map(|(field, key)| (field.to_owned(), key.to_owned()));
        engine.accounts().set_keys("zakai", BTreeMap::from(keys)).await.expect("keys");
    }
    let batch = Batch::new(engine);
    let (_, mut events) = batch.listen(50).await.expect("a page");
    let (begun, cpu) = (Instant::now(), cpu_ms());
    let asks = tokio::spawn(asks_as_the_page_does(batch.clone(), paths.len() as u32));
    let incoming = paths.iter().cloned().map(Incoming::Path).collect();
    batch.add(incoming).await.expect("added");
    while let Some(event) = events.recv().await {
        if matches!(event, Event::Progress { done, total } if done == total && total > 0) {
            break;
        }
    }
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu_ms() - cpu);
    let counts = batch.page(0, 0).await.expect("counts").counts;
    assert_eq!(counts.described as usize, paths.len(), "{counts:?}");
    asks.abort();
    let longest_ms = asks.await.err().map_or(0.0, |_| LONGEST.load(std::sync::atomic::Ordering::SeqCst) as f64 / 1e3);
    let mebibytes = peak_mebibytes();
    let begun = Instant::now();
    let removed = batch.remove(altsmith_core::library::Selection::All).await.expect("removed");
    batch.restore(removed.removal).await.expect("restored");
    let remove_ms = begun.elapsed().as_secs_f64() * 1e3 / 2.0;
    let decoding_ms = tokio::task::block_in_place(|| decoding_ms(&paths[..500]));
    Taken { mebibytes, seconds, cpu_ms: cpu / paths.len() as f64, decoding_ms, longest_ms, remove_ms }
}

/// The longest answer, in microseconds.
static LONGEST: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// A person who pages through the batch all the time: a page here, a few cards there.
async fn asks_as_the_page_does(batch: Batch, pictures: u32) {
    let mut place = 0;
    loop {
        let begun = Instant::now();
        let page = batch.page(place, 50).await.expect("a page");
        let ids = page.cards.iter().take(10).map(|card| card.id).collect();
        batch.cards_of(ids).await.expect("cards");
        LONGEST.fetch_max(begun.elapsed().as_micros() as u64, std::sync::atomic::Ordering::SeqCst);
        place = (place + 977) % pictures;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// CPU time of reading, decoding and the small rendering, of each picture.
fn decoding_ms(paths: &[PathBuf]) -> f64 {
    let before = cpu_ms();
    for path in paths {
        let item = Item { from: Incoming::Path(path.clone()), name: "a".into(), source: "a".into() };
        let loaded = ingest::read(&item, &ingest::Limits::default()).expect("a picture");
        let decoded = imaging::decode(&loaded.bytes, loaded.format, 1600, &imaging::Limits::default()).expect("pixels");
        decoded.thumbnail(384).expect("a rendering");
    }
    (cpu_ms() - before) / paths.len() as f64
}

/// CPU time of this process so far, in milliseconds; a hundred ticks a second, as everywhere on Linux.
fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks * 10.0
}

/// The most memory that this process ever had.
fn peak_mebibytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kibibytes| kibibytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
