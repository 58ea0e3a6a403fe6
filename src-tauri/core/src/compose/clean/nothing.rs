//! Answers that say nothing: "null", "N/A", a template that nobody filled in.

use super::phrases::{ALT, DESCRIPTION, NOTHING, TAGS, TEMPLATE, TITLE};

/// Brackets that a template has around what is to be filled in.
const BRACKETS: &[(&str, &str)] =
    &[("{{", "}}"), ("{", "}"), ("[", "]"), ("<", ">"), ("【", "】"), ("__", "__"), ("%", "%")];

/// Longest template, in characters.
const LONGEST: usize = 80;

/// Whether a cleaned text has no words of its own.
pub(super) fn says_nothing(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['.', '。', ':', '：', '!']).to_lowercase();
    let bare =
        bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '*' | '`' | '(' | ')'));
    if NOTHING.contains(&bare) || !text.chars().any(is_word) {
        return true;
    }
    BRACKETS.iter().any(|(open, close)| {
        let inner = bare.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.is_some_and(|inner| !inner.contains(['[', ']', '{', '}', '<', '>']) && is_template(open, inner.trim()))
    })
}

/// Whether this stands for words that are to come.
fn is_template(open: &str, inner: &str) -> bool {
    if inner.chars().count() > LONGEST {
        return false;
    }
    let spaced = inner.replace(['_', '-'], " ");
    let named = [ALT, DESCRIPTION, TITLE, TAGS].iter().any(|labels| labels.contains(&spaced.as_str()));
    let name =
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    named
        || NOTHING.contains(&inner)
        || TEMPLATE.iter().any(|word| format!(" {spaced} ").contains(word))
        || open.starts_with('{') && name && !inner.contains(' ')
        || open == "{{" && name
        || inner == "object object"
}

/// A letter, a digit, or a sign that people read: not the marks of a sentence.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || c >= '\u{2190}' && !matches!(c, '\u{3000}'..='\u{3020}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_nothing() {
        for text in [
            "null",
            "None.",
            "N/A",
            "[alt text]",
            "{{description}}",
            "{alt_text}",
            "…",
            "—",
            "<alt text>",
            "“”",
            "无。",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "None of them.",
            "[REDACTED]",
            "<Ctrl>",
            "#1",
            "👍",
            "Null Island",
            "7",
            "{x, y}",
            "无人",
            "[here be dragons] on a map",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
