//! The X clipboard, seen from another program.

use super::process::Running;
use super::session::Session;
use super::wait::wait_for;
use std::path::Path;
use std::process::Stdio;

/// The session's clipboard.
#[derive(Debug)]
pub struct Clipboard<'a> {
    session: &'a Session,
}

impl<'a> Clipboard<'a> {
    pub(super) fn of(session: &'a Session) -> Self {
        Self { session }
    }

    /// The text that another program would paste now.
    pub fn text(&self) -> Option<String> {
        let mut xclip = self.session.command("xclip");
        let output = xclip.args(["-selection", "clipboard", "-o"]).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Puts a picture's file into the clipboard as a picture. It stays there while the answer lives.
    #[must_use]
    pub fn put_picture(&self, png: &Path) -> Running {
        self.put(&["-t", "image/png", "-i", &png.to_string_lossy()], "image/png")
    }

    /// Puts copied files into the clipboard. They stay there while the answer lives.
    ///
    /// # Panics
    /// Where the list cannot be written.
    #[must_use]
    pub fn put_files(&self, files: &[&Path]) -> Running {
        let uris: String = files
            .iter()
            .map(|path| format!("{}\r\n", url::Url::from_file_path(path).expect("an absolute path")))
            .collect();
        self.put_as("text/uri-list", &uris)
    }

    /// Puts text into the clipboard. It stays there while the answer lives.
    #[must_use]
    pub fn put_text(&self, text: &str) -> Running {
        self.put_as("UTF8_STRING", text)
    }

    fn put_as(&self, target: &str, content: &str) -> Running {
        let file = self.session.folder().join("clipboard");
        std::fs::write(&file, content).expect("a file for the clipboard");
        self.put(&["-t", target, "-i", &file.to_string_lossy()], target)
    }

    fn put(&self, arguments: &[&str], target: &str) -> Running {
        let mut xclip = self.session.command("xclip");
        let owner = Running::start(xclip.args(["-quiet", "-selection", "clipboard"]).args(arguments));
        wait_for("the clipboard to hold it", || {
            let targets = self.session.run("xclip", &["-selection", "clipboard", "-o", "-t", "TARGETS"]).ok()?;
            targets.lines().any(|line| line == target).then_some(())
        });
        owner
    }
}
