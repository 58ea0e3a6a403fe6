//! A public address for a picture of this computer, for a service that takes nothing else, and an address at which it
//! may deliver the result. Both last as long as the request.
//!
//! Ways, in this order: the picture's own address, where it came from one; the person's S3-compatible bucket; a public
//! address that leads to this computer. Which of them there is follows from the provider's settings.
//!
//! Where the callback server cannot be opened (the other face has its port), a picture with an address of its own goes without, and
//! the result is polled for instead of delivered. What lies in the bucket stands in the table `uploads` from before it lies there
//! until it is away. What a dead process left there is removed at the next start or with the next such request. The receipt names
//! the bucket's host (`Receipt::via`).

mod bucket;
mod callback;

pub(super) use callback::CallbackServers;

use super::driver::Driver;
use super::http::Http;
use super::{Descriptor, ImageBy, Mailbox, RequestContext, endpoint};
use crate::failure::{Failure, Reason};
use crate::provider::observer::Observer;
use bucket::Bucket;
use callback::{CallbackServer, Route};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

/// Port at which a tunnel is expected to end where the person named none.
const PORT: u16 = 8787;

/// What was given a public address; taken back with [`Published::withdraw`].
#[derive(Default)]
pub(super) struct Published {
    image_url: Option<String>,
    mailbox: Option<Mailbox>,
    stored: Option<(Bucket, String)>,
    server: Option<Arc<CallbackServer>>,
    routes: Vec<Route>,
}

/// A random name that nobody guesses: 128 bits in hex.
pub(super) fn unguessable() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Failure::new(Reason::Internal))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether the service gets the picture's own address and nothing of the picture: it takes nothing else and can reach it,
/// or it takes both and the person wants that (`pass_address`).
pub(super) fn by_address(descriptor: &Descriptor, context: &RequestContext<'_>) -> bool {
    let wanted = match descriptor.accepts.by {
        ImageBy::Bytes => false,
        ImageBy::Url => true,
        ImageBy::BytesOrUrl => setting(context, "pass_address") == Some("true"),
    };
    wanted && own_address(context).is_some()
}

/// Host at which the picture is laid out, where it is.
pub(super) fn upload_host(descriptor: &Descriptor, context: &RequestContext<'_>) -> Option<String> {
    if descriptor.accepts.by != ImageBy::Url || own_address(context).is_some() {
        return None;
    }
    let at = if setting(context, "s3_bucket").is_some() { "s3_endpoint" } else { "public_url" };
    address(context, at).ok()??.host_str().map(str::to_owned)
}

/// The picture's own address, where the service can reach it: one in a private network leads it nowhere, unless the
/// service is on this computer itself.
fn own_address<'a>(context: &RequestContext<'a>) -> Option<&'a str> {
    let url = Url::parse(context.image_url?).ok()?;
    let private = match url.host()? {
        Host::Ipv4(address) => address.is_private() || address.is_link_local() || address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback() || address.is_unique_local(),
        Host::Domain(_) => endpoint::is_loopback(&url),
    };
    if private && !endpoint::is_loopback(context.endpoint) { None } else { context.image_url }
}

/// Whether any of the three ways is open. Reads settings only.
pub(super) fn possible(context: &RequestContext<'_>) -> bool {
    own_address(context).is_some() || context.image.is_some() && can_upload(context.settings)
}

/// Whether these settings name a bucket or a callback server through which a picture of this computer gets an address.
pub(super) fn can_upload(settings: &BTreeMap<String, String>) -> bool {
    ["s3_bucket", "public_url"].iter().any(|name| set(settings, name).is_some())
}

fn setting<'a>(context: &RequestContext<'a>, name: &str) -> Option<&'a str> {
    set(context.settings, name)
}

fn set<'a>(settings: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    settings.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// A setting that is an address.
fn address(context: &RequestContext<'_>, name: &str) -> Result<Option<Url>, Failure> {
    let Some(text) = setting(context, name) else { return Ok(None) };
    let invalid = |_| Failure::new(Reason::SettingInvalid).with("key", name).with("value", text);
    endpoint::parse(text).map(Some).map_err(invalid)
}

/// Gives the picture an address and, where this computer can be reached, opens a mailbox. What was begun is taken back
/// where it fails or is cancelled: an upload that was broken off may have arrived.
pub(super) async fn publish(
    driver: &Driver,
    context: &RequestContext<'_>,
    cancel: &CancellationToken,
    observer: &dyn Observer,
) -> Result<Published, Failure> {
    let mut published = Published { image_url: own_address(context).map(str::to_owned), ..Published::default() };
    let serve = async {
        published.lay_in_bucket(&driver.http, context, observer).await?;
        published.open_server(driver, context).await
    };
    let upload = tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Reason::Cancelled.into()),
        upload = serve => upload,
    };
    match upload {
        Ok(()) => Ok(published),
        Err(failure) => {
            published.withdraw(driver, context, observer, driver.patience(cancel)).await;
            Err(failure)
        }
    }
}

fn extension(mime: &str) -> &'static str {
    match mime {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    }
}

impl Published {
    /// A bucket that is half set up is no trouble of a picture that needs none.
    async fn lay_in_bucket(
        &mut self,
        http: &Http,
        context: &RequestContext<'_>,
        observer: &dyn Observer,
    ) -> Result<(), Failure> {
        let (None, Some(image)) = (&self.image_url, context.image) else { return Ok(()) };
        let Some(bucket) = Bucket::of(context)? else { return Ok(()) };
        let name = format!("altsmith/{}.{}", unguessable()?, extension(image.mime));
        let (s3_request, link) = (bucket.put(&name), bucket.link(&name));
        // Known before it lies there: a program that ends in between takes it away at its next start.
        observer.before_upload(&name, bucket.address()).await?;
        let (bucket, _) = self.stored.insert((bucket, name));
        s3_request
            .send(http, context, Some(image), http.limits.call)
            .await
            .map_err(|failure| bucket.failed(failure))?;
        self.image_url = Some(link.to_string());
        Ok(())
    }

    /// A picture that has an address goes without a callback server where it cannot be opened (another process may have it): the
    /// result is asked for then.
    async fn open_server(&mut self, driver: &Driver, context: &RequestContext<'_>) -> Result<(), Failure> {
        let has_address = self.image_url.is_some();
        match self.open_own_server(driver, context).await {
            Err(failure) if has_address => {
                tracing::info!(reason = ?failure.reason, "the result is asked for, not delivered");
                Ok(())
            }
            opened => opened,
        }
    }

    async fn open_own_server(&mut self, driver: &Driver, context: &RequestContext<'_>) -> Result<(), Failure> {
        let Some(public) = address(context, "public_url")? else { return Ok(()) };
        let invalid = |text| Failure::new(Reason::SettingInvalid).with("key", "public_port").with("value", text);
        let port = setting(context, "public_port").map(|text| text.parse().map_err(|_| invalid(text)));
        let server = driver.callback_servers.open(port.transpose()?.unwrap_or(PORT)).await?;
        let server = self.server.insert(server);
        if let (None, Some(image)) = (&self.image_url, context.image) {
            let (route, path) = server.serve(image)?;
            self.image_url = Some(endpoint::join(&public, &path).to_string());
            self.routes.push(route);
        }
        let (route, path, letters) = server.open_mailbox()?;
        self.mailbox = Some(Mailbox::new(endpoint::join(&public, &path).to_string(), letters));
        self.routes.push(route);
        Ok(())
    }

    /// The context with the addresses in it.
    pub fn context<'a>(&'a self, context: &RequestContext<'a>) -> RequestContext<'a> {
        RequestContext {
            image_url: self.image_url.as_deref(),
            mailbox: self.mailbox.as_ref().or(context.mailbox),
            ..*context
        }
    }

    /// Takes everything back: the object is deleted, the paths lead nowhere, the server closes behind the last of them. What
    /// the storage does not take back within this time stays known, and is taken away at the next start.
    pub async fn withdraw(
        self,
        driver: &Driver,
        context: &RequestContext<'_>,
        observer: &dyn Observer,
        patience: Duration,
    ) {
        if let Some((bucket, name)) = &self.stored
            && delete(&driver.http, context, bucket, name, patience).await
        {
            // Known for longer than it lies there: the next start finds nothing to take away.
            let _ = observer.upload_removed(name).await;
        }
        drop(self.routes);
        if let Some(server) = self.server {
            driver.callback_servers.leave(server).await;
        }
    }
}

/// Takes away what an earlier run of the program left in the bucket. Whether it is away.
pub(super) async fn remove_upload(
    http: &Http,
    context: &RequestContext<'_>,
    (name, place): (&str, &str),
    patience: Duration,
) -> bool {
    match Bucket::of(context) {
        // Another bucket would say that it is gone, and it would lie where it lies.
        Ok(Some(bucket)) if bucket.address() == place => delete(http, context, &bucket, name, patience).await,
        _ => false,
    }
}

async fn delete(http: &Http, context: &RequestContext<'_>, bucket: &Bucket, name: &str, patience: Duration) -> bool {
    let deleted = bucket.delete(name).send(http, context, None, patience).await;
    if deleted.is_err() {
        // Its link expires by itself; the object's name is of no use to anybody without the bucket's key.
        tracing::warn!(object = name, "could not be deleted from the bucket");
    }
    deleted.is_ok()
}
