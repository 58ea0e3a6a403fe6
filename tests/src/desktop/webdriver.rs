//! A small WebDriver client: what these tests need of the protocol, over plain HTTP to WebKit's driver on this machine.

use super::process::Running;
use super::wait::wait_for;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// The key under which WebDriver names elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// WebKit's driver: starts programs and speaks with their page. One program at a time.
#[derive(Debug)]
pub struct Driver {
    process: Running,
    agent: ureq::Agent,
    address: String,
}

impl Driver {
    /// Starts the driver on a free port.
    pub(super) fn start(command: &mut Command) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        let process = Running::start(command.arg(format!("--port={port}")).arg("--host=127.0.0.1"));
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
        let driver = Self { process, agent: config.into(), address: format!("http://127.0.0.1:{port}") };
        wait_for("the WebDriver", || driver.call("GET", "/status", None).ok());
        driver
    }

    pub(super) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Starts a program and waits until its page can be asked.
    pub(super) fn open(&self, program: &Path, arguments: &[&str]) -> Page<'_> {
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = self.call("POST", "/session", Some(&capabilities)).unwrap_or_else(|e| panic!("{e}"));
        let id = answer["sessionId"].as_str().expect("a session").to_owned();
        Page { driver: self, id }
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let address = format!("{}{path}", self.address);
        let answer = match (method, body) {
            ("GET", _) => self.agent.get(&address).call(),
            ("DELETE", _) => self.agent.delete(&address).call(),
            (_, body) => self.agent.post(&address).send_json(body.unwrap_or(&json!({}))),
        };
        let mut answer = answer.map_err(|e| format!("{method} {path}: {e}"))?;
        let status = answer.status();
        let mut value: Value =
            answer.body_mut().with_config().limit(64 << 20).read_json().map_err(|e| e.to_string())?;
        let value = value["value"].take();
        if status.is_success() { Ok(value) } else { Err(format!("{method} {path}: {value}")) }
    }
}

/// The page in a window that the driver started.
#[derive(Debug)]
pub struct Page<'a> {
    driver: &'a Driver,
    id: String,
}

impl Page<'_> {
    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        self.driver.call(method, &format!("/session/{}{path}", self.id), body)
    }

    /// Runs a function body in the page and answers what it returns.
    ///
    /// # Errors
    /// What the page or the driver says.
    pub fn try_js<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Result<T, String> {
        let body = json!({ "script": script, "args": arguments });
        serde_json::from_value(self.call("POST", "/execute/sync", Some(&body))?).map_err(|e| e.to_string())
    }

    /// Runs a function body in the page and answers what it returns.
    ///
    /// # Panics
    /// Where it throws.
    pub fn js<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> T {
        self.try_js(script, arguments).unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Runs a function body whose last argument is called with the answer.
    ///
    /// # Panics
    /// Where it throws or never answers.
    pub fn js_async<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> T {
        let body = json!({ "script": script, "args": arguments });
        let answer = self.call("POST", "/execute/async", Some(&body)).unwrap_or_else(|e| panic!("{script}: {e}"));
        serde_json::from_value(answer).unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Waits until this expression is true in the page.
    ///
    /// # Panics
    /// After the deadline, with the page's text.
    pub fn wait_until(&self, what: &str, expression: &str) {
        let script = format!("return Boolean({expression})");
        let seen = std::cell::RefCell::new(String::new());
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            wait_for(what, || match self.try_js::<bool>(&script, &[]) {
                Ok(true) => Some(()),
                Ok(false) => None,
                Err(e) => {
                    *seen.borrow_mut() = e;
                    None
                }
            });
        }));
        assert!(outcome.is_ok(), "waited for {what}; the page says: {:?} {}", self.text(), seen.borrow());
    }

    /// Waits until the page shows this text.
    pub fn wait_for_text(&self, text: &str) {
        self.wait_until(text, &format!("document.body.innerText.includes({})", json!(text)));
    }

    /// What the page shows, as text.
    pub fn text(&self) -> String {
        self.try_js("return document.body.innerText", &[]).unwrap_or_default()
    }

    /// Waits until what was changed is on the screen.
    pub fn wait_for_paint(&self) {
        let _: bool = self.js_async(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))",
            &[],
        );
    }

    /// The element for this selector.
    ///
    /// # Errors
    /// Where there is none.
    fn element(&self, css: &str) -> Result<String, String> {
        let body = json!({ "using": "css selector", "value": css });
        let element = self.call("POST", "/element", Some(&body))?;
        element[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| element.to_string())
    }

    /// Clicks an element as soon as it can be clicked.
    pub fn click(&self, css: &str) {
        wait_for(css, || {
            let element = self.element(css).ok()?;
            self.call("POST", &format!("/element/{element}/click"), None).ok()
        });
    }

    /// Types into an element, character by character.
    pub fn type_into(&self, css: &str, text: &str) {
        wait_for(css, || {
            let element = self.element(css).ok()?;
            self.call("POST", &format!("/element/{element}/value"), Some(&json!({ "text": text }))).ok()
        });
    }

    /// The role and the name that a screen reader is told of an element.
    ///
    /// # Panics
    /// Where there is no such element.
    pub fn role_and_name(&self, css: &str) -> (String, String) {
        let element = self.element(css).unwrap_or_else(|e| panic!("{css}: {e}"));
        let ask = |what: &str| {
            let answer = self.call("GET", &format!("/element/{element}/{what}"), None);
            answer.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
        };
        (ask("computedrole"), ask("computedlabel"))
    }

    /// Ends the driver's connection; the program ends with it where it still runs.
    pub(super) fn end(&self) {
        let _ = self.call("DELETE", "", None);
    }
}
