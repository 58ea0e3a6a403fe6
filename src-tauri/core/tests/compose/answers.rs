//! Answers as models write them (`answers/`, one file a language), each with what is to come of it, and good ones that are to
//! stay (`good.txt`). A block begins with `@@`, what the case is about, the part of the description and, where there is one, the
//! length. Then the answer as it came, `=>`, and what is to be kept: `!empty` for a bad response, `!refused` for a refusal. Of
//! tags, `&` parts what the service sent apart.

use altsmith_core::compose::{Field, Wish, clean, clean_as, compose};
use altsmith_core::failure::Reason;
use altsmith_core::provider::Reply;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

const ANSWERS: &[(&str, &str)] = &[
    ("en", include_str!("answers/en.txt")),
    ("de", include_str!("answers/de.txt")),
    ("zh", include_str!("answers/zh.txt")),
    ("fr", include_str!("answers/fr.txt")),
    ("es", include_str!("answers/es.txt")),
    ("ja", include_str!("answers/ja.txt")),
    ("ko", include_str!("answers/ko.txt")),
    ("ar", include_str!("answers/ar.txt")),
    ("he", include_str!("answers/he.txt")),
    ("ru", include_str!("answers/ru.txt")),
];

const GOOD: &str = include_str!("good.txt");

/// The share of the answers that has to come out right.
const SHARE: f64 = 0.98;

struct Case<'a> {
    head: &'a str,
    language: &'a str,
    field: &'a str,
    limit: Option<usize>,
    said: &'a str,
    expected: &'a str,
}

fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = text.strip_prefix("@@ ").expect("a block");
    text.split("\n@@ ").map(|block| block.split_once('\n').expect("a head and a body"))
}

fn answers() -> Vec<Case<'static>> {
    let cases = ANSWERS.iter().flat_map(|(language, text)| blocks(text).map(move |block| (*language, block)));
    cases
        .map(|(language, (head, body))| {
            let mut words = head.split(' ').skip(1);
            let field = words.next().expect("a field");
            let limit = words.next().map(|limit| limit.parse().expect("a length"));
            let (said, expected) = body.split_once("\n=>\n").unwrap_or_else(|| panic!("no expectation: {head} {body}"));
            Case { head, language, field, limit, said, expected: expected.trim_end() }
        })
        .collect()
}

fn good() -> Vec<Case<'static>> {
    let case = |(head, body): (&'static str, &'static str)| {
        let (language, field) = head.split_once(' ').expect("a language and a field");
        let body = body.trim_end_matches('\n');
        Case { head, language, field, limit: None, said: body, expected: body }
    };
    blocks(GOOD).map(case).collect()
}

/// What is kept of an answer, by the way that every answer goes.
fn kept(case: &Case<'_>, tags: &str) -> String {
    let said = Some(case.said.to_owned());
    let mut reply = Reply::default();
    match case.field {
        "alt" => reply.alt = said,
        "description" => reply.description = said,
        "title" => reply.title = said,
        "tags" => reply.tags = case.said.split(tags).map(str::to_owned).collect(),
        other => panic!("no such field: {other}"),
    }
    let wish = Wish { max_chars: case.limit, language: case.language, text_in_picture: None };
    match compose(&reply, &wish) {
        Ok(composed) => match case.field {
            "alt" => composed.alt,
            "description" => composed.description,
            "title" => composed.title,
            _ => Some(composed.tags.join(" | ")),
        }
        .unwrap_or_default(),
        Err(failure) if failure.reason == Reason::BadResponse => "!empty".to_owned(),
        Err(failure) if failure.reason == Reason::ContentBlocked => "!refused".to_owned(),
        Err(failure) => format!("!{failure}"),
    }
}

#[test]
#[allow(clippy::print_stdout)] // `cargo xtask test` shows the number
fn the_share_of_answers_that_come_out_right_is_told() {
    let cases = answers();
    let mut right = 0;
    for case in &cases {
        let kept = kept(case, "\n&\n");
        if kept == case.expected {
            right += 1;
        } else {
            println!("raw answers: wrong: {} {}: {:?} instead of {:?}", case.language, case.head, kept, case.expected);
        }
    }
    let share = f64::from(right) / cases.len() as f64;
    println!("raw answers: {right} of {} come out right ({:.1} %)", cases.len(), share * 100.0);
    assert!(cases.len() >= 250 && share >= SHARE, "{right} of {}", cases.len());
}

#[test]
#[allow(clippy::print_stdout)] // `cargo xtask test` shows the number
fn good_answers_come_out_unchanged() {
    let cases = good();
    let changed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let kept = kept(case, " | ");
            (kept != case.expected).then(|| format!("{:?} became {kept:?}", case.said))
        })
        .collect();
    println!("raw answers: {} of {} good ones stay as they are", cases.len() - changed.len(), cases.len());
    assert!(cases.len() >= 100 && changed.is_empty(), "{changed:#?}");
}

fn holds(text: &str) {
    for field in [Field::Alt, Field::Description, Field::Title] {
        let once = clean_as(text, field);
        assert_eq!(clean_as(&once, field), once, "{field:?} twice: {text:?}");
        assert!(length(&once) <= length(text), "{field:?} longer: {text:?} {once:?}");
    }
}

fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

#[test]
fn what_is_clean_stays_so_and_grows_no_longer() {
    for case in answers().iter().chain(&good()) {
        holds(case.said);
        holds(&clean(case.said));
    }
}

/// Pieces that answers are wrapped in, in any order.
const PIECES: &str = "<think>|</think>|<\\|channel\\|>|assistant:|Alt text:|\\*\\*|__|`|```|\n|\n\n|- |1\\. |# |> |\"|“|”|\\(6 characters\\)|<p>|</p>|<b>|<Ctrl>|&lt;|&amp;|\\{|\\}|\\[|\\]|:|,|Sure!|Here is|Option 1:|A cat\\.|null|猫。|é| |[a-z]{1,4}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>()) {
        holds(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn however_it_is_wrapped(pieces in proptest::collection::vec(PIECES, 0..14)) {
        holds(&pieces.concat());
    }
}
