//! Altsmith without a mouse: real keys only.

use crate::altsmith::{go, shown, wait_for_words};
use altsmith_tests::desktop::{Session, Window, wait_for};

/// Presses Tab until the focus is on what has this name.
fn tab_to(window: &Window, name: &str) {
    // Which element, and what it is called.
    let focus = "const e = document.activeElement; const name = e?.getAttribute('aria-label') ?? e?.innerText ?? ''; \
                 return [[...document.querySelectorAll('*')].indexOf(e), name.trim()]";
    let mut passed = Vec::new();
    for _ in 0..60 {
        let at = window.js::<(i64, String)>(focus, &[]);
        if at.1.starts_with(name) {
            return;
        }
        passed.push(at.1.clone());
        window.key("Tab");
        let what = format!("the focus to move on from {at:?}");
        wait_for(&what, || window.try_js::<(i64, String)>(focus, &[]).ok().filter(|now| now.0 != at.0));
    }
    panic!("{name} is not reached by Tab: {passed:?}");
}

#[test]
fn from_the_empty_window_to_edited_words_found_in_the_history() {
    let session = Session::start();
    let window = session.open(&[]);
    tab_to(&window, "Try with a sample picture");
    window.key("Return");
    let first = wait_for_words(&window, 1).remove(0);

    // Into the list, into the words, change them, leave.
    let in_list = "document.activeElement?.matches('[role=feed] > article')";
    for _ in 0..40 {
        if window.js::<bool>(&format!("return Boolean({in_list})"), &[]) {
            break;
        }
        window.key("Tab");
        window.wait_for_paint();
    }
    window.wait_until("the focus in the list", in_list);
    window.key("Return");
    window.wait_until("the focus in the words", "document.activeElement?.matches('textarea[data-field=alt]')");
    window.key("ctrl+a");
    window.type_into("textarea[data-field=alt]", "A lighthouse nobody drew.");
    window.key("Escape");
    window.wait_until("the focus back in the list", in_list);

    // Focus stays where it is while a second picture comes in and is described.
    window.key("ctrl+c");
    let clipboard = session.clipboard();
    wait_for("the edited words in the clipboard", || clipboard.text().filter(|t| t.contains("nobody drew")));

    go(&window, "history");
    window.key("ctrl+f");
    window.wait_until("the focus in the search", "document.activeElement?.matches('input')");
    window.type_into("input:focus", "lighthou");
    let found = wait_for_words(&window, 1).remove(0);
    assert!(found.alt.contains("nobody drew"), "{found:?}");
    assert_ne!(found.alt, first.alt);
    window.type_into("input:focus", " nowhere");
    wait_for("nothing to be found", || shown(&window).is_empty().then_some(()));
}
