//! Small questions for the tests of this crate.

use domain::{
    Departement, Siret,
    source::{Asked, Found},
};
use form::{Date, Value, french};

pub(crate) const TODAY: Date = Date::constant(2026, 11, 26);

pub(crate) fn siret(digits: &str) -> Siret {
    Siret::parse(digits).expect("a right SIRET")
}

/// A demand for 2027 of the structure that the recorded answers speak of.
pub(crate) fn asked(kind: &str) -> Asked {
    Asked {
        siret: siret("90000000100017"),
        asp_id: Some(900_001),
        kind: kind.parse().expect("a kind"),
        departement: Departement::parse("29").ok(),
        commune: Some("29232".to_owned()),
        year: 2027,
    }
}

/// Each value on a line, with `(?)` when it is doubtful.
pub(crate) fn shown(found: &Found) -> Vec<String> {
    let line = |(path, known): &domain::prefill::Proposal| {
        let value = match &known.value {
            Value::Row(_) => "ligne".to_owned(),
            Value::Date(day) => french::date(*day),
            Value::Boolean(yes) => french::yes_no(*yes).to_owned(),
            Value::Integer(whole) => whole.to_string(),
            value => value.text().unwrap_or("?").to_owned(),
        };
        let doubt = if found.doubt(path).is_some() { " (?)" } else { "" };
        format!("{path} = {value}{doubt}")
    };
    found.proposals.iter().map(line).collect()
}
