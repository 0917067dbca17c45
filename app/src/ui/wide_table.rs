//! A table of the design system that scrolls in its frame on a wide screen and stands in cards on a phone.

use leptos::prelude::*;

/// A table with its caption; each heading says whether its column is of numbers.
pub fn wide_table(
    label: &'static str,
    caption: &'static str,
    heads: &[(&'static str, bool)],
    rows: Vec<AnyView>,
) -> AnyView {
    let heads = heads.iter().map(|(head, numeric)| {
        view! { <th role="columnheader" scope="col" class:fr-cell--right=*numeric>{*head}</th> }.into_any()
    });
    view! {
        <div class="fr-table fr-table--sm fr-table--no-caption queue">
            <div class="fr-table__wrapper">
                <div class="fr-table__container">
                    <div class="fr-table__content" tabindex="0" role="region" aria-label=label>
                        <table role="table">
                            <caption>{caption}</caption>
                            <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                            <tbody role="rowgroup">{rows}</tbody>
                        </table>
                    </div>
                </div>
            </div>
        </div>
    }
    .into_any()
}
