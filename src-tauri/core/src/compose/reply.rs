//! The whole way from a provider's reply to words that are kept: each field cleaned, the alt text shortened to its
//! length, everything checked.

use super::{Context, Warning, check, clean, one_line, plain_from_markdown, refusal, sentence_end, shorten, visible};
use crate::failure::{Failure, Reason};
use crate::provider::Reply;

/// Most tags that are kept of one reply.
const MOST_TAGS: usize = 50;

/// Words that can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// Plain text within the length; none where the provider gave neither a short nor a long text.
    pub alt: Option<String>,
    /// Long text, may be Markdown.
    pub description: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Tags, each once.
    pub tags: Vec<String>,
    /// What is questionable about the alt text.
    pub warnings: Vec<Warning>,
}

/// What composing knows beside the reply.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Length that the alt text must keep, in graphemes.
    pub max_chars: Option<usize>,
    /// The language that was asked for.
    pub language: &'a str,
    /// Text that was read in the picture.
    pub text_in_picture: Option<&'a str>,
}

/// Composes a reply. A provider that gives only a long text gets its alt text from it.
///
/// # Errors
/// `ContentBlocked` where the reply is a refusal: a refusal is no description.
pub fn compose(reply: &Reply, wish: &Wish<'_>) -> Result<Composed, Failure> {
    let description = reply.description.as_deref().map(visible).filter(|text| !text.trim().is_empty());
    let short = reply.alt.as_deref().map(clean).filter(|text| !text.is_empty());
    let full = short.or_else(|| description.as_deref().map(|long| clean(&plain_from_markdown(long))));
    if full.as_deref().is_some_and(refusal) {
        return Err(Reason::ContentBlocked.into());
    }
    let decorative = reply.decorative.is_some();
    let full = full.filter(|text| !text.is_empty() && !decorative).map(|text| sentence_end(&text, wish.language));
    let cut = full.as_deref().map(|text| shorten(text, wish.max_chars.unwrap_or(usize::MAX)));
    let shortened = cut.as_ref().is_some_and(|cut| cut.cut);
    let alt = cut.map(|cut| cut.text);
    let context = Context {
        limit: wish.max_chars,
        language: wish.language,
        shortened,
        decorative,
        text_in_picture: wish.text_in_picture,
    };
    Ok(Composed {
        warnings: check(alt.as_deref(), &context),
        // What was cut off the alt text must not be lost where the provider gives nothing longer.
        description: description.or(full.filter(|_| shortened)),
        alt,
        title: reply.title.as_deref().map(|title| one_line(&visible(title))).filter(|title| !title.is_empty()),
        tags: clean_tags(&reply.tags),
    })
}

/// Tags on one line each, without `#`, each once whatever its case, none empty.
pub fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let tidy = |tag: &String| one_line(&visible(tag)).trim_start_matches('#').trim_matches([',', ' ']).to_owned();
    let tags = tags.iter().map(tidy).filter(|tag| !tag.is_empty() && seen.insert(tag.to_lowercase()));
    tags.take(MOST_TAGS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(alt: Option<&str>, description: Option<&str>) -> Reply {
        Reply { alt: alt.map(str::to_owned), description: description.map(str::to_owned), ..Reply::default() }
    }

    fn wish(max_chars: usize) -> Wish<'static> {
        Wish { max_chars: Some(max_chars), language: "en", text_in_picture: None }
    }

    #[test]
    fn a_long_text_gives_the_alt_text_where_there_is_no_short_one() {
        let composed = compose(&reply(None, Some("# Bike\n\nA **red** bicycle.")), &wish(125)).expect("composed");
        let alt = composed.alt.expect("alt");
        assert!(alt.contains("A red bicycle.") && !alt.contains('*') && !alt.contains('#'), "{alt}");
        assert_eq!(composed.description.as_deref(), Some("# Bike\n\nA **red** bicycle."));
    }

    #[test]
    fn what_is_cut_off_is_kept_as_the_description() {
        let long = "A red bicycle leans against a wall. A cat sleeps in its basket. The sun is low.";
        let composed = compose(&reply(Some(long), None), &wish(40)).expect("composed");
        assert_eq!(composed.alt.as_deref(), Some("A red bicycle leans against a wall."));
        assert_eq!(composed.description.as_deref(), Some(long));
        assert!(composed.warnings.contains(&Warning::AltShortened));
    }

    #[test]
    fn a_refusal_is_an_error() {
        let failure = compose(&reply(Some("I'm sorry, but I can't help with that."), None), &wish(125));
        assert_eq!(failure.expect_err("refused").reason, Reason::ContentBlocked);
    }

    #[test]
    fn nothing_said_is_nothing_kept() {
        let composed = compose(&reply(None, None), &wish(125)).expect("composed");
        assert_eq!((composed.alt, composed.description, composed.title), (None, None, None));
    }

    #[test]
    fn tags_are_tidy_and_there_once() {
        let tags = ["#Sea", " sea ", "", "Red\u{1b}[0m sun", ","].map(str::to_owned);
        assert_eq!(clean_tags(&tags).first().map(String::as_str), Some("Sea"));
        assert_eq!(clean_tags(&tags).len(), 2);
    }
}
