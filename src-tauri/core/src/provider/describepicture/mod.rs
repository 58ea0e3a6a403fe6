//! DescribePicture (describepicture.org): one sealed request with a picture (bytes or address) and a conversation about it.
//!
//! The seal is AES-256-GCM under a constant that the vendor prints in its public document. It hides nothing from anybody
//! who reads that document: it is a form that the service demands, not a protection. What protects the picture and the
//! app id on the way is TLS; the app id is the person's only credential.

use super::adapter::{AccountInfo, Charge, HttpCall, HttpResponse, Step};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, ImageBy, Kind, Model, Offers, Privacy,
    Progress, RateLimit, Reply, RequestContext, Takes, TurnRole, endpoint, error, json, prompt, publish,
};
use crate::failure::{Failure, Reason};
use crate::money::{Amount, Credits, Unit};
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

/// The constant of the vendor's document, section 4.
const KEY: [u8; 32] = [
    0x69, 0x0c, 0x9d, 0x8f, 0x65, 0xf0, 0xd8, 0xa8, 0x57, 0x2f, 0x1c, 0x29, 0xe9, 0xa3, 0x0b, 0x1d, 0x67, 0x32, 0x62,
    0x81, 0xf3, 0x95, 0xb3, 0xb6, 0x49, 0xf3, 0xbb, 0x0a, 0xfb, 0xf1, 0x9d, 0x4b,
];

const OPERATION: &str = "describe_picture_api";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&DescribePicture),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "describepicture",
        name: "DescribePicture",
        home: Some("https://describepicture.org"),
        key_page: Some("https://describepicture.org/api"),
        top_up_page: Some("https://describepicture.org/api"),
        endpoint: Some("https://us-central1-describepicture.cloudfunctions.net"),
        secrets: &[Field { name: "app_id", kind: FieldKind::Secret, required: true }],
        settings: &[Field { name: "pass_address", kind: FieldKind::Switch, required: false }],
        models: &[Model { id: OPERATION, operations: &[OPERATION], takes: None, returns: None, languages: None }],
        many: false,
        names_models: false,
        makes_accounts: false,
        accepts: Accepts {
            by: ImageBy::BytesOrUrl,
            formats: &["image/jpeg", "image/png"],
            max_edge: 1024,
            // No limit is documented; a cloud function takes ten megabytes, and both layers of base64 count.
            max_bytes: 4_000_000,
            max_base64: None,
        },
        takes: Takes { prompt: true, context: true, conversation: true },
        returns: Offers { alt: true, description: true, title: false, tags: false, credits: true, tokens: false },
        languages: &[],
        rate_limits: &[RateLimit { requests: 100, seconds: 3600 }],
        price: Some(Amount { value: 0.01, unit: Unit::Usd }),
        free_on_this_computer: false,
        privacy: Privacy::Sent,
    }
}

struct DescribePicture;

/// What is sealed. An address wins over bytes where both are given, so the other is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_base64: Option<String>,
    prompt: Vec<Line<'a>>,
    mime_type: &'a str,
    app_id: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    role: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    iv: String,
    encrypted_data: String,
}

/// Seals a text under a fresh nonce: ciphertext, then the tag.
fn seal(plain: &[u8], nonce: [u8; 12]) -> Result<Envelope, Failure> {
    let cipher = Aes256Gcm::new(&KEY.into());
    let sealed = cipher.encrypt(&Nonce::from(nonce), plain).map_err(|_| Failure::new(Reason::Internal))?;
    Ok(Envelope { iv: BASE64_STANDARD.encode(nonce), encrypted_data: BASE64_STANDARD.encode(sealed) })
}

fn call(context: &RequestContext<'_>, plain: &Plain<'_>) -> Result<HttpCall, Failure> {
    let plain = serde_json::to_vec(plain).map_err(|_| Failure::new(Reason::Internal))?;
    let mut nonce = [0; 12];
    getrandom::fill(&mut nonce).map_err(|_| Failure::new(Reason::Internal))?;
    let url = endpoint::join(context.endpoint, "/describe_picture_api");
    HttpCall::post(OPERATION, url, &seal(&plain, nonce)?)
}

impl HttpAdapter for DescribePicture {
    fn start(&self, context: &RequestContext<'_>, _progress: &mut Progress) -> Result<HttpCall, Failure> {
        let image = context.image.filter(|_| !publish::by_address(&descriptor(), context));
        let (url, bytes, mime) = match (image, context.image_url) {
            (Some(image), _) => (None, Some(BASE64_STANDARD.encode(&image.bytes)), image.mime),
            // Nobody may have looked at what lies there; the service looks itself.
            (None, Some(url)) => (Some(url), None, context.image_mime.unwrap_or("image/jpeg")),
            (None, None) => return Err(Reason::Internal.into()),
        };
        let instruction = prompt::instruction(context.request);
        let turns = context.request.turns.iter().map(|turn| Line {
            role: match turn.role {
                TurnRole::User => "user",
                TurnRole::Model => "model",
            },
            text: &turn.text,
        });
        let question = std::iter::once(Line { role: "user", text: &instruction });
        let app_id = context.secrets.expose("app_id")?;
        let prompt = turns.chain(question).collect();
        call(context, &Plain { image_url: url, image_base64: bytes, prompt, mime_type: mime, app_id })
    }

    fn rebuild(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        _call: HttpCall,
    ) -> Result<HttpCall, Failure> {
        self.start(context, progress)
    }

    fn next(
        &self,
        _context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        let said = success(response)?;
        let credits = left(&said);
        let Some(text) = json::text(&said["answer"]) else {
            // Counted all the same, as its balance shows.
            return Err(Failure { credits, ..json::bad("answer") });
        };
        let credits = credits.map(|left| Credits { used: Some(1.0), ..left });
        let charge =
            Charge { operation: OPERATION.to_owned(), request_id: None, credits: credits.clone(), recorded: false };
        progress.reply = Reply {
            description: Some(text),
            credits,
            charges: vec![charge],
            raw: Some(json::decoded(&response.body)),
            ..Reply::default()
        };
        Ok(Step::Done(Box::new(progress.reply.clone())))
    }

    /// No free call is documented. A request without a picture is refused for the picture once the app id is known; what
    /// it says of the app id is all that can be learnt without paying.
    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        let probe = || {
            let app_id = context.secrets.expose("app_id")?;
            let plain =
                Plain { image_url: None, image_base64: None, prompt: Vec::new(), mime_type: "image/jpeg", app_id };
            Ok(call(context, &plain)?.free())
        };
        (account_query == AccountQuery::Key).then(probe)
    }

    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        AccountInfo::of_probe(success(response), |failure| {
            let field = failure.about.get("field").map_or("", String::as_str);
            failure.reason == Reason::InvalidRequest && matches!(field, "imageUrl" | "imageBase64" | "prompt")
        })
    }
}

/// The balance that an answer tells, whatever else is in it.
fn left(said: &Value) -> Option<Credits> {
    let remaining = json::number(&said["lastCredits"])?;
    Some(Credits { remaining: Some(remaining), unit: "requests".into(), ..Credits::default() })
}

/// What the service may say when the credits are used up. The document says 额度 and 配额 of what is bought.
const NO_CREDITS: &[&str] =
    &["credit", "balance", "payment", "insufficient", "额度不足", "额度已用", "额度用", "额度耗尽", "余额", "配额不足"];

/// What it may say when there were more requests than it takes in an hour.
const TOO_MANY: &[&str] = &[
    "rate_limit",
    "rate limit",
    "too many",
    "too_many",
    "quota",
    "请求限制",
    "请求上限",
    "请求过多",
    "请求次数",
    "频繁",
    "配额",
];

/// The body of a success. An `error` object is a failure whatever the status, and so is a message in place of an answer.
fn success(response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    let bare = said["answer"].is_null() && said["message"].is_string();
    let wrong = if bare && said["error"].is_null() { &said } else { &said["error"] };
    if wrong.is_object() || wrong.is_string() {
        return Err(Failure { credits: left(&said), ..refusal(wrong, response) });
    }
    match response.status {
        200..=299 => Ok(said),
        _ => Err(error::from_status(response)),
    }
}

/// `INVALID_REQUEST` with `FIELD_REQUIRED` is the one documented error. The others are only described (quota, limit, app
/// id, credits), so their codes and messages are read by the words in them.
fn refusal(wrong: &Value, response: &HttpResponse) -> Failure {
    let code = json::label(&wrong["code"]);
    let message = json::text(&wrong["message"]).or_else(|| json::text(wrong));
    let field = json::text(&wrong["details"]["field"]);
    let why = json::text(&wrong["details"]["reason"]);
    let words =
        [&code, &message, &why].into_iter().flatten().map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let names_key = field.as_deref() == Some("appId") || has(&["app_id", "appid", "app id"]);
    // A limit of size or length is the picture's, not the hour's.
    let limited = has(&["limit"]) && has(&["reach", "exceed", "hour"]);
    let of_the_picture = has(&["size", "large", "byte", "pixel", "length", " mb"]);
    let reason = if has(NO_CREDITS) {
        Reason::CreditsExhausted
    } else if has(TOO_MANY) || (limited && !of_the_picture) {
        Reason::RateLimited
    } else if names_key || has(&["unauthorized", "unauthenticated", "permission_denied", "forbidden"]) {
        Reason::KeyRejected
    } else if has(&["safety", "blocked", "content_filter", "prohibited"]) {
        Reason::ContentBlocked
    } else if has(&["invalid_request", "field_required", "invalid_argument"]) {
        Reason::InvalidRequest
    } else {
        error::spoken(response).reason
    };
    let mut failure = error::refused(reason, code, message);
    if reason == Reason::RateLimited {
        failure = failure.documented("describepicture-limit");
    }
    if let Some(field) = field {
        failure = failure.with("field", field);
    }
    if let Some(why) = why {
        if why.eq_ignore_ascii_case("FIELD_REQUIRED") && reason == Reason::InvalidRequest {
            failure = failure.documented("describepicture-field-required");
        }
        failure = failure.with("problem", why);
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seal_is_that_of_the_document() {
        // Made with the library of the document's sample, PyCryptodome.
        let envelope = seal(b"{\"appId\":\"a\"}", [7; 12]).expect("sealed");
        assert_eq!(envelope.iv, "BwcHBwcHBwcHBwcH");
        assert_eq!(envelope.encrypted_data, "533n0jIm/ugpSOAOlptrwKDeVseuv00uYwKJ31A=");
    }
}
