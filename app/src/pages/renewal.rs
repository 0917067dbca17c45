//! `/dossiers/{id}/etapes/{cle}/reconduire`: a step beside last year's, to be read once and confirmed in one click.

use domain::dossier::{
    DossierId, StepProgress,
    renewal::{Compared, Mark, Pair, Renewal, Row},
};
use form::{Program, french};
use leptos::prelude::*;

use crate::{
    AppError, Page,
    filling::{DossierBar, DossierView},
    ui::failure,
};

/// Why a step was not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConfirmed {
    /// Something in it changed since the page was made.
    Moved,
    /// Something holds it back.
    Held,
}

/// A step of a dossier beside last year's.
#[must_use]
pub fn renewal(dossier: DossierView, key: &str, refused: Option<NotConfirmed>) -> Page {
    let Some(step) = dossier.trame.step(key) else { return AppError::NotFound.into() };
    let title = format!("Comparer à l’an dernier\u{a0}: {}", step.title);
    let title = if refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    let key = key.to_owned();
    Page::new(title, move || page(dossier, &key, refused))
}

/// What stands out first, with its heading.
const PARTS: [(Mark, &str); 5] = [
    (Mark::Missing, "Ce qui manque"),
    (Mark::Changed, "Ce qui a changé"),
    (Mark::New, "Ce qui est nouveau"),
    (Mark::Gone, "Ce qui n’a plus de réponse"),
    (Mark::Same, "Identique à l’an dernier"),
];

fn page(dossier: DossierView, key: &str, refused: Option<NotConfirmed>) -> AnyView {
    let DossierView { id, trame, snapshot, context, .. } = dossier;
    let Ok(program) = Program::compile(trame) else { return failure(&AppError::Unavailable) };
    let Some(step) = program.trame().step(key) else { return failure(&AppError::NotFound) };
    let evaluation = program.evaluate(&snapshot.values(), &context);
    let renewal = Renewal::of(&program, &evaluation, &snapshot, step);
    let progress = StepProgress::of(&program, &evaluation, &snapshot, step);
    let address = format!("/dossiers/{id}/etapes/{key}");
    let parts = PARTS.map(|(mark, title)| part(&renewal, mark, title, &address));
    let year = snapshot.opening.previous_year;
    let lead = year.map_or_else(
        || "Rien n’est connu de l’an dernier pour cette étape.".to_owned(),
        |year| format!("Cette année à côté de {year}\u{a0}: {}.", figures(&renewal)),
    );
    let open = snapshot.is_open();
    let act = open.then(|| act(&progress, &address, snapshot.seq));
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w renewal">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1 class="fr-h3">{step.title.clone()}</h1>
            <p class="fr-text--lead">{lead}</p>
            {refused.map(|refused| not_confirmed(refused, &address))}
            {parts.into_iter().collect_view()}
            {act}
        </div>
    }
    .into_any()
}

/// What stands out of a step, in a few words: what is the same comes last.
#[must_use]
pub fn figures(renewal: &Renewal) -> String {
    let said = |mark: Mark, one: &'static str, many: &'static str| {
        let count = renewal.marked(mark).count();
        (count > 0).then(|| french::count(count, one, many))
    };
    let all = [
        said(Mark::Missing, "manque", "manquent"),
        said(Mark::Changed, "modifiée", "modifiées"),
        said(Mark::New, "nouvelle", "nouvelles"),
        said(Mark::Gone, "sans réponse cette année", "sans réponse cette année"),
        said(Mark::Same, "identique", "identiques"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Under a step of the task list: what stands out, and the way to confirm it after one look.
#[must_use]
pub fn look(id: DossierId, step: &str, renewal: &Renewal) -> AnyView {
    let said = if renewal.is_unchanged() {
        "Identique à l’an dernier\u{a0}: relire et confirmer".to_owned()
    } else {
        format!("Comparer à l’an dernier\u{a0}: {}", figures(renewal))
    };
    view! { <a class="fr-link fr-link--sm tasks__look" href=format!("/dossiers/{id}/etapes/{step}/reconduire")>{said}</a> }
        .into_any()
}

fn not_confirmed(refused: NotConfirmed, address: &str) -> AnyView {
    let (text, link) = match refused {
        NotConfirmed::Moved => (
            "Une réponse de cette étape a changé depuis que vous avez ouvert cette page. La voici telle qu’elle est maintenant\u{a0}: relisez-la, puis confirmez.",
            None,
        ),
        NotConfirmed::Held => ("Il reste des points à régler dans cette étape.", Some(address)),
    };
    let link = link.map(
        |address| view! { <a href=format!("{address}?verifier=1#erreurs")>"Voir les points à régler"</a> },
    );
    view! {
        <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
            <h2 class="fr-alert__title">"Étape non confirmée"</h2>
            <p>{text} " " {link}</p>
        </div>
    }
    .into_any()
}

/// The questions that are so, under their heading.
fn part(renewal: &Renewal, mark: Mark, title: &str, address: &str) -> Option<AnyView> {
    let lines: Vec<AnyView> = renewal.marked(mark).map(|compared| line(compared, address)).collect();
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

fn line(compared: &Compared, address: &str) -> AnyView {
    let correct = compared.typed.then(|| {
        let (href, act) = (
            format!("{address}#{}", compared.path.control_id()),
            if compared.mark == Mark::Missing { "Répondre" } else { "Corriger" },
        );
        view! { <a class="fr-link fr-link--sm" href=href>{act} <span class="fr-sr-only">{format!(" {}", compared.label)}</span></a> }
            .into_any()
    });
    let said = if let Some(pair) = &compared.pair {
        value(pair)
    } else {
        let none = compared.rows.is_empty();
        let rows = compared.rows.iter().map(row).collect_view();
        view! { {none.then_some("Aucune ligne")} <ul class="bare renewal__rows">{rows}</ul> }.into_any()
    };
    let stands_out = compared.mark != Mark::Same;
    view! {
        <div class="answers__line" class:answers__line--changed=stands_out>
            <dt>{compared.label.clone()}</dt>
            <dd>{said}</dd>
            <dd class="answers__edit">{correct}</dd>
        </div>
    }
    .into_any()
}

/// A row: what it is called, what it is beside last year's, what it says.
fn row(row: &Row) -> AnyView {
    let cells = row.cells.iter().map(|cell| {
        // A row that is new, or gone, says so once.
        let plain = matches!(row.mark, Mark::New | Mark::Gone | Mark::Same) && cell.mark != Mark::Missing;
        let said = if plain {
            let shown = cell.now.clone().or_else(|| cell.before.clone()).unwrap_or_default();
            view! { {shown} }.into_any()
        } else {
            value(cell)
        };
        view! { <li><span class="renewal__column">{format!("{}\u{a0}: ", cell.label)}</span> {said}</li> }
            .into_any()
    });
    view! {
        <li>
            <p class="fr-mb-0 renewal__row">{row.title.clone()} " " {(row.mark != Mark::Same).then(|| badge(row.mark))}</p>
            <ul class="bare renewal__cells">{cells.collect_view()}</ul>
        </li>
    }
    .into_any()
}

/// Texts longer than this are folded: their beginning tells which they are.
const FOLDED: usize = 160;

/// A value: before and now where they differ.
fn value(pair: &Pair) -> AnyView {
    let now = pair.now.clone().map(text);
    let before = pair.before.clone().map(text);
    match pair.mark {
        Mark::Same | Mark::New => view! { {now} " " {(pair.mark == Mark::New).then(|| badge(Mark::New))} }.into_any(),
        Mark::Changed => view! {
            <span class="fr-sr-only">"L’an dernier\u{a0}: "</span>
            <span class="renewal__before">{before}</span>
            " → "
            <span class="fr-sr-only">"Cette année\u{a0}: "</span>
            <strong>{now}</strong>
            " "
            {badge(Mark::Changed)}
        }
        .into_any(),
        Mark::Missing | Mark::Gone => view! {
            {badge(pair.mark)}
            {before.map(|before| view! { " L’an dernier\u{a0}: " <span class="renewal__before">{before}</span> }.into_any())}
        }
        .into_any(),
    }
}

/// A text, folded where it is long.
fn text(text: String) -> AnyView {
    if text.chars().count() <= FOLDED {
        return view! { <span class="answers__value">{text}</span> }.into_any();
    }
    let start: String = text.chars().take(FOLDED).collect();
    let start = start.rsplit_once(' ').map_or(start.clone(), |(start, _)| start.to_owned());
    view! { <details class="renewal__text"><summary>{format!("{start}…")}</summary>{text}</details> }
        .into_any()
}

fn badge(mark: Mark) -> AnyView {
    let (class, name) = match mark {
        Mark::Missing => ("fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon", "Manque"),
        Mark::Changed => ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Modifié"),
        Mark::New => ("fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon", "Nouveau"),
        Mark::Gone => ("fr-badge fr-badge--sm", "Sans réponse cette année"),
        Mark::Same => ("tasks__status", "Identique"),
    };
    view! { <span class=class>{name}</span> }.into_any()
}

/// Confirming, or why it cannot be yet.
fn act(progress: &StepProgress, address: &str, seen: u64) -> AnyView {
    let held = progress.missing + progress.to_check;
    if progress.confirmed && held == 0 {
        return view! { <p class="fr-mt-4w tasks__status">"Cette étape est confirmée telle qu’elle est."</p> }.into_any();
    }
    if held > 0 {
        let points = french::count(held, "point à régler", "points à régler");
        return view! {
            <p class="fr-mt-4w">{format!("Avant de confirmer\u{a0}: {points}.")}</p>
            <p><a class="fr-btn" href=format!("{address}?verifier=1#erreurs")>"Compléter l’étape"</a></p>
        }
        .into_any();
    }
    view! {
        <form method="post" action=format!("{address}/reconduire") class="fr-mt-4w">
            <input type="hidden" name="vu" value=seen.to_string()/>
            <ul class="fr-btns-group fr-btns-group--inline-md">
                <li><button class="fr-btn" type="submit">"Confirmer cette étape"</button></li>
                <li><a class="fr-btn fr-btn--secondary" href=address.to_owned()>"Corriger l’étape"</a></li>
            </ul>
        </form>
    }
    .into_any()
}
