//! Lengths as people count, and cuts where they hurt least.

use altsmith_core::compose::{length, limit, profiles, shorten};
use proptest::prelude::*;

#[test]
fn characters_are_counted_as_people_count_them() {
    for (text, expected) in [("", 0), ("cat", 3), ("é", 1), ("e\u{301}", 1), ("👨‍👩‍👧", 1), ("🇩🇪", 1), ("黑猫。", 3)]
    {
        assert_eq!(length(text), expected, "{text}");
    }
}

#[test]
fn profiles_have_the_documented_limits() {
    let all: Vec<(String, u32)> = profiles(77).into_iter().map(|p| (p.id, p.limit)).collect();
    let expected = [("web", 125), ("x", 1000), ("mastodon", 1500), ("bluesky", 2000), ("own", 77)];
    assert_eq!(all, expected.map(|(id, limit)| (id.to_owned(), limit)));
    assert_eq!((limit("own", 77), limit("x", 77), limit("unknown", 77)), (77, 1000, 125));
}

#[test]
fn cuts_after_a_sentence_a_clause_or_a_word() {
    for (text, max, expected) in [
        ("A cat sits. A dog runs away.", 20, "A cat sits."),
        ("A cat sits.", 11, "A cat sits."),
        ("“Stop!” says a sign. More words follow.", 25, "“Stop!” says a sign."),
        ("Dr. Berg stands by a car. It is raining.", 30, "Dr. Berg stands by a car."),
        ("Am 12. Mai blüht der Baum. Es regnet hier.", 30, "Am 12. Mai blüht der Baum."),
        ("Hi. A very long sentence that goes on and on.", 30, "Hi. A very long sentence that…"),
        ("A cat on a sofa, next to a lamp that shines", 30, "A cat on a sofa…"),
        ("A catalogue of everything that was", 14, "A catalogue…"),
        ("一只猫坐在沙发上。旁边有一盏灯亮着。", 12, "一只猫坐在沙发上。"),
        ("一只黑色的猫坐在红色的沙发上看着窗外的雨", 10, "一只黑色的猫坐在红…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("It costs 3.50 in total here. And more follows.", 30, "It costs 3.50 in total here."),
        ("abc", 0, ""),
        ("abc", 1, "…"),
    ] {
        let short = shorten(text, max);
        assert_eq!(short.text, expected);
        assert_eq!(short.cut, short.text != text);
    }
}

proptest! {
    #[test]
    fn a_limit_is_always_kept(text in any::<String>(), max in 0usize..60) {
        let short = shorten(&text, max);
        prop_assert!(length(&short.text) <= max);
        prop_assert_eq!(short.cut, length(text.trim()) > max);
    }

    /// Nothing is invented: what stays is the beginning.
    #[test]
    fn what_stays_is_the_beginning(text in "[a-z猫é,.;!?。 ]{0,200}", max in 1usize..100) {
        let short = shorten(&text, max).text;
        let kept = if length(text.trim()) > max { short.strip_suffix('…').unwrap_or(&short) } else { &short };
        prop_assert!(text.trim().starts_with(kept));
    }
}
