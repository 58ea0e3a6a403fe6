//! Text, read by PP-OCRv6: a finder says where words stand, a reader reads each piece, straightened. Both are networks
//! that lie beside the program; without them there is nothing to read with, and `facts` asks Tesseract.

mod finder;
mod letters;
mod lines;
mod models;
mod shape;
#[cfg(test)]
mod tests;

pub use lines::Line;

use image::RgbaImage;

/// Least score of a line that is told; below this a network sees letters in grass.
const LEAST: f32 = 0.6;

/// Most pieces of one picture that are read: a page has less.
const MOST: usize = 300;

/// Primary tags of the languages that it reads.
pub const LANGUAGES: &[&str] =
    &["en", "zh", "fr", "de", "es", "ja", "it", "pt", "nl", "pl", "cs", "da", "sv", "nb", "fi", "hu", "ro", "tr", "id"];

/// Whether the networks are there, as they should be. Loads them at the first call, which takes a moment.
pub fn ready() -> bool {
    models::get().is_some()
}

/// The lines that can be read, in reading order; `None` where the networks are not there. For a blocking thread.
pub fn read(pixels: &RgbaImage) -> Option<Vec<Line>> {
    let models = models::get()?;
    let ground = crate::imaging::ground_of(pixels);
    let canvas = shape::Canvas::of(pixels, ground);
    let mut pieces = Vec::new();
    for rectangle in finder::find(&models.finder, &canvas).into_iter().take(MOST) {
        let Some(read) = letters::read(models, &canvas, &rectangle) else { continue };
        // One letter alone is more often a pattern than a word.
        let told = read.text.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
        if read.score >= LEAST && told {
            pieces.push(lines::Piece { text: read.text, score: read.score, rectangle });
        }
    }
    Some(lines::in_order(pieces, canvas.width as f32, canvas.height as f32))
}
