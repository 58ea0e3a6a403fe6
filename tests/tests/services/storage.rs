//! The person's bucket at a storage that others wrote: laid in, fetched by the service through a link that expires, taken
//! away. `publish` has the storages that misbehave.

use crate::bench::{Bench, picture};
use altsmith_core::failure::Reason;
use altsmith_core::provider::Secrets;
use altsmith_tests::simulators::Simulator;
use altsmith_tests::simulators::imgopen::ImgOpen;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::Path;
use tempfile::TempDir;
use tokio::net::TcpListener;

const KEY: &str = "AKIATESTKEY";
const SECRET: &str = "test-bucket-secret/0123+456";
const BUCKET: &str = "pictures";

/// A storage with one empty bucket; it ends with the test's runtime.
struct Storage {
    folder: TempDir,
    url: String,
}

impl Storage {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let files = s3s_fs::FileSystem::new(folder.path()).expect("a storage");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                let serve = async move {
                    let http = hyper::server::conn::http1::Builder::new();
                    // A client that hangs up is its own affair.
                    let _ = http.serve_connection(TokioIo::new(socket), service).await;
                };
                tokio::spawn(serve);
            }
        });
        Self { folder, url }
    }

    /// Every object in the bucket, as a file below it.
    fn objects(&self) -> Vec<String> {
        files(&self.folder.path().join(BUCKET))
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path.display().to_string()] }).collect()
}

fn bench(service: &Simulator<ImgOpen>, storage: &Storage, secret: &str) -> Bench {
    let mut bench = Bench::new("imgopen", &service.url);
    bench.image = Some(picture("image/jpeg", 64, 48));
    bench.secrets = Secrets::none()
        .with("access_key_id", "test-access-key-id")
        .with("access_key_secret", "test-access-key-secret")
        .with("s3_access_key_id", KEY)
        .with("s3_secret_access_key", secret);
    let settings = [("s3_endpoint", storage.url.as_str()), ("s3_bucket", BUCKET), ("s3_region", "eu-central-1")];
    bench.settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    bench
}

async fn get(url: &str) -> (u16, Vec<u8>) {
    let response = reqwest::get(url).await.expect("answers");
    (response.status().as_u16(), response.bytes().await.expect("a body").to_vec())
}

#[tokio::test]
async fn the_picture_lies_in_the_bucket_behind_a_link_that_expires_and_is_taken_away() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Storage::start().await);
    let bench = bench(&service, &storage, SECRET);
    let look = async {
        service.until_received(1).await;
        let link = service.received()[0].json()["image"].as_str().expect("an address").to_owned();
        let (status, bytes) = get(&link).await;
        assert_eq!((status, Some(&bytes)), (200, bench.image.as_ref().map(|image| &image.bytes)));
        assert_ne!(get(&link.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000")).await.0, 200, "another lifetime");
        assert_ne!(get(link.split('?').next().expect("a path")).await.0, 200, "without the signature");
        let name = link.split(['?', '/']).find(|part| part.ends_with(".jpg")).expect("its name").to_owned();
        assert_ne!(get(&link.replace(&name, "another.jpg")).await.0, 200, "another object");
        link
    };
    let (reply, link) = tokio::join!(bench.run(), look);
    assert!(reply.expect("described").alt.is_some());
    assert_eq!(storage.objects(), Vec::<String>::new());
    assert_ne!(get(&link).await.0, 200);
}

#[tokio::test]
async fn a_wrong_key_of_the_bucket_leaves_nothing_in_it_and_asks_the_service_nothing() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Storage::start().await);
    let failure = bench(&service, &storage, "another-secret-0123456789").run().await.expect_err("refused");
    assert_eq!(failure.reason, Reason::KeyRejected);
    assert_eq!(failure.about["host"], "127.0.0.1", "the storage's fault, not the service's");
    assert_eq!(storage.objects(), Vec::<String>::new());
    assert!(service.received().is_empty());
}
