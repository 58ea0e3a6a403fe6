//! Every way in, on the real screen: drop, paste, address, arguments, a second start. And the way out: the clipboard.

use crate::altsmith::{OVERLAY, go, shown, wait_for_articles, wait_for_words};
use crate::pictures::{plain, png, serve, uri};
use altsmith_tests::desktop::{Running, Session, desktop_binary, wait_for};

#[test]
fn dropped_files_and_a_folder_become_words_that_are_copied_and_kept() {
    let session = Session::start();
    let pictures = session.folder().join("pictures");
    let files = [plain(&pictures, "blue.png", [0, 0, 255]), plain(&pictures, "Grüße #1 100%.png", [200, 0, 0])];
    let folder = pictures.join("Ferien 2024");
    plain(&folder, "green.png", [0, 160, 0]);
    plain(&folder.join("below"), "yellow.png", [240, 220, 0]);
    let dropped = [uri(&files[0]), uri(&files[1]), uri(&folder)];

    let window = session.open(&[]);
    let mut drag = window.drag_over(&dropped, OVERLAY);
    drag.away();
    window.wait_until("the overlay to go with the drag", &format!("!{OVERLAY}"));
    drop(drag);
    window.drag_over(&dropped, OVERLAY).release();
    window.wait_until("the overlay to go with the drop", &format!("!{OVERLAY}"));

    let described = wait_for_words(&window, 4);
    let names: Vec<&str> = described.iter().map(|card| card.name.as_str()).collect();
    for (card, name) in described.iter().zip(["blue", "Grüße #1 100%", "yellow", "green"]) {
        assert!(names.iter().any(|n| n.contains(name)), "{name} is in {names:?}");
        assert!(!card.alt.contains('\u{1b}') && !card.alt.contains('<'), "{card:?}");
    }
    let blue = described.iter().find(|card| card.name.contains("blue")).expect("the blue one");
    assert!(blue.alt.to_lowercase().contains("blue"), "{blue:?}");

    // The keyboard copies the words of the card that has the focus.
    window.js::<bool>("document.querySelector('[role=feed] > article').focus(); return true", &[]);
    window.key("ctrl+c");
    let first = described[0].alt.clone();
    let clipboard = session.clipboard();
    wait_for("the words in the clipboard", || clipboard.text().filter(|text| text.trim() == first));

    window.close();
    let again = session.open(&[]);
    go(&again, "history");
    let kept = wait_for_words(&again, 4);
    let alts = |list: &[crate::altsmith::Shown]| {
        let mut alts: Vec<String> = list.iter().map(|card| card.alt.clone()).collect();
        alts.sort();
        alts
    };
    assert_eq!(alts(&kept), alts(&described), "the history has the words after a restart");
}

#[test]
fn a_dropped_address_is_held_to_the_rules_and_an_empty_drop_gives_a_hint() {
    let session = Session::start();
    let window = session.open(&[]);
    // Plain http is for addresses that a person typed; a page that is dragged from must not choose it.
    let address = serve(png([1, 2, 3]));
    window.drag_over(&[address], OVERLAY).release();
    wait_for_articles(&window, 1, |card| card.alt.is_empty() && card.text.to_lowercase().contains("https"));

    // A drop that brings nothing, as some programs drag what has no address.
    window.drag_over(&[], OVERLAY).release();
    window.wait_until("a hint", "document.body.textContent.includes('in what you dropped')");
    wait_for_articles(&window, 1, |card| card.alt.is_empty());
}

#[test]
fn a_pasted_picture_and_copied_files_are_described() {
    let session = Session::start();
    let blue = plain(session.folder(), "blue.png", [0, 0, 255]);
    let red = plain(session.folder(), "rot & grün.png", [220, 0, 0]);
    let window = session.open(&[]);
    let clipboard = session.clipboard();

    let held = clipboard.put_picture(&blue);
    window.key("ctrl+v");
    let cards = wait_for_words(&window, 1);
    assert!(cards[0].alt.to_lowercase().contains("blue"), "{cards:?}");
    drop(held);

    let held = clipboard.put_files(&[&red, &blue]);
    window.key("ctrl+v");
    let cards = wait_for_words(&window, 3);
    assert!(cards.iter().any(|card| card.name.contains("rot & grün")), "{cards:?}");
    drop(held);

    let held = clipboard.put_text("not a picture");
    window.key("ctrl+v");
    window.wait_until("a hint", "document.body.innerText.toLowerCase().includes('clipboard')");
    assert_eq!(shown(&window).len(), 3);
    drop(held);
}

#[test]
fn a_typed_and_a_pasted_address_are_described() {
    let session = Session::start();
    let address = serve(png([0, 0, 255]));
    let window = session.open(&[]);
    window.key("ctrl+l");
    window.type_into("dialog[open] input", &address);
    window.key("Return");
    // The person sees the whole of what is fetched; who says no fetches nothing.
    session.dialog("Do you agree\\?").dismiss();
    window.activate();
    assert!(shown(&window).is_empty());
    window.key("ctrl+l");
    window.type_into("dialog[open] input", &address);
    window.key("Return");
    session.dialog("Do you agree\\?").agree();
    window.activate();
    let cards = wait_for_words(&window, 1);
    assert!(cards[0].name.contains("a picture.png"), "{cards:?}");

    let second = serve(png([220, 0, 0]));
    let held = session.clipboard().put_text(&format!("{second}\n"));
    window.js::<bool>("document.activeElement?.blur(); return true", &[]);
    window.key("ctrl+v");
    session.dialog("Do you agree\\?").agree();
    window.activate();
    wait_for_words(&window, 2);
    drop(held);
}

#[test]
fn pictures_given_as_arguments_are_there_and_a_broken_one_stops_nobody() {
    let session = Session::start();
    let folder = session.folder().join("given");
    let good = plain(&folder, "good.png", [0, 0, 255]);
    let whole = std::fs::read(&good).expect("a picture");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_string_lossy().into_owned()
    };
    let arguments = [
        write("empty.png", b""),
        write("cut off.png", &whole[..whole.len() / 2]),
        good.to_string_lossy().into_owned(),
        write("not a picture.jpg", b"Dear Anna, the pictures are in the other letter."),
        folder.join("gone.png").to_string_lossy().into_owned(),
        write("last.png", &png([0, 160, 0])),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let window = session.open(&arguments);
    let is_finished = |name: &str, alt: &str, text: &str| !alt.is_empty() || text.len() > name.len() + 20;
    let cards = wait_for_articles(&window, 6, |card| is_finished(&card.name, &card.alt, &card.text));
    let described: Vec<&str> = cards.iter().filter(|c| !c.alt.is_empty()).map(|c| c.name.as_str()).collect();
    assert_eq!(described.len(), 2, "{cards:#?}");
    assert!(described.iter().all(|name| name.contains("good") || name.contains("last")), "{described:?}");
    let reasons: std::collections::BTreeSet<String> =
        cards.iter().filter(|c| c.alt.is_empty()).map(|c| c.text.replace(&c.name, "")).collect();
    assert_eq!(reasons.len(), 4, "each says its own reason: {reasons:#?}");
}

#[test]
fn a_second_start_hands_its_pictures_to_the_first_window() {
    let session = Session::start();
    let picture = plain(session.folder(), "blue.png", [0, 0, 255]);
    let window = session.open(&[]);
    let mut second = session.command(desktop_binary());
    // A relative name is meant in the folder of the second start.
    second.current_dir(session.folder()).arg(picture.file_name().expect("a name"));
    let ended = Running::start(&mut second).wait();
    assert!(ended.success(), "{ended}");
    wait_for_words(&window, 1);
}
