//! The published trames and the dated parameters, embedded in the binary.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

use anyhow::Context;
use domain::{
    Departement,
    dossier::{About, LocalRef, TrameRef},
    ports::{Library, PublishedForm},
};
use form::{
    Decimal, Parameter, Parameters, Program, Quantity, Trame,
    trame::{Local, Problem, read_local, read_trame},
};
use serde::Deserialize;

/// Every published version, the last one of each trame first: new dossiers begin with it.
const TRAMES: [(&str, &str); 3] = [
    ("dossier-2.toml", include_str!("../trames/dossier-2.toml")),
    ("dossier-1.toml", include_str!("../trames/dossier-1.toml")),
    ("bilan-1.toml", include_str!("../trames/bilan-1.toml")),
];
const PARAMETERS: &str = include_str!("../trames/parametres.toml");
const AMOUNTS: &str = include_str!("../trames/montants.toml");

/// The questions of a département that the demonstration shows.
const DEMONSTRATION: (&str, &str) =
    ("demonstration-29.toml", include_str!("../trames/locales/demonstration-29.toml"));

/// A file of a trame or of local questions: its name, for what is said of it, and its text.
pub type Source = (String, String);

/// The published trames, the local questions and the parameters.
pub struct Embedded {
    /// The national trames, the one of today of each key first.
    national: Vec<Trame>,
    local: BTreeMap<LocalRef, Local>,
    /// Forms already put together.
    programs: Mutex<BTreeMap<TrameRef, Arc<Program>>>,
    parameters: Parameters,
    amounts: Parameters,
}

impl Embedded {
    /// What the binary was built with, and the local questions that an operator keeps beside it.
    ///
    /// A file that is wrong is told whole and refused: nothing is served on half a form.
    pub fn open(local: &[Source]) -> anyhow::Result<Self> {
        let national = TRAMES.map(|(file, text)| (file.to_owned(), text.to_owned()));
        Self::of(&national, local)
    }

    /// The same with the questions of the demonstration.
    pub fn demonstration(local: &[Source]) -> anyhow::Result<Self> {
        let (file, text) = DEMONSTRATION;
        let own = std::iter::once((file.to_owned(), text.to_owned()));
        Self::open(&own.chain(local.iter().cloned()).collect::<Vec<_>>())
    }

    /// A library of these trames, the one of today of each key first; local questions complete the first of all.
    pub fn of(national: &[Source], local: &[Source]) -> anyhow::Result<Self> {
        let read = |(file, text): &Source| {
            read_trame(text).map_err(|problems| anyhow::anyhow!(list(file, &problems)))
        };
        let national = national.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
        let today = national.first().context("aucune trame")?;
        let mut blocks = BTreeMap::new();
        for (file, text) in local {
            let local = read_local(text, today).map_err(|problems| anyhow::anyhow!(list(file, &problems)))?;
            let departement = Departement::parse(&local.departement)?;
            let own = LocalRef { departement, version: local.version };
            if blocks.insert(own, local).is_some() {
                anyhow::bail!("{file}: cette version des questions du département est déjà là");
            }
        }
        let programs = Mutex::new(BTreeMap::new());
        let (parameters, amounts) = (read_parameters(PARAMETERS)?, read_parameters(AMOUNTS)?);
        Ok(Self { national, local: blocks, programs, parameters, amounts })
    }

    /// The form of a reference, put together.
    fn compose(&self, wanted: &TrameRef) -> Option<Program> {
        let known = |trame: &&Trame| trame.key == wanted.key && trame.version == wanted.version;
        let mut trame = self.national.iter().find(known)?.clone();
        for local in &wanted.local {
            trame = trame.with(self.local.get(local)?);
        }
        Program::compile(trame).ok()
    }
}

impl Library for Embedded {
    fn current(&self, about: About, departements: &[Departement]) -> TrameRef {
        let first = &self.national[0];
        // What is asked for first is on the first form, whatever its key.
        let trame = match about {
            About::Demand => first,
            About::Bilan => match self.national.iter().find(|trame| trame.key == about.trame()) {
                Some(trame) => trame,
                // Nobody reports on a form of something else: this one is not there, and it is said.
                None => return TrameRef::national(about.trame(), 1),
            },
        };
        let last = |departement: &Departement| {
            self.local.keys().rfind(|local| local.departement == *departement).cloned()
        };
        let local = departements.iter().filter(|_| trame.key == first.key).filter_map(last).collect();
        TrameRef { local, ..TrameRef::national(&trame.key, trame.version) }
    }

    fn program(&self, trame: &TrameRef) -> Option<Arc<Program>> {
        let mut programs = self.programs.lock().expect("nobody panics while holding the forms");
        if let Some(program) = programs.get(trame) {
            return Some(program.clone());
        }
        let program = Arc::new(self.compose(trame)?);
        programs.insert(trame.clone(), program.clone());
        Some(program)
    }

    fn forms(&self) -> Vec<PublishedForm> {
        let national = self.national.iter().map(|trame| PublishedForm {
            key: trame.key.clone(),
            title: trame.title.clone(),
            version: trame.version,
            departement: None,
            steps: trame.steps.len(),
            questions: trame.questions().count(),
        });
        let local = self.local.iter().map(|(own, local)| PublishedForm {
            key: self.national[0].key.clone(),
            title: local.step.title.clone(),
            version: own.version,
            departement: Some(own.departement.clone()),
            steps: 1,
            questions: local.step.fields.iter().map(|field| 1 + field.columns().len()).sum(),
        });
        national.chain(local).collect()
    }

    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn amounts(&self) -> &Parameters {
        &self.amounts
    }
}

/// The national trame of today.
pub fn national() -> anyhow::Result<Trame> {
    let (file, text) = TRAMES[0];
    read_trame(text).map_err(|problems| anyhow::anyhow!(list(file, &problems)))
}

/// The files of a folder of local questions, by name; none when there is no such folder.
pub fn local_files(folder: &Path) -> anyhow::Result<Vec<Source>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push((path.display().to_string(), std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// Problems as `file:line:column: reason`, one a line.
#[must_use]
pub fn list(file: &str, problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{file}:{problem}")).collect::<Vec<_>>().join("\n")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    grandeur: Vec<Named>,
    parametre: Vec<Row>,
}

/// What a parameter is, whatever its value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    nom: String,
    libelle: String,
    #[serde(default)]
    unite: String,
    connu_jusqu_au: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    nom: String,
    type_siae: Option<String>,
    zone: Option<String>,
    debut: toml::value::Datetime,
    fin: Option<toml::value::Datetime>,
    valeur: toml::Value,
    source: String,
}

/// Reads the dated parameters.
pub fn read_parameters(text: &str) -> anyhow::Result<Parameters> {
    let file: File = toml::from_str(text)?;
    let mut quantities = BTreeMap::new();
    for named in file.grandeur {
        let known_until = named.connu_jusqu_au.map(|day| day.to_string().parse()).transpose()?;
        let about = Quantity { label: form::french::typeset(&named.libelle), unit: named.unite, known_until };
        quantities.insert(named.nom, about);
    }
    file.parametre
        .into_iter()
        .map(|row| parameter(row, &quantities))
        .collect::<anyhow::Result<_>>()
        .map(Parameters)
}

fn parameter(row: Row, quantities: &BTreeMap<String, Quantity>) -> anyhow::Result<Parameter> {
    let about = quantities.get(&row.nom);
    let about = about
        .with_context(|| format!("«\u{a0}{}\u{a0}» n’a pas de «\u{a0}grandeur\u{a0}»", row.nom))?
        .clone();
    let facts = [("type_siae", row.type_siae), ("zone", row.zone)];
    let conditions = facts.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), fact?))).collect();
    let value: Decimal = match &row.valeur {
        // A float has lost its exactness: a value with decimals is written between quotes.
        toml::Value::Integer(whole) => Decimal::from(*whole),
        toml::Value::String(text) => text.parse()?,
        other => anyhow::bail!("« {} » : valeur {other} refusée, écrivez-la entre guillemets", row.nom),
    };
    Ok(Parameter {
        name: row.nom,
        conditions,
        from: row.debut.to_string().parse()?,
        until: row.fin.map(|day| day.to_string().parse()).transpose()?,
        value,
        source: form::french::typeset(&row.source),
        about,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Arc<Program> {
        let library = Embedded::open(&[]).expect("the embedded files are right");
        library.program(&library.current(About::Demand, &[])).expect("the form of today")
    }

    #[test]
    fn the_embedded_trame_is_right_and_has_its_fields() {
        for (file, text) in TRAMES {
            let problems = read_trame(text).err().unwrap_or_default();
            assert!(problems.is_empty(), "{}", list(file, &problems));
        }
        let program = today();
        assert!(program.trame().steps.len() >= 4);
        assert!(program.trame().fields().count() >= 45);
    }

    #[test]
    fn a_bilan_has_its_own_form_and_no_local_question() {
        let library = Embedded::demonstration(&[]).expect("right files");
        let finistere = Departement::parse("29").expect("a département");
        let wanted = library.current(About::Bilan, &[finistere]);
        assert_eq!(wanted, TrameRef::national("bilan", 1));
        let bilan = library.program(&wanted).expect("a form");
        let dossier = library.program(&library.current(About::Demand, &[])).expect("a form");
        let keys = |program: &Program| -> Vec<String> {
            program.trame().steps.iter().map(|step| step.key.clone()).collect()
        };
        let shared: Vec<String> =
            keys(&bilan).into_iter().filter(|key| keys(&dossier).contains(key)).collect();
        assert_eq!(shared, Vec::<String>::new(), "the time that a step takes is told by its key");
        // A key of both means the same datum: its answer has one type.
        for (_, field) in bilan.trame().fields() {
            let other = dossier.trame().fields().find(|(_, known)| known.path == field.path);
            let Some((_, other)) = other.filter(|(_, other)| other.field_type.table().is_none()) else {
                continue;
            };
            assert_eq!(field.field_type, other.field_type, "{}", field.path);
        }
    }

    #[test]
    fn a_new_structure_is_not_asked_for_accounts_it_has_not() {
        let program = today();
        let kind = ("type_siae".to_owned(), form::Value::Text("AI".to_owned()));
        let context = form::Context {
            today: form::Date::constant(2026, 11, 25),
            facts: form::Map::from([kind]),
            previous: form::Answers::default(),
            sources: form::Answers::default(),
            parameters: Parameters(Vec::new()),
        };
        let path = |key: &str| form::Path::parse(key).expect("a key");
        let known = form::Context {
            sources: [(path("finance.cloture"), form::Value::Date(form::Date::constant(2025, 12, 31)))]
                .into_iter()
                .collect(),
            ..context.clone()
        };
        let missing = |nature: &str, closed: Option<bool>, context: &form::Context| {
            let mut answers = form::Answers::default();
            answers.set(path("demande.nature"), Some(form::Value::Choice(nature.to_owned())));
            answers.set(path("finance.exercice_clos"), closed.map(form::Value::Boolean));
            program.tally(&program.evaluate(&answers, context), "finance").missing
        };
        for nature in ["premiere", "avenant_annuel"] {
            assert_eq!(missing(nature, None, &context), 1, "whether it has closed a year");
            assert_eq!(missing(nature, Some(false), &context), 0);
            assert!(missing(nature, Some(true), &context) >= 8);
            let all = missing(nature, Some(true), &context);
            assert_eq!(missing(nature, None, &known), all, "what a source knows is not asked");
        }
    }

    #[test]
    fn a_departement_adds_its_questions_and_the_core_stays_the_same() {
        let of = |code: &str| Departement::parse(code).expect("a département");
        let (finistere, morbihan) = (of("29"), of("56"));
        let first = DEMONSTRATION.1.to_owned();
        let second = first.replace("version = 1", "version = 2");
        let files = [("1".to_owned(), first.clone()), ("2".to_owned(), second)];
        let library = Embedded::open(&files).expect("right files");
        let wanted = library.current(About::Demand, &[morbihan, finistere.clone()]);
        assert_eq!(wanted.local, [LocalRef { departement: finistere, version: 2 }]);
        let with = library.program(&wanted).expect("a form").trame().clone();
        let mut core = with.clone();
        core.steps.retain(|step| step.key != "departement-29");
        assert_eq!(&core, today().trame());
        assert_eq!(with.step_after("departement-29").map(|step| step.key.as_str()), Some("pieces"));
        let twice = [("1".to_owned(), first.clone()), ("2".to_owned(), first)];
        assert!(Embedded::open(&twice).is_err(), "a published version is never replaced");
    }

    #[test]
    fn amounts_are_dated() {
        let library = Embedded::open(&[]).expect("the embedded files are right");
        let amount = |kind: &str, zone: &str, day: &str| {
            let text = |text: &str| form::Value::Text(text.to_owned());
            let facts =
                form::Map::from([("type_siae".to_owned(), text(kind)), ("zone".to_owned(), text(zone))]);
            let day = day.parse().expect("a day");
            library.parameters().at("montant_unitaire", &facts, day).map(|found| found.value.to_string())
        };
        assert_eq!(amount("ACI", "metropole", "2027-01-01").as_deref(), Some("23921"));
        assert_eq!(amount("EI", "metropole", "2027-01-01").as_deref(), Some("13304"));
        assert_eq!(amount("ACI", "metropole", "2024-10-31").as_deref(), Some("23458"));
        assert_eq!(amount("ACI", "mayotte", "2027-01-01").as_deref(), Some("18070"));
        assert_eq!(amount("EITI", "metropole", "2027-01-01"), None);
    }
}
