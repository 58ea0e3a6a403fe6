//! Every field comes back; versions are added, never changed; money and settings are kept.

use super::*;
use altsmith_core::compose::Warning;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::library::{LedgerKind, LedgerLine, RequestKind, RequestLine};
use altsmith_core::provider::{Credits, Tokens};
use altsmith_core::view::{Author, DescriptionEdit, DescriptionState, Receipt};
use std::path::PathBuf;

#[test]
fn a_picture_comes_back_as_it_was_put() {
    let (_dir, library) = library();
    let new = image(1, "cat.jpg");
    let id = library.put_image(&new).unwrap();
    let row = library.image(id).unwrap();
    assert_eq!((row.hash, row.name, row.origin), (new.hash.clone(), new.name, new.origin));
    assert_eq!((row.format, row.width, row.height, row.bytes), (Format::Jpeg, 4000, 3000, 1_234_567));
    assert!(!row.favourite);
    assert_eq!(library.image_by_hash(&new.hash).unwrap().unwrap().id, id);
    assert_eq!(library.image_by_hash("none").unwrap(), None);
    assert_eq!(library.image(id + 1).unwrap_err().reason, Reason::NotFound);
}

#[test]
fn the_same_content_keeps_its_row_and_takes_the_newer_name() {
    let (_dir, library) = library();
    let id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let pasted = NewImage { origin: None, ..image(1, "Pasted picture") };
    assert_eq!(library.put_image(&pasted).unwrap(), id);
    let row = library.image(id).unwrap();
    assert_eq!(row.name, "Pasted picture");
    assert_eq!(row.origin, Some(Origin::Path("/photos/cat.jpg".into())), "a picture from nowhere forgets no origin");
    let linked = NewImage { origin: Some(Origin::Url("https://example.org/cat.jpg".into())), ..image(1, "cat.jpg") };
    library.put_image(&linked).unwrap();
    assert_eq!(library.image(id).unwrap().origin, linked.origin);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_comes_back_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let (_dir, library) = library();
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/photos/\xff\xfe.jpg"));
    let id = library.put_image(&NewImage { origin: Some(Origin::Path(path.clone())), ..image(1, "x") }).unwrap();
    assert_eq!(library.image(id).unwrap().origin, Some(Origin::Path(path)));
}

#[test]
fn words_come_back_with_everything_that_belongs_to_them() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let new = NewDescription {
        prompt: Some("briefly".into()),
        description: Some("A *long* text".into()),
        title: Some("Cat".into()),
        tags: vec!["cat".into(), "sofa".into()],
        decorative: Some("ornament".into()),
        warnings: vec![Warning::AltTooLong],
        receipt: Some(Receipt {
            host: "h".into(),
            mime: "image/png".into(),
            width: 1,
            height: 2,
            bytes: 3,
            metadata_removed: true,
            by_address: false,
            via: None,
        }),
        credits: Some(Credits {
            used: Some(1.0),
            remaining: Some(199.5),
            unit: "credits".into(),
            ..Credits::default()
        }),
        tokens: Some(Tokens { input: 7, output: 8 }),
        incomplete: Some(Failure::new(Reason::ProviderUnavailable).with("provider", "Zak")),
        raw: Some("{\"raw\":1}".into()),
        facts: Some(serde_json::json!({"kind": "photo"})),
        request_key: Some("key".into()),
        ..words(image_id, "A cat.")
    };
    let id = library.save(&new, None).unwrap();
    let row = library.description(id).unwrap();
    assert_eq!((row.alt, row.description, row.title), (new.alt, new.description, new.title));
    assert_eq!((row.tags, row.decorative, row.warnings), (new.tags, new.decorative, new.warnings));
    assert_eq!((row.receipt, row.credits, row.tokens), (new.receipt, new.credits, new.tokens));
    assert_eq!(row.incomplete, new.incomplete);
    assert_eq!((row.prompt, row.request_key, row.created_ms), (new.prompt, new.request_key, 2_000));
    assert_eq!((row.author, row.state, row.duration_ms), (Author::Model, DescriptionState::Draft, 5));
    assert_eq!(library.raw(id).unwrap(), new.raw);
    assert_eq!(library.facts::<serde_json::Value>(image_id).unwrap(), new.facts);
}

#[test]
fn an_empty_text_is_none() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "a")).unwrap();
    let new = NewDescription { title: Some("  ".into()), ..words(image_id, "") };
    let row = library.description(library.save(&new, None).unwrap()).unwrap();
    assert_eq!((row.alt, row.title), (None, None));
}

#[test]
fn an_edit_is_a_new_version_and_leaves_the_old_one() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let first = NewDescription { request_key: Some("key".into()), ..words(image_id, "A cat.") };
    let first_id = library.save(&first, None).unwrap();
    let edit = DescriptionEdit { alt: Some("My cat Mia.".into()), ..DescriptionEdit::default() };
    let edited_id = library.edit(first_id, &edit, 3_000).unwrap();
    let edited = library.description(edited_id).unwrap();
    assert_eq!(edited.alt.as_deref(), Some("My cat Mia."));
    assert_eq!(
        (edited.parent_id, edited.author, edited.state),
        (Some(first_id), Author::Person, DescriptionState::Edited)
    );
    assert_eq!((edited.provider.as_str(), edited.request_key), ("zakai", None));
    assert_eq!(library.description(first_id).unwrap().alt.as_deref(), Some("A cat."));
    let ids: Vec<i64> = library.versions(image_id).unwrap().iter().map(|row| row.id).collect();
    assert_eq!(ids, [edited_id, first_id]);

    assert_eq!(library.edit(edited_id, &edit, 4_000).unwrap(), edited_id, "nothing changed, nothing written");
    let again = library.save(&first, None).unwrap();
    assert_eq!(library.description(edited_id).unwrap().alt.as_deref(), Some("My cat Mia."));
    let entry = library.entry(image_id).unwrap();
    assert_eq!((entry.words.id, entry.versions), (again, 3));
}

#[test]
fn an_older_version_becomes_the_newest_as_a_copy() {
    let (_dir, library) = library();
    let image_id = described(&library, 1, "cat.jpg", "First.");
    let first = library.versions(image_id).unwrap()[0].id;
    let edit = DescriptionEdit { alt: Some("Second.".into()), ..DescriptionEdit::default() };
    let second = library.edit(first, &edit, 3_000).unwrap();
    let restored = library.restore_version(first, 4_000).unwrap();
    assert!(restored > second);
    let entry = library.entry(image_id).unwrap();
    assert_eq!(entry.words.alt.as_deref(), Some("First."));
    assert_eq!((entry.words.author, entry.words.parent_id, entry.versions), (Author::Model, Some(first), 3));
    assert_eq!(library.restore_version(restored, 5_000).unwrap(), restored);
}

#[test]
fn the_newest_answer_to_the_same_question_is_found_again() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let hash = image(1, "").hash;
    let answer = |alt: &str| NewDescription { request_key: Some("key".into()), ..words(image_id, alt) };
    assert_eq!(library.answer_for("key", &hash).unwrap(), None);
    let old = library.save(&answer("Old."), None).unwrap();
    let new = library.save(&answer("New."), None).unwrap();
    library.edit(new, &DescriptionEdit { alt: Some("Mine.".into()), ..DescriptionEdit::default() }, 3_000).unwrap();
    library.restore_version(old, 4_000).unwrap();
    assert_eq!(library.answer_for("key", &hash).unwrap().unwrap().id, new);
    assert_eq!(library.answer_for("other", &hash).unwrap(), None);
    assert_eq!(library.answer_for("key", &image(2, "").hash).unwrap(), None);
}

#[test]
fn tags_are_the_newest_versions_and_the_persons_own() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let tagged = |tags: &[&str]| NewDescription {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..words(image_id, "A cat.")
    };
    library.save(&tagged(&["cat", "sofa", "Cat"]), None).unwrap();
    assert_eq!(library.tags(image_id).unwrap(), ["cat", "sofa"]);
    library.set_tags(image_id, &["cat".into(), "Mia".into()]).unwrap();
    assert_eq!(library.tags(image_id).unwrap(), ["cat", "Mia"]);
    library.save(&tagged(&["sofa", "window"]), None).unwrap();
    assert_eq!(library.tags(image_id).unwrap(), ["window", "Mia"], "what the person took away stays away");
    let newest = library.versions(image_id).unwrap()[0].id;
    let edit = DescriptionEdit { tags: Some(vec!["sofa".into()]), ..DescriptionEdit::default() };
    library.edit(newest, &edit, 3_000).unwrap();
    assert_eq!(library.tags(image_id).unwrap(), ["sofa", "Mia"], "the person may bring it back");
    library.set_tags(image_id, &[]).unwrap();
    assert!(library.tags(image_id).unwrap().is_empty());
    assert_eq!(library.set_tags(99, &[]).unwrap_err().reason, Reason::NotFound);
}

fn charge(used: f64, left: f64, at_ms: i64) -> LedgerLine {
    let credits = Credits {
        used: Some(used),
        remaining: Some(left),
        total: Some(200.0),
        unit: "credits".into(),
        ..Credits::default()
    };
    LedgerLine::charge("zakai", "me", &credits, Some("r-1".into()), at_ms)
}

#[test]
fn words_and_what_they_cost_are_saved_together() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    let id = library.save(&words(image_id, "A cat."), Some(&charge(1.0, 199.0, 10))).unwrap();
    let ledger = library.ledger(Some("zakai"), 0, 10).unwrap();
    assert_eq!(ledger.len(), 1);
    let line = &ledger[0].line;
    assert_eq!((line.description_id, line.kind, line.amount), (Some(id), LedgerKind::Charge, Some(1.0)));
    assert_eq!(line.request_id.as_deref(), Some("r-1"));

    let gone = words(image_id + 7, "Nobody's.");
    assert_eq!(library.save(&gone, Some(&charge(1.0, 198.0, 11))).unwrap_err().reason, Reason::NotFound);
    assert_eq!(library.ledger(None, 0, 10).unwrap().len(), 1, "neither or both");
}

#[test]
fn balances_are_the_last_of_each_account_and_days_are_summed() {
    let (_dir, library) = library();
    // Noon and a day later: two days in the calendar of any place.
    let day = 86_400_000 + 43_200_000;
    library.add_to_ledger(&charge(1.0, 199.0, day - 86_400_000)).unwrap();
    library.add_to_ledger(&charge(2.0, 197.0, day)).unwrap();
    library.add_to_ledger(&charge(3.0, 194.0, day + 5)).unwrap();
    let top_up =
        LedgerLine { kind: LedgerKind::TopUp, amount: Some(50.0), remaining: Some(244.0), ..charge(0.0, 0.0, day + 6) };
    library.add_to_ledger(&top_up).unwrap();
    library.add_to_ledger(&LedgerLine { account: "work".into(), ..charge(1.0, 9.0, day + 7) }).unwrap();
    let balances = library.balances().unwrap();
    let left: Vec<_> = balances.iter().map(|row| (row.line.account.as_str(), row.credits().remaining)).collect();
    assert_eq!(left, [("me", Some(244.0)), ("work", Some(9.0))]);
    let days = library.day_totals(0).unwrap();
    let sums: Vec<_> = days.iter().map(|d| (d.account.as_str(), d.amount, d.charges)).collect();
    assert_eq!(sums, [("me", 1.0, 1), ("me", 5.0, 2), ("work", 1.0, 1)]);
    assert!(days[0].day < days[1].day && days[1].day == days[2].day, "{days:?}");
    assert_eq!(library.day_totals(day).unwrap().len(), 2, "from a moment on");
}

#[test]
fn a_line_of_the_ledger_knows_its_picture_as_long_as_it_is_there() {
    let (_dir, library) = library();
    let image_id = library.put_image(&image(1, "cat.jpg")).unwrap();
    library.save(&words(image_id, "A cat."), Some(&charge(1.0, 199.0, 10))).unwrap();
    for at in 11..14 {
        library.add_to_ledger(&LedgerLine { provider: "imgopen".into(), ..charge(1.0, 9.0, at) }).unwrap();
    }
    let (total, page) = library.ledger_page(None, 1, 2).unwrap();
    let moments: Vec<_> = page.iter().map(|paid| paid.row.line.at_ms).collect();
    assert_eq!((total, moments), (4, vec![12, 11]), "newest first");
    let paid = || library.ledger_page(Some("zakai"), 0, 9).unwrap();
    let (total, page) = paid();
    let picture = page[0].picture.as_ref().unwrap();
    assert_eq!((total, picture.image_id, picture.name.as_str()), (1, image_id, "cat.jpg"));
    assert_eq!(picture.alt.as_deref(), Some("A cat."));
    library.delete(&[image_id], 20).unwrap();
    assert_eq!(paid().1[0].picture, None, "hidden");
    library.purge_deleted(21).unwrap();
    assert_eq!((paid().0, &paid().1[0].picture), (1, &None), "what was paid stays");
}

#[test]
fn an_answer_to_a_question_is_no_version() {
    let (_dir, library) = library();
    let image_id = described(&library, 1, "cat.jpg", "A cat.");
    let newest = library.entry(image_id).unwrap().words.id;
    let answer = |question: &str, alt: &str, key: &str| NewDescription {
        question: Some(question.into()),
        request_key: Some(key.into()),
        tags: vec!["clock".into()],
        ..words(image_id, alt)
    };
    let first = library.save(&answer("What time is it?", "Half past three.", "q1"), None).unwrap();
    library.save(&answer("And the day?", "A Wednesday.", "q2"), None).unwrap();
    let entry = library.entry(image_id).unwrap();
    assert_eq!((entry.words.id, entry.versions), (newest, 1));
    assert!(entry.tags.is_empty());
    assert_eq!(library.versions(image_id).unwrap().len(), 1);
    let asked: Vec<_> = library
        .conversation(image_id)
        .unwrap()
        .into_iter()
        .map(|row| (row.question.unwrap(), row.alt.unwrap()))
        .collect();
    assert_eq!(asked[0], ("What time is it?".to_owned(), "Half past three.".to_owned()));
    assert_eq!(asked.len(), 2);
    assert_eq!(library.answer_for("q1", &image(1, "").hash).unwrap().unwrap().id, first, "asked once");
    assert_eq!(found(&library, "half past"), ["cat.jpg"], "found by the answer");
    assert_eq!(found(&library, "what time"), ["cat.jpg"], "and by the question");
    let edit = DescriptionEdit { alt: Some("Mine.".into()), ..DescriptionEdit::default() };
    assert_eq!(library.edit(first, &edit, 3_000).unwrap_err().reason, Reason::NotFound, "nobody's words to edit");
    assert_eq!(library.restore_version(first, 3_000).unwrap_err().reason, Reason::NotFound);
    library.delete(&[image_id], 1).unwrap();
    assert!(library.conversation(image_id).unwrap().is_empty());
    library.undo_delete(&[image_id]).unwrap();
    assert_eq!(library.conversation(image_id).unwrap().len(), 2, "back with its picture");
}

#[test]
fn requests_are_counted_and_survive_deletion() {
    let (_dir, library) = library();
    let line = |at_ms, kind| RequestLine {
        at_ms,
        provider: "zakai".into(),
        account: "me".into(),
        kind,
        run: None,
        amount: None,
        unit: None,
    };
    for (at, kind) in [(10, RequestKind::Sent), (20, RequestKind::Sent), (30, RequestKind::FromHistory)] {
        library.count_request(&line(at, kind)).unwrap();
    }
    library.count_request(&RequestLine { provider: "builtin".into(), ..line(5, RequestKind::Computed) }).unwrap();
    assert_eq!(library.sent_since("zakai", "me", 15).unwrap(), (1, Some(20)));
    assert_eq!(library.sent_since("zakai", "me", 25).unwrap(), (0, None));
    let usage: Vec<_> =
        library.usage().unwrap().into_iter().map(|row| (row.provider, row.pictures, row.from_history)).collect();
    assert_eq!(usage, [("zakai".to_owned(), 2, 1), ("builtin".to_owned(), 1, 0)]);
}

#[test]
fn settings_are_set_all_at_once_and_taken_back() {
    let (_dir, library) = library();
    let set = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
    library.put_settings(&[set("a", Some("1")), set("b", Some("2"))]).unwrap();
    library.put_settings(&[set("a", Some("3")), set("b", None), set("c", None)]).unwrap();
    assert_eq!(library.setting("a").unwrap().as_deref(), Some("3"));
    assert_eq!(library.settings().unwrap().into_iter().collect::<Vec<_>>(), [("a".to_owned(), "3".to_owned())]);
}

#[test]
fn prompts_are_kept_by_name() {
    let (_dir, library) = library();
    library.put_prompt("shop", "For a shop", 1).unwrap();
    library.put_prompt("shop", "For my shop", 2).unwrap();
    assert_eq!(library.prompt("shop").unwrap().as_deref(), Some("For my shop"));
    assert_eq!(library.prompts().unwrap().len(), 1);
    library.delete_prompt("shop").unwrap();
    assert_eq!(library.delete_prompt("shop").unwrap_err().reason, Reason::NotFound);
}
