//! Drawings that were made to do harm, refused before they are made into a tree: entities that multiply, elements that use
//! each other without end or too often, filters that take for ever. Cheap and not complete: what gets by is held by the
//! worker in which drawings are decoded.

use resvg::usvg::filter::{Filter, Kind, Primitive};
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::HashMap;

/// Entities nest no deeper in any drawing that people make; the XML parser gives up there too.
const MOST_LEVELS: u32 = 10;

/// How often a chain of elements may lead on to the next by a reference: a symbol in a pattern in a mask has three.
const MOST_REFERENCES: u32 = 100;

/// Elements that are drawn, each counted as often as it is used.
const MOST_DRAWN: u64 = 2_000_000;

/// Elements that are only drawn where another refers to them.
const NOT_DRAWN: [&str; 13] = [
    "clipPath",
    "defs",
    "desc",
    "filter",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "pattern",
    "radialGradient",
    "style",
    "symbol",
    "title",
];

/// How long a text is once its entities are put in; more than any limit where they nest too deep.
pub fn expanded_length(text: &str) -> u64 {
    let length = text.len() as u64;
    if !text.contains("<!ENTITY") {
        return length;
    }
    let entities: HashMap<&str, &str> = text.split("<!ENTITY").skip(1).filter_map(entity).collect();
    let mut known = HashMap::new();
    references(text).fold(length, |sum, name| sum.saturating_add(entity_length(name, &entities, &mut known, 0)))
}

/// Name and value of a declaration, after its keyword.
fn entity(declaration: &str) -> Option<(&str, &str)> {
    let (name, rest) = declaration.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some((name, rest[1..].split_once(quote)?.0))
}

fn entity_length<'a>(
    name: &'a str,
    entities: &HashMap<&'a str, &'a str>,
    known: &mut HashMap<&'a str, u64>,
    level: u32,
) -> u64 {
    if let Some(length) = known.get(name) {
        return *length;
    }
    let Some(value) = entities.get(name) else { return 0 };
    if level >= MOST_LEVELS {
        return u64::MAX;
    }
    let mut length = value.len() as u64;
    for inner in references(value) {
        length = length.saturating_add(entity_length(inner, entities, known, level + 1));
    }
    known.insert(name, length);
    length
}

/// The names of the entities that a text refers to.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').skip(1).filter_map(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        (name.len() < rest.len() && !name.is_empty() && !name.starts_with('#')).then_some(name)
    })
}

/// The drawing can be walked in reasonable time and on a reasonable stack.
pub fn is_walkable(document: &Document<'_>) -> bool {
    Walk::new(document).run()
}

/// The elements of a drawing and what they lead to: what they contain and what they refer to. One walk in depth (Tarjan's)
/// finds loops, chains and how much is drawn.
struct Walk<'a> {
    elements: Vec<Node<'a, 'a>>,
    /// Places in `elements`.
    by_id: HashMap<&'a str, usize>,
    by_node: HashMap<u32, usize>,
    states: Vec<State>,
    /// Elements whose loop, if they are in one, is not yet known as a whole.
    open: Vec<usize>,
}

#[derive(Clone, Default)]
struct State {
    /// When it was reached, from 1 on; 0 where it was not.
    reached: u32,
    /// The earliest element that it leads back to.
    back_to: u32,
    is_open: bool,
    /// Elements drawn with it.
    drawn: u64,
    /// The longest chain of references from it.
    chain: u32,
}

/// A step of the walk: an element and what it leads to that is still to be seen.
struct Step {
    element: usize,
    onward: std::vec::IntoIter<usize>,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document<'_>) -> Self {
        let elements: Vec<_> = document.descendants().filter(Node::is_element).collect();
        let by_id = elements.iter().enumerate().filter_map(|(at, node)| Some((node.attribute("id")?, at))).collect();
        let by_node = elements.iter().enumerate().map(|(at, node)| (node.id().get(), at)).collect();
        let states = vec![State::default(); elements.len()];
        Self { elements, by_id, by_node, states, open: Vec::new() }
    }

    fn run(&mut self) -> bool {
        if self.elements.is_empty() {
            return true;
        }
        let mut reached = 0;
        let mut steps = vec![self.enter(0, &mut reached)];
        while let Some(step) = steps.last_mut() {
            let from = step.element;
            let Some(to) = step.onward.next() else {
                steps.pop();
                self.leave(from);
                if let Some(above) = steps.last()
                    && !self.add(above.element, from)
                {
                    return false;
                }
                continue;
            };
            if self.states[to].reached == 0 {
                // What it adds is known when it is left.
                steps.push(self.enter(to, &mut reached));
            } else if self.states[to].is_open {
                // The way leads back, or to something that leads back.
                self.states[from].back_to = self.states[from].back_to.min(self.states[to].back_to);
                if self.is_image(from) {
                    return false;
                }
            } else if !self.add(from, to) {
                return false;
            }
        }
        true
    }

    fn enter(&mut self, element: usize, reached: &mut u32) -> Step {
        *reached += 1;
        self.states[element] = State { reached: *reached, back_to: *reached, is_open: true, drawn: 1, chain: 0 };
        self.open.push(element);
        Step { element, onward: self.onward(element).into_iter() }
    }

    /// Closes the loop that begins with this element, if one does.
    fn leave(&mut self, element: usize) {
        if self.states[element].back_to < self.states[element].reached {
            return;
        }
        while let Some(other) = self.open.pop() {
            self.states[other].is_open = false;
            if other == element {
                break;
            }
        }
    }

    /// Adds to an element what another brings that it leads to; false where that is too much.
    fn add(&mut self, to: usize, from: usize) -> bool {
        let State { back_to, is_open, drawn, chain, .. } = self.states[from];
        if is_open && self.is_image(to) {
            return false;
        }
        let by_reference = self.elements[from].parent() != Some(self.elements[to]);
        let state = &mut self.states[to];
        if is_open {
            state.back_to = state.back_to.min(back_to);
        }
        state.drawn = state.drawn.saturating_add(drawn);
        state.chain = state.chain.max(chain + u32::from(by_reference));
        state.drawn <= MOST_DRAWN && state.chain <= MOST_REFERENCES
    }

    /// A filter's picture of another element: the one reference whose loops the tree's maker follows without end.
    fn is_image(&self, element: usize) -> bool {
        self.elements[element].tag_name().name() == "feImage"
    }

    /// What an element leads to.
    fn onward(&self, element: usize) -> Vec<usize> {
        let node = self.elements[element];
        let drawn = node.children().filter(|child| child.is_element() && !NOT_DRAWN.contains(&child.tag_name().name()));
        let contained = drawn.filter_map(|child| self.by_node.get(&child.id().get()));
        let named = node.attributes().flat_map(|attribute| {
            let linked = attribute.value().trim().strip_prefix('#').filter(|_| attribute.name() == "href");
            linked.into_iter().chain(urls(attribute.value()))
        });
        let referred = named.filter_map(|name| self.by_id.get(name));
        contained.chain(referred).copied().collect()
    }
}

/// The names in `url(#name)`, as attributes and styles have them.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let name = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        name.strip_prefix('#')
    })
}

/// How many times the pixels of its area a filter works through, in passes as long as drawing them once. `scale` is that of
/// the canvas, `area` the size of what is filtered, in pixels.
pub fn passes(filter: &Filter, scale: f32, area: (f64, f64)) -> f64 {
    filter.primitives().iter().map(|primitive| primitive_passes(primitive, scale, area)).sum()
}

fn primitive_passes(primitive: &Primitive, scale: f32, (width, height): (f64, f64)) -> f64 {
    match primitive.kind() {
        // Four channels of noise for each.
        Kind::Turbulence(noise) => 24.0 * f64::from(noise.num_octaves()).max(1.0),
        Kind::ConvolveMatrix(convolve) => {
            2.0 * f64::from(convolve.matrix().columns()) * f64::from(convolve.matrix().rows())
        }
        Kind::Morphology(change) => {
            let side = |radius: f32, most: f64| (2.0 * f64::from(radius * scale) + 1.0).min(most).max(1.0);
            side(change.radius_x().get(), width) * side(change.radius_y().get(), height)
        }
        Kind::GaussianBlur(_) | Kind::DropShadow(_) => 8.0,
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 16.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walkable(content: &str) -> bool {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{content}</svg>"
        );
        is_walkable(&Document::parse(&text).unwrap())
    }

    #[test]
    fn entities_are_counted_as_often_as_they_are_used() {
        assert_eq!(expanded_length("<svg>&amp;</svg>"), 16);
        let once = "<!DOCTYPE svg [<!ENTITY ns 'http://example.org/'>]><svg xmlns:x='&ns;'/>";
        assert_eq!(expanded_length(once), once.len() as u64 + 19);
        let mut laughs = "<!DOCTYPE svg [<!ENTITY a0 'hahaha'>".to_owned();
        for level in 1..9 {
            laughs += &format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10));
        }
        laughs += "]><svg>&a8;</svg>";
        assert!(expanded_length(&laughs) > 600_000_000);
        let loops = "<!DOCTYPE svg [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><svg>&a;</svg>";
        assert_eq!(expanded_length(loops), u64::MAX);
    }

    #[test]
    fn what_people_draw_can_be_walked() {
        for content in [
            "<defs><g id='a'><rect/></g></defs><use href='#a'/><use xlink:href='#a'/>",
            "<linearGradient id='a'/><linearGradient id='b' href='#a'/><rect fill='url(#b)'/>",
            "<filter id='f'><feImage href='#a'/></filter><g id='a'><rect/></g><g filter='url(#f)'/>",
            "<g id='a'><filter id='f'><feImage href='#a'/></filter><rect/></g>",
            "<g id='a'><use href='#a'/></g>",
            "<rect fill='url(#nothing)' style='mask: url( \"#nobody\" )'/>",
        ] {
            assert!(walkable(content), "{content}");
        }
    }

    #[test]
    fn a_filter_that_draws_itself_is_found() {
        for content in [
            "<filter id='f'><feImage href='#a'/></filter><g id='a' filter='url(#f)'><rect/></g>",
            "<filter id='f'><feImage xlink:href=' #a'/></filter><g id='a'><g><rect style='filter:url(#f)'/></g></g>",
            // By detours, and past an element that was already walked.
            "<filter id='f'><feImage href='#y'/></filter><defs><g id='y'><use href='#x'/></g>\
             <g id='x'><use href='#y'/><rect filter='url(#f)'/></g></defs><use href='#x'/>",
            "<filter id='f'><feImage href='#b'/></filter><g id='b' mask='url(#m)'/><mask id='m'><rect filter='url(#f)'/></mask>",
        ] {
            assert!(!walkable(content), "{content}");
        }
    }

    #[test]
    fn what_multiplies_or_never_ends_is_found() {
        let mut multiplies = "<g id='g0'><rect/></g>".to_owned();
        for level in 1..12 {
            let inner = format!("<rect fill='url(#g{})'/>", level - 1).repeat(10);
            multiplies += &format!("<pattern id='g{level}'>{inner}</pattern>");
        }
        assert!(!walkable(&format!("<defs>{multiplies}</defs><rect fill='url(#g11)'/>")));
        let chain: String = (1..500).map(|n| format!("<use id='u{n}' href='#u{}'/>", n - 1)).collect();
        assert!(!walkable(&format!("<defs><rect id='u0'/>{chain}</defs><use href='#u499'/>")));
    }
}
