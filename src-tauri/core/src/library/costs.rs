//! What describing cost before, for an estimate where no price is documented.

use super::Library;
use crate::failure::Failure;

/// What was charged for one picture, in one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Charged {
    /// The sum of what is known.
    pub amount: f64,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
}

impl Library {
    /// What the newest picture that this model of a provider described was charged, one line a unit. Empty where it
    /// described none, or where a charge of unknown size was among them.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn last_charged(&self, provider: &str, model: &str) -> Result<Vec<Charged>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT total(amount), unit, count(*) = count(amount) FROM ledger
                 WHERE kind = 'charge' AND description_id =
                    (SELECT max(l.description_id) FROM ledger l JOIN descriptions d ON d.id = l.description_id
                     WHERE l.provider = ?1 AND l.kind = 'charge' AND d.model = ?2)
                 GROUP BY unit ORDER BY unit",
            )?;
            let rows = statement.query_map((provider, model), |row| {
                Ok((Charged { amount: row.get(0)?, unit: row.get(1)? }, row.get::<_, bool>(2)?))
            })?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            let known = rows.iter().all(|(_, known)| *known);
            Ok(if known { rows.into_iter().map(|(charged, _)| charged).collect() } else { Vec::new() })
        })
    }
}
