//! Installs what is missing with the system's package manager, or says the exact commands where that is not ours to do.

use crate::console;
use crate::machine::{Elevation, Machine, Manager};
use crate::prerequisites::{self, NODE, Prerequisite, Purpose, Sign};
use crate::process::run_logged;
use crate::workspace::Workspace;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// Longest time for one run of the package manager.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Package lists older than this no longer lead to files that exist.
const STALE: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Newest Node of the line that the page's tools are tested with; fetched only where the distribution's is too old.
const OWN_NODE: &str = "node@22.23.3";

/// Makes sure that everything these purposes need is there. Optional things that cannot be had are said and left out.
/// The error says what is still missing and what to do.
pub fn provide(machine: &Machine, workspace: &Workspace, purposes: &[Purpose]) -> Result<(), String> {
    let missing = prerequisites::missing(workspace, purposes);
    if missing.is_empty() {
        console::say("      Nothing is missing.");
        return Ok(());
    }
    console::say(&listed(&missing));
    let (optional, required): (Vec<_>, Vec<_>) =
        missing.into_iter().partition(|(prerequisite, _)| prerequisite.optional);
    let may_install = matches!(machine.manager, Manager::Apt | Manager::Dnf | Manager::Pacman)
        && machine.elevation != Elevation::Impossible;
    if may_install {
        for (prerequisites, log) in [(&required, "install"), (&optional, "install-optional")] {
            if let Err(trouble) = install(machine, workspace, prerequisites, log) {
                console::say(&trouble);
            }
        }
    }
    let still = prerequisites::missing(workspace, purposes);
    if may_install && still.iter().any(|(prerequisite, _)| matches!(prerequisite.sign, Sign::Node)) {
        fetch_own_node(workspace);
    }
    report(machine, &prerequisites::missing(workspace, purposes))
}

/// What is missing, why it is needed, and what provides it; for a person.
pub fn listed(missing: &[(&Prerequisite, String)]) -> String {
    let mut text = String::from("      Missing on this machine:");
    for (prerequisite, wrong) in missing {
        let optional = if prerequisite.optional { ", optional" } else { "" };
        let _ = write!(text, "\n        {}: {} ({wrong}{optional})", prerequisite.name, prerequisite.why);
    }
    text
}

/// The commands that install these packages, in order. Pure: nothing is run.
pub fn commands(machine: &Machine, packages: &[&str], refresh: bool) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<&str>> = Vec::new();
    if packages.is_empty() {
        return Vec::new();
    }
    match machine.manager {
        Manager::Apt => {
            if refresh {
                commands.push(vec!["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "update"]);
            }
            let install =
                ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends"];
            commands.push(install.into_iter().chain(packages.iter().copied()).collect());
        }
        Manager::Dnf => {
            commands.push(["dnf", "install", "-y"].into_iter().chain(packages.iter().copied()).collect());
        }
        Manager::Pacman => {
            let sync = if refresh { "-Sy" } else { "-S" };
            let install = ["pacman", sync, "--noconfirm", "--needed"];
            commands.push(install.into_iter().chain(packages.iter().copied()).collect());
        }
        Manager::Brew => commands.push(["brew", "install"].into_iter().chain(packages.iter().copied()).collect()),
        Manager::Winget => {
            for package in packages {
                commands.push(vec!["winget", "install", "--exact", "--id", package]);
            }
        }
        Manager::Unknown => {}
    }
    commands.into_iter().map(|command| elevated(machine, &command)).collect()
}

fn elevated(machine: &Machine, command: &[&str]) -> Vec<String> {
    let front: &[&str] = match (machine.manager, machine.elevation) {
        (Manager::Brew | Manager::Winget, _) | (_, Elevation::None) => &[],
        (_, Elevation::SudoWithoutAsking) => &["sudo", "-n"],
        (_, Elevation::Sudo | Elevation::Impossible) => &["sudo"],
    };
    let mut words: Vec<String> = front.iter().map(ToString::to_string).collect();
    if machine.manager == Manager::Apt {
        // Through `env`, because sudo does not hand variables on.
        words.extend(["env".to_string(), "DEBIAN_FRONTEND=noninteractive".to_string()]);
    }
    words.extend(command.iter().map(ToString::to_string));
    words
}

fn packages(manager: Manager, prerequisites: &[(&'static Prerequisite, String)]) -> Vec<&'static str> {
    let mut all: Vec<&str> = prerequisites
        .iter()
        .filter_map(|(prerequisite, _)| prerequisite.packages(manager))
        .flat_map(|names| names.split(' '))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Installs them, once more with fresh package lists if it fails.
fn install(
    machine: &Machine,
    workspace: &Workspace,
    prerequisites: &[(&'static Prerequisite, String)],
    log: &str,
) -> Result<(), String> {
    let packages = packages(machine.manager, prerequisites);
    if packages.is_empty() {
        return Ok(());
    }
    console::say(&format!("      Installing {}", packages.join(" ")));
    let stale = machine.manager == Manager::Apt && lists_are_stale(Path::new("/var/lib/apt/lists"), SystemTime::now());
    let first = in_order(&commands(machine, &packages, stale), workspace, log);
    if first.is_ok() || stale {
        return first;
    }
    console::say("      That failed. Once more, with fresh package lists.");
    in_order(&commands(machine, &packages, true), workspace, log)
}

fn in_order(commands: &[Vec<String>], workspace: &Workspace, log: &str) -> Result<(), String> {
    for words in commands {
        let Some((program, arguments)) = words.split_first() else { continue };
        let what = words.join(" ");
        run_logged(Command::new(program).args(arguments), &workspace.log(log), LIMIT)?.or_explain(&what)?;
    }
    Ok(())
}

/// Whether apt has no package lists, or only old ones.
fn lists_are_stale(folder: &Path, now: SystemTime) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return true };
    !entries.flatten().any(|entry| {
        entry.file_name().to_string_lossy().contains("_Packages")
            && entry
                .metadata()
                .and_then(|data| data.modified())
                .is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age < STALE))
    })
}

/// Debian 12 and Ubuntu 24.04 carry Node 18. npm itself can bring a newer Node, for this checkout alone.
fn fetch_own_node(workspace: &Workspace) {
    let folder = workspace.tools().join("node");
    console::say(&format!("      This system's Node is too old. Fetching {OWN_NODE} for this checkout alone."));
    let _ = std::fs::create_dir_all(&folder);
    let mut npm = workspace.npm();
    npm.current_dir(&folder)
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .arg(OWN_NODE);
    let outcome = run_logged(&mut npm, &workspace.log("node"), LIMIT).and_then(|done| done.or_explain("npm install"));
    if let Err(trouble) = outcome {
        console::say(&trouble);
    }
}

fn report(machine: &Machine, still: &[(&'static Prerequisite, String)]) -> Result<(), String> {
    let (optional, required): (Vec<_>, Vec<_>) =
        still.iter().cloned().partition(|(prerequisite, _)| prerequisite.optional);
    if !optional.is_empty() {
        let names: Vec<_> = optional.iter().map(|(prerequisite, _)| prerequisite.name).collect();
        console::say(&format!("      Going on without: {}. Altsmith works, with less.", names.join(", ")));
    }
    if required.is_empty() { Ok(()) } else { Err(advice(machine, &required)) }
}

fn is_old_node(machine: &Machine, prerequisite: &Prerequisite, wrong: &str) -> bool {
    let by_distribution = matches!(machine.manager, Manager::Apt | Manager::Dnf | Manager::Pacman);
    matches!(prerequisite.sign, Sign::Node) && by_distribution && wrong.contains("too old")
}

/// What a person has to do for what could not be installed.
pub fn advice(machine: &Machine, required: &[(&'static Prerequisite, String)]) -> String {
    let mut text = String::from("\nThis is still missing:");
    for (prerequisite, wrong) in required {
        let _ = write!(text, "\n    {}: {} ({wrong})", prerequisite.name, prerequisite.why);
    }
    // Where the distribution's own Node is the old one, installing it again would help nobody.
    let of_use: Vec<_> =
        required.iter().filter(|(prerequisite, wrong)| !is_old_node(machine, prerequisite, wrong)).cloned().collect();
    let commands = commands(machine, &packages(machine.manager, &of_use), true);
    if !commands.is_empty() {
        text.push_str("\nInstall it, then start this command again:");
        for command in commands {
            let _ = write!(text, "\n    {}", command.join(" "));
        }
    }
    if machine.manager == Manager::Brew
        && required.iter().any(|(prerequisite, _)| prerequisite.name.starts_with("C and"))
    {
        text.push_str("\n    xcode-select --install");
    }
    if required.iter().any(|(prerequisite, _)| matches!(prerequisite.sign, Sign::Node)) {
        let _ = write!(
            text,
            "\nIf the Node of this system is older than {}.{}, take the current LTS from nodejs.org, or `nvm install --lts`.",
            NODE.0, NODE.1
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prerequisites::PREREQUISITES;

    fn machine(manager: Manager, elevation: Elevation) -> Machine {
        Machine { manager, elevation }
    }

    fn lines(machine: &Machine, refresh: bool) -> Vec<String> {
        commands(machine, &["cmake", "nasm"], refresh).iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn apt_refreshes_its_lists_only_when_asked() {
        let root = machine(Manager::Apt, Elevation::None);
        assert_eq!(
            lines(&root, false),
            [
                "env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 install -y --no-install-recommends cmake nasm"
            ]
        );
        let with_lists = lines(&root, true);
        assert_eq!(with_lists.len(), 2);
        assert!(with_lists[0].ends_with(" update"));
    }

    #[test]
    fn rights_come_through_sudo_where_we_are_not_root() {
        let asked = lines(&machine(Manager::Apt, Elevation::Sudo), false);
        assert!(asked[0].starts_with("sudo env DEBIAN_FRONTEND=noninteractive apt-get"), "{asked:?}");
        assert_eq!(
            lines(&machine(Manager::Dnf, Elevation::SudoWithoutAsking), false),
            ["sudo -n dnf install -y cmake nasm"]
        );
        assert_eq!(
            lines(&machine(Manager::Pacman, Elevation::None), true),
            ["pacman -Sy --noconfirm --needed cmake nasm"]
        );
    }

    #[test]
    fn homebrew_and_winget_never_go_through_sudo() {
        assert_eq!(lines(&machine(Manager::Brew, Elevation::Sudo), true), ["brew install cmake nasm"]);
        assert_eq!(
            lines(&machine(Manager::Winget, Elevation::Impossible), false),
            ["winget install --exact --id cmake", "winget install --exact --id nasm"]
        );
    }

    #[test]
    fn no_packages_no_commands() {
        assert!(commands(&machine(Manager::Apt, Elevation::None), &[], true).is_empty());
    }

    #[test]
    fn a_package_that_two_needs_share_is_named_once() {
        let prerequisites: Vec<_> =
            PREREQUISITES.iter().map(|prerequisite| (prerequisite, "missing".to_string())).collect();
        let packages = packages(Manager::Dnf, &prerequisites);
        assert_eq!(packages.iter().filter(|package| **package == "at-spi2-core").count(), 1);
    }

    #[test]
    fn advice_for_an_old_node_says_what_to_do() {
        let node = PREREQUISITES.iter().find(|prerequisite| matches!(prerequisite.sign, Sign::Node)).unwrap();
        let text = advice(&machine(Manager::Brew, Elevation::Sudo), &[(node, "v18.1.0 is too old".into())]);
        let debian = advice(&machine(Manager::Apt, Elevation::None), &[(node, "v18.1.0 is too old".into())]);
        assert!(!debian.contains("apt-get install") && debian.contains("nvm install --lts"), "{debian}");
        assert!(text.contains("brew install node") && text.contains("20.19") && text.contains("v18.1.0"), "{text}");
    }

    #[test]
    fn empty_and_old_package_lists_are_stale() {
        let folder = std::env::temp_dir().join(format!("xtask-lists-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert!(lists_are_stale(&folder, SystemTime::now()));
        std::fs::write(folder.join("x_main_binary-amd64_Packages"), "").unwrap();
        assert!(!lists_are_stale(&folder, SystemTime::now()));
        assert!(lists_are_stale(&folder, SystemTime::now() + STALE + STALE));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
