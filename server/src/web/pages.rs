//! The pages: each asks its use case, and shows what it answers.

use app::{AppError, DossierView, Refused, pages};
use axum::{
    extract::{Path, Query},
    http::{Uri, uri::PathAndQuery},
    response::{Redirect, Response},
};
use domain::{campaign::Reporting, dossier::About, usecase};

use super::visitor::{Made, Visitor, named, told};

/// What follows `?` in an address.
type Asked = Query<Vec<(String, String)>>;

fn value(asked: &Asked, name: &str) -> Option<String> {
    asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// `/`.
pub async fn home(visitor: Visitor) -> Response {
    let (campaign, version) = (visitor.campaign(), visitor.app.version().to_owned());
    visitor.answer(Ok(pages::home(campaign, version)))
}

/// `/connexion`.
pub async fn login(visitor: Visitor, asked: Asked) -> Response {
    let made = log_in_page(&visitor, &asked).await;
    visitor.answer(made)
}

async fn log_in_page(visitor: &Visitor, asked: &Asked) -> Made {
    let (structure, departement) = (value(asked, "structure"), value(asked, "departement"));
    let sought = structure.as_deref().filter(|_| visitor.app.demonstration).unwrap_or_default();
    let found = told(usecase::find_structures(visitor.services(), sought).await)?;
    let (address, back) = (value(asked, "adresse"), value(asked, "retour"));
    let search = pages::Search { structure, departement, found, address, back };
    Ok(pages::login(visitor.app.demonstration, search))
}

/// `/accessibilite`.
pub async fn accessibility(visitor: Visitor) -> Response {
    visitor.answer(Ok(pages::accessibility()))
}

/// `/donnees-personnelles`.
pub async fn privacy(visitor: Visitor) -> Response {
    visitor.answer(Ok(pages::privacy()))
}

/// `/mentions-legales`.
pub async fn legal(visitor: Visitor) -> Response {
    visitor.answer(Ok(pages::legal()))
}

/// Any other address.
pub async fn absent(visitor: Visitor) -> Response {
    visitor.answer(Err(AppError::NotFound))
}

/// `/dossiers`.
pub async fn dossiers(visitor: Visitor) -> Response {
    let made = my_dossiers(&visitor, About::Demand).await;
    visitor.answer(made)
}

/// `/bilans`.
pub async fn bilans(visitor: Visitor) -> Response {
    let made = my_dossiers(&visitor, About::Bilan).await;
    visitor.answer(made)
}

async fn my_dossiers(visitor: &Visitor, about: About) -> Made {
    let viewer = visitor.viewer()?;
    let cards = told(usecase::list_dossiers(visitor.services(), viewer, about).await)?;
    let kinds = told(usecase::creatable(visitor.services(), viewer, about).await)?;
    let year = match about {
        About::Demand => visitor.campaign().year,
        About::Bilan => Reporting::running(visitor.services().clock.today()).year,
    };
    Ok(pages::dossiers(pages::MyDossiers { about, cards, year, kinds, me: viewer.person }))
}

/// `/bilans/{id}` and what follows: the pages of a bilan are those of a dossier.
pub async fn bilan(uri: Uri) -> Redirect {
    let asked = uri.path_and_query().map_or("", PathAndQuery::as_str);
    Redirect::permanent(&asked.replacen(About::Bilan.list(), About::Demand.list(), 1))
}

/// `/dossiers/{id}`.
pub async fn dossier(visitor: Visitor, Path(id): Path<String>) -> Response {
    let made = task_list(&visitor, &id).await;
    visitor.answer(made)
}

async fn task_list(visitor: &Visitor, id: &str) -> Made {
    let dossier = opened(visitor, id).await?;
    let viewer = visitor.viewer()?;
    let read = usecase::read_renewal(visitor.services(), viewer, named(id)?).await;
    let here = visitor.app.presence.others(named(id)?, viewer.person);
    let unread = unread(visitor, &dossier).await?;
    Ok(pages::dossier(dossier, told(read)?, here, unread))
}

/// Messages of the service that a structure has to read; a draft has none.
pub(super) async fn unread(visitor: &Visitor, dossier: &DossierView) -> Result<usize, AppError> {
    if dossier.snapshot.submission().is_none() {
        return Ok(0);
    }
    told(
        usecase::unread_messages(visitor.services(), visitor.viewer()?, (dossier.id, &dossier.snapshot))
            .await,
    )
}

/// `/dossiers/{id}/etapes/{cle}`.
pub async fn step(visitor: Visitor, Path((id, key)): Path<(String, String)>, asked: Asked) -> Response {
    let verify = value(&asked, "verifier").is_some();
    let back = value(&asked, "retour").is_some();
    let made = opened(&visitor, &id).await;
    visitor.answer(made.map(|dossier| pages::step(pages::StepData { dossier, key, verify, back })))
}

/// A step, after a form whose documents could not all be taken.
pub async fn step_without(visitor: Visitor, id: String, key: String, documents: Vec<Refused>) -> Response {
    let made = opened(&visitor, &id).await;
    let shown = |dossier| pages::step(pages::StepData { dossier, key, verify: false, back: false });
    visitor.answer(made.map(|dossier| shown(dossier).with_refused(documents)))
}

/// `/dossiers/{id}/recapitulatif`.
pub async fn summary(visitor: Visitor, Path(id): Path<String>, asked: Asked) -> Response {
    let made = checked(&visitor, &id, value(&asked, "refus")).await;
    visitor.answer(made)
}

async fn checked(visitor: &Visitor, id: &str, refused: Option<String>) -> Made {
    let dossier = opened(visitor, id).await?;
    let viewer = visitor.viewer()?;
    let warnings = told(usecase::read_warnings(visitor.services(), viewer, named(id)?).await)?;
    let here = visitor.app.presence.others(named(id)?, viewer.person);
    Ok(pages::summary(dossier, refused, warnings, here))
}

/// `/dossiers/{id}/historique`.
pub async fn history(visitor: Visitor, Path(id): Path<String>, asked: Asked) -> Response {
    let made = told_history(&visitor, &id, &asked).await;
    visitor.answer(made)
}

async fn told_history(visitor: &Visitor, id: &str, asked: &Asked) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let of = value(asked, "champ");
    let of = of.map(|path| form::Path::parse(&path)).transpose().map_err(|_| AppError::NotFound)?;
    let history = told(usecase::read_history(visitor.services(), viewer, id, of).await)?;
    let count = |name: &str| value(asked, name).and_then(|count| count.parse().ok()).unwrap_or_default();
    let undone = value(asked, "remises").map(|_| undone(count("remises"), count("laissees")));
    let of_documents = matches!(&history.told, usecase::Told::Answer(path, ..)
        if history.program.trame().field(path).is_some_and(|field| field.field_type == form::FieldType::Files));
    let restored = value(asked, "retablie").map(|done| {
        let said = match done.as_str() {
            "non" if of_documents => "Quelqu’un a changé ces documents depuis que cette page a été lue\u{a0}: rien n’est rétabli. Les voici tels qu’ils sont maintenant.",
            "non" => "Quelqu’un a répondu depuis que cette page a été lue\u{a0}: les deux réponses sont dans l’étape, à vous de choisir.",
            _ => "La valeur est rétablie\u{a0}; celle d’avant reste dans l’historique.",
        };
        said.to_owned()
    });
    Ok(pages::history(id, history, viewer.person, undone.or(restored)))
}

/// What an undoing did, in words.
fn undone(back: usize, left: usize) -> String {
    let mut said = form::french::count(back, "réponse remise", "réponses remises") + " comme avant.";
    if left > 0 {
        said += " ";
        said += &form::french::count(
            left,
            "autre reste telle quelle\u{a0}: elle a changé depuis, ou c’est un document.",
            "autres restent telles quelles\u{a0}: elles ont changé depuis, ou ce sont des documents.",
        );
    }
    said
}

/// `/dossiers/{id}/recepisse`.
pub async fn receipt(visitor: Visitor, Path(id): Path<String>) -> Response {
    let made = opened(&visitor, &id).await.map(pages::receipt);
    visitor.answer(made)
}

/// A dossier of the person's structure, with all that its pages need.
pub(super) async fn opened(visitor: &Visitor, id: &str) -> Result<DossierView, AppError> {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let open = told(usecase::open_dossier(visitor.services(), viewer, id).await)?;
    Ok(DossierView::from((id, open, viewer.person)))
}

/// `/administration`.
pub async fn administration(visitor: Visitor) -> Response {
    let made = visitor
        .viewer()
        .and_then(|viewer| told(usecase::reference_data(visitor.services(), viewer)))
        .map(pages::administration);
    visitor.answer(made)
}
