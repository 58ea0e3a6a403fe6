//! From what a service says is wrong to a [`Failure`]. Each service maps its own codes in its own file; here is what they
//! share: the HTTP status where nothing better was said, and the cleaning of foreign texts.

use super::Secrets;
use super::adapter::{AccountInfo, Cost, HttpResponse, ListedModel};
use crate::failure::{Failure, Reason};
use crate::money::Credits;

/// Longest foreign text that is kept, in characters.
const LONGEST: usize = 500;

/// What the HTTP status says, for an answer that does not speak the service's own language.
///
/// A 500, 502, 504 or 524 without the service's own words comes from something in front of it or from a crash within:
/// whether the request was done, and counted, cannot be told, and the same holds for numbers that nobody knows. A 503 or
/// 529 was turned away at the door, and 521, 523, 525 and 526 say that what stands in front never reached the service.
pub fn from_status(response: &HttpResponse) -> Failure {
    let reason = match (response.status, response.cost) {
        (401 | 403, _) => Reason::KeyRejected,
        (402, _) => Reason::CreditsExhausted,
        // Nothing like the service is at this address.
        (404 | 405, _) => Reason::BadResponse,
        (429, _) => Reason::RateLimited,
        (408 | 425, _) => Reason::ProviderUnavailable,
        (413 | 415, _) => Reason::ServiceRefusedImage,
        (451, _) => Reason::ContentBlocked,
        (400..=499, _) => Reason::InvalidRequest,
        (501 | 503 | 521 | 523 | 525 | 526 | 529, _) => Reason::ProviderUnavailable,
        (500..=599, Cost::MayCharge) => Reason::OutcomeUnknown,
        (500..=599, _) => Reason::ProviderUnavailable,
        _ => Reason::BadResponse,
    };
    Failure::new(reason).with("status", response.status)
}

/// What the HTTP status says, for an error in the service's own form whose words are not known: it has answered, so its
/// outcome is not unknown. With status 200 it is a refusal of the request.
pub fn spoken(response: &HttpResponse) -> Failure {
    match response.status {
        200..=299 => Failure::new(Reason::InvalidRequest).with("status", response.status),
        _ => from_status(&HttpResponse { cost: Cost::Free, ..response.clone() }),
    }
}

/// The service's own error.
pub fn refused(reason: Reason, code: Option<String>, message: Option<String>) -> Failure {
    let mut failure = Failure::new(reason);
    failure.provider_code = code;
    failure.provider_message = message;
    failure
}

/// A foreign text on one line, without control and direction characters, not longer than is of use.
pub fn clean(text: &str) -> String {
    let visible: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    let mut line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Characters that turn a line around or hide in it.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Cleans every foreign text of a failure and takes secrets out of it.
pub fn wash(mut failure: Failure, secrets: &Secrets) -> Failure {
    let wash = |text: String| Some(clean(&secrets.mask(&text))).filter(|text| !text.is_empty());
    failure.provider_code = failure.provider_code.and_then(wash);
    failure.provider_message = failure.provider_message.and_then(wash);
    failure.request_id = failure.request_id.and_then(wash);
    for value in failure.about.values_mut() {
        *value = clean(&secrets.mask(value));
    }
    wash_credits(&mut failure.credits, secrets);
    failure
}

/// The same with what a service says of credits: its days are texts too.
pub fn wash_credits(credits: &mut Option<Credits>, secrets: &Secrets) {
    let Some(credits) = credits else { return };
    for day in [&mut credits.valid_from, &mut credits.valid_until] {
        *day = day.take().map(|text| clean(&secrets.mask(&text))).filter(|text| !text.is_empty());
    }
}

/// The same with what a free query brought to light.
pub fn wash_account(mut info: AccountInfo, secrets: &Secrets) -> AccountInfo {
    let wash = |text: String| clean(&secrets.mask(&text));
    wash_credits(&mut info.credits, secrets);
    let washed = info.models.into_iter().map(|model| ListedModel { id: wash(model.id), ..model });
    info.models = washed.filter(|model| !model.id.is_empty()).collect();
    info.costs = info.costs.into_iter().map(|(name, cost)| (wash(name), cost)).collect();
    info
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_text_cannot_reach_a_terminal() {
        assert_eq!(clean("\u{1b}[31mred\u{7}\r\nnext\u{202e}line"), "[31mred nextline");
        assert_eq!(clean(&"ä".repeat(900)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_failure_never_echoes_a_key() {
        let secrets = Secrets::none().with("api_key", "sk-very-secret");
        let mut failure =
            refused(Reason::KeyRejected, Some("sk-very-secret".into()), Some("no: sk-very-secret".into()));
        failure.request_id = Some("id sk-very-secret".into());
        let washed = wash(failure.with("status", "sk-very-secret"), &secrets);
        assert!(!format!("{washed:?}").contains("very"), "{washed:?}");
    }

    #[test]
    fn neither_does_a_success() {
        let secrets = Secrets::none().with("api_key", "sk-very-secret");
        let day = |text: &str| Some(text.to_owned());
        let credits =
            Credits { valid_from: day("sk-very-secret"), valid_until: day("2025\u{9b}5m"), ..Credits::default() };
        let info = AccountInfo {
            models: ["sk-very-secret", "\u{1b}[31mmodel", "\u{202e}"].map(ListedModel::named).into(),
            credits: Some(credits),
            costs: [("sk-very-secret".to_owned(), 1.0)].into(),
            key_confirmed: true,
            next_page: None,
        };
        let washed = format!("{:?}", wash_account(info, &secrets));
        assert!(!washed.contains("very") && !washed.contains("\\u{"), "{washed}");
    }

    #[test]
    fn a_crash_after_a_charge_is_an_unknown_outcome_and_a_closed_door_is_not() {
        let answer = |status, cost| {
            let response = HttpResponse { operation: "t", cost, status, retry_after_ms: None, body: Vec::new() };
            from_status(&response).reason
        };
        for status in [500, 502, 504, 520, 522, 524, 599] {
            assert_eq!(answer(status, Cost::MayCharge), Reason::OutcomeUnknown);
            assert_eq!(answer(status, Cost::Free), Reason::ProviderUnavailable);
        }
        for status in [501, 503, 521, 523, 525, 526, 529] {
            assert_eq!(answer(status, Cost::MayCharge), Reason::ProviderUnavailable);
        }
        for (status, reason) in [
            (301, Reason::BadResponse),
            (400, Reason::InvalidRequest),
            (402, Reason::CreditsExhausted),
            (404, Reason::BadResponse),
            (413, Reason::ServiceRefusedImage),
        ] {
            assert_eq!(answer(status, Cost::MayCharge), reason);
        }
    }
}
