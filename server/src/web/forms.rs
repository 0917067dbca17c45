//! Forms that work without a script: each answers with a redirection to a page.

use app::Refused;
use axum::{
    Extension, Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, Refusal, Viewer,
    dossier::{About, DossierId, Seq, Stamp, talk::Subject},
    usecase::{self, Confirming, Undone},
};

use super::{
    App,
    error_page::{error_page, refusal, report},
    pages,
    sent::{Document, Sent},
    session::Current,
    visitor::{OnDossier, Visitor},
};

/// Pairs of a form, in their order.
pub(super) type Pairs = Form<Vec<(String, String)>>;

pub(super) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// The count of a form's confirmation: it comes after its edits, and no form has so many.
const AFTER_EDITS: u64 = 1_000_000;

/// What a form or an address is about: a question (`champ`) or a step (`etape`).
pub(super) fn subject(pairs: &[(String, String)]) -> Option<Subject> {
    let question = form::Path::parse(value(pairs, "champ")).ok().map(Subject::Question);
    let step = value(pairs, "etape");
    question.or_else(|| (!step.is_empty()).then(|| Subject::Step(step.to_owned())))
}

/// `POST /dossiers`: opens a dossier, or leads to the one that exists.
pub async fn create(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Form(pairs): Pairs,
) -> Response {
    open(app, person, &pairs, About::Demand).await
}

/// `POST /bilans`: opens a bilan, or leads to the one that exists.
pub async fn create_bilan(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Form(pairs): Pairs,
) -> Response {
    open(app, person, &pairs, About::Bilan).await
}

async fn open(
    app: App,
    person: Option<Extension<Current>>,
    pairs: &[(String, String)],
    about: About,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return Redirect::to("/connexion").into_response() };
    let Ok(kind) = value(pairs, "type").parse() else {
        return refusal(&Error::Invalid("Choisissez un type de structure.".to_owned()));
    };
    let creating = async move {
        match about {
            About::Demand => usecase::create_dossier(&app.services, &viewer, kind).await,
            About::Bilan => usecase::create_bilan(&app.services, &viewer, kind).await,
        }
    };
    match whole(creating).await {
        Ok(id) => Redirect::to(&format!("/dossiers/{id}")).into_response(),
        Err(Error::Refused(Refusal::AlreadyExists)) => Redirect::to(about.list()).into_response(),
        Err(error) => refusal(&error),
    }
}

/// `POST /dossiers/{id}/historique`: brings an answer back to what it was, or undoes what was done in one go.
pub async fn restore(
    State(app): State<App>,
    OnDossier(viewer, id): OnDossier,
    Form(pairs): Pairs,
) -> Response {
    if let Ok(event) = value(&pairs, "defaire").parse() {
        let address = format!("/dossiers/{id}/historique");
        return match usecase::undo_changes(&app.services, &viewer, id, event).await {
            Ok(Undone { back, left }) => {
                Redirect::to(&format!("{address}?remises={back}&laissees={left}")).into_response()
            }
            Err(error) => refusal(&error),
        };
    }
    let named = (form::Path::parse(value(&pairs, "champ")), value(&pairs, "evenement").parse());
    let (Ok(path), Ok(event)) = named else { return refusal(&Error::NotFound) };
    let address = format!("/dossiers/{id}/historique?champ={path}");
    match usecase::restore_answer(&app.services, &viewer, id, (path, seen(&pairs)), event).await {
        Ok(true) => Redirect::to(&format!("{address}&retablie=oui")).into_response(),
        Ok(false) => Redirect::to(&format!("{address}&retablie=non")).into_response(),
        Err(error) => refusal(&error),
    }
}

/// `POST /dossiers/{id}/etapes/{cle}`: saves a step, confirms it if asked, goes on.
pub async fn step(
    State(app): State<App>,
    visitor: Visitor,
    person: Option<Extension<Current>>,
    Path((id, key)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return session_ended() };
    let Ok(dossier) = id.parse::<DossierId>() else { return refusal(&Error::NotFound) };
    let saving = {
        let (app, key) = (app.clone(), key.clone());
        async move { save_step(&app, &viewer, dossier, &key, sent).await }
    };
    match whole(saving).await {
        Ok(Saved::Next(path)) => Redirect::to(&path).into_response(),
        Ok(Saved::Without(documents)) => pages::step_without(visitor, id, key, documents).await,
        Err(error) => refusal(&error),
    }
}

/// Does a piece of work to its end, even when who asked for it goes meanwhile: what follows a change is part of it.
pub(super) async fn whole<T: Send + 'static>(
    work: impl Future<Output = domain::Result<T>> + Send + 'static,
) -> domain::Result<T> {
    tokio::spawn(work).await.unwrap_or_else(|error| Err(Error::unavailable(error)))
}

/// What became of a step's form.
enum Saved {
    /// The page to go to.
    Next(String),
    /// All is taken but these documents, each with why not.
    Without(Vec<Refused>),
}

/// What is said of a form sent once the session has ended: its page sends it again, nothing is typed twice.
pub(super) fn session_ended() -> Response {
    error_page(
        StatusCode::UNAUTHORIZED,
        "Votre session a expiré",
        "Rien n’est perdu. Connectez-vous dans un autre onglet, puis revenez à cette page et actualisez-la\u{a0}: votre navigateur proposera de renvoyer ce que vous aviez rempli.",
    )
}

/// Saves a step's form.
async fn save_step(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    key: &str,
    sent: Sent,
) -> domain::Result<Saved> {
    let pairs = &sent.pairs;
    let (here, _, _) = addresses(id, key, pairs);
    // Before the answers: what is still missing is counted with them.
    let refused = attach(app, viewer, id, sent.documents).await?;
    let texts =
        pairs.iter().filter_map(|(name, text)| Some((form::Path::parse(name).ok()?, text.clone()))).collect();
    let saved = usecase::save_form(&app.services, viewer, id, key, seen(pairs), texts).await?;
    let acted = act(app, viewer, id, pairs, &here).await?;
    if !saved.refused.is_empty() {
        return Err(Error::Invalid(format!(
            "{} Le reste est enregistré. Revenez en arrière\u{a0}: selon votre navigateur, votre texte est encore dans la page.",
            saved
                .refused
                .iter()
                .chain(refused.iter().map(|document| &document.reason))
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        )));
    }
    if !refused.is_empty() {
        return Ok(Saved::Without(refused));
    }
    if let Some(next) = acted {
        return Ok(Saved::Next(next));
    }
    next_page(app, viewer, (id, key), pairs, saved).await.map(Saved::Next)
}

/// The last event of the log when the page of a form was made; none was seen when it does not say.
pub(super) fn seen(pairs: &[(String, String)]) -> Seq {
    value(pairs, "_vu").parse().unwrap_or_default()
}

/// The same for a form that did not always say it: one that does not is taken as it was.
pub(super) fn seen_or_all(pairs: &[(String, String)]) -> Seq {
    value(pairs, "_vu").parse().unwrap_or(Seq::MAX)
}

/// Does what a button of the form asks beside saving; the page to go to, for one that does.
async fn act(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    pairs: &[(String, String)],
    here: &str,
) -> domain::Result<Option<String>> {
    if let Some((choice, path)) = value(pairs, "garder").split_once(':')
        && let Ok(path) = form::Path::parse(path)
    {
        let seen = (path, seen(pairs));
        if choice == "source" {
            usecase::restore_source(&app.services, viewer, id, seen).await?;
        } else {
            usecase::decide_conflict(&app.services, viewer, id, seen, choice == "mienne").await?;
        }
        return Ok(Some(here.to_owned()));
    }
    if let Some((act, path)) = value(pairs, "ligne").split_once(':')
        && let Ok(path) = form::Path::parse(path)
    {
        let at = change_row(app, viewer, (id, seen(pairs)), act, path).await?;
        return Ok(Some(format!("{here}#{}", at.control_id())));
    }
    if let Some((path, digest)) = value(pairs, "piece").split_once(':')
        && let Ok(path) = form::Path::parse(path)
    {
        let at = path.control_id();
        usecase::detach_piece(&app.services, viewer, id, path, digest.to_owned()).await?;
        return Ok(Some(format!("{here}#{at}")));
    }
    Ok(None)
}

/// The page that comes after a step's form.
async fn next_page(
    app: &App,
    viewer: &Viewer,
    (id, key): (DossierId, &str),
    pairs: &[(String, String)],
    saved: usecase::FormSaved,
) -> domain::Result<String> {
    let (here, verified, back) = addresses(id, key, pairs);
    if saved.conflicts > 0 {
        return Ok(verified);
    }
    let open = usecase::open_dossier(&app.services, viewer, id).await?;
    if open.trame.step(key).is_none() {
        return Ok(format!("/dossiers/{id}")); // the form changed meanwhile, and has no such step any more
    }
    if value(pairs, "action") == "enregistrer" {
        return Ok(here);
    }
    if value(pairs, "action") == "confirmer" {
        if saved.held > 0 {
            return Ok(format!("{verified}#erreurs"));
        }
        // What is confirmed was seen: the page as it was made, and what its author wrote in it.
        let stamp = Stamp { client: saved.page.clone(), number: AFTER_EDITS };
        let how = (seen(pairs) > 0).then(|| Confirming { stamp, known: seen(pairs) });
        usecase::confirm_step(&app.services, viewer, id, key.to_owned(), how).await?;
    }
    if back {
        return Ok(format!("/dossiers/{id}/recapitulatif#recap-{key}"));
    }
    // What was just answered asks for more on this step: it is shown first.
    if let Some(first) = saved.opened.first() {
        return Ok(format!("{here}#{}", first.control_id()));
    }
    Ok(match open.trame.step_after(key) {
        Some(next) => format!("/dossiers/{id}/etapes/{}", next.key),
        None => format!("/dossiers/{id}/recapitulatif"),
    })
}

/// The address of a step, the same with all that is missing, and whether one came from the check.
fn addresses(id: DossierId, key: &str, pairs: &[(String, String)]) -> (String, String, bool) {
    let back = value(pairs, "retour") == "recapitulatif";
    let address = format!("/dossiers/{id}/etapes/{key}");
    let (here, and) = if back { (format!("{address}?retour=recapitulatif"), '&') } else { (address, '?') };
    (here.clone(), format!("{here}{and}verifier=1"), back)
}

/// Gives the documents of a form; why some were refused.
async fn attach(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    documents: Vec<Document>,
) -> domain::Result<Vec<Refused>> {
    let mut refused = Vec::new();
    for Document { control, name, bytes } in documents {
        let Ok(path) = form::Path::parse(&control) else { continue };
        match usecase::attach_piece(&app.services, viewer, id, path.clone(), &name, bytes).await {
            Ok(_) => {}
            Err(Error::Invalid(reason)) => refused.push(Refused { path, reason }),
            Err(full @ Error::NoRoom) => {
                report(&full);
                let name = domain::piece::kept_name(&name);
                refused.push(Refused { path, reason: format!("«\u{a0}{name}\u{a0}»\u{a0}: {full}") });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(refused)
}

/// Adds or takes away a row; where the page is to be read again.
async fn change_row(
    app: &App,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    act: &str,
    path: form::Path,
) -> domain::Result<form::Path> {
    match act {
        "ajouter" => return usecase::add_row(&app.services, viewer, id, &path).await,
        "copier" => return usecase::copy_row(&app.services, viewer, id, &path).await,
        "garder" => usecase::keep_row(&app.services, viewer, (id, seen), path.clone()).await?,
        _ => usecase::remove_row(&app.services, viewer, id, seen, path.clone()).await?,
    }
    Ok(path.field())
}

/// `POST /dossiers/{id}/transmettre`: sends the dossier, or says what is missing.
pub async fn submit(
    State(app): State<App>,
    OnDossier(viewer, id): OnDossier,
    Form(pairs): Pairs,
) -> Response {
    let certified = value(&pairs, "certification") == "oui";
    let read = value(&pairs, "_vu").parse().ok();
    let back = |reason: &str| {
        Redirect::to(&format!("/dossiers/{id}/recapitulatif?refus={reason}#refus")).into_response()
    };
    match usecase::submit_dossier(&app.services, &viewer, id, certified, read).await {
        Ok(()) => Redirect::to(&format!("/dossiers/{id}/recepisse")).into_response(),
        Err(Error::Refused(Refusal::NotCertified)) => back("attestation"),
        Err(Error::Refused(Refusal::NotReady(_))) => back("incomplet"),
        Err(Error::Refused(Refusal::Moved)) => back("change"),
        Err(Error::Refused(Refusal::Unanswered(_))) => back("corrections"),
        Err(Error::Forbidden(_)) => back("droits"),
        Err(error) => refusal(&error),
    }
}
