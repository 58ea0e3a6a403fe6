//! What a drawing holds that only a browser draws, put into the renderer's own words: the text of `foreignObject` (how
//! Mermaid and draw.io write labels) becomes `text`, the root's background a rectangle. The layout of a web page is not
//! redone; the words stand where their box is.

use resvg::usvg::roxmltree::{Document, Node};
use std::fmt::Write as _;
use std::ops::Range;

/// What HTML takes where nothing is said, in pixels.
const FONT_SIZE: f32 = 16.0;
/// Width of a letter and height of a line, in parts of the font's size.
const LETTER: f32 = 0.55;
const LINE: f32 = 1.2;
/// More labels, or longer ones, than any diagram has.
const MOST_WORDS: usize = 4000;

/// What only a browser draws.
#[derive(Default)]
pub struct Foreign {
    /// Text to be put into places of the drawing's own.
    changes: Vec<(Range<usize>, String)>,
    /// There are pictures, or words, that cannot be put into other words.
    pub lost_pictures: bool,
    /// The same of words.
    pub lost_words: bool,
}

impl Foreign {
    /// Looks through a drawing.
    pub fn of(document: &Document<'_>) -> Self {
        let mut found = Self::default();
        let root = document.root_element();
        if let (Some(colour), Some(first)) = (background(root), root.first_child()) {
            let at = first.range().start;
            found.changes.push((at..at, ground(root, colour)));
        }
        // In text that comes from an entity the places are those of the entity.
        let has_entities = document.input_text().contains("<!ENTITY");
        for object in root.descendants().filter(|node| node.tag_name().name() == "foreignObject") {
            if has_other_form(object) || object.ancestors().skip(1).any(|a| a.tag_name().name() == "foreignObject") {
                continue;
            }
            found.lost_pictures |=
                object.descendants().any(|n| matches!(n.tag_name().name(), "img" | "video" | "canvas"));
            let Some(words) = Label::of(object) else { continue };
            if has_entities || found.changes.len() > MOST_WORDS {
                found.lost_words = true;
            } else {
                found.changes.push((object.range(), words.drawn()));
            }
        }
        found.lost_pictures |= root.descendants().any(is_linked);
        found
    }

    /// The drawing's text with the changes; `None` where there are none.
    pub fn put_into(&self, text: &str) -> Option<String> {
        if self.changes.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len() + 200 * self.changes.len());
        let mut at = 0;
        for (range, words) in &self.changes {
            out.push_str(text.get(at..range.start)?);
            out.push_str(words);
            at = range.end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

/// A part of another file that is used. Linked pictures are found where they are opened.
fn is_linked(node: Node<'_, '_>) -> bool {
    let href = || node.attributes().find(|a| a.name() == "href").map(|a| a.value().trim());
    matches!(node.tag_name().name(), "use" | "feImage")
        && href().is_some_and(|href| !href.starts_with('#') && !href.starts_with("data:") && !href.is_empty())
}

/// A `switch` names another form, for programs that draw no `foreignObject`.
fn has_other_form(object: Node<'_, '_>) -> bool {
    object.parent().is_some_and(|parent| parent.tag_name().name() == "switch")
        && object.next_siblings().skip(1).any(|node| node.is_element())
}

/// The colour that the root's style lays under the drawing.
fn background<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    let style = root.attribute("style")?;
    let colour = property(style, "background-color").or_else(|| property(style, "background"))?;
    let is_name = colour.chars().all(char::is_alphabetic)
        && !matches!(colour, "none" | "transparent" | "inherit" | "initial" | "unset" | "currentColor");
    let is_number = colour.starts_with('#') && colour[1..].chars().all(|c| c.is_ascii_hexdigit());
    let is_call =
        colour.starts_with("rgb") && colour.chars().all(|c| c.is_ascii_alphanumeric() || " (),.%".contains(c));
    (is_name || is_number || is_call).then_some(colour)
}

fn ground(root: Node<'_, '_>, colour: &str) -> String {
    let view: Vec<f32> = root
        .attribute("viewBox")
        .map(|view| view.split([' ', ',']).filter_map(|part| part.trim().parse().ok()).collect())
        .unwrap_or_default();
    match view[..] {
        [x, y, width, height] => {
            format!("<rect x='{x}' y='{y}' width='{width}' height='{height}' style='fill:{colour};stroke:none'/>")
        }
        _ => format!("<rect width='100%' height='100%' style='fill:{colour};stroke:none'/>"),
    }
}

/// A property of a style, by its exact name; the last one counts.
fn property<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    style.split(';').filter_map(|one| one.split_once(':')).rfind(|(n, _)| n.trim() == name).map(|(_, v)| v.trim())
}

/// Pixels; other units and shares of something are not known here.
fn pixels(value: &str) -> Option<f32> {
    let number = value.trim().trim_end_matches("px").parse().ok()?;
    Some(number).filter(|n: &f32| n.is_finite())
}

/// The words of one `foreignObject`, and where they stand.
struct Label {
    lines: Vec<String>,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    size: f32,
    colour: Option<String>,
    bold: bool,
    centred: bool,
}

impl Label {
    fn of(object: Node<'_, '_>) -> Option<Self> {
        let number = |name: &str| object.attribute(name).and_then(pixels);
        let said = |name: &str| {
            object.descendants().filter_map(|node| node.attribute("style")).find_map(|style| property(style, name))
        };
        let length = |name: &str| said(name).and_then(pixels).filter(|n| *n >= 0.0);
        let size = length("font-size").filter(|size| *size > 0.0).unwrap_or(FONT_SIZE);
        let (mut x, mut y) = (number("x").unwrap_or(0.0), number("y").unwrap_or(0.0));
        let (mut width, mut height) = (number("width").unwrap_or(0.0), number("height").unwrap_or(0.0));
        let centre = |name: &str| said(name).is_some_and(|value| value.contains("center"));
        let is_node = object.descendants().any(|n| n.attribute("class").is_some_and(|c| c.contains("Label")));
        if width <= 1.0
            && let Some(inner) = length("width")
        {
            // draw.io gives the object no size of its own and pushes what is in it to its place.
            x += length("margin-left").unwrap_or(0.0);
            y += length("padding-top").unwrap_or(0.0);
            (width, height) = (inner, 0.0);
        }
        let letters = if width > size { Some((width / (LETTER * size)) as usize) } else { None };
        let mut lines = Lines { done: Vec::new(), line: String::new(), letters: letters.unwrap_or(usize::MAX).max(4) };
        object.children().for_each(|node| lines.read(node));
        lines.end();
        lines.done.retain(|line| !line.is_empty());
        (!lines.done.is_empty()).then(|| Self {
            lines: lines.done,
            x,
            y,
            width,
            height,
            size,
            colour: said("color").filter(|c| !c.contains(['\'', '"', '<', '&'])).map(str::to_owned),
            bold: said("font-weight").is_some_and(|w| w == "bold" || w.parse().is_ok_and(|w: u32| w >= 600))
                || object.descendants().any(|n| matches!(n.tag_name().name(), "b" | "strong" | "h1" | "h2" | "h3")),
            centred: is_node || centre("text-align") || centre("justify-content"),
        })
    }

    fn drawn(&self) -> String {
        let tall = LINE * self.size * self.lines.len() as f32;
        let (x, anchor) = if self.centred { (self.x + self.width / 2.0, "middle") } else { (self.x, "start") };
        let middle = self.centred || self.height < tall;
        let top = if middle { self.y + (self.height - tall) / 2.0 } else { self.y };
        let mut out = format!(
            "<text text-anchor='{anchor}' style='font-size:{}px;font-family:sans-serif;fill:{};stroke:none;font-weight:{}'>",
            self.size,
            self.colour.as_deref().unwrap_or("#000"),
            if self.bold { "bold" } else { "normal" },
        );
        for (at, line) in self.lines.iter().enumerate() {
            let y = top + self.size * (LINE * at as f32 + 0.95);
            let _ = write!(out, "<tspan x='{x}' y='{y}'>{}</tspan>", escape(line));
        }
        out + "</text>"
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Words on their way into lines.
struct Lines {
    done: Vec<String>,
    line: String,
    /// Letters that fit into a line.
    letters: usize,
}

impl Lines {
    fn read(&mut self, node: Node<'_, '_>) {
        if node.is_text() {
            for word in node.text().unwrap_or_default().split_whitespace() {
                let long = self.line.chars().count() + 1 + word.chars().count();
                if long > self.letters && !self.line.is_empty() {
                    self.end();
                }
                if !self.line.is_empty() {
                    self.line.push(' ');
                }
                self.line.push_str(word);
            }
        } else if node.is_element() {
            let name = node.tag_name().name();
            if matches!(name, "style" | "script" | "title") {
                return;
            }
            let block = matches!(name, "div" | "p" | "li" | "tr" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "section");
            if block || name == "br" {
                self.end();
            }
            node.children().for_each(|child| self.read(child));
            if block {
                self.end();
            }
        }
    }

    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(drawing: &str) -> String {
        let document = Document::parse(drawing).unwrap();
        let foreign = Foreign::of(&document);
        foreign.put_into(drawing).unwrap_or_else(|| drawing.to_owned())
    }

    #[test]
    fn labels_become_text() {
        let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        let label =
            svg("<foreignObject x='20' y='10' width='100' height='40'><div style='text-align:center;font-size:20px'>\
             A &amp; B<br/>second</div></foreignObject>");
        let text = changed(&label);
        assert!(
            text.contains("<tspan x='70'") && text.contains(">A &amp; B</tspan>") && text.contains(">second<"),
            "{text}"
        );
        assert!(!text.contains("foreignObject"));
        let drawio =
            svg("<foreignObject width='100%' height='100%'><div style='width: 98px; height: 1px; padding-top: 30px; \
             margin-left: 51px; justify-content: unsafe center'><div>Client</div></div></foreignObject>");
        assert!(changed(&drawio).contains("<tspan x='100'"), "{}", changed(&drawio));
        let other = svg("<switch><foreignObject><p>a</p></foreignObject><text>a</text></switch>");
        assert_eq!(changed(&other), other, "the drawing's own second form is drawn");
        assert_eq!(
            changed(&svg("<foreignObject><div/></foreignObject>")),
            svg("<foreignObject><div/></foreignObject>")
        );
    }

    #[test]
    fn the_roots_background_is_drawn() {
        let of = |style: &str| changed(&format!("<svg viewBox='-5 0 10 20' style='{style}'><g/></svg>"));
        for style in ["background:#123456", "background-color: white", "color:red;background: rgb(1, 2, 3)"] {
            assert!(of(style).contains("<rect x='-5' y='0' width='10' height='20'"), "{style}");
        }
        for style in ["background:none", "background:url(x.png)", "color:red", "background: transparent"] {
            assert!(!of(style).contains("<rect"), "{style}");
        }
    }

    #[test]
    fn what_is_lost_is_known() {
        let lost = |drawing: &str| Foreign::of(&Document::parse(drawing).unwrap()).lost_pictures;
        assert!(lost("<svg><use href='other.svg#a'/></svg>"));
        assert!(!lost("<svg><g id='a'/><use href='#a'/></svg>"));
        assert!(lost("<svg><foreignObject><img src='x.png'/></foreignObject></svg>"));
    }
}
