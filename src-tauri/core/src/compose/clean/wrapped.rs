//! What answers are wrapped in: turns of a conversation, tokens of chat templates, code fences, JSON, tags, attributes.

use super::phrases::{ALT, ANSWER, DESCRIPTION, FINAL, ROLES, TAGS, THINKING, TITLE};
use super::{Field, starts_with};
use serde_json::Value;

/// Tags that models put around an answer when they were told to answer in such.
const ENVELOPES: &[&str] = &[
    "answer",
    "response",
    "output",
    "final",
    "final_answer",
    "result",
    "alt",
    "alt_text",
    "alttext",
    "alt-text",
    "caption",
    "description",
    "text",
];

/// Deepest object in an object that is looked into.
const DEEPEST: usize = 4;

/// The text without tokens of chat templates and without the turns before the answer's own.
pub(super) fn without_turns(text: &str) -> String {
    const TURNS: &[&str] =
        &["<|im_start|>assistant", "<|start_header_id|>assistant<|end_header_id|>", "<start_of_turn>model"];
    let from = TURNS.iter().filter_map(|turn| text.rfind(turn).map(|at| at + turn.len())).max().unwrap_or(0);
    let text = without_tokens(&text[from..]);
    let mut text = after_final(&text).trim().to_owned();
    if let Some(at) = text.rfind("assistantfinal").filter(|_| text.starts_with("analysis")) {
        text.drain(..at + "assistantfinal".len());
    }
    loop {
        let shorter = without_role(text.trim());
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter.to_owned();
    }
}

/// Control words of chat templates: `<|im_end|>` and its like, with the name of the speaker behind the one that begins a turn.
fn without_tokens(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<|") {
        kept.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        match after.find("|>").filter(|end| *end <= 40 && !after[..*end].contains(char::is_whitespace)) {
            Some(end) => {
                let begins = after[..end].contains("start") && !after[..end].contains("RESPONSE");
                rest = &after[end + 2..];
                if begins && let Some(behind) = rest.strip_prefix("assistant") {
                    rest = behind;
                }
                kept.push(' ');
            }
            None => {
                kept.push_str("<|");
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    let kept = kept.replace("<start_of_turn>model", " ");
    let kept = kept.trim_start().strip_prefix("<image>").map(str::to_owned).unwrap_or(kept);
    ["[INST]", "[/INST]", "<s>", "</s>", "<end_of_turn>", "<start_of_turn>", "<end_of_utterance>", "<eos>", "<bos>"]
        .iter()
        .fold(kept, |text, token| if text.contains(token) { text.replace(token, " ") } else { text })
}

/// What stands behind "Final answer:" at the beginning of a line, where a model thought aloud before it.
fn after_final(text: &str) -> &str {
    let begin = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let thinks = THINKING.iter().any(|label| {
        let behind = begin.get(label.len()..).filter(|_| starts_with(begin, label));
        behind.is_some_and(|behind| behind.trim_start_matches(['*', '_', ' ']).starts_with([':', '：']))
    });
    let labels: Vec<&str> = if thinks { [FINAL, ANSWER, ALT].concat() } else { FINAL.to_vec() };
    for (at, _) in text.match_indices('\n').collect::<Vec<_>>().into_iter().rev() {
        let line = text[at + 1..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '\n');
        let Some(behind) = labels.iter().filter(|label| starts_with(line, label)).find_map(|label| {
            let behind = line.get(label.len()..)?;
            behind.trim_start_matches(['*', '_', ' ', '#']).starts_with([':', '：', '\n']).then_some(behind)
        }) else {
            continue;
        };
        let behind = behind.trim_start_matches(['*', '_', ' ', '#']);
        if let Some(answer) = behind.strip_prefix([':', '：', '\n'])
            && !answer.trim_matches(['*', '_', '\n', ' ']).is_empty()
        {
            return answer.trim_start_matches(['*', '_', ' ', '\n']);
        }
    }
    text
}

/// Without "assistant:" before the words, and without the question that a conversation begins with.
fn without_role(text: &str) -> &str {
    if starts_with(text, "user:")
        && let Some(at) = super::find(text, "assistant:")
    {
        return text[at + "assistant:".len()..].trim_start();
    }
    let bare = text.trim_start_matches(['#', '*', '[', ' ']);
    let marked = bare.len() < text.len();
    for role in ROLES.iter().copied().chain(["response", "answer"].into_iter().filter(|_| marked)) {
        if !starts_with(bare, role) {
            continue;
        }
        let behind = bare[role.len()..].trim_start_matches(['*', ']']);
        let line_alone = !role.contains("answer") && behind.starts_with('\n');
        let told = behind.starts_with([':', '：']) && (role != "model" && role != "ai" && role != "bot" || marked);
        if line_alone || told {
            return behind.trim_start_matches([':', '：', '*', ' ', '\n']);
        }
    }
    text
}

/// What stands in a code fence, in JSON, in a tag or in an `alt` attribute, where that is all there is beside an announcement.
pub(super) fn unwrapped(text: &str, field: Field) -> Option<String> {
    let text = text.trim();
    let inner = fenced(text, field)
        .map(str::to_owned)
        .or_else(|| from_json(text, field))
        .or_else(|| from_envelope(text).map(str::to_owned))
        .or_else(|| from_attribute(text))?;
    (inner.len() < text.len()).then_some(inner)
}

/// The content of a fence that is the whole text, or the only one behind an announcement.
fn fenced(text: &str, field: Field) -> Option<&str> {
    let start = text.find("```")?;
    let inner = &text[start + 3..];
    let (inner, rest) = inner.split_once("```").unwrap_or((inner, ""));
    let before = text[..start].trim();
    let announced = before.is_empty() || super::lines::announces(before.lines().next_back().unwrap_or_default());
    let alone = rest.trim().is_empty() || field != Field::Description && !before.is_empty() && !rest.contains("```");
    if !alone || !announced {
        return None;
    }
    // The first line names a language; on one line there is none.
    let content = inner
        .split_once('\n')
        .map_or(inner, |(first, code)| if first.trim().contains(' ') || !first.is_ascii() { inner } else { code });
    Some(content)
}

fn labels(field: Field) -> &'static [&'static str] {
    match field {
        Field::Alt => ALT,
        Field::Description => DESCRIPTION,
        Field::Title => TITLE,
        Field::Tags => TAGS,
    }
}

/// The words for a field in a JSON text, which may stand behind an announcement.
pub(super) fn from_json(text: &str, field: Field) -> Option<String> {
    let start = text.find(['{', '[', '"'])?;
    let before = text[..start].trim();
    if !(before.is_empty() || before.ends_with([':', '：']) && super::lines::announces(before)) {
        return None;
    }
    let json = text[start..].trim();
    match serde_json::from_str::<Value>(json) {
        Ok(Value::String(text)) => Some(text),
        Ok(Value::Array(items)) if items.iter().all(Value::is_number) => None,
        Ok(value @ (Value::Object(_) | Value::Array(_))) => Some(in_value(&value, field, 0).unwrap_or_default()),
        _ => in_broken(json, field),
    }
}

fn in_value(value: &Value, field: Field, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if field == Field::Tags => {
            let items: Vec<String> = items.iter().filter_map(|item| in_value(item, field, depth + 1)).collect();
            Some(items.join("\n"))
        }
        Value::Array(items) => items.first().and_then(|item| in_value(item, field, depth + 1)),
        Value::Object(map) if depth < DEEPEST => {
            let named = |wanted: &[&str]| map.iter().find(|(key, _)| is_named(key, wanted));
            if let Some((_, value)) = named(labels(field)) {
                return in_value(value, field, depth + 1);
            }
            let nested = map.values().filter(|value| value.is_object() || value.is_array());
            if let Some(found) = nested.into_iter().find_map(|value| in_value(value, field, depth + 1)) {
                return Some(found);
            }
            let substitutes: &[&[&str]] = match field {
                Field::Alt | Field::Description => &[DESCRIPTION, ALT, ANSWER, &["content", "text", "result"]],
                Field::Title => &[ANSWER, &["name", "content", "text"]],
                Field::Tags => &[ANSWER, &["content", "text"]],
            };
            let found = substitutes.iter().find_map(|wanted| named(wanted)).map(|(_, value)| value);
            let only = map.values().next().filter(|_| map.len() == 1 && field != Field::Title);
            found.or(only).and_then(|value| in_value(value, field, depth + 1))
        }
        _ => None,
    }
}

/// Whether a key is one of these names, however its words are joined.
fn is_named(key: &str, names: &[&str]) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let key = letters(key);
    names.iter().any(|name| letters(name) == key)
}

/// The value of a key in what begins like an object and is none: it was cut off, or has other quotation marks.
fn in_broken(json: &str, field: Field) -> Option<String> {
    let inner = json.strip_prefix('{').unwrap_or(json);
    let mut rest = inner.trim_start();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (key, behind) = rest[1..].split_once(quote)?;
        let value = behind.trim_start().strip_prefix(':')?.trim_start();
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = end_of_string(&value[1..], mark);
        let text = &value[1..1 + end];
        if is_named(key, labels(field)) {
            let told = serde_json::from_str::<String>(&format!("\"{text}\""));
            return Some(told.unwrap_or_else(|_| text.to_owned()));
        }
        rest = value.get(end + 2..)?.trim_start_matches([',', ' ', '\n', '\t']);
    }
    None
}

fn end_of_string(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == mark && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The content of a tag that models wrap an answer in.
fn from_envelope(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    ENVELOPES.iter().find_map(|name| {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let start = lower.find(&open)?;
        let end = lower.rfind(&close).unwrap_or(lower.len());
        // Where words stand before it, it is quoted; what stands behind it is a remark.
        let all = lower[..start].trim().is_empty() && end >= start + open.len();
        all.then(|| &text[start + open.len()..end])
    })
}

/// The value of the `alt` attribute where an answer is an `<img>` or the attribute alone.
fn from_attribute(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = if lower.starts_with("<img") && lower.ends_with('>') { lower.find("alt=")? } else { 0 };
    let value = lower[start..].starts_with("alt=").then(|| &text[start + 4..])?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (inner, rest) = value[1..].split_once(quote)?;
    (start > 0 || rest.trim().is_empty()).then(|| crate::compose::markdown::html_text(inner))
}
