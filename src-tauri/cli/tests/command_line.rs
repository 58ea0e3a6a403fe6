//! The command line as a process: what scripts rely on.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use image::{Rgb, RgbImage};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A data folder and a folder of pictures, both gone afterwards.
struct Bench {
    data: TempDir,
    pictures: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { data: TempDir::new().expect("data"), pictures: TempDir::new().expect("pictures") }
    }

    fn picture(&self, name: &str, colour: [u8; 3]) -> PathBuf {
        let path = self.pictures.path().join(name);
        RgbImage::from_pixel(200, 200, Rgb(colour)).save(&path).expect("picture");
        path
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.pictures.path().join(name);
        std::fs::write(&path, bytes).expect("file");
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_altsmith"));
        command
            .args(arguments)
            .current_dir(self.pictures.path())
            .env("ALTSMITH_DATA_DIR", self.data.path())
            .env("LC_ALL", "en_GB.UTF-8")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("altsmith runs")
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(arguments);
        lines(&output)
    }
}

fn lines(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8 path")
}

const BLUE: [u8; 3] = [0, 0, 255];

#[test]
fn describes_in_every_language_of_the_describer() {
    let bench = Bench::new();
    bench.picture("blue.png", BLUE);
    let german = bench.run(&["describe", "blue.png", "--lang", "de"]);
    assert_eq!(stdout(&german), "blue.png: Einfarbiges blaues Rechteck.\n", "{}", stderr(&german));
    assert!(german.status.success());
    for language in ["en", "zh", "fr", "es", "ja", "ko"] {
        let line = &bench.json(&["describe", "blue.png", "--lang", language, "--json"])[0];
        assert_eq!(line["language"], language);
        assert!(!line["alt"].as_str().expect("alt").is_empty());
    }
}

#[test]
fn one_json_line_a_picture_in_input_order_with_the_bad_one_in_its_place() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    bench.file("b.png", b"this is no picture");
    bench.picture("c.jpg", [200, 20, 20]);
    let output = bench.run(&["describe", "a.png", "b.png", "gone.png", "c.jpg", "--json"]);
    assert_eq!(output.status.code(), Some(1), "some picture failed");
    let lines = lines(&output);
    let sources: Vec<_> = lines.iter().map(|line| line["source"].as_str().expect("source")).collect();
    assert_eq!(sources, ["a.png", "b.png", "gone.png", "c.jpg"]);
    assert_eq!(lines[1]["error"]["code"], "unsupported_format");
    assert_eq!(lines[2]["error"]["code"], "file_not_found");
    for line in [&lines[0], &lines[3]] {
        for field in ["image_id", "hash", "description_id", "provider", "language", "alt", "duration_ms", "cached"] {
            assert!(line.get(field).is_some(), "{field} is missing in {line}");
        }
        assert_eq!(line["provider"], "builtin");
        assert!(line.get("receipt").is_none(), "nothing left the computer");
        assert!(line.get("credits").is_none(), "nothing was charged");
    }
    assert!(stderr(&output).is_empty(), "no progress with --json: {}", stderr(&output));
}

#[test]
fn the_history_answers_an_identical_question_unless_forced() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    let first = bench.json(&["describe", "a.png", "--json"]);
    let second = bench.json(&["describe", "a.png", "--json"]);
    assert_eq!(first[0]["cached"], false);
    assert_eq!(second[0]["cached"], true);
    assert_eq!(first[0]["description_id"], second[0]["description_id"]);
    let forced = bench.json(&["describe", "a.png", "--json", "--force"]);
    assert_eq!(forced[0]["cached"], false);
    assert_ne!(first[0]["description_id"], forced[0]["description_id"]);
    let other = bench.json(&["describe", "a.png", "--json", "--max-chars", "40"]);
    assert_eq!(other[0]["cached"], false, "another question");
}

#[test]
fn equal_files_in_one_run_are_described_once() {
    let bench = Bench::new();
    let first = bench.picture("a.png", BLUE);
    for name in ["b.png", "c.png", "d.png"] {
        std::fs::copy(&first, bench.pictures.path().join(name)).expect("copy");
    }
    for force in [&[][..], &["--force"][..]] {
        let mut arguments = vec!["describe", "a.png", "b.png", "c.png", "d.png", "--json", "--jobs", "4"];
        arguments.extend(force);
        let lines = bench.json(&arguments);
        assert_eq!(lines.len(), 4);
        let fresh = lines.iter().filter(|line| line["cached"] == false).count();
        assert_eq!(fresh, 1, "{lines:?}");
        assert!(lines.iter().all(|line| line["description_id"] == lines[0]["description_id"]));
    }
}

#[test]
fn folders_and_standard_input_work() {
    let bench = Bench::new();
    std::fs::create_dir(bench.pictures.path().join("album")).expect("folder");
    bench.picture("album/img10.png", [0, 128, 0]);
    bench.picture("album/img2.png", BLUE);
    bench.file("album/notes.txt", b"not a picture");
    let lines = bench.json(&["describe", "album", "--json"]);
    let sources: Vec<_> = lines.iter().map(|line| line["source"].as_str().expect("source")).collect();
    assert_eq!(sources, ["album/img2.png", "album/img10.png"]);

    let bytes = std::fs::read(bench.pictures.path().join("album/img2.png")).expect("bytes");
    let mut child = bench
        .command(&["describe", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("altsmith runs");
    child.stdin.take().expect("stdin").write_all(&bytes).expect("written");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(lines_of(&output)[0]["source"], "-");
    assert!(output.status.success());
}

fn lines_of(output: &Output) -> Vec<Value> {
    lines(output)
}

#[test]
fn what_was_described_is_found_shown_and_exported() {
    let bench = Bench::new();
    bench.picture("sea.png", BLUE);
    bench.picture("wood.png", [0, 120, 0]);
    let lines = bench.json(&["describe", "sea.png", "wood.png", "--json", "--lang", "en", "--jobs", "1"]);
    let id = lines[0]["description_id"].to_string();
    let alt = lines[0]["alt"].as_str().expect("alt").to_owned();

    let found = bench.json(&["history", "blue", "--json"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["description_id"].to_string(), id);
    assert_eq!(bench.json(&["history", "--json"])[0]["name"], "wood.png", "newest first");
    assert_eq!(bench.json(&["history", "--json", "--limit", "1"]).len(), 1);
    assert_eq!(bench.json(&["history", "nowhere", "--json"]).len(), 0);

    assert_eq!(stdout(&bench.run(&["show", &id])), format!("{alt}\n"));
    assert!(stdout(&bench.run(&["show", &id, "--format", "html"])).contains("<figure>"));
    assert!(stdout(&bench.run(&["show", &id, "--format", "markdown"])).starts_with("!["));
    assert_eq!(bench.json(&["show", &id, "--format", "json"])[0]["alt"], alt);
    assert_eq!(bench.run(&["show", "4711"]).status.code(), Some(1));

    let csv = stdout(&bench.run(&["export", "--format", "csv"]));
    let records = csv::Reader::from_reader(csv.as_bytes()).records().count();
    assert_eq!(records, 2, "two entries below a header: {csv}");
    assert_eq!(bench.json(&["export", "blue", "--format", "jsonl"]).len(), 1);
    let out = bench.pictures.path().join("out.html");
    assert!(bench.run(&["export", "--format", "html", "--out", text(&out)]).status.success());
    assert!(std::fs::read_to_string(out).expect("page").contains(&alt));
}

#[test]
fn settings_are_kept_and_wrong_ones_refused() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    assert!(bench.run(&["config", "set", "language", "de"]).status.success());
    assert_eq!(stdout(&bench.run(&["config", "get", "language"])), "de\n");
    assert_eq!(stdout(&bench.run(&["describe", "a.png"])), "a.png: Einfarbiges blaues Rechteck.\n");
    assert!(bench.run(&["config", "unset", "language"]).status.success());
    assert_eq!(stdout(&bench.run(&["config", "get", "language"])), "ui\n");
    assert!(stdout(&bench.run(&["config", "list"])).contains("length_profile=web\n"));
    for wrong in [
        &["config", "set", "colour", "red"][..],
        &["config", "set", "appearance", "pink"],
        &["config", "set", "own_length", "many"],
        &["config", "get", "colour"],
        &["describe", "a.png", "--provider", "nobody"],
        &["describe", "a.png", "--model", "gpt"],
        &["describe", "a.png", "--style", "poem"],
        &["check", "nobody"],
        &["describe"],
        &["frobnicate"],
    ] {
        let output = bench.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!stderr(&output).is_empty(), "{wrong:?} says what is wrong");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_a_reader_that_goes_away_is_not() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    bench.run(&["describe", "a.png"]);
    let commands: &[&[&str]] = &[
        &["describe", "a.png"],
        &["describe", "a.png", "--json"],
        &["history"],
        &["history", "--json"],
        &["show", "1"],
        &["export", "--format", "csv"],
        &["export", "--format", "jsonl"],
        &["export", "--format", "html"],
        &["providers"],
        &["config", "list"],
        &["config", "get", "language"],
        &["check", "builtin"],
    ];
    for arguments in commands {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let output = bench.command(arguments).stdout(full).output().expect("altsmith runs");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            stderr(&output).contains("could not be written: the disk is full"),
            "{arguments:?} {}",
            stderr(&output)
        );

        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = bench.command(arguments).stdout(writer).output().expect("altsmith runs");
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{arguments:?}");
    }
    let output = bench.run(&["export", "--format", "csv", "--out", "/dev/full"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("the disk is full"), "{}", stderr(&output));
}

#[test]
fn a_dry_run_says_what_would_happen_and_keeps_nothing() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    let plan = bench.json(&["describe", "a.png", "--dry-run", "--json"]);
    assert_eq!(plan[0]["provider"], "builtin");
    assert_eq!(plan[0]["cached"], false);
    assert!(plan[0].get("host").is_none(), "nothing would be sent");
    assert_eq!(bench.json(&["history", "--json"]).len(), 0);
}

#[test]
fn many_processes_share_one_data_folder() {
    let bench = Bench::new();
    for n in 0..6 {
        bench.picture(&format!("{n}.png"), [n * 40, 10, 200]);
    }
    let children: Vec<_> = (0..4)
        .map(|_| {
            bench
                .command(&["describe", ".", "--json"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("altsmith runs")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("ends");
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(lines(&output).len(), 6);
    }
    assert_eq!(bench.json(&["history", "--json"]).len(), 6, "one entry a picture");
}

#[test]
fn a_damaged_database_is_moved_aside_and_a_newer_one_refused() {
    let bench = Bench::new();
    bench.picture("a.png", BLUE);
    bench.run(&["describe", "a.png"]);
    let database = std::fs::read_dir(bench.data.path())
        .expect("data folder")
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|e| e == "db" || e == "sqlite" || e == "sqlite3"))
        .expect("a database");
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", text(&database)));
    }
    std::fs::write(&database, b"not a database at all, but long enough to be looked at twice").expect("damage");
    let output = bench.run(&["describe", "a.png"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("aside"), "says so: {}", stderr(&output));
    assert_eq!(bench.json(&["history", "--json"]).len(), 1, "a new history was begun");

    let newer = rusqlite::Connection::open(&database).expect("open");
    newer.pragma_update(None, "user_version", 9999).expect("newer");
    drop(newer);
    let output = bench.run(&["history"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("newer"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_was_finished() {
    use std::io::{BufRead, BufReader};
    let bench = Bench::new();
    for n in 0..200u8 {
        bench.picture(&format!("{n:03}.png"), [n, 255 - n, 100]);
    }
    let mut child = bench
        .command(&["describe", ".", "--json", "--jobs", "1"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("altsmith runs");
    let mut reader = BufReader::new(child.stdout.take().expect("stdout"));
    let mut first = String::new();
    reader.read_line(&mut first).expect("a first line");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
    let finished = 1 + reader
        .lines()
        .map_while(Result::ok)
        .filter(|line| serde_json::from_str::<Value>(line).is_ok_and(|line| line.get("alt").is_some()))
        .count();
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    assert!(finished < 200, "it was interrupted in the middle");
    assert_eq!(bench.json(&["history", "--json", "--limit", "500"]).len(), finished, "what was finished is saved");
}

#[cfg(target_os = "linux")]
#[test]
fn an_argument_that_is_no_text_is_a_file_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    let made = bench.picture("blue.png", BLUE);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.png");
    std::fs::rename(made, bench.pictures.path().join(name)).expect("renamed");
    let output = bench.command(&["describe"]).arg(name).output().expect("altsmith runs");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "caf\u{fffd}.png: Solid blue rectangle.\n");
}

#[cfg(unix)]
#[test]
fn a_name_changes_no_line_of_output() {
    let bench = Bench::new();
    bench.picture("a\nforged.png: Not written by anybody.\u{1b}[31m\u{202e}.png", BLUE);
    let output = bench.run(&["describe", "."]);
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 1, "{text:?}");
    assert!(!text.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{text:?}");
    let object = &bench.json(&["describe", ".", "--json"])[0];
    let source = object["source"].as_str().expect("source");
    assert!(!source.contains(|c: char| c.is_control() || c == '\u{202e}'), "{source:?}");
}

#[test]
fn the_path_is_in_export_history_and_search() {
    let bench = Bench::new();
    std::fs::create_dir(bench.pictures.path().join("Harbour album")).expect("a folder");
    let made = bench.picture("blue.png", BLUE);
    std::fs::rename(made, bench.pictures.path().join("Harbour album/blue.png")).expect("moved");
    bench.run(&["describe", "Harbour album"]);
    let found = bench.json(&["history", "harbour ALBUM", "--json"]);
    assert_eq!(found.len(), 1, "found by its folder");
    assert!(found[0]["path"].as_str().expect("path").ends_with("blue.png"));
    for format in ["csv", "jsonl"] {
        let text = stdout(&bench.run(&["export", "--format", format]));
        assert!(text.contains("Harbour album"), "{format}: {text}");
    }
}

#[test]
fn what_was_taken_of_a_file_is_said() {
    let bench = Bench::new();
    let pages = [[0, 0, 255], [0, 255, 0], [255, 0, 0]].map(|colour| RgbImage::from_pixel(60, 40, Rgb(colour)));
    bench.file("scan.tif", &altsmith_tests::fixtures::tiff_pages(&pages));
    let output = bench.run(&["describe", "scan.tif"]);
    assert_eq!(stdout(&output), "scan.tif: Solid blue rectangle.\n");
    assert!(stderr(&output).contains("Only the first of 3 pages"), "{}", stderr(&output));
    let warning = &bench.json(&["describe", "scan.tif", "--json"])[0]["warnings"][0];
    assert_eq!(warning["code"], "first_of_several");
    assert!(warning["message"].as_str().expect("message").contains('3'), "{warning}");
}

#[test]
fn servers_of_ones_own_are_added_named_removed_and_put_back() {
    let bench = Bench::new();
    let lab =
        bench.run(&["connections", "add", "openai-compatible", "--name", "Lab", "--endpoint", "http://127.0.0.1:9/v1"]);
    assert_eq!((lab.status.code(), stdout(&lab).as_str()), (Some(0), "lab\n"), "{}", stderr(&lab));
    // Where keys are kept nobody is asked: the answer is the same on every machine.
    assert!(bench.run(&["config", "set", "key_place", "session"]).status.success());
    let named = bench.run(&["connections", "add", "openai-compatible", "--id", "mine"]);
    assert_eq!(stdout(&named), "mine\n", "{}", stderr(&named));
    assert!(bench.run(&["connections", "rename", "mine", "My server"]).status.success());
    let list = bench.json(&["connections", "list", "--json"]);
    let known: Vec<_> = list.iter().map(|line| (line["id"].as_str().unwrap(), line["added"] == true)).collect();
    assert_eq!(known[known.len() - 3..], [("openai-compatible", false), ("lab", true), ("mine", true)]);
    let last = list.last().unwrap();
    assert_eq!((last["name"].as_str(), last["host"].as_str()), (Some("My server"), None));
    assert_eq!(list[list.len() - 2]["host"], "127.0.0.1");
    let providers = bench.json(&["providers", "--json"]);
    let mine = providers.iter().find(|line| line["id"] == "mine").expect("listed");
    assert_eq!((mine["kind"].as_str(), mine["name"].as_str()), (Some("openai-compatible"), Some("My server")));
    assert_eq!(mine["keys_set"]["api_key"], Value::Bool(false));
    let given =
        bench.command(&["providers", "--json"]).env("ALTSMITH_MINE_API_KEY", "key-0123456789").output().unwrap();
    let given = lines(&given).into_iter().find(|line| line["id"] == "mine").unwrap();
    assert_eq!(given["keys_set"]["api_key"], Value::Bool(true));

    assert!(bench.run(&["config", "set", "providers.lab.price:qwen2.5-vl", "0.15/0.60"]).status.success());
    assert_eq!(stdout(&bench.run(&["config", "get", "providers.lab.price:qwen2.5-vl"])), "0.15/0.60\n");
    let wrong = bench.run(&["config", "set", "providers.lab.price", "cheap"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));

    assert!(bench.run(&["connections", "remove", "lab"]).status.success());
    let plain = stdout(&bench.run(&["connections", "list"]));
    assert!(plain.ends_with("lab\topenai-compatible\tLab\t127.0.0.1\tremoved\n"), "{plain}");
    bench.picture("a.png", BLUE);
    let gone = bench.run(&["describe", "a.png", "--provider", "lab"]);
    assert_eq!(gone.status.code(), Some(2), "{}", stderr(&gone));
    for refused in [
        &["connections", "add", "openai-compatible", "--id", "lab"][..],
        &["connections", "add", "openai-compatible", "--id", "zakai"],
        &["connections", "add", "openai-compatible", "--id", "Not an id"],
        &["connections", "add", "zakai"],
        &["connections", "remove", "zakai"],
        &["connections", "remove", "lab"],
        &["connections", "rename", "mine", " "],
    ] {
        let output = bench.run(refused);
        assert_eq!(output.status.code(), Some(2), "{refused:?} {}", stderr(&output));
        assert!(!stderr(&output).is_empty() && stdout(&output).is_empty(), "{refused:?}");
    }
    assert!(bench.run(&["connections", "restore", "lab"]).status.success());
    assert_eq!(
        stdout(&bench.run(&["config", "get", "providers.lab.endpoint"])),
        "http://127.0.0.1:9/v1\n",
        "as it was"
    );
}
