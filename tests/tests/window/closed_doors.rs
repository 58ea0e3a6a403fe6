//! What the page must not be able to do, tried from within the page.

use altsmith_tests::desktop::Session;
use serde_json::{Value, json};

#[test]
fn the_page_reaches_nothing_but_its_commands() {
    let session = Session::start();
    let window = session.open(&[]);
    let before: String = window.js("return location.href", &[]);

    assert!(window.js::<bool>("return window.__TAURI__ === undefined", &[]), "no global API");
    let fetched: Value = window.js_async(
        "const done = arguments[1]; fetch(arguments[0]).then(() => done('answered'), e => done(String(e.name)))",
        &[json!("https://example.org/")],
    );
    assert_eq!(fetched, "TypeError", "the policy refuses every host");

    // Tauri's own commands, files, and a command that does not exist.
    for command in [
        "plugin:dialog|open",
        "plugin:fs|read_file",
        "plugin:event|listen",
        "plugin:window|set_title",
        "plugin:webview|create_webview_window",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "read_any_file",
    ] {
        let answer: Value = window.js_async(
            "const done = arguments[1]; window.__TAURI_INTERNALS__.invoke(arguments[0], { path: '/etc/passwd', event: 'x', \
             target: { kind: 'Any' }, handler: 1, value: 'x', options: {}, directory: 1 }) \
             .then(a => done({ answered: a }), e => done({ refused: String(e) }))",
            &[json!(command)],
        );
        assert!(answer.get("refused").is_some(), "{command}: {answer}");
    }

    for trick in [
        "location.href = 'https://example.org/'",
        "location.href = 'file:///etc/passwd'",
        "const a = document.createElement('a'); a.href = 'https://example.org/'; document.body.append(a); a.click(); a.remove()",
        "const f = document.createElement('iframe'); f.src = 'https://example.org/'; document.body.append(f); f.remove()",
    ] {
        window.js::<bool>(&format!("{trick}; return true"), &[]);
    }
    assert!(window.js::<bool>("return window.open('https://example.org/') === null", &[]), "no second window");
    window.wait_for_paint();
    assert_eq!(window.js::<String>("return location.href", &[]), before, "it stays on its page");

    let run: bool = window.js(
        "const s = document.createElement('script'); s.textContent = 'window.injected = 1'; document.head.append(s); \
         s.remove(); return window.injected === undefined",
        &[],
    );
    assert!(run, "the policy refuses scripts that are not in the binary");
}

#[test]
fn thumbnails_are_named_by_hash_and_nothing_else_is_served() {
    let session = Session::start();
    let window = session.open(&[]);
    for path in
        ["", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "preview/../x", "0123", &"0".repeat(64), &"Z".repeat(64)]
    {
        let shown: bool = window.js_async(
            "const done = arguments[1]; const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); \
             i.src = 'thumb://localhost/' + arguments[0]",
            &[json!(path)],
        );
        assert!(!shown, "{path:?}");
    }
}
