//! `verify`: every digest of every log, every snapshot, and every document that a log names.

use std::collections::BTreeMap;

use domain::{
    dossier::{Body, DossierId, Event},
    ports::{Dossiers, Pieces},
};
use form::Value;

use crate::{config::Config, pieces::StoredPieces};

pub(super) async fn verify(dossier: Option<String>) -> anyhow::Result<bool> {
    let config = Config::load()?;
    let (store, pieces) = (super::open_store(&config).await?, StoredPieces::open(&config.pieces)?);
    let dossiers: Vec<DossierId> = match dossier {
        Some(text) => vec![
            text.parse().map_err(|_| anyhow::anyhow!("« {text} » n'est pas un identifiant de dossier"))?,
        ],
        None => store.all_dossiers().await?,
    };
    let (mut right, mut events, mut documents) = (0, 0, BTreeMap::new());
    for id in &dossiers {
        match store.verify(*id).await? {
            None => eprintln!("{id}: dossier inconnu"),
            Some(Err(reason)) => eprintln!("{id}: {reason}"),
            Some(Ok(count)) => {
                let given = given(&store.history(*id).await?);
                let lacking = lacking(&pieces, &given, &mut documents).await;
                for reason in &lacking {
                    eprintln!("{id}: {reason}");
                }
                right += usize::from(lacking.is_empty());
                events += count;
            }
        }
    }
    super::say(&format!(
        "{right}/{} dossiers intacts, {events} événements, {} documents",
        dossiers.len(),
        documents.len()
    ));
    Ok(right == dossiers.len())
}

/// The documents that a log ever named, with their names: those taken back may be put back.
fn given(log: &[Event]) -> BTreeMap<String, String> {
    let files = log.iter().filter_map(|event| match &event.body {
        Body::AnswerSet { value: Some(Value::Files(files)), .. } => Some(files),
        _ => None,
    });
    files.flatten().map(|file| (file.id.clone(), file.name.clone())).collect()
}

/// What is wrong with the documents of a dossier; those seen before are not read again.
async fn lacking(
    pieces: &StoredPieces,
    given: &BTreeMap<String, String>,
    seen: &mut BTreeMap<String, Option<String>>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (digest, name) in given {
        if !seen.contains_key(digest) {
            let found = match pieces.bytes(digest).await {
                Ok(Some(_)) => None,
                Ok(None) => Some("absent du stockage".to_owned()),
                Err(error) => Some(error.cause()),
            };
            seen.insert(digest.clone(), found);
        }
        if let Some(Some(reason)) = seen.get(digest) {
            wrong.push(format!("document «\u{a0}{name}\u{a0}»\u{a0}: {reason}"));
        }
    }
    wrong
}
