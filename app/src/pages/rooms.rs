//! Rooms: the browser fetches the code of a room when its first page is opened.
//!
//! One piece a room rather than one a page: small pieces compress badly, and cost a request each. The step
//! of a dossier is no piece at all but the program itself: it holds nearly all of it, and splitting it off
//! made its first load a tenth bigger (`docs/adr/0004`).

use leptos::prelude::*;

use super::{
    AccessibilityPage, DossierPage, DossiersPage, HomePage, LegalPage, LoginPage, PrivacyPage, QueuePage,
    ReceiptPage, ReviewPage, SummaryPage,
};

/// A page where a structure follows its dossiers.
pub(super) enum FollowingPage {
    Dossiers(DossiersPage),
    Dossier(DossierPage),
    Summary(SummaryPage),
    Receipt(ReceiptPage),
}

/// A page where a service reads what was sent.
pub(super) enum ReviewingPage {
    Queue(QueuePage),
    Review(ReviewPage),
}

/// A page that anyone reads.
pub(super) enum PublicPage {
    Home(HomePage),
    Login(LoginPage),
    Accessibility(AccessibilityPage),
    Privacy(PrivacyPage),
    Legal(LegalPage),
}

#[lazy]
pub(super) fn following_room(page: FollowingPage) -> AnyView {
    match page {
        FollowingPage::Dossiers(page) => page.show(),
        FollowingPage::Dossier(page) => page.show(),
        FollowingPage::Summary(page) => page.show(),
        FollowingPage::Receipt(page) => page.show(),
    }
}

#[lazy]
pub(super) fn reviewing_room(page: ReviewingPage) -> AnyView {
    match page {
        ReviewingPage::Queue(page) => page.show(),
        ReviewingPage::Review(page) => page.show(),
    }
}

#[lazy]
pub(super) fn public_room(page: PublicPage) -> AnyView {
    match page {
        PublicPage::Home(page) => page.show(),
        PublicPage::Login(page) => page.show(),
        PublicPage::Accessibility(AccessibilityPage) => AccessibilityPage::show(),
        PublicPage::Privacy(PrivacyPage) => PrivacyPage::show(),
        PublicPage::Legal(LegalPage) => LegalPage::show(),
    }
}

/// Fetches the code of the review room; nothing to do on the server.
pub(super) async fn fetch_reviewing_room() {
    #[cfg(target_arch = "wasm32")]
    __preload_reviewing_room().await;
}

/// Fetches the code of the public room; nothing to do on the server.
pub(super) async fn fetch_public_room() {
    #[cfg(target_arch = "wasm32")]
    __preload_public_room().await;
}

/// Fetches the code of the room where dossiers are followed; nothing to do on the server.
pub(super) async fn fetch_following_room() {
    #[cfg(target_arch = "wasm32")]
    __preload_following_room().await;
}
