//! The ledger as comma-separated values.

use super::table::unlike_a_formula;
use super::timestamp;
use crate::failure::{Failure, Reason};
use crate::library::{LedgerKind, PaidRow};
use crate::money::{Amount, tidy};
use crate::text::one_line;

const COLUMNS: &[&str] = &[
    "time",
    "provider",
    "account",
    "kind",
    "amount",
    "unit",
    "cost",
    "cost_unit",
    "remaining",
    "total",
    "valid_from",
    "valid_until",
    "request_id",
    "image_id",
    "picture",
    "words",
];

/// A table that is being written, with the byte order mark by which spreadsheets know UTF-8.
pub struct LedgerTable {
    writer: csv::Writer<Vec<u8>>,
}

impl LedgerTable {
    /// Begins the table with the names of its columns.
    ///
    /// # Errors
    /// `Internal` where memory cannot be written to.
    pub fn begin() -> Result<Self, Failure> {
        let target = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(target);
        writer.write_record(COLUMNS).map_err(internal)?;
        Ok(Self { writer })
    }

    /// Writes a line. `price` is what the service documents for one request: a charge that is counted in requests then
    /// has its cost too.
    ///
    /// # Errors
    /// As [`LedgerTable::begin`].
    pub fn line(&mut self, paid: &PaidRow, price: Option<Amount>) -> Result<(), Failure> {
        let line = &paid.row.line;
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        // A file may be called anything, and a service may send anything: here it is for people to read.
        let text = |value: Option<&str>| unlike_a_formula(&one_line(value.unwrap_or_default())).into_owned();
        let kind = match line.kind {
            LedgerKind::Charge => "charge",
            LedgerKind::Perhaps => "perhaps",
            LedgerKind::Balance => "balance",
            LedgerKind::TopUp => "top_up",
        };
        let cost = match (line.kind, line.amount, price) {
            (LedgerKind::Charge | LedgerKind::Perhaps, Some(amount), Some(price)) if line.unit == "requests" => {
                Some((tidy(amount * price.value), price.unit))
            }
            _ => None,
        };
        let cost_unit = cost.map_or("", |(_, unit)| unit.name());
        let picture = paid.picture.as_ref();
        let cells = [
            timestamp(line.at_ms),
            text(Some(&line.provider)),
            text(Some(&line.account)),
            kind.to_owned(),
            number(line.amount),
            text(Some(&line.unit)),
            number(cost.map(|(cost, _)| cost)),
            cost_unit.to_owned(),
            number(line.remaining),
            number(line.total),
            text(line.valid_from.as_deref()),
            text(line.valid_until.as_deref()),
            text(line.request_id.as_deref()),
            picture.map(|picture| picture.image_id.to_string()).unwrap_or_default(),
            text(picture.map(|picture| picture.name.as_str())),
            text(picture.and_then(|picture| picture.alt.as_deref())),
        ];
        self.writer.write_record(cells).map_err(internal)
    }

    /// The whole table.
    ///
    /// # Errors
    /// As [`LedgerTable::begin`].
    pub fn finish(self) -> Result<String, Failure> {
        let bytes = self.writer.into_inner().map_err(internal)?;
        String::from_utf8(bytes).map_err(internal)
    }
}

fn internal<E>(_: E) -> Failure {
    Reason::Internal.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{LedgerLine, LedgerRow, PaidPicture};
    use crate::money::{Credits, Unit};

    fn paid(unit: &str, name: &str, request_id: &str) -> PaidRow {
        let credits = Credits { used: Some(2.0), remaining: Some(987.0), unit: unit.into(), ..Credits::default() };
        let line = LedgerLine::charge("describepicture", "ab12", &credits, Some(request_id.into()), 86_400_000);
        let picture =
            PaidPicture { image_id: 7, hash: "aa".into(), name: name.into(), alt: Some("A \"cat\", red.".into()) };
        PaidRow { row: LedgerRow { id: 1, line, used_since: 0.0 }, picture: Some(picture) }
    }

    #[test]
    fn a_line_is_a_row_that_no_spreadsheet_runs() {
        let mut table = LedgerTable::begin().unwrap();
        let price = Amount { value: 0.01, unit: Unit::Usd };
        table.line(&paid("requests", "=SUM(A1)\u{202e}\n.png", "@r"), Some(price)).unwrap();
        table.line(&paid("credits", "cat.png", "r-2"), None).unwrap();
        let text = table.finish().unwrap();
        let rows: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(rows[0], format!("\u{feff}{}", COLUMNS.join(",")));
        assert_eq!(
            rows[1],
            "1970-01-02T00:00:00Z,describepicture,ab12,charge,2,requests,0.02,usd,987,,,,'@r,7,'=SUM(A1) .png,\
             \"A \"\"cat\"\", red.\""
        );
        assert!(rows[2].contains(",charge,2,credits,,,987,"), "{}", rows[2]);
        assert_eq!(rows.len(), 3);
    }
}
