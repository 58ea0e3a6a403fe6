//! What each test needs: a data folder, pictures, a service with its keys, the batch and what it tells.

use altsmith_core::batch::Batch;
use altsmith_core::describing::Options;
use altsmith_core::engine::Engine;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::Selection;
use altsmith_core::view::{Card, CardState, Event, Settings};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Documented, Simulator};
use image::{Rgb, RgbImage};
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

/// A service that has a simulator: its id and its keys.
pub trait Known: Documented + Default {
    const ID: &'static str;
    const KEYS: &'static [(&'static str, &'static str)];
    /// What stands behind the host in its address.
    const PATH: &'static str = "";
    /// What the person set beside the address.
    const SETTINGS: &'static [(&'static str, &'static str)] = &[];
}

impl Known for ZakAi {
    const ID: &'static str = "zakai";
    const KEYS: &'static [(&'static str, &'static str)] =
        &[("secret", "test-secret"), ("api_key", "test-key-0123456789")];
}

impl Known for DescribePicture {
    const ID: &'static str = "describepicture";
    const KEYS: &'static [(&'static str, &'static str)] = &[("app_id", "test-app-id-42")];
}

impl Known for ImageDescriber {
    const ID: &'static str = "imagedescriber";
    const KEYS: &'static [(&'static str, &'static str)] = &[("api_key", "test-key-0123456789")];
}

impl Known for ImgOpen {
    const ID: &'static str = "imgopen";
    const KEYS: &'static [(&'static str, &'static str)] =
        &[("access_key_id", "test-access-key-id"), ("access_key_secret", "test-access-key-secret")];
}

impl Known for OpenAiCompatible {
    const ID: &'static str = "openai-compatible";
    const KEYS: &'static [(&'static str, &'static str)] = &[("api_key", "test-key-0123456789")];
    const PATH: &'static str = "/v1";
    // On this computer it would cost nothing.
    const SETTINGS: &'static [(&'static str, &'static str)] = &[("paid", "true")];
}

impl Known for OpenAi {
    const ID: &'static str = "openai";
    const KEYS: &'static [(&'static str, &'static str)] = OpenAiCompatible::KEYS;
    const PATH: &'static str = "/v1";
    const SETTINGS: &'static [(&'static str, &'static str)] = &[("model", "gpt-9-mini")];
}

impl Known for Anthropic {
    const ID: &'static str = "anthropic";
    const KEYS: &'static [(&'static str, &'static str)] = OpenAiCompatible::KEYS;
    const SETTINGS: &'static [(&'static str, &'static str)] = &[("model", "claude-haiku-9")];
}

impl Known for Gemini {
    const ID: &'static str = "gemini";
    const KEYS: &'static [(&'static str, &'static str)] = OpenAiCompatible::KEYS;
    const SETTINGS: &'static [(&'static str, &'static str)] = &[("model", "gemini-3.1-flash-lite")];
}

impl Known for Ollama {
    const ID: &'static str = "ollama";
    const KEYS: &'static [(&'static str, &'static str)] = OpenAiCompatible::KEYS;
    // On this computer it would cost nothing.
    const SETTINGS: &'static [(&'static str, &'static str)] = &[("paid", "true"), ("model", "seeing:7b")];
}

/// A person at a desk with one service.
pub struct World<S: Known> {
    pub data: TempDir,
    pub pictures: TempDir,
    pub service: Simulator<S>,
    pub engine: Engine,
    pub batch: Batch,
    pub events: UnboundedReceiver<Event>,
}

impl<S: Known> World<S> {
    pub async fn new() -> Self {
        Self::with(S::default()).await
    }

    pub async fn with(service: S) -> Self {
        Self::on(TempDir::new().expect("data"), service).await
    }

    /// On a data folder that is there already.
    pub async fn on(data: TempDir, service: S) -> Self {
        let service = Simulator::start(service);
        let engine = open(&data).await;
        set(&engine, &format!("providers.{}.endpoint", S::ID), &format!("{}{}", service.url, S::PATH)).await;
        for (name, value) in S::SETTINGS {
            set(&engine, &format!("providers.{}.{name}", S::ID), value).await;
        }
        set(&engine, "provider", S::ID).await;
        set_keys::<S>(&engine).await;
        let batch = Batch::new(engine.clone());
        let (_, events) = batch.listen(50).await.expect("a page");
        Self { data, pictures: TempDir::new().expect("pictures"), service, engine, batch, events }
    }

    /// Another start of the program on the same folder, after this one is gone.
    pub async fn again(self) -> Self {
        let Self { data, pictures, service, engine, batch, events } = self;
        drop((engine, batch, events));
        let engine = open(&data).await;
        set_keys::<S>(&engine).await;
        let batch = Batch::new(engine.clone());
        let (_, events) = batch.listen(50).await.expect("a page");
        Self { data, pictures, service, engine, batch, events }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.pictures.path().join(name)
    }

    /// A picture of one colour; another number is another colour.
    pub fn picture(&self, n: u8) -> Incoming {
        let path = self.path(&format!("{n}.png"));
        RgbImage::from_pixel(40, 30, Rgb([n, 90, 200])).save(&path).expect("a picture");
        Incoming::Path(path)
    }

    pub fn item(&self, n: u8) -> Item {
        let name = format!("{n}.png");
        Item { from: self.picture(n), source: name.clone(), name }
    }

    pub async fn set(&self, setting: &str, value: &str) {
        set(&self.engine, setting, value).await;
    }

    pub fn options(&self, model: &str, run: &str) -> Options {
        let mut options = self.engine.describing().options();
        if !model.is_empty() {
            model.clone_into(&mut options.request.model);
        }
        options.run = Some(run.to_owned());
        options
    }

    /// Describes one picture; the code of what was in the way.
    pub async fn describe(&self, n: u8, options: &Options) -> Result<i64, altsmith_core::failure::Failure> {
        let never = CancellationToken::new();
        let outcome = self.engine.describing().describe(&self.item(n), options, &never, &|_| {}).await?;
        Ok(outcome.image.id)
    }

    /// The next event; none in half a minute is a failure.
    pub async fn event(&mut self) -> Event {
        let event = tokio::time::timeout(Duration::from_secs(30), self.events.recv()).await;
        event.expect("the batch tells something").expect("the batch lives")
    }

    /// Reads events until the batch is done; answers all that came.
    pub async fn until_done(&mut self) -> Vec<Event> {
        let mut seen = Vec::new();
        loop {
            let event = self.event().await;
            let ended = matches!(event, Event::Progress { done, total } if done == total && total > 0);
            seen.push(event);
            if ended {
                return seen;
            }
        }
    }

    /// Requests that may have cost something: a balance is read for free.
    pub fn sent(&self) -> usize {
        self.service.received().iter().filter(|received| received.method == "POST").count()
    }

    pub async fn states(&self) -> Vec<CardState> {
        self.cards().await.iter().map(|card| card.state).collect()
    }

    pub async fn card(&self, id: u64) -> Card {
        self.batch.cards_of(vec![id]).await.expect("cards").pop().expect("the card")
    }

    pub async fn cards(&self) -> Vec<Card> {
        self.batch.page(0, 200).await.expect("a page").cards
    }

    pub async fn set_keys(&self) {
        set_keys::<S>(&self.engine).await;
    }

    pub async fn add(&self, pictures: Vec<Incoming>) -> Vec<u64> {
        self.batch.add(pictures).await.expect("added")
    }
}

pub fn these(ids: &[u64]) -> Selection {
    Selection::Ids(ids.to_vec())
}

async fn open(data: &TempDir) -> Engine {
    let engine = Engine::open(DataDir::at(data.path()), "en-GB").expect("an engine");
    let settings = Settings { key_place: altsmith_core::secrets::KeyPlace::Session, ..engine.workspace().settings() };
    engine.workspace().save_settings(settings).await.expect("settings");
    engine
}

async fn set(engine: &Engine, setting: &str, value: &str) {
    engine.workspace().set_setting(setting, &serde_json::Value::String(value.to_owned())).await.expect("a setting");
}

async fn set_keys<S: Known>(engine: &Engine) {
    let keys = S::KEYS.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    engine.accounts().set_keys(S::ID, keys).await.expect("keys");
}
