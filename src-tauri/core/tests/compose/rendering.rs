//! Markdown from a service, as HTML that can do no harm.

use altsmith_core::compose::safe_html;
use proptest::prelude::*;
use scraper::Html;

#[test]
fn what_a_description_needs_is_rendered() {
    for (markdown, html) in [
        ("A **b** *c* `d`", "<p>A <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("# T\n\n- a\n- b", "<h1>T</h1>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("[text](https://example.org)", "<p>text</p>"),
        ("![words](https://example.org/a.png)", "<p>words</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
    ] {
        assert_eq!(safe_html(markdown).trim(), html);
    }
    assert!(safe_html("|a|b|\n|-|-|\n|1|2|").contains("<td>1</td>"));
}

#[test]
fn html_of_the_services_own_is_shown_as_text() {
    for hostile in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=x>c</b>",
        "<iframe src=//x></iframe>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "<a href='javascript:x'>y</a>",
        "<style>*{}</style>",
        "<svg><script>alert(1)</script></svg>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "`<script>`",
        "<!--><script>-->",
    ] {
        assert_harmless(&safe_html(hostile));
    }
    assert!(safe_html("<script>alert(1)</script>").contains("&lt;script&gt;"));
}

/// Only the allowed elements, no attribute but a list's start.
fn assert_harmless(html: &str) {
    const ALLOWED: &[&str] = &[
        "html",
        "body",
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    for element in Html::parse_fragment(html).tree.values().filter_map(|node| node.as_element()) {
        assert!(ALLOWED.contains(&element.name()), "<{}> in {html}", element.name());
        assert!(element.attrs().all(|(name, _)| element.name() == "ol" && name == "start"), "{html}");
    }
}

proptest! {
    #[test]
    fn nothing_harmful_comes_through(markdown in prop_oneof![
        any::<String>(),
        "(<(script|img src=x onerror=y|a href='javascript:z'|/script|svg|!--)>|\\[a\\]\\(javascript:b\\)|!\\[|`|\\*|\n|&lt;|x){0,12}",
    ]) {
        assert_harmless(&safe_html(&markdown));
    }
}
