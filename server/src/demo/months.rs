//! The months that the structures of the demonstration declared to ASP, as sums: bilans are seen filled.

use domain::{StructureId, usecase::Services};
use sources::asp::{MonthlyDemo, write_delivery};

use crate::{auth::demo::STRUCTURE, import::import_realised};

/// Sums up the months of the invented delivery when the database holds none of them yet.
///
/// # Errors
/// When the delivery cannot be written or read, or the database does not answer.
pub async fn seed(services: &Services) -> anyhow::Result<()> {
    let Some(structure) = services.register.structure(StructureId::of_asp(STRUCTURE)).await? else {
        return Ok(());
    };
    if !services.realisations.of(&structure).await?.totals().is_empty() {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_owned();
    let written = tokio::task::spawn_blocking(move || write_delivery(&place, MonthlyDemo::small()));
    let files = written.await??.into_iter().map(|(file, _)| file).collect();
    import_realised(&*services.realisations, files, services.clock.now(), |_, _| {}).await?;
    Ok(())
}
