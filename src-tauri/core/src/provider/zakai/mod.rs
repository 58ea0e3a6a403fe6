//! ZAK-AI (zak-ai.com, by wegewerk): alt texts in German and English from a small picture and a caption that names people
//! and places; credits with a first and a last day. HTTP Basic: the user is the secret that the person chose when the
//! account was made, the password is the key that came by e-mail.

use super::adapter::{AccountInfo, Charge, HttpCall, HttpResponse, ListedModel, Method, Step};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, ImageBy, Kind, Model, Offers, Privacy,
    Progress, Reply, Request, RequestContext, Takes, endpoint, error, json,
};
use crate::failure::{Failure, Reason, Remedy};
use crate::language::primary;
use crate::money::Credits;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The model of the vendor's own client, for where the list of models cannot be read.
const MODEL: &str = "mistral-small3.2:latest";

/// Models and prices that are taken from a list; a longer one is no list that anybody chooses from.
const MOST_NAMES: usize = 200;

/// Longest name that is taken from one, in characters.
const LONGEST_NAME: usize = 200;

/// The operation that describes a picture.
const ALTTEXTS: &str = "alttexts";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&ZakAi),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[
            ("zakai-image-too-large", Remedy::Again),
            ("zakai-not-json", Remedy::Again),
            ("zakai-missing-parameter", Remedy::Again),
            ("zakai-secret-colon", Remedy::Key),
        ],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "zakai",
        name: "ZAK-AI",
        home: Some("https://www.zak-ai.com"),
        key_page: Some("https://www.zak-ai.com"),
        top_up_page: Some("https://www.zak-ai.com"),
        endpoint: Some("https://www.zak-ai.com"),
        secrets: &[
            Field { name: "secret", kind: FieldKind::Secret, required: true },
            Field { name: "api_key", kind: FieldKind::Secret, required: true },
        ],
        settings: &[Field { name: "email", kind: FieldKind::Text, required: false }],
        models: &[Model { id: MODEL, operations: &[ALTTEXTS], takes: None, returns: None, languages: None }],
        many: false,
        names_models: true,
        makes_accounts: true,
        accepts: Accepts {
            by: ImageBy::Bytes,
            // Larger edges are refused by the service itself; which formats it takes is not documented beyond these.
            formats: &["image/jpeg", "image/png"],
            max_edge: 512,
            max_bytes: 4 << 20,
            max_base64: None,
        },
        takes: Takes { prompt: false, context: true, conversation: false },
        returns: Offers { alt: true, description: false, title: false, tags: false, credits: true, tokens: false },
        languages: &["de", "en"],
        rate_limits: &[],
        price: None,
        free_on_this_computer: false,
        privacy: Privacy::Sent,
    }
}

struct ZakAi;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    image: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
}

#[derive(Serialize)]
struct Account<'a> {
    email: &'a str,
    secret: &'a str,
}

impl HttpAdapter for ZakAi {
    fn start(&self, context: &RequestContext<'_>, _progress: &mut Progress) -> Result<HttpCall, Failure> {
        let image = context.image.ok_or_else(|| Failure::new(Reason::Internal))?;
        let edge = image.width.max(image.height);
        if edge > 512 {
            return Err(Failure::new(Reason::ServiceRefusedImage).with("edge", 512));
        }
        let body = Body {
            model: if context.request.model.is_empty() { MODEL } else { &context.request.model },
            image: BASE64_STANDARD.encode(&image.bytes),
            language: language(context.request),
            caption: context.request.context.as_deref().map(str::trim).filter(|context| !context.is_empty()),
        };
        with_key(context, HttpCall::post(ALTTEXTS, url(context, ALTTEXTS), &body)?)
    }

    fn next(
        &self,
        _context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        let said = success(response)?;
        let alt = json::text(&said["alttext"]).ok_or_else(|| json::bad("alttext"))?;
        let credits = credits(&said["credits"]);
        let charge = Charge {
            operation: response.operation.to_owned(),
            request_id: None,
            credits: credits.clone(),
            recorded: false,
        };
        progress.reply = Reply {
            alt: Some(alt),
            credits,
            charges: vec![charge],
            raw: Some(json::decoded(&response.body)),
            ..Reply::default()
        };
        Ok(Step::Done(Box::new(progress.reply.clone())))
    }

    /// The secret is the user of HTTP Basic, where a colon ends it (RFC 7617).
    fn check_secret(&self, field: &str, value: &str) -> Result<(), Failure> {
        if field == "secret" && value.contains(':') {
            return Err(Failure::new(Reason::KeyUnusable).with("field", field).documented("zakai-secret-colon"));
        }
        Ok(())
    }

    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        let get = |operation| with_key(context, HttpCall::get(operation, url(context, operation)));
        Some(match account_query {
            AccountQuery::Key | AccountQuery::Balance => get("accounts"),
            AccountQuery::Models => get("models"),
            AccountQuery::Costs => get("credits"),
            AccountQuery::CreateAccount => create(context),
            AccountQuery::ActivateAccount => {
                let url = url(context, "accounts");
                // The vendor's client sends an empty list as the body.
                let empty: [u8; 0] = [];
                let put = HttpCall::post("accounts", url, &empty).map(|call| HttpCall { method: Method::Put, ..call });
                put.and_then(|call| with_key(context, call.free()))
            }
        })
    }

    fn parse_account(
        &self,
        _context: &RequestContext<'_>,
        account_query: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        let mut info =
            AccountInfo { key_confirmed: account_query != AccountQuery::CreateAccount, ..AccountInfo::default() };
        if account_query == AccountQuery::Models {
            info.models = models(response)?.into_iter().map(ListedModel::named).collect();
            return Ok(info);
        }
        let said = success(response)?;
        info.credits = credits(&said["credits"]).or_else(|| credits(&said));
        let costs = [&said["credit_costs"], &said["credits"]["credit_costs"]];
        info.costs = costs.into_iter().find_map(Value::as_object).map(read_costs).unwrap_or_default();
        Ok(info)
    }
}

/// Makes an account: anonymous, with the e-mail address and the secret that the person chose.
fn create(context: &RequestContext<'_>) -> Result<HttpCall, Failure> {
    let email = context.settings.get("email").map_or("", |email| email.trim());
    if !email.contains('@') {
        return Err(Failure::new(Reason::SettingInvalid).with("key", "email").with("value", email));
    }
    let secret = context.secrets.expose("secret")?;
    ZakAi.check_secret("secret", secret)?;
    let body = Account { email, secret };
    Ok(HttpCall::post("accounts", url(context, "accounts"), &body)?.free())
}

fn with_key(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    ZakAi.check_secret("secret", context.secrets.expose("secret")?)?;
    Ok(call.header(context.secrets.basic("secret", "api_key")?))
}

fn url(context: &RequestContext<'_>, operation: &str) -> url::Url {
    endpoint::join(context.endpoint, &format!("/api/v1/{operation}"))
}

/// German is the service's own default.
fn language(request: &Request) -> &str {
    let primary = primary(&request.language);
    if primary.is_empty() { "de" } else { primary }
}

/// The body of a success: `status` says OK. HTTP numbers are not documented, so the message decides first.
fn success(response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    let status = json::text(&said["status"]).unwrap_or_default();
    if status.eq_ignore_ascii_case("ok") && (200..300).contains(&response.status) {
        return Ok(said);
    }
    match json::text(&said["message"]) {
        Some(message) => Err(refusal(&message, &said, response)),
        None if status.eq_ignore_ascii_case("error") => Err(error::spoken(response)),
        None if (200..300).contains(&response.status) => Err(json::bad("status")),
        None => Err(error::from_status(response)),
    }
}

/// The documented messages: a part by which each is known, what it means, and the name under which it has its sentence.
const FAULTS: &[(&str, Reason, &str)] = &[
    ("not enough credits", Reason::CreditsExhausted, "no-credits"),
    ("authentication required", Reason::KeyRejected, "authentication-required"),
    ("authorization malformatted", Reason::KeyRejected, "authorization-malformatted"),
    ("unauthorized", Reason::KeyRejected, "unauthorized"),
    ("image too large", Reason::ServiceRefusedImage, "image-too-large"),
    ("unsupported image type", Reason::ServiceRefusedImage, "image-type"),
    ("[language] must be one of", Reason::LanguageUnknown, "language"),
    ("missing parameter", Reason::InvalidRequest, "missing-parameter"),
    ("not valid json", Reason::InvalidRequest, "not-json"),
];

/// Not documented, but known from the vendor's own client.
const ALSO: &[(&str, Reason)] = &[
    ("[model] must be one of", Reason::ModelNotFound),
    ("too many requests", Reason::RateLimited),
    ("invalid email", Reason::InvalidRequest),
];

fn refusal(message: &str, said: &Value, response: &HttpResponse) -> Failure {
    let known = message.to_lowercase();
    let fault = FAULTS.iter().find(|(part, ..)| known.contains(part));
    let also = || ALSO.iter().find(|(part, _)| known.contains(part)).map(|(_, reason)| *reason);
    let reason = fault.map(|(_, reason, _)| *reason).or_else(also);
    let reason = reason.unwrap_or_else(|| error::spoken(response).reason);
    let mut failure = error::refused(reason, None, Some(message.to_owned()));
    failure.documented = fault.map(|(.., name)| format!("zakai-{name}"));
    failure.credits = credits(&said["credits"]);
    match fault.map(|(.., name)| *name) {
        Some("language") => failure.with("languages", between(message, '{', '}').unwrap_or("de,en").replace(',', ", ")),
        Some("missing-parameter") => match between(message, '[', ']') {
            Some(field) => failure.with("field", field),
            None => failure,
        },
        Some("image-too-large") => failure.with("edge", 512),
        Some("image-type") => failure.with("refused", "format"),
        _ => failure,
    }
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    Some(text.split_once(open)?.1.split_once(close)?.0)
}

/// A balance with its days; the numbers come as text.
fn credits(said: &Value) -> Option<Credits> {
    let (total, remaining) = (json::number(&said["total"]), json::number(&said["remaining"]));
    (total.is_some() || remaining.is_some()).then(|| Credits {
        used: None,
        remaining,
        total,
        unit: "credits".into(),
        valid_from: json::text(&said["valid_from"]),
        valid_until: json::text(&said["valid_until"]),
    })
}

fn read_costs(costs: &serde_json::Map<String, Value>) -> BTreeMap<String, f64> {
    let read = |(name, cost): (&String, &Value)| Some((named(name)?, json::number(cost).filter(|cost| *cost >= 0.0)?));
    costs.iter().filter_map(read).take(MOST_NAMES).collect()
}

/// A name that can be kept, shown and sent back. One that is changed by cleaning, or endless, is no name of a model.
fn named(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME && error::clean(name) == name).then(|| name.to_owned())
}

/// The shape of the list is not documented: an array of names or of objects that hold one, or an object with such an
/// array in it. One that names nothing leaves the vendor's own model.
fn models(response: &HttpResponse) -> Result<Vec<String>, Failure> {
    let said = json::value(response)?;
    if said.is_object() && (said["status"].is_string() || !(200..300).contains(&response.status)) {
        success(response)?;
    }
    let array = said.as_array().or_else(|| said.as_object()?.values().find_map(Value::as_array));
    let keyed = || said["models"].as_object().map(|models| models.keys().cloned().collect::<Vec<_>>());
    let name_of = |model: &Value| {
        let places = [model, &model["name"], &model["id"], &model["model"]];
        places.into_iter().find_map(json::text)
    };
    let told: Vec<String> =
        array.map_or_else(|| keyed().unwrap_or_default(), |models| models.iter().filter_map(name_of).collect());
    let mut names: Vec<String> = Vec::new();
    for name in told.iter().filter_map(|name| named(name)) {
        if names.len() < MOST_NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push(MODEL.to_owned());
    }
    Ok(names)
}
