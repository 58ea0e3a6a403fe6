//! The way in, from the outside: folders and files as they lie on a disk, and servers that answer badly.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::imaging::Format;
use altsmith_core::ingest::{Incoming, Item, Limits, Loaded, fetch, read, walk};
use altsmith_core::trust::Trust;
use altsmith_tests::fixtures;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

fn png() -> Vec<u8> {
    fixtures::png(&fixtures::quadrants(8, 8))
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn item(path: PathBuf) -> Item {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Item { source: path.display().to_string(), from: Incoming::Path(path), name }
}

fn refused(path: PathBuf, limits: &Limits) -> Reason {
    let failure = read(&item(path), limits).expect_err("a refusal");
    assert!(failure.about.contains_key("name"), "the refusal names the picture");
    failure.reason
}

#[test]
fn a_folder_gives_its_pictures_in_natural_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["img10.png", "img2.png", "Album/b.png", ".hidden.png", ".git/x.png", "zebra.jpg"] {
        put(root, name, &png());
    }
    put(root, "notes.txt", b"not a picture");
    put(root, "fake.jpg", b"not a picture either");
    put(root, "picture-without-extension", &png());
    put(root, "drawing.svg", &fixtures::svg(8, 8));
    let found = walk(vec![Incoming::Path(root.to_path_buf())], &Limits::default());
    let names: Vec<&str> = found.items.iter().map(|item| item.name.as_str()).collect();
    let all = ["b.png", "drawing.svg", "fake.jpg", "img2.png", "img10.png", "picture-without-extension", "zebra.jpg"];
    assert_eq!(names, all);
    assert!(found.refused.is_empty(), "{:?}", found.refused);
    let source = Path::new(&found.items[0].source);
    assert_eq!(source, root.join("Album").join("b.png"));
}

#[test]
fn a_folder_of_downloads_has_a_line_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".repeat(4);
    let comment = [b"<!--".to_vec(), vec![b'x'; 90_000], b"-->".to_vec(), fixtures::svg(8, 8)].concat();
    let files: &[(&str, Vec<u8>, Option<Reason>)] = &[
        ("behind-a-comment-without-ending", comment.clone(), None),
        ("behind-a-comment.svg", comment.clone(), None),
        ("empty.png", Vec::new(), Some(Reason::EmptyFile)),
        ("film.jpg", film, Some(Reason::NotAnImage)),
        ("layers.psd", b"8BPS\0\x01".to_vec(), Some(Reason::FormatNotBuiltIn)),
        ("notes.jpg", b"plain text".to_vec(), Some(Reason::NotAnImage)),
        ("packed-behind-a-comment.svgz", gzip(&comment), None),
        ("packed.svgz", b"\x1f\x8b\x08 damaged".to_vec(), Some(Reason::NotAnImage)),
        ("page.jpg", b"<!doctype html><html>".to_vec(), Some(Reason::NotAnImage)),
        ("photo.CR3", fixtures::canon_boxed_raw(1, b""), None),
        ("photo.NEF", fixtures::raw(1, None), None),
        ("photo.orf", fixtures::raw_with_sign(*b"IIRO", 1, b""), None),
    ];
    for (name, bytes, _) in files {
        put(root, name, bytes);
    }
    for (name, bytes) in [
        ("Thumbs.db", png()),
        ("desktop.ini", b"[.ShellClassInfo]".to_vec()),
        ("__MACOSX/photo.jpg", png()),
        ("._photo.jpg", png()),
        ("notes.txt", b"text".to_vec()),
        ("song.mp3", b"ID3".to_vec()),
    ] {
        put(root, name, &bytes);
    }
    let found = walk(vec![Incoming::Path(root.to_path_buf())], &Limits::default());
    let judged: Vec<(&str, Option<Reason>)> = found
        .items
        .iter()
        .map(|item| (item.name.as_str(), read(item, &Limits::default()).err().map(|failure| failure.reason)))
        .collect();
    let expected: Vec<(&str, Option<Reason>)> = files.iter().map(|(name, _, reason)| (*name, *reason)).collect();
    assert_eq!(judged, expected);
    assert!(found.refused.is_empty(), "{:?}", found.refused);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[cfg(unix)]
#[test]
fn what_is_named_like_a_picture_and_cannot_be_opened_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("annexed/elsewhere.jpg", folder.path().join("annexed.jpg")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("notes")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.png")).status().unwrap();
    assert!(made.success());
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    let judged: Vec<_> = found
        .items
        .iter()
        .map(|item| (item.name.as_str(), read(item, &Limits::default()).expect_err("unreadable").reason))
        .collect();
    assert_eq!(judged, [("annexed.jpg", Reason::FileGone), ("pipe.png", Reason::NotAFile)]);
}

#[cfg(unix)]
#[test]
fn a_name_forges_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a\nb.jpg: A forged line.png", "red\u{1b}[31m.png", "gnp.\u{202e}exe.png", "bell\u{7}\u{9b}.png"] {
        let path = put(folder.path(), name, &png());
        let given = walk(vec![Incoming::Path(path)], &Limits::default()).items.remove(0);
        let within = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default()).items.remove(0);
        for item in [given, within] {
            for shown in [&item.name, &item.source] {
                assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'), "{shown:?}");
            }
            assert!(read(&item, &Limits::default()).is_ok(), "the file is found by its true name");
        }
        fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_not_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.png");
    fs::write(folder.path().join(name), png()).unwrap();
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    assert_eq!(found.items[0].name, "caf\u{fffd}.png");
    assert!(read(&found.items[0], &Limits::default()).is_ok());
}

#[test]
fn the_source_is_as_it_was_given() {
    let folder = tempfile::Builder::new().prefix("photos").tempdir_in(".").unwrap();
    put(folder.path(), "a/cat.png", &png());
    let given = PathBuf::from(folder.path().file_name().unwrap());
    let found = walk(vec![Incoming::Path(given.clone())], &Limits::default());
    assert_eq!(Path::new(&found.items[0].source), given.join("a").join("cat.png"));
}

#[test]
fn what_was_given_by_itself_is_always_judged() {
    let folder = tempfile::tempdir().unwrap();
    let text = put(folder.path(), "notes.txt", b"not a picture");
    let hidden = put(folder.path(), ".hidden.png", &png());
    let gone = folder.path().join("gone.png");
    let given = [&text, &hidden, &gone].map(|path| Incoming::Path(path.clone()));
    let found = walk(given.to_vec(), &Limits::default());
    assert_eq!(found.items.len(), 3);
    assert_eq!(read(&found.items[0], &Limits::default()).unwrap_err().reason, Reason::NotAnImage);
    assert_eq!(read(&found.items[1], &Limits::default()).unwrap().format, Format::Png);
    assert_eq!(read(&found.items[2], &Limits::default()).unwrap_err().reason, Reason::FileGone);
}

#[test]
fn a_folder_without_pictures_says_so() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "notes.txt", b"text");
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    assert!(found.items.is_empty());
    assert_eq!(found.refused[0].1.reason, Reason::FolderEmpty);
}

#[test]
fn the_limits_of_walking_are_said_once() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..9 {
        put(folder.path(), &format!("{at}.png"), &png());
    }
    put(folder.path(), "a/b/c/deep.png", &png());
    let few = Limits { max_files: 5, ..Limits::default() };
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &few);
    assert_eq!(found.items.len(), 5);
    let reasons: Vec<Reason> = found.refused.iter().map(|(_, failure)| failure.reason).collect();
    assert_eq!(reasons, [Reason::FolderLimit]);
    let shallow = Limits { max_depth: 2, ..Limits::default() };
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &shallow);
    assert_eq!(found.items.len(), 9);
    assert_eq!((found.refused[0].0.name.as_str(), found.refused[0].1.reason), ("c", Reason::FolderTooDeep));
    assert_eq!(found.refused[0].1.about["limit"], "2", "how deep is too deep");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_end() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a/cat.png", &png());
    symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    symlink("self", folder.path().join("self")).unwrap();
    symlink(folder.path().join("a/cat.png"), folder.path().join("link.png")).unwrap();
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    let names: Vec<&str> = found.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["cat.png", "link.png"]);
}

#[test]
fn a_file_is_what_its_content_is() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = read(&item(put(folder.path(), "really-a.jpg", &png())), &Limits::default()).unwrap();
    assert_eq!(loaded.format, Format::Png);
    let known = read(&item(put(folder.path(), "abc.svg", b"<svg/>")), &Limits::default()).unwrap();
    // echo -n '<svg/>' | sha256sum
    assert_eq!(known.file_hash, "d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6");
    let limits = Limits::default();
    assert_eq!(refused(put(folder.path(), "page.png", b"<!doctype html><p>404"), &limits), Reason::NotAnImage);
    assert_eq!(refused(put(folder.path(), "empty.png", b""), &limits), Reason::EmptyFile);
    assert_eq!(refused(folder.path().join("gone.png"), &limits), Reason::FileGone);
    assert_eq!(refused(folder.path().to_path_buf(), &limits), Reason::NotAFile);
    let photoshop = read(&item(put(folder.path(), "a.psd", b"8BPS\0\x01")), &limits).unwrap_err();
    assert_eq!(photoshop.reason, Reason::FormatNotBuiltIn);
    assert_eq!(photoshop.about["format"], "Photoshop");
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.png");
    // Larger than the memory of any machine: only a look at its size can refuse it.
    fs::File::create(&path).unwrap().set_len(1 << 43).unwrap();
    assert_eq!(refused(path, &Limits::default()), Reason::FileTooLarge);
    let exact = put(folder.path(), "a.png", &png());
    let limit = png().len() as u64;
    assert!(read(&item(exact.clone()), &Limits { max_bytes: limit, ..Limits::default() }).is_ok());
    assert_eq!(refused(exact, &Limits { max_bytes: limit - 1, ..Limits::default() }), Reason::FileTooLarge);
    let bytes = Incoming::Bytes { bytes: png(), name: "pasted".into() };
    let pasted = Item { from: bytes, name: "pasted".into(), source: "pasted".into() };
    let failure = read(&pasted, &Limits { max_bytes: limit - 1, ..Limits::default() }).unwrap_err();
    assert_eq!(failure.reason, Reason::FileTooLarge);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.png");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(refused(pipe, &Limits::default()), Reason::NotAFile);
    assert_eq!(refused("/dev/zero".into(), &Limits::default()), Reason::NotAFile);
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    assert_eq!(found.refused[0].1.reason, Reason::FolderEmpty, "a pipe in a folder is passed over");
}

#[cfg(unix)]
#[test]
fn a_locked_file_in_a_folder_is_not_passed_over() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let locked = put(folder.path(), "locked.png", &png());
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_ok() {
        return; // The administrator may read everything.
    }
    let found = walk(vec![Incoming::Path(folder.path().to_path_buf())], &Limits::default());
    assert_eq!(read(&found.items[0], &Limits::default()).unwrap_err().reason, Reason::PermissionDenied);
}

/// A server that gives each request the answer that `answer` makes of its path and its own address.
fn serve(answer: fn(&str, SocketAddr) -> Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                let text = String::from_utf8_lossy(&request[..length]).into_owned();
                let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
                if path.starts_with("/silent") {
                    // Holds the connection until the client gives up.
                    let _ = stream.read(&mut request);
                    return;
                }
                let _ = stream.write_all(&answer(&path, address));
            });
        }
    });
    address
}

fn respond(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

fn answers(path: &str, address: SocketAddr) -> Vec<u8> {
    let redirect = |to: &str| respond("302 Found", &format!("Location: {to}\r\nContent-Length: 0\r\n"), b"");
    match path.split('?').next().unwrap_or_default() {
        "/cat.png" => respond("200 OK", &format!("Content-Length: {}\r\n", png().len()), &png()),
        "/page.png" => respond("200 OK", "Content-Type: image/png\r\nContent-Length: 15\r\n", b"<!doctype html>"),
        "/empty.png" => respond("200 OK", "Content-Length: 0\r\n", b""),
        "/declared.png" => respond("200 OK", "Content-Length: 999999999999\r\n", &png()),
        "/streamed.png" => respond("200 OK", "", &vec![0x89; 5 << 20]),
        "/moved" => redirect(&format!("http://{address}/cat.png")),
        "/loop" => redirect("/loop"),
        "/inside" => redirect("https://10.0.0.1/router"),
        "/metadata" => redirect("https://169.254.169.254/latest"),
        "/plain" => redirect("http://example.org/cat.png"),
        "/file" => redirect("file:///etc/passwd"),
        "/nowhere" => respond("302 Found", "Content-Length: 0\r\n", b""),
        _ => respond("404 Not Found", "Content-Length: 0\r\n", b""),
    }
}

async fn get(path: &str, limits: &Limits, local_only: bool) -> Result<Loaded, Failure> {
    let url = format!("http://{}{path}", serve(answers));
    fetch_url(&url, true, limits, local_only).await
}

async fn fetch_url(url: &str, typed: bool, limits: &Limits, local_only: bool) -> Result<Loaded, Failure> {
    let item = walk(vec![Incoming::Url { url: url.into(), typed }], limits).items.remove(0);
    fetch(&item, limits, &Trust::default(), local_only).await
}

#[tokio::test]
async fn an_address_gives_its_picture() {
    for path in ["/cat.png", "/moved"] {
        let loaded = get(path, &Limits::default(), true).await.unwrap();
        assert_eq!((loaded.format, loaded.bytes), (Format::Png, png()));
        assert!(loaded.url.unwrap().ends_with(path));
    }
}

#[tokio::test]
async fn bad_answers_have_their_reasons() {
    let small = Limits { max_bytes: 1 << 20, ..Limits::default() };
    let table = [
        ("/gone.png?key=secret", Reason::UrlStatus),
        ("/page.png", Reason::NotAnImage),
        ("/empty.png", Reason::EmptyFile),
        ("/declared.png", Reason::FileTooLarge),
        ("/streamed.png", Reason::FileTooLarge),
        ("/loop", Reason::UrlUnreachable),
        ("/inside", Reason::UrlNotPublic),
        ("/metadata", Reason::UrlNotPublic),
        ("/plain", Reason::UrlNotHttps),
        ("/file", Reason::UrlInvalid),
        ("/nowhere", Reason::UrlStatus),
    ];
    for (path, reason) in table {
        let failure = get(path, &small, false).await.expect_err(path);
        assert_eq!(failure.reason, reason, "{path}");
        assert!(!format!("{failure:?}").contains("secret"), "the query is told to nobody");
        assert!(failure.about.contains_key("name"), "{path}");
    }
    assert_eq!(get("/gone.png", &small, false).await.unwrap_err().about["status"], "404");
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let limits = Limits { url_seconds: 1, ..Limits::default() };
    assert_eq!(get("/silent", &limits, false).await.unwrap_err().reason, Reason::UrlTimeout);
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let failure = fetch_url(&format!("http://127.0.0.1:{port}/a.png"), true, &Limits::default(), false).await;
    assert_eq!(failure.unwrap_err().reason, Reason::UrlUnreachable);
}

#[tokio::test]
async fn a_dropped_address_does_not_reach_this_computer() {
    let port = serve(answers).port();
    for url in [format!("https://127.0.0.1:{port}/cat.png"), format!("https://localhost:{port}/cat.png")] {
        let failure = fetch_url(&url, false, &Limits::default(), false).await.unwrap_err();
        assert_eq!(failure.reason, Reason::UrlNotPublic, "{url}");
    }
    let plain = fetch_url(&format!("http://127.0.0.1:{port}/cat.png"), false, &Limits::default(), false).await;
    assert_eq!(plain.unwrap_err().reason, Reason::UrlNotHttps);
}

#[tokio::test]
async fn local_only_asks_nobody_else() {
    let failure = fetch_url("https://example.org/cat.png", true, &Limits::default(), true).await.unwrap_err();
    assert_eq!(failure.reason, Reason::LocalOnly);
}
