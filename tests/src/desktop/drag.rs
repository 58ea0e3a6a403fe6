//! A real drag: another program's window gives addresses, the mouse carries them.

use super::process::Running;
use super::session::Session;
use super::tools::project_root;

/// Something held by the mouse. Dropping the value lets go of the mouse button.
#[derive(Debug)]
pub struct Drag<'a> {
    session: &'a Session,
    source: Running,
    at: (i32, i32),
}

/// The middle of the source's window.
const SOURCE: (i32, i32) = (20, 20);
const STEPS: i32 = 20;

impl<'a> Drag<'a> {
    pub(super) fn begin(session: &'a Session, uris: &[String]) -> Self {
        let mut source = session.command("/usr/bin/python3");
        source.arg(project_root().join("tests/desktop/dragsource.py")).args(uris);
        let mut source = Running::start_and_listen(&mut source);
        assert_eq!(source.line(), "ready");
        let drag = Self { session, source, at: SOURCE };
        drag.mouse(&["mousemove", "20", "20", "mousedown", "1"]);
        drag
    }

    pub(super) fn move_to(&mut self, x: i32, y: i32) {
        for step in 1..=STEPS {
            self.put(SOURCE.0 + (x - SOURCE.0) * step / STEPS, SOURCE.1 + (y - SOURCE.1) * step / STEPS);
        }
        self.at = (x, y);
    }

    /// A target answers only to motion.
    pub(super) fn wiggle(&mut self) {
        self.at.0 ^= 1;
        self.put(self.at.0, self.at.1);
    }

    /// Takes it away from the window again, still held.
    pub fn away(&mut self) {
        let (x, y) = self.at;
        for step in (0..=STEPS).rev() {
            self.put(SOURCE.0 + (x - SOURCE.0) * step / STEPS, SOURCE.1 + (y - SOURCE.1) * step / STEPS);
        }
        self.at = SOURCE;
    }

    /// Lets go of the button and waits until the source has seen the end.
    pub fn release(mut self) {
        self.mouse(&["mouseup", "1"]);
        assert_eq!(self.source.line(), "end");
    }

    fn put(&self, x: i32, y: i32) {
        self.mouse(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    fn mouse(&self, arguments: &[&str]) {
        self.session.must_run("xdotool", arguments);
    }
}

impl Drop for Drag<'_> {
    fn drop(&mut self) {
        let _ = self.session.run("xdotool", &["mouseup", "1"]);
    }
}
