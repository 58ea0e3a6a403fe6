//! Image Describer: `generate_content`, `generate_tags` and `generate_alt_text`, with the nine documented codes.

use super::{Answer, Documented, Picture, Received, look};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The documented codes with their documented meaning.
pub const CODES: [(u32, &str); 9] = [
    (1002, "Unauthorized"),
    (1003, "Invalid API key"),
    (1004, "Too many requests"),
    (1005, "Invalid parameter"),
    (2002, "Insufficient credits"),
    (2003, "Content blocked by filter"),
    (2004, "Invalid image format"),
    (2005, "Image upload failed"),
    (5050, "Internal server error"),
];

const LANGUAGES: [&str; 7] = ["en", "zh", "fr", "de", "es", "ja", "ko"];
const MORE_LANGUAGES: [&str; 5] = ["it", "pt", "ar", "nl", "pl"];

/// The service.
pub struct ImageDescriber {
    /// The one key that it knows.
    pub key: String,
    /// Credits left; a request costs one.
    pub credits: u32,
    /// Failures come as HTTP 200 with a code, as the vendor's samples imply, not as an HTTP error.
    pub failures_in_200: bool,
    /// Credits are written in quotes, as the document shows them.
    pub numbers_as_text: bool,
    /// Refuses the next request with this code.
    pub refuse: Option<u32>,
    /// The answer of `generate_content`.
    pub content: String,
    /// How `generate_alt_text` answers, which no document says; `TEXT` stands for the alt text.
    pub alt_shape: Value,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// When requests came in; what the limit of 30 a minute counts.
    pub times: Vec<Instant>,
    /// Requests so far; the request ids count it.
    pub served: u32,
}

impl Default for ImageDescriber {
    fn default() -> Self {
        Self {
            key: "test-key-0123456789".into(),
            credits: 200,
            failures_in_200: false,
            numbers_as_text: true,
            refuse: None,
            content: "## A red square\n\nThe image shows a **red square**.".into(),
            alt_shape: json!({"alt_text": "TEXT"}),
            pictures: Vec::new(),
            times: Vec::new(),
            served: 0,
        }
    }
}

impl Documented for ImageDescriber {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let operation = match (request.method.as_str(), request.path.strip_prefix("/api/v1/")) {
            ("POST", Some(name @ ("generate_content" | "generate_tags" | "generate_alt_text"))) => name,
            (_, Some("generate_content" | "generate_tags" | "generate_alt_text")) => {
                return Answer::json(405, &json!({"message": "Method Not Allowed"}));
            }
            _ => return Answer::json(404, &json!({"message": "Not Found"})),
        };
        self.served += 1;
        match self.judge(operation, request, violations) {
            Ok(picture) => {
                self.credits -= 1;
                self.pictures.push(picture);
                Answer::json(200, &self.envelope(0, "success", self.data(operation)))
            }
            Err(code) => self.failure(code),
        }
    }
}

impl ImageDescriber {
    /// A failure as the service sends it.
    pub fn failure(&self, code: u32) -> Answer {
        let message = CODES.iter().find(|(known, _)| *known == code).map_or("Unknown", |(_, message)| message);
        let status = match code {
            _ if self.failures_in_200 => 200,
            1002 | 1003 => 401,
            1004 => 429,
            2002 => 402,
            2003 => 403,
            5050 => 500,
            _ => 400,
        };
        Answer::json(status, &self.envelope(code, message, Value::Null))
    }

    fn envelope(&self, code: u32, message: &str, data: Value) -> Value {
        let mut envelope = json!({"code": code, "message": message, "request_id": format!("req-{:04}", self.served)});
        if !data.is_null() {
            envelope["data"] = data;
        }
        envelope
    }

    fn data(&self, operation: &str) -> Value {
        match operation {
            "generate_content" => json!({"content": self.content}),
            "generate_tags" => {
                let number = |number: u32| if self.numbers_as_text { json!(number.to_string()) } else { json!(number) };
                json!({
                    "tags": {
                        "tags": ["red", "square", "geometry"],
                        "title": "Red square",
                        "description": "A plain red square."
                    },
                    "credits": {"amount": number(1), "remaining": number(self.credits)}
                })
            }
            _ => fill(&self.alt_shape, "A red square on a plain ground."),
        }
    }

    fn judge(&mut self, operation: &str, request: &Received, violations: &mut Vec<String>) -> Result<Picture, u32> {
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).ok_or(1002_u32)?;
        if token != self.key {
            return Err(1003);
        }
        if self.too_many() {
            return Err(1004);
        }
        if let Some(code) = self.refuse.take() {
            return Err(code);
        }
        if !request.is_json() {
            return Err(1005);
        }
        let body = request.json();
        let image = fields(operation, &body).ok_or(1005_u32)?;
        if self.credits == 0 {
            return Err(2002);
        }
        decode(image, violations)
    }

    /// 30 in a minute, 1800 in an hour.
    fn too_many(&mut self) -> bool {
        let now = Instant::now();
        self.times.retain(|time| now.duration_since(*time) < Duration::from_secs(3600));
        let minute = self.times.iter().filter(|time| now.duration_since(**time) < Duration::from_secs(60)).count();
        let full = minute >= 30 || self.times.len() >= 1800;
        if !full {
            self.times.push(now);
        }
        full
    }
}

/// The image of a body whose fields are exactly the documented ones.
fn fields<'a>(operation: &str, body: &'a Value) -> Option<&'a str> {
    let body = body.as_object()?;
    for (name, value) in body {
        let text = value.as_str()?;
        let known = match name.as_str() {
            "image" => true,
            "prompt" => operation == "generate_content" && !text.trim().is_empty(),
            "lang" => LANGUAGES.contains(&text) || (operation == "generate_alt_text" && MORE_LANGUAGES.contains(&text)),
            _ => false,
        };
        if !known {
            return None;
        }
    }
    // The Chinese page calls the prompt required.
    if operation == "generate_content" && !body.contains_key("prompt") {
        return None;
    }
    body.get("image")?.as_str()
}

/// The picture in a data URL: of a documented format, truthfully named, within 4 MB whichever way that is read.
fn decode(image: &str, violations: &mut Vec<String>) -> Result<Picture, u32> {
    if image.len() > 4_000_000 {
        return Err(1005);
    }
    let (mime, data) = image.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or(1005_u32)?;
    if !["image/jpeg", "image/png", "image/webp"].contains(&mime) {
        return Err(2004);
    }
    let bytes = BASE64_STANDARD.decode(data).map_err(|_| 2005_u32)?;
    let picture = look(&bytes, violations).map_err(|_| 2004_u32)?;
    if picture.mime == mime { Ok(picture) } else { Err(2004) }
}

fn fill(shape: &Value, text: &str) -> Value {
    match shape {
        Value::String(place) if place == "TEXT" => json!(text),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), fill(value, text))).collect(),
        other => other.clone(),
    }
}
