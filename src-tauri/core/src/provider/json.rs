//! Reading a service's JSON. Services write numbers as strings, leave fields out and add new ones; that is read as it is
//! meant. What is not JSON at all, or lacks what was asked for, is a `BadResponse` that says where it went wrong.

use super::adapter::HttpResponse;
use crate::failure::{Failure, Reason};
use serde_json::Value;

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
    let text = std::str::from_utf8(body).map_err(|_| "utf8")?;
    serde_json::from_str(text).map_err(|_| "json")
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
    let mut found: Vec<String> = Vec::new();
    let mut add = |item: &str| {
        let item = item.trim();
        if !item.is_empty() && !found.iter().any(|known| known == item) {
            found.push(item.to_owned());
        }
    };
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).for_each(&mut add),
        Value::String(text) => text.split([',', ',', '、']).for_each(&mut add),
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
            (b"{\"a\":\"\xff\"}", "utf8"),
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
    fn an_error_page_is_read_by_its_status() {
        assert_eq!(object(&response(401, b"<html>")).expect_err("status").reason, Reason::KeyRejected);
        assert_eq!(object(&response(429, b"\"slow\"")).expect_err("status").reason, Reason::RateLimited);
    }

    #[test]
    fn lists_come_as_arrays_or_as_one_text() {
        assert_eq!(list(&j!(["a", " b ", "", 3, "a"])), ["a", "b"]);
        assert_eq!(list(&j!("a, b,c、d")), ["a", "b", "c", "d"]);
        assert!(list(&j!({"a": 1})).is_empty());
    }
}
