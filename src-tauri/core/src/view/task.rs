//! What the page asks for about one picture or request apart from the cards, and may have to wait for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something long that is under way. The page tells it apart by these two, and cancels it by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Task {
    /// What is done.
    pub kind: TaskKind,
    /// Row in `images`; of an unfinished request its row in `jobs`.
    pub id: i64,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TaskKind {
    /// A picture of the history is described again.
    DescribeEntry,
    /// A question about a picture is asked.
    Question,
    /// An unfinished request is sent again, or its outcome is asked for.
    Unfinished,
}
