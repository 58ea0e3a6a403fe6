//! DescribePicture: opens the sealed envelope and is as strict as the document about what is in it.

use super::{Answer, Documented, Picture, Received, caller, look};
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The key as the document prints it.
const HEX_KEY: &str = "690c9d8f65f0d8a8572f1c29e9a30b1d67326281f395b3b649f3bb0afbf19d4b";

/// The service.
pub struct DescribePicture {
    /// The one app id that it knows.
    pub app_id: String,
    /// Requests left.
    pub credits: u32,
    /// HTTP status of failures; the document names none.
    pub failure_status: u16,
    /// The answer.
    pub answer: String,
    /// What was in the envelopes that were opened, without the picture's text.
    pub opened: Vec<Value>,
    /// Pictures that came as bytes.
    pub pictures: Vec<Picture>,
    /// Nonces so far; none may come twice.
    pub nonces: HashSet<Vec<u8>>,
    /// When requests came in; what the limit of 100 an hour counts.
    pub times: Vec<Instant>,
}

impl Default for DescribePicture {
    fn default() -> Self {
        Self {
            app_id: "test-app-id-42".into(),
            credits: 988,
            failure_status: 400,
            answer: "A red square.".into(),
            opened: Vec::new(),
            pictures: Vec::new(),
            nonces: HashSet::new(),
            times: Vec::new(),
        }
    }
}

/// A failure: code, message, field and reason.
type Refusal = (&'static str, &'static str, &'static str, &'static str);

const fn required(field: &'static str, message: &'static str) -> Refusal {
    ("INVALID_REQUEST", message, field, "FIELD_REQUIRED")
}

impl Documented for DescribePicture {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        if request.path != "/describe_picture_api" {
            return Answer { status: 404, headers: vec![], kind: "text/html", body: b"<h1>404</h1>".to_vec() };
        }
        match self.judge(request, violations) {
            Ok(()) => {
                self.credits -= 1;
                Answer::json(200, &json!({"answer": self.answer, "lastCredits": self.credits}))
            }
            Err(refusal) => self.failure(refusal),
        }
    }
}

impl DescribePicture {
    /// A failure as the document shows it.
    pub fn failure(&self, (code, message, field, reason): Refusal) -> Answer {
        let body = json!({"error": {"code": code, "message": message, "details": {"field": field, "reason": reason}}});
        Answer::json(self.failure_status, &body)
    }

    fn judge(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<(), Refusal> {
        if request.method != "POST" || !request.is_json() {
            return Err(("INVALID_REQUEST", "not a JSON POST", "", "METHOD"));
        }
        let plain = self.open(&request.json(), violations)?;
        self.opened.push(without_picture(&plain));
        let fields = plain.as_object().ok_or(required("prompt", "not an object"))?;
        const KNOWN: [&str; 5] = ["imageUrl", "imageBase64", "prompt", "mimeType", "appId"];
        if let Some(unknown) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            violations.push(format!("unknown field {unknown}"));
        }
        if plain["appId"].as_str() != Some(&self.app_id) {
            return Err(("INVALID_REQUEST", "请求参数无效:appId 无效", "appId", "INVALID_APP_ID"));
        }
        if self.too_many() {
            return Err(("RATE_LIMIT_EXCEEDED", "已达到请求限制", "appId", "HOURLY_LIMIT"));
        }
        if self.credits == 0 {
            return Err(("INSUFFICIENT_CREDITS", "额度不足", "appId", "NO_CREDITS"));
        }
        conversation(&plain["prompt"])?;
        self.picture(&plain, violations)
    }

    /// `{iv, encryptedData}`: a nonce of twelve bytes, the tag behind the ciphertext.
    fn open(&mut self, body: &Value, violations: &mut Vec<String>) -> Result<Value, Refusal> {
        let names: Vec<_> = body.as_object().map(|body| body.keys().cloned().collect()).unwrap_or_default();
        if names.iter().any(|name| name != "iv" && name != "encryptedData") {
            violations.push(format!("outside of the envelope: {names:?}"));
        }
        let bytes = |name: &str| body[name].as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
        let nonce = bytes("iv").filter(|nonce| nonce.len() == 12);
        let nonce = nonce.ok_or(required("iv", "请求参数无效:iv 是必需的"))?;
        let data = bytes("encryptedData").ok_or(required("encryptedData", "请求参数无效:encryptedData 是必需的"))?;
        if !self.nonces.insert(nonce.clone()) {
            violations.push("a nonce came twice".into());
        }
        let broken = ("INVALID_REQUEST", "解密失败", "encryptedData", "DECRYPTION_FAILED");
        let key: Vec<u8> = (0..32).filter_map(|at| u8::from_str_radix(&HEX_KEY[at * 2..at * 2 + 2], 16).ok()).collect();
        let cipher = Aes256Gcm::new_from_slice(&key).map_err(|_| broken)?;
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| broken)?;
        let plain = cipher.decrypt(&Nonce::from(nonce), data.as_slice()).map_err(|_| broken)?;
        serde_json::from_slice(&plain).map_err(|_| broken)
    }

    fn picture(&mut self, plain: &Value, violations: &mut Vec<String>) -> Result<(), Refusal> {
        let text = |name: &str| plain[name].as_str().filter(|text| !text.is_empty());
        let mime = text("mimeType").ok_or(required("mimeType", "请求参数无效:mimeType 是必需的"))?;
        match (text("imageUrl"), text("imageBase64")) {
            (Some(_), Some(_)) => {
                violations.push("an address and bytes at once".into());
                Ok(())
            }
            (Some(url), None) if url.starts_with("http") => Self::picture_at(url, mime),
            (None, Some(data)) => {
                let bad = ("INVALID_REQUEST", "请求参数无效:imageBase64", "imageBase64", "FIELD_INVALID");
                let bytes = BASE64_STANDARD.decode(data).map_err(|_| bad)?;
                let picture = look(&bytes, violations).map_err(|_| bad)?;
                if picture.mime != mime {
                    return Err(("INVALID_REQUEST", "请求参数无效:mimeType", "mimeType", "FIELD_INVALID"));
                }
                self.pictures.push(picture);
                Ok(())
            }
            _ => Err(required("imageUrl", "请求参数无效:imageUrl 是必需的")),
        }
    }

    /// Fetches a picture of this computer and holds its type against the one that was named.
    fn picture_at(url: &str, mime: &str) -> Result<(), Refusal> {
        if !caller::is_here(url) {
            return Ok(());
        }
        let bad = ("INVALID_REQUEST", "请求参数无效:imageUrl", "imageUrl", "FIELD_INVALID");
        let bytes = caller::fetch(url).ok_or(bad)?;
        // What is in a picture on the web is nobody's doing here.
        let picture = look(&bytes, &mut Vec::new()).map_err(|_| bad)?;
        if picture.mime == mime {
            return Ok(());
        }
        Err(("INVALID_REQUEST", "请求参数无效:mimeType", "mimeType", "FIELD_INVALID"))
    }

    fn too_many(&mut self) -> bool {
        let now = Instant::now();
        self.times.retain(|time| now.duration_since(*time) < Duration::from_secs(3600));
        let full = self.times.len() >= 100;
        if !full {
            self.times.push(now);
        }
        full
    }
}

/// A list of `{role, text}` with the roles `user` and `model`, the last word being the user's.
fn conversation(prompt: &Value) -> Result<(), Refusal> {
    let missing = required("prompt", "请求参数无效:prompt 是必需的");
    let lines = prompt.as_array().filter(|lines| !lines.is_empty()).ok_or(missing)?;
    for line in lines {
        let fields = line.as_object().filter(|fields| fields.len() == 2).ok_or(missing)?;
        let role = fields.get("role").and_then(Value::as_str);
        let text = fields.get("text").and_then(Value::as_str).unwrap_or_default();
        if !matches!(role, Some("user" | "model")) || text.trim().is_empty() {
            return Err(("INVALID_REQUEST", "请求参数无效:prompt", "prompt", "FIELD_INVALID"));
        }
    }
    if lines.last().is_some_and(|line| line["role"] == "user") { Ok(()) } else { Err(missing) }
}

fn without_picture(plain: &Value) -> Value {
    let mut plain = plain.clone();
    if let Some(data) = plain.get_mut("imageBase64") {
        *data = json!(format!("{} characters", data.as_str().unwrap_or_default().len()));
    }
    plain
}
