//! What sources propose has its place in the form, in the type of its field.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    dossier::Known,
    prefill::{self, Proposal},
    source::{Found, Source},
};
use form::{
    FieldType, Program, Trame, Value,
    trame::{CodeList, read_trame},
    value::Coded,
};
use sources::{
    ask_all,
    demo::{Control, Keys, structures},
};

use crate::{
    parties::{PATIENCE, asked, asked_of, memory, morning, parties, stand_in},
    service::{Says, Service},
};

/// The demand and the bilan.
fn programs() -> [Program; 2] {
    [include_str!("../../../trames/dossier-2.toml"), include_str!("../../../trames/bilan-1.toml")]
        .map(|text| Program::compile(read_trame(text).expect("a right trame")).expect("no cycle"))
}

/// Every proposal fits one of the forms at least, in fields whose trame says that they are prefilled.
fn check(source: Source, found: &Found, programs: &[Program]) {
    let fitting: Vec<_> = programs
        .iter()
        .map(|program| {
            let named = found.proposals.iter().map(|told| named(told, program.trame()));
            (program.trame(), prefill::fitting(named.collect(), program))
        })
        .collect();
    for (path, known) in &found.proposals {
        let fit = |(_, fitting): &&(_, Vec<Proposal>)| fitting.iter().any(|(known, _)| known == path);
        let asked: Vec<&Trame> = fitting.iter().filter(fit).map(|(trame, _)| *trame).collect();
        assert!(!asked.is_empty(), "{source:?}: {path} {:?}", known.value);
        for trame in asked {
            let mut own = trame.fields().map(|(_, field)| field).filter(|field| field.path == path.field());
            let field = own.next().expect("a field of the form");
            assert!(!field.prefill.is_empty(), "{source:?}: {path} is not said to be prefilled");
        }
    }
    assert!(found.doubts.keys().all(|path| found.proposals.iter().any(|(known, _)| known == path)));
}

/// A commune told by its name and its postcode as the list of communes names it: `29000 Quimper`.
fn named((path, known): &Proposal, trame: &Trame) -> Proposal {
    let list = trame.holder(path).map(|field| &field.field_type);
    let is_town = matches!(list, Some(FieldType::Coded { list: CodeList::Communes }));
    let town = known.value.text().filter(|_| is_town).and_then(|text| text.split_once(' '));
    let town = town.map(|(postcode, name)| {
        assert!(postcode.len() == 5 && !name.is_empty(), "{postcode} {name}");
        Value::Coded(Coded { code: postcode.to_owned(), label: name.to_owned() })
    });
    (path.clone(), Known { value: town.unwrap_or_else(|| known.value.clone()), origin: known.origin.clone() })
}

#[tokio::test]
async fn what_the_stand_in_says_fits_the_form() {
    let (programs, stand) = (programs(), structures(sources::asp::Demo::small()));
    let address = stand_in(stand.clone(), &Control::new().without_limits()).await;
    let parties = parties(&address, &Keys::of_the_demonstration(), &memory());
    let mut keys: BTreeSet<(Source, String)> = BTreeSet::new();
    for structure in &stand {
        for kind in structure.kinds() {
            for (source, answer) in ask_all(&parties, &asked_of(structure, kind), morning(), PATIENCE).await {
                let Ok(found) = answer else { continue };
                check(source, &found, &programs);
                keys.extend(found.proposals.iter().map(|(path, _)| (source, path.field().to_string())));
            }
        }
    }
    let many = |wanted: Source| keys.iter().filter(|(source, _)| *source == wanted).count();
    let counts = [
        Source::Emplois,
        Source::EmploisReserved,
        Source::ImmersionConventions,
        Source::RechercheEntreprises,
        Source::Sirene,
    ]
    .map(many);
    assert_eq!(counts, [11, 14, 2, 13, 9], "{keys:#?}");
}

#[tokio::test]
async fn what_was_recorded_fits_the_form() {
    let programs = programs();
    let recorded: [(Source, &'static [Says]); 5] = [
        (Source::Emplois, &[Says::Whole(200, "", include_str!("../../src/emplois/recorded/siaes.json"))]),
        (
            Source::EmploisReserved,
            &[
                Says::Whole(200, "", include_str!("../../src/emplois/recorded/marche.json")),
                Says::Whole(200, "", r#"{"count": 103, "next": null, "previous": null, "results": []}"#),
            ],
        ),
        (
            Source::ImmersionConventions,
            &[Says::Whole(200, "", include_str!("../../src/immersion/recorded/conventions.json"))],
        ),
        (
            Source::RechercheEntreprises,
            &[Says::Whole(200, "", include_str!("../../src/registre/recherche/recorded/search.json"))],
        ),
        (
            Source::Sirene,
            &[Says::Whole(200, "", include_str!("../../src/registre/sirene/recorded/siret.json"))],
        ),
    ];
    for (source, says) in recorded {
        let service = Service::that(says).await;
        let parties = parties(&service.address, &Keys::of_the_demonstration(), &memory());
        let party: Arc<_> = parties.into_iter().find(|party| party.source() == source).expect("one of them");
        let found = party.ask(&asked(), morning()).await.expect("an answer");
        assert_ne!(found.proposals, []);
        check(source, &found, &programs);
    }
}
