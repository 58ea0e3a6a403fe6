//! `thumb://`: the pictures that the page shows. `thumb://localhost/<hash>` is the thumbnail,
//! `thumb://localhost/preview/<hash>` the large preview, `thumb://localhost/card/<id>` how the picture of a card looks that
//! is not described yet (Windows writes `http://thumb.localhost/…`).
//!
//! A name is exactly 64 lower-case hex digits, a card's id is a number, so there is no path to climb. What is answered was encoded by Altsmith;
//! an original never reaches the page.

use crate::shell::Shell;
use crate::window;
use altsmith_core::failure::{Failure, Reason};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Thumbnail(String),
    Preview(String),
    Card(u64),
}

/// How long the page may keep a picture.
#[derive(Clone, Copy)]
enum Kept {
    /// Its name is the content's hash: what was fetched once is right for ever.
    ForEver,
    /// The file of a card may be another one the next time.
    Not,
}

/// Answers one request of the page, away from the main thread.
#[allow(clippy::needless_pass_by_value)] // the signature is Tauri's
pub fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let wanted = (context.webview_label() == window::LABEL).then(|| parse(request.uri().path())).flatten();
    let Some(wanted) = wanted else {
        responder.respond(empty(StatusCode::BAD_REQUEST));
        return;
    };
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        responder.respond(match find(&shell, wanted).await {
            Ok((jpeg, kept)) => picture(jpeg, kept),
            Err(failure) if failure.reason == Reason::Internal => empty(StatusCode::INTERNAL_SERVER_ERROR),
            Err(_) => empty(StatusCode::NOT_FOUND),
        });
    });
}

fn parse(path: &str) -> Option<Wanted> {
    let path = path.strip_prefix('/')?;
    if let Some(id) = path.strip_prefix("card/") {
        // Nothing but digits: a number may be written with a sign.
        return Some(id).filter(|id| id.bytes().all(|b| b.is_ascii_digit()))?.parse().ok().map(Wanted::Card);
    }
    let (hash, wanted): (&str, fn(String) -> Wanted) = match path.strip_prefix("preview/") {
        Some(hash) => (hash, Wanted::Preview),
        None => (path, Wanted::Thumbnail),
    };
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| wanted(hash.to_owned()))
}

async fn find(shell: &Shell, wanted: Wanted) -> Result<(Vec<u8>, Kept), Failure> {
    let batch = shell.batch().await?;
    let history = batch.engine().history();
    Ok(match wanted {
        Wanted::Thumbnail(hash) => (history.thumbnail(&hash).await?, Kept::ForEver),
        Wanted::Preview(hash) => (history.preview(&hash).await?, Kept::ForEver),
        Wanted::Card(id) => (batch.look_of(id).await?.to_vec(), Kept::Not),
    })
}

fn picture(jpeg: Vec<u8>, kept: Kept) -> Response<Vec<u8>> {
    let mut response = empty(StatusCode::OK);
    *response.body_mut() = jpeg;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("image/jpeg"));
    let how = match kept {
        Kept::ForEver => "private, max-age=31536000, immutable",
        Kept::Not => "no-store",
    };
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(how));
    response
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hashes_and_nothing_else() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(parse(&format!("/{hash}")), Some(Wanted::Thumbnail(hash.clone())));
        assert_eq!(parse(&format!("/preview/{hash}")), Some(Wanted::Preview(hash.clone())));
        assert_eq!(parse("/card/12"), Some(Wanted::Card(12)));
        for bad in [
            String::new(),
            "/".into(),
            "/card/".into(),
            "/card/+1".into(),
            "/card/1/".into(),
            "/card/1/../2".into(),
            "/card/99999999999999999999".into(),
            format!("/card/{hash}"),
            hash.clone(),
            format!("/{}", &hash[1..]),
            format!("/{hash}0"),
            format!("/{}", hash.to_uppercase()),
            format!("/{hash}/"),
            format!("//{hash}"),
            format!("/preview/../{hash}"),
            format!("/preview/preview/{hash}"),
            "/../../../../../../../../../../../../../../../../../../../../etc/passwd".into(),
            format!("/{}%2f", &hash[3..]),
            format!("/{}é", &hash[2..]),
        ] {
            assert_eq!(parse(&bad), None, "{bad}");
        }
    }

    #[test]
    fn pictures_are_kept_by_the_page_and_refusals_are_not() {
        let ok = picture(vec![1], Kept::ForEver);
        assert_eq!(picture(vec![1], Kept::Not).headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(ok.headers()[header::CONTENT_TYPE], "image/jpeg");
        assert!(ok.headers()[header::CACHE_CONTROL].to_str().expect("text").contains("immutable"));
        assert_eq!(ok.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let refused = empty(StatusCode::NOT_FOUND);
        assert!(refused.body().is_empty() && !refused.headers().contains_key(header::CACHE_CONTROL));
    }
}
