//! Copied forms, read back by the programs that will read them.

use altsmith_core::compose::{Copied, form, one_line};
use altsmith_core::view::CopyForm;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use scraper::{Html, Selector};

const TAGS: [&str; 2] = ["cat", "sofa"];

fn copied<'a>(alt: &'a str, tags: &'a [String]) -> Copied<'a> {
    Copied { alt: Some(alt), tags, name: "my cat.jpg", width: 640, height: 480, ..Copied::default() }
}

fn in_form(alt: &str, wanted: CopyForm) -> String {
    form(&copied(alt, &[]), wanted)
}

/// The attribute of the one `<img>` in a piece of HTML.
fn attribute(html: &str, name: &str) -> Option<String> {
    let document = Html::parse_fragment(html);
    let images: Vec<_> = document.select(&Selector::parse("img").unwrap()).collect();
    assert_eq!(images.len(), 1, "{html}");
    images[0].value().attr(name).map(str::to_owned)
}

/// Alt text, address and title of the one picture in a piece of Markdown.
fn markdown_picture(markdown: &str) -> (String, String, String) {
    let (mut alt, mut url, mut title, mut inside) = (String::new(), String::new(), String::new(), false);
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Image { dest_url, title: found, .. }) => {
                assert!(url.is_empty(), "one picture: {markdown}");
                (url, title, inside) = (dest_url.into_string(), found.into_string(), true);
            }
            Event::End(TagEnd::Image) => inside = false,
            Event::Text(text) if inside => alt.push_str(&text),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    (alt, url, title)
}

#[test]
fn forms_look_as_people_write_them() {
    let tags: Vec<String> = TAGS.map(str::to_owned).into();
    let words = Copied { title: Some("Mia"), description: Some("A *long* text"), ..copied("A \"black\" cat.", &tags) };
    for (wanted, expected) in [
        (CopyForm::Alt, "A \"black\" cat."),
        (CopyForm::AltAttribute, "alt=\"A &quot;black&quot; cat.\""),
        (CopyForm::Img, "<img src=\"my%20cat.jpg\" alt=\"A &quot;black&quot; cat.\" width=\"640\" height=\"480\">"),
        (
            CopyForm::ImgWithTags,
            "<img src=\"my%20cat.jpg\" alt=\"A &quot;black&quot; cat.\" title=\"Mia\" data-tags=\"cat, sofa\" width=\"640\" \
             height=\"480\">",
        ),
        (
            CopyForm::Figure,
            "<figure>\n  <img src=\"my%20cat.jpg\" alt=\"A &quot;black&quot; cat.\" width=\"640\" height=\"480\">\n  \
             <figcaption>Mia</figcaption>\n</figure>",
        ),
        (CopyForm::Markdown, "![A \\\"black\\\" cat.](my%20cat.jpg \"Mia\")"),
        (
            CopyForm::Json,
            r#"{"name":"my cat.jpg","alt":"A \"black\" cat.","description":"A *long* text","title":"Mia","tags":["cat","sofa"]}"#,
        ),
        (CopyForm::Description, "A *long* text"),
        (CopyForm::Title, "Mia"),
        (CopyForm::Tags, "cat, sofa"),
    ] {
        assert_eq!(form(&words, wanted), expected);
    }
    let bare = Copied { title: None, tags: &[], ..words };
    assert_eq!(form(&bare, CopyForm::ImgWithTags), form(&bare, CopyForm::Img), "nothing empty is written");
    let untitled = Copied { title: None, ..words };
    assert!(form(&untitled, CopyForm::Figure).contains("<figcaption>A long text</figcaption>"));
}

#[test]
fn a_decorative_picture_has_the_empty_alt_text() {
    let words = Copied { decorative: true, ..copied("ignored", &[]) };
    assert_eq!(form(&words, CopyForm::Alt), "");
    assert_eq!(form(&words, CopyForm::AltAttribute), "alt=\"\"");
    assert_eq!(attribute(&form(&words, CopyForm::Img), "alt").as_deref(), Some(""));
    assert_eq!(form(&words, CopyForm::Markdown), "![](my%20cat.jpg)");
    assert_eq!(form(&words, CopyForm::Json), r#"{"name":"my cat.jpg","alt":""}"#);
}

#[test]
fn what_is_missing_is_left_out_of_json() {
    assert_eq!(form(&Copied { name: "a", ..Copied::default() }, CopyForm::Json), r#"{"name":"a"}"#);
}

#[test]
fn a_picture_with_an_address_keeps_it() {
    let words = Copied { url: Some("https://example.org/a?b=1&c=(2)"), ..copied("A cat.", &[]) };
    assert_eq!(attribute(&form(&words, CopyForm::Img), "src").as_deref(), Some("https://example.org/a?b=1&c=(2)"));
    assert_eq!(markdown_picture(&form(&words, CopyForm::Markdown)).1, "https://example.org/a?b=1&c=%282%29");
}

/// Text with everything that means something somewhere.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r#"[a-z<>&"'`\\\[\](){}*_#!|~$;:=/ .\-+0-9\n]{0,40}"#,
        "(&amp;|&lt;|&#39;|<b>|</|\\\\|猫|\"> ){0,6}"
    ]
}

proptest! {
    #[test]
    fn html_reads_back_as_the_same_words(alt in awkward(), title in awkward()) {
        let words = Copied { title: Some(&title), ..copied(&alt, &[]) };
        for wanted in [CopyForm::Img, CopyForm::ImgWithTags, CopyForm::Figure] {
            let html = form(&words, wanted);
            prop_assert_eq!(attribute(&html, "alt"), Some(one_line(&alt)));
            prop_assert_eq!(attribute(&html, "src"), Some("my%20cat.jpg".to_owned()));
        }
        let figure = Html::parse_fragment(&form(&words, CopyForm::Figure));
        let figcaption = Selector::parse("figcaption").unwrap();
        let caption = figure.select(&figcaption).next().map(|c| c.text().collect::<String>());
        prop_assert_eq!(caption.unwrap_or_default(), one_line(&title));
        let tag = format!("<img {}>", in_form(&alt, CopyForm::AltAttribute));
        prop_assert_eq!(attribute(&tag, "alt"), Some(one_line(&alt)));
    }

    #[test]
    fn markdown_reads_back_as_the_same_words(alt in awkward(), title in awkward()) {
        let words = Copied { title: Some(&title), ..copied(&alt, &[]) };
        let (read, url, read_title) = markdown_picture(&form(&words, CopyForm::Markdown));
        prop_assert_eq!((read, url), (one_line(&alt), "my%20cat.jpg".to_owned()));
        prop_assert_eq!(read_title, one_line(&title));
    }

    #[test]
    fn json_reads_back_as_the_same_words(alt in awkward()) {
        let read: serde_json::Value = serde_json::from_str(&in_form(&alt, CopyForm::Json)).unwrap();
        prop_assert_eq!(read["alt"].as_str().unwrap_or_default(), one_line(&alt));
    }

    #[test]
    fn any_name_is_one_address(name in "[ -~猫é]{1,30}") {
        let words = Copied { name: &name, ..copied("A cat.", &[]) };
        let (_, url, _) = markdown_picture(&form(&words, CopyForm::Markdown));
        let src = attribute(&form(&words, CopyForm::Img), "src").unwrap();
        for address in [url, src] {
            prop_assert_eq!(percent_encoding::percent_decode_str(&address).decode_utf8().unwrap(), one_line(&name));
        }
    }
}
