//! `/instruction/dossiers/{id}`: reading a dossier that was sent, and asking for what is to be corrected.

use app::{
    AppError,
    pages::{self, Correcting, FromList, Opens},
};
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    Error, Viewer, address,
    dossier::{
        DossierId,
        procedure::{
            Reason,
            opinion::{Adviser, Given, Invited, Stance},
        },
        talk::Subject,
    },
    queue::Beside,
    usecase::{self, Review},
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, subject, value},
    instruction_desk, queue,
    sent::{Document, Sent},
    visitor::{Made, OnDossier, Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// Shows the version sent, with the form that is wanted where one is.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(words): Query<Pairs>) -> Response {
    let done = sentence(value(&words, "fait")).map(|(place, said)| {
        let here = value(&words, "ou");
        (if here.is_empty() { place.to_owned() } else { here.to_owned() }, said)
    });
    let opens = if value(&words, "ouvre") == "ecrire" { Opens::Writing } else { Opens::Correction };
    let asked = Correcting { about: subject(&words), opens, done, ..Correcting::default() };
    let made = made(&visitor, &id, &words, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, words: &Pairs, asked: Correcting) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let review = told(usecase::review_dossier(visitor.services(), viewer, id).await)?;
    let canned = if review.instructs {
        told(usecase::read_canned(visitor.services(), viewer).await)?
    } else {
        Vec::new()
    };
    let list = queue::came_from(visitor, id, words).await?;
    Ok(pages::review(review, Correcting { list, ..asked }, canned))
}

/// Shows the version sent at a glance: as a page, or alone for the list to show it beside its lines.
pub async fn preview(visitor: Visitor, Path(id): Path<String>, Query(words): Query<Pairs>) -> Response {
    let (review, list) = match previewed(&visitor, &id, &words).await {
        Ok(found) => found,
        Err(error) => return visitor.answer(Err(error)),
    };
    if value(&words, "seul") == "oui" {
        return Html(pages::previewed(&review, list.as_ref())).into_response();
    }
    visitor.answer(Ok(pages::preview(review, list)))
}

async fn previewed(
    visitor: &Visitor,
    id: &str,
    words: &Pairs,
) -> Result<(Review, Option<FromList>), AppError> {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let review = told(usecase::preview_dossier(visitor.services(), viewer, id).await)?;
    // The list shows the dossiers around by itself.
    if value(words, "seul") == "oui" {
        let query = queue::list_of(words, viewer).map(|list| list.as_list());
        return Ok((review, query.map(|query| FromList { query, beside: Beside::default() })));
    }
    Ok((review, queue::came_from(visitor, id, words).await?))
}

/// What was done: the part of the page where it is said, and a sentence.
fn sentence(act: &str) -> Option<(&'static str, &'static str)> {
    Some(match act {
        "demander" => ("corrections", "La correction est demandée à la structure."),
        "accepter" => ("corrections", "La correction est close."),
        "redemander" => ("corrections", "La correction est demandée de nouveau à la structure."),
        "sans-attendre" => ("instruction", "Le dossier est repris\u{a0}; la structure en est informée."),
        "accuser" => ("instruction", "Le dossier est reconnu complet\u{202f}; la structure en est informée."),
        "consulter" => ("instruction", "La demande d’avis est notée."),
        "aviser" => ("instruction", "L’avis est enregistré."),
        "relancer-avis" => ("instruction", "La personne consultée est relancée par courriel."),
        "renoncer-avis" => ("instruction", "Cet avis n’est plus demandé."),
        "ecarter" => ("constats", "Le constat est écarté."),
        "reprendre-constat" => ("constats", "Le constat n’est plus écarté."),
        "noter" => ("notes", "La note est enregistrée."),
        "modifier-note" => ("notes", "La note est modifiée\u{202f}; celle d’avant reste lisible."),
        "barrer-note" => ("notes", "La note est barrée."),
        "ecrire" | "repondre" => ("messages", "Le message est envoyé à la structure."),
        "lire" => ("messages", "Les messages sont marqués comme lus\u{202f}; la structure le voit."),
        "relue" => ("sections", "La section est marquée comme relue."),
        "a-relire" => ("sections", "La section est de nouveau à relire."),
        "vu" => ("changements", "Les changements sont marqués comme vus."),
        "prendre" => ("repartition", "Vous prenez ce dossier en charge."),
        "confier" => ("repartition", "Le dossier est confié."),
        "rendre" => ("repartition", "Le dossier est rendu\u{a0}: personne ne s’en occupe plus."),
        "etiqueter" => ("repartition", "L’étiquette est mise."),
        "retirer" => ("repartition", "L’étiquette est retirée."),
        _ => return None,
    })
}

/// Where an act on a section or on an answer was done, which its author goes on reading from; none where it is said in a
/// part of its own.
fn place(act: &str, pairs: &Pairs) -> Option<String> {
    let about = || subject(pairs).and_then(|about| pages::place_of(&about));
    match act {
        "relue" | "a-relire" | "demander" => about(),
        _ => None,
    }
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Query(words): Query<Pairs>,
    Sent { pairs, documents }: Sent,
) -> Response {
    if value(&pairs, "acte") == "inserer" {
        return inserted(&app, visitor, (&viewer, dossier), &words, pairs).await;
    }
    match done(&app, &viewer, dossier, (&pairs, documents)).await {
        Ok(()) => {
            let act = value(&pairs, "acte");
            let here = place(act, &pairs);
            let place = here.as_deref().or(sentence(act).map(|(place, _)| place)).unwrap_or("instruction");
            let query = address::query(&[
                ("fait", act.to_owned()),
                ("ou", here.clone().unwrap_or_default()),
                ("file", value(&words, "file").to_owned()),
            ]);
            Redirect::to(&format!("/instruction/dossiers/{dossier}{query}#{place}")).into_response()
        }
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let refused = Some((error.to_string(), value(&pairs, "texte").to_owned()));
            let asked = again(pairs, refused);
            let made = made(&visitor, &dossier.to_string(), &words, asked).await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

/// A form that comes back.
fn again(typed: Pairs, refused: Option<(String, String)>) -> Correcting {
    let writes =
        ["noter", "ecrire"].iter().any(|act| [value(&typed, "acte"), value(&typed, "forme")].contains(act));
    let opens = if writes { Opens::Writing } else { Opens::Correction };
    // What stands in a list of its own opens nothing beside the answers.
    let beside = writes || [value(&typed, "acte"), value(&typed, "forme")].contains(&"demander");
    Correcting { about: subject(&typed).filter(|_| beside), opens, refused, typed, ..Correcting::default() }
}

/// The form again, with an answer of those at hand after what it said.
async fn inserted(
    app: &App,
    visitor: Visitor,
    (viewer, dossier): (&Viewer, DossierId),
    words: &Pairs,
    mut pairs: Pairs,
) -> Response {
    let kept = match usecase::read_canned(&app.services, viewer).await {
        Ok(kept) => kept,
        Err(error) => return refusal(&error),
    };
    let chosen = kept.into_iter().find(|kept| kept.answer.title == value(&pairs, "type"));
    let said = [
        value(&pairs, "texte").trim_end().to_owned(),
        chosen.map(|kept| kept.answer.text).unwrap_or_default(),
    ];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    pairs.retain(|(name, _)| name != "texte");
    pairs.push(("texte".to_owned(), said.join("\n\n")));
    let made = made(&visitor, &dossier.to_string(), words, again(pairs, None)).await;
    visitor.answer(made)
}

async fn done(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    (pairs, documents): (&Pairs, Vec<Document>),
) -> domain::Result<()> {
    let (services, text) = (&app.services, value(pairs, "texte"));
    let known = (id, seen(pairs));
    match value(pairs, "acte") {
        "demander" => {
            let about: Subject = subject(pairs).ok_or(Error::NotFound)?;
            let unsaid =
                || Error::Invalid("Choisissez un motif, puis dites ce qui est à corriger.".to_owned());
            let reason = Reason::of(value(pairs, "motif")).ok_or_else(unsaid)?;
            usecase::ask_correction(services, viewer, known, (about, reason), text).await
        }
        act @ ("accepter" | "redemander") => {
            let correction = value(pairs, "correction").parse().map_err(|_| Error::NotFound)?;
            usecase::settle_correction(
                services,
                viewer,
                known,
                correction,
                (act != "accepter").then_some(text),
            )
            .await
        }
        "sans-attendre" => usecase::take_back_dossier(services, viewer, known, text).await,
        "accuser" => usecase::acknowledge_dossier(services, viewer, known).await,
        "consulter" => {
            let of = Adviser::of(value(pairs, "avis")).ok_or(Error::NotFound)?;
            let asked = (of, day(pairs, "attendu")?);
            match Invited::read(value(pairs, "adresse"), value(pairs, "confidentiel") == "oui")? {
                Some(invited) => usecase::invite_opinion(services, viewer, known, asked, text, invited).await,
                None => usecase::ask_opinion(services, viewer, known, asked, text).await,
            }
        }
        "aviser" => {
            let of = Adviser::of(value(pairs, "avis")).ok_or(Error::NotFound)?;
            let unsaid = || Error::Invalid("Choisissez le sens de l’avis.".to_owned());
            let given = Given {
                stance: Stance::of(value(pairs, "sens")).ok_or_else(unsaid)?,
                on: day(pairs, "rendu")?.unwrap_or_else(|| services.clock.today()),
                text: text.to_owned(),
                confidential: value(pairs, "confidentiel") == "oui",
            };
            let asked = value(pairs, "demande").parse().ok();
            usecase::record_opinion(services, viewer, known, (of, asked), given).await
        }
        act @ ("relancer-avis" | "renoncer-avis") => {
            let asked = value(pairs, "demande").parse().map_err(|_| Error::NotFound)?;
            match act {
                "relancer-avis" => usecase::recall_opinion(services, viewer, id, asked).await,
                _ => usecase::drop_opinion(services, viewer, known, asked).await,
            }
        }
        "prendre" | "confier" | "rendre" | "etiqueter" | "retirer" => {
            queue::share_one(services, viewer, (id, value(pairs, "donne")), pairs).await
        }
        _ => instruction_desk::done(app, viewer, id, (pairs, documents)).await,
    }
}

/// The day of a field; none when it is left blank.
fn day(pairs: &Pairs, name: &str) -> domain::Result<Option<form::Date>> {
    match form::read::read(value(pairs, name), &form::FieldType::Date) {
        Ok(Some(form::Value::Date(day))) => Ok(Some(day)),
        Ok(_) => Ok(None),
        Err(misread) => Err(Error::Invalid(form::french::misread(misread).to_owned())),
    }
}
