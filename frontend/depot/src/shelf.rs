//! The shelf of this browser (IndexedDB): a document stands there from the moment it is chosen until the service
//! has it, whatever happens to the page. So does the note of a document that was taken back.
//!
//! Its key says whose it is: the dossier, the person, when it was chosen, the question. The page's own script
//! knows by a note in `localStorage` that the program is to be fetched for what was left behind.

use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, Transaction, TransactionMode,
};
use js_sys::{Date, Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransaction, Storage, window};

/// Name of the database of documents, in the browser.
const NAME: &str = "conventionnement-documents";
/// Name of their store.
const STORE: &str = "documents";
/// What a note begins with; `start.js` and the pages' script look for it.
const NOTE: &str = "envois/";
/// Milliseconds after which what nobody came back for is forgotten: thirty days.
const OLD: u64 = 30 * 24 * 3600 * 1000;

/// What was left on the shelf.
pub struct Left {
    /// Where it stands.
    pub key: String,
    /// The question it was chosen for.
    pub field: String,
    /// The document, or what was noted of one that was taken back.
    pub what: JsValue,
}

/// Whose documents: `DOSSIER/PERSON/`; none on a page of nobody.
pub fn owner(dossier: &str) -> Option<String> {
    let page = window()?.document()?.document_element()?;
    let person = page.get_attribute("data-personne").filter(|person| !person.is_empty())?;
    Some(format!("{}/{person}/", dossier.rsplit('/').next()?))
}

/// Puts a document, or a note of one, on the shelf; where it stands, once the disk has it.
pub async fn keep(owner: &str, field: &str, what: &JsValue) -> Result<String, Error> {
    let database = open().await?;
    let key = format!("{owner}{:015}/{field}", now());
    let transaction = lasting(&database)?;
    transaction.object_store(STORE)?.put(what, Some(&JsValue::from_str(&key)))?;
    transaction.await?;
    if let Some(notes) = notes() {
        let _ = notes.set_item(&format!("{NOTE}{owner}"), "1");
    }
    Ok(key)
}

/// Takes a document off the shelf: the service has it, or nobody wants it any more.
pub async fn clear(key: &str) -> Result<(), Error> {
    let database = Database::from(open().await?);
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    transaction.object_store(STORE)?.delete(JsValue::from_str(key))?;
    transaction.await?;
    let owner: String = key.splitn(3, '/').take(2).map(|part| format!("{part}/")).collect();
    forget_note(&database, &owner).await
}

/// What a person left on the shelf for a dossier before an instant, the first chosen first: what came since is of
/// this page.
pub async fn left(owner: &str, before: u64) -> Result<Vec<Left>, Error> {
    let database = Database::from(open().await?);
    forget_old(&database).await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    let keys = store.get_all_keys(Some(of(owner)?), None)?.await?;
    let files = store.get_all(Some(of(owner)?), None)?.await?;
    let left = keys.into_iter().zip(files).filter_map(|(key, what)| {
        let key = key.as_string()?;
        let (chosen, field) = key.strip_prefix(owner)?.split_once('/')?;
        if chosen.parse::<u64>().is_ok_and(|chosen| chosen >= before) {
            return None;
        }
        Some(Left { field: field.to_owned(), what, key })
    });
    let left: Vec<Left> = left.collect();
    if left.is_empty() {
        forget_note(&database, owner).await?;
    }
    Ok(left)
}

/// A change that is done once it is on the disk.
fn lasting(database: &IdbDatabase) -> Result<Transaction, Error> {
    let begun = || {
        // The bindings of browsers do not know these options yet.
        let begin: Function = Reflect::get(database, &"transaction".into())?.unchecked_into();
        let options = JSON::parse(r#"{"durability":"strict"}"#)?;
        begin.call3(database, &STORE.into(), &"readwrite".into(), &options)
    };
    let begun = begun().map_err(Error::TransactionOpenFailed)?;
    Ok(Transaction::from(begun.unchecked_into::<IdbTransaction>()))
}

async fn open() -> Result<IdbDatabase, Error> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            // A store that is not made is told by the first writing.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await.map(IdbDatabase::from)
}

/// Milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "browsers count milliseconds in floats"
)]
pub fn now() -> u64 {
    Date::now() as u64
}

/// The keys of an owner.
fn of(owner: &str) -> Result<Query, Error> {
    let (first, last) = (JsValue::from_str(owner), JsValue::from_str(&format!("{owner}\u{ffff}")));
    KeyRange::bound(&first, &last, None, None).map(Query::KeyRange)
}

/// Forgets what nobody came back for, whoever it was.
async fn forget_old(database: &Database) -> Result<(), Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    let keys = store.get_all_keys(None, None)?.await?;
    for key in keys.iter().filter_map(JsValue::as_string) {
        let chosen = key.split('/').nth(2).and_then(|part| part.parse::<u64>().ok());
        if chosen.is_none_or(|chosen| chosen + OLD < now()) {
            store.delete(JsValue::from_str(&key))?;
        }
    }
    transaction.await.map(drop)
}

/// Takes the note of an owner away once nothing of theirs is left.
async fn forget_note(database: &Database, owner: &str) -> Result<(), Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let left = transaction.object_store(STORE)?.get_all_keys(Some(of(owner)?), Some(1))?.await?;
    if let Some(notes) = notes().filter(|_| left.is_empty()) {
        let _ = notes.remove_item(&format!("{NOTE}{owner}"));
    }
    Ok(())
}

fn notes() -> Option<Storage> {
    window()?.local_storage().ok()?
}
