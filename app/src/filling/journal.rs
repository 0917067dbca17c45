//! The journal of this browser (IndexedDB): what is typed is written here before it is sent, and taken away
//! once the server has it.
//!
//! A line is a key and a text. The key says whose it is: the dossier, the person, the page that wrote and
//! its count. The text is plain, so that the service of tomorrow reads what the one of today left.
//! A line is written once the disk has it: a battery that dies takes nothing with it.

use std::cell::RefCell;

use domain::{
    PersonId,
    dossier::{ClientId, DossierId, Edit, Seq, Stamp},
    usecase::Confirming,
};
use form::Path;
use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, Transaction, TransactionMode,
};
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    IdbDatabase, IdbTransaction,
    js_sys::{Function, JSON, Reflect},
};

/// Name of the database of this service, in the browser.
const NAME: &str = "conventionnement";
/// Name of the store of edits.
const STORE: &str = "modifications";

thread_local! {
    /// The database, once it is open; a browser has one thread.
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// What a person left of a dossier in this browser.
#[derive(Default)]
pub(super) struct Left {
    /// What was typed.
    pub(super) lines: Vec<Line>,
    /// Steps that were confirmed, each with the page that did and its count.
    pub(super) steps: Vec<Confirmed>,
}

/// A step that was confirmed and that the server does not know of yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Confirmed {
    /// Its key.
    pub(super) step: String,
    /// How: by which page, on what it had seen.
    pub(super) how: Confirming,
}

/// A line of the journal.
pub(super) struct Line {
    /// The page that typed it.
    pub(super) client: ClientId,
    /// Last event of the log that page had seen.
    pub(super) known: Seq,
    /// What was typed.
    pub(super) edit: Edit,
}

/// Opens the journal; an error when this browser keeps nothing (private window, storage refused or full).
pub(super) async fn open() -> Result<(), Error> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            // A store that is not made is told by the first writing.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    let database = request.await?;
    OPEN.with_borrow_mut(|open| *open = Some(database.into()));
    Ok(())
}

/// Lines to write, by key, and keys of those to take away.
pub(super) struct Writing {
    pub(super) kept: Vec<(String, String)>,
    pub(super) gone: Vec<String>,
}

/// Writes lines and takes others away, all or nothing; an error when they may not survive this page.
pub(super) async fn write(Writing { kept, gone }: &Writing) -> Result<(), Error> {
    let Some(database) = OPEN.with_borrow(Clone::clone) else { return Ok(()) };
    let transaction = lasting(&database)?;
    let store = transaction.object_store(STORE)?;
    for key in gone {
        store.delete(JsValue::from_str(key))?;
    }
    for (key, text) in kept {
        store.put(&JsValue::from_str(text), Some(&JsValue::from_str(key)))?;
    }
    transaction.await.map(|_| ())
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

/// What a person left of a dossier in this browser, in the order of typing of each page.
pub(super) async fn left_behind(dossier: DossierId, person: PersonId) -> Result<Left, Error> {
    let mut left = Left::default();
    let Some(database) = OPEN.with_borrow(Clone::clone) else { return Ok(left) };
    let prefix = prefix(dossier, person);
    let (first, last) = (JsValue::from_str(&prefix), JsValue::from_str(&format!("{prefix}\u{ffff}")));
    let query = || KeyRange::bound(&first, &last, None, None).map(Query::KeyRange);
    let transaction = Database::from(database).transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    let keys = store.get_all_keys(Some(query()?), None)?.await?;
    let texts = store.get_all(Some(query()?), None)?.await?;
    for (key, text) in keys.into_iter().zip(texts) {
        let (Some(key), Some(text)) = (key.as_string(), text.as_string()) else { continue };
        let Some(key) = key.strip_prefix(&prefix) else { continue };
        match read(key, &text) {
            Some(line) => left.lines.push(line),
            None => left.steps.extend(read_step(key, &text)),
        }
    }
    Ok(left)
}

/// What begins the keys of what a person typed in a dossier.
pub(super) fn prefix(dossier: DossierId, person: PersonId) -> String {
    format!("{dossier}/{}/", person.0)
}

/// The key of a line; those of a page sort in the order they were typed.
pub(super) fn key(dossier: DossierId, person: PersonId, client: &ClientId, number: u64) -> String {
    format!("{}{}/{number:012}", prefix(dossier, person), client.as_str())
}

/// An edit as the journal writes it.
pub(super) fn text(known: Seq, base: Seq, path: &Path, text: &str) -> String {
    format!("{known} {base} {path}\n{text}")
}

/// What the line of a confirmation begins with; no number, as that of an edit does.
const STEP: &str = "etape ";

/// A confirmation as the journal writes it.
pub(super) fn step_text(known: Seq, step: &str) -> String {
    format!("{STEP}{known} {step}\n")
}

/// A confirmation read again; none when it is not of ours.
fn read_step(key: &str, text: &str) -> Option<Confirmed> {
    let (client, number) = key.split_once('/')?;
    let (known, step) = text.strip_prefix(STEP)?.strip_suffix('\n')?.split_once(' ')?;
    let stamp = Stamp { client: ClientId::parse(client).ok()?, number: number.parse().ok()? };
    Some(Confirmed { step: step.to_owned(), how: Confirming { stamp, known: known.parse().ok()? } })
}

/// A line read again; none when it is not of ours.
fn read(key: &str, text: &str) -> Option<Line> {
    let (client, number) = key.split_once('/')?;
    let (head, text) = text.split_once('\n')?;
    let mut head = head.splitn(3, ' ');
    let mut whole = || head.next()?.parse::<u64>().ok();
    let (known, base) = (whole()?, whole()?);
    let path = Path::parse(head.next()?).ok()?;
    let edit = Edit { number: number.parse().ok()?, path, text: text.to_owned(), base };
    Some(Line { client: ClientId::parse(client).ok()?, known, edit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let path = Path::parse("rh.equipe[r1].etp").expect("a cell");
        let client = ClientId::parse("0a1b").expect("a page");
        for typed in ["", "2,5", "deux lignes\net une fin\n"] {
            let line = read("0a1b/000000000012", &text(7, 3, &path, typed)).expect("ours");
            assert_eq!((&line.client, line.known), (&client, 7));
            assert_eq!(line.edit, Edit { number: 12, path: path.clone(), text: typed.to_owned(), base: 3 });
        }
        let confirmed = read_step("0a1b/000000000013", &step_text(7, "rh"));
        let how = Confirming { stamp: Stamp { client: client.clone(), number: 13 }, known: 7 };
        assert_eq!(confirmed, Some(Confirmed { step: "rh".to_owned(), how }));
        assert!(read("0a1b/13", &step_text(7, "rh")).is_none() && read_step("0a1b/13", "7 3 a\n").is_none());
        for (key, said) in
            [("0a1b", "7 3 a\n"), ("0a1b/x", "7 3 a\n"), ("0a1b/1", "7 a\n"), ("0a1b/1", "7 3 a")]
        {
            assert!(read(key, said).is_none(), "{key} {said}");
        }
    }
}
