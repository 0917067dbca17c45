//! Migrations, in order; one that was published never changes.

mod m0001_foundation;
mod m0004_colleagues;
mod m0006_awaited_pieces;
mod m0008_sources;
mod m0009_realised;
mod m0011_emplois;
mod m0012_tallies;
mod m0014_bilans;
mod m0018_listed;
mod m0021_quick_texts;
mod m0022_years;
mod m0023_reserve;
mod m0025_desk;
mod m0026_sharing;
mod m0027_hearings;
mod m0028_searched;
mod m0029_notices;
mod m0034_pressing;
mod m0036_networks;
mod queue_indexes;
mod refolded;
mod relisted;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every migration.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Migration),
            // Snapshots keep what sources said.
            Box::new(refolded::Refolded("m0002_sources")),
            // Snapshots keep the last change of form.
            Box::new(refolded::Refolded("m0003_forms")),
            Box::new(m0004_colleagues::Migration),
            // Snapshots keep what colleagues write to each other, and who takes care of a step.
            Box::new(refolded::Refolded("m0005_talk")),
            Box::new(m0006_awaited_pieces::Migration),
            // Snapshots keep, of each document, its days and what the antivirus said; and the procedure.
            Box::new(refolded::Refolded("m0007_pieces")),
            Box::new(m0008_sources::Migration),
            Box::new(m0009_realised::Migration),
            // Snapshots keep what each person wrote and that was set aside, beside that of the others.
            Box::new(refolded::Refolded("m0010_asides")),
            Box::new(m0011_emplois::Migration),
            Box::new(m0012_tallies::Migration),
            // Snapshots keep, of each document, what may be wrong with it.
            Box::new(refolded::Refolded("m0013_doubts")),
            Box::new(m0014_bilans::Migration),
            // Snapshots say what their dossier is about.
            Box::new(refolded::Refolded("m0015_about")),
            // Snapshots keep, of what another dossier gave, whether that one is of the same year.
            Box::new(refolded::Refolded("m0016_sisters")),
            // Snapshots keep the stops of the delay, and how many findings each version leaves.
            Box::new(refolded::Refolded("m0017_delays")),
            Box::new(m0018_listed::Migration),
            // Snapshots keep what the service does beside corrections and decisions.
            Box::new(refolded::Refolded("m0019_instruction")),
            // What a dossier awaits has more cases.
            Box::new(relisted::Relisted("m0020_listed_again")),
            Box::new(m0021_quick_texts::Migration),
            Box::new(m0022_years::Migration),
            Box::new(m0023_reserve::Migration),
            Box::new(m0025_desk::Migration),
            Box::new(m0026_sharing::Migration),
            Box::new(m0027_hearings::Migration),
            Box::new(m0028_searched::Migration),
            Box::new(m0029_notices::Migration),
            // Snapshots keep, among the stops of the delay, the time a dossier was decided or given up.
            Box::new(refolded::Refolded("m0030_decided_time")),
            Box::new(relisted::Relisted("m0031_listed_delays")),
            // Snapshots count the findings that are set aside; the queue tells those that are left.
            Box::new(refolded::Refolded("m0032_set_aside")),
            Box::new(relisted::Relisted("m0033_listed_findings")),
            Box::new(m0034_pressing::Migration),
            // A dossier may await that the commission's opinion is asked.
            Box::new(relisted::Relisted("m0035_listed_consulting")),
            Box::new(m0036_networks::Migration),
        ]
    }
}
