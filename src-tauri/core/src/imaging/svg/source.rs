//! From a drawing's bytes to its text: unpacked where it was packed, in whatever encoding it was written, and never longer
//! than a drawing may be.

use super::{MAX_TEXT, refusal};
use crate::failure::{Failure, Reason};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{ErrorKind, Read};

/// How a packed file begins.
pub const GZIP: &[u8] = &[0x1F, 0x8B, 0x08];

/// The drawing's text.
///
/// # Errors
/// `TooMuchMemory` where it is longer than a drawing may be, `CutOff` and `Corrupt` where it cannot be unpacked.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Failure> {
    if !bytes.starts_with(GZIP) {
        return within(decode(bytes));
    }
    let mut unpacked = Vec::new();
    match MultiGzDecoder::new(bytes).take(MAX_TEXT as u64 + 1).read_to_end(&mut unpacked) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(refusal(Reason::CutOff)),
        // What follows the packed drawing (padding, a signature) is none of it.
        Err(_) if super::ends_with_root(&unpacked) => {}
        Err(_) => return Err(refusal(Reason::Corrupt)),
    }
    within(Cow::Owned(decode(&unpacked).into_owned()))
}

fn within(text: Cow<'_, str>) -> Result<Cow<'_, str>, Failure> {
    if text.len() > MAX_TEXT || expanded(&text) > MAX_TEXT { Err(refusal(Reason::TooMuchMemory)) } else { Ok(text) }
}

/// The beginning of a text, as far as it can be read from the beginning of its file.
pub fn head(bytes: &[u8]) -> Cow<'_, str> {
    if !bytes.starts_with(GZIP) {
        return decode(bytes);
    }
    let mut unpacked = Vec::new();
    // It breaks off where the head does: what came out until then is what is looked at.
    let _ = MultiGzDecoder::new(bytes).take(crate::imaging::LONGEST_PROLOGUE as u64).read_to_end(&mut unpacked);
    Cow::Owned(decode(&unpacked).into_owned())
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).unwrap_or_else(|| guess(bytes));
    encoding.decode(bytes).0
}

/// Without a byte-order mark: two bytes a letter show in the first one, the declaration names the rest.
fn guess(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let declared = declared(&bytes[..bytes.len().min(256)]);
    match declared {
        // A declaration that can be read byte by byte is not of an encoding with two bytes a letter.
        Some(encoding) if encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        _ if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some()) => WINDOWS_1252,
        _ => UTF_8,
    }
}

fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(head);
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let after = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next()?;
    Encoding::for_label(after[1..].split(quote).next()?.as_bytes())
}

/// How long the text is once its entities stand in their places. A megabyte of references to a long entity is a text that
/// no memory holds.
fn expanded(text: &str) -> usize {
    let entities = entities(text);
    if entities.is_empty() {
        return text.len();
    }
    let mut lengths = HashMap::new();
    references(text).map(|name| length_of(name, &entities, &mut lengths, 0)).fold(text.len(), usize::saturating_add)
}

fn entities(text: &str) -> HashMap<&str, &str> {
    let mut found = HashMap::new();
    for declaration in text.split("<!ENTITY").skip(1) {
        let mut words = declaration.trim_start().splitn(2, char::is_whitespace);
        let (Some(name), Some(rest)) = (words.next(), words.next()) else { continue };
        let rest = rest.trim_start();
        if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
            found.entry(name).or_insert_with(|| rest[1..].split(quote).next().unwrap_or_default());
        }
    }
    found
}

fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').skip(1).filter_map(|rest| {
        let name = rest.split(';').next()?;
        (name.len() < 128 && name.len() < rest.len()).then_some(name)
    })
}

fn length_of<'a>(
    name: &'a str,
    entities: &HashMap<&'a str, &'a str>,
    lengths: &mut HashMap<&'a str, usize>,
    depth: usize,
) -> usize {
    let Some(value) = entities.get(name).copied() else { return 1 };
    if let Some(length) = lengths.get(name) {
        return *length;
    }
    if depth > 16 {
        return usize::MAX;
    }
    let inner = references(value).map(|inner| length_of(inner, entities, lengths, depth + 1));
    let length = inner.fold(value.len(), usize::saturating_add);
    lengths.insert(name, length);
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_the_same_text() {
        let drawing = "<?xml version='1.0'?><svg><text>Grüße</text></svg>";
        let units = |order: fn(u16) -> [u8; 2]| drawing.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let with_bom = |bom: &[u8], bytes: &[u8]| [bom, bytes].concat();
        let latin: Vec<u8> = drawing.chars().map(|c| c as u8).collect();
        let declared = drawing.replace("'1.0'", "'1.0' encoding=\"ISO-8859-1\"");
        let declared: Vec<u8> = declared.chars().map(|c| c as u8).collect();
        for (what, bytes) in [
            ("UTF-8", drawing.as_bytes().to_vec()),
            ("UTF-8 with its mark", with_bom("\u{feff}".as_bytes(), drawing.as_bytes())),
            ("UTF-16 LE", units(u16::to_le_bytes)),
            ("UTF-16 BE", units(u16::to_be_bytes)),
            ("UTF-16 LE with its mark", with_bom(&[0xFF, 0xFE], &units(u16::to_le_bytes))),
            ("UTF-16 BE with its mark", with_bom(&[0xFE, 0xFF], &units(u16::to_be_bytes))),
            ("Latin-1 without a word", latin),
            ("Latin-1 declared", declared),
        ] {
            assert!(text(&bytes).unwrap().contains("<text>Grüße</text>"), "{what}");
        }
    }

    #[test]
    fn what_would_grow_beyond_a_drawing_is_refused() {
        let long = "x".repeat(100_000);
        let bomb = format!("<!DOCTYPE svg [<!ENTITY a \"{long}\">]><svg>{}</svg>", "<g id='&a;'/>".repeat(1000));
        assert_eq!(text(bomb.as_bytes()).unwrap_err().reason, Reason::TooMuchMemory);
        let circle = "<!DOCTYPE svg [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><svg>&a;</svg>";
        assert_eq!(text(circle.as_bytes()).unwrap_err().reason, Reason::TooMuchMemory);
        let usual = "<!DOCTYPE svg [<!ENTITY ns \"http://www.w3.org/2000/svg\">]><svg xmlns='&ns;'>&lt;</svg>";
        assert!(text(usual.as_bytes()).is_ok());
    }
}
