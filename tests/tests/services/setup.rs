//! Services as a person sets them up, through the engine: the form, its checks, keys, tests of keys, actions, the chosen
//! model, what was spent, and what is told of what left the computer.

use altsmith_core::describing::Outcome;

use altsmith_core::engine::Engine;

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::LedgerKind;
use altsmith_core::money::{Amount, Unit};
use altsmith_core::provider;
use altsmith_core::secrets::KeySource;
use altsmith_core::view::{AccountAction, Keys, ServiceSetup};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Documented, Fault, Received, Simulator};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// An engine with a data folder of its own, that keeps keys in memory.
struct World {
    folder: TempDir,
    engine: Engine,
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl World {
    async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let engine = Engine::open(DataDir::at(folder.path().join("data")), "en-GB").expect("an engine");
        let world = Self { folder, engine };
        world.set("key_place", "session").await;
        world
    }

    /// The service of a simulator, chosen and with its keys.
    async fn with<S: Documented>(provider: &str, simulator: &Simulator<S>, keys: &[(&str, &str)]) -> Self {
        let world = Self::new().await;
        world.save(provider, &[("endpoint", &simulator.url)]).await.expect("an address");
        world.keys(provider, keys).await;
        world.set("provider", provider).await;
        world
    }

    async fn set(&self, key: &str, value: &str) {
        self.engine.workspace().set_setting(key, &Value::from(value)).await.expect("a setting");
    }

    async fn save(&self, provider: &str, values: &[(&str, &str)]) -> Result<ServiceSetup, Failure> {
        self.engine.accounts().save_service(provider, map(values)).await
    }

    async fn keys(&self, provider: &str, values: &[(&str, &str)]) -> Keys {
        self.engine.accounts().set_keys(provider, map(values)).await.expect("kept")
    }

    fn picture(&self) -> Item {
        let path: PathBuf = self.folder.path().join("a.png");
        image::RgbImage::from_pixel(60, 40, image::Rgb([20, 30, 200])).save(&path).expect("a picture");
        item(Incoming::Path(path))
    }

    async fn describe(&self, item: &Item) -> Result<Outcome, Failure> {
        self.engine
            .describing()
            .describe(item, &self.engine.describing().options(), &CancellationToken::new(), &|_| {})
            .await
    }

    fn said(&self, failure: &Failure) -> String {
        let trouble = self.engine.workspace().localizer().failure(failure);
        format!("{} {}", trouble.message, trouble.action.unwrap_or_default())
    }
}

fn item(from: Incoming) -> Item {
    Item { from, name: "a.png".into(), source: "a.png".into() }
}

const ZAKAI_KEYS: &[(&str, &str)] = &[("secret", "test-secret"), ("api_key", "test-key-0123456789")];

#[tokio::test]
async fn every_form_is_made_of_its_descriptor_and_said_in_every_language() {
    let world = World::new().await;
    for language in ["en", "de", "zh"] {
        world.set("ui_language", language).await;
        for known in provider::kinds() {
            let descriptor = &known.descriptor;
            let setup = world.engine.accounts().service(descriptor.id).await.expect("a form");
            let about = format!("{language} {}", descriptor.id);
            let (sent, documented) = (descriptor.is_called(), descriptor.endpoint.is_some());
            let names: Vec<&str> = setup.fields.iter().map(|field| field.name.as_str()).collect();
            let wanted = descriptor.secrets.iter().chain(descriptor.settings).map(|field| field.name);
            assert_eq!(names, wanted.chain(documented.then_some("endpoint")).collect::<Vec<_>>(), "{about}");
            for field in &setup.fields {
                assert!(field.label != field.name && !field.label.starts_with("field-"), "{about} {field:?}");
                assert_eq!(field.value, None, "{about}");
            }
            let endpoint = setup.fields.iter().find(|field| field.name == "endpoint");
            assert_eq!(
                (endpoint.is_some(), endpoint.and_then(|field| field.default.as_deref())),
                (sent, descriptor.endpoint)
            );
            // Where it is at first: Ollama on this computer.
            assert_eq!(setup.free, !sent || descriptor.free_on_this_computer && documented, "{about}");
            assert!(!setup.about.is_empty() && !setup.note.is_empty() && !setup.privacy.is_empty(), "{about}");
            assert_eq!((setup.key_hint.is_some(), setup.check.is_some()), (sent, sent), "{about}");
            assert_eq!(setup.makes_accounts, descriptor.id == "zakai");
            assert_eq!(setup.model, setup.models[0].id, "{about}");
            assert_eq!(setup.budgets.len(), if sent { 3 } else { 0 }, "{about}");
        }
    }
    assert_eq!(world.engine.accounts().service("nobody").await.expect_err("unknown").reason, Reason::ProviderUnknown);
}

#[tokio::test]
async fn a_model_says_what_it_takes_gives_and_costs() {
    let world = World::new().await;
    let setup = world.engine.accounts().service("imagedescriber").await.expect("a form");
    let calls: Vec<_> = setup.models.iter().map(|model| (model.id.as_str(), model.calls)).collect();
    assert_eq!(calls, [("generate_content", 1), ("generate_tags", 1), ("generate_alt_text", 1), ("everything", 3)]);
    let alt = &setup.models[2];
    assert!(alt.languages.contains(&"pl".to_owned()) && !setup.models[0].languages.contains(&"pl".to_owned()));
    assert!(alt.returns.alt && !alt.returns.tags);
    assert_eq!((alt.label.as_str(), &alt.cost), ("Alt text", &None));
    let setup = world.engine.accounts().service("describepicture").await.expect("a form");
    assert_eq!(setup.models[0].cost, Some(Amount { value: 0.01, unit: Unit::Usd }));
    assert_eq!(
        (setup.budgets[0].unit.as_str(), &setup.budgets[0].units[..]),
        ("usd", &["usd".into(), "requests".into()][..])
    );
    let setup = world.engine.accounts().service("zakai").await.expect("a form");
    assert_eq!(
        (setup.models[0].label.as_str(), &setup.budgets[0].units[..]),
        ("mistral-small3.2:latest", &["credits".into(), "requests".into()][..])
    );
}

#[tokio::test]
async fn settings_are_checked_and_kept_all_or_none() {
    let world = World::new().await;
    for (provider, name, value, expected) in [
        ("zakai", "email", "nobody", "name@example.org"),
        ("zakai", "email", "a b@example.org", "name@example.org"),
        ("zakai", "budget_day", "five", "5 credits"),
        ("zakai", "budget_day", "5 usd", "5 credits"),
        ("imgopen", "public_port", "many", "1 to 65535"),
        ("imgopen", "public_port", "0", "1 to 65535"),
        ("imgopen", "time_limit", "70000", "1 to 65535"),
        ("imgopen", "public_url", "not an address", "https://"),
        ("imgopen", "s3_bucket", "a\u{7}b", "line of text"),
        ("describepicture", "pass_address", "yes", "true, false"),
        ("describepicture", "endpoint", "http://example.org", "https://"),
        ("imagedescriber", "model", "generate_poem", "generate_tags"),
    ] {
        let mut values = map(&[("budget_month", "7 requests")]);
        values.insert(name.into(), value.into());
        let failure = world.engine.accounts().save_service(provider, values).await.expect_err(name);
        assert_eq!(failure.reason, Reason::SettingInvalid, "{name}: {value}");
        let said = world.said(&failure);
        assert!(said.contains(expected) && !said.contains(&format!("“{name}”")), "{said}");
        let month = &world.engine.accounts().service(provider).await.expect("a form").budgets[2];
        assert_eq!(month.cap, None, "{name}: nothing is kept");
        let by_name =
            world.engine.workspace().set_setting(&format!("providers.{provider}.{name}"), &Value::from(value)).await;
        assert_eq!(by_name.expect_err(name).reason, Reason::SettingInvalid, "the command line checks the same: {name}");
    }
    for secret in ["api_key", "colour"] {
        let failure = world.save("zakai", &[(secret, "x")]).await.expect_err("no setting");
        assert_eq!(failure.reason, Reason::SettingUnknown);
    }
    let failure = world.save("describepicture", &[("endpoint", "https://me:pass@example.org")]).await.expect_err("no");
    assert!(!world.said(&failure).contains("pass"), "{}", world.said(&failure));

    let values = [("email", " me@example.org "), ("budget_day", "20 requests"), ("endpoint", "https://gate.example/x")];
    let setup = world.save("zakai", &values).await.expect("kept");
    let value = |setup: &ServiceSetup, name: &str| {
        setup.fields.iter().find(|field| field.name == name).and_then(|field| field.value.clone())
    };
    assert_eq!(value(&setup, "email").as_deref(), Some("me@example.org"));
    assert_eq!(value(&setup, "endpoint").as_deref(), Some("https://gate.example/x"));
    assert_eq!((setup.budgets[1].cap, setup.budgets[1].unit.as_str()), (Some(20.0), "requests"));
    let setup = world.save("zakai", &[("email", " "), ("budget_day", ""), ("endpoint", "")]).await.expect("taken back");
    assert_eq!((value(&setup, "email"), value(&setup, "endpoint"), setup.budgets[1].cap), (None, None, None));
}

#[tokio::test]
async fn keys_are_set_shown_by_their_end_and_deleted() {
    let world = World::new().await;
    let none = world.engine.accounts().keys("zakai").await.expect("asked");
    assert!(!none.complete && none.trouble.is_none());
    let keys = world.keys("zakai", &[("api_key", "  key-0123456789  ")]).await;
    let status = |keys: &Keys, name: &str| {
        keys.fields.iter().find(|key| key.name == name).map(|key| key.status.clone()).expect("a field")
    };
    let key = status(&keys, "api_key");
    assert_eq!((key.set, key.from, key.last4.as_deref()), (true, Some(KeySource::Session), Some("6789")));
    assert!(!status(&keys, "secret").set && !keys.complete);
    assert!(world.keys("zakai", &[("secret", "rose")]).await.complete);

    for (name, value) in [("api_key", " \n"), ("api_key", "two\nlines")] {
        let values = map(&[("secret", "other secret 1234"), (name, value)]);
        let failure = world.engine.accounts().set_keys("zakai", values).await.expect_err("no key");
        assert_eq!(failure.reason, Reason::KeyUnusable);
        assert!(world.said(&failure).contains("API key"), "{}", world.said(&failure));
        let kept = world.engine.accounts().keys("zakai").await.expect("asked");
        assert_eq!(status(&kept, "secret").last4, None, "nothing was kept before all were looked at");
    }
    let failure = world.engine.accounts().set_keys("zakai", map(&[("email", "x")])).await.expect_err("no key");
    assert_eq!(failure.reason, Reason::SettingUnknown);

    let gone = world.engine.accounts().delete_keys("zakai", Some("api_key")).await.expect("asked");
    assert!(!status(&gone, "api_key").set && status(&gone, "secret").set);
    assert!(
        !world
            .engine
            .accounts()
            .delete_keys("zakai", None)
            .await
            .expect("asked")
            .fields
            .iter()
            .any(|key| key.status.set)
    );
    let set = world.engine.accounts().keys_set().await;
    assert_eq!(set["zakai"]["api_key"], Some(false));
    assert!(set["builtin"].is_empty());
}

#[tokio::test]
async fn a_vault_is_said_to_be_locked_until_its_passphrase_comes() {
    let world = World::new().await;
    world.set("key_place", "vault").await;
    let values = map(&[("app_id", "test-app-id-42")]);
    let refused = world.engine.accounts().set_keys("describepicture", values).await.expect_err("there is no vault yet");
    let trouble = world.engine.workspace().localizer().failure(&refused);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::VaultLocked, Some("describepicture")));
    let asked = world.engine.accounts().keys("describepicture").await.expect("the form is drawn all the same");
    assert!(!asked.complete && !asked.vault.exists);
    let failure = world.engine.accounts().open_vault(String::new()).await.expect_err("empty");
    assert_eq!(world.said(&failure).lines().next(), Some(world.said(&failure).as_str()));
    assert!(world.said(&failure).starts_with("A passphrase cannot be empty."), "{}", world.said(&failure));
    world.engine.accounts().open_vault("open sesame".into()).await.expect("made");
    let kept = world.keys("describepicture", &[("app_id", "test-app-id-42")]).await;
    assert!(kept.complete && kept.trouble.is_none() && kept.vault.exists && kept.vault.unlocked);

    let again = Engine::open(world.engine.workspace().data_dir().clone(), "en-GB").expect("an engine");
    let locked = again.accounts().keys("describepicture").await.expect("the form is drawn all the same");
    assert_eq!(locked.trouble.map(|trouble| trouble.reason), Some(Reason::VaultLocked));
    assert_eq!((locked.complete, locked.vault.exists, locked.vault.unlocked), (false, true, false));
    let refused = again.accounts().delete_keys("describepicture", None).await.expect_err("nothing was deleted");
    assert_eq!(refused.reason, Reason::VaultLocked);
    let values = map(&[("app_id", "another-app-id-0123456789")]);
    let refused = again.accounts().set_keys("describepicture", values).await.expect_err("nothing was kept");
    assert_eq!(refused.reason, Reason::VaultLocked);
    assert_eq!(again.accounts().keys_set().await["describepicture"]["app_id"], None, "nobody knows");
    let failure = again.accounts().open_vault("open says me".into()).await.expect_err("wrong");
    assert_eq!(failure.reason, Reason::PassphraseWrong);
    again.accounts().open_vault("open sesame".into()).await.expect("opened");
    assert!(again.accounts().keys("describepicture").await.expect("asked").complete);
}

#[tokio::test]
async fn a_test_of_a_key_tells_balance_and_models_and_the_chosen_one_is_used() {
    let simulator = Simulator::start(ZakAi::default());
    let world = World::with("zakai", &simulator, ZAKAI_KEYS).await;
    let checked = world.engine.accounts().check_service("zakai").await.expect("it answers");
    assert!(checked.confirmed && checked.message.contains("ZAK-AI"), "{}", checked.message);
    assert_eq!(checked.credits.and_then(|credits| credits.remaining), Some(200.0));
    assert_eq!(checked.models, ["mistral-small3.2:latest", "gemma3:12b"]);
    let ledger = world.engine.accounts().ledger(10).await.expect("a ledger");
    assert_eq!(
        (ledger.len(), ledger[0].0.line.kind, ledger[0].0.line.remaining),
        (1, LedgerKind::Balance, Some(200.0))
    );
    assert_eq!(ledger[0].0.line.valid_until.as_deref(), Some("2025-01-30"));
    assert!(!ledger[0].0.line.account.is_empty(), "which account it is");

    let setup = world.engine.accounts().service("zakai").await.expect("a form");
    let models: Vec<_> = setup.models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(models, ["mistral-small3.2:latest", "gemma3:12b"]);
    assert_eq!(setup.models[1].cost, Some(Amount { value: 1.0, unit: Unit::Credits }), "as the service told it");
    let failure = world.save("zakai", &[("model", "llama")]).await.expect_err("not on its list");
    assert!(world.said(&failure).contains("gemma3:12b"), "{}", world.said(&failure));
    assert_eq!(world.save("zakai", &[("model", "gemma3:12b")]).await.expect("kept").model, "gemma3:12b");
    let outcome = world.describe(&world.picture()).await.expect("described");
    assert_eq!(outcome.words.model, "gemma3:12b");
    assert_eq!(simulator.with(|service| service.asked[0]["model"].clone()), "gemma3:12b");

    let again = Engine::open(world.engine.workspace().data_dir().clone(), "en-GB").expect("an engine");
    assert_eq!(again.describing().options().request.model, "gemma3:12b", "known from the start");
    let spent = &again.accounts().service("zakai").await.expect("a form").budgets;
    assert_eq!(spent.iter().map(|budget| budget.spent).collect::<Vec<_>>(), [0.0, 1.0, 1.0], "tests cost nothing");
}

#[tokio::test]
async fn a_model_that_the_service_has_not_listed_yet_may_be_typed() {
    let world = World::new().await;
    assert_eq!(world.save("zakai", &[("model", "pixtral:12b")]).await.expect("kept").model, "pixtral:12b");
    assert_eq!(world.engine.workspace().model_of("zakai"), "pixtral:12b");
    assert_eq!(world.engine.workspace().model_of("imgopen"), "clip");
}

#[tokio::test]
async fn what_a_test_does_not_know_it_does_not_claim() {
    let simulator = Simulator::start(ImageDescriber::default());
    let world = World::with("imagedescriber", &simulator, &[("api_key", "test-key-0123456789")]).await;
    let checked = world.engine.accounts().check_service("imagedescriber").await.expect("it answers");
    assert!(!checked.confirmed && checked.message.contains("first picture"), "{}", checked.message);
    assert_eq!(simulator.with(|service| service.pictures.len()), 0, "no picture was sent");
    world.keys("imagedescriber", &[("api_key", "wrong-key-000000")]).await;
    let failure = world.engine.accounts().check_service("imagedescriber").await.expect_err("refused");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::KeyRejected, Some("imagedescriber")));
    assert!(world.engine.accounts().ledger(10).await.expect("a ledger").is_empty());

    let builtin = world.engine.accounts().check_service("builtin").await.expect("nothing to ask");
    assert!(builtin.confirmed && builtin.message.contains("no key"), "{}", builtin.message);
    world.set("local_only", "true").await;
    world.save("imagedescriber", &[("endpoint", "")]).await.expect("the documented one");
    world.keys("imagedescriber", &[("api_key", "test-key-0123456789")]).await;
    let failure = world.engine.accounts().check_service("imagedescriber").await.expect_err("refused");
    assert_eq!(failure.reason, Reason::LocalOnly);
}

#[tokio::test]
async fn a_new_key_counts_for_the_next_picture() {
    let simulator = Simulator::start(ZakAi::default());
    let world = World::with("zakai", &simulator, &[("secret", "test-secret"), ("api_key", "wrong-key-000000")]).await;
    let failure = world.describe(&world.picture()).await.expect_err("refused");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::KeyRejected, Some("zakai")));
    world.keys("zakai", ZAKAI_KEYS).await;
    world.describe(&world.picture()).await.expect("described");
    world.set("key_place", "vault").await;
    world.engine.accounts().delete_keys("zakai", None).await.expect("asked");
    let failure = world.describe(&Item { name: "b".into(), ..other_picture(&world) }).await.expect_err("no key");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::KeyMissing, Some("zakai")));
}

fn other_picture(world: &World) -> Item {
    let path = world.folder.path().join("b.png");
    image::RgbImage::from_pixel(60, 40, image::Rgb([200, 30, 20])).save(&path).expect("a picture");
    item(Incoming::Path(path))
}

#[tokio::test]
async fn an_account_is_made_and_switched_on_step_by_step() {
    let simulator = Simulator::start(ZakAi::default());
    let world = World::with("zakai", &simulator, &[("secret", "test-secret")]).await;
    let failure = world.engine.accounts().account_action("zakai", AccountAction::Create).await.expect_err("no e-mail");
    assert_eq!(failure.reason, Reason::SettingMissing);
    assert!(world.said(&failure).contains("E-mail address"), "{}", world.said(&failure));
    world.save("zakai", &[("email", "name@example.com")]).await.expect("kept");
    let failure =
        world.engine.accounts().account_action("zakai", AccountAction::Activate).await.expect_err("no key yet");
    assert!(world.said(&failure).contains("API key from the e-mail"), "{}", world.said(&failure));
    assert!(simulator.received().is_empty(), "nothing was sent before all was there");

    let made = world.engine.accounts().account_action("zakai", AccountAction::Create).await.expect("made");
    assert!(!made.confirmed && made.message.contains("name@example.com"), "{}", made.message);
    let accounts = simulator.with(|service| service.accounts.clone());
    assert_eq!(accounts, [json!({"email": "name@example.com", "secret": "test-secret"})]);
    world.keys("zakai", ZAKAI_KEYS).await;
    let on = world.engine.accounts().account_action("zakai", AccountAction::Activate).await.expect("switched on");
    assert!(on.confirmed && simulator.with(|service| service.activated));
    world.engine.accounts().delete_keys("zakai", Some("secret")).await.expect("gone");
    let failure = world.engine.accounts().account_action("zakai", AccountAction::Create).await.expect_err("no secret");
    assert!(world.said(&failure).contains("Your own secret"), "{}", world.said(&failure));
    let failure = world.engine.accounts().account_action("imgopen", AccountAction::Create).await.expect_err("not here");
    assert_eq!(failure.reason, Reason::NotOffered);
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

/// Hands out one picture.
struct Gallery(Vec<u8>);

impl Documented for Gallery {
    fn answer(&mut self, _: &Received, _: &mut Vec<String>) -> Answer {
        Answer { status: 200, headers: Vec::new(), kind: "image/png", body: self.0.clone() }
    }
}

fn gallery(world: &World) -> (Simulator<Gallery>, Item) {
    let Incoming::Path(path) = world.picture().from else { panic!("a file") };
    let simulator = Simulator::start(Gallery(std::fs::read(path).expect("a picture")));
    // A PNG, whatever its address is called: the service holds the named type against what lies there.
    let url = format!("{}/a.jpg", simulator.url);
    (simulator, item(Incoming::Url { url, typed: true }))
}

#[tokio::test]
async fn an_address_goes_instead_of_the_picture_only_where_the_person_wants_that() {
    let simulator = Simulator::start(DescribePicture::default());
    let world = World::with("describepicture", &simulator, &[("app_id", "test-app-id-42")]).await;
    let (_gallery, picture) = gallery(&world);
    let by_bytes = world.describe(&picture).await.expect("described");
    let receipt = by_bytes.words.receipt.expect("a receipt");
    assert!(!receipt.by_address && receipt.metadata_removed && receipt.bytes > 0);
    assert_eq!(
        simulator.with(|service| (service.pictures.len(), service.opened[0]["imageUrl"].clone())),
        (1, Value::Null)
    );

    world.save("describepicture", &[("pass_address", "true")]).await.expect("kept");
    let mut options = world.engine.describing().options();
    options.force = true;
    let again = world
        .engine
        .describing()
        .describe(&picture, &options, &CancellationToken::new(), &|_| {})
        .await
        .expect("described");
    let receipt = again.words.receipt.expect("a receipt");
    assert!(receipt.by_address && !receipt.metadata_removed, "{receipt:?}");
    assert_eq!((receipt.bytes, receipt.width, receipt.mime.as_str()), (0, 0, ""));
    let Incoming::Url { url, .. } = &picture.from else { panic!("an address") };
    simulator.with(|service| {
        assert_eq!(service.opened[1]["imageUrl"], **url);
        assert_eq!((service.pictures.len(), &service.opened[1]["imageBase64"]), (1, &Value::Null));
    });
    let file = world.describe(&other_picture(&world)).await.expect("described");
    assert!(file.words.receipt.is_some_and(|receipt| receipt.bytes > 0), "a file has no address to pass on");
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_service_that_takes_only_addresses_got_no_picture() {
    let simulator = Simulator::start(ImgOpen { work: 0, ..ImgOpen::default() });
    let keys = [("access_key_id", "test-access-key-id"), ("access_key_secret", "test-access-key-secret")];
    let world = World::with("imgopen", &simulator, &keys).await;
    let (_gallery, picture) = gallery(&world);
    let outcome = world.describe(&picture).await.expect("described");
    let receipt = outcome.words.receipt.expect("a receipt");
    assert!(receipt.by_address && receipt.bytes == 0, "{receipt:?}");
}

#[tokio::test]
async fn words_that_are_fewer_than_asked_for_say_why_and_the_cost_of_the_last_is_known() {
    let simulator = Simulator::start(ImageDescriber::default());
    let world = World::with("imagedescriber", &simulator, &[("api_key", "test-key-0123456789")]).await;
    world.save("imagedescriber", &[("model", "generate_tags")]).await.expect("kept");
    let outcome = world.describe(&world.picture()).await.expect("described");
    assert_eq!(outcome.words.incomplete, None);
    let charged = outcome.words.credits.and_then(|credits| credits.used).expect("credits");
    let setup = world.engine.accounts().service("imagedescriber").await.expect("a form");
    let cost = |id: &str| setup.models.iter().find(|model| model.id == id).and_then(|model| model.cost);
    assert_eq!(cost("generate_tags"), Some(Amount { value: charged, unit: Unit::Credits }));
    assert_eq!(cost("generate_alt_text"), None, "nobody knows yet");

    world.save("imagedescriber", &[("model", "everything")]).await.expect("kept");
    simulator.with(|service| service.alt_shape = json!({"nothing": "here"}));
    let outcome = world.describe(&other_picture(&world)).await.expect("what was paid is kept");
    let words = world.engine.describing().description_view(&outcome);
    let trouble = words.incomplete.expect("the third request was not understood");
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::BadResponse, Some("imagedescriber")));
    let entry = world.engine.history().entry(outcome.image.id).await.expect("an entry");
    assert!(entry.versions[0].incomplete.is_some(), "also later");
    let sent = simulator.received().len();
    let again = world.describe(&other_picture(&world)).await.expect("the history has it");
    assert_eq!((again.cached, simulator.received().len()), (true, sent), "what was counted is not asked for again");
}

#[tokio::test]
async fn a_cap_names_the_service_by_its_name() {
    let simulator = Simulator::start(ZakAi::default());
    let world = World::with("zakai", &simulator, ZAKAI_KEYS).await;
    world.save("zakai", &[("budget_day", "0 requests")]).await.expect("kept");
    let failure = world.describe(&world.picture()).await.expect_err("the cap");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::BudgetReached, Some("zakai")));
    assert!(trouble.message.starts_with("ZAK-AI"), "{}", trouble.message);
    world.save("zakai", &[("budget_day", "")]).await.expect("kept");
    simulator.next(Fault::Reset);
    let failure = world.describe(&world.picture()).await.expect_err("lost");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!((trouble.reason, trouble.provider.as_deref()), (Reason::OutcomeUnknown, Some("zakai")));
}

#[tokio::test]
async fn a_secret_that_could_never_be_sent_is_not_kept() {
    let world = World::new().await;
    let failure = world.engine.accounts().set_keys("zakai", map(&[("secret", " a:b ")])).await.expect_err("refused");
    assert_eq!(failure.reason, Reason::KeyUnusable);
    assert!(world.said(&failure).contains("colon"), "{}", world.said(&failure));
    assert!(!world.engine.accounts().keys("zakai").await.expect("keys").fields[0].status.set);
    world.keys("imagedescriber", &[("api_key", "a:b")]).await;
}

#[tokio::test]
async fn a_language_is_known_by_its_primary_tag_and_a_model_by_its_descriptor() {
    let simulator = Simulator::start(ZakAi::default());
    let world = World::with("zakai", &simulator, ZAKAI_KEYS).await;
    let mut options = world.engine.describing().options();
    for language in ["en", "en-GB", "EN_us"] {
        options.request.language = language.into();
        let outcome =
            world.engine.describing().describe(&world.picture(), &options, &CancellationToken::new(), &|_| {}).await;
        let outcome = outcome.expect("described");
        assert_eq!((outcome.words.language.as_str(), outcome.cached), ("en", language != "en"), "{language}");
        let estimate = world.engine.describing().estimate(&[world.picture()], &options).await.expect("an estimate");
        assert_eq!((estimate.pictures, estimate.known), (0, 1), "{language}");
        assert!(world.engine.describing().plan(&world.picture(), &options).await.expect("a plan").cached, "{language}");
    }
    assert_eq!(simulator.with(|service| service.asked.len()), 1, "asked once");
    options.request.language = "fr-CA".into();
    let failure =
        world.engine.describing().describe(&world.picture(), &options, &CancellationToken::new(), &|_| {}).await;
    assert_eq!(failure.expect_err("refused").reason, Reason::LanguageUnknown);

    let simulator = Simulator::start(DescribePicture::default());
    let world = World::with("describepicture", &simulator, &[("app_id", "test-app-id-42")]).await;
    let mut options = world.engine.describing().options();
    options.request.model = "gpt".into();
    let failure =
        world.engine.describing().describe(&world.picture(), &options, &CancellationToken::new(), &|_| {}).await;
    assert_eq!(failure.expect_err("refused").reason, Reason::ModelNotFound);
    assert!(simulator.received().is_empty());
}

#[tokio::test]
async fn the_privacy_note_names_the_host_that_is_set() {
    let world = World::new().await;
    for (id, documented) in [
        ("imagedescriber", "api.imagedescriber.app"),
        ("describepicture", "us-central1-describepicture.cloudfunctions.net"),
        ("imgopen", "api.zhiqite.com"),
        ("zakai", "www.zak-ai.com"),
    ] {
        let privacy = async || world.engine.accounts().service(id).await.expect("a form").privacy;
        assert!(privacy().await.contains(documented), "{}", privacy().await);
        world.save(id, &[("endpoint", "https://gate.example.org/a")]).await.expect("kept");
        assert!(privacy().await.contains("gate.example.org") && !privacy().await.contains(documented), "{id}");
    }
}
