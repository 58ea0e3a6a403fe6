//! What the camera wrote: date, camera, coordinates. Read from the EXIF block only, never sent anywhere.

use exif::{Exif, In, Tag, Value};
use serde::{Deserialize, Serialize};

/// A moment by the camera's clock, which knows no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Moment {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
}

/// A point on the earth, in degrees; north and east are positive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Coordinates {
    pub latitude: f64,
    pub longitude: f64,
}

/// What was found in an EXIF block.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Recorded {
    pub taken: Option<Moment>,
    pub camera: Option<String>,
    pub coordinates: Option<Coordinates>,
}

/// Reads a block (a TIFF structure); what is missing or broken is left out.
pub(super) fn read(block: &[u8]) -> Recorded {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let exif = match reader.read_raw(block.to_vec()) {
        Ok(exif) => exif,
        Err(error) => match error.distill_partial_result(|_| {}) {
            Ok(exif) => exif,
            Err(_) => return Recorded::default(),
        },
    };
    Recorded { taken: taken(&exif), camera: camera(&exif), coordinates: coordinates(&exif) }
}

fn taken(exif: &Exif) -> Option<Moment> {
    [Tag::DateTimeOriginal, Tag::DateTimeDigitized].into_iter().find_map(|tag| {
        let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
        let at = exif::DateTime::from_ascii(lines.first()?).ok()?;
        let days = match at.month {
            4 | 6 | 9 | 11 => 30,
            2 if at.year % 4 == 0 && (at.year % 100 != 0 || at.year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        };
        // Cameras without a set clock write zeros or their year of making.
        let real = (1826..=2200).contains(&at.year)
            && (1..=12).contains(&at.month)
            && (1..=days).contains(&at.day)
            && at.hour < 24
            && at.minute < 60;
        real.then_some(Moment { year: at.year, month: at.month, day: at.day, hour: at.hour, minute: at.minute })
    })
}

fn camera(exif: &Exif) -> Option<String> {
    let maker = ascii(exif, Tag::Make).unwrap_or_default();
    let model = ascii(exif, Tag::Model).unwrap_or_default();
    let name = camera_name(&maker, &model);
    (!name.is_empty()).then_some(name)
}

/// Maker and model without saying the maker twice: `Canon`, `Canon EOS R5` → `Canon EOS R5`;
/// `NIKON CORPORATION`, `NIKON D850` → `NIKON D850`.
fn camera_name(maker: &str, model: &str) -> String {
    let first = |s: &str| s.split_whitespace().next().unwrap_or_default().to_lowercase();
    if maker.is_empty() || model.is_empty() {
        return format!("{maker}{model}");
    }
    if first(maker) == first(model) || model.to_lowercase().starts_with(&maker.to_lowercase()) {
        return model.to_owned();
    }
    let maker = maker
        .split_whitespace()
        .filter(|w| {
            !matches!(
                w.to_lowercase().trim_matches(['.', ',']),
                "corporation" | "co" | "ltd" | "inc" | "camera" | "company" | "electronics" | "imaging" | "optical"
            )
        })
        .collect::<Vec<_>>()
        .join(" ");
    format!("{maker} {model}").trim().to_owned()
}

fn ascii(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let text = String::from_utf8_lossy(lines.first()?);
    let text = super::plain_line(&text, 60);
    (!text.is_empty()).then_some(text)
}

fn coordinates(exif: &Exif) -> Option<Coordinates> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    // Exactly zero, zero is what phones write before they know.
    let real = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0);
    real.then_some(Coordinates { latitude, longitude })
}

fn degrees(exif: &Exif, tag: Tag, side: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [d, m, s] = parts.get(..3)? else { return None };
    let value = d.to_f64() + m.to_f64() / 60.0 + s.to_f64() / 3600.0;
    let Value::Ascii(letters) = &exif.get_field(side, In::PRIMARY)?.value else { return None };
    let sign = if letters.first()?.first()?.eq_ignore_ascii_case(&negative) { -1.0 } else { 1.0 };
    value.is_finite().then_some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use exif::{Field, Rational, experimental::Writer};

    fn block(fields: &[(Tag, Value)]) -> Vec<u8> {
        let fields: Vec<Field> =
            fields.iter().map(|(tag, value)| Field { tag: *tag, ifd_num: In::PRIMARY, value: value.clone() }).collect();
        let mut writer = Writer::new();
        fields.iter().for_each(|f| writer.push_field(f));
        let mut block = std::io::Cursor::new(Vec::new());
        writer.write(&mut block, false).unwrap();
        block.into_inner()
    }

    fn text(s: &str) -> Value {
        Value::Ascii(vec![s.as_bytes().to_vec()])
    }

    fn ratio(parts: [(u32, u32); 3]) -> Value {
        Value::Rational(parts.iter().map(|&(num, denom)| Rational { num, denom }).collect())
    }

    #[test]
    fn the_maker_is_not_said_twice() {
        let cases = [
            ("Canon", "Canon EOS R5", "Canon EOS R5"),
            ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
            ("Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"),
            ("SONY", "ILCE-7M4", "SONY ILCE-7M4"),
            ("OLYMPUS IMAGING CORP.", "E-M10", "OLYMPUS CORP. E-M10"),
            ("FUJI PHOTO FILM CO., LTD.", "X100", "FUJI PHOTO FILM X100"),
            ("", "Pixel 8", "Pixel 8"),
            ("Google", "", "Google"),
        ];
        for (maker, model, name) in cases {
            assert_eq!(camera_name(maker, model), name);
        }
    }

    #[test]
    fn date_camera_and_place_are_read() {
        let fields = [
            (Tag::Make, text("Canon")),
            (Tag::Model, text("Canon EOS R5\u{7}")),
            (Tag::DateTimeOriginal, text("2024:05:03 14:05:59")),
            (Tag::GPSLatitudeRef, text("S")),
            (Tag::GPSLatitude, ratio([(33, 1), (51, 1), (2448, 100)])),
            (Tag::GPSLongitudeRef, text("E")),
            (Tag::GPSLongitude, ratio([(151, 1), (12, 1), (5500, 100)])),
        ];
        let found = read(&block(&fields));
        assert_eq!(found.camera.as_deref(), Some("Canon EOS R5"));
        assert_eq!(found.taken, Some(Moment { year: 2024, month: 5, day: 3, hour: 14, minute: 5 }));
        let at = found.coordinates.unwrap();
        assert!((at.latitude + 33.8568).abs() < 1e-4 && (at.longitude - 151.2153).abs() < 1e-4);
    }

    #[test]
    fn what_cannot_be_true_is_left_out() {
        for date in ["0000:00:00 00:00:00", "2024:13:01 10:00:00", "2023:02:29 10:00:00", "2024:05:03 25:00:00", "soon"]
        {
            assert_eq!(read(&block(&[(Tag::DateTimeOriginal, text(date))])).taken, None, "{date}");
        }
        let place = |lat: [(u32, u32); 3], lon: [(u32, u32); 3]| {
            let sides = [(Tag::GPSLatitudeRef, text("N")), (Tag::GPSLongitudeRef, text("E"))];
            let values = [(Tag::GPSLatitude, ratio(lat)), (Tag::GPSLongitude, ratio(lon))];
            read(&block(&[sides, values].concat())).coordinates
        };
        assert_eq!(place([(0, 1); 3], [(0, 1); 3]), None);
        assert_eq!(place([(91, 1), (0, 1), (0, 1)], [(0, 1); 3]), None);
        assert_eq!(place([(1, 0), (0, 0), (0, 1)], [(0, 1); 3]), None);
        for broken in [&b""[..], b"II*\0", b"Exif\0\0MM\0*\0\0\0\x08\0\xff", &[0xff; 64]] {
            assert_eq!(read(broken), Recorded::default());
        }
    }
}
