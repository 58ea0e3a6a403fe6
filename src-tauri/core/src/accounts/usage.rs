//! What was spent and what is left: usage, balances, the ledger as pages and as a file.

use super::costs::reckoned;
use super::days::{Days, Ends};
use super::{Accounts, Blocking, now_ms};
use crate::export;
use crate::failure::{Failure, Reason};
use crate::library::{DayTotal, LedgerKind, LedgerRow, PaidRow, PaidTotal, ledger, requests};
use crate::money::{Amount, Credits, Unit, tidy};
use crate::provider::{AccountQuery, Backend, Connection, Request, RequestContext, Secrets, endpoint};
use crate::view::{
    Balance, BalanceAlert, DayUse, LedgerEntry, LedgerPage, LedgerPicture, LedgerQuery, ProviderUsage, Usage,
};
use std::collections::BTreeMap;

/// Most lines of one page of the ledger.
const PAGE: u32 = 500;
/// The days whose use a balance should last for.
const LAST_DAYS: i64 = 7;
/// A part of the whole that is little.
const LITTLE: f64 = 0.1;

impl Accounts {
    /// What was used: by provider ever, by day in the last `days` days, and what is left.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn usage(&self, days: u32) -> Result<Usage, Failure> {
        Ok(self.usage_view(self.known_use(days).await?))
    }

    async fn known_use(&self, days: u32) -> Result<Known, Failure> {
        self.blocking(move |accounts| {
            let library = accounts.workspace.library();
            let ((from_ms, from_day), (last_ms, _), (_, to_day)) = library.read(|tx| {
                let day = |ago| requests::day(tx, now_ms(), ago);
                Ok((day(i64::from(days.max(1)) - 1)?, day(LAST_DAYS - 1)?, day(0)?))
            })?;
            Ok(Known {
                used: library.usage()?,
                ever: library.day_totals(0)?,
                balances: library.balances()?,
                from_day,
                to_day,
                asked: library.day_totals(from_ms)?,
                last: library.day_totals(last_ms)?,
                days: accounts.days()?,
            })
        })
        .await
    }

    /// What runs out on accounts that were charged in the last days, each with what kind of trouble it is.
    pub(crate) async fn balances_that_run_out(&self) -> Result<Vec<(BalanceAlert, String)>, Failure> {
        let known = self.known_use(1).await?;
        let lately = |row: &&LedgerRow| known.last.iter().any(|total| of_account(total, row));
        let alert = |row: &LedgerRow| {
            let Balance { provider, name, account, can_top_up, .. } = self.balance_view(row, &known);
            let Warning { kinds, message } = self.balance_warning(row, &known)?;
            Some((BalanceAlert { provider, name, account, message, can_top_up }, kinds))
        };
        Ok(known.balances.iter().filter(lately).filter_map(alert).collect())
    }

    fn usage_view(&self, known: Known) -> Usage {
        let providers = known.used.iter().map(|row| ProviderUsage {
            provider: row.provider.clone(),
            name: self.workspace.name_of(&row.provider),
            pictures: row.pictures,
            from_history: row.from_history,
            spent: self.spent(known.ever.iter().filter(|total| total.provider == row.provider).map(DayTotal::parts)),
        });
        Usage {
            providers: providers.collect(),
            balances: known.balances.iter().map(|row| self.balance_view(row, &known)).collect(),
            days: self.by_day(&known.asked),
            from_day: known.from_day,
            to_day: known.to_day,
        }
    }

    fn balance_view(&self, row: &LedgerRow, known: &Known) -> Balance {
        let line = &row.line;
        let provider = self.workspace.connection(&line.provider);
        Balance {
            provider: line.provider.clone(),
            name: self.workspace.name_of(&line.provider),
            account: line.account.clone(),
            credits: row.credits(),
            read_ms: line.at_ms,
            used_since: row.used_since,
            can_refresh: provider.as_ref().is_some_and(tells_balance),
            can_top_up: provider.is_some_and(|known| known.descriptor().top_up_page.is_some()),
            warning: self.balance_warning(row, known).map(|warning| warning.message),
        }
    }

    fn balance_warning(&self, row: &LedgerRow, known: &Known) -> Option<Warning> {
        let (localizer, credits) = (self.workspace.localizer(), row.credits());
        // As with what is left: a request of unknown price is one credit.
        let counted = |total: &&DayTotal| {
            of_account(total, row)
                && (total.unit == credits.unit || total.unit == "requests" && credits.unit == "credits")
        };
        let last_days: f64 = known.last.iter().filter(counted).map(|total| total.amount).sum();
        let little = credits.remaining.and_then(|left| match credits.total {
            _ if left <= 0.0 => {
                Some(("balance-used-up", localizer.text("balance-used-up", &[("reckoned", reckoned(row))])))
            }
            total if total.is_some_and(|total| left <= total * LITTLE) || left < last_days => {
                let left = localizer.amount(left, &credits.unit);
                let values = [("left", &*left), ("reckoned", reckoned(row))];
                Some(("balance-low", localizer.text("balance-low", &values)))
            }
            _ => None,
        });
        let ends = credits.valid_until.as_deref().and_then(|end| {
            let message = match known.days.ends(end) {
                Ends::Over => "balance-expired",
                Ends::Soon => "balance-expires",
                Ends::Later => return None,
            };
            Some((message, localizer.text(message, &[("date", &localizer.date(end))])))
        });
        let (kinds, said): (Vec<&str>, Vec<String>) = little.into_iter().chain(ends).unzip();
        (!said.is_empty()).then(|| Warning { kinds: kinds.join(" "), message: said.join(" ") })
    }

    /// The last known balance of every account: for `altsmith credits`.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn balances(&self) -> Result<Vec<LedgerRow>, Failure> {
        self.workspace.on_library(|library| library.balances()).await
    }

    /// The newest lines of the ledger, newest first, each with its time of this computer's clock.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn ledger(&self, most: u32) -> Result<Vec<(LedgerRow, String)>, Failure> {
        self.workspace
            .on_library(move |library| {
                let rows = library.ledger(None, 0, most)?;
                library.read(|tx| {
                    rows.into_iter().map(|row| Ok((requests::local_time(tx, row.line.at_ms)?, row))).map(swap).collect()
                })
            })
            .await
    }

    /// A page of the ledger.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn ledger_page(&self, query: LedgerQuery) -> Result<LedgerPage, Failure> {
        let limit = if query.limit == 0 { PAGE } else { query.limit.min(PAGE) };
        let (total, rows, paid) = self
            .workspace
            .on_library(move |library| {
                let (total, rows) = library.ledger_page(query.provider.as_deref(), query.offset, limit)?;
                let pictures = rows.iter().filter_map(|row| row.picture.as_ref()).map(|picture| picture.image_id);
                let paid = library.paid_for(pictures)?;
                Ok((total, rows, paid))
            })
            .await?;
        Ok(LedgerPage { total, lines: rows.into_iter().map(|row| self.ledger_entry(row, &paid)).collect() })
    }

    /// The whole ledger as CSV, newest first; of one provider or of all.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn ledger_csv(&self, provider: Option<String>) -> Result<String, Failure> {
        self.blocking(move |accounts| {
            let mut table = export::LedgerTable::begin()?;
            let mut offset = 0;
            loop {
                let (total, rows) = accounts.workspace.library().ledger_page(provider.as_deref(), offset, PAGE)?;
                for row in &rows {
                    table.line(row, accounts.price_of(&row.row.line.provider))?;
                }
                offset += rows.len() as u32;
                if rows.is_empty() || offset >= total {
                    return table.finish();
                }
            }
        })
        .await
    }

    /// Asks a service for the balance, for free, and writes it into the ledger.
    ///
    /// # Errors
    /// What keeps the service from answering; `NotOffered` where it has no such call.
    pub async fn refresh_balance(&self, provider: &str) -> Result<(), Failure> {
        let provider = &self.workspace.known_provider(provider)?;
        let account = self.account(provider).await.map_err(|failure| provider.named(failure))?;
        let asked_ms = now_ms();
        let info = self.query_account(provider, &account, AccountQuery::Balance).await?;
        let info = info.ok_or_else(|| provider.named(Reason::NotOffered.into()))?;
        let credits = info.credits.ok_or_else(|| provider.named(Reason::BadResponse.into()))?;
        self.note_balance(&provider.id, &account.name, credits, None, asked_ms).await
    }

    /// Writes what a service said of an account's credits into the ledger: a balance where something changed, a top-up
    /// where there is more than there can be. `asked_ms` is when the call left that brought it.
    ///
    /// # Errors
    /// Storage trouble.
    pub(crate) async fn note_balance(
        &self,
        provider: &str,
        account: &str,
        credits: Credits,
        request_id: Option<String>,
        asked_ms: i64,
    ) -> Result<(), Failure> {
        let (provider, account) = (provider.to_owned(), account.to_owned());
        self.workspace
            .on_library(move |library| {
                library.write(|tx| {
                    ledger::note_balance(
                        tx,
                        &ledger::Reading {
                            provider: &provider,
                            account: &account,
                            credits: &credits,
                            request_id: request_id.as_deref(),
                            asked_ms,
                            now_ms: now_ms(),
                        },
                    )
                })
            })
            .await
    }
}

/// What the library knows of what was used.
struct Known {
    used: Vec<crate::library::UsageRow>,
    ever: Vec<DayTotal>,
    asked: Vec<DayTotal>,
    last: Vec<DayTotal>,
    balances: Vec<LedgerRow>,
    from_day: String,
    to_day: String,
    days: Days,
}

/// What speaks against an account.
struct Warning {
    /// The messages that it is made of.
    kinds: String,
    /// In the person's language.
    message: String,
}

fn of_account(total: &DayTotal, row: &LedgerRow) -> bool {
    total.provider == row.line.provider && total.account == row.line.account
}

fn swap<A, B, E>(pair: Result<(A, B), E>) -> Result<(B, A), E> {
    pair.map(|(a, b)| (b, a))
}

impl Accounts {
    /// Accounts of a connection are one line here.
    fn by_day(&self, totals: &[DayTotal]) -> Vec<DayUse> {
        let mut days: BTreeMap<(String, String, String), (f64, u32)> = BTreeMap::new();
        for total in totals {
            let (amount, unit) = self.cost(&total.provider, total.amount, &total.unit);
            let sum = days.entry((total.day.clone(), total.provider.clone(), unit)).or_default();
            *sum = (sum.0 + amount, sum.1 + total.charges);
        }
        let days = days.into_iter().map(|((day, provider, unit), (amount, charges))| {
            let name = self.workspace.name_of(&provider);
            DayUse { provider, name, day, amount: tidy(amount), unit, charges }
        });
        days.collect()
    }

    /// `paid`: what each picture cost in all.
    fn ledger_entry(&self, line: PaidRow, paid: &BTreeMap<i64, Vec<PaidTotal>>) -> LedgerEntry {
        let PaidRow { row: LedgerRow { id, line, .. }, picture } = line;
        let as_money = |amount| {
            let (value, unit) = self.cost(&line.provider, amount, &line.unit);
            let unit = Unit::from_name(&unit).filter(|unit| unit.name() != line.unit)?;
            Some(Amount { value: tidy(value), unit })
        };
        let in_all = |id| self.spent(paid.get(&id).into_iter().flatten().map(PaidTotal::parts));
        LedgerEntry {
            id,
            cost: line
                .amount
                .filter(|_| matches!(line.kind, LedgerKind::Charge | LedgerKind::Perhaps))
                .and_then(as_money),
            at_ms: line.at_ms,
            name: self.workspace.name_of(&line.provider),
            provider: line.provider,
            account: line.account,
            kind: line.kind,
            amount: line.amount,
            unit: line.unit,
            remaining: line.remaining,
            valid_until: line.valid_until,
            request_id: line.request_id,
            picture: picture.map(|picture| LedgerPicture {
                image_id: picture.image_id,
                hash: picture.hash,
                name: picture.name,
                alt: picture.alt,
                spent: in_all(picture.image_id),
            }),
        }
    }
}

/// Whether a service can be asked for the balance: its own answer to that, without a key and without a connection.
pub(super) fn tells_balance(provider: &Connection) -> bool {
    let Backend::Http(adapter) = provider.kind.backend else { return false };
    // Where it is does not matter for what it can be asked.
    let Ok(endpoint) = endpoint::parse(provider.descriptor().endpoint.unwrap_or("http://localhost")) else {
        return false;
    };
    let (request, secrets, settings) = (Request::default(), Secrets::none(), BTreeMap::new());
    let context = RequestContext {
        request: &request,
        image: None,
        image_url: None,
        image_mime: None,
        mailbox: None,
        secrets: &secrets,
        endpoint: &endpoint,
        settings: &settings,
        local_only: true,
        unpaid: false,
    };
    adapter.account_call(&context, AccountQuery::Balance).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::costs::in_money;
    use super::*;
    use crate::provider;

    #[test]
    fn only_who_has_such_a_question_can_be_asked_for_a_balance() {
        let all = provider::kinds().iter().map(Connection::by_itself);
        let who: Vec<_> = all.filter(tells_balance).map(|known| known.id.to_string()).collect();
        assert_eq!(who, ["zakai"]);
    }

    #[test]
    fn requests_of_a_known_price_are_money() {
        let price = |id: &str| provider::kind(id).expect("a kind").descriptor.price;
        assert_eq!(in_money(price("describepicture"), 3.0, "requests"), (0.03, "usd".to_owned()));
        assert_eq!(in_money(price("describepicture"), 0.01, "usd"), (0.01, "usd".to_owned()));
        assert_eq!(in_money(price("zakai"), 3.0, "requests"), (3.0, "requests".to_owned()));
    }
}
