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
use super::vision::asking::{ask_chosen, ask_in_next_form, done, is_told_by_list, with_optional_key};
use super::vision::descriptor::{MODELS, OPTIONAL_KEY, unnamed};
use super::vision::refuses_field;
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, Kind, PRICE, Progress, RequestContext,
    Runs, endpoint,
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
        endpoint: Some("http://127.0.0.1:11434"),
        // For a gate before it, or for Ollama's own cloud.
        secrets: OPTIONAL_KEY,
        settings: &[
            Field { name: "paid", kind: FieldKind::Switch, required: false },
            Field { name: "price", kind: FieldKind::Text, required: false },
        ],
        models: const { &[unnamed(&[CHAT])] },
        accepts: Accepts { formats: &["image/jpeg", "image/png"], ..MODELS.accepts },
        free_on_this_computer: true,
        ..MODELS
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
                let chosen = models::chosen(&models::read(context.request, response)?);
                ask_chosen(progress, chosen, |model, form| chat(context, model, form, false))
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
                let elsewhere = response.cost == Cost::MayCharge;
                ask_in_next_form(context, progress, |model, form| chat(context, model, form, elsewhere))
            }
            _ => Ok(done(progress, reply::read(context.request, response)?)),
        }
    }

    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        is_told_by_list(account_query).then(|| list(context))
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
    with_optional_key(context, call.costing(cost).streamed(reply::decoder))
}

fn list(context: &RequestContext<'_>) -> Result<HttpCall, Failure> {
    with_optional_key(context, HttpCall::get(models::LIST, endpoint::join(context.endpoint, "/api/tags")))
}

fn show(context: &RequestContext<'_>, model: &str) -> Result<HttpCall, Failure> {
    let url = endpoint::join(context.endpoint, "/api/show");
    let call = HttpCall::post(models::SHOW, url, &serde_json::json!({"model": model}))?;
    with_optional_key(context, call.free().about(model))
}
