//! Text as the search compares it: no case, no accents, one width.

use unicode_normalization::UnicodeNormalization;

/// Text as it is compared: lower case, without accents and invisible characters, full-width and ligatures resolved, every
/// run of white space one space.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    let plain = text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !invisible(*c)).nfc();
    for c in plain.flat_map(char::to_lowercase) {
        if c.is_whitespace() || c.is_control() {
            space = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            folded.push(' ');
        }
        match letters(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Accents of the alphabets that people search without typing them, and characters that cannot be seen. The marks of
/// Japanese, Korean and Indic writing are letters of their own and stay.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that no normalisation takes apart, and quotation marks and dashes that a keyboard does not have.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        '‘' | '’' | '‚' | '′' | 'ʼ' => "'",
        '“' | '”' | '„' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}
