//! What reaches the terminal. Everything that came from a service or a file passes `safe`, so that no terminal escape
//! does.

use altsmith_core::failure::{ErrorCode, Failure, Reason};
use altsmith_core::view::Trouble;
use altsmith_core::words::Speaker;
use serde_json::{Map, Value, json};
use std::io::Write;

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

/// Writes a line of results. A reader that went away (`| head`) ends the program quietly.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Trouble with the whole, on standard error.
pub fn trouble(speaker: &Speaker, failure: &Failure) {
    say(&speaker.failure(failure));
}

/// Trouble that was put into words already, on standard error.
pub fn say(trouble: &Trouble) {
    eprintln!("altsmith: {}", safe(&trouble.message));
    if let Some(action) = &trouble.action {
        eprintln!("  {}", safe(action));
    }
}

/// The exit status for trouble with the whole.
pub fn exit_code(failure: &Failure) -> u8 {
    match failure.reason {
        Reason::ProviderUnknown | Reason::SettingUnknown | Reason::SettingInvalid | Reason::LanguageUnknown => {
            super::WRONG_USAGE
        }
        _ if failure.code() == ErrorCode::InvalidRequest => super::WRONG_USAGE,
        _ => super::SOME_FAILED,
    }
}

/// The `error` object of one picture.
pub fn error_json(speaker: &Speaker, failure: &Failure) -> Value {
    trouble_json(&speaker.failure(failure))
}

/// The same of trouble that was put into words already.
pub fn trouble_json(trouble: &Trouble) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), json!(trouble.code));
    object.insert("message".into(), json!(safe(&trouble.message)));
    let mut optional = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(name.into(), value);
        }
    };
    optional("action", trouble.action.as_deref().map(|text| json!(safe(text))));
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

    #[test]
    fn wrong_names_are_wrong_usage() {
        assert_eq!(exit_code(&Failure::new(Reason::ProviderUnknown)), 2);
        assert_eq!(exit_code(&Failure::new(Reason::DatabaseNewer)), 1);
    }
}
