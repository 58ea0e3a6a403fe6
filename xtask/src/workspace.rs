//! Where things lie in this checkout, and how its tools are started.

use std::path::PathBuf;
use std::process::Command;

/// The folders that chores work in.
pub struct Workspace {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR`, else `target`.
    pub target: PathBuf,
}

impl Workspace {
    /// The checkout that cargo was called in. What was compiled in is second: a target folder that another checkout filled
    /// names that one.
    pub fn here() -> Self {
        let own =
            std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = own.parent().unwrap_or(&own).to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |given| root.join(given));
        Self { root, target }
    }

    /// The page's project.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Whole output of every command that was followed.
    pub fn log(&self, name: &str) -> PathBuf {
        self.target.join("xtask").join(format!("{name}.log"))
    }

    /// Tools that are installed for this checkout alone.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A built program of this workspace. `profile` is the name of cargo's folder.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Cargo, in the checkout. What cargo itself set for this program is taken away again: build scripts that watch
    /// such variables would otherwise run again on every change between `cargo xtask …` and plain `cargo …`.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_CRATE_NAME" {
                command.env_remove(&name);
            }
        }
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// npm, in the page's project.
    pub fn npm(&self) -> Command {
        let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.current_dir(self.ui()).env("PATH", self.path()).env("npm_config_update_notifier", "false");
        command
    }

    /// `PATH` with this checkout's own tools first.
    pub fn path(&self) -> std::ffi::OsString {
        let mut folders = vec![self.tools().join("bin"), self.own_node()];
        if let Some(path) = std::env::var_os("PATH") {
            folders.extend(std::env::split_paths(&path));
        }
        std::env::join_paths(folders).unwrap_or_default()
    }

    /// Where Node lies when the distribution's is too old and one was fetched for this checkout.
    pub fn own_node(&self) -> PathBuf {
        self.tools().join("node").join("node_modules").join("node").join("bin")
    }
}
