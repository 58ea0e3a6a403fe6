//! SVG through resvg. Nothing outside the file is ever opened: no linked picture, no style sheet, no address; pictures
//! inside it are held to the same limits as files.

mod bounds;

use super::{Decoded, Format, Header, Limits, format};
use crate::failure::{Failure, Reason};
use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Group, ImageHrefResolver, ImageKind, Node, Options, Tree, fontdb, roxmltree};
use std::sync::{Arc, OnceLock};

/// Small drawings are rendered up to this edge, where so much is wanted: an icon of 16 pixels says little.
const SMALLEST_EDGE: u32 = 512;

/// A drawing with more text than this is no drawing, and parsing it takes many times its size.
const MAX_TEXT: usize = 20 << 20;

/// Elements and texts, after entities were put in.
const MAX_NODES: u32 = 3_000_000;

/// Address space only: what is not used is never given.
const STACK: usize = 256 << 20;

/// Pixels of all layers together (groups with opacity, masks, filters) that are worth waiting for; some ten seconds.
const MOST_LAYER_PIXELS: f64 = 4e9;

/// Rendering keeps several layers of the canvas.
const LAYERS: u64 = 6;

/// Width and height as the drawing says, and the cost of rendering it.
pub fn probe(bytes: &[u8], limits: &Limits) -> Result<Header, Failure> {
    let (width, height) = on_a_deep_stack(|| Ok(size_of(&parse(bytes, limits)?)))?;
    Ok(Header { format: Format::Svg, width, height, pixel_cost: 4 * LAYERS, fixed_pixel_cost: 0, scalable: true })
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
    let tree = parse(bytes, limits)?;
    let (width, height) = size_of(&tree);
    let longest = width.max(height);
    let edge = longest.max(SMALLEST_EDGE).min(wanted_edge.max(1)).min(limits.max_edge);
    let scale = edge as f32 / tree.size().width().max(tree.size().height());
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, edge);
    let (canvas_width, canvas_height) = (side(tree.size().width()), side(tree.size().height()));
    if u64::from(canvas_width) * u64::from(canvas_height) * 4 * LAYERS > limits.max_memory {
        return Err(Failure::new(Reason::TooMuchMemory).with("format", Format::Svg.name()));
    }
    if layer_pixels(tree.root(), scale, (canvas_width, canvas_height)) > MOST_LAYER_PIXELS {
        return Err(Failure::new(Reason::TooMuchMemory).with("format", Format::Svg.name()));
    }
    let mut canvas = Pixmap::new(canvas_width, canvas_height).ok_or(Reason::TooMuchMemory)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let pixels = RgbaImage::from_raw(canvas_width, canvas_height, canvas.take_demultiplied());
    let pixels = pixels.ok_or(Reason::DecoderFailed)?;
    let transparent = super::is_transparent(&pixels);
    Ok(Decoded { pixels, format: Format::Svg, width, height, transparent, animated: false, exif: None })
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

fn parse(bytes: &[u8], limits: &Limits) -> Result<Tree, Failure> {
    if bytes.len() > MAX_TEXT {
        return Err(Failure::new(Reason::TooMuchMemory).with("format", Format::Svg.name()));
    }
    let limits = *limits;
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, options| embedded(data, options, &limits)),
            resolve_string: Box::new(|_, _| None),
        },
        fontdb: if has_text(bytes) { system_fonts() } else { Arc::default() },
        ..Options::default()
    };
    let text = std::str::from_utf8(bytes).map_err(|_| refuse(&usvg::Error::NotAnUtf8Str, bytes))?;
    let too_much = || Failure::new(Reason::TooMuchMemory).with("format", Format::Svg.name());
    if bounds::expanded_length(text) > MAX_TEXT as u64 {
        return Err(too_much());
    }
    let rules = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, rules)
        .map_err(|error| refuse(&usvg::Error::ParsingFailed(error), bytes))?;
    if !bounds::is_walkable(&document) {
        return Err(too_much());
    }
    Tree::from_xmltree(&document, &options).map_err(|error| refuse(&error, bytes))
}

/// A picture inside the drawing: judged by its content, refused where it is larger than a file may be. Drawings inside
/// drawings are left out: their resolvers would nest without end.
fn embedded(data: Arc<Vec<u8>>, _: &Options<'_>, limits: &Limits) -> Option<ImageKind> {
    let found = format::sniff(&data)?;
    let header = super::probe_within(&data, found, limits).ok()?;
    header.check(u32::MAX, limits).ok()?;
    match found {
        Format::Jpeg => Some(ImageKind::JPEG(data)),
        Format::Png => Some(ImageKind::PNG(data)),
        Format::Gif => Some(ImageKind::GIF(data)),
        Format::WebP => Some(ImageKind::WEBP(data)),
        _ => None,
    }
}

fn refuse(error: &usvg::Error, bytes: &[u8]) -> Failure {
    let reason = match error {
        usvg::Error::ElementsLimitReached | usvg::Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            Reason::TooMuchMemory
        }
        usvg::Error::ParsingFailed(_) if !ends_with_root(bytes) => Reason::CutOff,
        _ => Reason::Corrupt,
    };
    Failure::new(reason).with("format", Format::Svg.name())
}

/// The root element is closed.
fn ends_with_root(bytes: &[u8]) -> bool {
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(4096)..]).into_owned();
    tail.rfind("</svg").is_some() || tail.rfind(":svg>").is_some() || tail.trim_end().ends_with("/>")
}

/// Width and height in whole pixels.
fn size_of(tree: &Tree) -> (u32, u32) {
    let size = tree.size().to_int_size();
    (size.width(), size.height())
}

/// The drawing may have text, for which fonts are needed.
pub fn has_text(bytes: &[u8]) -> bool {
    bytes.windows(5).any(|window| window == b"<text") || bytes.windows(5).any(|window| window == b":text")
}

/// Loads the system's fonts now: a worker has no way to them later.
pub fn load_fonts() {
    system_fonts();
}

/// The system's fonts, found once and only when a drawing has text.
fn system_fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_system_fonts();
        map_files(&mut fonts);
        Arc::new(fonts)
    });
    Arc::clone(fonts)
}

/// Keeps the files mapped: they are read when text is drawn, and then there may be no way to them.
#[allow(unsafe_code)] // a file of the system is mapped
fn map_files(fonts: &mut fontdb::Database) {
    let faces: Vec<fontdb::ID> = fonts.faces().map(|face| face.id).collect();
    for face in faces {
        // SAFETY: the system's font files are replaced, not written into. One that is cut off meanwhile ends this process,
        // which is a worker.
        let _ = unsafe { fonts.make_shared_face_data(face) };
    }
}
