//! A data folder, a folder of pictures and a service of one's own, and the program run on them.

use altsmith_tests::simulators::{Documented, Simulator};
use image::{Rgb, RgbImage};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub const ZAKAI_KEYS: &[(&str, &str)] =
    &[("ALTSMITH_ZAKAI_SECRET", "test-secret"), ("ALTSMITH_ZAKAI_API_KEY", "test-key-0123456789")];

pub const DESCRIBEPICTURE_KEYS: &[(&str, &str)] = &[("ALTSMITH_DESCRIBEPICTURE_APP_ID", "test-app-id-42")];

pub const IMAGEDESCRIBER_KEYS: &[(&str, &str)] = &[("ALTSMITH_IMAGEDESCRIBER_API_KEY", "test-key-0123456789")];

pub const IMGOPEN_KEYS: &[(&str, &str)] = &[
    ("ALTSMITH_IMGOPEN_ACCESS_KEY_ID", "test-access-key-id"),
    ("ALTSMITH_IMGOPEN_ACCESS_KEY_SECRET", "test-access-key-secret"),
];

/// A data folder, a folder of pictures and a service of one's own.
pub struct Desk<S: Documented + Send + 'static> {
    pub data: TempDir,
    pub pictures: TempDir,
    pub service: Simulator<S>,
    provider: &'static str,
    keys: &'static [(&'static str, &'static str)],
}

impl<S: Documented + Send + 'static> Desk<S> {
    pub fn new(provider: &'static str, service: S, keys: &'static [(&'static str, &'static str)]) -> Self {
        let desk = Self {
            data: TempDir::new().expect("data"),
            pictures: TempDir::new().expect("pictures"),
            service: Simulator::start(service),
            provider,
            keys,
        };
        let endpoint = format!("providers.{provider}.endpoint");
        let set = desk.run(&["config", "set", &endpoint, &desk.service.url]);
        assert!(set.status.success(), "{}", stderr(&set));
        desk
    }

    pub fn picture(&self, name: &str, colour: [u8; 3]) {
        let path = self.pictures.path().join(name);
        RgbImage::from_pixel(900, 600, Rgb(colour)).save(path).expect("picture");
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_command(arguments, "", "UTC")
    }

    /// With this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        self.run_command(arguments, input, "UTC")
    }

    /// With the clock of another place.
    pub fn run_in(&self, arguments: &[&str], zone: &str) -> Output {
        self.run_command(arguments, "", zone)
    }

    /// The program with these arguments, in the folder of pictures.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_altsmith"));
        command.args(arguments).current_dir(self.pictures.path()).env("LC_ALL", "en_GB.UTF-8");
        in_data_folder(&mut command, self.data.path());
        for (name, value) in self.keys {
            command.env(name, value);
        }
        command
    }

    fn run_command(&self, arguments: &[&str], input: &str, zone: &str) -> Output {
        let mut command = self.command(arguments);
        command.env("TZ", zone);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("altsmith runs");
        // One that asks for nothing may have ended already.
        let _ = running.stdin.take().expect("input").write_all(input.as_bytes());
        let output = running.wait_with_output().expect("an end");
        for (_, key) in self.keys {
            assert!(!String::from_utf8_lossy(&output.stdout).contains(key), "a key on standard output");
            assert!(!stderr(&output).contains(key), "a key on standard error");
        }
        output
    }

    pub fn describe(&self, arguments: &[&str]) -> Vec<Value> {
        let mut all = vec!["describe", "--provider", self.provider, "--json"];
        all.extend(arguments);
        lines(&self.run(&all))
    }
}

pub fn in_data_folder(command: &mut Command, data: &Path) {
    // A bus that is not there: no test touches the keyring of whoever runs it.
    command.env("ALTSMITH_DATA_DIR", data).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
}

pub fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
