//! A key belongs to the host for which it was typed: whoever sets another address for a service gets neither the key nor a request
//! without it, wherever the key is kept, and keys of people who update are neither lost nor asked for again.

use altsmith_core::describing::Options;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::provider;
use altsmith_core::secrets::{KeyPlace, Secret, Secrets};
use altsmith_core::view::{AccountAction, Key};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::Simulator;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use std::collections::BTreeMap;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

const KIND: &str = "openai-compatible";
const KEY: &str = "test-key-0123456789";

struct World {
    folder: TempDir,
    engine: Engine,
}

impl World {
    async fn new(place: &str) -> Self {
        Self::on(TempDir::new().expect("a folder"), place).await
    }

    async fn on(folder: TempDir, place: &str) -> Self {
        let engine = Engine::open(DataDir::at(folder.path()), "en-GB").expect("an engine");
        engine.workspace().set_setting("key_place", &place.into()).await.expect("a setting");
        engine.accounts().open_vault("open sesame".into()).await.expect("a vault");
        Self { folder, engine }
    }

    async fn again(self) -> Self {
        let Self { folder, engine } = self;
        let place = serde_json::to_value(engine.workspace().settings().key_place).expect("a name");
        drop(engine);
        Self::on(folder, place.as_str().expect("a name")).await
    }

    async fn address(&self, id: &str, address: &str) {
        self.engine
            .accounts()
            .save_service(id, [("endpoint".to_owned(), address.to_owned())].into())
            .await
            .expect("an address");
    }

    async fn type_keys(&self, id: &str) {
        let kind = &provider::kind(id).expect("a kind").descriptor;
        let keys: BTreeMap<_, _> = kind.secrets.iter().map(|field| (field.name.to_owned(), KEY.to_owned())).collect();
        self.engine.accounts().set_keys(id, keys).await.expect("kept");
    }

    async fn keys(&self, id: &str) -> Vec<Key> {
        self.engine.accounts().keys(id).await.expect("asked").fields
    }

    async fn describe(&self, id: &str) -> Result<i64, Failure> {
        let path = self.folder.path().join("a.png");
        image::RgbImage::from_pixel(60, 40, image::Rgb([20, 30, 200])).save(&path).expect("a picture");
        let item = Item { from: Incoming::Path(path), name: "a.png".into(), source: "a.png".into() };
        let mut options = Options { provider: id.into(), force: true, ..self.engine.describing().options() };
        options.request.model = self.engine.workspace().model_of(id);
        let outcome = self.engine.describing().describe(&item, &options, &CancellationToken::new(), &|_| {}).await?;
        Ok(outcome.image.id)
    }

    /// Everything that needs the key says so, and for whom it was typed.
    async fn refuses(&self, id: &str, typed_for: &str, now: &str) {
        let mut refused = vec![
            ("describe", self.describe(id).await.expect_err("no key")),
            ("check", self.engine.accounts().check_service(id).await.expect_err("no key")),
        ];
        if provider::kind(id).expect("a kind").descriptor.makes_accounts {
            refused.push((
                "account",
                self.engine.accounts().account_action(id, AccountAction::Activate).await.expect_err("no key"),
            ));
        }
        for (what, failure) in refused {
            assert_eq!(failure.reason, Reason::KeyMissing, "{id} {what}: {failure:?}");
            let trouble = self.engine.workspace().localizer().failure(&failure);
            assert_eq!(trouble.provider.as_deref(), Some(id), "{what}");
            for host in [typed_for, now] {
                assert!(trouble.message.contains(host), "{id} {what}: {}", trouble.message);
            }
        }
    }
}

fn server() -> Simulator<OpenAiCompatible> {
    Simulator::start(OpenAiCompatible { key: Some(KEY.to_owned()), ..OpenAiCompatible::default() })
}

#[tokio::test]
async fn another_address_gets_neither_the_key_nor_a_request_without_it() {
    for place in ["session", "vault"] {
        let world = World::new(place).await;
        let (own, other) = (server(), server());
        let [here, there] = [&own, &other].map(|server| format!("{}/v1", server.url));
        world.address(KIND, &here).await;
        world.type_keys(KIND).await;
        world.describe(KIND).await.expect("described");
        let asked = own.received().len();

        world.address(KIND, &there).await;
        world.refuses(KIND, &own.url, &other.url).await;
        assert!(other.received().is_empty(), "{place}: {:?}", other.received());
        let key = world.keys(KIND).await.remove(0).status;
        assert_eq!((key.set, key.last4, key.elsewhere.as_deref()), (false, None, Some(&*own.url)), "{place}");
        assert_eq!(world.engine.accounts().keys_set().await[KIND]["api_key"], Some(false), "{place}");

        world.address(KIND, &here).await;
        world.describe(KIND).await.expect("the address is back");
        assert!(own.received().len() > asked, "{place}");
        assert!(world.keys(KIND).await[0].status.set, "{place}");

        world.address(KIND, &there).await;
        world.type_keys(KIND).await;
        world.describe(KIND).await.expect("typed anew");
        assert_eq!(world.engine.accounts().keys_set().await[KIND]["api_key"], Some(true), "{place}");
        world.address(KIND, &here).await;
        let asked = own.received().len();
        world.refuses(KIND, &other.url, &own.url).await;
        assert_eq!(own.received().len(), asked, "{place}: it belongs to the other one now");
        // Who wants no key there takes it away.
        world.engine.accounts().delete_keys(KIND, None).await.expect("deleted");
        let failure = world.describe(KIND).await.expect_err("this server wants one");
        assert_eq!(failure.reason, Reason::KeyRejected, "{place}");
    }
}

#[tokio::test]
async fn it_holds_for_every_kind_of_service() {
    let other = server();
    for kind in provider::kinds().iter().map(|kind| &kind.descriptor).filter(|kind| kind.is_called()) {
        let world = World::new("session").await;
        world.address(kind.id, "http://127.0.0.1:9/api").await;
        world.type_keys(kind.id).await;
        world.address(kind.id, &other.url).await;
        world.refuses(kind.id, "http://127.0.0.1:9", &other.url).await;
        assert!(other.received().is_empty(), "{}: {:?}", kind.id, other.received());
    }
}

#[tokio::test]
async fn keys_that_an_older_version_kept_belong_to_the_address_of_the_first_start() {
    let folder = TempDir::new().expect("a folder");
    let older = Secrets::new(folder.path(), KeyPlace::Vault);
    older.unlock_vault(Secret::new("open sesame")).await.expect("a vault");
    for field in ["secret", "api_key"] {
        older.set("zakai", field, Secret::new(KEY), None).await.expect("kept");
    }
    let world = World::on(folder, "vault").await;
    let documented = provider::kind("zakai").and_then(|kind| kind.descriptor.endpoint).expect("an address");
    assert!(world.engine.accounts().keys("zakai").await.expect("asked").complete, "nothing is asked for again");
    let other = server();
    world.address("zakai", &other.url).await;
    world.refuses("zakai", documented, &other.url).await;
    let world = world.again().await;
    world.refuses("zakai", documented, &other.url).await;
    assert!(other.received().is_empty(), "{:?}", other.received());
    assert!(world.keys("zakai").await.iter().all(|key| key.status.elsewhere.as_deref() == Some(documented)));
    // A key that is typed meanwhile in another place says nothing of them.
    world.engine.workspace().set_setting("key_place", &"session".into()).await.expect("a setting");
    world.type_keys("zakai").await;
    world.engine.workspace().set_setting("key_place", &"vault".into()).await.expect("a setting");
    world.engine.accounts().delete_keys("zakai", Some("api_key")).await.expect("deleted");
    assert_eq!(world.keys("zakai").await[0].status.last4.as_deref(), Some("6789"), "typed for this address");
    world.address("zakai", "").await;
    assert_eq!(world.keys("zakai").await[0].status.elsewhere, None, "the old one is at home");
}

#[tokio::test]
async fn a_key_that_was_typed_before_there_was_an_address_is_for_the_first_one() {
    let world = World::new("vault").await;
    let (own, other) = (server(), server());
    let [here, there] = [&own, &other].map(|server| format!("{}/v1", server.url));
    world.type_keys(KIND).await;
    assert!(world.keys(KIND).await[0].status.set);
    world.address(KIND, &here).await;
    world.describe(KIND).await.expect("described");
    world.address(KIND, &there).await;
    world.refuses(KIND, &own.url, &other.url).await;
    let world = world.again().await;
    world.refuses(KIND, &own.url, &other.url).await;
    assert!(other.received().is_empty(), "{:?}", other.received());
}
