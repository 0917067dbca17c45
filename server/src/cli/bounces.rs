//! `bounces`: mails that came back later, as the mail server hands over what it receives at the sender's address.

use std::{
    fs::File,
    io::{Read, stdin},
    path::PathBuf,
};

use domain::ports::notices::Outbox;

use crate::{config::Config, mail::returned};

/// Bytes of a message that are read, at most: a report says what it has to say before the mail it gives back.
const MOST: u64 = 10 * 1024 * 1024;

/// Notes the mails that came back by the messages of some files, or by that of the input when none is named.
///
/// Messages that say nothing of a mail of ours are left: what arrives at an address is anybody's.
pub(super) async fn bounces(files: Vec<PathBuf>) -> anyhow::Result<bool> {
    let config = Config::load()?;
    let store = super::open_store(&config).await?;
    let mut messages = Vec::new();
    if files.is_empty() {
        messages.push(read(stdin().lock())?);
    }
    for file in &files {
        messages.push(read(File::open(file)?)?);
    }
    let (mut of_ours, mut noted) = (0, 0);
    for message in &messages {
        let Some(back) = returned::read(message) else { continue };
        of_ours += 1;
        noted += u32::from(store.came_back(&back.mail, &back.fate).await?);
    }
    super::say(&format!(
        "messages lus\u{a0}: {}, avis de non-remise du service\u{a0}: {of_ours}, courriels notés non remis\u{a0}: {noted}",
        messages.len()
    ));
    Ok(true)
}

fn read(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    from.take(MOST).read_to_end(&mut message)?;
    Ok(message)
}
