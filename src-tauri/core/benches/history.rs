//! How long the history and its search take with 100,000 pictures. Prints the median of 15 runs of each question.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a bench fails loudly and says its numbers

use altsmith_core::library::Library;
use altsmith_core::view::HistoryQuery;
use rusqlite::Connection;
use std::time::{Duration, Instant};

const PICTURES: u32 = 100_000;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    drop(Library::open(dir.path()).unwrap());
    let file = dir.path().join("library.sqlite3");
    fill(&Connection::open(&file).unwrap());
    println!("{PICTURES} pictures, {} MB", std::fs::metadata(&file).unwrap().len() / 1_000_000);

    let start = Instant::now();
    let library = Library::open(dir.path()).unwrap().library;
    println!("open, first time:        {:>8.1} ms", ms(start.elapsed()));
    let start = Instant::now();
    drop(Library::open(dir.path()).unwrap());
    println!("open, beside another:    {:>8.1} ms", ms(start.elapsed()));

    let questions: &[(&str, &str, u32)] = &[
        ("first page", "", 0),
        ("last page", "", PICTURES - 50),
        ("one word, rare", "zeppelin", 0),
        ("one word, everywhere", "picture", 0),
        ("part of a word", "eppel", 0),
        ("two characters", "ze", 0),
        ("one Chinese character", "猫", 0),
        ("tag", "tag:tag17", 0),
        ("provider", "provider:zakai", 0),
        ("excluded", "-zeppelin", 0),
    ];
    for (name, text, offset) in questions {
        let query = HistoryQuery { text: (*text).to_owned(), favourites: false, offset: *offset, limit: 50 };
        let mut times: Vec<Duration> = Vec::new();
        let mut total = 0;
        for _ in 0..15 {
            let start = Instant::now();
            total = library.history(&query).unwrap().0;
            times.push(start.elapsed());
        }
        times.sort();
        println!("{name:<24} {:>8.1} ms   ({total} found)", ms(times[7]));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Written straight into the tables: saving one after the other would wait 100,000 times for the disk.
fn fill(connection: &Connection) {
    const WORDS: &[&str] =
        &["harbour", "window", "children", "mountain", "yellow", "bicycle", "evening", "market", "wooden", "garden"];
    connection.execute_batch("BEGIN").unwrap();
    let mut image = connection
        .prepare("INSERT INTO images (hash, name, format, width, height, bytes, newest_id, added_ms) VALUES (?1, ?2, 'jpeg', 4000, 3000, 1, ?3, ?3)")
        .unwrap();
    let mut words = connection
        .prepare("INSERT INTO descriptions (image_id, author, provider, model, style, language, alt, description, state, created_ms) VALUES (?1, 'model', ?2, 'm', 'alt', 'en', ?3, ?4, 'draft', ?1)")
        .unwrap();
    let mut tag = connection
        .prepare("INSERT INTO tags (image_id, folded, tag, own, position) VALUES (?1, ?2, ?2, 0, 0)")
        .unwrap();
    let mut search = connection.prepare("INSERT INTO search (rowid, words) VALUES (?1, ?2)").unwrap();
    for n in 1..=PICTURES {
        let word = |k: u32| WORDS[(n.wrapping_mul(2_654_435_761).rotate_left(k) % 10) as usize];
        let rare = if n % 997 == 0 { " with a zeppelin and 猫" } else { "" };
        let alt = format!("picture {n}: a {} near the {} {}{rare}.", word(3), word(7), word(11));
        let long = format!(
            "in the {} one sees {} and {}, {} and more of the {}.",
            word(1),
            word(2),
            word(5),
            word(9),
            word(13)
        );
        image.execute((format!("{n:064x}"), format!("img_{n}.jpg"), n)).unwrap();
        words.execute((n, if n % 3 == 0 { "zakai" } else { "builtin" }, &alt, &long)).unwrap();
        tag.execute((n, format!("tag{}", n % 100))).unwrap();
        search.execute((n, format!("img_{n}.jpg\ntag{}\n{alt}\n{long}", n % 100))).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}
