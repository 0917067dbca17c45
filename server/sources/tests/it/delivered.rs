//! Invented deliveries in folders of their own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use form::Date;
use sources::asp::{Demo, MonthlyDemo, Reading, read_delivery, write_delivery};

/// A delivery small enough for a test, with every kind of structure.
pub fn small() -> MonthlyDemo {
    MonthlyDemo { demo: Demo { structures: 12, ..Demo::small() }, since: 2025 }
}

/// A delivery in a folder that goes with it.
pub struct Delivered {
    /// The folder.
    pub folder: tempfile::TempDir,
    /// Its files.
    pub files: Vec<PathBuf>,
}

impl Delivered {
    /// Writes a delivery.
    pub fn of(monthly: MonthlyDemo) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let files = write_delivery(folder.path(), monthly).expect("a writable folder");
        Self { folder, files: files.into_iter().map(|(file, _)| file).collect() }
    }

    /// The file of a view.
    pub fn file(&self, view: &str) -> &Path {
        let start = format!("fluxIAE_{view}_");
        let named =
            |file: &&PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
        self.files.iter().find(named).expect("a view of the delivery")
    }

    /// Reads everything; answers what was told of rows set aside, too.
    pub fn read(&self) -> (Reading, Vec<String>) {
        read(&self.files)
    }

    /// The rows of a view, by column.
    pub fn rows(&self, view: &str) -> Vec<BTreeMap<String, String>> {
        let text = fs::read_to_string(self.file(view)).expect("a text");
        let mut lines = text.lines().skip(1);
        let names: Vec<String> = lines.next().expect("a header").split('|').map(str::to_owned).collect();
        let rows = lines.filter(|line| !line.starts_with("FIN"));
        rows.map(|line| names.iter().cloned().zip(line.split('|').map(str::to_owned)).collect()).collect()
    }
}

/// Reads files; answers what was told of rows set aside, too.
pub fn read(files: &[PathBuf]) -> (Reading, Vec<String>) {
    let mut aside = Vec::new();
    let reading = read_delivery(files, Date::constant(2026, 11, 20), &mut |file, problem| {
        aside.push(format!("{}:{problem}", file.display()));
    });
    (reading.expect("a readable delivery"), aside)
}
