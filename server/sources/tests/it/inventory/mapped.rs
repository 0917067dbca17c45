//! What the code reads of every source, for a demand and for a bilan: key, supply, column.

use std::collections::BTreeSet;

use domain::{
    Kind, Structure,
    asp::{
        self,
        realised::{Agreed, Realised, Source as Told, Totals, Work},
    },
    dossier::{
        About, Actor, DossierId, Opening, Origin, Submission, TrameRef,
        heard::{self, Heard},
    },
    inventory::Supply,
    network::Networks,
    prefill::{self, LastYear, OpenDemand, Proposal, Sent, promised, said_by_bilan, told_to, told_to_bilan},
    source::Source,
};
use form::{Answers, Date, Decimal, Field, FieldType, FileRef, Parameters, Path, Trame, Value, expr};
use sources::{
    ask_all,
    asp::{Demo, MonthlyDemo},
    demo::{Control, Keys},
};

use super::trame;
use crate::{
    cofinanced::amounts,
    delivered::Delivered,
    parties::{PATIENCE, asked_of, memory, morning, parties, stand_in},
    proposals::structures,
};

const TODAY: Date = Date::constant(2026, 11, 20);

/// What was read: the key of a datum, where, in which column; none where it was worked out.
pub type Mapped = BTreeSet<(String, Supply, Option<String>)>;

fn add(mapped: &mut Mapped, trame: &Trame, source: Source, proposals: &[Proposal]) {
    for (path, known) in proposals {
        // What the form works out by itself, no source fills.
        if matches!(known.value, Value::Row(_)) || trame.holder(path).is_none() {
            continue;
        }
        let key = match path.in_table().and_then(|parts| parts.column) {
            Some(column) => path.field().join(column),
            None => path.clone(),
        };
        let column = match &known.origin {
            Origin::Prefilled { column, .. } => Some(column.clone()),
            _ => None,
        };
        mapped.insert((key.to_string(), Supply::of(source, &known.origin), column));
    }
}

/// The invented delivery, in which nothing is left blank.
fn delivery() -> (Vec<Structure>, Realised) {
    let delivered =
        Delivered::of(MonthlyDemo { demo: Demo { structures: 30, ..Demo::small() }, since: 2025 });
    let mut structures = structures(&delivered);
    for structure in &mut structures {
        fill(&mut structure.asp);
        structure.annexes.iter_mut().for_each(fill_annexe);
        structure.networks = Some(Networks {
            siret: structure.asp.siret.clone(),
            names: vec!["COORACE".to_owned(), "Envie".to_owned()],
            as_of: TODAY,
        });
        imprison(structure);
        help(structure);
    }
    (structures, delivered.read().0.realised)
}

/// Puts posts of an EI in prison: of half of them, in another département.
fn imprison(structure: &mut Structure) {
    let own = |annexe: &&asp::Annexe| annexe.measure.kind() == Some(Kind::Ei) && annexe.state.speaks();
    let Some(mut annexe) = structure.annexes.iter().filter(own).max_by_key(|annexe| annexe.end).cloned()
    else {
        return;
    };
    annexe.measure = "EI_MP".parse().expect("a measure");
    if structure.asp.asp_id % 2 == 0 {
        annexe.number = "EI971269001A0M0".parse().expect("a number");
    }
    structure.annexes.push(annexe);
}

/// Gives an aid of the FDI, and the support that goes with it.
fn help(structure: &mut Structure) {
    let Some(mut annexe) = structure.annexes.iter().max_by_key(|annexe| annexe.end).cloned() else { return };
    annexe.measure = "FDI_DC".parse().expect("a measure");
    annexe.convention = None;
    annexe.fund = Some(asp::Fund {
        amount: Some(Decimal::from(10_022)),
        action: Some("DIVERSACT".to_owned()),
        description: Some("suivi naturaliste".to_owned()),
        support: Some(asp::LocalSupport { name: Some("BGE".to_owned()), action: Some("DIAG".to_owned()) }),
    });
    structure.annexes.push(annexe);
}

fn fill(asp: &mut asp::Structure) {
    asp.siret_signature = domain::Siret::parse("26290411300061").expect("a SIRET");
    "BATIMENT A".clone_into(&mut asp.seat.complement);
    asp.correspondence = asp.seat.clone();
    "2 RUE DU PORT".clone_into(&mut asp.correspondence.street);
    // Half of them are reached at the other address.
    if asp.asp_id % 2 == 0 {
        asp.seat.phone = None;
    }
    asp.correspondent.get_or_insert(asp::Correspondent {
        given_name: "Lou".to_owned(),
        family_name: "MARTINEAU".to_owned(),
        email: "lou@structure.example".to_owned(),
    });
}

fn fill_annexe(annexe: &mut asp::Annexe) {
    let one = Some(Decimal::ONE);
    annexe.posts.hours.get_or_insert(Decimal::from(1_820));
    annexe.cofinancing.get_or_insert(asp::Cofinancing { amount: one, financer: "CD FINISTERE".to_owned() });
    let people = &mut annexe.workforce;
    for part in [
        &mut people.total,
        &mut people.insertion,
        &mut people.independents,
        &mut people.supervision,
        &mut people.support,
        &mut people.non_employees,
        &mut people.providers,
    ] {
        part.people = part.people.filter(|people| *people > 0).or(Some(1));
        part.etp.get_or_insert(Decimal::ONE);
    }
    let finance = &mut annexe.finance;
    finance.closed.get_or_insert(Date::constant(2025, 12, 31));
    for amount in
        [&mut finance.payroll, &mut finance.insertion_payroll, &mut finance.income, &mut finance.sales]
    {
        amount.get_or_insert(Decimal::ONE);
    }
    finance.financers = asp::Financers {
        commune: one,
        intercommunal: one,
        departement: one,
        region: one,
        state: one,
        fse: one,
        plie: one,
        agefiph: one,
        other_public: one,
        foundation: one,
        other_origin: Some("Caisse d’allocations familiales".to_owned()),
    };
    let objectives = &mut annexe.objectives;
    objectives.exits.get_or_insert(1);
    for rate in [
        &mut objectives.durable,
        &mut objectives.transition,
        &mut objectives.positive,
        &mut objectives.dynamic,
    ] {
        rate.get_or_insert(Decimal::ONE);
    }
    annexe.context.training_body = Some(true);
    annexe.context.weekly_hours = Some("35:00".to_owned());
    annexe.context.outside_iae = Some(true);
    annexe.context.outside_iae_text = Some("RECYCLERIE".to_owned());
}

/// The same totals as the others tell them: what each of their files holds, and no more.
fn told_by(totals: &[Totals], source: Told) -> Realised {
    let told = totals.iter().map(|known| {
        let mut told = Totals::silent(known.key.clone(), known.year, source, known.as_of);
        if source == Told::DataOn {
            (told.people, told.exits) = (known.people.clone(), known.exits.clone());
            let one = asp::realised::StaffPart { etp: Some(Decimal::ONE), hours: Some(Decimal::ONE) };
            told.staff = Some(asp::realised::Staff {
                supervision: one,
                support: one,
                non_employees: one,
                providers: one,
            });
        } else {
            let etp = known.work.as_ref().and_then(Work::etp);
            told.work = known.work.as_ref().map(|_| Work { etp_told: etp, ..Work::default() });
            told.agreed = Some(Agreed { etp: Some(Decimal::ONE), ..Agreed::default() });
        }
        if source == Told::Pilotage {
            (told.people, told.exits) = (known.people.clone(), known.exits.clone());
            (told.obstacles, told.supports) = (known.obstacles.clone(), known.supports);
            if let (Some(told), Some(known)) = (told.work.as_mut(), known.work.as_ref()) {
                told.months.clone_from(&known.months);
            }
        }
        told
    });
    Realised::of(told.collect())
}

/// All that is read for the dossiers of a form.
pub async fn mapped(about: About) -> Mapped {
    let trame = trame(about);
    let mut mapped = Mapped::new();
    let (structures, realised) = delivery();
    let others = [Told::DataOn, Told::Pop, Told::Pilotage].map(|source| told_by(realised.totals(), source));
    let told: Vec<&Realised> = others.iter().chain([&realised]).collect();
    for structure in &structures {
        for kind in Kind::ALL {
            match about {
                About::Demand => of_demand(&mut mapped, &trame, (structure, kind), &told),
                About::Bilan => of_bilan(&mut mapped, &trame, (structure, kind), &told),
            }
        }
    }
    let address = stand_in(structures.clone(), &Control::new().without_limits()).await;
    let mut parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    parties.retain(|party| about.asks(party.source()));
    for structure in &structures {
        for kind in structure.kinds() {
            for (source, answer) in ask_all(&parties, &asked_of(structure, kind), morning(), PATIENCE).await {
                if let Ok(found) = answer {
                    add(&mut mapped, &trame, source, &found.proposals);
                }
            }
        }
    }
    mapped
}

/// Adds what those who deliver files say.
fn add_delivered(mapped: &mut Mapped, trame: &Trame, said: Vec<prefill::Delivered>) {
    for prefill::Delivered { source, told, .. } in said {
        let told: Vec<Proposal> = told.into_iter().map(|told| (told.path, told.known)).collect();
        add(mapped, trame, source, &told);
    }
}

fn of_demand(mapped: &mut Mapped, trame: &Trame, (structure, kind): (&Structure, Kind), told: &[&Realised]) {
    // The year before 2026 is over, the one before 2027 is not.
    for (told, year) in told.iter().flat_map(|told| [(told, 2026), (told, 2027)]) {
        let said = told_to(About::Demand, (structure, told), (kind, year), TODAY, &amounts());
        add_delivered(mapped, trame, said);
    }
}

fn of_bilan(mapped: &mut Mapped, trame: &Trame, (structure, kind): (&Structure, Kind), told: &[&Realised]) {
    for (told, year) in told.iter().flat_map(|told| [(told, 2025), (told, 2026)]) {
        add_delivered(mapped, trame, told_to_bilan(structure, kind, year, told, TODAY));
    }
    let whole = whole(About::Demand, structure, kind, 2026);
    let then = self::trame(About::Demand);
    let sent = Sent { opening: &whole.0, submission: &whole.1, trame: &then };
    let said = LastYear::of(sent, trame, &|text, _| text.to_owned());
    let told = promised(sent, None, said, &Heard::default());
    let told: Vec<Proposal> = told.into_iter().map(|told| (told.path, told.known)).collect();
    add(mapped, trame, Source::Previous, &told);
}

/// All that a bilan in which every question has its answer tells the demand of a year.
pub fn told_by_a_bilan(of: i16, year: i16) -> Vec<heard::Told> {
    let (structures, _) = delivery();
    let (opening, submission) = whole(About::Bilan, &structures[0], Kind::Aci, of);
    let (bilan, demand) = (trame(About::Bilan), trame(About::Demand));
    let sent = Sent { opening: &opening, submission: &submission, trame: &bilan };
    let heard = Heard::default();
    let demand = OpenDemand { year, trame: &demand, heard: &heard, today: TODAY };
    said_by_bilan(sent, &bilan, demand, &|text, _| text.to_owned())
}

/// A dossier in which every question has its answer, what is worked out with them.
fn whole(about: About, structure: &Structure, kind: Kind, year: i16) -> (Opening, Submission) {
    let trame = trame(about);
    let territories = structure.territories(kind);
    let departement = territories.first().cloned().or_else(|| structure.departement()).expect("a seat");
    let opening = Opening {
        about,
        structure: structure.id,
        structure_name: structure.asp.name.clone(),
        kind,
        year,
        departement,
        territories,
        deadline: TODAY,
        trame: TrameRef::national(&trame.key, trame.version),
        facts: form::Map::new(),
        previous_year: None,
        previous: Vec::new(),
    };
    let mut counted = Answers::default();
    for (_, field) in trame.fields() {
        for (path, value) in answers(field) {
            counted.set(path, Some(value));
        }
    }
    let id = "00000000-0000-0000-0000-000000000001".parse::<DossierId>().expect("an identifier");
    let submission = Submission {
        version: 1,
        seq: 9,
        by: Actor::Application,
        at: morning(),
        reference: opening.reference(id),
        counted,
        parameters: Parameters::default(),
        findings: 0,
    };
    (opening, submission)
}

/// An answer to a question, to each cell of a table.
fn answers(field: &Field) -> Vec<(Path, Value)> {
    let Some(table) = field.field_type.table() else {
        return vec![(field.path.clone(), value(&field.field_type))];
    };
    let mut rows: Vec<&str> = table.lines.iter().map(|line| line.key.as_str()).collect();
    let mut found = Vec::new();
    if rows.is_empty() {
        found.push((field.path.row("r1"), Value::Row(1)));
        rows.push("r1");
    }
    for row in rows {
        let cell = |column: &Field| (field.path.cell(row, column.path.last()), value(&column.field_type));
        found.extend(table.columns.iter().map(cell));
    }
    found
}

fn document() -> FileRef {
    let (id, name, media) = ("0".to_owned(), "a.pdf".to_owned(), "application/pdf".to_owned());
    let analysis = form::file::Analysis::NotMade;
    FileRef { id, name, media, size: 1, given: None, until: None, analysis, doubtful: false }
}

/// A value of a type.
fn value(field_type: &FieldType) -> Value {
    let choice = || field_type.choices().first().map_or_else(String::new, |choice| choice.key.clone());
    match (field_type, field_type.kind()) {
        (FieldType::Integer | FieldType::Year, _) => Value::Integer(1),
        (FieldType::Choice { .. }, _) => Value::Choice(choice()),
        (FieldType::Choices { .. }, _) => Value::Choices(vec![choice()]),
        (FieldType::Files, _) => Value::Files(vec![document()]),
        (_, expr::Kind::Number) => Value::Number(Decimal::ONE),
        (_, expr::Kind::Date) => Value::Date(TODAY),
        (_, expr::Kind::Boolean) => Value::Boolean(true),
        _ => Value::Text("réponse".to_owned()),
    }
}
