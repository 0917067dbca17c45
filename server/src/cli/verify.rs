//! `verify`: every digest of every log, and every snapshot.

use domain::dossier::DossierId;

use crate::config::Config;

pub(super) async fn verify(dossier: Option<String>) -> anyhow::Result<bool> {
    let store = super::open_store(&Config::load()?).await?;
    let dossiers: Vec<DossierId> = match dossier {
        Some(text) => vec![
            text.parse().map_err(|_| anyhow::anyhow!("« {text} » n'est pas un identifiant de dossier"))?,
        ],
        None => store.all_dossiers().await?,
    };
    let (mut right, mut events) = (0, 0);
    for id in &dossiers {
        match store.verify(*id).await? {
            None => eprintln!("{id}: dossier inconnu"),
            Some(Err(reason)) => eprintln!("{id}: {reason}"),
            Some(Ok(count)) => {
                right += 1;
                events += count;
            }
        }
    }
    super::say(&format!("{right}/{} dossiers intacts, {events} événements", dossiers.len()));
    Ok(right == dossiers.len())
}
