//! `/instruction/dossiers/{id}/apercu`: a dossier at a glance, beside the list or as a page of its own.

use domain::usecase::Review;
use form::french;
use leptos::prelude::*;

use super::{summary, title};
use crate::{
    Page,
    pages::from_list::{FromList, kept, nav},
};

/// The glance as a page.
#[must_use]
pub fn preview(review: Review, list: Option<FromList>) -> Page {
    let name = title(&review.opening);
    Page::new(format!("Aperçu\u{a0}: {name}"), move || {
        view! {
            <div class="fr-container fr-py-2w">
                {nav(list.as_ref())}
                <h1 class="fr-h3 fr-mb-1w">{name}</h1>
                {glance(&review, list.as_ref())}
            </div>
        }
        .into_any()
    })
}

/// The glance alone, for the list to show beside its lines.
#[must_use]
pub fn previewed(review: &Review, list: Option<&FromList>) -> String {
    let owner = Owner::new();
    let shown = || {
        view! {
            <div data-apercu-de=review.id.to_string()>
                <h2 class="fr-h6 fr-mb-1w">{title(&review.opening)}</h2>
                {glance(review, list)}
            </div>
        }
    };
    let html = owner.with(|| shown().to_html());
    owner.cleanup();
    html
}

/// Its reference and where it stands, the way to open it, the summary.
fn glance(review: &Review, list: Option<&FromList>) -> AnyView {
    let submission = &review.submission;
    let (day, _) = french::time_of_day(submission.at);
    let sent = format!(
        "Référence {}, version {}, transmise le {}. {}.",
        submission.reference,
        submission.version,
        french::long_date(day),
        review.state.to_service()
    );
    let open = kept(FromList::words(list), format!("/instruction/dossiers/{}", review.id));
    view! {
        <p class="fr-text--sm fr-mb-1w">{sent}</p>
        <p class="fr-mb-2w"><a class="fr-btn fr-btn--sm" href=open>"Ouvrir le dossier"</a></p>
        {summary::glance(review)}
    }
    .into_any()
}
