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
    let who = Resource::new(|| (), |()| who());
    provide_context(who);
    view! {
        <Title formatter=|text: String| format!("{text} - Conventionnement IAE")/>
        <Router>
            <SkipLinks/>
            <Header/>
            <main id="contenu" tabindex="-1">
                <Routes fallback=|| view! { <NotFoundPage/> }>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/connexion") view=LoginPage ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers") view={Lazy::<DossiersPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id") view={Lazy::<DossierPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/etapes/:cle") view={Lazy::<StepPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/recapitulatif") view={Lazy::<SummaryPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dossiers/:id/recepisse") view={Lazy::<ReceiptPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/instruction") view={Lazy::<QueuePage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/instruction/dossiers/:id") view={Lazy::<ReviewPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accessibilite") view=AccessibilityPage ssr=SsrMode::Async/>
                    <Route path=path!("/donnees-personnelles") view=PrivacyPage ssr=SsrMode::Async/>
                    <Route path=path!("/mentions-legales") view=LegalPage ssr=SsrMode::Async/>
                </Routes>
            </main>
            <Footer/>
        </Router>
    }
}

/// Who is logged in, for the header; nobody is an answer, not an error.
#[server(prefix = "/api/app", endpoint = "who")]
pub async fn who() -> Result<Option<domain::Viewer>, crate::AppError> {
    Ok(crate::Session::current()?.viewer)
}
