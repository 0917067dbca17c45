//! `demo-delivery`: an invented delivery, any number of structures, with or without its months.

use std::path::{Path, PathBuf};

use sources::asp::{Demo, MonthlyDemo, write_delivery};

use crate::demo::write_networks;

pub(super) fn write(folder: &Path, demo: Demo, months: bool) -> anyhow::Result<bool> {
    std::fs::create_dir_all(folder)?;
    let written = if months {
        let mut paths: Vec<PathBuf> =
            write_delivery(folder, MonthlyDemo::of(demo))?.into_iter().map(|(path, _)| path).collect();
        paths.push(write_networks(folder, demo)?);
        paths
    } else {
        crate::demo::write_delivery(folder, demo)?.to_vec()
    };
    for path in written {
        super::say(&path.display().to_string());
    }
    Ok(true)
}
