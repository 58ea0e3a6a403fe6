//! Deleted is hidden at once, undone at will, and in the end really gone.

use super::*;
use altsmith_core::failure::Reason;
use altsmith_core::library::{LedgerKind, LedgerLine};
use altsmith_core::view::DescriptionEdit;

#[test]
fn deleted_pictures_are_hidden_everywhere_and_come_back_whole() {
    let (_dir, library) = library();
    let id = described(&library, 1, "cat", "A cat.");
    let version = library.versions(id).unwrap()[0].id;
    described(&library, 2, "dog", "A dog.");
    assert_eq!(library.delete(&[id, 77], 100).unwrap(), 1);
    assert_eq!(found(&library, ""), ["dog"]);
    assert!(found(&library, "cat").is_empty());
    assert!(found(&library, "ca").is_empty());
    assert_eq!(library.image(id).unwrap_err().reason, Reason::NotFound);
    assert_eq!(library.image_by_hash(&image(1, "").hash).unwrap(), None);
    assert_eq!(library.entry(id).unwrap_err().reason, Reason::NotFound);
    assert_eq!(library.description(version).unwrap_err().reason, Reason::NotFound);
    assert_eq!(library.edit(version, &DescriptionEdit::default(), 1).unwrap_err().reason, Reason::NotFound);
    assert!(library.versions(id).unwrap().is_empty());
    assert_eq!(library.undo_delete(&[id]).unwrap(), 1);
    assert_eq!(found(&library, "cat"), ["cat"]);
    assert_eq!(library.undo_delete(&[id]).unwrap(), 0);
}

#[test]
fn a_deleted_picture_that_is_added_again_comes_back_and_is_not_paid_again() {
    let (_dir, library) = library();
    let id = library.put_image(&image(1, "cat")).unwrap();
    library.save(&NewDescription { request_key: Some("k".into()), ..words(id, "A cat.") }, None).unwrap();
    library.delete(&[id], 100).unwrap();
    assert_eq!(library.put_image(&image(1, "cat again")).unwrap(), id);
    assert!(library.answer_for("k", &image(1, "").hash).unwrap().is_some());
    assert_eq!(found(&library, "cat"), ["cat again"]);
}

#[test]
fn purging_takes_the_words_off_the_disk_and_leaves_the_money() {
    let (dir, library) = library();
    let secret = "Xylophonquartett";
    let id = library.put_image(&image(1, &format!("{secret}.jpg"))).unwrap();
    let full = NewDescription {
        description: Some(format!("Long {secret}")),
        title: Some(secret.into()),
        tags: vec![secret.into()],
        raw: Some(format!("raw {secret}")),
        facts: Some(serde_json::json!({ "text": secret })),
        ..words(id, &format!("A {secret}."))
    };
    let paid = LedgerLine {
        at_ms: 1,
        provider: "zakai".into(),
        account: String::new(),
        kind: LedgerKind::Charge,
        amount: Some(1.0),
        unit: "credits".into(),
        remaining: None,
        total: None,
        valid_from: None,
        valid_until: None,
        description_id: None,
        request_id: None,
        image_id: None,
    };
    library.save(&full, Some(&paid)).unwrap();
    library.set_tags(id, &[format!("own {secret}")]).unwrap();
    let kept = described(&library, 2, "dog", "A dog.");
    library.delete(&[id], 100).unwrap();
    assert!(library.purge_deleted(100).unwrap().is_empty(), "deleted at this moment, not before it");
    assert_eq!(library.purge_deleted(101).unwrap(), [image(1, "").hash]);
    assert_eq!(library.undo_delete(&[id]).unwrap(), 0);
    let ledger = library.ledger(None, 0, 10).unwrap();
    assert_eq!((ledger.len(), ledger[0].line.description_id), (1, None));
    assert_eq!(library.entry(kept).unwrap().words.alt.as_deref(), Some("A dog."));
    drop(library);
    // The whole words and, in the index, their parts.
    for part in [secret, &secret.to_lowercase(), "xyl", "onq"] {
        for file in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(part.len()).any(|window| window == part.as_bytes()), "{part} is still on the disk");
        }
    }
}
