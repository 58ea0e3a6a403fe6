//! Words of the history at another length. A service that is not told of a length answers the same whatever it is, so its
//! stored answer is shortened anew and nothing is asked again.

use crate::compose::{self, Warning, Wish};
use crate::library::{DescriptionRow, NewDescription};
use crate::provider::{Offers, Reply};
use crate::view::Author;

/// The stored words at this length, as a version made from them. None where they keep it as they are. What was cut off
/// before is still there as the long text.
pub(super) fn refit(
    words: &DescriptionRow,
    max_chars: Option<usize>,
    returns: Offers,
    now_ms: i64,
) -> Option<NewDescription> {
    if words.author == Author::Person || words.decorative.is_some() {
        return None;
    }
    let was_cut = words.warnings.contains(&Warning::AltShortened);
    let full = if was_cut { words.description.clone() } else { words.alt.clone() };
    let reply = Reply {
        alt: full.as_deref().map(compose::plain_from_markdown),
        // A long text of the service's own stays; one that is only the whole alt text is made again where it is needed.
        description: words.description.clone().filter(|_| returns.description || !was_cut),
        title: words.title.clone(),
        tags: words.tags.clone(),
        ..Reply::default()
    };
    let wish = Wish { max_chars, language: &words.language, text_in_picture: None };
    let composed = compose::compose(&reply, &wish).ok()?;
    let of_picture = words.warnings.iter().copied().filter(|warning| warning.is_of_picture());
    (composed.alt != words.alt).then(|| NewDescription {
        parent_id: Some(words.id),
        author: words.author,
        model: words.model.clone(),
        style: words.style.clone(),
        request_key: words.request_key.clone(),
        alt: composed.alt,
        description: composed.description,
        title: composed.title,
        tags: composed.tags,
        warnings: of_picture.chain(composed.warnings).collect(),
        receipt: words.receipt.clone(),
        credits: words.credits.clone(),
        duration_ms: words.duration_ms,
        ..NewDescription::draft(words.image_id, &words.provider, &words.language, now_ms)
    })
}
