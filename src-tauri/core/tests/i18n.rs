//! The engine's sentences: complete in every language, never with a hole, and safe with somebody else's words in them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::compose::Warning;
use altsmith_core::failure::{Again, Failure, Reason};
use altsmith_core::i18n::{LANGUAGES, Localizer};
use altsmith_core::provider::kinds;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

const FILES: [&str; 3] = [
    concat!(
        include_str!("../messages/en.ftl"),
        "\n",
        include_str!("../messages/money.en.ftl"),
        "\n",
        include_str!("../messages/cli.en.ftl")
    ),
    concat!(
        include_str!("../messages/de.ftl"),
        "\n",
        include_str!("../messages/money.de.ftl"),
        "\n",
        include_str!("../messages/cli.de.ftl")
    ),
    concat!(
        include_str!("../messages/zh.ftl"),
        "\n",
        include_str!("../messages/money.zh.ftl"),
        "\n",
        include_str!("../messages/cli.zh.ftl")
    ),
];

const SHARED: [&str; 3] = [
    include_str!("../messages/faults.en.ftl"),
    include_str!("../messages/faults.de.ftl"),
    include_str!("../messages/faults.zh.ftl"),
];

/// The documented errors in each language: what kinds share, and what each says.
fn faults() -> [String; 3] {
    [0, 1, 2].map(|language| {
        let own = kinds().iter().map(|kind| kind.words[language]);
        [SHARED[language]].into_iter().chain(own).collect::<Vec<_>>().join("\n")
    })
}

/// The documented errors alone: prices of services look like values.
fn documented(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = keys(file);
    found.retain(|key, _| key.starts_with("fault-"));
    found
}

/// Every variant of an enum, read from its source: a new one cannot be forgotten.
fn variants<T: DeserializeOwned>(source: &str, name: &str) -> Vec<T> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{")).expect("the enum");
    let (body, _) = body.split_once("\n}").expect("its end");
    let names = body.lines().map(str::trim).filter(|line| line.starts_with(char::is_uppercase));
    names
        .map(|name| {
            let mut snake = String::new();
            for c in name.trim_end_matches(',').chars() {
                if c.is_uppercase() && !snake.is_empty() {
                    snake.push('_');
                }
                snake.push(c.to_ascii_lowercase());
            }
            serde_json::from_value(snake.into()).expect("a variant")
        })
        .collect()
}

fn reasons() -> Vec<Reason> {
    variants(include_str!("../src/failure.rs"), "Reason")
}

fn warnings() -> Vec<Warning> {
    variants(include_str!("../src/compose/mod.rs"), "Warning")
}

fn kebab(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().replace('_', "-")
}

/// Every message and attribute with the values that it names.
fn keys(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let head = line.split_once(" =").map(|(head, _)| head.trim()).unwrap_or_default();
        if !line.starts_with(' ') {
            message = head.to_owned();
            key.clone_from(&message);
        } else if let Some(attribute) = head.strip_prefix('.') {
            key = format!("{message}.{attribute}");
        }
        let values = found.entry(key.clone()).or_default();
        for part in line.split('$').skip(1) {
            values.insert(part.chars().take_while(char::is_ascii_alphanumeric).collect());
        }
    }
    found
}

/// Everything that any failure tells, so that every sentence is used whole.
fn full(reason: Reason) -> Failure {
    let about = [
        ("name", "cat.jpg"),
        ("format", "HEIC"),
        ("limit", "200"),
        ("status", "404"),
        ("language", "xx"),
        ("languages", "en, de"),
        ("provider", "Zak"),
        ("model", "m-1"),
        ("wrong", "spaces"),
        ("key", "style"),
        ("value", "blue"),
        ("expected", "alt, long"),
        ("host", "h"),
        ("target", "https://h.example"),
        ("period", "day"),
        ("cap", "5"),
        ("spent", "4.5"),
        ("unit", "usd"),
        ("why", "fixed"),
    ];
    about.into_iter().fold(Failure::new(reason), |failure, (name, value)| failure.with(name, value))
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_values() {
    let english = keys(FILES[0]);
    assert!(english.len() > 100);
    for (language, file) in LANGUAGES.iter().zip(FILES) {
        assert_eq!(keys(file), english, "{language}");
    }
}

#[test]
fn every_message_is_one_of_ours() {
    let mut known: BTreeSet<String> = reasons().iter().map(|reason| format!("error-{}", kebab(reason))).collect();
    known.extend(warnings().iter().map(|warning| format!("warning-{}", kebab(warning))));
    let english = keys(FILES[0]);
    let ids: BTreeSet<String> = english.keys().filter(|key| !key.contains('.')).cloned().collect();
    let said = ids.iter().filter(|id| id.starts_with("error-") || id.starts_with("warning-")).cloned().collect();
    assert_eq!(known, said, "left: in the code, right: in the message files");
}

#[test]
fn every_documented_error_is_said_in_a_sentence_of_its_own_in_every_language() {
    let [english, german, chinese] = faults();
    let files = [&english, &german, &chinese];
    let english = documented(&english);
    let names: BTreeSet<&str> =
        english.keys().filter_map(|key| key.strip_prefix("fault-")).filter(|key| !key.contains('.')).collect();
    assert!(names.len() > 15);
    for (language, file) in LANGUAGES.iter().zip(files) {
        assert_eq!(documented(file), english, "{language}");
        assert!(keys(file).keys().eq(keys(files[0]).keys()), "{language}: each kind is explained in the same parts");
        let localizer = Localizer::new(language);
        let mut said = BTreeSet::new();
        for name in &names {
            for failure in [Failure::new(Reason::InvalidRequest), full(Reason::InvalidRequest).with("field", "image")] {
                let failure = Failure { provider_message: Some("raw words".into()), ..failure.documented(*name) };
                let trouble = localizer.failure(&failure);
                is_a_sentence(&trouble.message, &format!("{language} {name}"));
                is_a_sentence(trouble.action.as_deref().unwrap_or_default(), &format!("{language} {name}"));
                assert!(!trouble.message.contains("raw words"), "{}", trouble.message);
                said.insert(trouble.message);
            }
        }
        assert!(said.len() >= names.len(), "two errors share a sentence in {language}");
        let general = localizer.failure(&Failure::new(Reason::InvalidRequest)).message;
        assert!(!said.contains(&general), "{language}");
    }
}

#[test]
fn an_error_that_no_document_names_is_said_by_its_reason_and_in_the_services_words() {
    let failure = Failure { provider_message: Some("No such thing".into()), ..Failure::new(Reason::InvalidRequest) };
    let message = Localizer::new("en").failure(&failure.documented("imagedescriber-9999")).message;
    assert_eq!(message, "The service did not accept the request. The service says: “No such thing”");
}

#[test]
fn a_field_of_a_form_is_called_as_the_form_calls_it() {
    let missing = Failure::new(Reason::SettingMissing).with("provider", "Img Open").with("key", "s3_endpoint");
    let trouble = Localizer::new("en").failure(&missing);
    assert_eq!(trouble.message, "Img Open needs “Address of your S3-compatible storage” for this.");
    assert_eq!(trouble.field.as_deref(), Some("s3_endpoint"));
    assert!(Localizer::new("de").failure(&missing).message.contains("S3"));
}

fn is_a_sentence(text: &str, about: &str) {
    assert!(!text.is_empty(), "{about}");
    assert!(!text.contains(['{', '}']), "{about}: a hole in {text:?}");
    assert!(!text.contains(['!', '！']), "{about}: {text:?}");
    assert!(text.ends_with(['.', '。']) || text.ends_with("https://."), "{about}: {text:?}");
    assert!(!text.starts_with("error-") && !text.starts_with("warning-"), "{about}: no such sentence");
    let first = text.chars().next().unwrap();
    assert!(!first.is_lowercase(), "{about}: {text:?}");
}

#[test]
fn every_reason_is_said_and_has_a_way_out_whatever_is_known_of_it() {
    for language in LANGUAGES {
        let localizer = Localizer::new(language);
        for reason in reasons() {
            let about = format!("{language} {reason:?}");
            for failure in [Failure::new(reason), full(reason)] {
                let trouble = localizer.failure(&failure);
                is_a_sentence(&trouble.message, &about);
                is_a_sentence(trouble.action.as_deref().unwrap_or_default(), &about);
                assert_eq!((trouble.reason, trouble.code), (reason, failure.code()));
            }
        }
    }
}

#[test]
fn what_trying_again_means_is_said_where_nothing_else_is_in_the_way() {
    for language in LANGUAGES {
        let localizer = Localizer::new(language);
        let action = |reason, again| localizer.failure(&Failure { again, ..full(reason) }).action.unwrap_or_default();
        for reason in [Reason::OutcomeUnknown, Reason::Timeout, Reason::BadResponse] {
            let (plain, free) = (action(reason, None), action(reason, Some(Again::IsFree)));
            let twice = action(reason, Some(Again::MayCostTwice));
            assert!(plain != free && free != twice && plain != twice, "{language} {reason:?}");
            assert!(free.contains("Zak") && twice.contains("Zak"), "{free} {twice}");
        }
        let key = action(Reason::KeyRejected, Some(Again::IsFree));
        assert_eq!(key, action(Reason::KeyRejected, None), "the key comes first");
    }
}

#[test]
fn a_sentence_names_what_it_is_about() {
    let english = keys(FILES[0]);
    for language in LANGUAGES {
        let localizer = Localizer::new(language);
        for reason in reasons() {
            let message = localizer.failure(&full(reason)).message;
            let values = &english[&format!("error-{}", kebab(reason))];
            for (value, text) in [("name", "cat.jpg"), ("provider", "Zak"), ("model", "m-1"), ("status", "404")] {
                assert_eq!(values.contains(value), message.contains(text), "{language} {reason:?}: {message}");
            }
        }
    }
    let said = |failure: &Failure| Localizer::new("en").failure(failure).message;
    assert_eq!(said(&Reason::CutOff.into()), "This picture is cut off: its end is missing.");
    assert_eq!(said(&full(Reason::CutOff)), "“cat.jpg” is cut off: its end is missing.");
    let too_large = Failure::new(Reason::FileTooLarge).with("name", "a.jpg").with("limit", 200 << 20);
    assert_eq!(said(&too_large), "“a.jpg” is too large: more than 200 MB.");
    let pixels = Failure::new(Reason::TooManyPixels).with("limit", 300_000_000);
    assert_eq!(said(&pixels), "This picture has too many pixels: more than 300 million.");
}

#[test]
fn every_warning_is_said() {
    for language in LANGUAGES {
        let localizer = Localizer::new(language);
        for warning in warnings() {
            let about = format!("{language} {warning:?}");
            is_a_sentence(&localizer.warning(warning, &[]), &about);
            let values = [("length", "130"), ("limit", "125"), ("text", "Image of"), ("count", "3")];
            is_a_sentence(&localizer.warning(warning, &values), &about);
        }
    }
    let long = Localizer::new("en").warning(Warning::AltTooLong, &[("length", "130"), ("limit", "125")]);
    assert_eq!(long, "The alt text has 130 characters, 125 are the limit.");
}

#[test]
fn a_wait_is_counted_in_whole_seconds() {
    let action = |language, ms| {
        let failure = Failure { retry_after_ms: ms, ..Failure::new(Reason::RateLimited) };
        Localizer::new(language).failure(&failure).action.unwrap()
    };
    assert_eq!(action("en", None), "Try again in a moment.");
    assert_eq!(action("en", Some(1)), "Try again in one second.");
    assert_eq!(action("en", Some(11_200)), "Try again in 12 seconds.");
    assert_eq!(action("de", Some(1_000)), "Versuchen Sie es in einer Sekunde noch einmal.");
    assert_eq!(action("zh", Some(12_000)), "请在 12 秒后重试。");
}

#[test]
fn a_limit_does_not_say_what_was_charged_and_a_secret_is_no_cipher_text() {
    for (language, charged) in [("en", "charged"), ("de", "berechnet"), ("zh", "收费")] {
        let limit = full(Reason::RateLimited).documented("describepicture-limit");
        let limit = Localizer::new(language).failure(&Failure { retry_after_ms: None, ..limit });
        assert!(limit.action.is_some_and(|action| !action.contains(charged)), "{language}: nobody knows");
    }
    let chinese = Localizer::new("zh");
    let colon = chinese.failure(&full(Reason::KeyUnusable).documented("zakai-secret-colon"));
    let field = |id, field| chinese.provider(id, Some(field)).expect("its name");
    for text in [colon.message, field("zakai", "field-secret"), field("imgopen", "field-access_key_secret")] {
        assert!(!text.contains("密文"), "{text}");
    }
}

#[test]
fn a_budget_says_what_it_is_and_what_of_it_is_used() {
    let said = |language, period, cap, spent, unit| {
        let about = [("provider", "Zak"), ("period", period), ("cap", cap), ("spent", spent), ("unit", unit)];
        let failure =
            about.into_iter().fold(Failure::new(Reason::BudgetReached), |f, (name, value)| f.with(name, value));
        Localizer::new(language).failure(&failure).message
    };
    let english = said("en", "day", "5", "4.995", "usd");
    assert_eq!(english, "Zak was not asked: your budget for a day is $5.00, and $4.995 of it used.");
    let german = said("de", "run", "1", "0.5", "credits");
    assert_eq!(
        german,
        "Zak wurde nicht gefragt: Ihr Budget für einen Stapel ist 1 Guthabenpunkt, davon verbraucht: 0,5 Guthabenpunkte."
    );
    assert_eq!(
        said("zh", "month", "20", "20", "requests"),
        "Zak 未收到请求：您设定的每月预算为 20 次请求，已使用 20 次请求。"
    );
}

#[test]
fn amounts_and_days_are_written_as_people_do() {
    let english = Localizer::new("en");
    assert_eq!(english.amount(1.0, "credits"), "1 credit");
    assert_eq!(english.amount(0.1, "usd"), "$0.10");
    assert_eq!(english.amount(0.1 + 0.2, "usd"), "$0.30");
    assert_eq!(english.amount(0.0025, "usd"), "$0.0025");
    assert_eq!(english.amount(0.0, "usd"), "$0.00");
    assert_eq!(Localizer::new("zh").amount(60.0, "usd"), "US$60.00");
    assert_eq!(Localizer::new("de").amount(2.5, "usd"), "2,50\u{a0}$");
    assert_eq!(english.date("2026-12-31"), "31 December 2026");
    assert_eq!(english.date("2026-12-31 00:00:00"), "31 December 2026");
    assert_eq!(Localizer::new("de").date("2026-03-01"), "1. März 2026");
    assert_eq!(Localizer::new("zh").date("2026-03-01"), "2026 年 3 月 1 日");
    assert_eq!(english.date("next\u{7}\nweek"), "next week");
}

#[test]
fn a_setting_says_what_it_can_be() {
    let failure = Failure::new(Reason::SettingInvalid).with("key", "style").with("value", "x").with("expected", "a, b");
    let trouble = Localizer::new("en").failure(&failure);
    assert_eq!(trouble.message, "The setting “style” cannot be “x”.");
    assert_eq!(trouble.action.as_deref(), Some("It can be: a, b."));
}

#[test]
fn the_services_own_words_follow_harmlessly() {
    let failure = Failure {
        provider_message: Some("\u{1b}[31mBad\u{7}\nimage\u{202e} { $name }".into()),
        provider_code: Some("2004".into()),
        request_id: Some("r-1".into()),
        ..Failure::new(Reason::ServiceRefusedImage).with("provider", "Zak").with("name", "a\u{1b}]0;x\u{7}\nb.jpg")
    };
    let trouble = Localizer::new("en").failure(&failure);
    assert_eq!(trouble.message, "Zak did not accept “a b.jpg”. Zak says: “Bad image { $name }”");
    assert_eq!((trouble.provider_code.as_deref(), trouble.request_id.as_deref()), (Some("2004"), Some("r-1")));
}

#[test]
fn an_endless_name_is_cut() {
    let failure = Failure::new(Reason::CutOff).with("name", "猫".repeat(5_000));
    let message = Localizer::new("zh").failure(&failure).message;
    assert!(message.chars().count() < 300 && message.contains('…'), "{message}");
}

#[test]
fn a_name_of_digits_stays_as_it_is() {
    for name in ["007", "2024", "1e5", "99999999999999999999"] {
        let message = Localizer::new("en").failure(&Failure::new(Reason::CutOff).with("name", name)).message;
        assert_eq!(message, format!("“{name}” is cut off: its end is missing."));
    }
}

#[test]
fn the_language_is_found_by_its_first_part() {
    for (wanted, spoken) in [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch.UTF-8", "de"),
        ("zh-Hans-CN", "zh"),
        ("zh_TW", "zh"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("C.UTF-8", "en"),
        ("dev", "en"),
    ] {
        assert_eq!(Localizer::new(wanted).language(), spoken, "{wanted}");
    }
    assert!(LANGUAGES.contains(&Localizer::new("system").language()));
}
