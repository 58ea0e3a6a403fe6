//! What the page must not be able to do, tried from within the page.

use crate::services::altsmith;
use altsmith_tests::desktop::{Session, wait_for};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::net::TcpListener;

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

#[test]
fn the_page_connects_to_nobody() {
    let session = Session::start();
    let window = session.open(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    for trick in [
        "const l = document.createElement('link'); l.rel = 'preconnect'; l.href = A; document.head.append(l)",
        "const l = document.createElement('link'); l.rel = 'dns-prefetch'; l.href = A; document.head.append(l)",
        "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = A; document.head.append(l)",
        "const a = document.createElement('a'); a.href = A; document.body.append(a); a.click(); a.remove()",
        "const a = document.createElement('a'); a.href = A; a.ping = A; document.body.append(a); a.click(); a.remove()",
        "try { new WebSocket(A.replace('http', 'ws')) } catch {}",
        "const i = new Image(); i.src = A + '/a.png'",
        "navigator.sendBeacon(A, 'x')",
    ] {
        window.js::<bool>(&format!("const A = arguments[0]; {trick}; return true"), &[json!(address)]);
        // Twice drawn: what the engine does for it has begun.
        window.wait_for_paint();
        window.wait_for_paint();
        let connected = listener.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(connected, Err(ErrorKind::WouldBlock), "{trick}");
    }
    // An answer of the engine behind it: what came before has long been sent.
    window.js::<bool>("return true", &[]);
    assert!(listener.accept().is_err());
}

#[test]
fn what_lets_pictures_out_is_agreed_to_in_a_dialog_of_the_system() {
    let session = Session::start();
    altsmith(&session, &["config", "set", "local_only", "true"]);
    let window = session.open(&[]);
    let local_only = || altsmith(&session, &["config", "get", "local_only"]);
    let turn_off = "window.said = null; window.__TAURI_INTERNALS__.invoke('save_service', { provider: 'describepicture', \
        values: { endpoint: 'https://gate.example.org/' } }).then(() => { window.said = 'answered' }, \
        e => { window.said = JSON.stringify(e) }); return true";
    window.js::<bool>(turn_off, &[]);
    session.dialog("Do you agree\\?").dismiss();
    wait_for("an answer", || (window.js::<Value>("return window.said", &[]) == "answered").then_some(()));
    let endpoint = || altsmith(&session, &["config", "list"]);
    assert!(!endpoint().contains("gate.example.org"), "nothing changed");
    window.js::<bool>(turn_off, &[]);
    session.dialog("Do you agree\\?").agree();
    wait_for("an answer", || (window.js::<Value>("return window.said", &[]) == "answered").then_some(()));
    assert!(endpoint().contains("gate.example.org"));
    assert!(local_only().contains("true"));
}
