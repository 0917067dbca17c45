//! Official papers as files: who may take them away, under which name, what is said without fonts to draw them.

use std::{path::PathBuf, sync::Arc};

use axum::http::header;
use server::{press::Drawings, web::App};

use crate::client::{Answer, Person};

/// Where the State's fonts are: `FONTS`, else those of the npm packages; none when nobody installed them.
fn fonts() -> Option<PathBuf> {
    let named = std::env::var_os("FONTS").map(PathBuf::from);
    let installed =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../end2end/node_modules/@gouvfr/dsfr/dist/fonts");
    named.or_else(|| installed.is_dir().then_some(installed))
}

/// Lets a service draw, where there are fonts to draw with.
pub fn with_fonts(app: &mut App) {
    if let Some(folder) = fonts() {
        app.drawings = Arc::new(Drawings::open(&folder));
    }
}

/// That an answer is a PDF whose name begins so; that the service says it cannot, where there are no fonts.
pub fn unless_absent(answer: &Answer, name: &str) {
    if fonts().is_none() {
        assert_eq!(answer.status, 503, "{}", answer.body);
        return;
    }
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.starts_with("%PDF-1.7"));
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-cache");
    let way = answer.headers[header::CONTENT_DISPOSITION].to_str().expect("text");
    assert!(way.starts_with(&format!("attachment; filename*=UTF-8''{name}")), "{way}");
    assert_eq!(way.rsplit('.').next(), Some("pdf"), "{way}");
}

/// That the structure and the service take away the same papers, each from its own page.
pub async fn as_files(person: &Person<'_>, agent: &Person<'_>, dossier: &str) {
    for (kind, name) in [
        ("accuse-de-reception", "Accus%C3%A9%20de%20r%C3%A9ception%20-%20IAE-"),
        ("convention", "Convention%20et%20annexe%20financi%C3%A8re%20-%20IAE-"),
        ("dossier", "Dossier%20transmis%20-%20IAE-"),
    ] {
        let (own, reviewed) =
            (format!("{dossier}/courriers/{kind}"), format!("/instruction{dossier}/courriers/{kind}"));
        let page = person.get(&own).await;
        assert_eq!(page.status, 200, "{own}: {}", page.body);
        let link = format!(r#"href="{kind}.pdf""#);
        assert_eq!(page.body.contains(&link), fonts().is_some(), "{own}: {}", page.body);
        let file = person.get(&format!("{own}.pdf")).await;
        unless_absent(&file, name);
        let same = agent.get(&format!("{reviewed}.pdf")).await;
        assert!(same.status == file.status && same.body == file.body, "{reviewed}: the same paper");
    }
}
