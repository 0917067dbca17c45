//! `/pilotage/donnees`: the inventory of the data and what is contested, as pages and as files.

use app::{AppError, pages};
use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    dossier::About,
    inventory::{Asked, Inventory},
    usecase::{self, Contests},
};

use super::{
    forms::value,
    visitor::{Made, Visitor, told},
};
use crate::export;

type Pairs = Query<Vec<(String, String)>>;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `/pilotage/donnees`.
pub async fn inventory(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let made = read(&visitor, &pairs).await;
    visitor.answer(made.map(|(inventory, asked)| pages::inventory(inventory, asked)))
}

/// `/pilotage/donnees.csv`: the lines that the page shows.
pub async fn inventory_csv(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let made = read(&visitor, &pairs).await;
    let file = made.map(|(inventory, asked)| {
        let name = named("inventaire-donnees", &inventory, "csv");
        (name, export::csv(&export::inventory(&inventory, &asked)))
    });
    sent(visitor, CSV, file)
}

/// `/pilotage/donnees.xlsx`: the same in a workbook, with its sources and its definitions.
pub async fn inventory_xlsx(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let today = visitor.services().clock.today();
    let file = async {
        let (inventory, asked) = read(&visitor, &pairs).await?;
        let bytes = export::xlsx(&export::workbook(&inventory, &asked), today);
        let bytes = told(bytes.map_err(|error| domain::Error::unavailable(error.to_string())))?;
        Ok((named("inventaire-donnees", &inventory, "xlsx"), bytes))
    };
    let file = file.await;
    sent(visitor, XLSX, file)
}

/// `/pilotage/donnees/definitions.csv`: what each figure means.
pub async fn definitions_csv(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let made = read(&visitor, &pairs).await;
    let file = made.map(|(inventory, _)| {
        let name = named("inventaire-definitions", &inventory, "csv");
        (name, export::csv(&export::definitions(&inventory)))
    });
    sent(visitor, CSV, file)
}

/// `/pilotage/donnees/contestations`.
pub async fn contests(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let producer = value(&pairs, "source").to_owned();
    let about = Asked::about(|name| value(&pairs, name));
    let made: Made = contested(&visitor, &pairs).await.map(|found| pages::contests(found, producer, about));
    visitor.answer(made)
}

/// `/pilotage/donnees/contestations.csv`: all that is contested of a producer.
pub async fn contests_csv(visitor: Visitor, Query(pairs): Pairs) -> Response {
    let producer = value(&pairs, "source").to_owned();
    let file = contested(&visitor, &pairs).await.map(|found| {
        let known = domain::inventory::PRODUCERS.iter().find(|(code, ..)| *code == producer);
        let of = known.map_or("toutes", |(code, ..)| code);
        let name = format!("contestations-{of}-{}.csv", found.year);
        (name, export::csv(&export::contests(&found.lines)))
    });
    sent(visitor, CSV, file)
}

async fn read(visitor: &Visitor, pairs: &[(String, String)]) -> Result<(Inventory, Asked), AppError> {
    let asked = Asked::of(|name| value(pairs, name));
    let read = usecase::read_inventory(visitor.services(), visitor.viewer()?, asked.about, asked.year).await;
    let inventory = told(read)?;
    let asked = asked.fitting(&inventory);
    Ok((inventory, asked))
}

async fn contested(visitor: &Visitor, pairs: &[(String, String)]) -> Result<Contests, AppError> {
    let (year, producer) = (value(pairs, "campagne").parse().ok(), value(pairs, "source"));
    told(usecase::read_contests(visitor.services(), visitor.viewer()?, year, producer).await)
}

/// The name of a file about an inventory: that of the bilan says so.
fn named(what: &str, inventory: &Inventory, end: &str) -> String {
    let form = if inventory.about == About::Bilan { "-bilan" } else { "" };
    format!("{what}{form}-{}.{end}", inventory.year)
}

/// A file to save under its name, or the page that says why there is none.
fn sent(visitor: Visitor, kind: &'static str, file: Result<(String, Vec<u8>), AppError>) -> Response {
    let (name, bytes) = match file {
        Ok(file) => file,
        Err(error) => return visitor.answer(Err(error)),
    };
    let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let saved = saved.expect("letters, digits and dashes");
    let kind = HeaderValue::from_static(kind);
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], bytes).into_response()
}
