//! The convention and its annexes: what is granted, as it is signed.

use form::{Decimal, Program, french};

use super::{
    Block, Cells, Paper, PaperKind, authority, blank, counted_text, euros, for_state, kind_name, law,
    lower_first, opinions, project::project, signature,
};
use crate::dossier::{
    About, Actor, Snapshot,
    procedure::{
        Decision, Ruling, Terms,
        terms::{Grant, Posts},
    },
};

/// What is not known yet is written by hand, or by ASP.
const LATER: &str = "à attribuer par l’ASP";

/// The convention of a demand that is granted.
#[must_use]
pub fn convention(snapshot: &Snapshot, program: &Program) -> Option<Paper> {
    let ruling = snapshot.ruling().filter(|ruling| ruling.granted)?;
    let on = french::time_of_day(ruling.at).0;
    written(snapshot, ruling, program).map(|paper| Paper { on: Some(on), ..paper })
}

/// The paper that a decision would make, before it is taken, at an instant: a convention bears no day.
#[must_use]
pub fn draft(
    snapshot: &Snapshot,
    decision: &Decision,
    at: crate::Timestamp,
    program: &Program,
) -> Option<Paper> {
    let Decision { version, granted, motive, reason, terms } = decision.clone();
    let (seq, by) = (snapshot.seq, Actor::Application);
    let ruling =
        Ruling { seq, by, at, version, granted, motive, reason, terms, numbered: None, reopened: None };
    if granted {
        return written(snapshot, &ruling, program);
    }
    let refused = super::refusal::of_ruling(snapshot, &ruling)?;
    Some(Paper { on: None, ..refused })
}

fn written(snapshot: &Snapshot, ruling: &Ruling, program: &Program) -> Option<Paper> {
    let terms = ruling.terms.as_deref().filter(|_| snapshot.opening.about == About::Demand)?;
    let opening = &snapshot.opening;
    let what = if terms.convention.is_some() { "Convention" } else { "Avenant à la convention" };
    let title = format!("{what} d’insertion par l’activité économique, {} {}", opening.kind, opening.year);
    let mut paper = blank(snapshot, PaperKind::Convention, title)?;
    paper.number = Some(numbers(terms));
    paper.blocks = parties(snapshot, &paper.authority, terms);
    paper.blocks.extend(articles(snapshot, terms));
    for (place, grant) in terms.annexes.iter().enumerate() {
        paper.blocks.extend(annexe(snapshot, terms, (place + 1, grant)));
    }
    paper.blocks.extend(reasons(ruling));
    // An avenant changes the financial clauses: the convention keeps the project.
    if terms.convention.is_some() {
        paper.blocks.extend(project(snapshot, program));
    }
    Some(paper)
}

/// The numbers that ASP knows it by.
fn numbers(terms: &Terms) -> String {
    let annexes: Vec<String> =
        terms.annexes.iter().filter_map(|grant| Some(grant.number.as_ref()?.to_string())).collect();
    let annexes = Some(annexes.join(", ")).filter(|known| !known.is_empty());
    let (convention, annexes) = (given(terms.number.as_ref()), given(annexes.as_ref()));
    format!("Convention\u{a0}: {convention} – Annexe\u{a0}: {annexes}")
}

/// A number that ASP gave, or that it will.
fn given<T: ToString>(number: Option<&T>) -> String {
    number.map_or_else(|| LATER.to_owned(), T::to_string)
}

fn parties(snapshot: &Snapshot, authority: &str, terms: &Terms) -> Vec<Block> {
    let opening = &snapshot.opening;
    let number = given(terms.number.as_ref());
    let siret = counted_text(snapshot, "structure.siret");
    let siret = siret.map(|siret| french::value(&form::Value::Text(siret), &form::FieldType::Siret));
    let said =
        ["nom", "qualite"].map(|key| counted_text(snapshot, &format!("gouvernance.representant.{key}")));
    let head: Vec<String> = said.into_iter().flatten().collect();
    let head = Some(head.join(", ")).filter(|head| !head.is_empty());
    let mut fields = vec![
        ("Numéro de la convention".to_owned(), number),
        ("Structure".to_owned(), opening.structure_name.clone()),
        ("Type".to_owned(), kind_name(opening)),
    ];
    fields.extend(siret.map(|siret| ("SIRET".to_owned(), siret)));
    fields.extend(head.map(|head| ("Représentée par".to_owned(), head)));
    let mut seen = vec![law(opening.kind)];
    seen.extend(opinions(snapshot));
    let sent = snapshot.submission().map(|sent| french::long_date(french::time_of_day(sent.at).0));
    let sent = sent.map(|day| format!(" le {day}")).unwrap_or_default();
    seen.push(format!("Vu la demande {} transmise par la structure{sent}\u{202f};", reference(snapshot)));
    vec![
        Block::Fields(fields),
        Block::List(seen),
        Block::Paragraph(format!(
            "Entre l’État, représenté par le {}, et {}, il est convenu ce qui suit.",
            lower_first(authority),
            opening.structure_name
        )),
    ]
}

fn articles(snapshot: &Snapshot, terms: &Terms) -> Vec<Block> {
    let opening = &snapshot.opening;
    let period = |from, until| format!("du {} au {}", french::long_date(from), french::long_date(until));
    let lasting = match terms.convention {
        Some(convention) => format!(
            "La convention court {}. Ses clauses financières sont fixées chaque année par avenant.",
            period(convention.start, convention.end)
        ),
        None => "La durée de la convention est inchangée\u{a0}: le présent avenant fixe les clauses financières de l’année.".to_owned(),
    };
    let object = match terms.convention {
        Some(_) => format!(
            "L’État reconnaît {} en tant qu’{}. Territoire\u{a0}: {}.",
            opening.structure_name,
            lower_first(opening.kind.name()),
            opening.places()
        ),
        None => format!(
            "Le présent avenant modifie la convention{} conclue avec {} en tant qu’{}. Territoire\u{a0}: {}.",
            // Its number is asked before deciding; where nobody gave it, its parties name it.
            terms.number.as_ref().map(|number| format!(" n°\u{a0}{number}")).unwrap_or_default(),
            opening.structure_name,
            lower_first(opening.kind.name()),
            opening.places()
        ),
    };
    let mut money = vec![format!(
        "{}, une aide de {} est attribuée\u{a0}: {} de part socle et {} de part modulée, pour {}.",
        french::capital(&period(terms.period.start, terms.period.end)),
        euros(terms.total()),
        euros(terms.socle()),
        euros(terms.modulated()),
        terms.posts_said()
    )];
    if let Some(part) = terms.cofinancing {
        let own = terms.total() - part;
        money.push(format!(
            "Cette aide est à la charge du département pour {}, et de l’État pour {}.",
            euros(part),
            euros(own)
        ));
    }
    money.push("L’Agence de services et de paiement verse l’aide par avances mensuelles, et la régularise d’après les heures réellement travaillées.".to_owned());
    let mut blocks = vec![
        Block::Heading("Article 1. Objet".to_owned()),
        Block::Paragraph(object),
        Block::Heading("Article 2. Durée".to_owned()),
        Block::Paragraph(lasting),
        Block::Heading("Article 3. Aide de l’État".to_owned()),
    ];
    blocks.extend(money.into_iter().map(Block::Paragraph));
    blocks.extend(commitments(snapshot));
    blocks.extend([
        Block::Heading("Article 5. Compte rendu et contrôle".to_owned()),
        Block::Paragraph("La structure transmet chaque année ses comptes approuvés et le bilan de son activité. L’État peut contrôler sur pièces et sur place l’exécution de la convention\u{202f}; en cas de manquement, il peut la résilier après une mise en demeure, la structure ayant un mois au moins pour répondre.".to_owned()),
        Block::Signatures(signatures(snapshot, terms)),
    ]);
    blocks
}

/// Who signs: the département too where its council takes a part (code du travail, art. L. 5132-2).
fn signatures(snapshot: &Snapshot, terms: &Terms) -> Vec<String> {
    let opening = &snapshot.opening;
    let council = terms.cofinancing.filter(|part| !part.is_zero());
    let council = council.map(|_| {
        let of = opening.departement.of_name();
        signature(&format!("Pour le département {of},\nle président du conseil départemental"))
    });
    let parties = [
        signature(&format!("Pour {}", opening.structure_name)),
        signature(&for_state(&authority(&opening.departement))),
    ];
    parties.into_iter().chain(council).collect()
}

/// The exits that the structure commits to.
fn commitments(snapshot: &Snapshot) -> Vec<Block> {
    let rate = |key: &str| {
        let value = snapshot.submission()?.counted.get(&key.parse().ok()?)?.number()?;
        Some(french::quantity(value, &form::FieldType::Percent))
    };
    let rows = [
        ("Sorties dynamiques", "objectifs.dynamiques"),
        ("dont emploi durable", "objectifs.durable"),
        ("dont emploi de transition", "objectifs.transition"),
        ("dont sorties positives", "objectifs.positives"),
    ];
    let rows: Vec<Vec<String>> =
        rows.into_iter().filter_map(|(label, key)| Some(vec![label.to_owned(), rate(key)?])).collect();
    let mut blocks = vec![Block::Heading("Article 4. Engagements d’insertion".to_owned())];
    if rows.is_empty() {
        blocks.push(Block::Paragraph(
            "La structure met en œuvre le projet d’insertion de sa demande.".to_owned(),
        ));
    } else {
        blocks.push(Block::Paragraph(
            "La structure met en œuvre le projet d’insertion de sa demande, et s’engage sur ces taux de sortie.".to_owned(),
        ));
        let heads = vec!["Sorties".to_owned(), "Taux d’engagement".to_owned()];
        let caption = "Engagements de sortie".to_owned();
        blocks.push(Block::Table { caption, cells: Cells::Numbers, heads, rows });
    }
    blocks
}

/// An annexe: its number, its posts, its arithmetic.
fn annexe(snapshot: &Snapshot, terms: &Terms, (place, grant): (usize, &Grant)) -> Vec<Block> {
    let months = terms.months();
    let opening = &snapshot.opening;
    let number = given(grant.number.as_ref());
    let price = match grant.posts {
        Posts::Etp { .. } => "Montant socle d’un ETP et d’un an",
        Posts::People { .. } => "Montant par travailleur et par mois",
    };
    let share = french::number(grant.modulation, grant.modulation.scale().min(2));
    let total: Decimal = grant.socle(months) + grant.modulated(months);
    let row = |label: &str, value: String| vec![label.to_owned(), value];
    let mut rows = vec![
        row("Postes", grant.posts.said()),
        row(price, euros(grant.posts.price())),
        row("Part socle sur la période", euros(grant.socle(months))),
        row(&format!("Part modulée ({share}\u{a0}%)"), euros(grant.modulated(months))),
        row("Total", euros(total)),
    ];
    // The council's part is told of the whole aid: of several annexes, the article alone says it.
    let part = terms.cofinancing.filter(|_| terms.annexes.len() == 1);
    rows.extend(part.map(|part| row("dont à la charge du conseil départemental", euros(part))));
    vec![
        Block::Heading(format!("Annexe financière {place}. {}", grant.place())),
        Block::Fields(vec![
            ("Numéro de l’annexe".to_owned(), number),
            (
                "Mesure".to_owned(),
                format!(
                    "{}, {}",
                    opening.kind,
                    if grant.prison { "milieu pénitentiaire" } else { "droit commun" }
                ),
            ),
            (
                "Période".to_owned(),
                format!(
                    "du {} au {}, {}",
                    french::date(terms.period.start),
                    french::date(terms.period.end),
                    french::count(usize::try_from(months).unwrap_or_default(), "mois", "mois")
                ),
            ),
        ]),
        Block::Table {
            caption: format!("Postes et montants, {}", grant.place()),
            cells: Cells::Numbers,
            heads: vec!["Donnée".to_owned(), "Valeur".to_owned()],
            rows,
        },
    ]
}

/// Why it is not what was asked, and what the modulated part rests on.
fn reasons(ruling: &Ruling) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(motive) = ruling.motive {
        blocks.push(Block::Heading("Motif".to_owned()));
        blocks.push(Block::Paragraph(format!("{}\u{a0}: {}", motive.label(), ruling.reason)));
    }
    let notes = ruling.terms.as_ref().map(|terms| &terms.notes).filter(|notes| !notes.is_blank());
    if let Some(notes) = notes {
        let lines = [
            ("Personnes embauchées", &notes.people),
            ("Actions et moyens d’insertion", &notes.actions),
            ("Résultats à la sortie", &notes.results),
        ];
        let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
        blocks.push(Block::Heading("Critères de la part modulée".to_owned()));
        blocks.push(Block::List(lines.map(|(name, text)| format!("{name}\u{a0}: {text}")).collect()));
    }
    blocks
}

fn reference(snapshot: &Snapshot) -> String {
    snapshot.submission().map(|sent| sent.reference.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use form::{Answers, Date, Parameters, Path, Value};

    use super::*;
    use crate::{
        PersonId, StructureId, Timestamp,
        dossier::{
            Body, Event, Reference,
            procedure::{
                Motive, Move, asked_terms,
                opinion::{Adviser, Given, Stance},
            },
        },
        paper::{PaperKind, paper, papers},
        testing::opening,
    };

    /// A form that asks of the project.
    fn program() -> Program {
        let text = r#"
            key = "essai"
            version = 1
            title = "Essai"
            [[step]]
            key = "projet"
            title = "Projet"
            [[step.field]]
            key = "projet.presentation"
            label = "Projet de la structure"
            type = "long_text"
        "#;
        Program::compile(form::trame::read_trame(text).expect("a form")).expect("no cycle")
    }

    /// A dossier that was sent, found complete, advised; then decided.
    fn decided(decide: impl FnOnce(&Snapshot) -> Body) -> Snapshot {
        let day = |month, day| Value::Date(Date::constant(2027, month, day));
        let number = |text: &str| Value::Number(text.parse().expect("a number"));
        let counted: Answers = [
            ("structure.denomination", Value::Text("Association Les Jardins".to_owned())),
            ("structure.siret", Value::Text("26290411300061".to_owned())),
            ("structure.adresse.commune", Value::Text("Quimper".to_owned())),
            ("projet.presentation", Value::Text("Un jardin ouvert à tous.".to_owned())),
            ("annexe.debut", day(1, 1)),
            ("annexe.fin", day(8, 31)),
            ("demande.debut", day(1, 1)),
            ("demande.fin", Value::Date(Date::constant(2029, 12, 31))),
            ("etp.demandes", number("7.95")),
            ("etp.unitaire", number("20642")),
            ("objectifs.dynamiques", number("60")),
        ]
        .into_iter()
        .map(|(key, value)| (key.parse::<Path>().expect("a key"), value))
        .collect();
        let by = Actor::Person(PersonId(uuid::Uuid::nil()));
        let given = Given {
            stance: Stance::Favourable,
            on: Date::constant(2026, 12, 9),
            text: String::new(),
            confidential: false,
        };
        let bodies = [
            Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"]))),
            Body::Submitted {
                version: 1,
                reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
                counted,
                parameters: Parameters::default(),
                findings: 0,
            },
            Body::Moved(Box::new(Move::Acknowledged { version: 1 })),
            Body::Moved(Box::new(Move::OpinionGiven { of: Adviser::Commission, asked: None, given })),
        ];
        let at: Timestamp = "2026-12-10T09:00:00Z".parse().expect("an instant");
        let event = |seq, body| Event { seq, at, actor: by, stamp: None, body };
        let events: Vec<Event> = (1..).zip(bodies).map(|(seq, body)| event(seq, body)).collect();
        let mut snapshot = Snapshot::fold(&events).expect("a log");
        assert_eq!(papers(&snapshot), [PaperKind::Acknowledgement], "before it is decided");
        let body = decide(&snapshot);
        snapshot.apply(&event(5, body)).expect("the next");
        snapshot
    }

    /// All that a paper says, line by line.
    fn text(paper: &Paper) -> String {
        let mut lines = vec![paper.authority.clone(), paper.title.clone(), paper.to.join(", ")];
        for block in &paper.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => lines.push(text.clone()),
                Block::List(items) | Block::Signatures(items) => lines.extend(items.clone()),
                Block::Fields(fields) => {
                    lines.extend(fields.iter().map(|(name, value)| format!("{name}={value}")));
                }
                Block::Table { heads, rows, .. } => {
                    assert!(rows.iter().all(|row| row.len() == heads.len()));
                    lines.extend(rows.iter().map(|row| row.join("=")));
                }
            }
        }
        lines.join("\n")
    }

    fn granted(snapshot: &Snapshot) -> Body {
        let mut terms = asked_terms(snapshot).expect("it is asked");
        terms.annexes[0].modulation = "5".parse().expect("a share");
        terms.notes.results = "Sorties au-dessus de l’objectif".to_owned();
        let (motive, terms) = (Some(Motive::Agreed), Some(Box::new(terms)));
        Body::Decided {
            version: 1, granted: true, reason: "Accord du 9 décembre.".to_owned(), motive, terms
        }
    }

    #[test]
    fn a_convention_says_what_is_granted_with_the_arithmetic_of_asp() {
        let snapshot = decided(granted);
        assert_eq!(papers(&snapshot), [PaperKind::Acknowledgement, PaperKind::Convention]);
        let paper = paper(&snapshot, PaperKind::Convention, (60, &program())).expect("it is granted");
        assert_eq!(paper.on, Some(Date::constant(2026, 12, 10)));
        let text = text(&paper);
        // 7.95 × 20 642 / 12 rounded, × 8; 5 % of it.
        for said in [
            "Préfet du Finistère",
            "Convention d’insertion par l’activité économique, ACI 2027",
            "Association Les Jardins, Quimper",
            "SIRET=262\u{a0}904\u{a0}113\u{a0}00061",
            "R. 5132-27 à R. 5132-43",
            "Vu l’avis favorable de la commission IAE du 9\u{a0}décembre\u{a0}2026",
            "La convention court du 1er\u{a0}janvier\u{a0}2027 au 31\u{a0}décembre\u{a0}2029.",
            "Part socle sur la période=109\u{202f}402,64\u{a0}€",
            "Part modulée (5\u{a0}%)=5\u{202f}470,13\u{a0}€",
            "Total=114\u{202f}872,77\u{a0}€",
            "Numéro de l’annexe=à attribuer par l’ASP",
            "Sorties dynamiques=60,00\u{a0}%",
            "Annexe. Projet d’insertion et moyens",
            "Projet de la structure=Un jardin ouvert à tous.",
            "Pour le préfet du Finistère et par délégation",
            "Accord trouvé en dialogue de gestion\u{a0}: Accord du 9 décembre.",
            "Résultats à la sortie\u{a0}: Sorties au-dessus de l’objectif",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }

    #[test]
    fn a_draft_bears_no_day_and_a_refusal_says_what_may_be_done() {
        let snapshot = decided(|_| Body::Decided {
            version: 1,
            granted: false,
            reason: "Projet à revoir.".to_owned(),
            motive: Some(Motive::Project),
            terms: None,
        });
        assert_eq!(papers(&snapshot), [PaperKind::Acknowledgement, PaperKind::Refusal]);
        let refusal = text(&paper(&snapshot, PaperKind::Refusal, (60, &program())).expect("it is refused"));
        for said in
            ["Projet d’insertion insuffisant\u{a0}: Projet à revoir.", "tribunal administratif", "deux mois"]
        {
            assert!(refusal.contains(said), "{said}: {refusal}");
        }
        let terms = asked_terms(&snapshot).map(Box::new);
        let decision = Decision { version: 1, granted: true, motive: None, reason: String::new(), terms };
        assert_eq!(draft(&snapshot, &decision, snapshot.at, &program()).expect("a draft").on, None);
        assert!(draft(&snapshot, &Decision { terms: None, ..decision }, snapshot.at, &program()).is_none());
        let told = text(
            &paper(&snapshot, PaperKind::Acknowledgement, (60, &program())).expect("it was found complete"),
        );
        assert!(told.contains("60\u{a0}jours") && told.contains("L. 112-3"), "{told}");
    }
}
