//! The batch as the page asks for it: how many pictures, and a page of them at a time.

use super::{Card, CardState, Trouble};
use crate::library::batches::Counts;
use serde::Serialize;
use std::ops::Deref;
use ts_rs::TS;

/// How many pictures a batch has, by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct BatchCounts {
    /// By where they stand.
    #[serde(flatten)]
    pub of: Counts,
    /// Counts how often pictures came to be held.
    pub held_again: u32,
    /// Counts what an estimate of the held ones depends on: which they are, and what the person knows of them.
    pub asked: u32,
    /// Why the rest of the batch is held, where a service's word on the account stopped it.
    pub stopped: Option<Trouble>,
}

impl Deref for BatchCounts {
    type Target = Counts;

    fn deref(&self) -> &Counts {
        &self.of
    }
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
