//! Image Describer (imagedescriber.app): a description in Markdown, tags with title and description, or an alt text, each
//! an operation of its own. Its operations are the models here; `everything` makes all three calls.

use super::adapter::{AccountInfo, Charge, Header, HttpCall, HttpResponse, Step};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, ImageBy, Kind, Model, Offers, Privacy,
    Progress, RateLimit, Reply, Request, RequestContext, Takes, endpoint, error, json, prompt,
};
use crate::failure::{Again, Failure, Reason, Remedy};
use crate::language::primary;
use crate::money::Credits;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

const CONTENT: &str = "generate_content";
const TAGS: &str = "generate_tags";
const ALT: &str = "generate_alt_text";
const EVERYTHING: &str = "everything";

/// The documents say at most 4 MB and not of what: with the base64 text, its `data:` prefix included, within this many
/// bytes, both readings hold.
const IMAGE_TEXT: usize = 4_000_000;

/// Longest `data:` prefix (`data:image/jpeg;base64,`).
const PREFIX: usize = 23;

const LANGUAGES: &[&str] = &["en", "zh", "fr", "de", "es", "ja", "ko"];
const ALT_LANGUAGES: &[&str] = &["en", "zh", "fr", "de", "es", "ja", "ko", "it", "pt", "ar", "nl", "pl"];

const NOTHING: Offers =
    Offers { alt: false, description: false, title: false, tags: false, credits: false, tokens: false };

const ALL: Offers = Offers { alt: true, description: true, title: true, tags: true, credits: true, tokens: false };

/// Two of its operations take the picture and a language, and nothing else.
const NO_WORDS: Takes = Takes { prompt: false, context: false, conversation: false };

const MODELS: &[Model] = &[
    Model {
        id: CONTENT,
        operations: &[CONTENT],
        takes: None,
        returns: Some(Offers { alt: true, description: true, ..NOTHING }),
        languages: None,
    },
    Model { id: TAGS, operations: &[TAGS], takes: Some(NO_WORDS), returns: Some(ALL), languages: None },
    Model {
        id: ALT,
        operations: &[ALT],
        takes: Some(NO_WORDS),
        returns: Some(Offers { alt: true, ..NOTHING }),
        languages: Some(ALT_LANGUAGES),
    },
    // The tags last: they alone come with what is left, which is the truth only after all three were counted.
    Model { id: EVERYTHING, operations: &[CONTENT, ALT, TAGS], takes: None, returns: Some(ALL), languages: None },
];

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&ImageDescriber),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[("imagedescriber-2005", Remedy::Again)],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "imagedescriber",
        name: "Image Describer",
        home: Some("https://imagedescriber.app"),
        key_page: Some("https://imagedescriber.app"),
        top_up_page: Some("https://imagedescriber.app"),
        endpoint: Some("https://api.imagedescriber.app"),
        secrets: &[Field { name: "api_key", kind: FieldKind::Secret, required: true }],
        settings: &[],
        models: MODELS,
        many: false,
        names_models: false,
        makes_accounts: false,
        accepts: Accepts {
            by: ImageBy::Bytes,
            formats: &["image/jpeg", "image/png", "image/webp"],
            max_edge: 1024,
            max_bytes: (IMAGE_TEXT - PREFIX) / 4 * 3,
            max_base64: Some(IMAGE_TEXT - PREFIX),
        },
        takes: Takes { prompt: true, context: true, conversation: false },
        returns: ALL,
        languages: LANGUAGES,
        rate_limits: &[RateLimit { requests: 30, seconds: 60 }, RateLimit { requests: 1800, seconds: 3600 }],
        price: None,
        free_on_this_computer: false,
        privacy: Privacy::Sent,
    }
}

struct ImageDescriber;

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<String>,
    lang: &'a str,
}

/// The operations of a model, in the order in which they are called.
fn operations(model: &str) -> Result<&'static [&'static str], Failure> {
    let wanted = if model.is_empty() { CONTENT } else { model };
    let known = MODELS.iter().find(|known| known.id == wanted);
    known.map(|known| known.operations).ok_or_else(|| Failure::new(Reason::ModelNotFound).with("model", wanted))
}

/// The first of these operations that was not counted yet.
fn missing(wanted: &'static [&'static str], reply: &Reply) -> Option<&'static str> {
    wanted.iter().copied().find(|operation| !reply.charges.iter().any(|charge| charge.operation == *operation))
}

fn call(context: &RequestContext<'_>, operation: &'static str) -> Result<HttpCall, Failure> {
    let image = context.image.ok_or_else(|| Failure::new(Reason::Internal))?;
    let image = format!("data:{};base64,{}", image.mime, BASE64_STANDARD.encode(&image.bytes));
    if image.len() > IMAGE_TEXT {
        return Err(Failure::new(Reason::ServiceRefusedImage).with("limit", IMAGE_TEXT));
    }
    let body = Body { image: Some(image), prompt: None, lang: lang(context.request) };
    let body = match operation {
        // The English page calls the prompt optional, the Chinese one required.
        CONTENT => Body { prompt: Some(prompt::instruction(&wanted(context.request))), ..body },
        _ => body,
    };
    Ok(HttpCall::post(operation, url(context, operation), &body)?.header(key(context)?))
}

/// With an alt text from its own operation, the content is the long description.
fn wanted(request: &Request) -> Request {
    let mut wanted = request.clone();
    if request.model == EVERYTHING && request.prompt.is_none() {
        wanted.style = "long".into();
        wanted.max_chars = None;
    }
    wanted
}

fn url(context: &RequestContext<'_>, operation: &str) -> url::Url {
    endpoint::join(context.endpoint, &format!("/api/v1/{operation}"))
}

fn key(context: &RequestContext<'_>) -> Result<Header, Failure> {
    context.secrets.bearer("api_key")
}

fn lang(request: &Request) -> &str {
    let primary = primary(&request.language);
    if primary.is_empty() { "en" } else { primary }
}

impl HttpAdapter for ImageDescriber {
    fn start(&self, context: &RequestContext<'_>, _progress: &mut Progress) -> Result<HttpCall, Failure> {
        let first = operations(&context.request.model)?.first().ok_or_else(|| Failure::new(Reason::Internal))?;
        call(context, first)
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        let envelope = envelope(response)?;
        let wanted = operations(&context.request.model)?;
        let reply = &mut progress.reply;
        match read(response.operation, &envelope["data"]).map_err(|failure| stamped(failure, &envelope)) {
            Ok(said) => merge(reply, said, response, &envelope),
            // Counted, and of no use: the other operations are worth having all the same.
            Err(failure) if wanted.len() > 1 => {
                reply.charges.push(charge(response, &envelope, failure.credits.clone()));
                reply.incomplete = Some(Failure { again: Some(Again::MayCostTwice), ..failure });
            }
            Err(failure) => return Err(failure),
        }
        if let Some(operation) = missing(wanted, reply) {
            return Ok(Step::Call(call(context, operation)?));
        }
        let says_nothing = reply.alt.is_none() && reply.description.is_none() && reply.tags.is_empty();
        match reply.incomplete.take_if(|_| says_nothing && reply.title.is_none()) {
            Some(failure) => Ok(Step::Failed(failure)),
            None => Ok(Step::Done(Box::new(reply.clone()))),
        }
    }

    fn model_for_style(&self, style: &str) -> Option<&'static str> {
        match style {
            "tags" => Some(TAGS),
            "alt" => Some(ALT),
            _ => None,
        }
    }

    fn can_continue(&self) -> bool {
        true
    }

    fn continue_request(&self, context: &RequestContext<'_>, progress: &Progress) -> Result<HttpCall, Failure> {
        let missing = missing(operations(&context.request.model)?, &progress.reply);
        call(context, missing.ok_or_else(|| Failure::new(Reason::Internal))?)
    }

    /// The documents name no free call. A request without a picture is refused for its parameter (1005) once the key
    /// has been accepted, or for the key (1002, 1003); nothing is described and nothing counted.
    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        let probe = || {
            let body = Body { image: None, prompt: None, lang: "en" };
            Ok(HttpCall::post(TAGS, url(context, TAGS), &body)?.header(key(context)?).free())
        };
        (account_query == AccountQuery::Key).then(probe)
    }

    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        // Whether it looks at the key first is not documented.
        AccountInfo::of_probe(envelope(response), |failure| {
            matches!(failure.reason, Reason::InvalidRequest | Reason::ServiceRefusedImage)
        })
    }
}

/// The envelope of a success. Failures come as another HTTP status, or as 200 with a code that is not 0: the vendor's
/// samples look at the status only, other clients at the code.
fn envelope(response: &HttpResponse) -> Result<Value, Failure> {
    let envelope = json::object(response)?;
    let code = json::integer(&envelope["code"]);
    match (response.status, code) {
        (200..=299, Some(0)) => Ok(envelope),
        // An envelope without a code is judged by what it carries.
        (200..=299, None) if !envelope["data"].is_null() => Ok(envelope),
        (_, Some(code)) if code != 0 => Err(refusal(code, &envelope)),
        (200..=299, _) => Err(stamped(json::bad("code"), &envelope)),
        _ => {
            let failure = error::from_status(response);
            Err(stamped(Failure { provider_message: json::text(&envelope["message"]), ..failure }, &envelope))
        }
    }
}

/// The failure with the request id and the remaining credits of its envelope.
fn stamped(failure: Failure, envelope: &Value) -> Failure {
    let request_id = json::label(&envelope["request_id"]);
    Failure { request_id, credits: credits(&envelope["data"]["credits"]), ..failure }
}

/// The nine documented codes.
fn refusal(code: i64, envelope: &Value) -> Failure {
    let reason = match code {
        1002 | 1003 => Reason::KeyRejected,
        1004 => Reason::RateLimited,
        1005 => Reason::InvalidRequest,
        2002 => Reason::CreditsExhausted,
        2003 => Reason::ContentBlocked,
        2004 | 2005 => Reason::ServiceRefusedImage,
        5000..=5999 => Reason::ProviderUnavailable,
        _ => Reason::InvalidRequest,
    };
    let failure = error::refused(reason, Some(code.to_string()), json::text(&envelope["message"]));
    let failure = if code == 2004 { failure.with("refused", "format") } else { failure };
    // One that the documents do not name has no sentence and is said by its reason.
    stamped(failure.documented(format!("imagedescriber-{code}")), envelope)
}

/// What an operation's `data` says.
fn read(operation: &str, data: &Value) -> Result<Reply, Failure> {
    let mut reply = Reply { credits: credits(&data["credits"]), ..Reply::default() };
    match operation {
        CONTENT => {
            reply.description = Some(json::text(&data["content"]).ok_or_else(|| json::bad("data.content"))?);
        }
        TAGS => {
            let tags = &data["tags"];
            reply.tags = json::list(&tags["tags"]);
            reply.title = json::text(&tags["title"]);
            reply.description = json::text(&tags["description"]);
            if reply.tags.is_empty() && reply.title.is_none() && reply.description.is_none() {
                return Err(json::bad("data.tags"));
            }
        }
        _ => {
            // The shape of this answer is not documented anywhere that could be found: every likely place is read.
            let places = [&data["alt_text"], &data["altText"], &data["content"], &data["alt"], data];
            reply.alt = Some(places.into_iter().find_map(json::text).ok_or_else(|| json::bad("data.alt_text"))?);
        }
    }
    Ok(reply)
}

fn credits(said: &Value) -> Option<Credits> {
    let (used, remaining) = (json::number(&said["amount"]), json::number(&said["remaining"]));
    (used.is_some() || remaining.is_some()).then(|| Credits {
        used,
        remaining,
        unit: "credits".into(),
        ..Credits::default()
    })
}

fn charge(response: &HttpResponse, envelope: &Value, credits: Option<Credits>) -> Charge {
    let request_id = json::label(&envelope["request_id"]);
    Charge { operation: response.operation.to_owned(), request_id, credits, recorded: false }
}

/// Adds one operation's answer to those before it: a description in Markdown is not replaced by the one of the tags.
fn merge(reply: &mut Reply, said: Reply, response: &HttpResponse, envelope: &Value) {
    let charge = charge(response, envelope, said.credits.clone());
    let request_id = charge.request_id.clone();
    reply.charges.push(charge);
    reply.alt = reply.alt.take().or(said.alt);
    reply.description = reply.description.take().or(said.description);
    reply.title = reply.title.take().or(said.title);
    if reply.tags.is_empty() {
        reply.tags = said.tags;
    }
    reply.request_id = request_id.or_else(|| reply.request_id.take());
    if let Some(now) = said.credits.or_else(|| reply.credits.take()) {
        // Some operations do not tell what they cost: a part of the sum would pass for the whole of it.
        let told = reply.charges.iter().map(|charge| charge.credits.as_ref().and_then(|credits| credits.used));
        reply.credits = Some(Credits { used: told.sum(), ..now });
    }
    let raw = json::decoded(&response.body);
    reply.raw = Some(reply.raw.take().map_or_else(|| raw.clone(), |before| format!("{before}\n{raw}")));
}
