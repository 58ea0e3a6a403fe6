//! How many tests ran: read from what the test runners say at their end.

use std::ops::AddAssign;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    /// A check that is one test by itself.
    pub const ONE: Self = Self { passed: 1, failed: 0 };
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Words before which the runners (nextest, libtest, vitest, playwright) put the number of tests that failed.
const FAILED: [&str; 5] = ["failed", "timed out", "exec failed", "did not run", "interrupted"];

/// The tests that these lines tell of. `None` where no runner said how it ended.
pub fn told(lines: &[String]) -> Option<Count> {
    let mut count = Count::default();
    let mut told = false;
    for line in lines {
        let line = line.trim();
        if is_summary(line) {
            told = true;
            count.passed += before(line, "passed") + before(line, "flaky");
            count.failed += FAILED.iter().map(|word| before(line, word)).sum::<usize>();
        }
    }
    told.then_some(count)
}

/// How a line begins in which tests say something of themselves: how many picture files they tried, how many answers of models
/// come out right and which do not.
const REMARKS: [&str; 2] = ["picture files: ", "raw answers: "];

/// What tests say of themselves.
pub fn remarks(lines: &[String]) -> impl Iterator<Item = &str> {
    lines.iter().map(|line| line.trim()).filter(|line| REMARKS.iter().any(|begin| line.starts_with(begin)))
}

/// nextest: `Summary [ 1.2s] 3 tests run: 2 passed, 1 failed, 0 skipped` · libtest: `test result: ok. 3 passed; …` ·
/// vitest: `Tests  1 failed | 2 passed (3)` · playwright: one line each, `2 passed (3.1s)`.
fn is_summary(line: &str) -> bool {
    let alone = |word: &str| {
        line.strip_prefix(char::is_numeric).is_some() && {
            let rest = line.trim_start_matches(char::is_numeric).trim_start();
            rest == word || rest.starts_with(&format!("{word} ("))
        }
    };
    (line.starts_with("Summary [") && line.contains(" run: "))
        || line.starts_with("test result: ")
        || line.starts_with("Tests  ")
        || ["passed", "failed", "flaky", "did not run", "interrupted"].into_iter().any(alone)
}

/// The number right before this word, where the word stands.
fn before(line: &str, word: &str) -> usize {
    let mut words = line.split([' ', ',', ';', '|', '(', ')']).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    words.push("");
    let wanted: Vec<&str> = word.split(' ').collect();
    words
        .windows(wanted.len() + 1)
        .filter(|window| window[1..] == wanted[..])
        .filter_map(|window| window[0].parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(lines: &[&str]) -> Option<(usize, usize)> {
        told(&lines.iter().map(ToString::to_string).collect::<Vec<_>>()).map(|count| (count.passed, count.failed))
    }

    #[test]
    fn nextest() {
        assert_eq!(count(&["     Summary [   0.321s] 12 tests run: 12 passed, 3 skipped"]), Some((12, 0)));
        assert_eq!(
            count(&["Summary [ 61.3s] 12/14 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped"]),
            Some((9, 3))
        );
    }

    #[test]
    fn libtest_with_several_crates() {
        let line = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        let bad = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(count(&[line, "noise", bad]), Some((4, 2)));
    }

    #[test]
    fn vitest() {
        assert_eq!(
            count(&[" Test Files  1 failed | 4 passed (5)", "      Tests  1 failed | 37 passed (38)"]),
            Some((37, 1))
        );
        assert_eq!(count(&["      Tests  8 passed (8)"]), Some((8, 0)));
    }

    #[test]
    fn playwright() {
        assert_eq!(
            count(&["  1 failed", "    a.spec.ts:3:1 › it passed once", "  2 did not run", "  14 passed (9.1s)"]),
            Some((14, 3))
        );
    }

    #[test]
    fn what_tests_say_of_themselves_is_found() {
        let lines = ["    picture files: 160 of 9 kinds", "a picture files nothing", "raw answers: 397 of 400"];
        let told = lines.map(str::to_owned);
        assert_eq!(remarks(&told).collect::<Vec<_>>(), ["picture files: 160 of 9 kinds", "raw answers: 397 of 400"]);
    }

    #[test]
    fn silence_is_not_success() {
        assert_eq!(count(&["2 passed through here", "all fine"]), None);
    }
}
