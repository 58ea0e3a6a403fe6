//! Anthropic: its own messages form, with the picture as a block before the text, and words as a stream of events.
//!
//! Thinking is on by default on newer models and counts in the room of an answer. It is switched off; a model that always thinks
//! refuses that, which costs nothing, and is asked once more to do little of it, with more room. Sampling parameters are
//! refused, so none is sent. `request` says what is asked, `reply` reads the answer, `models` the list.

mod models;
mod reply;
mod request;

use super::adapter::{AccountInfo, Header, HttpCall, HttpResponse, Step};
use super::vision::asking::{ask_chosen, ask_in_next_form, done, is_told_by_list};
use super::vision::descriptor::{MODELS, unnamed};
use super::vision::refuses_field;
use super::{Accepts, AccountQuery, Backend, Descriptor, HttpAdapter, Kind, Progress, RequestContext, endpoint};
use crate::failure::Failure;
use reqwest::header::HeaderValue;
use url::Url;

/// The operation that describes a picture.
const MESSAGES: &str = "messages";
/// The version of the interface that is spoken here.
const VERSION: &str = "2026-10-21";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&Anthropic),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "anthropic",
        name: "Anthropic",
        home: Some("https://www.anthropic.com"),
        key_page: Some("https://platform.claude.com/settings/keys"),
        top_up_page: Some("https://platform.claude.com/settings/billing"),
        endpoint: Some("https://api.anthropic.com"),
        models: const { &[unnamed(&[MESSAGES])] },
        accepts: Accepts {
            max_bytes: 3_900_000,
            // The documents allow 8000 pixels, and so many bytes.
            max_base64: Some(5_242_880),
            ..MODELS.accepts
        },
        ..MODELS
    }
}

struct Anthropic;

impl HttpAdapter for Anthropic {
    fn start(&self, context: &RequestContext<'_>, progress: &mut Progress) -> Result<HttpCall, Failure> {
        match context.request.model.as_str() {
            "" => list(context, None),
            model => messages(context, model, progress.form),
        }
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        if response.operation == models::LIST {
            let listed = models::list(context.request, response)?;
            return ask_chosen(progress, models::chosen(&listed), |model, form| messages(context, model, form));
        }
        if let Some(name) = request::may_be_refused(progress.form)
            && refuses_field(response, name)
        {
            return ask_in_next_form(context, progress, |model, form| messages(context, model, form));
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
        let said = models::list(context.request, response)?;
        let (models, next_page) = (models::read(&said), models::next_page(&said));
        Ok(AccountInfo { models, next_page, key_confirmed: true, ..AccountInfo::default() })
    }
}

fn messages(context: &RequestContext<'_>, model: &str, form: u8) -> Result<HttpCall, Failure> {
    let body = request::Body::of(context, model, form)?;
    let call = HttpCall::post(MESSAGES, endpoint::join(context.endpoint, "/v1/messages"), &body)?;
    with_key(context, call.streamed(reply::decoder))
}

/// The list, from behind this model on.
fn list(context: &RequestContext<'_>, behind: Option<&str>) -> Result<HttpCall, Failure> {
    let mut url: Url = endpoint::join(context.endpoint, "/v1/models");
    url.query_pairs_mut().append_pair("limit", "100");
    if let Some(behind) = behind {
        url.query_pairs_mut().append_pair("after_id", behind);
    }
    with_key(context, HttpCall::get(models::LIST, url))
}

fn with_key(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    let version = Header { name: "anthropic-version", value: HeaderValue::from_static(VERSION) };
    Ok(call.header(context.secrets.header("x-api-key", "api_key")?).header(version))
}
