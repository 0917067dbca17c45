//! The sources of a dossier: asked in the background, put together, contested, taken over, asked again.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{
    Timestamp,
    dossier::{Known, Origin},
    source::{Ask, Asked, Finding, Found, Silence, Source},
    usecase::{SourcesAsked, ask_source},
};
use form::{Date, Value};

use crate::{
    client::{Person, Service, encoded, run},
    story::{filled, opened},
};

/// A source that says what a test tells it to, or why it says nothing.
struct Told {
    source: Source,
    answer: Mutex<Result<Vec<(&'static str, &'static str)>, Silence>>,
}

impl Told {
    fn says(source: Source, values: &[(&'static str, &'static str)]) -> Arc<Self> {
        Arc::new(Self { source, answer: Mutex::new(Ok(values.to_vec())) })
    }

    fn now(&self, answer: Result<Vec<(&'static str, &'static str)>, Silence>) {
        *self.answer.lock().expect("nobody panics while holding it") = answer;
    }
}

const DAY: Date = Date::constant(2026, 11, 26);

#[async_trait]
impl Ask for Told {
    fn source(&self) -> Source {
        self.source
    }

    async fn ask(&self, about: &Asked, _now: Timestamp) -> Result<Found, Silence> {
        let answer = self.answer.lock().expect("nobody panics while holding it").clone()?;
        let known = |(key, text): (&str, &str)| {
            let origin = Origin::Prefilled {
                source: self.source.name().to_owned(),
                record: format!("établissement {}", about.siret.as_str()),
                column: "colonne".to_owned(),
                as_of: DAY,
                original: text.to_owned(),
            };
            (key.parse().expect("a key"), Known { value: Value::Text(text.to_owned()), origin })
        };
        let mut found = Found::on(DAY);
        found.proposals = answer.into_iter().map(known).collect();
        found.findings = vec![Finding::OpenPosts(3)];
        Ok(found)
    }
}

const NAME: &str = "structure.denomination";
const PHONE: &str = "structure.telephone";

async fn begun(told: &[Arc<Told>]) -> Service {
    let sources: Vec<Arc<dyn Ask>> = told.iter().map(|told| told.clone() as Arc<dyn Ask>).collect();
    Service::start_with(|app| app.services.sources = sources.into()).await
}

async fn asked(service: &Service, source: Source) -> SourcesAsked {
    ask_source(&service.services, source).await.expect("the list is read")
}

/// A page without the marks of its library, its no-break spaces as spaces.
pub fn plain(page: &str) -> String {
    page.replace("<!>", "").replace(['\u{a0}', '\u{202f}'], " ")
}

fn answered(told: usize, silent: usize) -> SourcesAsked {
    SourcesAsked { told, silent, why: None }
}

async fn page(person: &Person<'_>, dossier: &str) -> String {
    plain(&person.get(&format!("{dossier}/donnees")).await.body)
}

async fn act(person: &Person<'_>, dossier: &str, act: &str, key: &str, source: Source, why: &str) -> u16 {
    let form = encoded(&[("acte", act), ("champ", key), ("source", source.code()), ("motif", why)]);
    person.post(&format!("{dossier}/donnees"), &form).await.status
}

#[test]
fn a_dossier_is_completed_in_the_background_and_says_where_each_source_stands() {
    run(async {
        let sirene = Told::says(Source::Sirene, &[(NAME, "Association Les Jardins de l’Odet")]);
        let emplois = Told::says(Source::Emplois, &[(PHONE, "0298112233")]);
        let service = begun(&[sirene, emplois]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let list = plain(&person.get(&dossier).await.body);
        assert!(
            list.contains("D’où viennent vos données") && list.contains("Interrogation en cours…"),
            "{list}"
        );
        assert!(list.contains("livraison du 16/11/2026"), "ASP is there at once");
        assert!(list.contains("data-suite"), "and news is asked for");
        assert_eq!(asked(&service, Source::Sirene).await, answered(1, 0));
        let list = page(&person, &dossier).await;
        assert!(
            list.contains("Répertoire Sirene de l’Insee")
                && list.contains("2 données, dont 1 reprise, le 26/11/2026"),
            "{list}"
        );
        assert!(list.contains("Interrogation en cours…"), "les emplois has its own round");
        assert_eq!(asked(&service, Source::Emplois).await, answered(1, 0));
        assert_eq!(asked(&service, Source::Emplois).await, SourcesAsked::default(), "asked once");
        let list = page(&person, &dossier).await;
        assert!(!list.contains("Interrogation en cours…") && !list.contains("data-suite"), "{list}");
        assert!(list.contains("3 postes ouverts aux candidatures"), "what no field holds is said too");
        // The register is believed first on the name, ASP's own stays beside.
        assert!(
            list.contains("Association Les Jardins de l’Odet")
                && list.contains("Les Jardins de l’Odet</strong>, selon ASP"),
            "{list}"
        );
        let step = person.get(&format!("{dossier}/etapes/structure")).await.body;
        assert!(
            step.contains("value=\"Association Les Jardins de l’Odet\""),
            "it fills what nobody had looked at"
        );
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn a_source_that_is_down_hinders_nothing_and_is_asked_again() {
    run(async {
        let sirene = Told::says(Source::Sirene, &[(NAME, "Association Les Jardins de l’Odet")]);
        let service = begun(std::slice::from_ref(&sirene)).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let next = service.services.clock.now();
        for (silence, said) in [
            (Silence::Unavailable { next }, "Cette source ne répond pas. Nouvel essai"),
            (Silence::KeyRefused, "refuse notre accès"),
            (Silence::Absent, "ne connaît pas la structure"),
        ] {
            sirene.now(Err(silence));
            person.post(&format!("{dossier}/donnees"), &encoded(&[("acte", "actualiser")])).await;
            assert_eq!(asked(&service, Source::Sirene).await, answered(0, 1));
            assert_eq!(asked(&service, Source::Sirene).await, SourcesAsked::default(), "not before its turn");
            let list = page(&person, &dossier).await;
            assert!(list.contains(said), "{list}");
        }
        sirene.now(Ok(vec![(NAME, "Association Les Jardins de l’Odet")]));
        person.post(&format!("{dossier}/donnees"), &encoded(&[("acte", "actualiser")])).await;
        assert_eq!(asked(&service, Source::Sirene).await, answered(1, 0));
        assert!(!page(&person, &dossier).await.contains("ne connaît pas"));
    });
}

#[test]
fn what_a_person_wrote_stays_and_what_a_source_says_is_taken_over_or_contested() {
    run(async {
        let emplois = Told::says(Source::Emplois, &[(PHONE, "0298112233")]);
        let service = begun(std::slice::from_ref(&emplois)).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/coordonnees");
        person.post(&step, &encoded(&[(PHONE, "0612345678"), ("action", "continuer")])).await;
        asked(&service, Source::Emplois).await;
        let value = || async { plain(&person.get(&format!("{dossier}/donnees?champ={PHONE}")).await.body) };
        let shown = value().await;
        assert!(shown.contains("<strong>06 12 34 56 78") && shown.contains("02 98 11 22 33"), "{shown}");
        assert_eq!(act(&person, &dossier, "reprendre", PHONE, Source::Emplois, "").await, 303);
        assert!(plain(&person.get(&step).await.body).contains("value=\"02 98 11 22 33\""), "taken over");
        assert_eq!(
            act(&person, &dossier, "contester", PHONE, Source::Asp, " ").await,
            422,
            "a reason is asked"
        );
        assert_eq!(
            act(&person, &dossier, "contester", PHONE, Source::Asp, "Ligne coupée en 2024.").await,
            303
        );
        let shown = value().await;
        assert!(shown.contains("Contestée le") && shown.contains("Ligne coupée en 2024."), "{shown}");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("Vous avez contesté ce que dit ASP"), "{history}");
        assert_eq!(act(&person, &dossier, "retirer", PHONE, Source::Asp, "").await, 303);
        assert!(!value().await.contains("Contestée le"));
        // Who may not know of it does not; who is no source is none.
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.get(&format!("{dossier}/donnees")).await.status, 404);
        assert_eq!(act(&stranger, &dossier, "contester", PHONE, Source::Asp, "x").await, 404);
        assert_eq!(
            act(&person, &dossier, "contester", NAME, Source::Sirene, "x").await,
            404,
            "it said nothing"
        );
        let agent = service.log_in("compte=ddets").await;
        assert_eq!(
            agent.get(&format!("{dossier}/donnees")).await.status,
            404,
            "a draft is the structure's alone"
        );
    });
}

#[test]
fn what_was_contested_is_read_by_the_agent_and_nothing_is_added_once_the_dossier_is_sent() {
    run(async {
        let service = begun(&[]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(
            act(&person, &dossier, "contester", PHONE, Source::Asp, "Ligne coupée en 2024.").await,
            303
        );
        filled(&person, &dossier).await;
        let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let agent = service.log_in("compte=ddets").await;
        let read = plain(&agent.get(&format!("/instruction{dossier}")).await.body);
        assert!(
            read.contains("Données contestées par la structure (1)")
                && read.contains("Ligne coupée en 2024."),
            "{read}"
        );
        for said in ["02 86 86 47 06", "structure_adresse_admin_telephone", "Transmis par la structure : "] {
            assert!(read.contains(said), "{said}: {read}");
        }
        let row = read.split("id=\"ligne-structure-telephone\"").nth(1).expect("its line");
        let row = row.split("</tr>").next().unwrap_or_default();
        assert!(row.contains(">Contestée<") && row.contains("Ligne coupée en 2024."), "{row}");
        assert_eq!(read.matches(">Contestée<").count(), 1, "beside no other");
        let step = read.split("id=\"etape-coordonnees\"").nth(1).expect("its step");
        let note = step.split("</summary>").next().unwrap_or_default();
        assert!(note.contains("1 donnée contestée"), "{note}");
        assert!(read.contains("href=\"#ligne-structure-telephone\""), "one click from the list to the line");
        assert_eq!(act(&person, &dossier, "contester", NAME, Source::Asp, "x").await, 409, "frozen");
        let list = page(&person, &dossier).await;
        assert!(!list.contains("Contester") && !list.contains("actualiser"), "nothing is offered any more");
    });
}
