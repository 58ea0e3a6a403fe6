//! Exported files, read back.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::export::{Format, Writer};
use altsmith_core::imaging;
use altsmith_core::library::{DescriptionRow, EntryRow, ImageRow, Origin};
use altsmith_core::view::{Author, DescriptionState};

fn entry(alt: &str, title: Option<&str>) -> EntryRow {
    EntryRow {
        image: ImageRow {
            id: 3,
            hash: "ab".repeat(32),
            name: "cat, \"my\".jpg".into(),
            origin: Some(Origin::Path("/home/somebody/cat.jpg".into())),
            format: imaging::Format::WebP,
            width: 640,
            height: 480,
            bytes: 1234,
            favourite: true,
            added_ms: 0,
        },
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
    assert_eq!(get("alt"), "Line one\nand \"two\", three.");
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
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
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
fn no_export_names_a_folder_of_the_person() {
    for format in [Format::Csv, Format::Jsonl, Format::Html] {
        assert!(!exported(format, &[entry("A cat.", None)]).contains("somebody"), "{format:?}");
    }
}
