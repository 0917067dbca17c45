//! A PostgreSQL of our own for the tests: a cluster in a temporary folder.

use std::{fs, path::PathBuf, process::Command};

use anyhow::Context;

use crate::command::{answers, read};

/// A running cluster; it stops and goes when dropped.
pub struct Cluster {
    folder: PathBuf,
    user: Option<&'static str>,
    /// Address of its server.
    pub url: String,
}

impl Cluster {
    /// Starts a cluster, or says why there is none.
    ///
    /// # Errors
    /// When it is there and does not start: what is to be tried on it would be passed over in silence.
    pub fn start() -> anyhow::Result<Option<Self>> {
        if !answers("initdb", &["--version"]) {
            eprintln!("  PostgreSQL absent (initdb introuvable) : ses tests sont sautés");
            return Ok(None);
        }
        Self::try_start().context("PostgreSQL ne démarre pas").map(Some)
    }

    fn try_start() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("conventionnement-pg-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let root = read(Command::new("id").arg("-u"))?.trim() == "0";
        // PostgreSQL refuses to run as root.
        let user = root.then_some("nobody");
        if user.is_some() {
            read(Command::new("chown").arg("nobody").arg(&folder))?;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), folder, user };
        let data = cluster.folder.join("data");
        let data = data.to_string_lossy();
        read(&mut cluster.command("initdb", &["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8"]))?;
        let socket = cluster.folder.to_string_lossy().into_owned();
        let options =
            format!("-k {socket} -c listen_addresses=127.0.0.1 -c port={port} -c max_connections=400");
        let log = cluster.folder.join("log");
        let log = log.to_string_lossy();
        let mut start = cluster.command("pg_ctl", &["-D", &data, "-o", &options, "-l", &log, "-w", "start"]);
        crate::command::run(start.stdout(std::process::Stdio::null()))?;
        Ok(cluster)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--", program]);
                command
            }
            None => Command::new(program),
        };
        command.args(arguments).current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ =
            read(&mut self.command("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]));
        let _ = fs::remove_dir_all(&self.folder);
    }
}
