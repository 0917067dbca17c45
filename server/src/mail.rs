//! Mails, by SMTP; and what comes back of them.

pub mod returned;

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::notices::{Delivery, Mail, Mailer};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::Error,
};

use crate::config;

/// How long the next server may take to answer each word.
const WORD: Duration = Duration::from_secs(20);

/// How long a mail may take in all: less than who sends it has it alone.
const PATIENCE: Duration = Duration::from_mins(1);

/// Longest reason that is kept of what the next server said, in characters.
const LONGEST: usize = 300;

/// What the next server says when there is no such address, or no mail for it; other refusals are about us.
const NO_SUCH_ADDRESS: [&str; 5] = ["550", "551", "553", "554", "556"];

/// Enhanced codes of the same refusals that are about who sends: policy, relay, the sender's own address.
const ABOUT_US: [&str; 3] = ["5.7.", "5.1.7", "5.1.8"];

/// The next server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

impl Smtp {
    /// The server of a configuration; none for a blank address.
    pub fn open(config: &config::Mail) -> anyhow::Result<Option<Self>> {
        if config.url.is_empty() {
            return Ok(None);
        }
        let mailbox = |text: &str, key: &str| -> anyhow::Result<Mailbox> {
            text.parse().map_err(|error| anyhow::anyhow!("{key} n’est pas une adresse\u{a0}: {error}"))
        };
        let from = mailbox(&config.from, "mail.from")?;
        let reply_to = (!config.reply_to.is_empty()).then(|| mailbox(&config.reply_to, "mail.reply_to"));
        // The address holds a password: it is not repeated.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url).map_err(|error| {
            anyhow::anyhow!("mail.url n’est pas l’adresse d’un serveur (smtp:// ou smtps://)\u{a0}: {error}")
        })?;
        let transport = builder.timeout(Some(WORD)).build();
        Ok(Some(Self { transport, from, reply_to: reply_to.transpose()? }))
    }

    /// A mail as it is written.
    fn written(&self, mail: &Mail, to: Address) -> Result<Message, lettre::error::Error> {
        let id = format!("<{}@{}>", mail.name, self.from.email.domain());
        let mut builder = Message::builder()
            .message_id(Some(id))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            // No answering machine answers.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        builder.body(mail.text.clone())
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Delivery {
        let Ok(to) = mail.to.parse::<Address>() else {
            return Delivery::Refused("adresse illisible".to_owned());
        };
        let message = match self.written(mail, to) {
            Ok(message) => message,
            Err(error) => return Delivery::Later(error.to_string()),
        };
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Delivery::Taken,
            Ok(Err(error)) => refused(&error),
            Err(_) => Delivery::Later("le serveur de courriel n’a pas répondu à temps".to_owned()),
        }
    }
}

/// What comes of a mail that was not taken.
fn refused(error: &Error) -> Delivery {
    let why: String = error.to_string().chars().take(LONGEST).collect();
    match error.status() {
        Some(code) if is_of_address(&code.to_string(), &why) => Delivery::Refused(why),
        _ => Delivery::Later(why),
    }
}

/// Whether a refusal, by its code and its words, is about the address it goes to.
fn is_of_address(code: &str, why: &str) -> bool {
    NO_SUCH_ADDRESS.contains(&code) && !ABOUT_US.iter().any(|about| why.contains(about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_of_the_address_or_about_us() {
        for (code, why, expected) in [
            ("550", "5.1.1 no such user", true),
            ("550", "mailbox unavailable", true),
            ("553", "5.1.3 bad address", true),
            ("554", "5.7.1 relay access denied", false),
            ("550", "5.1.8 sender domain unknown", false),
            ("535", "5.7.8 bad credentials", false),
            ("552", "5.2.2 mailbox full", false),
            ("450", "4.2.1 try again", false),
        ] {
            assert_eq!(is_of_address(code, why), expected, "{code} {why}");
        }
    }

    #[test]
    fn what_is_configured_wrong_is_said_without_the_password() {
        let config = |url: &str, from: &str, reply_to: &str| config::Mail {
            url: url.to_owned(),
            from: from.to_owned(),
            reply_to: reply_to.to_owned(),
        };
        let right = "IAE <iae@exemple.fr>";
        assert!(Smtp::open(&config("", "", "")).expect("nothing is asked").is_none());
        assert!(Smtp::open(&config("smtp://127.0.0.1:25", right, "")).expect("right").is_some());
        for (url, from, reply_to, said) in [
            ("http://moi:secret@exemple.fr", right, "", "mail.url"),
            ("smtp://127.0.0.1", "personne", "", "mail.from"),
            ("smtp://127.0.0.1", right, "personne", "mail.reply_to"),
        ] {
            let error = Smtp::open(&config(url, from, reply_to)).err().expect("refused").to_string();
            assert!(error.contains(said) && !error.contains("secret"), "{error}");
        }
    }
}
