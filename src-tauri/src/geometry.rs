//! Where the window was and how large, and whether that still fits the screens that are there now. Pure: knows no window.

use serde::{Deserialize, Serialize};

/// The window's place, kept in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Geometry {
    /// Left edge with its frame, in physical pixels.
    pub x: i32,
    /// Top edge with its frame, in physical pixels.
    pub y: i32,
    /// Inner width in logical pixels (the screen's scale may be another next time).
    pub width: u32,
    /// Inner height in logical pixels.
    pub height: u32,
    /// Fills the screen; the other values are those from before.
    pub maximised: bool,
}

/// A screen, in physical pixels.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Physical pixels for one logical pixel.
    pub scale: f64,
}

/// So much of the title bar must be on a screen for a person to take hold of it.
const GRIP: (i32, i32) = (120, 40);

impl Geometry {
    /// The part that still makes sense on these screens: the size always, the place where the title bar can be reached.
    /// Nothing where no screen is known.
    pub fn on(self, screens: &[Screen]) -> Option<Placed> {
        let at = screens.iter().find(|screen| self.can_be_gripped_on(screen));
        let screen = at.or(screens.first())?;
        let most = |pixels: u32| ((f64::from(pixels) / screen.scale.max(0.1)) as u32).max(1);
        Some(Placed {
            place: at.map(|_| (self.x, self.y)),
            width: self.width.min(most(screen.width)),
            height: self.height.min(most(screen.height)),
            maximised: self.maximised,
        })
    }

    fn can_be_gripped_on(&self, screen: &Screen) -> bool {
        let width = (f64::from(self.width) * screen.scale) as i32;
        let (right, bottom) = (screen.x + screen.width as i32, screen.y + screen.height as i32);
        let visible = right.min(self.x.saturating_add(width)) - screen.x.max(self.x);
        visible >= GRIP.0 && self.y >= screen.y && self.y <= bottom - GRIP.1
    }
}

/// Where the window goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Left and top in physical pixels; `None` leaves it to the window system.
    pub place: Option<(i32, i32)>,
    /// Inner width in logical pixels.
    pub width: u32,
    /// Inner height in logical pixels.
    pub height: u32,
    /// Fills the screen.
    pub maximised: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { x: 0, y: 0, width: 1920, height: 1080, scale: 1.0 };
    const WINDOW: Geometry = Geometry { x: 300, y: 200, width: 1000, height: 700, maximised: false };

    #[test]
    fn a_window_that_fits_goes_where_it_was() {
        let placed = WINDOW.on(&[SCREEN]).expect("placed");
        assert_eq!(placed, Placed { place: Some((300, 200)), width: 1000, height: 700, maximised: false });
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_comes_back() {
        let right = Screen { x: 1920, ..SCREEN };
        let window = Geometry { x: 2400, ..WINDOW };
        assert_eq!(window.on(&[SCREEN, right]).and_then(|p| p.place), Some((2400, 200)));
        assert_eq!(window.on(&[SCREEN]).map(|p| p.place), Some(None));
        let above = Geometry { y: -900, ..WINDOW };
        assert_eq!(above.on(&[SCREEN]).map(|p| p.place), Some(None));
        assert_eq!(above.on(&[SCREEN, Screen { y: -1080, ..SCREEN }]).and_then(|p| p.place), Some((300, -900)));
    }

    #[test]
    fn a_corner_too_small_to_grip_does_not_count() {
        for (x, y, there) in
            [(1900, 100, false), (1780, 100, true), (-950, 100, false), (-800, 100, true), (0, 1079, false)]
        {
            let placed = Geometry { x, y, ..WINDOW }.on(&[SCREEN]).expect("a screen");
            assert_eq!(placed.place.is_some(), there, "{x},{y}");
        }
    }

    #[test]
    fn a_window_larger_than_the_screen_is_made_smaller() {
        let small = Screen { width: 1366, height: 768, scale: 2.0, ..SCREEN };
        let placed = WINDOW.on(&[small]).expect("placed");
        assert_eq!((placed.width, placed.height), (683, 384));
    }

    #[test]
    fn nonsense_does_no_harm() {
        assert_eq!(WINDOW.on(&[]), None);
        let wild = Geometry { x: i32::MAX, y: i32::MIN, width: u32::MAX, height: u32::MAX, maximised: true };
        let placed = wild.on(&[SCREEN]).expect("placed");
        assert_eq!(placed, Placed { place: None, width: 1920, height: 1080, maximised: true });
    }
}
