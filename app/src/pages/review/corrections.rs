//! What the service asks the structure to correct: each request with its answer, and the form that asks.

use domain::{
    dossier::{
        Actor, Seq,
        procedure::{Answered, Correction, LONGEST, Reason, Round, Rounds, Stage, TakingBack},
        talk::Subject,
    },
    usecase::{Changed, ReviewLine, ReviewStep},
};
use form::{Path, french};
use leptos::prelude::*;

use super::{
    desk::{Correcting, Desk, Opens, at_hand, done, hidden},
    line_id, since,
};

/// The corrections of a dossier, with what became of each.
pub(super) struct Known<'a> {
    pub(super) corrections: &'a [Correction],
    /// What became of the answers that each is about, by its event.
    pub(super) corrected: &'a [(Seq, Vec<Changed>)],
    /// What was asked and answered of each before it was asked for again.
    pub(super) rounds: &'a Rounds,
    /// When the service took the dossier back without waiting for them.
    pub(super) taken_back: &'a [TakingBack],
}

/// All that was asked, what awaits the agent first; what was just done, or why it was not.
pub(super) fn list(
    Known { corrections, corrected, rounds, taken_back }: &Known<'_>,
    steps: &[ReviewStep],
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    let done = done(asked, "corrections");
    if corrections.is_empty() && done.is_none() {
        return None;
    }
    let mut sorted: Vec<&Correction> = corrections.iter().collect();
    sorted.sort_by_key(|asked| order(asked.stage));
    let (settled, live): (Vec<&Correction>, Vec<&Correction>) =
        sorted.into_iter().partition(|asked| asked.stage == Stage::Settled);
    let card = |known: &&Correction| {
        let became =
            corrected.iter().find(|(seq, _)| *seq == known.seq).map(|(_, changes)| changes.as_slice());
        card((known, became, rounds), steps, (desk, name_of), asked)
    };
    let taken: Vec<AnyView> = taken_back.iter().map(|taken| taken_once(taken, name_of)).collect();
    let many = settled.len();
    let awaited = live.iter().any(|asked| asked.is_to_answer());
    let take_back = (desk.asks && awaited).then(|| taking_back(desk, asked));
    let live = live.iter().map(card).collect_view();
    let settled = settled.iter().map(card).collect_view();
    Some(
        view! {
            <section class="fr-mb-4w" aria-labelledby="corrections">
                <h2 class="fr-h4" id="corrections">"Corrections demandées"</h2>
                {done}
                {taken}
                <ul class="bare">{live}</ul>
                {take_back}
                {(many > 0).then(|| view! {
                    <details>
                        <summary>{french::count(many, "correction close", "corrections closes")}</summary>
                        <ul class="bare">{settled}</ul>
                    </details>
                }.into_any())}
            </section>
        }
        .into_any(),
    )
}

/// What awaits the agent, then what awaits the structure, then what is over.
fn order(stage: Stage) -> u8 {
    match stage {
        Stage::Sent => 0,
        Stage::Open => 1,
        Stage::Answered => 2,
        Stage::Settled => 3,
    }
}

/// The stage as the service reads it: what is answered and not sent is the structure's own.
fn badge(stage: Stage) -> AnyView {
    let (class, said) = match stage {
        Stage::Sent => ("fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon", "Répondue, à relire"),
        Stage::Open | Stage::Answered => {
            ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Attend la structure")
        }
        Stage::Settled => ("fr-badge fr-badge--success fr-badge--sm fr-badge--no-icon", "Close"),
    };
    view! { <p class=class>{said}</p> }.into_any()
}

fn card(
    (known, became, rounds): (&Correction, Option<&[Changed]>, &Rounds),
    steps: &[ReviewStep],
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> AnyView {
    let (name, href) = named(&known.about, steps);
    // The last round is the one that stands.
    let (by, at) = rounds.last(known.seq).map_or((known.by, known.at), |round| (round.by, round.at));
    let (day, hour) = french::time_of_day(at);
    let when =
        format!("{}, demandée par {}, le {} à {hour}", known.reason.label(), name_of(by), french::date(day));
    let sent = known.answer.as_ref().filter(|_| matches!(known.stage, Stage::Sent | Stage::Settled));
    let answer = sent.map(|answered| said(answered, name_of));
    let earlier = rounds.earlier(known.seq).iter().map(|round| earlier(round, name_of));
    let acts = desk.asks.then(|| acts(desk, known, &name, asked)).flatten();
    view! {
        <li class="talk__card" id=format!("correction-{}", known.seq) data-a-relire=(known.stage == Stage::Sent).then_some("")>
            {badge(known.stage)}
            <p class="talk__about"><a href=href>{name}</a></p>
            {earlier.collect_view()}
            <p class="talk__text">{known.text.clone()}</p>
            <p class="fr-text--xs fr-mb-1w">{when}</p>
            {answer}
            {became.map(|changes| since::became(changes, steps))}
            {acts}
        </li>
    }
    .into_any()
}

/// What was asked and answered before it was asked again.
fn earlier(Round { asked, answer, .. }: &Round, name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let line = |said: String| view! { <p class="talk__text fr-text--sm">{said}</p> }.into_any();
    let answer = answer
        .as_ref()
        .map(|answer| line(format!("Réponse d’alors, de {}\u{a0}: {}", name_of(answer.by), answer.text)));
    view! { {line(format!("Demandé d’abord\u{a0}: {asked}"))} {answer} }.into_any()
}

/// What the structure answered, who and when.
fn said(answered: &Answered, name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let day = french::date(french::time_of_day(answered.at).0);
    let who = format!("Réponse de {}, le {day}\u{a0}: ", name_of(answered.by));
    view! { <p class="talk__text"><strong>{who}</strong> {answered.text.clone()}</p> }.into_any()
}

/// What may be done of a correction as it stands.
fn acts(desk: &Desk, known: &Correction, name: &str, asked: &Correcting) -> Option<AnyView> {
    let (class, label) = match known.stage {
        Stage::Sent => ("fr-btn fr-btn--secondary fr-btn--sm", "Accepter la correction"),
        Stage::Open => ("fr-btn fr-btn--tertiary fr-btn--sm", "Ne plus la demander"),
        Stage::Answered | Stage::Settled => return None,
    };
    let accept = desk.act(
        view! {
            <input type="hidden" name="correction" value=known.seq.to_string()/>
            <button class=class type="submit" name="acte" value="accepter">
                {label} <span class="fr-sr-only">{format!(" ({name})")}</span>
            </button>
        }
        .into_any(),
    );
    let again = (known.stage == Stage::Sent).then(|| again(desk, known.seq, name, asked));
    Some(view! { {accept} {again} }.into_any())
}

/// The form that asks again, folded: it says what is still to correct.
fn again(desk: &Desk, seq: Seq, name: &str, asked: &Correcting) -> AnyView {
    let of = seq.to_string();
    let refused = asked.refused_in("redemander", &of);
    let is_back = asked.is_form("redemander", &of);
    let text = if is_back { asked.text() } else { String::new() };
    let (control, wrong) = (format!("de-nouveau-{seq}"), format!("de-nouveau-{seq}-erreur"));
    let is_wrong = refused.is_some();
    let form = desk.act(
        view! {
            <input type="hidden" name="correction" value=of/>
            {at_hand(desk, &control, "redemander")}
            <div class="fr-input-group fr-mb-1w" class:fr-input-group--error=is_wrong>
                <label class="fr-label" for=control.clone()>
                    "Ce qui reste à corriger"
                    <span class="fr-hint-text">"La structure lit ce texte d’abord\u{a0}; ce qui a été demandé et répondu avant reste affiché au-dessus."</span>
                </label>
                <textarea class="fr-input" id=control.clone() name="texte" rows="3" data-garde="" aria-describedby=wrong.clone() aria-invalid=is_wrong.then_some("true")>{text}</textarea>
                <div class="fr-messages-group" id=wrong>{refused.map(|refused| view! { <p class="fr-message fr-message--error">{refused}</p> }.into_any())}</div>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="redemander">
                "Envoyer la demande" <span class="fr-sr-only">{format!(" ({name})")}</span>
            </button>
        }
        .into_any(),
    );
    view! {
        <details class="again" open=is_back>
            <summary>"Demander de nouveau" <span class="fr-sr-only">{format!(" ({name})")}</span></summary>
            {form}
        </details>
    }
    .into_any()
}

/// That the dossier was taken back without waiting for what was asked, by whom and why.
fn taken_once(taken: &TakingBack, name_of: &dyn Fn(Actor) -> String) -> AnyView {
    let day = french::date(french::time_of_day(taken.at).0);
    let said = format!(
        "Repris le {day} par {}, sans attendre les corrections encore ouvertes\u{a0}: «\u{a0}{}\u{a0}»",
        name_of(taken.by),
        taken.reason
    );
    view! { <p class="fr-mb-2w">{said}</p> }.into_any()
}

/// The form that takes the dossier back from a structure that does not send it again, folded: it says why.
fn taking_back(desk: &Desk, asked: &Correcting) -> AnyView {
    let refused = asked.refused_in("sans-attendre", "");
    let is_back = asked.is_form("sans-attendre", "");
    let text = if is_back { asked.text() } else { String::new() };
    let is_wrong = refused.is_some();
    let form = desk.act(
        view! {
            <p class="fr-text--sm fr-mb-1w">"Le dossier vous revient tel qu’il a été transmis la dernière fois, le délai reprend et rien n’est plus à corriger. Ce que la structure a changé depuis lui reste, sans vous être transmis."</p>
            <div class="fr-input-group fr-mb-1w" class:fr-input-group--error=is_wrong>
                <label class="fr-label" for="sans-attendre">
                    "Pourquoi vous n’attendez plus"
                    <span class="fr-hint-text">"La structure lit ce texte. Exemple\u{a0}: sans réponse depuis trois semaines."</span>
                </label>
                <textarea class="fr-input" id="sans-attendre" name="texte" rows="2" data-garde="" aria-describedby="sans-attendre-erreur" aria-invalid=is_wrong.then_some("true")>{text}</textarea>
                <div class="fr-messages-group" id="sans-attendre-erreur">{refused.map(|refused| view! { <p class="fr-message fr-message--error">{refused}</p> }.into_any())}</div>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="sans-attendre">"Reprendre le dossier"</button>
        }
        .into_any(),
    );
    view! {
        <details class="again" open=is_back><summary>"Reprendre sans attendre la correction"</summary>{form}</details>
    }
    .into_any()
}

/// A subject in words, with the place where it is read.
pub(super) fn named(about: &Subject, steps: &[ReviewStep]) -> (String, String) {
    match about {
        Subject::Step(key) => {
            let step = steps.iter().find(|step| step.key == *key);
            (step.map_or_else(|| key.clone(), |step| step.title.clone()), format!("#etape-{key}"))
        }
        Subject::Question(path) => {
            let mut lines = steps.iter().flat_map(ReviewStep::lines);
            let begins = |line: &&ReviewLine| line.begins.as_ref().is_some_and(|(row, _)| row == path);
            match lines.find(|line| line.path == *path || begins(line)) {
                None => ("Une réponse".to_owned(), format!("#{}", line_id(path))),
                Some(ReviewLine { path: own, label, begins, .. }) => {
                    let row = begins.as_ref().filter(|(row, _)| row == path);
                    (row.map_or(label, |(_, title)| title).clone(), format!("#{}", line_id(own)))
                }
            }
        }
    }
}

/// Beside an answer: that it is asked to be corrected, and what.
pub(super) fn beside(corrections: &[Correction], path: &Path) -> Option<AnyView> {
    let own = corrections.iter().filter(|asked| asked.about == Subject::Question(path.clone()));
    let own: Vec<AnyView> = own
        .filter(|asked| asked.stage != Stage::Settled)
        .map(|asked| {
            let href = format!("#correction-{}", asked.seq);
            view! { {badge(asked.stage)} <span class="finding__answer"><a href=href>{asked.text.clone()}</a></span> }.into_any()
        })
        .collect();
    (!own.is_empty()).then(|| view! { <div class="contests__beside">{own}</div> }.into_any())
}

/// Whether a subject stands in a step.
pub(super) fn is_in(about: &Subject, step: &str, lines: &[Path]) -> bool {
    match about {
        Subject::Step(key) => key == step,
        Subject::Question(path) => holds(lines, path),
    }
}

/// Whether an answer is one of the lines, or a row that one of them stands in.
fn holds(lines: &[Path], path: &Path) -> bool {
    lines.iter().any(|line| line == path || line.own_row().as_ref() == Some(path))
}

/// Whether the form that is open is about one of these answers.
pub(super) fn is_about_line(asked: &Correcting, lines: &[Path]) -> bool {
    matches!(&asked.about, Some(Subject::Question(path)) if holds(lines, path))
}

/// The way to the form that asks for a correction.
pub(super) fn link(desk: &Desk, about: &Subject, name: &str, said: &'static str) -> AnyView {
    let href = desk.asking(about, Opens::Correction);
    view! {
        <a class="fr-link fr-link--sm ask" href=href>{said} <span class="fr-sr-only">{format!(" ({name})")}</span></a>
    }
    .into_any()
}

/// The form that asks for a correction.
pub(super) fn form(desk: &Desk, about: &Subject, name: &str, asked: &Correcting) -> AnyView {
    let refused = asked.refused_in("demander", "");
    let text = if asked.is_form("demander", "") { asked.text() } else { String::new() };
    // What is said of a reason that was not chosen stands beside it.
    let (unreasoned, refused) =
        if asked.typed("motif").is_empty() { (refused, None) } else { (None, refused) };
    let (is_unreasoned, is_wrong) = (unreasoned.is_some(), refused.is_some());
    let back = format!(
        "{}#{}",
        desk.here(),
        match about {
            Subject::Step(key) => format!("etape-{key}"),
            Subject::Question(path) => line_id(path),
        }
    );
    let reasons = Reason::ALL.map(|reason| {
        let chosen = asked.is_form("demander", "") && asked.typed("motif") == reason.code();
        view! { <option value=reason.code() selected=chosen>{reason.label()}</option> }.into_any()
    });
    let most = french::count(LONGEST, "caractère", "caractères");
    desk.act(
        view! {
            <div class="ask__form" id="demande">
                <h3 class="fr-h6">{format!("Demander une correction\u{a0}: «\u{a0}{name}\u{a0}»")}</h3>
                <p class="fr-text--sm">"La structure ne peut changer que ce qui est demandé\u{a0}: elle corrige, vous répond, puis transmet de nouveau son dossier."</p>
                {hidden(about)}
                <div class="fr-select-group" class:fr-select-group--error=is_unreasoned>
                    <label class="fr-label" for="motif">"Motif"</label>
                    <select class="fr-select" id="motif" name="motif" aria-describedby="motif-erreur" aria-invalid=is_unreasoned.then_some("true")><option value="">"Choisir un motif"</option>{reasons.collect_view()}</select>
                    <div class="fr-messages-group" id="motif-erreur">{unreasoned.map(|refused| view! { <p class="fr-message fr-message--error">{refused}</p> }.into_any())}</div>
                </div>
                {at_hand(desk, "demande", "demander")}
                <div class="fr-input-group" class:fr-input-group--error=is_wrong>
                    <label class="fr-label" for="texte">
                        "Ce qui est à corriger"
                        <span class="fr-hint-text">{format!("{most} au plus. La structure lit ce texte tel quel.")}</span>
                    </label>
                    <textarea class="fr-input" id="texte" name="texte" rows="3" data-garde="" aria-describedby="texte-erreur" aria-invalid=is_wrong.then_some("true")>{text}</textarea>
                    <div class="fr-messages-group" id="texte-erreur">{refused.map(|refused| view! { <p class="fr-message fr-message--error">{refused}</p> }.into_any())}</div>
                </div>
                <button class="fr-btn fr-btn--sm fr-mr-1w" type="submit" name="acte" value="demander">"Demander la correction"</button>
                <a class="fr-btn fr-btn--tertiary fr-btn--sm" href=back>"Annuler"</a>
            </div>
        }
        .into_any(),
    )
}
