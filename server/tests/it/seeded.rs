//! Dossiers that are made to say otherwise than their sources, or than themselves: how much of it an agent is told.

use std::collections::BTreeSet;

use domain::{
    Kind,
    dossier::heard::Heard,
    prefill::contradicted,
    usecase::{self, Services},
};
use form::{Answers, Context, Path, Program, Value};
use server::demo::national::{Altered, alterable};

use crate::{
    bilan,
    client::run,
    commands::Desk,
    completing::{administrator, complete, on},
};

/// What is promised of what is planted, in hundredths.
const FOUND: usize = 99;

/// Structures of the demonstration, of every kind.
const CAST: [(i64, Kind); 9] = [
    (900_001, Kind::Aci),
    (900_002, Kind::Ei),
    (900_003, Kind::Ai),
    (900_004, Kind::Etti),
    (900_005, Kind::Eiti),
    (900_006, Kind::Ei),
    // Its first demand: what a whole convention asks is asked.
    (900_007, Kind::Aci),
    (900_010, Kind::Ei),
    (900_012, Kind::Aci),
];

/// A dossier that is complete, as its structure would send it.
struct Ready {
    program: Program,
    context: Context,
    values: Answers,
    heard: Heard,
    altered: Vec<Altered>,
}

async fn ready(services: &Services, (number, kind): (i64, Kind)) -> Option<Ready> {
    let viewer = administrator(number);
    let id = usecase::create_dossier(services, &viewer, kind).await.ok()?;
    complete(services, &viewer, id, &[]).await;
    let open = usecase::open_dossier(services, &viewer, id).await.expect("it opens");
    let heard = Heard::of(&services.dossiers.history(id).await.expect("its log"));
    let program = Program::compile(open.trame).expect("a form that compiles");
    let altered = alterable(&open.snapshot, program.trame());
    Some(Ready { program, context: open.context, values: open.snapshot.values(), heard, altered })
}

impl Ready {
    /// All that is told of some answers, whatever its words: what rules find, and what sources say otherwise.
    fn told(&self, values: &Answers) -> BTreeSet<(Path, String)> {
        let evaluation = self.program.evaluate(values, &self.context);
        let counted = self.program.counted(&evaluation);
        let by_rules = self
            .program
            .issues(&evaluation)
            .into_iter()
            .map(|issue| (issue.path.clone(), format!("{:?}", issue.code)));
        let by_sources = contradicted(self.program.trame(), &counted, &self.heard).into_iter();
        by_rules.chain(by_sources.map(|found| (found.path, format!("{:?}", found.source)))).collect()
    }

    /// Whether other answers are told of otherwise: something more than of the dossier as it was.
    fn tells_more(&self, changes: &[(Path, Value)]) -> bool {
        let mut values = self.values.clone();
        for (path, value) in changes {
            values.set(path.clone(), Some(value.clone()));
        }
        self.told(&values).difference(&self.told(&self.values)).next().is_some()
    }

    /// Whether questions are asked in this dossier.
    fn asks(&self, changes: &[(Path, Value)]) -> bool {
        let evaluation = self.program.evaluate(&self.values, &self.context);
        let counted = self.program.counted(&evaluation);
        changes.iter().all(|(path, _)| counted.get(path).is_some())
    }
}

/// What a demand asks for the year to come: proposed from the year that ends, and asked otherwise without contradiction.
const TO_COME: [&str; 2] = ["finance.cofinancement", "objectifs."];

/// Whether what is altered is asked, and tells of a year that is known.
fn is_fact(ready: &Ready, altered: &Altered) -> bool {
    let key = altered.path.as_str();
    let to_come = TO_COME.iter().any(|start| key.starts_with(start));
    !to_come && ready.asks(&[(altered.path.clone(), altered.after.clone())])
}

/// What a dossier may say against itself: its name, then answers that do not go together.
const AGAINST_ITSELF: [(&str, &[(&str, &str)]); 20] = [
    ("charges and income", &[("finance.budget_charges[achats].montant", "1900000")]),
    ("an annexe that ends before it begins", &[("annexe.fin", "2026-12-31")]),
    ("an annexe of two years", &[("annexe.fin", "2028-12-31")]),
    ("an annexe before its convention", &[("demande.debut", "2027-06-01")]),
    ("a convention of four years", &[("demande.fin", "2031-12-31")]),
    ("more in insertion than in all", &[("rh.effectif_total", "1"), ("rh.effectif_total_etp", "1")]),
    ("more ETP than people", &[("rh.effectif_total_etp", "9000")]),
    ("more ETP in insertion than people", &[("rh.insertion_etp", "9000")]),
    ("sales over income", &[("finance.ventes", "99000000")]),
    ("pay of insertion over pay", &[("finance.masse_insertion", "99000000")]),
    ("accounts that close tomorrow", &[("finance.cloture", "2027-12-31")]),
    ("accounts of five years ago", &[("finance.cloture", "2020-12-31")]),
    ("sites that do not make the posts", &[("activites.chantiers[c2].etp", "2")]),
    ("more ETP on a site than posts", &[("activites.chantiers[c2].postes", "0")]),
    ("more exits than people", &[("objectifs.transition", "99")]),
    ("a creation to come", &[("structure.date_creation", "2030-01-01")]),
    ("a document of risks to come", &[("materiel.document_unique", "2030-01-01")]),
    ("posts three times those of last year", &[("etp.demandes", "900")]),
    ("cofinancing over the aid", &[("finance.cofinancement_montant", "99000000")]),
    ("negative cash", &[("finance.tresorerie_nette", "-5000")]),
];

/// A value as a question of its type has it.
fn value(ready: &Ready, path: &Path, text: &str) -> Option<Value> {
    let field = ready.program.trame().answerable(path).filter(|field| field.is_typed())?;
    Some(match ready.values.get(path)? {
        Value::Date(_) => Value::Date(text.parse().expect("a day")),
        Value::Integer(_) => Value::Integer(text.parse().expect("a count")),
        Value::Number(_) => Value::Number(text.parse().expect("a number")),
        other => panic!("{}: {other:?}", field.path),
    })
}

#[test]
fn what_a_dossier_says_against_itself_is_found() {
    run(async {
        let service = bilan::counted().await;
        let services = on(&service.services, "2026-11-25");
        let (mut planted, mut missed, mut never) = (0, Vec::new(), BTreeSet::new());
        never.extend(AGAINST_ITSELF.iter().map(|(name, _)| *name));
        for cast in CAST {
            let Some(ready) = ready(&services, cast).await else { continue };
            for (name, changes) in AGAINST_ITSELF {
                let changes: Option<Vec<(Path, Value)>> = changes
                    .iter()
                    .map(|(key, text)| {
                        let path = Path::parse(key).expect("a key");
                        let value = value(&ready, &path, text)?;
                        Some((path, value))
                    })
                    .collect();
                let Some(changes) = changes.filter(|changes| ready.asks(changes)) else { continue };
                planted += 1;
                never.remove(name);
                if !ready.tells_more(&changes) {
                    missed.push(format!("{} {}: {name}", cast.0, cast.1));
                }
            }
        }
        eprintln!("against itself: planted {planted}, found {}", planted - missed.len());
        assert!(planted >= 100 && never.is_empty(), "{planted} are planted; nobody is asked {never:?}");
        assert!(missed.len() * 100 <= planted, "not found:\n{}", missed.join("\n"));
    });
}

#[test]
fn what_says_otherwise_than_its_sources_is_found() {
    run(async {
        let service = bilan::counted().await;
        let services = on(&service.services, "2026-11-25");
        let (mut planted, mut found, mut missed, mut alarms) = (0, 0, Vec::new(), Vec::new());
        for cast in CAST {
            let Some(ready) = ready(&services, cast).await else { continue };
            // What a structure that changes nothing is told of its sources.
            let told = contradicted(ready.program.trame(), &ready.values, &ready.heard);
            alarms.extend(told.into_iter().map(|told| format!("{}: {}", cast.0, told.path)));
            for altered in ready.altered.iter().filter(|altered| is_fact(&ready, altered)) {
                planted += 1;
                if ready.tells_more(&[(altered.path.clone(), altered.after.clone())]) {
                    found += 1;
                } else {
                    missed.push(format!("{}: {} {:?}", cast.0, altered.path, altered.before));
                }
            }
        }
        eprintln!(
            "planted {planted}, found {found}; {} false alarms in {} dossiers",
            alarms.len(),
            CAST.len()
        );
        assert!(planted > 150, "{planted} are planted");
        assert!(found * 100 >= planted * FOUND, "{found} of {planted}, not:\n{}", missed.join("\n"));
        assert_eq!(alarms, Vec::<String>::new());
    });
}

#[test]
fn a_country_is_made_to_try_the_service_and_its_logs_are_whole() {
    let desk = Desk::new();
    let wanted = ["seed", "--structures", "30", "--dossiers", "12", "--seed", "12"];
    let said = desk.run(&wanted);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
    let plain = said.out.replace('\u{a0}', " ");
    for line in
        ["12 dossiers", "- 1 en cours de saisie", "- 2 transmis avec des écarts", "- 1 accordé", "- 1 refusé"]
    {
        assert!(plain.contains(line), "{line}: {plain}");
    }
    // Four of them follow a dossier of the year before, and a bilan.
    let kept = desk.run(&["verify"]);
    assert!(kept.code == 0 && kept.out.contains("20/20 dossiers intacts"), "{} {}", kept.out, kept.err);
    // What is there is left as it is, and what cannot be made is told.
    let again = desk.run(&wanted);
    assert_eq!(again.code, 0, "{} {}", again.out, again.err);
    let kept = desk.run(&["verify"]);
    assert!(kept.out.contains("40/40 dossiers intacts"), "{}", kept.out);
    let far = desk.run(&["seed", "--structures", "3", "--dossiers", "2", "--departement", "976"]);
    assert!(
        far.code == 1 && far.out.contains("2\u{a0}dossiers n’ont pas trouvé de structure"),
        "{}",
        far.out
    );
    let wrong = desk.run(&["seed", "--departement", "999"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}
