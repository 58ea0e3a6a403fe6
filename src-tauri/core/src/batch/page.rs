//! What is read of a batch: pages of cards, what describing some would cost, words to be copied.

use super::{Batch, item};
use crate::describing::Options;
use crate::failure::{Failure, Reason};
use crate::ingest::Item;
use crate::library::Selection;
use crate::library::batches::{self, ItemRow};
use crate::view::{BatchPage, Card, CopyForm, Estimate};

/// Most cards of one page.
const MOST_CARDS: u32 = 200;

/// Pictures that an estimate looks at; the rest it counts.
const LOOKED_AT: u32 = 200;

impl Batch {
    /// A page of cards, in order; at most 200.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn page(&self, offset: u32, limit: u32) -> Result<BatchPage, Failure> {
        let read = self.read(move |tx, batch| {
            Ok((batches::counts(tx, batch)?, batches::page(tx, batch, offset, limit.min(MOST_CARDS))?))
        });
        let (counts, rows) = read.await?;
        let stopped = self.said_stop();
        let counts = self.live().counts(counts, stopped);
        Ok(BatchPage { counts, offset, cards: self.present(rows).await? })
    }

    /// These cards, in order, as far as they are there.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn cards_of(&self, ids: Vec<u64>) -> Result<Vec<Card>, Failure> {
        let rows = self.read(move |tx, batch| batches::of(tx, batch, &Selection::Ids(ids), MOST_CARDS)).await?;
        self.present(rows).await
    }

    /// Where a card stands in the order; none where it is gone.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn place_of(&self, id: u64) -> Result<Option<u32>, Failure> {
        self.read(move |tx, batch| batches::place_of(tx, batch, id)).await
    }

    /// The rows of these items, in order.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn rows(&self, ids: Vec<u64>) -> Result<Vec<ItemRow>, Failure> {
        self.read(move |tx, batch| batches::of(tx, batch, &Selection::Ids(ids), u32::MAX)).await
    }

    async fn present(&self, rows: Vec<ItemRow>) -> Result<Vec<Card>, Failure> {
        let batch = self.clone();
        let cards = move || {
            let states: Vec<_> = {
                let live = batch.live();
                rows.iter().map(|row| live.state(row)).collect()
            };
            rows.iter().zip(states).map(|(row, live)| item::card(&batch.inner.engine, row, live)).collect()
        };
        tokio::task::spawn_blocking(cards).await.map_err(|_| Reason::Internal.into())
    }

    /// What describing these pictures would send and cost.
    ///
    /// # Errors
    /// As [`crate::describing::Describing::estimate_each`].
    pub async fn estimate(&self, which: Selection) -> Result<Estimate, Failure> {
        let (rows, count) = self
            .read(move |tx, batch| {
                Ok((batches::of(tx, batch, &which, LOOKED_AT)?, batches::count(tx, batch, &which, "1")?))
            })
            .await?;
        let options = self.options();
        let asked: Vec<(Item, Options)> = {
            let live = self.live();
            let of_row = |row: &ItemRow| {
                let item = item::item_of(row, &live.pasted)?;
                Some((item, self.options_of(&options, row.context.as_deref().unwrap_or(&live.context), None)))
            };
            rows.iter().filter_map(of_row).collect()
        };
        let more = count.saturating_sub(rows.len() as u32);
        self.inner.engine.describing().estimate_each(&asked, more, &options).await
    }

    /// The words of these pictures, in order, in a form to be copied, and how many they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn descriptions_in_form(&self, which: Selection, form: CopyForm) -> Result<(String, u32), Failure> {
        let ids = self.read(move |tx, batch| batches::words_of(tx, batch, &which)).await?;
        let count = ids.len() as u32;
        Ok((self.inner.engine.history().descriptions_in_form(ids, form).await?, count))
    }
}
