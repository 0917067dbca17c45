//! Any other address.

use leptos::prelude::*;

use super::absent;
use crate::ui::Failure;

/// The page of an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <Failure error=absent()/> }
}
