//! Ollama: models on the person's own computer, asked in Ollama's own form. It streams a line of JSON for each piece, which says
//! more than its imitation of OpenAI's form: thinking apart from words, what each model can do, and where it runs.
//!
//! A model may run in Ollama's cloud although the address is this computer. The list says so. Where the list was not learned
//! yet and the picture is meant to stay here, or to cost nothing, the server is asked for it first, which takes no time.
//! `request` says what is asked, `reply` reads the answer, `models` what is said of the models.

mod models;
mod reply;
mod request;

use super::adapter::{AccountInfo, Cost, HttpCall, HttpResponse, Step};
use super::vision::{self, refuses_field};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, ImageBy, Kind, Model, Offers, PRICE,
    Privacy, Progress, RequestContext, Runs, Takes, endpoint,
};
use crate::failure::{Failure, Reason, Remedy};
use crate::leaving;

/// The operation that describes a picture.
const CHAT: &str = "chat";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&Ollama),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[("ollama-memory", Remedy::Service)],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "ollama",
        name: "Ollama",
        home: Some("https://ollama.com"),
        key_page: Some("https://ollama.com/settings/keys"),
        top_up_page: None,
        endpoint: Some("http://127.0.0.1:11434"),
        // For a gate before it, or for Ollama's own cloud.
        secrets: &[Field { name: "api_key", kind: FieldKind::Secret, required: false }],
        settings: &[
            Field { name: "paid", kind: FieldKind::Switch, required: false },
            Field { name: "price", kind: FieldKind::Text, required: false },
        ],
        models: &[Model { id: "", operations: &[CHAT], takes: None, returns: None, languages: None }],
        many: false,
        names_models: true,
        makes_accounts: false,
        accepts: Accepts {
            by: ImageBy::Bytes,
            formats: &["image/jpeg", "image/png"],
            max_edge: 768,
            max_bytes: 4 << 20,
            max_base64: None,
        },
        takes: Takes { prompt: true, context: true, conversation: true },
        returns: Offers { alt: true, description: true, title: false, tags: false, credits: false, tokens: true },
        languages: &[],
        rate_limits: &[],
        price: None,
        free_on_this_computer: true,
        privacy: Privacy::Sent,
    }
}

struct Ollama;

impl HttpAdapter for Ollama {
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure> {
        let model = context.request.model.as_str();
        let here = endpoint::is_loopback(context.endpoint);
        match model {
            "" => list(context),
            model if here && (context.local_only || context.unpaid) => show(context, model),
            model => chat(context, model, progress.form, models::name_says_elsewhere(model)),
        }
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        let model = context.request.model.as_str();
        match response.operation {
            models::LIST => {
                let chosen =
                    models::chosen(&models::read(context.request, response)?).ok_or_else(vision::none_listed)?;
                let call = chat(context, &chosen, progress.form, false)?;
                progress.model = Some(chosen);
                Ok(Step::Call(call))
            }
            models::SHOW => {
                let shown = models::shown(context.request, response)?;
                let elsewhere = shown.runs == Some(Runs::Elsewhere);
                if elsewhere {
                    may_leave(context)?;
                }
                Ok(Step::Call(chat(context, model, progress.form, elsewhere)?))
            }
            _ if progress.form == 0 && refuses_field(response, &["think"]) => {
                let model = progress.model.as_deref().unwrap_or(model);
                let call = chat(context, model, 1, response.cost == Cost::MayCharge)?;
                progress.form = 1;
                Ok(Step::Call(call))
            }
            _ => {
                progress.reply = reply::read(context.request, response)?;
                Ok(Step::Done(Box::new(progress.reply.clone())))
            }
        }
    }

    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        matches!(account_query, AccountQuery::Key | AccountQuery::Models).then(|| list(context))
    }

    fn parse_account(
        &self,
        context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        let models = match response.operation {
            models::SHOW => vec![models::shown(context.request, response)?],
            _ => models::read(context.request, response)?,
        };
        Ok(AccountInfo { models, ..AccountInfo::default() })
    }

    fn learn_more(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
        known: &AccountInfo,
    ) -> Vec<HttpCall> {
        // Older servers say in the list nothing of what a model can do.
        let silent = known.models.iter().filter(|model| model.sees.is_none()).take(models::MOST_SHOWN);
        match account_query {
            AccountQuery::Models => silent.filter_map(|model| show(context, &model.id).ok()).collect(),
            _ => Vec::new(),
        }
    }
}

/// Refuses a model that turns out to run elsewhere: where only this computer may be used, and where nobody was asked because
/// everybody took it for the person's own.
fn may_leave(context: &RequestContext<'_>) -> Result<(), Failure> {
    leaving::check(context.local_only, false, ("model", &context.request.model))?;
    let said = |name: &str| context.settings.contains_key(name);
    if context.unpaid && !said("paid") && !said(PRICE) {
        let failure = Failure::new(Reason::InvalidRequest).with("model", &context.request.model);
        return Err(failure.documented("ollama-elsewhere"));
    }
    Ok(())
}

fn chat(context: &RequestContext<'_>, model: &str, form: u8, elsewhere: bool) -> Result<HttpCall, Failure> {
    let body = request::Body::of(context, model, form)?;
    let call = HttpCall::post(CHAT, endpoint::join(context.endpoint, "/api/chat"), &body)?;
    let cost = if context.unpaid && !elsewhere { Cost::Unpaid } else { Cost::MayCharge };
    with_key(context, call.costing(cost).streamed(reply::decoder))
}

fn list(context: &RequestContext<'_>) -> Result<HttpCall, Failure> {
    with_key(context, HttpCall::get(models::LIST, endpoint::join(context.endpoint, "/api/tags")))
}

fn show(context: &RequestContext<'_>, model: &str) -> Result<HttpCall, Failure> {
    let url = endpoint::join(context.endpoint, "/api/show");
    let call = HttpCall::post(models::SHOW, url, &serde_json::json!({"model": model}))?;
    with_key(context, call.free().about(model))
}

fn with_key(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    if context.secrets.has("api_key") { Ok(call.header(context.secrets.bearer("api_key")?)) } else { Ok(call) }
}
