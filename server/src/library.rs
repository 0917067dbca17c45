//! The published trames and the dated parameters, embedded in the binary.

use std::{collections::BTreeMap, sync::Arc};

use domain::{dossier::TrameRef, ports::Library};
use form::{
    Decimal, Parameter, Parameters, Program,
    trame::{Problem, read_trame},
};
use serde::Deserialize;

/// Every published version, the last one first: new dossiers begin with it.
const TRAMES: [(&str, &str); 2] = [
    ("dossier-2.toml", include_str!("../trames/dossier-2.toml")),
    ("dossier-1.toml", include_str!("../trames/dossier-1.toml")),
];
const PARAMETERS: &str = include_str!("../trames/parametres.toml");

/// What the binary was built with.
pub struct Embedded {
    programs: BTreeMap<TrameRef, Arc<Program>>,
    current: TrameRef,
    parameters: Parameters,
}

impl Embedded {
    /// Reads the embedded files; a test proves that they are right.
    pub fn open() -> anyhow::Result<Self> {
        let mut programs = BTreeMap::new();
        let mut versions = Vec::new();
        for (file, text) in TRAMES {
            let trame = read_trame(text).map_err(|problems| anyhow::anyhow!(list(file, &problems)))?;
            let version = TrameRef { key: trame.key.clone(), version: trame.version };
            let program = Program::compile(trame);
            let program = program.map_err(|cycle| anyhow::anyhow!("trame circulaire : {cycle:?}"))?;
            programs.insert(version.clone(), Arc::new(program));
            versions.push(version);
        }
        let current = versions.swap_remove(0);
        Ok(Self { programs, current, parameters: read_parameters(PARAMETERS)? })
    }
}

impl Library for Embedded {
    fn current(&self) -> Arc<Program> {
        self.programs[&self.current].clone()
    }

    fn program(&self, trame: &TrameRef) -> Option<Arc<Program>> {
        self.programs.get(trame).cloned()
    }

    fn parameters(&self) -> &Parameters {
        &self.parameters
    }
}

/// Problems as `file:line:column: reason`, one a line.
#[must_use]
pub fn list(file: &str, problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{file}:{problem}")).collect::<Vec<_>>().join("\n")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parametre: Vec<Row>,
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
    file.parametre.into_iter().map(parameter).collect::<anyhow::Result<_>>().map(Parameters)
}

fn parameter(row: Row) -> anyhow::Result<Parameter> {
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_trame_is_right_and_has_its_fields() {
        for (file, text) in TRAMES {
            let problems = read_trame(text).err().unwrap_or_default();
            assert!(problems.is_empty(), "{}", list(file, &problems));
        }
        let library = Embedded::open().expect("the embedded files are right");
        let program = library.current();
        assert!(program.trame().steps.len() >= 4);
        assert!(program.trame().fields().count() >= 45);
    }

    #[test]
    fn a_new_structure_is_not_asked_for_accounts_it_has_not() {
        let program = Embedded::open().expect("the embedded files are right").current();
        let kind = ("type_siae".to_owned(), form::Value::Text("AI".to_owned()));
        let context = form::Context {
            today: form::Date::constant(2026, 11, 25),
            facts: form::Map::from([kind]),
            previous: form::Answers::default(),
            sources: form::Answers::default(),
            parameters: Parameters(Vec::new()),
        };
        let path = |key: &str| form::Path::parse(key).expect("a key");
        let missing = |nature: &str, closed: Option<bool>| {
            let mut answers = form::Answers::default();
            answers.set(path("demande.nature"), Some(form::Value::Choice(nature.to_owned())));
            answers.set(path("finance.exercice_clos"), closed.map(form::Value::Boolean));
            program.tally(&program.evaluate(&answers, &context), "finance").missing
        };
        assert_eq!(missing("premiere", None), 1, "whether it has closed a year");
        assert_eq!(missing("premiere", Some(false)), 0);
        assert!(missing("premiere", Some(true)) >= 8);
        assert_eq!(missing("renouvellement", None), missing("premiere", Some(true)));
    }

    #[test]
    fn amounts_are_dated() {
        let library = Embedded::open().expect("the embedded files are right");
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
