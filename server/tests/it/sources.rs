//! The sources of a dossier: asked in the background, put together, contested, taken over, asked again.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{
    Timestamp,
    dossier::{Event, Known, Origin, heard::Heard},
    source::{Ask, Asked, Finding, Found, Silence, Source},
    usecase::{SourcesAsked, ask_source},
};
use form::{Date, Value};

use crate::{
    client::{Person, Service, encoded, run, value_of},
    story::{filled, id_of, opened},
};

/// A source that says what a test tells it to, or why it says nothing.
pub struct Told {
    source: Source,
    answer: Mutex<Result<Vec<(&'static str, &'static str)>, Silence>>,
}

impl Told {
    pub fn says(source: Source, values: &[(&'static str, &'static str)]) -> Arc<Self> {
        Arc::new(Self { source, answer: Mutex::new(Ok(values.to_vec())) })
    }

    pub fn now(&self, answer: Result<Vec<(&'static str, &'static str)>, Silence>) {
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

/// A service whose sources say what a test tells them to.
pub async fn begun(told: &[Arc<Told>]) -> Service {
    let sources: Vec<Arc<dyn Ask>> = told.iter().map(|told| told.clone() as Arc<dyn Ask>).collect();
    Service::start_with(|app| app.services.sources = sources.into()).await
}

/// A round of one of them.
pub async fn asked(service: &Service, source: Source) -> SourcesAsked {
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

pub async fn act(person: &Person<'_>, dossier: &str, act: &str, key: &str, source: Source, why: &str) -> u16 {
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
                && list.contains("Les Jardins de l’Odet</strong>, selon l’ASP"),
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
            303,
            "a reason is asked, at an address of its own"
        );
        assert_eq!(
            act(&person, &dossier, "contester", PHONE, Source::Asp, "Ligne coupée en 2024.").await,
            303
        );
        let shown = value().await;
        assert!(shown.contains("Contestée le") && shown.contains("Ligne coupée en 2024."), "{shown}");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("Vous avez contesté ce que dit l’ASP"), "{history}");
        assert_eq!(act(&person, &dossier, "retirer", PHONE, Source::Asp, "").await, 303);
        assert!(!value().await.contains("Contestée le"));
        let own = plain(&person.get(&format!("{dossier}/historique?champ={PHONE}")).await.body);
        for said in [
            "Ce qui a été dit de ses sources",
            "Vous ne contestez plus ce que dit l’ASP",
            "Ligne coupée en 2024.",
        ] {
            assert!(own.contains(said), "{said}: {own}");
        }
        let other = plain(&person.get(&format!("{dossier}/historique?champ={NAME}")).await.body);
        assert!(!other.contains("Ce qui a été dit de ses sources"), "of another: {other}");
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

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
}

/// What keeps the answer of a page, as who reads it asks.
fn keeping(page: &str) -> String {
    encoded(&[("acte", "garder"), ("champ", PHONE), ("_vu", value_of(page, "_vu"))])
}

/// A part of a page that stands under an identifier, up to the next title of its level.
fn under<'a>(page: &'a str, id: &str) -> &'a str {
    let part = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    part.split("<h2").next().unwrap_or_default()
}

#[test]
fn an_answer_is_kept_once_and_a_newer_value_opens_the_question_again() {
    run(async {
        let emplois = Told::says(Source::Emplois, &[(PHONE, "0298112233")]);
        let service = begun(std::slice::from_ref(&emplois)).await;
        let (person, colleague) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&person, "ACI").await;
        let (step, address) = (format!("{dossier}/etapes/coordonnees"), format!("{dossier}/donnees"));
        let type_it = async |person: &Person<'_>, phone: &str| {
            let seen = value_of(&person.get(&step).await.body, "_vu").to_owned();
            let form = encoded(&[(PHONE, phone), ("_vu", &seen), ("action", "enregistrer")]);
            assert_eq!(person.post(&step, &form).await.status, 303);
        };
        let asked_again = async |phone: &'static str| {
            emplois.now(Ok(vec![(PHONE, phone)]));
            person.post(&address, "acte=actualiser").await;
            assert_eq!(asked(&service, Source::Emplois).await, answered(1, 0));
        };
        type_it(&person, "0612345678").await;
        asked_again("0298112233").await;
        let list = page(&person, &dossier).await;
        let waits = under(&list, "differences");
        for said in ["À décider (1)", "Garder ma réponse", "Nouvelle valeur disponible"] {
            assert!(waits.contains(said), "{said}: {waits}");
        }
        let today = form::french::date(form::french::time_of_day(service.services.clock.now()).0);
        let both = format!("Valeur du 26/11/2026 ; votre réponse est du {today}.");
        assert!(waits.contains(&both), "{both}: {waits}");
        let tasks = plain(&person.get(&dossier).await.body);
        // With the five that ASP proposes in doubt.
        assert!(tasks.contains("Voir 1 donnée à décider et 5 proposées"), "{tasks}");
        assert!(tasks.contains("1 nouvelle valeur disponible"), "{tasks}");
        // What changed since the page was made, by a colleague or at a source, is not kept unseen.
        let one = || async { person.get(&format!("{address}?champ={PHONE}")).await.body };
        // Nor what the same person answered in another tab.
        let seen = one().await;
        type_it(&person, "0611111111").await;
        let vu = value_of(&seen, "_vu");
        let taking =
            [("acte", "reprendre"), ("champ", PHONE), ("source", Source::Emplois.code()), ("_vu", vu)];
        for form in [keeping(&seen), encoded(&taking)] {
            assert_eq!(person.post(&address, &form).await.status, 409, "{form}");
        }
        for by_a_colleague in [true, false] {
            let seen = one().await;
            if by_a_colleague {
                type_it(&colleague, "0698765432").await;
                asked_again("0298000000").await;
            } else {
                asked_again("0298999999").await;
            }
            let before = log(&service, &dossier).await.len();
            let refused = person.post(&address, &keeping(&seen)).await;
            assert_eq!(refused.status, 409, "{}", refused.body);
            assert!(refused.body.contains("Votre réponse n’a pas été gardée"), "{}", refused.body);
            assert!(refused.body.contains("<title>Erreur") && refused.body.contains("06\u{a0}98\u{a0}76"));
            assert_eq!(log(&service, &dossier).await.len(), before);
        }
        let seen = one().await;
        let before = log(&service, &dossier).await.len();
        for (form, written) in [(keeping(&seen), 1), (keeping(&seen), 1), (keeping(&one().await), 1)] {
            assert_eq!(person.post(&address, &form).await.status, 303);
            assert_eq!(log(&service, &dossier).await.len(), before + written, "said twice, once");
        }
        let list = page(&person, &dossier).await;
        assert!(!under(&list, "differences").contains("Garder") && !list.contains("À décider ("), "{list}");
        let decided = under(&list, "decide");
        for said in ["Déjà décidé (1)", "06 98 76 54 32", "02 98 99 99 99", "Reprendre", "Contester"] {
            assert!(decided.contains(said), "{said}: {decided}");
        }
        let tasks = plain(&person.get(&dossier).await.body);
        assert!(tasks.contains("Voir 5 données proposées") && !tasks.contains("valeur disponible"));
        asked_again("0298777777").await;
        let list = page(&person, &dossier).await;
        assert!(under(&list, "differences").contains("Nouvelle valeur disponible"), "{list}");
        // Kept from the list, one goes back to it.
        let form = format!("{}&retour=liste", keeping(&list));
        assert_eq!(person.post(&address, &form).await.location, format!("{address}#differences"));
        // Nothing to keep where nobody answered, where no source speaks, or where nobody may answer.
        for key in ["gouvernance.benevoles", "etp.historique[n1].conventionnes", "inconnu.autre"] {
            let form = encoded(&[("acte", "garder"), ("champ", key)]);
            assert_eq!(person.post(&address, &form).await.status, 404, "{key}");
        }
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.post(&address, &form).await.status, 404);
    });
}

#[test]
fn what_a_source_alone_fills_is_contested_and_not_taken_over() {
    run(async {
        let service = begun(&[]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let key = "etp.historique[n1].conventionnes";
        let one = || async { plain(&person.get(&format!("{dossier}/donnees?champ={key}")).await.body) };
        let shown = one().await;
        assert!(shown.contains("Contester") && shown.contains("ne se saisit pas dans le dossier"), "{shown}");
        assert!(!shown.contains("Reprendre") && !shown.contains("Garder"), "{shown}");
        let typed = "Onze postes et non douze.";
        let long = "x".repeat(domain::usecase::LONGEST_REASON + 1);
        let form = encoded(&[("acte", "contester"), ("champ", key), ("source", "asp"), ("motif", &long)]);
        let refused = person.post(&format!("{dossier}/donnees"), &form).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(&long), "what was typed stays");
        assert_eq!(act(&person, &dossier, "contester", key, Source::Asp, typed).await, 303);
        assert!(one().await.contains(typed));
        assert_eq!(act(&person, &dossier, "reprendre", key, Source::Asp, "").await, 404);
        assert!(under(&page(&person, &dossier).await, "toutes").contains("contestée"));
    });
}

#[test]
fn all_that_sources_say_is_listed_and_a_table_shows_its_cells() {
    run(async {
        let service = begun(&[]).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let heard = Heard::of(&log(&service, &dossier).await);
        let told = heard.said.values().flat_map(|said| said.values.values());
        let told = told.filter(|told| !matches!(told.known.value, Value::Row(_)));
        let keys: std::collections::BTreeSet<String> = told.map(|told| told.path.to_string()).collect();
        assert!(keys.len() > 40, "ASP knows much of it: {}", keys.len());
        let list = page(&person, &dossier).await;
        let all = under(&list, "toutes");
        for key in &keys {
            assert!(all.contains(&format!("href=\"{dossier}/donnees?champ={key}\"")), "{key}: {all}");
        }
        assert!(all.contains(&format!("Tout ce que disent les sources ({})", keys.len())), "{all}");
        assert!(all.contains("ASP, livraison du 16/11/2026") && all.matches("<h3").count() > 3, "{all}");
        assert!(!all.contains("prefilled\">ASP</span>"), "each with its day: {all}");
        let table = "demande.territoires";
        assert!(all.contains(&format!("href=\"{dossier}/donnees?champ={table}\"")), "the table too");
        let shown = plain(&person.get(&format!("{dossier}/donnees?champ={table}")).await.body);
        let cells = keys.iter().filter(|key| key.starts_with(table)).count();
        assert_eq!(shown.matches("sources__datum").count(), cells, "{shown}");
        assert!(cells > 2 && shown.matches("Contester").count() >= cells, "{shown}");
        for name in
            [" « Vos départements d’intervention (29), ETP demandés » selon l’ASP", "(56), ETP demandés"]
        {
            assert!(shown.contains(name), "each by its row: {name}: {shown}");
        }
        let none = plain(&person.get(&format!("{dossier}/donnees?champ=activites.chantiers")).await.body);
        assert!(none.contains("Aucune source ne dit rien"), "{none}");
    });
}
