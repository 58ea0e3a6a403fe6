//! The command that goes on with this run: as it was typed, with another word of what of it is wanted.

use std::ffi::OsString;

/// This command once more, with these options in place of those that say which pictures are wanted. `--force` stays: what
/// was to be described anew is to be so still, and what this run has paid for is not paid for again. Only what has no
/// outcome is sent anew without it.
pub fn line(options: &[&str]) -> String {
    line_of(std::env::args_os().skip(1), options)
}

fn line_of(typed: impl IntoIterator<Item = OsString>, options: &[&str]) -> String {
    let mut words = vec!["altsmith".to_owned()];
    let mut typed = typed.into_iter().map(|word| word.to_string_lossy().into_owned());
    words.extend(typed.next());
    words.extend(options.iter().map(|&option| option.to_owned()));
    let mut plain = false;
    let implied = options.contains(&"unknown");
    while let Some(word) = typed.next() {
        match &*word {
            _ if plain => {}
            "--resume" => continue,
            "--force" if implied => continue,
            "--retry" => {
                typed.next();
                continue;
            }
            given if given.starts_with("--retry=") => continue,
            "--" => plain = true,
            _ => {}
        }
        words.push(quoted(word));
    }
    words.join(" ")
}

/// A word as it is typed where it holds more than a shell takes as it stands.
fn quoted(word: String) -> String {
    let bare = |c: char| c.is_alphanumeric() || "_@%+=:,./-\\".contains(c);
    if !word.is_empty() && word.chars().all(bare) && (cfg!(windows) || !word.contains('\\')) {
        word
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_said_as_it_was_typed_but_for_what_of_the_run_is_wanted() {
        let of = |typed: &[&str], options: &[&str]| line_of(typed.iter().map(OsString::from), options);
        assert_eq!(
            of(&["describe", "--provider", "zakai", "--force", "a.png", "my photos/"], &["--retry", "failed"]),
            if cfg!(windows) {
                "altsmith describe --retry failed --provider zakai --force a.png \"my photos/\""
            } else {
                "altsmith describe --retry failed --provider zakai --force a.png 'my photos/'"
            }
        );
        assert_eq!(of(&["describe", "--force", "a"], &["--resume"]), "altsmith describe --resume --force a");
        let unknown = of(&["describe", "--force", "a"], &["--retry", "unknown"]);
        assert_eq!(unknown, "altsmith describe --retry unknown a");
        assert_eq!(of(&["describe", "--retry=failed", "a"], &["--resume"]), "altsmith describe --resume a");
        assert_eq!(of(&["describe", "--resume", "--retry", "unknown", "a"], &[]), "altsmith describe a");
        assert_eq!(of(&["describe", "--", "--force"], &["--resume"]), "altsmith describe --resume -- --force");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("it's $HOME".into()), "'it'\\''s $HOME'");
        assert_eq!(quoted(String::new()), "''");
    }
}
