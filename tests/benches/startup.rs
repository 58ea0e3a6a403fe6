//! How long until text is in the window, how much memory the window takes and whether it rests: Altsmith beside an empty
//! window of the same library, in turns, in one run. `cargo xtask bench startup`.
//!
//! Time: from starting the process to pixels of more than one colour in its window on the screen. Memory: proportional
//! set size of the program and the web processes below it. Both must stay within 1.3 times the empty window's.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[cfg(target_os = "linux")]
fn main() {
    linux::run();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("start-up is measured on Linux only");
}

#[cfg(target_os = "linux")]
mod linux {
    use altsmith_tests::desktop::{Running, Session, SessionOptions, binary, desktop_binary, wait_for};
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::{Duration, Instant};
    use x11rb::connection::Connection;
    use x11rb::protocol::xproto::{ConnectionExt, ImageFormat, MapState, Window};
    use x11rb::rust_connection::RustConnection;

    const ROUNDS: usize = 7;
    const MOST: f64 = 1.3;
    const IDLE: Duration = Duration::from_secs(5);
    /// Of one core; what the web engine's own timers take.
    const MOST_IDLE_CPU: f64 = 0.5;

    struct Measured {
        seconds: f64,
        mebibytes: f64,
        idle_percent: f64,
    }

    pub fn run() {
        let build = ["build", "--release", "--locked", "--package", "altsmith-desktop", "--example", "empty_window"];
        if std::env::var_os("ALTSMITH_EMPTY_BIN").is_none() {
            let built = Command::new(env!("CARGO")).args(build).status().expect("cargo starts");
            assert!(built.success(), "the empty window is not built: {built}");
        }
        let how = format!("cargo {}", build.join(" "));
        let programs = [
            ("empty window", binary("examples/empty_window", "ALTSMITH_EMPTY_BIN", &how)),
            ("Altsmith", desktop_binary()),
        ];
        let session = Session::start_with(&SessionOptions::default());
        let (screen, root) = connect(&session);
        let mut all = [Vec::new(), Vec::new()];
        // The first round of each fills the disk cache and makes the data folder; it does not count.
        for round in 0..=ROUNDS {
            for ((_, program), results) in programs.iter().zip(&mut all) {
                let measured = measure(&session, &screen, root, program, round == ROUNDS);
                if round > 0 {
                    results.push(measured);
                }
            }
        }
        let [empty, own] = all.map(|results| Measured {
            seconds: median(results.iter().map(|m| m.seconds)),
            mebibytes: median(results.iter().map(|m| m.mebibytes)),
            idle_percent: results.last().map_or(0.0, |m| m.idle_percent),
        });
        println!("median of {ROUNDS} starts    text in window    memory (PSS)    idle CPU");
        for (name, m) in [("empty window", &empty), ("Altsmith", &own)] {
            println!("{name:<20} {:>13.3} s {:>11.1} MiB {:>9.2} %", m.seconds, m.mebibytes, m.idle_percent);
        }
        let (time, memory) = (own.seconds / empty.seconds, own.mebibytes / empty.mebibytes);
        println!("ratio {time:>28.2} {memory:>16.2}");
        let kept = time <= MOST && memory <= MOST && own.idle_percent <= MOST_IDLE_CPU + empty.idle_percent;
        println!("{} (at most {MOST} times the empty window, no idle CPU)", if kept { "kept" } else { "NOT KEPT" });
        std::process::exit(i32::from(!kept));
    }

    fn connect(session: &Session) -> (RustConnection, Window) {
        let display = session.variable("DISPLAY").expect("a display");
        let (connection, screen) = x11rb::connect(Some(display)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        (connection, root)
    }

    fn measure(session: &Session, screen: &RustConnection, root: Window, program: &Path, idle: bool) -> Measured {
        let before = windows(screen, root);
        let began = Instant::now();
        let mut running = Running::start(&mut session.command(program));
        wait_closely("text in the window", || {
            windows(screen, root).difference(&before).any(|window| has_text(screen, *window))
        });
        let seconds = began.elapsed().as_secs_f64();
        let rested = wait_until_it_rests(running.id());
        let idle_percent = if idle { cpu_percent(running.id(), IDLE) } else { 0.0 };
        session.must_run("kill", &["-TERM", &running.id().to_string()]);
        running.wait();
        wait_for("the windows to be gone", || (windows(screen, root) == before).then_some(()));
        Measured { seconds, mebibytes: rested, idle_percent }
    }

    /// As `wait_for`, but in milliseconds: the time itself is the result.
    fn wait_closely(what: &str, mut ask: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !ask() {
            assert!(Instant::now() < end, "waited for {what}");
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    /// All windows that can be seen, at any depth (a window manager puts frames around them).
    fn windows(screen: &RustConnection, root: Window) -> BTreeSet<Window> {
        let mut found = BTreeSet::new();
        let mut open = vec![root];
        while let Some(window) = open.pop() {
            let children = screen.query_tree(window).ok().and_then(|cookie| cookie.reply().ok());
            for child in children.map(|tree| tree.children).unwrap_or_default() {
                let attributes = screen.get_window_attributes(child).ok().and_then(|cookie| cookie.reply().ok());
                if attributes.is_some_and(|a| a.map_state == MapState::VIEWABLE) {
                    found.insert(child);
                    open.push(child);
                }
            }
        }
        found
    }

    /// Large, and neither blank nor only a frame: many pixels differ from the commonest colour.
    fn has_text(screen: &RustConnection, window: Window) -> bool {
        let Some(size) = screen.get_geometry(window).ok().and_then(|cookie| cookie.reply().ok()) else { return false };
        if size.width < 400 || size.height < 300 {
            return false;
        }
        // Inside the frame, so that a title bar is not taken for the page.
        let (x, y, width, height) = (10, 60, size.width - 20, size.height - 80);
        let image = screen.get_image(ImageFormat::Z_PIXMAP, window, x, y, width, height, u32::MAX);
        let Some(image) = image.ok().and_then(|cookie| cookie.reply().ok()) else { return false };
        let pixels: Vec<u32> = image.data.chunks_exact(4).map(|p| u32::from_le_bytes([p[0], p[1], p[2], 0])).collect();
        let mut sorted = pixels.clone();
        sorted.sort_unstable();
        let commonest = sorted.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or(0);
        pixels.len() - commonest > 300
    }

    /// The memory once it no longer grows, in MiB.
    fn wait_until_it_rests(process: u32) -> f64 {
        let mut lowest = f64::MAX;
        let mut since = Instant::now();
        let end = Instant::now() + Duration::from_secs(10);
        while since.elapsed() < Duration::from_secs(1) && Instant::now() < end {
            let now = memory(process);
            if (now - lowest).abs() > 0.5 {
                (lowest, since) = (now, Instant::now());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        lowest
    }

    /// The process and everything below it.
    fn family(process: u32) -> Vec<u32> {
        let mut family = vec![process];
        let mut next = 0;
        while let Some(parent) = family.get(next).copied() {
            next += 1;
            for task in std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
                let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
                family.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
            }
        }
        family
    }

    fn memory(process: u32) -> f64 {
        let kibibytes = |id: u32| {
            let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:").map(str::to_owned));
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0)
        };
        family(process).into_iter().map(kibibytes).sum::<f64>() / 1024.0
    }

    fn cpu_percent(process: u32, over: Duration) -> f64 {
        let before = ticks(process);
        std::thread::sleep(over);
        let per_second = 100.0;
        (ticks(process) - before) / per_second / over.as_secs_f64() * 100.0
    }

    fn ticks(process: u32) -> f64 {
        let of = |id: u32| {
            let text = std::fs::read_to_string(PathBuf::from(format!("/proc/{id}/stat"))).unwrap_or_default();
            let fields: Vec<&str> =
                text.rsplit_once(") ").map(|(_, rest)| rest.split(' ').collect()).unwrap_or_default();
            [11, 12].iter().filter_map(|i| fields.get(*i)?.parse::<f64>().ok()).sum::<f64>()
        };
        family(process).into_iter().map(of).sum()
    }

    fn median(values: impl Iterator<Item = f64>) -> f64 {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    }
}
