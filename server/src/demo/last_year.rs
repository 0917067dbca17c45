//! The dossier that a structure of the demonstration sent last year, so that this year's is seen to take it over.
//!
//! Made by the use cases themselves, on a day of last year, with what ASP knew then.

use std::collections::BTreeMap;

use anyhow::Context;
use domain::{
    Acting, Departement, Kind, StructureId, Viewer,
    access::Level,
    dossier::{
        Batch, ClientId, DossierId, Edit, Verdict,
        procedure::{
            Decision, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
    },
    prefill::plain_case,
    usecase::{self, Services},
};
use form::{Date, Path, Program};

use super::{
    completing::{ACCOUNTS, take_proposed},
    earlier::earlier,
};
use crate::auth::demo::person;

/// ASP's number of the structure that sent a dossier last year: « Ateliers du Bocage Vert », in the Calvados.
pub const STRUCTURE: i64 = 900_002;
/// When it was sent, the year before the demonstration's.
const SENT: &str = "2025-12-01T10:30:00Z";
/// The day of ASP's delivery then.
const DELIVERED: Date = Date::constant(2025, 11, 17);
/// The last year that it told of.
const LAST_ANNEXE: i16 = 2025;
/// What was answered, by key.
const ANSWERS: &str = include_str!("last_year.toml");
/// The documents given, by question.
const DOCUMENTS: [(&str, &str); 4] = [
    ("pieces.statuts", "statuts.pdf"),
    ("pieces.rib", "rib.pdf"),
    ("pieces.comptes", "comptes 2024.pdf"),
    ("pieces.france_travail", "convention france travail.pdf"),
];
/// The document that stands for each: it says that it is invented.
const PDF: &[u8] = include_bytes!("piece.pdf");

/// Opens, fills, sends and grants last year's dossier, unless the structure has one already.
///
/// # Errors
/// When the form of today does not take the answers any more: they are to be written again.
pub async fn seed(services: &Services) -> anyhow::Result<()> {
    let id = StructureId::of_asp(STRUCTURE);
    if !services.dossiers.of_structure(id).await?.is_empty() {
        return Ok(());
    }
    let services = &a_year_ago(services)?;
    let Some(structure) = services.register.structure(id).await? else { return Ok(()) };
    let name = plain_case(&structure.asp.name);
    let structure = person("Claude Petit", 7, Acting::Structure { id, name, administrator: true });
    let dossier = usecase::create_dossier(services, &structure, Kind::Aci).await?;
    take_proposed(services, &structure, dossier, ACCOUNTS).await?;
    fill(services, &structure, dossier).await?;
    let held = held(services, &structure, dossier).await?;
    anyhow::ensure!(held.is_empty(), "le dossier de l’an passé n’est pas prêt\u{a0}:\n{}", held.join("\n"));
    usecase::submit_dossier(services, &structure, dossier, true, None).await?;
    grant(services, dossier).await
}

/// The same services, on the day it was sent, before the sources that did not exist yet.
fn a_year_ago(services: &Services) -> anyhow::Result<Services> {
    Ok(earlier(services, SENT.parse()?, (DELIVERED, LAST_ANNEXE)))
}

async fn fill(services: &Services, viewer: &Viewer, id: DossierId) -> anyhow::Result<()> {
    for (field, name) in DOCUMENTS {
        usecase::attach_piece(services, viewer, id, Path::parse(field)?, name, PDF.to_vec()).await?;
    }
    let snapshot = services.dossiers.snapshot(id).await?.context("le dossier vient d’être ouvert")?;
    let answers: BTreeMap<String, String> = toml::from_str(ANSWERS)?;
    let edits = (1..).zip(answers).map(|(number, (key, text))| {
        let path = Path::parse(&key)?;
        Ok(Edit { number, base: snapshot.version(&path), path, text })
    });
    let edits = edits.collect::<anyhow::Result<Vec<Edit>>>()?;
    let client = ClientId::parse("demonstration")?;
    let batch = Batch { client, known: snapshot.seq, edits };
    for outcome in usecase::save_answers(services, viewer, id, batch).await?.outcomes {
        anyhow::ensure!(
            matches!(outcome.verdict, Verdict::Kept(_)),
            "{}: {:?}",
            outcome.path,
            outcome.verdict
        );
    }
    Ok(())
}

/// What holds the dossier back, a line each: what a form that changed asks since.
async fn held(services: &Services, viewer: &Viewer, id: DossierId) -> anyhow::Result<Vec<String>> {
    let open = usecase::open_dossier(services, viewer, id).await?;
    let program = Program::compile(open.trame).map_err(|cycle| anyhow::anyhow!("{cycle:?}"))?;
    let evaluation = program.evaluate(&open.snapshot.values(), &open.context);
    let held = program.issues(&evaluation).into_iter().filter(|issue| issue.holds_back());
    Ok(held.map(|issue| format!("{}: {}", issue.path, issue.said())).collect())
}

async fn grant(services: &Services, id: DossierId) -> anyhow::Result<()> {
    let departement = Departement::parse("14")?;
    let name = departement.employment_service();
    let level = Level::Departement;
    let agent = person("Camille Simon", 8, Acting::Service { name, departements: vec![departement], level });
    let snapshot = services.dossiers.snapshot(id).await?.context("le dossier vient d’être transmis")?;
    let terms = asked_terms(&snapshot).map(Box::new);
    // Nobody else acts on it: what each act leaves is read by the next.
    let known = (id, u64::MAX);
    usecase::acknowledge_dossier(services, &agent, known).await?;
    let given = Given {
        stance: Stance::Favourable,
        on: services.clock.today(),
        text: String::new(),
        confidential: false,
    };
    usecase::record_opinion(services, &agent, known, (Adviser::Commission, None), given).await?;
    let decision = Decision { version: 1, granted: true, motive: None, reason: String::new(), terms };
    Ok(usecase::decide_dossier(services, &agent, known, decision).await?)
}
