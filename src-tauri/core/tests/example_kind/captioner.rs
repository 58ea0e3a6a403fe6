//! A captioning service: one call takes the picture and gives a sentence. Its messages stand beside it.

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::provider::adapter::{Charge, HttpAdapter, HttpCall, HttpResponse, Progress, RequestContext, Step};
use altsmith_core::provider::{
    Accepts, Backend, Descriptor, Field, FieldKind, ImageBy, Kind, Model, Offers, Privacy, Takes, endpoint, error, json,
};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

const CAPTION: &str = "caption";

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: Descriptor {
            id: "captioner",
            name: "Captioner",
            home: Some("https://captions.example.org"),
            key_page: None,
            top_up_page: None,
            endpoint: Some("https://captions.example.org"),
            secrets: &[Field { name: "api_key", kind: FieldKind::Secret, required: true }],
            settings: &[],
            models: &[Model { id: "", operations: &[CAPTION], takes: None, returns: None, languages: None }],
            many: false,
            names_models: false,
            makes_accounts: false,
            accepts: Accepts {
                by: ImageBy::Bytes,
                formats: &["image/jpeg"],
                max_edge: 1024,
                max_bytes: 4 << 20,
                max_base64: None,
            },
            takes: Takes::default(),
            returns: Offers { alt: true, ..Offers::default() },
            languages: &["en", "de"],
            rate_limits: &[],
            price: Some(Amount { value: 0.002, unit: Unit::Usd }),
            free_on_this_computer: false,
            privacy: Privacy::Sent,
        },
        backend: Backend::Http(&Captioner),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[],
    }
}

struct Captioner;

impl HttpAdapter for Captioner {
    fn start(&self, context: &RequestContext<'_>, _progress: &mut Progress) -> Result<HttpCall, Failure> {
        let image = context.image.ok_or(Reason::Internal)?;
        let body = json!({"image": BASE64_STANDARD.encode(&image.bytes), "language": context.request.language});
        let call = HttpCall::post(CAPTION, endpoint::join(context.endpoint, "/v1/caption"), &body)?;
        Ok(call.header(context.secrets.bearer("api_key")?))
    }

    fn next(&self, _: &RequestContext<'_>, progress: &mut Progress, response: &HttpResponse) -> Result<Step, Failure> {
        if !(200..300).contains(&response.status) {
            return Err(error::from_status(response));
        }
        let said = json::object(response)?;
        let mut reply = progress.reply.clone();
        reply.alt = Some(json::text(&said["caption"]).ok_or_else(|| json::bad("caption"))?);
        reply.charges = vec![Charge { operation: CAPTION.into(), ..Charge::default() }];
        progress.reply = reply.clone();
        Ok(Step::Done(Box::new(reply)))
    }
}
