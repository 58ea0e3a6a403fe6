//! Several servers of one kind: each is set up, asked, counted and named by itself; an id is nobody else's; and what an older
//! program wrote is still there.

use altsmith_core::describing::{Options, Outcome};

use altsmith_core::engine::Engine;

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::secrets::KeySource;
use altsmith_core::view::{HistoryQuery, LedgerQuery, ServiceSetup};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::Simulator;
use altsmith_tests::simulators::openai_compatible::{Maker, OpenAiCompatible};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

const KIND: &str = "openai-compatible";

struct World {
    folder: TempDir,
    engine: Engine,
}

impl World {
    async fn new() -> Self {
        Self::on(TempDir::new().expect("a folder")).await
    }

    async fn on(folder: TempDir) -> Self {
        let engine = Engine::open(DataDir::at(folder.path()), "en-GB").expect("an engine");
        let world = Self { folder, engine };
        world.set("key_place", "session").await;
        world
    }

    async fn set(&self, key: &str, value: &str) {
        self.engine.workspace().set_setting(key, &Value::from(value)).await.expect("a setting");
    }

    async fn add(&self, name: &str, id: Option<&str>, address: &str) -> Result<String, Failure> {
        let id = id.map(str::to_owned);
        let endpoint = (!address.is_empty()).then(|| address.to_owned());
        self.engine.accounts().add_connection(KIND, name, id, endpoint).await.map(|added| added.id)
    }

    async fn refused(&self, name: &str, id: Option<&str>) -> String {
        let failure = self.add(name, id, "").await.expect_err("refused");
        assert_eq!(failure.reason, Reason::ConnectionRefused, "{failure:?}");
        let said = self.engine.workspace().localizer().failure(&failure);
        assert!(!said.message.contains(['{', '$']) && said.action.is_some(), "{said:?}");
        failure.about["why"].clone()
    }

    async fn save(&self, provider: &str, values: &[(&str, &str)]) -> Result<ServiceSetup, Failure> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.engine.accounts().save_service(provider, values).await
    }

    /// Describes a picture of this number; another number is another picture.
    async fn describe(&self, provider: &str, n: u8) -> Result<Outcome, Failure> {
        let path = self.folder.path().join(format!("{n}.png"));
        image::RgbImage::from_pixel(60, 40, image::Rgb([n, 30, 200])).save(&path).expect("a picture");
        let item = Item { from: Incoming::Path(path), name: "a.png".into(), source: "a.png".into() };
        let mut options = Options { provider: provider.into(), ..self.engine.describing().options() };
        options.request.model = self.engine.workspace().model_of(provider);
        self.engine.describing().describe(&item, &options, &CancellationToken::new(), &|_| {}).await
    }

    async fn charges(&self) -> Vec<(String, String, Option<f64>, String)> {
        let page = self
            .engine
            .accounts()
            .ledger_page(LedgerQuery { provider: None, offset: 0, limit: 0 })
            .await
            .expect("a page");
        page.lines.into_iter().map(|line| (line.provider, line.name, line.amount, line.unit)).collect()
    }

    fn database(&self) -> Connection {
        Connection::open(self.folder.path().join("library.sqlite3")).expect("the database")
    }

    fn names(&self) -> Vec<(String, String)> {
        self.engine.workspace().services().into_iter().map(|known| (known.id, known.name)).collect()
    }
}

fn server(key: Option<&str>) -> Simulator<OpenAiCompatible> {
    Simulator::start(OpenAiCompatible { key: key.map(str::to_owned), ..OpenAiCompatible::default() })
}

fn address(server: &Simulator<OpenAiCompatible>) -> String {
    format!("{}/v1", server.url)
}

fn asked(server: &Simulator<OpenAiCompatible>) -> usize {
    assert_eq!(server.violations(), Vec::<String>::new());
    server.with(|server| server.asked.len())
}

#[tokio::test]
async fn two_servers_of_one_kind_have_keys_settings_and_charges_of_their_own() {
    let world = World::new().await;
    let (lab, office) = (server(Some("lab-key-0123456789")), server(Some("office-key-0123456789")));
    assert_eq!(world.add("Lab", None, &address(&lab)).await.expect("added"), "lab");
    assert_eq!(world.add("Big  Office", None, &address(&office)).await.expect("added"), "big-office");
    let names = world.names();
    assert_eq!(names[names.len() - 3].0, KIND, "the one that is there by itself stays");
    let added = [("lab", "Lab"), ("big-office", "Big Office")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    assert_eq!(names[names.len() - 2..], added);
    for (id, key) in [("lab", "lab-key-0123456789"), ("big-office", "office-key-0123456789")] {
        let keys =
            world.engine.accounts().set_keys(id, [("api_key".to_owned(), key.to_owned())].into()).await.expect("kept");
        assert_eq!(keys.fields[0].status.from, Some(KeySource::Session), "{id}");
    }
    assert!(!world.engine.accounts().keys(KIND).await.expect("keys").fields[0].status.set, "its key is its own");
    world.save("lab", &[("paid", "true"), ("budget_day", "1 requests")]).await.expect("kept");

    let outcome = world.describe("lab", 1).await.expect("described");
    assert_eq!((outcome.words.provider.as_str(), asked(&lab), asked(&office)), ("lab", 1, 0));
    let failure = world.describe("lab", 2).await.expect_err("the cap");
    assert_eq!(failure.reason, Reason::BudgetReached);
    let said = world.engine.workspace().localizer().failure(&failure);
    assert!(said.message.contains("Lab") && said.provider.as_deref() == Some("lab"), "{said:?}");
    assert_eq!(world.describe("big-office", 2).await.expect("its own budget").words.provider, "big-office");
    assert_eq!((asked(&lab), asked(&office)), (1, 1));
    let again = world.describe("big-office", 1).await.expect("described");
    assert!(!again.cached && asked(&office) == 2, "what another one said is no answer of its own");

    let lines = world.charges().await;
    assert_eq!(lines.iter().filter(|line| line.0 == "lab").count(), 1);
    assert!(lines.iter().all(|line| line.0 != "big-office"), "on this computer it costs nothing: {lines:?}");
}

#[tokio::test]
async fn a_name_is_the_persons_and_what_was_removed_keeps_it() {
    let world = World::new().await;
    let lab = server(None);
    world.add("Lab", None, &address(&lab)).await.expect("added");
    world.describe("lab", 1).await.expect("described");
    world.set("provider", "lab").await;
    world.engine.workspace().rename_connection("lab", " The lab's  GPU ").await.expect("renamed");
    world.engine.workspace().rename_connection("zakai", "Alt texts").await.expect("also one that is there by itself");
    assert!(world.names().contains(&("zakai".into(), "Alt texts".into())));
    let history = || async {
        let page = world.engine.history().page(HistoryQuery::default()).await.expect("the history");
        (page.total, page.entries[0].words.provider_name.clone())
    };
    assert_eq!(history().await, (1, "The lab's GPU".to_owned()));

    world.engine.workspace().remove_connection("lab").await.expect("removed");
    assert_eq!(history().await, (1, "The lab's GPU".to_owned()), "history and ledger can still name it");
    assert_eq!(world.engine.workspace().settings().provider, "builtin", "nobody is left without a describer");
    let failure = world.describe("lab", 2).await.expect_err("it is gone");
    assert_eq!(failure.reason, Reason::ProviderUnknown);
    assert_eq!(world.refused("Other", Some("lab")).await, "removed");
    assert_eq!(world.add("Lab", None, "").await.expect("added"), "lab-2", "its id is nobody else's");
    assert_eq!(
        world.engine.workspace().remove_connection("lab").await.expect_err("gone").reason,
        Reason::ProviderUnknown
    );

    world.engine.workspace().restore_connection("lab").await.expect("back");
    assert_eq!(world.engine.workspace().settings().provider, "lab", "as it was");
    world.describe("lab", 2).await.expect("its address came back with it");
    assert_eq!(asked(&lab), 2);
    for id in ["zakai", "builtin", KIND] {
        let failure = world.engine.workspace().remove_connection(id).await.expect_err("it is there by itself");
        assert_eq!((failure.reason, failure.about["why"].as_str()), (Reason::ConnectionRefused, "fixed"));
    }
}

#[tokio::test]
async fn an_id_that_anything_names_is_never_given_to_another() {
    let world = World::new().await;
    for id in ["openai", "anthropic", "gemini", "ollama", "local", "vault", "zakai", "builtin", KIND] {
        assert_eq!(world.refused("x", Some(id)).await, "taken", "{id}");
    }
    for id in ["", "Lab", "la b", "lab.one", "1lab", "lab-", "läb"] {
        assert_eq!(world.refused("x", Some(id)).await, "id", "{id}");
    }
    let rows = [
        "INSERT INTO settings (key, value) VALUES ('providers.set.endpoint', '\"https://x.example/v1\"')",
        "INSERT INTO ledger (at_ms, provider, kind, unit) VALUES (1, 'paid', 'charge', 'usd')",
        "INSERT INTO requests (at_ms, provider, kind) VALUES (1, 'asked', 'sent')",
        "INSERT INTO images (id, hash, name, format, width, height, bytes, added_ms) VALUES (1, 'a', 'a', 'png', 1, 1, 1, 1)",
        "INSERT INTO descriptions (image_id, author, provider, model, style, language, state, created_ms)
            VALUES (1, 'model', 'said', '', '', 'en', 'draft', 1)",
        "INSERT INTO jobs (image_id, hash, request_key, provider, model, request, state, created_ms)
            VALUES (1, 'a', 'k', 'left', '', '{}', 'outcome_unknown', 1)",
        "INSERT INTO holds (provider, account, until_ms) VALUES ('held', '', 1)",
    ];
    let database = world.database();
    for row in rows {
        database.execute(row, []).expect("a row");
    }
    for id in ["set", "paid", "asked", "said", "left", "held"] {
        assert_eq!(world.refused("x", Some(id)).await, "taken", "{id}");
    }
    assert_eq!(world.add("Paid", None, "").await.expect("added"), "paid-2", "an id made of the name steps aside");
    assert_eq!(world.refused("\u{200b}", None).await, "name");
    let failure = world.engine.accounts().add_connection("zakai", "Mine", None, None).await.expect_err("one is enough");
    assert_eq!(failure.about["why"], "single");
    let failure =
        world.engine.accounts().add_connection("nothing", "Mine", None, None).await.expect_err("no such kind");
    assert_eq!(failure.about["why"], "kind");
    let failure = world.add("Far", None, "http://example.org/v1").await.expect_err("plain http");
    assert_eq!(failure.reason, Reason::SettingInvalid);
    assert!(world.engine.workspace().connection("far").is_none(), "all or nothing");
}

#[tokio::test]
async fn keys_keep_an_id_from_being_used_again() {
    let world = World::new().await;
    world.add("Lab", Some("lab"), "").await.expect("added");
    world
        .engine
        .accounts()
        .set_keys("lab", [("api_key".to_owned(), "key-0123456789".to_owned())].into())
        .await
        .expect("kept");
    // Whatever becomes of the row: the key is still somebody's.
    world.database().execute("DELETE FROM connections", []).expect("gone");
    world.engine.workspace().read_settings_anew().await.expect("read");
    assert!(world.engine.workspace().connection("lab").is_none());
    assert_eq!(world.refused("Lab", Some("lab")).await, "taken");
}

#[tokio::test]
async fn what_a_model_costs_belongs_to_the_connection_and_the_persons_own_word_wins() {
    let world = World::new().await;
    let lab = server(None);
    lab.with(|server| server.maker = Maker::OpenRouter);
    world.add("Lab", None, &address(&lab)).await.expect("added");
    world.engine.accounts().check_service("lab").await.expect("a list");
    world.save("lab", &[("model", "seeing-7b")]).await.expect("kept");
    assert!(world.engine.workspace().is_free("lab"), "on this computer it is the person's own, whatever the list says");
    assert!(!world.engine.describing().asks_first("lab", 99));
    let failure = world.save("lab", &[("budget_day", "5 usd")]).await.expect_err("what nobody counts cannot be capped");
    assert_eq!(failure.reason, Reason::SettingInvalid);

    let setup = world.save("lab", &[("paid", "true")]).await.expect("kept");
    let model = setup.models.iter().find(|model| model.id == "seeing-7b").expect("the model");
    assert_eq!((model.price.as_deref(), model.sees, model.here), (Some("0.1/0.4 usd"), Some(true), true));
    assert!(!setup.free && world.engine.describing().asks_first("lab", 99));
    world.describe("lab", 1).await.expect("described");
    // 300 tokens in, 6 out.
    let close = |amount: Option<f64>, wanted: f64| amount.is_some_and(|amount| (amount - wanted).abs() < 1e-9);
    let line = &world.charges().await[0];
    assert!(close(line.2, (300.0 * 0.1 + 6.0 * 0.4) / 1e6) && line.3 == "usd", "{line:?}");

    let own = [("price", "2/10"), ("price:seeing-7b", "20/100"), ("budget_day", "0.02 usd")];
    let setup = world.save("lab", &own).await.expect("kept");
    let model = setup.models.iter().find(|model| model.id == "seeing-7b").expect("the model");
    assert!(model.cost.is_some_and(|cost| cost.unit == Unit::Usd && cost.value > 0.02), "{:?}", model.cost);
    let field = setup.fields.iter().find(|field| field.name == "price:seeing-7b").expect("a field of the model's own");
    assert_eq!((field.value.as_deref(), field.default.as_deref()), (Some("20/100"), Some("2/10 usd")));
    assert!(field.label.contains("seeing-7b"), "{}", field.label);
    let failure = world.describe("lab", 2).await.expect_err("beyond the cap");
    assert_eq!((failure.reason, failure.about["unit"].as_str()), (Reason::BudgetReached, "usd"));
    world.save("lab", &[("price:seeing-7b", "")]).await.expect("taken back");
    world.describe("lab", 2).await.expect("within the cap");
    let line = &world.charges().await[0];
    assert!(close(line.2, (300.0 * 2.0 + 6.0 * 10.0) / 1e6), "the connection's own price: {line:?}");
    world.save("lab", &[("price", "0.5 usd"), ("budget_day", "")]).await.expect("kept");
    world.describe("lab", 3).await.expect("described");
    assert!(close(world.charges().await[0].2, 0.5), "each request");
    world.save("lab", &[("price", "free")]).await.expect("kept");
    let before = world.charges().await.len();
    world.describe("lab", 4).await.expect("described");
    assert_eq!((world.charges().await.len(), world.engine.workspace().is_free("lab")), (before, true));
    let failure = world.save("lab", &[("price", "cheap")]).await.expect_err("no price");
    assert_eq!(failure.reason, Reason::SettingInvalid);
}

#[tokio::test]
async fn a_server_on_this_computer_stays_here_and_a_model_that_it_passes_on_does_not() {
    let world = World::new().await;
    let lab = server(None);
    world.add("Lab", None, &address(&lab)).await.expect("added");
    world.set("local_only", "true").await;
    world.describe("lab", 1).await.expect("nothing leaves this computer");
    assert!(world.engine.workspace().stays_here("lab", "").await.expect("an answer"));
    let far = world.add("Far", None, "https://models.example.org/v1").await.expect("added");
    assert!(!world.engine.workspace().stays_here(&far, "").await.expect("an answer"));
    assert_eq!(world.describe(&far, 1).await.expect_err("kept here").reason, Reason::LocalOnly);

    let passed_on = "INSERT INTO connection_models (connection, model, position, sees, runs, seen_ms)
        VALUES ('lab', 'seeing-7b', 0, 1, 'elsewhere', 1)";
    world.database().execute(passed_on, []).expect("a row");
    let setup = world.save("lab", &[("model", "seeing-7b")]).await.expect("kept");
    let model = setup.models.iter().find(|model| model.id == "seeing-7b").expect("the model");
    assert!(
        !model.here && !setup.free && !world.engine.workspace().is_free("lab"),
        "somebody else's computer works for it"
    );
    assert!(!world.engine.workspace().stays_here("lab", "seeing-7b").await.expect("an answer"));
    let failure = world.describe("lab", 2).await.expect_err("kept here");
    assert_eq!((failure.reason, failure.about["provider"].as_str()), (Reason::LocalOnly, "Lab"));
    assert_eq!(asked(&lab), 1, "nothing was sent");
    world.set("local_only", "false").await;
    world.describe("lab", 2).await.expect("described");
    assert_eq!(asked(&lab), 2);
}

/// The schema of before connections.
const THEN: &[&str] = &[
    include_str!("../../../src-tauri/core/src/library/migrations/0001_begin.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0002_queue.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0003_incomplete.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0004_questions.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0005_laid_out.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0006_desk.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0007_uploads.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0008_image_files.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0009_pieces.sql"),
];

/// What a program of then wrote: settings, what services told, charges, requests of today, words, a request without an answer.
const ROWS: &str = r#"
    INSERT INTO settings (key, value) VALUES
        ('provider', '"zakai"'), ('key_place', '"session"'),
        ('providers.zakai.model', '"mistral-small3.2:latest"'), ('providers.zakai.email', '"a@example.org"'),
        ('providers.zakai.budget_day', '"5"'), ('providers.describepicture.budget_month', '"2 usd"'),
        ('providers.openai-compatible.endpoint', '"http://127.0.0.1:9/v1"'), ('providers.openai-compatible.paid', '"true"'),
        ('remembered.service.zakai', '{"models":["mistral-small3.2:latest","gemma3:27b"],"costs":{"gemma3:27b":2.5,"alttexts":1.0}}'),
        ('remembered.service.openai-compatible', '{"models":[{"id":"sees","sees":true},{"id":"blind","sees":false},{"id":"who"}],"costs":{}}'),
        ('remembered.service.imgopen', 'no JSON'), ('remembered.window', '{"width":900}');
    INSERT INTO ledger (at_ms, provider, account, kind, amount, unit, remaining, total) VALUES
        (1000, 'zakai', 'aabbccdd', 'charge', 2, 'credits', 198, 200),
        (2000, 'describepicture', '', 'charge', 1, 'requests', NULL, NULL);
    INSERT INTO requests (at_ms, provider, kind, amount, unit, operation) VALUES
        (unixepoch() * 1000, 'zakai', 'sent', 2, 'credits', 'alttexts');
    INSERT INTO images (id, hash, name, format, width, height, bytes, newest_id, added_ms)
        VALUES (1, 'aa', 'cat.jpg', 'jpeg', 40, 30, 100, 1, 5);
    INSERT INTO descriptions (id, image_id, author, provider, model, style, language, request_key, alt, state, created_ms)
        VALUES (1, 1, 'model', 'zakai', 'gemma3:27b', 'alt', 'en', 'key', 'A cat.', 'draft', 10);
    INSERT INTO jobs (image_id, hash, request_key, provider, model, request, state, created_ms, sent_ms)
        VALUES (1, 'aa', 'another key', 'describepicture', '', '{}', 'outcome_unknown', 14, 15);
"#;

fn written_then(folder: &Path) {
    let database = Connection::open(folder.join("library.sqlite3")).expect("a database");
    // Of the pictures of then none lay in a folder.
    let nothing = |_: &Context<'_>| Ok(String::new());
    database
        .create_scalar_function("searched_of_path", 1, FunctionFlags::SQLITE_DIRECTONLY, nothing)
        .expect("a function");
    THEN.iter().for_each(|sql| database.execute_batch(sql).expect("the schema of then"));
    database.execute_batch(ROWS).expect("the rows of then");
    database.pragma_update(None, "user_version", 9).expect("its version");
}

#[tokio::test]
async fn what_was_there_before_connections_is_there_under_the_same_ids() {
    let folder = TempDir::new().expect("a folder");
    written_then(folder.path());
    let engine = Engine::open(DataDir::at(folder.path()), "en-GB").expect("an engine");
    let world = World { folder, engine };
    let ids: Vec<_> = world.names().into_iter().map(|(id, _)| id).collect();
    let then = ["builtin", "imagedescriber", "describepicture", "imgopen", "zakai", KIND];
    assert!(then.iter().all(|id| ids.iter().any(|known| known == id)), "{ids:?}");

    let settings = world.engine.workspace().settings();
    assert_eq!(
        (settings.provider.as_str(), world.engine.workspace().model_of("zakai").as_str()),
        ("zakai", "mistral-small3.2:latest")
    );
    let zakai = world.engine.accounts().service("zakai").await.expect("a form");
    let email = zakai.fields.iter().find(|field| field.name == "email").and_then(|field| field.value.as_deref());
    assert_eq!((email, zakai.name.as_str()), (Some("a@example.org"), "ZAK-AI"));
    let model =
        |setup: &ServiceSetup, id: &str| setup.models.iter().find(|model| model.id == id).cloned().expect("a model");
    assert_eq!(model(&zakai, "gemma3:27b").cost, Some(Amount { value: 2.5, unit: Unit::Credits }), "as it told");
    let day = zakai.budgets.iter().find(|budget| budget.period == "day").expect("a budget");
    assert_eq!((day.cap, day.unit.as_str(), day.spent), (Some(5.0), "credits", 2.0));
    let paid = world.engine.accounts().service("describepicture").await.expect("a form");
    assert!(paid.budgets.iter().any(|budget| budget.cap == Some(2.0) && budget.unit == "usd"));
    let server = world.engine.accounts().service(KIND).await.expect("a form");
    let sees: BTreeMap<_, _> = server.models.iter().map(|model| (model.id.as_str(), model.sees)).collect();
    assert_eq!(sees, [("", None), ("sees", Some(true)), ("blind", Some(false)), ("who", None)].into());
    assert!(!server.free && !world.engine.workspace().is_free(KIND), "the person said that it costs money");
    assert_eq!(world.engine.workspace().host_of(KIND).await.expect("a host").as_deref(), Some("127.0.0.1"));

    let keys = world
        .engine
        .accounts()
        .set_keys("zakai", [("secret".to_owned(), "mine".to_owned())].into())
        .await
        .expect("kept");
    assert!(
        keys.fields.iter().any(|field| field.name == "secret" && field.status.set),
        "the same fields, the same names"
    );
    let lines = world.charges().await;
    assert_eq!(lines.len(), 2);
    assert!(lines.contains(&("zakai".into(), "ZAK-AI".into(), Some(2.0), "credits".into())), "{lines:?}");
    let balance = &world.engine.accounts().usage(1).await.expect("the use").balances[0];
    assert_eq!((balance.name.as_str(), balance.credits.remaining), ("ZAK-AI", Some(198.0)));
    let page = world.engine.history().page(HistoryQuery::default()).await.expect("the history");
    assert_eq!((page.total, page.entries[0].words.provider_name.as_str()), (1, "ZAK-AI"));
    let left = world.engine.recovery().unfinished().await.expect("a list");
    assert_eq!((left.len(), left[0].name.as_str()), (1, "DescribePicture"));
    assert!(left[0].trouble.message.contains("DescribePicture"), "{}", left[0].trouble.message);
    assert_eq!(world.engine.workspace().remembered("window").await.expect("read").as_deref(), Some(r#"{"width":900}"#));
    let gone =
        world
            .database()
            .query_row("SELECT count(*) FROM settings WHERE key LIKE 'remembered.service.%'", [], |row| row.get(0));
    assert_eq!(gone, Ok(0), "what was told is in one place");
}
