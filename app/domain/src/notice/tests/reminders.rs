//! What is recalled before and after a deadline, and how.

use super::*;

/// The keys of what is recalled at noon of a day.
fn recalled(bodies: Vec<Body>, day: &str) -> Vec<String> {
    let log = played(bodies);
    let days = Reminders { draft: vec![3, 15], correction: vec![14, 7], opinion: vec![2], delay: vec![10] };
    let told = reminders(id(), &log[log.len() - 1].1, (noon(day), 60), &days);
    told.into_iter().map(|notice| notice.key).collect()
}

#[test]
fn each_deadline_is_recalled_once_a_number_of_days() {
    /// What, what happened, and the keys on some days.
    type Line<'a> = (&'a str, Vec<Body>, &'a [(&'a str, &'a [&'a str])]);
    let until = |day| opinion_asked(None, Some(day));
    // The draft is expected on 15 December; the dossier is sent on the 1st, when the correction is asked for.
    let december = |day| Date::constant(2026, 12, day);
    let table: [Line; 7] = [
        (
            "a draft",
            vec![],
            &[
                ("2026-11-29", &[]),
                ("2026-11-30", &["a-transmettre-2026-12-15-15"]),
                ("2026-12-11", &["a-transmettre-2026-12-15-15"]),
                ("2026-12-12", &["a-transmettre-2026-12-15-3"]),
                ("2026-12-15", &["a-transmettre-2026-12-15-3"]),
                ("2026-12-16", &[]),
            ],
        ),
        (
            "a correction",
            vec![sent(1), asked()],
            &[
                ("2026-12-07", &[]),
                ("2026-12-08", &["a-corriger-2026-12-01-7"]),
                ("2026-12-15", &["a-corriger-2026-12-01-14"]),
                ("2027-03-01", &["a-corriger-2026-12-01-14"]),
            ],
        ),
        (
            "opinions",
            vec![sent(1), until(december(20)), until(december(20))],
            &[
                ("2026-12-17", &[]),
                ("2026-12-18", &["avis-attendu-2026-12-20-2-3", "avis-attendu-2026-12-20-2-4"]),
                ("2026-12-21", &[]),
                ("2026-12-22", &["avis-attendu-2026-12-20-passe-2-3", "avis-attendu-2026-12-20-passe-2-4"]),
            ],
        ),
        (
            "an opinion without a day",
            vec![sent(1), opinion_asked(None, None)],
            &[
                ("2026-12-07", &[]),
                ("2026-12-08", &["avis-attendu-2026-12-01-sans-date-7-3"]),
                ("2026-12-15", &["avis-attendu-2026-12-01-sans-date-14-3"]),
            ],
        ),
        (
            "a correction that is answered and not sent",
            vec![sent(1), asked(), correction_answered()],
            &[("2026-12-07", &[]), ("2026-12-08", &["a-corriger-2026-12-01-7"])],
        ),
        (
            "a correction that the service awaits no more",
            vec![sent(1), asked(), moved(Move::TakenBack { reason: "Sans réponse.".to_owned() })],
            &[("2026-12-08", &[])],
        ),
        (
            "the delay",
            vec![sent(1)],
            &[("2027-01-19", &[]), ("2027-01-20", &["delai-2027-01-30-10"]), ("2027-01-31", &[])],
        ),
    ];
    for (what, bodies, days) in table {
        for (day, expected) in days {
            assert_eq!(recalled(bodies.clone(), day), *expected, "{what} on {day}");
        }
    }
}

#[test]
fn a_reminder_says_the_day_and_what_to_do() {
    let log = played(vec![]);
    let days = Reminders { draft: vec![3], ..Reminders::default() };
    let told = reminders(id(), &log[0].1, (noon("2026-12-12"), 60), &days);
    let [draft] = &told[..] else { panic!("one is told") };
    assert_eq!(draft.subject, "Dossier ACI 2027 à transmettre au plus tard le 15\u{a0}décembre\u{a0}2026");
    assert_eq!(
        draft.text,
        "Bonjour,\n\nLe dossier ACI 2027 de «\u{a0}Les Jardins de l'Odet\u{a0}» n’est pas encore transmis. Il est attendu le 15\u{a0}décembre\u{a0}2026.\n\nComplétez-le, vérifiez-le, puis transmettez-le\u{a0}: d’ici là, le service ne connaît pas ce dossier."
    );
    assert_eq!(draft.except, None);
    let corrected = played(vec![sent(1), asked()]);
    let days = Reminders { correction: vec![7], ..Reminders::default() };
    let told = reminders(id(), &corrected[2].1, (noon("2026-12-09"), 60), &days);
    assert!(
        told[0].text.contains("1\u{a0}correction attend votre réponse sur le dossier ACI 2027"),
        "{}",
        told[0].text
    );
}
