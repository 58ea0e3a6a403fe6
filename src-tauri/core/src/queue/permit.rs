//! Leave to give a service one more picture, in the order of the batch. For another try at a service that is out of order, and
//! for an answer, a picture waits with its permit in hand. One that waits for a limit steps aside: others have its place until
//! it comes back. What is answered from the history needs none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, Semaphore};

/// Pictures that find out for all the others whether a service that is out of order is back.
const TRYING_AGAIN: usize = 2;

/// Pictures that may step aside at a time: each of them is in memory, ready to be sent. Where there are more, the next ones
/// keep their places, and nothing more is begun.
const MOST_ASIDE: usize = 32;

/// So many pictures that a service is given at once, and the line of those that wait for that.
#[derive(Debug)]
pub struct Permits {
    places: usize,
    again: Arc<Semaphore>,
    line: Mutex<Line>,
    moved: Notify,
    /// Hears that more may be begun.
    room: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Line {
    last: u64,
    /// By their places in the line.
    stands: BTreeMap<u64, Stand>,
}

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    InLine,
    Held,
    /// Held, and not to be waited for by those that come earlier.
    Lent,
    Aside,
}

/// One picture's permit: taken when it is about to be made ready, given back when it is dropped.
#[derive(Debug)]
pub struct Permit {
    permits: Arc<Permits>,
    /// Its place in the line.
    number: u64,
}

impl Permits {
    /// So many at once. `room` is notified where more may be begun, because one stepped aside.
    pub fn new(places: usize, room: Arc<Notify>) -> Arc<Self> {
        let again = Arc::new(Semaphore::new(TRYING_AGAIN));
        Arc::new(Self { places, again, line: Mutex::default(), moved: Notify::new(), room })
    }

    /// A place at the end of the line.
    pub fn line_up(self: &Arc<Self>) -> Arc<Permit> {
        let mut line = self.line();
        line.last += 1;
        let number = line.last;
        line.stands.insert(number, Stand::InLine);
        Arc::new(Permit { permits: Arc::clone(self), number })
    }

    /// How many wait for a limit and hold no place.
    pub fn aside(&self) -> usize {
        self.line().count(Stand::Aside)
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn count(&self, stand: Stand) -> usize {
        self.stands.values().filter(|other| **other == stand).count()
    }

    /// Whether one that comes earlier stands so.
    fn is_after(&self, number: u64, stand: Stand) -> bool {
        self.stands.range(..number).any(|(_, other)| *other == stand)
    }

    /// Whether it is its turn and there is room.
    fn may_go(&self, number: u64, places: usize) -> bool {
        // Whoever comes earlier and needs none leaves the line when it is dropped.
        let turn = self.stands.get(&number) == Some(&Stand::InLine) && !self.is_after(number, Stand::InLine);
        let lent = self.stands.range(..number).filter(|(_, stand)| **stand == Stand::Lent).count();
        turn && self.count(Stand::Held) + lent < places
    }
}

impl Permit {
    /// Places of those that try again at a service that is out of order.
    pub(super) fn again(&self) -> Arc<Semaphore> {
        Arc::clone(&self.permits.again)
    }

    /// Waits until it is its turn and there is room; at once where it has its place. Those that stepped aside come back in
    /// their order, and before all that are behind them.
    pub(crate) async fn take(&self) {
        loop {
            let moved = self.permits.moved.notified();
            {
                let mut line = self.permits.line();
                match line.stands.get(&self.number) {
                    Some(Stand::Held | Stand::Lent) => return,
                    Some(Stand::Aside) if !line.is_after(self.number, Stand::Aside) => {
                        line.stands.insert(self.number, Stand::InLine);
                    }
                    _ => {}
                }
                if line.may_go(self.number, self.permits.places) {
                    line.stands.insert(self.number, Stand::Held);
                    break;
                }
            }
            moved.await;
        }
        self.permits.moved.notify_waiters();
    }

    /// Gives its place to others while it waits for a limit. Where too many wait so, it keeps its place.
    pub(super) fn step_aside(&self) {
        {
            let mut line = self.permits.line();
            if line.stands.get(&self.number) != Some(&Stand::Held) || line.count(Stand::Aside) >= MOST_ASIDE {
                return;
            }
            line.stands.insert(self.number, Stand::Aside);
        }
        self.permits.moved.notify_waiters();
        self.permits.room.notify_one();
    }

    /// Its picture waits for those that come earlier: its place is theirs too, or each would wait for the other.
    pub(crate) fn lend(&self) {
        let mut line = self.permits.line();
        if line.stands.get(&self.number) == Some(&Stand::Held) {
            line.stands.insert(self.number, Stand::Lent);
            drop(line);
            self.permits.moved.notify_waiters();
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.permits.line().stands.remove(&self.number);
        self.permits.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn permits(places: usize) -> Arc<Permits> {
        Permits::new(places, Arc::default())
    }

    fn goes(permit: &Permit) -> bool {
        permit.take().now_or_never().is_some()
    }

    #[test]
    fn permits_are_given_in_the_order_of_the_line() {
        let permits = permits(1);
        let (first, second, third) = (permits.line_up(), permits.line_up(), permits.line_up());
        assert!(!goes(&second), "the first one's turn comes first");
        assert!(goes(&first));
        assert!(goes(&first), "it has it");
        assert!(!goes(&second), "there is room for one");
        drop(first);
        assert!(goes(&second));
        drop(second);
        assert!(goes(&third));
    }

    #[tokio::test]
    async fn who_needs_no_permit_holds_nobody_up() {
        let permits = permits(1);
        let (known, asked) = (permits.line_up(), permits.line_up());
        let taken = tokio::spawn(async move { asked.take().await });
        drop(known);
        taken.await.unwrap();
    }

    #[tokio::test]
    async fn who_waits_for_a_limit_holds_no_place_and_comes_back_first() {
        let permits = permits(1);
        let (first, second, third) = (permits.line_up(), permits.line_up(), permits.line_up());
        assert!(goes(&first));
        first.step_aside();
        assert_eq!(permits.aside(), 1);
        permits.room.notified().now_or_never().expect("more may be begun");
        assert!(goes(&second) && !goes(&first), "the place is taken");
        drop(second);
        assert!(!goes(&third), "the first one waits for it");
        assert!(goes(&first) && permits.aside() == 0);
    }

    #[test]
    fn those_that_stepped_aside_come_back_in_their_order() {
        let permits = permits(1);
        let (first, second, third) = (permits.line_up(), permits.line_up(), permits.line_up());
        for permit in [&first, &second] {
            assert!(goes(permit));
            permit.step_aside();
        }
        assert!(!goes(&second), "the first one is not back");
        assert!(goes(&third), "it holds up nobody meanwhile");
        drop(third);
        assert!(goes(&first));
        drop(first);
        assert!(goes(&second));
    }

    #[test]
    fn only_so_many_step_aside() {
        let permits = permits(1);
        let aside: Vec<_> = (0..MOST_ASIDE).map(|_| permits.line_up()).collect();
        for permit in &aside {
            assert!(goes(permit));
            permit.step_aside();
        }
        let (keeps, next) = (permits.line_up(), permits.line_up());
        assert!(goes(&keeps));
        keeps.step_aside();
        assert!(!goes(&next) && permits.aside() == MOST_ASIDE);
    }

    #[test]
    fn a_lent_place_is_there_for_earlier_ones_and_no_others() {
        let permits = permits(1);
        let (first, second, third) = (permits.line_up(), permits.line_up(), permits.line_up());
        assert!(goes(&first));
        first.step_aside();
        assert!(goes(&second));
        second.lend();
        assert!(!goes(&third));
        assert!(goes(&first), "the second one waits for it");
    }
}
