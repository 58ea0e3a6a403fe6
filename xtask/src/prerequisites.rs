//! What building, running and testing Altsmith needs from the machine, why, how its presence is seen, and what the
//! package is called where. A need is looked for itself (a program, a library that pkg-config knows, a file), never for
//! a package's name, so that what was installed another way counts.

use crate::machine::{self, Manager};
use crate::workspace::Workspace;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a chore wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Build the engine and the command line.
    Engine,
    /// Build the page.
    Page,
    /// Build and open the window.
    Window,
    /// Run the tests in a real window and a real browser.
    WindowTests,
    /// Measure against other programs.
    Bench,
}

/// How presence is seen.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// One of these programs (separated by spaces) is on `PATH`.
    Program(&'static str),
    /// pkg-config knows the library.
    Library(&'static str),
    /// Node of at least [`NODE`], with npm.
    Node,
    /// Tesseract has this language.
    Reads(&'static str),
    /// One of these files (separated by spaces) exists.
    File(&'static str),
    /// A font has this language.
    Font(&'static str),
    /// The system's Python runs this line.
    Python(&'static str),
    /// The WebView2 runtime of Windows.
    WebView2,
}

/// One thing that may be missing.
#[derive(Debug)]
pub struct Prerequisite {
    /// For a person.
    pub name: &'static str,
    /// For a person.
    pub why: &'static str,
    /// Who wants it.
    pub purposes: &'static [Purpose],
    /// Without it the work goes on, with less.
    pub optional: bool,
    /// How it is seen.
    pub sign: Sign,
    /// Packages by manager: apt, dnf, pacman, brew, winget. Empty: not packaged there, or not needed there.
    packages: [&'static str; 5],
}

/// Oldest Node that the page's tools run on.
pub const NODE: (u32, u32) = (20, 19);

use Purpose::{Bench, Engine, Page, Window, WindowTests};

const fn prerequisite(
    name: &'static str,
    why: &'static str,
    purposes: &'static [Purpose],
    sign: Sign,
    packages: [&'static str; 5],
) -> Prerequisite {
    Prerequisite { name, why, purposes, optional: false, sign, packages }
}

const fn nice(
    name: &'static str,
    why: &'static str,
    purposes: &'static [Purpose],
    sign: Sign,
    packages: [&'static str; 5],
) -> Prerequisite {
    Prerequisite { name, why, purposes, optional: true, sign, packages }
}

/// Everything, in the order in which it is said.
pub const PREREQUISITES: &[Prerequisite] = &[
    prerequisite(
        "C and C++ compiler",
        "SQLite and the JPEG library are built from source",
        &[Engine],
        Sign::Program("c++ g++ clang++"),
        ["build-essential", "gcc-c++ make", "base-devel", "", ""],
    ),
    prerequisite(
        "cmake",
        "builds the JPEG library",
        &[Engine],
        Sign::Program("cmake"),
        ["cmake", "cmake", "cmake", "cmake", "Kitware.CMake"],
    ),
    prerequisite(
        "nasm",
        "assembles the JPEG library's fast paths",
        &[Engine],
        Sign::Program("nasm"),
        ["nasm", "nasm", "nasm", "nasm", "NASM.NASM"],
    ),
    prerequisite(
        "pkg-config",
        "finds the system's libraries",
        &[Engine],
        Sign::Program("pkg-config pkgconf"),
        ["pkg-config", "pkgconf-pkg-config", "pkgconf", "pkgconf", ""],
    ),
    prerequisite(
        "libheif",
        "reads HEIC and AVIF",
        &[Engine],
        Sign::Library("libheif"),
        ["libheif-dev", "libheif-devel", "libheif", "libheif", ""],
    ),
    prerequisite(
        "WebKitGTK 4.1",
        "draws the window",
        &[Window],
        Sign::Library("webkit2gtk-4.1"),
        ["libwebkit2gtk-4.1-dev", "webkit2gtk4.1-devel", "webkit2gtk-4.1", "", ""],
    ),
    prerequisite(
        "GTK 3",
        "holds the window",
        &[Window],
        Sign::Library("gtk+-3.0"),
        ["libgtk-3-dev", "gtk3-devel", "gtk3", "", ""],
    ),
    prerequisite(
        "WebView2",
        "draws the window",
        &[Window],
        Sign::WebView2,
        ["", "", "", "", "Microsoft.EdgeWebView2Runtime"],
    ),
    prerequisite(
        "Node and npm",
        "build the page",
        &[Page],
        Sign::Node,
        ["nodejs npm", "nodejs npm", "nodejs npm", "node", "OpenJS.NodeJS.LTS"],
    ),
    nice(
        "Tesseract",
        "reads the text in pictures",
        &[Engine],
        Sign::Program("tesseract"),
        ["tesseract-ocr", "tesseract", "tesseract tesseract-data-eng", "tesseract", "UB-Mannheim.TesseractOCR"],
    ),
    reads("Tesseract: German", "deu", ["tesseract-ocr-deu", "tesseract-langpack-deu", "tesseract-data-deu"]),
    reads("Tesseract: French", "fra", ["tesseract-ocr-fra", "tesseract-langpack-fra", "tesseract-data-fra"]),
    reads("Tesseract: Spanish", "spa", ["tesseract-ocr-spa", "tesseract-langpack-spa", "tesseract-data-spa"]),
    reads(
        "Tesseract: Chinese",
        "chi_sim",
        ["tesseract-ocr-chi-sim", "tesseract-langpack-chi_sim", "tesseract-data-chi_sim"],
    ),
    reads("Tesseract: Japanese", "jpn", ["tesseract-ocr-jpn", "tesseract-langpack-jpn", "tesseract-data-jpn"]),
    reads("Tesseract: Korean", "kor", ["tesseract-ocr-kor", "tesseract-langpack-kor", "tesseract-data-kor"]),
    tests("Xvfb", "a display without a screen", "Xvfb", ["xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"]),
    tests("openbox", "a window manager for it", "openbox", ["openbox", "openbox", "openbox"]),
    tests("xdotool", "moves its pointer, for a real drop", "xdotool", ["xdotool", "xdotool", "xdotool"]),
    tests("xclip", "reads and fills its clipboard", "xclip", ["xclip", "xclip", "xclip"]),
    tests("xprop", "sees that the window manager is there", "xprop", ["x11-utils", "xprop", "xorg-xprop"]),
    tests("xrandr", "asks for its size", "xrandr", ["x11-xserver-utils", "xrandr", "xorg-xrandr"]),
    tests("xsettingsd", "switches light and dark", "xsettingsd", ["xsettingsd", "xsettingsd", "xsettingsd"]),
    tests("dbus-run-session", "a session bus of its own", "dbus-run-session", ["dbus", "dbus-daemon", "dbus"]),
    tests(
        "gnome-keyring",
        "a real keyring",
        "gnome-keyring-daemon",
        ["gnome-keyring", "gnome-keyring", "gnome-keyring"],
    ),
    tests("secret-tool", "looks into that keyring", "secret-tool", ["libsecret-tools", "libsecret", "libsecret"]),
    tests(
        "WebKitWebDriver",
        "drives the real window",
        "WebKitWebDriver",
        ["webkit2gtk-driver", "webkit2gtk4.1", "webkit2gtk-4.1"],
    ),
    tests("curl", "asks the driver whether it is ready", "curl", ["curl", "curl", "curl"]),
    prerequisite(
        "AT-SPI",
        "what a screen reader is told",
        &[WindowTests],
        Sign::File("/usr/libexec/at-spi-bus-launcher /usr/lib/at-spi-bus-launcher"),
        ["at-spi2-core", "at-spi2-core", "at-spi2-core", "", ""],
    ),
    prerequisite(
        "Python bindings of GTK and AT-SPI",
        "the other side of a drop; reads what a screen reader is told",
        &[WindowTests],
        Sign::Python("import gi; gi.require_version('Gtk', '3.0'); gi.require_version('Atspi', '2.0')"),
        ["python3-gi gir1.2-gtk-3.0 gir1.2-atspi-2.0", "python3-gobject gtk3 at-spi2-core", "python-gobject", "", ""],
    ),
    prerequisite(
        "Chromium",
        "runs the page's tests with axe",
        &[WindowTests],
        Sign::Program("chromium chromium-browser google-chrome"),
        ["chromium", "chromium", "chromium", "", ""],
    ),
    prerequisite(
        "a font with Chinese, Japanese and Korean",
        "pictures of text in those languages are drawn for the tests",
        &[WindowTests],
        Sign::Font("ja"),
        ["fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", "", ""],
    ),
    prerequisite(
        "vipsthumbnail",
        "what we are measured against",
        &[Bench],
        Sign::Program("vipsthumbnail"),
        ["libvips-tools", "vips-tools", "libvips", "vips", ""],
    ),
    prerequisite(
        "Pillow",
        "what we are measured against",
        &[Bench],
        Sign::Python("import PIL"),
        ["python3-pil", "python3-pillow", "python-pillow", "pillow", ""],
    ),
];

const fn reads(name: &'static str, language: &'static str, linux: [&'static str; 3]) -> Prerequisite {
    let [apt, dnf, pacman] = linux;
    nice(
        name,
        "reads text in this language",
        &[Engine],
        Sign::Reads(language),
        [apt, dnf, pacman, "tesseract-lang", ""],
    )
}

const fn tests(name: &'static str, why: &'static str, program: &'static str, linux: [&'static str; 3]) -> Prerequisite {
    let [apt, dnf, pacman] = linux;
    prerequisite(name, why, &[WindowTests], Sign::Program(program), [apt, dnf, pacman, "", ""])
}

impl Prerequisite {
    /// What to install it with; `None` where this manager has nothing for it.
    pub fn packages(&self, manager: Manager) -> Option<&'static str> {
        let [apt, dnf, pacman, brew, winget] = self.packages;
        let packages = match manager {
            Manager::Apt => apt,
            Manager::Dnf => dnf,
            Manager::Pacman => pacman,
            Manager::Brew => brew,
            Manager::Winget => winget,
            Manager::Unknown => "",
        };
        (!packages.is_empty()).then_some(packages)
    }

    /// Whether this system has such a thing at all: the window's libraries are part of macOS, WebView2 is Windows' own.
    fn applies(&self) -> bool {
        match self.sign {
            Sign::WebView2 => cfg!(windows),
            Sign::Library(_) => cfg!(target_os = "linux"),
            // The window is tested under X; elsewhere the manual list of docs/manual-test-matrix.md is what there is.
            _ if self.purposes == [WindowTests] => cfg!(target_os = "linux"),
            // Without a compiler this program would not have been built on Windows.
            Sign::Program(programs) if cfg!(windows) => !programs.contains("c++") && programs != "pkg-config pkgconf",
            _ => true,
        }
    }

    /// `Err` says what is wrong, in a few words.
    fn look(&self, workspace: &Workspace) -> Result<(), String> {
        let present = match self.sign {
            Sign::Program(programs) => programs.split(' ').any(|program| machine::find(program).is_some()),
            Sign::Library(name) => succeeds(Command::new("pkg-config").args(["--exists", name])),
            Sign::Node => return look_for_node(workspace),
            Sign::Reads(language) => says(Command::new("tesseract").arg("--list-langs"))
                .is_some_and(|list| list.lines().any(|line| line.trim() == language)),
            Sign::File(paths) => paths.split(' ').any(|path| Path::new(path).is_file()),
            Sign::Font(language) => says(Command::new("fc-list").arg(format!(":lang={language}")))
                .is_some_and(|list| !list.trim().is_empty()),
            Sign::Python(line) => succeeds(Command::new(system_python()).args(["-c", line])),
            Sign::WebView2 => WEBVIEW2_KEYS.iter().any(|key| succeeds(Command::new("reg").args(["query", key]))),
        };
        if present { Ok(()) } else { Err("missing".into()) }
    }
}

/// What is missing for these purposes: the need and what is wrong with it.
pub fn missing(workspace: &Workspace, purposes: &[Purpose]) -> Vec<(&'static Prerequisite, String)> {
    PREREQUISITES
        .iter()
        .filter(|prerequisite| prerequisite.purposes.iter().any(|purpose| purposes.contains(purpose)))
        .filter(|prerequisite| prerequisite.applies())
        .filter_map(|prerequisite| prerequisite.look(workspace).err().map(|wrong| (prerequisite, wrong)))
        .collect()
}

/// GTK's bindings belong to the system's Python; one of pyenv or of a virtual environment that comes first on `PATH`
/// does not have them.
pub fn system_python() -> &'static str {
    if cfg!(target_os = "linux") { "/usr/bin/python3" } else { "python3" }
}

/// The version that `node --version` says, as major and minor.
pub fn node_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn look_for_node(workspace: &Workspace) -> Result<(), String> {
    let Some(said) = says(Command::new("node").arg("--version").env("PATH", workspace.path())) else {
        return Err("missing".into());
    };
    match node_version(&said) {
        Some(version) if version < NODE => {
            return Err(format!("{} is too old, {}.{} is needed", said.trim(), NODE.0, NODE.1));
        }
        Some(_) => {}
        None => return Err(format!("has no version that can be read: {}", said.trim())),
    }
    if succeeds(workspace.npm().arg("--version").current_dir(&workspace.root)) {
        Ok(())
    } else {
        Err("npm is missing".into())
    }
}

const WEBVIEW2_KEYS: [&str; 2] = [
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
];

fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn says(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(node_version("v20.20.2\n"), Some((20, 20)));
        assert!(node_version("v18.20.4").unwrap() < NODE);
        assert!(node_version("v20.9.0").unwrap() < NODE);
        assert!(node_version("v100.0.0").unwrap() > NODE);
        assert_eq!(node_version("nonsense"), None);
    }

    #[test]
    fn the_compiler_that_built_this_is_seen() {
        let missing = missing(&Workspace::here(), &[Engine]);
        assert!(missing.iter().all(|(prerequisite, _)| prerequisite.name != "C and C++ compiler"), "{missing:?}");
    }

    #[test]
    fn a_program_that_every_system_has_is_no_compiler() {
        // coreutils has a `link` too.
        let compiler = PREREQUISITES.iter().find(|prerequisite| prerequisite.name == "C and C++ compiler").unwrap();
        assert!(matches!(compiler.sign, Sign::Program(programs) if programs.split(' ').all(|one| one.ends_with("++"))));
    }

    #[test]
    fn every_need_can_be_installed_on_the_three_linux_families() {
        for prerequisite in PREREQUISITES.iter().filter(|prerequisite| !matches!(prerequisite.sign, Sign::WebView2)) {
            for manager in [Manager::Apt, Manager::Dnf, Manager::Pacman] {
                assert!(prerequisite.packages(manager).is_some(), "{} on {manager:?}", prerequisite.name);
            }
        }
    }

    #[test]
    fn the_command_line_needs_neither_window_nor_node() {
        let names: Vec<_> = PREREQUISITES
            .iter()
            .filter(|prerequisite| prerequisite.purposes.contains(&Engine))
            .map(|prerequisite| prerequisite.name)
            .collect();
        assert!(names.contains(&"cmake"));
        assert!(!names.iter().any(|name| name.contains("WebKit") || name.contains("Node") || name.contains("GTK")));
    }
}
