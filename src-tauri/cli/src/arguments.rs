//! The words of the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Reads the arguments; wrong usage ends the program with status 2 and says what is wrong.
pub fn parse() -> Command {
    Arguments::parse().command
}

/// Turns images into words: alt text, descriptions, titles and tags.
#[derive(Parser)]
#[command(name = "altsmith", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Describe pictures; one line or one JSON object for each, in the order given
    Describe(Box<Describe>),
    /// Ask a question about a picture of the history; earlier ones go with it
    Ask {
        /// The description's or the picture's id, from `history` or `describe --json`
        id: i64,
        /// The question
        #[arg(required = true)]
        question: Vec<String>,
        /// One JSON object
        #[arg(long)]
        json: bool,
        /// Ask again even where the same question was sent and no answer came back
        #[arg(long)]
        force: bool,
        /// Longest that the question waits for a limit or a service that is out of order; one that would have to wait longer
        /// fails
        #[arg(long, value_name = "SECONDS", default_value_t = 120)]
        max_wait: u32,
    },
    /// Search the descriptions, newest first
    History {
        /// Words, parts of words, tag:…, provider:…, lang:…
        query: Vec<String>,
        /// One JSON object per line
        #[arg(long)]
        json: bool,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
    /// Show one description
    Show {
        /// The description's id, from `history` or `describe --json`
        id: i64,
        /// The form
        #[arg(long, value_enum, default_value_t = ShowFormat::Alt)]
        format: ShowFormat,
    },
    /// Write descriptions to a file or to standard output
    Export {
        /// Words, parts of words, tag:…, provider:…, lang:…
        query: Vec<String>,
        /// The form
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// Begin CSV with the mark by which some spreadsheets know UTF-8
        #[arg(long)]
        bom: bool,
        /// The file; without it, standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Leave out where the files lie, to pass it on (a page never says that)
        #[arg(long)]
        without_paths: bool,
    },
    /// List the providers: what each takes and gives, limits, whether keys are set
    Providers {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Servers of your own: add, rename, remove, put back
    Connections {
        #[command(subcommand)]
        what: Connections,
    },
    /// Does the key work, does the host answer? No picture is sent
    Check {
        /// The provider's id
        provider: String,
    },
    /// Keep and delete keys
    Keys {
        #[command(subcommand)]
        what: Keys,
    },
    /// Make an account at a service that makes them on request, and switch it on
    Account {
        #[command(subcommand)]
        what: Account,
    },
    /// Balances and what was charged, per provider
    Credits {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Read and change settings
    Config {
        #[command(subcommand)]
        what: Config,
    },
}

/// How to describe which pictures.
#[derive(Args)]
pub struct Describe {
    /// Files, folders, addresses, or - for a picture on standard input
    #[arg(required = true, value_name = "FILE|FOLDER|URL|-")]
    pub sources: Vec<OsString>,
    /// Who describes
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,
    /// The provider's model
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// Language of the words: en, de, zh, …
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// alt, long, caption, social, product, text, tags
    #[arg(long, value_name = "NAME")]
    pub style: Option<String>,
    /// Your own instruction
    #[arg(long, value_name = "TEXT")]
    pub prompt: Option<String>,
    /// What you know: people, place, purpose
    #[arg(long, value_name = "TEXT")]
    pub context: Option<String>,
    /// Length that the alt text must keep, in characters as people count them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_chars: Option<u32>,
    /// One JSON object per line, one line per picture, in the order given
    #[arg(long)]
    pub json: bool,
    /// Beside each picture NAME.json with its words; a file that is not Altsmith's is never overwritten
    #[arg(long, value_enum, value_name = "FORM")]
    pub sidecar: Option<Sidecar>,
    /// Describe again even where an identical request is in the history
    #[arg(long)]
    pub force: bool,
    /// Go on with an earlier run of the same files that was stopped: only what has no words yet
    #[arg(long, conflicts_with_all = ["retry", "dry_run"])]
    pub resume: bool,
    /// Of an earlier run of the same files, only what failed, or only what may have been paid and has no outcome (it is sent
    /// again)
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "dry_run")]
    pub retry: Option<Retry>,
    /// Requests in flight
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub jobs: Option<u32>,
    /// Longest that a picture waits for a limit or a service that is out of order; one that would have to wait longer fails
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub max_wait: u32,
    /// Send a batch without asking first
    #[arg(long)]
    pub yes: bool,
    /// Say what would be sent, to whom, and what it would cost; send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What of an earlier run is described again.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Retry {
    /// What failed and cannot be paid twice
    Failed,
    /// What may have been paid and has no outcome: it may be paid twice
    Unknown,
}

/// What to do with settings.
#[derive(Subcommand)]
pub enum Config {
    /// Print one setting
    Get {
        /// Its name
        key: String,
    },
    /// Change one setting
    Set {
        /// Its name
        key: String,
        /// The new value
        value: String,
    },
    /// Back to the default
    Unset {
        /// Its name
        key: String,
    },
    /// Print all settings
    List,
}

/// What to do with keys.
#[derive(Subcommand)]
pub enum Keys {
    /// Keep a key; its value comes from standard input
    Set {
        /// The provider's id
        provider: String,
        /// The field: api_key, secret, …
        field: String,
    },
    /// Delete one key of a provider, or all of them
    Delete {
        /// The provider's id
        provider: String,
        /// The field; without it, all
        field: Option<String>,
    },
    /// Which keys are set; never their values
    List,
}

/// What to do with connections.
#[derive(Subcommand)]
pub enum Connections {
    /// Which there are
    List {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Add a server, and say its id
    Add {
        /// The kind: openai-compatible
        kind: String,
        /// What you call it
        #[arg(long, value_name = "NAME", default_value = "")]
        name: String,
        /// What commands call it; without it, made of the name
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// Where it is
        #[arg(long, value_name = "URL")]
        endpoint: Option<String>,
    },
    /// Take one away; its settings, keys, charges and descriptions stay
    Remove {
        /// The connection's id
        id: String,
    },
    /// Put a removed one back
    Restore {
        /// The connection's id
        id: String,
    },
    /// Call one otherwise
    Rename {
        /// The connection's id
        id: String,
        /// What you call it
        name: String,
    },
}

/// What to do with an account.
#[derive(Subcommand)]
pub enum Account {
    /// Make it with your e-mail address (`config set`) and your own secret (`keys set`); the key comes by e-mail
    Create {
        /// The provider's id
        provider: String,
    },
    /// Switch it on with the key that came
    Activate {
        /// The provider's id
        provider: String,
    },
}

/// Forms of the file beside a picture.
#[derive(Clone, Copy, ValueEnum)]
pub enum Sidecar {
    /// One JSON object with title, description, alt text and tags
    Json,
}

/// Forms of `show`.
#[derive(Clone, Copy, ValueEnum)]
pub enum ShowFormat {
    /// The alt text alone
    Alt,
    /// A figure with image, alt text and caption
    Html,
    /// A Markdown image
    Markdown,
    /// Everything that is known
    Json,
}

/// Forms of `export`.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// A table for spreadsheets
    Csv,
    /// One JSON object per line
    Jsonl,
    /// A page that can be read
    Html,
}
