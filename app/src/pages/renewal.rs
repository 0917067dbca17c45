//! `/dossiers/{id}/etapes/{cle}/reconduire`: a step beside last year's, to be read once and confirmed in one click.

mod held;
mod look;
mod said;
mod value;

use domain::{
    PersonId,
    dossier::{
        DossierId, StepProgress,
        renewal::{self, Compared, Mark, Renewal},
    },
    usecase::{Renewing, Waiting},
};
use form::{Evaluation, Path, Program, Step, french};
use leptos::prelude::*;

pub use held::{Point, points};
pub use look::{figures, look};

use value::{origin_line, row, value};

use crate::{AppError, Page, filling::DossierBar, ui::failure};

/// Why a step was not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConfirmed {
    /// Something in it changed since the page was made.
    Moved,
    /// Something holds it back.
    Held,
}

/// A step of a dossier beside last year's, for a person.
#[must_use]
pub fn renewal(
    id: DossierId,
    read: Renewing,
    key: &str,
    (me, refused): (PersonId, Option<NotConfirmed>),
) -> Page {
    let Some(step) = read.sources.trame.step(key) else { return AppError::NotFound.into() };
    let beside = read.before.name(&read.sources.snapshot.opening);
    let title = format!("Comparer à {beside}\u{a0}: {}", step.title);
    let title = if refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    let key = key.to_owned();
    Page::new(title, move || page(id, &read, &key, (me, refused)))
}

/// What the lines of the page read from.
struct Reading<'a> {
    id: DossierId,
    read: &'a Renewing,
    program: &'a Program,
    evaluation: &'a Evaluation,
    step: &'a Step,
    renewal: &'a Renewal,
    waiting: Waiting<'a>,
    me: PersonId,
}

impl Reading<'_> {
    /// The address of the step.
    fn address(&self) -> String {
        format!("/dossiers/{}/etapes/{}", self.id, self.step.key)
    }

    /// Whether a question has a line of its own.
    fn shows(&self, path: &Path) -> bool {
        self.renewal.questions.iter().any(|compared| compared.path == path.field())
    }

    /// What the values of before are called, in front of one.
    fn then(&self) -> String {
        self.read.before.title(&self.read.sources.snapshot.opening)
    }
}

/// What stands out first, with its heading; what is the same comes last, and says as what.
fn parts(beside: &str, is_own: bool) -> [(Mark, String); 5] {
    let same = if is_own { "Identique à" } else { "Dit par les sources, ou identique à" };
    [
        (Mark::Missing, "Ce qui manque".to_owned()),
        (Mark::Changed, "Ce qui a changé".to_owned()),
        (Mark::New, "Ce qui est nouveau".to_owned()),
        (Mark::Gone, "Ce qui n’a plus de réponse".to_owned()),
        (Mark::Same, format!("{same} {beside}")),
    ]
}

fn page(
    id: DossierId,
    read: &Renewing,
    key: &str,
    (me, refused): (PersonId, Option<NotConfirmed>),
) -> AnyView {
    let Renewing { sources, context, before } = read;
    let snapshot = &sources.snapshot;
    let Ok(program) = Program::compile(sources.trame.clone()) else {
        return failure(&AppError::Unavailable);
    };
    let Some(step) = program.trame().step(key) else { return failure(&AppError::NotFound) };
    let evaluation = program.evaluate(&snapshot.values(), context);
    let renewal = Renewal::of(&program, &evaluation, snapshot, (step, before));
    let open = snapshot.is_open();
    let waiting = if open { sources.waiting_in(step) } else { Waiting::default() };
    let reading = Reading {
        id,
        read,
        program: &program,
        evaluation: &evaluation,
        step,
        renewal: &renewal,
        waiting,
        me,
    };
    let points = points(id, (&program, &evaluation), (snapshot, me), step);
    let parts = parts(&before.name(&snapshot.opening), before.is_own)
        .map(|(mark, title)| part(&reading, mark, &title));
    let act = open.then(|| act(&reading, &points, refused));
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w renewal">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1 class="fr-h3">{step.title.clone()}</h1>
            {lead(&reading)}
            {refused.map(|refused| not_confirmed(refused, &points))}
            {said::notice(&reading)}
            {held::noted(id, (&program, &evaluation), step)}
            {parts.into_iter().collect_view()}
            {said::elsewhere(&reading)}
            {act}
        </div>
    }
    .into_any()
}

/// What stands out, beside what; who said it, where the structure did not.
fn lead(reading: &Reading<'_>) -> AnyView {
    let Renewing { sources, before, .. } = reading.read;
    let opening = &sources.snapshot.opening;
    let Some(year) = before.year else {
        return view! { <p class="fr-text--lead">"Rien n’est connu de l’an dernier pour cette étape."</p> }
            .into_any();
    };
    let beside = if before.is_own { year.to_string() } else { before.name(opening) };
    let said =
        format!("Cette année par rapport à {beside}\u{a0}: {}.", figures(reading.renewal, before.is_own));
    let why = (!before.is_own).then(|| {
        let why = format!(
            "Votre structure n’a transmis ici aucun {} {} les années précédentes\u{a0}: la comparaison se fait avec ce qu’en disait l’ASP (annexe de {year}).",
            opening.about.word(),
            opening.kind
        );
        view! { <p>{why}</p> }.into_any()
    });
    view! { <p class="fr-text--lead">{said}</p> {why} }.into_any()
}

fn not_confirmed(refused: NotConfirmed, points: &[Point]) -> AnyView {
    let (text, list) = match refused {
        NotConfirmed::Moved => (
            "Une réponse de cette étape a changé depuis que vous avez ouvert cette page, ou une source en dit autre chose. La voici telle qu’elle est maintenant\u{a0}: relisez-la, puis confirmez.",
            None,
        ),
        NotConfirmed::Held => {
            ("Il reste des points à régler dans cette étape\u{a0}:", Some(held::list(points)))
        }
    };
    view! {
        <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
            <h2 class="fr-alert__title">"Étape non confirmée"</h2>
            <p>{text}</p>
            {list}
        </div>
    }
    .into_any()
}

/// The questions that are so, under their heading.
fn part(reading: &Reading<'_>, mark: Mark, title: &str) -> Option<AnyView> {
    let lines: Vec<AnyView> = reading.renewal.marked(mark).map(|compared| line(reading, compared)).collect();
    let heading = format!("{title} ({})", lines.len());
    (!lines.is_empty()).then(|| {
        view! {
            <section class="fr-mt-3w">
                <h2 class="fr-h6 fr-mb-1w">{heading}</h2>
                <dl class="answers">{lines}</dl>
            </section>
        }
        .into_any()
    })
}

fn line(reading: &Reading<'_>, compared: &Compared) -> AnyView {
    let correct = compared.typed.then(|| {
        let (href, act) = (
            format!("{}#{}", reading.address(), compared.path.control_id()),
            if compared.mark == Mark::Missing { "Répondre" } else { "Corriger" },
        );
        view! { <a class="fr-link fr-link--sm" href=href>{act} <span class="fr-sr-only">{format!(" {}", compared.label)}</span></a> }
            .into_any()
    });
    let said = match &compared.pair {
        Some(pair) => {
            let origin = said::origins(reading, std::iter::once(pair)).pop();
            view! { {value(pair, &reading.then())} {origin.map(origin_line)} }.into_any()
        }
        None => table(reading, compared),
    };
    let otherwise = said::otherwise(reading, compared);
    let contested = said::contested(reading, compared);
    let stands_out = compared.mark != Mark::Same || otherwise.is_some() || contested.is_some();
    view! {
        <div class="answers__line" class:answers__line--changed=stands_out>
            <dt>{compared.label.clone()}</dt>
            <dd>{said} {otherwise} {contested}</dd>
            <dd class="answers__edit">{correct}</dd>
        </div>
    }
    .into_any()
}

/// The rows of a table; where they come from is said once when all of them come from there.
fn table(reading: &Reading<'_>, compared: &Compared) -> AnyView {
    let then = reading.then();
    let all = said::origins(reading, compared.rows.iter().flat_map(|row| &row.cells));
    let is_one = all.len() < 2;
    let rows = compared.rows.iter().map(|line| {
        let own = if is_one { Vec::new() } else { said::origins(reading, line.cells.iter()) };
        row(line, &then, (!own.is_empty()).then(|| own.join(" · ")))
    });
    let rows = rows.collect_view();
    view! {
        {compared.rows.is_empty().then_some("Aucune ligne")}
        <ul class="bare renewal__rows">{rows}</ul>
        {all.into_iter().next().filter(|_| is_one).map(origin_line)}
    }
    .into_any()
}

/// Confirming, or why it cannot be yet.
fn act(reading: &Reading<'_>, points: &[Point], refused: Option<NotConfirmed>) -> AnyView {
    let Reading { program, evaluation, step, .. } = reading;
    let snapshot = &reading.read.sources.snapshot;
    let (address, progress) = (reading.address(), StepProgress::of(program, evaluation, snapshot, step));
    if !points.is_empty() {
        let title = format!(
            "{}avant de confirmer\u{a0}: {}",
            if progress.confirmed {
                "Cette étape a été confirmée, et elle est incomplète. À régler "
            } else {
                "À régler "
            },
            french::count(points.len(), "point", "points")
        );
        // Said above already to who was just refused.
        let list = (refused != Some(NotConfirmed::Held)).then(|| held::list(points));
        return view! {
            <section class="fr-mt-4w">
                <h2 class="fr-h6 fr-mb-1w">{title}</h2>
                {list}
                <p><a class="fr-btn" href=format!("{address}?verifier=1#erreurs")>"Compléter l’étape"</a></p>
            </section>
        }
        .into_any();
    }
    if progress.confirmed {
        return confirmed(reading);
    }
    // What is proposed and not taken over is left without an answer: it is said before.
    let left = match reading.waiting.proposed.len() {
        0 => String::new(),
        many => format!(
            " {} de côté, sans réponse.",
            french::count(
                many,
                "proposition non reprise sera laissée",
                "propositions non reprises seront laissées"
            )
        ),
    };
    let kept = match reading.waiting.count() {
        0 => None,
        1 => Some(format!(
            "Confirmer garde votre réponse\u{a0}: la donnée signalée ci-dessus ne sera plus à décider.{left}"
        )),
        many => Some(format!(
            "Confirmer garde vos réponses\u{a0}: les {many} données signalées ci-dessus ne seront plus à décider.{left}"
        )),
    };
    let described = kept.is_some().then_some("confirmer-garde");
    view! {
        <form method="post" action=format!("{address}/reconduire") class="fr-mt-4w">
            <input type="hidden" name="vu" value=snapshot.seq.to_string()/>
            {kept.map(|kept| view! { <p class="fr-hint-text" id="confirmer-garde">{kept}</p> }.into_any())}
            <ul class="fr-btns-group fr-btns-group--inline-md">
                <li><button class="fr-btn" type="submit" aria-describedby=described>"Confirmer cette étape"</button></li>
                <li><a class="fr-btn fr-btn--secondary" href=address.clone()>"Corriger l’étape"</a></li>
            </ul>
        </form>
    }
    .into_any()
}

/// That the step is confirmed, and which one awaits.
fn confirmed(reading: &Reading<'_>) -> AnyView {
    let Reading { id, read, program, evaluation, step, .. } = reading;
    let after = (step.key.as_str(), &read.before);
    let next = renewal::next(program, evaluation, &read.sources.snapshot, after);
    let next = next.map(|next| {
        let href = format!("/dossiers/{id}/etapes/{}/reconduire", next.key);
        let said = format!("Étape suivante à relire\u{a0}: {}", next.title);
        view! { <p><a class="fr-link" href=href>{said}</a></p> }.into_any()
    });
    view! {
        <p class="fr-mt-4w tasks__status">"Cette étape est confirmée telle qu’elle est."</p>
        {next}
    }
    .into_any()
}
