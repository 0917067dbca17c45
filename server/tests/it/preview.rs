//! A dossier at a glance, beside the list or as a page: for who reviews it, and no look at it.

use crate::{
    client::{Service, run},
    story::{filled, id_of, opened},
};

/// Statements that a page may send.
const MOST: usize = 12;

#[test]
fn a_glance_is_a_page_or_a_part_of_the_list_and_is_no_look() {
    run(async {
        let service = Service::start().await;
        let structure = service.log_in("compte=administratrice").await;
        let dossier = opened(&structure, "ACI").await;
        let glance = format!("/instruction{dossier}/apercu");
        let agent = service.log_in("compte=ddets").await;
        assert_eq!(agent.get(&glance).await.status, 404, "a draft is its structure's");
        filled(&structure, &dossier).await;
        structure.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        service.statements();
        let page = agent.get(&glance).await;
        assert!(service.statements() <= MOST);
        let part = agent.get(&format!("{glance}?seul=oui&file=vue%3Dtous")).await;
        assert!(service.statements() <= MOST);
        for said in
            ["SIRET 900", "11,40\u{a0}ETP", "IAE-2027-29-ACI-", "Transmis, à lire", "Ouvrir le dossier"]
        {
            assert!(page.body.contains(said) && part.body.contains(said), "{said}: {}", part.body);
        }
        assert!(page.body.contains("<h1") && page.body.contains("<html"), "{}", page.body);
        assert!(!part.body.contains("<h1") && !part.body.contains("<html"), "{}", part.body);
        let id = id_of(&dossier);
        assert!(part.body.contains(&format!("data-apercu-de=\"{id}\"")), "{}", part.body);
        let open = format!("href=\"/instruction{dossier}?file=vue%3Dtous\"");
        assert!(part.body.contains(&open), "{open}: {}", part.body);
        // The list leads to it, and has the room where it is shown.
        let queue = agent.get("/instruction").await.body;
        assert!(
            queue.contains(&format!("href=\"{glance}?file=vue%3Dtraiter\" role=\"button\" data-apercu")),
            "{queue}"
        );
        assert!(queue.contains("id=\"apercu\"") && queue.contains("data-apercu-dit"), "{queue}");
        let person = agent.viewer().await.person;
        let looked = async || service.services.looks.look(person, id).await.expect("read");
        assert_eq!(looked().await, None, "a glance is no look");
        agent.get(&format!("/instruction{dossier}")).await;
        assert!(looked().await.is_some(), "the dossier itself is");
        for (account, status) in [
            ("compte=dgefp", 200),
            ("compte=dreets", 200),
            ("compte=departement&departement=14", 404),
            ("compte=administratrice", 404),
        ] {
            let read = service.log_in(account).await.get(&glance).await;
            assert_eq!(read.status, status, "{account}: {}", read.body);
        }
    });
}
