//! `cargo xtask run`: from a bare machine to words about these pictures, in the window or, without a display, here.

use crate::console::{self, Steps, clock};
use crate::machine::{self, Machine};
use crate::prerequisites::{self, Purpose};
use crate::process::run_logged;
use crate::workspace::Workspace;
use crate::{install, models, page};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longest time for one build.
const LIMIT: Duration = Duration::from_secs(60 * 60);

/// A window that ends badly so early never was one.
const AT_ONCE: Duration = Duration::from_secs(10);

const FOR_THE_WINDOW: [Purpose; 3] = [Purpose::Engine, Purpose::Page, Purpose::Window];
const FOR_THE_COMMAND_LINE: [Purpose; 1] = [Purpose::Engine];

/// `--check`: what is missing, and nothing else. The error is the list.
pub fn list(workspace: &Workspace) -> Result<(), String> {
    let purposes: &[Purpose] = if machine::has_display() { &FOR_THE_WINDOW } else { &FOR_THE_COMMAND_LINE };
    let missing = prerequisites::missing(workspace, purposes);
    if missing.is_empty() {
        console::say("Nothing is missing on this machine.");
        return Ok(());
    }
    console::say(&install::listed(&missing));
    let (_, required): (Vec<_>, Vec<_>) = missing.into_iter().partition(|(prerequisite, _)| prerequisite.optional);
    if required.is_empty() { Ok(()) } else { Err(install::advice(&Machine::detect(), &required)) }
}

/// Sets up, builds, and opens the window with the pictures in it.
pub fn run(workspace: &Workspace, images: &[String]) -> Result<(), String> {
    let images: Vec<String> = images.iter().map(|image| absolute(image)).collect();
    if machine::has_display() { in_the_window(workspace, &images) } else { on_the_command_line(workspace, &images) }
}

fn in_the_window(workspace: &Workspace, images: &[String]) -> Result<(), String> {
    let mut steps = Steps::new(5);
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, &FOR_THE_WINDOW)?;
    models::provide(workspace);
    steps.next("The page's packages");
    page::packages(workspace)?;
    steps.next("The page");
    page::build(workspace)?;
    steps.next("The window and the command line (the first build takes some minutes)");
    build(workspace, &["altsmith-desktop", "altsmith-cli"])?;
    steps.next("Opening the window");
    open(workspace, images, &steps)
}

/// Opens the window and waits until it is closed. A display that is set but does not answer is found only here; then the
/// pictures are described on the command line.
fn open(workspace: &Workspace, images: &[String], steps: &Steps) -> Result<(), String> {
    let program = workspace.program("release", "altsmith-desktop");
    let began = Instant::now();
    let mut window = Command::new(&program)
        .args(images)
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| format!("{} did not start: {error}", program.display()))?;
    console::say(&format!("      Started after {}. Close the window to end this command.", clock(steps.elapsed())));
    let status = window.wait().map_err(|error| format!("{} was lost: {error}", program.display()))?;
    if status.success() {
        return Ok(());
    }
    if began.elapsed() > AT_ONCE {
        return Err(format!("The window ended badly ({status})."));
    }
    console::say(&format!("      The window did not open ({status}). Doing the same on the command line."));
    describe(workspace, images)
}

fn on_the_command_line(workspace: &Workspace, images: &[String]) -> Result<(), String> {
    console::say("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.");
    console::say("Doing the same on the command line.");
    let mut steps = Steps::new(3);
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, &FOR_THE_COMMAND_LINE)?;
    models::provide(workspace);
    steps.next("The command line (the first build takes some minutes)");
    build(workspace, &["altsmith-cli"])?;
    steps.next(if images.is_empty() {
        "Describing the samples that come with Altsmith"
    } else {
        "Describing your pictures"
    });
    describe(workspace, images)?;
    console::say(&format!("      Done after {}.", clock(steps.elapsed())));
    Ok(())
}

/// Prints the words of these pictures, or of the samples where none is given.
fn describe(workspace: &Workspace, images: &[String]) -> Result<(), String> {
    let program = workspace.program("release", "altsmith");
    let samples = if images.is_empty() { samples(workspace) } else { Vec::new() };
    let status = Command::new(&program)
        .arg("describe")
        .arg("--")
        .args(images)
        .args(samples)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{} did not start: {error}", program.display()))?;
    if status.success() { Ok(()) } else { Err(format!("`altsmith describe` ended with {status}.")) }
}

/// Builds the programs of these packages as they are run by a person.
pub fn build(workspace: &Workspace, packages: &[&str]) -> Result<(), String> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--locked", "--bins"]);
    for package in packages {
        cargo.args(["--package", package]);
    }
    run_logged(&mut cargo, &workspace.log("build"), LIMIT)?.or_explain("The build").map(drop)
}

/// Files are named as the program sees them, whatever folder it starts in; addresses and `-` stay as they are.
fn absolute(image: &str) -> String {
    if image == "-" || image.contains("://") {
        return image.to_string();
    }
    std::path::absolute(image).map_or_else(|_| image.to_string(), |path| path.to_string_lossy().into_owned())
}

fn samples(workspace: &Workspace) -> Vec<String> {
    let folder: PathBuf = workspace.root.join("src-tauri").join("core").join("samples");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|found| found.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    files.retain(|file| is_picture(file));
    files.sort();
    files.iter().map(|file| file.to_string_lossy().into_owned()).collect()
}

fn is_picture(file: &Path) -> bool {
    let kinds = ["jpg", "jpeg", "png", "webp", "gif", "svg", "tif", "tiff", "bmp", "avif", "heic"];
    file.extension().is_some_and(|end| kinds.iter().any(|kind| end.eq_ignore_ascii_case(kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_absolute_and_addresses_stay() {
        assert!(Path::new(&absolute("a b.png")).is_absolute());
        assert!(absolute("a b.png").ends_with("a b.png"));
        assert_eq!(absolute("https://example.org/a.png"), "https://example.org/a.png");
        assert_eq!(absolute("-"), "-");
    }

    #[test]
    fn only_pictures_are_samples() {
        assert!(is_picture(Path::new("x/photo.JPG")));
        assert!(!is_picture(Path::new("x/LICENCE.txt")));
        assert!(!is_picture(Path::new("x/README")));
    }
}
