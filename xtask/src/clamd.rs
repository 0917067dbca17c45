//! An antivirus of our own for the tests: clamd with one signature, in a temporary folder.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context, bail};

use crate::{command::answers, toolchain::try_apt};

/// The text that antivirus programs agree to find, as clamd writes what it looks for.
const SIGNATURE: &str = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
/// What it says once it listens.
const READY: &str = "Self checking every";

/// A running clamd; it stops and goes when dropped.
pub struct Clamd {
    folder: PathBuf,
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Clamd {
    /// Starts one, or says why there is none.
    pub fn start() -> Option<Self> {
        let is_there = || answers("clamd", &["--version"]);
        if !is_there() {
            try_apt(&["clamav-daemon"]);
        }
        if !is_there() {
            eprintln!("  antivirus absent (clamd introuvable) : ses tests sont sautés");
            return None;
        }
        Self::try_start().inspect_err(|error| eprintln!("  clamd ne démarre pas : {error:#}")).ok()
    }

    fn try_start() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("conventionnement-clamd-{}", std::process::id()));
        let base = folder.join("base");
        fs::create_dir_all(&base)?;
        let hexadecimal: String = SIGNATURE.bytes().map(|byte| format!("{byte:02x}")).collect();
        fs::write(base.join("essai.ndb"), format!("Essai.Eicar:0:*:{hexadecimal}\n"))?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let configuration = folder.join("clamd.conf");
        let text = format!(
            "Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {}\nStreamMaxLength 25M\n",
            base.display()
        );
        fs::write(&configuration, text)?;
        let mut clamd = Command::new("clamd");
        clamd.arg("--config-file").arg(&configuration).stdout(Stdio::piped()).stderr(Stdio::null());
        let address = format!("127.0.0.1:{port}");
        let mut started = Self { folder, child: clamd.spawn()?, address };
        let said = started.child.stdout.take().context("clamd ne dit rien")?;
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        if !lines.any(|line| line.starts_with(READY)) {
            bail!("il s'arrête avant d'écouter");
        }
        // What it says later is read too: it would wait for a reader.
        thread::spawn(move || lines.for_each(drop));
        Ok(started)
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
