//! Cargo's test runner and licence checker, at the versions this project is checked with. What is on `PATH` in a version
//! at least as new is used; else they are built into `target/tools`.

use crate::console;
use crate::process::run_logged;
use crate::workspace::Workspace;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program from the Rust package registry.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    /// Options of `cargo install` that leave out what is not used here.
    options: &'static [&'static str],
}

/// Runs the tests, each in a process of its own.
pub const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    version: "0.9.143",
    options: &["--no-default-features", "--features", "default-no-update"],
};

/// Checks licences, sources and known vulnerabilities.
pub const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", options: &[] };

/// Building a tool from nothing takes some minutes on two cores.
const LIMIT: Duration = Duration::from_secs(20 * 60);

impl Tool {
    /// Makes sure that the tool is there.
    pub fn provide(&self, workspace: &Workspace) -> Result<(), String> {
        if self.installed(workspace).is_some_and(|version| version >= numbers(self.version)) {
            return Ok(());
        }
        console::say(&format!("      Building {} {} (once for this checkout)", self.name, self.version));
        let mut cargo = workspace.cargo();
        // Unoptimised: it is built once and used for seconds.
        cargo.args(["install", "--locked", "--debug", "--force", "--version", self.version]).args(self.options);
        cargo.arg("--root").arg(workspace.tools()).arg(self.name);
        cargo.env("CARGO_TARGET_DIR", workspace.tools().join("build")).env("CARGO_PROFILE_DEV_DEBUG", "false");
        run_logged(&mut cargo, &workspace.log(self.name), LIMIT)?.or_explain(&format!("Installing {}", self.name))?;
        // What is left over is some hundred megabytes that nobody needs again.
        let _ = std::fs::remove_dir_all(workspace.tools().join("build"));
        Ok(())
    }

    fn installed(&self, workspace: &Workspace) -> Option<Vec<u32>> {
        let name = self.name.strip_prefix("cargo-")?;
        let mut command = Command::new(find(self.name, workspace)?);
        let output = command.args([name, "--version"]).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.split_whitespace().map(numbers).find(|version| version.len() == 3)
    }
}

fn find(program: &str, workspace: &Workspace) -> Option<std::path::PathBuf> {
    std::env::split_paths(&workspace.path())
        .map(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// `1.20.3` as numbers; empty where it is not a version.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("0.9.143") > numbers("0.9.99"));
        assert!(numbers("1.0.0") > numbers("0.20.2"));
        assert!(numbers("(60fa45f63").is_empty());
    }
}
