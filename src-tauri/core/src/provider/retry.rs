//! When a call is made again, and after how long. Pure policy; `http` carries it out.
//!
//! Again only where the call cannot have cost anything: it never left this computer, or the service turned it away. The
//! wait that the service asks for wins over ours.

use super::adapter::Cost;
use super::json::{decoded, number, values};
use crate::failure::{Failure, Reason};
use serde_json::Value;
use std::time::SystemTime;

/// Times that one call is made at most.
pub const TRIES: u32 = 3;

/// Longest wait within one request, in milliseconds. A service that asks for more gets it from the queue.
pub const LONGEST_WAIT_MS: u64 = 120_000;

/// Milliseconds until the next try of a call that has been made `tries` times, or None where it is not made again.
/// `chance` is a random number from 0 to 1: callers that failed together should not come back together.
pub fn pause(failure: &Failure, cost: Cost, tries: u32, chance: f64) -> Option<u64> {
    if failure.again.is_some() {
        // It may have been charged after all: an answer broke off with the service's own error.
        return None;
    }
    let base = match (failure.reason, cost) {
        (Reason::RateLimited, _) => 2_000,
        (Reason::ProviderUnavailable, _) => 1_000,
        (Reason::Network, _) | (Reason::Timeout, Cost::Free) => 250,
        _ => return None,
    };
    if tries >= TRIES {
        return None;
    }
    let own = f64::from(base) * f64::from(1u32 << tries.min(10)) * (0.5 + chance.clamp(0.0, 1.0) / 2.0);
    Some(failure.retry_after_ms.unwrap_or(own as u64)).filter(|ms| *ms <= LONGEST_WAIT_MS)
}

/// The wait that the headers ask for, in milliseconds.
pub fn asked_by_headers(retry_after_ms: Option<&str>, retry_after: Option<&str>, now: SystemTime) -> Option<u64> {
    let exact = retry_after_ms.and_then(|text| text.trim().parse::<f64>().ok());
    exact.and_then(|ms| millis(ms / 1000.0)).or_else(|| {
        let text = retry_after?.trim();
        match text.parse::<f64>() {
            Ok(seconds) => millis(seconds),
            Err(_) => {
                let date = httpdate::parse_http_date(text).ok()?;
                Some(date.duration_since(now).map_or(0, |wait| wait.as_millis() as u64))
            }
        }
    })
}

/// The wait that a JSON body asks for, in milliseconds, wherever in it the field stands: `retry_after_ms`,
/// `retry_after` or `retryAfter` in seconds, `retryDelay` as in Google's `RetryInfo` (`"3.5s"`).
/// Where no field says it, a sentence may: "Please try again in 1.2s".
pub fn asked_by_body(body: &[u8]) -> Option<u64> {
    let text = decoded(body);
    values(&text).first().and_then(|value| find_wait(value, 6)).or_else(|| asked_by_sentence(&text))
}

fn asked_by_sentence(text: &str) -> Option<u64> {
    let from = text.find("try again in ")? + "try again in ".len();
    let wait = text[from..].split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next()?.trim_end_matches('.');
    duration(wait)
}

/// The wait that the counters of a service ask for (`x-ratelimit-reset-requests: 6m0s`): the longest of those that have
/// nothing left, in milliseconds.
pub fn asked_by_counters<'a>(header: impl Fn(&str) -> Option<&'a str>, now: SystemTime) -> Option<u64> {
    let waits = ["-requests", "-tokens", ""].into_iter().filter_map(|of| {
        let left = header(&format!("x-ratelimit-remaining{of}"));
        let spent = left.is_none_or(|left| left.trim().parse::<f64>().is_ok_and(|left| left < 1.0));
        let reset = header(&format!("x-ratelimit-reset{of}")).filter(|_| spent)?.trim();
        reset_after(reset, now)
    });
    waits.max()
}

/// A duration, seconds from now, or a moment in seconds or milliseconds since 1970.
fn reset_after(text: &str, now: SystemTime) -> Option<u64> {
    let Ok(number) = text.parse::<f64>() else { return duration(text) };
    let now_s = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
    millis(match number {
        moment if moment > 1e11 => (moment / 1000.0 - now_s).max(0.0),
        moment if moment > 1e9 => (moment - now_s).max(0.0),
        seconds => seconds,
    })
}

/// `1h2m3.5s`, `20ms`, in milliseconds.
fn duration(text: &str) -> Option<u64> {
    let (mut rest, mut seconds) = (text, 0.0);
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, after) = rest.split_at(unit_at);
        let unit_end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let factor = match &after[..unit_end] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * factor;
        rest = &after[unit_end..];
    }
    (!text.is_empty()).then(|| millis(seconds)).flatten()
}

fn find_wait(value: &Value, depth: u8) -> Option<u64> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Object(fields) => {
            let here = fields.iter().find_map(|(name, value)| match name.as_str() {
                "retry_after_ms" | "retryAfterMs" => millis(number(value)? / 1000.0),
                "retry_after" | "retryAfter" | "retry_after_seconds" => millis(number(value)?),
                "retryDelay" => millis(value.as_str()?.strip_suffix('s')?.parse().ok()?),
                _ => None,
            });
            here.or_else(|| fields.values().find_map(|value| find_wait(value, depth - 1)))
        }
        Value::Array(items) => items.iter().find_map(|value| find_wait(value, depth - 1)),
        _ => None,
    }
}

fn millis(seconds: f64) -> Option<u64> {
    (seconds.is_finite() && seconds >= 0.0).then(|| (seconds * 1000.0).min(1e15).ceil() as u64)
}

/// A random number from 0 to 1 for [`pause`]. Where the system has no randomness, the middle: nothing depends on it.
pub fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn failed(reason: Reason) -> Failure {
        Failure::new(reason)
    }

    #[test]
    fn only_what_cannot_have_been_charged_is_tried_again() {
        for reason in [Reason::RateLimited, Reason::ProviderUnavailable, Reason::Network] {
            assert!(pause(&failed(reason), Cost::MayCharge, 1, 0.5).is_some(), "{reason:?}");
        }
        for reason in [
            Reason::Timeout,
            Reason::OutcomeUnknown,
            Reason::BadResponse,
            Reason::KeyRejected,
            Reason::CreditsExhausted,
            Reason::ContentBlocked,
            Reason::InvalidRequest,
            Reason::TlsFailed,
            Reason::TlsNotTrusted,
            Reason::Redirected,
            Reason::Cancelled,
        ] {
            assert_eq!(pause(&failed(reason), Cost::MayCharge, 1, 0.5), None, "{reason:?}");
        }
        assert!(pause(&failed(Reason::Timeout), Cost::Free, 1, 0.5).is_some());
    }

    #[test]
    fn at_most_three_tries_and_each_wait_longer() {
        let failure = failed(Reason::RateLimited);
        let waits: Vec<_> = (1..=3).map(|tries| pause(&failure, Cost::MayCharge, tries, 1.0)).collect();
        assert_eq!(waits, [Some(4_000), Some(8_000), None]);
        assert_eq!(pause(&failure, Cost::MayCharge, 1, 0.0), Some(2_000));
    }

    #[test]
    fn the_services_own_wait_wins_unless_it_is_too_long_to_sit_out() {
        let mut failure = failed(Reason::RateLimited);
        failure.retry_after_ms = Some(17);
        assert_eq!(pause(&failure, Cost::MayCharge, 2, 1.0), Some(17));
        failure.retry_after_ms = Some(LONGEST_WAIT_MS + 1);
        assert_eq!(pause(&failure, Cost::MayCharge, 1, 1.0), None);
    }

    #[test]
    fn waits_are_read_from_headers() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        for (ms, after, wait) in [
            (None, Some("3"), Some(3_000)),
            (None, Some(" 0.5 "), Some(500)),
            (Some("250"), Some("3"), Some(250)),
            (Some("soon"), Some("3"), Some(3_000)),
            (None, Some("Sun, 06 Nov 1994 08:49:40 GMT"), Some(3_000)),
            (None, Some("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0)),
            (None, Some("-1"), None),
            (None, Some("NaN"), None),
            (None, Some("later"), None),
            (None, None, None),
        ] {
            assert_eq!(asked_by_headers(ms, after, now), wait, "{ms:?} {after:?}");
        }
    }

    #[test]
    fn waits_are_read_from_bodies() {
        for (body, wait) in [
            (r#"{"retry_after":"2"}"#, Some(2_000)),
            (r#"{"error":{"retry_after_ms":30}}"#, Some(30)),
            (r#"[{"error":{"details":[{"@type":"x"},{"retryDelay":"3.5s"}]}}]"#, Some(3_500)),
            (r#"{"error":{"message":"Rate limit reached. Please try again in 1.2s. Visit"}}"#, Some(1_200)),
            (r#"{"error":{"message":"Please try again in 20ms."}}"#, Some(20)),
            (r#"{"error":{"message":"Please try again in 1h2m3.5s."}}"#, Some(3_723_500)),
            (r#"{"error":{"message":"Please try again in a while."}}"#, None),
            (r#"{"retry_after":-1}"#, None),
            ("<html>", None),
        ] {
            assert_eq!(asked_by_body(body.as_bytes()), wait, "{body}");
        }
    }

    #[test]
    fn waits_are_read_from_counters() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        for (headers, wait) in [
            (&[("x-ratelimit-reset-requests", "6m0s"), ("x-ratelimit-remaining-requests", "0")][..], Some(360_000)),
            (
                &[
                    ("x-ratelimit-reset-requests", "6m0s"),
                    ("x-ratelimit-remaining-requests", "7"),
                    ("x-ratelimit-reset-tokens", "120ms"),
                    ("x-ratelimit-remaining-tokens", "0"),
                ],
                Some(120),
            ),
            (&[("x-ratelimit-reset", "1800000003000")], Some(3_000)),
            (&[("x-ratelimit-reset", "1800000002")], Some(2_000)),
            (&[("x-ratelimit-reset", "1700000000")], Some(0)),
            (&[("x-ratelimit-reset", "4.5")], Some(4_500)),
            (&[("x-ratelimit-reset", "soon")], None),
            (&[], None),
        ] {
            let header = |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            assert_eq!(asked_by_counters(header, now), wait, "{headers:?}");
        }
    }
}
