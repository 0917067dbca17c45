//! The annexe of a first convention or of its renewal: what the code du travail wants in it, as the version sent says it.

use form::{Answers, Field, Path, Program, french};

use super::Block;
use crate::dossier::Snapshot;

/// What a convention has to hold beside its posts and amounts (articles R. 5132-2, R. 5132-10-7, R. 5132-12 and
/// R. 5132-28, `domain.md` §6.2): each item with the questions that tell it.
const ITEMS: [(&str, &[&str]); 9] = [
    (
        "Projet d’insertion",
        &[
            "structure.forme_juridique",
            "structure.naf",
            "projet.presentation",
            "projet.articulation",
            "structure.label",
        ],
    ),
    ("Publics", &["projet.publics", "projet.public_descr"]),
    (
        "Accompagnement et partenaires",
        &[
            "accueil.pratique",
            "accompagnement.parcours",
            "accompagnement.ft",
            "accompagnement.convention_ft",
            "accompagnement.partenaires",
        ],
    ),
    (
        "Activités et territoire",
        &[
            "activites.liste",
            "activites.chantiers",
            "activites.permanence",
            "activites.communes",
            "projet.zones",
            "demande.penitentiaire",
        ],
    ),
    ("Autres conventions d’insertion", &["demande.autres_iae", "demande.autres_conventions"]),
    (
        "Moyens humains, matériels et financiers",
        &[
            "rh.encadrement_etp",
            "rh.accompagnement_etp",
            "materiel.locaux",
            "materiel.equipements",
            "finance.produits",
            "finance.ventes",
        ],
    ),
    ("Dépôt des offres d’emploi auprès de France Travail", &["accompagnement.offres"]),
    (
        "Contrats, temps de travail et rémunération",
        &["rh.contrats", "rh.duree_contrats", "rh.temps_hebdo", "rh.duree_collective", "rh.remuneration"],
    ),
    ("Autres aides publiques et privées", &["finance.aides_n1", "finance.aides_n"]),
];

/// The annexe; an item of which nothing was said is left out.
pub(super) fn project(snapshot: &Snapshot, program: &Program) -> Vec<Block> {
    let Some(sent) = snapshot.submission() else { return Vec::new() };
    let mut items = Vec::new();
    for (title, keys) in ITEMS {
        let fields = keys.iter().filter_map(|key| program.trame().field(&key.parse().ok()?));
        let lines: Vec<(String, String)> = fields.flat_map(|field| said(field, &sent.counted)).collect();
        if !lines.is_empty() {
            items.extend([Block::Heading(title.to_owned()), Block::Fields(lines)]);
        }
    }
    if items.is_empty() {
        return items;
    }
    let told = format!("Tels que la demande {}, version {}, les présente.", sent.reference, sent.version);
    let mut blocks =
        vec![Block::Heading("Annexe. Projet d’insertion et moyens".to_owned()), Block::Paragraph(told)];
    blocks.extend(items);
    blocks
}

/// What is said of a question: a line, or one for each row of its table.
fn said(field: &Field, counted: &Answers) -> Vec<(String, String)> {
    let shown = |field: &Field, path: &Path| Some(french::value(counted.get(path)?, &field.field_type));
    let Some(table) = field.field_type.table() else {
        return shown(field, &field.path).map(|value| (field.label.clone(), value)).into_iter().collect();
    };
    let fixed = table.lines.iter().map(|line| line.key.as_str());
    let rows: Vec<&str> = if table.is_fixed() { fixed.collect() } else { counted.rows(&field.path) };
    let line = |(place, row): (usize, &&str)| {
        let cells = table.columns.iter().filter_map(|column| {
            let value = shown(column, &field.path.cell(row, column.path.last()))?;
            Some(format!("{}\u{a0}: {value}", column.label))
        });
        let cells: Vec<String> = cells.collect();
        (!cells.is_empty()).then(|| (table.row_title(place), cells.join("\u{a0}; ")))
    };
    rows.iter().enumerate().filter_map(line).collect()
}
