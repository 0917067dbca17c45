//! What an agent does for their service on a dossier that they read: findings, sections, notes, messages, looks.

use domain::{
    Error, Viewer,
    dossier::{DossierId, desk::NoteKind, messages::Party},
    usecase,
};

use super::{
    App,
    forms::{seen, subject, value},
    sent::{Document, Sent},
};

/// Does what a form of the page asks.
pub(super) async fn done(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    (pairs, documents): (&[(String, String)], Vec<Document>),
) -> domain::Result<()> {
    let (services, text, known) = (&app.services, value(pairs, "texte"), (id, seen(pairs)));
    let by = (viewer, Party::Service);
    let number = |name: &str| value(pairs, name).parse().map_err(|_| Error::NotFound);
    let kind = || NoteKind::of(value(pairs, "sorte")).ok_or(Error::NotFound);
    let finding = || {
        let path = form::Path::parse(value(pairs, "champ")).map_err(|_| Error::NotFound)?;
        Ok::<_, Error>((path, value(pairs, "constat").to_owned()))
    };
    match value(pairs, "acte") {
        "vu" => usecase::mark_looked(services, viewer, known).await,
        "ecarter" => usecase::dismiss_finding(services, viewer, id, finding()?, text).await,
        "reprendre-constat" => usecase::restore_finding(services, viewer, id, finding()?).await,
        act @ ("relue" | "a-relire") => {
            let step = value(pairs, "etape").to_owned();
            usecase::mark_step(services, viewer, known, (step, act == "relue")).await
        }
        "noter" => usecase::add_note(services, viewer, known, (subject(pairs), kind()?), text).await,
        "modifier-note" => usecase::change_note(services, viewer, id, (number("note")?, kind()?), text).await,
        "barrer-note" => usecase::strike_note(services, viewer, id, number("note")?).await,
        "ecrire" => {
            let about = (subject(pairs), value(pairs, "objet"));
            usecase::open_thread(services, by, known, about, (text, Sent::enclosed(documents))).await
        }
        "repondre" => {
            usecase::reply(services, by, known, number("fil")?, (text, Sent::enclosed(documents))).await
        }
        "lire" => usecase::mark_thread_read(services, by, known, number("fil")?).await,
        _ => Err(Error::NotFound),
    }
}
