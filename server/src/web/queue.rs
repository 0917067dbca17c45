//! `/instruction`: the queue of a service, what is done with its dossiers, the views that a person keeps.

use app::{
    AppError,
    pages::{self, FromList, Told},
};
use axum::{
    Extension, Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, PersonId, Viewer,
    dossier::{DossierId, Seq},
    queue::{Asked, ViewId},
    usecase::{self, Report, Services, Sharing},
};
use uuid::Uuid;

use super::{
    App,
    error_page::refusal,
    forms::value,
    session::Current,
    visitor::{Made, Visitor, log_in_to, told},
};

/// Words of an address, or fields of a form, in their order.
type Pairs = Vec<(String, String)>;

const ADDRESS: &str = "/instruction";

/// What the words of an address ask of the queue.
pub(super) fn asked_of(words: &[(String, String)], viewer: &Viewer) -> Asked {
    Asked::of(|name| value(words, name), viewer.acting.level())
}

/// The list that the address of a dossier says one came from (`file`).
pub(super) fn list_of(words: &[(String, String)], viewer: &Viewer) -> Option<Asked> {
    let list = value(words, "file");
    let words: Pairs = form_urlencoded::parse(list.as_bytes()).into_owned().collect();
    (!list.is_empty()).then(|| Asked { after: None, ..asked_of(&words, viewer) })
}

/// The list that one came from, with the dossiers around this one there, as the words of the address say it.
pub(super) async fn came_from(
    visitor: &Visitor,
    id: DossierId,
    words: &[(String, String)],
) -> Result<Option<FromList>, AppError> {
    let viewer = visitor.viewer()?;
    let Some(list) = list_of(words, viewer) else { return Ok(None) };
    let beside = told(usecase::beside_in_queue(visitor.services(), viewer, &list, id).await)?;
    // Written anew: what an address says is not taken as it is.
    Ok(Some(FromList { query: list.as_list(), beside }))
}

/// Does with one dossier what a form of its page asks.
///
/// # Errors
/// `Invalid` with why it is not done.
pub(super) async fn share_one(
    services: &Services,
    viewer: &Viewer,
    (id, given): (DossierId, &str),
    pairs: &Pairs,
) -> domain::Result<()> {
    let (act, _) = read_act(pairs)?;
    let chosen = (id, given.parse().unwrap_or_default());
    let report = usecase::share_dossiers(services, viewer, &[chosen], act).await?;
    match report.refused.into_iter().next() {
        // Nothing is named of one that this person may not know of.
        Some(refused) if refused.named.is_none() => Err(Error::NotFound),
        Some(refused) => Err(Error::Invalid(refused.reason)),
        None => Ok(()),
    }
}

/// Shows the queue; columns that were just chosen are said by its address from then on.
pub async fn read(visitor: Visitor, Query(mut words): Query<Pairs>) -> Response {
    let chosen: Vec<&str> =
        words.iter().filter(|(name, _)| name == "colonne").map(|(_, code)| code.as_str()).collect();
    if !chosen.is_empty()
        && let Ok(viewer) = visitor.viewer()
    {
        let chosen = chosen.join(".");
        words.retain(|(name, _)| name != "colonnes");
        words.push(("colonnes".to_owned(), chosen));
        return Redirect::to(&format!("{ADDRESS}{}", asked_of(&words, viewer).query())).into_response();
    }
    let said = match value(&words, "fait") {
        "vue" => Some(Told::Said("La vue est enregistrée.")),
        "nom" => Some(Told::Said("La vue est renommée.")),
        "oubli" => Some(Told::Said("La vue est supprimée.")),
        _ => None,
    };
    let made = made(&visitor, &words, said).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, words: &Pairs, said: Option<Told>) -> Made {
    let viewer = visitor.viewer()?;
    let asked = asked_of(words, viewer);
    let read = visitor.services().clock.now().as_microsecond();
    let desk = told(usecase::review_queue(visitor.services(), viewer, &asked).await)?;
    let (service, today) = (viewer.acting.name().to_owned(), visitor.services().clock.today());
    Ok(pages::queue(pages::Queue {
        service,
        today,
        delay: visitor.services().rules.delay_days,
        asked,
        desk,
        reads_only: visitor.services().rules.reads_only(viewer),
        me: viewer.person,
        read,
        ticked: value(words, "coches") == "tout",
        told: said,
    }))
}

/// Does what the form of the queue asks, and shows the queue with what came of it.
pub async fn act(visitor: Visitor, Query(words): Query<Pairs>, Form(pairs): Form<Pairs>) -> Response {
    let Ok(viewer) = visitor.viewer() else {
        return Redirect::to(&log_in_to(ADDRESS)).into_response();
    };
    let said = match done(&visitor, viewer, &pairs).await {
        Ok((act, report)) => Told::Done(act, report),
        Err(Error::Invalid(reason)) => Told::Refused(reason),
        Err(error) => return refusal(&error),
    };
    let made = made(&visitor, &words, Some(said)).await;
    visitor.answer(made)
}

async fn done(visitor: &Visitor, viewer: &Viewer, pairs: &Pairs) -> domain::Result<(Sharing, Report)> {
    let (act, chosen) = read_act(pairs)?;
    let report = usecase::share_dossiers(visitor.services(), viewer, &chosen, act.clone()).await?;
    Ok((act, report))
}

/// What a form asks, and of which dossiers: those that are ticked, or that of the button of a line.
fn read_act(pairs: &Pairs) -> domain::Result<(Sharing, Vec<(DossierId, Seq)>)> {
    for (name, act) in [
        ("prendre-un", Sharing::Take),
        ("suivre-un", Sharing::Follow(true)),
        ("oublier-un", Sharing::Follow(false)),
    ] {
        if let Some((id, seen, _)) = chosen(value(pairs, name)) {
            return Ok((act, vec![(id, seen)]));
        }
    }
    let ticked: Vec<(DossierId, Seq, Option<PersonId>)> =
        pairs.iter().filter(|(name, _)| name == "dossier").filter_map(|(_, text)| chosen(text)).collect();
    let label = || value(pairs, "etiquette").to_owned();
    let act = match value(pairs, "acte") {
        "prendre" => Sharing::Take,
        "confier" => {
            let agent = person(value(pairs, "agent"));
            let agent =
                agent.ok_or_else(|| Error::Invalid("Choisissez à qui confier ces dossiers.".to_owned()))?;
            Sharing::Give(Some(agent))
        }
        "rendre" => Sharing::Give(None),
        "restituer" => Sharing::Restore(ticked.iter().map(|(.., before)| *before).collect()),
        "etiqueter" => Sharing::Label(label(), true),
        "retirer" => Sharing::Label(label(), false),
        "suivre" => Sharing::Follow(true),
        "oublier" => Sharing::Follow(false),
        _ => return Err(Error::NotFound),
    };
    Ok((act, ticked.into_iter().map(|(id, seen, _)| (id, seen)).collect()))
}

/// A dossier of a form: it, the event since which the page said whose it is, who had it before where one goes back.
fn chosen(text: &str) -> Option<(DossierId, Seq, Option<PersonId>)> {
    let mut parts = text.split('.');
    let id = parts.next()?.parse().ok()?;
    let seen = parts.next().and_then(|seen| seen.parse().ok()).unwrap_or_default();
    Some((id, seen, parts.next().and_then(person)))
}

fn person(text: &str) -> Option<PersonId> {
    text.parse::<Uuid>().ok().map(PersonId)
}

/// `GET /instruction/charge`: how many dossiers each agent has.
pub async fn load(visitor: Visitor) -> Response {
    let made = loaded(&visitor).await;
    visitor.answer(made)
}

async fn loaded(visitor: &Visitor) -> Made {
    let viewer = visitor.viewer()?;
    let loads = told(usecase::read_load(visitor.services(), viewer).await)?;
    Ok(pages::load(viewer.acting.name().to_owned(), loads))
}

/// `POST /instruction/vues`: keeps, renames or forgets a view, then shows the queue as it was.
pub async fn views(
    State(app): State<App>,
    visitor: Visitor,
    person: Option<Extension<Current>>,
    Form(pairs): Form<Pairs>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else {
        return Redirect::to(&log_in_to(ADDRESS)).into_response();
    };
    let words: Pairs = form_urlencoded::parse(value(&pairs, "retour").trim_start_matches('?').as_bytes())
        .into_owned()
        .collect();
    let asked = asked_of(&words, &viewer);
    match changed(&app, &viewer, &asked, &pairs).await {
        Ok(said) => {
            let query = asked.query();
            let sign = if query.is_empty() { '?' } else { '&' };
            Redirect::to(&format!("{ADDRESS}{query}{sign}fait={said}")).into_response()
        }
        Err(Error::Invalid(reason)) => {
            let made = made(&visitor, &words, Some(Told::Refused(reason))).await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

async fn changed(app: &App, viewer: &Viewer, asked: &Asked, pairs: &Pairs) -> domain::Result<&'static str> {
    let (services, name) = (&app.services, value(pairs, "nom"));
    let id = || value(pairs, "vue").parse::<Uuid>().map(ViewId).map_err(|_| Error::NotFound);
    match value(pairs, "acte") {
        "garder" => usecase::keep_view(services, viewer, name, asked).await.map(|()| "vue"),
        "renommer" => usecase::rename_view(services, viewer, id()?, name).await.map(|()| "nom"),
        "supprimer" => usecase::forget_view(services, viewer, id()?).await.map(|()| "oubli"),
        _ => Err(Error::NotFound),
    }
}
