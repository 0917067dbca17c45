//! The line that stays open: what colleagues write, and who is there.

use app::{Colleague, Sealed};
use domain::dossier::{News, What};

use crate::{
    client::{Line, Service, encoded, run},
    story::opened,
};

fn open<T: serde::de::DeserializeOwned>(data: &str) -> T {
    Sealed::<T>::of_text(data.to_owned()).open().expect("what the browser opens")
}

/// Démarches simplifiées 7176: two people worked on one dossier unaware of each other.
#[test]
fn of_two_people_on_one_dossier_each_knows_that_the_other_is_there() {
    run(async {
        let service = Service::start().await;
        let one = service.log_in("compte=administratrice").await;
        let two = service.log_in("compte=collegue").await;
        let dossier = opened(&one, "ACI").await;
        let line = |step: &str| format!("{dossier}/direct?etape={step}&depuis=99");
        let (mut first, mut second) = (one.listen(&line("projet")).await, two.listen(&line("projet")).await);
        for (heard, other) in [(&mut first, two.viewer().await), (&mut second, one.viewer().await)] {
            let here = loop {
                let (name, data) = heard.next().await;
                let here: Vec<Colleague> = if name == "presents" { open(&data) } else { Vec::new() };
                if !here.is_empty() {
                    break here;
                }
            };
            let told: Vec<_> =
                here.iter().map(|one| (one.person, one.name.as_str(), one.step.as_str())).collect();
            assert_eq!(told, [(other.person, other.name.as_str(), "projet")]);
        }
    });
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
        let all: Vec<News> = open(&data);
        let first = all.first().map(|news| news.seq);
        assert_eq!(first, Some(4), "from the start, but that it was opened, what ASP said and the calendar");
        let last = all.last().expect("news").seq;
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
        let added: Vec<News> = open(&data);
        assert!(added.iter().all(|news| news.seq > last), "each once");
        assert!(matches!(&added[0].what, What::Answered(path, _) if path.as_str() == "projet.evolutions"));

        drop(other);
        let (name, data) = heard.next().await;
        assert_eq!((name.as_str(), open::<Vec<Colleague>>(&data)), ("presents", vec![]), "gone");
    });
}
