//! The monthly views of an invented delivery: what comes out, and who does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use domain::asp::realised::Source;
use form::{Date, Decimal};
use sources::asp::{Demo, MonthlyDemo, Reading, read_delivery, write_delivery};

/// A delivery small enough for a test, with every kind of structure.
pub fn small() -> MonthlyDemo {
    MonthlyDemo { demo: Demo { structures: 12, ..Demo::small() }, since: 2025 }
}

/// A delivery in a folder that goes with it.
pub struct Delivered {
    /// The folder.
    pub folder: tempfile::TempDir,
    /// Its files.
    pub files: Vec<PathBuf>,
}

impl Delivered {
    /// Writes a delivery.
    pub fn of(monthly: MonthlyDemo) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let files = write_delivery(folder.path(), monthly).expect("a writable folder");
        Self { folder, files: files.into_iter().map(|(file, _)| file).collect() }
    }

    /// The file of a view.
    pub fn file(&self, view: &str) -> &Path {
        let start = format!("fluxIAE_{view}_");
        let named =
            |file: &&PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
        self.files.iter().find(named).expect("a view of the delivery")
    }

    /// Reads everything; answers what was told of rows set aside, too.
    pub fn read(&self) -> (Reading, Vec<String>) {
        read(&self.files)
    }

    /// The rows of a view, by column.
    fn rows(&self, view: &str) -> Vec<BTreeMap<String, String>> {
        let text = fs::read_to_string(self.file(view)).expect("a text");
        let mut lines = text.lines().skip(1);
        let names: Vec<String> = lines.next().expect("a header").split('|').map(str::to_owned).collect();
        let rows = lines.filter(|line| !line.starts_with("FIN"));
        rows.map(|line| names.iter().cloned().zip(line.split('|').map(str::to_owned)).collect()).collect()
    }
}

pub fn read(files: &[PathBuf]) -> (Reading, Vec<String>) {
    let mut aside = Vec::new();
    let reading = read_delivery(files, Date::constant(2026, 11, 20), &mut |file, problem| {
        aside.push(format!("{}:{problem}", file.display()));
    });
    (reading.expect("a readable delivery"), aside)
}

/// All that stands in the file of the employees and must not come out of it.
fn secrets(delivered: &Delivered) -> BTreeSet<String> {
    let columns = [
        "salarie_nir",
        "salarie_agrement",
        "salarie_nom_usage",
        "salarie_prenom",
        "salarie_date_naissance",
        "salarie_adr_mail",
        "salarie_telephone",
    ];
    let rows = delivered.rows("Salarie");
    let mut secrets: BTreeSet<String> =
        rows.iter().flat_map(|row| columns.map(|column| row[column].clone())).collect();
    // Identifiers of people, of contracts and of lines, as whole words.
    secrets.extend(rows.iter().map(|row| format!(":{},", row["salarie_id"])));
    secrets
}

/// Puts a name where a number is wanted, in some rows of a view.
fn spoil(file: &Path) {
    let text = fs::read_to_string(file).expect("a text");
    let spoilt: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(place, line)| {
            let mut cells: Vec<&str> = line.split('|').collect();
            if place > 2 && place % 7 == 0 && !line.starts_with("FIN") {
                let last = cells.len() - 1;
                cells.swap(0, 4.min(last));
                cells.swap(1, last);
                cells[2] = "Zéphyrine XAVIGNOLLES";
            }
            if place > 2 && place % 11 == 0 && !line.starts_with("FIN") {
                cells.push("QUERBADEC");
            }
            cells.join("|")
        })
        .collect();
    fs::write(file, spoilt.join("\n")).expect("a writable folder");
}

#[test]
fn nobody_comes_out_of_a_delivery() {
    let few = MonthlyDemo { demo: Demo { structures: 4, ..Demo::small() }, since: 2026 };
    let delivered = Delivered::of(few);
    let secrets = secrets(&delivered);
    assert!(secrets.len() > 100, "{} secrets are planted", secrets.len());
    for view in ["Salarie", "ContratMission", "EtatMensuelIndiv", "Formations"] {
        spoil(delivered.file(view));
    }
    let (reading, aside) = delivered.read();
    assert!(aside.len() > 100, "rows are set aside: {}", aside.len());
    let mut out =
        vec![serde_json::to_string(&reading.realised).expect("totals are JSON"), format!("{reading:?}")];
    out.extend(aside);
    // A view without its two first lines, and one without its header.
    let text = fs::read_to_string(delivered.file("Salarie")).expect("a text");
    for cut in [2, 1] {
        let file = delivered.folder.path().join(format!("fluxIAE_coupe_{cut}.csv"));
        let kept: Vec<&str> = text.lines().take(2 - cut).chain(text.lines().skip(2)).collect();
        fs::write(&file, kept.join("\n")).expect("a writable folder");
        let problem = read_delivery(&[file], Date::constant(2026, 11, 20), &mut |_, _| {});
        let problem = problem.expect_err("no view");
        out.push(format!("{problem} {problem:?}"));
    }
    for text in &out {
        for secret in &secrets {
            assert!(
                !text.contains(secret.as_str()),
                "{secret} came out: {}",
                text.chars().take(200).collect::<String>()
            );
        }
    }
}

/// What one annexe and year come to, counted plainly on the texts of the files.
#[derive(Default)]
struct Plain {
    hours: BTreeMap<String, Decimal>,
    contracts: BTreeMap<String, BTreeSet<String>>,
    exits: BTreeMap<String, (String, String, String)>,
    months: BTreeSet<String>,
}

fn plainly(delivered: &Delivered) -> BTreeMap<(i64, i16), Plain> {
    let mut all: BTreeMap<(i64, i16), Plain> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in delivered.rows("EtatMensuelIndiv") {
        if !seen.insert(row["emi_dsm_id"].clone()) {
            continue;
        }
        let number = |column: &str| row[column].parse::<i64>().expect("a number");
        let year = i16::try_from(number("emi_sme_annee")).expect("a year");
        let plain = all.entry((number("emi_afi_id"), year)).or_default();
        let person = row["emi_pph_id"].clone();
        let hours: Decimal = row["emi_nb_heures_travail"].parse().expect("hours");
        *plain.hours.entry(person.clone()).or_default() += hours;
        plain.contracts.entry(person.clone()).or_default().insert(row["emi_ctr_id"].clone());
        if row["emi_esm_etat_code"] == "VALIDE" {
            plain.months.insert(row["emi_sme_mois"].clone());
        }
        let reason = row["emi_motif_sortie_code"].clone();
        if !reason.is_empty() && reason != "DECE" && reason != "ESSAI" {
            let month = format!("{:0>2}", row["emi_sme_mois"]);
            let told = (month, row["emi_ctr_id"].clone(), reason);
            let last = plain.exits.entry(person).or_insert_with(|| told.clone());
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

#[test]
fn the_totals_are_those_of_a_plain_count() {
    let delivered = Delivered::of(small());
    let (reading, aside) = delivered.read();
    assert_eq!(aside, [""; 0], "every invented row is right");
    assert!(reading.gathered.repeated > 0, "some lines are delivered twice");
    assert_eq!((reading.gathered.astray, reading.gathered.strangers), (0, 0));
    let people: BTreeMap<String, _> =
        delivered.rows("Salarie").into_iter().map(|row| (row["salarie_id"].clone(), row)).collect();
    let contracts: BTreeMap<String, _> = delivered
        .rows("ContratMission")
        .into_iter()
        .map(|row| (row["contrat_id_ctr"].clone(), row))
        .collect();
    let (plainly, chains) = (plainly(&delivered), chains(&delivered));
    let mut kinds = BTreeSet::new();
    let mut kept = 0;
    for totals in reading.realised.totals() {
        let key = (totals.key.id.expect("an annexe"), totals.year);
        let Some(plain) = plainly.get(&key) else { continue };
        assert_eq!(totals.source, Source::Flux);
        let work = totals.work.as_ref().expect("hours");
        assert_eq!(work.hours, Some(plain.hours.values().sum()), "{key:?}");
        assert_eq!(work.months.iter().filter(|month| month.valid).count(), plain.months.len());
        let there: Vec<&String> = plain
            .hours
            .iter()
            .filter(|(_, hours)| **hours >= Decimal::ONE)
            .map(|(person, _)| person)
            .collect();
        let count =
            |of: &dyn Fn(&str) -> bool| u32::try_from(there.iter().filter(|p| of(p.as_str())).count()).ok();
        let own = |person: &str, column: &str, values: &[&str]| {
            plain.contracts[person]
                .iter()
                .any(|contract| values.contains(&contracts[contract][column].as_str()))
        };
        let age = |person: &str| {
            key.1 - people[person]["salarie_date_naissance"][6..].parse::<i16>().expect("a year")
        };
        let told = totals.people.as_ref().expect("people");
        assert_eq!(told.total, count(&|_| true));
        assert_eq!(told.women, count(&|person| people[person]["salarie_rci_libelle"] == "MME"));
        assert_eq!(told.qpv, count(&|person| people[person]["salarie_adr_qpv_type"] == "QP"));
        assert_eq!(told.zrr, count(&|person| people[person]["salarie_adr_is_zrr"] == "true"));
        assert_eq!(told.under_26, count(&|person| age(person) < 26));
        assert_eq!(told.from_50, count(&|person| age(person) >= 50));
        assert_eq!(told.rsa, count(&|person| own(person, "contrat_salarie_rsa", &["OUI-M", "OUI-NM"])));
        assert_eq!(told.rqth, count(&|person| own(person, "contrat_salarie_rqth", &["true"])));
        assert_eq!(told.detld, count(&|person| own(person, "contrat_salarie_pe_duree_id", &["4"])));
        assert_eq!(told.cap_bep, count(&|person| own(person, "contrat_niveau_de_formation_id", &["3", "4"])));
        let kind = totals.key.measure.as_ref().and_then(domain::asp::Measure::kind).expect("a kind");
        kinds.insert(kind);
        let rule = |person: &String, contract: &String| match kind {
            domain::Kind::Aci | domain::Kind::Ei => {
                plain.hours[person] >= Decimal::ONE && chains.get(contract).is_some_and(|days| *days > 80)
            }
            domain::Kind::Ai | domain::Kind::Etti => plain.hours[person] >= Decimal::from(150),
            domain::Kind::Eiti => plain.hours[person] >= Decimal::ONE,
        };
        let (exits, out): (Vec<_>, Vec<_>) =
            plain.exits.iter().partition(|(person, (_, contract, _))| rule(person, contract));
        let told = totals.exits.as_ref().expect("exits");
        let named =
            |codes: &[&str]| exits.iter().filter(|(_, (.., code))| codes.contains(&code.as_str())).count();
        assert_eq!(told.durable as usize, named(&["CDI", "CDD6", "CREA"]), "{key:?}");
        assert_eq!(told.transition as usize, named(&["CDD", "CAID"]));
        assert_eq!(told.positive as usize, named(&["FORM", "SIAE"]));
        assert_eq!(told.other.map(|other| other as usize), Some(named(&["CHOM", "SANS"])));
        assert_eq!(told.examined.map(|examined| examined as usize), Some(exits.len()));
        assert_eq!(told.left_out as usize, out.len());
        kept += exits.len();
    }
    assert_eq!(kinds.len(), 5, "every kind is there");
    assert!(kept > 100, "{kept} exits");
}

#[test]
fn the_order_of_files_and_rows_does_not_matter() {
    let delivered = Delivered::of(small());
    let (reading, _) = delivered.read();
    let mut files = delivered.files.clone();
    files.reverse();
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        let lines: Vec<&str> = text.lines().collect();
        // Rows broken by a line break stay where they are: only views of whole rows are turned round.
        if file.to_string_lossy().contains("AnnexeFinanciere") {
            continue;
        }
        let (head, rest) = lines.split_at(2);
        let (last, rows) = rest.split_last().expect("a last line");
        let turned: Vec<&str> = head.iter().chain(rows.iter().rev()).chain([last]).copied().collect();
        fs::write(file, turned.join("\n")).expect("a writable folder");
    }
    assert_eq!(read(&files).0.realised, reading.realised);
}

#[test]
fn a_missing_file_is_told_with_what_it_is_for_and_nothing_is_made_up() {
    let delivered = Delivered::of(small());
    let without = |view: &str| -> Reading {
        let start = format!("fluxIAE_{view}_");
        let kept = delivered
            .files
            .iter()
            .filter(|file| !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start)));
        let reading = read(&kept.cloned().collect::<Vec<_>>()).0;
        assert_eq!(reading.missing.iter().map(|missing| missing.view).collect::<Vec<_>>(), [view]);
        reading
    };
    let some = |reading: &Reading| reading.realised.totals().iter().find(|t| t.people.is_some()).cloned();
    let people = some(&without("Salarie")).expect("totals").people.expect("people");
    assert!(people.total > Some(0) && people.women.is_none() && people.rsa.is_some());
    let totals = some(&without("ContratMission")).expect("totals");
    assert!(totals.people.expect("people").rsa.is_none());
    let long = totals.key.measure.and_then(|measure| measure.kind());
    assert_eq!(long, Some(domain::Kind::Aci), "the first annexe");
    assert!(totals.exits.is_none(), "an ACI's exits need the lengths of contracts");
    let totals = some(&without("RefMotifSort")).expect("totals");
    assert!(totals.exits.is_none() && totals.people.is_some());
    let totals = some(&without("RefNiveauFormation")).expect("totals");
    assert!(totals.people.expect("people").cap_bep.is_none());
    assert_eq!(without("AnnexeFinanciere").realised.totals(), []);
    let told: Vec<String> = without("Formations").missing.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["le fichier fluxIAE_Formations manque\u{a0}; reste inconnu\u{a0}: les formations"]);
}

#[test]
fn the_same_view_twice_is_refused() {
    let delivered = Delivered::of(small());
    let copy = delivered.folder.path().join("fluxIAE_Salarie_copie.csv");
    fs::copy(delivered.file("Salarie"), &copy).expect("a copy");
    let files: Vec<PathBuf> = delivered.files.iter().cloned().chain([copy]).collect();
    let problem = read_delivery(&files, Date::constant(2026, 11, 20), &mut |_, _| {}).expect_err("twice");
    assert_eq!(problem.file, "fluxIAE_Salarie_copie.csv");
    assert!(problem.to_string().contains("Salarie"), "{problem}");
}

#[test]
fn the_same_seed_invents_the_same_months() {
    let (first, second) = (Delivered::of(small()), Delivered::of(small()));
    for (one, other) in first.files.iter().zip(&second.files) {
        assert_eq!(fs::read(one).expect("bytes"), fs::read(other).expect("bytes"), "{}", one.display());
    }
}
