//! Figures that others have added up: ASP's workbook, DGEFP's file, pilotage's tables.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use domain::asp::realised::{Obstacle, Realised, Source, Totals};
use form::{Date, Decimal};

use crate::delivered::{Delivered, read, small};

/// Writes a workbook of one sheet: texts, and numbers where a cell is one.
pub fn workbook(file: &Path, rows: &[Vec<String>]) {
    let mut zip = zip::ZipWriter::new(File::create(file).expect("a writable folder"));
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |text: &String| {
        if text.is_empty() {
            "<c/>".to_owned()
        } else if text.parse::<f64>().is_ok() && text.len() < 12 {
            format!("<c><v>{text}</v></c>")
        } else {
            format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text))
        }
    };
    let row = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let sheet: String = rows.iter().map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                 spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\
                 \"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Données\" sheetId=\"1\" \
                 r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new entry");
        zip.write_all(text.as_bytes()).expect("a writable folder");
    }
    zip.finish().expect("a writable folder");
}

const TOTAL: &str =
    "2 - Nombre total des salariés en insertion ayant travaillé dans l'année au moins une heure";
const SUPERVISION: &str = "0 - Salariés permanents en charge de l'encadrement technique des salariés en insertion - \
     Nombre d'ETP réalisés au cours de la période conventionnée  ";
const PROVIDERS: &str = "0 - Prestataires externes en charge de l'encadrement technique et de l'accompagnement \
     socioprofessionnel - Nombre d'ETP réalisés au cours de la période conventionnée";

/// A workbook as ASP writes its headers, with these rows.
pub fn data_on(file: &Path, rows: &[[&str; 12]]) {
    let header = [
        "Année",
        "Mesure",
        "0 - SIRET  ",
        "0 - Numéro de l'annexe / avenant",
        TOTAL,
        "2 - Dont femmes ",
        "2 - Dont jeunes de moins de 26 ans :",
        "4 - Total des sorties examinées AI ETTI EITI",
        "5 - Total des sorties dans l'emploi durable",
        "6 - Total des sorties dans l'emploi de transition",
        "7 - Total des sorties positives",
        SUPERVISION,
    ];
    let texts = |row: &[&str; 12]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut all = vec![texts(&header)];
    all[0].push(PROVIDERS.to_owned());
    all.extend(rows.iter().map(|row| {
        let mut row = texts(row);
        row.push("0.8".to_owned());
        row
    }));
    workbook(file, &all);
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn one(realised: &Realised) -> &Totals {
    let [totals] = realised.totals() else { panic!("one row: {:?}", realised.totals().len()) };
    totals
}

#[test]
fn the_workbook_of_asp_is_read() {
    let folder = folder();
    let file = folder.path().join("DataON_2025.xlsx");
    data_on(
        &file,
        &[
            [
                "2025",
                "ACI_DC",
                "26290411300061",
                "ACI 029 23 0007 A2 M0",
                "42",
                "19",
                "7",
                "20",
                "5",
                "4",
                "3",
                "2.35",
            ],
            ["2025", "ACI_DC", "26290411300061", "illisible", "42", "19", "7", "20", "5", "4", "3", "2.35"],
            ["2025", "ACI_DC", "26290411300061", "ACI029230008", "beaucoup", "", "", "", "", "", "", ""],
        ],
    );
    let (reading, aside) = read(&[file]);
    let totals = one(&reading.realised);
    assert_eq!(totals.source, Source::DataOn);
    assert_eq!((totals.key.number.as_deref(), totals.year), (Some("ACI029230007"), 2025));
    let people = totals.people.as_ref().expect("people");
    assert_eq!((people.total, people.women, people.under_26), (Some(42), Some(19), Some(7)));
    assert_eq!(people.men, None, "a column that is not there is unknown");
    let exits = totals.exits.as_ref().expect("exits");
    assert_eq!((exits.examined, exits.dynamic(), exits.other), (Some(20), 12, Some(8)));
    assert_eq!(exits.rate(exits.dynamic()).expect("exits").to_string(), "60");
    let staff = totals.staff.as_ref().expect("staff");
    assert_eq!(
        staff.supervision.etp.map(|etp| etp.to_string()).as_deref(),
        Some("2.35"),
        "exact, though a float"
    );
    assert_eq!(staff.providers.etp.map(|etp| etp.to_string()).as_deref(), Some("0.8"));
    assert_eq!(aside.len(), 2, "{aside:?}");
    assert!(aside[0].contains(":3: 0 - Numéro"), "{aside:?}");
    assert!(aside[1].contains(":4: 2 - Nombre total"), "{aside:?}");
    assert_eq!(reading.missing, [], "no monthly view was given, none lacks");
}

#[test]
fn a_workbook_that_is_none_is_refused() {
    let folder = folder();
    let file = folder.path().join("DataON_2025.xlsx");
    fs::write(&file, "rien").expect("a writable folder");
    let problem = sources::asp::read_delivery(&[file], Date::constant(2026, 11, 20), &mut |_, _| {});
    assert!(problem.expect_err("no workbook").to_string().contains("classeur"));
}

#[test]
fn the_follow_up_of_dgefp_is_read_in_its_own_letters() {
    let folder = folder();
    let file = folder.path().join("iae_v1_0_suivi_hebdomadaire_20261116.csv");
    let text = "SIRET actualisé;Num Annexe;Année d'analyse;Type Aide;Financeur;ETP conventionnés;ETP déclarés;\
                Montant conventionné;ETP réalisé plafonné au max des ETP conv;\
                Réalisation en ETP en deçà ou au-delà du conventionnement\n\
                26290411300061;ACI029230007;2026;Aide au poste;État;8,00;6,50;191 368,00;6,50;-1,50\n\
                26290411300061;ACI029230007;2026;Aide au poste;CD FINISTERE;2,00;1,25;47842,00;1,25;-0,75\n\
                26290411300061;ACI029230007;2026;Modulation;État;0,00;9,00;12,00;9,00;9,00\n\
                26290411300061;ACI029230008;2026;Aide au poste;État;8,00;huit;;;\n";
    let latin: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("latin-1")).collect();
    fs::write(&file, latin).expect("a writable folder");
    let (reading, aside) = read(&[file]);
    let totals = one(&reading.realised);
    assert_eq!((totals.source, totals.as_of), (Source::Pop, Date::constant(2026, 11, 16)));
    let etp = totals.work.as_ref().expect("work").etp();
    assert_eq!(etp.map(|etp| etp.to_string()).as_deref(), Some("7.75"), "both payers together");
    let agreed = totals.agreed.expect("what was agreed");
    let numbers = [agreed.etp, agreed.amount, agreed.worked_at_most, agreed.gap];
    let numbers =
        numbers.map(|number| number.map(|number| number.normalize().to_string()).unwrap_or_default());
    assert_eq!(numbers, ["10", "239210", "7.75", "-2.25"], "both payers together, and no other aid");
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(aside[0].contains(":5: ETP déclarés"), "{aside:?}");
}

/// The tables of pilotage, for one annexe.
fn pilotage(folder: &Path) -> Vec<PathBuf> {
    let tables = [
        (
            "suivi_realisation_convention_par_structure",
            "id_annexe_financiere,af_numero_annexe_financiere,emi_esm_etat_code,annee_af,type_structure,\
             siret_structure,somme_etp_realises_annuel\n\
             2210,ACI029230007,VALIDE,2026.0,ACI Droit commun,5520030700019,5.5\n\
             2210,ACI029230007,SAISI,2026.0,ACI Droit commun,5520030700019,2.5e-1\n",
        ),
        (
            "suivi_realisation_convention_mensuelle",
            "id_annexe_financiere,af_numero_annexe_financiere,annee_af,type_structure,emi_esm_etat_code,date_saisie,\
             saisie_effectuee,nombre_heures_travaillees\n\
             2210,ACI029230007,2026.0,ACI Droit commun,VALIDE,2026-01-01,Oui,700.25\n\
             2210,ACI029230007,2026.0,ACI Droit commun,SAISI,2026-02-01T00:00:00,Oui,650\n\
             2210,ACI029230007,2026.0,ACI Droit commun,,,Non,0\n",
        ),
        (
            "beneficiaires_sorties",
            "af_numero_annexe_financiere,emi_sme_annee,structure_denomination,nombre_de_beneficiaires,dont_femmes,\
             total_sorties\n\
             ACI029230007,2026.0,\"LES JARDINS, DE L'ODET\",31,12,\n",
        ),
        (
            "accompagnement_freins",
            "acc_afi_id,af_numero_annexe_financiere,annee_af,type_frein,acc_nb_sal_conc,acc_nb_sal_int,\
             acc_nb_sal_ext,acc_nb_sal_int_ext\n\
             2210,ACI029230007,2026.0,mobilite,5,2,1,1\n\
             2210,ACI029230007,2026.0,vent,5,2,1,1\n",
        ),
        (
            "accompagnement_pro",
            "acc_afi_id,af_numero_annexe_financiere,annee_af,type_acc_pro,acc_nb_sal_int,acc_nb_sal_ext,\
             acc_nb_sal_int_ext\n\
             2210,ACI029230007,2026.0,benef_projet_pro,7,2,0\n",
        ),
        (
            "suivi_etp_conventionnes_v2",
            "id_annexe_financiere,af_numero_annexe_financiere,type_structure,af_date_debut_effet_v2,\
             effectif_mensuel_conventionné,effectif_annuel_conventionné,af_mt_cofinance\n\
             2210,ACI029230007,ACI Droit commun,2026-01-01,9.0,6.75,0\n\
             2211,ACI029230008,ACI Droit commun,,9.0,6.75,0\n",
        ),
        ("formations", "identifiant_salarie,formation\n12,Savoirs de base\n"),
    ];
    let write = |(name, text): (&str, &str)| {
        let file = folder.join(format!("{name}.csv"));
        fs::write(&file, text).expect("a writable folder");
        file
    };
    tables.into_iter().map(write).collect()
}

#[test]
fn the_tables_of_pilotage_are_put_together() {
    let folder = folder();
    let files = pilotage(folder.path());
    let (reading, aside) = read(&files);
    let told = |test: fn(&Totals) -> bool| {
        let found: Vec<&Totals> = reading.realised.totals().iter().filter(|totals| test(totals)).collect();
        let [one] = found.as_slice() else { panic!("one row") };
        *one
    };
    let totals = told(|totals| totals.key.id == Some(2210) && totals.work.is_some());
    assert_eq!((totals.source, totals.year), (Source::Pilotage, 2026));
    assert_eq!(
        totals.siret.as_ref().map(domain::Siret::as_str),
        Some("05520030700019"),
        "its zero is put back"
    );
    let work = totals.work.as_ref().expect("work");
    assert_eq!(work.etp().map(|etp| etp.to_string()).as_deref(), Some("5.75"), "a row a state adds up");
    assert_eq!(work.hours, Some("1350.25".parse().expect("a decimal")));
    let months: Vec<_> = work.months.iter().map(|month| (month.month, month.valid)).collect();
    assert_eq!(months, [(1, true), (2, false)]);
    let people = told(|totals| totals.people.is_some());
    assert_eq!(people.people.as_ref().and_then(|people| people.women), Some(12));
    assert!(people.exits.is_none(), "blank totals are no exits");
    let obstacles = told(|totals| totals.obstacles.is_some()).obstacles.as_ref().expect("obstacles");
    assert_eq!(obstacles[&Obstacle::Mobility].helped(), 4);
    let supports = told(|totals| totals.supports.is_some()).supports.expect("supports");
    assert_eq!((supports.project.inside, supports.project.helped(), supports.job_search.helped()), (7, 9, 0));
    let agreed = told(|totals| totals.agreed.is_some()).agreed.expect("what was agreed");
    assert_eq!(
        agreed.etp.map(|etp| etp.to_string()).as_deref(),
        Some("6.75"),
        "over the months of the annexe"
    );
    assert_eq!(reading.unused, ["formations.csv"], "one row a person: its sums are in the monthly views");
    assert_eq!(aside.len(), 2, "{aside:?}");
    assert!(aside[0].contains("type_frein"), "{aside:?}");
    assert!(aside[1].contains("af_date_debut_effet_v2: n'est pas une date"), "{aside:?}");
    let mut twice = reading.realised.clone();
    twice.take(read(&files).0.realised.totals().to_vec());
    assert_eq!(twice, reading.realised, "read again, they say the same");
}

#[test]
fn each_source_tells_its_own_and_the_extraction_of_asp_the_closed_years() {
    let delivered = Delivered::of(small());
    let (flux, _) = delivered.read();
    let structures = crate::proposals::structures(&delivered);
    let annexes: Vec<_> = structures[0].annexes.iter().filter(|annexe| annexe.state.speaks()).collect();
    let of_year = |year| *annexes.iter().find(|annexe| annexe.start.year() == year).expect("an annexe");
    let (closed, running) = (of_year(2025), of_year(2026));
    let file = delivered.folder.path().join("DataON_2025.xlsx");
    let row = |year, number| [year, "ACI_DC", "", number, "999", "1", "1", "100", "5", "4", "3", "2.35"];
    data_on(&file, &[row("2025", closed.number.prefix()), row("2026", running.number.prefix())]);
    let mut realised = flux.realised;
    realised.take(read(&[file]).0.realised.totals().to_vec());
    let today = Date::constant(2026, 11, 20);
    let [yearly, monthly] = [Source::DataOn, Source::Flux].map(|source| realised.of_source(source, today));
    assert_eq!(yearly.people(closed, 2025).expect("people").what.total, Some(999));
    assert!(yearly.exits(closed, 2025).is_some() && yearly.staff(closed, 2025).is_some());
    assert!(yearly.work(closed, 2025).is_none(), "each tells what its own files hold");
    assert_eq!(yearly.as_of(), yearly.people(closed, 2025).map(|told| told.by.as_of));
    assert!(monthly.work(closed, 2025).expect("work").what.etp() > Some(Decimal::ONE));
    assert!(monthly.people(closed, 2025).expect("people").what.total < Some(999));
    assert!(monthly.staff(closed, 2025).is_none());
    assert!(yearly.people(running, 2026).is_none(), "an extraction of a year that runs tells nothing of it");
    assert!(monthly.people(running, 2026).is_some());
    let later = realised.of_source(Source::DataOn, Date::constant(2027, 1, 2));
    assert_eq!(later.people(running, 2026).expect("people").what.total, Some(999));
    assert_eq!(realised.of_source(Source::Pop, today).as_of(), None, "who told nothing has no day");
}
