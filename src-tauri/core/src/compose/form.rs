//! The forms in which words are copied, each escaped for where it will stand.

use super::markdown::plain_from_markdown;
use crate::text::one_line;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use ts_rs::TS;

/// Forms in which words are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CopyForm {
    /// The alt text alone.
    Alt,
    /// `alt="…"`.
    AltAttribute,
    /// `<img src alt>`.
    Img,
    /// `<img src alt title data-tags>`, for pages that want to be found.
    ImgWithTags,
    /// `<figure>` with caption.
    Figure,
    /// Markdown image.
    Markdown,
    /// JSON object.
    Json,
    /// The long description.
    Description,
    /// The title.
    Title,
    /// Tags, comma-separated.
    Tags,
}

/// Characters that have a meaning in an address or around one; everything else that is not ASCII is encoded anyway.
const IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'(')
    .add(b')')
    .add(b'\'')
    .add(b'*')
    .add(b'_')
    .add(b'&')
    .add(b';');

/// What can be copied of one picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Copied<'a> {
    /// Plain text.
    pub alt: Option<&'a str>,
    /// Long text, may be Markdown.
    pub description: Option<&'a str>,
    /// Title.
    pub title: Option<&'a str>,
    /// Tags.
    pub tags: &'a [String],
    /// The picture needs no words: `alt=""`.
    pub decorative: bool,
    /// The picture's file name, for `src`.
    pub name: &'a str,
    /// The picture's address, where it came from one; stands for the name.
    pub url: Option<&'a str>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Copied<'_> {
    fn alt(&self) -> String {
        if self.decorative { String::new() } else { one_line(self.alt.unwrap_or_default()) }
    }

    fn src(&self) -> String {
        self.url.map_or_else(|| utf8_percent_encode(&one_line(self.name), IN_ADDRESS).to_string(), one_line)
    }

    fn title(&self) -> Option<String> {
        self.title.map(one_line).filter(|title| !title.is_empty())
    }
}

/// The words in a form. A decorative picture has the empty alt text in each of them.
pub fn form(words: &Copied<'_>, form: CopyForm) -> String {
    match form {
        CopyForm::Alt => words.alt(),
        CopyForm::AltAttribute => format!("alt=\"{}\"", escape(&words.alt())),
        CopyForm::Img => img(words, false),
        CopyForm::ImgWithTags => img(words, true),
        CopyForm::Figure => figure(words),
        CopyForm::Markdown => markdown(words),
        CopyForm::Json => json(words),
        CopyForm::Description => words.description.unwrap_or_default().to_owned(),
        CopyForm::Title => words.title().unwrap_or_default(),
        CopyForm::Tags => tags(words),
    }
}

fn tags(words: &Copied<'_>) -> String {
    words.tags.iter().map(|tag| one_line(tag)).collect::<Vec<_>>().join(", ")
}

/// Text for HTML, between tags or within quotation marks.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn img(words: &Copied<'_>, with_tags: bool) -> String {
    let mut tag = format!("<img src=\"{}\" alt=\"{}\"", escape(&words.src()), escape(&words.alt()));
    if with_tags {
        if let Some(title) = words.title() {
            let _ = write!(tag, " title=\"{}\"", escape(&title));
        }
        let tags = tags(words);
        if !tags.is_empty() {
            let _ = write!(tag, " data-tags=\"{}\"", escape(&tags));
        }
    }
    if words.width > 0 && words.height > 0 {
        let _ = write!(tag, " width=\"{}\" height=\"{}\"", words.width, words.height);
    }
    tag.push('>');
    tag
}

/// The caption is the title, else the description: the alt text would be said twice.
fn figure(words: &Copied<'_>) -> String {
    let description = || words.description.map(plain_from_markdown).filter(|text| !text.is_empty());
    let caption = words.title().or_else(description);
    let caption = caption.map(|text| format!("  <figcaption>{}</figcaption>\n", escape(&text))).unwrap_or_default();
    format!("<figure>\n  {}\n{caption}</figure>", img(words, false))
}

fn markdown(words: &Copied<'_>) -> String {
    let title = words.title().map(|title| format!(" \"{}\"", escape_markdown(&title))).unwrap_or_default();
    format!("![{}]({}{title})", escape_markdown(&words.alt()), words.src().replace('(', "%28").replace(')', "%29"))
}

/// Every mark that Markdown may take for more than itself, escaped; entities too.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '('
                | ')'
                | '#'
                | '!'
                | '|'
                | '~'
                | '&'
                | '"'
                | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What there is; a field that is missing is left out, but for a decorative picture's empty alt text.
fn json(words: &Copied<'_>) -> String {
    let mut object = serde_json::Map::new();
    object.insert("name".to_owned(), one_line(words.name).into());
    let alt = words.alt();
    if words.decorative || !alt.is_empty() {
        object.insert("alt".to_owned(), alt.into());
    }
    if let Some(description) = words.description {
        object.insert("description".to_owned(), description.into());
    }
    if let Some(title) = words.title() {
        object.insert("title".to_owned(), title.into());
    }
    if !words.tags.is_empty() {
        object.insert("tags".to_owned(), words.tags.iter().map(|tag| one_line(tag)).collect());
    }
    serde_json::Value::Object(object).to_string()
}
