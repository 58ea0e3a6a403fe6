//! The order of the engine's rooms (the top-level modules of `core`): each may import from the lines below its own, and from
//! nothing else. The order is written down once, as the drawing in `ARCHITECTURE.md`; a circle cannot keep to it.
//!
//! Sources are read as words, not as text: comments and literals are left out, nested `use` lists, `super` and inline modules
//! are followed. Macros are read as they stand.

use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How the drawing's fence begins.
const FENCE: &str = "```rooms";

/// What is against the order, one line each.
///
/// # Errors
/// Where the drawing or the sources cannot be read.
pub fn look(workspace: &Workspace) -> Result<Vec<String>, String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let order = Order::read(&read(&workspace.root.join("ARCHITECTURE.md"))?)?;
    let sources = workspace.root.join("src-tauri/core/src");
    let mut wrong = order.compare(&modules(&read(&sources.join("lib.rs"))?));
    for path in files(&sources)? {
        let inside = path.strip_prefix(&sources).map_err(|error| error.to_string())?;
        if inside == Path::new("lib.rs") {
            continue;
        }
        let module = module_of(inside);
        let against = against(&order, &module, &read(&path)?);
        wrong.extend(against.into_iter().map(|(line, why)| format!("{}:{line}: {why}", inside.display())));
    }
    Ok(wrong)
}

/// Every source file, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// `queue/job.rs` is `queue`, `job`.
fn module_of(inside: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        inside.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.pop_if(|last| last == "mod");
    parts
}

/// The rooms, each with the line that it stands on; the topmost is 0.
#[derive(Debug)]
struct Order(BTreeMap<String, usize>);

impl Order {
    /// Reads the drawing: names with `·` between them, two spaces, a remark. Lines without a name are decoration.
    fn read(document: &str) -> Result<Self, String> {
        let mut lines = document.lines().skip_while(|line| line.trim_end() != FENCE).skip(1);
        let mut rooms = BTreeMap::new();
        for (level, line) in lines.by_ref().take_while(|line| !line.starts_with("```")).enumerate() {
            let names = line.trim().split("  ").next().unwrap_or_default();
            if !names.contains(|c: char| c.is_alphabetic()) {
                continue;
            }
            for name in names.split('·').map(str::trim) {
                if name.is_empty()
                    || name.contains(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
                {
                    return Err(format!(
                        "ARCHITECTURE.md: {name:?} in the drawing of the rooms is no name of a module"
                    ));
                }
                if rooms.insert(name.to_owned(), level).is_some() {
                    return Err(format!("ARCHITECTURE.md: {name} stands twice in the drawing of the rooms"));
                }
            }
        }
        if rooms.is_empty() {
            Err(format!("ARCHITECTURE.md has no drawing of the rooms ({FENCE})"))
        } else {
            Ok(Self(rooms))
        }
    }

    /// Where the drawing and the modules differ.
    fn compare(&self, modules: &BTreeSet<String>) -> Vec<String> {
        let drawn: BTreeSet<String> = self.0.keys().cloned().collect();
        let missing = modules.difference(&drawn).map(|name| format!("{name} is missing in ARCHITECTURE.md's drawing"));
        let gone =
            drawn.difference(modules).map(|name| format!("{name} is drawn in ARCHITECTURE.md and does not exist"));
        missing.chain(gone).collect()
    }

    /// Why the room may not import this one; none where it may.
    fn refuses(&self, room: &str, other: &str) -> Option<String> {
        match (self.0.get(room), self.0.get(other)) {
            _ if room == other => None,
            // A room that is not drawn is told of once, not with each import.
            (None, _) => None,
            (_, None) => Some(format!("{other} is no room")),
            (Some(own), Some(level)) if level > own => None,
            _ => Some(format!("{room} imports {other}, which does not stand below it")),
        }
    }
}

/// The modules that a `lib.rs` declares.
fn modules(source: &str) -> BTreeSet<String> {
    let tokens = tokens(source);
    let words = tokens.windows(3).filter_map(|three| match three {
        [(_, Token::Word("mod")), (_, Token::Word(name)), (_, Token::Mark(';'))] => Some((*name).to_owned()),
        _ => None,
    });
    words.collect()
}

/// The imports of one file that are against the order, with their lines.
fn against(order: &Order, module: &[String], source: &str) -> Vec<(usize, String)> {
    let Some(room) = module.first() else { return Vec::new() };
    let mut wrong = Vec::new();
    for (line, found) in rooms_named(module, &tokens(source)) {
        let why = match &found {
            Some(other) => order.refuses(room, other),
            None => Some(format!("{room} imports everything")),
        };
        wrong.extend(why.map(|why| (line, why)));
    }
    wrong.dedup();
    wrong
}

/// A piece of Rust: words, and the marks that matter for paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// `::`
    Path,
    Mark(char),
}

/// The words of a source with their lines. Comments, literals and lifetimes are left out.
fn tokens(source: &str) -> Vec<(usize, Token<'_>)> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => quoted(rest),
            '\'' => character(rest),
            ':' if rest.starts_with("::") => {
                found.push((line, Token::Path));
                2
            }
            _ if c.is_alphabetic() || c == '_' => {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                match (&rest[..length], &rest[length..]) {
                    // `r"…"`, `br#"…"#`, `b"…"`, `c"…"`, and `r#type`.
                    ("r" | "br" | "cr", next) if raw(next).is_some() => length + raw(next).unwrap_or_default(),
                    ("b" | "c", next) if next.starts_with('"') => length + quoted(next),
                    ("b", next) if next.starts_with('\'') => length + character(next),
                    ("r", next) if next.starts_with('#') => length + 1,
                    (word, _) => {
                        found.push((line, Token::Word(word)));
                        length
                    }
                }
            }
            _ if c.is_numeric() => rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len()),
            _ => {
                if !c.is_whitespace() {
                    found.push((line, Token::Mark(c)));
                }
                c.len_utf8()
            }
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
    found
}

/// Length of a comment that may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let two = rest.get(at..at + 2).unwrap_or_default();
        match two {
            "/*" => (depth, at) = (depth + 1, at + 2),
            "*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += rest[at..].chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Length of a string with its quotes.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of what follows the `r` of a raw string; none where this is none.
fn raw(rest: &str) -> Option<usize> {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(rest[hashes + 1..].find(&end).map_or(rest.len(), |at| hashes + 1 + at + end.len()))
}

/// Length of a character literal or of a lifetime, which begin alike.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            // After the escaped character, which may be a quote itself.
            let from = at + escaped.len_utf8();
            rest[from..].find('\'').map_or(rest.len(), |end| from + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1 + rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len() - 1),
    }
}

/// The top-level module that each path of a file leads to, with its line; none stands for the whole crate.
fn rooms_named(module: &[String], tokens: &[(usize, Token<'_>)]) -> Vec<(usize, Option<String>)> {
    let mut found = Vec::new();
    // Inline modules that are open, with the depth of braces inside of them.
    let mut inline: Vec<(String, usize)> = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&(_, token)) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|(_, token)| *token);
        at += 1;
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => {
                inline.pop_if(|(_, inside)| *inside == depth);
                depth = depth.saturating_sub(1);
            }
            Token::Word("mod") => {
                if let [(_, Token::Word(name)), (_, Token::Mark('{')), ..] = &tokens[at..] {
                    inline.push(((*name).to_owned(), depth + 1));
                }
            }
            // What stands behind `::` is no beginning of a path.
            Token::Word("crate" | "super" | "self") if before != Some(Token::Path) => {
                let here: Vec<&str> =
                    module.iter().map(String::as_str).chain(inline.iter().map(|(name, _)| &**name)).collect();
                walk(&here, &tokens[at - 1..], Vec::new(), &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Follows a path and, where it ends in a list, each path of the list. Answers how many tokens it took.
fn walk<'a>(
    here: &[&str],
    tokens: &[(usize, Token<'a>)],
    mut path: Vec<&'a str>,
    found: &mut Vec<(usize, Option<String>)>,
) -> usize {
    let mut at = 0;
    let mut line = tokens.first().map_or(0, |(line, _)| *line);
    loop {
        match tokens.get(at) {
            Some((on, Token::Word(word))) => {
                (line, at) = (*on, at + 1);
                path.push(word);
            }
            Some((on, Token::Mark('*'))) => {
                (line, at) = (*on, at + 1);
                path.push("*");
            }
            Some((_, Token::Mark('{'))) => {
                at += 1;
                while let Some((_, token)) = tokens.get(at) {
                    match token {
                        Token::Mark('}') => return at + 1,
                        Token::Mark(',') => at += 1,
                        // `a as b`: the other name leads nowhere else.
                        Token::Word("as") => at += 2,
                        _ => at += walk(here, &tokens[at..], path.clone(), found).max(1),
                    }
                }
                return at;
            }
            _ => break,
        }
        match tokens.get(at) {
            Some((_, Token::Path)) => at += 1,
            _ => break,
        }
    }
    if let Some(room) = room_of(here, &path) {
        found.push((line, room));
    }
    at
}

/// The top-level module that a path leads to. None: it leads to no module of this crate, or stays where it is.
fn room_of(here: &[&str], path: &[&str]) -> Option<Option<String>> {
    let (first, rest) = path.split_first()?;
    let mut base: Vec<&str> = match *first {
        "crate" => Vec::new(),
        "self" | "super" => here.to_vec(),
        _ => return None,
    };
    let mut rest = rest;
    if *first == "super" {
        base.pop();
    }
    while let Some((&"super", more)) = rest.split_first() {
        base.pop();
        rest = more;
    }
    // `crate` by itself is a visibility; `crate::{self}` and `crate::*` are everything.
    match (base.first(), rest.first()) {
        (Some(room), _) => Some(Some((*room).to_owned())),
        (None, Some(&"*" | &"self")) => Some(None),
        (None, Some(room)) => Some(Some((*room).to_owned())),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str =
        "# Rooms\n\n```rooms\nengine · desk     what both faces call\n   │\n   ▼\nqueue\nlibrary\nmoney · text\n```\n";

    fn order() -> Order {
        Order::read(DRAWING).unwrap()
    }

    /// What is wrong with this source of a file.
    fn wrong(file: &str, source: &str) -> Vec<String> {
        against(&order(), &module_of(Path::new(file)), source).into_iter().map(|(_, why)| why).collect()
    }

    #[test]
    fn downwards_is_allowed_and_nothing_else() {
        assert_eq!(wrong("engine/mod.rs", "use crate::queue::Queue;\nuse crate::money;"), [""; 0]);
        assert_eq!(
            wrong("queue/mod.rs", "use crate::engine::Engine;"),
            ["queue imports engine, which does not stand below it"]
        );
        assert_eq!(
            wrong("engine/mod.rs", "use crate::desk::Desk;"),
            ["engine imports desk, which does not stand below it"]
        );
        assert_eq!(wrong("queue/mod.rs", "use crate::attic::Box;"), ["attic is no room"]);
        assert_eq!(wrong("queue/job.rs", "use crate::queue::Queue;\nuse super::Job;"), [""; 0], "a room knows itself");
    }

    #[test]
    fn two_rooms_that_need_each_other_cannot_both_keep_to_the_order() {
        let circle = [("queue/mod.rs", "use crate::library::Row;"), ("library/mod.rs", "use crate::queue::Job;")];
        let wrong: Vec<String> = circle.iter().flat_map(|(file, source)| wrong(file, source)).collect();
        assert_eq!(wrong, ["library imports queue, which does not stand below it"]);
    }

    #[test]
    fn nested_lists_are_followed() {
        let source = "use crate::{\n    money::{Amount, Unit},\n    queue::{self, job::{Job, Stored as Other}},\n    text as plain,\n};\n";
        assert_eq!(wrong("library/mod.rs", source), ["library imports queue, which does not stand below it"; 1]);
        let lines: Vec<usize> = against(&order(), &module_of(Path::new("library/mod.rs")), source)
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines, [3]);
        assert_eq!(
            wrong("library/mod.rs", "use crate::{money, desk};"),
            ["library imports desk, which does not stand below it"]
        );
        assert_eq!(wrong("library/mod.rs", "pub(crate) use crate::*;"), ["library imports everything"]);
    }

    #[test]
    fn the_way_over_super_is_found() {
        assert_eq!(
            wrong("library/ledger.rs", "use super::super::queue::Job;"),
            ["library imports queue, which does not stand below it"]
        );
        assert_eq!(wrong("money.rs", "use super::text;"), ["money imports text, which does not stand below it"]);
        assert_eq!(
            wrong("library/mod.rs", "use super::{money, queue};"),
            ["library imports queue, which does not stand below it"]
        );
        let inline = "mod tests {\n    use super::*;\n    use super::super::queue::Job;\n}\nuse super::queue::Job;";
        assert_eq!(wrong("library/mod.rs", inline).len(), 2, "each where it stands");
        assert_eq!(wrong("library/ledger.rs", "mod tests {\n    use super::super::open::file;\n}\n"), [""; 0]);
        assert_eq!(wrong("library/ledger.rs", "mod tests {\n    use super::super::super::queue::Job;\n}\n").len(), 1);
    }

    #[test]
    fn paths_in_code_count_as_imports_do() {
        for source in [
            "fn f(job: &crate::queue::Job) {}",
            "fn f() { crate :: queue :: go() }",
            "impl From<crate::money::Amount> for crate::queue::Price {}",
            "#[cfg(test)]\nmod tests {\n    fn f() { crate::queue::go(); }\n}",
            "macro_rules! go { () => { $crate::queue::go() } }",
        ] {
            assert_eq!(
                wrong("library/mod.rs", source),
                ["library imports queue, which does not stand below it"],
                "{source}"
            );
        }
    }

    #[test]
    fn comments_texts_and_visibilities_are_no_imports() {
        for source in [
            "//! See [`crate::queue::Queue`].\n/* crate::queue /* crate::queue */ crate::queue */",
            "const A: &str = \"crate::queue \\\" crate::queue\"; const B: &str = r#\"\" crate::queue\"#; const C: char = '\"'; const D: char = '\\'';",
            "pub(crate) fn f<'a>(text: &'a str) -> &'a str { text }",
            "pub(in crate::library) struct S;",
            "pub(super) struct S;",
            "use other::crate_queue; use std::fmt::{self, Write};",
            "let x = b\"crate::queue\"; let y = b'\"'; let z = r\"crate::queue\\\"; crate::money::f();",
        ] {
            assert_eq!(wrong("library/mod.rs", source), [""; 0], "{source}");
        }
    }

    #[test]
    fn the_drawing_names_every_room_once() {
        let drawn = order();
        let declared = modules(
            "mod queue;\npub mod library;\n// mod gone;\npub mod money;\nmod text;\npub mod engine;\npub mod new;\n",
        );
        let differences = drawn.compare(&declared);
        assert_eq!(
            differences,
            ["new is missing in ARCHITECTURE.md's drawing", "desk is drawn in ARCHITECTURE.md and does not exist"]
        );
        assert!(Order::read("no drawing").unwrap_err().contains("no drawing"));
        assert!(Order::read("```rooms\na\na\n```").unwrap_err().contains("twice"));
        assert!(Order::read("```rooms\nNot a name\n```").unwrap_err().contains("no name"));
    }
}
