//! How it looks and how it can be used: every view in light and dark, checked for accessibility with axe in the real web
//! engine, photographed; narrow, and at 400 %.

use crate::altsmith::{VIEWS, go, press, wait_for_articles, wait_for_words};
use crate::pictures::plain;
use altsmith_tests::desktop::{Session, SessionOptions, Theme, Window, axe, project_root, wait_until_it_rests};
use serde_json::Value;

fn photograph(window: &Window, name: &str) {
    let folder = project_root().join("artifacts");
    std::fs::create_dir_all(&folder).expect("a folder for screenshots");
    let picture = wait_until_it_rests(name, || window.screenshot());
    std::fs::write(folder.join(format!("{name}.png")), picture).expect("the screenshot");
}

/// Everything that axe has against the page as it is now.
fn check(window: &Window, what: &str) {
    // As the script itself: the page's policy refuses `eval`.
    window.js::<bool>(&format!("if (!window.axe) {{ {} }} return Boolean(window.axe)", axe()), &[]);
    let found: Vec<Value> = window.js_async(
        "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(v => \
         ({ rule: v.id, help: v.help, where: v.nodes.map(n => n.target.join(' ') + ' ' + (n.failureSummary ?? '')) }))), e => done([String(e)]))",
        &[],
    );
    assert!(found.is_empty(), "{what}: {found:#?}");
}

/// Nothing is wider than the window.
fn fits(window: &Window, what: &str) {
    let over: i64 = window.js("const e = document.scrollingElement; return e.scrollWidth - e.clientWidth", &[]);
    assert!(over <= 0, "{what} is {over} px too wide");
}

fn with_pictures(session: &Session) -> Window<'_> {
    let folder = session.folder().join("pictures");
    let blue = plain(&folder, "blue.png", [0, 0, 255]);
    let broken = folder.join("broken.jpg");
    std::fs::write(&broken, b"no picture").expect("a file");
    let window = session.open(&[&blue.to_string_lossy(), &broken.to_string_lossy()]);
    wait_for_articles(&window, 2, |card| !card.alt.is_empty() || card.text.len() > 40);
    window
}

fn every_view(theme: Theme, name: &str) {
    let session = Session::start_with(&SessionOptions { theme, ..SessionOptions::default() });
    let window = session.open(&[]);
    let dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    window.wait_until("the system's colours", &if theme == Theme::Dark { dark.into() } else { format!("!{dark}") });
    check(&window, "the empty window");
    photograph(&window, &format!("empty-{name}"));
    press(&window, "Try with a sample picture");
    wait_for_words(&window, 1);
    for (view, _) in VIEWS {
        go(&window, view);
        check(&window, &format!("{view}, {name}"));
        fits(&window, view);
        photograph(&window, &format!("{view}-{name}"));
    }
}

#[test]
fn every_view_is_accessible_in_light() {
    every_view(Theme::Light, "light");
}

#[test]
fn every_view_is_accessible_in_dark() {
    every_view(Theme::Dark, "dark");
}

#[test]
fn the_window_follows_the_system_while_it_runs() {
    let session = Session::start();
    let window = session.open(&[]);
    let ground = || window.js::<String>("return getComputedStyle(document.documentElement).backgroundColor", &[]);
    let light = ground();
    session.set_theme(Theme::Dark);
    window.wait_until("dark", "matchMedia('(prefers-color-scheme: dark)').matches");
    assert_ne!(ground(), light);
    session.set_theme(Theme::Light);
    window.wait_until("light", "matchMedia('(prefers-color-scheme: light)').matches");
    assert_eq!(ground(), light);
}

#[test]
fn narrow_and_at_400_percent_nothing_is_cut_off() {
    let session = Session::start();
    let window = with_pictures(&session);
    window.resize(480, 800);
    window.wait_until("480 pixels", "innerWidth === 480");
    for (view, _) in VIEWS {
        go(&window, view);
        fits(&window, view);
        check(&window, &format!("{view} at 480 px"));
        photograph(&window, &format!("{view}-narrow"));
    }
    window.resize(1280, 860);
    window.wait_until("1280 pixels", "innerWidth === 1280");
    let before: f64 = window.js("return devicePixelRatio", &[]);
    for step in 1..=15 {
        window.key("ctrl+plus");
        let wanted = before * (1.0 + 0.2 * f64::from(step));
        window.wait_until(
            "the zoom",
            &format!("Math.abs(devicePixelRatio - {wanted}) < 0.02 || innerWidth <= {}", 1290.0 / wanted),
        );
    }
    window.wait_until("400 %", "innerWidth <= 330");
    for (view, _) in VIEWS {
        go(&window, view);
        fits(&window, &format!("{view} at 400 %"));
        check(&window, &format!("{view} at 400 %"));
        photograph(&window, &format!("{view}-400-percent"));
    }
}
