//! Giving documents: each is sent alone, and what the question then holds comes back.

use domain::{dossier::Answer, piece};
use form::Path;
use gloo_net::http::Request;
use leptos::{ev, prelude::*};
use web_sys::{File, FormData, HtmlInputElement};

use super::{
    Editor, SaveState,
    server_fns::{detach_piece, put_piece_back},
};
use crate::{AppError, sealed::Sealed};

/// The documents chosen in a control, which is then blank again: the same can be chosen once more.
pub fn chosen_files(event: &ev::Event) -> Vec<File> {
    let control: HtmlInputElement = event_target(event);
    let files = control.files();
    let count = files.as_ref().map_or(0, web_sys::FileList::length);
    let chosen = (0..count).filter_map(|place| files.as_ref()?.get(place)).collect();
    control.set_value("");
    chosen
}

impl Editor {
    /// Gives a document to a question; why not, in one sentence.
    pub async fn attach(&self, path: &Path, file: File) -> Result<(), String> {
        let name = file.name();
        if file.size() > LARGEST {
            return Err(piece::too_heavy(&name));
        }
        self.save.set(SaveState::Saving);
        let url = format!("/dossiers/{}/pieces/{path}", self.id());
        let answer = sent(&url, &file).await.ok_or_else(|| {
            format!("«\u{a0}{name}\u{a0}» n’a pas pu être envoyé. Vérifiez votre connexion, puis déposez-le de nouveau.")
        });
        self.take_pieces(path, answer.flatten())
    }

    /// Takes a document back.
    pub async fn detach(&self, path: &Path, digest: String) -> Result<(), String> {
        self.save.set(SaveState::Saving);
        let answer = detach_piece(self.id(), path.clone(), digest).await.and_then(|answer| answer.open());
        self.take_pieces(path, answer.map_err(|error| error.to_string()))
    }

    /// Puts back a document that was taken back.
    pub async fn put_back(&self, path: &Path, digest: String) -> Result<(), String> {
        self.save.set(SaveState::Saving);
        let answer = put_piece_back(self.id(), path.clone(), digest).await.and_then(|answer| answer.open());
        self.take_pieces(path, answer.map_err(|error| error.to_string()))
    }

    /// Takes what a question holds, as the server tells it; saving says where it stands either way.
    fn take_pieces(&self, path: &Path, answer: Result<Answer, String>) -> Result<(), String> {
        let at = answer
            .as_ref()
            .map_or_else(|_| self.snapshot.with_untracked(|snapshot| snapshot.at), |answer| answer.at);
        let taken = answer.map(|answer| self.take_answer(path, answer));
        self.tell(at);
        taken
    }
}

/// Largest document, as browsers count.
const LARGEST: f64 = 10_485_760.0;
const _: () = assert!(piece::LARGEST == 10_485_760);

/// Sends a document: what the question then holds or why it was refused; none when nothing came back.
async fn sent(url: &str, file: &File) -> Option<Result<Answer, String>> {
    let form = FormData::new().ok()?;
    form.append_with_blob_and_filename("fichier", file, &file.name()).ok()?;
    let response = Request::post(url).body(form).ok()?.send().await.ok()?;
    let text = response.text().await.ok()?;
    if !response.ok() {
        let ours = response.headers().get("content-type").is_some_and(|kind| kind == "application/json");
        return Some(Err(if ours { AppError::of_json(text).to_string() } else { text }));
    }
    Some(Sealed::of_text(text).open().map_err(|error| error.to_string()))
}
