//! What reaches the terminal. Everything that came from a service or a file passes `safe`, so that no terminal escape
//! does.

use altsmith_core::failure::{Again, Failure, Reason};
use altsmith_core::i18n::Localizer;
use altsmith_core::secrets::KeyName;
use altsmith_core::text::json_escaped;
use altsmith_core::view::Trouble;
use serde_json::{Map, Value, json};
use std::io::{self, ErrorKind, Write};

/// The person's language, from the environment.
pub fn language() -> String {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "en".to_owned())
}

/// Text without control characters, except line breaks.
pub fn safe(text: &str) -> String {
    text.chars().filter(|&c| c == '\n' || !c.is_control() && !is_direction_override(c)).collect()
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Writes a line of results.
///
/// # Errors
/// Nobody reads any more (`BrokenPipe`), or there is no place for it.
pub fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush())
}

/// Writes one JSON value in a line of its own. What could change a line, whatever a file is called, is escaped: it reads back
/// as it was.
///
/// # Errors
/// As [`line`].
pub fn json_line(value: &Value) -> io::Result<()> {
    line(&json_escaped(&value.to_string()))
}

/// Writes a line to standard error, where somebody reads it.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Trouble with the whole, on standard error.
pub fn trouble(localizer: Localizer, failure: &Failure) {
    say(localizer, &localizer.failure(failure));
}

/// Trouble that was put into words already, on standard error.
pub fn say(localizer: Localizer, trouble: &Trouble) {
    note(&format!("altsmith: {}", safe(&trouble.message)));
    if let Some(action) = &trouble.action {
        note(&format!("  {}", safe(action)));
    }
    below(localizer, trouble, None).iter().for_each(|line| note(&format!("  {line}")));
}

/// Results could not be written. False where a reader went away (`| head`): nobody is to be told of that.
pub fn unwritten(localizer: Localizer, error: &io::Error) -> bool {
    let why = match error.kind() {
        ErrorKind::BrokenPipe => return false,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        _ => "other",
    };
    note(&format!("altsmith: {}", localizer.text("cli-write-failed", &[("why", why)])));
    true
}

/// What stands below a failure, each in a line of its own: what its sentence tells people to give to the service's
/// support, and the way out that this face has where the sentence speaks of the window's. `resend` is the command that sends
/// anew what may have been charged, and nothing else.
pub fn below(localizer: Localizer, trouble: &Trouble, resend: Option<&str>) -> Vec<String> {
    let code = trouble.provider_code.as_ref().map(|code| localizer.text("cli-code", &[("code", code)]));
    let request = trouble.request_id.as_ref().map(|id| localizer.text("cli-request", &[("id", id)]));
    code.into_iter().chain(request).chain(ways_out(localizer, trouble, resend)).map(|line| safe(&line)).collect()
}

/// What the command line offers where the sentence speaks of the window's means.
fn ways_out(localizer: Localizer, trouble: &Trouble, resend: Option<&str>) -> impl Iterator<Item = String> {
    let again = (trouble.again == Some(Again::MayCostTwice)).then(|| match resend {
        Some(line) => localizer.text("cli-resend", &[("line", line)]),
        None => localizer.text("cli-again", &[]),
    });
    key_place(localizer, trouble).into_iter().chain(again)
}

/// Where a key is entered on the command line.
fn key_place(localizer: Localizer, trouble: &Trouble) -> Option<String> {
    let kind = trouble.kind;
    let id = trouble.provider.as_deref().filter(|_| kind.is_some()).unwrap_or("<PROVIDER>");
    let mut fields = kind.into_iter().flat_map(|kind| kind.secrets).filter(|field| field.required);
    let field = fields.next_back().map_or("<FIELD>", |field| field.name);
    match trouble.reason {
        Reason::KeyMissing | Reason::KeyRejected => {
            let field = match &trouble.field {
                Some(own) => own,
                None if kind.is_some_and(|kind| kind.secrets.len() > 1) => "…",
                None => field,
            };
            Some(localizer.text("cli-key", &[("provider", id), ("field", field)]))
        }
        Reason::KeyringUnavailable | Reason::KeyringLocked => {
            let variable = if kind.is_some() { KeyName::new(id, field).variable() } else { A_KEY.to_owned() };
            Some(localizer.text("cli-key-place", &[("variable", &variable)]))
        }
        Reason::VaultLocked => Some(localizer.text("cli-vault", &[])),
        _ => None,
    }
}

/// How the variables are called that hold a key for one run.
const A_KEY: &str = "ALTSMITH_<PROVIDER>_<FIELD>";

/// The `error` object of one picture; `resend` as in [`below`].
pub fn error_json(localizer: Localizer, failure: &Failure, resend: Option<&str>) -> Value {
    trouble_json(localizer, &localizer.failure(failure), resend)
}

/// The same of trouble that was put into words already.
pub fn trouble_json(localizer: Localizer, trouble: &Trouble, resend: Option<&str>) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), json!(trouble.code));
    object.insert("message".into(), json!(safe(&trouble.message)));
    let mut optional = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(name.into(), value);
        }
    };
    let action: Vec<String> = trouble.action.iter().cloned().chain(ways_out(localizer, trouble, resend)).collect();
    optional("action", (!action.is_empty()).then(|| json!(safe(&action.join(" ")))));
    optional("provider_code", trouble.provider_code.as_deref().map(|text| json!(safe(text))));
    optional("request_id", trouble.request_id.as_deref().map(|text| json!(safe(text))));
    optional("retry_after_ms", trouble.retry_after_ms.map(|ms| json!(ms)));
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_reaches_a_terminal() {
        assert_eq!(safe("red\u{1b}[31m\u{7}\u{9b}5m\nline\u{202e}"), "red[31m5m\nline");
    }
}
