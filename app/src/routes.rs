//! The pages and their addresses.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    pages::{
        AccessibilityPage, DossierPage, DossiersPage, HomePage, LegalPage, LoginPage, NotFoundPage,
        PrivacyPage, QueuePage, ReceiptPage, ReviewPage, StepPage, SummaryPage,
    },
    ui::{Footer, Header, SkipLinks},
};

/// Every page, under the header and over the footer.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Tells scripts and styles that the page answers: the browser's program has taken it over.
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-ready", "");
        }
    });
    view! {
        <Title formatter=|text: String| format!("{text} - Conventionnement IAE")/>
        <Router>
            <SkipLinks/>
            <Header/>
            <main id="contenu" tabindex="-1">
                <Routes fallback=|| view! { <NotFoundPage/> }>
                    <Route path=path!("/") view={Lazy::<HomePage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/connexion") view={Lazy::<LoginPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers") view={Lazy::<DossiersPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id") view={Lazy::<DossierPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/etapes/:cle") view=StepPage ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/recapitulatif") view={Lazy::<SummaryPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/recepisse") view={Lazy::<ReceiptPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/instruction") view={Lazy::<QueuePage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/instruction/dossiers/:id") view={Lazy::<ReviewPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accessibilite") view={Lazy::<AccessibilityPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/donnees-personnelles") view={Lazy::<PrivacyPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/mentions-legales") view={Lazy::<LegalPage>::new()} ssr=SsrMode::Async/>
                </Routes>
            </main>
            <Footer/>
        </Router>
    }
}
