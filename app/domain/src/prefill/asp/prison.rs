//! Posts in prison: an annexe of its own tells them, beside the one of common law.

use form::Value;

use super::{annexe, facts::Facts, year};
use crate::{
    Kind, Structure,
    asp::{Annexe, Regime},
    prefill::Proposal,
};

/// Whether some posts are in prison, for the kinds that may have some there.
pub(super) fn perimeter(facts: &mut Facts, structure: &Structure, kind: Kind, year: i16) {
    if !matches!(kind, Kind::Aci | Kind::Ei) {
        return;
    }
    let how = match inside(structure, kind, year).first() {
        Some(annexe) => format!("annexe {} en milieu pénitentiaire", annexe.number),
        None if !of_kind(structure, kind).any(|_| true) => return,
        None => "aucune annexe en milieu pénitentiaire dans la livraison".to_owned(),
    };
    let some = !inside(structure, kind, year).is_empty();
    facts.derived("demande.penitentiaire", Value::Boolean(some), how);
}

/// How many they are; only an EI is asked for the number, an ACI says it of each of its places of work.
pub(super) fn posts(structure: &Structure, kind: Kind, year: i16) -> Vec<Proposal> {
    let inside = inside(structure, kind, year);
    let (Kind::Ei, Some(mut facts)) = (kind, year::facts(&inside)) else { return Vec::new() };
    let column = "af_etp_postes_insertion";
    if structure.territories(kind).len() <= 1 {
        facts.sum("etp.penitentiaire", column, &annexe::parts(&inside, |annexe| annexe.posts.etp));
        return facts.found;
    }
    for annexe in inside {
        let Some(place) = annexe.number.departement() else { continue };
        let path = format!("demande.territoires[d{}].penitentiaire", place.code().to_ascii_lowercase());
        facts.number(&path, column, annexe.posts.etp);
    }
    facts.found
}

fn of_kind(structure: &Structure, kind: Kind) -> impl Iterator<Item = &Annexe> {
    let own = structure.annexes.iter();
    own.filter(move |annexe| annexe.measure.kind() == Some(kind) && annexe.state.speaks())
}

/// The last annexe in prison of each département; one that ended before the last campaign was renewed under another
/// number, or is over.
fn inside(structure: &Structure, kind: Kind, year: i16) -> Vec<&Annexe> {
    let lasting =
        |annexe: &&Annexe| annexe.measure.regime() == Regime::Prison && annexe.end.year() >= year - 1;
    let mut found: Vec<&Annexe> = of_kind(structure, kind).filter(lasting).collect();
    found.sort_by_key(|annexe| {
        let place = annexe.number.departement().map(|place| place.code().to_owned());
        (place, std::cmp::Reverse((annexe.end, annexe.number.amendments(), annexe.row_id)))
    });
    found.dedup_by_key(|annexe| annexe.number.departement());
    found
}
