//! QR codes and bar codes. A glance at contrast decides whether it is worth looking; then a small copy, then a larger one.
//! The reader works on hostile input: its panics are caught, its time and its words are bounded.

use super::sight::luma;
use super::{Code, CodeKind, plain_line};
use image::RgbaImage;
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiUseMultiFormatReader, RXingResult,
    common::HybridBinarizer,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

/// Longest that one picture may take.
const LIMIT: Duration = Duration::from_millis(1500);

/// Most codes of a picture, and most characters of one.
const MOST: usize = 8;
const MOST_CHARACTERS: usize = 1000;

/// Edge of a tile, in pixels, and changes from dark to light or back that a tile of a code has at least.
const TILE: usize = 32;
const CHANGES: u32 = 90;

/// Finds the codes in a picture.
pub(super) fn find(pixels: &RgbaImage) -> Vec<Code> {
    let (w, h) = pixels.dimensions();
    let grey: Vec<u8> = pixels.pixels().map(|p| if p[3] < 128 { 255 } else { luma([p[0], p[1], p[2]]) }).collect();
    if !worth_looking(&grey, w as usize) {
        return Vec::new();
    }
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| look(&grey, w, h))).unwrap_or_default();
        let _ = send.send(found);
    });
    receive.recv_timeout(LIMIT).unwrap_or_default()
}

/// Whether some tile changes between dark and light as often as codes do.
fn worth_looking(grey: &[u8], width: usize) -> bool {
    let rows: Vec<&[u8]> = grey.chunks_exact(width.max(1)).collect();
    rows.chunks(TILE).any(|band| {
        let mut changes = vec![0u32; width.div_ceil(TILE)];
        for (i, row) in band.iter().enumerate() {
            let below = band.get(i + 1).unwrap_or(row);
            for (x, pair) in row.windows(2).enumerate() {
                changes[x / TILE] +=
                    u32::from(pair[0].abs_diff(pair[1]) > 90) + u32::from(row[x].abs_diff(below[x]) > 90);
            }
        }
        changes.iter().any(|&c| c >= CHANGES)
    })
}

/// First at half size, which is fast and finds most, then at full size.
fn look(grey: &[u8], width: u32, height: u32) -> Vec<Code> {
    let (half, w, h) = halved(grey, width, height);
    let found = if w.min(h) >= 200 { read(half, w, h, false) } else { Vec::new() };
    if found.is_empty() { read(grey.to_vec(), width, height, true) } else { found }
}

fn halved(grey: &[u8], width: u32, height: u32) -> (Vec<u8>, u32, u32) {
    let (w, h) = (width / 2, height / 2);
    let at = |x: u32, y: u32| u32::from(grey[(y * width + x) as usize]);
    let mean = |x: u32, y: u32| (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4;
    ((0..h).flat_map(|y| (0..w).map(move |x| (x, y))).map(|(x, y)| mean(2 * x, 2 * y) as u8).collect(), w, h)
}

fn read(grey: Vec<u8>, width: u32, height: u32, harder: bool) -> Vec<Code> {
    let Ok(source) = Luma8LuminanceSource::new(grey, width, height) else { return Vec::new() };
    let hints = DecodeHints { TryHarder: Some(harder), ..DecodeHints::default() };
    let mut reader = GenericMultipleBarcodeReader::new(MultiUseMultiFormatReader::default());
    let found = reader.decode_multiple_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints);
    let mut codes: Vec<Code> = Vec::new();
    for code in found.unwrap_or_default().iter().filter_map(code) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes.truncate(MOST);
    codes
}

fn code(found: &RXingResult) -> Option<Code> {
    use BarcodeFormat as B;
    let content = plain_line(found.getText(), MOST_CHARACTERS);
    let (kind, standard) = match found.getBarcodeFormat() {
        B::QR_CODE => (CodeKind::Qr, "QR"),
        B::MICRO_QR_CODE | B::RECTANGULAR_MICRO_QR_CODE => (CodeKind::Qr, "Micro QR"),
        B::AZTEC => (CodeKind::Matrix, "Aztec"),
        B::DATA_MATRIX => (CodeKind::Matrix, "Data Matrix"),
        B::MAXICODE => (CodeKind::Matrix, "MaxiCode"),
        B::PDF_417 => (CodeKind::Matrix, "PDF417"),
        B::EAN_8 => (CodeKind::Bar, "EAN-8"),
        B::EAN_13 => (CodeKind::Bar, "EAN-13"),
        B::UPC_A => (CodeKind::Bar, "UPC-A"),
        B::UPC_E => (CodeKind::Bar, "UPC-E"),
        B::CODE_39 => (CodeKind::Bar, "Code 39"),
        B::CODE_93 => (CodeKind::Bar, "Code 93"),
        B::CODE_128 => (CodeKind::Bar, "Code 128"),
        // These have no check of their own and are seen in any stripes; short ones are chance.
        B::ITF if content.len() >= 8 => (CodeKind::Bar, "ITF"),
        B::CODABAR if content.len() >= 8 => (CodeKind::Bar, "Codabar"),
        _ => return None,
    };
    (!content.is_empty()).then(|| Code { kind, standard: standard.to_owned(), content })
}
