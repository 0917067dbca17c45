//! `/pilotage/donnees?formulaire=bilan`: the data of the bilan, their suppliers, what became of the values.

use domain::usecase::tally_dossiers;
use server::demo::last_year;

use crate::{
    bilan::{completed, counted, opened},
    client::{Service, encoded, run},
    inventory::{PAGE, headline, is_file, keys, line, plain},
};

const WOMEN: &str = "bilan.femmes";
const RATES: [&str; 5] = ["Couverture", "Gardées", "Corrigées", "Saisies", "Contestées"];

/// Sends the bilan of the demonstration's structure, one of its numbers contested, and counts it.
async fn sent(service: &Service) -> String {
    let person = service.log_in("compte=administratrice").await;
    let bilan = opened(&person, "ACI").await;
    completed(&person, &bilan).await;
    let contest =
        [("acte", "contester"), ("champ", WOMEN), ("source", "asp_mensuel"), ("motif", "Il en manque deux.")];
    assert_eq!(person.post(&format!("{bilan}/donnees"), &encoded(&contest)).await.status, 303);
    let answer = person.post(&format!("{bilan}/transmettre"), "certification=oui").await;
    assert_eq!(answer.location, format!("{bilan}/recepisse"), "{}", answer.body);
    assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1);
    assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 0, "once");
    bilan
}

/// Holds what a line says under each rate.
fn rates(page: &str, key: &str, said: [&str; 5]) {
    let line = line(page, key);
    for (label, said) in RATES.into_iter().zip(said) {
        let cell = format!("data-label=\"{label}\" class=\"fr-cell--right\">{said}</td>");
        assert!(line.contains(&cell), "{label}, {said}: {line}");
    }
}

#[test]
fn before_any_bilan_its_data_are_there_with_their_sources_and_no_figure_is_made_up() {
    run(async {
        let service = counted().await;
        let ministry = service.log_in("compte=dgefp").await;
        let demand = plain(&ministry.get(PAGE).await.body);
        assert!(demand.contains("<option value=\"\" selected>Demande</option>"), "{demand}");
        assert!(demand.contains("<option value=\"bilan\">Bilan</option>"));
        assert!(!keys(&demand).contains(&WOMEN), "the demand asks what it asked");
        let page = plain(&ministry.get(&format!("{PAGE}?formulaire=bilan")).await.body);
        assert!(page.contains("<option value=\"bilan\" selected>Bilan</option>"));
        assert!(page.contains("Bilan annuel, version 1. Année 2026, France entière."), "{page}");
        assert!(page.contains("Aucun bilan n’est encore transmis"));
        assert_eq!((keys(&page)[0], keys(&page).len()), ("bilan.annee", 100), "in the order of its form");
        assert!(!page.contains("Question locale") && !page.contains("name=\"portee\""));
        let (text, [elsewhere, all, within, without]) = headline(&page);
        assert_eq!(elsewhere + within + without, all, "{text}");
        assert!(elsewhere < all && within > 0, "what its demand said is no other source: {text}");
        let women = line(&page, WOMEN);
        for said in ["ASP, vues mensuelles additionnées par annexe", "salarie_rci_libelle", "2 - Dont femmes"]
        {
            assert!(women.contains(said), "{said}: {women}");
        }
        assert!(women.contains("16/11/2026"), "the day of what is in store: {women}");
        rates(&page, WOMEN, ["sans objet"; 5]);
        // A key of both forms has its own suppliers in each.
        let column = "af_nb_pers_agrees_pole_emploi_iae_annee_prec";
        assert!(
            line(&demand, "rh.insertion").contains(column) && !line(&page, "rh.insertion").contains(column)
        );
        let taken = "même question, demande de la même année";
        assert!(line(&page, "accompagnement.parcours").contains(taken) && !demand.contains(taken));
        assert!(line(&page, "bilan.synthese").contains("Seule la structure la connaît"));
        assert!(line(&page, "bilan.ti_revenu").contains("contrat_revenu_ti_3mois_sortie"), "who could");
        assert!(line(&page, "bilan.taux_realisation").contains("Calculée par le formulaire"));
        // What a bilan takes over is the demand of its year.
        last_year::seed(&service.services).await.expect("last year's dossier");
        for (year, day) in [(2026, true), (2025, false)] {
            let page = plain(&ministry.get(&format!("{PAGE}?formulaire=bilan&annee={year}")).await.body);
            assert_eq!(line(&page, "finance.perimetre").contains("01/12/2025"), day, "{year}");
        }
    });
}

#[test]
fn a_bilan_sent_is_counted_in_its_inventory_and_not_in_that_of_the_demands() {
    run(async {
        let service = counted().await;
        let ministry = service.log_in("compte=dgefp").await;
        let before = plain(&ministry.get(PAGE).await.body);
        let bilan = sent(&service).await;
        let after = plain(&ministry.get(PAGE).await.body);
        // The demands of the years to come take it over: that is all that is said of it there.
        let figures = |page: &str| line(page, "rh.insertion").matches("sans objet").count();
        assert_eq!(figures(&after), figures(&before), "the demand's are as they were");
        assert!(after.contains("Aucun dossier n’est encore transmis") && keys(&after) == keys(&before));
        let page = plain(&ministry.get(&format!("{PAGE}?formulaire=bilan")).await.body);
        assert!(page.contains("sur 1 bilan transmis"), "{page}");
        let (all, none) = ("100 % (1 sur 1)", "0 % (0 sur 1)");
        rates(&page, WOMEN, [all, all, none, none, all]);
        rates(&page, "rh.insertion", [all, all, none, none, none]);
        rates(&page, "bilan.synthese", [none, "sans objet", "sans objet", all, "sans objet"]);
        let calvados = service.log_in("compte=departement&departement=14").await;
        let other = plain(&calvados.get(&format!("{PAGE}?formulaire=bilan")).await.body);
        assert!(other.contains("Aucun bilan n’est encore transmis"), "those of another département");
        let earlier = plain(&ministry.get(&format!("{PAGE}?formulaire=bilan&annee=2025")).await.body);
        assert!(earlier.contains("Année 2025") && earlier.contains("Aucun bilan"), "another year");
        assert!(!earlier.contains("Voir les chiffres"), "none before it: {earlier}");
        let later = plain(&ministry.get(&format!("{PAGE}?formulaire=bilan&annee=2027")).await.body);
        let way = "formulaire=bilan&amp;annee=2026\" class=\"fr-link\">Voir les chiffres de l’année 2026</a>";
        assert!(later.contains(way) && !page.contains("Voir les chiffres"), "{later}");
        // What it contests is read in its campaign, with those of the demands.
        let list = plain(&ministry.get(&format!("{PAGE}/contestations")).await.body);
        for said in
            ["Il en manque deux.", "BILAN-2026-29-ACI-", "fr-hint-text\">Bilan</span>", "bilans de 2026"]
        {
            assert!(list.contains(said), "{said}: {list}");
        }
        assert!(
            list.contains("SIRET 900 000 001 00017"),
            "a bilan does not ask it, the producer needs it: {list}"
        );
        assert!(list.contains(&format!("href=\"/instruction{bilan}\"")));
        let file = ministry.get(&format!("{PAGE}/contestations.csv?source=asp")).await.body;
        let row = file.split("\r\n").nth(1).expect("one line");
        assert!(row.contains(";bilan.femmes;") && row.ends_with(";Bilan"), "{row}");
        let statements = {
            service.statements();
            ministry.get(&format!("{PAGE}?formulaire=bilan")).await;
            service.statements()
        };
        assert!((4..=12).contains(&statements), "{statements}");
    });
}

#[test]
fn the_form_that_is_asked_goes_along_in_every_link_and_every_file() {
    run(async {
        let service = counted().await;
        sent(&service).await;
        let ministry = service.log_in("compte=dgefp").await;
        let get = async |query: &str| ministry.get(&format!("{PAGE}{query}")).await.body;
        let page = get("?formulaire=bilan&annee=2026&tri=contestees&ordre=decroissant&mot=femmes").await;
        assert_eq!(keys(&page)[0], WOMEN);
        let links: Vec<&str> = page
            .split("href=\"/pilotage/donnees")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            // The menu leads to the page as it opens.
            .filter(|rest| !rest.is_empty())
            .collect();
        assert!(links.len() >= 13, "{links:?}");
        assert!(links.iter().all(|link| link.contains("formulaire=bilan")), "{links:?}");
        assert!(links.contains(&"/contestations?formulaire=bilan&amp;campagne=2027"), "{links:?}");
        assert!(page.contains("name=\"formulaire\"") && !page.contains("campagne=2026"));
        let none = get("?formulaire=bilan&mot=introuvable").await;
        assert!(none.contains("href=\"/pilotage/donnees?formulaire=bilan\""), "back to all of the same form");
        // A step or a source of the other form asks for all: nobody is left before an empty page.
        let other = get("?formulaire=bilan&etape=coordonnees&source=sirene&campagne=2027").await;
        assert_eq!(keys(&other).len(), 100);
        let list = get("/contestations?formulaire=bilan&campagne=2027").await;
        assert!(list.contains("href=\"/pilotage/donnees?formulaire=bilan&amp;annee=2026\""), "{list}");
        assert!(list.contains("type=\"hidden\" name=\"formulaire\" value=\"bilan\""), "{list}");
        let file = ministry.get(&format!("{PAGE}.csv?formulaire=bilan&etape=personnes")).await;
        is_file(&file, "text/csv; charset=utf-8", "inventaire-donnees-bilan-2026.csv");
        let women = file.body.split("\r\n").find(|row| row.contains(WOMEN)).expect("its line");
        assert!(women.ends_with(";1;1;100,0;1;1;100,0;0;0,0;0;0,0;1;100,0;0;0,0"), "{women}");
        assert!(!file.body.contains("bilan.synthese"), "the step that is asked");
        let words = ministry.get(&format!("{PAGE}/definitions.csv?formulaire=bilan")).await;
        is_file(&words, "text/csv; charset=utf-8", "inventaire-definitions-bilan-2026.csv");
        for said in
            ["Formulaire;Bilan annuel, version 1", "Année;2026", "Bilans comptés dans ce fichier;1 sur 1"]
        {
            assert!(words.body.contains(said), "{said}: {}", words.body);
        }
        let book = ministry.get(&format!("{PAGE}.xlsx?formulaire=bilan")).await;
        let named = &book.headers["content-disposition"];
        assert_eq!(named, "attachment; filename=\"inventaire-donnees-bilan-2026.xlsx\"");
    });
}
