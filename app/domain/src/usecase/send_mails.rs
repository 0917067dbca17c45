//! Sending the mails that wait: each once, however many instances send, and again when the next server is not there.

use super::Services;
use crate::{
    Result, Timestamp, address,
    notice::{mail, pace},
    ports::notices::{Delivery, Fate, Letter, Mail, MailName},
};

/// Mails looked for at once.
const MOST: u64 = 20;

/// What a round of sending came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailsSent {
    /// Mails that the next server took.
    pub sent: usize,
    /// Addresses that it refuses.
    pub bounced: usize,
    /// Mails that are tried again later.
    pub put_off: usize,
    /// Mails given up after days.
    pub given_up: usize,
    /// Notices that nobody is to send.
    pub kept: usize,
}

impl MailsSent {
    /// How many mails had their turn.
    #[must_use]
    pub fn turns(&self) -> usize {
        self.sent + self.bounced + self.put_off + self.given_up + self.kept
    }
}

/// Sends the mails whose turn has come, each by whoever claims it first; `site` is the address of the application.
///
/// It goes from one mail to the next as long as `goes_on`.
///
/// Without anybody to carry mails, notices are kept in the application: none leaves the day somebody is found.
pub async fn send_mails(
    services: &Services,
    site: &str,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<MailsSent> {
    let mut done = MailsSent::default();
    for letter in services.outbox.due(services.clock.now(), MOST).await? {
        if !goes_on() {
            break;
        }
        let now = services.clock.now();
        // What a mail already sent told as well has gone with it.
        let Some(letter) = services.outbox.claim(&letter, now, pace::claimed(now)).await? else { continue };
        let delivery = match (&services.mailer, &letter.address) {
            (Some(mailer), Some(to)) => Some(mailer.send(&written(&letter, to, site)).await),
            _ => None,
        };
        settle(services, &letter, delivery, &mut done).await?;
    }
    Ok(done)
}

/// The mail of a notice.
fn written(letter: &Letter, to: &str, site: &str) -> Mail {
    let Letter { dossier, key, person, subject, text, .. } = letter;
    // The way to the page notes that the notice is read.
    let address = format!("{}/notifications/{dossier}/{}", site.trim_end_matches('/'), address::encoded(key));
    Mail {
        name: MailName { dossier: *dossier, key: key.clone(), person: *person },
        to: to.to_owned(),
        subject: subject.clone(),
        text: mail(text, &address),
    }
}

/// Notes what became of a mail.
async fn settle(
    services: &Services,
    letter: &Letter,
    delivery: Option<Delivery>,
    done: &mut MailsSent,
) -> Result<()> {
    let now: Timestamp = services.clock.now();
    let fate = match delivery {
        None => {
            done.kept += 1;
            Fate::Kept
        }
        Some(Delivery::Taken) => {
            done.sent += 1;
            Fate::Sent
        }
        Some(Delivery::Refused(why)) => {
            done.bounced += 1;
            Fate::Bounced(why)
        }
        Some(Delivery::Later(why)) => {
            if let Some(again) = pace::again(now, letter.tries.saturating_add(1)) {
                done.put_off += 1;
                return services.outbox.put_off(letter, again, &why).await;
            }
            done.given_up += 1;
            Fate::GivenUp(why)
        }
    };
    services.outbox.settle(letter, &fate).await
}
