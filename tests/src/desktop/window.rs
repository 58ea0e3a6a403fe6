//! A program's window on the session's screen: its page, real keys, real mouse, real drops, and closing it as a person
//! does.

use super::drag::Drag;
use super::session::Session;
use super::tools::project_root;
use super::wait::wait_for;
use super::webdriver::{Driver, Page};
use std::ops::Deref;
use std::path::Path;

/// An open window. Dropping it ends the program.
#[derive(Debug)]
pub struct Window<'a> {
    session: &'a Session,
    page: Page<'a>,
    id: String,
    process: String,
}

/// Where a window is on the screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Left edge of the content.
    pub x: i32,
    /// Top edge of the content.
    pub y: i32,
    /// Width of the content.
    pub width: i32,
    /// Height of the content.
    pub height: i32,
}

impl<'a> Window<'a> {
    pub(super) fn open(session: &'a Session, driver: &'a Driver, program: &Path, arguments: &[&str]) -> Self {
        let page = driver.open(program, arguments);
        let class = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let search = ["search", "--onlyvisible", "--class", &class];
        let id = wait_for("a window that can be seen", || {
            session.run("xdotool", &search).ok()?.split_whitespace().last().map(str::to_owned)
        });
        let process = session.must_run("xdotool", &["getwindowpid", &id]).trim().to_owned();
        let window = Self { session, page, id, process };
        window.activate();
        window.wait_until("something in the window", "document.body?.innerText.trim()");
        window
    }

    /// Gives the window the keyboard.
    pub fn activate(&self) {
        self.session.must_run("xdotool", &["windowactivate", "--sync", &self.id]);
    }

    /// Presses a key, with modifiers (`ctrl+shift+c`), on the real keyboard.
    pub fn key(&self, keys: &str) {
        self.session.must_run("xdotool", &["key", "--clearmodifiers", keys]);
    }

    /// The title in the title bar.
    pub fn title(&self) -> String {
        self.session.must_run("xdotool", &["getwindowname", &self.id]).trim().to_owned()
    }

    /// Where it is.
    ///
    /// # Panics
    /// Where the window is gone.
    pub fn place(&self) -> Place {
        let text = self.session.must_run("xdotool", &["getwindowgeometry", "--shell", &self.id]);
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {text}"))
        };
        Place { x: value("X"), y: value("Y"), width: value("WIDTH"), height: value("HEIGHT") }
    }

    /// Gives it another size, as a person pulling at its corner.
    pub fn resize(&self, width: i32, height: i32) {
        let size = [width.to_string(), height.to_string()];
        self.session.must_run("xdotool", &["windowsize", &self.id, &size[0], &size[1]]);
    }

    /// Moves its frame.
    pub fn move_to(&self, x: i32, y: i32) {
        let place = [x.to_string(), y.to_string()];
        self.session.must_run("xdotool", &["windowmove", &self.id, &place[0], &place[1]]);
    }

    /// Takes these addresses by the mouse and moves them over the middle of the window, until this expression is true in
    /// the page.
    pub fn drag_over(&self, uris: &[String], accepted: &str) -> Drag<'a> {
        let place = self.place();
        let mut drag = Drag::begin(self.session, uris);
        drag.move_to(place.x + place.width / 2, place.y + place.height / 2);
        let script = format!("return Boolean({accepted})");
        wait_for(&format!("the page to answer the drag: {accepted}"), || {
            drag.wiggle();
            self.page.try_js::<bool>(&script, &[]).unwrap_or(false).then_some(())
        });
        drag
    }

    /// What the screen shows of it, as a PNG file. From the screen, not from the web engine: the engine's own picture of a
    /// page that rests never comes where it draws into memory, and a person sees the screen.
    ///
    /// # Panics
    /// Where the window is gone.
    pub fn screenshot(&self) -> Vec<u8> {
        self.page.wait_for_paint();
        let script = project_root().join("tests/desktop/picture.py");
        let output =
            self.session.command("/usr/bin/python3").arg(script).arg(&self.id).output().expect("python starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Whether its program still runs.
    pub fn is_running(&self) -> bool {
        is_running(&self.process)
    }

    /// The program's process id.
    pub fn process_id(&self) -> &str {
        &self.process
    }

    /// Closes the window by its title bar's key, and waits until the program has ended by itself.
    pub fn close(self) {
        self.activate();
        self.key("alt+F4");
        // Two waits: a key that reached nobody is another fault than a program that does not come to its end.
        let name = ["getwindowname", self.id.as_str()];
        let closes = || wait_for("the window to close", || self.session.run("xdotool", &name).is_err().then_some(()));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(closes)).is_err() {
            let seen = self.session.run("xdotool", &["search", "--onlyvisible", "--pid", &self.process, "--name", "."]);
            let active = self.session.run("xdotool", &["getactivewindow"]);
            panic!("the window {} did not close; to be seen are {seen:?}, active is {active:?}", self.id);
        }
        self.wait_for_end();
    }

    /// Closes the window by its title bar's key while its program has something to wait for, and waits until it is not seen.
    pub fn close_and_leave(&self) {
        self.activate();
        self.key("alt+F4");
        let seen = ["search", "--onlyvisible", "--pid", self.process.as_str(), "--name", "."];
        wait_for("the window to go", || {
            self.session
                .run("xdotool", &seen)
                .map_or(Some(()), |found| (!found.split_whitespace().any(|id| id == self.id)).then_some(()))
        });
    }

    /// Waits until the program has ended by itself.
    pub fn wait_for_end(self) {
        let process = self.process.clone();
        wait_for("the program to end", || (!is_running(&process)).then_some(()));
    }

    /// Ends the program at once, as a crash or a power cut would.
    pub fn kill(self) {
        self.session.must_run("kill", &["-KILL", &self.process]);
        let process = self.process.clone();
        wait_for("the program to be gone", || (!is_running(&process)).then_some(()));
    }
}

impl<'a> Deref for Window<'a> {
    type Target = Page<'a>;

    fn deref(&self) -> &Self::Target {
        &self.page
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        self.page.end();
        if is_running(&self.process) {
            let _ = self.session.run("kill", &["-KILL", &self.process]);
        }
    }
}

/// A process that has ended but was not yet collected by its parent counts as ended.
fn is_running(process: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}
