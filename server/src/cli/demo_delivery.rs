//! `demo-delivery`: an invented delivery, any number of structures, with or without its months.

use std::path::Path;

use sources::asp::{Demo, MonthlyDemo, write_delivery};

pub(super) fn write(folder: &Path, demo: Demo, months: bool) -> anyhow::Result<bool> {
    std::fs::create_dir_all(folder)?;
    let written = if months {
        write_delivery(folder, MonthlyDemo::of(demo))?.into_iter().map(|(path, _)| path).collect()
    } else {
        crate::demo::write_delivery(folder, demo)?.to_vec()
    };
    for path in written {
        super::say(&path.display().to_string());
    }
    Ok(true)
}
