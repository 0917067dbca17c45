//! What a convention must contain (Code du travail, art. R5132-2, R5132-10-7, R5132-12 and R5132-28), line by
//! line, held against the questions of the national trame.

use form::{Answers, Context, Date, Map, Parameters, Path, Program, Value};
use server::library::national;

const ALL: &[&str] = &["EI", "ETTI", "AI", "ACI", "EITI"];
const EMPLOYERS: &[&str] = &["EI", "ETTI", "AI", "ACI"];

/// A line of the checklist: whom it concerns, what it is, the questions that answer it.
///
/// `must`: no dossier goes without it. `may`: asked, and left blank where there is nothing to say.
struct Item {
    of: &'static [&'static str],
    what: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

const CHECKLIST: [Item; 25] = [
    item(ALL, "1. caractéristiques générales du projet", &["projet.presentation"], &[]),
    item(ALL, "1. statut juridique", &["structure.forme_juridique", "structure.denomination"], &[]),
    item(
        &["ACI"],
        "1. nombre, objet, durée et caractéristiques de chaque chantier",
        &["activites.chantiers"],
        &[
            "activites.chantiers.postes",
            "activites.chantiers.etp",
            "activites.chantiers.objet",
            "activites.chantiers.permanent",
            "activites.chantiers.debut",
            "activites.chantiers.fin",
            "activites.chantiers.commune",
        ],
    ),
    item(ALL, "1. personnes visées", &["projet.publics", "projet.public_descr"], &[]),
    item(
        ALL,
        "1. modalités d’accompagnement",
        &["accueil.pratique", "accompagnement.parcours"],
        &["accompagnement.frequence"],
    ),
    item(
        ALL,
        "1. collaboration avec France Travail et les organismes sociaux",
        &["accompagnement.ft"],
        &["accompagnement.partenaires"],
    ),
    item(ALL, "1. label d’un tiers, s’il y en a un", &[], &["structure.label"]),
    item(ALL, "1. autres conventions d’insertion", &["demande.autres_iae"], &["demande.autres_conventions"]),
    item(ALL, "1. adaptation à l’environnement local", &["projet.besoins", "projet.articulation"], &[]),
    item(&["EI"], "1. section de la nomenclature d’activités", &["structure.naf"], &[]),
    item(
        &["EI"],
        "1. activité hors du département",
        &["demande.extra_departemental"],
        &["demande.territoires"],
    ),
    item(&["AI", "ACI"], "1. territoire d’intervention", &["activites.communes"], &[]),
    item(&["AI"], "1. permanence d’au moins trois jours par semaine", &["activites.permanence"], &[]),
    item(
        &["EI", "ACI"],
        "1. implantation pénitentiaire",
        &["demande.penitentiaire"],
        &["etp.milieu_penitentiaire", "pieces.penitentiaire"],
    ),
    item(
        ALL,
        "2. moyens humains",
        &["rh.equipe"],
        &["rh.equipe.fonction", "rh.equipe.etp", "rh.etp_fonctions", "rh.prestataires"],
    ),
    item(ALL, "2. moyens matériels", &["materiel.locaux"], &["materiel.equipements", "materiel.outils"]),
    item(
        ALL,
        "2. moyens financiers, administratifs et comptables",
        &["finance.budget_charges", "finance.budget_produits", "finance.produits", "finance.cloture"],
        &["rh.etp_fonctions"],
    ),
    item(EMPLOYERS, "3. nombre de postes d’insertion", &["etp.demandes"], &["demande.territoires.etp"]),
    item(&["EITI"], "3. nombre de travailleurs indépendants", &["etp.ti"], &["demande.territoires.ti"]),
    item(
        ALL,
        "4. engagements d’insertion et indicateurs",
        &[
            "objectifs.sorties",
            "objectifs.durable",
            "objectifs.transition",
            "objectifs.positives",
            "objectifs.actions",
        ],
        &["objectifs.actions.indicateur", "objectifs.actions.cible", "objectifs.actions.echeance"],
    ),
    item(ALL, "4. suivi, contrôle et évaluation", &["gouvernance.instances"], &[]),
    item(ALL, "5. dépôt des offres auprès de France Travail", &["accompagnement.offres"], &[]),
    item(
        ALL,
        "6. autres aides, années précédentes comprises, et recettes de la commercialisation",
        &["finance.ventes"],
        &["finance.aides_n", "finance.aides_n.obtenu", "finance.aides_n1", "activites.marches_publics"],
    ),
    item(
        &["AI", "ACI"],
        "7 et 8. rémunération, nature des contrats, durée collective du travail",
        &["rh.contrats"],
        &["rh.remuneration", "rh.duree_collective", "rh.duree_contrats"],
    ),
    item(
        &["EI"],
        "7 et 8. rémunération, nature des contrats, durée collective du travail",
        &["rh.remuneration", "rh.contrats", "rh.duree_collective"],
        &["rh.duree_contrats"],
    ),
];

const fn item(
    of: &'static [&'static str],
    what: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
) -> Item {
    Item { of, what, must, may }
}

#[test]
fn every_line_of_the_law_has_its_questions() {
    let program = Program::compile(national().expect("a right trame")).expect("no cycle");
    for kind in ALL {
        let evaluation = program.evaluate(&opened(&program), &context(kind));
        for Item { what, must, may, .. } in CHECKLIST.iter().filter(|item| item.of.contains(kind)) {
            for key in *must {
                let issues = program.issues_under(&evaluation, &path(key));
                let asked = program.state(&evaluation, &path(key)).is_some_and(|state| state.required);
                assert!(
                    asked || issues.iter().any(|issue| issue.holds_back()),
                    "{kind}, {what}: {key} can be left out"
                );
            }
            for key in *may {
                let path = path(key);
                let field = program.trame().field(&path);
                let field = field.unwrap_or_else(|| panic!("{kind}, {what}: {key} is not in the trame"));
                assert!(
                    field.variants.is_empty() || field.variants.iter().any(|own| own == kind),
                    "{kind}: {key}"
                );
                let top =
                    program.state(&evaluation, &path).or_else(|| program.state(&evaluation, &path.parent()?));
                assert!(top.is_some_and(|state| state.visible), "{kind}, {what}: {key} is not asked");
            }
        }
    }
}

/// A first demand on two départements where each condition of the checklist is met, and nothing more is said.
fn opened(program: &Program) -> Answers {
    let yes = ["demande.autres_iae", "demande.penitentiaire", "finance.exercice_clos"];
    let mut answers: Answers = yes.iter().map(|key| (path(key), Value::Boolean(true))).collect();
    answers.set(path("demande.nature"), Some(Value::Choice("premiere".to_owned())));
    for row in [("29", 1), ("56", 2)] {
        let table = path("demande.territoires");
        answers.set(table.row(row.0), Some(Value::Row(row.1)));
        let field = program.trame().field(&path("demande.territoires.departement")).expect("its column");
        let departement = form::read::read(row.0, &field.field_type).expect("a département");
        answers.set(table.cell(row.0, "departement"), departement);
    }
    answers
}

fn context(kind: &str) -> Context {
    Context {
        today: Date::constant(2026, 11, 25),
        facts: Map::from([
            ("type_siae".to_owned(), Value::Text(kind.to_owned())),
            ("exercice".to_owned(), Value::Integer(2027)),
        ]),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters(Vec::new()),
    }
}

fn path(key: &str) -> Path {
    Path::parse(key).expect("a key")
}
