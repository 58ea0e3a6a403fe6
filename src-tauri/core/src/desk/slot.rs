//! One card's own state, and the card that the page sees of it.

use crate::engine::origin_of;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::ingest::{self, Incoming, Item};
use crate::library::{ImageRow, Origin};
use crate::remedy::Remedy;
use crate::view::{Author, Card, CardState, Description, Picture};
use tokio_util::sync::CancellationToken;

/// What a card becomes when it is done.
pub(super) struct Described {
    pub picture: Picture,
    pub words: Description,
}

/// One card. The failure is kept as reason and values, so that it is said in the language of the moment.
pub(super) struct Slot {
    pub id: u64,
    pub item: Item,
    pub state: CardState,
    pub picture: Option<Picture>,
    pub words: Option<Description>,
    pub failure: Option<Failure>,
    pub cancel: CancellationToken,
    /// Counts up with each start: what an older one still brings is not this card's any more.
    pub round: u32,
    /// What the person knows of this picture; none: what was written for all.
    pub context: Option<String>,
    /// It was here the last time and had no words yet.
    pub left: bool,
    /// Who describes it, once it was started.
    pub provider: String,
    /// Something of it leaves the computer.
    pub leaves: bool,
    /// Why it was stopped, where the person did not cancel it.
    stopped: Option<Failure>,
}

impl Slot {
    pub fn new(id: u64, item: Item, state: CardState, failure: Option<Failure>) -> Self {
        Self {
            id,
            item,
            state,
            picture: None,
            words: None,
            failure,
            cancel: CancellationToken::new(),
            round: 0,
            context: None,
            left: false,
            provider: String::new(),
            leaves: false,
            stopped: None,
        }
    }

    /// A card that was left without words the last time.
    pub fn left(id: u64, item: Item, context: Option<String>) -> Self {
        Self { context, left: true, ..Self::new(id, item, CardState::Held, None) }
    }

    /// Back to the queue, or on hold; the words that are there stay visible until new ones come.
    pub fn reset(&mut self, state: CardState) {
        self.state = state;
        self.failure = None;
        self.cancel = CancellationToken::new();
        self.round += 1;
        self.leaves = false;
        self.stopped = None;
        self.left &= state == CardState::Held;
    }

    /// What goes with the picture to a service that takes it; `everybodys` is what was written for all.
    pub fn knows<'a>(&'a self, everybodys: &'a str) -> Option<&'a str> {
        Some(self.context.as_deref().unwrap_or(everybodys)).filter(|text| !text.is_empty())
    }

    /// Stops it for another reason than the person's word.
    pub fn stop(&mut self, why: Failure) {
        self.stopped = Some(why);
        self.cancel.cancel();
    }

    pub fn finish_with(&mut self, described: Described) {
        self.state = CardState::Done;
        self.picture = Some(described.picture);
        self.words = Some(described.words);
        self.failure = None;
    }

    pub fn fail(&mut self, failure: Failure) {
        let failure = match self.stopped.take() {
            Some(why) if failure.reason == Reason::Cancelled => why,
            _ => failure,
        };
        self.state = if failure.reason == Reason::Cancelled { CardState::Cancelled } else { CardState::Failed };
        self.failure = Some(failure);
    }

    pub fn is_finished(&self) -> bool {
        matches!(self.state, CardState::Done | CardState::Failed | CardState::Cancelled)
    }

    /// Whether it waits for a word of the person's: to be described at all, or once more.
    pub fn waits_for_a_word(&self) -> bool {
        matches!(self.state, CardState::Held | CardState::Failed | CardState::Cancelled)
    }

    /// Whether it is to be here again at the next start: it has no words, the person did not cancel it, and trying it
    /// again could help.
    pub fn is_to_be_kept(&self) -> bool {
        let hopeless = || self.failure.as_ref().is_some_and(|failure| failure.remedy() == Remedy::Remove);
        self.words.is_none() && self.state != CardState::Cancelled && !hopeless()
    }

    /// Nobody knew what became of its request.
    pub fn is_unsettled(&self) -> bool {
        self.state == CardState::Failed && self.failure.as_ref().is_some_and(|failure| failure.again.is_some())
    }

    /// Where it comes from, as the library keeps that.
    pub fn origin(&self) -> Option<Origin> {
        origin_of(&self.item)
    }

    pub fn image_id(&self) -> Option<i64> {
        self.picture.as_ref().map(|picture| picture.id)
    }

    /// Whether this card's own bytes are this picture. One that was never described does not know its row.
    pub fn holds(&self, image: &ImageRow) -> bool {
        match (&self.item.from, self.image_id()) {
            (Incoming::Bytes { .. }, Some(id)) => id == image.id,
            (Incoming::Bytes { bytes, .. }, None) => {
                bytes.len() as u64 == image.bytes && ingest::hash(bytes) == image.hash
            }
            _ => false,
        }
    }

    /// Takes over what changed elsewhere. An entry that was deleted leaves the card with its picture's words gone.
    pub fn refresh(&mut self, picture: Option<Picture>, words: Option<Description>) {
        if let Some(picture) = picture {
            self.picture = Some(picture);
        }
        let new = words.as_ref().map(|words| words.id);
        let settled = words.as_ref().is_some_and(|words| words.author == Author::Model)
            && self.is_unsettled()
            && self.words.as_ref().map(|words| words.id) < new;
        self.words = words;
        if settled {
            (self.state, self.failure) = (CardState::Done, None);
        }
        if self.words.is_none() && self.state == CardState::Done {
            self.fail(Reason::Cancelled.into());
        }
    }

    pub fn card(&self, localizer: Localizer) -> Card {
        Card {
            id: self.id,
            name: self.item.name.clone(),
            state: self.state,
            picture: self.picture.clone(),
            words: self.words.clone(),
            trouble: self
                .failure
                .as_ref()
                .filter(|failure| failure.reason != Reason::Cancelled)
                .map(|failure| localizer.failure(&failure.clone().with("name", &self.item.name))),
            context: self.context.clone(),
            left: self.left,
        }
    }
}
