//! What was recognised, in every language: phrases as people say them, and nothing said twice.

use super::*;

pub(super) fn thing(kind: &str, count: Count) -> Thing {
    Thing { kind: kind.into(), count, sure: 0.8 }
}

/// A photo with these things, mainly grey and beige.
fn showing(things: &[(&str, Count)]) -> Facts {
    let mut facts = of_kind(Kind::Photo, &[(Colour::Grey, 0.5, Where::AllOver), (Colour::Beige, 0.3, Where::AllOver)]);
    facts.things = things.iter().map(|(kind, count)| thing(kind, *count)).collect();
    facts
}

#[test]
fn what_was_recognised_is_said_with_probably_and_the_colours_last() {
    check(
        &showing(&[("bus", Count::One), ("person", Count::Several)]),
        [
            ("en", "Photo, probably a bus in a street with several people; mainly grey and beige."),
            ("zh", "照片，可能街上有一辆公交车，还有几个人；以灰色和米色为主。"),
            ("fr", "Photo, probablement un bus dans une rue avec plusieurs personnes\u{a0}; surtout en gris et beige."),
            ("de", "Foto, vermutlich ein Bus auf einer Straße mit mehreren Menschen; vor allem Grau und Beige."),
            ("es", "Foto, probablemente un autobús en una calle con varias personas; sobre todo en gris y beige."),
            ("ja", "おそらく通りのバスと数人の人が写った写真。色は主に灰色とベージュ。"),
            ("ko", "사진, 아마도 거리의 버스 한 대, 사람 여러 명. 주로 회색과 베이지색."),
        ],
    );
    check(
        &showing(&[("dog", Count::Two), ("sports-ball", Count::One), ("person", Count::Two)]),
        [
            ("en", "Photo, probably dogs, a ball and two people; mainly grey and beige."),
            ("zh", "照片，可能有几只狗、一个球和两个人；以灰色和米色为主。"),
            ("fr", "Photo, probablement des chiens, un ballon et deux personnes\u{a0}; surtout en gris et beige."),
            ("de", "Foto, vermutlich Hunde, ein Ball und zwei Menschen; vor allem Grau und Beige."),
            ("es", "Foto, probablemente perros, un balón y dos personas; sobre todo en gris y beige."),
            ("ja", "おそらく複数の犬、ボールと二人の人が写った写真。色は主に灰色とベージュ。"),
            ("ko", "사진, 아마도 개 여러 마리, 공 한 개, 사람 두 명. 주로 회색과 베이지색."),
        ],
    );
    let mut grey = showing(&[("person", Count::One)]);
    grey.monochrome = true;
    assert_eq!(alt_of(&grey, &ask("en")), "Black-and-white photo, probably a person.");
}

#[test]
fn a_street_is_said_only_where_its_things_are_together() {
    let said = |things: &[(&str, Count)]| alt_of(&showing(things), &ask("en")).contains("street");
    assert!(said(&[("car", Count::One), ("traffic-light", Count::One)]));
    assert!(!said(&[("car", Count::Several)]), "a car park, a showroom");
    assert!(!said(&[("car", Count::One), ("person", Count::Several)]));
    assert!(!said(&[("bus", Count::One), ("person", Count::One)]));
}

#[test]
fn what_was_recognised_is_in_title_tags_and_description() {
    let reply = describe(&showing(&[("cat", Count::One)]), &ask("de"));
    assert_eq!(reply.title.as_deref(), Some("Foto, vermutlich eine Katze"));
    assert!(reply.tags.contains(&"Katze".to_owned()), "{:?}", reply.tags);
    let long = reply.description.unwrap();
    assert!(long.contains("Vermutlich im Bild: eine Katze.") && !long.contains("nicht erkannt"), "{long}");
    let unknown = alt_of(&showing(&[("of-a-later-version", Count::One)]), &ask("en"));
    assert_eq!(unknown, "Photo, mainly in grey and beige.");
}

#[test]
fn every_thing_has_words_in_every_language() {
    let keys: Vec<&str> = crate::recognise::keys().collect();
    assert_eq!(keys.len(), 81);
    for language in LANGUAGES {
        let mut tags = std::collections::BTreeSet::new();
        for key in &keys {
            let words = crate::i18n::thing(key, language).unwrap_or_else(|| panic!("{key} in {language}"));
            assert!(![words.one, words.many, words.tag].iter().any(|w| w.is_empty() || *w != w.trim()), "{words:?}");
            assert!(tags.insert(words.tag), "{language}: two things are called {}", words.tag);
        }
    }
}

#[test]
fn a_place_is_named_once() {
    let facts = of_kind(
        Kind::Photo,
        &[(Colour::Orange, 0.4, Where::Top), (Colour::Black, 0.3, Where::Bottom), (Colour::Yellow, 0.2, Where::Top)],
    );
    assert_eq!(alt_of(&facts, &ask("en")), "Photo, orange and yellow at the top, black at the bottom.");
    assert_eq!(alt_of(&facts, &ask("de")), "Foto, oben Orange und Gelb, unten Schwarz.");
    let facts = of_kind(Kind::Photo, &[(Colour::Orange, 0.4, Where::Top), (Colour::Yellow, 0.2, Where::Top)]);
    assert_eq!(alt_of(&facts, &ask("en")), "Photo, mainly in orange and yellow.");
}
