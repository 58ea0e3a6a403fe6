//! `altsmith credits`: what services said of balances, and what was charged.

use crate::End;
use crate::output::line;
use altsmith_core::engine::Engine;
use altsmith_core::failure::Failure;
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
        let entry = &row.line;
        if json {
            let object = json!({
                "kind": "entry",
                "entry": entry.kind,
                "at_ms": entry.at_ms,
                "provider": entry.provider,
                "account": entry.account,
                "amount": entry.amount,
                "unit": entry.unit,
                "remaining": entry.remaining,
                "total": entry.total,
                "valid_until": entry.valid_until,
                "description_id": entry.description_id,
                "request_id": entry.request_id,
            });
            line(&object.to_string());
        } else {
            let amount = entry.amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string());
            let description = entry.description_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
            line(&format!("{}\t{}\t{amount}\t{}\t{description}", entry.at_ms, entry.provider, entry.unit));
        }
    }
    Ok(End::Done)
}
