//! `/pilotage/donnees` before any dossier: what is in store for the structures that ASP knows.

use std::io::{Cursor, Read};

use domain::usecase::{begin_measure, count_stretch, end_measure, measure_reserve, refresh_reserve};
use server::demo::months;

use crate::{
    client::{Service, encoded, run},
    commands::{Desk, text},
    inventory::{PAGE, keys, line, plain},
};

const PHONE: &str = "structure.telephone";
const POSTS: &str = "etp.demandes";
const WOMEN: &str = "bilan.femmes";

/// What a line says of a figure.
fn cell<'a>(page: &'a str, key: &str, label: &str) -> &'a str {
    let start = format!("data-label=\"{label}\" class=\"fr-cell--right\">");
    let after = line(page, key).split_once(&start).unwrap_or_else(|| panic!("{key} has no {label}")).1;
    after.split('<').next().unwrap_or_default()
}

/// The two numbers of a share: `67 % (2 sur 3)`.
fn numbers(share: &str) -> (u32, u32) {
    let inside = share.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    let (part, whole) = inside.and_then(|text| text.split_once(" sur ")).unwrap_or_else(|| panic!("{share}"));
    (part.parse().expect("a number"), whole.parse().expect("a number"))
}

#[test]
fn before_any_dossier_the_coverage_in_store_is_there_and_each_reads_that_of_its_departements() {
    run(async {
        let service = Service::start().await;
        let ministry = service.log_in("compte=dgefp").await;
        let read = async |account: &str| {
            let person = service.log_in(account).await;
            plain(&person.get(PAGE).await.body)
        };
        let before = plain(&ministry.get(PAGE).await.body);
        assert!(before.contains("La couverture en base n’est pas mesurée"), "{before}");
        assert_eq!(cell(&before, PHONE, "En base"), "sans objet", "no figure is made up");
        let measured = measure_reserve(&service.services).await.expect("measured");
        let page = plain(&ministry.get(PAGE).await.body);
        assert!(page.contains("Aucun dossier n’est encore transmis"), "{page}");
        let said = format!("avant tout dossier, sur {measured} structures connues de l’ASP");
        assert!(
            page.contains("Couverture en base mesurée le ") && page.contains(&said),
            "{measured}: {page}"
        );
        let (known, all) = numbers(cell(&page, PHONE, "En base"));
        assert!(known > 0 && known <= all && all == measured, "{known} of {all}, {measured} measured");
        assert_eq!(cell(&page, PHONE, "Couverture"), "sans objet", "of the dossiers sent");
        assert_eq!(cell(&page, "structure.siret", "En base"), format!("100 % ({all} sur {all})"));
        // An EITI asks for workers, the others for posts.
        let (posts, workers) =
            (numbers(cell(&page, POSTS, "En base")), numbers(cell(&page, "etp.ti", "En base")));
        assert!(posts.1 < all && workers.1 > 0 && posts.1 + workers.1 == all, "{posts:?} {workers:?} {all}");
        assert_eq!(cell(&page, "etp.montant", "En base"), "–", "worked out");
        for (key, why) in
            [("projet.besoins", "no file says it"), ("demande.debut", "the calendar is no file")]
        {
            assert_eq!(cell(&page, key, "En base"), "non mesurée", "{key}: {why}");
        }
        assert_eq!(
            cell(&page, "local.d29.iles", "En base"),
            "non mesurée",
            "what a département asks besides"
        );
        // The agent of a département reads that of its structures, and no other's.
        let finistere = read("compte=ddets").await;
        let (_, own) = numbers(cell(&finistere, PHONE, "En base"));
        assert!(finistere.contains(&format!("sur {own} structures connues")), "{finistere}");
        let calvados = read("compte=departement&departement=14").await;
        let (_, other) = numbers(cell(&calvados, PHONE, "En base"));
        assert!(own > 0 && other > 0 && own != other && own + other <= all, "{own}, {other}, {all}");
        let none = read("compte=departement&departement=48").await;
        assert!(none.contains("sur 0 structure connue"), "{none}");
        assert_eq!(cell(&none, PHONE, "En base"), "sans objet");
        // It is sorted by a click, and said in each definition.
        let sorted = ministry.get(&format!("{PAGE}?tri=base&ordre=decroissant")).await.body;
        assert_eq!(sorted.matches("aria-sort=\"descending\"").count(), 1);
        let first = keys(&sorted)[0].to_owned();
        assert!(cell(&plain(&sorted), &first, "En base").starts_with("100 %"), "{first}");
        assert!(page.contains("<dt id=\"definition-base\"><strong>En base</strong></dt>"));
        let earlier = plain(&ministry.get(&format!("{PAGE}?campagne=2026")).await.body);
        assert!(earlier.contains("La couverture en base n’est pas mesurée"), "another campaign");
    });
}

#[test]
fn it_is_measured_again_when_more_is_delivered_and_only_then() {
    run(async {
        let service = Service::start().await;
        let services = &service.services;
        let ministry = service.log_in("compte=dgefp").await;
        let bilan = async || plain(&ministry.get(&format!("{PAGE}?formulaire=bilan")).await.body);
        let measured = refresh_reserve(services).await.expect("measured").expect("nothing was");
        assert_eq!(refresh_reserve(services).await.expect("looked at"), None, "nothing came since");
        let (known, all) = numbers(cell(&bilan().await, WOMEN, "En base"));
        assert!(known == 0 && all > 0 && all <= measured, "no month was delivered: {known} of {all}");
        months::seed(services).await.expect("months");
        assert!(refresh_reserve(services).await.expect("measured").is_some(), "months came");
        let (known, again) = numbers(cell(&bilan().await, WOMEN, "En base"));
        assert!(known > 0 && again == all, "{known} of {again}");
        assert_eq!(refresh_reserve(services).await.expect("looked at"), None);
        service.statements();
        measure_reserve(services).await.expect("measured");
        let statements = service.statements();
        assert!((5..=24).contains(&statements), "by pages, not by structures: {statements}");
    });
}

#[test]
fn measured_stretch_by_stretch_it_is_the_same() {
    run(async {
        let service = Service::start().await;
        let services = &service.services;
        months::seed(services).await.expect("months");
        let ministry = service.log_in("compte=dgefp").await;
        let file = async || ministry.get(&format!("{PAGE}.csv")).await.body;
        let whole = measure_reserve(services).await.expect("measured");
        let at_once = file().await;
        for stretches in [2, 7] {
            let measuring = begin_measure(services, stretches).await.expect("begun");
            let mut counted = Vec::new();
            for stretch in measuring.stretches() {
                counted.push(count_stretch(services, &measuring, stretch).await.expect("counted"));
            }
            assert!(counted.len() > 1, "{stretches}");
            let all = end_measure(services, &measuring, counted).await.expect("kept");
            assert_eq!((all, file().await), (whole, at_once.clone()), "{stretches} stretches");
        }
    });
}

#[test]
fn it_is_taken_away_with_the_rest() {
    run(async {
        let service = Service::start().await;
        let measured = measure_reserve(&service.services).await.expect("measured");
        let ministry = service.log_in("compte=dgefp").await;
        let file = ministry.get(&format!("{PAGE}.csv?etape=coordonnees")).await.body;
        let heads: Vec<&str> = file.split("\r\n").next().expect("headings").split(';').collect();
        let place = heads.iter().position(|head| *head == "Structures mesurées").expect("its column");
        assert_eq!(heads[place..place + 3], ["Structures mesurées", "En base", "En base (%)"]);
        let ending = heads.len() - place;
        let phone = file.split("\r\n").find(|row| row.contains(PHONE)).expect("its line");
        let cells: Vec<&str> = phone.rsplitn(ending + 1, ';').collect();
        let own = |column: usize| cells[ending - 1 - column];
        assert_eq!(own(0), measured.to_string(), "{phone}");
        let known: u32 = own(1).parse().expect("a number");
        assert!(known > 0 && known <= measured && own(2).contains(','), "{phone}");
        let words = ministry.get(&format!("{PAGE}/definitions.csv")).await.body;
        for said in [
            format!("Structures mesurées en base, une fois par type;{measured}"),
            "Couverture en base mesurée le;".to_owned(),
            "\nEn base;".to_owned(),
        ] {
            assert!(words.contains(&said), "{said}: {words}");
        }
        let query = encoded(&[("etape", "coordonnees")]);
        let bytes = ministry.bytes(&format!("{PAGE}.xlsx?{query}")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        let mut texts = String::new();
        archive.by_name("xl/sharedStrings.xml").expect("a part").read_to_string(&mut texts).expect("text");
        assert!(texts.contains("En base (%)") && texts.contains("Structures en base"));
    });
}

#[test]
fn an_import_measures_what_it_brought() {
    let desk = Desk::new();
    let files = [desk.structures(), desk.annexes()].map(text);
    let structures = desk.run(&["import", "asp", &files[0]]);
    assert!(
        structures.out.contains("couverture en base mesurée sur 0\u{a0}structure,"),
        "{}",
        structures.out
    );
    let annexes = desk.run(&["import", "asp", &files[1]]);
    assert_eq!(annexes.code, 0, "{}", annexes.err);
    let said = annexes.out.split_once("couverture en base mesurée sur ");
    let count =
        said.and_then(|(_, rest)| rest.split('\u{a0}').next()).and_then(|word| word.parse::<u32>().ok());
    assert!(count.is_some_and(|count| count > 20), "{}", annexes.out);
    let again = desk.run(&["import", "asp", &files[0], &files[1]]);
    assert!(!again.out.contains("mesurée"), "nothing went in: {}", again.out);
}
