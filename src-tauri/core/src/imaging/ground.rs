//! Chooses the ground under transparency: white, as on a page, unless the edge of the picture could hardly be seen on white. A
//! white logo is lost on white; a photo with round corners is not.

use image::RgbaImage;

/// As a page is.
pub const WHITE: [u8; 3] = [255; 3];

/// White first: another ground has to be clearly better.
const GROUNDS: [[u8; 3]; 3] = [WHITE, [32; 3], [128; 3]];

/// Colours that are further from the ground than this, in any channel, can be told from it.
const TOLD: u8 = 56;

/// So much of the outline that can be told from white is enough.
const ENOUGH: f64 = 0.85;

/// Opaque enough to be looked at as a colour.
const OPAQUE: u8 = 128;

/// The ground for this picture.
pub fn of(pixels: &RgbaImage) -> [u8; 3] {
    if pixels.pixels().all(|pixel| pixel.0[3] == 255) {
        return WHITE;
    }
    let seen = Outline::of(pixels);
    if seen.total == 0.0 || seen.shares[0] >= ENOUGH * seen.total {
        return WHITE;
    }
    let best =
        (1..GROUNDS.len()).fold(0, |best, at| if seen.shares[at] > 1.05 * seen.shares[best] { at } else { best });
    GROUNDS[best]
}

/// How much of the outline can be told from each ground.
struct Outline {
    shares: [f64; GROUNDS.len()],
    total: f64,
}

impl Outline {
    fn of(pixels: &RgbaImage) -> Self {
        let (width, height) = pixels.dimensions();
        let mut outline = Self { shares: [0.0; GROUNDS.len()], total: 0.0 };
        let nothing = |x: u32, y: u32| x < width && y < height && pixels.get_pixel(x, y).0[3] < OPAQUE;
        for (x, y, pixel) in pixels.enumerate_pixels() {
            let around = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
            if pixel.0[3] >= OPAQUE && around.iter().any(|(x, y)| nothing(*x, *y)) {
                outline.add(pixel.0, 1.0);
            }
        }
        if outline.total == 0.0 {
            // Nothing is opaque: smoke, glass, a shadow.
            pixels.pixels().filter(|p| p.0[3] > 0).for_each(|p| outline.add(p.0, f64::from(p.0[3]) / 255.0));
        }
        outline
    }

    fn add(&mut self, [r, g, b, _]: [u8; 4], weight: f64) {
        self.total += weight;
        for (share, ground) in self.shares.iter_mut().zip(&GROUNDS) {
            if [r, g, b].iter().zip(ground).any(|(a, b)| a.abs_diff(*b) > TOLD) {
                *share += weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    fn logo(colour: impl Fn(u32, u32) -> [u8; 4]) -> RgbaImage {
        RgbaImage::from_fn(60, 60, |x, y| {
            if (20..40).contains(&x) && (20..40).contains(&y) { Rgba(colour(x, y)) } else { Rgba([0; 4]) }
        })
    }

    #[test]
    fn what_is_there_can_be_told_from_its_ground() {
        let white = WHITE;
        for (what, picture, expected) in [
            ("black", logo(|_, _| [0, 0, 0, 255]), white),
            ("red", logo(|_, _| [200, 0, 0, 255]), white),
            ("yellow", logo(|_, _| [255, 240, 0, 255]), white),
            ("nothing", logo(|_, _| [9, 9, 9, 0]), white),
            ("black glass", logo(|_, _| [0, 0, 0, 90]), white),
            (
                "a white middle with a black rim",
                logo(|x, y| if (22..38).contains(&x) && (22..38).contains(&y) { [255; 4] } else { [0, 0, 0, 255] }),
                white,
            ),
            ("white", logo(|_, _| [255; 4]), [32; 3]),
            ("pale", logo(|_, _| [235, 240, 250, 255]), [32; 3]),
            ("white smoke", logo(|_, _| [255, 255, 255, 90]), [32; 3]),
            ("black and white", logo(|x, _| if x < 30 { [0, 0, 0, 255] } else { [255; 4] }), [128; 3]),
        ] {
            assert_eq!(of(&picture), expected, "{what}");
        }
    }
}
