//! `altsmith credits`: what services said of balances, and what was charged.

use crate::End;
use crate::output::line;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use serde_json::json;

/// Most ledger lines that are printed.
const MOST: u32 = 500;

/// Lists the newest balance of each provider, then the ledger, newest first.
pub async fn list(engine: &Engine, json: bool) -> Result<End, Failure> {
    for (provider, credits) in engine.balances().await? {
        if json {
            line(&json!({"kind": "balance", "provider": provider, "credits": credits}).to_string());
        } else {
            let amount = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
            let until = credits.valid_until.as_deref().unwrap_or("-");
            line(&format!(
                "{provider}\t{}/{}\t{}\t{until}",
                amount(credits.remaining),
                amount(credits.total),
                credits.unit
            ));
        }
    }
    for row in engine.ledger(MOST).await? {
        let value = serde_json::to_value(&row).map_err(|_| Failure::new(Reason::Internal))?;
        if json {
            line(&json!({"kind": "entry", "entry": value}).to_string());
        } else {
            let entry = &row.line;
            let amount = entry.amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string());
            let description = entry.description_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
            line(&format!("{}\t{}\t{amount}\t{}\t{description}", entry.at_ms, entry.provider, entry.unit));
        }
    }
    Ok(End::Done)
}
