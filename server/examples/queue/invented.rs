//! Rows of the queue, invented: the same at each run, written without their dossiers.

use std::fmt::Write;

use domain::{Timestamp, dossier::Awaits, queue};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, TransactionTrait};

/// Rows of one statement, and of one transaction.
const AT_ONCE: u32 = 250;
const TOGETHER: u32 = 5_000;

/// When the first dossier is sent, microseconds since 1970, and how long before the next: ten years for all of them.
const FIRST: i64 = 1_480_000_000_000_000;
const SPAN: i64 = 315_000_000_000_000;
/// An instant in the middle of them.
pub const MIDDLE: i64 = FIRST + SPAN / 2;

/// What dossiers await, as often as after ten years: most are decided.
const AWAITS: [(Awaits, &str, u32); 8] = [
    (Awaits::Nobody, "granted", 72),
    (Awaits::Reading, "submitted", 8),
    (Awaits::Checking, "submitted", 3),
    (Awaits::Consulting, "complete", 3),
    (Awaits::Deciding, "complete", 4),
    (Awaits::Structure, "to_correct", 5),
    (Awaits::Opinion, "complete", 3),
    (Awaits::Validating, "proposed", 2),
];

const KINDS: [(&str, u32); 5] = [("ACI", 45), ("EI", 25), ("AI", 17), ("ETTI", 11), ("EITI", 2)];

/// Words of the trade, the most frequent first; then words by their number.
const WORDS: &str = "insertion de la des les et en pour le une par sur projet social salariés parcours structure emploi \
    accompagnement professionnel formation territoire activité publics éloignées chantier partenaires espaces verts \
    entreprise encadrement technique bénéficiaires collectivité mobilité logement santé rénovation bâtiment restauration \
    maraîchage recyclage ressourcerie blanchisserie nettoyage propreté mécanique couture menuiserie numérique sortie durable \
    compétences recrutement immersion évaluation objectifs département commune quartier prioritaire rural besoins filière";

/// Fills the tables of the queue; nothing else of these dossiers is written.
pub async fn fill(url: &str, many: u32) -> anyhow::Result<()> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    let is_sqlite = db.get_database_backend() == DatabaseBackend::Sqlite;
    db.execute_unprepared(if is_sqlite {
        "PRAGMA synchronous = OFF"
    } else {
        "SET synchronous_commit = off"
    })
    .await?;
    let (mut draw, places) = (Draw(0x9E37_79B9_7F4A_7C15), places());
    let known: Vec<&str> = WORDS.split_whitespace().collect();
    for from in (0..many).step_by(TOGETHER as usize) {
        let txn = db.begin().await?;
        for from in (from..many.min(from + TOGETHER)).step_by(AT_ONCE as usize) {
            let mut rows = Rows::default();
            for number in from..many.min(from + AT_ONCE) {
                rows.add(&mut draw, (number, many), &places, &known, is_sqlite)?;
            }
            for statement in rows.statements() {
                txn.execute_unprepared(&statement).await?;
            }
        }
        txn.commit().await?;
    }
    if !is_sqlite {
        // What its own care would do in the minutes that follow.
        db.execute_unprepared("VACUUM ANALYZE").await?;
    }
    db.close().await?;
    Ok(())
}

/// How pressing a dossier sent then is, and that of which a delay runs from then.
pub fn pressing(running: Option<i64>, findings: u32, sent: i64) -> anyhow::Result<i64> {
    let running = running.map(Timestamp::from_microsecond).transpose()?;
    Ok(queue::pressing(running, findings, Timestamp::from_microsecond(sent)?))
}

/// Codes of the départements.
fn places() -> Vec<String> {
    let mainland = (1..=95).filter(|number| *number != 20).map(|number| format!("{number:02}"));
    mainland.chain(["2A", "2B", "971", "972", "973", "974", "976"].map(str::to_owned)).collect()
}

/// Numbers drawn one after the other (xorshift).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 16) % u64::from(bound)).expect("less than the bound")
    }

    /// One of some things, each as often as it says.
    fn one<T: Copy>(&mut self, some: &[T], weight: impl Fn(&T) -> u32) -> T {
        let mut left = self.below(some.iter().map(&weight).sum());
        for thing in some {
            match left.checked_sub(weight(thing)) {
                Some(rest) => left = rest,
                None => return *thing,
            }
        }
        some[0]
    }

    /// A word: few are everywhere, most are rare.
    fn word(&mut self, known: &[&str]) -> String {
        let bound = self.below(100_000) + 1;
        let place = self.below(bound);
        let place = self.below(place + 1) as usize;
        known.get(place).map_or_else(|| format!("mot{place}"), |word| (*word).to_owned())
    }

    fn text(&mut self, known: &[&str], words: u32) -> String {
        (0..words).map(|_| self.word(known)).collect::<Vec<_>>().join(" ")
    }
}

/// Rows of one statement a table, as they are written in it.
#[derive(Default)]
struct Rows {
    listed: String,
    territories: String,
    searched: String,
    shared: String,
}

impl Rows {
    fn add(
        &mut self,
        draw: &mut Draw,
        (number, many): (u32, u32),
        places: &[String],
        known: &[&str],
        is_sqlite: bool,
    ) -> anyhow::Result<()> {
        // Identifiers in the order of their days, as those of dossiers are.
        let id = uuid::Uuid::from_u128(u128::from(number) << 80 | u128::from(draw.below(u32::MAX)));
        let id = if is_sqlite { format!("X'{}'", id.simple()) } else { format!("'{id}'") };
        let (awaits, state, _) = draw.one(&AWAITS, |(.., weight)| *weight);
        let (kind, _) = draw.one(&KINDS, |(_, weight)| *weight);
        let place = &places[draw.below(u32::try_from(places.len())?) as usize];
        let at = FIRST + SPAN / i64::from(many) * i64::from(number);
        let findings = draw.below(5);
        let runs =
            matches!(awaits, Awaits::Reading | Awaits::Checking | Awaits::Consulting | Awaits::Deciding);
        let awaits = awaits.code();
        let running = if runs { at.to_string() } else { "NULL".to_owned() };
        let pressing = pressing(runs.then_some(at), findings, at)?;
        let (year, name) = (2017 + number / (many / 10 + 1), draw.text(known, 3).to_uppercase());
        let plain = queue::words_of(&name).join(" ");
        let reference = format!("IAE-{year}-{place}-{kind}-{number:06X}");
        let (posts, gap) = (draw.below(4_000), i64::from(draw.below(8_000)) - 4_000);
        write!(
            self.listed,
            "({id},'{awaits}','{state}','demand','{kind}',{year},'{name}','{plain}','{place}','{reference}',{at},{at},\
             {running},{posts},{gap},{},{},'{plain}',{pressing}),",
            posts * 2_000,
            findings
        )?;
        write!(self.territories, "({id},'{place}'),")?;
        let mut scope = format!("_d{}", place.to_lowercase());
        if draw.below(100) < 3 {
            let other = places.iter().find(|other| *other != place).expect("several");
            write!(self.territories, "({id},'{other}'),")?;
            write!(scope, " _d{}", other.to_lowercase())?;
        }
        write!(scope, " _k{} _y{year} _ademand", kind.to_lowercase())?;
        let green = if draw.below(10) == 0 { "entretien d espaces verts " } else { "" };
        let said = [
            format!("projet d insertion {}", draw.text(known, 150)),
            format!("{green}{}", draw.text(known, 100)),
        ];
        let words = queue::words_of(&[name.as_str(), &reference, &said[0], &said[1]].join(" ")).join(" ");
        let texts = serde_json::json!({
            "trame": {"key": "dossier", "version": 2, "local": []},
            "said": [["projet.presentation", said[0]], ["projet.evolutions", said[1]]],
        });
        write!(self.searched, "({id},'{scope}','{words}','{texts}'),")?;
        if draw.below(100) < 60 {
            let agent = draw.below(3) + 1;
            let agent = uuid::Uuid::from_u128(u128::from(agent));
            let agent = if is_sqlite { format!("X'{}'", agent.simple()) } else { format!("'{agent}'") };
            let service = format!("d-{place}");
            write!(self.shared, "({id},'{service}',{agent},3,'','' ),")?;
        }
        Ok(())
    }

    fn statements(&self) -> impl Iterator<Item = String> {
        [
            ("listed", &self.listed),
            ("dossier_territory", &self.territories),
            ("searched (dossier_id, scope, words, texts)", &self.searched),
            ("shared (dossier_id, service, agent, given, labels, plain_labels)", &self.shared),
        ]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(table, rows)| format!("INSERT INTO {table} VALUES {}", rows.trim_end_matches(',')))
    }
}
