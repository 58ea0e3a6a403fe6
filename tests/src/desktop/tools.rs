//! What these tests need on the machine. A missing tool is a failed test that says what to install, never a skipped one.

use std::path::{Path, PathBuf};

/// Program and the Debian package that has it.
const NEEDED: &[(&str, &str)] = &[
    ("Xvfb", "xvfb"),
    ("openbox", "openbox"),
    ("xdotool", "xdotool"),
    ("xclip", "xclip"),
    ("xprop", "x11-utils"),
    ("xsettingsd", "xsettingsd"),
    ("dbus-daemon", "dbus-daemon"),
    ("dbus-send", "dbus-bin"),
    ("gnome-keyring-daemon", "gnome-keyring"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("/usr/bin/python3", "python3-gi gir1.2-gtk-3.0 gir1.2-atspi-2.0"),
];

/// Fails the test where something is missing.
///
/// # Panics
/// Naming the packages to install.
pub fn require() {
    let mut missing: Vec<&str> =
        NEEDED.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect();
    if accessibility_bus().is_none() {
        missing.push("at-spi2-core");
    }
    assert!(
        missing.is_empty(),
        "the window cannot be tested here. Install what is missing: apt-get install {} (or: cargo xtask test)",
        missing.join(" ")
    );
}

/// The program that starts the accessibility bus; no system has it on its path.
pub fn accessibility_bus() -> Option<&'static Path> {
    ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher"]
        .map(Path::new)
        .into_iter()
        .find(|p| p.is_file())
}

fn is_there(program: &str) -> bool {
    if program.starts_with('/') {
        return Path::new(program).exists();
    }
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

/// The window's program: `ALTSMITH_DESKTOP_BIN`, else the one built beside this test.
///
/// # Panics
/// Where there is none.
pub fn desktop_binary() -> PathBuf {
    binary("altsmith-desktop", "ALTSMITH_DESKTOP_BIN", "cargo build -p altsmith-desktop")
}

/// A program of this workspace: named by `variable`, else built beside this test.
///
/// # Panics
/// Where there is none, saying how it is built.
pub fn binary(name: &str, variable: &str, build: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        let path = PathBuf::from(path);
        assert!(path.is_file(), "{variable} names {}, which is no file", path.display());
        return path;
    }
    let test = std::env::current_exe().expect("the path of this test");
    let found = test.ancestors().skip(1).take(2).map(|dir| dir.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built: {build}, or set {variable}"))
}

/// The top of the project: of the checkout that cargo was called in, which a target folder filled by another one would not
/// know.
pub fn project_root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// The accessibility checker, from the page's development dependencies.
///
/// # Panics
/// Where the page's packages are not installed.
pub fn axe() -> String {
    let path = project_root().join("ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}: run `npm ci` in ui/", path.display()))
}
