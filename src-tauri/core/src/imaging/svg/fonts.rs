//! Which font a drawing's words are set in. A name that this computer does not know must not make words vanish: browsers
//! take another font, and so do we; where there is none at all, the one that comes along.

use resvg::usvg::fontdb::{Database, Family, ID, Query, Stretch, Style, Weight};
use resvg::usvg::{Font, FontFamily, FontResolver, FontStretch, FontStyle};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The font that comes along: Roboto, which has Latin, Greek and Cyrillic letters.
const OURS: &[u8] = include_bytes!("fonts/Roboto-Regular.ttf");
const OUR_NAME: &str = "Roboto";

/// Fonts without serifs, the likeliest to be what a drawing was made with first.
const SANS: &[&str] = &[
    "arial",
    "helvetica",
    "liberation sans",
    "arimo",
    "nimbus sans",
    "helvetica neue",
    "segoe ui",
    "dejavu sans",
    "noto sans",
    "open sans",
    "ubuntu",
    "cantarell",
    "freesans",
    "verdana",
    "noto sans cjk sc",
];
const SERIF: &[&str] = &[
    "times new roman",
    "times",
    "liberation serif",
    "tinos",
    "nimbus roman",
    "georgia",
    "dejavu serif",
    "noto serif",
    "freeserif",
    "noto serif cjk sc",
];
const MONO: &[&str] = &[
    "courier new",
    "courier",
    "liberation mono",
    "cousine",
    "nimbus mono ps",
    "menlo",
    "consolas",
    "dejavu sans mono",
    "noto sans mono",
    "ubuntu mono",
    "freemono",
];
const CURSIVE: &[&str] = &["comic sans ms", "apple chancery", "comic neue", "z003", "urw chancery l"];
const FANTASY: &[&str] = &["impact", "papyrus", "anton"];

/// Parts of names that tell the kind of a font which is not here.
const MONO_SIGNS: &[&str] = &["mono", "courier", "consol", "code", "menlo", "typewriter", "terminal"];
const SERIF_SIGNS: &[&str] =
    &["times", "georgia", "garamond", "palatino", "cambria", "roman", "bookman", "baskerville", "century", "minion"];

/// Letters that are looked for in all fonts, for one drawing. Each search may open every font of the computer.
const MOST_SEARCHES: usize = 256;

/// The computer's fonts and ours.
pub struct Fonts {
    database: Arc<Database>,
    /// The names as the fonts write them, by their lower case: CSS does not tell capitals from small letters.
    names: HashMap<String, String>,
}

impl Fonts {
    /// The fonts of this computer, found once and only when a drawing has words.
    pub fn of_system() -> &'static Self {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            map_files(&mut database);
            Self::new(database)
        })
    }

    fn new(mut database: Database) -> Self {
        database.load_font_data(OURS.to_vec());
        let mut names = HashMap::new();
        for (name, _) in database.faces().flat_map(|face| &face.families) {
            names.entry(name.to_lowercase()).or_insert_with(|| name.clone());
        }
        Self { database: Arc::new(database), names }
    }

    /// The database that the resolver's answers point into.
    pub fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    /// Chooses fonts; `missing` is set where no font has a letter that is asked for.
    pub fn resolver(&self, missing: Arc<AtomicBool>) -> FontResolver<'_> {
        let search = FontResolver::default_fallback_selector();
        let found: Mutex<HashMap<(char, ID), Option<ID>>> = Mutex::default();
        FontResolver {
            select_font: Box::new(|font, _| self.select(font)),
            select_fallback: Box::new(move |letter, used, database| {
                let base = *used.first()?;
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                let known = found.get(&(letter, base)).copied();
                let id = match known {
                    Some(id) if id.is_none_or(|id| !used.contains(&id)) => id,
                    _ if found.len() >= MOST_SEARCHES => None,
                    _ => search(letter, used, database),
                };
                if known.is_none() && found.len() < MOST_SEARCHES {
                    found.insert((letter, base), id);
                }
                if id.is_none() && is_written(letter) {
                    missing.store(true, Ordering::Relaxed);
                }
                id
            }),
        }
    }

    fn select(&self, font: &Font) -> Option<ID> {
        let families = font.families();
        let named = families.iter().find_map(|family| match family {
            FontFamily::Named(name) => self.find(font, &[&name.trim().to_lowercase()]),
            generic => self.find(font, list_of(generic)),
        });
        // Nothing of what was asked for is here: something that looks like it.
        let alike = || families.iter().find_map(|family| self.find(font, likely(family)));
        named.or_else(alike).or_else(|| self.find(font, SANS)).or_else(|| self.query(font, OUR_NAME))
    }

    /// The face of the first family that is here, in the style that is nearest.
    fn find(&self, font: &Font, lower_names: &[&str]) -> Option<ID> {
        lower_names.iter().find_map(|name| self.query(font, self.names.get(*name)?))
    }

    fn query(&self, font: &Font, family: &str) -> Option<ID> {
        self.database.query(&Query {
            families: &[Family::Name(family)],
            weight: Weight(font.weight()),
            stretch: stretch(font.stretch()),
            style: match font.style() {
                FontStyle::Normal => Style::Normal,
                FontStyle::Italic => Style::Italic,
                FontStyle::Oblique => Style::Oblique,
            },
        })
    }
}

/// Keeps the files mapped: they are read when words are drawn, and then there may be no way to them.
#[allow(unsafe_code)] // a file of the system is mapped
fn map_files(fonts: &mut Database) {
    let faces: Vec<ID> = fonts.faces().map(|face| face.id).collect();
    for face in faces {
        // SAFETY: the system's font files are replaced, not written into. One that is cut off meanwhile ends this process,
        // which is a worker.
        let _ = unsafe { fonts.make_shared_face_data(face) };
    }
}

fn list_of(generic: &FontFamily) -> &'static [&'static str] {
    match generic {
        FontFamily::Serif => SERIF,
        FontFamily::SansSerif => SANS,
        FontFamily::Cursive => CURSIVE,
        FontFamily::Fantasy => FANTASY,
        FontFamily::Monospace => MONO,
        FontFamily::Named(_) => &[],
    }
}

/// Fonts of the kind that a name promises.
fn likely(family: &FontFamily) -> &'static [&'static str] {
    let FontFamily::Named(name) = family else { return list_of(family) };
    let name = name.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| name.contains(sign));
    if has(MONO_SIGNS) {
        MONO
    } else if has(SERIF_SIGNS) || name.contains("serif") && !name.contains("sans") {
        SERIF
    } else {
        SANS
    }
}

fn stretch(stretch: FontStretch) -> Stretch {
    match stretch {
        FontStretch::UltraCondensed => Stretch::UltraCondensed,
        FontStretch::ExtraCondensed => Stretch::ExtraCondensed,
        FontStretch::Condensed => Stretch::Condensed,
        FontStretch::SemiCondensed => Stretch::SemiCondensed,
        FontStretch::Normal => Stretch::Normal,
        FontStretch::SemiExpanded => Stretch::SemiExpanded,
        FontStretch::Expanded => Stretch::Expanded,
        FontStretch::ExtraExpanded => Stretch::ExtraExpanded,
        FontStretch::UltraExpanded => Stretch::UltraExpanded,
    }
}

/// A letter that leaves ink: not a space, a control character or a mark that only steers others.
fn is_written(letter: char) -> bool {
    let steers = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !letter.is_whitespace() && !letter.is_control() && !steers
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::usvg::{Options, Tree};

    /// How much ink the drawing's words leave with these fonts.
    fn ink(fonts: &Fonts, family: &str, word: &str) -> (f32, bool) {
        let missing = Arc::new(AtomicBool::new(false));
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='100'>\
             <text x='10' y='60' font-size='40' {family}>{word}</text></svg>"
        );
        let options = Options {
            font_resolver: fonts.resolver(Arc::clone(&missing)),
            fontdb: fonts.database(),
            ..Options::default()
        };
        let tree = Tree::from_str(&drawing, &options).unwrap();
        (tree.root().abs_bounding_box().width(), missing.load(Ordering::Relaxed))
    }

    #[test]
    fn words_are_drawn_on_a_computer_without_fonts() {
        let none = Fonts::new(Database::new());
        for family in [
            "",
            "font-family='sans-serif'",
            "font-family='serif'",
            "font-family='monospace'",
            "font-family='cursive'",
            "font-family='fantasy'",
            "font-family='Arial, Helvetica, sans-serif'",
            "font-family='Some Font That Nobody Has'",
            "font-family='ROBOTO'",
            "font-weight='bold' font-style='italic' font-family='Times New Roman'",
        ] {
            let (width, missing) = ink(&none, family, "Gateway");
            assert!(width > 80.0 && !missing, "{family}: {width}");
        }
    }

    #[test]
    fn letters_that_no_font_has_are_told() {
        let none = Fonts::new(Database::new());
        assert!(ink(&none, "", "网关").1);
        assert!(!ink(&none, "", "Ελληνικά Кириллица é").1);
    }

    #[test]
    fn what_is_here_comes_before_what_is_alike() {
        let ours = Fonts::new(Database::new());
        let name = |fonts: &Fonts, families: &[&str]| {
            families.iter().find_map(|name| fonts.names.get(&name.to_lowercase()).cloned())
        };
        assert_eq!(name(&ours, &["Arial", "roboto"]).as_deref(), Some("Roboto"));
        for (family, list) in [
            ("JetBrains Mono", MONO),
            ("EB Garamond", SERIF),
            ("PT Serif", SERIF),
            ("Noto Sans Serif", SANS),
            ("system-ui", SANS),
        ] {
            assert_eq!(likely(&FontFamily::Named(family.into())), list, "{family}");
        }
    }
}
