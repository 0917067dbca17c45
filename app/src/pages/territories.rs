//! `/dossiers/{id}/territoires`: the dossiers of a year side by side, what they share and what is each one's own; the
//! annexes of each département side by side.

mod annexes;

use domain::{
    dossier::{DossierId, Seq, State},
    prefill::Beside,
    usecase::{Column, Territories},
};
use form::french;
use leptos::prelude::*;

use crate::{Page, filling::DossierBar};

/// What became of what was asked on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedTerritories {
    /// Nothing was.
    Nothing,
    /// It was refused: something had changed since.
    Moved,
    /// The answer of a sister was taken over.
    TakenOver,
    /// The answer is proposed to the sisters.
    Proposed,
}

impl AskedTerritories {
    /// It in words, once it is done.
    fn done(self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Moved => None,
            Self::TakenOver => Some("La réponse est reprise dans ce dossier."),
            Self::Proposed => Some(
                "La réponse est reprise dans vos autres brouillons\u{a0}; là où une personne a déjà répondu ou confirmé, elle lui est proposée.",
            ),
        }
    }
}

/// A dossier beside the other ones of its legal person for the same year.
#[must_use]
pub fn territories(id: DossierId, read: Territories, asked: AskedTerritories) -> Page {
    let heading = heading(&read);
    let title = if asked == AskedTerritories::Moved {
        format!("Erreur\u{a0}: {heading}")
    } else {
        heading.to_owned()
    };
    Page::new(title, move || page(id, read, asked))
}

/// What the page is about: dossiers, or the départements of the only one.
fn heading(read: &Territories) -> &'static str {
    match (read.columns.len(), &read.annexes) {
        (1, Some(_)) => "Vos départements côte à côte",
        _ => "Vos dossiers côte à côte",
    }
}

fn page(id: DossierId, read: Territories, asked: AskedTerritories) -> AnyView {
    let heading = heading(&read);
    let Territories { snapshot, columns, beside, is_whole, may_fill, annexes } = read;
    let alone = columns.len() < 2;
    let body = if alone {
        view! { <p class="fr-text--lead">"Votre organisme n’a pas d’autre dossier pour cette année."</p> }
            .into_any()
    } else {
        let alike =
            french::count(beside.alike, "réponse commune est la même", "réponses communes sont les mêmes");
        view! {
            <p class="fr-text--lead">"Ce qui est commun à vos dossiers se remplit une fois. Une réponse donnée ou confirmée dans l’un est reprise dans les autres\u{a0}; là où une personne a déjà répondu ou confirmé, elle est seulement proposée."</p>
            <p>{format!("{alike} dans tous ces dossiers.")}</p>
            {dossiers(&columns)}
            {section("communs", "Commun, et répondu autrement", &beside.shared, &columns, may_fill.then_some(id))}
            {if is_whole {
                section("propres", "Propre à chaque dossier", &beside.own, &columns, None)
            } else {
                view! { <p class="fr-mt-4w">"Les autres réponses d’un dossier se lisent en agissant pour l’établissement qui le remplit."</p> }.into_any()
            }}
        }
        .into_any()
    };
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w territories">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1>{heading}</h1>
            {(asked == AskedTerritories::Moved).then(refused)}
            {asked.done().map(|said| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{said}</p></div> }.into_any())}
            {body}
            {annexes.as_ref().map(annexes::annexes)}
        </div>
    }
    .into_any()
}

/// Says that nothing was taken over.
pub(super) fn refused() -> AnyView {
    view! {
        <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
            <h2 class="fr-alert__title">"Rien n’a été repris"</h2>
            <p>"Cette réponse a changé depuis que vous avez ouvert cette page. La voici telle qu’elle est maintenant\u{a0}: relisez-la, puis recommencez."</p>
        </div>
    }
    .into_any()
}

/// The dossiers, each with where it stands; those that the reader may open are links.
fn dossiers(columns: &[Column]) -> AnyView {
    let all = columns.iter().enumerate().map(|(place, column)| {
        let state = match column.state {
            State::Draft => "brouillon",
            State::Submitted => "transmis",
            State::ToCorrect => "à corriger",
            State::Complete | State::Proposed => "en instruction",
            State::Granted => "accordé",
            State::Refused => "refusé",
            State::Withdrawn => "retiré",
        };
        let name = if place > 0 && column.opens {
            view! { <a class="fr-link" href=format!("/dossiers/{}/territoires", column.id)>{column.name.clone()}</a> }.into_any()
        } else {
            view! { {column.name.clone()} }.into_any()
        };
        let own = (place == 0).then_some(" (ce dossier)");
        view! { <li>{name} {own} {format!("\u{a0}: {state}")}</li> }.into_any()
    });
    view! { <ul>{all.collect_view()}</ul> }.into_any()
}

/// Questions side by side; with the dossier, what can be done about each.
fn section(
    key: &'static str,
    title: &'static str,
    lines: &[Beside],
    columns: &[Column],
    acts_in: Option<DossierId>,
) -> AnyView {
    if lines.is_empty() {
        return view! {
            <section class="fr-mt-4w" aria-labelledby=key>
                <h2 class="fr-h4" id=key>{title}</h2>
                <p>"Rien ne diffère."</p>
            </section>
        }
        .into_any();
    }
    let heads = columns.iter().map(|column| view! { <th scope="col">{column.name.clone()}</th> }.into_any());
    let rows = lines.iter().map(|line| row(line, columns, acts_in));
    let table = view! {
        <table class="lines territories__table">
            <caption class="fr-sr-only">{format!("{title}, par dossier")}</caption>
            <thead><tr><th scope="col">"Question"</th> {heads.collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any();
    view! {
        <section class="fr-mt-4w" aria-labelledby=key>
            <h2 class="fr-h4" id=key>{format!("{title} ({})", lines.len())}</h2>
            {if key == "communs" { table } else { folded(lines.len(), table) }}
        </section>
    }
    .into_any()
}

/// What nobody has to decide on is there for who asks for it.
fn folded(count: usize, table: AnyView) -> AnyView {
    let said = french::count(count, "réponse propre à chaque dossier", "réponses propres à chaque dossier");
    view! { <details class="why"><summary>{format!("Afficher {said}")}</summary>{table}</details> }.into_any()
}

fn row(line: &Beside, columns: &[Column], acts_in: Option<DossierId>) -> AnyView {
    // What is sent is answered otherwise no more.
    let others_are_open = columns.iter().skip(1).any(|column| column.state.is_open());
    let cells = columns.iter().zip(&line.values).enumerate().map(|(place, (column, value))| {
        let may = value.is_some() && (place > 0 || others_are_open);
        let act = acts_in.filter(|_| may).map(|id| act((id, columns[0].seq), line, column, place == 0));
        let shown = match value {
            Some(value) => view! { <span class="territories__value">{value.clone()}</span> }.into_any(),
            None => view! { <span class="answers__none">"Sans réponse"</span> }.into_any(),
        };
        view! { <td data-label=column.name.clone()>{shown} {act}</td> }.into_any()
    });
    view! {
        <tr>
            <th scope="row">{line.label.clone()} <span class="fr-hint-text">{line.step.clone()}</span></th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

/// Holding one's own answer everywhere, or taking over that of a sister.
fn act((id, seen): (DossierId, Seq), line: &Beside, column: &Column, own: bool) -> AnyView {
    let (name, said, more) = if own {
        ("partout", "Proposer partout", format!(" «\u{a0}{}\u{a0}»", line.label))
    } else {
        ("reprendre", "Reprendre ici", format!(" «\u{a0}{}\u{a0}» de {}", line.label, column.name))
    };
    view! {
        <form method="post" action=format!("/dossiers/{id}/territoires") class="fr-mt-1v">
            <input type="hidden" name="champ" value=line.path.to_string()/>
            <input type="hidden" name="vu" value=seen/>
            <input type="hidden" name="de" value=column.id.to_string()/>
            <input type="hidden" name="vu_de" value=column.seq/>
            <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value=name>{said} <span class="fr-sr-only">{more}</span></button>
        </form>
    }
    .into_any()
}
