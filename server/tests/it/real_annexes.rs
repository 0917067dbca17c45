//! The annexes of ASP's sample, decided through the pages as an agent decides, and paid to the cent what ASP pays.

use std::path::PathBuf;

use domain::{
    Kind,
    asp::Annexe,
    dossier::{DossierId, State, procedure::Terms},
    usecase,
};
use form::{Date, Decimal, FieldType, Value, french};
use sources::asp::{Reader, View, with_text};

use crate::{
    client::{Person, Service, encoded, run, value_of},
    completing::{administrator, sent},
    deciding::{completed, fields},
    quotas::{autumn, with_sample},
};

/// The structures of the sample: ASP's number, kind, département that decides.
const REAL: [(i64, Kind, &str); 3] = [(112, Kind::Aci, "54"), (190, Kind::Aci, "29"), (768, Kind::Ai, "92")];

/// The year whose demand is decided on, again and again.
const YEAR: i16 = 2022;

/// Rows of the file, and those that are decided.
const ROWS: usize = 38;
const DECIDED: usize = 33;

/// What no decision can say again, and why; every other row of the file is decided.
const NOT_DECIDED: [(&str, &str); 5] = [
    ("FDI054200058A0M0", "fonds départemental d’insertion: a lump sum, without posts nor price of a post"),
    ("FDI029200014A0M0", "the same"),
    ("FDI029200062A0M0", "the same, over thirteen months: longer than any annexe of a convention"),
    ("FDI092205092A0M0", "the same"),
    ("FDI092205169A0M0", "the same, over thirteen months"),
];

/// The modulated part that is decided: ASP's view of annexes does not hold the one that was.
const MODULATION: &str = "4,5";

fn annexes() -> Vec<Annexe> {
    let file = "../../shared/data/asp/fluxIAE_AnnexeFinanciere_22022022_112211.csv.gz";
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    let read = with_text(&file, |text| {
        let mut reader = Reader::open(text)?;
        assert_eq!(reader.delivery().view, View::AnnexeFinanciere);
        let mut read = Vec::new();
        while let Some(row) = reader.annexe()? {
            read.push(row.expect("each row of the sample is read"));
        }
        Ok(read)
    });
    read.expect("the sample is read")
}

/// Cents of an amount: what follows is counted with whole numbers, apart from what is tried.
fn cents(amount: Decimal) -> i64 {
    i64::try_from(amount * Decimal::ONE_HUNDRED).expect("no part of a cent, and few of them")
}

/// The modulated part of some cents, at 4.5 %, half a cent up.
fn modulated(socle: i64) -> i64 {
    (socle * 45 + 500) / 1_000
}

fn euros(cents: i64) -> String {
    french::quantity(Decimal::new(cents, 2), &FieldType::Euros)
}

/// A day of an annexe as it stands in that of the year whose demand is decided on, where it begins: the months are as
/// many.
fn in_year(annexe: &Annexe, day: Date) -> Date {
    let year = YEAR + day.year() - annexe.start.year();
    day.with().year(year).build().expect("no annexe begins or ends on a 29 February")
}

/// What an agent types to grant what an annexe says.
fn typed(annexe: &Annexe) -> Option<Vec<(&'static str, String)>> {
    let posts = &annexe.posts;
    let text = |amount: Decimal| amount.to_string().replace('.', ",");
    let day = |day| french::typed(&Value::Date(in_year(annexe, day)), &FieldType::Date);
    let paid = annexe.cofinancing.as_ref().and_then(|paid| paid.amount);
    Some(vec![
        ("debut", day(annexe.start)),
        ("fin", day(annexe.end)),
        ("postes.0", text(posts.etp?)),
        ("prix.0", text(posts.unit?)),
        ("modulation.0", MODULATION.to_owned()),
        ("publics", "Comme l’an passé".to_owned()),
        ("numero.0", annexe.number.to_string()),
        ("convention", annexe.convention.as_ref()?.to_string()),
        ("cofinancement", paid.map(text).unwrap_or_default()),
        ("accorder", "oui".to_owned()),
        ("motif", "dialogue".to_owned()),
        ("raison", "Ce que dit l’annexe.".to_owned()),
        ("acte", "decider".to_owned()),
    ])
}

/// What was decided is what the annexe says: amount, cofinancing, posts, period, number.
fn compare(annexe: &Annexe, terms: &Terms) -> i64 {
    let name = &annexe.number;
    let amount = annexe.posts.amount.expect("it says one");
    assert_eq!(terms.socle(), amount, "{name}: af_montant_total_annuel");
    let (socle, part) = (cents(amount), cents(terms.modulated()));
    assert_eq!(part, modulated(socle), "{name}: the modulated part");
    assert_eq!(cents(terms.total()), socle + part, "{name}: both");
    let paid = annexe.cofinancing.as_ref().and_then(|paid| paid.amount);
    assert_eq!(terms.cofinancing, paid, "{name}: af_mt_cofinance");
    assert_eq!(Some(terms.posts()), annexe.posts.etp, "{name}: af_etp_postes_insertion, a month");
    let days = [annexe.start, annexe.end].map(|day| in_year(annexe, day));
    assert_eq!([terms.period.start, terms.period.end], days, "{name}: its period, moved to the year");
    assert_eq!(terms.annexes.len(), 1, "{name}: one annexe");
    assert_eq!(terms.annexes[0].number.as_ref(), Some(name));
    assert_eq!(terms.number, annexe.convention, "{name}: its convention");
    socle
}

/// A dossier of a structure, found complete, advised.
async fn to_decide(service: &Service, (number, kind, _): (i64, Kind, &str), agent: &Person<'_>) -> DossierId {
    let viewer = administrator(number);
    let today = autumn(&service.services, YEAR);
    let id = usecase::create_dossier(&today, &viewer, kind).await.expect("it opens");
    sent(&today, &viewer, id, &[]).await;
    completed(agent, &format!("/instruction/dossiers/{id}")).await;
    id
}

/// Decides what an annexe says, reads the paper, takes the decision up again.
async fn decided(service: &Service, agent: &Person<'_>, id: DossierId, annexe: &Annexe) -> bool {
    let Some(typed) = typed(annexe) else { return false };
    let decision = format!("/instruction/dossiers/{id}/decision");
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let page = agent.get(&decision).await.body;
    let done = agent.post(&decision, &fields(&page, &typed)).await;
    assert_eq!(done.location, format!("{decision}?fait=decider"), "{}: {}", annexe.number, done.body);
    let now = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
    let terms = now.ruling().and_then(|ruling| ruling.terms.clone()).expect("terms");
    assert_eq!(now.state(), State::Granted);
    let socle = compare(annexe, &terms);
    let paper = agent.get(&format!("/instruction/dossiers/{id}/courriers/convention")).await.body;
    let part = modulated(socle);
    for said in [euros(socle), euros(part), euros(socle + part), annexe.number.to_string()] {
        assert!(paper.contains(&said), "{}: {said}: {paper}", annexe.number);
    }
    let paid = terms.cofinancing.map(|paid| french::quantity(paid, &FieldType::Euros));
    let says =
        paid.as_ref().is_some_and(|paid| paper.contains(&format!("à la charge du département pour {paid}")));
    assert_eq!(says, paid.is_some(), "{}: cofinanced {paid:?}: {paper}", annexe.number);
    let vu = value_of(&agent.get(&decision).await.body, "_vu").to_owned();
    let again = [("_vu", vu.as_str()), ("acte", "reprendre"), ("texte", "Annexe suivante")];
    let done = agent.post(&decision, &encoded(&again)).await;
    assert_eq!(done.location, format!("{decision}?fait=reprendre"), "{}", done.body);
    true
}

#[test]
fn each_annexe_of_the_sample_is_decided_and_its_amounts_are_those_of_asp() {
    run(async {
        let Some(service) = with_sample().await else { return };
        let annexes = annexes();
        let (mut count, mut left) = (0, Vec::new());
        for (number, kind, departement) in REAL {
            let agent = service.log_in(&format!("compte=departement&departement={departement}")).await;
            let id = to_decide(&service, (number, kind, departement), &agent).await;
            for annexe in annexes.iter().filter(|annexe| annexe.structure_asp_id == number) {
                if decided(&service, &agent, id, annexe).await {
                    count += 1;
                } else {
                    left.push(annexe.number.to_string());
                }
            }
        }
        let (named, all): (Vec<&str>, usize) = (NOT_DECIDED.map(|(name, _)| name).to_vec(), annexes.len());
        assert_eq!(left, named, "each one that is not decided is named, with why");
        assert_eq!((count, all), (DECIDED, ROWS), "none is left out");
    });
}
