//! What is asked of the service, of the file and of the machine.

use js_sys::{ArrayBuffer, JSON, Object, Promise, Uint8Array, encode_uri_component};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, File, RequestInit, Response, window};

/// Milliseconds that the line may be mute before it is said to be.
pub const PATIENCE: i32 = 15_000;

/// A second, in milliseconds.
const SECOND: i32 = 1_000;
/// What tells that it is worth trying again.
const BACK: [&str; 2] = ["online", "focus"];

/// Why something did not go through.
pub enum Failure {
    /// No answer, or one that says to come back.
    Line,
    /// The session has ended.
    LoggedOut,
    /// It cannot be taken, and why.
    Refused(String),
}

impl From<JsValue> for Failure {
    /// What the browser could not do is a line that is cut, until shown otherwise.
    fn from(_: JsValue) -> Self {
        Self::Line
    }
}

/// The digest of a file: SHA-256, in hexadecimal.
pub async fn digest(file: &File) -> Result<String, Failure> {
    let unreadable = |_| {
        Failure::Refused(format!("«\u{a0}{}\u{a0}» ne peut pas être lu sur votre ordinateur.", file.name()))
    };
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(unreadable)?;
    let crypto = window().ok_or(Failure::Line)?.crypto()?.subtle();
    let digest = crypto.digest_with_str_and_buffer_source("SHA-256", bytes.unchecked_ref::<ArrayBuffer>())?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A part of a file.
#[expect(clippy::cast_precision_loss, reason = "browsers count bytes in floats")]
pub fn slice(file: &File, from: usize, to: usize) -> Result<Blob, Failure> {
    Ok(file.slice_with_f64_and_f64(from as f64, to as f64)?)
}

/// Whether a file is still there, as it was chosen.
pub async fn is_readable(file: &File) -> bool {
    match slice(file, 0, 1) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    }
}

/// The chunks of a document that are still to be sent.
pub async fn lacking(parcel: &str, name: &str, cut: &AbortSignal) -> Result<Vec<usize>, Failure> {
    let text = sent("GET", &with_name(parcel, name), &RequestInit::new(), cut).await?;
    let digits = text.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty());
    digits.map(|digits| digits.parse().map_err(|_| Failure::Line)).collect()
}

/// Sends one chunk.
pub async fn hold(
    parcel: &str,
    chunk: usize,
    name: &str,
    bytes: &Blob,
    cut: &AbortSignal,
) -> Result<(), Failure> {
    let request = RequestInit::new();
    request.set_body(bytes);
    sent("PUT", &with_name(&format!("{parcel}/{chunk}"), name), &request, cut).await.map(drop)
}

/// Tells that a document has arrived whole; what the question then holds.
pub async fn deliver(
    dossier: &str,
    field: &str,
    (digest, size): (&str, usize),
    name: &str,
    cut: &AbortSignal,
) -> Result<String, Failure> {
    let request = RequestInit::new();
    let form = format!("empreinte={digest}&taille={size}&nom={}", encode_uri_component(name));
    request.set_body(&form.into());
    let headers = web_sys::Headers::new()?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    request.set_headers(&headers);
    sent("POST", &format!("{dossier}/pieces/{field}"), &request, cut).await
}

/// Gives a document up; without an answer it is forgotten a day later.
pub async fn forget(parcel: &str) {
    let _ = asked("DELETE", parcel).await;
}

/// Waits a second, or until the line or the person is back: whether one of them came back.
pub async fn pause() -> bool {
    let Some(window) = window() else { return false };
    let mut listener = None;
    let wait = Promise::new(&mut |done, _| {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, SECOND);
        let back = Closure::<dyn Fn()>::new(move || {
            let _ = done.call1(&JsValue::NULL, &JsValue::TRUE);
        });
        for sign in BACK {
            let _ = window.add_event_listener_with_callback(sign, back.as_ref().unchecked_ref());
        }
        listener = Some(back);
    });
    let told = JsFuture::from(wait).await.is_ok_and(|told| told.is_truthy());
    if let Some(back) = listener {
        for sign in BACK {
            let _ = window.remove_event_listener_with_callback(sign, back.as_ref().unchecked_ref());
        }
    }
    told
}

/// Asks the service, with nothing more than an address; the text of its answer. One that says nothing is a cut line.
pub async fn asked(method: &str, address: &str) -> Result<String, Failure> {
    sent(method, address, &RequestInit::new(), &AbortSignal::timeout_with_u32(PATIENCE.unsigned_abs())).await
}

/// Something that is done again and again, each so many milliseconds, until it is dropped.
pub struct Ringing {
    id: i32,
    _rings: Closure<dyn FnMut()>,
}

impl Ringing {
    /// Begins.
    pub fn each(milliseconds: i32, rings: impl FnMut() + 'static) -> Self {
        let rings = Closure::<dyn FnMut()>::new(rings);
        let call = rings.as_ref().unchecked_ref();
        let id = window().and_then(|window| {
            window.set_interval_with_callback_and_timeout_and_arguments_0(call, milliseconds).ok()
        });
        Self { id: id.unwrap_or_default(), _rings: rings }
    }
}

impl Drop for Ringing {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_interval_with_handle(self.id);
        }
    }
}

fn with_name(address: &str, name: &str) -> String {
    format!("{address}?nom={}", encode_uri_component(name))
}

/// Sends a request; the text of the answer.
async fn sent(
    method: &str,
    address: &str,
    request: &RequestInit,
    cut: &AbortSignal,
) -> Result<String, Failure> {
    request.set_method(method);
    request.set_signal(Some(cut));
    let window = window().ok_or(Failure::Line)?;
    // Another account may have come in another tab: nothing is given or taken back in its name.
    let page = window.document().and_then(|document| document.document_element());
    let me = page.and_then(|page| page.get_attribute("data-personne")).unwrap_or_default();
    let sign = if address.contains('?') { '&' } else { '?' };
    let address = format!("{address}{sign}moi={me}");
    let response = JsFuture::from(window.fetch_with_str_and_init(&address, request)).await?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    match response.status() {
        200..=299 => Ok(text),
        // Another account may have come in another tab: what was chosen stays until its own is back.
        401 | 403 | 404 => Err(Failure::LoggedOut),
        // Cut short, late or too soon: the same again will do.
        400 | 408 | 425 | 429 => Err(Failure::Line),
        // No room is left: later will do, and somebody has to be told.
        400..=499 | 507 => Err(Failure::Refused(reason(&text))),
        _ => Err(Failure::Line),
    }
}

/// Why the service refused, from its JSON: `{"Invalid":"…"}`, or a word alone.
fn reason(text: &str) -> String {
    let told = JSON::parse(text).ok().filter(JsValue::is_object);
    let said = told.map(|told| Object::values(told.unchecked_ref::<Object>()).get(0));
    said.and_then(|said| said.as_string()).unwrap_or_else(|| {
        "Ce document ne peut plus être déposé ici. Rechargez la page pour voir où en est le dossier."
            .to_owned()
    })
}
