//! One request, from what can be refused before anything is sent to a reply that is washed of secrets. `run` makes its calls,
//! `http` carries their bytes, `publish` gives a picture an address where a service takes nothing else.

use super::adapter::{AccountInfo, HttpResponse, Step};
use super::http::{Http, Limits};
use super::observer::{Needs, Observer, Unwatched};
use super::publish::CallbackServers;
use super::run::Run;
use super::{AccountQuery, Backend, Connection, HttpAdapter, ImageBy, Progress, Reply, RequestContext, error, publish};
use crate::failure::{Failure, Reason};
use crate::language::primary;
use crate::trust::Trust;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Longest that taking a picture away again may hold up a cancelled request.
const AFTER_CANCEL: Duration = Duration::from_secs(1);

/// Makes the requests of a process. One for all of them: they share connections and callback servers.
pub struct Driver {
    pub(super) http: Http,
    pub(super) callback_servers: CallbackServers,
}

impl Driver {
    /// A driver with these limits, where the system's authorities vouch for hosts.
    ///
    /// # Errors
    /// As [`Http::trusting`].
    pub fn new(limits: Limits) -> Result<Self, Failure> {
        Self::trusting(limits, &Trust::default())
    }

    /// The same, where these do.
    ///
    /// # Errors
    /// As [`Http::trusting`].
    pub fn trusting(limits: Limits, trust: &Trust) -> Result<Self, Failure> {
        Ok(Self { http: Http::trusting(limits, trust)?, callback_servers: CallbackServers::default() })
    }

    /// From now on these vouch for hosts.
    ///
    /// # Errors
    /// As [`Http::trusting`].
    pub fn trust(&self, trust: &Trust) -> Result<(), Failure> {
        self.http.trust(trust)
    }

    /// One request, from its first call to its reply.
    ///
    /// Where a later call of several fails, what the earlier ones brought is the reply and says so
    /// ([`Reply::incomplete`]).
    ///
    /// # Errors
    /// A [`Failure`] without secrets in it. `OutcomeUnknown` and `Timeout` mean that the request may have been charged.
    pub async fn run(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        finish(self.request(connection, context, cancel, observer).await, connection, context)
    }

    async fn request(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let adapter = preflight(connection, context)?;
        if connection.descriptor().accepts.by != ImageBy::Url {
            let mut progress = Progress { form: self.http.form(context), ..Progress::default() };
            let call = adapter.start(context, &mut progress)?;
            return Run { http: &self.http, adapter, context, cancel, observer }.drive(progress, call).await;
        }
        let published = publish::publish(self, context, cancel, observer).await?;
        let mut progress = Progress::default();
        let with_address = published.context(context);
        let result = match adapter.start(&with_address, &mut progress) {
            Ok(call) => {
                Run { http: &self.http, adapter, context: &with_address, cancel, observer }.drive(progress, call).await
            }
            Err(failure) => Err(failure),
        };
        published.withdraw(self, context, observer, self.patience(cancel)).await;
        result
    }

    /// The calls of a request that are missing, after those that `progress` tells of.
    ///
    /// # Errors
    /// As [`Driver::run`].
    pub async fn continue_request(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        progress: Progress,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let adapter = preflight(connection, context)?;
        let call = adapter.continue_request(context, &progress)?;
        finish(
            Run { http: &self.http, adapter, context, cancel, observer }.drive(progress, call).await,
            connection,
            context,
        )
    }

    /// Asks what became of a request that was sent and never answered. None: the service cannot be asked.
    ///
    /// # Errors
    /// As [`Driver::run`].
    pub async fn query_outcome(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        progress: Progress,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Option<Result<Reply, Failure>> {
        let Backend::Http(adapter) = connection.kind.backend else { return None };
        let result = match adapter.outcome_call(context, &progress)? {
            Ok(call) => Run { http: &self.http, adapter, context, cancel, observer }.drive(progress, call).await,
            Err(failure) => Err(failure),
        };
        Some(finish(result, connection, context))
    }

    /// Goes on from an answer that was stored before the program ended: what was sent and answered is not sent again.
    /// `progress` is what was known before that answer.
    ///
    /// # Errors
    /// As [`Driver::run`].
    pub async fn resume_from_response(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        progress: Progress,
        answered: &HttpResponse,
        cancel: &CancellationToken,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        let Backend::Http(adapter) = connection.kind.backend else { return Err(Reason::Internal.into()) };
        let run = Run { http: &self.http, adapter, context, cancel, observer };
        finish(run.resume_from_response(progress, answered).await, connection, context)
    }

    /// Takes away what a run of the program that is gone left in the person's bucket. False where it may still be there.
    pub async fn remove_upload(&self, context: &RequestContext<'_>, name: &str, place: &str) -> bool {
        publish::remove_upload(&self.http, context, (name, place), self.http.limits.connect).await
    }

    /// What it takes to go on from an answer that was stored before the program ended. Calls nobody.
    pub fn needs(
        connection: &Connection,
        context: &RequestContext<'_>,
        progress: &Progress,
        answered: &HttpResponse,
    ) -> Needs {
        let Backend::Http(adapter) = connection.kind.backend else { return Needs::Nothing };
        let mut progress = progress.clone();
        let more = match adapter.next(context, &mut progress, answered) {
            Ok(Step::Call(_) | Step::Wait { .. }) => true,
            // The next call could not be made without the picture or without the key.
            Err(failure) => matches!(failure.reason, Reason::Internal | Reason::KeyMissing),
            Ok(Step::Done(_) | Step::Failed(_)) => false,
        };
        match (more, progress.reply.charges.is_empty()) {
            (false, _) => Needs::Nothing,
            (true, false) => Needs::Calls,
            (true, true) => Needs::Outcome,
        }
    }

    /// Whether the service can be asked for free what became of a request.
    pub fn can_query_outcome(connection: &Connection, context: &RequestContext<'_>, progress: &Progress) -> bool {
        matches!(connection.kind.backend, Backend::Http(adapter) if adapter.outcome_call(context, progress).is_some())
    }

    /// What earlier calls of a request brought, where nothing can find out the rest: it was paid for. `otherwise` says
    /// why there is no more, and is the outcome where they brought nothing.
    ///
    /// # Errors
    /// `otherwise`.
    pub fn what_is_known(
        connection: &Connection,
        context: &RequestContext<'_>,
        progress: Progress,
        otherwise: Failure,
    ) -> Result<Reply, Failure> {
        let paid = !progress.reply.charges.is_empty();
        let reply = if paid { Ok(Reply { incomplete: Some(otherwise), ..progress.reply }) } else { Err(otherwise) };
        finish(reply, connection, context)
    }

    /// A free query about the account. None: the service has no such query.
    ///
    /// # Errors
    /// As [`Driver::run`].
    pub async fn query_account(
        &self,
        connection: &Connection,
        context: &RequestContext<'_>,
        account_query: AccountQuery,
        cancel: &CancellationToken,
    ) -> Option<Result<AccountInfo, Failure>> {
        let Backend::Http(adapter) = connection.kind.backend else { return None };
        let learned = match adapter.account_call(context, account_query)? {
            Ok(call) => {
                let run = Run { http: &self.http, adapter, context, cancel, observer: &Unwatched };
                run.query_account(account_query, call).await
            }
            Err(failure) => Err(failure),
        };
        let learned = learned.map(|info| error::wash_account(info, context.secrets));
        Some(learned.map_err(|failure| error::wash(connection.named(failure), context.secrets)))
    }

    /// How long taking something away again may hold up the end of a request.
    pub(super) fn patience(&self, cancel: &CancellationToken) -> Duration {
        if cancel.is_cancelled() { AFTER_CANCEL.min(self.http.limits.connect) } else { self.http.limits.connect }
    }
}

/// What can be refused before anything is made ready.
fn preflight(connection: &Connection, context: &RequestContext<'_>) -> Result<&'static dyn HttpAdapter, Failure> {
    let Backend::Http(adapter) = connection.kind.backend else { return Err(Reason::Internal.into()) };
    secrets_present(connection, context)?;
    connection.check_model(&context.request.model)?;
    let described = connection.descriptor();
    let languages = described.languages_of(&context.request.model);
    let wanted = primary(&context.request.language);
    // No language asked for: the service's own default.
    let known = languages.is_empty() || wanted.is_empty() || languages.contains(&wanted);
    if !known {
        let failure = Failure::new(Reason::LanguageUnknown).with("language", &context.request.language);
        return Err(failure.with("languages", languages.join(", ")));
    }
    match described.accepts.by {
        ImageBy::Url if !publish::possible(context) => Err(Reason::NeedsPublicUrl.into()),
        ImageBy::Bytes if context.image.is_none() => Err(Failure::new(Reason::Internal).with("problem", "no picture")),
        _ => Ok(adapter),
    }
}

fn secrets_present(connection: &Connection, context: &RequestContext<'_>) -> Result<(), Failure> {
    connection.descriptor().secrets.iter().filter(|field| field.required).try_for_each(|field| {
        context.secrets.expose(field.name)?;
        Ok(())
    })
}

/// Takes secrets out of whatever came back, and names the provider in what went wrong.
fn finish(
    result: Result<Reply, Failure>,
    connection: &Connection,
    context: &RequestContext<'_>,
) -> Result<Reply, Failure> {
    let name = |failure: Failure| error::wash(connection.named(failure), context.secrets);
    let mut reply = result.map_err(name)?;
    let mask = |text: &mut String| *text = context.secrets.mask_answer(text);
    let texts = [&mut reply.alt, &mut reply.description, &mut reply.title, &mut reply.raw, &mut reply.decorative];
    texts.into_iter().flatten().for_each(mask);
    reply.tags.iter_mut().for_each(mask);
    error::wash_credits(&mut reply.credits, context.secrets);
    reply.request_id = reply.request_id.map(|id| error::clean(&context.secrets.mask(&id)));
    for charge in &mut reply.charges {
        charge.request_id = charge.request_id.take().map(|id| error::clean(&context.secrets.mask(&id)));
        error::wash_credits(&mut charge.credits, context.secrets);
    }
    reply.incomplete = reply.incomplete.map(name);
    Ok(reply)
}
