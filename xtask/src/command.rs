//! Running other programs, saying what is done and how long it took.

use std::{
    io::IsTerminal,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, bail};

/// Does a piece of work, its name and its time told.
pub fn step<T>(name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    eprintln!("→ {name}");
    let start = Instant::now();
    let done = work()?;
    eprintln!("  {name} : {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs a program to its end, its output shown; an error when it fails.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("« {shown} » ne se lance pas"))?;
    if !status.success() {
        bail!("« {shown} » a échoué ({status})");
    }
    Ok(())
}

/// Runs a program to its end; what it printed, or an error with it.
pub fn read(command: &mut Command) -> anyhow::Result<String> {
    let shown = shown(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("« {shown} » ne se lance pas"))?;
    if !output.status.success() {
        bail!("« {shown} » a échoué :\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A cargo command that shows its progress to a person, and only its mistakes to a log.
pub fn hushed(cargo: &mut Command) -> &mut Command {
    if std::io::stderr().is_terminal() { cargo } else { cargo.arg("--quiet") }
}

/// Whether a program is there and answers.
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(command.get_program().to_string_lossy().into_owned())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}
