//! The batch as the page asks for it: how many pictures, and a page of them at a time.

use super::{Card, CardState, Trouble};
use serde::Serialize;
use ts_rs::TS;

/// How many pictures a batch has, by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct BatchCounts {
    /// All that are there.
    pub total: u32,
    /// Wait for the person's word.
    pub held: u32,
    /// Of the held ones: were there when an earlier process ended, and had no words yet.
    pub left: u32,
    /// Wait for their turn, or are at work.
    pub busy: u32,
    /// Failed, and can be tried again without being paid twice.
    pub failed: u32,
    /// Failed, and may have been paid: only the person sends them again.
    pub unknown: u32,
    /// Stopped by the person.
    pub cancelled: u32,
    /// Have words.
    pub described: u32,
    /// Counts how often pictures came to be held.
    pub held_again: u32,
    /// Counts what an estimate of the held ones depends on: which they are, and what the person knows of them.
    pub asked: u32,
    /// Why the rest of the batch is held, where a service's word on the account stopped it.
    pub stopped: Option<Trouble>,
}

/// A page of the batch, in its order.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct BatchPage {
    /// How many there are, by where they stand.
    pub counts: BatchCounts,
    /// Place of the first card.
    pub offset: u32,
    /// The cards from there on.
    pub cards: Vec<Card>,
}

/// A picture that stands somewhere else now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ItemChange {
    /// The card's id.
    pub id: u64,
    /// Where it stands.
    pub state: CardState,
}

/// Pictures that were taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Removal {
    /// The number by which they are put back.
    pub removal: i64,
    /// How many they are.
    pub count: u32,
}
