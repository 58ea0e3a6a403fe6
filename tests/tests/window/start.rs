//! Starting when something is not as it should be, and coming back as one was left.

use crate::altsmith::{go, press, wait_for_words, wait_until_at};
use altsmith_tests::desktop::{Keyring, Session, SessionOptions, desktop_binary, wait_for, wait_until_it_rests};

#[test]
fn a_newer_database_is_refused_in_words_and_left_alone() {
    let session = Session::start();
    std::fs::create_dir_all(session.data()).expect("the data folder");
    let file = session.data().join("library.sqlite3");
    let make = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('create table treasure (x)'); \
                c.execute('pragma user_version = 9999'); c.commit(); c.close()";
    session.must_run("/usr/bin/python3", &["-c", make, &file.to_string_lossy()]);
    let before = std::fs::read(&file).expect("the database");
    let window = session.open(&[]);
    window.wait_until("the reason", "document.body.innerText.toLowerCase().includes('newer')");
    assert!(window.is_running());
    window.close();
    assert!(std::fs::read(&file).expect("the database") == before, "nothing was written to it");
}

#[test]
fn a_damaged_database_is_moved_aside_and_the_window_says_so() {
    let session = Session::start();
    std::fs::create_dir_all(session.data()).expect("the data folder");
    let damaged = b"SQLite format 3\0 and then nothing that makes sense".repeat(200);
    std::fs::write(session.data().join("library.sqlite3"), &damaged).expect("a damaged database");
    let window = session.open(&[]);
    window.wait_until("the message", "/damaged|aside/i.test(document.body.innerText)");
    let kept = std::fs::read_dir(session.data()).expect("the folder").flatten().any(|entry| {
        entry.file_name() != "library.sqlite3" && std::fs::read(entry.path()).is_ok_and(|bytes| bytes == damaged)
    });
    assert!(kept, "the damaged file is still there under another name");
}

#[test]
fn without_a_keyring_everything_local_works() {
    let session = Session::start_with(&SessionOptions { keyring: Keyring::None, ..SessionOptions::default() });
    let window = session.open(&[]);
    press(&window, "Try with a sample picture");
    wait_for_words(&window, 1);
}

#[test]
fn without_a_session_bus_everything_local_works() {
    let session = Session::start_with(&SessionOptions { bus: false, ..SessionOptions::default() });
    let window = session.open(&[]);
    press(&window, "Try with a sample picture");
    wait_for_words(&window, 1);
}

#[test]
fn without_a_display_it_says_so_and_ends() {
    for (name, value) in [("DISPLAY", None), ("DISPLAY", Some(":60999"))] {
        let mut command = std::process::Command::new(desktop_binary());
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8").env("HOME", "/nonexistent");
        if let Some(value) = value {
            command.env(name, value);
        }
        let output = command.output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.to_lowercase().contains("display") && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn the_window_comes_back_where_it_was_with_the_view_that_was_open() {
    let session = Session::start();
    let window = session.open(&[]);
    go(&window, "history");
    window.resize(900, 640);
    window.move_to(150, 90);
    let left = wait_until_it_rests("the window", || window.place());
    assert_eq!((left.width, left.height), (900, 640));
    window.close();

    // Twice, because an offset by the frame would add up.
    for _ in 0..2 {
        let window = session.open(&[]);
        wait_until_at(&window, "history");
        let back = wait_until_it_rests("the window", || window.place());
        assert_eq!(back, left);
        window.close();
    }
}

#[test]
fn a_place_outside_the_screen_is_not_used() {
    let session = Session::start();
    let window = session.open(&[]);
    window.move_to(150, 90);
    wait_until_it_rests("the window", || window.place());
    window.close();
    let file = session.data().join("library.sqlite3");
    let change = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); \
                  n = c.execute(\"update settings set value = replace(value, '\\\"x\\\":', '\\\"x\\\":99') \
                  where key = 'remembered.window'\").rowcount; c.commit(); c.close(); assert n == 1, n";
    session.must_run("/usr/bin/python3", &["-c", change, &file.to_string_lossy()]);
    let window = session.open(&[]);
    wait_for("the window on the screen", || {
        let place = window.place();
        (place.x >= 0 && place.x + 120 < 1400 && place.y >= 0 && place.y < 900).then_some(())
    });
}
