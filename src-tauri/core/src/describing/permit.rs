//! A permit to send one picture, given in the order of the batch. A picture holds it while it waits for its service. One that the
//! history answers needs none.

use crate::failure::{Failure, Reason};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Pictures that find out for all the others whether a service that is out of order is back.
const TRYING_AGAIN: usize = 2;

/// So many pictures that a service is given at once, and the line of those that wait for that.
#[derive(Debug)]
pub struct Permits {
    places: Arc<Semaphore>,
    again: Arc<Semaphore>,
    line: Mutex<Line>,
    moved: Notify,
}

#[derive(Debug, Default)]
struct Line {
    last: u64,
    waiting: BTreeSet<u64>,
}

/// One picture's permit: taken when it is about to be made ready, given back when it is dropped.
#[derive(Debug)]
pub struct Permit {
    permits: Arc<Permits>,
    /// Its place in the line.
    number: u64,
    held: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Permits {
    /// So many at once.
    pub fn new(places: usize) -> Arc<Self> {
        let (places, again) = (Arc::new(Semaphore::new(places)), Arc::new(Semaphore::new(TRYING_AGAIN)));
        Arc::new(Self { places, again, line: Mutex::default(), moved: Notify::new() })
    }

    /// A place at the end of the line.
    pub fn line_up(self: &Arc<Self>) -> Arc<Permit> {
        let mut line = self.line();
        line.last += 1;
        let number = line.last;
        line.waiting.insert(number);
        Arc::new(Permit { permits: Arc::clone(self), number, held: Mutex::default() })
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self, number: u64) {
        if self.line().waiting.remove(&number) {
            self.moved.notify_waiters();
        }
    }
}

impl Permit {
    fn held(&self) -> MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Places of those that try again at a service that is out of order.
    pub(super) fn again(&self) -> Arc<Semaphore> {
        Arc::clone(&self.permits.again)
    }

    /// Waits until it is its turn and there is room; at once where it was taken before.
    ///
    /// # Errors
    /// `Cancelled` where no more are given.
    pub(super) async fn take(&self) -> Result<(), Failure> {
        if self.held().is_some() {
            return Ok(());
        }
        loop {
            let moved = self.permits.moved.notified();
            // Whoever comes earlier and needs none leaves the line when it is dropped.
            let next = self.permits.line().waiting.first().is_none_or(|first| *first >= self.number);
            if next {
                break;
            }
            moved.await;
        }
        let permit = Arc::clone(&self.permits.places).acquire_owned().await;
        let permit = permit.map_err(|_| Failure::new(Reason::Cancelled))?;
        *self.held() = Some(permit);
        self.permits.leave(self.number);
        Ok(())
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.permits.leave(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn permits_are_given_in_the_order_of_the_line() {
        let permits = Permits::new(1);
        let (first, second, third) = (permits.line_up(), permits.line_up(), permits.line_up());
        assert!(second.take().now_or_never().is_none(), "the first one's turn comes first");
        first.take().await.unwrap();
        first.take().now_or_never().expect("it has it").unwrap();
        assert!(second.take().now_or_never().is_none(), "there is room for one");
        drop(first);
        second.take().now_or_never().expect("its turn").unwrap();
        drop(second);
        third.take().now_or_never().expect("its turn").unwrap();
    }

    #[tokio::test]
    async fn who_needs_no_permit_holds_nobody_up() {
        let permits = Permits::new(1);
        let (known, asked) = (permits.line_up(), permits.line_up());
        let taken = tokio::spawn(async move { asked.take().await });
        drop(known);
        taken.await.unwrap().unwrap();
    }
}
