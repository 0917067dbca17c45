//! What is promised of a renewal without change and of a bilan, counted by the application on the real structures of
//! ASP's sample: the demands of the years before were filled and sent, this year's opens.

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use domain::{
    Kind, Result, Structure, StructureId,
    asp::realised::{AnnexeKey, Totals},
    dossier::{About, Counts, Share, StepCounts},
    ports::{DossierLine, Register},
    usecase::{self, Prefilled, Services, count_prefill},
};
use form::Date;

use crate::{
    bilan,
    client::{Service, run},
    completing::{administrator, complete, on, sent},
};

/// What is promised: fields typed at most, the share of the required ones that are prefilled, that of numeric ones.
const TYPED: usize = 20;
const REQUIRED: usize = 60;
const NUMERIC: usize = 70;

/// The structures of the sample, each with its kind: a commune, an intercommunal centre, an association.
const REAL: [(i64, Kind); 3] = [(112, Kind::Aci), (190, Kind::Aci), (768, Kind::Ai)];
/// The year of the demand that is counted; its conventions are of 2021, of 2019 and of 2021.
const YEAR: i16 = 2022;
/// The years before, of which demands were sent: a whole convention.
const BEFORE: std::ops::Range<i16> = 2019..YEAR;

/// What ASP knew before a year: the annexes that had begun, on a delivery of that time.
struct Before(i16, Arc<dyn Register>);

#[async_trait]
impl Register for Before {
    async fn structure(&self, id: StructureId) -> Result<Option<Structure>> {
        let mut found = self.1.structure(id).await?;
        if let Some(structure) = &mut found {
            structure.asp.delivered = Date::constant(self.0 - 1, 11, 15);
            structure.annexes.retain(|annexe| annexe.start.year() < self.0);
            for annexe in &mut structure.annexes {
                annexe.delivered = structure.asp.delivered;
            }
        }
        Ok(found)
    }

    async fn same_person(&self, id: StructureId) -> Result<Vec<StructureId>> {
        self.1.same_person(id).await
    }
}

/// A service that holds the sample of ASP beside its own delivery, months included; none, said, where it is not at hand.
pub async fn with_sample() -> Option<Service> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/asp");
    if !folder.exists() {
        eprintln!("skipped: no sample delivery at {}", folder.display());
        return None;
    }
    let service = bilan::counted().await;
    for view in ["Structure", "AnnexeFinanciere"] {
        let file = folder.join(format!("fluxIAE_{view}_22022022_112211.csv.gz"));
        let now = service.services.clock.now();
        server::import::import_file(&service.store, &file, now, |_| {}).await.expect("the sample is right");
    }
    Some(service)
}

/// The end of the year before one, when its demand is filled.
pub fn autumn(services: &Services, year: i16) -> Services {
    let register = Arc::new(Before(year, services.register.clone()));
    Services { register, ..on(services, &format!("{}-11-26", year - 1)) }
}

/// Fills and sends the demands of the years before, each on its day.
async fn sent_before(services: &Services, (number, kind): (i64, Kind)) {
    let viewer = administrator(number);
    for year in BEFORE {
        let services = autumn(services, year);
        let id = usecase::create_dossier(&services, &viewer, kind).await.expect("it opens");
        sent(&services, &viewer, id, &[]).await;
    }
}

/// A line a step: its questions, then the required ones, by who answered them.
fn said(title: &str, counts: &Counts) -> String {
    let row = |name: &str, all: &Share, of: &Share| {
        let Share { asked, prefilled, confirmed, typed } = of;
        format!("| {name} | {} | {asked} | {prefilled} | {confirmed} | {typed} | {} |", all.asked, of.left())
    };
    let steps = counts.steps.iter();
    let mut lines: Vec<String> = steps.map(|step| row(&step.key, &step.all, &step.required)).collect();
    let sum = |of: fn(&StepCounts) -> &Share| counts.sum(of);
    lines.push(row("all of it", &sum(|step| &step.all), &sum(|step| &step.required)));
    let numeric = sum(|step| &step.numeric);
    let left: Vec<String> = counts.left().map(ToString::to_string).collect();
    lines.push(format!("numeric: {} of {}", numeric.prefilled, numeric.asked));
    lines.push(format!("left: {}", left.join(", ")));
    lines.push(format!("fields, each cell of a table one: {:?}", counts.fields()));
    format!("{title}\n{}", lines.join("\n"))
}

fn titled(counted: &Prefilled, what: &str) -> String {
    let opening = &counted.snapshot.opening;
    let text = said(&format!("{} · {}, {what}", opening.title(), opening.structure_name), &counted.counts);
    format!("{text}\nby source: {:?}", counted.taken_over)
}

/// Fills what is left of the dossier that was just opened, confirms each step, and counts again.
async fn finished(services: &Services, number: i64, opened: &Prefilled) -> Counts {
    let viewer = administrator(number);
    let lines = services.dossiers.of_structure(StructureId::of_asp(number)).await.expect("a list");
    let is_it = |line: &&DossierLine| {
        line.year == opened.snapshot.opening.year && line.snapshot.opening.about == About::Demand
    };
    let id = lines.iter().find(is_it).expect("it was opened").id;
    complete(services, &viewer, id, &[]).await;
    for step in &opened.program.trame().steps {
        usecase::confirm_step(services, &viewer, id, step.key.clone(), None).await.expect("confirmed");
    }
    let open = usecase::open_dossier(services, &viewer, id).await.expect("it opens");
    let evaluation = opened.program.evaluate(&open.snapshot.values(), &open.context);
    Counts::of(&opened.program, &evaluation, &open.snapshot)
}

#[test]
fn a_renewal_without_change_is_confirmed_with_twenty_fields_typed_at_most() {
    run(async {
        let Some(service) = with_sample().await else { return };
        let services = &service.services;
        let mut natures = Vec::new();
        for (number, kind) in REAL {
            sent_before(services, (number, kind)).await;
            let today = autumn(services, YEAR);
            let opened = count_prefill(&today, &administrator(number), About::Demand, kind).await;
            let opened = opened.expect("it opens");
            let table = titled(&opened, "opened");
            let required = opened.counts.sum(|step| &step.required);
            let fields = opened.counts.fields();
            assert!(fields.typed + fields.left <= TYPED && required.percent() >= Some(REQUIRED), "{table}");
            let done = finished(&today, number, &opened).await;
            let table = format!("{table}\n{}", said("confirmed", &done));
            let required = done.sum(|step| &step.required);
            assert_eq!((required.left(), required.confirmed), (0, required.prefilled), "{table}");
            assert!(done.fields().typed <= TYPED, "each cell of a table is one\n{table}");
            assert!(required.percent() >= Some(REQUIRED), "{table}");
            eprintln!("{table}\n");
            let nature = opened.snapshot.value(&crate::renewal::path("demande.nature")).cloned();
            natures.extend(nature.and_then(|nature| nature.text().map(str::to_owned)));
        }
        // One of them renews its convention: what is asked then alone was asked three years before.
        assert_eq!(natures, ["avenant_annuel", "renouvellement", "avenant_annuel"]);
    });
}

/// The totals of a structure of the demonstration, as if they were those of the annexes of another.
fn as_if(totals: &[Totals], of: &Structure, kind: Kind, year: i16) -> Vec<Totals> {
    let own = of.annexes.iter().find(|annexe| {
        annexe.measure.kind() == Some(kind) && annexe.state.speaks() && annexe.start.year() == year
    });
    let Some(annexe) = own else { return Vec::new() };
    let key = AnnexeKey { id: Some(annexe.annexe_id), number: None, measure: None };
    let told = totals.iter().filter(|told| told.year == 2025).take(1);
    told.map(|told| Totals { key: key.clone(), year, siret: None, ..told.clone() }).collect()
}

#[test]
fn a_bilan_of_real_annexes_with_invented_months_has_seven_numbers_of_ten() {
    run(async {
        let Some(service) = with_sample().await else { return };
        let services = &service.services;
        let invented = services.register.structure(StructureId::of_asp(900_003)).await.expect("read");
        let invented = services.realisations.of(&invented.expect("delivered")).await.expect("totals");
        for (number, kind) in REAL {
            sent_before(services, (number, kind)).await;
            let structure = services.register.structure(StructureId::of_asp(number)).await.expect("read");
            let structure = structure.expect("delivered");
            let spring = on(services, "2022-05-02");
            let months = as_if(invented.totals(), &structure, kind, YEAR - 1);
            assert!(!months.is_empty(), "{number}: months of a year");
            services.realisations.keep(months).await.expect("kept");
            let counted = count_prefill(&spring, &administrator(number), About::Bilan, kind).await;
            let counted = counted.expect("it opens");
            let table = titled(&counted, "opened");
            let numeric = counted.counts.sum(|step: &StepCounts| &step.numeric);
            assert!(numeric.percent() >= Some(NUMERIC), "{table}");
            eprintln!("{table}\n");
        }
    });
}
