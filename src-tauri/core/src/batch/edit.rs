//! What is done with pictures of a batch, few or many: each is one change of the rows.

use super::item;
use super::live::Live;
use super::{Batch, UNDOABLE, cut};
use crate::failure::{Failure, Reason};
use crate::ingest::{self, Incoming, Item, Walk};
use crate::library::batches::{self, Begin, ItemState, NewItem};
use crate::library::{BatchOrder, Selection};
use crate::view::Removal;
use std::collections::HashMap;
use std::sync::Arc;

/// Items put down in one transaction, so that the first are seen soon and nobody waits long for the database.
const ITEMS_AT_ONCE: usize = 500;

/// Items that can be described at the person's word.
const WAITING: &str = "state IN ('failed', 'cancelled')";

impl Batch {
    /// Puts pictures down and describes them as the settings say; so many at once for a service that they are to be asked
    /// about first ([`crate::view::Settings::ask_from`]) wait for [`Batch::describe`]. Folders are walked, the rest is judged
    /// by its content; what is refused becomes a card that says why. Returns the new cards' ids.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn add(&self, incoming: Vec<Incoming>) -> Result<Vec<u64>, Failure> {
        let engine = self.inner.engine.clone();
        let walked = tokio::task::spawn_blocking(move || engine.describing().walk(incoming)).await;
        let Walk { items, refused } = walked.map_err(|_| Failure::new(Reason::Internal))?;
        let refused = refused.into_iter().map(|(item, failure)| (item, Some(failure))).collect();
        let begun = if self.holds(items.len()) { None } else { Some(self.begun(false)) };
        let mut ids = self.put(refused, None).await?;
        ids.extend(self.put(items.into_iter().map(|item| (item, None)).collect(), begun).await?);
        Ok(ids)
    }

    /// Puts a command's pictures down, in this order, and describes them. What was refused stands in its place.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn add_items(&self, items: Vec<(Item, Option<Failure>)>) -> Result<Vec<u64>, Failure> {
        let begun = self.begun(false);
        self.put(items, Some(begun)).await
    }

    /// New items at the end; those that were not refused are begun, where they are to be.
    async fn put(&self, items: Vec<(Item, Option<Failure>)>, begun: Option<Begin>) -> Result<Vec<u64>, Failure> {
        let mut ids = Vec::with_capacity(items.len());
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let chunk: Vec<_> = items.by_ref().take(ITEMS_AT_ONCE).collect();
            let asked = self.inner.how.asked.clone();
            let (begun, provider) = (begun.clone(), begun.as_ref().map(|begun| begun.provider.clone()));
            let put = self.write(
                move |tx, batch| {
                    let new: Vec<NewItem> = chunk
                        .iter()
                        .map(|(item, failure)| {
                            let state = if failure.is_some() { ItemState::Failed } else { ItemState::Held };
                            item::new_item(item, state, failure.clone())
                        })
                        .collect();
                    let ids = batches::insert(tx, batch, asked.as_deref(), &new)?;
                    let pasted: HashMap<u64, Arc<Item>> = ids
                        .iter()
                        .zip(chunk)
                        .filter(|(_, (item, failure))| failure.is_none() && matches!(item.from, Incoming::Bytes { .. }))
                        .map(|(id, (item, _))| (*id, Arc::new(item)))
                        .collect();
                    let count = match &begun {
                        Some(begun) => {
                            batches::begin(tx, batch, &Selection::Ids(ids.clone()), "state = 'held'", begun)?
                        }
                        None => 0,
                    };
                    Ok((ids, pasted, count))
                },
                move |live, (ids, pasted, count)| {
                    live.pasted.extend(pasted.drain());
                    live.added += ids.len() as u32;
                    match &provider {
                        Some(provider) => live.start(*count, provider),
                        None => {
                            live.moved = true;
                            live.held_again += 1;
                        }
                    }
                },
            );
            let (new, ..) = put.await?;
            ids.extend(new);
            self.inner.work.notify_one();
        }
        Ok(ids)
    }

    /// Describes pictures again, also where the history has the answer. What waits for its first time is left out.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn describe_again(&self, which: Selection) -> Result<(), Failure> {
        let begin = self.begun(true);
        let provider = begin.provider.clone();
        let finished = "state IN ('done', 'failed', 'cancelled')";
        let begun = self.write(
            move |tx, batch| batches::begin(tx, batch, &which, finished, &begin),
            move |live, count| live.start(*count, &provider),
        );
        begun.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// Describes pictures that wait for the person's word, failed or were cancelled; what the history knows is not asked
    /// again. All of one call are one run for the budget. Of those that failed or were cancelled, so many for a service that
    /// they are to be asked about first are held: the person has not seen what they cost now.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn describe(&self, which: Selection) -> Result<(), Failure> {
        self.describe_as_agreed(which, None).await
    }

    /// The same; nothing where other pictures came to be held since the person agreed to what it costs. `agreed` is what
    /// `BatchCounts::held_again` was then.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn describe_as_agreed(&self, which: Selection, agreed: Option<u32>) -> Result<(), Failure> {
        let begin = self.begun(false);
        let (provider, batch) = (begin.provider.clone(), self.clone());
        let begun = self.write(
            move |tx, row| {
                if agreed.is_some_and(|agreed| agreed != batch.live().held_again) {
                    return Ok((0, 0));
                }
                let again = batches::count(tx, row, &which, WAITING)?;
                if batch.holds(again as usize) {
                    // First what was held before, else it could not be told from these.
                    let begun = batches::begin(tx, row, &which, "state = 'held'", &begin)?;
                    Ok((begun, batches::hold(tx, row, &which, WAITING)?))
                } else {
                    let waits = "state IN ('held', 'failed', 'cancelled')";
                    Ok((batches::begin(tx, row, &which, waits, &begin)?, 0))
                }
            },
            move |live, (begun, held)| {
                live.start(*begun, &provider);
                live.held_again += u32::from(*held > 0);
            },
        );
        begun.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// Takes back what is held, waits for its turn or is under way.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn cancel(&self, which: Selection) -> Result<(), Failure> {
        let batch = self.clone();
        self.write(
            move |tx, row| {
                let active = batches::active_of(tx, row, &which)?;
                // What was taken from the queue and not begun goes back to it first: nobody works on it who could say so.
                let ready = batch.live().drop_ready(|ready| active.contains(&ready.id));
                batches::requeue(tx, row, &ready)?;
                let (held, queued) = batches::cancel(tx, row, &which)?;
                Ok((held, queued, active))
            },
            |live, (held, queued, active)| {
                for id in active {
                    if let Some(active) = live.active.get(id) {
                        active.cancel.cancel();
                    }
                }
                live.finish(*queued);
                live.asked += u32::from(*held > 0);
                live.moved = true;
            },
        )
        .await
        .map(drop)
    }

    /// Takes pictures away; what is under way is cancelled. Their words stay in the history. Answers the number by which
    /// they can be put back, and how many they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn remove(&self, which: Selection) -> Result<Removal, Failure> {
        let removal = {
            let mut live = self.live();
            live.last_removal += 1;
            live.last_removal
        };
        let batch = self.clone();
        let removed = self.write(
            move |tx, row| {
                let active = batches::active_of(tx, row, &which)?;
                let ready = batch.live().drop_ready(|ready| active.contains(&ready.id));
                batches::requeue(tx, row, &ready)?;
                let (removed, queued) = batches::remove(tx, row, &which, removal)?;
                batches::forget_removed(tx, row, removal - UNDOABLE)?;
                Ok((removed, queued, active, batches::pasted_of(tx, row, removal)?))
            },
            move |live, (_, queued, active, pasted)| {
                for id in active {
                    if let Some(active) = live.active.remove(id) {
                        active.cancel.cancel();
                    }
                }
                live.remove_upload(removal, pasted);
                live.finish(*queued);
                live.asked += 1;
                live.moved = true;
            },
        );
        let (count, ..) = removed.await?;
        Ok(Removal { removal, count })
    }

    /// Puts back what a removal took, where it stood; unfinished ones start again, held ones are held.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn restore(&self, removal: i64) -> Result<(), Failure> {
        let begin = self.begun(false);
        let (provider, batch) = (begin.provider.clone(), self.clone());
        let restored = self.write(
            move |tx, row| {
                let broken_off = batches::broken_off(tx, row, removal)?;
                let begin = Some(&begin).filter(|_| !batch.holds(broken_off as usize));
                batches::restore(tx, row, removal, begin)?;
                Ok(if begin.is_some() { broken_off } else { 0 })
            },
            move |live, begun| {
                live.put_back(removal);
                live.start(*begun, &provider);
                // Perhaps also held ones; that they are the same ones is not known here.
                live.held_again += 1;
            },
        );
        restored.await?;
        self.inner.work.notify_one();
        Ok(())
    }

    /// Puts the pictures into another order.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn sort(&self, by: BatchOrder) -> Result<(), Failure> {
        self.write(move |tx, batch| batches::sort(tx, batch, by, ingest::compare_names), |live, ()| live.moved = true)
            .await
    }

    /// What the person knows of the pictures that come and of those that wait and have nothing of their own. It goes to
    /// services that take it, until it is changed or the program ends.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn set_context(&self, text: &str) -> Result<(), Failure> {
        let text = cut(text);
        {
            let mut live = self.live();
            live.context.clone_from(&text);
            live.asked += 1;
        }
        if self.inner.row.get().is_none() {
            return Ok(());
        }
        self.write(move |tx, batch| batches::set_context(tx, batch, &text), |live, ()| live.moved = true).await
    }

    /// What the person knows of these pictures; none: what was written for all. Goes with them when they are described
    /// the next time.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn set_card_context(&self, which: Selection, text: Option<&str>) -> Result<(), Failure> {
        let text = text.map(cut);
        let work =
            move |tx: &rusqlite::Transaction<'_>, batch| batches::set_item_context(tx, batch, &which, text.as_deref());
        let told = |live: &mut Live, _: &mut u32| {
            live.asked += 1;
            live.moved = true;
        };
        self.write(work, told).await.map(drop)
    }
}
