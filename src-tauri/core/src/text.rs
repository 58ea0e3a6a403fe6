//! Characters: what never belongs in words that people copy, whatever a service sent.

/// One line of text: no control characters, terminal escapes or marks that turn the writing round; white space folded.
/// Joiners of emoji and of Persian or Indic writing stay, and so do non-breaking spaces.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space = false;
    for c in visible(text).chars() {
        if c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}') {
            space = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            line.push(' ');
        }
        line.push(c);
    }
    line
}

/// The text without anything that is not written to be read: terminal escapes as a whole, other control characters,
/// overrides of the writing direction, invisible fillers. Lines stay lines.
pub fn visible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_flag = false;
    while let Some(c) = chars.next() {
        let flag_before = std::mem::replace(&mut in_flag, c == '\u{1f3f4}');
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_to_final(&mut chars),
            '\n' | '\t' => kept.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            // Letters of flag emoji (Scotland, Wales), elsewhere text that nobody sees.
            '\u{e0020}'..='\u{e007f}' if flag_before => {
                in_flag = true;
                kept.push(c);
            }
            c if c.is_control() || is_hidden(c) => {}
            c => kept.push(c),
        }
    }
    kept
}

/// A JSON text in which no control character, no mark of direction and nothing that nobody sees stands as itself: a name
/// can then change no line, and reads back as it was. Such characters stand in JSON only within strings; a line feed that
/// stands as itself is one between them.
pub fn json_escaped(json: &str) -> std::borrow::Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control() && c != '\n'
            || is_hidden(c)
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}' | '\u{2029}')
    };
    if !json.contains(harmful) {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                use std::fmt::Write;
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped.into()
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// After ESC: a control sequence, a string that ends with BEL or ST, or one character.
fn skip_escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.next() {
        Some('[') => skip_to_final(chars),
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(c) = chars.next_if(|c| *c != '\n') {
                match c {
                    '\u{7}' | '\u{9c}' => return,
                    '\u{1b}' => {
                        chars.next_if_eq(&'\\');
                        return;
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// To the final character of a control sequence, or to the first that cannot be part of one.
fn skip_to_final(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// Writing without spaces between words, where a sentence ends with a wide full stop.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3134f}')
}

/// Marks that end a sentence.
pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '｡' | '؟' | '۔' | '।' | '։')
}

/// Marks that may stand after the end of a sentence and belong to it.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '“' | '»' | '«' | '」' | '』' | '）' | '》' | '】')
}

/// The text with a full stop at its end, where no mark is: the wide one after Chinese and Japanese.
pub fn sentence_end(text: &str, language: &str) -> String {
    let trimmed = text.trim_end();
    if trimmed.is_empty() || has_sentence_end(trimmed) {
        return trimmed.to_owned();
    }
    let trimmed = trimmed.trim_end_matches([',', ';', ':', '，', '；', '：', '、', ' ']);
    let wide = matches!(language, "zh" | "ja") && trimmed.chars().next_back().is_some_and(|c| is_cjk(c) || closes(c));
    format!("{trimmed}{}", if wide { '。' } else { '.' })
}

/// Whether the last mark, apart from closing quotation marks and brackets, ends a sentence.
pub(crate) fn has_sentence_end(text: &str) -> bool {
    text.trim_end_matches(|c: char| closes(c) || c.is_whitespace()).chars().next_back().is_some_and(ends_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_what_nobody_sees_and_reads_back() {
        for name in [
            "gpj\u{202e}.exe",
            "a\u{9b}31m\u{7f}b",
            "x\u{2028}y\u{feff}\u{200f}",
            "flag \u{1f3f4}\u{e0067}",
            "plain 猫 👩‍👧",
        ] {
            let json = serde_json::json!({ "name": name }).to_string();
            let escaped = json_escaped(&json);
            assert_eq!(one_line(&escaped), *escaped, "{escaped}");
            let back: serde_json::Value = serde_json::from_str(&escaped).unwrap();
            assert_eq!(back["name"], name);
        }
        assert_eq!(json_escaped("{\n  \"a\": \"\u{202e}\"\n}"), "{\n  \"a\": \"\\u202e\"\n}");
        assert_eq!(json_escaped("{\"a\":\"plain 猫 👩‍👧\"}"), "{\"a\":\"plain 猫 👩‍👧\"}");
    }
}
