//! A key as people paste it: out of a web page, a mail, a shell script or a header. What stands around it is taken off where
//! it can be nothing else; what else is wrong with it is named before it is kept or sent.

use zeroize::Zeroizing;

/// Quotation marks, brackets and marks of emphasis that may stand around a key, and what closes them.
const QUOTES: &[(char, &str)] = &[
    ('"', "\""),
    ('\'', "'"),
    ('`', "`"),
    ('“', "”“"),
    ('”', "”"),
    ('„', "“”"),
    ('‘', "’‘"),
    ('’', "’"),
    ('‚', "‘’"),
    ('«', "»"),
    ('»', "«"),
    ('‹', "›"),
    ('›', "‹"),
    ('「', "」"),
    ('<', ">"),
    ('(', ")"),
    ('[', "]"),
    ('*', "*"),
];

/// Words that make a name before `=` or `:` the name of a key.
const NAMES: &[&str] = &["key", "secret", "token", "authorization", "app_id", "appid", "access", "password"];

/// What keeps a text from being a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is nothing in it.
    Empty,
    /// It goes over several lines: two keys, or a key with something else.
    Lines,
    /// It is several words.
    Spaces,
    /// It is an address.
    Address,
    /// Half of a quotation, or what a page made of a line break.
    Rest,
    /// It has characters that no service has in its keys.
    Characters,
}

impl Unusable {
    /// As it is called in the message files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Lines => "lines",
            Self::Spaces => "spaces",
            Self::Address => "address",
            Self::Rest => "rest",
            Self::Characters => "characters",
        }
    }
}

/// The key without what stands around it.
pub(super) fn key(text: &str) -> Zeroizing<String> {
    let narrow: Zeroizing<String> = Zeroizing::new(text.chars().filter(|c| !is_unseen(*c)).map(narrowed).collect());
    let mut key = narrow.trim();
    loop {
        // One layer at a time, the outermost first: a quotation mark closes what it opened.
        let bare = key.trim_end_matches([';', ',']).trim_end();
        let layers = [bare, without_quotes(bare), without_scheme(bare), without_name(bare)];
        match layers.into_iter().find(|inner| *inner != key) {
            Some(inner) => key = inner,
            None => return Zeroizing::new(key.to_owned()),
        }
    }
}

/// What keeps a key that was taken out of its surroundings from being one.
///
/// # Errors
/// The first cause that is found.
pub fn check(key: &str) -> Result<(), Unusable> {
    if key.is_empty() {
        return Err(Unusable::Empty);
    }
    if key.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err(Unusable::Lines);
    }
    if key.contains(char::is_whitespace) {
        return Err(Unusable::Spaces);
    }
    if key.contains("://") {
        return Err(Unusable::Address);
    }
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»');
    let broken = ["%0a", "%0d", "%20"].iter().any(|end| key.to_ascii_lowercase().ends_with(end));
    if key.starts_with(quotes) || key.ends_with(quotes) || broken {
        return Err(Unusable::Rest);
    }
    if key.chars().all(|c| c.is_ascii_graphic()) { Ok(()) } else { Err(Unusable::Characters) }
}

/// Marks that nobody sees and that copying brings along: byte order mark, zero-width and soft hyphens, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Full-width letters of East Asian keyboards as what they stand for.
fn narrowed(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

fn without_quotes(text: &str) -> &str {
    let mut chars = text.chars();
    let Some((_, closing)) = chars.next().and_then(|first| QUOTES.iter().find(|(open, _)| *open == first)) else {
        return text;
    };
    match chars.next_back() {
        Some(last) if closing.contains(last) => chars.as_str().trim(),
        _ => text,
    }
}

/// Without `Bearer ` and its like, where a word follows.
fn without_scheme(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((scheme, rest))
            if ["bearer", "token", "export", "set", "-h"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) =>
        {
            rest.trim()
        }
        _ => text,
    }
}

/// Without `API_KEY=`, `$env:API_KEY =`, `OPENAI=`, `Authorization:` or `"api_key":` before it. The `=` at the end of base64 is
/// none of these.
fn without_name(text: &str) -> &str {
    let text = text.get(..5).filter(|start| start.eq_ignore_ascii_case("$env:")).map_or(text, |_| &text[5..]);
    let Some((name, rest)) = text.split_once(['=', ':']) else { return text };
    let name = name.trim().trim_matches(['"', '\'', '{', '$']).trim();
    let is_variable = text.find(['=', ':']).is_some_and(|at| text[at..].starts_with('='))
        && name.len() >= 3
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let name = name.to_ascii_lowercase();
    let named = name.len() <= 80
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && (is_variable || NAMES.iter().any(|known| name.contains(known)));
    let rest = rest.trim().trim_end_matches('}').trim();
    if named && !rest.trim_start_matches('=').is_empty() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-Ab12_cd/34+ef56==";

    #[test]
    fn what_stands_around_a_key_is_taken_off() {
        for pasted in [
            "sk-Ab12_cd/34+ef56==",
            " \t\"sk-Ab12_cd/34+ef56==\"\r\n",
            "“sk-Ab12_cd/34+ef56==”",
            "„sk-Ab12_cd/34+ef56==“",
            "«sk-Ab12_cd/34+ef56==»",
            "'sk-Ab12_cd/34+ef56==',",
            "Bearer sk-Ab12_cd/34+ef56==",
            "Authorization: Bearer sk-Ab12_cd/34+ef56==",
            "-H \"Authorization: bearer  sk-Ab12_cd/34+ef56==\"",
            "x-api-key: sk-Ab12_cd/34+ef56==",
            "OPENAI_API_KEY=sk-Ab12_cd/34+ef56==",
            "export API_KEY='sk-Ab12_cd/34+ef56==';",
            "{\"api_key\": \"sk-Ab12_cd/34+ef56==\"}",
            "API-Key：sk-Ab12_cd/34+ef56==",
            "$env:OPENAI_API_KEY=\"sk-Ab12_cd/34+ef56==\"",
            "$Env:OPENAI = 'sk-Ab12_cd/34+ef56=='",
            "OPENAI=sk-Ab12_cd/34+ef56==",
            "(sk-Ab12_cd/34+ef56==)",
            "**sk-Ab12_cd/34+ef56==**",
            "\u{feff}sk-Ab\u{200b}12_cd/\u{ad}34+ef56==\u{2060}",
            "ｓｋ－Ａｂ１２＿ｃｄ／３４＋ｅｆ５６＝＝",
            "\u{202a}sk-Ab12_cd/34+ef56==\u{202c}\u{a0}",
        ] {
            assert_eq!(key(pasted).as_str(), KEY, "{pasted:?}");
            assert_eq!(check(&key(pasted)), Ok(()), "{pasted:?}");
        }
    }

    #[test]
    fn what_may_be_part_of_a_key_stays() {
        for kept in ["mykey==", "a:b", "k=v", "ABC:d=e", "\"open", "sk-key:", "x=y=z", "Bearer"] {
            assert_eq!(key(kept).as_str(), kept);
        }
    }

    #[test]
    fn what_else_is_wrong_has_a_name() {
        for (pasted, why) in [
            (" \u{feff}\"\" ", Unusable::Empty),
            ("https://api.example.org/v1?key=sk-1234", Unusable::Address),
            ("\"sk-1234", Unusable::Rest),
            ("sk-1234”", Unusable::Rest),
            ("sk-1234%0A", Unusable::Rest),
            ("first-key\nsecond-key", Unusable::Lines),
            ("my own key", Unusable::Spaces),
            ("sk-Schlüssel", Unusable::Characters),
            ("sk-••••1234", Unusable::Characters),
            ("sk-\u{7}1234", Unusable::Characters),
        ] {
            assert_eq!(check(&key(pasted)), Err(why), "{pasted:?}");
        }
    }
}
