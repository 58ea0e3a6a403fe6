//! The person's own bucket in an S3-compatible storage: a picture is laid in it under an unguessable name and reached
//! through a link that expires. Signing is `rusty-s3`'s; `http` carries the bytes.

use super::{RequestContext, address, setting};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use crate::leaving;
use crate::provider::endpoint;
use crate::provider::http::{self, Http};
use rusty_s3::{Credentials, S3Action as _, UrlStyle};
use std::time::{Duration, Instant};
use url::Url;

/// How long a link for laying in or taking away is good for.
const ERRAND: Duration = Duration::from_secs(300);

/// How long the service may fetch the picture: the longest wait for an outcome, with room for a queue before it.
const LINK: Duration = Duration::from_secs(3600);

pub(super) struct Bucket {
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
}

/// A signed call to the storage.
pub(super) struct S3Request {
    /// Its name in the log.
    pub operation: &'static str,
    pub method: reqwest::Method,
    pub url: Url,
}

impl Bucket {
    /// The bucket of the settings. None where none is set up.
    ///
    /// # Errors
    /// `SettingInvalid`, `KeyMissing`: a bucket that is half set up.
    pub fn of(context: &RequestContext<'_>) -> Result<Option<Self>, Failure> {
        let Some(name) = setting(context, "s3_bucket") else { return Ok(None) };
        let invalid = |key, value: &str| Failure::new(Reason::SettingInvalid).with("key", key).with("value", value);
        let endpoint = address(context, "s3_endpoint")?.ok_or_else(|| invalid("s3_endpoint", ""))?;
        let region = setting(context, "s3_region").unwrap_or("us-east-1").to_owned();
        // The name in the path works with every storage; the name in the host only where its DNS knows it.
        let bucket = rusty_s3::Bucket::new(endpoint, UrlStyle::Path, name.to_owned(), region)
            .map_err(|_| invalid("s3_bucket", name))?;
        // One that is another storage's says so itself.
        let missing = |failure: Failure| match failure.documented {
            Some(_) => failure,
            None => failure.documented("publish-bucket-key-missing"),
        };
        let key = context.secrets.expose("s3_access_key_id").map_err(missing)?;
        let secret = context.secrets.expose("s3_secret_access_key").map_err(missing)?;
        Ok(Some(Self { bucket, credentials: Credentials::new(key, secret) }))
    }

    /// Lays an object in.
    pub fn put(&self, name: &str) -> S3Request {
        let url = self.bucket.put_object(Some(&self.credentials), name).sign(ERRAND);
        S3Request { operation: "bucket_put", method: reqwest::Method::PUT, url }
    }

    /// Takes it away.
    pub fn delete(&self, name: &str) -> S3Request {
        let url = self.bucket.delete_object(Some(&self.credentials), name).sign(ERRAND);
        S3Request { operation: "bucket_delete", method: reqwest::Method::DELETE, url }
    }

    /// The link to it that expires.
    pub fn link(&self, name: &str) -> Url {
        self.bucket.get_object(Some(&self.credentials), name).sign(LINK)
    }

    /// Its address: two buckets never have the same.
    pub fn address(&self) -> &str {
        self.bucket.base_url().as_str()
    }

    /// A failure of the storage, which is not the service's. Its keys are entered in the service's form all the same.
    pub fn failed(&self, failure: Failure) -> Failure {
        let host = self.bucket.base_url().host_str().unwrap_or_default();
        match failure.reason {
            Reason::KeyRejected => {
                failure.documented("publish-bucket-key-rejected").with("host", host).with("field", "s3_access_key_id")
            }
            _ => failure.with("provider", host),
        }
    }
}

impl S3Request {
    /// Lays a picture into the bucket or takes it away, within this time.
    ///
    /// # Errors
    /// The storage's, not the service's: see [`Bucket::failed`].
    pub async fn send(
        self,
        http: &Http,
        context: &RequestContext<'_>,
        image: Option<&Prepared>,
        patience: Duration,
    ) -> Result<(), Failure> {
        let Self { operation, method, url } = self;
        let host = url.host_str().unwrap_or_default().to_owned();
        leaving::check(context.local_only, endpoint::is_loopback(&url), ("host", &host))?;
        let begun = Instant::now();
        let body = image.map(|image| (image.mime, image.bytes.clone()));
        let sent = http.send_within(patience, (method, &url), body).await;
        let duration_ms = begun.elapsed().as_millis() as u64;
        let response = sent.inspect_err(|failure| {
            tracing::warn!(operation, host, reason = ?failure.reason, duration_ms, "no answer");
        })?;
        let status = response.status().as_u16();
        let sent_bytes = image.map_or(0, |image| image.bytes.len());
        tracing::info!(operation, host, status, sent_bytes, duration_ms, "answered");
        if let Some(elsewhere) = http::redirected(&response, &url) {
            return Err(elsewhere);
        }
        let reason = match status {
            200..=299 => return Ok(()),
            401 | 403 => Reason::KeyRejected,
            500..=599 => Reason::ProviderUnavailable,
            // Not the service's verdict on a picture: it never got one.
            _ => Reason::SettingInvalid,
        };
        Err(Failure::new(reason).with("status", status).with("key", "s3_bucket"))
    }
}
