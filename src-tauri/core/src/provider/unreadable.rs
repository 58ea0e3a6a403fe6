//! An answer that cannot be read: its text in the log of requests and its first words in the failure, so that a person sees
//! whether it was the page of a gate, half an answer or another service. Without keys, pictures and what stands behind the
//! `?` of an address, all of which a server may send back.

use super::adapter::HttpResponse;
use super::{Secrets, error, json};
use crate::failure::{Failure, Reason};

/// Longest text in the log, in characters; the log cuts its field there too.
const LONGEST: usize = crate::log::LONGEST_ANSWER;
/// Longest beginning that a person sees, in characters.
const BEGINNING: usize = 80;
/// Most bytes that are looked at: what is cut off behind them may be the half of a key.
const LOOKED_AT: usize = 1 << 20;
/// Base64 of this length is no word: it is a picture.
const PICTURE: usize = 120;
/// Of so many characters one may be none that can be read; else it is no text.
const UNREADABLE_ONE_IN: usize = 16;

/// The failure with the beginning of the answer that it is about, which is written to the log. Anything but an answer that
/// cannot be read stays what it is; so does one of which is known what it lacks.
pub fn shown(failure: Failure, response: &HttpResponse, host: &str, secrets: &Secrets) -> Failure {
    if failure.reason != Reason::BadResponse || failure.documented.is_some() || response.body.is_empty() {
        return failure;
    }
    let text = text(&response.body, secrets);
    tracing::warn!(
        operation = response.operation,
        host,
        status = response.status,
        received_bytes = response.body.len(),
        answer = text.as_str(),
        "an answer that cannot be read"
    );
    let beginning = beginning(&text);
    if beginning.is_empty() { failure } else { failure.with("beginning", beginning) }
}

/// What may be seen of a body: nothing where it is no text.
fn text(body: &[u8], secrets: &Secrets) -> String {
    let read = json::decoded(&body[..body.len().min(LOOKED_AT)]);
    let strange = |c: &char| c.is_control() && !c.is_ascii_whitespace() || matches!(c, '\u{80}'..='\u{ff}');
    let (all, odd) = (read.chars().count(), read.chars().filter(strange).count());
    if odd * UNREADABLE_ONE_IN > all {
        return String::new();
    }
    let mut seen = without_pictures(&without_queries(&secrets.mask(&read)));
    if let Some((end, _)) = seen.char_indices().nth(LONGEST) {
        seen.truncate(end);
    }
    seen.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Runs of base64 that are too long for words become a dot.
fn without_pictures(text: &str) -> String {
    let encodes = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_' | '\\' | '%');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(encodes) {
        let end = rest[start..].find(|c| !encodes(c)).map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..start]);
        out.push_str(if end - start < PICTURE { &rest[start..end] } else { "…" });
        rest = &rest[end..];
    }
    out + rest
}

/// Addresses without what stands behind their `?`: it may be a signature.
fn without_queries(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '?');
        let end = rest[start..].find(ends).map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        if rest.starts_with('?') {
            let end = rest[1..].find(|c| ends(c) && c != '?').map_or(rest.len(), |length| length + 1);
            out.push_str("?…");
            rest = &rest[end..];
        }
    }
    out + rest
}

/// The first words, on one line.
fn beginning(text: &str) -> String {
    let head: String = text.chars().take(BEGINNING * 4).collect();
    let line = error::clean(&head);
    let Some((end, _)) = line.char_indices().nth(BEGINNING) else { return line };
    let cut = line[..end].rfind(' ').filter(|cut| *cut > end / 2).unwrap_or(end);
    format!("{}…", &line[..cut])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::adapter::Cost;

    fn shown_of(body: &[u8]) -> String {
        let secrets = Secrets::none().with("api_key", "sk-very-secret-1234");
        let response =
            HttpResponse { operation: "t", cost: Cost::Free, status: 200, retry_after_ms: None, body: body.to_vec() };
        let failure = shown(Failure::new(Reason::BadResponse), &response, "h", &secrets);
        failure.about.get("beginning").cloned().unwrap_or_default()
    }

    #[test]
    fn the_first_words_of_an_answer_are_said() {
        assert_eq!(shown_of(b"<!doctype html>\r\n<title>Sign in</title>"), "<!doctype html> <title>Sign in</title>");
        assert_eq!(shown_of(b"caf\xe9 is no answer"), "café is no answer");
        assert_eq!(shown_of(b""), "");
        assert_eq!(shown_of(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x02\x9c\xe1\xf3"), "", "no text");
        let long = shown_of("word ".repeat(400).as_bytes());
        assert!(long.ends_with("word…") && long.chars().count() <= BEGINNING + 1, "{long}");
        let japanese = "画像".repeat(400);
        assert_eq!(shown_of(japanese.as_bytes()).chars().count(), BEGINNING + 1, "a writing without spaces");
    }

    #[test]
    fn neither_keys_nor_pictures_nor_signatures_are_seen() {
        assert_eq!(shown_of(b"no: sk-very-secret-1234"), "no: \u{2022}\u{2022}\u{2022}");
        // Cut in its middle it would not be known any more.
        let at_the_end = [" ".repeat(70).as_bytes(), b".sk-very-secret-1234"].concat();
        assert!(!shown_of(&at_the_end).contains("sk-"));
        let picture = format!("{{\"image\":\"data:image/jpeg;base64,{}\"", "aGVsbG8/".repeat(100));
        assert_eq!(shown_of(picture.as_bytes()), "{\"image\":\"data:image/jpeg;base64,…\"");
        let signed = b"<Key>https://b.example/a.jpg?X-Amz-Signature=abc&x=1?2</Key> and http://h/?q";
        assert_eq!(shown_of(signed), "<Key>https://b.example/a.jpg?…</Key> and http://h/?…");
    }

    #[test]
    fn another_failure_stays_what_it_is() {
        let response =
            HttpResponse { operation: "t", cost: Cost::Free, status: 401, retry_after_ms: None, body: b"no".to_vec() };
        let failure = shown(Failure::new(Reason::KeyRejected), &response, "h", &Secrets::none());
        assert!(failure.about.is_empty());
    }
}
