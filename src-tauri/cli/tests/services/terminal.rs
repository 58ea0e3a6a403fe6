//! What a person sees at a terminal: the bar with what is waited for, the question before a batch, the vault's passphrase.
//! `script` (util-linux) is the terminal.

#![cfg(target_os = "linux")]

use crate::desk::{DESCRIBEPICTURE_KEYS, Desk, IMAGEDESCRIBER_KEYS, ZAKAI_KEYS, lines, stdout};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Documented, Fault};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The program at a terminal of 100 columns.
struct Terminal {
    child: Child,
    shown: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    fn start<S: Documented>(desk: &Desk<S>, arguments: &[&str]) -> Self {
        Self::with(desk, arguments, |program| format!("exec {program}"))
    }

    /// Its exit status is shown, then the other command runs at the same terminal.
    fn start_and_then<S: Documented>(desk: &Desk<S>, arguments: &[&str], then: &str) -> Self {
        // A shell without a trap would end with the program that was interrupted.
        Self::with(desk, arguments, |program| format!("trap : INT; {program}; echo ended $?; {then}"))
    }

    fn with<S: Documented>(desk: &Desk<S>, arguments: &[&str], line: impl Fn(&str) -> String) -> Self {
        let own = desk.command(arguments);
        let quoted: Vec<String> = std::iter::once(own.get_program())
            .chain(own.get_args())
            .map(|word| format!("'{}'", word.to_string_lossy()))
            .collect();
        let mut command = Command::new("script");
        command.args(["-qfec", &format!("stty cols 100 rows 30; {}", line(&quoted.join(" "))), "/dev/null"]);
        command.env("TERM", "xterm").env("SHELL", "/bin/sh").current_dir(desk.pictures.path());
        command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script, of util-linux");
        let mut output = child.stdout.take().expect("output");
        let (show, shown) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let _ = show.send(bytes[..count].to_vec());
            }
        });
        Self { child, shown, seen: String::new() }
    }

    /// Reads until this is on the screen, from where the last one was found.
    fn until(&mut self, text: &str) -> &mut Self {
        loop {
            if let Some(at) = self.seen.find(text) {
                self.seen.drain(..at + text.len());
                return self;
            }
            match self.shown.recv_timeout(Duration::from_secs(30)) {
                Ok(more) => self.seen += &String::from_utf8_lossy(&more),
                Err(_) => panic!("{text:?} did not appear; seen: {:?}", self.seen),
            }
        }
    }

    fn types(&mut self, text: &str) -> &mut Self {
        let input = self.child.stdin.as_mut().expect("a keyboard");
        input.write_all(text.as_bytes()).and_then(|()| input.flush()).expect("typed");
        self
    }

    /// Presses Ctrl+C, once.
    fn interrupted(&mut self) -> &mut Self {
        self.types("\u{3}")
    }

    /// The exit status, and what was on the screen since the last text that was waited for.
    fn end(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().expect("an end");
        while let Ok(more) = self.shown.recv_timeout(Duration::from_secs(5)) {
            self.seen += &String::from_utf8_lossy(&more);
        }
        (status.code(), self.seen)
    }
}

#[test]
fn the_bar_says_what_is_waited_for() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let refusal = desk.service.with(|service| service.failure(1004));
    desk.service.next(Fault::Instead(refusal.header("retry-after", "2")));
    let mut terminal = Terminal::start(&desk, &["describe", "--provider", "imagedescriber", "a.png"]);
    terminal.until("0/1").until("Next in 2 s (limit of the service)").until("Next in 1 s");
    terminal.until("a.png: A red square. The image shows a red square.");
    let (status, _) = terminal.end();
    assert_eq!((status, desk.service.with(|service| service.credits)), (Some(0), 199));
}

#[test]
fn a_person_is_asked_before_a_batch_is_sent() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    for (name, colour) in [("a.png", [1, 2, 3]), ("b.png", [4, 5, 6]), ("c.png", [7, 8, 9])] {
        desk.picture(name, colour);
    }
    let all = ["describe", "--provider", "describepicture", "a.png", "b.png"];
    for no in ["\n", "n\n", "nonsense\n"] {
        let mut terminal = Terminal::start(&desk, &all);
        terminal.until("Estimated cost: $0.02.").until("Send it? [y/N]").types(no).until("Nothing was sent.");
        assert_eq!(terminal.end().0, Some(130), "{no:?}");
        assert!(desk.service.received().is_empty());
    }
    let mut terminal = Terminal::start(&desk, &all);
    terminal.until("Send it? [y/N]").types("Y\n").until("a.png: A red square.").until("b.png: A red square.");
    assert_eq!(terminal.end().0, Some(0));
    let mut terminal = Terminal::start(&desk, &[&all[..], &["c.png", "--force", "--yes"]].concat());
    terminal.until("Estimated cost: $0.03.").until("a.png: A red square.");
    let (status, rest) = terminal.end();
    assert!(status == Some(0) && !rest.contains("Send it?"), "{rest}");
    assert_eq!(desk.service.received().len(), 5);
}

#[test]
fn who_says_no_finds_the_same_pictures_the_next_time() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    let again = ["describe", "--provider", "zakai", "--lang", "en", "--retry", "failed", "a.png", "b.png"];
    for (name, colour) in [("a.png", [1, 2, 3]), ("b.png", [4, 5, 6])] {
        desk.picture(name, colour);
        let refused = serde_json::json!({"status": "ERROR", "message": "no"});
        desk.service.next(Fault::Instead(altsmith_tests::simulators::Answer::json(400, &refused)));
    }
    desk.describe(&["--lang", "en", "a.png", "b.png"]);
    let posted = || desk.service.received().iter().filter(|received| received.method == "POST").count();
    let sent = posted();
    for _ in 0..2 {
        let mut terminal = Terminal::start(&desk, &again);
        terminal.until("Send it? [y/N]").types("n\n").until("Nothing was sent.");
        assert_eq!((terminal.end().0, posted()), (Some(130), sent));
    }
    let mut terminal = Terminal::start(&desk, &again);
    terminal.until("Send it? [y/N]").types("y\n").until("a.png: ").until("b.png: ");
    assert_eq!((terminal.end().0, posted()), (Some(0), sent + 2));
}

#[test]
fn the_vaults_passphrase_is_asked_for_twice_when_it_is_made_and_once_later() {
    let desk = Desk::new("zakai", ZakAi::default(), &[]);
    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    let mut terminal = Terminal::start(&desk, &["keys", "set", "zakai", "secret"]);
    terminal.until("Choose a passphrase").types("open sesame\n").until("once more").types("open seasame\n");
    let (status, rest) = terminal.end();
    assert!(status == Some(1) && rest.contains("two different passphrases"), "{rest}");
    for (field, value) in [("secret", "test-secret"), ("api_key", "test-key-0123456789")] {
        let mut terminal = Terminal::start(&desk, &["keys", "set", "zakai", field]);
        if field == "secret" {
            terminal.until("Choose a passphrase").types("open sesame\n").until("once more").types("open sesame\n");
        } else {
            terminal.until("Passphrase of the file").types("open sesame\n");
        }
        terminal.until("> ").types(&format!("{value}\n"));
        let (status, rest) = terminal.end();
        assert_eq!(status, Some(0), "{rest}");
    }
    desk.picture("a.png", [10, 30, 90]);
    let describe = ["describe", "--provider", "zakai", "--lang", "en", "a.png"];
    let mut terminal = Terminal::start(&desk, &describe);
    terminal.until("Passphrase of the file").types("wrong\n").until("This is not the passphrase");
    assert_eq!(terminal.end().0, Some(1));
    let mut terminal = Terminal::start(&desk, &describe);
    terminal.until("Passphrase of the file").types("open sesame\n").until("a.png: Plain blue rectangle.");
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(lines(&desk.run(&["history", "--json"])).len(), 1, "{}", stdout(&desk.run(&["history"])));
}

#[test]
fn a_passphrase_is_not_asked_for_where_the_environment_has_the_keys() {
    let desk = Desk::new("zakai", ZakAi::default(), ZAKAI_KEYS);
    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    let mut terminal = Terminal::start(&desk, &["keys", "set", "imagedescriber", "api_key"]);
    terminal.until("Choose a passphrase").types("open sesame\n").until("once more").types("open sesame\n");
    terminal.until("> ").types("test-key-0123456789\n");
    assert_eq!(terminal.end().0, Some(0));
    desk.picture("a.png", [10, 30, 90]);
    let mut terminal = Terminal::start(&desk, &["describe", "--provider", "zakai", "--lang", "en", "a.png"]);
    terminal.until("a.png: Plain blue rectangle.");
    let (status, rest) = terminal.end();
    assert!(status == Some(0) && !rest.contains("Passphrase"), "{rest}");
    let terminal = Terminal::start(&desk, &["check", "zakai"]);
    let (status, rest) = terminal.end();
    assert!(status == Some(0) && !rest.contains("Passphrase"), "{rest}");
}

#[test]
fn an_interrupt_at_a_prompt_ends_it_quietly_and_gives_the_echo_back() {
    let desk = Desk::new("zakai", ZakAi::default(), &[]);
    assert!(desk.run(&["config", "set", "key_place", "vault"]).status.success());
    desk.picture("a.png", [10, 30, 90]);
    let keep = ["keys", "set", "zakai", "api_key"];
    let mut terminal = Terminal::start_and_then(&desk, &keep, "stty -a");
    terminal.until("Choose a passphrase").interrupted().until("ended 130").until(" echo ");
    terminal.end();
    let mut terminal = Terminal::start(&desk, &keep);
    terminal.until("Choose a passphrase").types("open sesame\n").until("once more").types("open sesame\n");
    terminal.until("> ").types("test-key-0123456789\n");
    assert_eq!(terminal.end().0, Some(0));
    for arguments in [&["describe", "--provider", "zakai", "--lang", "en", "a.png"][..], &["check", "zakai"], &keep] {
        let mut terminal = Terminal::start_and_then(&desk, arguments, "stty -a");
        terminal.until("Passphrase of the file").interrupted().until("ended 130").until(" echo ");
        terminal.end();
    }
    assert!(desk.service.received().is_empty());
}

#[test]
fn a_question_that_was_sent_is_waited_for_and_a_second_interrupt_ends_at_once() {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    let id = desk.describe(&["a.png"])[0]["description_id"].to_string();
    desk.service.next(Fault::Silence);
    let mut terminal = Terminal::start(&desk, &["ask", &id, "What colour?"]);
    terminal.until("0/1");
    tokio::runtime::Runtime::new().expect("a runtime").block_on(desk.service.until_received(2));
    terminal.interrupted().until("a second interrupt ends at once").interrupted();
    assert_eq!(terminal.end().0, Some(130));
    // What became of it nobody knows, and the next one is told so.
    let mut terminal = Terminal::start(&desk, &["ask", &id, "What colour?"]);
    terminal.until("It may have been charged").until("--force");
    assert_eq!((terminal.end().0, desk.service.received().len()), (Some(1), 2));
}

#[test]
fn what_runs_out_is_said_at_the_end_and_a_script_sends_nothing_beside_its_pictures() {
    let desk = Desk::new("zakai", ZakAi { remaining: 2, ..ZakAi::default() }, ZAKAI_KEYS);
    desk.picture("a.png", [10, 30, 90]);
    desk.picture("b.png", [90, 30, 10]);
    desk.describe(&["a.png", "--lang", "en"]);
    assert_eq!(desk.service.received().len(), 1);
    let mut terminal = Terminal::start(&desk, &["describe", "--provider", "zakai", "--lang", "en", "b.png"]);
    terminal.until("b.png: ").until("ZAK-AI: Nothing is left.");
    assert_eq!(terminal.end().0, Some(0));
}
