//! From whatever a model says to the words that were asked for: no thinking, no "Here is …", no marks, no quotation marks
//! around the whole.

use super::markdown::{Block, blocks, in_one_line};
use crate::provider::thoughts::without_thoughts;
use crate::text::{has_sentence_end, one_line, visible};

/// What an answer calls itself, in lower case.
const LABELS: &[&str] = &[
    "alt text",
    "alt-text",
    "alttext",
    "alternative text",
    "alt tag",
    "image description",
    "description",
    "caption",
    "short description",
    "answer",
    "output",
    "response",
    "title",
    "alternativtext",
    "alt-attribut",
    "bildbeschreibung",
    "beschreibung",
    "bildunterschrift",
    "antwort",
    "titel",
    "texte alternatif",
    "texte alt",
    "description de l'image",
    "légende",
    "réponse",
    "titre",
    "texto alternativo",
    "texto alt",
    "descripción",
    "descripción de la imagen",
    "respuesta",
    "título",
    "testo alternativo",
    "descrizione",
    "descrição",
    "alt-tekst",
    "tekst alternatywny",
    "替代文本",
    "替代文字",
    "图片描述",
    "图像描述",
    "图片说明",
    "描述",
    "说明",
    "标题",
    "alt文本",
    "alt 文本",
    "代替テキスト",
    "画像の説明",
    "説明",
    "キャプション",
    "タイトル",
    "altテキスト",
    "alt テキスト",
    "대체 텍스트",
    "대체텍스트",
    "이미지 설명",
    "설명",
    "제목",
];

/// How a preamble begins, in lower case.
const OPENERS: &[&str] = &[
    "here is",
    "here's",
    "here’s",
    "here are",
    "sure",
    "certainly",
    "of course",
    "absolutely",
    "okay",
    "ok,",
    "based on",
    "this is the alt",
    "the alt text",
    "a concise alt",
    "a suitable alt",
    "a possible alt",
    "the following",
    "below is",
    "hier ist",
    "hier der",
    "hier die",
    "hier eine",
    "hier ein",
    "natürlich",
    "gerne",
    "gern",
    "klar",
    "der alternativtext",
    "folgender",
    "ein passender",
    "voici",
    "bien sûr",
    "d'accord",
    "certainement",
    "avec plaisir",
    "le texte alternatif",
    "aquí",
    "claro",
    "por supuesto",
    "desde luego",
    "el texto alternativo",
    "ecco",
    "certo",
    "certamente",
    "aqui está",
    "aqui esta",
    "claro",
    "以下是",
    "以下为",
    "这是",
    "这里是",
    "好的",
    "当然",
    "可以的",
    "没问题",
    "以下は",
    "以下が",
    "以下に",
    "これは",
    "こちらが",
    "こちらは",
    "はい",
    "もちろん",
    "다음은",
    "여기",
    "네,",
    "물론",
    "알겠습니다",
];

/// Agreement that stands before the answer as a sentence of its own, in lower case, without its mark.
const AGREEMENTS: &[&str] = &[
    "sure",
    "sure thing",
    "certainly",
    "of course",
    "absolutely",
    "okay",
    "ok",
    "great",
    "natürlich",
    "gerne",
    "klar",
    "selbstverständlich",
    "bien sûr",
    "d'accord",
    "certainement",
    "claro",
    "por supuesto",
    "certo",
    "certamente",
    "好的",
    "当然",
    "当然可以",
    "没问题",
    "はい",
    "もちろんです",
    "承知しました",
    "かしこまりました",
    "네",
    "물론입니다",
    "알겠습니다",
];

/// How an offer or a remark after the answer begins, in lower case.
const CLOSERS: &[&str] = &[
    "let me know",
    "would you like",
    "i hope this",
    "hope this helps",
    "feel free",
    "if you need",
    "if you'd like",
    "if you would like",
    "please let me know",
    "character count",
    "word count",
    "note:",
    "this alt text",
    "lassen sie mich wissen",
    "lass mich wissen",
    "ich hoffe",
    "möchten sie",
    "wenn sie",
    "zeichenanzahl",
    "zeichen:",
    "dites-moi",
    "n'hésitez pas",
    "j'espère",
    "souhaitez-vous",
    "espero que",
    "avísame",
    "háganme",
    "¿te gustaría",
    "如果您",
    "如果你",
    "希望",
    "字数",
    "请告诉我",
    "もし",
    "お役に立て",
    "文字数",
    "필요하시면",
    "도움이",
    "글자 수",
];

/// Longest preamble or label, in characters.
const LONGEST_PREAMBLE: usize = 140;

/// Plain words from anything that a model or a service may send: one line, without thinking, markup, preambles, labels,
/// quotation marks around the whole, control characters. Empty where nothing is left.
pub fn clean(text: &str) -> String {
    let text = without_thoughts(&visible(super::bound::text_within(text, super::bound::LONGEST_TEXT)));
    let text = without_tokens(&text);
    let text = unwrapped(text.trim());
    let mut blocks = blocks(&text);
    drop_preamble(&mut blocks);
    drop_closing(&mut blocks);
    finish(&in_one_line(&blocks))
}

/// The answer's line without labels and quotation marks, in whatever order they stand around each other.
fn finish(line: &str) -> String {
    let mut line = line.trim();
    loop {
        let before = line;
        line = without_quotes(without_count(without_label(without_agreement(line))));
        if line == before {
            return one_line(line);
        }
    }
}

/// Control words of chat templates: `<|im_end|>` and its like.
fn without_tokens(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<|") {
        kept.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        match after.find("|>").filter(|end| *end <= 40 && !after[..*end].contains(char::is_whitespace)) {
            Some(end) => rest = &after[end + 2..],
            None => {
                kept.push_str("<|");
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    ["[INST]", "[/INST]", "<s>", "</s>", "<end_of_turn>", "<start_of_turn>", "<end_of_utterance>"]
        .iter()
        .fold(kept, |text, token| text.replace(token, " "))
}

/// What stands in a code fence, in JSON or in an `alt` attribute, where that is all there is.
fn unwrapped(text: &str) -> String {
    if let Some(inner) = fenced(text) {
        return unwrapped(inner.trim());
    }
    if let Some(inner) = from_json(text) {
        return inner;
    }
    if let Some(inner) = from_attribute(text) {
        return inner;
    }
    text.to_owned()
}

/// The content of a fence that is the whole text, or the only one after a preamble.
fn fenced(text: &str) -> Option<&str> {
    let start = text.find("```")?;
    let inner = &text[start + 3..];
    let (inner, rest) = inner.split_once("```").unwrap_or((inner, ""));
    let before = text[..start].trim();
    if !rest.trim().is_empty() || !(before.is_empty() || before.ends_with([':', '：'])) {
        return None;
    }
    // The first line names a language; on one line there is none.
    Some(
        inner
            .split_once('\n')
            .map_or(inner, |(language, code)| if language.trim().contains(' ') { inner } else { code }),
    )
}

fn from_json(text: &str) -> Option<String> {
    const KEYS: &[&str] = &["alt", "alt_text", "altText", "alttext", "caption", "description", "content", "text"];
    let first = text.chars().next()?;
    if !matches!(first, '{' | '"') {
        return None;
    }
    match serde_json::from_str(text).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Object(map) => KEYS.iter().find_map(|key| map.get(*key)?.as_str().map(str::to_owned)),
        _ => None,
    }
}

/// The value of the `alt` attribute where an answer is an `<img>` or the attribute alone.
fn from_attribute(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = if lower.starts_with("<img") && lower.ends_with('>') { lower.find("alt=")? } else { 0 };
    let value = lower[start..].starts_with("alt=").then(|| &text[start + 4..])?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (inner, rest) = value[1..].split_once(quote)?;
    (start > 0 || rest.trim().is_empty()).then(|| super::markdown::html_text(inner))
}

/// A first block that only announces the second.
fn drop_preamble(blocks: &mut Vec<Block>) {
    while blocks.len() > 1 && announces(&blocks[0].text) {
        blocks.remove(0);
    }
}

/// Whether a whole block says nothing but that an answer follows.
fn announces(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_end_matches([':', '：', '.', '!', '。', '！', ' ']);
    if AGREEMENTS.contains(&bare) || LABELS.contains(&bare) {
        return true;
    }
    lower.ends_with([':', '：']) && lower.chars().count() <= LONGEST_PREAMBLE && opens(&lower)
}

fn opens(lower: &str) -> bool {
    OPENERS.iter().any(|opener| lower.starts_with(opener)) || LABELS.iter().any(|label| lower.contains(label))
}

/// Last blocks that only offer more or count characters. The first block always stays.
fn drop_closing(blocks: &mut Vec<Block>) {
    while blocks.len() > 1 {
        let last = blocks[blocks.len() - 1].text.to_lowercase();
        let last = last.trim_start_matches(['(', '*', '（', '[']);
        if !CLOSERS.iter().any(|closer| last.starts_with(closer)) {
            return;
        }
        blocks.pop();
    }
}

/// Without "Alt text:" or "Here is a short alt text for the picture:" before the words.
fn without_label(line: &str) -> &str {
    let Some((before, after)) = line.split_once([':', '：']) else { return line };
    let after = after.trim_start();
    let lower = before.trim_matches(['*', '_', '"', '“', '[', ']', ' ']).to_lowercase();
    if after.is_empty() || lower.chars().count() > LONGEST_PREAMBLE || lower.contains(". ") {
        return line;
    }
    let is_label = LABELS.contains(&lower.as_str());
    let is_preamble =
        OPENERS.iter().any(|opener| lower.starts_with(opener)) && LABELS.iter().any(|label| lower.contains(label));
    if is_label || is_preamble { after } else { line }
}

/// Without "Sure!" before the words.
fn without_agreement(line: &str) -> &str {
    let Some((before, after)) = line.split_once(['!', '.', '！', '。', ',', '，']) else { return line };
    let after = after.trim_start();
    if !after.is_empty() && AGREEMENTS.contains(&before.to_lowercase().as_str()) { after } else { line }
}

/// Without "(98 characters)" after the words.
fn without_count(line: &str) -> &str {
    const UNITS: &[&str] =
        &["character", "char", "word", "zeichen", "wörter", "caractère", "carácter", "caracter", "字", "文字", "자"];
    let Some(start) = line.rfind(['(', '（', '[']) else { return line };
    let inner = line[start..].to_lowercase();
    let inner = inner.trim_matches(['(', '（', '[', ')', '）', ']', '.', ' ']);
    let counts = inner.chars().any(|c| c.is_ascii_digit())
        && inner.chars().count() <= 30
        && UNITS.iter().any(|unit| inner.contains(unit))
        && line.ends_with([')', '）', ']']);
    if counts && start > 0 { line[..start].trim_end() } else { line }
}

/// Without quotation marks around the whole, where they belong together.
fn without_quotes(line: &str) -> &str {
    const PAIRS: &[(char, char)] = &[
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('„', '“'),
        ('„', '”'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('「', '」'),
        ('『', '』'),
        ('`', '`'),
        ('*', '*'),
        ('_', '_'),
    ];
    for (open, close) in PAIRS {
        // A full stop may stand behind the closing mark; the words' own are inside.
        let Some(inner) = line.strip_prefix(*open) else { continue };
        let body = inner.strip_suffix(*close).or_else(|| {
            let body = inner.strip_suffix(['.', '。'])?.strip_suffix(*close)?;
            has_sentence_end(body).then_some(body)
        });
        if let Some(body) = body
            && !body.contains([*open, *close])
            && !body.trim().is_empty()
        {
            return body.trim();
        }
    }
    line
}
