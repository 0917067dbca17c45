//! `/dossiers/{id}/suivi`: where a dossier that was sent stands, for its structure, and the way to give it up.

use domain::{
    Timestamp,
    dossier::{
        Actor, DossierId, Snapshot, State,
        procedure::{Act, Rounds, Ruling, terms::Grant},
    },
    paper::{PaperKind, papers, past_papers},
};
use form::{FieldType, french};
use leptos::prelude::*;

use super::{
    messages::link_to_messages,
    paper::{links, past_links},
    subject::named,
};
use crate::{
    Page,
    filling::{DossierBar, DossierView},
};

/// What its reader may know and do beside the dossier itself.
#[derive(Clone, Debug, Default)]
pub struct Following {
    /// Delay of instruction, in days.
    pub delay: u16,
    /// Whether its reader may give the demand up.
    pub withdraws: bool,
    /// Why what was sent is refused, and what it said.
    pub refused: Option<(String, String)>,
    /// What was just done, in a sentence.
    pub done: Option<&'static str>,
    /// Messages of the service that are to be read.
    pub unread: usize,
    /// What was asked and answered of each correction that was asked for again.
    pub rounds: Rounds,
}

const TITLE: &str = "Suivi";

/// Where a dossier stands.
#[must_use]
pub fn following(dossier: DossierView, following: Following) -> Page {
    let title = format!("{TITLE}\u{a0}: {}", dossier.snapshot.opening.title());
    let title = if following.refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    Page::new(title, move || page(&dossier, &following))
}

fn on(at: Timestamp) -> String {
    let (day, hour) = french::time_of_day(at);
    format!("{} à {hour}", french::long_date(day))
}

fn page(dossier: &DossierView, following: &Following) -> AnyView {
    let DossierView { id, snapshot, .. } = dossier;
    let word = snapshot.opening.about.word();
    let papers = links(&papers(snapshot), &format!("/dossiers/{id}"), None);
    let past = past_links(&past_papers(snapshot), &format!("/dossiers/{id}"), None);
    let sent =
        snapshot.submission().and_then(|_| links(&[PaperKind::Dossier], &format!("/dossiers/{id}"), None));
    let steps = steps(dossier, following.delay, &following.rounds).into_iter().map(|(title, text)| {
        view! { <li class="talk__card"><p class="talk__about">{title}</p> <p class="talk__text">{text}</p></li> }.into_any()
    });
    let steps: Vec<AnyView> = steps.collect();
    let done = following.done.map(|done| {
        view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{done}</p></div> }
            .into_any()
    });
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w talk">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>{format!("Revenir au {word}")}</a></p>
            <h1>{format!("Où en est votre {word}")}</h1>
            {done}
            <p class="fr-text--lead">{standing(snapshot, following.delay)}</p>
            {taken_back(snapshot)}
            {snapshot.ruling().map(|ruling| decided(snapshot, ruling))}
            {(papers.is_some() || past.is_some()).then(|| view! { <h2 class="fr-h4">"Courriers du service"</h2> {papers} {past} }.into_any())}
            {snapshot.submission().map(|_| view! { <p>{link_to_messages(*id, following.unread)}</p> }.into_any())}
            {sent.map(|links| view! { <h2 class="fr-h4">"Ce que vous avez transmis"</h2> {links} }.into_any())}
            <h2 class="fr-h4">"Ce qui s’est passé"</h2>
            <ul class="bare">{steps.collect_view()}</ul>
            {(following.withdraws && Act::Withdraw.is_open_in(snapshot.state())).then(|| giving_up(*id, snapshot, following))}
        </div>
    }
    .into_any()
}

/// Where it stands and what comes next, in a sentence.
fn standing(snapshot: &Snapshot, delay: u16) -> String {
    let service = snapshot.opening.departement.employment_service();
    let until = snapshot
        .last_day(delay)
        .map(|day| format!(" Le délai d’instruction court jusqu’au {}.", french::long_date(day)))
        .unwrap_or_default();
    match snapshot.state() {
        State::Draft => "Il n’est pas encore transmis\u{a0}: vous seuls le voyez.".to_owned(),
        State::Submitted => format!("Transmis. La {service} vérifie qu’il est complet.{until}"),
        State::ToCorrect => "Le service vous demande des corrections. Le délai d’instruction est suspendu jusqu’à ce que vous le transmettiez de nouveau.".to_owned(),
        State::Complete | State::Proposed => format!("Reconnu complet, en instruction à la {service}.{until}"),
        State::Granted => "Accepté.".to_owned(),
        State::Refused => "Refusé.".to_owned(),
        State::Withdrawn => "Retiré par votre structure\u{a0}: le service ne l’instruit plus. Il peut le reprendre si vous le lui demandez.".to_owned(),
    }
}

/// That the service went on without waiting for corrections, and why; nothing once the dossier was sent again.
pub(super) fn taken_back(snapshot: &Snapshot) -> Option<AnyView> {
    let sent = snapshot.submission()?;
    let taken = snapshot.instruction.taken_back_since(sent.seq)?;
    let title = format!("Repris par le service le {}, sans attendre vos corrections", on(taken.at));
    let said = format!(
        "«\u{a0}{}\u{a0}» Le service instruit ce que vous aviez transmis le {}.",
        taken.reason,
        on(sent.at)
    );
    Some(
        view! { <div class="fr-alert fr-alert--info fr-mb-3w"><h2 class="fr-alert__title">{title}</h2><p>{said}</p></div> }
            .into_any(),
    )
}

/// What was decided, with what it grants.
fn decided(snapshot: &Snapshot, ruling: &Ruling) -> AnyView {
    let (class, title) = if ruling.granted {
        (
            "fr-alert fr-alert--success fr-mb-4w",
            format!("Accepté le {}", french::long_date(french::time_of_day(ruling.at).0)),
        )
    } else {
        (
            "fr-alert fr-alert--error fr-mb-4w",
            format!("Refusé le {}", french::long_date(french::time_of_day(ruling.at).0)),
        )
    };
    let granted = ruling.terms.as_ref().map(|terms| {
        let line = |grant: &Grant| {
            let many = grant.posts.said();
            let money = french::quantity(grant.socle(terms.months()) + grant.modulated(terms.months()), &FieldType::Euros);
            view! { <li>{format!("{}\u{a0}: {many}, {money}", grant.place())}</li> }.into_any()
        };
        let lines = terms.annexes.iter().map(line).collect_view();
        let euros = |amount| french::quantity(amount, &FieldType::Euros);
        let total = if terms.modulated().is_zero() {
            format!("En tout\u{a0}: {}.", euros(terms.total()))
        } else {
            format!("En tout\u{a0}: {}, dont {} de part modulée.", euros(terms.total()), euros(terms.modulated()))
        };
        view! {
            <p>{format!("Du {} au {}\u{a0}:", french::date(terms.period.start), french::date(terms.period.end))}</p>
            <ul>{lines}</ul>
            <p>{total}</p>
        }
        .into_any()
    });
    let why = (!ruling.reason.is_empty()).then(|| {
        let motive = ruling.motive.map(|motive| format!("{}. ", motive.label())).unwrap_or_default();
        view! { <p>{format!("Motif\u{a0}: {motive}{}", ruling.reason)}</p> }.into_any()
    });
    let appeal = (!ruling.granted).then(|| {
        let word = snapshot.opening.about.word();
        view! { <p>{format!("Vous pouvez en parler avec le service qui a instruit le {word}\u{202f}; la notification dit les voies de recours.")}</p> }.into_any()
    });
    view! { <div class=class><h2 class="fr-alert__title">{title}</h2>{granted}{why}{appeal}</div> }.into_any()
}

/// What happened to it, the first first, as far as the structure may know.
fn steps(dossier: &DossierView, delay: u16, rounds: &Rounds) -> Vec<(String, String)> {
    let snapshot = &dossier.snapshot;
    let name = |actor: Actor| match actor {
        Actor::Person(person) => {
            dossier.names.iter().find(|(known, _)| *known == person).map_or("", |(_, name)| name.as_str())
        }
        Actor::Application => "",
    };
    let mut steps: Vec<(Timestamp, String, String)> = Vec::new();
    for sent in &snapshot.submissions {
        let title = format!("Transmis, version {}", sent.version);
        steps.push((sent.at, title, format!("Par {}, le {}.", name(sent.by), on(sent.at))));
    }
    let said = |at, text: &str| format!("Le {}\u{a0}: «\u{a0}{text}\u{a0}»", on(at));
    for asked in &snapshot.corrections {
        let own = rounds.all(asked.seq);
        let (name, _) = named(dossier.id, &dossier.trame, &asked.about);
        let title = |what: &str| format!("{what}\u{a0}: {name}");
        if own.is_empty() {
            steps.push((asked.at, title("Correction demandée"), said(asked.at, &asked.text)));
        }
        let titles =
            std::iter::once("Correction demandée").chain(std::iter::repeat("Correction demandée de nouveau"));
        let each = own.iter().zip(titles);
        steps.extend(each.map(|(round, what)| (round.at, title(what), said(round.at, &round.asked))));
    }
    if let Some(known) = &snapshot.instruction.acknowledged {
        let said = format!(
            "Reconnu complet le {}. Le service a {} pour l’instruire à compter de sa première transmission, sans compter le temps de vos corrections.",
            on(known.at),
            french::count(usize::from(delay), "jour", "jours")
        );
        steps.push((known.at, "Accusé de réception".to_owned(), said));
    }
    for (opinion, given) in snapshot.instruction.given().filter(|(_, given)| !given.confidential) {
        let text =
            if given.text.is_empty() { String::new() } else { format!(" «\u{a0}{}\u{a0}»", given.text) };
        let said = format!("{}, le {}.{text}", given.stance.label(), french::long_date(given.on));
        steps.push((opinion.at, format!("Avis {}", opinion.of.of_label()), said));
    }
    for ruling in &snapshot.rulings {
        let title = if ruling.granted { "Accepté" } else { "Refusé" };
        let again =
            ruling.reopened.as_ref().map(|reason| format!(" Repris ensuite\u{a0}: «\u{a0}{reason}\u{a0}»"));
        let said = format!("Le {}.{}", on(ruling.at), again.unwrap_or_default());
        steps.push((ruling.at, title.to_owned(), said));
    }
    for taken in &snapshot.instruction.taken_back {
        let said = format!(
            "{} Le service instruit ce que vous aviez transmis\u{a0}; ce que vous avez changé depuis reste dans votre dossier, sans être transmis.",
            said(taken.at, &taken.reason)
        );
        steps.push((taken.at, "Repris par le service sans attendre les corrections".to_owned(), said));
    }
    for withdrawal in &snapshot.instruction.withdrawals {
        let again = withdrawal
            .reopened
            .as_ref()
            .map(|reason| format!(" Reprise ensuite\u{a0}: «\u{a0}{reason}\u{a0}»"));
        let said =
            format!("Par {}, le {}.{}", name(withdrawal.by), on(withdrawal.at), again.unwrap_or_default());
        steps.push((withdrawal.at, "Demande retirée".to_owned(), said));
    }
    steps.sort_by_key(|(at, ..)| *at);
    steps.into_iter().map(|(_, title, text)| (title, text)).collect()
}

/// The form that gives the demand up.
fn giving_up(id: DossierId, snapshot: &Snapshot, following: &Following) -> AnyView {
    let word = snapshot.opening.about.word();
    let (reason, text) = following.refused.clone().unzip();
    let failed = reason.is_some();
    let alert = reason.map(|reason| {
        view! { <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-2w" role="alert"><p>{reason}</p></div> }.into_any()
    });
    view! {
        <details class="fr-mt-4w" open=failed>
            <summary>{format!("Retirer ce {word}")}</summary>
            {alert}
            <form method="post" action=format!("/dossiers/{id}/suivi")>
                <input type="hidden" name="_vu" value=snapshot.seq.to_string()/>
                <p>{format!("Le service ne l’instruit plus. Vos réponses restent\u{202f}; seul le service peut reprendre le {word} ensuite.")}</p>
                <div class="fr-input-group">
                    <label class="fr-label" for="texte">"Pourquoi" <span class="fr-hint-text">"Facultatif. Le service lit ce texte."</span></label>
                    <textarea class="fr-input" id="texte" name="texte" rows="2">{text}</textarea>
                </div>
                <button class="fr-btn fr-btn--secondary" type="submit" name="acte" value="retirer">{format!("Retirer le {word}")}</button>
            </form>
        </details>
    }
    .into_any()
}
