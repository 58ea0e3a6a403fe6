//! SVG through resvg. Nothing outside the file is ever opened: no linked picture, no style sheet, no address; pictures
//! inside it are held to the same limits as files. What cannot be drawn is told.

mod bounds;
mod css;
mod embedded;
mod fonts;
mod foreign;
mod source;

pub use source::head;

use super::{Decoded, Format, Header, Limits, Note};
use crate::failure::{Failure, Reason};
use fonts::Fonts;
use foreign::Foreign;
use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{self, Document, ParsingOptions};
use resvg::usvg::{self, Group, ImageHrefResolver, Node, Options, Tree};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Small drawings are rendered up to this edge, where so much is wanted: an icon of 16 pixels says little.
const SMALLEST_EDGE: u32 = 512;

/// A drawing with more text than this is no drawing, and parsing it takes many times its size.
const MAX_TEXT: usize = 20 << 20;

/// More elements, attributes and pieces of text than this are no drawing either.
const MOST_NODES: u32 = 2_000_000;

/// Drawings inside drawings that are drawn.
const NESTED: u32 = 1;

/// Address space only: what is not used is never given.
const STACK: usize = 256 << 20;

/// Pixels of all layers together (groups with opacity, masks, filters) that are worth waiting for; some ten seconds.
const MOST_LAYER_PIXELS: f64 = 4e9;

/// Rendering keeps several layers of the canvas.
const LAYERS: u64 = 6;

/// A trace of nothing that nobody sees.
const UNSEEN: u8 = 8;

/// What four shapes that meet in a pixel cover of it at the least: 1 − (3/4)⁴.
const SEAM: u8 = 170;

/// What is shared while a drawing is read, with the drawings inside it.
struct Reading {
    limits: Limits,
    /// Memory that pictures inside it may still take.
    room: AtomicU64,
    /// Only sizes are wanted: no picture inside it is decoded.
    measures: bool,
    lost_pictures: Arc<AtomicBool>,
    lost_words: Arc<AtomicBool>,
}

impl Reading {
    /// For the drawing itself.
    fn drawing(limits: &Limits) -> Arc<Self> {
        Self::new(limits, false)
    }

    /// For what the drawing takes.
    fn measuring(limits: &Limits) -> Arc<Self> {
        Self::new(limits, true)
    }

    fn new(limits: &Limits, measures: bool) -> Arc<Self> {
        Arc::new(Self {
            limits: *limits,
            room: AtomicU64::new(limits.max_memory),
            measures,
            lost_pictures: Arc::default(),
            lost_words: Arc::default(),
        })
    }

    fn take(&self, bytes: u64) -> Option<()> {
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).ok().map(|_| ())
    }

    /// What is missing of the drawing.
    fn notes(&self) -> Vec<Note> {
        let lost = |what: &AtomicBool, note: Note| what.load(Ordering::Relaxed).then_some(note);
        [lost(&self.lost_words, Note::WordsMissing), lost(&self.lost_pictures, Note::PicturesMissing)]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Width and height as the drawing says, and the cost of rendering it.
pub fn probe(bytes: &[u8], limits: &Limits) -> Result<Header, Failure> {
    let reading = Reading::measuring(limits);
    let (width, height) = on_a_deep_stack(|| Ok(size_of(&parse(bytes, 0, &reading)?)))?;
    let beside = limits.max_memory - reading.room.load(Ordering::Relaxed);
    Ok(Header {
        format: Format::Svg,
        width,
        height,
        pixel_cost: 4 * LAYERS,
        fixed_pixel_cost: 0,
        beside,
        scalable: true,
    })
}

/// Renders the drawing so that its longest edge is what is wanted, or its own where that is less and not small.
pub fn decode(bytes: &[u8], wanted_edge: u32, limits: &Limits) -> Result<Decoded, Failure> {
    on_a_deep_stack(|| render(bytes, wanted_edge, limits))
}

/// Parsing and rendering recurse once for each level of nesting, of which a hostile drawing has as many as it is
/// allowed; a stack that overflows would end the program and cannot be caught.
fn on_a_deep_stack<T: Send>(work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.map_err(|_| Reason::TooMuchMemory)?.join().unwrap_or_else(|_| Err(Reason::DecoderFailed.into()))
    })
}

fn render(bytes: &[u8], wanted_edge: u32, limits: &Limits) -> Result<Decoded, Failure> {
    let reading = Reading::drawing(limits);
    let tree = parse(bytes, 0, &reading)?;
    let (width, height) = size_of(&tree);
    let longest = width.max(height);
    let edge = longest.max(SMALLEST_EDGE).min(wanted_edge.max(1)).min(limits.max_edge);
    let scale = edge as f32 / tree.size().width().max(tree.size().height());
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, edge);
    let (canvas_width, canvas_height) = (side(tree.size().width()), side(tree.size().height()));
    if u64::from(canvas_width) * u64::from(canvas_height) * 4 * LAYERS > limits.max_memory {
        return Err(refusal(Reason::TooMuchMemory));
    }
    if layer_pixels(tree.root(), scale, (canvas_width, canvas_height)) > MOST_LAYER_PIXELS {
        return Err(refusal(Reason::TooMuchMemory));
    }
    let mut canvas = Pixmap::new(canvas_width, canvas_height).ok_or(Reason::TooMuchMemory)?;
    // To the last row and column: a size that is no whole number would leave a seam of nothing there.
    let fill =
        Transform::from_scale(canvas_width as f32 / tree.size().width(), canvas_height as f32 / tree.size().height());
    resvg::render(&tree, fill, &mut canvas.as_mut());
    let pixels = RgbaImage::from_raw(canvas_width, canvas_height, canvas.take_demultiplied());
    let mut pixels = pixels.ok_or(Reason::DecoderFailed)?;
    close_seams(&mut pixels);
    let transparent = super::is_transparent(&pixels);
    let notes = reading.notes();
    Ok(Decoded { pixels, format: Format::Svg, width, height, transparent, animated: false, exif: None, notes })
}

/// Shapes that share an edge cover it half each where it runs through a pixel, and leave a seam that is none: there the
/// drawing is closed. A seam is one pixel wide; what meets nothing on one side is an edge and stays.
fn close_seams(pixels: &mut RgbaImage) {
    let (width, height) = pixels.dimensions();
    let opaque: Vec<bool> = pixels.pixels().map(|pixel| pixel.0[3] >= 255 - UNSEEN).collect();
    let is_opaque = |x: i64, y: i64| {
        // Beyond the canvas the drawing goes on.
        !(0..i64::from(width)).contains(&x)
            || !(0..i64::from(height)).contains(&y)
            || opaque[(y * i64::from(width) + x) as usize]
    };
    for (x, y, pixel) in pixels.enumerate_pixels_mut().filter(|(.., pixel)| pixel.0[3] >= SEAM) {
        let (x, y) = (i64::from(x), i64::from(y));
        let between = |dx: i64, dy: i64| is_opaque(x + dx, y + dy) && is_opaque(x - dx, y - dy);
        if is_opaque(x, y) || between(1, 0) || between(0, 1) || between(1, 1) || between(1, -1) {
            pixel.0[3] = 255;
        }
    }
}

/// How many pixels are drawn apart and laid over the others. Each filter, mask and clip draws its group once more.
fn layer_pixels(group: &Group, scale: f32, canvas: (u32, u32)) -> f64 {
    let mut pixels = 0.0;
    if group.should_isolate() {
        let area = group.abs_layer_bounding_box();
        let side = |length: f32, most: u32| f64::from((length * scale).min(most as f32).max(1.0));
        let area = (side(area.width(), canvas.0), side(area.height(), canvas.1));
        let steps: f64 = group.filters().iter().map(|filter| bounds::passes(filter, scale, area)).sum();
        let again = usize::from(group.mask().is_some()) + usize::from(group.clip_path().is_some());
        pixels += area.0 * area.1 * (1.0 + steps + again as f64);
    }
    for node in group.children() {
        if let Node::Group(inner) = node {
            pixels += layer_pixels(inner, scale, canvas);
        }
        node.subroots(|inner| pixels += layer_pixels(inner, scale, canvas));
        if pixels > MOST_LAYER_PIXELS {
            break;
        }
    }
    pixels
}

/// Reads a drawing. `depth`: drawings around it.
fn parse(bytes: &[u8], depth: u32, reading: &Arc<Reading>) -> Result<Tree, Failure> {
    let text = source::text(bytes)?;
    let text = css::in_place(&text);
    let document = read(&text)?;
    let foreign = Foreign::of(&document);
    let lost = |is: bool, flag: &AtomicBool| flag.fetch_or(is, Ordering::Relaxed);
    lost(foreign.lost_pictures, &reading.lost_pictures);
    lost(foreign.lost_words, &reading.lost_words);
    match foreign.put_into(&text) {
        Some(changed) => match read(&changed) {
            Ok(document) => convert(&document, depth, reading),
            // What was put in does not fit: the drawing itself is shown.
            Err(_) => {
                lost(true, &reading.lost_words);
                convert(&document, depth, reading)
            }
        },
        None => convert(&document, depth, reading),
    }
}

fn read(text: &str) -> Result<Document<'_>, Failure> {
    if bounds::expanded_length(text) > MAX_TEXT as u64 {
        return Err(refusal(Reason::TooMuchMemory));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| refuse(&usvg::Error::ParsingFailed(error), text))
}

fn convert(document: &Document<'_>, depth: u32, reading: &Arc<Reading>) -> Result<Tree, Failure> {
    if !bounds::is_walkable(document) {
        return Err(refusal(Reason::TooMuchMemory));
    }
    let (inside, linked) = (Arc::clone(reading), Arc::clone(reading));
    let mut options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| embedded::picture(&data, depth, &inside)),
            resolve_string: Box::new(move |_, _| {
                linked.lost_pictures.store(true, Ordering::Relaxed);
                None
            }),
        },
        ..Options::default()
    };
    if document.descendants().any(|node| matches!(node.tag_name().name(), "text" | "tref" | "textPath")) {
        let fonts = Fonts::of_system();
        options.font_resolver = fonts.resolver(Arc::clone(&reading.lost_words));
        options.fontdb = fonts.database();
    }
    Tree::from_xmltree(document, &options).map_err(|error| refuse(&error, document.input_text()))
}

/// The drawing may have words, for which fonts are needed. Where it is packed or not in UTF-8, it is taken to have some:
/// nothing is unpacked here.
pub fn may_have_words(bytes: &[u8]) -> bool {
    let has = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    std::str::from_utf8(bytes).is_err() || has(b"<text") || has(b":text") || has(b"foreignObject") || has(b"data:")
}

/// Loads the computer's fonts now: a worker has no way to them later.
pub fn load_fonts() {
    Fonts::of_system();
}

fn refuse(error: &usvg::Error, text: &str) -> Failure {
    refusal(match error {
        usvg::Error::ElementsLimitReached | usvg::Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            Reason::TooMuchMemory
        }
        usvg::Error::ParsingFailed(_) if !ends_with_root(text.as_bytes()) => Reason::CutOff,
        _ => Reason::Corrupt,
    })
}

fn refusal(reason: Reason) -> Failure {
    Failure::new(reason).with("format", Format::Svg.name())
}

/// The root element is closed.
fn ends_with_root(bytes: &[u8]) -> bool {
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(4096)..]).into_owned();
    // A root without anything in it closes itself.
    let alone = || tail.rfind('<').is_some_and(|at| tail[at..].starts_with("<svg") || tail[at..].contains(":svg"));
    tail.rfind("</svg").is_some() || tail.rfind(":svg>").is_some() || tail.trim_end().ends_with("/>") && alone()
}

/// Width and height in whole pixels.
fn size_of(tree: &Tree) -> (u32, u32) {
    let size = tree.size().to_int_size();
    (size.width(), size.height())
}
