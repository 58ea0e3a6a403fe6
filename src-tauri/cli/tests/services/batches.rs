//! What is said before a batch is sent, what stands below a failure, and a reader that goes away.

use crate::desk::{DESCRIBEPICTURE_KEYS, Desk, IMAGEDESCRIBER_KEYS, ZAKAI_KEYS, lines, stderr, stdout};
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_batch_says_what_it_would_cost_before_it_is_sent() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    for (name, colour) in [("a.png", [1, 2, 3]), ("b.png", [4, 5, 6])] {
        desk.picture(name, colour);
    }
    let one = desk.run(&["describe", "--provider", "describepicture", "a.png"]);
    assert!(one.status.success() && stderr(&one).is_empty(), "one picture is no batch: {}", stderr(&one));
    let both = desk.run(&["describe", "--provider", "describepicture", "a.png", "b.png"]);
    assert!(both.status.success(), "nobody is asked where nobody can answer: {}", stderr(&both));
    assert_eq!(
        stderr(&both).lines().collect::<Vec<_>>(),
        [
            "To DescribePicture (127.0.0.1) would go: one picture in one request.",
            "Estimated cost: $0.01.",
            "From the history, for nothing: one picture.",
        ]
    );
    assert_eq!(stdout(&both).lines().count(), 2);
    let again = desk.run(&["describe", "--provider", "describepicture", "a.png", "b.png"]);
    assert!(stderr(&again).is_empty(), "nothing is sent any more: {}", stderr(&again));
    let script = desk.run(&["describe", "--provider", "describepicture", "a.png", "b.png", "--json", "--force"]);
    assert!(stderr(&script).is_empty(), "results only: {}", stderr(&script));
    assert!(desk.run(&["config", "set", "ask_from", "3"]).status.success());
    let forced = desk.run(&["describe", "--provider", "describepicture", "a.png", "b.png", "--force"]);
    assert!(stderr(&forced).is_empty(), "the window's setting: {}", stderr(&forced));
}

#[test]
fn a_failed_picture_gives_people_what_support_asks_for() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.service.with(|service| service.refuse = Some(2003));
    let output = desk.run(&["describe", "--provider", "imagedescriber", "a.png"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    let below: Vec<_> = said.lines().skip(1).collect();
    assert_eq!(
        below,
        ["  Code of the service: 2003", "  Number of the request, for the service's support: req-0001"],
        "{said}"
    );
}

#[test]
fn words_that_are_fewer_than_asked_for_say_why_to_people_too() {
    let service = ImageDescriber { alt_shape: serde_json::json!({"nothing": "here"}), ..ImageDescriber::default() };
    let desk = Desk::new("imagedescriber", service, IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let output = desk.run(&["describe", "--provider", "imagedescriber", "--model", "everything", "a.png"]);
    assert!(output.status.success() && stdout(&output).starts_with("a.png: "), "there are words: {}", stdout(&output));
    let said = stderr(&output);
    assert!(said.starts_with("a.png: Image Describer gave an answer that cannot be read."), "{said}");
    assert!(said.contains("Number of the request") && said.contains("--force"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn where_words_cannot_be_written_nothing_more_is_sent() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    for n in 0..6u8 {
        desk.picture(&format!("{n}.png"), [n, 255 - n, 100]);
    }
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
    let mut command = desk.command(&["describe", "--provider", "zakai", "--lang", "en", "--jobs", "1", "--json", "."]);
    let output = command.stdin(Stdio::null()).stdout(full).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("the disk is full") && said.contains("is in your history"), "{said}");
    let paid = desk.service.with(|service| service.pictures.len());
    assert!(paid <= 2, "those of which nobody knew, and no more: {paid}");
    assert_eq!(lines(&desk.run(&["history", "--json"])).len(), paid);
}

#[test]
fn a_source_that_cannot_be_read_is_one_failed_picture() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    // A folder as standard input cannot be read.
    let folder = std::fs::File::open(desk.pictures.path()).expect("a folder");
    let arguments = ["describe", "--provider", "zakai", "--lang", "en", "--json", "-", "a.png", "gone"];
    let output = desk.command(&arguments).stdin(folder).output().expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    let codes: Vec<_> = lines.iter().map(|line| line["error"]["code"].as_str()).collect();
    assert_eq!(codes, [Some("unreadable"), None, Some("file_not_found")], "{lines:?}");
    assert_eq!((&lines[0]["source"], lines[1]["alt"].is_string()), (&"-".into(), true));
}

#[test]
fn where_nobody_reads_any_more_what_was_sent_is_kept_and_nothing_more_is_sent() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    for n in 0..40u8 {
        desk.picture(&format!("{n:02}.png"), [n, 255 - n, 100]);
    }
    let arguments = ["describe", "--provider", "zakai", "--lang", "en", "--jobs", "2", "."];
    let mut child = desk
        .command(&arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut reader = BufReader::new(child.stdout.take().expect("output"));
    let mut first = String::new();
    reader.read_line(&mut first).expect("a line");
    drop(reader);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    let paid = desk.service.with(|service| service.pictures.len());
    assert!(paid < 40, "it stopped in the middle");
    let kept = lines(&desk.run(&["history", "--json", "--limit", "500"])).len();
    assert_eq!(kept, paid, "everything that was paid for is in the history");
}

#[test]
fn a_reader_that_goes_away_while_a_request_is_under_way_loses_nothing() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.picture("b.png", [90, 30, 10]);
    // The second one's answer comes long after the first one's line could not be written.
    desk.service.next(Fault::Instead(altsmith_tests::simulators::Answer::json(
        429,
        &serde_json::json!({"status": "Error", "message": "Too many Requests"}),
    )));
    let arguments = ["describe", "--provider", "zakai", "--lang", "en", "--jobs", "1", "a.png", "b.png"];
    let mut child = desk.command(&arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    let paid = desk.service.with(|service| service.pictures.len());
    let kept = lines(&desk.run(&["history", "--json"])).len();
    assert_eq!((kept, paid), (1, 1), "the first was sent before anybody knew, the second never");
    assert!(stdout(&desk.run(&["history"])).contains("a.png"));
}
