//! What Altsmith's page looks like to these tests: the few places in it that they look at.

use altsmith_tests::desktop::{Page, Window, wait_for};
use serde::Deserialize;
use serde_json::json;

/// True in the page while something is held over the window.
pub const OVERLAY: &str = "document.querySelector('.overlay')";

/// Views with the key that goes there.
pub const VIEWS: [(&str, &str); 4] =
    [("describe", "ctrl+1"), ("history", "ctrl+2"), ("usage", "ctrl+3"), ("settings", "ctrl+4")];

/// One article of a list: a card, or an entry of the history.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Shown {
    /// Its accessible name.
    pub name: String,
    /// The alt text in its field; empty while there is none.
    pub alt: String,
    /// All its text, for troubles.
    pub text: String,
}

/// The articles that the page shows, in order.
pub fn shown(page: &Page) -> Vec<Shown> {
    page.try_js(
        r#"return [...document.querySelectorAll('[role=feed] > article')]
            .sort((a, b) => a.ariaPosInSet - b.ariaPosInSet)
            .map(article => ({
                name: article.getAttribute('aria-label') ?? '',
                alt: (article.querySelector('textarea[data-field=alt]')?.value
                    ?? article.querySelector('.text > .words')?.innerText ?? '').trim(),
                text: article.innerText,
            }))"#,
        &[],
    )
    .unwrap_or_default()
}

/// Waits until there are exactly so many articles and every one has words.
pub fn wait_for_words(page: &Page, count: usize) -> Vec<Shown> {
    wait_for_articles(page, count, |article| !article.alt.is_empty())
}

/// Waits until there are exactly so many articles and this is true of each.
pub fn wait_for_articles(page: &Page, count: usize, is_ready: impl Fn(&Shown) -> bool) -> Vec<Shown> {
    let what = format!("{count} articles");
    let mut last = Vec::new();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        wait_for(&what, || {
            last = shown(page);
            (last.len() == count && last.iter().all(&is_ready)).then_some(())
        });
    }));
    assert!(outcome.is_ok(), "waited for {what}; the page has {last:#?} and says {:?}", page.text());
    last
}

/// Goes to a view by its key and waits until it is there.
pub fn go(window: &Window, view: &str) {
    let (_, key) = VIEWS.iter().find(|(name, _)| *name == view).expect("a view");
    window.key(key);
    wait_until_at(window, view);
}

/// Waits until the view is there.
pub fn wait_until_at(page: &Page, view: &str) {
    page.wait_until(view, &format!("document.querySelector('main > .{view}')"));
}

/// Presses the button with this name as a person who sees it.
pub fn press(page: &Page, name: &str) {
    let find = "const name = arguments[0]; document.querySelector('[data-pressed]')?.removeAttribute('data-pressed');
        const button = [...document.querySelectorAll('button')].find(b =>
            (b.getAttribute('aria-label') ?? b.innerText).trim() === name && b.checkVisibility());
        button?.setAttribute('data-pressed', ''); button?.scrollIntoView({ block: 'center' }); return Boolean(button)";
    wait_for(&format!("the button {name}"), || page.try_js::<bool>(find, &[json!(name)]).ok().filter(|found| *found));
    page.click("[data-pressed]");
}
