//! Mails as they leave, by a real SMTP server: what they say, once each, and what is done when they do not arrive.

use std::sync::Arc;

use domain::{
    Timestamp,
    ports::Clock,
    usecase::{MailsSent, Services, send_mails},
};
use jiff::ToSpan;

use crate::{
    client::{Person, Service, run, value_of},
    post_office::{PostOffice, carrier, free_port},
    story,
};

const SITE: &str = "https://iae.example/";
const ALIX: &str = "alix.robert@demonstration.example";
const DOMINIQUE: &str = "dominique.petit@demonstration.example";
const SACHA: &str = "sacha.richard@demonstration.example";

struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The services so many minutes later, with somebody to carry mails to a port; with nobody without one.
fn later(services: &Services, minutes: i64, port: Option<u16>) -> Services {
    let clock = Arc::new(At(services.clock.now() + minutes.minutes()));
    Services { clock, mailer: port.map(carrier), ..services.clone() }
}

async fn round(services: &Services) -> MailsSent {
    send_mails(services, SITE, &|| true).await.expect("the outbox answers")
}

/// A dossier that was sent, by somebody who has a colleague, to a service of one agent.
async fn sent(service: &Service) -> (Person<'_>, Person<'_>, String) {
    let person = service.log_in("compte=administratrice").await;
    service.log_in("compte=collegue").await;
    let agent = service.log_in("compte=ddets").await;
    let dossier = story::sent(&person).await;
    (person, agent, dossier)
}

/// Asks for so many corrections, one after the other.
async fn corrections(agent: &Person<'_>, dossier: &str, many: usize) {
    let review = format!("/instruction{dossier}");
    let keys = ["gouvernance.benevoles", "projet.evolutions", "projet.presentation", "projet.publics"];
    for key in keys.iter().cycle().take(many) {
        let seen = value_of(&agent.get(&review).await.body, "_vu").to_owned();
        let form = format!("_vu={seen}&acte=demander&champ={key}&motif=autre&texte=Confidentiel");
        assert_eq!(agent.post(&review, &form).await.status, 303);
    }
}

#[test]
fn a_mail_says_what_happened_where_to_log_in_and_nothing_confidential() {
    run(async {
        let service = Service::start().await;
        let (_, agent, dossier) = sent(&service).await;
        let (office, port) = (PostOffice::default(), free_port());
        office.open(port);
        let done = round(&later(&service.services, 0, Some(port))).await;
        assert_eq!(done, MailsSent { sent: 3, ..MailsSent::default() });
        assert_eq!(office.addresses(), [ALIX, DOMINIQUE, SACHA]);
        let [receipt, _, told] = &office.taken()[..] else { panic!("three letters") };
        let id = dossier.rsplit('/').next().expect("an identifier");
        let header = |name| receipt.header(name).unwrap_or_default();
        assert_eq!(header("From"), "\"Conventionnement IAE\" <service@iae.example>");
        assert_eq!(header("Reply-To"), "=?utf-8?b?w4lxdWlwZQ==?= <equipe@iae.example>");
        assert_eq!(header("To"), ALIX);
        assert_eq!(header("Subject"), "Dossier ACI 2027 transmis");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("Content-Type"), "text/plain; charset=utf-8");
        assert!(header("Message-ID").starts_with(&format!("<{id}.")), "{}", header("Message-ID"));
        let log = service.services.dossiers.history(id.parse().expect("an identifier")).await.expect("a log");
        let seq = log.len();
        let snapshot = service.services.dossiers.snapshot(id.parse().expect("an identifier")).await;
        let snapshot = snapshot.expect("read").expect("there");
        let reference = &snapshot.submission().expect("sent").reference;
        let name = &snapshot.opening.structure_name;
        assert_eq!(
            receipt.text(),
            format!(
                "Bonjour,\n\nLe dossier ACI 2027 de «\u{a0}{name}\u{a0}» est transmis à la DDETS du Finistère et à la DDETS du Morbihan. Sa référence est {reference}.\n\nVous n’avez rien à faire pour l’instant. Gardez le récépissé\u{a0}: nous vous écrirons si le service demande une correction, et quand il aura reconnu le dossier complet.\n\nOuvrir la page dans le service\u{a0}:\nhttps://iae.example/notifications/{id}/{seq}\n\n-- \nConventionnement IAE\nMessage automatique\u{a0}: il ne contient rien de confidentiel. Pour répondre, connectez-vous au service."
            )
        );
        assert!(told.text().contains("vous est transmis."), "{}", told.text());
        // Three corrections asked in a go are one mail to each, once ten minutes have passed.
        corrections(&agent, &dossier, 3).await;
        assert_eq!(round(&later(&service.services, 1, Some(port))).await.turns(), 0);
        assert_eq!(round(&later(&service.services, 12, Some(port))).await.sent, 2);
        assert_eq!(round(&later(&service.services, 60, Some(port))).await.turns(), 0);
        let letters = office.taken();
        assert_eq!(letters.len(), 5);
        let names = ["Alix", "Dominique", "Sacha", "Confidentiel"];
        for letter in letters {
            let (subject, text) = (letter.header("Subject"), letter.text());
            assert!(!names.iter().any(|name| text.contains(name)), "{subject:?} {text}");
        }
    });
}

#[test]
fn an_address_that_is_refused_is_told_to_the_agent_and_what_fails_for_a_time_is_sent_again() {
    run(async {
        let service = Service::start().await;
        let (person, agent, dossier) = sent(&service).await;
        let (office, port) = (PostOffice::default(), free_port());
        office.open(port);
        office.answers(DOMINIQUE, Some(550));
        office.answers(SACHA, Some(450));
        let done = round(&later(&service.services, 0, Some(port))).await;
        assert_eq!(done, MailsSent { sent: 1, bounced: 1, put_off: 1, ..MailsSent::default() });
        let review = agent.get(&format!("/instruction{dossier}")).await.body;
        let said = format!("Le courriel à {DOMINIQUE} n’est pas arrivé\u{a0}: adresse refusée");
        assert!(review.contains(&said) && review.contains("Appelez la personne"), "{review}");
        assert!(!review.contains(SACHA), "that one is tried again");
        for page in [dossier.clone(), format!("{dossier}/suivi"), "/notifications".to_owned()] {
            assert!(!person.get(&page).await.body.contains(DOMINIQUE), "{page} is the structure’s");
        }
        office.answers(SACHA, None);
        office.answers(DOMINIQUE, None);
        assert_eq!(round(&later(&service.services, 0, Some(port))).await.turns(), 0, "not at once");
        assert_eq!(round(&later(&service.services, 2, Some(port))).await.sent, 1);
        assert_eq!(office.addresses(), [ALIX, SACHA]);
        // The next one arrives: the warning goes.
        corrections(&agent, &dossier, 1).await;
        assert_eq!(round(&later(&service.services, 12, Some(port))).await.sent, 2);
        assert!(!agent.get(&format!("/instruction{dossier}")).await.body.contains(DOMINIQUE));
    });
}

#[test]
fn a_mail_that_comes_back_days_later_is_told_to_the_agent_as_one_refused_at_once() {
    run(async {
        let service = Service::start().await;
        let (_, agent, dossier) = sent(&service).await;
        let (office, port) = (PostOffice::default(), free_port());
        office.open(port);
        assert_eq!(round(&later(&service.services, 0, Some(port))).await.sent, 3);
        let letters = office.taken();
        let letter = letters.iter().find(|letter| letter.to == [DOMINIQUE]).expect("it left");
        let review = format!("/instruction{dossier}");
        assert!(!agent.get(&review).await.body.contains(DOMINIQUE));
        let report = letter.returned("550 5.1.1 no such user");
        let back = server::mail::returned::read(report.as_bytes()).expect("a report of ours");
        assert!(service.services.outbox.came_back(&back.mail, &back.fate).await.expect("noted"));
        let body = agent.get(&review).await.body;
        let said = format!("Le courriel à {DOMINIQUE} n’est pas arrivé\u{a0}: adresse refusée");
        assert!(body.contains(&said), "{body}");
    });
}

#[test]
fn a_server_that_was_down_takes_each_mail_once_when_it_is_back_and_days_later_none() {
    run(async {
        let service = Service::start().await;
        let (_, agent, dossier) = sent(&service).await;
        let (office, port) = (PostOffice::default(), free_port());
        let down = round(&later(&service.services, 0, Some(port))).await;
        assert_eq!(down, MailsSent { put_off: 3, ..MailsSent::default() });
        office.open(port);
        assert_eq!(round(&later(&service.services, 2, Some(port))).await.sent, 3);
        assert_eq!(round(&later(&service.services, 2, Some(port))).await.turns(), 0);
        assert_eq!(office.addresses(), [ALIX, DOMINIQUE, SACHA]);
        // One that never comes back: tries are given up after days, and the agent knows.
        corrections(&agent, &dossier, 1).await;
        let nobody = free_port();
        let (mut minutes, mut given_up) = (12, 0);
        for _ in 0..20 {
            given_up += round(&later(&service.services, minutes, Some(nobody))).await.given_up;
            minutes += 1_441;
        }
        assert_eq!(given_up, 2);
        let review = agent.get(&format!("/instruction{dossier}")).await.body;
        assert!(review.contains("n’a pas répondu pendant plusieurs jours"), "{review}");
    });
}

#[test]
fn two_who_send_at_once_send_each_mail_once_and_who_is_stopped_sends_no_more() {
    run(async {
        let service = Service::start().await;
        let (_, agent, dossier) = sent(&service).await;
        let (office, port) = (PostOffice::default(), free_port());
        office.open(port);
        let stopped = send_mails(&later(&service.services, 0, Some(port)), SITE, &|| false).await;
        assert_eq!(stopped.expect("answers").turns(), 0);
        let (one, two) = (later(&service.services, 0, Some(port)), later(&service.services, 0, Some(port)));
        let (one, two) = tokio::join!(round(&one), round(&two));
        assert_eq!(one.sent + two.sent, 3);
        assert_eq!(office.addresses(), [ALIX, DOMINIQUE, SACHA]);
        // Without anybody to carry them notices stay in the application, and do not leave the day somebody does.
        corrections(&agent, &dossier, 1).await;
        assert_eq!(round(&later(&service.services, 12, None)).await.kept, 2);
        assert_eq!(round(&later(&service.services, 15, Some(port))).await.turns(), 0);
    });
}
