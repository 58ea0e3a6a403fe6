//! `cargo xtask bench`: the benchmarks, each against what a person would otherwise use.

use crate::console::{self, Steps};
use crate::machine::Machine;
use crate::prerequisites::Purpose;
use crate::workspace::Workspace;
use crate::{install, models, page, run};
use std::path::PathBuf;
use std::process::Stdio;

/// One benchmark.
struct Bench {
    name: &'static str,
    package: &'static str,
    folder: &'static str,
    what: &'static str,
    purposes: &'static [Purpose],
}

const BENCHES: [Bench; 6] = [
    Bench {
        name: "imaging",
        package: "altsmith-core",
        folder: "src-tauri/core",
        what: "a 24-megapixel JPEG made ready to send, against vipsthumbnail and Pillow",
        purposes: &[Purpose::Engine, Purpose::Bench],
    },
    Bench {
        name: "describer",
        package: "altsmith-core",
        folder: "src-tauri/core",
        what: "the built-in describer on a 12-megapixel photo",
        purposes: &[Purpose::Engine],
    },
    Bench {
        name: "history",
        package: "altsmith-core",
        folder: "src-tauri/core",
        what: "first page and search in a history of 100,000 pictures",
        purposes: &[Purpose::Engine],
    },
    Bench {
        name: "batch",
        package: "altsmith-tests",
        folder: "tests",
        what: "20,000 pictures beside 2,000: memory, own work for each, how long the page waits",
        purposes: &[Purpose::Engine],
    },
    Bench {
        name: "reading",
        package: "altsmith-core",
        folder: "src-tauri/core",
        what: "how well text is read, against Tesseract",
        purposes: &[Purpose::Engine],
    },
    Bench {
        name: "startup",
        package: "altsmith-tests",
        folder: "tests",
        what: "time and memory until the window is usable, against an empty Tauri window",
        purposes: &[Purpose::Engine, Purpose::Page, Purpose::Window, Purpose::WindowTests],
    },
];

/// Runs one benchmark, or says which there are.
pub fn run(workspace: &Workspace, name: Option<&str>) -> Result<(), String> {
    let Some(name) = name else {
        for bench in BENCHES.iter().filter(|bench| bench.source(workspace).is_some()) {
            console::result(&format!("cargo xtask bench {:<10} {}", bench.name, bench.what));
        }
        return Ok(());
    };
    let bench = BENCHES
        .iter()
        .find(|bench| bench.name == name && bench.source(workspace).is_some())
        .ok_or_else(|| format!("There is no benchmark {name:?}. `cargo xtask bench` says which there are."))?;
    let with_window = bench.purposes.contains(&Purpose::Window);
    let mut steps = Steps::new(if with_window { 5 } else { 2 });
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, bench.purposes)?;
    if bench.name == "reading" {
        models::provide(workspace);
    }
    if with_window {
        steps.next("The page's packages");
        page::packages(workspace)?;
        steps.next("The page");
        page::build(workspace)?;
        steps.next("The window");
        run::build(workspace, &["altsmith-desktop"])?;
    }
    steps.next(bench.what);
    let status = workspace
        .cargo()
        .args(["bench", "--locked", "--package", bench.package, "--bench", bench.name])
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cargo did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("The benchmark {name} ended with {status}.")) }
}

impl Bench {
    /// Its source, where it exists.
    fn source(&self, workspace: &Workspace) -> Option<PathBuf> {
        let benches = workspace.root.join(self.folder).join("benches");
        [benches.join(format!("{}.rs", self.name)), benches.join(self.name).join("main.rs")]
            .into_iter()
            .find(|path| path.is_file())
    }
}
