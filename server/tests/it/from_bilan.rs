//! A bilan that was sent: what the demand that is open, and the next bilan, take from it.

use domain::{
    Kind,
    dossier::{DossierId, Origin, Snapshot, heard::Heard},
    source::Source,
    usecase::{self, create_bilan, create_dossier},
};
use form::Value;

use crate::{
    bilan::counted,
    client::{Service, run},
    completing::{administrator, on, sent},
    renewal::{path, snapshot},
};

const STRUCTURE: i64 = 900_001;

/// What its bilan of 2025 says that no source knows.
const BILAN: [(&str, &str); 12] = [
    ("accompagnement.parcours", "Un entretien par mois, du diagnostic à la sortie."),
    ("accompagnement.partenaires[p1]", "1048576"),
    ("accompagnement.partenaires[p1].nom", "CCAS de Quimper"),
    ("accompagnement.partenaires[p1].objet", "accès au logement"),
    ("rh.temps_hebdo", "26"),
    ("bilan.perspectives", "Un second jardin, et moins de paniers."),
    ("bilan.comptes_approuves", "true"),
    ("finance.perimetre", "structure"),
    ("finance.charges", "9 000 000"),
    ("finance.resultat", "-4 120"),
    ("finance.aides_n1[region].montant", "500"),
    ("bilan.difficultes", "Aucune."),
];

/// What an answer is, and the dossier it was taken from.
fn taken(now: &Snapshot, key: &str) -> Option<(Value, String)> {
    let answer = now.answers.get(&path(key))?;
    let Origin::Given { dossier, .. } = &answer.origin else { return None };
    Some((answer.value.clone()?, dossier.clone()))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// What its own dossiers say of an answer, in doubt or not.
async fn doubt(service: &Service, id: DossierId, key: &str) -> Option<Option<String>> {
    let heard = Heard::of(&service.services.dossiers.history(id).await.expect("a log"));
    heard.value(Source::Previous, &path(key)).map(|told| told.doubt.clone())
}

#[test]
fn a_bilan_that_is_sent_feeds_the_demand_that_is_open_and_the_one_that_opens_later() {
    run(async {
        for open_before in [true, false] {
            let service = counted().await;
            let viewer = administrator(STRUCTURE);
            let [spring, autumn] = ["2026-05-04", "2026-11-25"].map(|day| on(&service.services, day));
            let bilan = create_bilan(&spring, &viewer, Kind::Aci).await.expect("it opens");
            let opened = async || create_dossier(&autumn, &viewer, Kind::Aci).await.expect("it opens");
            let early = if open_before { Some(opened().await) } else { None };
            if let Some(id) = early {
                assert_eq!(taken(&snapshot(&service, id).await, "accompagnement.parcours"), None);
            }
            sent(&spring, &viewer, bilan, &BILAN).await;
            let id = match early {
                Some(id) => id,
                None => opened().await,
            };
            let now = snapshot(&service, id).await;
            let from = |value: Value| Some((value, "bilan ACI 2025".to_owned()));
            let said = |key: &str| taken(&now, key);
            for (key, value) in [
                ("accompagnement.parcours", text(BILAN[0].1)),
                ("accompagnement.partenaires[p1].nom", text("CCAS de Quimper")),
            ] {
                let (told, dossier) = said(key).unwrap_or_else(|| panic!("{key}: {open_before}"));
                assert!(told.same_as(&value) && dossier == "bilan ACI 2025", "{key}: {told:?} {dossier}");
            }
            assert!(matches!(said("pieces.comptes"), Some((Value::Files(files), _)) if files.len() == 1));
            assert_eq!(said("finance.perimetre"), from(Value::Choice("structure".to_owned())));
            // What it counted of 2025 is what a demand for 2027 calls two years before, and nothing else of it.
            let told = async |key: &str| doubt(&service, id, key).await;
            assert_eq!(told("etp.historique[n2].realises").await, Some(None));
            assert_eq!(told("etp.historique[n1].realises").await, None);
            let other = Some(Some("de 2025, et non de l’an passé".to_owned()));
            for key in ["rh.insertion", "finance.aides_n1[region].montant", "formation.heures_n1"] {
                assert_eq!(told(key).await, other, "{key}");
                assert!(said(key).is_none(), "{key}: in doubt, it fills nothing");
            }
            // ASP's statements come first where both speak.
            for key in ["etp.historique[n2].realises", "rh.temps_hebdo"] {
                assert_eq!(told(key).await, Some(None), "{key}");
                let first = now.answers.get(&path(key));
                assert_eq!(
                    first.and_then(|answer| answer.origin.source()),
                    Some(Source::AspMonthly),
                    "{key}"
                );
            }
            let changed = told("projet.evolutions").await.flatten();
            assert!(changed.is_some_and(|why| why.contains("prévoyait")), "{open_before}");
            // Asked again, it says the same.
            usecase::refresh_sources(&autumn, &viewer, id).await.expect("asked again");
            assert_eq!(snapshot(&service, id).await.seq, now.seq, "{open_before}");
            assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
        }
    });
}

#[test]
fn the_next_bilan_takes_the_words_of_the_last_and_asks_about_what_was_done() {
    run(async {
        let service = counted().await;
        let viewer = administrator(STRUCTURE);
        let [spring, autumn] = ["2026-05-04", "2026-11-25"].map(|day| on(&service.services, day));
        let last = create_bilan(&spring, &viewer, Kind::Aci).await.expect("it opens");
        sent(&spring, &viewer, last, &BILAN).await;
        let id = create_bilan(&autumn, &viewer, Kind::Aci).await.expect("it opens");
        let now = snapshot(&service, id).await;
        assert_eq!(now.opening.year, 2026);
        let parcours = taken(&now, "accompagnement.parcours");
        assert_eq!(parcours, Some((text(BILAN[0].1), "bilan ACI 2025".to_owned())));
        let partner = "accompagnement.partenaires[p1].nom";
        assert_eq!(now.value(&path(partner)), None, "who was called on in another year fills nothing");
        let why = doubt(&service, id, partner).await.flatten();
        assert_eq!(why.as_deref(), Some("de 2025, et non de l’année du bilan"));
        // The demand of its own year comes before it.
        let demand = create_dossier(&on(&service.services, "2025-11-25"), &viewer, Kind::Aci).await;
        let written = "Un tuteur pour chacun, et un point chaque semaine.";
        let then = on(&service.services, "2025-11-26");
        let asked = [
            ("demande.nature", "renouvellement"),
            ("demande.debut", "01/01/2026"),
            ("demande.fin", "31/12/2028"),
            ("accompagnement.parcours", written),
        ];
        sent(&then, &viewer, demand.expect("it opens"), &asked).await;
        let parcours = taken(&snapshot(&service, id).await, "accompagnement.parcours");
        assert_eq!(parcours, Some((text(written), "ACI 2026".to_owned())));
    });
}
