//! A plain count of a delivery, on the texts of its files: slow, and right.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Kind,
    asp::{
        Measure,
        realised::{Exits, Hires, People, Totals},
    },
};
use form::{Date, Decimal};

use crate::delivered::Delivered;

/// A row of a file, by column.
type Row = BTreeMap<String, String>;

/// The files of a delivery, counted.
pub struct Plain {
    years: BTreeMap<(i64, i16), Year>,
    people: BTreeMap<String, Row>,
    contracts: BTreeMap<String, Row>,
    /// Days from the first hiring of a chain of contracts to the last exit, by contract.
    chains: BTreeMap<String, i32>,
}

/// What one annexe and year come to.
#[derive(Default)]
struct Year {
    hours: BTreeMap<String, Decimal>,
    contracts: BTreeMap<String, BTreeSet<String>>,
    /// Month, contract and reason of the last exit of each person.
    exits: BTreeMap<String, (String, String, String)>,
    months: BTreeSet<String>,
}

impl Plain {
    /// Counts a delivery.
    pub fn of(delivered: &Delivered) -> Self {
        let by = |view: &str, column: &str| -> BTreeMap<String, Row> {
            delivered.rows(view).into_iter().map(|row| (row[column].clone(), row)).collect()
        };
        Self {
            years: years(delivered),
            people: by("Salarie", "salarie_id"),
            contracts: by("ContratMission", "contrat_id_ctr"),
            chains: chains(delivered),
        }
    }

    /// Checks totals against the count; answers the exits kept, or none when the delivery has no statement of them.
    pub fn check(&self, totals: &Totals) -> Option<(Kind, usize)> {
        let key = (totals.key.id.expect("an annexe"), totals.year);
        let year = self.years.get(&key)?;
        let work = totals.work.as_ref().expect("hours");
        assert_eq!(work.hours, Some(year.hours.values().sum()), "{key:?}");
        assert_eq!(work.months.iter().filter(|month| month.valid).count(), year.months.len());
        self.check_people(year, totals.year, totals.people.as_ref().expect("people"));
        self.check_hires(year, totals.year, totals.hires.as_ref().expect("hires"));
        let kind = totals.key.measure.as_ref().and_then(Measure::kind).expect("a kind");
        Some((kind, self.check_exits(year, kind, totals.exits.as_ref().expect("exits"))))
    }

    fn check_people(&self, year: &Year, number: i16, told: &People) {
        let there =
            || year.hours.iter().filter(|(_, hours)| **hours >= Decimal::ONE).map(|(person, _)| person);
        let count =
            |of: &dyn Fn(&str) -> bool| u32::try_from(there().filter(|person| of(person)).count()).ok();
        let own = |column: &'static str, values: &'static [&'static str]| {
            count(&|person| {
                let mut contracts = year.contracts[person].iter().map(|contract| &self.contracts[contract]);
                contracts.any(|contract| values.contains(&contract[column].as_str()))
            })
        };
        let is = |column: &str, value: &str| count(&|person| self.people[person][column] == value);
        let age = |person: &str| {
            number - self.people[person]["salarie_date_naissance"][6..].parse::<i16>().expect("a year")
        };
        assert_eq!(told.total, count(&|_| true));
        assert_eq!(told.women, is("salarie_rci_libelle", "MME"));
        assert_eq!(told.men, is("salarie_rci_libelle", "M."));
        assert_eq!(told.qpv, is("salarie_adr_qpv_type", "QP"));
        assert_eq!(told.zrr, is("salarie_adr_is_zrr", "true"));
        assert_eq!(told.under_26, count(&|person| age(person) < 26));
        assert_eq!(told.from_26_to_49, count(&|person| (26..50).contains(&age(person))));
        assert_eq!(told.from_50, count(&|person| age(person) >= 50));
        assert_eq!(told.rsa, own("contrat_salarie_rsa", &["OUI-M", "OUI-NM"]));
        assert_eq!(told.ass, own("contrat_salarie_ass", &["true"]));
        assert_eq!(told.aah, own("contrat_salarie_aah", &["true"]));
        assert_eq!(told.rqth, own("contrat_salarie_rqth", &["true"]));
        let difficulties = told.difficulties.expect("contracts were delivered");
        for (many, column) in [
            (difficulties.lone_parents, "contrat_salarie_parent_isole"),
            (difficulties.care_leavers, "contrat_salarie_sortant_ase"),
            (difficulties.refugees, "contrat_salarie_refugie"),
            (difficulties.released, "contrat_salarie_sortant_detention"),
            (difficulties.homeless, "contrat_salarie_hebergement"),
            (difficulties.immobile, "contrat_salarie_mobilite"),
        ] {
            assert_eq!(Some(many), own(column, &["true"]), "{column}");
        }
        assert_eq!(told.deld, own("contrat_salarie_pe_duree_id", &["3"]));
        assert_eq!(told.detld, own("contrat_salarie_pe_duree_id", &["4"]));
        assert_eq!(told.cap_bep, own("contrat_niveau_de_formation_id", &["3", "4"]));
        assert_eq!(told.uncertified, own("contrat_niveau_de_formation_id", &["2"]));
        assert_eq!(told.below_cap, own("contrat_niveau_de_formation_id", &["1"]));
    }

    fn check_hires(&self, year: &Year, number: i16, told: &Hires) {
        let ran: BTreeSet<&String> = year.contracts.values().flatten().collect();
        let ran: Vec<&Row> = ran.into_iter().map(|contract| &self.contracts[contract]).collect();
        let is_new = |row: &&&Row| {
            row["contrat_type_contrat"] == "0" && row["contrat_date_embauche"].ends_with(&number.to_string())
        };
        let begun: Vec<&&Row> = ran.iter().filter(is_new).collect();
        assert_eq!(told.begun as usize, begun.len());
        let sent = |code: &str| begun.iter().filter(|row| row["contrat_orienteur_code"] == code).count();
        for (label, code) in [
            ("FRANCE TRAVAIL", "FT"),
            ("MISSION LOCALE", "ML"),
            ("CAP EMPLOI", "CE"),
            ("SERVICE SOCIAL DU DEPARTEMENT", "SSD"),
            ("CANDIDATURE SPONTANEE", "CS"),
        ] {
            let labels = told.by_referrer.as_ref().expect("a reference view");
            let count = labels.get(label).copied().unwrap_or_default();
            assert_eq!(count as usize, sent(code), "{label}");
        }
        let months: u32 =
            told.lengths.iter().filter(|(months, _)| *months == 6).map(|(_, count)| count).sum();
        assert_eq!(months as usize, begun.len(), "all are of six months");
        let at = |texts: &[&str]| {
            ran.iter().filter(|row| texts.contains(&row["contrat_duree_hebdo_travail"].as_str())).count()
        };
        for (hours, texts) in [(35, &["35:00"][..]), (26, &["26:00", "26h"]), (20, &["20:00"])] {
            let count: u32 = told
                .weekly
                .iter()
                .filter(|(minutes, _)| *minutes == hours * 60)
                .map(|(_, count)| count)
                .sum();
            assert_eq!(count as usize, at(texts), "{hours}");
        }
    }

    fn check_exits(&self, year: &Year, kind: Kind, told: &Exits) -> usize {
        let counts = |person: &String, contract: &String| match kind {
            Kind::Aci | Kind::Ei => {
                year.hours[person] >= Decimal::ONE && self.chains.get(contract).is_some_and(|days| *days > 80)
            }
            Kind::Ai | Kind::Etti => year.hours[person] >= Decimal::from(150),
            Kind::Eiti => year.hours[person] >= Decimal::ONE,
        };
        let (kept, out): (Vec<_>, Vec<_>) =
            year.exits.iter().partition(|(person, (_, contract, _))| counts(person, contract));
        let named = |codes: &[&str]| {
            let found = kept.iter().filter(|(_, (.., code))| codes.contains(&code.as_str()));
            u32::try_from(found.count()).expect("few exits")
        };
        assert_eq!(told.durable, named(&["CDI", "CDD6", "CREA"]));
        assert_eq!(told.transition, named(&["CDD", "CAID"]));
        assert_eq!(told.positive, named(&["FORM", "SIAE"]));
        assert_eq!(told.other, Some(named(&["CHOM", "SANS"])));
        assert_eq!(told.examined.map(|examined| examined as usize), Some(kept.len()));
        assert_eq!(told.left_out as usize, out.len());
        kept.len()
    }
}

fn years(delivered: &Delivered) -> BTreeMap<(i64, i16), Year> {
    let mut all: BTreeMap<(i64, i16), Year> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in delivered.rows("EtatMensuelIndiv") {
        if !seen.insert(row["emi_dsm_id"].clone()) {
            continue;
        }
        let number = |column: &str| row[column].parse::<i64>().expect("a number");
        let key = (number("emi_afi_id"), i16::try_from(number("emi_sme_annee")).expect("a year"));
        let year = all.entry(key).or_default();
        let person = row["emi_pph_id"].clone();
        let hours: Decimal = row["emi_nb_heures_travail"].parse().expect("hours");
        *year.hours.entry(person.clone()).or_default() += hours;
        year.contracts.entry(person.clone()).or_default().insert(row["emi_ctr_id"].clone());
        if row["emi_esm_etat_code"] == "VALIDE" {
            year.months.insert(row["emi_sme_mois"].clone());
        }
        let reason = row["emi_motif_sortie_code"].clone();
        if !reason.is_empty() && reason != "DECE" && reason != "ESSAI" {
            let month = format!("{:0>2}", row["emi_sme_mois"]);
            let told = (month, row["emi_ctr_id"].clone(), reason);
            let last = year.exits.entry(person).or_insert_with(|| told.clone());
            *last = told.max(last.clone());
        }
    }
    all
}

/// Days from the first hiring of a chain of contracts to the last exit, by contract.
fn chains(delivered: &Delivered) -> BTreeMap<String, i32> {
    let day = |text: &str| {
        let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().expect("a part of a day");
        let small = |number: i16| i8::try_from(number).expect("small");
        Date::new(part(6..10), small(part(3..5)), small(part(0..2))).expect("a day")
    };
    let mut by_person: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in delivered.rows("ContratMission") {
        by_person.entry(row["contrat_id_pph"].clone()).or_default().push(row);
    }
    // An invented person has one chain.
    let mut days = BTreeMap::new();
    for rows in by_person.values() {
        let hired = rows.iter().map(|row| day(&row["contrat_date_embauche"])).min().expect("a contract");
        let left =
            rows.iter().map(|row| &row["contrat_date_sortie_definitive"]).find(|left| !left.is_empty());
        if let Some(left) = left {
            let length = day(left).since(hired).expect("two days").get_days();
            days.extend(rows.iter().map(|row| (row["contrat_id_ctr"].clone(), length)));
        }
    }
    days
}
