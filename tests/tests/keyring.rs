//! Keys in a real gnome-keyring on a session bus of its own: unlocked, locked, restarted, hanging and missing.
//!
//! Needs `dbus-run-session`, `dbus-send`, `gnome-keyring-daemon` and `secret-tool` (Debian: dbus, gnome-keyring,
//! libsecret-tools) and fails where they are missing. The process that uses keys is this test program again, running
//! [`user`] alone, because the bus's address is an environment variable.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result
#![allow(clippy::print_stdout)] // the process that uses keys answers on its standard output
#![cfg(target_os = "linux")]

use altsmith_core::failure::Failure;
use altsmith_core::secrets::{Address, KeyPlace, Origin, Secret, Secrets};
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A session bus and a home that nobody else uses.
struct Session {
    folder: tempfile::TempDir,
    bus: Child,
    address: String,
    daemon: Option<Child>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop_keyring();
        // Its input is closed with it, so the shell below ends and the bus with it.
        drop(self.bus.stdin.take());
        let _ = self.bus.wait();
    }
}

fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("LANG", "C.UTF-8");
    command
}

fn started(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| {
        panic!(
            "{:?} is needed for this test (packages dbus, gnome-keyring, libsecret-tools): {error}",
            command.get_program()
        )
    })
}

impl Session {
    /// A bus that can start services, as a desktop's, or one that knows none.
    fn new(services: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for sub in ["home", "run"] {
            std::fs::create_dir(folder.path().join(sub)).expect("a folder");
        }
        let config = folder.path().join("bus.conf");
        let listen = format!("unix:dir={}", folder.path().join("run").display());
        std::fs::write(
            &config,
            format!(
                "<busconfig><type>session</type><listen>{listen}</listen>{}<policy context='default'>\
                 <allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>",
                if services { "<standard_session_servicedirs/>" } else { "" }
            ),
        )
        .expect("a file");
        let mut bus = command("dbus-run-session");
        bus.arg("--config-file").arg(&config).args(["--", "sh", "-c", "echo \"$DBUS_SESSION_BUS_ADDRESS\"; exec cat"]);
        let bus = homely(&mut bus, folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut bus = started(bus);
        let mut address = String::new();
        BufReader::new(bus.stdout.as_mut().expect("output")).read_line(&mut address).expect("an address");
        Self { folder, bus, address: address.trim().to_owned(), daemon: None }
    }

    fn on_it(&self, program: &str) -> Command {
        let mut on_it = command(program);
        homely(&mut on_it, self.folder.path()).env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        on_it
    }

    /// A keyring that a password made or unlocked.
    fn start_keyring(&mut self) {
        let mut daemon = self.on_it("gnome-keyring-daemon");
        daemon.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut daemon = started(daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        daemon.stdin.take().expect("input").write_all(b"pw").expect("a password");
        self.daemon = Some(daemon);
        self.wait_for_name(true);
    }

    fn stop_keyring(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }

    fn wait_for_name(&self, owned: bool) {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let mut ask = self.on_it("dbus-send");
            ask.args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/",
                "org.freedesktop.DBus.NameHasOwner",
            ]);
            let answer = ask.arg("string:org.freedesktop.secrets").output().expect("dbus-send");
            if String::from_utf8_lossy(&answer.stdout).contains(if owned { "true" } else { "false" }) {
                return;
            }
            assert!(Instant::now() < end, "the keyring does not come or go");
        }
    }

    fn secret_tool(&self, arguments: &[&str]) -> String {
        let output = self.on_it("secret-tool").args(arguments).output().expect("secret-tool is needed for this test");
        // It prints attributes to standard error.
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }
}

fn homely<'a>(command: &'a mut Command, folder: &std::path::Path) -> &'a mut Command {
    command.env("HOME", folder.join("home")).env("XDG_RUNTIME_DIR", folder.join("run"))
}

/// A process that uses keys, one line at a time.
struct User {
    process: Child,
    says: ChildStdin,
    hears: Lines<BufReader<ChildStdout>>,
}

impl User {
    fn start(mut program: Command) -> Self {
        program
            .args(["--exact", "user", "--ignored", "--nocapture", "--test-threads=1"])
            .env("ALTSMITH_TEST_USER", "1");
        let program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = started(program);
        let says = process.stdin.take().expect("input");
        let hears = BufReader::new(process.stdout.take().expect("output")).lines();
        Self { process, says, hears }
    }

    fn on(session: &Session) -> Self {
        Self::start(session.on_it(this_program().as_str()))
    }

    fn ask(&mut self, line: &str) -> String {
        writeln!(self.says, "{line}").expect("a process that listens");
        loop {
            let answer = self.hears.next().expect("an answer").expect("an answer");
            if let Some((_, answer)) = answer.split_once("-> ") {
                return answer.to_owned();
            }
        }
    }
}

impl Drop for User {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn this_program() -> String {
    std::env::current_exe().expect("this program").to_str().expect("a plain path").to_owned()
}

#[test]
fn keys_are_kept_in_the_keyring_shown_by_their_end_and_deleted() {
    let mut session = Session::new(true);
    session.start_keyring();
    let mut user = User::on(&session);
    assert_eq!(user.ask("status zakai api_key"), "not set");
    assert_eq!(user.ask("set zakai api_key first-value-0001"), "ok");
    assert_eq!(user.ask("set zakai api_key second-value-0002"), "ok");
    assert_eq!(user.ask("set openai-compatible api_key short"), "ok");
    assert_eq!(user.ask("status zakai api_key"), "Keyring 0002");
    assert_eq!(user.ask("status openai-compatible api_key"), "Keyring -");
    assert_eq!(user.ask("list"), "openai-compatible/api_key zakai/api_key");

    let shown = session.secret_tool(&["search", "--all", "service", "altsmith"]);
    for expected in ["secret = second-value-0002", "attribute.username = zakai/api_key", "Altsmith: zakai api_key"] {
        assert!(shown.contains(expected), "{expected} is not in {shown}");
    }
    assert!(!shown.contains("first-value"), "replaced, not added: {shown}");

    assert_eq!(User::on(&session).ask("get zakai api_key"), "second-value-0002", "another process has it too");
    assert_eq!(user.ask("delete zakai api_key"), "true");
    assert_eq!(user.ask("delete zakai api_key"), "false");
    assert_eq!(user.ask("get zakai api_key"), "nothing");
    assert!(!session.secret_tool(&["search", "--all", "service", "altsmith"]).contains("zakai"));
}

#[test]
fn a_key_in_the_keyring_belongs_to_the_host_for_which_it_was_typed() {
    let mut session = Session::new(true);
    session.start_keyring();
    let mut user = User::on(&session);
    assert_eq!(user.ask("set zakai api_key value-number-0001 https://home.example"), "ok");
    let mut another = User::on(&session);
    assert_eq!(another.ask("get zakai api_key https://home.example"), "value-number-0001");
    assert_eq!(another.ask("get zakai api_key https://other.example"), "nothing");
    assert_eq!(another.ask("status zakai api_key"), "Keyring 0001", "the host is no part of the key");
}

#[test]
fn a_keyring_that_was_restarted_works_on_in_the_same_process() {
    let mut session = Session::new(false);
    session.start_keyring();
    let mut user = User::on(&session);
    assert_eq!(user.ask("set zakai api_key value-before-restart"), "ok");
    session.stop_keyring();
    session.wait_for_name(false);
    assert_eq!(user.ask("get zakai api_key"), "KeyringUnavailable no_service");
    session.start_keyring();
    assert_eq!(user.ask("get zakai api_key"), "value-before-restart");
}

#[test]
fn without_a_bus_or_a_keyring_the_reason_is_named_and_memory_and_vault_still_work() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let mut alone = command(&this_program());
    homely(&mut alone, nowhere.path());
    let empty = Session::new(false);
    for (mut user, why) in
        [(User::start(alone), "KeyringUnavailable no_bus"), (User::on(&empty), "KeyringUnavailable no_service")]
    {
        for line in
            ["get zakai api_key", "set zakai api_key value", "delete zakai api_key", "list", "status zakai api_key"]
        {
            assert_eq!(user.ask(line), why, "{line}");
        }
        assert_eq!(user.ask("place session"), "ok");
        assert_eq!(user.ask("get zakai api_key"), "nothing", "nothing was kept by itself");
        assert_eq!(user.ask("set zakai api_key value"), "ok");
        assert_eq!(user.ask("get zakai api_key"), "value");
        assert_eq!(user.ask("delete zakai api_key"), "true");
        assert_eq!(user.ask("place vault"), "ok");
        assert_eq!(user.ask("set zakai api_key value"), "VaultLocked");
        assert_eq!(user.ask("unlock open sesame"), "ok");
        assert_eq!(user.ask("set zakai api_key value-in-the-vault"), "ok");
        assert_eq!(user.ask("status zakai api_key"), "Vault ault");
    }
}

#[test]
fn a_locked_keyring_that_cannot_ask_says_so_and_never_hangs() {
    let mut session = Session::new(false);
    session.start_keyring();
    assert_eq!(User::on(&session).ask("set zakai api_key value"), "ok");
    let lock = session
        .on_it("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ])
        .output()
        .expect("dbus-send");
    assert!(lock.status.success(), "{}", String::from_utf8_lossy(&lock.stderr));
    let begun = Instant::now();
    let mut user = User::on(&session);
    for line in ["get zakai api_key", "set imgopen access_key_id value"] {
        let said = user.ask(line);
        assert!(said.starts_with("KeyringLocked "), "{line}: {said}");
    }
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_keyring_that_hangs_is_given_up_and_then_left_alone() {
    let mut session = Session::new(false);
    session.start_keyring();
    let id = session.daemon.as_ref().expect("a keyring").id().to_string();
    let signal = |name: &str| assert!(Command::new("kill").args([name, &id]).status().expect("kill").success());
    signal("-STOP");
    let mut user = User::on(&session);
    let begun = Instant::now();
    assert_eq!(user.ask("get zakai api_key"), "KeyringUnavailable timed_out");
    let first = begun.elapsed();
    assert!(first < Duration::from_secs(20), "{first:?}");
    for _ in 0..5 {
        assert_eq!(user.ask("get zakai api_key"), "KeyringUnavailable timed_out");
    }
    assert!(begun.elapsed() < first + Duration::from_secs(2), "each picture would wait anew");
    signal("-CONT");
}

/// The process that uses keys. Does nothing unless the tests above start it.
#[test]
#[ignore = "started by the other tests"]
fn user() {
    if std::env::var_os("ALTSMITH_TEST_USER").is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let secrets = Secrets::new(folder.path(), KeyPlace::Keyring);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        let answer = runtime.block_on(obey(&secrets, &line)).unwrap_or_else(|error| {
            let failure = Failure::from(error);
            let why = failure.about.get("why").map(|why| format!(" {why}")).unwrap_or_default();
            format!("{:?}{why}", failure.reason)
        });
        println!("-> {answer}");
    }
}

async fn obey(secrets: &Secrets, line: &str) -> Result<String, altsmith_core::secrets::Error> {
    let words: Vec<&str> = line.split(' ').collect();
    let nowhere = Address::default();
    Ok(match words[..] {
        ["get", provider, field] => {
            secrets.get(provider, field, &nowhere).await?.map_or("nothing".into(), |value| value.expose().to_owned())
        }
        ["get", provider, field, origin] => {
            let address = Address { now: Origin::parse(origin), ..Address::default() };
            secrets.get(provider, field, &address).await?.map_or("nothing".into(), |value| value.expose().to_owned())
        }
        ["set", provider, field, value] => {
            secrets.set(provider, field, Secret::new(value), None).await.map(|()| "ok".into())?
        }
        ["set", provider, field, value, origin] => {
            let origin = Origin::parse(origin);
            secrets.set(provider, field, Secret::new(value), origin.as_ref()).await.map(|()| "ok".into())?
        }
        ["delete", provider, field] => secrets.delete(provider, field).await?.to_string(),
        ["list"] => secrets.list().await?.iter().map(|name| name.account()).collect::<Vec<_>>().join(" "),
        ["status", provider, field] => {
            let status = secrets.status(provider, field, &nowhere).await?;
            match status.from {
                Some(from) if status.set => format!("{from:?} {}", status.last4.as_deref().unwrap_or("-")),
                _ => "not set".into(),
            }
        }
        ["place", place] => {
            secrets.choose(if place == "vault" { KeyPlace::Vault } else { KeyPlace::Session });
            "ok".into()
        }
        ["unlock", ..] => secrets.unlock_vault(Secret::new(&line["unlock ".len()..])).await.map(|()| "ok".into())?,
        _ => panic!("what is {line}?"),
    })
}
