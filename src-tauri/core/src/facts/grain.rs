//! The grain of a picture: what neighbouring pixels at full size have to do with each other. Cameras leave noise nearly
//! everywhere; programs leave runs of exactly one colour and edges that run straight. Measured on a sample of rows and
//! columns, so that its cost does not grow with the picture.

use image::RgbaImage;

/// Rows and columns that are looked at.
const LINES: u32 = 96;

/// A run of one colour this long is flat, in pixels; shorter in small pictures.
const FLAT_RUN: usize = 14;

/// Steps of lightness from here on are an edge.
const EDGE: i16 = 14;

/// What was measured; shares are of the pixels looked at, 0 to 1.
#[derive(Debug, Default)]
pub(super) struct Grain {
    /// In runs of exactly one colour.
    pub flat: f32,
    /// In such runs of white or black: where a camera knows one colour only.
    pub blown: f32,
    /// Differ a little from their neighbour.
    pub noise: f32,
    /// Different colours, to the number of pixels looked at.
    pub variety: f32,
    /// Edges that run straight along a row or a column for a sixth of the picture or more.
    pub straight: usize,
}

/// Measures a picture.
pub(super) fn measure(pixels: &RgbaImage) -> Grain {
    let (w, h) = pixels.dimensions();
    let mut count = Count::default();
    let at = |x: u32, y: u32| pixels.get_pixel(x, y).0;
    let across = straight_edges(w, h, |line, i| at(i, line), &mut count);
    let down = straight_edges(h, w, at, &mut count);
    let of = |n: usize| n as f32 / count.pixels.max(1) as f32;
    Grain {
        flat: of(count.flat),
        blown: of(count.blown),
        noise: of(count.noise),
        variety: of(count.colours.different),
        straight: across + down,
    }
}

/// Counts different colours, with a mark for each; two colours seldom share one.
struct Palette {
    marks: Vec<u64>,
    different: usize,
}

impl Default for Palette {
    fn default() -> Self {
        Self { marks: vec![0; 1 << 14], different: 0 }
    }
}

impl Palette {
    fn add(&mut self, colour: [u8; 4]) {
        let place = u32::from_le_bytes(colour).wrapping_mul(0x9e37_79b1) >> 12;
        let (mark, bit) = (&mut self.marks[(place >> 6) as usize], 1 << (place & 63));
        self.different += usize::from(*mark & bit == 0);
        *mark |= bit;
    }
}

#[derive(Default)]
struct Count {
    pixels: usize,
    flat: usize,
    blown: usize,
    noise: usize,
    colours: Palette,
}

/// Walks along sampled lines (`length` long, out of `lines` that there are) and finds the positions at which many lines in
/// a row have an edge: a straight edge across them.
fn straight_edges(length: u32, lines: u32, at: impl Fn(u32, u32) -> [u8; 4], count: &mut Count) -> usize {
    let taken = LINES.min(lines);
    let mut edges: Vec<(u32, u32)> = vec![(0, 0); length as usize]; // now and longest: lines in a row with an edge here
    let mut run = Vec::with_capacity(length as usize);
    for n in 0..taken {
        let line = ((u64::from(n) * 2 + 1) * u64::from(lines) / (u64::from(taken) * 2)) as u32;
        run.clear();
        run.extend((0..length).map(|i| at(line, i)));
        count.walk(&run);
        for (i, pair) in run.windows(2).enumerate() {
            let (now, longest) = &mut edges[i];
            *now = if step(pair[0], pair[1]) >= EDGE { *now + 1 } else { 0 };
            *longest = (*longest).max(*now);
        }
    }
    // One edge may lie on two positions, softened by a compressor or a scaler.
    let long: Vec<bool> = edges.iter().map(|(_, longest)| *longest * 6 >= taken.max(24)).collect();
    long.iter().enumerate().filter(|(i, l)| **l && !(*i > 0 && long[i - 1])).count()
}

fn step(a: [u8; 4], b: [u8; 4]) -> i16 {
    (0..4).map(|i| (i16::from(a[i]) - i16::from(b[i])).abs()).max().unwrap_or(0)
}

impl Count {
    fn walk(&mut self, line: &[[u8; 4]]) {
        let flat_run = FLAT_RUN.min(line.len() / 6).max(4);
        for run in line.chunk_by(|a, b| a == b) {
            if run.len() >= flat_run {
                self.flat += run.len();
                let [r, g, b, _] = run[0];
                let (low, high) = (r.min(g).min(b), r.max(g).max(b));
                self.blown += if low >= 250 || high <= 5 { run.len() } else { 0 };
            }
        }
        for pair in line.windows(2) {
            self.noise += usize::from((1..=12).contains(&step(pair[0], pair[1])));
        }
        // Every fourth pixel is enough to count colours.
        line.iter().step_by(4).for_each(|p| self.colours.add(*p));
        self.pixels += line.len();
    }
}
