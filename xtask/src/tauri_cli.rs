//! Tauri's own command line: renders icons, makes packages. npm brings it built, where building it from its sources takes
//! minutes.

use crate::workspace::Workspace;
use std::path::Path;
use std::process::{Command, Stdio};

/// What works with the Tauri of `Cargo.lock`.
const PACKAGE: &str = "@tauri-apps/cli@2.12.5";

/// `tauri` with these arguments, in this folder.
pub fn command(workspace: &Workspace, folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = workspace.npm();
    npm.current_dir(folder).args(["exec", "--yes", "--package", PACKAGE, "--", "tauri"]).args(arguments);
    npm
}

/// Runs a command, its output where ours is, to its end.
///
/// # Errors
/// Where it does not start or fails: which command it was.
pub fn finish(command: &mut Command) -> Result<(), String> {
    let what = crate::process::shown(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{what} did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} ended with {status}.")) }
}
