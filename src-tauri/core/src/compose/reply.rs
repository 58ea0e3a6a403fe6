//! The whole way from a provider's reply to words that are kept: each field cleaned, the alt text shortened to its
//! length, everything checked.

use super::clean::{self, Field, clean, clean_as};
use super::length::fits;
use super::refusal::words_after;
use super::{Context, Warning, check, one_line, refusal, sentence_end, shorten, visible};
use crate::failure::{Failure, Reason};
use crate::language::primary;
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

/// What a service gave for one part.
enum Said {
    Words(String),
    /// It refuses.
    Refused,
    /// Nothing, or nothing that is left once it is clean.
    Nothing,
}

impl Said {
    fn of(text: Option<&str>, field: Field) -> Self {
        let words = clean_as(text.unwrap_or_default(), field);
        let words = if refusal(&words) {
            match words_after(&words) {
                Some(rest) => clean_as(rest, field),
                None => return Self::Refused,
            }
        } else {
            words
        };
        if words.is_empty() { Self::Nothing } else { Self::Words(words) }
    }

    fn words(self) -> Option<String> {
        match self {
            Self::Words(words) => Some(words),
            _ => None,
        }
    }
}

/// Composes a reply. A provider that gives only a long text gets its alt text from it.
///
/// # Errors
/// `ContentBlocked` where the reply is a refusal: a refusal is no description. `BadResponse` where nothing is left of it.
pub fn compose(reply: &Reply, wish: &Wish<'_>) -> Result<Composed, Failure> {
    let reply = &*super::bound::reply(reply);
    let short = Said::of(reply.alt.as_deref(), Field::Alt);
    let long = Said::of(reply.description.as_deref(), Field::Description);
    let title = Said::of(reply.title.as_deref(), Field::Title);
    let tags = clean_tags(&clean::tags(&reply.tags));
    let refused = [&short, &long, &title].iter().any(|said| matches!(said, Said::Refused))
        || reply.tags.iter().any(|tag| refusal(tag));
    let (short, description, title) = (short.words(), long.words(), title.words());
    let decorative = reply.decorative.is_some();
    let full = short.or_else(|| description.as_deref().map(clean)).filter(|text| !text.is_empty());
    if full.is_none() && title.is_none() && tags.is_empty() && !decorative {
        return Err(if refused { Reason::ContentBlocked } else { Reason::BadResponse }.into());
    }
    if full.is_none() && refused {
        return Err(Reason::ContentBlocked.into());
    }
    let full = full.filter(|_| !decorative).map(|text| ended(text, wish));
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
        title,
        tags,
    })
}

/// The text with its last sentence ended, unless just this mark would cost it words.
fn ended(text: String, wish: &Wish<'_>) -> String {
    let marked = sentence_end(&text, primary(wish.language));
    match wish.max_chars {
        Some(most) if fits(&text, most) && !fits(&marked, most) => text,
        _ => marked,
    }
}

/// Tags on one line each, without `#`, each once whatever its case, none empty.
pub fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    // "#1" is no hashtag.
    let bare = |tag: &str| tag.trim_start_matches('#').starts_with(|c: char| !c.is_ascii_digit());
    let tidy = |tag: &String| {
        let tag = one_line(&visible(tag));
        let name = if bare(&tag) { tag.trim_start_matches('#') } else { &tag };
        name.trim_matches([',', ' ']).to_owned()
    };
    let tags = tags.iter().map(tidy).filter(|tag| !tag.is_empty() && seen.insert(tag.to_lowercase()));
    tags.take(MOST_TAGS).collect()
}

#[cfg(test)]
mod tests {
    use super::super::plain_from_markdown;
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
    fn nothing_said_is_no_answer() {
        for (alt, description) in [(None, None), (Some(" "), None), (Some("null"), Some("<think>so</think>"))] {
            let failure = compose(&reply(alt, description), &wish(125)).expect_err("nothing");
            assert_eq!(failure.reason, Reason::BadResponse);
        }
        let decorative = Reply { decorative: Some("a line".into()), ..Reply::default() };
        assert_eq!(compose(&decorative, &wish(125)).expect("decorative").alt, None);
        let tags = Reply { tags: vec!["sea".into()], ..Reply::default() };
        assert_eq!(compose(&tags, &wish(125)).expect("tags").tags, ["sea"]);
    }

    #[test]
    fn of_a_part_that_refuses_the_others_are_kept() {
        let no = "I'm sorry, but I can't help with that.";
        let composed = compose(&reply(Some("A cat."), Some(no)), &wish(125)).expect("composed");
        assert_eq!((composed.alt.as_deref(), composed.description), (Some("A cat."), None));
        let composed = compose(&reply(Some(no), Some("A cat sleeps.")), &wish(125)).expect("composed");
        assert_eq!(composed.alt.as_deref(), Some("A cat sleeps."));
    }

    #[test]
    fn a_mark_at_the_end_costs_no_words() {
        let composed = compose(&reply(Some("A cat on a sofa"), None), &wish(15)).expect("composed");
        assert_eq!(composed.alt.as_deref(), Some("A cat on a sofa"));
        let composed = compose(&reply(Some("A cat on a sofa"), None), &wish(16)).expect("composed");
        assert_eq!(composed.alt.as_deref(), Some("A cat on a sofa."));
    }

    #[test]
    fn tags_are_tidy_and_there_once() {
        let tags = ["#Sea", " sea ", "", "Red\u{1b}[0m sun", ","].map(str::to_owned);
        assert_eq!(clean_tags(&tags).first().map(String::as_str), Some("Sea"));
        assert_eq!(clean_tags(&tags).len(), 2);
    }

    #[test]
    fn no_answer_holds_the_program_up() {
        let nested_lists: String = (0..100_000).map(|_| "- ").collect::<String>() + "words";
        let steps: String = (0..300).map(|depth| format!("{}- step\n", "  ".repeat(depth))).collect();
        for text in [
            "<div>".repeat(200_000) + "words",
            nested_lists.clone(),
            "> ".repeat(100_000) + "words",
            ">".repeat(60_000) + "words",
            "<b>".repeat(20_000) + "words",
            steps,
            "*a **b ".repeat(9_000),
            "[".repeat(60_000),
            "a\u{301}".to_owned() + &"\u{301}".repeat(500_000),
        ] {
            let Ok(composed) = compose(&reply(None, Some(&text)), &wish(125)) else { continue };
            assert!(composed.description.as_ref().is_some_and(|kept| kept.len() <= 64 << 10));
            assert!(composed.alt.as_deref().unwrap_or_default().chars().count() <= 1_000);
            let _ = super::super::safe_html(&text);
            let _ = super::super::safe_html(composed.description.as_deref().unwrap_or_default());
        }
        let tags = Reply { tags: (0..400_000).map(|number| format!("tag {number}")).collect(), ..Reply::default() };
        assert_eq!(compose(&tags, &wish(125)).expect("composed").tags.len(), MOST_TAGS);
    }

    #[test]
    fn deep_lists_keep_their_words() {
        let deep = "- ".repeat(40) + "words";
        assert_eq!(plain_from_markdown(&deep), "words");
        let ordinary = "- a\n  - b\n    1. c\n\n> d\n\n----------------------------\n\n| a | b |\n|---|---|\n| 1 | 2 |";
        assert!(matches!(super::super::bound::markdown(ordinary), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn marks_without_end_keep_the_limit() {
        let zalgo = "e".to_owned() + &"\u{301}".repeat(500_000);
        let composed = compose(&reply(Some(&zalgo), None), &wish(125)).expect("composed");
        assert!(composed.alt.expect("alt").chars().count() <= 1_000);
        let flags = "🏴󠁧󠁢󠁳󠁣󠁴󠁿".repeat(100);
        assert_eq!(shorten(&flags, 100).text, flags, "as people count, it fits");
    }
}
