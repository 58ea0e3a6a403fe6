//! Img Open: takes an address, answers at once that it is at work, and tells the outcome when asked; it delivers it, too, to
//! the address for results, and repeats itself until somebody there says that it came.

use super::{Answer, Documented, Received, caller};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

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

/// When the outcome is delivered to the task's `callbackUrl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// As soon as the task is taken.
    Soon,
    /// Before the submission is answered.
    BeforeTheAnswer,
    /// Once it was asked after so many times.
    AfterQuestions(u32),
}

/// How it is delivered, which is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// As the answer to a question.
    Enveloped,
    /// `{"data": {…}}`, without a code.
    WithoutCode,
    /// The task alone, under the service's own name for it.
    Bare,
}

/// Seconds before each repetition of a delivery, as documented; the last one stands for all after it.
const LADDER: [f64; 7] = [3.0, 5.0, 15.0, 30.0, 60.0, 600.0, 3600.0];

/// Deliveries of one outcome at most, as documented.
const DELIVERIES: usize = 10;

/// One try to deliver an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delivered {
    /// Seconds since the try before, by the ladder.
    pub after: f64,
    /// The answer was JSON with the text "200" as its `code`.
    pub taken: bool,
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
    /// When outcomes are delivered.
    pub delivery: Delivery,
    /// How they are delivered.
    pub letter: Letter,
    /// Delivers once more what was taken, as where the answer to a delivery was lost.
    pub delivers_twice: bool,
    /// Factor on the pauses between deliveries; 1 is the document's.
    pub pace: f64,
    /// `queryTask` does not exist: it is not in the tool's own document.
    pub no_questions: bool,
    /// Questions so far, answered or not.
    pub questions: u32,
    /// Deliveries so far, and those under way; [`ImgOpen::deliveries`] tells them.
    pub post: Post,
}

/// What was delivered, and who is on the way.
#[derive(Debug, Default)]
pub struct Post {
    deliveries: Arc<Mutex<Vec<Delivered>>>,
    couriers: Vec<JoinHandle<()>>,
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
            delivery: Delivery::Soon,
            letter: Letter::Enveloped,
            delivers_twice: false,
            pace: 1.0,
            no_questions: false,
            questions: 0,
            post: Post::default(),
        }
    }
}

impl Documented for ImgOpen {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        const PATH: &str = "/AIGCImgOpenServ/saas/tool/interrogate";
        let asked = match request.path.strip_prefix(PATH) {
            Some("") => false,
            Some("/queryTask") => {
                self.questions += 1;
                if self.delivery == Delivery::AfterQuestions(self.questions) {
                    self.deliver(request.json()["businessTaskId"].as_str().unwrap_or_default());
                }
                if self.no_questions {
                    return Answer::json(404, &json!({"status": 404, "error": "Not Found"}));
                }
                true
            }
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

    /// All tries to deliver an outcome, once none is under way any more.
    pub fn deliveries(&mut self) -> Vec<Delivered> {
        for courier in self.post.couriers.drain(..) {
            // One that panicked has delivered nothing more.
            let _ = courier.join();
        }
        self.post.deliveries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends the outcome of a task on its way, where it has one and the address for it leads to this computer.
    fn deliver(&mut self, name: &str) {
        let callback = self.tasks.get(name).and_then(|task| task.submitted["callbackUrl"].as_str()).map(str::to_owned);
        let Some(callback) = callback.filter(|callback| caller::is_here(callback)) else { return };
        if !matches!(self.ending, Ending::Done | Ending::Failed) {
            return;
        }
        let told = self.outcome(name, self.work + 1);
        let letter = match self.letter {
            Letter::Enveloped => self.envelope("200", "success", &told).body,
            Letter::WithoutCode => json!({"data": told}).to_string().into_bytes(),
            Letter::Bare => {
                let mut told = told;
                told.as_object_mut().map(|told| told.remove("businessTaskId"));
                told.to_string().into_bytes()
            }
        };
        let letter: Value = serde_json::from_slice(&letter).unwrap_or_default();
        let (pace, twice) = (self.pace, self.delivers_twice);
        let deliveries = Arc::clone(&self.post.deliveries);
        let courier = std::thread::spawn(move || {
            let mut taken = 0;
            for n in 0..DELIVERIES {
                let after = if n == 0 { 0.0 } else { LADDER[(n - 1).min(LADDER.len() - 1)] };
                std::thread::sleep(Duration::from_secs_f64(after * pace));
                let answer = caller::post(&callback, &letter);
                let delivered = Delivered { after, taken: answer.is_some_and(|answer| answer["code"] == "200") };
                deliveries.lock().unwrap_or_else(PoisonError::into_inner).push(delivered);
                taken += u32::from(delivered.taken);
                if taken > u32::from(twice) {
                    return;
                }
            }
        });
        match self.delivery {
            Delivery::Soon | Delivery::AfterQuestions(_) => self.post.couriers.push(courier),
            Delivery::BeforeTheAnswer => {
                let _ = courier.join();
            }
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
        if !matches!(self.delivery, Delivery::AfterQuestions(_)) {
            self.deliver(&name);
        }
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
