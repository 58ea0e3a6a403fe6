//! A run is a batch: killed in the middle it is gone on with, of one that ended only the failed or only the unknown are tried
//! again, and a service's word on the account stops it. Nothing is paid twice.

use crate::desk::{Desk, ZAKAI_KEYS, lines, stderr, stdout};
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

const DESCRIBE: [&str; 5] = ["describe", "--provider", "zakai", "--lang", "en"];

/// What was posted.
fn posted(desk: &Desk<ZakAi>) -> Vec<Vec<u8>> {
    desk.service.received().into_iter().filter(|received| received.method == "POST").map(|post| post.body).collect()
}

fn run(desk: &Desk<ZakAi>, more: &[&str]) -> std::process::Output {
    desk.run(&[&DESCRIBE, more].concat())
}

fn codes(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["error"]["code"].as_str().unwrap_or("")).collect()
}

fn until(there: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(120);
    while !there() {
        assert!(Instant::now() < end, "it does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_that_was_killed_is_gone_on_with_and_nothing_is_paid_twice() {
    const ALL: u8 = 24;
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    for n in 0..ALL {
        desk.picture(&format!("{n:02}.png"), [n * 10, 255 - n * 10, n % 5 * 50]);
    }
    let mut command = desk.command(&[&DESCRIBE[..], &["--json", "--jobs", "2", "."]].concat());
    let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    until(|| posted(&desk).len() >= 6);
    running.kill().expect("killed");
    running.wait().expect("an end");

    let rest = lines(&run(&desk, &["--json", "--resume", "."]));
    // Of six that were sent at most two were not written down yet.
    assert!(rest.len() <= usize::from(ALL) - 4 && !rest.is_empty(), "only the rest: {}", rest.len());
    let unknown = codes(&rest).into_iter().filter(|code| *code == "outcome_unknown").count();
    assert_eq!(rest.iter().filter(|line| line["alt"].is_string()).count() + unknown, rest.len(), "{rest:?}");
    let once = posted(&desk);
    assert_eq!(once.iter().collect::<BTreeSet<_>>().len(), once.len(), "no picture was sent twice");

    let again = lines(&run(&desk, &["--json", "--retry", "unknown", "."]));
    assert_eq!(again.len(), unknown, "only what has no outcome");
    assert!(again.iter().all(|line| line["alt"].is_string()), "{again:?}");
    assert_eq!(lines(&desk.run(&["history", "--json", "--limit", "100"])).len(), usize::from(ALL));
    assert_eq!(lines(&run(&desk, &["--json", "."])).len(), usize::from(ALL), "and the whole is known");
    assert_eq!(posted(&desk).len(), once.len() + unknown);
}

#[test]
fn only_the_failed_and_only_the_unknown_are_tried_again() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    for (n, name) in ["a.png", "b.png", "c.png", "my d.png"].into_iter().enumerate() {
        desk.picture(name, [n as u8 * 60, 7, 100]);
    }
    for _ in 0..3 {
        desk.service.next(Fault::Instead(Answer::json(503, &json!({})).header("retry-after", "0")));
    }
    desk.service.next(Fault::Reset);
    let all = ["--jobs", "1", "a.png", "b.png", "c.png", "my d.png"];
    let first = run(&desk, &all);
    assert_eq!(first.status.code(), Some(1));
    assert_eq!(stdout(&first).lines().count(), 2, "{}", stderr(&first));
    let said = stderr(&first);
    let line = |what: &str| {
        format!("altsmith describe --retry {what} --provider zakai --lang en --jobs 1 a.png b.png c.png 'my d.png'")
    };
    assert!(said.contains(&line("unknown")) && said.contains(&line("failed")), "{said}");
    assert!(!said.contains("--force"), "{said}");
    let sent = posted(&desk).len();

    let failed = lines(&run(&desk, &[&["--json", "--retry", "failed"][..], &all].concat()));
    assert_eq!(failed.iter().map(|line| &line["source"]).collect::<Vec<_>>(), ["a.png"]);
    assert!(failed[0]["alt"].is_string(), "{failed:?}");
    assert_eq!(posted(&desk).len(), sent + 1);
    let none = run(&desk, &[&["--retry", "failed"][..], &all].concat());
    assert!(none.status.success() && stdout(&none).is_empty(), "{}", stderr(&none));

    let unknown = lines(&run(&desk, &[&["--json", "--retry", "unknown"][..], &all].concat()));
    assert_eq!(unknown.iter().map(|line| &line["source"]).collect::<Vec<_>>(), ["b.png"]);
    assert!(unknown[0]["alt"].is_string(), "{unknown:?}");
    assert_eq!(posted(&desk).len(), sent + 2);
    let over = run(&desk, &[&["--retry", "unknown"][..], &all].concat());
    assert!(stderr(&over).contains("no earlier run of these files"), "{}", stderr(&over));
    assert_eq!(posted(&desk).len(), sent + 2);
}

#[test]
fn spent_credits_stop_a_run_and_after_the_top_up_exactly_the_rest_is_sent() {
    let desk = Desk::new("zakai", ZakAi { remaining: 3, ..ZakAi::default() }, ZAKAI_KEYS);
    for n in 0..12u8 {
        desk.picture(&format!("{n:02}.png"), [n * 20, 255 - n * 20, 30]);
    }
    let stopped = run(&desk, &["--jobs", "1", "."]);
    assert_eq!(stopped.status.code(), Some(1));
    assert_eq!((stdout(&stopped).lines().count(), posted(&desk).len()), (3, 4), "{}", stderr(&stopped));
    let said = stderr(&stopped);
    assert!(said.contains("altsmith describe --resume --provider zakai --lang en --jobs 1 ."), "{said}");
    assert!(said.lines().count() <= 8, "told once: {said}");

    let held = lines(&run(&desk, &["--json", "--jobs", "1", "--resume", "."]));
    assert_eq!(codes(&held), ["credits_exhausted"; 9], "each says why, one was asked");
    assert_eq!(posted(&desk).len(), 5);
    desk.service.with(|service| service.remaining = 100);
    let rest = run(&desk, &["--json", "--jobs", "1", "--resume", "."]);
    assert!(rest.status.success(), "{}", stderr(&rest));
    assert_eq!((lines(&rest).len(), posted(&desk).len()), (9, 5 + 9), "exactly the rest");
}

#[cfg(unix)]
#[test]
fn a_request_to_end_sends_nothing_more_and_keeps_what_is_on_its_way() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
        for n in 0..16u8 {
            desk.picture(&format!("{n:02}.png"), [n * 15, 255 - n * 15, 30]);
        }
        let mut command = desk.command(&[&DESCRIBE[..], &["--jobs", "3", "."]].concat());
        let running = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        tokio::runtime::Runtime::new().expect("a runtime").block_on(desk.service.until_received(2));
        let id = running.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().expect("kill").success());
        let output = running.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(130), "{signal}: {}", String::from_utf8_lossy(&output.stderr));
        let kept = lines(&desk.run(&["history", "--json"])).len();
        assert_eq!(kept, posted(&desk).len(), "{signal}: every answer that was paid for is kept");
        assert!(kept < 16, "{signal}: it was asked to end in the middle");
    }
}

#[test]
fn a_wait_that_the_service_asks_for_is_said_and_a_long_one_fails_at_once() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    for (n, name) in ["a.png", "b.png"].into_iter().enumerate() {
        desk.picture(name, [n as u8 * 60, 7, 100]);
    }
    let busy = || Fault::Instead(Answer::json(429, &json!({"status": "Error"})).header("retry-after", "600"));
    desk.service.next(busy());
    let first = run(&desk, &["--jobs", "1", "--json", "a.png"]);
    assert_eq!(first.status.code(), Some(1));
    let again = run(&desk, &["--jobs", "1", "--json", "--force", "b.png"]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(codes(&lines(&again)), ["rate_limited"]);
    assert_eq!(posted(&desk).len(), 1, "nothing more is sent to a service that wants to be left alone");
}

#[test]
fn a_run_of_the_unknown_that_is_stopped_says_how_exactly_it_is_gone_on_with() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let all = ["--jobs", "1", "a.png", "b.png"];
    for (n, name) in all[2..].iter().enumerate() {
        desk.picture(name, [n as u8 * 60, 7, 100]);
        desk.service.next(Fault::Reset);
    }
    assert_eq!(codes(&lines(&run(&desk, &[&["--json"][..], &all].concat()))), ["outcome_unknown"; 2]);
    desk.service.with(|service| service.remaining = 0);
    let unknown = [&["--retry", "unknown"][..], &all].concat();
    let stopped = run(&desk, &unknown);
    let line = "altsmith describe --retry unknown --provider zakai --lang en --jobs 1 a.png b.png";
    assert!(stderr(&stopped).contains(line) && !stderr(&stopped).contains("--resume"), "{}", stderr(&stopped));
    assert_eq!(posted(&desk).len(), 3);
    desk.service.with(|service| service.remaining = 100);
    let rest = lines(&run(&desk, &[&["--json"][..], &unknown].concat()));
    assert!(rest.len() == 2 && rest.iter().all(|line| line["alt"].is_string()), "{rest:?}");
    assert_eq!(posted(&desk).len(), 5);
}

#[test]
fn a_run_that_was_forced_is_gone_on_with_as_such_and_nothing_is_described_anew_twice() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let all = ["--jobs", "1", "a.png", "b.png", "c.png", "d.png"];
    for (n, name) in all[2..].iter().enumerate() {
        desk.picture(name, [n as u8 * 60, 7, 100]);
    }
    assert!(run(&desk, &all).status.success());
    desk.service.with(|service| service.remaining = 2);
    desk.service.next(Fault::Reset);
    let forced = run(&desk, &[&["--force"][..], &all].concat());
    let line = "altsmith describe --resume --provider zakai --lang en --force --jobs 1 a.png b.png c.png d.png";
    assert!(stderr(&forced).contains(line), "{}", stderr(&forced));
    assert_eq!(posted(&desk).len(), 4 + 3, "one is lost, one is described, one hears that there are no more credits");
    desk.service.with(|service| service.remaining = 100);
    let rest = lines(&run(&desk, &[&["--json", "--resume", "--force"][..], &all].concat()));
    assert_eq!(codes(&rest), ["outcome_unknown", "", ""], "what may have been paid is sent at the person's word only");
    assert_eq!(rest[1]["cached"], false, "described anew, as it was asked for");
    assert_eq!(posted(&desk).len(), 4 + 3 + 2);
}
