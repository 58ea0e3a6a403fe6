//! Google's Gemini interface, as its documents and its own client library describe it. It refuses fields that it does not know,
//! and each generation of models refuses the other's way to be kept from thinking.

use super::saying::{self, End, Saying};
use super::{Answer, Documented, Picture, Received};
use serde_json::{Value, json};

/// The service.
pub struct Gemini {
    /// The key that it knows.
    pub key: String,
    /// A model that sees; its name says its generation.
    pub seeing: String,
    /// One that does not.
    pub blind: String,
    /// What the models say.
    pub says: Saying,
    /// Levels and budgets of thinking that the model refuses.
    pub refuses: &'static [&'static str],
    /// An error stands in an array of one.
    pub wrapped: bool,
    /// The instruction or the picture is not allowed.
    pub blocks: Option<&'static str>,
    /// Models in the list beside the two.
    pub more: usize,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// Bodies of the requests, without the picture.
    pub asked: Vec<Value>,
}

impl Default for Gemini {
    fn default() -> Self {
        Self {
            key: "test-key-0123456789".into(),
            seeing: "gemini-3.1-flash-lite".into(),
            blind: "gemma-0-1b-it".into(),
            says: Saying::default(),
            refuses: &[],
            wrapped: false,
            blocks: None,
            more: 0,
            pictures: Vec::new(),
            asked: Vec::new(),
        }
    }
}

/// An error in the service's own form.
pub fn refusal(code: u16, status: &str, message: &str, details: &Value) -> Answer {
    Answer::json(code, &json!({"error": {"code": code, "message": message, "status": status, "details": details}}))
}

fn invalid(message: &str) -> Answer {
    refusal(400, "INVALID_ARGUMENT", message, &json!([]))
}

fn unknown(value: &Value, known: &[&str]) -> Result<(), Answer> {
    let name = value.as_object().and_then(|fields| fields.keys().find(|name| !known.contains(&name.as_str())));
    match name {
        Some(name) => {
            Err(invalid(&format!("Invalid JSON payload received. Unknown name \"{name}\": Cannot find field.")))
        }
        None => Ok(()),
    }
}

impl Documented for Gemini {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        if query.contains("key=") {
            violations.push("the key stands in the address".into());
        }
        let answered = self.allowed(request).and_then(|()| {
            let call = path.strip_prefix("/v1beta/models/").and_then(|rest| rest.split_once(':'));
            match (request.method.as_str(), call) {
                ("POST", Some((model, "streamGenerateContent"))) => self.generate(model, query, request, violations),
                ("GET", None) if path == "/v1beta/models" => Ok(self.list(query)),
                _ => Err(Answer { status: 404, headers: Vec::new(), kind: "text/html", body: b"<p>404".to_vec() }),
            }
        });
        let mut answer = answered.unwrap_or_else(|refused| refused);
        if self.wrapped && answer.status >= 400 {
            answer.body = [b"[", &answer.body[..], b"]"].concat();
        }
        answer
    }
}

impl Gemini {
    fn allowed(&self, request: &Received) -> Result<(), Answer> {
        match request.header("x-goog-api-key") {
            Some(key) if key == self.key => Ok(()),
            Some(_) => {
                let info = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID",
                    "domain": "googleapis.com"}]);
                Err(refusal(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", &info))
            }
            None => Err(refusal(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.", &json!([]))),
        }
    }

    fn generate(
        &mut self,
        model: &str,
        query: &str,
        request: &Received,
        violations: &mut Vec<String>,
    ) -> Result<Answer, Answer> {
        let mut body = request.json();
        if query != "alt=sse" {
            violations.push(format!("the stream would come as an array: {query}"));
        }
        if model != self.seeing && model != self.blind {
            let message =
                format!("models/{model} is not found for API version v1beta, or is not supported for generateContent.");
            return Err(refusal(404, "NOT_FOUND", &message, &json!([])));
        }
        unknown(&body, &["contents", "generationConfig", "systemInstruction", "safetySettings"])?;
        unknown(&body["generationConfig"], &["maxOutputTokens", "thinkingConfig", "mediaResolution"])?;
        self.thinking(model, &body["generationConfig"]["thinkingConfig"])?;
        if body["generationConfig"]["maxOutputTokens"].as_u64().is_none_or(|most| most == 0) {
            violations.push("no bound of the answer".into());
        }
        let picture = picture(&mut body["contents"], violations)?;
        if model == self.blind {
            return Err(invalid(&format!("Image input is not supported for models/{model}: text-only model")));
        }
        self.asked.push(body);
        if let Some(reason) = self.blocks {
            let said = json!({"promptFeedback": {"blockReason": reason}, "usageMetadata": {"promptTokenCount": 300}});
            return Ok(self.events(&[said]));
        }
        self.pictures.push(picture);
        Ok(if self.says.streams { self.stream(model) } else { self.whole(model) })
    }

    fn thinking(&self, model: &str, config: &Value) -> Result<(), Answer> {
        unknown(config, &["thinkingBudget", "thinkingLevel", "includeThoughts"])?;
        let (budget, level) = (&config["thinkingBudget"], &config["thinkingLevel"]);
        let counts = model.starts_with("gemini-2.5");
        let names = model.starts_with("gemini-3");
        match (budget.as_u64(), level.as_str()) {
            (Some(_), Some(_)) => Err(invalid("You can only set only one of thinking budget and thinking level.")),
            (Some(budget), None) if !counts || self.refuses.contains(&budget.to_string().as_str()) => {
                Err(invalid(&format!("Budget {budget} is invalid. This model only works in thinking mode.")))
            }
            (None, Some(level)) if !names || self.refuses.contains(&level) => {
                Err(invalid(&format!("Thinking level {level} is not supported for this model.")))
            }
            _ => Ok(()),
        }
    }

    fn usage(&self, written: usize) -> Value {
        let thoughts = if self.says.thoughts.is_some() { 40 } else { 0 };
        json!({"promptTokenCount": 300, "candidatesTokenCount": written, "thoughtsTokenCount": thoughts,
            "totalTokenCount": 300 + written + thoughts})
    }

    fn chunk(&self, model: &str, parts: &Value, finish: Option<&str>, written: usize) -> Value {
        let mut chunk = json!({"candidates": [{"content": {"parts": parts, "role": "model"}, "index": 0}],
            "modelVersion": model, "responseId": "resp-1"});
        if let Some(finish) = finish {
            chunk["candidates"][0]["finishReason"] = finish.into();
        }
        if self.says.counts {
            chunk["usageMetadata"] = self.usage(written);
        }
        chunk
    }

    fn finish(&self) -> &'static str {
        match self.says.end {
            End::Stop => "STOP",
            End::Cut => "MAX_TOKENS",
            End::Refused => "SAFETY",
        }
    }

    fn whole(&self, model: &str) -> Answer {
        let thoughts = self.says.thoughts.iter().map(|text| json!({"text": text, "thought": true}));
        let parts: Vec<_> = thoughts.chain([json!({"text": self.says.words})]).collect();
        Answer::json(200, &self.chunk(model, &json!(parts), Some(self.finish()), self.says.written()))
    }

    fn stream(&self, model: &str) -> Answer {
        let mut chunks = Vec::new();
        if let Some(text) = &self.says.thoughts {
            chunks.push(self.chunk(model, &json!([{"text": text, "thought": true}]), None, 0));
        }
        for (n, piece) in self.says.pieces().enumerate() {
            chunks.push(self.chunk(model, &json!([{"text": piece}]), None, n + 1));
        }
        chunks.push(self.chunk(
            model,
            &json!([{"text": "", "thoughtSignature": "Ab"}]),
            Some(self.finish()),
            self.says.written(),
        ));
        self.events(&chunks)
    }

    fn events(&self, chunks: &[Value]) -> Answer {
        let end = self.says.line_end;
        let chunks = chunks.iter().map(|chunk| format!("data: {chunk}{end}{end}"));
        let body: String = std::iter::once(format!(": keep-alive{end}{end}")).chain(chunks).collect();
        Answer { status: 200, headers: Vec::new(), kind: "text/event-stream", body: body.into_bytes() }
    }

    fn list(&self, query: &str) -> Answer {
        let parameter = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let model = |id: &str, method: &str| {
            json!({"name": format!("models/{id}"), "displayName": id, "supportedGenerationMethods": [method, "countTokens"],
                "inputTokenLimit": 1_048_576, "thinking": true})
        };
        let mut all = vec![
            model("gemini-embedding-001", "embedContent"),
            model("gemini-3-pro-image", "generateContent"),
            model(&self.blind, "generateContent"),
        ];
        all.extend((0..self.more).map(|n| model(&format!("gemini-1.{n}-pro"), "generateContent")));
        all.push(model(&self.seeing, "generateContent"));
        let size = parameter("pageSize").and_then(|size| size.parse().ok()).unwrap_or(50).min(1_000);
        let from = parameter("pageToken").and_then(|token| token.parse().ok()).unwrap_or(0).min(all.len());
        let page = &all[from..all.len().min(from + size)];
        let mut body = json!({"models": page});
        if from + page.len() < all.len() {
            body["nextPageToken"] = (from + page.len()).to_string().into();
        }
        Answer::json(200, &body)
    }
}

fn picture(contents: &mut Value, violations: &mut Vec<String>) -> Result<Picture, Answer> {
    let contents = contents.as_array_mut().ok_or_else(|| invalid("contents is not specified"))?;
    let mut found = None;
    for (number, content) in contents.iter_mut().enumerate() {
        if content["role"] != if number % 2 == 0 { "user" } else { "model" } {
            return Err(invalid("Please ensure that the roles alternate between user and model."));
        }
        let parts = content["parts"].as_array_mut().filter(|parts| !parts.is_empty());
        for part in parts.ok_or_else(|| invalid("contents.parts must not be empty."))? {
            unknown(part, &["text", "inlineData"])?;
            let data = &part["inlineData"];
            if data.is_null() {
                if part["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
                    return Err(invalid("contents.parts: text is empty"));
                }
                continue;
            }
            let (base64, mime) = (data["data"].as_str(), data["mimeType"].as_str());
            let allowed = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"];
            let read =
                saying::decoded(base64.unwrap_or_default(), mime.unwrap_or_default(), &allowed, 20 << 20, violations);
            let read = read.map_err(|error| invalid(&format!("Unable to process input image: {error}")))?;
            if found.replace(read).is_some() {
                violations.push("the picture was sent twice".into());
            }
            part["inlineData"]["data"] = Value::Null;
        }
    }
    found.ok_or_else(|| invalid("no picture"))
}
