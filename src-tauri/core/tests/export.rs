//! Exported files, read back.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::export::sidecar::{self, Sidecar};
use altsmith_core::export::{Format, Writer};
use altsmith_core::imaging;
use altsmith_core::library::{DescriptionRow, EntryRow, ImageRow, Origin};
use altsmith_core::view::{Author, DescriptionState};

fn entry(alt: &str, title: Option<&str>) -> EntryRow {
    EntryRow {
        image: ImageRow {
            id: 3,
            hash: "ab".repeat(32),
            file_hash: "cd".repeat(32),
            name: "cat, \"my\".jpg".into(),
            origin: Some(Origin::Path("/home/somebody/cat.jpg".into())),
            format: imaging::Format::WebP,
            width: 640,
            height: 480,
            bytes: 1234,
            favourite: true,
            added_ms: 0,
        },
        places: vec![
            Origin::Path("/home/somebody/cat.jpg".into()),
            Origin::Path("/home/somebody/old, small/kitty.jpg".into()),
            Origin::Url("https://example.org/cat.jpg".into()),
        ],
        tags: vec!["cat".into(), "sofa".into()],
        words: DescriptionRow {
            id: 7,
            image_id: 3,
            parent_id: None,
            author: Author::Model,
            provider: "zakai".into(),
            model: "m".into(),
            style: "alt".into(),
            prompt: None,
            language: "de".into(),
            request_key: Some("secret-free".into()),
            alt: Some(alt.into()),
            description: Some("**Bold** <script>alert(1)</script>\nsecond line".into()),
            title: title.map(Into::into),
            tags: Vec::new(),
            decorative: None,
            state: DescriptionState::Edited,
            warnings: Vec::new(),
            receipt: None,
            credits: None,
            tokens: None,
            incomplete: None,
            duration_ms: 0,
            question: None,
            created_ms: 951_827_696_789,
        },
        versions: 2,
    }
}

fn exported(format: Format, entries: &[EntryRow]) -> String {
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(&mut bytes, format).unwrap();
    for entry in entries {
        writer.entry(entry).unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn records(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

#[test]
fn csv_reads_back_with_its_columns() {
    let text = exported(Format::Csv, &[entry("Line one\nand \"two\", three.", None)]);
    let headers = csv::Reader::from_reader(text.as_bytes()).headers().unwrap().clone();
    let rows = records(&text);
    let get = |column: &str| rows[0][headers.iter().position(|header| header == column).expect(column)].to_owned();
    assert_eq!(get("alt"), "Line one\r\nand \"two\", three.", "the line break of RFC 4180");
    assert_eq!(get("name"), "cat, \"my\".jpg");
    assert_eq!((get("tags"), get("title"), get("favourite")), ("cat, sofa".into(), String::new(), "true".into()));
    assert_eq!(
        (get("created"), get("width"), get("state")),
        ("2000-02-29T12:34:56Z".into(), "640".into(), "edited".into())
    );
    assert!(text.starts_with("image_id,") && text.contains("\r\n"), "RFC 4180");
    assert!(exported(Format::CsvWithMark, &[]).starts_with("\u{feff}image_id,"));
}

#[test]
fn csv_runs_nothing_in_a_spreadsheet() {
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"] {
        let text = exported(Format::Csv, &[entry(formula, Some(formula))]);
        let row = &records(&text)[0];
        assert_eq!(row.iter().filter(|cell| *cell == format!("'{formula}")).count(), 2, "{formula:?}");
        assert!(!row.iter().any(|cell| cell == formula), "{formula:?}");
    }
}

#[test]
fn json_lines_read_back_and_leave_out_what_is_missing() {
    let text = exported(Format::Jsonl, &[entry("A cat.\nHere.", None), entry("A dog.", Some("Dog"))]);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0]["alt"].as_str(), lines[1]["title"].as_str()), (Some("A cat.\nHere."), Some("Dog")));
    assert_eq!(lines[0].get("title"), None);
    assert_eq!(lines[0]["description_id"], 7);
}

#[test]
fn html_needs_nothing_and_runs_nothing() {
    let hostile = entry("</p><script>alert(2)</script> & \"x\"", Some("<b>Title</b>"));
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(&mut bytes, Format::Html).unwrap();
    writer.entry_with_thumbnail(&hostile, Some(b"jpeg")).unwrap();
    writer.finish().unwrap();
    let page = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let select = |what: &str| {
        let selector = scraper::Selector::parse(what).unwrap();
        page.select(&selector).map(|element| element.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert!(select("script, link, iframe").is_empty());
    assert_eq!(select("p.alt"), ["</p><script>alert(2)</script> & \"x\""]);
    assert_eq!(select("h2"), ["<b>Title</b>"]);
    assert_eq!(select(".description strong"), ["Bold"]);
    assert_eq!(select("ul.tags li"), ["cat", "sofa"]);
    let selector = scraper::Selector::parse("img").unwrap();
    let image = page.select(&selector).next().unwrap();
    assert_eq!(image.attr("src"), Some("data:image/jpeg;base64,anBlZw=="));
    assert_eq!(image.attr("alt"), hostile.words.alt.as_deref());
}

#[test]
fn files_are_named_by_their_paths_where_programs_read_them() {
    for format in [Format::Csv, Format::Jsonl] {
        assert!(exported(format, &[entry("A cat.", None)]).contains("/home/somebody/cat.jpg"), "{format:?}");
        let mut forged = entry("A cat.", None);
        forged.image.origin = Some(Origin::Path("/home/a\u{202e}\u{1b}[1m\nb/cat.jpg".into()));
        let text = exported(format, &[forged]);
        assert!(!text.contains(['\u{202e}', '\u{1b}']) && !text.contains("\nb/cat"), "{format:?}");
        if format == Format::Jsonl {
            let line: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(line["path"], "/home/a\u{202e}\u{1b}[1m\nb/cat.jpg", "the file can be found");
        } else {
            assert!(text.contains("/home/a\u{fffd}\u{fffd}[1m\u{fffd}b/cat.jpg"), "a sign stands for it: {text}");
        }
    }
    assert!(!exported(Format::Html, &[entry("A cat.", None)]).contains("somebody"), "a page is passed on");
}

#[test]
fn a_program_that_reads_an_export_finds_the_files() {
    let text = exported(Format::Jsonl, &[entry("A cat.", None)]);
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (line["path"].as_str(), line["folder"].as_str()),
        (Some("/home/somebody/cat.jpg"), Some("/home/somebody"))
    );
    let also = ["/home/somebody/old, small/kitty.jpg", "https://example.org/cat.jpg"];
    assert_eq!(line["also"], serde_json::json!(also));
    assert_eq!(line["hash"], "cd".repeat(32), "the file's own");
    let text = exported(Format::Csv, &[entry("A cat.", None)]);
    let headers = csv::Reader::from_reader(text.as_bytes()).headers().unwrap().clone();
    let get = |column: &str| records(&text)[0][headers.iter().position(|header| header == column).unwrap()].to_owned();
    assert_eq!((get("path").as_str(), get("folder").as_str()), ("/home/somebody/cat.jpg", "/home/somebody"));
    assert_eq!(get("also"), also.join("\r\n"));
}

#[test]
fn no_export_that_is_passed_on_names_a_folder_of_the_person() {
    for format in [Format::Csv, Format::Jsonl, Format::Html] {
        let mut bytes = Vec::new();
        let mut writer = Writer::begin(&mut bytes, format).unwrap().without_paths();
        writer.entry(&entry("A cat.", None)).unwrap();
        writer.finish().unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains("somebody"), "{format:?}");
    }
    assert!(!exported(Format::Html, &[entry("A cat.", None)]).contains("somebody"), "a page never does");
}

#[test]
fn csv_runs_nothing_where_a_spreadsheet_splits_cells_elsewhere() {
    for (text, safe) in [
        ("A cat;=1+1", "A cat;'=1+1"),
        ("A cat; =1+1;@x", "A cat;' =1+1;'@x"),
        ("A cat\t+1", "A cat\t'+1"),
        ("A cat\n=cmd", "A cat\r\n'=cmd"),
        ("A cat;\"=1", "A cat;'\"=1"),
        ("\t=1", "'\t'=1"),
        ("A list:\n- one\n- two", "A list:\r\n- one\r\n- two"),
        ("a\rb\r\nc", "a\r\nb\r\nc"),
        ("A cat; a dog = pets", "A cat; a dog = pets"),
    ] {
        let row = &records(&exported(Format::Csv, &[entry(text, None)]))[0];
        assert_eq!(&row[2], safe, "{text:?}");
    }
}

#[test]
fn a_name_changes_no_line_of_an_export() {
    let mut forged = entry("A cat.", None);
    forged.image.name = "a\u{202e}gpj.\u{1b}[2J\nb\u{9b}.jpg".into();
    for format in [Format::Csv, Format::Jsonl, Format::Html] {
        let text = exported(format, std::slice::from_ref(&forged));
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{9b}']), "{format:?}: {text}");
    }
    let line = exported(Format::Jsonl, std::slice::from_ref(&forged));
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(told["name"], *forged.image.name, "it reads back as it was");
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn words_are_written_beside_every_file_of_a_picture_and_nothing_of_others_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two, gone] = ["a/cat.jpg", "b/kitty.jpg", "c/gone.jpg"].map(|name| folder.path().join(name));
    for path in [&one, &two] {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "picture").unwrap();
    }
    let foreign = two.with_extension("json");
    std::fs::write(&foreign, r#"{"alt": "mine"}"#).unwrap();
    let places = [one.clone(), two, gone.clone()].map(Origin::Path).into_iter();
    let places = places.chain([Origin::Url("https://example.org/cat.jpg".into())]).collect();
    let older = EntryRow { places, ..entry("A cat.", Some("Cat")) };
    assert_eq!(sidecar::write_all(&older).unwrap(), [Sidecar::Written, Sidecar::Foreign]);
    assert_eq!(sidecar::write_all(&older).unwrap(), [Sidecar::UpToDate, Sidecar::Foreign]);
    assert_eq!(std::fs::read_to_string(&foreign).unwrap(), r#"{"alt": "mine"}"#);
    assert!(!gone.with_extension("json").exists());
    let read = || {
        let text = std::fs::read_to_string(one.with_extension("json")).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    assert_eq!((&read()["title"], &read()["tags"][1]), (&"Cat".into(), &"sofa".into()));
    let newer =
        DescriptionRow { created_ms: older.words.created_ms + 1, alt: Some("Two cats.".into()), ..older.words.clone() };
    let newer = EntryRow { words: newer, ..older };
    sidecar::write_all(&newer).unwrap();
    assert_eq!(read()["alt"], "Two cats.");
    // A camera's raw file lies beside its JPEG.
    let raw = one.with_extension("NEF");
    std::fs::write(&raw, "picture").unwrap();
    let raw = EntryRow { places: vec![Origin::Path(raw)], ..newer };
    assert_eq!(sidecar::write_all(&raw).unwrap(), [Sidecar::Written]);
    assert_eq!(sidecar::write_all(&raw).unwrap(), [Sidecar::UpToDate]);
    assert!(one.with_file_name("cat.NEF.json").exists());
    assert_eq!(read()["altsmith"]["file"], "cat.jpg");
}
