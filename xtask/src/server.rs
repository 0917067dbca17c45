//! Building and starting the server.

use std::process::{Child, Command};

use crate::{
    command::{hushed, run as finish, step},
    root, site,
};

/// Builds the site and the server.
pub fn build() -> anyhow::Result<()> {
    site::build()?;
    step("serveur : compilation", compile)
}

/// The same beside the tests: the server that they were built with, so that a machine compiles and keeps
/// every library once. Alone, it would ask some of them for fewer features, which is another build of each.
pub fn build_with_tests() -> anyhow::Result<()> {
    site::build()?;
    step("serveur : compilation", || cargo(&["test", "--no-run"]))
}

fn compile() -> anyhow::Result<()> {
    cargo(&["build", "--package", "server"])
}

fn cargo(arguments: &[&str]) -> anyhow::Result<()> {
    finish(hushed(Command::new("cargo").args(arguments)).current_dir(root()))
}

/// The command that starts the binary.
pub fn binary() -> Command {
    let mut binary = Command::new(root().join("target/debug/conventionnement"));
    binary.current_dir(root());
    binary
}

/// What documents leave free of a disk in tests and benches: what this machine has left is no matter of theirs.
pub const NO_RESERVE: (&str, &str) = ("CONVENTIONNEMENT__PIECES__RESERVE_MO", "0");

/// Builds everything and starts the application; without arguments, its demonstration.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    build()?;
    let mut binary = binary();
    if arguments.is_empty() {
        eprintln!("\n  L'application est sur http://127.0.0.1:3000 (Ctrl+C pour l'arrêter).\n");
        binary.args(["serve", "--demo"]);
    } else {
        binary.args(arguments);
    }
    finish(&mut binary)
}

/// The same demonstration, asking no other service: what they say comes when it comes.
pub fn alone(command: &mut Command) -> &mut Command {
    command.env("CONVENTIONNEMENT__SOURCES__STAND_IN", "false")
}

/// A server started for a test or a bench; it stops when dropped.
pub struct Running(Child);

impl Running {
    /// Starts the demonstration on a port, with a database of its own.
    pub fn start(port: u16, database: &str) -> anyhow::Result<Self> {
        Self::start_as(alone(binary().args(["serve", "--demo"])), port, database)
    }

    /// The same, as another program or with other arguments.
    pub fn start_as(command: &mut Command, port: u16, database: &str) -> anyhow::Result<Self> {
        let address = format!("127.0.0.1:{port}");
        let child = command
            .env("DATABASE_URL", database)
            .env("CONVENTIONNEMENT__SERVER__LISTEN", &address)
            .env("CONVENTIONNEMENT__SERVER__PUBLIC_URL", format!("http://{address}"))
            .env("RUST_LOG", "warn")
            .env(NO_RESERVE.0, NO_RESERVE.1)
            .spawn()?;
        let running = Self(child);
        for _ in 0..300 {
            if std::net::TcpStream::connect(&address).is_ok() {
                return Ok(running);
            }
            crate::browser::pause(100);
        }
        anyhow::bail!("le serveur n'a pas ouvert {address} en 30 s")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
