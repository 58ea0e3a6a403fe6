//! Set-up and chores: `cargo xtask run`, `test`, `bench`, `types`, `icons`, `package`.
//!
//! Owns what turns a bare machine into one that can build Altsmith, and the order of the checks. It uses the standard
//! library only, so that it builds in seconds before anything else is there. It knows nothing of pictures.

mod arguments;
mod arrows;
mod bench;
mod checks;
mod console;
mod count;
mod icons;
mod install;
mod machine;
mod package;
mod page;
mod policy;
mod prerequisites;
mod process;
mod run;
mod stamp;
mod tauri_cli;
mod tools;
mod types;
mod workspace;

use arguments::{Chore, HELP};
use std::process::ExitCode;
use workspace::Workspace;

fn main() -> ExitCode {
    let chore = match arguments::parse(std::env::args().skip(1)) {
        Ok(chore) => chore,
        Err(wrong) => {
            console::say(&format!("{wrong}\n\n{HELP}"));
            return ExitCode::from(2);
        }
    };
    let workspace = Workspace::here();
    let outcome = match chore {
        Chore::Help => {
            console::say(HELP);
            Ok(())
        }
        Chore::Run { check: true, .. } => run::list(&workspace),
        Chore::Run { check: false, images } => run::run(&workspace, &images),
        Chore::Test { list: true, .. } => {
            checks::list();
            Ok(())
        }
        Chore::Test { list: false, offline, steps } => checks::run(&workspace, &steps, offline),
        Chore::Bench { name } => bench::run(&workspace, name.as_deref()),
        Chore::Types { check: true } => types::check(&workspace),
        Chore::Types { check: false } => types::write(&workspace),
        Chore::Icons => icons::run(&workspace),
        Chore::Package => package::run(&workspace),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            if !trouble.is_empty() {
                console::say(&trouble);
            }
            ExitCode::FAILURE
        }
    }
}
