//! Google's Gemini in its own form: the picture as inline data before the text, words as a stream of events.
//!
//! How thinking is switched off depends on the model's generation, and some models cannot be kept from it: what one refuses,
//! which costs nothing, it is asked to do as little as it can, and at last as it likes, with more room. No sampling parameter is
//! sent. The library of today speaks `/v1`; `/v1beta` answers the same, knows newer models, and is what the documents name.
//! `request` says what is asked, `thinking` in which forms, `reply` reads the answer, `models` the list.

mod models;
mod reply;
mod request;
mod thinking;

use super::adapter::{AccountInfo, HttpCall, HttpResponse, Step};
use super::vision::asking::{ask_chosen, ask_in_next_form, asked, done, is_told_by_list};
use super::vision::descriptor::{MODELS, unnamed};
use super::vision::refuses_field;
use super::{AccountQuery, Backend, Descriptor, HttpAdapter, Kind, Progress, RequestContext, endpoint};
use crate::failure::{Failure, Remedy};

/// The operation that describes a picture.
const GENERATE: &str = "generate_content";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&Gemini),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[("gemini-region", Remedy::AnotherService)],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "gemini",
        name: "Gemini",
        home: Some("https://ai.google.dev"),
        key_page: Some("https://aistudio.google.com/apikey"),
        top_up_page: Some("https://aistudio.google.com/usage"),
        endpoint: Some("https://generativelanguage.googleapis.com"),
        models: const { &[unnamed(&[GENERATE])] },
        ..MODELS
    }
}

struct Gemini;

impl HttpAdapter for Gemini {
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure> {
        match context.request.model.as_str() {
            "" => list(context, None),
            model => generate(context, model, progress.form),
        }
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        if response.operation == models::LIST {
            let page = models::page(context.request, response)?;
            return ask_chosen(progress, models::chosen(&page), |model, form| generate(context, model, form));
        }
        let has_next = thinking::has_form(asked(context, progress), progress.form + 1);
        if has_next && refuses_field(response, &["thinking"]) {
            return ask_in_next_form(context, progress, |model, form| generate(context, model, form));
        }
        Ok(done(progress, reply::read(context.request, response)?))
    }

    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        is_told_by_list(account_query).then(|| list(context, None))
    }

    fn next_page(&self, context: &RequestContext<'_>, page: &str) -> Option<Result<HttpCall, Failure>> {
        Some(list(context, Some(page)))
    }

    fn parse_account(
        &self,
        context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        let page = models::page(context.request, response)?;
        let (models, next_page) = (models::read(&page), models::next_page(&page));
        Ok(AccountInfo { models, next_page, key_confirmed: true, ..AccountInfo::default() })
    }
}

fn generate(context: &RequestContext<'_>, model: &str, form: u8) -> Result<HttpCall, Failure> {
    let body = request::Body::of(context, thinking::Thinking::of(model, form))?;
    let name = model.strip_prefix("models/").unwrap_or(model);
    let mut url = endpoint::join(context.endpoint, &format!("/v1beta/models/{name}:streamGenerateContent"));
    url.set_query(Some("alt=sse"));
    with_key(context, HttpCall::post(GENERATE, url, &body)?.streamed(reply::decoder))
}

fn list(context: &RequestContext<'_>, page: Option<&str>) -> Result<HttpCall, Failure> {
    let mut url = endpoint::join(context.endpoint, "/v1beta/models");
    url.query_pairs_mut().append_pair("pageSize", "1000");
    if let Some(page) = page {
        url.query_pairs_mut().append_pair("pageToken", page);
    }
    with_key(context, HttpCall::get(models::LIST, url))
}

/// In a header: an address is logged by everything between here and there.
fn with_key(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    Ok(call.header(context.secrets.header("x-goog-api-key", "api_key")?))
}
