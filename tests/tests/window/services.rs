//! The services from end to end, in the real window against simulators of them: a key into the keyring, pictures dropped,
//! words back, money written down, everything still there after a restart; and what a person meets when it goes wrong.

use crate::altsmith::{OVERLAY, Shown, go, press, shown, wait_for_articles, wait_for_words};
use crate::pictures::{plain, png, serve, uri};
use altsmith_core::library::{Library, RequestKind, RequestLine};
use altsmith_tests::desktop::{Keyring, Session, SessionOptions, Window, binary, wait_for};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Documented, Fault, Simulator};
use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::Semaphore;

/// Runs the command line on the same data folder.
pub fn altsmith(session: &Session, arguments: &[&str]) -> String {
    altsmith_with(session, arguments, "")
}

/// With this on standard input.
fn altsmith_with(session: &Session, arguments: &[&str], input: &str) -> String {
    let mut command = session.command(binary("altsmith", "ALTSMITH_CLI_BIN", "cargo build -p altsmith-cli"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("altsmith starts");
    // One that asks for nothing may have ended already.
    let _ = running.stdin.take().expect("its input").write_all(input.as_bytes());
    let output = running.wait_with_output().expect("an end");
    assert!(output.status.success(), "altsmith {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The window describes with this service, which is at this address.
fn choose(session: &Session, service: &str, address: &str) {
    altsmith(session, &["config", "set", &format!("providers.{service}.endpoint"), address]);
    altsmith(session, &["config", "set", "provider", service]);
}

/// Sets the chosen service up as a person does who was told that it needs a key; the keys by their fields.
fn set_up(window: &Window<'_>, keys: &[(&str, &str)]) {
    press(window, "Set up");
    for (field, value) in keys {
        window.type_into(&format!("dialog[open] input[name={field}]"), value);
    }
    press(window, "Save");
    test_key(window, keys.len());
}

/// Tries the keys, once so many are kept.
fn test_key(window: &Window<'_>, keys: usize) {
    let kept = "document.querySelectorAll('dialog[open] [data-set]').length";
    window.wait_until("the keys to be kept", &format!("{kept} >= {keys}"));
    press(window, "Test the key");
}

fn wait_for_answer(window: &Window<'_>, text: &str) {
    window.wait_until(text, &format!("document.querySelector('dialog[open]')?.innerText.includes({text:?})"));
}

/// What the keyring holds of Altsmith.
fn kept(session: &Session) -> String {
    // `secret-tool` tells attributes on the other channel and fails where there is nothing.
    let output = session.command("secret-tool").args(["search", "--all", "service", "altsmith"]).output();
    let output = output.expect("secret-tool starts");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn drop_on<S: Documented + 'static>(window: &Window<'_>, session: &Session, names: &[&str], service: &Simulator<S>) {
    let before = service.received().len();
    let colour = |name: &str| match name {
        "blue.png" => [0, 0, 255],
        "green.png" => [0, 160, 0],
        _ => [200, 0, 0],
    };
    let pictures = names.iter().map(|name| uri(&plain(session.folder(), name, colour(name))));
    window.drag_over(&pictures.collect::<Vec<_>>(), OVERLAY).release();
    if names.len() > 1 {
        window.wait_for_text(&format!("{} pictures for", names.len()));
        window.wait_until("the estimate", "document.querySelector('.held [aria-disabled=true]') === null");
        assert_eq!(service.received().len(), before, "nothing is sent before the person has seen what it costs");
        press(window, &format!("Describe {} pictures", names.len()));
    }
}

fn must_keep_to_the_documents<S: Documented + 'static>(service: &Simulator<S>) {
    assert_eq!(service.violations(), Vec::<String>::new());
}

#[test]
fn a_key_pictures_words_and_money_are_there_again_after_a_restart() {
    let (session, service) = (Session::start(), Simulator::start(ImageDescriber::default()));
    let key = service.with(|service| service.key.clone());
    choose(&session, "imagedescriber", &service.url);
    altsmith(&session, &["config", "set", "providers.imagedescriber.model", "generate_tags"]);
    let window = session.open(&[]);
    set_up(&window, &[("api_key", &key)]);
    wait_for_answer(&window, "Image Describer answers");
    press(&window, "Done");
    assert!(kept(&session).contains("imagedescriber/api_key"), "{}", kept(&session));
    let shows_key = "return document.documentElement.outerHTML.includes(arguments[0])";
    assert!(!window.js::<bool>(shows_key, &[key.clone().into()]), "the page has forgotten the key");

    drop_on(&window, &session, &["blue.png", "green.png"], &service);
    let described = wait_for_words(&window, 2);
    assert_eq!(service.with(|service| service.pictures.len()), 2);
    go(&window, "usage");
    window.wait_for_text("198");
    window.close();

    let again = session.open(&[]);
    go(&again, "history");
    let history = wait_for_words(&again, 2);
    assert!(history.iter().all(|entry| described.iter().any(|card| card.alt == entry.alt)), "{history:?}");
    go(&again, "usage");
    again.wait_for_text("198");
    again.wait_for_text("green.png");
    // The key is still there: one picture more needs nothing but to be dropped.
    go(&again, "describe");
    drop_on(&again, &session, &["red.png"], &service);
    wait_for_words(&again, 1);
    must_keep_to_the_documents(&service);

    let ledger = altsmith(&session, &["credits", "--json"]);
    assert!(ledger.contains("197"), "the command line tells the same: {ledger}");
    let log = std::fs::read_to_string(session.data().join("logs/requests.log")).expect("a log of requests");
    assert!(log.contains("generate_tags") && !log.contains(&key), "{log}");
}

#[test]
fn zak_ai_is_set_up_and_describes() {
    let (session, service) = (Session::start(), Simulator::start(ZakAi::default()));
    let (secret, key) = service.with(|service| (service.secret.clone(), service.api_key.clone()));
    choose(&session, "zakai", &service.url);
    let window = session.open(&[]);
    set_up(&window, &[("secret", &secret), ("api_key", &key)]);
    wait_for_answer(&window, "ZAK-AI");
    wait_for_answer(&window, "200");
    press(&window, "Done");
    drop_on(&window, &session, &["blue.png", "green.png"], &service);
    wait_for_words(&window, 2);
    // The balance is read after the batch, and what runs out is said where the pictures are.
    let notice = "document.querySelector('.notices [role=note]')";
    window.wait_until("the notice", &format!("{notice}?.innerText.includes('that day has passed')"));
    press(&window, "Dismiss");
    window.wait_until("the notice to go", &format!("{notice} === null"));
    let kept = kept(&session);
    assert!(kept.contains("zakai/secret") && kept.contains("zakai/api_key"), "{kept}");
    must_keep_to_the_documents(&service);
}

#[test]
fn what_the_person_knows_goes_with_pictures_that_a_crash_left() {
    let (session, service) = (Session::start(), Simulator::start(ZakAi::default()));
    let (secret, key) = service.with(|service| (service.secret.clone(), service.api_key.clone()));
    choose(&session, "zakai", &service.url);
    for (field, value) in [("secret", &secret), ("api_key", &key)] {
        altsmith_with(&session, &["keys", "set", "zakai", field], value);
    }
    let window = session.open(&[]);
    window.wait_until("the place for it", "document.querySelector('.user-context textarea')");
    window.type_into(".user-context textarea", "Anna and Ben at the harbour");
    let pictures =
        [plain(session.folder(), "blue.png", [0, 0, 255]), plain(session.folder(), "green.png", [0, 160, 0])];
    window.drag_over(&pictures.map(|path| uri(&path)), OVERLAY).release();
    window.wait_for_text("2 pictures for ZAK-AI");
    window.wait_until("the estimate", "document.querySelector('.held [aria-disabled=true]') === null");
    window.kill();

    let again = session.open(&[]);
    again.wait_for_text("2 pictures are left from last time");
    again.wait_for_text("Anna and Ben at the harbour");
    again.wait_until("the estimate", "document.querySelector('.held [aria-disabled=true]') === null");
    assert_eq!(service.received().len(), 0, "nothing goes by itself");
    press(&again, "Describe 2 pictures");
    wait_for_words(&again, 2);
    let captions =
        service.with(|service| service.asked.iter().map(|asked| asked["caption"].clone()).collect::<Vec<_>>());
    assert_eq!(captions, ["Anna and Ben at the harbour"; 2]);
    must_keep_to_the_documents(&service);
    again.close();
    let last = session.open(&[]);
    last.wait_until("the empty view", "document.querySelector('.welcome')");
}

#[test]
fn describepicture_is_set_up_describes_and_answers_a_question() {
    let (session, service) = (Session::start(), Simulator::start(DescribePicture::default()));
    let app_id = service.with(|service| service.app_id.clone());
    choose(&session, "describepicture", &service.url);
    let window = session.open(&[]);
    set_up(&window, &[("app_id", &app_id)]);
    wait_for_answer(&window, "DescribePicture answers");
    press(&window, "Done");
    drop_on(&window, &session, &["blue.png"], &service);
    wait_for_words(&window, 1);

    window.type_into(".questions textarea", "How many boats are there?");
    press(&window, "Ask");
    wait_for("the question to be asked", || {
        let asked = service.with(|service| service.opened.last().map(ToString::to_string).unwrap_or_default());
        asked.contains("How many boats").then_some(())
    });
    window.wait_until("the answer", "document.querySelector('.questions .answer')");
    must_keep_to_the_documents(&service);
    window.close();
    let again = session.open(&[]);
    go(&again, "history");
    wait_for_words(&again, 1);
    again.wait_for_text("How many boats are there?");
}

#[test]
fn img_open_describes_a_picture_by_its_address() {
    let (session, service) = (Session::start(), Simulator::start(ImgOpen::default()));
    let (id, secret) = service.with(|service| (service.key_id.clone(), service.key_secret.clone()));
    choose(&session, "imgopen", &service.url);
    let address = serve(png([0, 0, 255]));
    let window = session.open(&[]);
    set_up(&window, &[("access_key_id", &id), ("access_key_secret", &secret)]);
    wait_for_answer(&window, "Img Open answers");
    press(&window, "Done");
    window.key("ctrl+l");
    window.type_into("dialog[open] input", &address);
    window.key("Return");
    session.dialog("Do you agree\\?").agree();
    window.activate();
    wait_for_words(&window, 1);
    let submitted =
        service.with(|service| service.tasks.values().map(|task| task.submitted.clone()).collect::<Vec<_>>());
    assert_eq!(submitted.len(), 1);
    assert_eq!(submitted[0]["image"], address.as_str(), "passed on as it is");
    must_keep_to_the_documents(&service);
}

#[test]
fn a_wrong_key_is_said_where_the_picture_is_and_replaced() {
    let (session, service) = (Session::start(), Simulator::start(ImageDescriber::default()));
    let key = service.with(|service| service.key.clone());
    choose(&session, "imagedescriber", &service.url);
    let window = session.open(&[]);
    set_up(&window, &[("api_key", "this-is-another-key")]);
    wait_for_answer(&window, "does not know this API key");
    press(&window, "Done");
    drop_on(&window, &session, &["blue.png"], &service);
    wait_for_articles(&window, 1, |card| card.text.contains("does not know this API key"));

    press(&window, "Replace key");
    press(&window, "Replace");
    window.type_into("dialog[open] input[name=api_key]", &key);
    press(&window, "Save");
    test_key(&window, 1);
    wait_for_answer(&window, "Image Describer answers");
    press(&window, "Done");
    press(&window, "Try again");
    wait_for_words(&window, 1);
}

/// The key of Image Describer, kept from the command line.
fn keep_key(session: &Session, key: &str) {
    altsmith_with(session, &["keys", "set", "imagedescriber", "api_key"], key);
}

#[test]
fn without_a_keyring_the_person_chooses_and_nothing_is_written() {
    let session = Session::start_with(&SessionOptions { keyring: Keyring::None, ..SessionOptions::default() });
    let service = Simulator::start(ImageDescriber::default());
    let key = service.with(|service| service.key.clone());
    choose(&session, "imagedescriber", &service.url);
    let window = session.open(&[]);
    press(&window, "Set up keys");
    press(&window, "Keep until Altsmith is closed");
    window.type_into("dialog[open] input[name=api_key]", &key);
    press(&window, "Save");
    test_key(&window, 1);
    wait_for_answer(&window, "Image Describer answers");
    press(&window, "Done");
    drop_on(&window, &session, &["blue.png"], &service);
    wait_for_words(&window, 1);
    window.close();
    for file in files(&session.data()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!bytes.windows(key.len()).any(|part| part == key.as_bytes()), "the key is in {}", file.display());
    }
    let again = session.open(&[]);
    again.wait_for_text("needs a key");
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).collect::<Vec<_>>());
    let paths = entries.unwrap_or_default().into_iter().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_request_that_a_crash_cut_off_is_never_sent_again_by_itself() {
    let (session, service) = (Session::start(), Simulator::start(ImageDescriber::default()));
    let key = service.with(|service| service.key.clone());
    choose(&session, "imagedescriber", &service.url);
    keep_key(&session, &key);
    let window = session.open(&[]);
    service.next(Fault::Silence);
    drop_on(&window, &session, &["blue.png"], &service);
    wait_for("the request", || (!service.received().is_empty()).then_some(()));
    window.kill();

    let again = session.open(&[]);
    again.wait_for_text("It may have been charged");
    again.wait_for_text("blue.png");
    assert_eq!(service.received().len(), 1, "the person decides");
    press(&again, "Send again: blue.png");
    wait_for("the second request", || (service.received().len() == 2).then_some(()));
    again.wait_until("the notice to go", "!document.body.innerText.includes('It may have been charged')");
    go(&again, "history");
    wait_for_words(&again, 1);
}

#[test]
fn a_window_that_is_closed_waits_unseen_for_what_is_on_its_way_and_sends_nothing_more() {
    let (session, service) = (Session::start(), Simulator::start(ImageDescriber::default()));
    let key = service.with(|service| service.key.clone());
    choose(&session, "imagedescriber", &service.url);
    keep_key(&session, &key);
    let answers = Arc::new(Semaphore::new(0));
    service.always(Fault::Late(answers.clone()));
    // More than are ever asked for at once.
    let count = std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4)) + 3;
    let window = session.open(&[]);
    let pictures =
        (0..count).map(|n| plain(session.folder(), &format!("{n}.png"), [u8::try_from(n).unwrap(), 90, 160]));
    window.drag_over(&pictures.map(|path| uri(&path)).collect::<Vec<_>>(), OVERLAY).release();
    window.wait_for_text(&format!("{count} pictures for"));
    window.wait_until("the estimate", "document.querySelector('.held [aria-disabled=true]') === null");
    press(&window, &format!("Describe {count} pictures"));
    wait_for("a request", || (!service.received().is_empty()).then_some(()));

    window.close_and_leave();
    let database = rusqlite::Connection::open(session.data().join("library.sqlite3")).expect("a database");
    let waiting = "SELECT count(*) FROM batch_items WHERE state = 'queued'";
    wait_for("the rest to be held", || {
        database.query_row(waiting, [], |row| row.get::<_, u32>(0)).ok().filter(|waiting| *waiting == 0)
    });
    assert!(window.is_running(), "answers are on their way");
    answers.add_permits(count);
    window.wait_for_end();
    let sent = service.received().len();
    assert!(sent < count, "all {sent} were sent");

    let again = session.open(&[]);
    let left = count - sent;
    again.wait_for_text(&format!("{left} pictures are left from last time"));
    go(&again, "history");
    wait_for_words(&again, sent);
    assert_eq!(service.received().len(), sent, "nothing goes by itself");
    must_keep_to_the_documents(&service);
}

#[test]
fn what_is_asked_for_in_the_history_says_what_it_waits_for_and_is_stopped() {
    let (session, service) = (Session::start(), Simulator::start(DescribePicture::default()));
    let app_id = service.with(|service| service.app_id.clone());
    choose(&session, "describepicture", &service.url);
    let window = session.open(&[]);
    set_up(&window, &[("app_id", &app_id)]);
    wait_for_answer(&window, "DescribePicture answers");
    press(&window, "Done");
    drop_on(&window, &session, &["blue.png"], &service);
    wait_for_words(&window, 1);
    let sent = service.received().len();
    use_up_the_hour(&session);

    go(&window, "history");
    wait_for_words(&window, 1);
    press(&window, "Describe again");
    window.wait_for_text("(limit of the service)");
    press(&window, "Cancel");
    let gone = "!document.body.innerText.includes('(limit of the service)')";
    window.wait_until("the wait to end", gone);
    window.type_into(".questions textarea", "How many boats are there?");
    press(&window, "Ask");
    window.wait_for_text("(limit of the service)");
    press(&window, "Cancel");
    window.wait_until("the wait to end", gone);
    window.wait_until("what was stopped to be no trouble", "document.querySelector('.inspector .trouble') === null");
    assert_eq!(service.received().len(), sent, "nothing was sent");
}

/// As if another program on the same data had sent a hundred requests just now.
fn use_up_the_hour(session: &Session) {
    let library = Library::open(&session.data()).expect("a database").library;
    let account = library.balances().expect("balances").remove(0).line.account;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
    let line = RequestLine {
        at_ms: i64::try_from(now).expect("a time"),
        provider: "describepicture".into(),
        account,
        kind: RequestKind::Sent,
        run: None,
        amount: None,
        unit: None,
    };
    for _ in 0..100 {
        library.count_request(&line).expect("counted");
    }
}

#[test]
fn the_request_that_would_pass_the_budget_is_not_sent() {
    let (session, service) = (Session::start(), Simulator::start(DescribePicture::default()));
    let app_id = service.with(|service| service.app_id.clone());
    choose(&session, "describepicture", &service.url);
    altsmith(&session, &["config", "set", "providers.describepicture.budget_day", "0.02 usd"]);
    let window = session.open(&[]);
    set_up(&window, &[("app_id", &app_id)]);
    wait_for_answer(&window, "DescribePicture answers");
    press(&window, "Done");
    let tested = service.with(|service| service.pictures.len());
    drop_on(&window, &session, &["blue.png", "green.png", "red.png"], &service);
    // The third one is refused, or waits with its reason above the list, where the others were still at work.
    let stopped = |card: &Shown| card.text.contains("budget") || card.name.contains("Waits for your word");
    wait_for_articles(&window, 3, |card| !card.alt.is_empty() || stopped(card));
    window.wait_for_text("your budget for a day is $0.02");
    let refused = shown(&window).iter().filter(|card| card.alt.is_empty()).count();
    assert_eq!((refused, service.with(|service| service.pictures.len()) - tested), (1, 2));
}
