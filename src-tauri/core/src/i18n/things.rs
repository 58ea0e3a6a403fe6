//! Things that can be recognised, as whole phrases: article, plural and counter stand in the table, since no rule makes them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The columns of `things.tsv`, after the key.
const LANGUAGES: [&str; 7] = ["en", "zh", "fr", "de", "es", "ja", "ko"];

/// What one kind of thing is called in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThingWords {
    /// One of them: "a bus".
    pub one: &'static str,
    /// More than one: "buses".
    pub many: &'static str,
    /// As a tag: "bus".
    pub tag: &'static str,
}

static WORDS: LazyLock<HashMap<(&str, &str), ThingWords>> = LazyLock::new(|| {
    let rows = include_str!("../../messages/things.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.flat_map(|row| {
        let mut cells = row.split('\t');
        let key = cells.next().unwrap_or_default();
        LANGUAGES.iter().zip(cells).filter_map(move |(language, cell)| {
            let mut forms = cell.split('|');
            let words = ThingWords { one: forms.next()?, many: forms.next()?, tag: forms.next()? };
            Some(((key, *language), words))
        })
    })
    .collect()
});

/// The words for a thing's key in a language (a primary tag); `None` where there are none.
pub fn thing(key: &str, language: &str) -> Option<ThingWords> {
    WORDS.get(&(key, language)).copied()
}
