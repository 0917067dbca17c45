//! `demo-delivery`: an invented delivery, any number of structures.

use std::path::Path;

use sources::asp::Demo;

pub(super) fn write(folder: &Path, structures: usize, seed: u64) -> anyhow::Result<bool> {
    std::fs::create_dir_all(folder)?;
    for path in crate::demo::write_delivery(folder, Demo { structures, seed, ..Demo::small() })? {
        super::say(&path.display().to_string());
    }
    Ok(true)
}
