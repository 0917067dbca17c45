//! `/instruction/reponses`: the answers that a service keeps at hand.

use app::pages::{self, Keeping};
use axum::{
    Extension, Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, Viewer, address, canned::CannedAnswer, usecase};

use super::{
    App,
    error_page::refusal,
    forms::value,
    queue,
    session::Current,
    visitor::{Made, Visitor, told},
};

type Pairs = Vec<(String, String)>;

/// Shows them.
pub async fn read(visitor: Visitor, Query(asked): Query<Pairs>) -> Response {
    let done = match value(&asked, "fait") {
        "garder" => Some("La réponse type est enregistrée."),
        "supprimer" => Some("La réponse type est supprimée."),
        _ => None,
    };
    let made = made(&visitor, &asked, Keeping { done, ..Keeping::default() }).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, words: &Pairs, keeping: Keeping) -> Made {
    let viewer = visitor.viewer()?;
    let kept = told(usecase::read_canned(visitor.services(), viewer).await)?;
    let list = queue::list_of(words, viewer).map(|list| list.as_list()).unwrap_or_default();
    Ok(pages::canned(kept, Keeping { list, ..keeping }))
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    person: Option<Extension<Current>>,
    Query(words): Query<Pairs>,
    Form(pairs): Form<Pairs>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return Redirect::to("/connexion").into_response() };
    match done(&app, &viewer, &pairs).await {
        Ok(None) => {
            let (act, list) = (value(&pairs, "acte").to_owned(), value(&words, "file").to_owned());
            let query = address::query(&[("fait", act), ("file", list)]);
            Redirect::to(&format!("/instruction/reponses{query}")).into_response()
        }
        Ok(writing) => {
            let made = made(&visitor, &words, Keeping { writing, ..Keeping::default() }).await;
            visitor.answer(made)
        }
        // What was typed is still there, with why it was not taken.
        Err(Error::Invalid(reason)) => {
            let writing = Some(typed(&pairs));
            let keeping = Keeping { writing, refused: Some(reason), ..Keeping::default() };
            let made = made(&visitor, &words, keeping).await;
            visitor.answer(made.map(|page| page.with_status(422)))
        }
        Err(error) => refusal(&error),
    }
}

fn typed(pairs: &Pairs) -> CannedAnswer {
    let own = |name: &str| value(pairs, name).to_owned();
    CannedAnswer { title: own("titre"), tags: own("etiquettes"), text: own("texte") }
}

/// Does it; the answer to write again, where that is asked.
async fn done(app: &App, viewer: &Viewer, pairs: &Pairs) -> domain::Result<Option<CannedAnswer>> {
    let (services, title) = (&app.services, value(pairs, "titre"));
    match value(pairs, "acte") {
        "garder" => usecase::keep_canned(services, viewer, typed(pairs)).await.map(|()| None),
        "supprimer" => usecase::forget_canned(services, viewer, title).await.map(|()| None),
        "modifier" => {
            let all = usecase::read_canned(services, viewer).await?;
            let found = all.into_iter().find(|kept| kept.answer.title == title);
            found.map(|kept| Some(kept.answer)).ok_or(Error::NotFound)
        }
        _ => Err(Error::NotFound),
    }
}
