//! What is taken over from sources, told alike on each page; what is kept, contested without a reason, not asked.

use domain::source::Source;

use crate::{
    client::{Person, Service, encoded, run, value_of},
    sources::{Told, asked, begun, plain},
    story::opened,
};

const PHONE: &str = "structure.telephone";

async fn page(person: &Person<'_>, address: &str) -> String {
    plain(&person.get(address).await.body)
}

/// The number before a word, its last place in a text.
fn number(text: &str, after: &str) -> usize {
    let before = text.split(after).next().unwrap_or_default();
    let digits: String =
        before.chars().rev().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().unwrap_or_else(|_| panic!("{after}: {text}"))
}

#[test]
fn the_data_taken_over_are_counted_alike_on_each_page() {
    run(async {
        let service = Service::start_with(|app| app.services.sources = Vec::new().into()).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let tasks = page(&person, &dossier).await;
        let sentence = |page: &str| {
            let end = " demandées : vous n’avez pas";
            let start = page.split(end).next().and_then(|text| text.rsplit("<p>").next());
            assert!(page.contains(end), "{page}");
            start.unwrap_or_default().to_owned()
        };
        let said = sentence(&tasks);
        let taken = number(&said, " données reprises sur");
        assert!(taken > 10, "ASP knows much of it: {said}");
        for address in ["donnees", "recapitulatif"] {
            let shown = page(&person, &format!("{dossier}/{address}")).await;
            assert_eq!(sentence(&shown), said, "{address}");
        }
        // The card of the dossier, the steps, the sources: each adds up to it.
        let card = page(&person, "/dossiers").await;
        assert_eq!(number(&card, " données reprises"), taken, "{card}");
        let dont = |part: &str| -> usize {
            let parts = part.split(", dont ").skip(1);
            let counts =
                parts.filter(|part| part.split('<').next().is_some_and(|part| part.contains(" reprise")));
            counts
                .map(|part| {
                    part.split(' ').next().and_then(|count| count.parse::<usize>().ok()).expect("a number")
                })
                .sum()
        };
        let (steps, sources) = tasks.split_once("id=\"origines\"").expect("the steps, then the sources");
        assert_eq!(dont(steps), taken, "step by step: {tasks}");
        assert_eq!(dont(sources), taken, "source by source: {tasks}");
        // A value that is typed over is one less, everywhere, and the list says that it was replaced.
        let name = encoded(&[(PHONE, "0612345678"), ("action", "enregistrer")]);
        person.post(&format!("{dossier}/etapes/coordonnees"), &name).await;
        let (tasks, list) =
            (page(&person, &dossier).await, page(&person, &format!("{dossier}/donnees")).await);
        assert_eq!(number(&sentence(&tasks), " données reprises sur"), taken - 1);
        assert_eq!(sentence(&list), sentence(&tasks));
        let all = list.split("id=\"toutes\"").nth(1).expect("the list of all");
        assert_eq!(all.matches("remplacée par votre réponse").count(), 1, "{all}");
    });
}

#[test]
fn what_is_taken_over_tells_its_source_its_record_and_its_day() {
    run(async {
        let service = begun(&[]).await;
        let (person, colleague) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&person, "ACI").await;
        let (step, address) = (format!("{dossier}/etapes/coordonnees"), format!("{dossier}/donnees"));
        let form = encoded(&[(PHONE, "0612345678"), ("action", "enregistrer")]);
        person.post(&step, &form).await;
        let one = format!("{address}?champ={PHONE}");
        let history = format!("{dossier}/historique");
        let of_answer = format!("{history}?champ={PHONE}");
        let check = format!("{dossier}/recapitulatif");
        let from = "de l’ASP, structure ";
        for there in [&one, &of_answer, &check] {
            assert!(!page(&person, there).await.contains(&format!("epris {from}")), "{there}");
        }
        let take = [("acte", "reprendre"), ("champ", PHONE), ("source", Source::Asp.code())];
        assert_eq!(person.post(&address, &encoded(&take)).await.status, 303);
        for (who, by) in [(&person, "par vous le"), (&colleague, "par Camille")] {
            for there in [&one, &check] {
                let shown = page(who, there).await;
                let said = shown
                    .split(&format!("Repris {from}"))
                    .nth(1)
                    .unwrap_or_else(|| panic!("{there}: {shown}"));
                let said = said.split('<').next().unwrap_or_default();
                assert!(
                    said.contains(", au 16/11/2026, par ") && (said.contains(by) || by != "par vous le"),
                    "{said}"
                );
            }
        }
        let told = page(&person, &history).await;
        let taken = told.split("06 12 34 56 78 → ").nth(1).unwrap_or_default();
        let taken = taken.split('<').next().unwrap_or_default();
        assert!(taken.contains(&format!("(repris {from}")), "{taken}: {told}");
        let told = page(&person, &of_answer).await;
        assert!(told.contains(&format!("Reprise {from}")), "{told}");
    });
}

#[test]
fn what_is_kept_stands_in_the_history_with_what_it_was_kept_against() {
    run(async {
        let emplois = Told::says(Source::Emplois, &[(PHONE, "0298112233")]);
        let service = begun(std::slice::from_ref(&emplois)).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let form = encoded(&[(PHONE, "0612345678"), ("action", "enregistrer")]);
        person.post(&format!("{dossier}/etapes/coordonnees"), &form).await;
        assert_eq!(asked(&service, Source::Emplois).await.told, 1);
        let address = format!("{dossier}/donnees");
        let seen = person.get(&format!("{address}?champ={PHONE}")).await.body;
        let keep = encoded(&[("acte", "garder"), ("champ", PHONE), ("_vu", value_of(&seen, "_vu"))]);
        let history = format!("{dossier}/historique");
        let kept = "Vous avez gardé votre réponse à « ";
        assert!(!page(&person, &history).await.contains(kept));
        assert_eq!(person.post(&address, &keep).await.status, 303);
        let told = page(&person, &history).await;
        assert!(told.contains(kept), "{told}");
        let against = told.split(kept).nth(1).unwrap_or_default();
        assert!(against.contains("06 12 34 56 78, alors que "), "{against}");
        assert!(against.contains("les emplois de l’inclusion disaient : 02 98 11 22 33"), "{against}");
        let of_answer = page(&person, &format!("{history}?champ={PHONE}")).await;
        assert!(of_answer.contains("Réponse gardée"), "{of_answer}");
    });
}

#[test]
fn a_contest_without_a_reason_is_refused_at_an_address_one_can_come_back_to() {
    run(async {
        let service = begun(&[]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let address = format!("{dossier}/donnees");
        let one = page(&person, &format!("{address}?champ={PHONE}")).await;
        for said in ["1 000 caractères au plus", "Le service de l’État le verra quand vous aurez transmis"]
        {
            assert!(one.contains(said), "{said}: {one}");
        }
        let blank = encoded(&[("acte", "contester"), ("champ", PHONE), ("source", "asp"), ("motif", " ")]);
        let refused = person.post(&address, &blank).await;
        assert_eq!(refused.status, 303, "{}", refused.body);
        let (shown, field) = refused.location.split_once('#').expect("it leads to the field");
        let shown = page(&person, shown).await;
        assert!(shown.contains("<title>Erreur : D’où vient « "), "{shown}");
        assert!(
            shown.contains("Dites ce qui est faux") && shown.contains(&format!("id=\"{field}\"")),
            "{shown}"
        );
        // What is no datum of the form is not there, with the way back.
        for of in ["inconnu.autre", "structure.siret[a].b", "É"] {
            let unknown = person.get(&format!("{address}?champ={of}")).await;
            assert_eq!(unknown.status, 404, "{of}");
        }
        let unknown = person.get(&format!("{address}?champ=inconnu.autre")).await.body;
        assert!(unknown.contains(&format!("href=\"{address}\"")), "{unknown}");
        // Nobody answered there, and nothing is said to be an answer.
        let silent = page(&person, &format!("{address}?champ=accompagnement.pmsmp")).await;
        assert!(!silent.contains("sans réponse</strong>"), "{silent}");
    });
}

#[test]
fn the_tables_of_a_step_tell_their_sources_without_a_script_and_before_sending() {
    run(async {
        let service = begun(&[]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = page(&person, &format!("{dossier}/etapes/aides")).await;
        let told = step.split("id=\"sources-tableaux\"").nth(1).expect("what stands under the room");
        let told = told.split("</noscript>").next().unwrap_or_default();
        assert!(!step.split("id=\"piece\"").next().unwrap_or_default().contains("sources-tableaux"));
        let link = format!("href=\"{dossier}/donnees?champ=finance.aides_n1\"");
        assert!(
            told.contains(&link) && told.contains("ASP, année 2025, livraison du 16/11/2026 : "),
            "{told}"
        );
        let text = page(&person, &format!("{dossier}/etapes/projet")).await;
        assert!(!text.contains("sources-tableaux"), "a step without such a table says nothing");
        let check = page(&person, &format!("{dossier}/recapitulatif")).await;
        let table = check.split("id=\"recap-aides\"").nth(1).expect("the step");
        let table = table.split("</section>").next().unwrap_or_default();
        assert!(
            table.contains("ASP, année 2025, livraison du 16/11/2026 : ")
                && table.contains("reprises</span>"),
            "{table}"
        );
    });
}
