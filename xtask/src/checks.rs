//! `cargo xtask test`: every check of the project, in an order that tells of cheap mistakes first and builds everything
//! once. A check that fails stops only those that stand on it.

use crate::console::{self, Steps, clock};
use crate::count::{self, Count};
use crate::machine::Machine;
use crate::policy::{self, HomeFolders};
use crate::prerequisites::Purpose;
use crate::process::run_logged;
use crate::workspace::Workspace;
use crate::{arrows, install, page, tools, types};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Longest time for one check: it ends what hangs, nothing more.
const LIMIT: Duration = Duration::from_secs(40 * 60);

/// Longest time to get the list of known vulnerabilities.
const FETCH_LIMIT: Duration = Duration::from_secs(60);

const EVERYTHING: [Purpose; 4] = [Purpose::Engine, Purpose::Page, Purpose::Window, Purpose::WindowTests];

/// One check.
struct Check {
    name: &'static str,
    what: &'static str,
    /// Checks that must have passed before.
    after: &'static [&'static str],
    run: fn(&Round) -> Result<Count, Failed>,
}

/// What the checks work on.
struct Round<'a> {
    workspace: &'a Workspace,
    home: HomeFolders,
    /// Somebody said that there is no network.
    offline: bool,
}

/// A check that failed: how many tests did and did not, and what to read.
struct Failed {
    count: Count,
    why: String,
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Self { count: Count { passed: 0, failed: 1 }, why }
    }
}

const CHECKS: [Check; 15] = [
    Check {
        name: "format",
        what: "Rust is formatted",
        after: &[],
        run: |round| round.cargo("format", &["fmt", "--all", "--check"]),
    },
    Check {
        name: "files",
        what: "no download hosts, no huge files, known licences",
        after: &[],
        run: |round| round.files(),
    },
    Check {
        name: "arrows",
        what: "the engine's rooms import only what stands below them",
        after: &[],
        run: |round| found_nothing(&arrows::look(round.workspace)?),
    },
    Check {
        name: "page-packages",
        what: "the page's packages",
        after: &[],
        run: |round| Ok(page::packages(round.workspace).map(|()| Count::ONE)?),
    },
    Check {
        name: "page-check",
        what: "the page's types and accessibility hints",
        after: &["page-packages"],
        run: |round| round.npm("page-check", &["run", "check"]),
    },
    Check {
        name: "page-unit",
        what: "the page's unit tests",
        after: &["page-packages"],
        run: |round| round.npm("page-unit", &["run", "test"]),
    },
    Check {
        name: "page",
        what: "the page is built",
        after: &["page-packages"],
        run: |round| Ok(page::build(round.workspace).map(|()| Count::ONE)?),
    },
    Check {
        name: "page-browser",
        what: "the page in a real browser, with axe",
        after: &["page-packages"],
        run: |round| round.npm("page-browser", &["run", "test:browser"]),
    },
    Check {
        name: "lint",
        what: "clippy finds nothing",
        after: &["page"],
        run: |round| {
            round.cargo("lint", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        },
    },
    Check {
        name: "build",
        what: "programs and tests are built",
        after: &["page"],
        run: |round| round.cargo("build-tests", &["build", "--workspace", "--bins", "--tests", "--locked"]),
    },
    Check {
        name: "rust",
        what: "unit and integration tests",
        after: &["build"],
        run: |round| round.nextest("rust", "default"),
    },
    Check {
        name: "types",
        what: "the page's types are those of the Rust code",
        after: &["build"],
        run: |round| round.types(),
    },
    Check {
        name: "doc",
        what: "examples in the documentation",
        after: &["build"],
        run: |round| round.cargo("doc", &["test", "--workspace", "--doc", "--locked"]),
    },
    Check { name: "deny", what: "licences, sources, known vulnerabilities", after: &[], run: |round| round.deny() },
    Check {
        name: "window",
        what: "the real window: drop, copy, restart, screen reader",
        after: &["build"],
        run: |round| round.nextest("window", "window"),
    },
];

/// Says which checks there are.
pub fn list() {
    for check in &CHECKS {
        console::result(&format!("{:<14} {}", check.name, check.what));
    }
}

/// Runs these checks and what they stand on; all where none is named. `offline`, as cargo's own setting, says that there is
/// no network.
pub fn run(workspace: &Workspace, names: &[String], offline: bool) -> Result<(), String> {
    let chosen = choose(names)?;
    let round = Round { workspace, home: HomeFolders::look(), offline: offline || cargo_is_offline() };
    let mut steps = Steps::new(chosen.len() + 1);
    steps.next("What this machine has");
    install::provide(&Machine::detect(), workspace, &EVERYTHING)?;
    let mut results: Vec<Outcome> = Vec::new();
    for check in chosen {
        steps.next(&format!("{}: {}", check.name, check.what));
        let outcome = Outcome::of(check, &round, &results);
        console::say(&format!("      {}", outcome.in_words()));
        results.push(outcome);
    }
    results.push(Outcome::of_home(&round));
    report(workspace, &results, steps.elapsed())
}

/// `CARGO_NET_OFFLINE`, by which cargo itself is told.
fn cargo_is_offline() -> bool {
    std::env::var("CARGO_NET_OFFLINE").is_ok_and(|told| told == "true" || told == "1")
}

/// The named checks with everything they stand on, in the order of the table.
fn choose(names: &[String]) -> Result<Vec<&'static Check>, String> {
    if let Some(unknown) = names.iter().find(|name| !CHECKS.iter().any(|check| check.name == *name)) {
        return Err(format!("There is no check {unknown:?}. `cargo xtask test --list` says which there are."));
    }
    let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut next = 0;
    while let Some(name) = wanted.get(next).copied() {
        wanted.extend(CHECKS.iter().filter(|check| check.name == name).flat_map(|check| check.after));
        next += 1;
    }
    Ok(CHECKS.iter().filter(|check| names.is_empty() || wanted.contains(&check.name)).collect())
}

/// How one check ended.
struct Outcome {
    name: &'static str,
    time: Duration,
    end: End,
}

enum End {
    Passed(Count),
    Failed(Count),
    /// Not run, because of this check.
    Blocked(&'static str),
}

impl Outcome {
    fn of(check: &Check, round: &Round, before: &[Self]) -> Self {
        let blocking = before.iter().find(|one| check.after.contains(&one.name) && !matches!(one.end, End::Passed(_)));
        if let Some(blocking) = blocking {
            return Self { name: check.name, time: Duration::ZERO, end: End::Blocked(blocking.name) };
        }
        let began = Instant::now();
        let end = match (check.run)(round) {
            Ok(count) => End::Passed(count),
            Err(failed) => {
                console::say(&failed.why);
                End::Failed(failed.count)
            }
        };
        Self { name: check.name, time: began.elapsed(), end }
    }

    /// The person's own folders are as they were before the tests.
    fn of_home(round: &Round) -> Self {
        let touched = HomeFolders::look().since(&round.home);
        let end = if touched.is_empty() {
            End::Passed(Count::ONE)
        } else {
            console::say(&format!("\nTests must work in folders of their own, but:\n    {}", touched.join("\n    ")));
            End::Failed(Count { passed: 0, failed: 1 })
        };
        Self { name: "home", time: Duration::ZERO, end }
    }

    /// What is added to the totals. What could not run did not pass.
    fn count(&self) -> Count {
        match self.end {
            End::Passed(count) | End::Failed(count) => count,
            End::Blocked(_) => Count { passed: 0, failed: 1 },
        }
    }

    fn in_words(&self) -> String {
        let time = clock(self.time);
        match &self.end {
            End::Passed(count) => format!("passed    {:>5} passed {:>12}", count.passed, time),
            End::Failed(count) => format!("FAILED    {:>5} passed, {} failed {time:>12}", count.passed, count.failed),
            End::Blocked(by) => format!("not run, because {by} failed"),
        }
    }
}

fn report(workspace: &Workspace, results: &[Outcome], time: Duration) -> Result<(), String> {
    let mut total = Count::default();
    let mut table = String::from("\n");
    for outcome in results {
        total += outcome.count();
        table.push_str(&format!("  {:<14} {}\n", outcome.name, outcome.in_words()));
    }
    console::say(&table);
    let failed: Vec<_> = results.iter().filter(|one| !matches!(one.end, End::Passed(_))).map(|one| one.name).collect();
    if !failed.is_empty() {
        console::say(&format!("Failed: {}. Logs: {}", failed.join(", "), workspace.log("*").display()));
        keep_logs(workspace);
    }
    console::say(&format!("All of it took {}.", clock(time)));
    console::result(&format!("{} passed, {} failed", total.passed, total.failed));
    if failed.is_empty() { Ok(()) } else { Err(String::new()) }
}

/// Puts the logs beside the screenshots, where a build server looks.
fn keep_logs(workspace: &Workspace) {
    let logs = workspace.log("");
    let kept = workspace.root.join("artifacts").join("logs");
    let _ = std::fs::create_dir_all(&kept);
    for entry in logs.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten() {
        if entry.path().is_file() {
            let _ = std::fs::copy(entry.path(), kept.join(entry.file_name()));
        }
    }
}

impl Round<'_> {
    fn cargo(&self, log: &str, arguments: &[&str]) -> Result<Count, Failed> {
        let mut cargo = self.workspace.cargo();
        judged(cargo.args(arguments).env("TS_RS_EXPORT_DIR", self.spare_types()?), &self.workspace.log(log))
    }

    fn npm(&self, log: &str, arguments: &[&str]) -> Result<Count, Failed> {
        let mut npm = self.workspace.npm();
        judged(npm.args(arguments), &self.workspace.log(log))
    }

    /// The tests of one profile of `.config/nextest.toml`. All profiles name the whole workspace: with fewer packages
    /// Cargo would choose other features and build the dependencies a second time.
    fn nextest(&self, log: &str, profile: &str) -> Result<Count, Failed> {
        tools::NEXTEST.provide(self.workspace)?;
        self.cargo(log, &["nextest", "run", "--workspace", "--locked", "--profile", profile])
    }

    fn types(&self) -> Result<Count, Failed> {
        tools::NEXTEST.provide(self.workspace)?;
        let mut cargo = self.workspace.cargo();
        cargo.args(["nextest", "run", "--workspace", "--locked", "--lib", "-E", "test(/export_bindings_/)"]);
        types::check_with(self.workspace, &mut cargo)?;
        Ok(Count::ONE)
    }

    fn files(&self) -> Result<Count, Failed> {
        found_nothing(&policy::look_at_files(self.workspace)?)
    }

    fn deny(&self) -> Result<Count, Failed> {
        tools::DENY.provide(self.workspace)?;
        let count = self.cargo("deny", &["deny", "--all-features", "check", "bans", "licenses", "sources"])?;
        if self.offline {
            console::say("      !! There is no network, so NOBODY HAS LOOKED for known vulnerabilities.");
            return Ok(count);
        }
        let mut fetch = self.workspace.cargo();
        let fetched = run_logged(fetch.args(["deny", "fetch", "db"]), &self.workspace.log("deny-fetch"), FETCH_LIMIT)?;
        if !fetched.success {
            let why = "The list of known vulnerabilities could not be fetched, so nobody has looked for them. \
                Run `cargo xtask test deny` where github.com can be reached, or say --offline where there is no network.";
            return Err(Failed { count: Count { failed: 1, ..count }, why: why.to_owned() });
        }
        let mut all = count;
        all += self.cargo("deny-advisories", &["deny", "--all-features", "check", "--disable-fetch", "advisories"])?;
        Ok(all)
    }

    /// Where the tests of ts-rs write when they run among all others; never into the page's sources.
    fn spare_types(&self) -> Result<std::path::PathBuf, String> {
        types::scratch(self.workspace, "spare-types")
    }
}

/// A check that lists what is wrong.
fn found_nothing(wrong: &[String]) -> Result<Count, Failed> {
    if wrong.is_empty() { Ok(Count::ONE) } else { Err(format!("\n    {}", wrong.join("\n    ")).into()) }
}

/// Runs it; counts its tests where it has some, else it is one by itself.
fn judged(command: &mut Command, log: &Path) -> Result<Count, Failed> {
    let what = crate::process::shown(command);
    let done = run_logged(command, log, LIMIT)?;
    let told = count::told(&done.lines);
    for line in count::remarks(&done.lines) {
        console::say(&format!("      {line}"));
    }
    if done.success {
        return Ok(told.unwrap_or(Count::ONE));
    }
    let mut count = told.unwrap_or_default();
    count.failed = count.failed.max(1);
    Err(Failed { count, why: done.explain(&what) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(chosen: &[&Check]) -> Vec<&'static str> {
        chosen.iter().map(|check| check.name).collect()
    }

    #[test]
    fn what_a_check_stands_on_comes_with_it_and_before_it() {
        assert_eq!(names(&choose(&["rust".into()]).ok().unwrap()), ["page-packages", "page", "build", "rust"]);
        assert_eq!(choose(&[]).ok().unwrap().len(), CHECKS.len());
        assert!(choose(&["nonsense".into()]).is_err());
    }

    #[test]
    fn every_check_stands_on_earlier_ones() {
        for (position, check) in CHECKS.iter().enumerate() {
            for name in check.after {
                assert!(CHECKS[..position].iter().any(|earlier| earlier.name == *name), "{} after {name}", check.name);
            }
        }
    }

    #[test]
    fn a_failed_check_blocks_only_what_stands_on_it() {
        let workspace = Workspace::here();
        let round = Round { workspace: &workspace, home: HomeFolders::look(), offline: false };
        let passes = |name, after| Check { name, what: "", after, run: |_| Ok(Count::ONE) };
        let fails = Check { name: "fails", what: "", after: &[], run: |_| Err("why".to_string().into()) };
        let first = Outcome::of(&fails, &round, &[]);
        let before = [first];
        let blocked = Outcome::of(&passes("blocked", &["fails"]), &round, &before);
        let free = Outcome::of(&passes("free", &[]), &round, &before);
        assert!(matches!(blocked.end, End::Blocked("fails")));
        assert_eq!(blocked.count(), Count { passed: 0, failed: 1 });
        assert_eq!(free.count(), Count::ONE);
    }
}
