//! OpenAI: chat completions as its own service takes them. Unlike the servers that imitate the form it wants
//! `max_completion_tokens`, knows how closely a picture is to be looked at, and its models can be kept from thinking.
//!
//! Not every model knows `reasoning_effort:"none"`, and older ones know no effort at all: what one refuses, which costs nothing,
//! it is asked without, once more. The responses interface would keep pictures for 30 days; this one does not. No sampling
//! parameter is sent: newer models refuse it. `request` says what is asked, `models` reads the list; the answer is that of the
//! form.

mod models;
mod request;

use super::adapter::{AccountInfo, HttpCall, HttpResponse, Step};
use super::chat_completions::reply;
use super::vision::asking::{ask_chosen, ask_in_next_form, done, is_told_by_list};
use super::vision::descriptor::{MODELS, unnamed};
use super::vision::refusal::Fault;
use super::vision::refuses_field;
use super::{AccountQuery, Backend, Descriptor, HttpAdapter, Kind, Progress, RequestContext, endpoint};
use crate::failure::{Failure, Reason, Remedy};

/// The operation that describes a picture.
const CHAT: &str = "chat_completions";

/// What only OpenAI says.
const FAULTS: &[Fault] = &[
    Fault::new(
        Reason::CreditsExhausted,
        &[],
        &["insufficient_quota", "exceeded your current quota", "billing_hard_limit", "billing_not_active"],
    )
    .said("openai-quota"),
    Fault::new(Reason::KeyRejected, &["organization"], &["must be verified"]).said("openai-verification"),
    Fault::new(Reason::KeyRejected, &[], &["unsupported_country_region_territory"]).said("openai-region"),
];

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&OpenAi),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[("openai-verification", Remedy::Service), ("openai-region", Remedy::AnotherService)],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "openai",
        name: "OpenAI",
        home: Some("https://openai.com"),
        key_page: Some("https://platform.openai.com/api-keys"),
        top_up_page: Some("https://platform.openai.com/settings/organization/billing/overview"),
        endpoint: Some("https://api.openai.com/v1"),
        models: const { &[unnamed(&[CHAT])] },
        ..MODELS
    }
}

struct OpenAi;

impl HttpAdapter for OpenAi {
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure> {
        match context.request.model.as_str() {
            "" => list(context),
            model => chat(context, model, progress.form),
        }
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        if response.operation == models::LIST {
            let chosen = models::chosen(&models::list(context.request, response)?);
            return ask_chosen(progress, chosen, |model, form| chat(context, model, form));
        }
        if request::has_form(progress.form + 1) && refuses_field(response, &["reasoning_effort", "reasoning effort"]) {
            return ask_in_next_form(context, progress, |model, form| chat(context, model, form));
        }
        Ok(done(progress, reply::read(FAULTS, context.request, response)?))
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
        let models = models::read(&models::list(context.request, response)?);
        // The list is given for a key alone.
        Ok(AccountInfo { models, key_confirmed: true, ..AccountInfo::default() })
    }
}

fn chat(context: &RequestContext<'_>, model: &str, form: u8) -> Result<HttpCall, Failure> {
    let body = request::Body::of(context, model, form)?;
    let call = HttpCall::post(CHAT, endpoint::join(context.endpoint, "/chat/completions"), &body)?;
    Ok(call.header(context.secrets.bearer("api_key")?).streamed(reply::decoder))
}

fn list(context: &RequestContext<'_>) -> Result<HttpCall, Failure> {
    let call = HttpCall::get(models::LIST, endpoint::join(context.endpoint, "/models"));
    Ok(call.header(context.secrets.bearer("api_key")?))
}
