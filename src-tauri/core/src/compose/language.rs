//! Whether words are in another language than the one that was asked for: first by their writing, then by what `whatlang` finds.
//! What is quoted is left out: a sign is quoted as it stands.

use super::check::quotations;
use crate::language::primary;
use crate::text::is_cjk;
use whatlang::{Lang, detect};

/// Fewest letters from which anything is said about the writing.
const LETTERS: usize = 8;
/// Fewest letters from which a language is told from others with the same writing.
const LETTERS_OF_LANGUAGE: usize = 24;

/// How sure `whatlang` has to be, from 0 to 1: what it calls reliable.
const SURE: f64 = 0.9;

/// Languages that are taken for each other in a short text, and understood by each other's readers or nearly so.
const ALIKE: &[&[&str]] = &[
    &["da", "nb", "nn", "no", "sv"],
    &["hr", "sr", "bs", "sl", "mk"],
    &["cs", "sk"],
    &["es", "pt", "gl", "ca", "it"],
    &["ru", "uk", "be", "bg", "mk", "sr"],
    &["id", "ms", "jv", "fil", "tl"],
    &["nl", "af", "de", "lb"],
    &["hi", "mr", "ne"],
    &["fa", "ur", "ar"],
    &["tr", "az", "tk", "uz"],
    &["et", "fi"],
    &["lv", "lt"],
];

/// Small words that these languages have often. Of two languages, those count that only one of them has.
#[rustfmt::skip]
const SMALL_WORDS: &[(&str, &[&str])] = &[
    ("en", &[
        "the", "a", "an", "and", "with", "of", "in", "is", "are", "on", "at", "by", "from", "there", "has", "its", "their",
        "over", "under", "behind", "near", "into", "to", "for", "two", "three", "his", "her",
    ]),
    ("de", &[
        "der", "die", "das", "den", "dem", "und", "mit", "ein", "eine", "einem", "einer", "einen", "ist", "sind", "auf", "im",
        "in", "am", "an", "vor", "von", "zu", "zum", "zur", "über", "unter", "hinter", "neben", "zwei", "drei", "aus", "bei",
    ]),
    ("fr", &[
        "le", "la", "les", "l", "et", "avec", "un", "une", "est", "sont", "sur", "dans", "du", "de", "des", "d", "au", "aux", "à",
        "en", "sous", "devant", "derrière", "deux", "trois", "qui", "par",
    ]),
    ("es", &[
        "el", "la", "los", "las", "y", "con", "un", "una", "es", "son", "sobre", "en", "de", "del", "al", "por", "a", "dos",
        "tres", "bajo", "detrás", "frente", "que", "su",
    ]),
    ("it", &[
        "il", "lo", "la", "gli", "le", "i", "e", "con", "un", "una", "è", "sono", "della", "del", "di", "nel", "in", "che", "su",
        "al", "alla", "due", "tre", "davanti", "dietro",
    ]),
    ("pt", &[
        "o", "a", "os", "as", "e", "com", "uma", "um", "é", "são", "em", "de", "do", "da", "dos", "das", "no", "na", "por",
        "sobre", "dois", "duas", "três", "que",
    ]),
    ("nl", &[
        "de", "het", "een", "en", "met", "van", "op", "in", "is", "zijn", "aan", "voor", "achter", "naast", "twee", "drie",
        "uit", "bij",
    ]),
];

/// Says yes only where it is plain: another writing, or a text that is long enough and reliably in another language.
pub(super) fn is_another(text: &str, asked: &str) -> bool {
    let asked = primary(asked).to_ascii_lowercase();
    let words = without_quotations(text);
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    if asked.is_empty() || letters < LETTERS {
        return false;
    }
    if !is_written_like(&words, letters, &asked) {
        return true;
    }
    let own = SMALL_WORDS.iter().find(|(known, _)| *known == asked).map(|(_, small)| *small);
    if let Some(own) = own {
        let only = |these: &[&str], those: &[&str]| {
            words_of(&words).filter(|word| these.contains(&word.as_str()) && !those.contains(&word.as_str())).count()
        };
        let others = SMALL_WORDS.iter().filter(|(other, _)| *other != asked);
        if others.map(|(_, small)| (only(small, own), only(own, small))).any(|(theirs, ours)| theirs >= 2 && ours == 0)
        {
            return true;
        }
        // What it says of itself weighs more than what its letters are like.
        if only(own, &[]) >= 3 {
            return false;
        }
    }
    letters >= LETTERS_OF_LANGUAGE && found_another(&words, &asked)
}

fn without_quotations(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut from = 0;
    for quotation in quotations(text) {
        let start = quotation.as_ptr() as usize - text.as_ptr() as usize;
        words.push_str(&text[from..start]);
        from = start + quotation.len();
    }
    words.push_str(&text[from..]);
    words
}

/// Whether enough letters are of a writing that the language has. Names may be in another.
fn is_written_like(words: &str, letters: usize, language: &str) -> bool {
    let count = |found: fn(char) -> bool| words.chars().filter(|c| c.is_alphabetic() && found(*c)).count();
    let kana = count(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    let hangul = count(|c| matches!(c, '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}'));
    let han = count(is_cjk) - kana;
    let of = |found: fn(char) -> bool| count(found) * 4 >= letters;
    match language {
        "zh" | "yue" => (han + kana) * 4 >= letters && kana * 3 <= letters,
        "ja" => (han + kana) * 4 >= letters,
        "ko" => hangul * 4 >= letters,
        "ar" | "fa" | "ur" | "ps" | "ckb" | "ug" | "sd" => {
            of(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}'))
        }
        "he" | "yi" => of(|c| matches!(c, '\u{590}'..='\u{5ff}')),
        "ru" | "uk" | "be" | "bg" | "mk" | "ky" | "tg" => of(is_cyrillic),
        "el" => of(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')),
        "hi" | "mr" | "ne" | "sa" => of(|c| matches!(c, '\u{900}'..='\u{97f}')),
        "bn" => of(|c| matches!(c, '\u{980}'..='\u{9ff}')),
        "pa" => of(|c| matches!(c, '\u{a00}'..='\u{a7f}' | '\u{600}'..='\u{6ff}')),
        "gu" => of(|c| matches!(c, '\u{a80}'..='\u{aff}')),
        "ta" => of(|c| matches!(c, '\u{b80}'..='\u{bff}')),
        "te" => of(|c| matches!(c, '\u{c00}'..='\u{c7f}')),
        "kn" => of(|c| matches!(c, '\u{c80}'..='\u{cff}')),
        "ml" => of(|c| matches!(c, '\u{d00}'..='\u{d7f}')),
        "si" => of(|c| matches!(c, '\u{d80}'..='\u{dff}')),
        "th" => of(|c| matches!(c, '\u{e00}'..='\u{e7f}')),
        "km" => of(|c| matches!(c, '\u{1780}'..='\u{17ff}')),
        "my" => of(|c| matches!(c, '\u{1000}'..='\u{109f}')),
        "ka" => of(|c| matches!(c, '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}')),
        "hy" => of(|c| matches!(c, '\u{530}'..='\u{58f}')),
        "am" | "ti" => of(|c| matches!(c, '\u{1200}'..='\u{137f}')),
        // Written in two ways, or in one that is not known here.
        "sr" | "kk" | "uz" | "mn" | "az" | "tt" | "bs" => of(|c| is_latin(c) || is_cyrillic(c)),
        _ if is_latin_language(language) => count(is_latin) * 2 >= letters,
        _ => true,
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn is_latin_language(language: &str) -> bool {
    const LATIN: &[&str] = &[
        "af", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fil", "fr", "ga", "gl", "hr", "hu",
        "id", "is", "it", "la", "lb", "lt", "lv", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl",
        "sq", "sv", "sw", "tl", "tr", "vi", "zu",
    ];
    LATIN.contains(&language)
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether another language is found, and reliably so.
fn found_another(words: &str, asked: &str) -> bool {
    let Some(info) = detect(words) else { return false };
    let found = tag(info.lang());
    let alike = ALIKE.iter().any(|group| group.contains(&found) && group.contains(&asked));
    info.confidence() >= SURE && !found.is_empty() && found != asked && !alike
}

/// The tag of a language that is found; empty for one that nobody asks for here.
fn tag(lang: Lang) -> &'static str {
    match lang.code() {
        "eng" => "en",
        "deu" => "de",
        "fra" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "nld" => "nl",
        "cat" => "ca",
        "dan" => "da",
        "nob" => "nb",
        "swe" => "sv",
        "fin" => "fi",
        "est" => "et",
        "lav" => "lv",
        "lit" => "lt",
        "pol" => "pl",
        "ces" => "cs",
        "slk" => "sk",
        "hun" => "hu",
        "ron" => "ro",
        "hrv" => "hr",
        "slv" => "sl",
        "tur" => "tr",
        "vie" => "vi",
        "ind" => "id",
        "tgl" => "tl",
        "rus" => "ru",
        "ukr" => "uk",
        "bel" => "be",
        "bul" => "bg",
        "mkd" => "mk",
        "srp" => "sr",
        "ara" => "ar",
        "pes" => "fa",
        "urd" => "ur",
        "heb" => "he",
        "yid" => "yi",
        "hin" => "hi",
        "mar" => "mr",
        "nep" => "ne",
        "jpn" => "ja",
        "cmn" => "zh",
        "kor" => "ko",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_language_is_told_from_the_one_that_was_asked_for() {
        for (text, asked) in [
            ("The old man feeds pigeons in the square.", "de"),
            ("Ein alter Mann füttert Tauben auf einem Platz und lächelt.", "en"),
            ("Un vieil homme nourrit des pigeons sur une place.", "en"),
            ("Starszy mężczyzna karmi gołębie na placu przed kościołem.", "en"),
            ("An old man feeds pigeons in a square.", "zh-CN"),
            ("An old man feeds pigeons in a square.", "ar"),
            ("An old man feeds pigeons in a square.", "ru"),
            ("Старик кормит голубей на площади.", "en"),
            ("رجل مسن يطعم الحمام في الساحة.", "he"),
            ("זקן מאכיל יונים בכיכר.", "en"),
            ("一位老人在广场上喂鸽子。", "ja-JP-x"),
        ] {
            // Han alone may be Japanese.
            assert_eq!(is_another(text, asked), asked != "ja-JP-x", "{text} {asked}");
        }
    }

    #[test]
    fn the_language_that_was_asked_for_is_not_doubted() {
        for (text, asked) in [
            ("A sign reads “Rauchen verboten, bitte nur draußen und mit Abstand”.", "en"),
            ("Un cartel dice «The end of the world is near and there is no way out».", "es"),
            ("Logo von IBM.", "en"),
            ("Ein Schild „No entry for unauthorised persons“ an einem Zaun.", "de-AT"),
            ("En gammel mann mater duer på torget foran kirken.", "da"),
            ("Um velho alimenta pombos na praça em frente à igreja.", "pt"),
            ("Old wooden fishing boats, nets, crab pots.", "en"),
            ("Старий чоловік годує голубів на площі перед церквою.", "uk"),
            ("Lion, tiger, leopard, jaguar, panther, puma.", "en"),
            ("Starszy mężczyzna karmi gołębie na placu przed kościołem.", "pl"),
            ("En gammal man matar duvor på torget framför kyrkan.", "sv"),
            ("Een oude man voert duiven op het plein voor de kerk.", "nl"),
            ("Un anziano dà da mangiare ai piccioni in piazza.", "it"),
            ("Yaşlı bir adam meydanda güvercinleri besliyor.", "tr"),
            ("Egy idős férfi galambokat etet a téren a templom előtt.", "hu"),
            ("Vanha mies syöttää puluja torilla kirkon edessä.", "fi"),
            ("Một ông lão cho chim bồ câu ăn ở quảng trường trước nhà thờ.", "vi"),
            ("Seorang lelaki tua memberi makan merpati di alun-alun.", "id"),
            ("Starý muž krmí holuby na náměstí před kostelem.", "cs"),
            ("Un bătrân hrănește porumbei în piața din fața bisericii.", "ro"),
            ("Ένας ηλικιωμένος ταΐζει περιστέρια στην πλατεία.", "el"),
            ("老人が広場で鳩に餌をやる。", "ja"),
            ("노인이 광장에서 비둘기에게 먹이를 준다.", "ko-KR"),
        ] {
            assert!(!is_another(text, asked), "{text} {asked}");
        }
    }
}
