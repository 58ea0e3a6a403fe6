//! Questions about a picture, and what was answered.

use super::Receipt;
use crate::money::Amount;
use crate::money::Credits;
use serde::Serialize;
use ts_rs::TS;

/// A conversation about one picture.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Conversation {
    /// Who would answer the next question; none where neither the chosen provider nor one with keys takes questions.
    pub provider: Option<String>,
    /// Its product name.
    pub name: Option<String>,
    /// What the next question costs, where that is known.
    pub cost: Option<Amount>,
    /// What was asked and answered, oldest first.
    pub exchanges: Vec<Exchange>,
    /// Which of them answers the question that was just asked: not the last one, where the history knew the answer.
    pub answered: Option<i64>,
}

/// One question and its answer.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Exchange {
    /// Row in `descriptions`.
    pub id: i64,
    /// What the person asked.
    pub question: String,
    /// The answer as plain text.
    pub answer: String,
    /// The answer as sanitised HTML.
    pub answer_html: String,
    /// Who answered.
    pub provider_name: String,
    /// When, in milliseconds since 1970.
    pub created_ms: i64,
    /// What the service said of credits.
    pub credits: Option<Credits>,
    /// What left the computer for it; none where nothing did.
    pub receipt: Option<Receipt>,
}
