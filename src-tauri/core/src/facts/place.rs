//! The nearest town to a point, from a table that is compiled in and searched where it lies: nothing is loaded, nothing is
//! asked of anybody. Names are GeoNames' in Latin letters.

use super::{Coordinates, Place};

/// Farthest town that is named, in kilometres.
const FARTHEST: f64 = 50.0;

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.2;

static TOWNS: &str = include_str!("data/towns.tsv");

/// The nearest town, where there is one near.
pub(super) fn nearest(at: Coordinates) -> Option<Place> {
    let reach = (FARTHEST / DEGREE * 100.0).ceil() as i32;
    let latitude = (at.latitude * 100.0).round() as i32;
    let mut best: Option<(f64, &str, &str)> = None;
    for line in TOWNS[first_line(latitude - reach)..].lines() {
        let mut cells = line.split('\t');
        let (Some(lat), Some(lon)) = (number(cells.next()), number(cells.next())) else { continue };
        if lat > latitude + reach {
            break;
        }
        let away = distance(at, f64::from(lat) / 100.0, f64::from(lon) / 100.0);
        if away <= FARTHEST
            && best.is_none_or(|(b, ..)| away < b)
            && let (Some(country), Some(name)) = (cells.next(), cells.next())
        {
            best = Some((away, country, name));
        }
    }
    let (away, country, town) = best?;
    Some(Place { town: town.to_owned(), country: country.to_owned(), distance_km: away as f32 })
}

fn number(cell: Option<&str>) -> Option<i32> {
    cell?.parse().ok()
}

/// Where the first line with at least this latitude begins; lines are in the order of latitude.
fn first_line(latitude: i32) -> usize {
    let start_of_line = |at: usize| TOWNS.as_bytes()[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let (mut low, mut high) = (0, TOWNS.len());
    while low < high {
        let line = start_of_line(low + (high - low) / 2);
        let end = TOWNS.as_bytes()[line..].iter().position(|&b| b == b'\n').map_or(TOWNS.len(), |i| line + i + 1);
        // The heading has no latitude and stands before all others.
        if number(TOWNS[line..end].split('\t').next()).is_none_or(|lat| lat < latitude) {
            low = end;
        } else {
            high = line;
        }
    }
    low
}

/// Kilometres on the earth, good enough for near points, also across the date line.
fn distance(at: Coordinates, latitude: f64, longitude: f64) -> f64 {
    let north = latitude - at.latitude;
    let east = (longitude - at.longitude + 540.0).rem_euclid(360.0) - 180.0;
    (north * DEGREE).hypot(east * DEGREE * at.latitude.to_radians().cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(latitude: f64, longitude: f64) -> Option<(String, String)> {
        nearest(Coordinates { latitude, longitude }).map(|p| (p.town, p.country))
    }

    #[test]
    fn points_are_near_their_towns() {
        let cases = [
            (47.9990, 7.8421, "Freiburg", "DE"),
            (48.8584, 2.2945, "Paris", "FR"),
            (35.6762, 139.6503, "Tokyo", "JP"),
            (-33.8568, 151.2153, "Sydney", "AU"),
            (-54.80, -68.30, "Ushuaia", "AR"),
        ];
        for (lat, lon, name, country) in cases {
            let (town, cc) = town(lat, lon).unwrap();
            assert_eq!(cc, country, "{town}");
            assert!(
                nearest(Coordinates { latitude: lat, longitude: lon }).unwrap().distance_km < 12.0,
                "{town} for {name}"
            );
        }
        assert_eq!(town(47.37, 8.55).unwrap().0, "Zurich");
    }

    #[test]
    fn nothing_is_said_of_the_open_sea() {
        assert_eq!(town(30.0, -45.0), None);
        assert_eq!(town(89.9, 0.0), None);
        assert_eq!(town(-90.0, 0.0), None);
    }

    #[test]
    fn the_date_line_is_no_wall() {
        // Taveuni, Fiji: towns lie on both sides.
        assert!((distance(Coordinates { latitude: 0.0, longitude: 179.9 }, 0.0, -179.9) - 22.24).abs() < 0.1);
    }

    #[test]
    fn the_table_is_in_order() {
        let latitudes: Vec<i32> = TOWNS.lines().filter_map(|l| number(l.split('\t').next())).collect();
        assert!(latitudes.len() > 140_000);
        assert!(latitudes.is_sorted());
        let at = first_line(4737);
        assert!(TOWNS[at..].starts_with("4737\t") && !TOWNS[..at].lines().next_back().unwrap().starts_with("4737\t"));
    }
}
