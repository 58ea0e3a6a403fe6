//! Ollama, as its documents and its own client library describe it: lines of JSON, a list that says what a model can do and
//! where it runs.

use super::saying::{self, End, Saying};
use super::{Answer, Documented, Picture, Received};
use serde_json::{Value, json};

/// The server.
pub struct Ollama {
    /// The key that a gate before it wants; none: it wants none.
    pub key: Option<String>,
    /// A model that sees.
    pub seeing: String,
    /// One that does not.
    pub blind: String,
    /// One that sees and runs in the cloud, though the address is this computer.
    pub cloud: String,
    /// What the models say.
    pub says: Saying,
    /// The list says what models can do; older servers do not.
    pub abilities: bool,
    /// A model refuses to be told whether to think.
    pub refuses_think: bool,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// Bodies of the requests, without the picture.
    pub asked: Vec<Value>,
}

impl Default for Ollama {
    fn default() -> Self {
        Self {
            key: None,
            seeing: "seeing:7b".into(),
            blind: "blind:7b".into(),
            cloud: "far:235b".into(),
            says: Saying::default(),
            abilities: true,
            refuses_think: false,
            pictures: Vec::new(),
            asked: Vec::new(),
        }
    }
}

/// An error as the server words it.
pub fn refusal(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({"error": message}))
}

impl Documented for Ollama {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let answered = self.allowed(request).and_then(|()| match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/api/chat") => self.chat(request, violations),
            ("GET", "/api/tags") => Ok(Answer::json(200, &self.tags())),
            ("POST", "/api/show") => self.show(request),
            (_, "/api/chat" | "/api/tags" | "/api/show") => Err(refusal(405, "method not allowed")),
            _ => Err(Answer {
                status: 404,
                headers: Vec::new(),
                kind: "text/plain",
                body: b"404 page not found".to_vec(),
            }),
        });
        answered.unwrap_or_else(|refused| refused)
    }
}

impl Ollama {
    fn allowed(&self, request: &Received) -> Result<(), Answer> {
        let Some(key) = &self.key else { return Ok(()) };
        let given = request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        if given == Some(key) { Ok(()) } else { Err(refusal(401, "unauthorized")) }
    }

    fn known(&self, model: &Value) -> Result<String, Answer> {
        let model =
            model.as_str().filter(|model| !model.is_empty()).ok_or_else(|| refusal(400, "model is required"))?;
        let known = [&self.seeing, &self.blind, &self.cloud].into_iter().any(|known| known == model);
        if known { Ok(model.to_owned()) } else { Err(refusal(404, &format!("model '{model}' not found"))) }
    }

    fn chat(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Answer, Answer> {
        let mut body = request.json();
        let Some(fields) = body.as_object() else { return Err(refusal(400, "invalid character")) };
        for name in
            fields.keys().filter(|name| !["model", "messages", "stream", "think", "options"].contains(&&***name))
        {
            violations.push(format!("a field that is not documented: {name}"));
        }
        for name in fields.get("options").and_then(Value::as_object).into_iter().flat_map(|options| options.keys()) {
            if name != "num_predict" {
                violations.push(format!("an option that nobody set: {name}"));
            }
        }
        let model = self.known(&body["model"])?;
        match body.get("think") {
            Some(_) if self.refuses_think => {
                return Err(refusal(400, &format!("\"{model}\" does not support thinking")));
            }
            Some(Value::Bool(false)) | None => {}
            Some(other) => violations.push(format!("it was told to think: {other}")),
        }
        let streamed = body["stream"] != false;
        let picture = picture(&mut body["messages"], violations)?;
        if model == self.blind {
            return Err(refusal(500, "this model is missing data required for image input"));
        }
        self.pictures.push(picture);
        self.asked.push(body);
        Ok(self.said(&model, streamed && self.says.streams))
    }

    fn said(&self, model: &str, streamed: bool) -> Answer {
        let message = |content: &str| json!({"role": "assistant", "content": content});
        let line = |message: Value| json!({"model": model, "created_at": "2026-11-29T06:00:00Z", "message": message, "done": false});
        let reason = if self.says.end == End::Cut { "length" } else { "stop" };
        let mut end = line(message(if streamed { "" } else { &self.says.words }));
        end["done"] = true.into();
        end["done_reason"] = reason.into();
        if self.says.counts {
            end["prompt_eval_count"] = 300.into();
            end["eval_count"] = self.says.written().into();
        }
        if model == self.cloud {
            end["remote_model"] = "far:235b".into();
            end["remote_host"] = "https://ollama.com:443".into();
        }
        if !streamed {
            return Answer::json(200, &end);
        }
        let thought = |text: &String| line(json!({"role": "assistant", "content": "", "thinking": text}));
        let lines = self.says.thoughts.iter().map(thought);
        let lines = lines.chain(self.says.pieces().map(|piece| line(message(piece)))).chain([end]);
        let body: String = lines.map(|line| format!("{line}{}", self.says.line_end)).collect();
        Answer { status: 200, headers: Vec::new(), kind: "application/x-ndjson", body: body.into_bytes() }
    }

    fn tags(&self) -> Value {
        let models = [&self.blind, &self.cloud, &self.seeing].map(|name| {
            let mut model = json!({"name": name, "model": name, "modified_at": "2026-11-01T00:00:00Z", "size": 1,
                "digest": "0a", "details": {"format": "gguf", "family": "some", "parameter_size": "7B"}});
            self.tell(name, &mut model);
            model
        });
        let mut all = models.to_vec();
        if self.abilities {
            all.push(json!({"name": "embed:1b", "model": "embed:1b", "size": 1, "capabilities": ["embedding"]}));
        }
        json!({"models": all})
    }

    /// What the list or the server says of a model.
    fn tell(&self, name: &str, model: &mut Value) {
        if name == self.cloud {
            model["remote_model"] = "far:235b".into();
            model["remote_host"] = "https://ollama.com:443".into();
        }
        if self.abilities {
            model["capabilities"] = self.abilities_of(name);
        }
    }

    fn abilities_of(&self, name: &str) -> Value {
        if name == self.blind { json!(["completion", "tools"]) } else { json!(["completion", "vision"]) }
    }

    fn show(&self, request: &Received) -> Result<Answer, Answer> {
        let model = self.known(&request.json()["model"])?;
        let mut said =
            json!({"details": {"format": "gguf"}, "model_info": {}, "capabilities": self.abilities_of(&model)});
        self.tell(&model, &mut said);
        Ok(Answer::json(200, &said))
    }
}

fn picture(messages: &mut Value, violations: &mut Vec<String>) -> Result<Picture, Answer> {
    let messages = messages.as_array_mut().ok_or_else(|| refusal(400, "messages: not a list"))?;
    let mut found = None;
    for (number, message) in messages.iter_mut().enumerate() {
        if message["role"] != if number % 2 == 0 { "user" } else { "assistant" } || !message["content"].is_string() {
            return Err(refusal(400, "messages: roles must alternate, and content is a text"));
        }
        for image in message["images"].as_array_mut().into_iter().flatten() {
            let base64 = image.as_str().unwrap_or_default();
            // The type is seen in the bytes; nothing stands before them.
            let mime = if base64.starts_with("iVBOR") { "image/png" } else { "image/jpeg" };
            let picture = saying::decoded(base64, mime, &["image/jpeg", "image/png"], 100 << 20, violations);
            let picture = picture.map_err(|error| refusal(400, &format!("illegal base64 data or image: {error}")))?;
            if found.replace(picture).is_some() {
                violations.push("the picture was sent twice".into());
            }
            *image = Value::Null;
        }
    }
    found.ok_or_else(|| refusal(400, "no picture"))
}
