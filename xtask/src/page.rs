//! The page: its packages and its build, each only when what it is made from changed.

use crate::console;
use crate::process::run_logged;
use crate::stamp;
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Longest time for npm.
const LIMIT: Duration = Duration::from_secs(15 * 60);

const UP_TO_DATE: &str = "      up to date";

/// Files in `ui/` that decide what the built page is.
const SOURCES: [&str; 9] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "svelte.config.js",
    "tsconfig.json",
    "tests/policy.ts",
];

/// `npm ci`, unless the packages are those of the lock file already.
pub fn packages(workspace: &Workspace) -> Result<(), String> {
    let ui = workspace.ui();
    let stamp = made_from(workspace, &["package.json", "package-lock.json"])?;
    let kept = cache(workspace, "packages");
    if stamp::holds(&kept, &stamp) {
        console::say(UP_TO_DATE);
        return Ok(());
    }
    let outcome = npm(workspace, "npm-ci", &["ci", "--no-audit", "--no-fund"]);
    if let Err(first) = outcome {
        // A download that broke off is the usual reason; the second try takes the rest from npm's cache.
        console::say(&format!("{first}\n      Once more."));
        npm(workspace, "npm-ci", &["ci", "--no-audit", "--no-fund"])?;
    }
    stamp::keep(&kept, &stamp).map_err(|error| format!("{} cannot be written: {error}", ui.display()))
}

/// `npm run build`, unless the page is built from these very files already.
pub fn build(workspace: &Workspace) -> Result<(), String> {
    let stamp = made_from(workspace, &SOURCES)?;
    let kept = cache(workspace, "page");
    if stamp::holds(&kept, &stamp) && workspace.ui().join("dist").join("index.html").is_file() {
        console::say(UP_TO_DATE);
        return Ok(());
    }
    npm(workspace, "page-build", &["run", "build"])?;
    stamp::keep(&kept, &stamp).map_err(|error| format!("{} cannot be written: {error}", kept.display()))
}

/// One npm command in the page's project; its output goes to the log of that name. Answers its lines.
pub fn npm(workspace: &Workspace, log: &str, arguments: &[&str]) -> Result<Vec<String>, String> {
    let what = format!("npm {}", arguments.join(" "));
    run_logged(workspace.npm().args(arguments), &workspace.log(log), LIMIT)?.or_explain(&what)
}

/// The stamps lie in `node_modules`, so that they go when it goes.
fn cache(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.ui().join("node_modules").join(".cache").join("altsmith").join(name)
}

fn made_from(workspace: &Workspace, names: &[&str]) -> Result<String, String> {
    let mut paths: Vec<PathBuf> = names.iter().map(|name| workspace.ui().join(name)).collect();
    paths.push(workspace.root.join("icons").join("mark.svg"));
    let node = Command::new("node").arg("--version").env("PATH", workspace.path()).output();
    let node = node.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    stamp::of(&paths, &[&node]).map_err(|error| format!("The page's sources cannot be read: {error}"))
}
