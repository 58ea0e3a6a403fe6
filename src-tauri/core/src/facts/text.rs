//! Text in a picture: read by the program's own networks where they are there and know the language's script, else by
//! Tesseract as a child process, where it is installed. Nothing is written to disk; the child gets grey pixels through its
//! standard input, answers a table and is ended when it takes too long.

use super::kind::Kind;
use super::{Text, TextLine, plain_line};
use crate::recognise::reading;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

/// Longest that one picture may take.
const LIMIT: Duration = Duration::from_secs(8);

/// Most bytes of an answer.
const MOST_ANSWER: u64 = 8 << 20;

/// Most languages at once: each makes it slower.
const MOST_LANGUAGES: usize = 3;

/// Longest edge that is read, in pixels, and the edge below which small writing is enlarged.
const LARGEST: u32 = 2400;
const ENLARGE_BELOW: u32 = 1300;

/// A word below this confidence is noise; in photos, where noise is common, below the second.
const NOISE: f32 = 55.0;
const NOISE_IN_PHOTO: f32 = 75.0;

/// Primary tags and Tesseract's names for them.
const NAMES: &[(&str, &str)] = &[
    ("en", "eng"),
    ("zh", "chi_sim"),
    ("fr", "fra"),
    ("de", "deu"),
    ("es", "spa"),
    ("ja", "jpn"),
    ("ko", "kor"),
    ("it", "ita"),
    ("pt", "por"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("cs", "ces"),
    ("da", "dan"),
    ("sv", "swe"),
    ("nb", "nor"),
    ("fi", "fin"),
    ("hu", "hun"),
    ("ro", "ron"),
    ("tr", "tur"),
    ("el", "ell"),
    ("ru", "rus"),
    ("uk", "ukr"),
    ("ar", "ara"),
    ("he", "heb"),
    ("hi", "hin"),
    ("th", "tha"),
    ("vi", "vie"),
    ("id", "ind"),
];

/// Languages that text can be read in: primary tags, or Tesseract's own name where there is no tag. Empty where neither the
/// own networks nor Tesseract are there. Asked once while the program runs; the first call starts a process.
pub fn text_languages() -> Vec<String> {
    let tag =
        |name: &String| NAMES.iter().find(|(_, n)| n == name).map_or_else(|| name.clone(), |(t, _)| (*t).to_owned());
    let own: &[&str] = if reading::ready() { reading::LANGUAGES } else { &[] };
    let mut all: Vec<String> = own.iter().map(|t| (*t).to_owned()).collect();
    let more: Vec<String> = installed().iter().map(tag).filter(|t| !all.contains(t)).collect();
    all.extend(more);
    all
}

fn installed() -> &'static [String] {
    static INSTALLED: OnceLock<Vec<String>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| run(tesseract().arg("--list-langs"), Vec::new(), LIMIT).map(|a| listed(&a)).unwrap_or_default())
}

/// The answer of `--list-langs`: a heading, then a name a line.
fn listed(answer: &str) -> Vec<String> {
    answer
        .lines()
        .skip(1)
        .map(str::trim)
        .filter(|l| !l.is_empty() && *l != "osd" && *l != "equ")
        .map(str::to_owned)
        .collect()
}

/// Those of the wanted languages that are installed, and English, which is everywhere.
fn chosen(wanted: &[String], installed: &[String]) -> Option<String> {
    let name = |tag: &str| NAMES.iter().find(|(t, _)| *t == tag).map(|(_, n)| *n);
    let mut names: Vec<&str> = Vec::new();
    for candidate in wanted.iter().filter_map(|t| name(t)).chain(["eng"]) {
        if installed.iter().any(|i| i == candidate) && !names.contains(&candidate) {
            names.push(candidate);
        }
    }
    names.truncate(MOST_LANGUAGES);
    if names.is_empty() {
        names.extend(installed.first().map(String::as_str));
    }
    (!names.is_empty()).then(|| names.join("+"))
}

/// Reads the text. `None` where there is none or nothing to read it with. In a script that the own networks do not know
/// Tesseract is asked, where it knows it.
pub(super) fn read(pixels: &RgbaImage, kind: Kind, languages: &[String]) -> Option<Text> {
    let first = languages.first().map_or("en", String::as_str);
    let name = NAMES.iter().find(|(tag, _)| *tag == first).map(|(_, name)| *name);
    let others = !reading::LANGUAGES.contains(&first) && name.is_some_and(|n| installed().iter().any(|i| i == n));
    if !others && let Some(lines) = reading::read(pixels) {
        return of_lines(lines);
    }
    by_tesseract(pixels, kind, languages)
}

/// What reads text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The own networks.
    Own,
    /// Tesseract.
    Tesseract,
}

/// The text that one of the readers finds, lines joined by spaces; for comparing them.
pub fn read_text(pixels: &RgbaImage, reader: Reader, language: &str) -> Option<String> {
    let text = match reader {
        Reader::Own => of_lines(reading::read(pixels)?),
        Reader::Tesseract => by_tesseract(pixels, Kind::Picture, &[language.to_owned()]),
    }?;
    Some(text.joined().replace('\n', " "))
}

/// What the own networks read.
fn of_lines(lines: Vec<reading::Line>) -> Option<Text> {
    let lines: Vec<TextLine> = lines
        .into_iter()
        .map(|line| TextLine {
            text: plain_line(&line.text, 1000),
            words: line.text.split_whitespace().count().max(1) as u32,
            confidence: line.score * 100.0,
            height: line.height,
            area: Some(line.area),
        })
        .collect();
    let words: f32 = lines.iter().map(|l| l.words as f32).sum();
    let confidence = lines.iter().map(|l| l.confidence * l.words as f32).sum::<f32>() / words.max(1.0);
    (!lines.is_empty()).then_some(Text { lines, confidence })
}

/// `None` where there is no text, where Tesseract is not installed or where it took too long.
fn by_tesseract(pixels: &RgbaImage, kind: Kind, languages: &[String]) -> Option<Text> {
    let languages = chosen(languages, installed())?;
    let (grey, height) = portable(pixels)?;
    let photo = matches!(kind, Kind::Photo | Kind::Picture);
    // Sparse text in photos, pages elsewhere.
    let layout = if photo { "11" } else { "3" };
    let table = run(tesseract().args(["stdin", "stdout", "-l", &languages, "--psm", layout, "tsv"]), grey, LIMIT)?;
    sorted_out(&table, height, if photo { NOISE_IN_PHOTO } else { NOISE })
}

fn tesseract() -> Command {
    let mut command = Command::new("tesseract");
    command.env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW: no console flashes up
    }
    command
}

/// Runs a child with this input; its output, or `None` where it failed or took longer than `limit`.
fn run(command: &mut Command, input: Vec<u8>, limit: Duration) -> Option<String> {
    let mut child = command.spawn().ok()?;
    let answer = converse(&mut child, input, limit);
    if answer.is_none() {
        let _ = child.kill();
    }
    let status = child.wait().ok()?;
    answer.filter(|_| status.success())
}

fn converse(child: &mut Child, input: Vec<u8>, limit: Duration) -> Option<String> {
    let (mut to, from) = (child.stdin.take()?, child.stdout.take()?);
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || to.write_all(&input));
    std::thread::spawn(move || {
        let mut answer = Vec::new();
        let read = from.take(MOST_ANSWER).read_to_end(&mut answer);
        let _ = send.send(read.ok().map(|_| String::from_utf8_lossy(&answer).into_owned()));
    });
    receive.recv_timeout(limit).ok().flatten()
}

/// Grey pixels on the ground on which they can be seen, at a size that is read well, as a PGM file; and their height.
fn portable(pixels: &RgbaImage) -> Option<(Vec<u8>, u32)> {
    let (w, h) = pixels.dimensions();
    let long = w.max(h);
    let scale = if long > LARGEST {
        f64::from(LARGEST) / f64::from(long)
    } else if long < ENLARGE_BELOW {
        2.0
    } else {
        1.0
    };
    let ground = u32::from(super::sight::luma(crate::imaging::ground_of(pixels)));
    let grey: Vec<u8> = pixels.pixels().map(|p| on_ground(p.0, ground)).collect();
    let size = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    let (to_w, to_h) = (size(w), size(h));
    let from = ImageRef::new(w, h, &grey, PixelType::U8).ok()?;
    let mut to = Image::new(to_w, to_h, PixelType::U8);
    let filter = if scale > 1.0 { FilterType::CatmullRom } else { FilterType::Hamming };
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    let mut file = format!("P5\n{to_w} {to_h}\n255\n").into_bytes();
    file.extend_from_slice(to.buffer());
    Some((file, to_h))
}

fn on_ground([r, g, b, a]: [u8; 4], ground: u32) -> u8 {
    let grey = u32::from(super::sight::luma([r, g, b]));
    ((grey * u32::from(a) + ground * (255 - u32::from(a))) / 255) as u8
}

/// Tesseract's table (level, page, block, paragraph, line, word, left, top, width, height, confidence, text) as lines,
/// without what is noise.
fn sorted_out(table: &str, height: u32, noise: f32) -> Option<Text> {
    let mut lines: Vec<(String, Vec<Word>)> = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, page, block, paragraph, line, _, _, _, _, tall, sure, text] = cells[..] else { continue };
        let (Ok(sure), Ok(tall)) = (sure.parse::<f32>(), tall.parse::<f32>()) else { continue };
        let text = plain_line(text, 200);
        if sure < noise || !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let at = format!("{page}.{block}.{paragraph}.{line}");
        if lines.last().is_none_or(|(last, _)| *last != at) {
            lines.push((at, Vec::new()));
        }
        if let Some((_, words)) = lines.last_mut() {
            words.push(Word { text, sure, tall: tall / height.max(1) as f32 });
        }
    }
    let lines: Vec<TextLine> = lines.iter().filter_map(|(_, words)| line_of(words)).collect();
    let words: f32 = lines.iter().map(|l| l.words as f32).sum();
    let letters: usize = lines.iter().map(|l| letters(&l.text)).sum();
    let confidence = lines.iter().map(|l| l.confidence * l.words as f32).sum::<f32>() / words.max(1.0);
    (letters >= 3).then_some(Text { lines, confidence })
}

struct Word {
    text: String,
    sure: f32,
    tall: f32,
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A line, where it is more than a speck that looks like a letter.
fn line_of(words: &[Word]) -> Option<TextLine> {
    let mut text = String::new();
    for word in words {
        let close = text.chars().last().is_some_and(is_unspaced) && word.text.starts_with(is_unspaced);
        if !text.is_empty() && !close {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    let n = words.len() as f32;
    let sure = words.iter().map(|w| w.sure).sum::<f32>() / n;
    let real = match letters(&text) {
        0 => false,
        1 => sure >= 90.0 && text.chars().any(|c| c.is_ascii_digit() || is_unspaced(c)),
        2 => sure >= 88.0,
        _ => sure >= 60.0,
    };
    let tall = words.iter().map(|w| w.tall).fold(0.0, f32::max);
    real.then_some(TextLine { text, words: words.len() as u32, confidence: sure, height: tall, area: None })
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    fn word(line: u32, n: u32, tall: u32, sure: f32, text: &str) -> String {
        format!("5\t1\t1\t1\t{line}\t{n}\t0\t0\t10\t{tall}\t{sure}\t{text}\n")
    }

    #[test]
    fn words_become_lines_and_noise_is_left_out() {
        let table = [
            HEAD.to_owned(),
            "4\t1\t1\t1\t1\t0\t0\t0\t10\t10\t-1\t\n".into(),
            word(1, 1, 40, 96.0, "Opening"),
            word(1, 2, 40, 95.0, "hours"),
            word(2, 1, 20, 91.0, "Monday"),
            word(2, 2, 20, 12.0, "~~x"),
            word(3, 1, 20, 93.0, "|—"),
            word(4, 1, 20, 70.0, "i"),
        ]
        .concat();
        let text = sorted_out(&table, 400, NOISE).unwrap();
        assert_eq!(text.joined(), "Opening hours\nMonday");
        assert_eq!(text.words(), 3);
        assert!((text.confidence - 94.0).abs() < 0.1);
        assert!((text.lines[0].height - 0.1).abs() < 1e-6);
    }

    #[test]
    fn chinese_is_joined_without_spaces_and_control_characters_go() {
        let table = [HEAD.to_owned(), word(1, 1, 10, 90.0, "你好"), word(1, 2, 10, 90.0, "世界\u{1b}[31m")].concat();
        assert_eq!(sorted_out(&table, 100, NOISE).unwrap().joined(), "你好世界 [31m");
    }

    #[test]
    fn nothing_but_noise_is_no_text() {
        assert_eq!(sorted_out(HEAD, 100, NOISE), None);
        assert_eq!(sorted_out(&[HEAD.to_owned(), word(1, 1, 9, 99.0, "a1")].concat(), 100, NOISE), None);
        assert_eq!(sorted_out("not a table\nat all", 100, NOISE), None);
    }

    #[test]
    fn languages_are_those_wanted_and_installed() {
        let installed = listed("List of available languages in \"/usr/share\" (3):\ndeu\neng\nosd\n");
        assert_eq!(installed, ["deu", "eng"]);
        let tags = |t: &[&str]| t.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(chosen(&tags(&["de", "fr"]), &installed).as_deref(), Some("deu+eng"));
        assert_eq!(chosen(&tags(&["ja"]), &installed).as_deref(), Some("eng"));
        assert_eq!(chosen(&[], &tags(&["rus"])).as_deref(), Some("rus"));
        assert_eq!(chosen(&tags(&["de"]), &[]), None);
    }

    #[test]
    fn a_program_that_is_not_there_is_no_error() {
        let mut missing = Command::new("altsmith-test-no-such-program");
        assert_eq!(run(missing.stdin(Stdio::piped()).stdout(Stdio::piped()), Vec::new(), LIMIT), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_never_answers_is_ended() {
        let mut silent = Command::new("sh");
        silent.args(["-c", "exec tail -f /dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = silent.spawn().unwrap();
        let id = child.id();
        assert_eq!(converse(&mut child, Vec::new(), Duration::from_millis(30)), None);
        child.kill().unwrap();
        child.wait().unwrap();
        let started = std::time::Instant::now();
        assert_eq!(run(&mut silent, Vec::new(), Duration::from_millis(30)), None);
        assert!(started.elapsed() < Duration::from_secs(5), "the child {id} was waited for");
    }
}
