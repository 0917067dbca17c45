//! Configuration: embedded defaults, then a file, then the environment.

use std::{num::NonZeroU32, path::PathBuf};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use serde::Deserialize;

/// The defaults, as committed beside this file.
pub const DEFAULTS: &str = include_str!("config.default.toml");

/// Everything an operator chooses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Addresses.
    pub server: Server,
    /// Database.
    pub database: Database,
    /// Documents given by structures.
    pub pieces: Pieces,
    /// What the services of the State are held to.
    pub instruction: Instruction,
    /// Mails.
    pub mail: Mail,
    /// When people are reminded.
    pub reminders: Reminders,
    /// Antivirus.
    pub antivirus: Antivirus,
    /// Services that are asked about structures.
    pub sources: Sources,
    /// Forms.
    pub trames: Trames,
    /// Files of the browser.
    pub site: Site,
    /// Sessions.
    pub session: Session,
}

/// Addresses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address listened on.
    pub listen: String,
    /// Address people type.
    pub public_url: String,
    /// Changes made at once; the next is told to come back.
    pub at_once: usize,
}

/// What the services of the State are held to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// How long a service has to instruct a dossier, in days.
    pub delay_days: u16,
    /// Percent under which a number that changed since last year does not stand out.
    pub slight_percent: u16,
    /// Regions whose DREETS validates what its départements propose, by name.
    pub regions_validating: Vec<String>,
}

/// Database.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address may hold a password.
        f.write_str("Database { url: … }")
    }
}

/// Documents given by structures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pieces {
    /// Their folder, or `s3://BUCKET/PREFIX`.
    pub folder: PathBuf,
    /// Largest accepted, in Mo.
    pub largest_mo: usize,
    /// Documents that a dossier holds at most.
    pub most_per_dossier: usize,
    /// What they weigh together at most, in Mo.
    pub total_mo: usize,
    /// Room left on the disk of the folder, in Mo: no document is taken below it.
    pub reserve_mo: u64,
    /// The service, for the latter.
    pub s3: S3,
}

/// An S3-compatible service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Its address; Amazon's when blank.
    pub endpoint: String,
    /// Region.
    pub region: String,
    /// Public half of the key; those of the environment when blank.
    pub access_key: String,
    /// Secret half.
    pub secret_key: String,
    /// Whether `http://` will do.
    pub allow_http: bool,
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "S3 {{ endpoint: {:?}, … }}", self.endpoint)
    }
}

/// Mails.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The next server: `smtp://…` or `smtps://…`; no mail leaves when blank.
    pub url: String,
    /// Who writes.
    pub from: String,
    /// Who is written to by who answers; nobody in particular when blank.
    pub reply_to: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address may hold a password.
        write!(f, "Mail {{ from: {:?}, … }}", self.from)
    }
}

/// When people are reminded, in days; of a matter without any, nobody is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Before the day that a draft is expected.
    pub draft_days: Vec<u16>,
    /// After a correction was asked for.
    pub correction_days: Vec<u16>,
    /// Before the day that an opinion is expected.
    pub opinion_days: Vec<u16>,
    /// Before the end of the delay of instruction.
    pub delay_days: Vec<u16>,
}

impl From<&Reminders> for domain::notice::Reminders {
    fn from(reminders: &Reminders) -> Self {
        let Reminders { draft_days, correction_days, opinion_days, delay_days } = reminders.clone();
        Self { draft: draft_days, correction: correction_days, opinion: opinion_days, delay: delay_days }
    }
}

/// Antivirus.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Antivirus {
    /// Where clamd listens; none when blank.
    pub clamd: String,
}

/// Services that are asked about structures; one without an address, or without the key it wants, is not asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Whether a demonstration asks a stand-in that knows its invented structures; otherwise it asks nobody.
    pub stand_in: bool,
    /// Where that stand-in listens; a port of 0 is one that is free.
    pub stand_in_at: String,
    /// How many instances of the service ask: each takes its part of what a service accepts.
    pub instances: NonZeroU32,
    /// Les emplois de l'inclusion: its public list needs no key.
    pub emplois: Reserved,
    /// Immersion facilitée.
    pub immersion: Reserved,
    /// The public search of companies.
    pub recherche_entreprises: Public,
    /// The Sirene register.
    pub sirene: Reserved,
}

/// A service that anybody may ask.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// Its address; not asked when blank.
    pub url: String,
}

/// A service that wants a key.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    /// Its address; not asked when blank.
    pub url: String,
    /// The key.
    pub key: String,
}

impl std::fmt::Debug for Reserved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reserved {{ url: {:?}, … }}", self.url)
    }
}

impl Sources {
    /// No service at all.
    #[must_use]
    pub fn none() -> Self {
        let none = || Reserved { url: String::new(), key: String::new() };
        let public = Public { url: String::new() };
        Self {
            stand_in: false,
            stand_in_at: String::new(),
            instances: NonZeroU32::MIN,
            emplois: none(),
            immersion: none(),
            recherche_entreprises: public,
            sirene: none(),
        }
    }

    /// The stand-in of the demonstration, at its address.
    #[must_use]
    pub fn demonstration(base: &str, keys: &sources::demo::Keys) -> Self {
        let at = |path: &str, key: &str| Reserved { url: format!("{base}{path}"), key: key.to_owned() };
        Self {
            stand_in: true,
            stand_in_at: String::new(),
            instances: NonZeroU32::MIN,
            emplois: at("/api/v1", &keys.emplois),
            immersion: at("/api", &keys.immersion),
            recherche_entreprises: Public { url: base.to_owned() },
            sirene: at("", &keys.sirene),
        }
    }
}

/// Forms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trames {
    /// Folder of the local questions of départements, one file a version.
    pub locales: PathBuf,
}

/// Files of the browser.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Their folder.
    pub root: PathBuf,
}

/// Sessions.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// How long one lasts, in hours.
    pub hours: u32,
}

impl Config {
    /// Reads the configuration; an unknown key is refused by its name.
    pub fn load() -> Result<Self, Box<figment::Error>> {
        Figment::from(Toml::string(DEFAULTS))
            .merge(Toml::file("conventionnement.toml"))
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into()))
            .merge(Env::prefixed("CONVENTIONNEMENT__").split("__"))
            .extract()
            .map_err(Box::new)
    }

    /// Whether people reach the service in https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_whole() {
        let config: Config = Figment::from(Toml::string(DEFAULTS)).extract().expect("every key is there");
        assert_eq!(config.server.listen, "127.0.0.1:3000");
        assert!(!format!("{config:?}").contains("sqlite"), "the address of the database is not printed");
    }
}
