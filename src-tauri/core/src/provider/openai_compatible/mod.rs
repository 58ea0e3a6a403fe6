//! Model servers that speak OpenAI's form of chat completions (OpenRouter, Mistral, Groq, vLLM, llama-server, LM Studio and
//! many more): a picture as a data URL, words as a stream of server-sent events.
//!
//! The person says where the server is; a key is needed only where the server wants one. No sampling parameter is ever
//! sent: a person who wants none should get what the server's owner chose. `request` says what is asked, `models` reads the
//! list; the answer is that of the form.

mod models;
mod request;

use super::adapter::{AccountInfo, Cost, HttpCall, HttpResponse, Step};
use super::chat_completions::reply;
use super::vision::asking::{done, is_told_by_list, with_optional_key};
use super::vision::descriptor::{MODELS, OPTIONAL_KEY, unnamed};
use super::{
    Accepts, AccountQuery, Backend, Descriptor, Field, FieldKind, HttpAdapter, Kind, Progress, RequestContext, endpoint,
};
use crate::failure::Failure;
use url::Url;

/// The operation that describes a picture.
const CHAT: &str = "chat_completions";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: descriptor(),
        backend: Backend::Http(&OpenAiCompatible),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[],
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        id: "openai-compatible",
        name: "OpenAI-compatible server",
        // Nobody's server is the default.
        endpoint: None,
        secrets: OPTIONAL_KEY,
        settings: &[
            Field { name: "endpoint", kind: FieldKind::Url, required: true },
            Field { name: "paid", kind: FieldKind::Switch, required: false },
            Field { name: "price", kind: FieldKind::Text, required: false },
        ],
        // Without a name the server takes the model that it has; which others there are, its list says.
        models: const { &[unnamed(&[CHAT])] },
        many: true,
        // WebP is refused by llama-server.
        accepts: Accepts { formats: &["image/jpeg", "image/png"], ..MODELS.accepts },
        free_on_this_computer: true,
        ..MODELS
    }
}

struct OpenAiCompatible;

impl HttpAdapter for OpenAiCompatible {
    fn start(&self, context: &RequestContext<'_>, _progress: &mut Progress) -> Result<HttpCall, Failure> {
        let body = request::Body::of(context)?;
        let call = HttpCall::post(CHAT, endpoint::join(context.endpoint, "/chat/completions"), &body)?;
        let cost = if context.unpaid { Cost::Unpaid } else { Cost::MayCharge };
        with_optional_key(context, call.costing(cost).streamed(reply::decoder))
    }

    fn next(
        &self,
        context: &RequestContext<'_>,
        progress: &mut Progress,
        response: &HttpResponse,
    ) -> Result<Step, Failure> {
        Ok(done(progress, reply::read(&[], context.request, response)?))
    }

    fn account_call(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
    ) -> Option<Result<HttpCall, Failure>> {
        // The list is the only question that all of them answer, and it is free.
        is_told_by_list(account_query).then(|| {
            with_optional_key(context, HttpCall::get(models::LIST, endpoint::join(context.endpoint, "/models")))
        })
    }

    fn parse_account(
        &self,
        context: &RequestContext<'_>,
        _: AccountQuery,
        response: &HttpResponse,
    ) -> Result<AccountInfo, Failure> {
        // A list may be public, so it confirms no key.
        Ok(AccountInfo { models: models::read(context.request, response)?, ..AccountInfo::default() })
    }

    fn learn_more(
        &self,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
        known: &AccountInfo,
    ) -> Vec<HttpCall> {
        let silent = !known.models.is_empty() && known.models.iter().all(|model| model.sees.is_none());
        // These are the ways of servers that people run themselves; strangers are asked nothing that they did not name.
        if account_query != AccountQuery::Models || !silent || !endpoint::is_loopback(context.endpoint) {
            return Vec::new();
        }
        let beside =
            |operation, path| with_optional_key(context, HttpCall::get(operation, beside(context.endpoint, path))).ok();
        [beside(models::LM_STUDIO, "/api/v1/models"), beside(models::PROPS, "/props")].into_iter().flatten().collect()
    }
}

/// A path of the same server that does not belong to this form, which lies under `/v1`.
fn beside(endpoint: &Url, path: &str) -> Url {
    let mut root = endpoint.clone();
    root.set_path(endpoint.path().trim_end_matches('/').trim_end_matches("/v1"));
    endpoint::join(&root, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_the_form_is_asked_for_there() {
        for (endpoint, path) in [
            ("http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/props"),
            ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/props"),
            ("http://127.0.0.1:1234/llm/v1", "http://127.0.0.1:1234/llm/props"),
            ("http://127.0.0.1:1234", "http://127.0.0.1:1234/props"),
        ] {
            assert_eq!(beside(&endpoint.parse().expect("an address"), "/props").as_str(), path);
        }
    }
}
