//! One window for one data folder: a second start hands its pictures to the first window and ends.
//!
//! Without a session bus (Linux) there is no way to find the first; then a second window opens, which does no harm: both
//! share the database as window and command line do.

use crate::arguments;
use crate::shell::Shell;
use crate::window;
use altsmith_core::workspace::DataDir;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use tauri::{Manager, Wry, plugin::TauriPlugin};

const ID: &str = "app.altsmith.desktop";

/// The plugin that finds the first window.
pub fn plugin(data_dir: &DataDir) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(id(data_dir.root()))
        .callback(|app, arguments, folder| {
            let given = arguments::incoming(arguments.into_iter().skip(1).map(OsString::from), Path::new(&folder));
            app.state::<Shell>().add(given);
            window::bring_forward(app);
        })
        .build()
}

/// The name on the bus: windows on different data folders (`ALTSMITH_DATA_DIR`) are different programs.
fn id(data_folder: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    data_folder.canonicalize().unwrap_or_else(|_| data_folder.to_owned()).hash(&mut hasher);
    format!("{ID}.d{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_data_folder_has_its_own_name_and_spelling_does_not_matter() {
        let folder = std::env::temp_dir();
        assert_eq!(id(&folder), id(&folder.join(".")));
        assert_ne!(id(&folder), id(Path::new("/")));
        let name = id(Path::new("/nowhere"));
        assert!(name.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())), "{name}");
    }
}
