//! What a decision costs, counted as ASP counts it, with its arithmetic in sight.

use domain::{
    dossier::procedure::{
        Drafted, Terms, Wrong,
        terms::{Grant, Posts},
    },
    usecase::DecisionDesk,
};
use form::{Decimal, FieldType, Value, french};
use leptos::prelude::*;

use super::{euros, fields::named};

/// The amounts of what a draft says; what is to be put right first, where it does not hold.
#[must_use]
pub fn simulation(desk: &DecisionDesk, drafted: &Drafted) -> AnyView {
    match drafted {
        Drafted::Terms(terms) => counted(desk, terms),
        Drafted::Wrong(wrong) => {
            let asked = desk.asked.as_ref();
            let said = |wrong: &Wrong| {
                asked.map_or_else(
                    || wrong.text.clone(),
                    |asked| french::about(&named(&wrong.field, asked), &wrong.text),
                )
            };
            let items = wrong.iter().map(|wrong| view! { <li>{said(wrong)}</li> }.into_any());
            view! {
                <div class="decision__count decision__count--wrong fr-mb-3w">
                    <h2 class="fr-h6">"Le montant ne peut pas être calculé"</h2>
                    <ul>{items.collect_view()}</ul>
                </div>
            }
            .into_any()
        }
    }
}

fn counted(desk: &DecisionDesk, terms: &Terms) -> AnyView {
    let months = terms.months();
    let rows = terms.annexes.iter().map(|grant| row(grant, months)).collect_view();
    let exceeds = desk.asked.as_ref().is_some_and(|asked| terms.posts() > asked.posts());
    let exceeds = exceeds.then(|| {
        let said = "Vous accordez plus de postes que la structure n’en demande.";
        view! { <p class="fr-message fr-message--warning fr-mb-1w">{said}</p> }.into_any()
    });
    let differs = desk.asked.as_ref().is_some_and(|asked| terms.differ_from(asked));
    let difference = desk.asked.as_ref().map(|asked| compared(terms, asked, differs));
    let share = terms.cofinancing.map(|part| {
        view! { <p class="fr-mb-0">{format!("Dont part du département\u{a0}: {}.", euros(part))}</p> }
            .into_any()
    });
    let follows = desk.asked.as_ref().and_then(|asked| terms.share_that_follows(asked)).map(|share| {
        let said = format!(
            "Les postes ou la période changent, et la part du département est restée celle qui est demandée. À proportion de l’aide, elle serait de {}.",
            euros(share)
        );
        let typed = french::typed(&Value::Number(share), &FieldType::Euros);
        view! {
            <p class="fr-mb-0">{said} " "
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="button" data-part=typed>{format!("Reprendre {}", euros(share))}</button>
            </p>
        }
        .into_any()
    });
    view! {
        <div class="decision__count fr-mb-3w">
            <h2 class="fr-h6">{format!("Aide au poste\u{a0}: {}", euros(terms.total()))}</h2>
            <table class="compare" role="table">
                <caption class="fr-sr-only">"Calcul de l’aide, par annexe"</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Annexe"</th>
                        <th role="columnheader" scope="col">"Part socle"</th>
                        <th role="columnheader" scope="col">"Part modulée"</th>
                        <th role="columnheader" scope="col">"Total"</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            {difference}
            {exceeds}
            {share}
            {follows}
        </div>
    }
    .into_any()
}

fn row(grant: &Grant, months: i32) -> AnyView {
    let (socle, modulated) = (grant.socle(months), grant.modulated(months));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{grant.place()} <span class="fr-hint-text">{arithmetic(grant, months)}</span></th>
            <td role="cell" class="numeric" data-label="Part socle">{euros(socle)}</td>
            <td role="cell" class="numeric" data-label="Part modulée">{euros(modulated)}</td>
            <td role="cell" class="numeric" data-label="Total">{euros(socle + modulated)}</td>
        </tr>
    }
    .into_any()
}

/// `7,95 ETP × 23 921,00 € ÷ 12 × 8 mois`: the month is rounded first, as ASP does.
fn arithmetic(grant: &Grant, months: i32) -> String {
    let many = grant.posts.said();
    let price = euros(grant.posts.price());
    let period = french::count(usize::try_from(months).unwrap_or_default(), "mois", "mois");
    match grant.posts {
        Posts::Etp { .. } if months == 12 => format!("{many} × {price}"),
        Posts::Etp { .. } => format!("{many} × {price} ÷ 12, arrondi au centime, × {period}"),
        Posts::People { .. } => format!("{many} × {price} × {period}"),
    }
}

/// What it is beside what is asked.
fn compared(terms: &Terms, asked: &Terms, differs: bool) -> AnyView {
    let gap = terms.posts() - asked.posts();
    let money = terms.socle() - asked.socle();
    let signed = |number: Decimal, said: String| {
        let sign = if number > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{said}")
    };
    let said = if differs {
        format!(
            "Ce n’est pas ce qui est demandé ({}, {} de part socle)\u{a0}: un motif est nécessaire.",
            signed(gap, terms.annexes.first().map(|grant| grant.posts.counted(gap)).unwrap_or_default()),
            signed(money, euros(money))
        )
    } else {
        "C’est ce qui est demandé.".to_owned()
    };
    view! { <p class="fr-mt-1w fr-mb-0">{said}</p> }.into_any()
}
