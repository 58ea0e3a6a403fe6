//! What is questionable about an alt text. Warnings never block.

use super::Warning;
use super::language::is_another;
use super::length::{fits, sentence_ends};
use crate::text::{has_sentence_end, one_line};
use std::collections::HashSet;

/// What a check knows beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The limit in graphemes, where there is one.
    pub limit: Option<usize>,
    /// The language that was asked for.
    pub language: &'a str,
    /// The alt text was cut to keep the limit.
    pub shortened: bool,
    /// The picture needs no words.
    pub decorative: bool,
    /// Text that was read in the picture; `None` where nothing was read.
    pub text_in_picture: Option<&'a str>,
}

/// Beginnings that say what a screen reader says anyway, in lower case.
const IMAGE_OF: &[&str] = &[
    "image of",
    "an image of",
    "the image of",
    "picture of",
    "a picture of",
    "photo of",
    "a photo of",
    "photograph of",
    "a photograph of",
    "image showing",
    "an image showing",
    "this image",
    "the image shows",
    "the picture shows",
    "this picture",
    "this photo",
    "the photo shows",
    "graphic of",
    "a graphic of",
    "screenshot of a picture",
    "in this image",
    "bild von",
    "ein bild von",
    "bild eine",
    "bild mit",
    "foto von",
    "ein foto von",
    "foto eine",
    "ein foto eine",
    "ein bild eine",
    "das bild zeigt",
    "dieses bild",
    "das foto zeigt",
    "auf dem bild",
    "auf diesem bild",
    "abbildung von",
    "image d",
    "une image d",
    "photo d",
    "une photo d",
    "photographie d",
    "cette image",
    "l'image montre",
    "cette photo",
    "imagen de",
    "una imagen de",
    "foto de",
    "una foto de",
    "fotografía de",
    "una fotografía de",
    "esta imagen",
    "la imagen muestra",
    "en la imagen",
    "en esta imagen",
    "这张图片",
    "这张照片",
    "这幅图",
    "图片显示",
    "图片展示",
    "图中显示",
    "图像显示",
    "图片中",
    "照片中",
    "图为",
    "该图片",
    "この画像",
    "この写真",
    "この図",
    "画像は",
    "写真は",
    "画像には",
    "写真には",
    "이 이미지",
    "이 사진",
    "이미지는",
    "사진은",
    "이미지에는",
    "사진에는",
];

/// Endings of file names that are no words.
const EXTENSIONS: &[&str] =
    &["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif", "ico", "raw", "dng"];

/// All that is questionable, in the order in which it matters.
pub fn check(alt: Option<&str>, context: &Context<'_>) -> Vec<Warning> {
    let alt = one_line(alt.unwrap_or_default());
    if alt.is_empty() {
        return if context.decorative { Vec::new() } else { vec![Warning::AltMissing] };
    }
    let findings = [
        (Warning::AltTooLong, context.limit.is_some_and(|limit| !fits(&alt, limit))),
        (Warning::AltShortened, context.shortened),
        (Warning::StartsWithImageOf, starts_with_image_of(&alt)),
        (Warning::LooksLikeFileName, looks_like_file_name(&alt)),
        (Warning::NoEndPunctuation, !has_sentence_end(&alt)),
        (Warning::RepeatsItself, repeats_itself(&alt)),
        (Warning::WrongLanguage, is_another(&alt, context.language)),
        (Warning::QuotedTextNotFound, context.text_in_picture.is_some_and(|text| misquotes(&alt, text))),
    ];
    findings.into_iter().filter_map(|(warning, found)| found.then_some(warning)).collect()
}

fn starts_with_image_of(alt: &str) -> bool {
    let lower = alt.to_lowercase().replace('’', "'");
    IMAGE_OF.iter().any(|beginning| {
        lower.strip_prefix(beginning).is_some_and(|rest| {
            // A beginning ends with its word, but for the elided and inflected ones ("image d'un", "bild einer") and in
            // East Asian writing.
            let open =
                beginning.ends_with(" d") || beginning.ends_with(" eine") || beginning.chars().any(|c| c >= '\u{1100}');
            open || !rest.starts_with(char::is_alphanumeric)
        })
    }) || (lower.starts_with("一张") || lower.starts_with("一幅"))
        && (lower.trim_end_matches(['。', '.']).ends_with("图片")
            || lower.trim_end_matches(['。', '.']).ends_with("照片"))
}

fn looks_like_file_name(alt: &str) -> bool {
    let bare = alt.trim_end_matches('.');
    let extension = bare.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let by_extension = extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()));
    let camera = ["IMG_", "DSC", "DSCN", "PXL_", "DCIM", "Screenshot_", "image_", "P10"];
    let one_word = !bare.contains(char::is_whitespace);
    one_word
        && (by_extension
            || camera.iter().any(|start| bare.starts_with(start)) && bare.contains(|c: char| c.is_ascii_digit()))
        || by_extension && bare.split_whitespace().count() <= 4
}

/// A sentence twice, a word three times in a row, or six words twice.
fn repeats_itself(alt: &str) -> bool {
    let mut start = 0;
    let mut seen = HashSet::new();
    // Where sentences end is seen by the capitals after it.
    for end in sentence_ends(alt) {
        let sentence = alt[start..end].trim().to_lowercase();
        if sentence.chars().count() > 8 && !seen.insert(sentence) {
            return true;
        }
        start = end;
    }
    let lower = alt.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let thrice = words.windows(3).any(|run| run[0] == run[1] && run[1] == run[2]);
    let mut runs = HashSet::new();
    thrice || words.windows(6).any(|run| !runs.insert(run))
}

/// Whether words in quotation marks are not among those that were read. Reading is imperfect, so most of a quotation's
/// words are enough.
fn misquotes(alt: &str, text: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let read = letters(text);
    if read.is_empty() {
        return false;
    }
    quotations(alt).iter().any(|quotation| {
        let whole = letters(quotation);
        let words: Vec<String> =
            quotation.split_whitespace().map(letters).filter(|word| word.chars().count() > 1).collect();
        let found = words.iter().filter(|word| read.contains(word.as_str())).count();
        whole.chars().count() > 1 && !read.contains(&whole) && found * 2 <= words.len()
    })
}

/// What stands between quotation marks.
pub(super) fn quotations(text: &str) -> Vec<&str> {
    const PAIRS: &[(char, &[char])] = &[
        ('"', &['"']),
        ('“', &['”']),
        ('„', &['“', '”']),
        ('«', &['»']),
        ('»', &['«']),
        ('「', &['」']),
        ('『', &['』']),
    ];
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| PAIRS.iter().any(|(open, _)| open == c)) {
        let after = &rest[at + open.len_utf8()..];
        let closes = PAIRS.iter().find(|(known, _)| *known == open).map_or(&[] as &[char], |(_, closes)| closes);
        let Some(end) = after.find(closes) else { return found };
        found.push(&after[..end]);
        let close = after[end..].chars().next().map_or(1, char::len_utf8);
        rest = &after[end + close..];
    }
    found
}
