//! `trame migrate`: the drafts on the form of today, with a line for all that is not as it was.

use domain::usecase::{self, MigratedDossier, MigrationReport, Transition};
use form::french::count;

use super::{say, serve};
use crate::config::Config;

pub(super) async fn migrate(dry_run: bool, demo: bool) -> anyhow::Result<bool> {
    let config = Config::load()?;
    let store = super::open_store(&config).await?;
    let services = serve::services(&config, &store, demo)?;
    let report = usecase::migrate_drafts(&services, dry_run).await.map_err(anyhow::Error::new)?;
    for line in lines(&report, dry_run) {
        say(&line);
    }
    Ok(true)
}

fn lines(report: &MigrationReport, dry_run: bool) -> Vec<String> {
    let mut lines: Vec<String> = report.transitions.iter().flat_map(transition).collect();
    lines.extend(report.dossiers.iter().flat_map(dossier));
    let drafts = count(report.dossiers.len(), "brouillon", "brouillons");
    lines.push(match (report.dossiers.is_empty(), dry_run) {
        (true, _) => "Tous les brouillons sont sur la trame du jour\u{a0}: rien à faire.".to_owned(),
        (_, true) => format!("Essai à blanc\u{a0}: {drafts} à déplacer, rien n’est écrit."),
        (_, false) => format!("{drafts} sur la trame du jour."),
    });
    lines
}

fn transition(passage: &Transition) -> Vec<String> {
    let drafts = count(passage.drafts, "brouillon", "brouillons");
    let head = format!("{} → {}\u{a0}: {drafts}", passage.from, passage.to);
    let changes = passage.changes.iter().map(|(change, drafts)| {
        let concerned = count(*drafts, "dossier concerné", "dossiers concernés");
        format!("  {} ({concerned})", change.said())
    });
    std::iter::once(head).chain(changes).collect()
}

fn dossier(dossier: &MigratedDossier) -> Vec<String> {
    let kept = count(dossier.kept, "réponse inchangée", "réponses inchangées");
    let moved = count(dossier.told.len(), "réponse touchée", "réponses touchées");
    let again = count(dossier.unconfirmed.len(), "étape à relire", "étapes à relire");
    let head = format!("{}, {}\u{a0}: {kept}, {moved}, {again}", dossier.name, dossier.id);
    std::iter::once(head).chain(dossier.told.iter().map(|told| format!("  {}", told.said()))).collect()
}
