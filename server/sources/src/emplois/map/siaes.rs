//! The public list: contacts, presentation, trades.

use std::collections::BTreeSet;

use domain::source::{Asked, Finding, Found, Reading, Source};
use form::{Date, Value, read::coded, trame::CodeList, value::Coded};

use super::{brand, of_another_kind, town, words};
use crate::emplois::wire::{Poste, Siae};

/// Posts sought say what a structure does, not all it does.
const POSTS: &str = "Lu dans vos postes publiés : ajoutez vos autres activités.";

/// What the list of a département says of a structure.
pub(in crate::emplois) fn siaes(told: &[Siae], about: &Asked, as_of: Date) -> Option<Found> {
    let same_place = || told.iter().filter(|siae| siae.siret == about.siret.as_str());
    let own = same_place().find(|siae| siae.kind == about.kind.code());
    let siae = own.or_else(|| same_place().next())?;
    let record = format!("structure {} {}", siae.kind, siae.siret);
    let mut reading = Reading::of(Source::Emplois, record, as_of);
    identity(&mut reading, siae);
    if own.is_some() {
        activities(&mut reading, &siae.postes);
    } else {
        reading.doubt_all(&of_another_kind(&siae.kind));
        reading.finding(Finding::OtherKind { said: Some(siae.kind.clone()) });
    }
    Some(reading.found())
}

fn identity(reading: &mut Reading, siae: &Siae) {
    reading.text("structure.siret", "siret", &siae.siret);
    reading.name("structure.denomination", "raison_sociale", &siae.raison_sociale);
    brand(reading, "enseigne", &siae.enseigne, &siae.raison_sociale);
    words(
        reading,
        &[
            ("structure.telephone", "telephone", &siae.telephone),
            ("structure.courriel", "courriel", &siae.courriel),
            ("structure.site_web", "site_web", &siae.site_web),
            ("projet.presentation", "description", &siae.description),
            ("structure.adresse_corresp.voie", "addresse_ligne_1", &siae.addresse_ligne_1),
            ("structure.adresse_corresp.complement", "addresse_ligne_2", &siae.addresse_ligne_2),
            ("structure.adresse_corresp.code_postal", "code_postal", &siae.code_postal),
        ],
    );
    town(reading, "ville, code_postal", (&siae.code_postal, &siae.ville));
}

/// One activity a trade, and the posts that are open.
fn activities(reading: &mut Reading, posts: &[Poste]) {
    let mut trades = BTreeSet::new();
    let mut open = 0;
    for post in posts.iter().filter(|post| post.recrutement_ouvert != Some(false)) {
        open += post.nombre_postes_ouverts.and_then(|many| u32::try_from(many).ok()).unwrap_or(1);
        let Ok(trade) = coded::coded(&post.rome, CodeList::Rome) else { continue };
        if trades.insert(trade.code.clone()) {
            activity(reading, post, trade);
        }
    }
    if open > 0 {
        reading.finding(Finding::OpenPosts(open));
    }
}

fn activity(reading: &mut Reading, post: &Poste, trade: Coded) {
    let row = trade.code.to_lowercase();
    let cell = |column: &str| format!("activites.liste[{row}].{column}");
    let named = if post.appellation_modifiee.is_empty() { &trade.label } else { &post.appellation_modifiee };
    let named = named.clone();
    reading.row("activites.liste", &row, "postes[].rome", &post.rome);
    reading.text(&cell("libelle"), "postes[].appellation_modifiee", &named);
    reading.add(&cell("rome"), "postes[].rome", Value::Coded(trade), &post.rome);
    if let Some(place) = &post.lieu {
        reading.commune(&cell("commune"), "postes[].lieu", &place.code_insee, &place.nom);
    }
    for path in [format!("activites.liste[{row}]"), cell("libelle"), cell("rome"), cell("commune")] {
        reading.doubt(&path, POSTS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{emplois::wire::Page, testing};

    fn recorded() -> Vec<Siae> {
        let page: Page<Siae> = serde_json::from_str(include_str!("../recorded/siaes.json")).expect("a page");
        page.results
    }

    #[test]
    fn the_structure_of_the_kind_is_read_with_its_trades() {
        let found = siaes(&recorded(), &testing::asked("ACI"), testing::TODAY).expect("known");
        assert_eq!(
            testing::shown(&found),
            [
                "structure.siret = 90000000100017",
                "structure.denomination = Les Jardins de l’Odet",
                "structure.enseigne = Jardins de l'Odet",
                "structure.telephone = 0298000001",
                "structure.courriel = accueil@jardins-odet.example",
                "structure.site_web = https://jardins-odet.example",
                "projet.presentation = Maraîchage biologique et entretien d'espaces verts. (?)",
                "structure.adresse_corresp.voie = 17 rue des Lilas (?)",
                "structure.adresse_corresp.code_postal = 29000 (?)",
                "structure.adresse_corresp.commune = 29000 Quimper (?)",
                "activites.liste[a1405] = ligne (?)",
                "activites.liste[a1405].libelle = Ouvrier maraîcher (H/F) (?)",
                "activites.liste[a1405].rome = A1405 (?)",
                "activites.liste[a1405].commune = 29232 (?)",
                "activites.liste[a1203] = ligne (?)",
                "activites.liste[a1203].libelle = Jardinier / Jardinière d'espaces verts (?)",
                "activites.liste[a1203].rome = A1203 (?)",
            ]
        );
        assert_eq!(found.findings, [Finding::OpenPosts(5)], "the closed post does not count");
    }

    #[test]
    fn another_kind_at_the_same_siret_is_doubtful() {
        let found = siaes(&recorded(), &testing::asked("ETTI"), testing::TODAY).expect("the same place");
        assert_eq!(found.sure().count(), 0);
        assert_eq!(found.findings, [Finding::OtherKind { said: Some("ACI".to_owned()) }]);
        let ei = siaes(&recorded(), &testing::asked("EI"), testing::TODAY).expect("known");
        assert_eq!(
            testing::shown(&ei)[..2],
            ["structure.siret = 90000000100017", "structure.denomination = Les Jardins de l’Odet"]
        );
        assert!(
            !testing::shown(&ei).iter().any(|line| line.starts_with("structure.enseigne")),
            "the same name"
        );
    }

    #[test]
    fn a_structure_that_is_not_in_the_list_is_absent() {
        let elsewhere = Asked { siret: testing::siret("90000111600012"), ..testing::asked("ACI") };
        assert_eq!(siaes(&recorded(), &elsewhere, testing::TODAY), None);
        assert_eq!(siaes(&[], &testing::asked("ACI"), testing::TODAY), None);
    }
}
