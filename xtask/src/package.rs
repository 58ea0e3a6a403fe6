//! `cargo xtask package`: installers for this system, through Tauri's own bundler. Built apart from everything else,
//! because link-time optimisation takes minutes that neither `run` nor `test` should cost.

use crate::console::{self, Steps};
use crate::machine::Machine;
use crate::prerequisites::Purpose;
use crate::workspace::Workspace;
use crate::{install, page, tauri_cli};

/// Builds the packages; they land in `target/dist/bundle`.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let mut steps = Steps::new(4);
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, &[Purpose::Engine, Purpose::Page, Purpose::Window])?;
    steps.next("The page's packages");
    page::packages(workspace)?;
    steps.next("The page");
    page::build(workspace)?;
    steps.next("The packages");
    // The page is built already, from the same sources.
    let config = r#"{"build":{"beforeBuildCommand":""}}"#;
    let arguments = ["build", "--config", config, "--", "--profile", "dist", "--locked"];
    tauri_cli::finish(&mut tauri_cli::command(workspace, &workspace.root.join("src-tauri"), &arguments))?;
    console::say(&format!("The packages are in {}.", workspace.target.join("dist").join("bundle").display()));
    Ok(())
}
