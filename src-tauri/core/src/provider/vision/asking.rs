//! The calls of one request: the list where no model was named, the request in the form that the model takes, its answer.

use super::none_listed;
use crate::failure::Failure;
use crate::provider::adapter::{HttpCall, Step};
use crate::provider::{AccountQuery, Progress, Reply, RequestContext};

/// Whether the list of models answers this query: it is free, and given for a key that works.
pub fn is_told_by_list(query: AccountQuery) -> bool {
    matches!(query, AccountQuery::Key | AccountQuery::Models)
}

/// Asks the model that was chosen from the list.
///
/// # Errors
/// Where there is none to choose, or the call cannot be made.
pub fn ask_chosen(
    progress: &mut Progress,
    chosen: Option<String>,
    call: impl FnOnce(&str, u8) -> Result<HttpCall, Failure>,
) -> Result<Step, Failure> {
    let chosen = chosen.ok_or_else(none_listed)?;
    let call = call(&chosen, progress.form)?;
    progress.model = Some(chosen);
    Ok(Step::Call(call))
}

/// The model that is asked: the chosen one, else the one that was named.
pub fn asked<'a>(context: &RequestContext<'a>, progress: &'a Progress) -> &'a str {
    progress.model.as_deref().unwrap_or(&context.request.model)
}

/// Asks the same model in the next form, after it refused this one, which cost nothing.
///
/// # Errors
/// Where the call cannot be made.
pub fn ask_in_next_form(
    context: &RequestContext<'_>,
    progress: &mut Progress,
    call: impl FnOnce(&str, u8) -> Result<HttpCall, Failure>,
) -> Result<Step, Failure> {
    let call = call(asked(context, progress), progress.form + 1)?;
    progress.form += 1;
    Ok(Step::Call(call))
}

/// All is said.
pub fn done(progress: &mut Progress, reply: Reply) -> Step {
    progress.reply = reply;
    Step::Done(Box::new(progress.reply.clone()))
}

/// The call with the key, where the person has one.
///
/// # Errors
/// A key that cannot stand in a header.
pub fn with_optional_key(context: &RequestContext<'_>, call: HttpCall) -> Result<HttpCall, Failure> {
    if context.secrets.has("api_key") { Ok(call.header(context.secrets.bearer("api_key")?)) } else { Ok(call) }
}
