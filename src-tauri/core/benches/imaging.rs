//! A photo of 24 megapixels made ready to be sent, beside `vipsthumbnail` and Pillow in the same run; then a folder of
//! 200 photos on all cores. `cargo xtask bench imaging` runs it.
//!
//! Every contestant is a process of its own, started in turn and measured by the system (wall time, peak of resident
//! memory), so that none profits from what another left in memory. This process stays small: a child's peak begins with
//! its parent's. Pillow is also timed from within, because starting Python is not its fault.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use altsmith_core::imaging::{DecodeBudget, Format, Limits, Target, decode, probe};
use futures::StreamExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EDGE: u32 = 768;
const ROUNDS: usize = 9;
const PHOTOS: usize = 200;
/// Different photos of the folder; the rest are copies under other names.
const DIFFERENT: u32 = 4;
const ROLE: &str = "ALTSMITH_BENCH_ROLE";
const TARGET: Target<'_> = Target { formats: &["image/jpeg"], max_edge: EDGE, max_bytes: 4 << 20 };

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match std::env::var(ROLE).as_deref() {
        Ok("make") => make(&arguments[0], 1),
        Ok("make-folder") => make_folder(&arguments[0]),
        Ok("one") => one(&arguments[0], &arguments[1]),
        Ok("folder") => folder(&arguments[0]),
        _ => compare(),
    }
}

/// The contest.
fn compare() {
    let folder = std::env::temp_dir().join(format!("altsmith-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let photo = folder.join("photo.jpg");
    run(ourselves("make", &[&photo])).expect("a photo");
    let size = std::fs::metadata(&photo).expect("the photo").len();
    println!("24 megapixels, {:.1} MB JPEG → {EDGE} px JPEG; median of {ROUNDS}", size as f64 / 1e6);
    one_photo(&folder, &photo);
    many_photos(&folder);
    let _ = std::fs::remove_dir_all(&folder);
}

fn one_photo(folder: &Path, photo: &Path) {
    type Start<'a> = Box<dyn Fn() -> Command + 'a>;
    let out = |name: &str| folder.join(name);
    let contestants: Vec<(&str, Start<'_>)> = vec![
        ("altsmith", Box::new(|| ourselves("one", &[photo, &out("altsmith.jpg")]))),
        ("vipsthumbnail", Box::new(|| vips(photo, &out("vips.jpg")))),
        ("Pillow", Box::new(|| pillow(photo, &out("pillow.jpg")))),
    ];
    let mut results: Vec<Vec<Run>> = contestants.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for ((_, start), runs) in contestants.iter().zip(&mut results) {
            runs.extend(run(start()));
        }
    }
    let ours = Medians::of(&results[0]).expect("our own runs");
    println!("{:<16}{:>12}{:>12}{:>14}", "", "process", "within", "peak memory");
    for ((name, _), runs) in contestants.iter().zip(&results) {
        match Medians::of(runs) {
            Some(medians) => medians.print(name, &ours),
            None => println!("{name:<16} is not installed here"),
        }
    }
}

fn many_photos(folder: &Path) {
    let photos = folder.join("photos");
    std::fs::create_dir_all(&photos).expect("a folder");
    run(ourselves("make-folder", &[&photos])).expect("photos");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if let Some(run) = run(ourselves("folder", &[&photos])) {
        let seconds = run.wall.as_secs_f64();
        println!(
            "{PHOTOS} photos, each to {EDGE} px and a thumbnail: {seconds:.1} s, {:.1} photos/s, {:.2} of {cores} cores busy, peak {} MiB",
            PHOTOS as f64 / seconds,
            run.processor.as_secs_f64() / seconds,
            run.peak_kib / 1024,
        );
    }
}

/// One process's cost.
struct Run {
    wall: Duration,
    /// What it measured itself, without its start.
    within: Duration,
    processor: Duration,
    peak_kib: u64,
}

struct Medians {
    wall: Duration,
    within: Duration,
    peak_kib: u64,
}

impl Medians {
    fn of(runs: &[Run]) -> Option<Self> {
        fn middle<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
            let mut values: Vec<T> = values.collect();
            values.sort_unstable();
            values.get(values.len() / 2).copied()
        }
        Some(Self {
            wall: middle(runs.iter().map(|run| run.wall))?,
            within: middle(runs.iter().map(|run| run.within))?,
            peak_kib: middle(runs.iter().map(|run| run.peak_kib))?,
        })
    }

    fn print(&self, name: &str, ours: &Self) {
        let milliseconds = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1e3);
        let within = if self.within.is_zero() { "—".to_owned() } else { milliseconds(self.within) };
        println!("{name:<16}{:>12}{within:>12}{:>10} MiB", milliseconds(self.wall), self.peak_kib / 1024);
        if name != "altsmith" {
            let times = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
            print!("{:<16}altsmith takes {:.2} of its time", "", times(ours.wall, self.wall));
            if !self.within.is_zero() {
                print!(" ({:.2} without the start)", times(ours.within, self.within));
            }
            println!(", {:.2} of its memory", ours.peak_kib as f64 / self.peak_kib as f64);
        }
    }
}

/// Runs a process to its end; `None` where it cannot be started or fails. Its last line may be its own time in microseconds.
#[cfg(unix)]
#[allow(unsafe_code)] // wait4 is the only call that tells the peak memory of one child
fn run(mut command: Command) -> Option<Run> {
    use std::io::Read;
    let begin = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut output = String::new();
    child.stdout.take()?.read_to_string(&mut output).ok()?;
    let mut status = 0;
    // SAFETY: plain data, filled by the system; the child is ours and is waited for once.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::wait4(child.id() as libc::pid_t, &raw mut status, 0, &raw mut usage);
        usage
    };
    let wall = begin.elapsed();
    let time = |t: libc::timeval| Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000);
    let peak = usage.ru_maxrss as u64;
    (status == 0).then(|| Run {
        wall,
        within: Duration::from_micros(output.trim().parse().unwrap_or(0)),
        processor: time(usage.ru_utime) + time(usage.ru_stime),
        peak_kib: if cfg!(target_os = "macos") { peak / 1024 } else { peak },
    })
}

#[cfg(not(unix))]
fn run(mut command: Command) -> Option<Run> {
    let begin = Instant::now();
    let output = command.stderr(Stdio::null()).output().ok()?;
    let within = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0);
    let within = Duration::from_micros(within);
    let (wall, processor) = (begin.elapsed(), Duration::ZERO);
    output.status.success().then_some(Run { wall, within, processor, peak_kib: 1 })
}

fn ourselves(role: &str, arguments: &[&Path]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("our own path"));
    command.env(ROLE, role).args(arguments);
    command
}

fn vips(photo: &Path, out: &Path) -> Command {
    let mut command = Command::new("vipsthumbnail");
    command.arg(photo).args(["--size", &EDGE.to_string(), "-o"]).arg(format!("{}[Q=85,strip]", out.display()));
    command
}

/// Draft mode (scaling while decoding), as `thumbnail` turns it on. The system's Python is the one that has Pillow.
fn pillow(photo: &Path, out: &Path) -> Command {
    const SCRIPT: &str = "import sys, time
from PIL import Image, JpegImagePlugin
begin = time.perf_counter()
picture = Image.open(sys.argv[1])
picture.draft('RGB', (int(sys.argv[3]),) * 2)
picture.thumbnail((int(sys.argv[3]),) * 2)
picture.save(sys.argv[2], quality=85)
print(int((time.perf_counter() - begin) * 1e6))";
    let system = Path::new("/usr/bin/python3");
    let mut command = Command::new(if system.exists() { system } else { Path::new("python3") });
    command.args(["-c", SCRIPT]).arg(photo).arg(out).arg(EDGE.to_string());
    command
}

/// What Altsmith does with a photo that is sent.
fn one(photo: &Path, out: &Path) {
    let begin = Instant::now();
    let bytes = std::fs::read(photo).expect("the photo");
    let decoded = decode(&bytes, Format::Jpeg, EDGE, &Limits::default()).expect("a picture");
    let prepared = decoded.prepare(&TARGET).expect("a JPEG");
    std::fs::write(out, prepared.bytes).expect("the file");
    println!("{}", begin.elapsed().as_micros());
}

/// What Altsmith does with a folder: as many at once as the gate lets in.
fn folder(photos: &Path) {
    let paths: Vec<PathBuf> =
        std::fs::read_dir(photos).expect("the folder").map(|entry| entry.unwrap().path()).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let decode_budget = DecodeBudget::default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    runtime.block_on(futures::stream::iter(paths).for_each_concurrent(2 * cores, |path| {
        let decode_budget = decode_budget.clone();
        async move {
            let bytes = tokio::fs::read(path).await.expect("the photo");
            let needs = probe(&bytes, Format::Jpeg).expect("a header").memory(EDGE);
            let permit = decode_budget.acquire(needs).await;
            let work = tokio::task::spawn_blocking(move || {
                let decoded = decode(&bytes, Format::Jpeg, EDGE, &Limits::default()).expect("a picture");
                (
                    decoded.prepare(&TARGET).expect("a JPEG").bytes.len(),
                    decoded.thumbnail(384).expect("a thumbnail").len(),
                )
            });
            std::hint::black_box(work.await.expect("no panic"));
            drop(permit);
        }
    }));
}

fn make_folder(photos: &Path) {
    for seed in 0..DIFFERENT {
        let original = photos.join(format!("{seed}.jpg"));
        make(&original, seed + 1);
        for copy in 1..PHOTOS / DIFFERENT as usize {
            std::fs::copy(&original, photos.join(format!("{seed}-{copy}.jpg"))).expect("a copy");
        }
    }
}

/// Soft shapes, edges and grain, about as hard to compress as a photo.
fn make(path: &Path, seed: u32) {
    const WIDTH: usize = 6000;
    const HEIGHT: usize = 4000;
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut pixels = vec![0_u8; 3 * WIDTH * HEIGHT];
    for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let grain = (state >> 28) as f32 - 7.5;
        let wave = (x / 310.0).sin() * (y / 270.0).cos() * 60.0;
        let edge = if ((x / 430.0) as u32 ^ (y / 390.0) as u32) & 1 == 0 { 25.0 } else { -25.0 };
        for (channel, base) in pixel.iter_mut().zip([130.0, 120.0, 100.0]) {
            *channel = (base + wave + edge + grain) as u8;
        }
    }
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width: WIDTH,
        pitch: 3 * WIDTH,
        height: HEIGHT,
        format: turbojpeg::PixelFormat::RGB,
    };
    let file = turbojpeg::compress(image, 92, turbojpeg::Subsamp::Sub2x2).expect("a JPEG");
    std::fs::write(path, &file[..]).expect("the file");
}
