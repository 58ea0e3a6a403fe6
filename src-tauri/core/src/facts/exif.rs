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
