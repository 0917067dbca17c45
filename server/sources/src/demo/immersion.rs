//! The routes of Immersion facilitée.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use form::Date;
use jiff::ToSpan;
use serde_json::{Value, json};

use super::{Asking, Known, Sheet, World, number, told, word};

/// Rows that one answer holds at most.
const CAP: usize = 100;

/// Words that the route of conventions knows: any other is refused.
const WORDS: [&str; 3] = ["startDateGreater", "startDateLessOrEqual", "withStatuses[]"];

/// First day of the year that the invented conventions begin in.
const YEAR: Date = Date::constant(2026, 1, 1);

/// The rank of a convention that the structure prescribed: those of its employees have smaller ones.
const PRESCRIBED: usize = 9;

/// A convention that began on a day.
struct Begun<'a> {
    start: Date,
    sheet: &'a Sheet,
    rank: usize,
}

/// `GET /api/v2/conventions`.
pub(super) async fn conventions(State(world): Known, asking: Asking, headers: HeaderMap) -> Response {
    if let Some(refused) = refused(&world, &headers) {
        return refused;
    }
    if asking.0.iter().any(|(name, _)| !WORDS.contains(&name.as_str())) {
        return said(StatusCode::BAD_REQUEST, "Unrecognized key(s) in object");
    }
    let day = |name: &str| word(&asking, name).map(|text| text.get(..10).unwrap_or(text).parse::<Date>());
    let (after, until) = match (day("startDateGreater").transpose(), day("startDateLessOrEqual").transpose())
    {
        (Ok(after), Ok(until)) => (after.unwrap_or(Date::MIN), until.unwrap_or(Date::MAX)),
        _ => return said(StatusCode::BAD_REQUEST, "Invalid date"),
    };
    let all = world.sheets.iter().flat_map(of_sheet);
    let mut begun: Vec<Begun<'_>> = all.filter(|one| one.start > after && one.start <= until).collect();
    begun.sort_by_key(|one| std::cmp::Reverse(one.start));
    let rows: Vec<Value> = begun.iter().take(CAP).map(Begun::row).collect();
    told(StatusCode::OK, Value::Array(rows))
}

/// `GET /api/v2/statistics/establishments`.
pub(super) async fn statistics(State(world): Known, asking: Asking, headers: HeaderMap) -> Response {
    if let Some(refused) = refused(&world, &headers) {
        return refused;
    }
    let pages = (number(&asking, "page", 1), number(&asking, "perPage", 20));
    let (Some(page), Some(size)) = pages else { return said(StatusCode::BAD_REQUEST, "Invalid page") };
    let shown = world.sheets.iter().skip((page - 1) * size).take(size);
    let data: Vec<Value> = shown.map(establishment).collect();
    let total = world.sheets.len();
    let body = json!({
        "data": data,
        "pagination": {
            "totalRecords": total,
            "totalPages": total.div_ceil(size),
            "numberPerPage": size,
            "currentPage": page,
        },
    });
    told(StatusCode::OK, body)
}

/// The raw key, without a word before it.
fn refused(world: &World, headers: &HeaderMap) -> Option<Response> {
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match key {
        Some(key) if key == world.keys.immersion => None,
        Some(_) => Some(said(StatusCode::UNAUTHORIZED, "incorrect Jwt")),
        None => Some(said(StatusCode::UNAUTHORIZED, "unauthenticated")),
    }
}

fn said(status: StatusCode, message: &str) -> Response {
    told(status, json!({ "status": status.as_u16(), "message": message }))
}

fn establishment(sheet: &Sheet) -> Value {
    json!({
        "siret": sheet.asp.siret.as_str(),
        "name": sheet.name,
        "numberOfConventions": sheet.place % 8,
        "isReferenced": sheet.place.is_multiple_of(2),
        "referencedAt": sheet.place.is_multiple_of(2).then_some("2023-05-04T08:00:00.000Z"),
    })
}

/// The conventions that a structure has part in: those of its employees, then one it prescribed.
fn of_sheet(sheet: &Sheet) -> impl Iterator<Item = Begun<'_>> {
    let ranks = (0..made(sheet.place)).chain(sheet.place.is_multiple_of(4).then_some(PRESCRIBED));
    ranks.map(move |rank| Begun { start: day(sheet.place, rank), sheet, rank })
}

impl Begun<'_> {
    fn row(&self) -> Value {
        let sheet = self.sheet;
        let mut row = convention(sheet, self.rank, self.start);
        if self.rank == PRESCRIBED {
            row["agencyKind"] = json!("structure-IAE");
            row["agencyName"] = json!(sheet.name);
            row["agencySiret"] = json!(sheet.asp.siret.as_str());
        } else {
            row["signatories"]["beneficiaryCurrentEmployer"] = employer(sheet);
            // One in three found a job there.
            let job = self.rank.is_multiple_of(3);
            row["assessment"] = json!({ "status": "COMPLETED", "endedWithAJob": job });
        }
        row
    }
}

/// How many periods the employees of a structure made.
fn made(place: usize) -> usize {
    place % 6
}

/// Starts are spread over the year.
fn day(place: usize, rank: usize) -> Date {
    let shift = i64::try_from((place * 37 + rank * 61) % 360).expect("less than a year");
    YEAR.saturating_add(shift.days())
}

fn convention(sheet: &Sheet, rank: usize, start: Date) -> Value {
    let at = |day: Date| format!("{day}T00:00:00.000Z");
    json!({
        "id": format!("c1d0a7d6-5b4f-4f6e-{rank:04}-{:012}", sheet.asp.asp_id),
        "status": "ACCEPTED_BY_VALIDATOR",
        "agencyId": "agence",
        "agencyName": "Agence de la demonstration",
        "agencyDepartment": sheet.departement,
        "agencyKind": "pole-emploi",
        "agencySiret": "13000548100010",
        "dateSubmission": at(start),
        "dateStart": at(start),
        "dateEnd": at(start.saturating_add(11.days())),
        "dateValidation": at(start),
        "siret": "90000111600012",
        "businessName": "ENTREPRISE D'ACCUEIL",
        "internshipKind": "immersion",
        "immersionObjective": "Découvrir un métier ou un secteur d'activité",
        "immersionAppellation": {
            "romeCode": "A1203",
            "romeLabel": "Aménagement et entretien des espaces verts",
            "appellationCode": "16067",
            "appellationLabel": "Jardinier / Jardinière d'espaces verts",
        },
        "establishmentNumberEmployeesRange": "10-19",
        "signatories": {
            "beneficiary": {
                "role": "beneficiary",
                "firstName": "Alix",
                "lastName": "PERSONNE-INVENTÉE",
                "email": "alix@personne.example",
                "phone": "0600000001",
                "birthdate": "1998-05-12T00:00:00.000Z",
            },
        },
        "assessment": null,
    })
}

fn employer(sheet: &Sheet) -> Value {
    json!({
        "role": "beneficiary-current-employer",
        "businessName": sheet.name,
        "businessSiret": sheet.asp.siret.as_str(),
        "job": "Encadrement",
    })
}
