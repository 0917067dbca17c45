//! The accounts of a demonstration: invented people, one click each.

use domain::{
    Acting, Departement, PersonId, StructureId, Viewer, access::Level, dossier::procedure::opinion::Invited,
    ports::Register, prefill::plain_case, territory::Region,
};
use uuid::Uuid;

/// ASP's number of the structure the demonstration acts for.
pub const STRUCTURE: i64 = 900_001;

/// The agent of any département.
const AGENT: &str = "Camille Simon";

/// The person of an account; `None` for an unknown one, or a structure that is not found.
pub async fn viewer(
    account: &str,
    structure: Option<StructureId>,
    departement: &str,
    register: &dyn Register,
) -> domain::Result<Option<Viewer>> {
    let found = match account {
        "administratrice" => own(register, "Alix Robert", 1, true).await?,
        "collegue" => own(register, "Dominique Petit", 2, false).await?,
        "ddets" => service("Sacha Richard", 3, "29"),
        "collegue-ddets" => service(AGENT, 8, "29"),
        "dreets" => region(),
        "dgefp" => Some(person("Charlie Moreau", 5, Acting::National)),
        "assistance" => Some(person("Maxime Girard", 6, Acting::Support)),
        "structure" => match structure {
            Some(id) => register.structure(id).await?.map(|structure| {
                let name = plain_case(&structure.asp.name);
                person("Claude Petit", 7, Acting::Structure { id, name, administrator: true })
            }),
            None => None,
        },
        "departement" => service(AGENT, 8, departement.trim()),
        _ => None,
    };
    Ok(found)
}

/// Who is asked for opinions at an address; none for what is no address.
#[must_use]
pub fn adviser(address: &str) -> Option<Viewer> {
    let Invited { address, .. } = Invited::read(address, false).ok()??;
    let person = PersonId::of_address(&address);
    Some(Viewer { person, name: address.clone(), acting: Acting::Adviser { address } })
}

/// Where the person of an account receives their mail: in a domain where nobody does, or where they are written to.
#[must_use]
pub fn address(viewer: &Viewer) -> String {
    if let Acting::Adviser { address } = &viewer.acting {
        return address.clone();
    }
    let name: String = viewer.name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(".");
    format!("{name}@demonstration.example")
}

async fn own(
    register: &dyn Register,
    name: &str,
    number: u128,
    administrator: bool,
) -> domain::Result<Option<Viewer>> {
    let id = StructureId::of_asp(STRUCTURE);
    let structure = register.structure(id).await?;
    Ok(structure.map(|structure| {
        let structure = plain_case(&structure.asp.name);
        person(name, number, Acting::Structure { id, name: structure, administrator })
    }))
}

fn service(name: &str, number: u128, code: &str) -> Option<Viewer> {
    let departement = Departement::parse(code).ok()?;
    let service = departement.employment_service();
    Some(person(
        name,
        number,
        Acting::Service { name: service, departements: vec![departement], level: Level::Departement },
    ))
}

fn region() -> Option<Viewer> {
    let region = Region::named("Bretagne")?;
    let departements = region.departements.iter().filter_map(|code| Departement::parse(code).ok()).collect();
    let name = "DREETS Bretagne".to_owned();
    Some(person("Lou Bernard", 4, Acting::Service { name, departements, level: Level::Region }))
}

/// An invented person, always the same by their number.
pub(crate) fn person(name: &str, number: u128, acting: Acting) -> Viewer {
    Viewer { person: PersonId(Uuid::from_u128(0xc0_4e44_0000 + number)), name: name.to_owned(), acting }
}
