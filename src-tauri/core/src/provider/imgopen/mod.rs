//! Img Open (zhiqite.com): hands over a picture's public address, then asks again and again what became of it, or is told.
//! CLIP answers with a caption and style terms behind it, DeepDanbooru with tags.
//!
//! Much of the documents is missing or contradicts itself; where several readings are possible, all are taken: codes as
//! text or number, both spellings of the task id, a caption that comes with "generating", fields wherever they stand.

use super::adapter::{AccountInfo, Charge, Cost, HttpCall, HttpResponse, Step};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, ImageBy, Kind, Mailbox, Model, Offers,
    Privacy, Progress, Reply, RequestContext, Takes, endpoint, error, json,
};
use crate::failure::{Again, Failure, Reason, Remedy};
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;

const SUBMIT: &str = "interrogate";
const QUERY: &str = "queryTask";
const CLIP: &str = "clip";
const DEEPDANBOORU: &str = "deepdanbooru";

/// `callbackUrl` is required, also where the result is asked for. Where nothing listens, an address that can never lead
/// anywhere (RFC 2606) keeps the result from being delivered to a stranger.
const NOWHERE: &str = "https://callback.invalid/";

/// Longest that an outcome is waited for, in seconds; the setting `time_limit` changes it.
const TIME_LIMIT: u64 = 300;

const NOTHING: Offers =
    Offers { alt: false, description: false, title: false, tags: false, credits: false, tokens: false };

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&ImgOpen),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[("imgopen-failed", Remedy::Again)],
    }
}

const fn field(name: &'static str, kind: FieldKind, required: bool) -> Field {
    Field { name, kind, required }
}

const SECRETS: &[Field] = &[
    field("access_key_id", FieldKind::Secret, true),
    field("access_key_secret", FieldKind::Secret, true),
    field("s3_access_key_id", FieldKind::Secret, false),
    field("s3_secret_access_key", FieldKind::Secret, false),
];

/// The bucket that pictures of this computer are laid in for a moment, or this computer's own public address.
const SETTINGS: &[Field] = &[
    field("s3_endpoint", FieldKind::Url, false),
    field("s3_bucket", FieldKind::Place, false),
    field("s3_region", FieldKind::Text, false),
    field("public_url", FieldKind::Url, false),
    field("public_port", FieldKind::Number, false),
    field("time_limit", FieldKind::Number, false),
];

fn descriptor() -> Descriptor {
    Descriptor {
        id: "imgopen",
        name: "Img Open",
        // The vendor's documents; no public page says where a key is got.
        home: Some("https://4v5l1y8wvl.apifox.cn"),
        key_page: None,
        top_up_page: None,
        endpoint: Some("https://api.zhiqite.com"),
        secrets: SECRETS,
        settings: SETTINGS,
        models: &[
            Model { id: CLIP, operations: &[SUBMIT], takes: None, returns: None, languages: None },
            Model {
                id: DEEPDANBOORU,
                operations: &[SUBMIT],
                takes: None,
                returns: Some(Offers { tags: true, ..NOTHING }),
                languages: None,
            },
        ],
        many: false,
        names_models: false,
        makes_accounts: false,
        accepts: Accepts {
            by: ImageBy::Url,
            // For a picture that has to be given an address first.
            formats: &["image/jpeg", "image/png"],
            max_edge: 1024,
            max_bytes: 4_000_000,
            max_base64: None,
        },
        takes: Takes::default(),
        returns: Offers { alt: true, tags: true, ..NOTHING },
        languages: &["en"],
        rate_limits: &[],
        price: None,
        free_on_this_computer: false,
        privacy: Privacy::Sent,
    }
}

struct ImgOpen;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Submission<'a> {
    business_task_id: &'a str,
    image: &'a str,
    model: &'a str,
    callback_url: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Query<'a> {
    business_task_id: &'a str,
}

fn model(context: &RequestContext<'_>) -> Result<&'static str, Failure> {
    match context.request.model.as_str() {
        "" | CLIP => Ok(CLIP),
        DEEPDANBOORU => Ok(DEEPDANBOORU),
        other => Err(Failure::new(Reason::ModelNotFound).with("model", other)),
    }
}

/// A name that no other submission has.
fn fresh_name() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Failure::new(Reason::Internal))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn with_keys(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    let call = call.header(context.secrets.header("x-request-req-accesskeyid", "access_key_id")?);
    Ok(call.header(context.secrets.header("x-request-req-accesskeysecret", "access_key_secret")?))
}

fn url(context: &RequestContext<'_>, rest: &str) -> url::Url {
    endpoint::join(context.endpoint, &format!("/AIGCImgOpenServ/saas/tool/interrogate{rest}"))
}

fn query(context: &RequestContext<'_>, task: &str) -> Result<HttpCall, Failure> {
    let call = HttpCall::post(QUERY, url(context, "/queryTask"), &Query { business_task_id: task })?;
    with_keys(context, call.free())
}

impl HttpAdapter for ImgOpen {
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure> {
        let image = context.image_url.ok_or_else(|| Failure::new(Reason::NeedsPublicUrl))?;
        let task = fresh_name()?;
        let body = Submission {
            business_task_id: &task,
            image,
            model: model(context)?,
            callback_url: context.mailbox.map_or(NOWHERE, |mailbox| mailbox.url()),
        };
        let call = with_keys(context, HttpCall::post(SUBMIT, url(context, ""), &body)?)?;
        progress.task = Some(task);
        Ok(call)
    }

    fn rebuild(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        call: HttpCall,
    ) -> Result<HttpCall, Failure> {
        match call.cost {
            Cost::MayCharge | Cost::Unpaid => self.start(context, progress),
            Cost::Free => Ok(call),
        }
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        let task = progress.task.clone().ok_or_else(|| Failure::new(Reason::Internal))?;
        // Its name is what the service's support can look for.
        let named = |failure: Failure| Failure { request_id: Some(task.clone()), ..failure };
        let envelope = told(response, &task).map_err(named)?;
        match Outcome::read(&envelope, &task) {
            Outcome::Words { caption, id } => {
                progress.reply = reply(model(context)?, &caption, id, response);
                Ok(Step::Done(Box::new(progress.reply.clone())))
            }
            Outcome::Failed => {
                let mut failure = Failure::new(Reason::ServiceRefusedImage).documented("imgopen-failed");
                failure.provider_message = json::text(&envelope["msg"]);
                Ok(Step::Failed(named(failure)))
            }
            Outcome::Nothing => Err(named(json::bad("data"))),
            Outcome::Working => wait(context, progress, &task),
        }
    }

    fn outcome_call(&self, context: &RequestContext<'_>, progress: &Progress) -> Option<Result<HttpCall, Failure>> {
        progress.task.as_deref().map(|task| query(context, task))
    }

    fn next_poll(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Option<Result<Step, Failure>> {
        let task = progress.task.clone()?;
        Some(wait(context, progress, &task))
    }

    /// A poll for a task that does not exist costs nothing, and is refused differently from one with a wrong key.
    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        (account_query == AccountQuery::Key).then(|| query(context, &fresh_name()?))
    }

    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        AccountInfo::of_probe(success(response), |failure| failure.reason == Reason::InvalidRequest)
    }
}

/// The next poll: after one second, then each time half as long again, at most a quarter of a minute.
fn wait(context: &RequestContext<'_>, progress: &mut Progress, task: &str) -> Result<Step, Failure> {
    let set = context.settings.get("time_limit").and_then(|text| text.trim().parse().ok());
    let limit: u64 = set.unwrap_or(TIME_LIMIT);
    if progress.waited_ms >= limit.saturating_mul(1000) {
        let mut failure = Failure::new(Reason::Timeout).with("seconds", limit);
        failure.request_id = Some(task.to_owned());
        failure.again = Some(Again::IsFree);
        return Ok(Step::Failed(failure));
    }
    let ms = (1000.0 * 1.5_f64.powi(progress.polls.min(20) as i32)).min(15_000.0) as u64;
    progress.polls += 1;
    Ok(Step::Wait { ms, then: query(context, task)? })
}

/// The answer to a call, or a delivered result. No document shows the latter: where an outcome stands in it, it is one
/// whatever the code around it, and also without any. A code with a broken byte in it says nothing; what is told of the task
/// does.
fn told(response: &HttpResponse, task: &str) -> Result<Value, Failure> {
    let told = if response.operation == Mailbox::OPERATION { json::value(response)? } else { json::object(response)? };
    let outcome = Outcome::read(&told, task);
    let holds = match (response.operation == Mailbox::OPERATION, response.status) {
        (true, 200) => matches!(outcome, Outcome::Words { .. } | Outcome::Failed),
        (false, 200..=299) => is_garbled(&told["code"]) && !matches!(outcome, Outcome::Nothing),
        _ => false,
    };
    if holds { Ok(told) } else { verdict(told, response) }
}

fn is_garbled(code: &Value) -> bool {
    json::label(code).is_some_and(|code| !code.is_ascii())
}

/// The envelope of a success: `code` is the text "200".
fn success(response: &HttpResponse) -> Result<Value, Failure> {
    verdict(json::object(response)?, response)
}

fn verdict(envelope: Value, response: &HttpResponse) -> Result<Value, Failure> {
    let code = json::label(&envelope["code"]).filter(|_| !is_garbled(&envelope["code"]));
    match (code.as_deref(), response.status) {
        (Some("200" | "0"), 200..=299) => Ok(envelope),
        (None, 200..=299) => Err(json::bad("code")),
        (None, _) => Err(error::from_status(response)),
        (Some(code), _) => Err(refusal(code, &envelope, response)),
    }
}

/// No error is documented: the code is read as the HTTP number that it resembles, and the message by its words.
fn refusal(code: &str, envelope: &Value, response: &HttpResponse) -> Failure {
    let message = ["msg", "message"].into_iter().find_map(|name| json::text(&envelope[name]));
    let words = message.as_deref().unwrap_or_default().to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let like = code.parse().ok().filter(|code| (300..600).contains(code)).unwrap_or(response.status);
    let reason = if has(&["accesskey", "access key", "unauthorized", "signature", "鉴权", "密钥"]) {
        Reason::KeyRejected
    } else if has(&["balance", "insufficient", "credit", "余额", "额度"]) {
        Reason::CreditsExhausted
    } else if has(&["too many", "frequen", "频繁", "限流"]) {
        Reason::RateLimited
    } else {
        match error::spoken(&HttpResponse { status: like, ..response.clone() }).reason {
            Reason::BadResponse => Reason::InvalidRequest,
            reason => reason,
        }
    };
    error::refused(reason, Some(code.to_owned()), message)
}

/// What became of a task.
enum Outcome {
    Words { caption: String, id: Option<String> },
    Working,
    Failed,
    Nothing,
}

impl Outcome {
    /// Documented: 1 generating, 2 done, 0 failed. Seen in the vendor's sibling tools: 3 still running. The document's own
    /// example has a caption with 1, so a caption is a result whatever the number beside it, except a failure's.
    fn read(envelope: &Value, task: &str) -> Self {
        let Some(data) = find(envelope, task) else { return Self::Nothing };
        let status = json::integer(&data["status"]);
        let id = ["taskId", "task_id"].into_iter().find_map(|name| json::label(&data[name]));
        match (status, json::text(&data["caption"])) {
            (Some(0), _) => Self::Failed,
            (_, Some(caption)) => Self::Words { caption, id },
            (None, None) if id.is_none() => Self::Nothing,
            // Done without a word: the caption may come a moment later; the time limit ends the wait.
            _ => Self::Working,
        }
    }
}

/// The object that tells of the task, wherever it stands: the nearest one with a documented field, ours before others.
fn find<'a>(envelope: &'a Value, task: &str) -> Option<&'a Value> {
    let tells = |value: &Value| ["caption", "status", "taskId", "task_id"].iter().any(|name| !value[*name].is_null());
    let ours = |value: &Value| match &value["businessTaskId"] {
        Value::Null => true,
        name => json::label(name).as_deref() == Some(task),
    };
    let mut places = VecDeque::from([envelope]);
    let mut looked_at = 0;
    while let Some(place) = places.pop_front().filter(|_| looked_at < 1_000) {
        looked_at += 1;
        match place {
            Value::Object(_) if tells(place) && ours(place) => return Some(place),
            Value::Object(fields) => places.extend(fields.values()),
            Value::Array(items) => places.extend(items),
            _ => {}
        }
    }
    None
}

/// A caption and its style terms, or tags alone.
fn reply(model: &str, caption: &str, id: Option<String>, response: &HttpResponse) -> Reply {
    let mut tags: Vec<String> = json::list(&Value::String(caption.to_owned()));
    let alt = (model == CLIP && !tags.is_empty()).then(|| tags.remove(0));
    Reply {
        alt,
        tags,
        request_id: id.clone(),
        raw: Some(json::decoded(&response.body)),
        charges: vec![Charge { operation: SUBMIT.to_owned(), request_id: id, credits: None, recorded: false }],
        ..Reply::default()
    }
}
