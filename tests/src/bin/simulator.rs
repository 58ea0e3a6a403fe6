//! A simulated service on a port of this computer, for trying things by hand:
//! `cargo run -p altsmith-tests --bin simulator -- zakai 9001`, then
//! `altsmith config set providers.zakai.endpoint http://127.0.0.1:9001`.

#![allow(clippy::print_stdout, reason = "a program for people")]

use altsmith_tests::simulators::Simulator;
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::s3::S3;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Documented, Received};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let port = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(0);
    let (service, secrets): (Box<dyn Documented>, String) = match name.as_str() {
        "imagedescriber" => {
            let service = ImageDescriber::default();
            let secrets = format!("api_key {}", service.key);
            (Box::new(service), secrets)
        }
        "describepicture" => {
            let service = DescribePicture::default();
            let secrets = format!("app_id {}", service.app_id);
            (Box::new(service), secrets)
        }
        "imgopen" => {
            let service = ImgOpen::default();
            let secrets = format!("access_key_id {}, access_key_secret {}", service.key_id, service.key_secret);
            (Box::new(service), secrets)
        }
        "zakai" => {
            let service = ZakAi::default();
            let secrets = format!("secret {}, api_key {}", service.secret, service.api_key);
            (Box::new(service), secrets)
        }
        "openai" => (Box::new(OpenAi::default()), "api_key test-key-0123456789; the address ends with /v1".to_owned()),
        "anthropic" => (Box::new(Anthropic::default()), "api_key test-key-0123456789".to_owned()),
        "gemini" => (Box::new(Gemini::default()), "api_key test-key-0123456789".to_owned()),
        "ollama" => (Box::new(Ollama::default()), "no key".to_owned()),
        "openai-compatible" => (Box::new(OpenAiCompatible::keyless()), "no key; the address ends with /v1".to_owned()),
        "s3" => {
            let storage = S3::default();
            let secrets = format!(
                "bucket {}, region {}, s3_access_key_id {}, s3_secret_access_key {}",
                storage.bucket, storage.region, storage.key, storage.secret
            );
            (Box::new(storage), secrets)
        }
        _ => {
            println!(
                "simulator imagedescriber|describepicture|imgopen|zakai|openai|anthropic|gemini|ollama|openai-compatible|s3 [PORT]"
            );
            return ExitCode::from(2);
        }
    };
    match Simulator::on(service, port) {
        Ok(simulator) => {
            println!("{name} at {}\n{secrets}", simulator.url);
            tell(&simulator)
        }
        Err(error) => {
            println!("port {port}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what comes in, until the program is ended.
fn tell(simulator: &Simulator<Box<dyn Documented>>) -> ExitCode {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return ExitCode::FAILURE };
    for seen in 0.. {
        runtime.block_on(simulator.until_received(seen + 1));
        let received = simulator.received();
        let Some(Received { method, path, body, .. }) = received.get(seen) else { continue };
        println!("{method} {path} {} bytes; wrong so far: {:?}", body.len(), simulator.violations());
    }
    ExitCode::SUCCESS
}
