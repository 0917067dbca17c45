//! Dossiers of any structure filled by the application itself: what a form asks and nobody answered is answered.
//!
//! Not what a person would say, but what holds: rules are kept, what they find is explained.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use domain::{
    Viewer,
    dossier::{Batch, ClientId, DossierId, Edit, Verdict},
    usecase::{self, Services},
};
use form::{Decimal, FieldType, Issue, Path, Program, Value};

/// What a structure answers that no source knows.
const ANSWERS: &str = include_str!("last_year.toml");
/// The document given where one is asked: it says that it is invented.
const PDF: &[u8] = include_bytes!("piece.pdf");
/// How many times what is left is answered: an answer may ask for others.
const ROUNDS: usize = 16;

/// What is spent in a year over the wages of insertion, line by line.
const SPENT: [(&str, i64); 5] = [
    ("achats", 420_000),
    ("services_exterieurs", 160_000),
    ("impots", 20_000),
    ("personnel_permanent", 250_000),
    ("amortissements", 50_000),
];
/// What comes in beside the aid and what is sold, line by line.
const GIVEN: [(&str, i64); 3] = [("departement", 60_000), ("communes", 20_000), ("prives", 10_000)];
/// The tables of the budget, whose last amounts are proposed.
const BUDGET: [&str; 2] = ["finance.budget_charges", "finance.budget_produits"];

/// Answers all that is left of a dossier, and nothing else, the answers given first, by key.
///
/// # Errors
/// When the form asks for what is not answered here.
pub async fn complete(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    given: &BTreeMap<String, String>,
) -> anyhow::Result<()> {
    take_proposed(services, viewer, id, ACCOUNTS).await?;
    for table in BUDGET {
        usecase::take_table(services, viewer, (id, u64::MAX), Path::parse(table)?).await?;
    }
    save(services, viewer, id, given.clone()).await?;
    for round in 0..ROUNDS {
        let left = Left::of(services, viewer, id).await?;
        if left.issues.is_empty() {
            return Ok(());
        }
        for issue in left.issues.iter().filter(|issue| left.is_slot(&issue.path)) {
            let (slot, name) = (issue.path.clone(), "document.pdf");
            usecase::attach_piece(services, viewer, id, slot, name, PDF.to_vec()).await?;
        }
        save(services, viewer, id, left.answers(round < 2)?).await?;
    }
    let left = Left::of(services, viewer, id).await?;
    let said = left.issues.iter().map(|issue| format!("{}: {}", issue.path, issue.said()));
    bail!("le dossier n’est pas complet\u{a0}:\n{}", said.collect::<Vec<_>>().join("\n"))
}

/// The accounts that a source may tell of more than the structure.
pub(super) const ACCOUNTS: &str = "finance.";

/// Takes over what sources propose in doubt to questions without an answer, those whose key begins so: a structure that
/// checked them would.
pub(super) async fn take_proposed(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    start: &str,
) -> anyhow::Result<()> {
    let read = usecase::read_sources(services, viewer, id).await?;
    let alone = read.differing.iter().filter(|datum| datum.proposed && datum.path.in_table().is_none());
    let alone = alone.filter(|datum| read.is_writable(&datum.path));
    for datum in alone.filter(|datum| datum.path.as_str().starts_with(start)) {
        let Some((source, _)) = datum.said.first() else { continue };
        usecase::take_value(services, viewer, (id, u64::MAX), datum.path.clone(), *source).await?;
    }
    Ok(())
}

/// What holds a dossier back.
struct Left {
    issues: Vec<Issue>,
    program: Program,
    values: BTreeMap<Path, Value>,
}

impl Left {
    async fn of(services: &Services, viewer: &Viewer, id: DossierId) -> anyhow::Result<Self> {
        let open = usecase::open_dossier(services, viewer, id).await?;
        let program = Program::compile(open.trame).map_err(|cycle| anyhow::anyhow!("{cycle:?}"))?;
        let evaluation = program.evaluate(&open.snapshot.values(), &open.context);
        let issues = program.issues(&evaluation).into_iter().filter(|issue| issue.holds_back());
        let issues = issues.cloned().collect();
        let counted = program.counted(&evaluation);
        let values = counted.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        Ok(Self { issues, program, values })
    }

    fn is_slot(&self, path: &Path) -> bool {
        self.program.trame().field(path).is_some_and(|field| field.field_type == FieldType::Files)
    }

    /// Where what a rule finds is explained.
    fn explanation(&self, issue: &Issue) -> Option<Path> {
        let field = self.program.trame().field(&issue.path)?;
        let rule = field.rules.iter().find(|rule| issue.rule() == Some(&rule.code))?;
        rule.justification.clone()
    }

    /// A budget that is balanced: the aid pays wages, what is sold pays the rest. What is there already stays.
    fn budget(&self) -> BTreeMap<String, String> {
        let [charges, products] = BUDGET;
        let cell = |table: &str, line: &str| format!("{table}[{line}].montant");
        let begun = self.values.keys().any(|path| path.field().as_str() == charges);
        let mut edits = BTreeMap::new();
        let mut sum = |table: &str, lines: &[(&str, i64)], but: &str| {
            let known = self.values.iter().filter(|(path, _)| path.field().as_str() == table);
            let known = known.filter(|(path, _)| path.in_table().is_some_and(|parts| parts.row != but));
            let known: Decimal = known.filter_map(|(_, value)| value.number()).sum();
            if begun {
                return known;
            }
            let amount = |amount: i64| written_number(Decimal::from(amount));
            edits.extend(lines.iter().map(|(line, of)| (cell(table, line), amount(*of))));
            Decimal::from(lines.iter().map(|(_, of)| of).sum::<i64>())
        };
        let (wages, sold) = ("personnel_insertion", "ventes");
        let (spent, given) = (sum(charges, &SPENT, wages), sum(products, &GIVEN, sold));
        let aid = self.number("finance.budget_aide").unwrap_or_default();
        edits.insert(cell(charges, wages), written_number(aid.ceil()));
        edits.insert(cell(products, sold), written_number(aid.ceil() + spent - aid - given));
        edits
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        self.values.get(&Path::parse(key).ok()?).and_then(Value::number)
    }

    /// The choice after the one that does not hold.
    fn next_choice(&self, path: &Path, field_type: &FieldType) -> Option<String> {
        let Value::Choice(taken) = self.values.get(path)? else { return None };
        let mut after = field_type.choices().iter().skip_while(|choice| choice.key != *taken).skip(1);
        Some(after.next()?.key.clone())
    }

    /// What is answered: what is written for the question, a table with its rows, or anything of its type.
    fn answers(&self, from_written: bool) -> anyhow::Result<BTreeMap<String, String>> {
        let written: BTreeMap<String, String> =
            toml::from_str(&ANSWERS.replace("bocage-vert.example", "structure.example"))?;
        let mut edits = BTreeMap::new();
        let trame = self.program.trame();
        for issue in self.issues.iter().filter(|issue| !self.is_slot(&issue.path)) {
            if let Some(explanation) = self.explanation(issue) {
                edits.insert(explanation.to_string(), plain(&FieldType::LongText));
                continue;
            }
            let question = issue.path.field();
            let of_it = |key: &String| Path::parse(key).is_ok_and(|key| key.field() == question);
            let known: Vec<_> = written.iter().filter(|(key, _)| of_it(key)).collect();
            if from_written && !known.is_empty() {
                edits.extend(known.into_iter().map(|(key, text)| (key.clone(), text.clone())));
            } else if let Some(field) =
                trame.answerable(&issue.path).filter(|field| field.field_type.table().is_none())
            {
                let answer = self.next_choice(&issue.path, &field.field_type);
                edits.insert(issue.path.to_string(), answer.unwrap_or_else(|| plain(&field.field_type)));
            }
        }
        let asked = |start: &str| self.issues.iter().any(|issue| issue.path.as_str().starts_with(start));
        // All the posts are those of two units, and what comes in is what is spent.
        if let Some(posts) =
            self.number("etp.demandes").filter(|_| asked("etp.chantiers") || asked("activites.chantiers"))
        {
            for (unit, etp) in [("c1", posts - Decimal::ONE), ("c2", Decimal::ONE)] {
                edits.insert(format!("activites.chantiers[{unit}].etp"), written_number(etp));
                // Nobody counts for more than one.
                let people = etp.ceil() + Decimal::ONE;
                edits.insert(format!("activites.chantiers[{unit}].postes"), written_number(people));
            }
        }
        if asked("finance.budget") {
            edits.extend(self.budget());
        }
        edits.retain(|key, _| Path::parse(key).is_ok_and(|key| trame.answerable(&key).is_some()));
        Ok(edits)
    }
}

fn written_number(number: Decimal) -> String {
    number.to_string().replace('.', ",")
}

/// An answer of a type, as a person writes it.
fn plain(field_type: &FieldType) -> String {
    match field_type {
        FieldType::Boolean => "false".to_owned(),
        FieldType::Date => "15/01/2006".to_owned(),
        FieldType::Choice { .. } | FieldType::Choices { .. } => {
            field_type.choices().first().map_or_else(String::new, |choice| choice.key.clone())
        }
        FieldType::Phone => "02 98 00 00 00".to_owned(),
        FieldType::Email => "contact@structure.example".to_owned(),
        FieldType::Text => "Comme l’an passé".to_owned(),
        FieldType::LongText => "Comme l’an passé, avec la même équipe et les mêmes partenaires. ".repeat(4),
        _ => "3".to_owned(),
    }
}

async fn save(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    edits: BTreeMap<String, String>,
) -> anyhow::Result<()> {
    if edits.is_empty() {
        return Ok(());
    }
    let snapshot = services.dossiers.snapshot(id).await?.context("le dossier n’est pas là")?;
    let edits = (1..).zip(edits).map(|(number, (key, text))| {
        let path = Path::parse(&key)?;
        Ok(Edit { number, base: snapshot.version(&path), path, text })
    });
    let edits = edits.collect::<anyhow::Result<Vec<Edit>>>()?;
    let client = ClientId::parse(&format!("completing{}", snapshot.seq))?;
    let batch = Batch { client, known: snapshot.seq, edits };
    for outcome in usecase::save_answers(services, viewer, id, batch).await?.outcomes {
        ensure!(matches!(outcome.verdict, Verdict::Kept(_)), "{}: {:?}", outcome.path, outcome.verdict);
    }
    Ok(())
}
