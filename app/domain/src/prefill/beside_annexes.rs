//! What ASP's annexes say of each département where a structure works, side by side, beside what its dossier asks. Pure.

use form::{Decimal, FieldType, Path, Value, french};

use super::asp::{latest_annexe, latest_year};
use crate::{Departement, Kind, Structure, asp::Annexe, dossier::Snapshot};

/// The annexes of the last year that they speak of, a column a département.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexesBeside {
    /// That year.
    pub year: i16,
    /// The départements, that of the seat first.
    pub places: Vec<Place>,
    /// What they say, and what the dossier asks: only what something is said of.
    pub lines: Vec<AnnexeLine>,
}

/// A département of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The département.
    pub departement: Departement,
    /// Whether it has an annexe of that year.
    pub has_annexe: bool,
}

/// What the annexes say of one datum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexeLine {
    /// What it is.
    pub label: &'static str,
    /// What is said of each département.
    pub cells: Vec<Cell>,
    /// Whether two départements are told otherwise, where that means something.
    pub differs: bool,
}

/// What is said of one département.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As people read it; none where nothing is said.
    pub shown: Option<String>,
    /// Whether the dossier asks something else than the annexe said.
    pub is_other: bool,
}

/// Puts the annexes of a structure side by side, with what a dossier asks for each département; none where the
/// structure works in one département, or where ASP knows of no annexe.
#[must_use]
pub fn beside_annexes(structure: &Structure, snapshot: &Snapshot) -> Option<AnnexesBeside> {
    let kind = snapshot.opening.kind;
    let columns = columns(structure, kind);
    let year = latest_annexe(structure, kind, None)?.end.year();
    if columns.len() < 2 {
        return None;
    }
    let annexes: Vec<Option<&Annexe>> = columns.iter().map(|(_, annexe)| *annexe).collect();
    let asked: Vec<Option<Decimal>> = columns.iter().map(|(place, _)| asked_for(snapshot, place)).collect();
    let mut lines = said_by(&annexes);
    let posts = lines.iter().position(|line| line.label == POSTS).map_or(0, |place| place + 1);
    lines.insert(posts, dossier(&annexes, &asked));
    lines.retain(|line| line.cells.iter().any(|cell| cell.shown.is_some()));
    let place = |(departement, annexe): (Departement, Option<&Annexe>)| Place {
        departement,
        has_annexe: annexe.is_some(),
    };
    Some(AnnexesBeside { year, places: columns.into_iter().map(place).collect(), lines })
}

/// What the posts of an annexe are called.
const POSTS: &str = "Postes conventionnés";

/// The départements of a structure, each with its annexe of the last year that they speak of.
fn columns(structure: &Structure, kind: Kind) -> Vec<(Departement, Option<&Annexe>)> {
    let annexes = latest_year(structure, kind);
    let territories = structure.territories(kind).into_iter();
    let of = |place: &Departement| {
        annexes.iter().copied().find(|annexe| annexe.number.departement().as_ref() == Some(place))
    };
    territories.map(|place| (of(&place), place)).map(|(annexe, place)| (place, annexe)).collect()
}

/// Each datum that annexes say, in the order that they are read in.
fn said_by(annexes: &[Option<&Annexe>]) -> Vec<AnnexeLine> {
    let number = |annexe: &Annexe| Some(annexe.number.to_string());
    let percent = |value: Option<Decimal>| shown(value, &FieldType::Percent);
    let share = |annexe: &Annexe| annexe.cofinancing.clone();
    vec![
        // A number is that of one annexe.
        AnnexeLine { differs: false, ..line("Numéro de l’annexe", annexes, number) },
        line("État de l’annexe", annexes, |annexe| Some(state(annexe))),
        line("Période", annexes, |annexe| Some(period(annexe))),
        line(POSTS, annexes, |annexe| shown(annexe.posts.etp, &FieldType::Etp)),
        line("Montant unitaire d’un poste", annexes, |annexe| shown(annexe.posts.unit, &FieldType::Euros)),
        line("Montant de l’aide", annexes, |annexe| shown(annexe.posts.amount, &FieldType::Euros)),
        line("Sorties prévues", annexes, |annexe| {
            shown(annexe.objectives.exits.map(Decimal::from), &FieldType::Integer)
        }),
        line("Sorties en emploi durable", annexes, |annexe| percent(annexe.objectives.durable)),
        line("Sorties en emploi de transition", annexes, |annexe| percent(annexe.objectives.transition)),
        line("Sorties positives", annexes, |annexe| percent(annexe.objectives.positive)),
        line("Cofinancement", annexes, |annexe| shown(share(annexe)?.amount, &FieldType::Euros)),
        line("Cofinanceur", annexes, |annexe| Some(share(annexe)?.financer).filter(|name| !name.is_empty())),
    ]
}

fn line(
    label: &'static str,
    annexes: &[Option<&Annexe>],
    read: impl Fn(&Annexe) -> Option<String>,
) -> AnnexeLine {
    let cell = |annexe: Option<&Annexe>| Cell { shown: annexe.and_then(&read), is_other: false };
    let cells: Vec<Cell> = annexes.iter().copied().map(cell).collect();
    // One that has no annexe says nothing; one whose annexe is silent says something else than the others.
    let told = annexes.iter().zip(&cells).filter(|(annexe, _)| annexe.is_some());
    let told: Vec<&Cell> = told.map(|(_, cell)| cell).collect();
    let differs = told.windows(2).any(|pair| pair[0] != pair[1]);
    AnnexeLine { label, cells, differs }
}

/// What the dossier asks for each département.
fn dossier(annexes: &[Option<&Annexe>], asked: &[Option<Decimal>]) -> AnnexeLine {
    let cell = |(annexe, asked): (Option<&Annexe>, Option<Decimal>)| {
        let agreed = annexe.and_then(|annexe| annexe.posts.etp);
        let is_other = agreed.zip(asked).is_some_and(|(agreed, asked)| agreed != asked);
        Cell { shown: shown(asked, &FieldType::Etp), is_other }
    };
    let cells: Vec<Cell> = annexes.iter().copied().zip(asked.iter().copied()).map(cell).collect();
    let differs = cells.windows(2).any(|pair| pair[0].shown != pair[1].shown);
    AnnexeLine { label: "Postes demandés dans ce dossier", cells, differs }
}

/// The posts that a dossier asks for in a département: the row that names it, wherever the row comes from.
fn asked_for(snapshot: &Snapshot, place: &Departement) -> Option<Decimal> {
    let table = Path::parse("demande.territoires").expect("a key of the form");
    let mut cells = snapshot.answers_under(&table);
    let row = cells.find_map(|(path, answer)| {
        let parts = path.in_table().filter(|parts| parts.column == Some("departement"))?;
        let named = answer.value.as_ref().and_then(Value::text).is_some_and(|code| code == place.code());
        (named && !snapshot.is_taken_away(path)).then(|| parts.row.to_owned())
    });
    snapshot.value(&table.cell(&row?, "etp"))?.number()
}

fn shown(value: Option<Decimal>, field_type: &FieldType) -> Option<String> {
    Some(french::value(&Value::Number(value?), field_type))
}

fn state(annexe: &Annexe) -> String {
    let suspended = if annexe.suspended { ", suspendue" } else { "" };
    format!("{}{suspended}", annexe.state.name())
}

fn period(annexe: &Annexe) -> String {
    let months = usize::try_from(annexe.months()).unwrap_or_default();
    let (start, end) = (french::date(annexe.start), french::date(annexe.end));
    format!("du {start} au {end}, {}", french::count(months, "mois", "mois"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        StructureId, Timestamp,
        asp::{self, AnnexeState, Cofinancing, Finance, Objectives, Posts, Workflow, Workforce},
        dossier::{Actor, Body, Event, Origin},
        testing::opening,
    };
    use form::Date;

    const DELIVERED: Date = Date::constant(2026, 11, 16);

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    /// An annexe of a year in a département: its posts, and what it promises of durable exits.
    fn annexe(row_id: i64, (place, year): (&str, i16), etp: &str, durable: &str) -> Annexe {
        Annexe {
            row_id,
            annexe_id: row_id,
            structure_asp_id: 1,
            convention: None,
            measure: "ACI_DC".parse().expect("a measure"),
            number: format!("ACI0{place}{}{row_id:04}A0M0", year % 100).parse().expect("a number"),
            state: AnnexeState::Valide,
            suspended: false,
            start: Date::constant(year, 1, 1),
            end: Date::constant(year, 12, 31),
            posts: Posts { etp: Some(decimal(etp)), unit: Some(decimal("23921")), ..Posts::default() },
            cofinancing: None,
            fund: None,
            workforce: Workforce::default(),
            finance: Finance::default(),
            objectives: Objectives { durable: Some(decimal(durable)), ..Objectives::default() },
            context: asp::Context::default(),
            workflow: Workflow::default(),
            delivered: DELIVERED,
        }
    }

    /// A structure of the Finistère with some annexes.
    fn structure(annexes: Vec<Annexe>) -> Structure {
        Structure { annexes, ..crate::testing::structure() }
    }

    /// A dossier with some answers.
    fn asking(answers: &[(&str, Option<Value>)]) -> Snapshot {
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let opened = Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29", "56"])));
        let set = answers.iter().map(|(key, value)| Body::AnswerSet {
            path: key.parse().expect("a key"),
            value: value.clone(),
            base: 0,
            origin: Origin::Typed,
            deposit: None,
        });
        let events = std::iter::once(opened).chain(set).zip(1..);
        let events: Vec<Event> = events
            .map(|(body, seq)| Event { seq, at, actor: Actor::Application, stamp: None, body })
            .collect();
        Snapshot::fold(&events).expect("a log")
    }

    fn line<'a>(read: &'a AnnexesBeside, label: &str) -> Option<&'a AnnexeLine> {
        read.lines.iter().find(|line| line.label == label)
    }

    fn texts(line: &AnnexeLine) -> Vec<&str> {
        line.cells.iter().map(|cell| cell.shown.as_deref().unwrap_or("-")).collect()
    }

    #[test]
    fn the_annexes_of_the_last_year_stand_side_by_side_with_what_is_asked() {
        let mut paid = annexe(3, ("56", 2026), "3.40", "30");
        paid.cofinancing =
            Some(Cofinancing { amount: Some(decimal("5000")), financer: "CD MORBIHAN".to_owned() });
        let structure =
            structure(vec![annexe(1, ("29", 2025), "20", "20"), annexe(2, ("29", 2026), "8", "30"), paid]);
        let (row, number) = (Some(Value::Row(1)), |text| Some(Value::Number(decimal(text))));
        let place = |code: &str| Some(Value::Text(code.to_owned()));
        // One row is ASP's, the other was added by a person, a third was taken away.
        let snapshot = asking(&[
            ("demande.territoires[d29]", row.clone()),
            ("demande.territoires[d29].departement", place("29")),
            ("demande.territoires[d29].etp", number("8.00")),
            ("demande.territoires[r1]", None),
            ("demande.territoires[r1].departement", place("56")),
            ("demande.territoires[r1].etp", number("99")),
            ("demande.territoires[r7]", row),
            ("demande.territoires[r7].departement", place("56")),
            ("demande.territoires[r7].etp", number("4")),
        ]);
        let read = beside_annexes(&structure, &snapshot).expect("two départements");
        assert_eq!(read.year, 2026);
        let places: Vec<&str> = read.places.iter().map(|place| place.departement.code()).collect();
        assert_eq!(places, ["29", "56"], "that of the seat first");
        for (label, expected, differs) in [
            ("Numéro de l’annexe", ["ACI029260002A0M0", "ACI056260003A0M0"], false),
            (POSTS, ["8,00\u{a0}ETP", "3,40\u{a0}ETP"], true),
            ("Postes demandés dans ce dossier", ["8,00\u{a0}ETP", "4,00\u{a0}ETP"], true),
            ("Période", ["du 01/01/2026 au 31/12/2026, 12\u{a0}mois"; 2], false),
            ("Sorties en emploi durable", ["30,00\u{a0}%"; 2], false),
            ("Cofinancement", ["-", "5\u{202f}000,00\u{a0}€"], true),
            ("Cofinanceur", ["-", "CD MORBIHAN"], true),
        ] {
            let line = line(&read, label).expect(label);
            assert_eq!((texts(line), line.differs), (expected.to_vec(), differs), "{label}");
        }
        let asked = line(&read, "Postes demandés dans ce dossier").expect("asked");
        assert_eq!(asked.cells.iter().map(|cell| cell.is_other).collect::<Vec<_>>(), [false, true]);
        for silent in ["Montant de l’aide", "Sorties positives"] {
            assert_eq!(line(&read, silent), None, "{silent}: nobody says it");
        }
    }

    #[test]
    fn one_departement_has_nothing_to_be_put_beside_and_one_without_an_annexe_says_so() {
        let snapshot = asking(&[]);
        let alone = structure(vec![annexe(1, ("29", 2026), "8", "30")]);
        assert_eq!(beside_annexes(&alone, &snapshot), None);
        assert_eq!(beside_annexes(&structure(Vec::new()), &snapshot), None);
        // The seat is in the Finistère, the only annexe in the Morbihan.
        let away = structure(vec![annexe(1, ("56", 2026), "8", "30")]);
        let read = beside_annexes(&away, &snapshot).expect("two départements");
        assert_eq!(read.places.iter().map(|place| place.has_annexe).collect::<Vec<_>>(), [false, true]);
        assert!(read.lines.iter().all(|line| !line.differs), "nothing differs from nothing: {read:?}");
        assert_eq!(line(&read, "Postes demandés dans ce dossier"), None, "nothing is asked yet");
    }
}
