//! What sources say in doubt: proposed where nobody answers, row by row where a table has it not, until a person
//! decides; and what is contested and still answered.

use domain::{
    dossier::{
        Body, Known, Origin,
        heard::{Heard, Told},
    },
    prefill::{differing, rows_offered, still_contested},
    source::Source,
};
use form::{Date, Value, trame::read_trame};

use crate::desk::{Desk, path, person, text};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "accompagnement.pmsmp"
label = "Périodes"
type = "text"
[[step.field]]
key = "structure.denomination"
label = "Raison sociale"
type = "text"
[[step.field]]
key = "structure.reprise"
label = "Lu à la source"
type = "text"
read_only = true
[[step.field]]
key = "activites.liste"
label = "Activités"
type = "table"
row = "Activité"
max_rows = 3
[[step.field.column]]
key = "libelle"
label = "Activité"
type = "text"
[[step.field.column]]
key = "lieu"
label = "Lieu"
type = "text"
[[step.field]]
key = "rh.lignes"
label = "Lignes fixes"
type = "table"
line = [{ key = "a", label = "A" }]
[[step.field.column]]
key = "nombre"
label = "Nombre"
type = "text"
"#;

const PERIODS: &str = "accompagnement.pmsmp";
const NAME: &str = "structure.denomination";

fn told(source: Source, key: &str, value: Value, doubt: bool) -> Told {
    let origin = Origin::Prefilled {
        source: source.name().to_owned(),
        record: "fiche".to_owned(),
        column: key.to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: String::new(),
    };
    Told { path: path(key), known: Known { value, origin }, doubt: doubt.then(|| "périmètre".to_owned()) }
}

/// A dossier of this form.
fn begun() -> Desk {
    Desk::on(read_trame(TRAME).expect("a right form"))
}

impl Desk {
    fn heard(&self) -> Heard {
        Heard::of(&self.log)
    }

    /// What is told of a datum: whether it is proposed, and who waits; none where nothing is.
    fn standing(&self, key: &str) -> Option<(bool, Vec<Source>)> {
        let found = differing(&self.heard(), &self.snapshot, &self.trame);
        let datum = found.into_iter().find(|datum| datum.path == path(key))?;
        Some((datum.proposed, datum.waiting))
    }

    /// The rows that are offered: key, source, how many cells, whether they wait.
    fn rows(&self) -> Vec<(String, Source, usize, bool)> {
        let offered = rows_offered(&self.heard(), &self.snapshot, &self.trame);
        let offered = offered.into_iter();
        offered.map(|row| (row.row.to_string(), row.source, row.cells.len(), row.waits)).collect()
    }

    fn contradicted(&self) -> Vec<String> {
        let found = still_contested(&self.heard(), &self.snapshot, &self.trame);
        found.into_iter().map(|path| path.to_string()).collect()
    }
}

fn confirmed() -> Body {
    Body::StepConfirmed { step: "un".to_owned() }
}

const IMMERSION: Source = Source::ImmersionConventions;

#[test]
fn a_lone_value_in_doubt_is_proposed_until_a_person_decides() {
    let proposed = || {
        let mut desk = begun();
        desk.hear(IMMERSION, vec![told(IMMERSION, PERIODS, text("2"), true)]);
        assert_eq!(desk.snapshot.value(&path(PERIODS)), None, "nothing is filled");
        assert_eq!(desk.standing(PERIODS), Some((true, vec![IMMERSION])), "and it waits");
        desk
    };
    let mut left = proposed();
    left.set(person(), PERIODS, None, Origin::Typed);
    assert_eq!(left.standing(PERIODS), Some((false, vec![])), "left without an answer");
    let mut taken = proposed();
    taken.set(person(), PERIODS, Some(text("2")), Origin::Typed);
    assert_eq!(taken.standing(PERIODS), None, "the same as what is said");
    let mut otherwise = proposed();
    otherwise.set(person(), PERIODS, Some(text("5")), Origin::Typed);
    assert_eq!(otherwise.standing(PERIODS), Some((false, vec![])), "answered since");
    let mut looked_at = proposed();
    looked_at.write(person(), confirmed());
    assert_eq!(looked_at.standing(PERIODS), Some((true, vec![])), "its step was confirmed since");
    let mut wrong = proposed();
    wrong.contest(PERIODS, IMMERSION, Some("Faux."));
    assert_eq!(wrong.standing(PERIODS), Some((true, vec![])), "it is said to be false");
    // Another value opens the question again.
    wrong.hear(IMMERSION, vec![told(IMMERSION, PERIODS, text("3"), true)]);
    assert_eq!(wrong.standing(PERIODS), Some((true, vec![IMMERSION])));
}

#[test]
fn what_nobody_may_answer_and_what_is_sure_is_not_proposed() {
    let mut desk = begun();
    let given = vec![told(IMMERSION, "structure.reprise", text("2"), true)];
    desk.hear(IMMERSION, given);
    assert_eq!(desk.standing("structure.reprise"), None, "nobody could take it over");
    desk.hear(Source::Asp, vec![told(Source::Asp, PERIODS, text("4"), false)]);
    assert_eq!(desk.standing(PERIODS), None, "it fills the question");
    desk.hear(IMMERSION, vec![told(IMMERSION, PERIODS, text("2"), true)]);
    assert_eq!(desk.standing(PERIODS), Some((false, vec![IMMERSION])), "beside an answer, it differs");
}

/// What a source says of a row: the row, then its cells.
fn row(source: Source, key: &str, cells: &[(&str, &str)]) -> Vec<Told> {
    let row = told(source, key, Value::Row(form::value::ROW_GAP), true);
    let cells =
        cells.iter().map(|(column, value)| told(source, &format!("{key}.{column}"), text(value), true));
    std::iter::once(row).chain(cells).collect()
}

#[test]
fn rows_in_doubt_are_offered_whole_and_their_cells_are_no_data_of_their_own() {
    let (mut desk, emplois) = (begun(), Source::Emplois);
    let both = [("libelle", "Maraîcher"), ("lieu", "Quimper")];
    let said = || {
        let mut said = row(emplois, "activites.liste[a1]", &both);
        said.extend(row(emplois, "activites.liste[a2]", &both[..1]));
        // A row of which nothing is told, a line of a fixed table.
        said.extend(row(emplois, "activites.liste[a3]", &[]));
        said.extend(row(emplois, "rh.lignes[a]", &[("nombre", "4")]));
        said
    };
    desk.hear(emplois, said());
    let offered = |key: &str, cells, waits| (format!("activites.liste[{key}]"), emplois, cells, waits);
    assert_eq!(desk.rows(), [offered("a1", 2, true), offered("a2", 1, true)]);
    assert_eq!(desk.standing("activites.liste[a1].libelle"), None, "its row is not there");
    assert_eq!(desk.standing("rh.lignes[a].nombre"), Some((true, vec![emplois])), "that of a line is");
    desk.contest("activites.liste[a2].libelle", emplois, Some("Faux."));
    assert_eq!(desk.rows()[1], offered("a2", 1, false), "all of it is said to be false");
    desk.set(person(), "activites.liste[a1]", Some(Value::Row(1024)), Origin::Typed);
    assert_eq!(desk.rows(), [offered("a2", 1, false)], "taken over");
    assert_eq!(desk.standing("activites.liste[a1].lieu"), Some((true, vec![emplois])), "its cells are data");
    desk.set(person(), "activites.liste[a2]", None, Origin::Typed);
    assert_eq!(desk.rows(), [], "left");
    let mut looked_at = begun();
    looked_at.hear(emplois, said());
    looked_at.write(person(), confirmed());
    assert_eq!(
        looked_at.rows(),
        [offered("a1", 2, false), offered("a2", 1, false)],
        "still there to be taken"
    );
}

#[test]
fn a_name_that_is_written_otherwise_is_nothing_to_decide() {
    for (said, waiting) in [("LES JARDINS DE L'ODET", vec![]), ("Les Jardins de l’Aulne", vec![Source::Asp])]
    {
        let mut desk = begun();
        let name = text("Association Les Jardins de l’Odet");
        desk.hear(Source::Sirene, vec![told(Source::Sirene, NAME, name, false)]);
        desk.hear(Source::Asp, vec![told(Source::Asp, NAME, text(said), false)]);
        assert_eq!(desk.standing(NAME), Some((false, waiting)), "{said}: both are kept and shown");
    }
}

#[test]
fn what_is_contested_and_still_answered_is_told() {
    let mut desk = begun();
    let given = told(Source::Asp, "structure.reprise", text("8"), false);
    desk.hear(Source::Asp, vec![told(Source::Asp, NAME, text("Ancien nom"), false), given]);
    assert_eq!(desk.contradicted(), [""; 0]);
    desk.contest("structure.reprise", Source::Asp, Some("Faux."));
    desk.contest(NAME, Source::Asp, Some("Faux."));
    assert_eq!(desk.contradicted(), [NAME], "and not what nobody may answer otherwise");
    desk.set(person(), NAME, Some(text("Ancien nom")), Origin::Typed);
    assert_eq!(desk.contradicted(), [NAME], "said again by a person, it is no less false");
    desk.hear(Source::Asp, vec![told(Source::Asp, NAME, text("Autre nom"), false)]);
    assert_eq!(desk.contradicted(), [NAME], "whatever the source says since");
    desk.set(person(), NAME, Some(text("Nouveau nom")), Origin::Typed);
    assert_eq!(desk.contradicted(), [""; 0]);
    desk.set(person(), NAME, None, Origin::Typed);
    assert_eq!(desk.contradicted(), [""; 0]);
    desk.set(person(), NAME, Some(text("Ancien nom")), Origin::Typed);
    let taken_back = Body::ValueContested { path: path(NAME), source: Source::Asp, text: None };
    desk.write(person(), taken_back);
    assert_eq!(desk.contradicted(), [""; 0], "no more contested");
}
