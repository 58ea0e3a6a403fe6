//! `cargo xtask package`: installers for this system, through Tauri's own bundler. Built apart from everything else,
//! because link-time optimisation takes minutes that neither `run` nor `test` should cost.

use crate::console::{self, Steps};
use crate::machine::Machine;
use crate::prerequisites::Purpose;
use crate::workspace::Workspace;
use crate::{install, models, page};
use std::process::Stdio;

/// What the registry has and works with the Tauri of `Cargo.lock`.
const TAURI_CLI: &str = "^2.11";

/// Builds the packages; they land in `target/dist/bundle`.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let mut steps = Steps::new(5);
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, &[Purpose::Engine, Purpose::Page, Purpose::Window])?;
    models::provide(workspace);
    steps.next("The page's packages");
    page::packages(workspace)?;
    steps.next("The page");
    page::build(workspace)?;
    steps.next("Tauri's bundler");
    let tools = workspace.tools();
    let mut cargo = workspace.cargo();
    cargo.args(["install", "--locked", "tauri-cli", "--version", TAURI_CLI, "--root"]).arg(&tools);
    finished(&mut cargo)?;
    steps.next("The packages");
    let mut cargo = workspace.cargo();
    // The page is built already, from the same sources.
    cargo.args(["tauri", "build", "--config", &configuration(workspace)]);
    cargo.args(["--", "--profile", "dist", "--locked"]);
    finished(cargo.current_dir(workspace.root.join("src-tauri")))?;
    console::say(&format!("The packages are in {}.", workspace.target.join("dist").join("bundle").display()));
    Ok(())
}

/// What is other than in a build without packages: the networks that read text go along.
fn configuration(workspace: &Workspace) -> String {
    let build = r#""build":{"beforeBuildCommand":""}"#;
    if !models::complete(workspace) {
        return format!("{{{build}}}");
    }
    let folder = models::folder(workspace).to_string_lossy().replace('\\', "/");
    format!(r#"{{{build},"bundle":{{"resources":{{"{folder}/*":"models/"}}}}}}"#)
}

fn finished(command: &mut std::process::Command) -> Result<(), String> {
    let what = crate::process::shown(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{what} did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} ended with {status}.")) }
}
