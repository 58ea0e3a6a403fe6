//! The command line against strict simulators of the services: keys from the environment, words out, every charge kept,
//! nothing sent twice.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod batches;
mod desk;
mod operations;
mod runs;
mod surroundings;
mod terminal;

use altsmith_core::imaging::Format;
use altsmith_core::library::{Library, NewImage};
use altsmith_core::log;
use altsmith_core::money::{Amount, Unit};
use altsmith_core::provider::adapter::Cost;
use altsmith_core::provider::observer::{Answered, Observer, Outgoing};
use altsmith_core::provider::{Progress, Request};
use altsmith_core::queue::budget::Caps;
use altsmith_core::queue::{Begin, JobSpec, Queue};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use desk::{DESCRIBEPICTURE_KEYS, Desk, IMAGEDESCRIBER_KEYS, IMGOPEN_KEYS, ZAKAI_KEYS, lines, stderr, stdout};
use std::path::Path;

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
    assert!(
        lines[0]["error"]["action"].as_str().is_some_and(|action| action.contains("altsmith describe --retry unknown")),
        "{}",
        lines[0]
    );
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
    let desk = Desk::new("imgopen", ImgOpen::default(), IMGOPEN_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let line = &desk.describe(&["a.png"])[0];
    assert_eq!(line["error"]["code"], "needs_public_url", "{line}");
    assert!(desk.service.received().is_empty());
}

const VAULT: &[(&str, &str)] = &[("ALTSMITH_VAULT_PASSPHRASE", "open sesame, please")];

#[test]
fn keys_come_from_standard_input_and_are_only_shown_by_their_end() {
    let desk = Desk::new("zakai", ZakAi::default(), VAULT);
    let refused = desk.run_with(&["keys", "set", "zakai", "api_key"], "test-key-0123456789\n");
    assert_eq!(refused.status.code(), Some(1), "there is no keyring");
    let said = stderr(&refused);
    assert!(said.contains("file with a passphrase") && !said.contains("0123456789"), "names the choice: {said}");

    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    for (field, value) in [("secret", "test-secret"), ("api_key", "test-key-0123456789")] {
        let set = desk.run_with(&["keys", "set", "zakai", field], &format!("  {value}\n"));
        assert!(set.status.success() && set.stdout.is_empty(), "{}", stderr(&set));
    }
    let list = desk.run(&["keys", "list"]);
    assert!(list.status.success(), "{}", stderr(&list));
    assert!(stdout(&list).contains("zakai\tapi_key\tvault\t…6789\n"), "{}", stdout(&list));
    assert!(stdout(&list).contains("zakai\tsecret\tvault\t\n"), "too short to show its end: {}", stdout(&list));
    assert!(stdout(&list).contains("describepicture\tapp_id\t-\t\n"));
    let known = lines(&desk.run(&["providers", "--json"]));
    let zakai = known.iter().find(|known| known["id"] == "zakai").expect("a line");
    assert_eq!(zakai["keys_set"], serde_json::json!({"api_key": true, "secret": true}));
    assert!(desk.run(&["check", "zakai"]).status.success());
    assert!(desk.run(&["keys", "delete", "zakai", "api_key"]).status.success());
    assert!(stdout(&desk.run(&["providers"])).contains("zakai\tZAK-AI\talt\tde,en\tno keys\n"));
    for wrong in [&["keys", "set", "zakai", "colour"][..], &["keys", "set", "nobody", "x"]] {
        assert_eq!(desk.run_with(wrong, "").status.code(), Some(2), "{wrong:?}");
    }
    let unusable = desk.run_with(&["keys", "set", "zakai", "secret"], "");
    assert_eq!(unusable.status.code(), Some(1), "the value is no argument");
}

#[test]
fn a_key_that_was_entered_for_another_address_is_missing_and_it_is_said_for_whom_it_was() {
    let desk = Desk::new("zakai", ZakAi::default(), VAULT);
    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    for (field, value) in [("secret", "test-secret"), ("api_key", "test-key-0123456789")] {
        assert!(desk.run_with(&["keys", "set", "zakai", field], value).status.success());
    }
    desk.picture("a.png", [10, 30, 90]);
    assert!(desk.run(&["config", "set", "providers.zakai.endpoint", "http://127.0.0.1:9"]).status.success());
    let list = desk.run(&["keys", "list"]);
    assert!(list.status.success() && stdout(&list).contains("zakai\tapi_key\t-\t\n"), "{}", stdout(&list));
    let said = stderr(&list);
    assert_eq!(said.matches(&desk.service.url).count(), 2, "{said}");
    assert!(stdout(&desk.run(&["providers"])).contains("zakai\tZAK-AI\talt\tde,en\tno keys\n"));
    let line = &desk.describe(&["a.png", "--lang", "en"])[0]["error"];
    assert_eq!(line["code"], "key_missing", "{line}");
    assert!(line["message"].as_str().is_some_and(|message| message.contains(&desk.service.url)), "{line}");
    assert!(line["action"].as_str().is_some_and(|action| action.contains("altsmith keys set zakai secret")), "{line}");
    assert!(desk.service.received().is_empty());
    assert!(desk.run(&["config", "set", "providers.zakai.endpoint", &desk.service.url]).status.success());
    assert!(desk.describe(&["a.png", "--lang", "en"])[0]["alt"].is_string(), "the address is back");
}

#[test]
fn the_environment_wins_where_there_is_no_keyring() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let list = desk.run(&["keys", "list"]);
    assert_eq!(list.status.code(), Some(1), "the others cannot be known");
    assert!(stdout(&list).contains("zakai\tapi_key\tenvironment\t…6789\n"), "{}", stdout(&list));
    assert_eq!(stderr(&list).matches("keyring").count(), 1, "told once: {}", stderr(&list));
    let known = lines(&desk.run(&["providers", "--json"]));
    let keys = |id: &str| known.iter().find(|known| known["id"] == id).expect("a line")["keys_set"].clone();
    assert_eq!(keys("zakai"), serde_json::json!({"api_key": true, "secret": true}));
    assert_eq!(keys("describepicture"), serde_json::json!({"app_id": null}), "nobody knows");
    assert_eq!(keys("builtin"), serde_json::json!({}));
}

#[test]
fn an_account_is_made_and_switched_on() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let early = desk.run(&["account", "create", "zakai"]);
    assert!(!early.status.success() && stderr(&early).contains("E-mail address"), "{}", stderr(&early));
    assert_eq!(desk.run(&["config", "set", "providers.zakai.email", "nobody"]).status.code(), Some(2));
    assert!(desk.run(&["config", "set", "providers.zakai.email", "name@example.com"]).status.success());
    let made = desk.run(&["account", "create", "zakai"]);
    assert!(made.status.success() && stdout(&made).contains("name@example.com"), "{} {}", stdout(&made), stderr(&made));
    assert!(desk.run(&["account", "activate", "zakai"]).status.success());
    assert!(desk.service.with(|service| service.accounts.len() == 1 && service.activated));
    let elsewhere = desk.run(&["account", "create", "imgopen"]);
    assert!(elsewhere.status.code() == Some(1) && stderr(&elsewhere).contains("Img Open"), "{}", stderr(&elsewhere));
}

#[test]
fn the_chosen_model_describes_and_an_unknown_style_is_wrong_usage() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    assert!(desk.run(&["check", "zakai"]).status.success());
    assert_eq!(desk.run(&["config", "set", "providers.zakai.model", "llama"]).status.code(), Some(2));
    assert!(desk.run(&["config", "set", "providers.zakai.model", "gemma3:12b"]).status.success());
    let line = &desk.describe(&["a.png", "--lang", "en"])[0];
    assert_eq!(line["model"], "gemma3:12b", "{line}");
    let line = &desk.describe(&["a.png", "--lang", "en", "--model", "mistral-small3.2:latest"])[0];
    assert_eq!(line["model"], "mistral-small3.2:latest", "{line}");
    let wrong = desk.run(&["describe", "--style", "poem", "a.png"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("caption") && stderr(&wrong).contains("poem"), "{}", stderr(&wrong));
}

#[test]
fn the_log_says_what_was_asked_and_nothing_of_what_was_in_it() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    assert!(!log::folder(desk.data.path()).exists(), "nothing is made before the first request");
    desk.picture("holiday.png", [10, 30, 90]);
    desk.describe(&["holiday.png", "--lang", "en", "--context", "Anna Karenina"]);
    desk.service.next(Fault::Reset);
    desk.describe(&["holiday.png", "--lang", "de"]);
    let read = log::newest(desk.data.path(), 10).expect("a log");
    assert_eq!(read.iter().map(|line| line.trouble).collect::<Vec<_>>(), [true, false], "{read:?}");
    let host = desk.service.url.trim_start_matches("http://");
    for part in ["answered", "operation=alttexts", &format!("host={host}"), "status=200", "duration_ms="] {
        assert!(read[1].text.contains(part), "{part}: {read:?}");
    }
    let mut text = String::new();
    for file in std::fs::read_dir(log::folder(desk.data.path())).expect("a folder") {
        text += &std::fs::read_to_string(file.expect("a file").path()).expect("text");
    }
    let pictures = desk.pictures.path().to_string_lossy().into_owned();
    let data = desk.data.path().to_string_lossy().into_owned();
    for secret in
        ["0123456789", "test-secret", "Anna", "rectangle", "holiday", "/9j/", "iVBOR", "/api/", &pictures, &data]
    {
        assert!(!text.contains(secret), "{secret} is in the log:\n{text}");
    }
}

#[test]
fn credits_are_told_to_people_by_their_clock_and_to_scripts_in_milliseconds() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.describe(&["a.png"]);
    let lines = lines(&desk.run(&["credits", "--json"]));
    assert_eq!((&lines[0]["kind"], &lines[0]["credits"]["remaining"]), (&"balance".into(), &987.0.into()));
    assert_eq!((&lines[1]["kind"], &lines[1]["entry"]), (&"entry".into(), &"charge".into()));
    let at = lines[1]["at_ms"].as_i64().expect("milliseconds");
    let hour = |zone: &str| {
        let text = stdout(&desk.run_in(&["credits"], zone));
        let line = text.lines().nth(1).expect("a line of the ledger").to_owned();
        let account = lines[0]["account"].as_str().expect("a name");
        assert!(line.ends_with(&format!("\tdescribepicture\tcharge\t1\trequests\t1\t{account}\t-")), "{line}");
        line[11..13].parse::<i64>().expect("an hour")
    };
    let utc = at / 3_600_000 % 24;
    assert_eq!(hour("UTC0"), utc);
    assert_eq!(hour("XYZ-9"), (utc + 9) % 24, "nine hours east");
}

#[test]
fn a_dry_run_says_in_the_end_what_it_all_comes_to() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    assert!(desk.run(&["config", "set", "providers.describepicture.budget_run", "0.01 usd"]).status.success());
    for (name, colour) in [("a.png", [1, 2, 3]), ("b.png", [4, 5, 6]), ("c.png", [7, 8, 9]), ("twin.png", [7, 8, 9])] {
        desk.picture(name, colour);
    }
    desk.describe(&["a.png"]);
    let all = ["describe", "--provider", "describepicture", "--dry-run", "a.png", "b.png", "c.png", "twin.png"];
    let run = desk.run(&all);
    assert_eq!(
        stderr(&run).lines().collect::<Vec<_>>(),
        [
            "To DescribePicture (127.0.0.1) would go: 2 pictures in 2 requests.",
            "Estimated cost: $0.02.",
            "From the history, for nothing: 2 pictures.",
            "Your budget for one batch is $0.01, $0.00 of it used: only one of these pictures fits.",
        ]
    );
    assert_eq!(stdout(&run).lines().count(), 4, "{}", stdout(&run));
    let run = desk.run(&[&all[..], &["--json"]].concat());
    assert!(stderr(&run).is_empty(), "results only: {}", stderr(&run));
    let planned = &lines(&run)[1];
    assert_eq!((&planned["host"], &planned["calls"]), (&"127.0.0.1".into(), &1.into()), "{planned}");
    assert_eq!(planned["cost"]["unit"], "usd");
    assert_eq!(desk.service.received().len(), 1, "nothing was sent");
}

#[test]
fn a_question_is_answered_and_kept() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let described = &desk.describe(&["a.png"])[0];
    desk.service.with(|service| service.answer = "It is **blue**.\u{1b}[31m".into());
    let id = described["description_id"].to_string();
    let answer = desk.run(&["ask", &id, "What", "colour?"]);
    assert_eq!(stdout(&answer).trim_end(), "It is blue.", "{}", stderr(&answer));
    let line = &lines(&desk.run(&["ask", &id, "Are you sure?", "--json"]))[0];
    assert_eq!((&line["question"], &line["answer"]), (&"Are you sure?".into(), &"It is blue.".into()));
    assert_eq!((&line["provider"], &line["image_id"]), (&"describepicture".into(), &described["image_id"]));
    assert_eq!(line["credits"]["remaining"], 985.0);
    let history = lines(&desk.run(&["history", "--json"]));
    assert_eq!((history.len(), &history[0]["versions"]), (1, &1.into()), "answers are no versions");
    let missing = desk.run(&["ask", "4711", "What?"]);
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(desk.service.received().len(), 3);
    assert!(desk.run(&["config", "set", "local_only", "true"]).status.success());
    desk.run(&["config", "unset", "providers.describepicture.endpoint"]);
    let refused = desk.run(&["ask", &id, "And now?"]);
    assert_eq!(refused.status.code(), Some(1), "a setting is in the way, not the usage");
}

#[test]
fn a_question_whose_answer_is_lost_names_the_way_out() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let id = desk.describe(&["a.png"])[0]["description_id"].to_string();
    desk.service.next(Fault::Reset);
    for _ in 0..2 {
        let lost = desk.run(&["ask", &id, "What colour?"]);
        assert_eq!(lost.status.code(), Some(1));
        assert!(stderr(&lost).contains("altsmith ask send it again with --force"), "{}", stderr(&lost));
    }
    assert_eq!(desk.service.received().len(), 2, "not sent again by itself");
    let forced = desk.run(&["ask", &id, "What colour?", "--force"]);
    assert!(forced.status.success() && !stdout(&forced).trim().is_empty(), "{}", stderr(&forced));
    assert_eq!(desk.service.received().len(), 3);
}

#[test]
fn a_question_that_would_have_to_wait_too_long_fails_at_once() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let id = desk.describe(&["a.png"])[0]["description_id"].to_string();
    let busy = Answer::json(429, &serde_json::json!({"error": {"code": "RATE_LIMIT_EXCEEDED", "message": "too many"}}));
    desk.service.next(Fault::Instead(busy.header("retry-after", "100")));
    for _ in 0..2 {
        let refused = desk.run(&["ask", &id, "What colour?", "--max-wait", "1"]);
        assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
        assert_eq!(desk.service.received().len(), 2, "it is left alone");
    }
}

/// Leaves the job of a process that died once its answer was stored; the picture itself is nowhere.
async fn leave_an_answer(data: &Path) {
    let library = Library::open(data).expect("a database").library;
    let hash = "ab".repeat(32);
    let image = NewImage {
        hash: hash.clone(),
        file: None,
        looks: None,
        name: "left.png".into(),
        origin: None,
        format: Format::Png,
        width: 4,
        height: 3,
        bytes: 9,
        now_ms: 1,
    };
    let spec = JobSpec {
        image_id: library.put_image(&image).expect("a row"),
        hash,
        request_key: "left".into(),
        provider: "describepicture".into(),
        account: String::new(),
        request: Request { language: "en".into(), style: "alt".into(), ..Request::default() },
        run: None,
        since_ms: i64::MAX,
        max_wait_ms: None,
        resend: false,
        no_more: tokio_util::sync::CancellationToken::new(),
        permit: None,
        limits: &[],
        price: Amount { value: 0.01, unit: Unit::Usd },
        caps: Caps::none(),
        receipt: None,
    };
    let queue = Queue::open(library, data).expect("a queue");
    let Begin::Go(job) = queue.begin(&spec, false).await.expect("begun") else { panic!("to be sent") };
    let call = Outgoing {
        loopback: true,
        operation: "describe_picture_api",
        host: "h".into(),
        bytes: 9,
        cost: Cost::MayCharge,
        tries: 1,
        progress: Progress::default(),
    };
    let watch = job.watch(&tokio_util::sync::CancellationToken::new(), |_| {});
    watch.before_send(&call).await.expect("marked");
    let body = r#"{"answer":"A lighthouse.","lastCredits":7}"#.into();
    watch.answered(&call, &Answered { status: 200, body, duration_ms: 5 }).await.expect("stored");
}

#[test]
fn describing_finishes_what_was_paid_for_before() {
    let desk = Desk::new("describepicture", DescribePicture::default(), &[]);
    tokio::runtime::Runtime::new().expect("a runtime").block_on(leave_an_answer(desk.data.path()));
    desk.picture("other.png", [10, 30, 90]);
    let other = desk.run(&["describe", "--provider", "builtin", "other.png", "--json"]);
    assert_eq!(lines(&other).len(), 1, "its own results only");
    let found = lines(&desk.run(&["history", "lighthouse", "--json"]));
    assert_eq!((found.len(), &found[0]["alt"]), (1, &"A lighthouse.".into()));
    assert!(desk.service.received().is_empty(), "nothing was asked again");
}

#[test]
fn a_key_is_not_taken_for_kept_where_keys_end_with_the_program() {
    let desk = Desk::new("zakai", ZakAi::default(), &[]);
    assert!(desk.run(&["config", "set", "key_place", "session"]).status.success());
    let refused = desk.run_with(&["keys", "set", "zakai", "api_key"], "test-key-0123456789\n");
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    for part in ["was not kept", "altsmith config set key_place", "ALTSMITH_ZAKAI_API_KEY"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(desk.run_with(&["keys", "set", "nobody", "api_key"], "x\n").status.code(), Some(2));
}

#[test]
fn the_way_out_is_that_of_the_command_line() {
    let desk = Desk::new("zakai", ZakAi::default(), &[]);
    desk.picture("a.png", [10, 30, 90]);
    let plain = stderr(&desk.run(&["describe", "--provider", "zakai", "--lang", "en", "a.png"]));
    assert!(plain.contains("altsmith config set key_place vault"), "{plain}");
    let line = &desk.describe(&["a.png", "--lang", "en"])[0];
    assert!(line["error"]["action"].as_str().is_some_and(|action| action.contains("key_place vault")), "{line}");
    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    let set = desk.run_with(&["keys", "set", "zakai", "api_key"], "test-key-0123456789\n");
    assert_eq!(set.status.code(), Some(1), "locked, and nobody to ask");
    assert!(stderr(&set).contains("ALTSMITH_VAULT_PASSPHRASE"), "{}", stderr(&set));
    let missing = Desk::new("zakai", ZakAi::default(), VAULT);
    assert!(missing.run(&["config", "set", "key_place", "vault"]).status.success());
    missing.picture("a.png", [10, 30, 90]);
    let line = &missing.describe(&["a.png", "--lang", "en"])[0];
    assert_eq!(line["error"]["code"], "key_missing", "{line}");
    assert!(
        line["error"]["action"].as_str().is_some_and(|action| action.contains("altsmith keys set zakai")),
        "{line}"
    );
}

#[test]
fn a_test_of_a_key_says_first_what_it_does() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    let check = desk.run(&["check", "describepicture"]);
    assert!(check.status.success());
    assert!(stderr(&check).starts_with("Sends a request without a picture."), "{}", stderr(&check));
    assert!(stderr(&check).contains("look at your balance"), "{}", stderr(&check));
    let builtin = desk.run(&["check", "builtin"]);
    assert!(builtin.status.success() && stderr(&builtin).is_empty(), "{}", stderr(&builtin));
}

#[test]
fn credits_say_whose_they_are_what_was_asked_and_what_runs_out() {
    let desk =
        Desk::new("imagedescriber", ImageDescriber { credits: 2, ..ImageDescriber::default() }, IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.describe(&["a.png", "--model", "generate_tags"]);
    let all = lines(&desk.run(&["credits", "--json"]));
    let account = all[0]["account"].as_str().expect("a name");
    assert_eq!(account.len(), 8, "{}", all[0]);
    let plain = desk.run(&["credits"]);
    let text = stdout(&plain);
    assert!(text.lines().all(|line| line.contains(account)), "{text}");
    assert!(text.lines().nth(1).is_some_and(|line| line.ends_with("\treq-0001")), "{text}");
    desk.picture("b.png", [90, 30, 10]);
    desk.describe(&["b.png", "--model", "generate_tags"]);
    assert!(stderr(&desk.run(&["credits"])).contains("Image Describer: Nothing is left."));
    let all = lines(&desk.run(&["credits", "--json"]));
    assert!(
        all[0]["warning"].as_str().is_some_and(|warning| warning == "Image Describer: Nothing is left."),
        "{}",
        all[0]
    );
}

#[test]
fn the_whole_ledger_is_listed() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    assert!(desk.run(&["history"]).status.success());
    let database = std::fs::read_dir(desk.data.path()).expect("a folder").filter_map(Result::ok);
    let database = database
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "db" || end == "sqlite" || end == "sqlite3"));
    let database = rusqlite::Connection::open(database.expect("a database")).expect("open");
    let insert = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
        INSERT INTO ledger (at_ms, provider, account, kind, amount, unit) SELECT i, 'zakai', '', 'charge', 1, 'credits' FROM n";
    database.execute(insert, []).expect("lines");
    drop(database);
    let all = lines(&desk.run(&["credits", "--json"]));
    assert_eq!(all.iter().filter(|line| line["entry"] == "charge").count(), 1203);
}
