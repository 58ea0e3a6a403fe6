//! One desktop: display, window manager, bus, keyring, settings daemon, WebDriver. All of it is private to one test.

use super::clipboard::Clipboard;
use super::dialog::Dialog;
use super::process::Running;
use super::tools;
use super::wait::wait_for;
use super::webdriver::Driver;
use super::window::Window;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What keys can be kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// A keyring that is open.
    Unlocked,
    /// No keyring at all.
    None,
}

/// The system's appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    fn settings(self) -> &'static str {
        match self {
            Self::Light => "Net/ThemeName \"Adwaita\"\nGtk/EnableAnimations 0\n",
            Self::Dark => "Net/ThemeName \"Adwaita-dark\"\nGtk/EnableAnimations 0\n",
        }
    }
}

/// How the desktop is set up.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// What keys can be kept in.
    pub keyring: Keyring,
    /// Size of the screen in pixels.
    pub screen: (u32, u32),
    /// Light or dark, at the beginning.
    pub theme: Theme,
    /// A session bus; without one there is neither keyring nor accessibility.
    pub bus: bool,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self { keyring: Keyring::Unlocked, screen: (1400, 900), theme: Theme::Light, bus: true }
    }
}

/// A running desktop. Dropping it ends every process of it and removes its files.
#[derive(Debug)]
pub struct Session {
    // Dropped in this order: programs before the bus, the bus before the display, the folder last.
    driver: Driver,
    parts: Vec<Running>,
    variables: Vec<(String, String)>,
    settings: Option<u32>,
    folder: TempDir,
}

impl Session {
    /// A desktop with an open keyring.
    pub fn start() -> Self {
        Self::start_with(&SessionOptions::default())
    }

    /// A desktop of one's own wish.
    ///
    /// # Panics
    /// Where a tool is missing or does not start: such a test fails, it is not skipped.
    pub fn start_with(options: &SessionOptions) -> Self {
        tools::require();
        let folder = tempfile::Builder::new().prefix("altsmith-e2e-").tempdir().expect("a temporary folder");
        for name in ["home", "run"] {
            make_private(&folder.path().join(name));
        }
        let mut desktop = Beginning::new(&folder);
        desktop.display(options.screen);
        if options.bus {
            desktop.bus();
        }
        desktop.settings(options.theme);
        desktop.window_manager();
        if options.bus {
            desktop.accessibility();
            if options.keyring == Keyring::Unlocked {
                desktop.keyring();
            }
        }
        let driver = desktop.driver();
        let Beginning { parts, variables, settings, .. } = desktop;
        // Started later, ended earlier.
        let parts = parts.into_iter().rev().collect();
        Self { driver, parts, variables, settings, folder }
    }

    /// A folder for the test's own files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Altsmith's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of this desktop, with nothing but the desktop's environment.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        command(program, &self.variables)
    }

    /// One variable of this desktop's environment.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Runs a program to its end and answers what it wrote.
    ///
    /// # Errors
    /// What it wrote to standard error, where it failed.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let output = self.command(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
        }
    }

    /// As [`Session::run`], for what must work.
    ///
    /// # Panics
    /// Where it fails.
    pub fn must_run(&self, program: &str, arguments: &[&str]) -> String {
        self.run(program, arguments).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Opens Altsmith's window with these arguments.
    pub fn open(&self, arguments: &[&str]) -> Window<'_> {
        self.open_program(&tools::desktop_binary(), arguments)
    }

    /// Opens another program's window, driven in the same way.
    pub fn open_program(&self, program: &Path, arguments: &[&str]) -> Window<'_> {
        Window::open(self, &self.driver, program, arguments)
    }

    /// The system's file dialog with this title, as soon as it is there.
    pub fn dialog(&self, title: &str) -> Dialog<'_> {
        Dialog::wait(self, title)
    }

    /// The clipboard.
    pub fn clipboard(&self) -> Clipboard<'_> {
        Clipboard::of(self)
    }

    /// Switches the whole desktop between light and dark, as a person does in the system's settings.
    ///
    /// # Panics
    /// Where the settings daemon does not answer.
    pub fn set_theme(&self, theme: Theme) {
        let daemon = self.settings.expect("a settings daemon").to_string();
        std::fs::write(settings_file(self.folder.path()), theme.settings()).expect("the settings file");
        self.must_run("kill", &["-HUP", &daemon]);
    }
}

impl Drop for Session {
    /// Ends what the desktop's programs started (web processes, helpers of the bus): whatever has this data folder in its
    /// environment belongs to this session and to nothing else.
    fn drop(&mut self) {
        let mark = format!("ALTSMITH_DATA_DIR={}", self.data().display());
        let own = self.parts.iter().map(Running::id).chain([self.driver.process_id()]).collect::<Vec<_>>();
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        for id in processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()) {
            let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            if !own.contains(&id) && environment.split(|b| *b == 0).any(|variable| variable == mark.as_bytes()) {
                let _ = Command::new("kill").args(["-KILL", &id.to_string()]).stderr(Stdio::null()).status();
            }
        }
    }
}

/// A desktop that is being put together.
struct Beginning<'a> {
    folder: &'a Path,
    parts: Vec<Running>,
    variables: Vec<(String, String)>,
    settings: Option<u32>,
}

impl<'a> Beginning<'a> {
    fn new(folder: &'a TempDir) -> Self {
        let folder = folder.path();
        let mut desktop = Self { folder, parts: Vec::new(), variables: Vec::new(), settings: None };
        desktop.set("PATH", std::env::var("PATH").unwrap_or_default());
        desktop.set("LANG", "C.UTF-8");
        desktop.set("HOME", folder.join("home").to_string_lossy());
        desktop.set("XDG_RUNTIME_DIR", folder.join("run").to_string_lossy());
        desktop.set("GDK_BACKEND", "x11");
        desktop.set("NO_AT_BRIDGE", "0");
        desktop.set("ALTSMITH_DATA_DIR", folder.join("data").to_string_lossy());
        desktop
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    fn command(&self, program: &str) -> Command {
        command(program, &self.variables)
    }

    fn display(&mut self, (width, height): (u32, u32)) {
        let screen = format!("{width}x{height}x24");
        // It finds a free display by itself and says which.
        let mut xvfb = self.command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]);
        let mut xvfb = Running::start_and_listen(&mut xvfb);
        let display = format!(":{}", xvfb.line().trim());
        self.parts.push(xvfb);
        self.set("DISPLAY", display);
    }

    /// A bus that starts nothing by itself but the accessibility bus, so that nothing of this machine gets in.
    fn bus(&mut self) {
        let services = self.folder.join("services");
        std::fs::create_dir(&services).expect("a folder for services");
        let config = self.folder.join("bus.conf");
        let text = format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
             <listen>unix:dir={}</listen><servicedir>{}</servicedir><policy context=\"default\"><allow send_destination=\"*\" \
             eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            self.folder.join("run").display(),
            services.display()
        );
        std::fs::write(&config, text).expect("the bus configuration");
        let mut bus = self.command("dbus-daemon");
        bus.args(["--nofork", "--nosyslog", "--print-address=1"]).arg(format!("--config-file={}", config.display()));
        let mut bus = Running::start_and_listen(&mut bus);
        let address = bus.line();
        self.parts.push(bus);
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
    }

    fn settings(&mut self, theme: Theme) {
        let file = settings_file(self.folder);
        std::fs::write(&file, theme.settings()).expect("the settings file");
        let mut daemon = self.command("xsettingsd");
        let daemon = Running::start(daemon.arg("-c").arg(&file));
        self.settings = Some(daemon.id());
        self.parts.push(daemon);
    }

    fn window_manager(&mut self) {
        let manager = Running::start(self.command("openbox").arg("--sm-disable"));
        self.parts.push(manager);
        self.wait("a window manager", "xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"], "window id");
    }

    fn accessibility(&mut self) {
        let launcher = tools::accessibility_bus().expect("asked for by `require`").to_string_lossy();
        let launcher = Running::start(self.command(&launcher).arg("--launch-immediately"));
        self.parts.push(launcher);
        self.wait_for_name("org.a11y.Bus");
    }

    /// A password makes and unlocks the login keyring.
    fn keyring(&mut self) {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--unlock", "--components=secrets"]);
        self.parts.push(Running::start_with_input(&mut daemon, b"pw"));
        self.wait_for_name("org.freedesktop.secrets");
    }

    fn driver(&self) -> Driver {
        // Its environment becomes the program's.
        let mut driver = self.command("WebKitWebDriver");
        driver.envs([("TAURI_AUTOMATION", "true"), ("TAURI_WEBVIEW_AUTOMATION", "true")]);
        Driver::start(&mut driver)
    }

    fn wait_for_name(&self, name: &str) {
        let call = [
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            &format!("string:{name}"),
        ];
        self.wait(name, "dbus-send", &call, "boolean true");
    }

    fn wait(&self, what: &str, program: &str, arguments: &[&str], sign: &str) {
        wait_for(what, || {
            let output = self.command(program).args(arguments).output().ok()?;
            String::from_utf8_lossy(&output.stdout).contains(sign).then_some(())
        });
    }
}

impl Running {
    /// Starts a program and gives it this on standard input.
    fn start_with_input(command: &mut Command, input: &[u8]) -> Self {
        let file = tempfile::tempfile().and_then(|mut file| {
            use std::io::Seek;
            file.write_all(input)?;
            file.rewind()?;
            Ok(file)
        });
        Self::start_from(command.stdout(Stdio::null()), file.expect("a file for its input").into())
    }
}

fn command(program: impl AsRef<std::ffi::OsStr>, variables: &[(String, String)]) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

fn settings_file(folder: &Path) -> PathBuf {
    folder.join("xsettings")
}

fn make_private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder).expect("a folder of the session");
}
