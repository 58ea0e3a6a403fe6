//! Markdown from a service: as plain text for alt texts and terminals, as HTML that can do no harm for the window.

use super::{bound, meant};
use crate::text::{closes, ends_sentence, is_cjk, one_line, visible};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::sync::OnceLock;

/// Deepest nesting that is shown.
const DEEPEST: usize = 64;

/// The words of a Markdown text in one line: no marks, no HTML, no pictures, no addresses. Blocks become sentences.
pub fn plain_from_markdown(markdown: &str) -> String {
    in_one_line(&blocks(markdown))
}

/// The text of each block (paragraph, heading, list item, table cell), in one line each.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let markdown = meant::hide(&visible(markdown));
    for event in Parser::new_ext(&bound::markdown(&markdown), Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.end_block();
    reader.blocks
}

/// One block's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    /// Part of a list or a table: a comma joins it to the next.
    item: bool,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    html: String,
    lists: usize,
    /// Within a script or a style sheet that stands between words.
    hidden: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            // Tags that are spoken of would be taken for tags without the marks around them.
            Event::Code(text) if !self.hidden && has_tag(&text) => {
                self.text.push('"');
                self.text.push_str(&text);
                self.text.push('"');
            }
            Event::Text(text) | Event::Code(text) if !self.hidden => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) => self.inline(&tag),
            Event::Start(Tag::List(_) | Tag::Table(_)) => {
                self.end_block();
                self.lists += 1;
            }
            Event::End(TagEnd::List(_) | TagEnd::Table) => {
                self.end_block();
                self.lists = self.lists.saturating_sub(1);
            }
            Event::End(TagEnd::HtmlBlock) => {
                let html = std::mem::take(&mut self.html);
                self.text.push_str(&html_text(&html));
                self.end_block();
            }
            Event::Start(tag) if is_block(tag.to_end()) => self.end_block(),
            Event::End(tag) if is_block(tag) => self.end_block(),
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn inline(&mut self, tag: &CowStr<'_>) {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("<script") || tag.starts_with("<style") {
            self.hidden = true;
        } else if tag.starts_with("</script") || tag.starts_with("</style") {
            self.hidden = false;
        } else if tag.starts_with("<br") {
            self.text.push(' ');
        }
    }

    fn end_block(&mut self) {
        let text = one_line(&meant::show(&std::mem::take(&mut self.text)));
        if !text.is_empty() {
            self.blocks.push(Block { text, item: self.lists > 0 });
        }
    }
}

fn has_tag(code: &str) -> bool {
    let shown = meant::show(code);
    shown.match_indices('<').any(|(at, _)| meant::tag(&shown[at..]).is_some())
}

fn is_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::TableHead
            | TagEnd::TableRow
    )
}

/// The blocks with the marks that their ends stood for: commas within a list or a table, else full stops.
pub(super) fn in_one_line(blocks: &[Block]) -> String {
    let mut line = String::new();
    let mut in_list = false;
    for block in blocks {
        if let Some(last) = line.chars().next_back() {
            let wide = is_cjk(last);
            let marked =
                ends_sentence(last) || closes(last) || matches!(last, ',' | ';' | ':' | '，' | '；' | '：' | '、');
            line.push_str(match (marked, wide, block.item && in_list) {
                (true, true, _) => "",
                (true, false, _) => " ",
                (false, false, true) => ", ",
                (false, false, false) => ". ",
                (false, true, true) => "、",
                (false, true, false) => "。",
            });
        }
        line.push_str(&block.text);
        in_list = block.item;
    }
    line
}

/// The words of a piece of HTML, without scripts and style sheets.
pub(super) fn html_text(html: &str) -> String {
    static NOTHING: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    if bound::has_too_many_marks(html) {
        return bound::without_marks(html);
    }
    // A tag that ends a line for the eye must not glue two words together.
    let spaced =
        html.replace("</p>", "</p> ").replace("<br", " <br").replace("</li>", "</li> ").replace("</div>", "</div> ");
    let text = NOTHING.get_or_init(ammonia::Builder::empty).clean(&spaced).to_string();
    // All that the serialiser escapes in text.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Markdown as HTML for the window: paragraphs, lists, emphasis, code, headings, quotations and tables. No pictures, no
/// HTML of the service's own; a link is its text.
pub fn safe_html(markdown: &str) -> String {
    static ALLOWED: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    let markdown = visible(markdown);
    if markdown.len() > bound::LONGEST_TEXT {
        // A person's own book, or what an older version kept: shown whole, as it was written.
        return format!("<pre>{}</pre>", super::escape(&markdown));
    }
    let markdown = bound::markdown(&markdown);
    let mut depth = 0_usize;
    let events =
        Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(|event| {
            match event {
                // Shown as it was written, so that nothing a service says is hidden; it is text then.
                Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => None,
                // Emphasis within emphasis without end: the words stay, the deeper marks go.
                Event::Start(tag) => {
                    depth += 1;
                    (depth <= DEEPEST).then_some(Event::Start(tag))
                }
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    (depth < DEEPEST).then_some(Event::End(tag))
                }
                event => Some(event),
            }
        });
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, events);
    // The parser's output is safe already; this holds whatever a later version of it does.
    ALLOWED.get_or_init(allowed).clean(&html).to_string()
}

fn allowed() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::empty();
    builder.add_tags([
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]);
    builder.add_tag_attributes("ol", ["start"]);
    builder
}
