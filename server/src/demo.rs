//! The demonstration: an invented delivery of ASP in its exact format, imported like a real one.

pub mod completing;
mod earlier;
pub mod follow_up;
pub mod last_year;
pub mod months;
pub mod national;
pub mod sister;

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{
    StructureId, Timestamp,
    ports::{Clock, Deliveries, Register},
};
use sources::{
    asp::{Demo, generate},
    demo::network_sheet,
};

/// One instant.
struct On(Timestamp);

impl Clock for On {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Writes the two files of an invented delivery in a folder, and its sheet of networks; answers their paths, structures
/// first.
pub fn write_delivery(folder: &Path, demo: Demo) -> std::io::Result<[PathBuf; 3]> {
    let day = demo.delivered;
    let stamp = format!("{:02}{:02}{}_112211", day.day(), day.month(), day.year());
    let paths =
        ["Structure", "AnnexeFinanciere"].map(|view| folder.join(format!("fluxIAE_{view}_{stamp}.csv")));
    let mut structures = BufWriter::new(File::create(&paths[0])?);
    let mut annexes = BufWriter::new(File::create(&paths[1])?);
    generate(demo, &mut structures, &mut annexes)?;
    let [structures, annexes] = paths;
    Ok([structures, annexes, write_networks(folder, demo)?])
}

/// Writes the sheet of networks of an invented delivery in a folder; answers its path.
pub fn write_networks(folder: &Path, demo: Demo) -> std::io::Result<PathBuf> {
    let path = folder.join("reseaux-iae.csv");
    std::fs::write(&path, network_sheet(&sources::demo::structures(demo)))?;
    Ok(path)
}

/// Imports the invented delivery when the database does not hold it yet.
pub async fn seed(
    register: &dyn Register,
    deliveries: Arc<dyn Deliveries>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let known = register.structure(StructureId::of_asp(crate::auth::demo::STRUCTURE)).await;
    if known.map_err(anyhow::Error::new)?.is_none() {
        crate::import::import_demo(deliveries, now).await?;
    }
    Ok(())
}
