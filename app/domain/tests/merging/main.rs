//! Putting sources together: nothing that a person wrote is lost, and the order of arrival changes nothing.

mod desk;
mod properties;
mod proposed;
mod withdrawn;

use domain::{
    dossier::{Body, heard::Heard},
    prefill::{Merged, believed, differing, ranked},
    source::Source,
};

use desk::{Desk, path, person, text, told};

#[test]
fn each_family_believes_its_own_source_first() {
    for (key, first, second) in [
        ("structure.denomination", Source::Sirene, Source::Asp),
        ("structure.telephone", Source::Emplois, Source::Asp),
        ("etp.demandes", Source::Asp, Source::AspMonthly),
        ("etp.demandes", Source::AspMonthly, Source::Pilotage),
        ("etp.demandes", Source::Dgefp, Source::Previous),
        ("rh.insertion", Source::AspYearly, Source::AspMonthly),
        ("rh.insertion", Source::AspMonthly, Source::Asp),
        ("projet.presentation", Source::Previous, Source::Emplois),
    ] {
        for order in [[first, second], [second, first]] {
            let mut desk = Desk::new();
            for source in order {
                desk.hear(source, vec![told(source, key, source.code(), None)]);
            }
            assert_eq!(desk.value(key), Some(&text(first.code())), "{key}, {order:?}");
            let heard = Heard::of(&desk.log);
            let key = path(key);
            let ranked: Vec<Source> = ranked(&heard, &key).into_iter().map(|(source, _)| source).collect();
            assert_eq!(ranked, [first, second], "both are kept");
            assert_eq!(differing(&heard, &desk.snapshot, &desk.trame).len(), 1, "and the difference is told");
        }
    }
}

#[test]
fn what_a_person_wrote_cleared_or_confirmed_is_not_written_over() {
    let key = "structure.telephone";
    let newer = |desk: &mut Desk| desk.hear(Source::Emplois, vec![told(Source::Emplois, key, "02", None)]);
    let mut typed = Desk::new();
    typed.types(key, Some("01"));
    let mut cleared = Desk::new();
    cleared.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    cleared.types(key, None);
    let mut confirmed = Desk::new();
    confirmed.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    confirmed.write(person(), Body::StepConfirmed { step: "un".to_owned() });
    for (desk, stands) in [(&mut typed, Some("01")), (&mut cleared, None), (&mut confirmed, Some("00"))] {
        assert_eq!(newer(desk).written, []);
        assert_eq!(desk.value(key), stands.map(text).as_ref());
        let known = &desk.snapshot.sources.get(&path(key)).expect("a source spoke").value;
        assert_eq!(known, &text("02"), "and what is newer is offered");
    }
    let mut untouched = Desk::new();
    untouched.hear(Source::Asp, vec![told(Source::Asp, key, "00", None)]);
    assert_eq!(newer(&mut untouched).written.len(), 1, "nobody had looked at it");
}

#[test]
fn a_doubtful_value_is_shown_and_fills_nothing() {
    let mut desk = Desk::new();
    let doubt = "compte tous les établissements de la personne morale";
    desk.hear(Source::Sirene, vec![told(Source::Sirene, "structure.denomination", "Groupe", Some(doubt))]);
    assert_eq!(desk.value("structure.denomination"), None);
    desk.hear(Source::Asp, vec![told(Source::Asp, "structure.denomination", "Atelier", None)]);
    assert_eq!(desk.value("structure.denomination"), Some(&text("Atelier")), "sure before doubtful");
    assert_eq!(Heard::of(&desk.log).values(&path("structure.denomination")).count(), 2);
}

#[test]
fn what_is_contested_comes_last_until_it_is_taken_back() {
    let key = "structure.denomination";
    let mut desk = Desk::new();
    desk.hear(Source::Sirene, vec![told(Source::Sirene, key, "Ancien nom", None)]);
    desk.contest(key, Source::Sirene, Some("Nous avons changé de nom."));
    desk.hear(Source::Asp, vec![told(Source::Asp, key, "Nouveau nom", None)]);
    assert_eq!(desk.value(key), Some(&text("Nouveau nom")));
    let heard = Heard::of(&desk.log);
    let contest = &heard.contested[&(path(key), Source::Sirene)];
    assert_eq!(
        contest.known.as_ref().map(|known| &known.value),
        Some(&text("Ancien nom")),
        "what it said then"
    );
    desk.contest(key, Source::Sirene, None);
    let heard = Heard::of(&desk.log);
    assert_eq!(believed(&heard, &path(key)).map(|known| &known.value), Some(&text("Ancien nom")));
}

#[test]
fn a_field_that_the_form_has_not_is_left() {
    let mut desk = Desk::new();
    assert_eq!(desk.hear(Source::Asp, vec![told(Source::Asp, "autre.chose", "x", None)]), Merged::default());
}

/// The sources whose value of a datum that differs waits for a decision, and those that bring news.
fn standing(desk: &Desk, key: &str) -> (Vec<Source>, Vec<Source>) {
    let found = differing(&Heard::of(&desk.log), &desk.snapshot, &desk.trame);
    let datum = found.into_iter().find(|datum| datum.path == path(key)).expect("it differs");
    let news = datum.waiting.iter().copied().filter(|source| datum.is_news(*source)).collect();
    (datum.waiting, news)
}

#[test]
fn what_differs_waits_until_a_person_decides_and_is_reopened_by_what_is_newer() {
    use Source::{Asp, Emplois};
    let key = "structure.telephone";
    let says = |desk: &mut Desk, source, value| desk.hear(source, vec![told(source, key, value, None)]);
    let mut desk = Desk::new();
    says(&mut desk, Asp, "00");
    says(&mut desk, Emplois, "02");
    assert_eq!(desk.value(key), Some(&text("02")));
    assert_eq!(standing(&desk, key), (vec![Asp], vec![]), "nobody looked: it waits, and is no news");
    let confirmed = Body::StepConfirmed { step: "un".to_owned() };
    for (act, decided) in [
        (Body::ValueContested { path: path(key), source: Asp, text: Some("Faux.".to_owned()) }, vec![]),
        (Body::ValueContested { path: path(key), source: Asp, text: None }, vec![Asp]),
        (confirmed, vec![]),
    ] {
        desk.write(person(), act.clone());
        assert_eq!(standing(&desk, key).0, decided, "{act:?}");
    }
    desk.types(key, Some("02"));
    assert_eq!(standing(&desk, key).0, [], "kept");
    // The same said again is no news; another value is, from any source.
    says(&mut desk, Asp, "00");
    assert_eq!(standing(&desk, key).0, []);
    says(&mut desk, Asp, "03");
    assert_eq!(standing(&desk, key), (vec![Asp], vec![Asp]));
    desk.contest(key, Asp, Some("Faux aussi."));
    assert_eq!(standing(&desk, key).0, []);
    says(&mut desk, Asp, "04");
    assert_eq!(standing(&desk, key).0, [Asp], "what was contested was another value");
    desk.types(key, Some("05"));
    says(&mut desk, Emplois, "06");
    assert_eq!(standing(&desk, key), (vec![Emplois], vec![Emplois]));
    desk.types(key, None);
    assert_eq!(standing(&desk, key).0, [], "to want no answer is a decision");
    desk.hear(Emplois, vec![told(Emplois, key, "07", Some("périmètre"))]);
    assert_eq!(standing(&desk, key), (vec![Emplois], vec![]), "what is doubtful waits, and is no news");
}

#[test]
fn what_one_source_said_before_a_person_decided_is_no_news_of_another() {
    use Source::{Asp, Emplois, Sirene};
    let key = "structure.telephone";
    let says =
        |desk: &mut Desk, source, value, doubt| desk.hear(source, vec![told(source, key, value, doubt)]);
    let mut desk = Desk::new();
    says(&mut desk, Asp, "00", None);
    says(&mut desk, Sirene, "09", Some("périmètre"));
    desk.types(key, Some("05"));
    says(&mut desk, Emplois, "00", None);
    assert_eq!(standing(&desk, key), (vec![], vec![]), "ASP had said so, and the person answered otherwise");
    says(&mut desk, Emplois, "09", None);
    assert_eq!(standing(&desk, key), (vec![Emplois], vec![Emplois]), "it was only proposed until then");
}

#[test]
fn what_the_application_wrote_since_a_confirmation_was_confirmed_by_nobody() {
    let key = "structure.telephone";
    let mut desk = Desk::new();
    desk.write(person(), Body::StepConfirmed { step: "un".to_owned() });
    for (source, value) in [(Source::Asp, "00"), (Source::Emplois, "02")] {
        desk.hear(source, vec![told(source, key, value, None)]);
    }
    assert_eq!(standing(&desk, key), (vec![Source::Asp], vec![]));
}
