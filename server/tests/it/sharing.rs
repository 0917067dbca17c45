//! Agents share out the dossiers of their service: through the real router and the real database.

use domain::{
    Error, Refusal,
    dossier::{DossierId, Seq, Snapshot},
    usecase::{Report, Sharing, share_dossiers},
};
use futures_util::future::join_all;

use crate::{
    client::{Person, Service, encoded, run},
    story::{self, id_of},
};

const COLLEAGUE: &str = "compte=collegue-ddets";

/// A dossier of the Finistère that was sent.
async fn sent(person: &Person<'_>) -> DossierId {
    id_of(&story::sent(person).await)
}

async fn now(service: &Service, id: DossierId) -> Snapshot {
    service.services.dossiers.snapshot(id).await.expect("read").expect("there")
}

/// A page as it is read: without the marks of the library of views.
fn plain(page: &str) -> String {
    page.replace("<!>", "").replace('\u{a0}', " ")
}

/// The value of the box of a dossier in a page of the queue.
fn ticked(page: &str, id: DossierId) -> String {
    let box_of =
        page.split("name=\"dossier\" value=\"").skip(1).find(|rest| rest.starts_with(&id.to_string()));
    box_of.and_then(|rest| rest.split('"').next()).expect("its box").to_owned()
}

#[test]
fn an_agent_takes_a_dossier_gives_it_to_a_colleague_and_back() {
    run(async {
        let service = Service::start().await;
        let structure = service.log_in("compte=administratrice").await;
        let id = sent(&structure).await;
        let (sacha, camille) = (service.log_in("compte=ddets").await, service.log_in(COLLEAGUE).await);
        let before = ticked(&sacha.get("/instruction").await.body, id);
        assert_eq!(before, format!("{id}.0"));
        let form = encoded(&[("acte", "prendre"), ("dossier", &before)]);
        let page = plain(&sacha.post("/instruction?vue=tous", &form).await.body);
        assert!(page.contains("Vous prenez en charge : 1 dossier"), "{page}");
        assert!(page.contains(">Annuler<"), "it is taken back in one click");
        // A colleague whose page still said that nobody has it is told who does, and which dossier that is.
        let answer = camille.post("/instruction", &form).await;
        let page = plain(&answer.body);
        assert!(page.contains("Refusé : 1 dossier") && page.contains("passé à Sacha Richard"), "{page}");
        assert!(page.contains("IAE-2027-29-ACI"), "{page}");
        // Who reads that page anew may.
        let seen = ticked(&camille.get("/instruction").await.body, id);
        let to = sacha.viewer().await.person.0.to_string();
        let same = encoded(&[("acte", "confier"), ("agent", &to), ("dossier", &seen)]);
        assert!(plain(&camille.post("/instruction", &same).await.body).contains("Déjà ainsi : 1 dossier"));
        let to = camille.viewer().await.person.0.to_string();
        let give = encoded(&[("acte", "confier"), ("agent", &to), ("dossier", &seen)]);
        let page = plain(&sacha.post("/instruction", &give).await.body);
        assert!(page.contains("Confié à Camille Simon : 1 dossier."), "{page}");
        for (query, found) in [
            ("agent:moi", false),
            ("agent:%22camille+simon%22", true),
            ("agent:aucun", false),
            ("-agent:aucun", true),
        ] {
            let page = sacha.get(&format!("/instruction?q={query}")).await.body;
            assert_eq!(page.contains(&format!("dossiers/{id}")), found, "{query}");
        }
        // What was done is taken back, to who had it.
        let undo = page.split("value=\"restituer\"").next().expect("a form");
        let undo = undo.rsplit("name=\"dossier\" value=\"").next().and_then(|rest| rest.split('"').next());
        let undo = encoded(&[("acte", "restituer"), ("dossier", undo.expect("what it takes back"))]);
        assert!(plain(&sacha.post("/instruction", &undo).await.body).contains("Annulé : 1 dossier"));
        let own =
            now(&service, id).await.instruction.sharing.of(&sacha.viewer().await.service().expect("one"));
        assert_eq!(own.agent(), Some(sacha.viewer().await.person));
        // The dossier tells the service, and not its structure.
        let review = plain(&camille.get(&format!("/instruction/dossiers/{id}")).await.body);
        for said in [
            "Sacha Richard s’en occupe.",
            "pris par Sacha Richard",
            "confié à Camille Simon par Sacha Richard",
        ] {
            assert!(review.contains(said), "{said}: {review}");
        }
        for path in ["", "/historique", "/suivi", "/corrections", "/etapes/projet"] {
            let page = structure.get(&format!("/dossiers/{id}{path}")).await.body;
            assert!(!page.contains("Sacha Richard") && !page.contains("Camille Simon"), "{path}: {page}");
        }
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
        let to = camille.viewer().await.person.0.to_string();
        let own = ticked(&sacha.get("/instruction?vue=tous").await.body, id);
        let give = encoded(&[("acte", "confier"), ("agent", &to), ("dossier", &own)]);
        sacha.post("/instruction", &give).await;
        // Taken from a colleague by who reads that they have it: told, and taken back in one click.
        let theirs = ticked(&sacha.get("/instruction?vue=tous").await.body, id);
        let take = encoded(&[("acte", "prendre"), ("dossier", &theirs)]);
        let taken = plain(&sacha.post("/instruction?vue=tous", &take).await.body);
        assert!(taken.contains("1 dossier, dont 1 dossier repris à Camille Simon."), "{taken}");
    });
}

#[test]
fn of_two_agents_who_take_a_dossier_at_once_one_has_it_and_the_other_is_told() {
    run(async {
        let service = Service::start().await;
        let id = sent(&service.log_in("compte=administratrice").await).await;
        let agents = [
            service.log_in("compte=ddets").await.viewer().await,
            service.log_in(COLLEAGUE).await.viewer().await,
        ];
        let chosen = [(id, 0)];
        let both =
            agents.iter().map(|agent| share_dossiers(&service.services, agent, &chosen, Sharing::Take));
        let told: Vec<Report> =
            join_all(both).await.into_iter().map(|told| told.expect("a report")).collect();
        let (done, refused): (Vec<&Report>, Vec<&Report>) =
            told.iter().partition(|told| told.done.len() == 1);
        assert_eq!((done.len(), refused.len()), (1, 1), "{told:?}");
        let agent =
            now(&service, id).await.instruction.sharing.of(&agents[0].service().expect("one")).agent();
        let winner = agents.iter().find(|one| Some(one.person) == agent).expect("one of them");
        let reason = Error::Refused(Refusal::Taken(winner.name.clone())).to_string();
        assert_eq!(refused[0].refused[0].reason, reason);
    });
}

#[test]
fn some_refuse_and_the_others_are_done() {
    run(async {
        let service = Service::start().await;
        let id = sent(&service.log_in("compte=administratrice").await).await;
        let agent = service.log_in("compte=ddets").await;
        let nowhere = "00000000-0000-7000-8000-000000000000.0";
        let one = format!("{id}.0");
        let form = encoded(&[
            ("acte", "etiqueter"),
            ("etiquette", " à  revoir "),
            ("dossier", nowhere),
            ("dossier", &one),
        ]);
        let answer = agent.post("/instruction", &form).await;
        let page = plain(&answer.body);
        for said in ["Étiquette « à  revoir » mise : 1 dossier", "Refusé : 1 dossier", "introuvable"] {
            let said = said.replace("à  revoir", " à  revoir ");
            assert!(page.contains(said.trim()) || page.contains(&said), "{said}: {page}");
        }
        let page = agent.get("/instruction?q=etiquette:%22A+REVOIR%22").await.body;
        assert!(
            page.contains(&format!("dossiers/{id}")) && page.contains("etiquette:&quot;à revoir&quot;"),
            "{page}"
        );
        for (form, told) in [
            (encoded(&[("acte", "prendre")]), "Cochez au moins un dossier"),
            (encoded(&[("acte", "confier"), ("dossier", &one)]), "Choisissez à qui confier"),
            (
                encoded(&[
                    ("acte", "confier"),
                    ("agent", "00000000-0000-7000-8000-000000000000"),
                    ("dossier", &one),
                ]),
                "un agent de votre service",
            ),
            (encoded(&[("acte", "etiqueter"), ("etiquette", "un, deux"), ("dossier", &one)]), "sans virgule"),
        ] {
            let answer = agent.post("/instruction", &form).await;
            assert_eq!(answer.status, 422, "{form}");
            assert!(answer.body.contains(told), "{told}: {}", answer.body);
        }
        let all = agent.get("/instruction?coches=tout").await.body;
        assert!(all.contains(" checked"), "the whole page is ticked without a script: {all}");
        let follow = encoded(&[("suivre-un", &id.to_string())]);
        assert!(plain(&agent.post("/instruction", &follow).await.body).contains("Vous suivez : 1 dossier"));
        for (query, found) in [("suivi:oui", true), ("-suivi:oui", false)] {
            let page = agent.get(&format!("/instruction?q={query}")).await.body;
            assert_eq!(page.contains(&format!("dossiers/{id}")), found, "{query}");
        }
    });
}

/// Role × act, on a dossier of the Finistère.
#[test]
fn only_the_services_that_review_a_dossier_share_it_out() {
    run(async {
        let service = Service::start().await;
        let id = sent(&service.log_in("compte=administratrice").await).await;
        let before = service.services.dossiers.history(id).await.expect("a log").len();
        let (agent, colleague) = (service.log_in("compte=ddets").await, service.log_in(COLLEAGUE).await);
        let camille = colleague.viewer().await.person;
        let acts = || {
            [
                Sharing::Take,
                Sharing::Give(None),
                Sharing::Label("port".to_owned(), true),
                Sharing::Follow(true),
            ]
        };
        let chosen: [(DossierId, Seq); 1] = [(id, 0)];
        for (account, forbidden) in [
            ("compte=administratrice", [true; 4]),
            ("compte=structure&structure=maquis", [true; 4]),
            ("compte=assistance", [true; 4]),
            ("compte=dgefp", [true; 4]),
            ("compte=departement&departement=14", [false; 4]),
        ] {
            let viewer = service.log_in(account).await.viewer().await;
            for (act, forbidden) in acts().into_iter().zip(forbidden) {
                let told = share_dossiers(&service.services, &viewer, &chosen, act.clone()).await;
                if forbidden {
                    assert!(matches!(told, Err(Error::Forbidden(_))), "{account} {act:?}: {told:?}");
                } else {
                    let report = told.expect("a report");
                    assert!(report.done.is_empty(), "{account} {act:?}");
                    assert!(report.refused.iter().all(|refused| refused.named.is_none()), "nothing is named");
                }
            }
            for path in ["/instruction", "/instruction/charge"] {
                let person = service.log_in(account).await;
                let page = person.get(path).await;
                assert!(
                    !page.body.contains("Camille Simon") || account.contains("departement="),
                    "{account} {path}"
                );
            }
        }
        assert_eq!(
            service.services.dossiers.history(id).await.expect("a log").len(),
            before,
            "nothing was done"
        );
        // To an agent of another service, none gives.
        let region = service.log_in("compte=dreets").await;
        let other =
            share_dossiers(&service.services, &region.viewer().await, &chosen, Sharing::Give(Some(camille)))
                .await;
        assert!(matches!(other, Err(Error::Invalid(_))), "{other:?}");
        // Each service has its own.
        for person in [&agent, &region] {
            let told =
                share_dossiers(&service.services, &person.viewer().await, &chosen, Sharing::Take).await;
            assert_eq!(told.expect("a report").done.len(), 1);
        }
        let page = plain(&region.get("/instruction?vue=tous").await.body);
        assert!(page.contains("<span>Vous</span>") && !page.contains("Sacha Richard"), "{page}");
        let load = plain(&agent.get("/instruction/charge").await.body);
        for said in ["Camille Simon", "Sacha Richard", "Sans agent", "1 dossier en cours"] {
            assert!(load.contains(said), "{said}: {load}");
        }
        let href = load.split("href=\"").find(|rest| rest.starts_with("/instruction?q=agent%3A%22Sacha"));
        let href = href.and_then(|rest| rest.split('"').next()).expect("the figure leads somewhere");
        let list = agent.get(&href.replace("&amp;", "&")).await.body;
        assert!(list.contains(&format!("dossiers/{id}")), "{href}: {list}");
    });
}

#[test]
fn views_and_columns_are_kept_and_the_list_is_gone_through_dossier_by_dossier() {
    run(async {
        let service = Service::start().await;
        let id = sent(&service.log_in("compte=administratrice").await).await;
        let agent = service.log_in("compte=ddets").await;
        let chosen = agent.get("/instruction?q=type:ACI&colonne=agent&colonne=transmis").await;
        assert_eq!(
            (chosen.status, chosen.location.as_str()),
            (303, "/instruction?q=type%3AACI&colonnes=agent.transmis")
        );
        let page = agent.get(&chosen.location).await.body;
        assert!(page.contains("data-label=\"Agent\"") && !page.contains("data-label=\"Écart\""), "{page}");
        let keep = encoded(&[
            ("acte", "garder"),
            ("nom", "Mes ACI"),
            ("retour", "?q=type%3AACI&colonnes=agent.transmis"),
        ]);
        let kept = agent.post("/instruction/vues", &keep).await;
        assert_eq!(kept.location, "/instruction?q=type%3AACI&colonnes=agent.transmis&fait=vue");
        let link = "href=\"/instruction?q=type%3AACI&amp;colonnes=agent.transmis\"";
        let page = agent.get("/instruction").await.body;
        assert!(
            page.contains("Mes ACI") && (page.contains(link) || page.contains(&link.replace("&amp;", "&"))),
            "{page}"
        );
        let other = service.log_in(COLLEAGUE).await;
        assert!(!other.get("/instruction").await.body.contains("Mes ACI"), "a view is its author's");
        let blank = agent.post("/instruction/vues", &encoded(&[("acte", "garder"), ("nom", " ")])).await;
        assert!(blank.status == 422 && blank.body.contains("Donnez un nom"), "{}", blank.body);
        let view = page
            .split("name=\"vue\" value=\"")
            .find_map(|rest| rest.split('"').next().filter(|id| id.len() == 36));
        let view = view.expect("its identifier");
        let steal = other
            .post("/instruction/vues", &encoded(&[("acte", "renommer"), ("vue", view), ("nom", "À moi")]))
            .await;
        assert_eq!(steal.status, 404);
        agent
            .post("/instruction/vues", &encoded(&[("acte", "renommer"), ("vue", view), ("nom", "ACI du 29")]))
            .await;
        assert!(agent.get("/instruction").await.body.contains("ACI du 29"));
        agent.post("/instruction/vues", &encoded(&[("acte", "supprimer"), ("vue", view)])).await;
        assert!(!agent.get("/instruction").await.body.contains("ACI du 29"));
        assert_eq!(
            service.log_in("compte=administratrice").await.post("/instruction/vues", &keep).await.status,
            403
        );
        // The dossier remembers the list, through what is done in it.
        let page = agent.get(&format!("/instruction/dossiers/{id}?file=q%3Dtype%253AACI")).await.body;
        assert!(page.contains("href=\"/instruction?q=type%3AACI\""), "{page}");
        for form in ["demande", "ecrire"] {
            assert!(page.contains(&format!("file=q%3Dtype%253AACI#{form}\"")), "{form}: {page}");
        }
        let taken = agent
            .post(&format!("/instruction/dossiers/{id}?file=q%3Dtype%253AACI"), "acte=prendre&donne=0")
            .await;
        assert_eq!(
            taken.location,
            format!("/instruction/dossiers/{id}?fait=prendre&file=q%3Dtype%253AACI#repartition"),
            "{}",
            taken.body
        );
        let late = other.post(&format!("/instruction/dossiers/{id}"), "acte=prendre&donne=0").await;
        assert!(late.body.contains("passé à Sacha Richard"), "{}", late.body);
    });
}
