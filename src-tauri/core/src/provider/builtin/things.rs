//! What was recognised, as phrases: "a bus in a street with several people". Always said with "probably", by the sentences
//! that these phrases stand in.

use super::speech::Speech;
use crate::facts::Facts;
use crate::i18n;
use crate::recognise::{ANIMAL, Count, PERSON, Thing};

/// Kinds that stand in a street, and no less than two of them make one.
const OF_STREETS: [&str; 8] =
    ["bus", "car", "truck", "traffic-light", "stop-sign", "bicycle", "motorcycle", "parking-meter"];

/// What was recognised, as it stands after "probably"; `None` where nothing was.
pub(super) fn phrase(facts: &Facts, speech: &Speech) -> Option<String> {
    let (people, others): (Vec<&Thing>, Vec<&Thing>) = facts.things.iter().partition(|t| t.kind == PERSON);
    let mut names: Vec<String> = others.iter().filter_map(|t| name(t, speech)).collect();
    let person = people.first();
    if in_street(facts) && !names.is_empty() {
        let things = speech.things_list(&names);
        return Some(match person {
            Some(person) => {
                let people = speech.say(with_key(person.count), &[]);
                speech.say("things-street-people", &[("things", things.into()), ("people", people.into())])
            }
            None => speech.say("things-street", &[("things", things.into())]),
        });
    }
    names.extend(person.and_then(|p| name(p, speech)));
    (!names.is_empty()).then(|| speech.say("things", &[("things", speech.things_list(&names).into())]))
}

/// One kind: "a bus", "buses", "two people".
pub(super) fn name(thing: &Thing, speech: &Speech) -> Option<String> {
    let words = i18n::thing(&thing.kind, speech.language)?;
    Some(match thing.count {
        Count::One => words.one.to_owned(),
        Count::Two if thing.kind == PERSON => speech.say("people-two", &[]),
        Count::Two | Count::Several => words.many.to_owned(),
    })
}

/// The tags, people last.
pub(super) fn tags(facts: &Facts, speech: &Speech) -> Vec<String> {
    let tag = |t: &Thing| i18n::thing(&t.kind, speech.language).map(|words| words.tag.to_owned());
    facts.things.iter().filter(|t| t.kind != ANIMAL || facts.things.len() == 1).filter_map(tag).collect()
}

fn with_key(count: Count) -> &'static str {
    match count {
        Count::One => "with-people-one",
        Count::Two => "with-people-two",
        Count::Several => "with-people-several",
    }
}

/// A bus among people, or two kinds that are seen together nowhere else.
fn in_street(facts: &Facts) -> bool {
    let there = |kind: &str| facts.things.iter().find(|t| t.kind == kind);
    let kinds = OF_STREETS.iter().filter(|kind| there(kind).is_some()).count();
    let crowd = there(PERSON).is_some_and(|t| t.count != Count::One);
    kinds >= 2 || kinds == 1 && crowd && there("bus").is_some()
}
