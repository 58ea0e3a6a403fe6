//! Files that were made to do harm, given to the real program: each is refused with its reason, and the pictures beside it
//! are described all the same.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_tests::fixtures;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// What must not end the program, and the code that it is refused with.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let drawing = |content: &str| {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'>";
        format!("{head}{content}</svg>").into_bytes()
    };
    let styled = "<style>.a{filter:url(#f)}</style><filter id='f'><feImage href='#a'/></filter>\
                  <g id='a'><rect class='a' width='9' height='9'/></g>";
    let plain =
        "<filter id='f'><feImage href='#a'/></filter><g id='a'><rect filter='url(#f)' width='9' height='9'/></g>";
    let noise = "<filter id='f'><feTurbulence baseFrequency='.1' numOctaves='4294967295'/></filter>\
                 <rect width='900' height='900' filter='url(#f)'/>";
    let grown = "<filter id='f'><feMorphology operator='dilate' radius='800'/></filter>\
                 <rect width='900' height='900' filter='url(#f)'/>";
    let mut entities = "<!DOCTYPE svg [<!ENTITY a '".to_owned();
    entities.push_str(&"<g/>".repeat(2000));
    entities.push_str("'>]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>");
    entities.push_str(&"&a;".repeat(200_000));
    entities.push_str("</svg>");
    let too_large: &[&str] = &["image_too_large"];
    vec![
        ("loop.svg", drawing(plain), too_large),
        // Past what is looked for before: the child's end is the reason.
        ("loop-in-style.svg", drawing(styled), &["corrupt_image"]),
        ("noise.svg", drawing(noise), too_large),
        ("grown.svg", drawing(grown), too_large),
        ("entities.svg", entities.into_bytes(), too_large),
        ("lies.avif", lying_avif(), too_large),
    ]
}

/// Declares a small picture and codes one of 16,384 × 16,384.
fn lying_avif() -> Vec<u8> {
    let boxed = |name: &[u8], content: &[u8]| [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat();
    // A reduced still picture: the sides take 16 bits each, and are given less one.
    let header = [0x0A, 0x07, 0x1A, 0x3F, 0xCF, 0xFF, 0xCF, 0xFF, 0xC0];
    let size = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 48]);
    let configuration = boxed(b"av1C", &[&[0x81, 0, 0, 0][..], &header].concat());
    let properties = boxed(b"iprp", &boxed(b"ipco", &[size, configuration].concat()));
    let meta = boxed(b"meta", &[vec![0; 4], properties].concat());
    [boxed(b"ftyp", b"avif\0\0\0\0avifmif1"), meta].concat()
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_altsmith"));
    command.args(arguments).env("LC_ALL", "en_GB.UTF-8").env("ALTSMITH_DATA_DIR", data);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_batch_goes_on_after_each_file_that_was_made_to_do_harm() {
    let folder = TempDir::new().unwrap();
    let data = TempDir::new().unwrap();
    let hostile = hostile();
    for (at, (name, bytes, _)) in hostile.iter().enumerate() {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let picture = fixtures::photo(96, 64, at as u32 + 1);
        std::fs::write(folder.path().join(format!("{name}.png")), fixtures::png(&picture)).unwrap();
    }
    let output = command(data.path(), &["describe", "--json", &folder.path().to_string_lossy()]).output().unwrap();
    let lines = lines(&output);
    assert_eq!(lines.len(), 2 * hostile.len(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in &lines {
        let source = line["source"].as_str().unwrap();
        let code = &line["error"]["code"];
        match hostile.iter().find(|(name, ..)| source.ends_with(name)) {
            Some((name, _, codes)) => assert!(codes.iter().any(|known| code == known), "{name}: {line}"),
            None => assert!(code.is_null(), "{line}"),
        }
    }
}

/// The program by hand, as a worker that nobody asks: it ends.
#[test]
fn a_worker_without_work_ends() {
    let data = TempDir::new().unwrap();
    let output = command(data.path(), &["--altsmith-worker=decode", "1000000000", "10"]).output().unwrap();
    assert!(output.status.success());
    assert!(output.stdout.is_empty());
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0, "it touched the data folder");
    let unknown = command(data.path(), &["--altsmith-worker=nothing", "1000000000", "10"]).output().unwrap();
    assert!(!unknown.status.success());
}
