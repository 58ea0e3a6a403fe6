//! The system's dialogs: for files, answered as a person does who types a path, and for yes or no.

use super::session::Session;
use super::wait::wait_for;

/// An open dialog.
#[derive(Debug)]
pub struct Dialog<'a> {
    session: &'a Session,
    id: String,
}

impl<'a> Dialog<'a> {
    pub(super) fn wait(session: &'a Session, title: &str) -> Self {
        let search = ["search", "--onlyvisible", "--name", &format!("^{title}$")];
        let id = wait_for(&format!("the dialog {title}"), || {
            session.run("xdotool", &search).ok()?.split_whitespace().last().map(str::to_owned)
        });
        let dialog = Self { session, id };
        dialog.session.must_run("xdotool", &["windowactivate", "--sync", &dialog.id]);
        dialog
    }

    /// Types a path and takes it. Plain letters only: the virtual keyboard has no others.
    pub fn choose(self, path: &str) {
        // The slash opens the field for a path; the rest completes what stands there.
        self.session.must_run("xdotool", &["type", "--clearmodifiers", "--delay", "20", path]);
        let (session, id) = (self.session, self.id);
        wait_for("the dialog to take the path", || {
            session.must_run("xdotool", &["key", "--clearmodifiers", "Return"]);
            is_gone(session, &id).then_some(())
        });
    }

    /// Takes what it proposes.
    pub fn agree(self) {
        let (session, id) = (self.session, self.id);
        session.must_run("xdotool", &["key", "--clearmodifiers", "Return"]);
        wait_for("the dialog to go", || is_gone(session, &id).then_some(()));
    }

    /// Leaves it without a choice.
    pub fn dismiss(self) {
        self.session.must_run("xdotool", &["key", "--clearmodifiers", "Escape"]);
        let (session, id) = (self.session, self.id);
        wait_for("the dialog to go", || is_gone(session, &id).then_some(()));
    }
}

fn is_gone(session: &Session, id: &str) -> bool {
    let seen = session.run("xdotool", &["search", "--onlyvisible", "--name", "."]).unwrap_or_default();
    !seen.split_whitespace().any(|window| window == id)
}
