//! Img Open: takes an address, answers at once that it is at work, and tells the outcome when asked.

use super::{Answer, Documented, Received};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The document's own example.
pub const CAPTION: &str = "a close up of a doll with long hair and blue eyes and a bow in her hair and a necklace, Alice \
    Prin, realistic eyes, a photorealistic painting, gothic art";

/// What becomes of each task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Status 2 with a caption.
    Done,
    /// Status 1 with a caption in the first answer, as in the document's example.
    AtOnce,
    /// Status 0.
    Failed,
    /// It stays at work for ever.
    Never,
}

/// How the outcome is told, which is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `data: {…}`, as in the answer to the submission.
    Data,
    /// `data: [{…}]`.
    List,
    /// `data: {result: {…}}`.
    Nested,
    /// Beside the code.
    Flat,
}

/// One task.
#[derive(Clone, Debug)]
pub struct Task {
    /// The body of the submission.
    pub submitted: Value,
    /// Questions after it so far.
    pub asked: u32,
}

/// The service.
pub struct ImgOpen {
    /// Key id that it knows.
    pub key_id: String,
    /// Its secret.
    pub key_secret: String,
    /// Questions that are answered with "generating" before the outcome.
    pub work: u32,
    /// What becomes of each task.
    pub ending: Ending,
    /// How the outcome is told.
    pub shape: Shape,
    /// Status of a task at work: 1 as documented, 3 as seen in sibling tools.
    pub at_work: u8,
    /// `task_id` instead of `taskId`.
    pub snake_case: bool,
    /// The code as a number.
    pub numeric_code: bool,
    /// Tasks by their name.
    pub tasks: BTreeMap<String, Task>,
}

impl Default for ImgOpen {
    fn default() -> Self {
        Self {
            key_id: "test-access-key-id".into(),
            key_secret: "test-access-key-secret".into(),
            work: 2,
            ending: Ending::Done,
            shape: Shape::Data,
            at_work: 1,
            snake_case: false,
            numeric_code: false,
            tasks: BTreeMap::new(),
        }
    }
}

impl Documented for ImgOpen {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        const PATH: &str = "/AIGCImgOpenServ/saas/tool/interrogate";
        let asked = match request.path.strip_prefix(PATH) {
            Some("") => false,
            Some("/queryTask") => true,
            _ => return Answer::json(404, &json!({"status": 404, "error": "Not Found"})),
        };
        if request.method != "POST" {
            return Answer::json(405, &json!({"status": 405, "error": "Method Not Allowed"}));
        }
        let known = request.header("x-request-req-accesskeyid") == Some(&self.key_id)
            && request.header("x-request-req-accesskeysecret") == Some(&self.key_secret);
        if !known {
            return self.envelope("401", "accessKey error", &Value::Null);
        }
        let body = request.json();
        if !request.is_json() || !body.is_object() {
            return self.envelope("400", "param error", &Value::Null);
        }
        if asked { self.query(&body, violations) } else { self.submit(body, violations) }
    }
}

impl ImgOpen {
    /// An envelope; the code is a text.
    pub fn envelope(&self, code: &str, msg: &str, data: &Value) -> Answer {
        let code = if self.numeric_code { json!(code.parse::<u32>().unwrap_or_default()) } else { json!(code) };
        let mut body = json!({"code": code, "msg": msg});
        match data {
            Value::Null => {}
            Value::Object(fields) if self.shape == Shape::Flat => {
                fields.iter().for_each(|(name, value)| body[name] = value.clone());
            }
            data => body["data"] = data.clone(),
        }
        Answer::json(200, &body)
    }

    /// What is told of a task; `asked` questions have been put so far. The same as what is delivered to the callback.
    pub fn outcome(&self, name: &str, asked: u32) -> Value {
        let id = if self.snake_case { "task_id" } else { "taskId" };
        let mut told = json!({"businessTaskId": name, "status": self.at_work});
        told[id] = json!(format!("test{name}"));
        let ready = asked > self.work;
        match self.ending {
            Ending::AtOnce => told["caption"] = json!(CAPTION),
            Ending::Done if ready => {
                told["status"] = json!(2);
                let tags = self.tasks.get(name).is_some_and(|task| task.submitted["model"] == "deepdanbooru");
                told["caption"] = json!(if tags { "1girl, blue_eyes, doll, long_hair" } else { CAPTION });
            }
            Ending::Failed if ready => told["status"] = json!(0),
            _ => {}
        }
        match self.shape {
            Shape::Data | Shape::Flat => told,
            Shape::List => json!([{"businessTaskId": "another", "status": 2, "caption": "not ours"}, told]),
            Shape::Nested => json!({"result": told}),
        }
    }

    fn submit(&mut self, body: Value, violations: &mut Vec<String>) -> Answer {
        let fields = ["businessTaskId", "image", "model", "callbackUrl"];
        for (name, value) in body.as_object().into_iter().flatten() {
            if !fields.contains(&name.as_str()) || !value.is_string() {
                violations.push(format!("field {name} is not documented"));
            }
        }
        let text = |name: &str| body[name].as_str().unwrap_or_default();
        let is_url = |name: &str| text(name).starts_with("http://") || text(name).starts_with("https://");
        let model = body.get("model").is_none_or(|model| *model == "clip" || *model == "deepdanbooru");
        if text("businessTaskId").is_empty() || !is_url("image") || !is_url("callbackUrl") || !model {
            return self.envelope("400", "param error", &Value::Null);
        }
        let name = text("businessTaskId").to_owned();
        if self.tasks.contains_key(&name) {
            violations.push("a task name came twice".into());
            return self.envelope("400", "businessTaskId repeated", &Value::Null);
        }
        self.tasks.insert(name.clone(), Task { submitted: body, asked: 0 });
        let data = self.outcome(&name, 0);
        self.envelope("200", "success", &data)
    }

    fn query(&mut self, body: &Value, violations: &mut Vec<String>) -> Answer {
        if body.as_object().is_none_or(|fields| fields.len() != 1) {
            violations.push("queryTask takes businessTaskId alone".into());
        }
        let name = body["businessTaskId"].as_str().unwrap_or_default();
        let Some(task) = self.tasks.get_mut(name) else {
            return self.envelope("400", "task not exist", &Value::Null);
        };
        task.asked += 1;
        let asked = task.asked;
        let data = self.outcome(name, asked);
        self.envelope("200", "success", &data)
    }
}
