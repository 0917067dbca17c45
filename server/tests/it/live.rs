//! The line that stays open: what colleagues write, and who is there.

use app::{Colleague, Sealed};
use domain::dossier::{Body, Event};

use crate::{
    client::{Line, Service, encoded, run},
    story::opened,
};

fn open<T: serde::de::DeserializeOwned>(data: &str) -> T {
    Sealed::<T>::of_text(data.to_owned()).open().expect("what the browser opens")
}

#[test]
fn what_a_colleague_writes_is_heard_and_who_is_there_is_said() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let dossier = opened(&administrator, "ACI").await;
        let mut heard: Line = administrator.listen(&format!("{dossier}/direct?etape=projet&depuis=0")).await;
        let (name, data) = heard.next().await;
        assert_eq!(name, "journal");
        let events: Vec<Event> = open(&data);
        assert!(matches!(events.first().map(|event| &event.body), Some(Body::Opened(_))), "from the start");
        let last = events.last().expect("an event").seq;
        let (name, data) = heard.next().await;
        assert_eq!((name.as_str(), open::<Vec<Colleague>>(&data)), ("presents", vec![]));

        let other = colleague.listen(&format!("{dossier}/direct?etape=activites&depuis={last}")).await;
        let (name, data) = heard.next().await;
        assert_eq!(name, "presents");
        let here: Vec<Colleague> = open(&data);
        assert_eq!(here.iter().map(|one| one.step.as_str()).collect::<Vec<_>>(), ["activites"]);
        assert_eq!(here[0].person, colleague.viewer().await.person);

        let step = format!("{dossier}/etapes/projet");
        let form = encoded(&[("projet.evolutions", "Un second jardin à Quimper."), ("action", "continuer")]);
        colleague.post(&step, &form).await;
        let (name, data) = heard.next().await;
        assert_eq!(name, "journal");
        let added: Vec<Event> = open(&data);
        assert!(added.iter().all(|event| event.seq > last), "each event once");
        assert!(
            matches!(&added[0].body, Body::AnswerSet { path, .. } if path.as_str() == "projet.evolutions")
        );

        drop(other);
        let (name, data) = heard.next().await;
        assert_eq!((name.as_str(), open::<Vec<Colleague>>(&data)), ("presents", vec![]), "gone");
    });
}
