//! The history and its search field.

use super::*;
use altsmith_core::failure::Reason;
use altsmith_core::view::DescriptionEdit;
use proptest::prelude::*;

#[test]
fn the_history_is_newest_words_first_one_entry_a_picture() {
    let (_dir, library) = library();
    let a = described(&library, 1, "a.jpg", "First.");
    described(&library, 2, "b.jpg", "Second.");
    library.put_image(&image(3, "undescribed.jpg")).unwrap();
    assert_eq!(found(&library, ""), ["b.jpg", "a.jpg"]);
    library.save(&words(a, "First again."), None).unwrap();
    assert_eq!(found(&library, ""), ["a.jpg", "b.jpg"]);
    assert_eq!(library.entry(a).unwrap().versions, 2);
}

#[test]
fn pages_are_cut_out_of_the_whole() {
    let (_dir, library) = library();
    for n in 0..5 {
        described(&library, n, &format!("{n}"), "A picture.");
    }
    let page = |offset, limit| {
        let query = HistoryQuery { offset, limit, ..HistoryQuery::default() };
        let (total, entries) = library.history(&query).unwrap();
        assert_eq!(total, 5);
        entries.into_iter().map(|entry| entry.image.name).collect::<Vec<_>>()
    };
    assert_eq!(page(0, 2), ["4", "3"]);
    assert_eq!(page(4, 2), ["0"]);
    assert!(page(9, 2).is_empty());
    assert!(page(u32::MAX, u32::MAX).is_empty());
}

#[test]
fn finds_words_and_parts_of_words_in_any_field_of_any_version() {
    let (_dir, library) = library();
    let id = library.put_image(&image(1, "holiday-2024.jpg")).unwrap();
    let new = NewDescription {
        description: Some("Ein alter Leuchtturm.".into()),
        title: Some("Küste".into()),
        tags: vec!["Straße".into()],
        ..words(id, "A lighthouse at sunset.")
    };
    let version = library.save(&new, None).unwrap();
    described(&library, 2, "other.jpg", "A street.");
    for text in [
        "lighthouse",
        "light",
        "thous",
        "SUNSET",
        "leuchtturm",
        "kuste",
        "KÜSTE",
        "strasse",
        "holiday-2024",
        "sunset light",
    ] {
        assert_eq!(found(&library, text), ["holiday-2024.jpg"], "{text}");
    }
    assert!(found(&library, "lighthouse street").is_empty(), "all words must be there");
    library.edit(version, &DescriptionEdit { alt: Some("A tower.".into()), ..DescriptionEdit::default() }, 3).unwrap();
    assert_eq!(found(&library, "lighthouse"), ["holiday-2024.jpg"], "an older version's words");
    assert_eq!(found(&library, "tower"), ["holiday-2024.jpg"]);
}

#[test]
fn finds_chinese_japanese_and_korean_also_one_character() {
    let (_dir, library) = library();
    described(&library, 1, "zh", "一只黑色的猫坐在红色沙发上。");
    described(&library, 2, "ja", "窓辺に座るネコ。ガラスの花瓶。");
    described(&library, 3, "ko", "빨간 소파에 앉은 고양이.");
    for (text, name) in [
        ("猫", "zh"),
        ("红色", "zh"),
        ("红色沙发", "zh"),
        ("黑色 沙发", "zh"),
        ("ネコ", "ja"),
        ("ガ", "ja"),
        ("ｶﾞﾗｽ", "ja"),
        ("座るネコ", "ja"),
        ("고양이", "ko"),
        ("소파", "ko"),
        ("고", "ko"),
    ] {
        assert_eq!(found(&library, text), [name], "{text}");
    }
    assert!(found(&library, "狗").is_empty());
    assert!(found(&library, "カ").is_empty(), "a voiced letter is another letter");
}

#[test]
fn short_latin_words_are_found_too() {
    let (_dir, library) = library();
    described(&library, 1, "a", "An ox in São Paulo.");
    assert_eq!(found(&library, "ox"), ["a"]);
    assert_eq!(found(&library, "sao paulo"), ["a"]);
    assert!(found(&library, "zz").is_empty());
}

#[test]
fn phrases_and_exclusions() {
    let (_dir, library) = library();
    described(&library, 1, "red car", "A red car by a blue house.");
    described(&library, 2, "blue car", "A blue car by a red house.");
    assert_eq!(found(&library, "\"red car\""), ["red car"]);
    assert_eq!(found(&library, "“blue   car"), ["blue car"], "an open quotation reaches to the end");
    assert_eq!(found(&library, "car -\"red car\""), ["blue car"]);
    assert_eq!(found(&library, "house NOT \"blue house\""), ["blue car"]);
    assert!(found(&library, "-car").is_empty());
    assert_eq!(found(&library, "-zebra").len(), 2);
    assert_eq!(found(&library, "-ox").len(), 2);
    assert_eq!(found(&library, "NOT -car").len(), 2);
    assert!(found(&library, "\"car a red\"").is_empty(), "no phrase across two fields");
}

#[test]
fn filters_by_tag_provider_language_and_favourite() {
    let (_dir, library) = library();
    let cat = library.put_image(&image(1, "cat")).unwrap();
    library.save(&NewDescription { tags: vec!["black cat".into(), "猫咪".into()], ..words(cat, "x") }, None).unwrap();
    let dog = library.put_image(&image(2, "dog")).unwrap();
    let german = NewDescription {
        language: "de".into(),
        provider: "builtin".into(),
        tags: vec!["location".into()],
        ..words(dog, "y")
    };
    library.save(&german, None).unwrap();
    library.set_favourite(dog, true).unwrap();
    assert_eq!(library.set_favourite(99, true).unwrap_err().reason, Reason::NotFound);
    for (text, expected) in [
        ("tag:cat", "cat"),
        ("TAG:Black", "cat"),
        ("tag:\"black cat\"", "cat"),
        ("tag:咪", "cat"),
        ("-tag:location", "cat"),
        ("provider:builtin", "dog"),
        ("provider:zak", "cat"),
        ("lang:de", "dog"),
        ("-lang:de", "cat"),
        ("fav:", "dog"),
        ("fav:yes", "dog"),
        ("-fav:", "cat"),
        ("tag:loc fav: lang:de", "dog"),
    ] {
        assert_eq!(found(&library, text), [expected], "{text}");
    }
    assert!(found(&library, "tag:\"cat\"").is_empty(), "in quotes the whole tag");
    assert_eq!(found(&library, "tag:").len(), 2, "not yet typed");
    let favourites = HistoryQuery { favourites: true, ..query("") };
    assert_eq!(library.history(&favourites).unwrap().0, 1);
    library.set_tags(cat, &[]).unwrap();
    assert!(found(&library, "tag:cat").is_empty());
}

#[test]
fn says_whether_another_picture_has_the_same_alt_text() {
    let (_dir, library) = library();
    let a = described(&library, 1, "a", "A cat.");
    let b = described(&library, 2, "b", "A cat. On a sofa.");
    assert!(!library.another_has_alt("A cat.", a).unwrap());
    assert!(library.another_has_alt("A cat.", b).unwrap());
    library.delete(&[a], 5).unwrap();
    assert!(!library.another_has_alt("A cat.", b).unwrap());
}

#[test]
fn every_entry_is_handed_out_once_in_order() {
    let (_dir, library) = library();
    let ids: Vec<i64> = (0..4).map(|n| described(&library, n, &format!("{n}"), "A cat.")).collect();
    let mut names = Vec::new();
    let query = HistoryQuery { offset: 2, limit: 1, ..query("cat") };
    library
        .each_entry(&query, |entry| {
            if names.is_empty() {
                library.delete(&[ids[1]], 9)?;
            }
            names.push(entry.image.name);
            Ok(())
        })
        .unwrap();
    assert_eq!(names, ["3", "2", "0"]);
    let stopped = library.each_entry(&query, |_| Err(Reason::DiskFull.into()));
    assert_eq!(stopped.unwrap_err().reason, Reason::DiskFull);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed finds something or nothing, but is never an error.
    #[test]
    fn no_input_breaks_the_search(texts in proptest::collection::vec(
        prop_oneof![any::<String>(), r#"[-"'*():^{}+a-c ]{0,12}"#, "(tag|fav|lang|NOT|AND|OR|NEAR|words)[: ][\"a猫\\-]{0,4}"], 1..12)
    ) {
        let (_dir, library) = library();
        described(&library, 1, "a", "abc \"quoted\" (x) a*b");
        for text in texts {
            library.history(&query(&text)).map_err(|failure| TestCaseError::fail(format!("{text:?}: {failure}")))?;
        }
    }

    /// Any part of the words finds them.
    #[test]
    fn every_part_of_the_words_finds_them(alt in "[a-zäß猫か\"'.,()*-]{1,20}( [a-zA-ZÉé犬]{1,8}){0,3}", from in 0usize..10, len in 1usize..12) {
        let (_dir, library) = library();
        described(&library, 1, "a", &alt);
        let part: String = alt.chars().skip(from).take(len).collect();
        let part = part.replace('"', " ");
        prop_assume!(!part.trim().is_empty() && !alt.contains('"'));
        prop_assert_eq!(found(&library, &format!("\"{part}\"")), ["a"]);
    }
}
