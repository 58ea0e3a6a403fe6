//! One picture of a batch: what its row says, and the card that the page sees of it.

use crate::describing::origin_of;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::ingest::{Incoming, Item};
use crate::library::Origin;
use crate::library::batches::{ItemRow, ItemState, NewItem, Retry};
use crate::trouble::Remedy;
use crate::view::{Card, CardState};
use std::collections::HashMap;
use std::sync::Arc;

/// Pictures whose bytes are here and nowhere else, by their items' ids.
pub(super) type Pasted = HashMap<u64, Arc<Item>>;

/// The row of a picture that comes.
pub(super) fn new_item(item: &Item, state: ItemState, failure: Option<Failure>) -> NewItem {
    NewItem {
        state,
        origin: origin_of(item),
        typed: matches!(item.from, Incoming::Url { typed: true, .. }),
        name: item.name.clone(),
        source: item.source.clone(),
        retry: failure.as_ref().map(retry_of),
        failure,
    }
}

/// What is read when its turn comes; none for a pasted picture that nobody holds any more.
pub(super) fn item_of(row: &ItemRow, pasted: &Pasted) -> Option<Item> {
    if let Some(item) = pasted.get(&row.id) {
        return Some(Item::clone(item));
    }
    let from = incoming(row.origin.clone(), row.typed)?;
    Some(Item { from, name: row.name.clone(), source: row.source.clone() })
}

/// What trying a failed picture again means.
pub(super) fn retry_of(failure: &Failure) -> Retry {
    match failure.remedy() {
        Remedy::Resend => Retry::Paid,
        Remedy::Remove => Retry::No,
        _ => Retry::Yes,
    }
}

/// Why a pasted picture of an earlier start cannot be described.
pub(super) fn unkept() -> Failure {
    Failure::new(Reason::FileGone).with("gone", "unkept")
}

/// Where a picture stands that is not at work.
pub(super) fn state_of(row: &ItemRow) -> CardState {
    shown_as(row.state)
}

/// A state as the page sees it.
pub(super) fn shown_as(state: ItemState) -> CardState {
    match state {
        ItemState::Held => CardState::Held,
        ItemState::Queued | ItemState::Active => CardState::Queued,
        ItemState::Done => CardState::Done,
        ItemState::Failed => CardState::Failed,
        ItemState::Cancelled => CardState::Cancelled,
    }
}

/// The card of a row; `live` is where it stands where it is at work. Blocks.
pub(super) fn card(engine: &Engine, row: &ItemRow, live: Option<CardState>) -> Card {
    let (picture, words) = engine.describing().card_parts(row.image_id, row.description_id.map(|id| (id, row.cached)));
    let said = |failure: &Failure| engine.workspace().localizer().failure(&failure.clone().with("name", &row.name));
    Card {
        id: row.id,
        name: row.name.clone(),
        state: live.unwrap_or_else(|| state_of(row)),
        picture,
        words,
        trouble: row.failure.as_ref().filter(|_| row.state == ItemState::Failed).map(said),
        context: row.context.clone(),
        left: row.left_over,
        // What is still coming is told apart.
        so_far: row.so_far.clone().filter(|_| row.state == ItemState::Failed),
    }
}

/// Where a picture is read again.
fn incoming(origin: Option<Origin>, typed: bool) -> Option<Incoming> {
    match origin? {
        Origin::Path(path) => Some(Incoming::Path(path)),
        Origin::Url(url) => Some(Incoming::Url { url, typed }),
    }
}
