//! The machine: which package manager it has, who we are on it, whether it has a display.

use std::path::PathBuf;

/// Who installs software here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manager {
    /// Debian, Ubuntu and their relatives.
    Apt,
    /// Fedora and its relatives.
    Dnf,
    /// Arch and its relatives.
    Pacman,
    /// macOS: named, never run, because Homebrew belongs to the person.
    Brew,
    /// Windows: named, never run, because its installers ask questions of their own.
    Winget,
    /// Nothing that we know.
    Unknown,
}

/// How a command gets the right to install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elevation {
    /// We are root, or no right is needed.
    None,
    /// Through sudo, which may ask for the password on the terminal.
    Sudo,
    /// Through sudo, which must not ask, because nobody is there to answer.
    SudoWithoutAsking,
    /// Not at all: a person has to run the command.
    Impossible,
}

/// What was found.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    /// Who installs.
    pub manager: Manager,
    /// With which right.
    pub elevation: Elevation,
}

impl Machine {
    /// Looks at this machine.
    pub fn detect() -> Self {
        Self { manager: manager(), elevation: elevation() }
    }
}

/// Whether a window can be opened.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The program's path, if one of that name is on `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

fn manager() -> Manager {
    if cfg!(target_os = "macos") {
        return Manager::Brew;
    }
    if cfg!(windows) {
        return Manager::Winget;
    }
    [("apt-get", Manager::Apt), ("dnf", Manager::Dnf), ("pacman", Manager::Pacman)]
        .into_iter()
        .find(|(program, _)| find(program).is_some())
        .map_or(Manager::Unknown, |(_, manager)| manager)
}

fn elevation() -> Elevation {
    use std::io::IsTerminal;
    if is_root() {
        Elevation::None
    } else if find("sudo").is_none() {
        Elevation::Impossible
    } else if std::env::var_os("CI").is_none() && std::io::stderr().is_terminal() {
        Elevation::Sudo
    } else {
        Elevation::SudoWithoutAsking
    }
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // The owner of our own process folder: the standard library has no other way to ask.
    std::fs::metadata("/proc/self").is_ok_and(|owner| owner.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}
