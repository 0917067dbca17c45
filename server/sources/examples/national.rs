//! Writes an invented delivery of the size of the country, reads it, and says how long and how much memory it takes.
//!
//! `cargo run --release -p sources --example national [folder]`: without a folder, one that is removed afterwards.
//! A folder that holds a delivery already is read as it is.

use std::{
    error::Error,
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use form::Date;
use sources::asp::{MonthlyDemo, read_delivery, write_delivery};

fn main() -> Result<(), Box<dyn Error>> {
    let own = tempfile::tempdir()?;
    let folder = std::env::args().nth(1).map_or_else(|| own.path().to_owned(), PathBuf::from);
    let mut out = std::io::stdout();
    let mut files = views_of(&folder)?;
    if files.is_empty() {
        let started = Instant::now();
        let written = write_delivery(&folder, MonthlyDemo::national())?;
        for (file, rows) in &written {
            writeln!(out, "{rows:>9} rows  {}", file.display())?;
        }
        writeln!(
            out,
            "written in {:.1} s; run again on the same folder to measure the reading alone",
            started.elapsed().as_secs_f32()
        )?;
        files = views_of(&folder)?;
    }
    let before = peak();
    let started = Instant::now();
    let mut aside = 0;
    let reading = read_delivery(&files, Date::constant(2026, 11, 16), &mut |_, _| aside += 1)?;
    writeln!(out, "read in {:.1} s", started.elapsed().as_secs_f32())?;
    writeln!(out, "peak memory: {before} before, {} after", peak())?;
    let gathered = &reading.gathered;
    writeln!(
        out,
        "{} totals; {} statements, {} repeated, {} astray; {aside} rows set aside",
        reading.realised.totals().len(),
        gathered.statements,
        gathered.repeated,
        gathered.astray
    )?;
    let json = serde_json::to_vec(&reading.realised)?;
    writeln!(out, "totals as JSON: {} kB", json.len() / 1024)?;
    Ok(())
}

fn views_of(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("fluxIAE_")) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The most memory the process has held, as the system tells it; blank where it does not.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map(|line| line.trim().to_owned()).unwrap_or_default()
}
