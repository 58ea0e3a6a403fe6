//! From the network's numbers to things: boxes, the same in a second look at the mirrored picture, and what is sure enough
//! to be told. A pattern that looks like a thing seldom does so both ways.

use super::kinds::{ANIMAL, KINDS, LEAST_ANIMAL, PERSON, Sort};
use super::network::{self, Answer, EDGE, STEPS, View};
use super::{Count, Thing};

/// Below this a box is not looked at at all.
const SEEN: f32 = 0.25;

/// What a first look must find for a second one to be worth its time.
const WORTH: f32 = 0.5;

/// Least score in each of the two looks.
const LEAST_EACH: f32 = 0.5;

/// Least mean score of a further one of a kind of which one is sure.
const LEAST_FURTHER: f32 = 0.45;

/// Two boxes are of one thing where they share this much.
const SAME: f32 = 0.4;

/// Most kinds that are told.
const MOST: usize = 3;

/// A thing in a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// Number of its kind.
    pub class: usize,
    /// Mean score of both looks.
    pub score: f32,
    /// The lower of the two.
    pub lower: f32,
    /// Left, top, right, bottom in the square.
    pub area: [f32; 4],
}

/// Looks once, and a second time where there is something.
pub(super) fn find(view: &View) -> Vec<Found> {
    let first = network::look(view, false).map(|answers| boxes(&answers)).unwrap_or_default();
    if first.iter().all(|f| f.score < WORTH) {
        return Vec::new();
    }
    let second = network::look(view, true).map(|answers| boxes(&answers)).unwrap_or_default();
    both(&first, &second, view.width as f32)
}

/// What both looks found, with the mean of their scores.
fn both(first: &[Found], second: &[Found], width: f32) -> Vec<Found> {
    let mirrored = |[left, top, right, bottom]: [f32; 4]| [width - right, top, width - left, bottom];
    let mut found: Vec<Found> = first
        .iter()
        .filter_map(|f| {
            let again = second.iter().filter(|s| s.class == f.class && shared(mirrored(s.area), f.area) > SAME);
            let again = again.map(|s| s.score).fold(0.0, f32::max);
            (again > 0.0).then_some(Found { score: f32::midpoint(f.score, again), lower: f.score.min(again), ..*f })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// The boxes of one look, one for each thing.
fn boxes(answers: &[Answer]) -> Vec<Found> {
    let mut all = Vec::new();
    for answer in answers {
        let cells = EDGE / answer.stride;
        for (cell, (scores, sides)) in
            answer.scores.chunks_exact(KINDS.len()).zip(answer.sides.chunks_exact(4 * STEPS)).enumerate()
        {
            for (class, &score) in scores.iter().enumerate().filter(|(_, s)| **s > SEEN) {
                all.push(Found { class, score, lower: score, area: area(cell, cells, answer.stride, sides) });
            }
        }
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Found> = Vec::new();
    for found in all {
        if kept.iter().all(|k| k.class != found.class || shared(k.area, found.area) < SAME) {
            kept.push(found);
        }
    }
    kept
}

/// A box from its cell: each side's distance is the expectation of a distribution over [`STEPS`] cells.
fn area(cell: usize, cells: usize, stride: usize, sides: &[f32]) -> [f32; 4] {
    let size = stride as f32;
    let (x, y) = (((cell % cells) as f32 + 0.5) * size, ((cell / cells) as f32 + 0.5) * size);
    let mut reach = sides.chunks_exact(STEPS).map(|side| expectation(side) * size);
    let mut next = || reach.next().unwrap_or_default();
    [x - next(), y - next(), x + next(), y + next()]
}

fn expectation(logits: &[f32]) -> f32 {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let weights = logits.iter().map(|v| (v - top).exp());
    let (sum, all) = weights.enumerate().fold((0.0, 0.0), |(sum, all), (i, w)| (sum + w * i as f32, all + w));
    sum / all
}

/// Intersection over union.
pub(super) fn shared(a: [f32; 4], b: [f32; 4]) -> f32 {
    let size = |r: [f32; 4]| (r[2] - r[0]).max(0.0) * (r[3] - r[1]).max(0.0);
    let common = size([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]);
    common / (size(a) + size(b) - common).max(f32::EPSILON)
}

/// What is sure enough to be said.
pub(super) fn told(found: &[Found]) -> Vec<Thing> {
    let mut things: Vec<Thing> = Vec::new();
    for f in found.iter().filter(|f| f.lower >= LEAST_EACH) {
        let Some(kind) = key(f, found) else { continue };
        if things.iter().all(|t| t.kind != kind) {
            things.push(Thing { kind: kind.to_owned(), count: count(f, found), sure: f.score });
        }
    }
    // "A dog and an animal" would be the same dog twice, or nothing that anybody says.
    if things.iter().any(|t| t.kind != ANIMAL && is_animal(&t.kind)) {
        things.retain(|t| t.kind != ANIMAL);
    }
    let (people, mut others): (Vec<Thing>, Vec<Thing>) = things.into_iter().partition(|t| t.kind == PERSON);
    others.truncate(MOST - people.len());
    others.extend(people);
    others
}

/// What a box is called, where it is sure enough of that.
fn key(f: &Found, found: &[Found]) -> Option<&'static str> {
    let (key, sort) = *KINDS.get(f.class)?;
    let rival =
        found.iter().any(|o| o.class != f.class && KINDS[o.class].1 == Sort::Animal && shared(o.area, f.area) > SAME);
    match sort {
        Sort::Animal if f.score >= LEAST_ANIMAL && (f.score < sort.least() || rival) => Some(ANIMAL),
        _ if f.score >= sort.least() => Some(key),
        _ => None,
    }
}

fn is_animal(key: &str) -> bool {
    KINDS.iter().any(|(k, sort)| *k == key && *sort == Sort::Animal)
}

/// How many of the kind: those that are apart from each other and were found both times.
fn count(f: &Found, found: &[Found]) -> Count {
    let mut apart: Vec<[f32; 4]> = vec![f.area];
    for other in found.iter().filter(|o| o.class == f.class && o.score >= LEAST_FURTHER) {
        if apart.iter().all(|a| shared(*a, other.area) < 0.2) {
            apart.push(other.area);
        }
    }
    Count::of(apart.len())
}
