//! An S3-compatible storage with one bucket: takes presigned requests only, and checks their signatures, their dates and
//! their lifetimes as the signature's own specification (AWS Signature Version 4, query form) says.

use super::{Answer, Documented, Received};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How far the signer's clock may be ahead, in seconds.
const SKEW: u64 = 15 * 60;

/// What the signature leaves unescaped.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The storage.
pub struct S3 {
    /// Access key that it knows.
    pub key: String,
    /// Its secret.
    pub secret: String,
    /// Region of the bucket.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// What lies in it: content type and bytes.
    pub objects: BTreeMap<String, (String, Vec<u8>)>,
    /// Every object that was taken away.
    pub deleted: Vec<String>,
    /// How far its clock is ahead of this computer's.
    pub ahead: Duration,
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            key: "AKIATESTKEY".into(),
            secret: "test-bucket-secret/0123+456".into(),
            region: "eu-central-1".into(),
            bucket: "pictures".into(),
            objects: BTreeMap::new(),
            deleted: Vec::new(),
            ahead: Duration::ZERO,
        }
    }
}

impl Documented for S3 {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        if let Err(problem) = self.check(request, path, query) {
            return refused(403, &problem);
        }
        if request.header("authorization").is_some() {
            violations.push("signed twice".into());
        }
        let prefix = format!("/{}/", self.bucket);
        let Some(name) = path.strip_prefix(&prefix) else { return refused(404, "NoSuchBucket") };
        let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
        match request.method.as_str() {
            "PUT" => {
                let kind = request.header("content-type").unwrap_or_default().to_owned();
                self.objects.insert(name, (kind, request.body.clone()));
                Answer { status: 200, headers: vec![], kind: "application/xml", body: vec![] }
            }
            "GET" => match self.objects.get(&name) {
                Some((_, bytes)) => {
                    Answer { status: 200, headers: vec![], kind: "application/octet-stream", body: bytes.clone() }
                }
                None => refused(404, "NoSuchKey"),
            },
            "DELETE" => {
                self.objects.remove(&name);
                self.deleted.push(name);
                Answer { status: 204, headers: vec![], kind: "application/xml", body: vec![] }
            }
            _ => refused(405, "MethodNotAllowed"),
        }
    }
}

fn refused(status: u16, code: &str) -> Answer {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>").into_bytes();
    Answer { status, headers: vec![], kind: "application/xml", body }
}

fn mac(key: &[u8], text: &str) -> Result<Vec<u8>, String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| error.to_string())?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970 of a date as the signature writes it (`20260131T235959Z`).
fn seconds(date: &str) -> Option<u64> {
    let (day, time) = date.strip_suffix('Z')?.split_once('T')?;
    let number = |text: &str, range: std::ops::Range<usize>| text.get(range)?.parse::<u64>().ok();
    let (year, month, day) = (number(day, 0..4)?, number(day, 4..6)?, number(day, 6..8)?);
    let (hours, minutes, seconds) = (number(time, 0..2)?, number(time, 2..4)?, number(time, 4..6)?);
    // Years begin in March here, so that the odd day of a leap year is their last one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    Some(days.checked_sub(719_468)? * 86_400 + hours * 3_600 + minutes * 60 + seconds)
}

impl S3 {
    fn check(&self, request: &Received, path: &str, query: &str) -> Result<(), String> {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut given: BTreeMap<String, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        let signature = given.remove("X-Amz-Signature").ok_or("AccessDenied")?;
        let get = |name: &str| given.get(name).cloned().ok_or(format!("{name} is missing"));
        let date = get("X-Amz-Date")?;
        let expires: u64 = get("X-Amz-Expires")?.parse().map_err(|_| "X-Amz-Expires")?;
        if get("X-Amz-Algorithm")? != "AWS4-HMAC-SHA256" || !(1..=604_800).contains(&expires) {
            return Err("AuthorizationQueryParametersError".into());
        }
        let signed_at = seconds(&date).ok_or("X-Amz-Date")?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())? + self.ahead;
        if now.as_secs() + SKEW < signed_at {
            return Err("RequestTimeTooSkewed".into());
        }
        if now.as_secs() >= signed_at + expires {
            return Err("AccessDenied: Request has expired".into());
        }
        let day = date.get(..8).ok_or("X-Amz-Date")?;
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        if get("X-Amz-Credential")? != format!("{}/{scope}", self.key) {
            return Err("InvalidAccessKeyId".into());
        }
        let signed = get("X-Amz-SignedHeaders")?;
        let headers: String = signed
            .split(';')
            .map(|name| format!("{name}:{}\n", request.header(name).unwrap_or_default().trim()))
            .collect();
        let escape = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
        let canonical_query = given
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        let canonical = format!("{}\n{path}\n{canonical_query}\n{headers}\n{signed}\nUNSIGNED-PAYLOAD", request.method);
        let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in [day, &self.region, "s3", "aws4_request"] {
            key = mac(&key, part)?;
        }
        if hex(&mac(&key, &to_sign)?) == signature { Ok(()) } else { Err("SignatureDoesNotMatch".into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn dates_are_seconds() {
        assert_eq!(seconds("19700101T000000Z"), Some(0));
        assert_eq!(seconds("20000229T120000Z"), Some(951_825_600));
        assert_eq!(seconds("20261231T235959Z"), Some(1_798_761_599));
        assert_eq!(seconds("yesterday"), None);
    }
}
