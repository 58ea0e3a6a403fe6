//! What a picture looks like, in 64 bits: whether each of 9 × 8 fields is brighter than its neighbour to the right
//! ("dHash"). Pictures that look nearly the same differ in few of them, also at another size, quality or format.

use super::Decoded;

const COLUMNS: usize = 9;
const ROWS: usize = 8;

/// At most so many pixels of a row, and rows, are looked at: a field is large enough to be told from a part of its pixels.
const SAMPLES: u32 = 288;

pub(super) fn looks(decoded: &Decoded) -> u64 {
    let (width, height) = decoded.pixels.dimensions();
    let mut sums = [[(0_u64, 0_u64); COLUMNS]; ROWS];
    let steps = |length: u32, fields: usize| {
        let count = length.clamp(fields as u32, SAMPLES.max(fields as u32));
        // The middle of each sample; a picture smaller than the fields has pixels that belong to several.
        (0..count)
            .map(move |step| (step, (u64::from(step) * 2 + 1) * u64::from(length) / (u64::from(count) * 2), count))
    };
    for (row, y, rows) in steps(height, ROWS) {
        for (column, x, columns) in steps(width, COLUMNS) {
            let Some(pixel) = decoded.pixels.get_pixel_checked(x as u32, y as u32) else { continue };
            let [r, g, b, alpha] = pixel.0.map(u64::from);
            // Brightness (ITU-R BT.601) on white, as the thumbnail shows it.
            let light = (299 * r + 587 * g + 114 * b) * alpha + 255_000 * (255 - alpha);
            let field = &mut sums[row as usize * ROWS / rows as usize][column as usize * COLUMNS / columns as usize];
            *field = (field.0 + light, field.1 + 1);
        }
    }
    let mut bits = 0;
    for row in sums {
        let light = row.map(|(sum, count)| sum / count.max(1));
        for pair in light.windows(2) {
            bits = bits << 1 | u64::from(pair[0] > pair[1]);
        }
    }
    bits
}
