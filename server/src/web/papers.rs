//! `…/courriers/{papier}`: official papers of a dossier, for its structure and for the services that read it.

use app::pages;
use axum::{extract::Path, response::Response};
use domain::{Error, paper::PaperKind, usecase};

use super::visitor::{Made, Visitor, named, told};

/// A paper, for the structure.
pub async fn of_structure(visitor: Visitor, Path((id, kind)): Path<(String, String)>) -> Response {
    let made = made(&visitor, &id, &kind, (format!("/dossiers/{id}/suivi"), "← Revenir au suivi")).await;
    visitor.answer(made)
}

/// A paper, for a service.
pub async fn of_service(visitor: Visitor, Path((id, kind)): Path<(String, String)>) -> Response {
    let back = (format!("/instruction/dossiers/{id}"), "← Revenir au dossier");
    let made = made(&visitor, &id, &kind, back).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, kind: &str, back: (String, &'static str)) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let kind = told(PaperKind::of(kind).ok_or(Error::NotFound))?;
    let paper = told(usecase::read_paper(visitor.services(), viewer, id, kind).await)?;
    Ok(pages::paper(paper, back))
}
