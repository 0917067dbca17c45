//! `/instruction`: the submitted dossiers of a service.

use domain::{Kind, campaign::Campaign, dossier::About, usecase::Card};
use form::{FieldType, french};
use leptos::prelude::*;

use crate::{Page, ui::wide_table};

/// A service's queue.
pub struct Queue {
    /// Name of the service.
    pub service: String,
    /// Today, in Paris.
    pub today: form::Date,
    /// Its submitted dossiers, oldest first.
    pub cards: Vec<Card>,
}

/// The submitted dossiers of the person's service.
#[must_use]
pub fn queue(queue: Queue) -> Page {
    Page::new("Dossiers à instruire", move || page(queue).into_any())
}

fn page(queue: Queue) -> impl IntoView {
    let Queue { service, today, cards } = queue;
    let deadline = french::long_date(Campaign::running(today).deadline);
    let count = french::count(cards.len(), "dossier transmis", "dossiers transmis");
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Dossiers à instruire"</h1>
            <p class="fr-text--lead">{format!("{service} · {count}")}</p>
            {if cards.is_empty() {
                view! {
                    <p>
                        {format!("Aucun dossier n’est encore transmis sur votre territoire. Les structures ont jusqu’au {deadline}\u{202f}; chaque dossier apparaît ici dès qu’il est transmis.")}
                    </p>
                }
                    .into_any()
            } else {
                table(cards, today)
            }}
        </div>
    }
}

fn table(cards: Vec<Card>, today: form::Date) -> AnyView {
    let heads = [
        ("Structure", false),
        ("Référence", false),
        ("Type", false),
        ("Département", false),
        ("Postes demandés", true),
        ("Écart", true),
        ("Aide demandée", true),
        ("Transmis", false),
    ];
    let rows = cards.into_iter().map(|card| row(card, today).into_any()).collect();
    wide_table("Dossiers transmis", "Dossiers transmis, du plus ancien au plus récent", &heads, rows)
}

fn row(card: Card, today: form::Date) -> impl IntoView {
    let sent = card.submitted.map(|at| {
        let (day, hour) = french::time_of_day(at);
        let exact = format!("{} à {hour}", french::long_date(day));
        view! { <span class="near" title=exact>{french::near_date(day, today)}</span> }
    });
    let posts = card.etp.map(|posts| match card.kind {
        Kind::Eiti => french::count(usize::try_from(posts).unwrap_or_default(), "personne", "personnes"),
        _ => french::quantity(posts, &FieldType::Etp),
    });
    let amount = card.amount.map(|amount| french::quantity(amount, &FieldType::Euros)).unwrap_or_default();
    let gap =
        card.etp.zip(card.previous_etp).filter(|(_, previous)| !previous.is_zero()).map(|(etp, previous)| {
            let gap = (etp - previous) / previous * form::Decimal::ONE_HUNDRED;
            let sign = if gap > form::Decimal::ZERO { "+" } else { "" };
            format!("{sign}{}", french::quantity(gap, &FieldType::Percent))
        });
    let kind = match card.about {
        About::Demand => card.kind.code().to_owned(),
        About::Bilan => format!("Bilan {} {}", card.kind, card.year),
    };
    view! {
        <tr role="row">
            <td role="cell"><a class="fr-link fr-link--sm" href=format!("/instruction/dossiers/{}", card.id)>{card.structure}</a></td>
            <td role="cell" data-label="Référence">{card.reference.map(|reference| reference.to_string())}</td>
            <td role="cell" data-label="Type">{kind}</td>
            <td role="cell" data-label="Département">{card.places}</td>
            <td role="cell" class="fr-cell--right" data-label="Postes demandés">{posts}</td>
            <td role="cell" class="fr-cell--right" data-label="Écart">{gap}</td>
            <td role="cell" class="fr-cell--right" data-label="Aide demandée">{amount}</td>
            <td role="cell" data-label="Transmis">{sent}</td>
        </tr>
    }
}
