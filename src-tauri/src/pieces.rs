//! The line to the page carries words that come at a pace that a person can read: what came of all cards meanwhile goes as
//! one event. Everything else goes at once and in order.

use altsmith_core::view::{CardState, Event, Piece};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// Between two events with words: some twenty a second, however many cards are being described.
const EVERY: Duration = Duration::from_millis(50);

/// Events of the batch, those with words held together.
pub struct Paced {
    events: UnboundedReceiver<Event>,
    /// The newest words of each card that were not told yet.
    pieces: BTreeMap<u64, String>,
    due: Instant,
}

impl Paced {
    /// Paces these events.
    pub fn new(events: UnboundedReceiver<Event>) -> Self {
        Self { events, pieces: BTreeMap::new(), due: Instant::now() }
    }

    /// The next event; none where nobody tells anything any more.
    pub async fn recv(&mut self) -> Option<Event> {
        loop {
            let event = tokio::select! {
                // Words first where they are due: there may always be another event.
                biased;
                () = tokio::time::sleep_until(self.due), if !self.pieces.is_empty() => {
                    self.due = Instant::now() + EVERY;
                    let pieces = std::mem::take(&mut self.pieces);
                    let pieces = pieces.into_iter().map(|(card, text)| Piece { card, text }).collect();
                    return Some(Event::Pieces { pieces });
                }
                event = self.events.recv() => event?,
            };
            match event {
                Event::Pieces { pieces } => {
                    self.pieces.extend(pieces.into_iter().map(|piece| (piece.card, piece.text)));
                    continue;
                }
                // What came belonged to where the card stood: it must not be told behind that.
                Event::Batch { ref changed, .. } => {
                    for change in changed.iter().filter(|change| change.state != CardState::Describing) {
                        self.pieces.remove(&change.id);
                    }
                }
                _ => {}
            }
            return Some(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use altsmith_core::view::ItemChange;
    use tokio::sync::mpsc::unbounded_channel;

    fn words(card: u64, text: &str) -> Event {
        Event::Pieces { pieces: vec![Piece { card, text: text.to_owned() }] }
    }

    fn told(event: Option<Event>) -> Vec<(u64, String)> {
        match event {
            Some(Event::Pieces { pieces }) => pieces.into_iter().map(|piece| (piece.card, piece.text)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn words_of_all_cards_come_together_and_only_the_newest() {
        let (sender, receiver) = unbounded_channel();
        let mut paced = Paced::new(receiver);
        sender.send(words(1, "A")).unwrap();
        assert_eq!(told(paced.recv().await), [(1, "A".to_owned())]);
        let begun = Instant::now();
        for text in ["A c", "A cat", "A cat sleeps"] {
            sender.send(words(1, text)).unwrap();
        }
        sender.send(words(2, "Rain")).unwrap();
        assert_eq!(told(paced.recv().await), [(1, "A cat sleeps".to_owned()), (2, "Rain".to_owned())]);
        assert!(begun.elapsed() >= EVERY);
    }

    #[tokio::test]
    async fn other_events_wait_for_nothing_and_end_the_words_of_their_cards() {
        let (sender, receiver) = unbounded_channel();
        let mut paced = Paced::new(receiver);
        sender.send(words(1, "A")).unwrap();
        assert_eq!(told(paced.recv().await).len(), 1);
        sender.send(words(1, "A cat")).unwrap();
        sender.send(words(2, "Rain")).unwrap();
        let changed = vec![ItemChange { id: 1, state: CardState::Done }];
        sender.send(Event::Batch { counts: Box::default(), changed, moved: false, added: 0 }).unwrap();
        assert!(matches!(paced.recv().await, Some(Event::Batch { .. })));
        assert_eq!(told(paced.recv().await), [(2, "Rain".to_owned())]);
        drop(sender);
        assert!(paced.recv().await.is_none());
    }
}
