//! ZAK-AI: alt texts, account, models and credits, with every documented message.

use super::{Answer, Documented, Picture, Received, look};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// The service.
pub struct ZakAi {
    /// User of the Basic authentication.
    pub secret: String,
    /// Password.
    pub api_key: String,
    /// Credits left of 200.
    pub remaining: u32,
    /// HTTP status of failures; the document names none.
    pub failure_status: u16,
    /// Answer of `GET /api/v1/models`; its shape is not documented.
    pub models: Value,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// Bodies of the described pictures, without the picture.
    pub asked: Vec<Value>,
    /// Accounts that were made.
    pub accounts: Vec<Value>,
    /// Whether the account was switched on.
    pub activated: bool,
}

impl Default for ZakAi {
    fn default() -> Self {
        Self {
            secret: "test-secret".into(),
            api_key: "test-key-0123456789".into(),
            remaining: 200,
            failure_status: 400,
            models: json!(["mistral-small3.2:latest", "gemma3:12b"]),
            pictures: Vec::new(),
            asked: Vec::new(),
            accounts: Vec::new(),
            activated: false,
        }
    }
}

impl Documented for ZakAi {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let answered = match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/api/v1/alttexts") => self.allowed(request).and_then(|()| self.alttext(request, violations)),
            ("POST", "/api/v1/accounts") => self.create(request, violations),
            ("PUT", "/api/v1/accounts") => self.allowed(request).and_then(|()| self.activate(request)),
            ("GET", "/api/v1/accounts") => {
                self.allowed(request).map(|()| json!({"account": {"email": "name@example.com"}, "credits": self.credits()}))
            }
            ("GET", "/api/v1/credits") => self.allowed(request).map(
                |()| json!({"remaining": self.remaining.to_string(), "credit_costs": {"alttexts": "1", "summaries": 2}}),
            ),
            ("GET", "/api/v1/models") => {
                return match self.allowed(request) {
                    Ok(()) => Answer::json(200, &self.models),
                    Err(message) => self.failure(&message),
                };
            }
            _ => return Answer { status: 404, headers: vec![], kind: "text/html", body: b"<h1>404</h1>".to_vec() },
        };
        match answered {
            Ok(mut body) => {
                body["remote-ip"] = json!("127.0.0.1");
                body["status"] = json!("OK");
                Answer::json(200, &body)
            }
            Err(message) => self.failure(&message),
        }
    }
}

impl ZakAi {
    /// A failure as the document shows it.
    pub fn failure(&self, message: &str) -> Answer {
        let mut body = json!({"remote-ip": "127.0.0.1", "status": "Error", "message": message});
        if message == "Not enough credits" {
            body["credits"] = self.credits();
        }
        Answer::json(self.failure_status, &body)
    }

    fn credits(&self) -> Value {
        json!({
            "total": "200",
            "remaining": self.remaining.to_string(),
            "valid_from": "2025-01-01",
            "valid_until": "2025-01-30"
        })
    }

    fn allowed(&self, request: &Received) -> Result<(), String> {
        let header = request.header("authorization").ok_or("Authentication required")?;
        let pair = header.strip_prefix("Basic ").and_then(|text| BASE64_STANDARD.decode(text).ok());
        let pair = pair.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or("Authorization malformatted")?;
        let (user, password) = pair.split_once(':').ok_or("Authorization malformatted")?;
        if user == self.secret && password == self.api_key { Ok(()) } else { Err("Unauthorized".into()) }
    }

    fn alttext(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Value, String> {
        let mut body = object(request)?;
        let text = |name: &str| body[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        for (name, value) in body.as_object().into_iter().flatten() {
            if !["model", "image", "language", "caption"].contains(&name.as_str()) || !value.is_string() {
                violations.push(format!("field {name} is not documented"));
            }
        }
        let image = text("image").ok_or("missing parameter: [image]")?;
        text("model").ok_or("missing parameter: [model]")?;
        let language = text("language").unwrap_or_else(|| "de".into());
        if !["de", "en"].contains(&language.as_str()) {
            return Err("[language] must be one of: {de,en}".into());
        }
        let unsupported = || "unsupported image type: application/octet-stream".to_owned();
        let bytes = BASE64_STANDARD.decode(image).map_err(|_| unsupported())?;
        let picture = look(&bytes, violations).map_err(|_| unsupported())?;
        if picture.width > 512 || picture.height > 512 {
            let (width, height) = (picture.width, picture.height);
            return Err(format!("image too large: {width}px x {height}px, max size: 512px x 512px"));
        }
        if self.remaining == 0 {
            return Err("Not enough credits".into());
        }
        self.remaining -= 1;
        self.pictures.push(picture);
        body["image"] = Value::Null;
        self.asked.push(body);
        let words = if language == "de" { "Einfarbiges blaues Rechteck." } else { "Plain blue rectangle." };
        Ok(json!({"alttext": words, "duration": 2.959546149}))
    }

    fn create(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Value, String> {
        if request.header("authorization").is_some() {
            violations.push("a key was sent where none is needed".into());
        }
        let body = object(request)?;
        let mut names = body.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        if let Some(name) = names.find(|name| !["email", "secret"].contains(name)) {
            return Err(format!("unknown parameter: [{name}]"));
        }
        for name in ["email", "secret"] {
            if body[name].as_str().is_none_or(str::is_empty) {
                return Err(format!("missing parameter: [{name}]"));
            }
        }
        let email = body["email"].as_str().unwrap_or_default();
        if !email.ends_with("@example.com") {
            return Err(format!("invalid email domain for \"{email}\""));
        }
        self.accounts.push(body);
        Ok(json!({"message": "account created"}))
    }

    /// The vendor's client sends an empty list as JSON.
    fn activate(&mut self, request: &Received) -> Result<Value, String> {
        if !request.is_json() || request.json() != json!([]) {
            return Err("submitted data is not valid JSON".into());
        }
        self.activated = true;
        Ok(json!({"message": "account activated"}))
    }
}

fn object(request: &Received) -> Result<Value, String> {
    let body = request.json();
    if body.is_object() && request.is_json() { Ok(body) } else { Err("submitted data is not valid JSON".into()) }
}
