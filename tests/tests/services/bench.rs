//! What each test needs: a picture as `imaging` would prepare it, an ask, quick limits, and somebody who watches.

use altsmith_core::compose::{Wish, compose};
use altsmith_core::failure::Failure;
use altsmith_core::i18n::{LANGUAGES, Localizer};
use altsmith_core::imaging::Prepared;
use altsmith_core::money::{Price, Tokens};
use altsmith_core::provider::Driver;
use altsmith_core::provider::http::Limits;
use altsmith_core::provider::observer::{Answered, Observer, Outgoing, Pause};
use altsmith_core::provider::{
    self, AccountInfo, AccountQuery, Connection, Reply, Request, RequestContext, Secrets, endpoint,
};
use altsmith_core::trust::Trust;
use futures::future::BoxFuture;
use image::ImageFormat;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Mutex;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A red picture, encoded without metadata.
pub fn picture(mime: &'static str, width: u32, height: u32) -> Prepared {
    let format = ImageFormat::from_mime_type(mime).expect("a known type");
    let pixels = image::RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30]));
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).expect("encodes");
    Prepared { bytes: bytes.into_inner(), mime, width, height }
}

/// Short limits: what takes minutes for a person takes moments here.
pub fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        silence: Duration::from_millis(400),
        call: Duration::from_millis(1_500),
        body: 1 << 20,
        pace: 0.002,
    }
}

/// What was seen of a request, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Sending(&'static str),
    NotSent(&'static str),
    Answered(u16, String),
    Waiting(u64, Pause),
    Piece(String),
    Usage(Tokens),
    LaysOut(String),
    TookAway(String),
}

/// Notes everything; cancels or fails where it is told to.
#[derive(Default)]
pub struct Watch {
    pub seen: Mutex<Vec<Seen>>,
    pub progress: Mutex<Option<provider::Progress>>,
    pub refuse_to_store: Option<Failure>,
    pub cancel_while_waiting: Option<CancellationToken>,
    pub cancel_at_words: Option<CancellationToken>,
}

impl Watch {
    fn note(&self, seen: Seen) {
        self.seen.lock().expect("not poisoned").push(seen);
    }
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("not poisoned").clone()
    }
    /// How often something left this computer.
    pub fn sent(&self) -> usize {
        let seen = self.seen();
        let count = |wanted: fn(&Seen) -> bool| seen.iter().filter(|seen| wanted(seen)).count();
        count(|seen| matches!(seen, Seen::Sending(_))) - count(|seen| matches!(seen, Seen::NotSent(_)))
    }
    /// What was shown of a coming answer, in order.
    pub fn pieces(&self) -> Vec<String> {
        let piece = |seen: Seen| if let Seen::Piece(so_far) = seen { Some(so_far) } else { None };
        self.seen().into_iter().filter_map(piece).collect()
    }
    pub fn waits(&self) -> Vec<(u64, Pause)> {
        let waiting = |seen: Seen| if let Seen::Waiting(ms, why) = seen { Some((ms, why)) } else { None };
        self.seen().into_iter().filter_map(waiting).collect()
    }
}

impl Observer for Watch {
    fn before_send<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        self.note(Seen::Sending(call.operation));
        *self.progress.lock().expect("not poisoned") = Some(call.progress.clone());
        let refused = self.refuse_to_store.clone();
        Box::pin(async move { refused.map_or(Ok(()), Err) })
    }
    fn not_sent<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        self.note(Seen::NotSent(call.operation));
        Box::pin(async { Ok(()) })
    }
    fn answered<'a>(&'a self, _: &'a Outgoing, answer: &'a Answered) -> BoxFuture<'a, Result<(), Failure>> {
        self.note(Seen::Answered(answer.status, answer.body.clone()));
        Box::pin(async { Ok(()) })
    }
    fn waiting(&self, ms: u64, why: Pause) -> BoxFuture<'_, ()> {
        self.note(Seen::Waiting(ms, why));
        if let Some(cancel) = &self.cancel_while_waiting {
            cancel.cancel();
        }
        Box::pin(async {})
    }
    fn piece(&self, so_far: &str) {
        self.note(Seen::Piece(so_far.to_owned()));
        if let Some(cancel) = &self.cancel_at_words {
            cancel.cancel();
        }
    }
    fn usage(&self, tokens: Tokens) {
        self.note(Seen::Usage(tokens));
    }
    fn before_upload<'a>(&'a self, name: &'a str, _: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        self.note(Seen::LaysOut(name.to_owned()));
        Box::pin(async { Ok(()) })
    }
    fn upload_removed<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        self.note(Seen::TookAway(name.to_owned()));
        Box::pin(async { Ok(()) })
    }
}

/// Everything for one request.
pub struct Bench {
    pub provider: Connection,
    pub endpoint: String,
    pub request: Request,
    pub image: Option<Prepared>,
    pub image_url: Option<String>,
    pub image_mime: Option<&'static str>,
    pub mailbox: Option<provider::Mailbox>,
    pub secrets: Secrets,
    pub settings: BTreeMap<String, String>,
    pub local_only: bool,
    pub limits: Limits,
    pub trust: Trust,
    pub watch: Watch,
    pub cancel: CancellationToken,
}

impl Bench {
    pub fn new(id: &str, endpoint: &str) -> Self {
        Self {
            provider: Connection::by_itself(provider::kind(id).expect("in the registry")),
            endpoint: endpoint.to_owned(),
            request: Request { language: "en".into(), style: "alt".into(), ..Request::default() },
            image: Some(picture("image/jpeg", 64, 48)),
            image_url: None,
            image_mime: None,
            mailbox: None,
            secrets: Secrets::none(),
            settings: BTreeMap::new(),
            local_only: false,
            limits: limits(),
            trust: Trust::default(),
            watch: Watch::default(),
            cancel: CancellationToken::new(),
        }
    }

    pub fn model(mut self, model: &str) -> Self {
        self.request.model = model.into();
        self
    }

    pub async fn run(&self) -> Result<Reply, Failure> {
        self.run_with(&Driver::trusting(self.limits, &self.trust).expect("connections")).await
    }

    pub async fn run_with(&self, driver: &Driver) -> Result<Reply, Failure> {
        let endpoint = endpoint::parse(&self.endpoint)?;
        driver.run(&self.provider, &self.context(&endpoint), &self.cancel, &self.watch).await
    }

    pub async fn resume(&self, progress: provider::Progress) -> Option<Result<Reply, Failure>> {
        let driver = Driver::trusting(self.limits, &self.trust).expect("connections");
        let endpoint = endpoint::parse(&self.endpoint).expect("an address");
        driver.query_outcome(&self.provider, &self.context(&endpoint), progress, &self.cancel, &self.watch).await
    }

    pub async fn query_account(&self, account_query: AccountQuery) -> Option<Result<AccountInfo, Failure>> {
        self.query_with(&Driver::trusting(self.limits, &self.trust).expect("connections"), account_query).await
    }

    pub async fn query_with(
        &self,
        driver: &Driver,
        account_query: AccountQuery,
    ) -> Option<Result<AccountInfo, Failure>> {
        let endpoint = endpoint::parse(&self.endpoint).expect("an address");
        driver.query_account(&self.provider, &self.context(&endpoint), account_query, &self.cancel).await
    }

    /// The settings with where the service is.
    fn place(&self) -> BTreeMap<String, String> {
        let endpoint = ("endpoint".to_owned(), self.endpoint.clone());
        self.settings.clone().into_iter().chain([endpoint]).collect()
    }

    fn context<'a>(&'a self, endpoint: &'a url::Url) -> RequestContext<'a> {
        RequestContext {
            request: &self.request,
            image: self.image.as_ref(),
            image_url: self.image_url.as_deref(),
            image_mime: self.image_mime,
            mailbox: self.mailbox.as_ref(),
            secrets: &self.secrets,
            endpoint,
            settings: &self.settings,
            local_only: self.local_only,
            unpaid: self.provider.price(&self.request.model, &self.place(), None) == Some(Price::Nothing),
        }
    }
}

/// A documented error is known by its name and said in its own sentence in every language of the window, not by its reason.
pub fn says_it_in_a_sentence_of_its_own(failure: &Failure, name: &str) {
    assert_eq!(failure.documented.as_deref(), Some(name));
    for language in LANGUAGES {
        let said = |failure: &Failure| Localizer::new(language).failure(failure);
        let general = said(&Failure { documented: None, provider_message: None, ..failure.clone() });
        let own = said(failure);
        assert_ne!(own.message, general.message, "{language} {name}");
        assert!(own.action.is_some_and(|action| !action.is_empty()), "{language} {name}");
    }
}

/// The alt text that becomes of a reply: a service that gives only a long text gets it from that.
pub fn alt_of(reply: &Reply) -> Option<String> {
    compose(reply, &Wish::default()).expect("composed").alt
}
