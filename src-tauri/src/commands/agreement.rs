//! The page's rights are written in four places: the list for the build script, the handler, the capability and the
//! page about them (`docs/page.md`). They must say the same, and the window's policy must stay as strict as it is.

use super::names::NAMES;
use serde_json::Value;
use std::collections::BTreeSet;

const CONFIG: &str = include_str!("../../tauri.conf.json");
const CAPABILITY: &str = include_str!("../../capabilities/main.json");
const HANDLER: &str = include_str!("mod.rs");
const PAGE: &str = include_str!("../../../docs/page.md");

fn names() -> BTreeSet<String> {
    NAMES.iter().map(|name| (*name).to_owned()).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("valid JSON")
}

#[test]
fn no_command_is_listed_twice() {
    assert_eq!(names().len(), NAMES.len());
}

#[test]
fn the_handler_takes_exactly_the_listed_commands() {
    let list = HANDLER.split_once("generate_handler![").and_then(|(_, rest)| rest.split_once(']')).expect("the list").0;
    let handled: BTreeSet<String> = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(handled, names());
}

#[test]
fn the_capability_allows_exactly_the_listed_commands_and_the_zoom() {
    let capability = json(CAPABILITY);
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("permissions")
        .iter()
        .map(|p| p.as_str().expect("plain permissions only").to_owned())
        .collect();
    let of_tauri = "core:webview:allow-set-webview-zoom".to_owned();
    let wanted = NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).chain([of_tauri]).collect();
    assert_eq!(allowed, wanted);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none(), "no page from elsewhere may ask anything");
    assert_eq!(json(CONFIG)["app"]["security"]["capabilities"], serde_json::json!(["main"]));
}

#[test]
fn the_document_names_exactly_the_listed_commands() {
    let table = PAGE.split_once("| command |").expect("the table").1;
    let table = table.split_once("\n\n").map_or(table, |(table, _)| table);
    let named: BTreeSet<String> = table
        .lines()
        .skip(2)
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split(','))
        .map(|name| name.trim().trim_matches('`').to_owned())
        .collect();
    assert_eq!(named, names());
}

#[test]
fn the_content_policy_names_no_host_and_nothing_unsafe() {
    let config = json(CONFIG);
    let security = &config["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    for dangerous in
        ["dangerousDisableAssetCspModification", "dangerousRemoteDomainIpcAccess", "assetProtocol", "devCsp"]
    {
        assert!(security.get(dangerous).is_none(), "{dangerous}");
    }
    let policy = security["csp"].as_object().expect("a policy");
    for directive in
        ["default-src", "script-src", "style-src", "connect-src", "object-src", "frame-src", "base-uri", "form-action"]
    {
        assert!(policy.contains_key(directive), "{directive}");
    }
    // Windows serves Tauri's own schemes as these two names, which never leave the program.
    let own = ["'self'", "'none'", "ipc:", "http://ipc.localhost", "thumb:", "http://thumb.localhost", "blob:"];
    for (directive, sources) in policy {
        for source in sources.as_str().expect("text").split_whitespace() {
            assert!(own.contains(&source), "{directive}: {source}");
        }
    }
    assert_eq!(policy["connect-src"], "ipc: http://ipc.localhost", "all requests are made in Rust");
    assert_eq!(policy["script-src"], "'self'");
}

#[test]
fn the_window_is_made_by_the_shell_with_its_guards() {
    let config = json(CONFIG);
    let windows = config["app"]["windows"].as_array().expect("windows");
    assert_eq!(windows.len(), 1);
    assert_eq!(windows[0]["create"], false, "a window made by the configuration would have no navigation guard");
    assert_eq!(windows[0]["visible"], false);
    assert_eq!(windows[0]["dragDropEnabled"], true);
}

#[test]
fn dangerous_features_of_the_window_library_are_off() {
    let manifest = include_str!("../../Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("tauri = ")).expect("tauri");
    assert!(line.contains("default-features = false"));
    for feature in ["protocol-asset", "devtools", "unstable", "dynamic-acl"] {
        assert!(!line.contains(feature), "{feature}");
    }
}
