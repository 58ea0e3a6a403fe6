//! The commands that the page may call, by name: one list for the build script (which makes the permissions) and the
//! test that holds it together with the handler and the capability.

/// Every command, in the order of the table in `ARCHITECTURE.md`.
pub const NAMES: &[&str] = &[
    "start",
    "ready",
    "set_title",
    "add_files",
    "add_folder",
    "add_url",
    "paste",
    "add_sample",
    "describe_again",
    "cancel",
    "remove_cards",
    "restore_cards",
    "history",
    "entry",
    "describe_entry",
    "edit_words",
    "restore_version",
    "set_favourite",
    "set_tags",
    "delete_entries",
    "undo_delete",
    "copy_words",
    "copy_text",
    "usage",
    "save_settings",
    "open_data_folder",
    "open_page",
];
