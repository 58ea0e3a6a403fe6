//! One page with all entries. No script, nothing from elsewhere; words are escaped, Markdown is sanitised.

use super::Line;
use crate::compose::{escape, safe_html};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, Write};

const BEGIN: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Altsmith</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { display: flex; gap: 1.5rem; padding: 1.5rem 0; border-top: 1px solid #8886; }
img { width: 12rem; height: 12rem; object-fit: contain; flex: none; }
article > div { min-width: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0; }
ul.tags { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; }
ul.tags li { padding: 0 .5rem; border: 1px solid #8886; border-radius: 1rem; }
footer { font-size: .85rem; opacity: .75; }
@media (max-width: 40rem) { article { flex-direction: column; } }
</style>
</head>
<body>
<h1>Altsmith</h1>
"#;

pub(super) fn begin(target: &mut impl Write) -> io::Result<()> {
    target.write_all(BEGIN.as_bytes())
}

pub(super) fn entry(target: &mut impl Write, line: &Line<'_>, thumbnail: Option<&[u8]>) -> io::Result<()> {
    writeln!(target, "<article lang=\"{}\">", escape(line.language))?;
    let alt = line.alt.filter(|_| line.decorative.is_none()).unwrap_or_default();
    if let Some(jpeg) = thumbnail {
        let data = STANDARD.encode(jpeg);
        writeln!(target, "<img src=\"data:image/jpeg;base64,{data}\" alt=\"{}\">", escape(alt))?;
    }
    writeln!(target, "<div>\n<h2>{}</h2>", escape(line.title.unwrap_or(&line.name)))?;
    if !alt.is_empty() {
        writeln!(target, "<p class=\"alt\">{}</p>", escape(alt))?;
    }
    if let Some(description) = line.description {
        writeln!(target, "<div class=\"description\">{}</div>", safe_html(description))?;
    }
    if !line.tags.is_empty() {
        let tags: String = line.tags.iter().map(|tag| format!("<li>{}</li>", escape(tag))).collect();
        writeln!(target, "<ul class=\"tags\">{tags}</ul>")?;
    }
    let about = [&*line.name, line.provider, line.model, line.language, &line.created].map(escape).join(" · ");
    writeln!(target, "<footer>{about}</footer>\n</div>\n</article>")
}

pub(super) fn finish(target: &mut impl Write) -> io::Result<()> {
    target.write_all(b"</body>\n</html>\n")?;
    target.flush()
}
