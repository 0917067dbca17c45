//! `/mentions-legales`.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::rooms::{PublicPage, fetch_public_room, public_room};

use crate::ui::PageTitle;

/// Legal notice, without WebAssembly.
pub struct LegalPage;

impl LazyRoute for LegalPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> impl Future<Output = AnyView> {
        public_room(PublicPage::Legal(this))
    }

    async fn preload() {
        fetch_public_room().await;
    }
}

impl LegalPage {
    pub(super) fn show() -> AnyView {
        page().into_any()
    }
}

fn page() -> impl IntoView {
    view! {
        <PageTitle text="Mentions légales"/>
        <div class="fr-container fr-py-6w prose">
            <h1>"Mentions légales"</h1>
            <h2>"Éditeur"</h2>
            <p>"À compléter par l’administration qui ouvre le service : nom, adresse, directeur de la publication."</p>
            <h2>"Hébergement"</h2>
            <p>"À compléter par l’administration qui ouvre le service."</p>
            <h2>"Code source"</h2>
            <p>"Le code de ce service est libre, sous licence AGPL-3.0 ou ultérieure."</p>
        </div>
    }
}
