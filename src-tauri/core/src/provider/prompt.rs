//! Instructions for services that take one: what to write (the W3C decision tree), how long, in which language, and
//! nothing around it. Written in English, which every model follows best, with the language of the answer named.

use super::Request;

/// The style of a question about a picture: its prompt is what the person asks.
pub const QUESTION: &str = "question";

/// Whether the request asks a question of the person's, not for a description.
pub fn is_question(request: &Request) -> bool {
    request.style == QUESTION && own_words(request).is_some()
}

/// English names of the languages that people ask for most; the others are named by their code.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fil", "Filipino"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gl", "Galician"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("lb", "Luxembourgish"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mn", "Mongolian"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("my", "Burmese"),
    ("nb", "Norwegian Bokmål"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("nn", "Norwegian Nynorsk"),
    ("no", "Norwegian"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("si", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("yue", "Cantonese"),
    ("zh", "Simplified Chinese"),
    ("zu", "Zulu"),
];

/// Rules of every preset that ends in an alt text.
const ALT: &str = "You write alt text for people who cannot see the image. \
    Say in one or two sentences what matters in it: who or what, doing what, where. \
    If the image is mainly text, give exactly that text. \
    If it is a chart, a diagram or a map, say what kind it is and what it shows. \
    If it is a logo, a button or an icon, say what it stands for. \
    Name people or places only if they are given to you or can be read in the image. \
    Do not begin with \"image of\" or \"picture of\", and do not guess at feelings or causes.";

/// The instruction of a preset. An unknown name is the person's own preset, whose text is in [`Request::prompt`].
fn preset(style: &str) -> &'static str {
    match style {
        "long" => {
            "Describe this image in full for someone who cannot see it: first what it is, then the main things and \
             where they are, then details, colours and any text in it, word for word. Use short paragraphs."
        }
        "caption" => "Write a caption for this image: one sentence that adds to what can be seen without repeating it.",
        "social" => {
            "Write the alt text of this image for a post in a social network: everything that is needed to follow the \
             post without seeing the image, including all text in it, word for word. No hashtags."
        }
        "product" => {
            "Write the alt text of this product photo for a shop: kind of product, brand if it can be read, colour, \
             material, pattern, form and the view shown. No advertising."
        }
        "text" => {
            "Give exactly the text that can be read in this image, word for word, in its own language and reading \
             order, keeping line breaks. If there is none, say so in one sentence."
        }
        "tags" => "List ten to fifteen keywords for this image, the most important first, separated by commas.",
        _ => ALT,
    }
}

fn own_words(request: &Request) -> Option<&str> {
    request.prompt.as_deref().map(str::trim).filter(|prompt| !prompt.is_empty())
}

/// The whole instruction for a request: the person's own words or the preset, with context, length and language. A
/// question stays what the person asked.
pub fn instruction(request: &Request) -> String {
    let own = own_words(request);
    let mut parts = vec![own.unwrap_or_else(|| preset(&request.style)).to_owned()];
    if let Some(context) = request.context.as_deref().map(str::trim).filter(|context| !context.is_empty()) {
        parts.push(format!("What is known about the image: {context}"));
    }
    if let Some(limit) = request.max_chars {
        parts.push(format!("Use at most {limit} characters."));
    }
    if let Some(language) = language_name(&request.language) {
        parts.push(format!("Answer in {language}."));
    }
    if is_question(request) {
        return parts.join("\n");
    }
    parts.push("Answer with the text alone: no introduction, no heading, no quotation marks around it.".to_owned());
    parts.join("\n")
}

/// What a language is called in an instruction: its English name, else its code. None where no language is asked for.
fn language_name(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().filter(|primary| !primary.is_empty())?;
    let traditional = |part: &str| ["hant", "tw", "hk", "mo"].contains(&part.to_ascii_lowercase().as_str());
    if primary.eq_ignore_ascii_case("zh") && parts.any(traditional) {
        return Some("Traditional Chinese".to_owned());
    }
    let known =
        LANGUAGES.iter().find(|(code, _)| code.eq_ignore_ascii_case(primary)).map(|(_, name)| (*name).to_owned());
    Some(known.unwrap_or_else(|| format!("the language with the code “{tag}”")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_names_length_language_and_context() {
        let request = Request {
            style: "product".into(),
            language: "de-AT".into(),
            context: Some("Our new mug".into()),
            max_chars: Some(125),
            ..Request::default()
        };
        let text = instruction(&request);
        for part in ["product photo", "Our new mug", "at most 125 characters", "Answer in German."] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn the_persons_own_words_replace_the_preset() {
        let request = Request { prompt: Some("Only the colours".into()), style: "long".into(), ..Request::default() };
        let text = instruction(&request);
        assert!(text.starts_with("Only the colours\n") && !text.contains("paragraphs"), "{text}");
        let blank = Request { prompt: Some("  ".into()), ..Request::default() };
        assert!(instruction(&blank).starts_with("You write alt text"));
    }

    #[test]
    fn a_question_is_asked_as_it_is() {
        let request = Request {
            prompt: Some(" What time is it? ".into()),
            style: QUESTION.into(),
            language: "de".into(),
            ..Request::default()
        };
        assert!(is_question(&request));
        assert_eq!(instruction(&request), "What time is it?\nAnswer in German.");
        assert!(!is_question(&Request { prompt: Some(" ".into()), ..request }));
    }

    #[test]
    fn each_preset_says_something_else() {
        let styles = ["alt", "long", "caption", "social", "product", "text", "tags"];
        let texts: std::collections::BTreeSet<_> = styles.map(preset).into_iter().collect();
        assert_eq!(texts.len(), styles.len());
    }
}
