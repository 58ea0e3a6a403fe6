//! What the two faces see: plain data, serialised for the page and generated as TypeScript (`cargo xtask types`).
//!
//! The engine decides, the page renders: states, lengths, warnings and sentences of trouble arrive here ready made.

mod batch;
mod export;
mod money;
mod picture;
mod question;
mod service;
mod task;

pub use batch::{BatchCounts, BatchPage, ItemChange, Removal};
pub use export::{ExportForm, Exported};
pub use money::{
    Balance, BalanceAlert, DayUse, Estimate, LedgerEntry, LedgerPage, LedgerPicture, LedgerQuery, ProviderUsage,
    Unfinished, Usage,
};
pub use picture::shown_name;
pub(crate) use picture::{other_places, shown_origin};
pub use question::{Conversation, Exchange};
pub use service::{AccountAction, Budget, Checked, Key, Keys, ServiceField, ServiceModel, ServiceSetup, ServiceView};
pub use task::{Task, TaskKind};

// What the rooms below own and the faces see as it is.
pub use crate::compose::{CopyForm, LengthProfile};
pub use crate::facts::FactLine;
pub use crate::library::{Author, DescriptionEdit, DescriptionState, HistoryQuery, Receipt};
pub use crate::log::LogLine;
pub use crate::trouble::Trouble;

use crate::compose::Warning;
use crate::imaging::Format;
use crate::money::{Amount, Credits, Tokens};
use crate::provider::observer::Pause;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A card on the Describe view: one picture of this sitting.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Card {
    /// Row in `batch_items`.
    pub id: u64,
    /// What to call it: file name, last part of an address, "Pasted picture".
    pub name: String,
    /// Where it stands.
    pub state: CardState,
    /// Known once it was read.
    pub picture: Option<Picture>,
    /// Known once it was described.
    pub words: Option<Description>,
    /// Known once something went wrong.
    pub trouble: Option<Trouble>,
    /// What the person knows of this picture, for services that take it; none: what was written for all ([`Start::context`]),
    /// until it is described.
    pub context: Option<String>,
    /// It was here when the program ended the last time and had no words yet.
    pub left: bool,
    /// Words that had come of an answer that broke off. They are no description.
    pub so_far: Option<String>,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "is")]
#[ts(export)]
pub enum CardState {
    /// Waits for the person's word: what it costs is told first.
    Held,
    /// Waits for its turn.
    Queued,
    /// Being read, decoded and prepared.
    Reading,
    /// The provider is at work.
    Describing,
    /// Waits for a limit or for the service.
    Waiting {
        /// Until when, in milliseconds since 1970.
        until_ms: u64,
        /// What it waits for.
        why: WaitsFor,
    },
    /// Has words.
    Done,
    /// Has trouble.
    Failed,
    /// Was cancelled by the person.
    Cancelled,
}

/// What a card waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WaitsFor {
    /// A place within the service's limits.
    Limit,
    /// The service, which is at work on it.
    Service,
    /// The service, which is out of order for the moment.
    Recovery,
}

impl From<Pause> for WaitsFor {
    fn from(pause: Pause) -> Self {
        match pause {
            Pause::RateLimited => Self::Limit,
            Pause::Unavailable => Self::Recovery,
            Pause::Working => Self::Service,
        }
    }
}

/// A picture that is known to the library.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Picture {
    /// Row in `images`.
    pub id: i64,
    /// What names the picture, lower-case hex; also the thumbnail's name (`thumb://localhost/<hash>`).
    pub hash: String,
    /// File name or address, for display.
    pub name: String,
    /// The last folders of its path, for display: tells two files of one name apart. Never a whole path.
    pub folder: Option<String>,
    /// What the file is.
    pub format: Format,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Marked by the person.
    pub favourite: bool,
    /// Tags of the picture, the person's own and the described ones.
    pub tags: Vec<String>,
}

/// One version of a picture's words.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Description {
    /// Row in `descriptions`.
    pub id: i64,
    /// The picture's row.
    pub image_id: i64,
    /// The version that this one was edited from.
    pub parent_id: Option<i64>,
    /// Who wrote it.
    pub author: Author,
    /// Provider's id.
    pub provider: String,
    /// Provider's product name.
    pub provider_name: String,
    /// Model or operation.
    pub model: String,
    /// Language, a primary tag.
    pub language: String,
    /// Plain text, always.
    pub alt: Option<String>,
    /// Long text, may be Markdown.
    pub description: Option<String>,
    /// `description` as sanitised HTML, for the page; made by the engine.
    pub description_html: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Tags of this version.
    pub tags: Vec<String>,
    /// Draft, edited or approved.
    pub state: DescriptionState,
    /// When, in milliseconds since 1970.
    pub created_ms: i64,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// Answered from the history, nothing was sent.
    pub cached: bool,
    /// What left the computer; none where nothing did.
    pub receipt: Option<Receipt>,
    /// What the service said of credits.
    pub credits: Option<Credits>,
    /// What the model counted.
    pub tokens: Option<Tokens>,
    /// What is questionable about the alt text; never blocks.
    pub warnings: Vec<WarningView>,
    /// Why the words are fewer than asked for: a later request failed after earlier ones were paid.
    pub incomplete: Option<Trouble>,
}

/// A warning with its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct WarningView {
    /// Stable code (`alt_too_long`).
    pub code: Warning,
    /// The sentence, in the person's language.
    pub message: String,
}

/// One entry of the history: a picture and its newest words.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Entry {
    /// The picture.
    pub picture: Picture,
    /// Its newest words.
    pub words: Description,
    /// How many versions there are.
    pub versions: u32,
}

/// A page of the history, newest first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryPage {
    /// How many entries match.
    pub total: u32,
    /// The entries from `offset` on.
    pub entries: Vec<Entry>,
}

/// A picture opened in the inspector.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct EntryDetail {
    /// The picture.
    pub picture: Picture,
    /// Where it came from, for display (file name with its folders' names, or address).
    pub origin: String,
    /// Where the same picture lies or lay besides, in the same way.
    pub other_places: Vec<String>,
    /// All versions, newest first.
    pub versions: Vec<Description>,
    /// What was computed of the picture, label and value in the person's language.
    pub facts: Vec<FactLine>,
    /// What it cost in all, over its versions and the questions about it; one amount a unit.
    pub spent: Vec<Amount>,
}

/// Settings that the page shows. Everything else is `altsmith config`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Settings {
    /// Provider's id.
    pub provider: String,
    /// Language of the window: `system`, `en`, `de`, `zh`.
    pub ui_language: String,
    /// Language of the descriptions, a primary tag, or `ui` for the window's.
    pub language: String,
    /// Preset.
    pub style: String,
    /// Length profile: `web`, `x`, `mastodon`, `bluesky`, `own`.
    pub length_profile: String,
    /// Length of the profile `own`, in graphemes.
    pub own_length: u32,
    /// `system`, `light`, `dark`.
    pub appearance: String,
    /// Form that one key copies.
    pub copy_form: CopyForm,
    /// Read text in pictures with Tesseract.
    pub read_text: bool,
    /// Name the town from a picture's coordinates (offline).
    pub name_places: bool,
    /// Refuse every host that is not this computer.
    pub local_only: bool,
    /// Where keys are kept.
    pub key_place: crate::secrets::KeyPlace,
    /// From so many pictures on, a batch that is sent to a service waits until the person has seen what it costs; 0: never.
    pub ask_from: u32,
    /// The person's own instruction, for services that take one; empty: what the style asks for.
    pub instruction: String,
    /// View shown last: `describe`, `history`, `usage`, `settings`.
    pub view: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            provider: "builtin".into(),
            ui_language: "system".into(),
            language: "ui".into(),
            style: "alt".into(),
            length_profile: "web".into(),
            own_length: 250,
            appearance: "system".into(),
            copy_form: CopyForm::Alt,
            read_text: true,
            name_places: false,
            local_only: false,
            key_place: crate::secrets::KeyPlace::default(),
            ask_from: 2,
            instruction: String::new(),
            view: "describe".into(),
        }
    }
}

/// What the window needs to draw its first view; one call at start.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Start {
    /// Program version.
    pub version: String,
    /// `linux`, `macos`, `windows`.
    pub platform: String,
    /// The system's language, a primary tag.
    pub system_language: String,
    /// Settings as they stand.
    pub settings: Settings,
    /// Connections that can be chosen.
    pub providers: Vec<ServiceView>,
    /// Length profiles, in order.
    pub profiles: Vec<LengthProfile>,
    /// The languages of the descriptions that can be chosen.
    pub languages: Vec<String>,
    /// The pictures that are there already (given as arguments, or left from the last time): how many, and the first.
    pub batch: BatchPage,
    /// What the person knows of all pictures of this sitting, for services that take it.
    pub context: String,
    /// Folder in which everything lies.
    pub data_folder: String,
    /// Something that happened to the data at start (a damaged database was moved aside), in the person's language.
    pub notice: Option<String>,
    /// Tesseract's languages, empty where it is not installed.
    pub text_languages: Vec<String>,
}

/// What has come so far of an answer that is still coming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Piece {
    /// The card's id.
    pub card: u64,
    /// All words that came, without thoughts.
    pub text: String,
}

/// What the page is told while it runs; one ordered channel.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "event")]
#[ts(export)]
pub enum Event {
    /// Words come: all that there are so far, for as long as the card's state does not change. They are provisional.
    Pieces {
        /// One a card.
        pieces: Vec<Piece>,
    },
    /// The batch changed: what is in sight of it is asked for anew where it is among `changed`, or where `moved`.
    Batch {
        /// How many there are, by where they stand.
        counts: Box<BatchCounts>,
        /// Pictures that stand somewhere else, or whose words changed.
        changed: Vec<ItemChange>,
        /// Pictures came, went or changed places.
        moved: bool,
        /// New pictures among them.
        added: u32,
    },
    /// How far the batch is; also for the window's title.
    Progress {
        /// Finished, whatever came of it.
        done: u32,
        /// Of these.
        total: u32,
    },
    /// Something is dragged over the window.
    DragOver {
        /// How many things, where the system says so.
        count: u32,
    },
    /// It left, or was dropped.
    DragEnd,
    /// The history changed (also by the command line).
    HistoryChanged,
    /// Where something stands that the page asked for apart from the cards. Its end is the answer of its command.
    Task {
        /// Which.
        task: Task,
        /// Where it stands, as a card would.
        state: CardState,
    },
    /// What is left at services runs out, or what is left of its time: told once, when a batch is done.
    BalancesLow {
        /// One an account.
        alerts: Vec<BalanceAlert>,
    },
    /// Settings changed, also by the command line.
    Settings {
        /// As they stand now.
        settings: Box<Settings>,
    },
    /// Connections were added, renamed, removed or put back, also by the command line.
    Services {
        /// Those that can be chosen now.
        services: Vec<ServiceView>,
    },
    /// Something that concerns no card, in the person's language: an empty clipboard, a drop without files.
    Notice {
        /// The trouble.
        trouble: Trouble,
    },
}
