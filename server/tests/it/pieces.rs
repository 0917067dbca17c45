//! One contract for every store of documents: memory, a folder, an S3-compatible service.

use std::time::Duration;

use domain::{
    dossier::DossierId,
    piece::{CHUNK, Parcel},
    ports::{Clock, Pieces},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use server::{adapters::SystemClock, config::Config, pieces::StoredPieces};

use crate::client::{digest, run};

const KEY: (&str, &str) = ("ESSAI", "secret-d-essai");

/// An S3-compatible service of a folder, on the loopback; its address.
async fn service(folder: &std::path::Path) -> String {
    std::fs::create_dir_all(folder.join("seau")).expect("a bucket");
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).expect("a folder"));
    builder.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
    let service = builder.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let _ =
                    Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    address
}

fn configured(folder: &str, endpoint: &str, key: (&str, &str)) -> server::config::Pieces {
    let mut pieces = Config::load().expect("the defaults").pieces;
    pieces.folder = folder.into();
    endpoint.clone_into(&mut pieces.s3.endpoint);
    key.0.clone_into(&mut pieces.s3.access_key);
    key.1.clone_into(&mut pieces.s3.secret_key);
    pieces.s3.allow_http = true;
    pieces
}

async fn holds_the_contract(pieces: &StoredPieces) {
    let kept = pieces.keep(b"statuts".to_vec()).await.expect("kept");
    assert_eq!(kept, digest(b"statuts"));
    assert_eq!(pieces.keep(b"statuts".to_vec()).await.expect("kept again"), kept);
    assert_eq!(pieces.bytes(&kept).await.expect("read"), Some(b"statuts".to_vec()));
    for (range, part) in [(None, &b"statuts"[..]), (Some(0..3), b"sta"), (Some(4..7), b"uts")] {
        let mut parts = pieces.parts(&kept, range).await.expect("read").expect("there");
        let mut read = Vec::new();
        while let Some(part) = parts.next().await.expect("a part") {
            read.extend(part);
        }
        assert_eq!(read, part);
        assert_eq!(parts.next().await.expect("an answer"), None, "it stays at its end");
    }
    assert!(pieces.parts(&"0".repeat(64), None).await.expect("an answer").is_none());
    let other = pieces.keep(b"comptes".to_vec()).await.expect("kept");
    assert_ne!(other, kept);
    for absent in ["", "a", "../../etc/passwd", &"0".repeat(64)] {
        assert_eq!(pieces.bytes(absent).await.expect("an answer"), None, "{absent}");
    }
    let bytes: Vec<u8> = (0..CHUNK + 5).map(|at| u8::try_from(at % 251).expect("under 251")).collect();
    let dossier = |number: u128| DossierId(uuid::Uuid::from_u128(number));
    let parcel = Parcel { dossier: dossier(1), digest: digest(&bytes), size: bytes.len() };
    let elsewhere = Parcel { dossier: dossier(2), ..parcel.clone() };
    assert_eq!(pieces.held(&parcel).await.expect("an answer"), [] as [usize; 0]);
    for _ in 0..2 {
        pieces.hold(&parcel, 1, bytes[CHUNK..].to_vec()).await.expect("held");
    }
    assert_eq!(pieces.held(&parcel).await.expect("an answer"), [1]);
    assert_eq!(pieces.gathered(&parcel).await.expect("an answer"), None);
    pieces.hold(&parcel, 0, bytes[..7].to_vec()).await.expect("held");
    assert_eq!(pieces.held(&parcel).await.expect("an answer"), [1], "a chunk cut short is none");
    pieces.hold(&parcel, 0, bytes[..CHUNK].to_vec()).await.expect("held");
    assert_eq!(pieces.gathered(&parcel).await.expect("an answer"), Some(bytes.clone()));
    assert_eq!(
        pieces.held(&elsewhere).await.expect("an answer"),
        [] as [usize; 0],
        "each dossier has its own"
    );
    assert_eq!(pieces.parcels(dossier(1)).await.expect("an answer"), 1);
    assert_eq!(pieces.parcels(dossier(2)).await.expect("an answer"), 0);
    pieces.forget(&parcel).await.expect("forgotten");
    pieces.forget(&parcel).await.expect("nothing left to forget");
    assert_eq!(pieces.held(&parcel).await.expect("an answer"), [] as [usize; 0]);
    pieces.hold(&parcel, 1, bytes[CHUNK..].to_vec()).await.expect("held");
    let now = SystemClock.now();
    let hour = Duration::from_hours(1);
    assert_eq!(pieces.forget_before(now - hour).await.expect("an answer"), 0);
    assert_eq!(pieces.forget_before(now + hour).await.expect("an answer"), 1);
    assert_eq!(pieces.bytes(&kept).await.expect("read"), Some(b"statuts".to_vec()), "what is given stays");
}

#[test]
fn documents_are_kept_by_their_content_wherever_they_are() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder for the test");
        holds_the_contract(&StoredPieces::in_memory()).await;
        let place = folder.path().join("pieces");
        holds_the_contract(
            &StoredPieces::open(&configured(&place.to_string_lossy(), "", ("", ""))).expect("opens"),
        )
        .await;
        let endpoint = service(&folder.path().join("s3")).await;
        for place in ["s3://seau", "s3://seau/conventionnement/pieces"] {
            let pieces = StoredPieces::open(&configured(place, &endpoint, KEY)).expect("opens");
            holds_the_contract(&pieces).await;
        }
        let written = folder.path().join("s3/seau/conventionnement/pieces");
        assert!(written.is_dir(), "the prefix is kept");
    });
}

#[test]
fn a_service_that_refuses_keeps_nothing_and_says_so() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let endpoint = service(folder.path()).await;
        let wrong =
            StoredPieces::open(&configured("s3://seau", &endpoint, ("ESSAI", "autre"))).expect("opens");
        assert!(matches!(wrong.keep(b"statuts".to_vec()).await, Err(domain::Error::Unavailable(_))));
        assert!(matches!(wrong.bytes(&digest(b"statuts")).await, Err(domain::Error::Unavailable(_))));
        let shown = format!("{:?}", configured("s3://seau", &endpoint, KEY));
        assert!(!shown.contains(KEY.1), "no secret is printed: {shown}");
    });
}
