//! What was asked for on the command line of `cargo xtask`.

/// Shown for `help` and after a wrong argument.
pub const HELP: &str = "\
cargo xtask run [--check] [-- IMAGE…]   set the machine up, build, open the window with these images
                                        (without a display: describe them on the command line)
                                        --check only says what is missing
cargo xtask test [--list] [STEP…]       set the machine up for the tests and run all of them, or some steps
                                        --offline: there is no network, so nobody looks for known vulnerabilities
cargo xtask bench [NAME]                run a benchmark; without a name, say which there are
cargo xtask types [--check]             write the page's TypeScript types from the Rust ones, or compare them
cargo xtask icons                       write the icon set from its drawings
cargo xtask package                     build installers for this system (link-time optimisation, slow)";

/// One chore with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Chore {
    /// Say what there is.
    Help,
    /// Set up, build, open.
    Run { check: bool, images: Vec<String> },
    /// All checks, or the named ones.
    Test { list: bool, offline: bool, steps: Vec<String> },
    /// One benchmark, or the list of them.
    Bench { name: Option<String> },
    /// The page's generated types.
    Types { check: bool },
    /// The icon set.
    Icons,
    /// Installers.
    Package,
}

/// Reads the arguments after the program's name. The error is a sentence for a person.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Chore, String> {
    let mut arguments = arguments.into_iter();
    let chore = arguments.next().unwrap_or_else(|| "help".into());
    let mut rest = Rest::split(arguments);
    let parsed = match chore.as_str() {
        "help" | "--help" | "-h" => return Ok(Chore::Help),
        "run" => Chore::Run { check: rest.flag("--check"), images: rest.take_names() },
        "test" => Chore::Test { list: rest.flag("--list"), offline: rest.flag("--offline"), steps: rest.take_names() },
        "bench" => Chore::Bench { name: rest.one_name()? },
        "types" => Chore::Types { check: rest.flag("--check") },
        "icons" => Chore::Icons,
        "package" => Chore::Package,
        other => return Err(format!("There is no chore {other:?}.")),
    };
    rest.nothing_left()?;
    Ok(parsed)
}

/// Flags and names that follow the chore. Everything after `--` is a name, even where it starts with a dash.
struct Rest {
    flags: Vec<String>,
    names: Vec<String>,
}

impl Rest {
    fn split(arguments: impl Iterator<Item = String>) -> Self {
        let (mut flags, mut names, mut only_names) = (Vec::new(), Vec::new(), false);
        for argument in arguments {
            if only_names || !argument.starts_with('-') || argument == "-" {
                names.push(argument);
            } else if argument == "--" {
                only_names = true;
            } else {
                flags.push(argument);
            }
        }
        Self { flags, names }
    }

    fn flag(&mut self, name: &str) -> bool {
        let before = self.flags.len();
        self.flags.retain(|flag| flag != name);
        self.flags.len() < before
    }

    fn take_names(&mut self) -> Vec<String> {
        std::mem::take(&mut self.names)
    }

    fn one_name(&mut self) -> Result<Option<String>, String> {
        let mut names = self.take_names();
        let name = names.pop();
        if names.is_empty() { Ok(name) } else { Err("Only one name is taken here.".into()) }
    }

    fn nothing_left(&self) -> Result<(), String> {
        match self.flags.iter().chain(&self.names).next() {
            None => Ok(()),
            Some(unknown) => Err(format!("{unknown:?} is not known here.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Chore, String> {
        parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn images_are_taken_with_and_without_the_dashes() {
        let images = vec!["a.png".to_string(), "b.jpg".to_string()];
        assert_eq!(parsed("run a.png b.jpg"), Ok(Chore::Run { check: false, images: images.clone() }));
        assert_eq!(parsed("run -- a.png b.jpg"), Ok(Chore::Run { check: false, images }));
    }

    #[test]
    fn a_file_name_may_start_with_a_dash_after_the_dashes() {
        assert_eq!(parsed("run -- --check"), Ok(Chore::Run { check: false, images: vec!["--check".into()] }));
        assert_eq!(parsed("run --check"), Ok(Chore::Run { check: true, images: vec![] }));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(parsed("fly").is_err());
        assert!(parsed("run --fast").is_err());
        assert!(parsed("icons please").is_err());
        assert!(parsed("bench imaging startup").is_err());
    }

    #[test]
    fn nothing_asked_is_help() {
        assert_eq!(parsed(""), Ok(Chore::Help));
        assert_eq!(parsed("--help"), Ok(Chore::Help));
    }

    #[test]
    fn steps_and_names() {
        assert_eq!(
            parsed("test lint rust"),
            Ok(Chore::Test { list: false, offline: false, steps: vec!["lint".into(), "rust".into()] })
        );
        assert_eq!(
            parsed("test deny --offline"),
            Ok(Chore::Test { list: false, offline: true, steps: vec!["deny".into()] })
        );
        assert_eq!(parsed("bench"), Ok(Chore::Bench { name: None }));
        assert_eq!(parsed("types --check"), Ok(Chore::Types { check: true }));
    }
}
