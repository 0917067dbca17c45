//! A document on its way, chunk by chunk: where a cut line stopped it, it goes on.

use form::Path;

use super::{Services, allow, pieces::attach_piece};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Answer, Snapshot},
    piece::{self, Parcel},
};

/// The chunks that are still to be sent of a document; none of one that the dossier holds already.
///
/// # Errors
/// `Invalid` says in French what is wrong: it is empty, too heavy, one too many, or too many are on their way.
pub async fn lacking_chunks(
    services: &Services,
    viewer: &Viewer,
    parcel: &Parcel,
    name: &str,
) -> Result<Vec<usize>> {
    let snapshot = may_send(services, viewer, parcel).await?;
    let name = piece::kept_name(name);
    if let Some(reason) = piece::wrong_weight(&name, parcel.size, services.heaviest) {
        return Err(Error::Invalid(reason));
    }
    if snapshot.copies(&parcel.digest).next().is_some() {
        return Ok(Vec::new());
    }
    // Told before it is sent; decided when it has arrived, on what the dossier then holds.
    if let Some(reason) = services.quota.refuses_more(&name, &snapshot, parcel.size) {
        return Err(Error::Invalid(reason));
    }
    let held = services.pieces.held(parcel).await?;
    if held.is_empty() {
        has_place(services, parcel).await?;
    }
    Ok((0..parcel.chunks()).filter(|chunk| !held.contains(chunk)).collect())
}

/// Takes one chunk of a document.
///
/// # Errors
/// `Invalid` when it is no chunk of it, and from the first when the document is of no accepted kind.
pub async fn hold_chunk(
    services: &Services,
    viewer: &Viewer,
    (parcel, chunk): (&Parcel, usize),
    (name, bytes): (&str, Vec<u8>),
) -> Result<()> {
    may_send(services, viewer, parcel).await?;
    if parcel.size > services.heaviest || parcel.bytes_of(chunk) != Some(bytes.len()) {
        return Err(Error::Invalid(broken(name)));
    }
    if chunk == 0 && !piece::may_be_accepted(&bytes) {
        return Err(Error::Invalid(piece::wrong_kind(&piece::kept_name(name))));
    }
    if services.pieces.held(parcel).await?.is_empty() {
        // The first one comes first: what it is decides whether the rest is taken.
        if chunk > 0 {
            return Err(Error::Invalid(broken(name)));
        }
        has_place(services, parcel).await?;
    }
    services.pieces.hold(parcel, chunk, bytes).await
}

/// Gives a document that has arrived whole to a question; the answer as it then stands.
///
/// Asked again, its first answer having been lost, it finds the document there and says the same.
///
/// # Errors
/// `Invalid` when a chunk is lacking, or when the whole is not what was announced: it is sent again.
pub async fn deliver_parcel(
    services: &Services,
    viewer: &Viewer,
    parcel: &Parcel,
    (path, name): (Path, &str),
) -> Result<Answer> {
    let snapshot = may_send(services, viewer, parcel).await?;
    if let Some(reason) = piece::wrong_weight(&piece::kept_name(name), parcel.size, services.heaviest) {
        return Err(Error::Invalid(reason));
    }
    let bytes = match services.pieces.gathered(parcel).await? {
        None if snapshot.copies(&parcel.digest).next().is_some() => {
            services.pieces.bytes(&parcel.digest).await?
        }
        gathered => gathered,
    };
    let bytes = bytes.ok_or_else(|| Error::Invalid(broken(name)))?;
    if piece::digest_of(&bytes) != parcel.digest {
        services.pieces.forget(parcel).await?;
        return Err(Error::Invalid(broken(name)));
    }
    let given = attach_piece(services, viewer, parcel.dossier, path, name, bytes).await;
    if !matches!(given, Err(Error::Unavailable(_) | Error::NoRoom)) {
        // Given or refused for good, it is on its way no more; what cannot be forgotten now is, a day later.
        let _ = services.pieces.forget(parcel).await;
    }
    given
}

/// Gives up a document on its way.
pub async fn forget_parcel(services: &Services, viewer: &Viewer, parcel: &Parcel) -> Result<()> {
    may_send(services, viewer, parcel).await?;
    services.pieces.forget(parcel).await
}

/// Refuses one document more than a dossier may have on their way.
async fn has_place(services: &Services, parcel: &Parcel) -> Result<()> {
    if services.pieces.parcels(parcel.dossier).await? < piece::MOST_PARCELS {
        return Ok(());
    }
    Err(Error::Invalid(
        "Trop de documents sont en cours d’envoi dans ce dossier. Terminez ou annulez ceux qui le sont, puis recommencez."
            .to_owned(),
    ))
}

/// The dossier that a document goes to, for who may send it there.
async fn may_send(services: &Services, viewer: &Viewer, parcel: &Parcel) -> Result<Snapshot> {
    let snapshot = services.dossiers.snapshot(parcel.dossier).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    if piece::is_digest(&parcel.digest) { Ok(snapshot) } else { Err(Error::NotFound) }
}

fn broken(name: &str) -> String {
    let name = piece::kept_name(name);
    format!("«\u{a0}{name}\u{a0}» n’est pas arrivé entier. Déposez-le de nouveau.")
}
