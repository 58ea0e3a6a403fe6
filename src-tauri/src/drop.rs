//! Things dragged over the window and dropped on it. Paths come from the window system, never from the page; the page is
//! only told how many there are.

use crate::shell::Shell;
use altsmith_core::failure::Reason;
use altsmith_core::ingest;
use altsmith_core::view::Event;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, DragDropEvent, Manager};

/// Follows one drag from entering the window to leaving it or being dropped.
pub fn on_event(app: &AppHandle, event: &DragDropEvent) {
    let shell = app.state::<Shell>();
    match event {
        DragDropEvent::Enter { paths, .. } if !is_own(paths) => {
            shell.tell(Event::DragOver { count: u32::try_from(paths.len()).unwrap_or(u32::MAX) });
        }
        DragDropEvent::Drop { paths, .. } => {
            shell.tell(Event::DragEnd);
            if !is_own(paths) {
                match ingest::classify_drop(paths.clone()) {
                    incoming if incoming.is_empty() => shell.notice(Reason::DropEmpty.into()),
                    incoming => shell.add(incoming),
                }
            }
        }
        // May come before the drop as well as instead of it; ending twice does no harm.
        DragDropEvent::Leave => shell.tell(Event::DragEnd),
        _ => {}
    }
}

/// Something of the page itself (a thumbnail) is being dragged about.
fn is_own(paths: &[PathBuf]) -> bool {
    let own = |path: &Path| {
        path.to_str().is_some_and(|p| {
            ["thumb:", "tauri:", "http://thumb.localhost", "http://tauri.localhost"].iter().any(|o| p.starts_with(o))
        })
    };
    !paths.is_empty() && paths.iter().all(|path| own(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_own_pictures_are_its_own() {
        let paths = |list: &[&str]| list.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert!(is_own(&paths(&["thumb://localhost/ab"])));
        assert!(is_own(&paths(&["http://thumb.localhost/ab", "tauri://localhost/"])));
        assert!(!is_own(&paths(&["thumb://localhost/ab", "/home/anna/a.png"])));
        assert!(!is_own(&paths(&["/home/thumb:/a.png"])));
        assert!(!is_own(&[]), "an empty drop is answered with a hint");
    }
}
