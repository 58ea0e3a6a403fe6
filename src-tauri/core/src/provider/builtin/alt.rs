//! The short text: the most important facts that fit, never a cut sentence.

use super::speech::Speech;
use super::things;
use crate::facts::{Colour, ColourShare, Facts, Kind, Where};
use crate::provider::Request;
use unicode_segmentation::UnicodeSegmentation;

/// Longest quote where no length is asked for, in graphemes.
const LONGEST_QUOTE: usize = 300;

/// From this length on there is room for everything.
const ROOMY: usize = 250;

/// The alt text.
pub(super) fn alt(facts: &Facts, request: &Request, speech: &Speech) -> String {
    let limit = request.max_chars.unwrap_or(usize::MAX);
    if request.style == "text" {
        return words_only(facts, limit, speech);
    }
    let mut told = Told { speech, limit, sentences: Vec::new() };
    if let Some(context) = context(request, speech) {
        told.add(&[context]);
    }
    told.add(&heads(facts, speech));
    for sentences in extras(facts, request, speech) {
        told.add(&sentences);
    }
    told.text(facts)
}

/// Sentences that fit together.
struct Told<'a> {
    speech: &'a Speech,
    limit: usize,
    sentences: Vec<String>,
}

impl Told<'_> {
    /// Adds the first of several ways to say something that still fits, or none of them.
    fn add(&mut self, ways: &[String]) {
        for way in ways {
            self.sentences.push(way.clone());
            if length(&self.speech.join(&self.sentences)) <= self.limit {
                return;
            }
            self.sentences.pop();
        }
    }

    fn text(self, facts: &Facts) -> String {
        if self.sentences.is_empty() {
            // Nothing fits: the shortest that is still a sentence.
            return heads(facts, self.speech).pop().unwrap_or_default();
        }
        self.speech.join(&self.sentences)
    }
}

/// Length as people count it.
pub(super) fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// The person's own words, as a sentence.
pub(super) fn context(request: &Request, speech: &Speech) -> Option<String> {
    let text = one_line(request.context.as_deref()?);
    if text.is_empty() {
        return None;
    }
    let stop = if Speech::ends_sentence(&text) { "" } else { speech.full_stop() };
    Some(format!("{text}{stop}"))
}

/// One line without control characters.
pub(super) fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What kind of picture, in what colours: from the fullest to the shortest.
pub(super) fn heads(facts: &Facts, speech: &Speech) -> Vec<String> {
    match (facts.kind, facts.gradient) {
        (Kind::Plain, _) => {
            let whole = facts.colours.first().map_or_else(
                || speech.say("plain-transparent", &[]),
                |c| speech.say("plain", &[("solid", speech.solid(c.colour).into())]),
            );
            return vec![whole, bare(facts, speech)];
        }
        (Kind::Gradient, Some(g)) => {
            let whole = if g.from == g.to {
                speech.say("gradient-one", &[("colour", speech.colour(g.from).into())])
            } else {
                let [start, end] = g.direction.ends();
                speech.say(
                    "gradient",
                    &[
                        ("from", speech.colour(g.from).into()),
                        ("from-where", speech.place_in(start).into()),
                        ("to", speech.colour(g.to).into()),
                        ("to-where", speech.place_in(end).into()),
                    ],
                )
            };
            return vec![whole, bare(facts, speech)];
        }
        _ => {}
    }
    let mut ways: Vec<String> = colour_phrases(facts, speech);
    ways.push(bare(facts, speech));
    ways
}

fn bare(facts: &Facts, speech: &Speech) -> String {
    speech.say("head-bare", &[("kind", speech.kind(facts).into())])
}

/// The colours that stand on a ground, where there is one: a border-to-border colour, or nothing at all.
fn ground(facts: &Facts) -> Option<(Option<Colour>, Vec<ColourShare>)> {
    if facts.transparent && matches!(facts.kind, Kind::Icon | Kind::Drawing) {
        return Some((None, facts.colours.clone()));
    }
    let ground = facts.colours.iter().find(|c| c.place == Where::Background)?;
    let rest = facts.colours.iter().filter(|c| c.colour != ground.colour).copied().collect();
    Some((Some(ground.colour), rest))
}

/// First sentences that name colours, the fullest first.
fn colour_phrases(facts: &Facts, speech: &Speech) -> Vec<String> {
    let kind = speech.kind(facts);
    let mut told = with_things(facts, speech);
    told.extend(without_things(facts, speech, &kind));
    told
}

/// First sentences that name what was recognised, and the colours after it.
fn with_things(facts: &Facts, speech: &Speech) -> Vec<String> {
    let Some(things) = things::phrase(facts, speech) else { return Vec::new() };
    let kind = speech.kind(facts);
    let grey = facts.monochrome || facts.colours.is_empty();
    let ways = (1..=if grey { 0 } else { facts.colours.len().min(2) }).rev().map(|n| {
        let names: Vec<String> = facts.colours.iter().take(n).map(|c| speech.colour(c.colour)).collect();
        let colours = speech.say("colours-mainly", &[("list", speech.list(&names).into())]);
        let args = [("kind", kind.clone().into()), ("things", things.clone().into()), ("colours", colours.into())];
        speech.say("head-things", &args)
    });
    let bare = [("kind", kind.clone().into()), ("things", things.clone().into())];
    ways.chain([speech.say("head-things-bare", &bare)]).collect()
}

fn without_things(facts: &Facts, speech: &Speech, kind: &str) -> Vec<String> {
    if facts.colours.is_empty() || Speech::kind_key(facts) == "kind-photo-grey" {
        return Vec::new();
    }
    let head = |colours: String| speech.say("head", &[("kind", kind.into()), ("colours", colours.into())]);
    if let Some((ground, rest)) = ground(facts) {
        let ground = speech.ground(ground);
        let mut ways: Vec<String> = (1..=rest.len().min(2))
            .rev()
            .map(|n| {
                let names: Vec<String> = rest[..n].iter().map(|c| speech.colour(c.colour)).collect();
                let args = [("list", speech.list(&names).into()), ("ground", ground.clone().into())];
                head(speech.say("colours-ground", &args))
            })
            .collect();
        ways.push(speech.say("head-ground", &[("kind", kind.into()), ("ground", ground.into())]));
        return ways;
    }
    let placed: Vec<&ColourShare> = facts.colours.iter().take(3).filter(|c| c.place != Where::AllOver).collect();
    let list_of = |n: usize| {
        let names: Vec<String> = facts.colours.iter().take(n).map(|c| speech.colour(c.colour)).collect();
        head(speech.say("colours-in", &[("list", speech.list(&names).into())]))
    };
    let mut ways = Vec::new();
    let places = by_place(&placed);
    if places.len() >= 2 && facts.colours[0].place != Where::AllOver {
        let items: Vec<String> = places.iter().map(|(place, colours)| speech.placed(colours, *place)).collect();
        // "Orange and yellow at the top, blue at the bottom": a second "and" would leave open what belongs together.
        let several = places.iter().any(|(_, colours)| colours.len() > 1);
        let list = if several { speech.row(&items) } else { speech.placed_list(&items) };
        ways.push(head(speech.say("colours-placed", &[("list", list.into())])));
    }
    ways.extend((1..=facts.colours.len().min(3)).rev().map(list_of));
    ways
}

/// Each place once, with the colours that lie there.
fn by_place(colours: &[&ColourShare]) -> Vec<(Where, Vec<Colour>)> {
    let mut places: Vec<(Where, Vec<Colour>)> = Vec::new();
    for c in colours {
        match places.iter_mut().find(|(place, _)| *place == c.place) {
            Some((_, there)) => there.push(c.colour),
            None => places.push((c.place, vec![c.colour])),
        }
    }
    places
}

/// What else is worth a sentence, the most important first; each from the fullest to the shortest.
fn extras(facts: &Facts, request: &Request, speech: &Speech) -> Vec<Vec<String>> {
    let mut code = facts.codes.first().map(|code| code_ways(code, speech)).unwrap_or_default();
    let text = quotes(facts, speech);
    let taken: Vec<String> = taken(facts, speech).into_iter().collect();
    if !text.is_empty() && request.max_chars.is_some_and(|most| most < ROOMY) && code.len() > 1 {
        // Little room: that there is a code leaves some for the words that people can read.
        code.remove(0);
    }
    match request.style.as_str() {
        "caption" => vec![taken, text, code],
        "long" | "social" => vec![code, text, taken],
        _ if text.is_empty() && code.is_empty() => vec![taken],
        _ => vec![code, text],
    }
}

fn code_ways(code: &crate::facts::Code, speech: &Speech) -> Vec<String> {
    let name = speech.code(code);
    let mut ways = Vec::new();
    if length(&code.content) <= LONGEST_QUOTE && !code.content.is_empty() {
        ways.push(speech.say("code", &[("code", name.clone().into()), ("content", quotable(&code.content).into())]));
    }
    ways.push(speech.say("code-there", &[("code", name.into())]));
    ways
}

/// Text to stand in quotation marks before a full stop.
pub(super) fn quotable(text: &str) -> &str {
    text.trim_end_matches(['.', '。', ' '])
}

/// The text that was read, whole and then by fewer and fewer lines from its start.
fn quotes(facts: &Facts, speech: &Speech) -> Vec<String> {
    let Some(text) = &facts.text else { return Vec::new() };
    let lines: Vec<&str> = text.lines.iter().map(|l| l.text.as_str()).collect();
    (1..=lines.len())
        .rev()
        .map(|n| (n, lines[..n].join(" ")))
        .filter(|(_, quote)| length(quote) <= LONGEST_QUOTE)
        .map(|(n, quote)| {
            let key = if n == lines.len() { "text-quoted" } else { "text-begins" };
            speech.say(key, &[("text", quotable(&quote).into())])
        })
        .collect()
}

/// When and where.
pub(super) fn taken(facts: &Facts, speech: &Speech) -> Option<String> {
    let date = facts.taken.as_ref().map(|at| speech.date(at));
    let place = facts.place.as_ref().map(|p| (p.town.clone(), speech.country(p)));
    Some(match (date, place) {
        (Some(date), None) => speech.say("taken-date", &[("date", date.into())]),
        (None, Some((town, country))) => {
            speech.say("taken-place", &[("town", town.into()), ("country", country.into())])
        }
        (Some(date), Some((town, country))) => {
            speech.say("taken-date-place", &[("date", date.into()), ("town", town.into()), ("country", country.into())])
        }
        (None, None) => return None,
    })
}

/// Exactly the words that were read: as many whole lines as fit.
fn words_only(facts: &Facts, limit: usize, speech: &Speech) -> String {
    let lines: Vec<&str> = facts.text.iter().flat_map(|t| &t.lines).map(|l| l.text.as_str()).collect();
    let fits = (1..=lines.len()).rev().map(|n| lines[..n].join(" ")).find(|t| length(t) < limit);
    let Some(text) = fits else { return speech.say("text-none", &[]) };
    let stop = if Speech::ends_sentence(&text) { "" } else { speech.full_stop() };
    format!("{text}{stop}")
}
