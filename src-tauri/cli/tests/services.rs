//! The command line against strict simulators of the services: keys from the environment, words out, every charge kept,
//! nothing sent twice.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Documented, Fault, Simulator};
use image::{Rgb, RgbImage};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const ZAKAI_KEYS: &[(&str, &str)] =
    &[("ALTSMITH_ZAKAI_SECRET", "test-secret"), ("ALTSMITH_ZAKAI_API_KEY", "test-key-0123456789")];

/// A data folder, a folder of pictures and a service of one's own.
struct Desk<S: Documented + Send + 'static> {
    data: TempDir,
    pictures: TempDir,
    service: Simulator<S>,
    provider: &'static str,
    keys: &'static [(&'static str, &'static str)],
}

impl<S: Documented + Send + 'static> Desk<S> {
    fn new(provider: &'static str, service: S, keys: &'static [(&'static str, &'static str)]) -> Self {
        let desk = Self {
            data: TempDir::new().expect("data"),
            pictures: TempDir::new().expect("pictures"),
            service: Simulator::start(service),
            provider,
            keys,
        };
        let endpoint = format!("providers.{provider}.endpoint");
        let set = desk.run(&["config", "set", &endpoint, &desk.service.url]);
        assert!(set.status.success(), "{}", stderr(&set));
        desk
    }

    fn picture(&self, name: &str, colour: [u8; 3]) {
        let path = self.pictures.path().join(name);
        RgbImage::from_pixel(900, 600, Rgb(colour)).save(path).expect("picture");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_altsmith"));
        command.args(arguments).current_dir(self.pictures.path()).stdin(Stdio::null()).env("LC_ALL", "en_GB.UTF-8");
        in_data_folder(&mut command, self.data.path());
        for (name, value) in self.keys {
            command.env(name, value);
        }
        let output = command.output().expect("altsmith runs");
        for (_, key) in self.keys {
            assert!(!String::from_utf8_lossy(&output.stdout).contains(key), "a key on standard output");
            assert!(!stderr(&output).contains(key), "a key on standard error");
        }
        output
    }

    fn describe(&self, arguments: &[&str]) -> Vec<Value> {
        let mut all = vec!["describe", "--provider", self.provider, "--json"];
        all.extend(arguments);
        lines(&self.run(&all))
    }
}

fn in_data_folder(command: &mut Command, data: &Path) {
    command.env("ALTSMITH_DATA_DIR", data).env_remove("DBUS_SESSION_BUS_ADDRESS");
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_picture_goes_out_once_and_its_words_stay() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    let first = &desk.describe(&["a.png", "--lang", "de"])[0];
    assert!(first["alt"].as_str().is_some_and(|alt| !alt.is_empty()), "{first}");
    assert_eq!(first["cached"], false);
    assert_eq!(first["receipt"]["metadata_removed"], true);
    assert_eq!(first["receipt"]["width"], 512, "the service's longest edge");
    let again = &desk.describe(&["a.png", "--lang", "de"])[0];
    assert_eq!(again["cached"], true, "{again}");
    assert_eq!(again["description_id"], first["description_id"]);
    assert_eq!(desk.service.with(|service| service.pictures.len()), 1, "paid once");
    let violations = desk.service.violations();
    assert!(violations.is_empty(), "{violations:?}");
    let history = lines(&desk.run(&["history", "--json"]));
    assert_eq!(history.len(), 1);
    assert_eq!(history[0]["provider"], "zakai");
}

#[test]
fn a_missing_key_and_an_unknown_language_are_refused_before_sending() {
    let desk = Desk::new("zakai", ZakAi::default(), &[]);
    desk.picture("a.png", [10, 30, 30]);
    let line = &desk.describe(&["a.png", "--lang", "fr"])[0];
    assert_eq!(line["error"]["code"], "invalid_request");
    assert!(line["error"]["message"].as_str().is_some_and(|m| m.contains("de") && m.contains("en")), "{line}");
    let line = &desk.describe(&["a.png", "--lang", "de"])[0];
    let code = line["error"]["code"].as_str().expect("code");
    assert!(["key_missing", "keyring_unavailable"].contains(&code), "{line}");
    assert!(desk.service.received().is_empty(), "nothing was sent");
}

#[test]
fn a_wrong_key_and_spent_credits_are_said_in_words() {
    let wrong: &[(&str, &str)] =
        &[("ALTSMITH_ZAKAI_SECRET", "test-secret"), ("ALTSMITH_ZAKAI_API_KEY", "wrong-key-000000")];
    let desk = Desk::new("zakai", ZakAi::default(), wrong);
    desk.picture("a.png", [10, 30, 30]);
    let output = desk.run(&["describe", "--provider", "zakai", "--lang", "en", "a.png"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("ZAK-AI"), "{}", stderr(&output));

    let spent = Desk::new("zakai", ZakAi { remaining: 0, ..ZakAi::default() }, ZAKAI_KEYS);
    spent.picture("a.png", [10, 30, 30]);
    let line = &spent.describe(&["a.png", "--lang", "en"])[0];
    assert_eq!(line["error"]["code"], "credits_exhausted", "{line}");
    assert!(line["error"]["action"].is_string(), "says what to do next: {line}");
}

#[test]
fn an_answer_that_is_lost_is_never_asked_for_again_by_itself() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.picture("b.png", [10, 90, 30]);
    desk.service.next(Fault::Reset);
    let lines = desk.describe(&["a.png", "b.png", "--lang", "en", "--jobs", "1"]);
    assert_eq!(lines[0]["error"]["code"], "outcome_unknown", "{}", lines[0]);
    assert!(lines[1]["alt"].is_string(), "the other picture goes on");
    let sent = desk.service.received().len();
    let again = &desk.describe(&["a.png", "--lang", "en"])[0];
    assert_eq!(again["error"]["code"], "outcome_unknown", "{again}");
    assert_eq!(desk.service.received().len(), sent, "nothing more was sent");
    let forced = &desk.describe(&["a.png", "--lang", "en", "--force"])[0];
    assert!(forced["alt"].is_string(), "unless the person says so: {forced}");
}

#[test]
fn a_cap_is_kept_before_sending() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    assert!(desk.run(&["config", "set", "providers.zakai.budget_day", "1 requests"]).status.success());
    desk.picture("a.png", [10, 30, 90]);
    desk.picture("b.png", [10, 90, 30]);
    let lines = desk.describe(&["a.png", "b.png", "--lang", "en", "--jobs", "1"]);
    assert!(lines[0]["alt"].is_string(), "{}", lines[0]);
    assert_eq!(lines[1]["error"]["code"], "budget_reached", "{}", lines[1]);
    assert_eq!(desk.service.with(|service| service.pictures.len()), 1);
}

#[test]
fn the_local_only_switch_stops_a_remote_service() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.run(&["config", "unset", "providers.zakai.endpoint"]);
    desk.run(&["config", "set", "local_only", "true"]);
    desk.picture("a.png", [10, 30, 90]);
    let output = desk.run(&["describe", "--provider", "zakai", "--lang", "en", "--json", "a.png"]);
    assert_eq!(lines(&output)[0]["error"]["code"], "invalid_request", "{}", lines(&output)[0]);
}

#[test]
fn a_key_is_tried_and_the_balance_kept() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let check = desk.run(&["check", "zakai"]);
    assert!(check.status.success(), "{}", stderr(&check));
    assert!(String::from_utf8_lossy(&check.stdout).contains("200"), "the balance is told");
    assert!(desk.service.with(|service| service.pictures.is_empty()), "no picture was sent");
}

#[test]
fn a_file_without_an_address_needs_one_for_a_service_that_takes_only_addresses() {
    const KEYS: &[(&str, &str)] = &[
        ("ALTSMITH_IMGOPEN_ACCESS_KEY_ID", "test-access-id-01"),
        ("ALTSMITH_IMGOPEN_ACCESS_KEY_SECRET", "test-access-secret-01"),
    ];
    let desk = Desk::new("imgopen", ImgOpen::default(), KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let line = &desk.describe(&["a.png"])[0];
    assert_eq!(line["error"]["code"], "needs_public_url", "{line}");
    assert!(desk.service.received().is_empty());
}
