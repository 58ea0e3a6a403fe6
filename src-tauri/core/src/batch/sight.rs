//! What the person looks at: the cards in sight come first, and show how their pictures look before these are described.

use super::{Batch, item};
use crate::failure::{Failure, Reason};
use crate::library::Selection;
use crate::library::batches;
use crate::trouble::Remedy;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Cards that can be in sight at once.
const MOST_IN_SIGHT: usize = 200;

/// Pictures that are read at once for their looks.
pub(super) const LOOKING: usize = 4;

/// Looks that are kept for who scrolls back, some 20 kB each.
const KEPT: usize = 200;

/// How pictures look that are not described yet, by their items' ids; the oldest go first.
#[derive(Default)]
pub(super) struct Looks {
    by_card: HashMap<u64, Option<Arc<Vec<u8>>>>,
    order: VecDeque<u64>,
}

impl Looks {
    /// The look; the inner none where the picture could not be shown.
    fn get(&self, card: u64) -> Option<Option<Arc<Vec<u8>>>> {
        self.by_card.get(&card).cloned()
    }

    fn keep(&mut self, card: u64, look: Option<Arc<Vec<u8>>>) {
        if self.by_card.insert(card, look).is_none() {
            self.order.push_back(card);
        }
        while self.order.len() > KEPT {
            let oldest = self.order.pop_front();
            oldest.and_then(|card| self.by_card.remove(&card));
        }
    }
}

impl Batch {
    /// The person looks at these cards, and at no others: of those that wait for their turn, they are described first.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn in_sight(&self, mut ids: Vec<u64>) -> Result<(), Failure> {
        ids.truncate(MOST_IN_SIGHT);
        {
            let mut live = self.live();
            if live.in_sight == ids {
                return Ok(());
            }
            live.in_sight.clone_from(&ids);
        }
        let which = Selection::Ids(ids);
        let waiting = self.read(move |tx, batch| batches::count(tx, batch, &which, "state = 'queued'")).await?;
        if waiting == 0 {
            return Ok(());
        }
        let batch = self.clone();
        let made_room = self.write(
            // What was taken from the queue and not begun goes back to it: it is taken again behind these.
            move |tx, row| {
                let ready = batch.live().drop_ready(|_| true);
                batches::requeue(tx, row, &ready)
            },
            |live, ()| live.lanes.values_mut().for_each(|lane| lane.more = true),
        );
        made_room.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// How the picture of a card looks, a small JPEG, also before it is described.
    ///
    /// # Errors
    /// `NotFound` where it is not here: an address is fetched when it is described, a pasted picture is gone with its
    /// process. Whatever reading and decoding can refuse.
    pub async fn look_of(&self, card: u64) -> Result<Arc<Vec<u8>>, Failure> {
        let known = |batch: &Self| batch.live().looks.get(card);
        if let Some(known) = known(self) {
            return known.ok_or_else(|| Reason::NotFound.into());
        }
        // Who scrolls asks for many; so many files are read at once.
        let _place = self.inner.looking.acquire().await.map_err(|_| Failure::new(Reason::Cancelled))?;
        if let Some(known) = known(self) {
            return known.ok_or_else(|| Reason::NotFound.into());
        }
        let row = self.rows(vec![card]).await?.pop().ok_or(Reason::NotFound)?;
        // What cannot be shown was tried once, and is not tried with each look.
        if row.failure.as_ref().is_some_and(|failure| failure.remedy() == Remedy::Remove) {
            return Err(Reason::NotFound.into());
        }
        let item = item::item_of(&row, &self.live().pasted).ok_or(Reason::NotFound)?;
        let look = self.inner.engine.history().look_of(&item).await.map(Arc::new);
        self.live().looks.keep(card, look.as_ref().ok().cloned());
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_looks_are_kept_as_somebody_may_scroll_back_to() {
        let mut looks = Looks::default();
        for card in 0..KEPT as u64 + 3 {
            looks.keep(card, Some(Arc::new(vec![card as u8])));
        }
        assert_eq!((looks.by_card.len(), looks.order.len()), (KEPT, KEPT));
        assert!(looks.get(2).is_none() && looks.get(3).is_some());
    }
}
