//! What models think aloud and should not have sent: it is never words.

/// Pairs of marks between which models think aloud.
const THOUGHTS: &[(&str, &str)] = &[
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<reflection>", "</reflection>"),
    ("<scratchpad>", "</scratchpad>"),
    ("[think]", "[/think]"),
    ("◁think▷", "◁/think▷"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<seed:think>", "</seed:think>"),
    ("<unused94>thought", "<unused95>"),
    ("<|channel>thought", "<channel|>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|channel|>analysis", "<|channel|>final<|message|>"),
    ("<|channel|>commentary", "<|channel|>final<|message|>"),
    ("<analysis>", "</analysis>"),
    ("<inner_monologue>", "</inner_monologue>"),
    ("<scratch_pad>", "</scratch_pad>"),
];

/// The text without what was thought aloud in it. A thought that has no end takes the rest with it.
pub fn without_thoughts(text: &str) -> String {
    THOUGHTS.iter().fold(text.to_owned(), |text, (open, close)| {
        // Once through, however many thoughts there are.
        let (mut kept, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some(end) = find(rest, close) {
            match find(&rest[..end], open) {
                Some(start) => kept.push_str(&rest[..start]),
                // Where the opening mark was part of the prompt, everything before the closing one is thought.
                None => kept.clear(),
            }
            kept.push(' ');
            rest = &rest[end + close.len()..];
        }
        kept + &rest[..find(rest, open).unwrap_or(rest.len())]
    })
}

/// Position of an ASCII mark, whatever its case. One in quotation marks is spoken of, as on a slide about such models.
fn find(text: &str, mark: &str) -> Option<usize> {
    let (bytes, mark) = (text.as_bytes(), mark.as_bytes());
    // Each mark begins with a sign that has no case: that is looked for, and the rest is compared.
    let found = |from: usize| {
        memchr::memchr_iter(mark[0], &bytes[from..])
            .map(|at| from + at)
            .find(|at| bytes.get(*at..at + mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark)))
    };
    let mut at = found(0)?;
    while is_quoted(text, at, at + mark.len()) {
        at = found(at + mark.len())?;
    }
    Some(at)
}

fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let is_quote =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»'));
    is_quote(text[..start].chars().next_back()) && is_quote(text[end..].chars().next())
}

/// What can be shown of a text that is still coming: no thought, whether it has ended or not, and nothing that may become
/// the mark of one.
pub fn so_far(text: &str) -> String {
    let mut text = without_thoughts(text);
    let marks = THOUGHTS.iter().flat_map(|(open, close)| [open, close]);
    let held = marks.filter_map(|mark| begun(&text, mark)).max().unwrap_or(0);
    text.truncate(text.len() - held);
    text.trim().to_owned()
}

/// How many bytes at the end of the text are the beginning of this mark.
fn begun(text: &str, mark: &str) -> Option<usize> {
    (1..mark.len()).rev().find(|end| {
        let (begin, from) = (&mark.as_bytes()[..*end], text.len().checked_sub(*end));
        from.is_some_and(|from| text.is_char_boundary(from) && text.as_bytes()[from..].eq_ignore_ascii_case(begin))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_thoughts_hold_nothing_up() {
        assert_eq!(without_thoughts(&("<think>a</think>".repeat(500_000) + "A cat.")).trim(), "A cat.");
        assert_eq!(without_thoughts(&("a</think>".repeat(500_000) + "A cat.")).trim(), "A cat.");
        assert_eq!(without_thoughts("one <think>a<think>b</think>c</think> two"), "  two");
        assert_eq!(without_thoughts("one <think>a</think> two <THINK>b</think> three <think>d"), "one   two   three ");
    }

    #[test]
    fn a_thought_is_never_shown_while_it_comes() {
        let text = "<think>A cat? Or a ◁fox?</think>A red fox. <Thinking>Shorter</thinking> It sleeps.";
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let shown = so_far(&text[..end]);
            for thought in ["<", "think", "cat", "Or", "Shorter"] {
                assert!(!shown.contains(thought), "{shown}");
            }
        }
        assert_eq!(so_far(text), "A red fox.   It sleeps.");
    }

    #[test]
    fn a_mark_that_is_quoted_is_no_mark() {
        let text = "A slide explains the “<think>” and '</think>' tags.";
        assert_eq!((without_thoughts(text).as_str(), so_far(text).as_str()), (text, text));
    }

    #[test]
    fn channels_are_thoughts_but_for_the_last() {
        let text = "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>A cat.";
        assert_eq!(without_thoughts(text).trim(), "A cat.");
        assert_eq!(without_thoughts("<|channel|>analysis<|message|>Hm."), "");
        assert_eq!(so_far("<|channel|>analysis<|message|>Hm.<|end|><|start|>assi"), "");
    }

    #[test]
    fn what_looks_like_a_mark_is_shown_once_it_is_none() {
        assert_eq!(so_far("3 <"), "3");
        assert_eq!(so_far("3 < 5"), "3 < 5");
    }
}
