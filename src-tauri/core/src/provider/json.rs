//! Reading a service's JSON. Services write numbers as strings, leave fields out and add new ones; that is read as it is
//! meant. What is not JSON at all, or lacks what was asked for, is a `BadResponse` that says where it went wrong.
//!
//! An answer was paid for. One that the grammar refuses for a detail (half an emoji, a raw control character, a number that
//! no computer holds, a byte of another encoding, something behind the object) is read a second time, leniently: the words
//! in it are worth more than the grammar. One that was cut off stays what it is, so that half of it passes for no whole.

use super::adapter::HttpResponse;
use super::halves;
use crate::failure::{Failure, Reason};
use serde_json::Value;
use std::collections::HashSet;

/// The body as JSON. `Err` for a body that is none: the HTTP status then says what happened.
///
/// # Errors
/// `BadResponse` for a 2xx answer, else what the status means.
pub fn value(response: &HttpResponse) -> Result<Value, Failure> {
    parse(&response.body).map_err(|problem| match response.status {
        200..=299 => bad(problem),
        _ => super::error::from_status(response),
    })
}

/// The body as a JSON object; an array, a number or `null` is as good as no answer.
///
/// # Errors
/// As [`json`].
pub fn object(response: &HttpResponse) -> Result<Value, Failure> {
    let value = value(response)?;
    if value.is_object() {
        return Ok(value);
    }
    match response.status {
        200..=299 => Err(bad("object")),
        _ => Err(super::error::from_status(response)),
    }
}

fn parse(body: &[u8]) -> Result<Value, &'static str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err("empty");
    }
    if let Some(value) = std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str(text).ok()) {
        return Ok(value);
    }
    leniently(&decoded(body), Half::Lost).into_iter().next().ok_or("json")
}

/// The values of a part of an answer, one after the other, up to what is none. A text that is one value is read by the grammar
/// alone. Half an emoji at the edge of a text is kept for `Halves`: the other half may be in the next part.
pub fn values(text: &str) -> Vec<Value> {
    serde_json::from_str(text).map_or_else(|_| leniently(text, Half::MarkedAtEdges), |value| vec![value])
}

/// What becomes of a half of a surrogate pair.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Lost,
    MarkedAtEdges,
}

/// The values of a text, with what the grammar refuses made harmless. A bare number or word is no answer.
fn leniently(text: &str, half: Half) -> Vec<Value> {
    let mended = mended(text, half);
    let values = serde_json::Deserializer::from_str(&mended).into_iter::<Value>().map_while(Result::ok);
    values.take_while(|value| value.is_object() || value.is_array()).collect()
}

/// The text of a body. Bytes that are no UTF-8 are Latin-1, of which each byte is a character.
pub fn decoded(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(char::from));
    }
    text
}

/// The same text as JSON that the parser takes: control characters and unknown escapes within strings are escaped, a lone
/// half of a surrogate pair is the sign for a character that is lost, a number without a value is `null`.
fn mended(text: &str, half: Half) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut quoted = false;
    while let Some(c) = rest.chars().next() {
        if quoted && c == '\\' {
            rest = escape(rest, &mut out, half);
            continue;
        }
        if !quoted && is_in_word(c) {
            let end = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
            out.push_str(if is_valueless(&rest[..end]) { "null" } else { &rest[..end] });
            rest = &rest[end..];
            continue;
        }
        match c {
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            c if quoted && c < ' ' => push_escaped(c, &mut out),
            // Between values neither a control character nor what is no ASCII means anything.
            c if !quoted && (c.is_control() || !c.is_ascii()) => out.push(' '),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn push_escaped(c: char, out: &mut String) {
    use std::fmt::Write;
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}

/// What numbers and bare words are made of.
fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')
}

/// A number that is too large, or a word for one that JSON has not.
fn is_valueless(word: &str) -> bool {
    word.parse::<f64>().is_ok_and(|number| !number.is_finite())
}

/// Length of `\u0000`.
const ONE: usize = 6;
/// Length of two of them.
const PAIR: usize = 12;

/// Takes the escape at the beginning of the rest; what stands behind it.
fn escape<'a>(rest: &'a str, out: &mut String, half: Half) -> &'a str {
    let unit = |text: &str| {
        let hex = text.strip_prefix("\\u")?.get(..4)?;
        hex.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(hex, 16).ok()).flatten()
    };
    let taken = match unit(rest) {
        Some(0xd800..=0xdbff) if rest.get(ONE..).and_then(unit).is_some_and(|low| (0xdc00..=0xdfff).contains(&low)) => {
            out.push_str(&rest[..PAIR]);
            PAIR
        }
        Some(alone @ 0xd800..=0xdfff) => {
            let ends = alone < 0xdc00 && rest[ONE..].starts_with('"');
            let begins = alone >= 0xdc00 && out.ends_with('"') && !out.ends_with("\\\"");
            let marked = half == Half::MarkedAtEdges && (ends || begins);
            out.push(if marked { halves::mark(alone) } else { '\u{fffd}' });
            ONE
        }
        Some(_) => {
            out.push_str(&rest[..ONE]);
            ONE
        }
        None => match rest[1..].chars().next() {
            Some(known @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                out.push('\\');
                out.push(known);
                2
            }
            // A backslash that escapes nothing is one of the text.
            _ => {
                out.push_str("\\\\");
                1
            }
        },
    };
    &rest[taken..]
}

/// A `BadResponse`; `problem` names what was missing or wrong, for the log and for support.
pub fn bad(problem: &str) -> Failure {
    Failure::new(Reason::BadResponse).with("problem", problem)
}

/// A finite number, also where it stands in quotes.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// A whole number within ±2^53, also where it stands in quotes or with `.0`.
pub fn integer(value: &Value) -> Option<i64> {
    number(value).filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64)
}

/// A text that is not blank.
pub fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A short label: a text or a number (codes and ids come as either).
pub fn label(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        other => text(other),
    }
}

/// Texts of an array, or of one text in which they are separated by commas. Blank ones and repetitions are left out.
pub fn list(value: &Value) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut add = |item: &str| {
        let item = item.trim();
        // Looked up, not looked for: a service may send half a million.
        if !item.is_empty() && seen.insert(item.to_owned()) {
            found.push(item.to_owned());
        }
    };
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).for_each(&mut add),
        Value::String(text) => text.split([',', '，', '、']).for_each(&mut add),
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::adapter::Cost;
    use serde_json::json as j;

    fn response(status: u16, body: &[u8]) -> HttpResponse {
        HttpResponse { operation: "test", cost: Cost::MayCharge, status, retry_after_ms: None, body: body.to_vec() }
    }

    #[test]
    fn numbers_as_strings_are_numbers() {
        assert_eq!(number(&j!("199")), Some(199.0));
        assert_eq!(number(&j!(0.5)), Some(0.5));
        for none in [j!("many"), j!("NaN"), j!("inf"), j!(null), j!([1]), j!(true)] {
            assert_eq!(number(&none), None, "{none}");
        }
        assert_eq!(integer(&j!("200")), Some(200));
        assert_eq!(integer(&j!(1.5)), None);
    }

    #[test]
    fn what_is_no_json_is_a_bad_response_that_says_why() {
        for (body, problem) in [
            (&b"<html>"[..], "json"),
            (b"", "empty"),
            (b" \r\n", "empty"),
            (b"{\"a\":\"\xff\"", "json"),
            (b"1e999", "json"),
            (b"{\"a\":", "json"),
            (b"[1]", "object"),
        ] {
            let failure = object(&response(200, body)).expect_err("bad");
            assert_eq!((failure.reason, failure.about["problem"].as_str()), (Reason::BadResponse, problem));
        }
        assert_eq!(object(&response(200, b"\xef\xbb\xbf{}")).expect("an object"), j!({}));
        let deep = "[".repeat(100_000);
        assert_eq!(object(&response(200, deep.as_bytes())).expect_err("too deep").reason, Reason::BadResponse);
    }

    #[test]
    fn a_detail_that_the_grammar_refuses_loses_no_words() {
        let with = |text: &[u8]| [&br#"{"alt":""#[..], text, br#"","n":7}"#].concat();
        for (body, alt) in [
            (with(br"half \ud83d of it"), "half \u{fffd} of it"),
            (with(br"half \ude00\ud83d"), "half \u{fffd}\u{fffd}"),
            (with(br"whole \ud83d\ude00"), "whole \u{1f600}"),
            (with(b"a\nb\tc\0d\x1b"), "a\nb\tc\0d\u{1b}"),
            (with(b"caf\xe9 \xc3\xa9"), "café é"),
            (with(br"C:\pictures \q"), "C:\\pictures \\q"),
            (with(br#"a \"b\" \\"#), "a \"b\" \\"),
        ] {
            let told = object(&response(200, &body)).expect("an object");
            assert_eq!((told["alt"].as_str(), &told["n"]), (Some(alt), &j!(7)), "{}", String::from_utf8_lossy(&body));
        }
        for (body, left) in [
            (r#"{"alt":"a","left":1e999}"#, Value::Null),
            (r#"{"alt":"a","left":-Infinity}"#, Value::Null),
            (r#"{"alt":"a","left":NaN}"#, Value::Null),
            (r#"{"alt":"a","left":3}{"alt":"b"}"#, j!(3)),
            ("{\"alt\":\"a\",\"left\":3}\0\0", j!(3)),
            ("{\"alt\":\"a\",\u{1}\"left\":3} and more", j!(3)),
            ("\u{ff}{\"alt\":\"a\",\u{e9}\"left\":3}\u{ff}", j!(3)),
        ] {
            let told = object(&response(200, body.as_bytes())).expect("an object");
            assert_eq!((told["alt"].as_str(), &told["left"]), (Some("a"), &left), "{body}");
        }
    }

    #[test]
    fn what_was_cut_off_passes_for_no_whole() {
        let whole = br#"{"alt":"half \ud83d","n":[1e999,{}]}"#;
        assert!(object(&response(200, whole)).is_ok());
        for end in 0..whole.len() {
            assert!(object(&response(200, &whole[..end])).is_err(), "{end}");
        }
    }

    #[test]
    fn an_error_page_is_read_by_its_status() {
        assert_eq!(object(&response(401, b"<html>")).expect_err("status").reason, Reason::KeyRejected);
        assert_eq!(object(&response(429, b"\"slow\"")).expect_err("status").reason, Reason::RateLimited);
    }

    #[test]
    fn lists_come_as_arrays_or_as_one_text() {
        assert_eq!(list(&j!(["a", " b ", "", 3, "a"])), ["a", "b"]);
        assert_eq!(list(&j!("a, b,c、d，e")), ["a", "b", "c", "d", "e"]);
        let many: Vec<String> = (0..400_000).map(|number| format!("tag {number}")).collect();
        assert_eq!(list(&j!(many)).len(), many.len());
        assert!(list(&j!({"a": 1})).is_empty());
    }
}
