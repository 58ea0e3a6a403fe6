//! Money from end to end: an engine with a data folder of its own and a strict simulator of a service, over real HTTP.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod asked_again;
mod balances;
mod batches;
mod budgets;
mod in_vain;
mod known;
mod left;
mod models;
mod pictures;
mod questions;
mod reckoned;
mod service_batch;
mod stopping;
mod streams;
mod tasks;
mod unseen;
mod unstored;
mod waiting;
mod world;
