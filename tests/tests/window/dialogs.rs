//! The dialogs: opened by the shell, so that no path passes through the page.

use crate::altsmith::{press, shown, wait_for_words};
use crate::pictures::plain;
use altsmith_tests::desktop::Session;

#[test]
fn chosen_files_and_a_chosen_folder_are_described_and_no_choice_adds_nothing() {
    let session = Session::start();
    let one = plain(session.folder(), "one.png", [0, 0, 255]);
    let folder = session.folder().join("trip");
    plain(&folder, "two.png", [0, 160, 0]);
    plain(&folder, "three.png", [200, 0, 0]);
    let window = session.open(&[]);

    press(&window, "Add a folder");
    session.dialog("Add a folder").dismiss();
    window.activate();
    assert!(shown(&window).is_empty());

    window.key("ctrl+o");
    session.dialog("Add pictures").choose(&one.to_string_lossy());
    wait_for_words(&window, 1);

    window.activate();
    press(&window, "Add a folder");
    session.dialog("Add a folder").choose(&folder.to_string_lossy());
    let cards = wait_for_words(&window, 3);
    assert!(cards.iter().any(|card| card.name.contains("three")), "{cards:?}");
}
