//! What surrounds the program: its environment, the rights of its files, the authorities for certificates of the machine.

use crate::desk::{DESCRIBEPICTURE_KEYS, Desk, in_data_folder, lines, stderr, stdout};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::tls::{Authority, Door, Shown};
use std::fs;
use std::process::{Command, Output};

fn desk() -> Desk<DescribePicture> {
    let desk = Desk::new("describepicture", DescribePicture::default(), DESCRIBEPICTURE_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    desk
}

fn goes_to(desk: &Desk<DescribePicture>, url: &str) {
    let set = desk.run(&["config", "set", "providers.describepicture.endpoint", url]);
    assert!(set.status.success(), "{}", stderr(&set));
}

#[cfg(unix)]
#[test]
fn what_the_program_starts_gets_no_keys() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let folder = tempfile::TempDir::new().unwrap();
    let (script, seen) = (folder.path().join("tesseract"), folder.path().join("seen"));
    fs::write(&script, "#!/bin/sh\nenv >> \"$SEEN\"\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let mut command = desk.command(&["describe", "--provider", "builtin", "a.png"]);
    command.env("PATH", path).env("SEEN", &seen).env("ALTSMITH_VAULT_PASSPHRASE", "open sesame");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let seen = fs::read_to_string(seen).expect("it was started");
    assert!(seen.contains("OMP_THREAD_LIMIT=1") && seen.contains("ALTSMITH_DATA_DIR="), "{seen}");
    for secret in ["test-app-id-42", "open sesame", "ALTSMITH_DESCRIBEPICTURE"] {
        assert!(!seen.contains(secret), "{secret}: {seen}");
    }
    let line = &desk.describe(&["a.png", "--lang", "en"])[0];
    assert!(line["alt"].is_string(), "the key itself is still used: {line}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_kept_whatever_the_umask_is() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let folder = tempfile::TempDir::new().unwrap();
    let data = folder.path().join("data");
    let run = |arguments: &str| {
        let program = env!("CARGO_BIN_EXE_altsmith");
        let mut command = Command::new("sh");
        command.args(["-c", &format!("umask 000; exec '{program}' {arguments}")]).current_dir(desk.pictures.path());
        in_data_folder(&mut command, &data);
        let output = command.envs(DESCRIBEPICTURE_KEYS.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    run("describe --provider builtin a.png");
    run(&format!("config set providers.describepicture.endpoint {}", desk.service.url));
    run("describe --provider describepicture --lang en a.png");
    let mut left = vec![data];
    let mut looked_at = 0;
    while let Some(path) = left.pop() {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
        looked_at += 1;
        if path.is_dir() {
            left.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    assert!(looked_at > 6, "thumbnail, database, log and their folders: {looked_at}");
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn without_any_authority_services_on_this_computer_work_and_the_rest_says_why() {
    let desk = desk();
    let nothing = tempfile::TempDir::new().unwrap();
    let empty = nothing.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    let describe = || -> Output {
        let mut command =
            desk.command(&["describe", "--provider", "describepicture", "--lang", "en", "--json", "a.png"]);
        command.env("SSL_CERT_FILE", &empty).env("SSL_CERT_DIR", nothing.path().join("none")).output().unwrap()
    };
    goes_to(&desk, "https://localhost:9");
    let error = &lines(&describe())[0]["error"];
    assert_eq!(error["code"], "network", "{error}");
    let said = error["message"].as_str().unwrap();
    assert!(said.contains("no list of authorities") && said.contains("localhost:9"), "{said}");
    goes_to(&desk, &desk.service.url);
    let line = &lines(&describe())[0];
    assert!(line["alt"].is_string(), "{line}");
}

#[test]
fn a_further_authority_is_checked_as_it_is_set_and_vouches_from_then_on() {
    let desk = desk();
    let authority = Authority::new().unwrap();
    let door = Door::start(&desk.service.url, &authority, Shown::Good).unwrap();
    goes_to(&desk, &door.url);
    let error = |desk: &Desk<DescribePicture>| desk.describe(&["a.png", "--lang", "en"])[0]["error"].clone();
    let unknown = error(&desk);
    assert_eq!(unknown["code"], "network", "{unknown}");
    assert!(unknown["message"].as_str().unwrap().contains("does not trust"), "{unknown}");
    assert!(unknown["action"].as_str().unwrap().contains("config set authority"), "{unknown}");

    fs::write(desk.pictures.path().join("none.pem"), "nothing").unwrap();
    let refused = desk.run(&["config", "set", "authority", "none.pem"]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("PEM"), "{}", stderr(&refused));

    let file = desk.pictures.path().join("ours.pem");
    authority.write(&file).unwrap();
    let set = desk.run(&["config", "set", "authority", "ours.pem"]);
    assert!(set.status.success(), "{}", stderr(&set));
    let told = stdout(&desk.run(&["config", "get", "authority"]));
    assert!(told.trim_end().ends_with("ours.pem") && std::path::Path::new(told.trim_end()).is_absolute(), "{told}");
    assert!(stdout(&desk.run(&["config", "list"])).contains("authority="));
    desk.picture("b.png", [30, 30, 200]);
    let line = &desk.describe(&["b.png", "--lang", "en"])[0];
    assert!(line["alt"].is_string(), "{line}");

    fs::remove_file(&file).unwrap();
    let gone = error(&desk);
    assert!(gone["action"].as_str().unwrap().contains("cannot be read any more"), "{gone}");
    assert!(desk.run(&["config", "unset", "authority"]).status.success());
    assert!(error(&desk)["action"].as_str().unwrap().contains("config set authority"));
}

#[test]
fn a_search_for_too_many_words_says_so() {
    let desk = desk();
    let words = vec!["word"; 1_000].join(" ");
    for command in [&["history", &words][..], &["export", "--format", "csv", &words]] {
        let output = desk.run(command);
        assert!(!output.status.success());
        assert!(stderr(&output).contains("more than 200 words"), "{}", stderr(&output));
    }
    let most = vec!["word"; 200].join(" ");
    for mark in ["", "-", "tag:"] {
        let each: Vec<_> = most.split(' ').map(|word| format!("{mark}{word}")).collect();
        let output = desk.run(&["history", "--", &each.join(" ")]);
        assert!(output.status.success(), "{mark}: {}", stderr(&output));
    }
}
