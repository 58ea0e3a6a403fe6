//! Every operation and model of the services as a process: what comes out with `--json` and for people.

use crate::desk::{Desk, IMAGEDESCRIBER_KEYS, IMGOPEN_KEYS, lines, stderr, stdout};
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::{Answer, Documented, Received, Simulator};
use serde_json::{Value, json};

/// The words of one picture with `--json`, and the same for people.
fn described<S: Documented>(desk: &Desk<S>, provider: &str, model: &str, source: &str) -> (Value, String) {
    let mut arguments = vec!["describe", "--provider", provider, "--lang", "en", "--model", model, source, "--json"];
    let output = desk.run(&arguments);
    assert!(output.status.success(), "{model}: {} {}", stdout(&output), stderr(&output));
    let line = lines(&output).remove(0);
    assert_eq!((&line["provider"], &line["model"]), (&json!(provider), &json!(model)));
    arguments.pop();
    let plain = desk.run(&arguments);
    assert!(plain.status.success(), "{model}: {}", stderr(&plain));
    let text = stdout(&plain);
    (line, text.strip_prefix(&format!("{source}: ")).expect("its name first").trim_end().to_owned())
}

fn has(line: &Value, fields: &[&str]) {
    for field in ["alt", "description", "title", "tags", "credits"] {
        assert_eq!(line.get(field).is_some(), fields.contains(&field), "{field}: {line}");
    }
}

#[test]
fn image_describer_gives_what_each_operation_gives() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    let ask = |model| described(&desk, "imagedescriber", model, "a.png");

    let (line, plain) = ask("generate_content");
    has(&line, &["alt", "description"]);
    assert_eq!(line["description"], "## A red square\n\nThe image shows a **red square**.");
    assert_eq!(
        (line["alt"].as_str(), plain.as_str()),
        (Some(plain.as_str()), "A red square. The image shows a red square.")
    );

    let (line, plain) = ask("generate_tags");
    has(&line, &["alt", "description", "title", "tags", "credits"]);
    assert_eq!((&line["title"], &line["tags"]), (&json!("Red square"), &json!(["red", "square", "geometry"])));
    assert_eq!(line["credits"], json!({"used": 1.0, "remaining": 198.0, "unit": "credits"}));
    assert_eq!(plain, "A plain red square.");

    let (line, plain) = ask("generate_alt_text");
    has(&line, &["alt"]);
    assert_eq!(plain, "A red square on a plain ground.");

    let (line, plain) = ask("everything");
    has(&line, &["alt", "description", "title", "tags", "credits"]);
    assert_eq!(line["credits"], json!({"remaining": 194.0, "unit": "credits"}), "what is left after the third request");
    assert_eq!((plain.as_str(), line.get("incomplete")), ("A red square on a plain ground.", None));
    assert_eq!(desk.service.with(|service| service.served), 6, "each was asked once: people's from the history");
    assert_eq!(desk.service.violations(), Vec::<String>::new());
}

#[test]
fn a_style_takes_the_operation_of_the_service_unless_a_model_is_named() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    let model = |more: &[&str]| desk.describe(&[&["a.png", "--lang", "en"], more].concat())[0]["model"].clone();
    assert_eq!(model(&["--style", "tags"]), "generate_tags");
    assert_eq!(model(&["--style", "alt"]), "generate_alt_text");
    assert_eq!(model(&["--style", "tags", "--model", "generate_content"]), "generate_content");
    assert_eq!(model(&["--style", "tags", "--prompt", "Only colours"]), "generate_content", "own words take its place");
    assert_eq!(model(&[]), "generate_content");
    assert!(desk.run(&["config", "set", "style", "tags"]).status.success());
    assert_eq!(model(&[]), "generate_tags", "also as the setting");
    assert_eq!(model(&["--style", "long"]), "generate_content");
    assert!(desk.run(&["config", "set", "providers.imagedescriber.model", "everything"]).status.success());
    assert_eq!(model(&["--style", "tags"]), "everything", "a model is named in the settings");
    assert_eq!(desk.service.violations(), Vec::<String>::new());
}

#[test]
fn a_folder_gets_files_with_words_beside_its_pictures() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    for (name, colour) in [("a.png", [200, 30, 30]), ("b.png", [30, 200, 30]), ("c.png", [30, 30, 200])] {
        desk.picture(name, colour);
    }
    let file = |name: &str| desk.pictures.path().join(name);
    std::fs::write(file("b.json"), "{\"mine\": true}").expect("a file");
    let options = ["describe", "--provider", "imagedescriber", "--style", "tags", "--lang", "en", "--sidecar", "json"];
    let run = |more: &[&str]| desk.run(&[&options[..], &["--yes"], more].concat());
    let pictures = ["a.png", "b.png", "c.png"];
    let output = run(&pictures);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("“b.json”"), "{}", stderr(&output));
    let read =
        |name: &str| -> Value { serde_json::from_slice(&std::fs::read(file(name)).expect("there")).expect("JSON") };
    assert_eq!(read("b.json"), json!({"mine": true}), "not ours");
    let words = read("a.json");
    assert_eq!((&words["title"], &words["tags"]), (&json!("Red square"), &json!(["red", "square", "geometry"])));
    assert!(words["description"].is_string(), "{words}");

    // Ours is written again with newer words only.
    let mut marked = words.clone();
    marked["mark"] = json!(1);
    std::fs::write(file("a.json"), marked.to_string()).expect("a file");
    assert!(run(&pictures).status.success());
    assert_eq!(read("a.json")["mark"], 1, "the words are the same");
    assert!(run(&["--force", "a.png"]).status.success());
    assert_eq!(read("a.json").get("mark"), None, "newer words");
    assert!(read("a.json")["altsmith"]["created_ms"].as_i64() > words["altsmith"]["created_ms"].as_i64());

    // A picture of the same name and another format has a file of its own.
    std::fs::copy(file("c.png"), file("a.webp")).expect("a copy");
    let ours = read("a.json");
    let webp = run(&["a.webp"]);
    assert!(webp.status.success() && !stderr(&webp).contains("a.json"), "{}", stderr(&webp));
    assert_eq!((read("a.json"), &read("a.webp.json")["altsmith"]["file"]), (ours, &json!("a.webp")));
    let left = std::fs::read_dir(desk.pictures.path()).expect("a folder").filter_map(Result::ok);
    assert!(
        left.map(|entry| entry.file_name()).all(|name| !name.to_string_lossy().contains("part")),
        "no draft is left"
    );
}

/// Hands out one picture.
struct Gallery(Vec<u8>);

impl Documented for Gallery {
    fn answer(&mut self, _: &Received, _: &mut Vec<String>) -> Answer {
        Answer { status: 200, headers: vec![], kind: "image/png", body: self.0.clone() }
    }
}

#[test]
fn img_open_gives_a_caption_or_tags_of_a_picture_with_an_address() {
    let desk = Desk::new("imgopen", ImgOpen { work: 0, ..ImgOpen::default() }, IMGOPEN_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    let gallery = Simulator::start(Gallery(std::fs::read(desk.pictures.path().join("a.png")).expect("a picture")));
    let address = format!("{}/doll.png", gallery.url);
    let ask = |model| described(&desk, "imgopen", model, &address);

    let (line, plain) = ask("clip");
    has(&line, &["alt", "tags"]);
    assert!(plain.starts_with("a close up of a doll"), "{plain}");
    assert_eq!(line["tags"][0], "Alice Prin");
    assert_eq!(line["receipt"], json!({"host": "127.0.0.1", "by_address": true}));

    let (line, plain) = ask("deepdanbooru");
    has(&line, &["tags"]);
    assert_eq!(plain, "1girl, blue_eyes, doll, long_hair", "tags where there is nothing else");
    let id = line["description_id"].to_string();
    assert_eq!(stdout(&desk.run(&["show", &id])), format!("{plain}\n"));
    let history = stdout(&desk.run(&["history"]));
    assert!(history.starts_with(&format!("{id}\tdoll.png\t{plain}\n")), "{history}");
    let asked: Vec<_> = desk.service.with(|service| {
        service.tasks.values().map(|task| (task.submitted["image"].clone(), task.submitted["model"].clone())).collect()
    });
    assert!(asked.iter().all(|(image, _)| *image == *address) && asked.len() == 2, "{asked:?}");
    let anew = ["describe", "--provider", "imgopen", "--lang", "en", "--model", "clip", &address, "--force"];
    let said = stderr(&desk.run(&anew));
    assert_eq!(said.matches("Waiting for the service…").count(), 1, "said once, also without a terminal: {said}");
    assert_eq!(desk.service.violations(), Vec::<String>::new());
}

#[test]
fn a_model_that_does_not_exist_is_refused_before_anything_also_in_a_dry_run() {
    let desk = Desk::new("imagedescriber", ImageDescriber::default(), IMAGEDESCRIBER_KEYS);
    desk.picture("a.png", [200, 30, 30]);
    for more in [&[][..], &["--dry-run"], &["--json"]] {
        let wrong = ["describe", "--provider", "imagedescriber", "--model", "gpt", "a.png"];
        let output = desk.run(&[&wrong[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(stderr(&output).contains("“gpt”") && stdout(&output).is_empty(), "{}", stderr(&output));
    }
    assert!(desk.service.received().is_empty());
}
