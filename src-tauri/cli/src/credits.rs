//! `altsmith credits`: what services said of balances, and what was charged.

use crate::End;
use crate::exit::Exit;
use crate::output::{line, note, safe};
use altsmith_core::engine::Engine;
use serde_json::json;

/// Lists the newest balance of each account, then the whole ledger, newest first. For people with times of this computer's
/// clock, for scripts in milliseconds since 1970. What runs out is told, too: to people on standard error.
pub async fn list(engine: &Engine, json: bool) -> Result<End, Exit> {
    // What is left is told as it was known, where it cannot be read now.
    let _ = engine.accounts().freshen_shown_balances().await;
    let told = engine.accounts().usage(1).await?.balances;
    for row in engine.accounts().balances().await? {
        let (provider, account, credits) = (&row.line.provider, &row.line.account, row.credits());
        let same = told.iter().find(|balance| balance.provider == *provider && balance.account == *account);
        let warning = same.and_then(|balance| Some(format!("{}: {}", balance.name, safe(balance.warning.as_deref()?))));
        if json {
            let object = json!({
                "kind": "balance",
                "provider": provider,
                "account": account,
                "credits": credits,
                "at_ms": row.line.at_ms,
                "used_since": row.used_since,
                "warning": warning,
            });
            line(&object.to_string())?;
        } else {
            let until = safe(credits.valid_until.as_deref().unwrap_or("-"));
            let (left, total) = (amount(credits.remaining), amount(credits.total));
            // Reckoned from what the service last said.
            let about = if row.used_since > 0.0 { "~" } else { "" };
            let (unit, account) = (safe(&credits.unit), or_dash(account));
            line(&format!("{provider}\t{about}{left}/{total}\t{unit}\t{until}\t{account}"))?;
            warning.iter().for_each(|warning| note(warning));
        }
    }
    for (row, local_time) in engine.accounts().ledger(u32::MAX).await? {
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
            line(&object.to_string())?;
        } else {
            let kind = serde_json::to_value(entry.kind).ok();
            let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or("-");
            let description = entry.description_id.map_or_else(|| "-".to_owned(), |id| id.to_string());
            let (amount, unit) = (amount(entry.amount), safe(&entry.unit));
            let (account, request) =
                (or_dash(&entry.account), or_dash(entry.request_id.as_deref().unwrap_or_default()));
            let provider = &entry.provider;
            line(&format!("{local_time}\t{provider}\t{kind}\t{amount}\t{unit}\t{description}\t{account}\t{request}"))?;
        }
    }
    Ok(End::Done)
}

fn amount(value: Option<f64>) -> String {
    value.map_or_else(|| "?".to_owned(), |value| value.to_string())
}

fn or_dash(text: &str) -> String {
    let text = safe(text).replace(['\n', '\t'], " ");
    if text.is_empty() { "-".to_owned() } else { text }
}
