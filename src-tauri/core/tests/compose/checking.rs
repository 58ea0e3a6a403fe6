//! What is questionable, and what is not.

use altsmith_core::compose::{Context, Warning, check};

fn warns(alt: &str, context: Context<'_>) -> Vec<Warning> {
    check(Some(alt), &context)
}

fn in_language(language: &str) -> Context<'_> {
    Context { language, ..Context::default() }
}

#[test]
fn good_alt_texts_pass() {
    for (alt, language) in [
        ("A black cat sleeps on a red sofa.", "en"),
        ("Photograph album lying open on a table.", "en"),
        ("Eine schwarze Katze schläft auf einem roten Sofa.", "de"),
        ("Bildhauer bei der Arbeit im Atelier.", "de"),
        ("Un chat noir dort sur un canapé rouge.", "fr"),
        ("Un gato negro duerme en un sofá rojo.", "es"),
        ("一只黑猫睡在红色沙发上。", "zh"),
        ("赤いソファで眠る黒猫。", "ja"),
        ("빨간 소파에서 자는 검은 고양이.", "ko"),
        ("Screenshot of the settings of a mail program.", "en"),
    ] {
        assert_eq!(warns(alt, in_language(language)), [], "{alt}");
    }
}

#[test]
fn a_missing_text_is_fine_only_for_a_decorative_picture() {
    assert_eq!(check(None, &Context::default()), [Warning::AltMissing]);
    assert_eq!(check(Some(" \u{200b}"), &Context::default()), [Warning::AltMissing]);
    assert_eq!(check(None, &Context { decorative: true, ..Context::default() }), []);
}

#[test]
fn each_trouble_has_its_warning() {
    let limited = Context { limit: Some(5), shortened: true, ..in_language("en") };
    assert_eq!(warns("A cat.", limited), [Warning::AltTooLong, Warning::AltShortened]);
    assert_eq!(warns("Seven.", Context { limit: Some(6), ..Context::default() }), []);
    for alt in [
        "Image of a cat.",
        "A picture of a cat.",
        "The image shows a cat.",
        "This image depicts a cat.",
        "Bild einer Katze.",
        "Ein Bild von einer Katze.",
        "Das Bild zeigt eine Katze.",
        "Image d’un chat.",
        "Imagen de un gato.",
        "这张图片显示一只猫。",
        "一张猫的照片。",
        "この画像は猫です。",
        "이 이미지는 고양이입니다.",
    ] {
        assert_eq!(warns(alt, Context::default()), [Warning::StartsWithImageOf], "{alt}");
    }
    for alt in ["IMG_1234.JPG", "DSC00123.", "cat-on-sofa.png", "my cat.jpeg"] {
        assert!(warns(alt, Context::default()).contains(&Warning::LooksLikeFileName), "{alt}");
    }
    assert_eq!(warns("A cat", Context::default()), [Warning::NoEndPunctuation]);
    assert_eq!(warns("A cat sits here. A cat sits here.", Context::default()), [Warning::RepeatsItself]);
    assert_eq!(warns("A very very very old cat.", Context::default()), [Warning::RepeatsItself]);
}

#[test]
fn the_wrong_language_is_noticed_only_where_it_is_plain() {
    for (alt, language) in [
        ("The cat is on the sofa with a dog.", "de"),
        ("Die Katze ist auf dem Sofa und schläft.", "en"),
        ("The cat is on the sofa.", "zh"),
        ("The cat is on the sofa.", "ja"),
        ("一只黑猫睡在红色沙发上。", "en"),
        ("一只黑猫睡在红色沙发上。", "ko"),
        ("赤いソファでねている黒いねこ。", "zh"),
    ] {
        assert_eq!(warns(alt, in_language(language)), [Warning::WrongLanguage], "{alt} {language}");
    }
    assert_eq!(warns("Logo von IBM.", in_language("en")), [], "too little to tell");
    assert_eq!(warns("IBM 的标志和蓝色条纹背景。", in_language("zh")), []);
}

#[test]
fn quoted_words_must_be_in_the_picture() {
    let read = |text| Context { text_in_picture: Some(text), ..in_language("en") };
    let misquoted = [Warning::QuotedTextNotFound];
    assert_eq!(warns("A sign reads “No entry”.", read("NO\nENTRY")), []);
    assert_eq!(warns("A sign reads “Welcome home”.", read("NO ENTRY")), misquoted);
    assert_eq!(warns("A sign reads \"Summer sale today\".", read("SUMMER SALF TODAY")), [], "reading is imperfect");
    assert_eq!(warns("Ein Schild „Ausgang“.", read("EINGANG")), misquoted);
    assert_eq!(warns("A sign reads “Welcome”.", read("")), [], "nothing was read");
    assert_eq!(warns("A sign reads “Welcome”.", Context::default()), []);
    assert_eq!(warns("Signs: “No” and “Go away”.", read("NO")), misquoted);
}
