//! `/pilotage/donnees`: who reads it, what it counts, how it is sorted, filtered and taken away.

use std::io::{Cursor, Read};

use domain::usecase::tally_dossiers;

use crate::{
    client::{Answer, Person, Service, encoded, run},
    story::{filled, opened},
};

pub const PAGE: &str = "/pilotage/donnees";
const ISLANDS: &str = "local.d29.iles";
const PHONE: &str = "structure.telephone";

/// A page without the marks of its library, its no-break spaces as spaces.
pub fn plain(page: &str) -> String {
    page.replace("<!>", "").replace(['\u{a0}', '\u{202f}'], " ")
}

async fn contests(person: &Person<'_>, dossier: &str, why: &str) {
    let form = encoded(&[("acte", "contester"), ("champ", PHONE), ("source", "asp"), ("motif", why)]);
    assert_eq!(person.post(&format!("{dossier}/donnees"), &form).await.status, 303);
}

/// Sends a dossier of the demonstration's structure, its phone corrected and contested, and counts it.
async fn counted(service: &Service) -> String {
    let person = service.log_in("compte=administratrice").await;
    let dossier = opened(&person, "ACI").await;
    filled(&person, &dossier).await;
    let phone = encoded(&[(PHONE, "02 98 11 22 33"), ("action", "confirmer")]);
    assert_eq!(person.post(&format!("{dossier}/etapes/coordonnees"), &phone).await.status, 303);
    contests(&person, &dossier, "=Ligne coupée en 2024; voir l’annuaire.").await;
    let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1);
    assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 0, "once");
    dossier
}

/// The line of a datum in the page.
pub fn line<'a>(page: &'a str, key: &str) -> &'a str {
    let start = page.find(&format!(">{key}</span>")).unwrap_or_else(|| panic!("{key} has no line"));
    let rest = &page[start..];
    &rest[..rest.find("</tr>").expect("a whole line")]
}

/// What the page says first: how many data another administration gives, of how many, those that are taken over, those
/// that nothing gives; after the sentence that it was read in.
pub fn headline(page: &str) -> (String, [usize; 4]) {
    let start = page.find("<ul><li><strong>").expect("a summary");
    let text = &page[start..start + page[start..].find("</ul>").expect("its end")];
    let words = text.replace("<strong>", " ").replace("</strong>", " ");
    let number = |word: &str| word.parse::<usize>().ok();
    let numbers: Vec<usize> = words.split_whitespace().filter_map(number).collect();
    let [elsewhere, all, _, within, without, ..] = numbers[..] else { panic!("{numbers:?}: {text}") };
    (text.to_owned(), [elsewhere, all, within, without])
}

/// The keys of the lines, from the top.
pub fn keys(page: &str) -> Vec<&str> {
    let heads = page.split("<th role=\"rowheader\" scope=\"row\">").skip(1);
    let key = |head: &'_ str| -> Option<(usize, usize)> {
        let start = head.find("fr-hint-text\">")? + "fr-hint-text\">".len();
        Some((start, start + head[start..].find('<')?))
    };
    heads
        .filter_map(|head| key(head).map(|(start, end)| &head[start..end]))
        .filter(|key| key.contains('.'))
        .collect()
}

#[test]
fn the_services_and_the_ministry_read_it_and_nobody_else() {
    run(async {
        let service = Service::start().await;
        let pages = ["", ".csv", ".xlsx", "/definitions.csv", "/contestations", "/contestations.csv"];
        for (account, status) in [
            ("compte=dgefp", 200),
            ("compte=ddets", 200),
            ("compte=dreets", 200),
            ("compte=administratrice", 403),
            ("compte=collegue", 403),
            ("compte=assistance", 403),
        ] {
            let person = service.log_in(account).await;
            for end in pages {
                assert_eq!(person.get(&format!("{PAGE}{end}")).await.status, status, "{account} {end}");
            }
            let home = person.get("/").await.body;
            assert_eq!(home.contains("href=\"/pilotage/donnees\""), status == 200, "{account}");
        }
        for end in pages {
            assert_eq!(service.get(&format!("{PAGE}{end}")).await.status, 401, "{end}");
        }
    });
}

#[test]
fn before_any_dossier_the_sources_are_told_and_no_figure_is_made_up() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=dgefp").await;
        let page = plain(&person.get(PAGE).await.body);
        assert!(page.contains("Aucun dossier n’est encore transmis"), "it says why");
        let (share, rest) = headline(&page);
        let [elsewhere, all, within, without] = rest;
        assert_eq!(elsewhere + within + without, all, "each datum is counted once");
        assert!(page.contains(&format!("soit {} %", (100 * elsewhere + all / 2) / all)), "{share}");
        let other = person.get(&format!("{PAGE}?source=autre&portee=nationales")).await.body;
        assert_eq!(keys(&other).len(), elsewhere, "those that the filter lists");
        assert!(!keys(&other).contains(&"demande.debut"), "the calendar is nobody else's");
        let siret = line(&page, "structure.siret");
        assert!(siret.contains("ASP, vue fluxIAE_Structure") && siret.contains("structure_siret_actualise"));
        assert!(siret.contains("16/11/2026"), "the day of the delivery in store: {siret}");
        assert_eq!(siret.matches("sans objet").count(), 7, "{siret}");
        assert!(line(&page, "structure.siret_explication").contains("Sans source"));
        assert!(line(&page, "finance.resultat").contains("API Entreprise, sous habilitation"), "who could");
        assert!(line(&page, "etp.montant").contains("Calculée par le formulaire"));
        let contests = plain(&person.get(&format!("{PAGE}/contestations")).await.body);
        assert!(contests.contains("Aucune donnée n’est contestée") && !contests.contains("<table"));
    });
}

#[test]
fn each_source_tells_the_day_of_what_is_there_and_the_day_of_what_was_read() {
    run(async {
        let service = Service::start().await;
        let ministry = service.log_in("compte=dgefp").await;
        let supply = |page: &str, name: &str| {
            let start = page.find(&format!("scope=\"row\">{name}</th>")).expect("its line");
            let rest = &page[start..];
            let row = rest[..rest.find("</tr>").expect("a whole line")].to_owned();
            let cell = |label: &str| {
                let after = row.split(&format!("data-label=\"{label}\"")).nth(1).expect("a cell");
                let text = after.split('>').nth(1).expect("its text");
                text.split('<').next().unwrap_or_default().to_owned()
            };
            [cell("En base au"), cell("Lues au")]
        };
        let (asp, previous) = ("ASP, vue fluxIAE_Structure", "Dossiers précédents de la structure");
        let sister = "Autres dossiers de la structure, même année";
        let page = async || plain(&ministry.get(PAGE).await.body);
        let before = page().await;
        assert_eq!(supply(&before, asp), ["16/11/2026", "–"]);
        assert_eq!(supply(&before, previous), ["aucun dossier", "–"]);
        assert_eq!(supply(&before, sister), ["sans objet", "–"]);
        assert_eq!(supply(&before, "Répertoire Sirene de l’Insee"), ["aucune réponse", "–"]);
        server::demo::last_year::seed(&service.services).await.expect("last year's dossier");
        assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1, "that of last year");
        assert_eq!(supply(&page().await, previous), ["01/12/2025", "–"], "sent, and read by nobody yet");
        counted(&service).await;
        let after = page().await;
        assert_eq!(supply(&after, asp), ["16/11/2026", "16/11/2026"]);
        assert_eq!(supply(&after, previous), ["01/12/2025", "–"], "its structure has no earlier one");
        let of_last_year = plain(&ministry.get(&format!("{PAGE}?campagne=2026")).await.body);
        assert_eq!(supply(&of_last_year, asp), ["16/11/2026", "17/11/2025"], "read as it was then");
        let projet = line(&after, "projet.besoins");
        assert!(projet.contains("01/12/2025"), "what last year's dossier alone gives: {projet}");
        let bytes = ministry.bytes(&format!("{PAGE}.xlsx")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        let mut texts = String::new();
        archive.by_name("xl/sharedStrings.xml").expect("a part").read_to_string(&mut texts).expect("text");
        assert!(texts.contains("Lues au") && texts.contains("Cadence"));
    });
}

#[test]
fn a_dossier_sent_is_counted_and_a_draft_is_not() {
    run(async {
        let service = Service::start().await;
        let dossier = counted(&service).await;
        let draft = service.log_in("compte=administratrice").await;
        opened(&draft, "EI").await;
        assert_eq!(
            tally_dossiers(&service.services).await.expect("counted"),
            0,
            "a draft is nobody's business"
        );
        let ministry = service.log_in("compte=dgefp").await;
        let page = plain(&ministry.get(PAGE).await.body);
        assert!(page.contains("sur 1 dossier transmis"), "{page}");
        let phone = line(&page, PHONE);
        for (label, said) in [
            ("Couverture", "100 % (1 sur 1)"),
            ("Gardées", "0 % (0 sur 1)"),
            ("Corrigées", "100 % (1 sur 1)"),
            ("Non reprises", "0 % (0 sur 1)"),
            ("Saisies", "0 % (0 sur 1)"),
            ("Contestées", "100 % (1 sur 1)"),
        ] {
            assert!(
                phone.contains(&format!("data-label=\"{label}\" class=\"fr-cell--right\">{said}")),
                "{label}: {phone}"
            );
        }
        assert!(
            line(&page, "structure.siret")
                .contains("data-label=\"Gardées\" class=\"fr-cell--right\">100 % (1 sur 1)")
        );
        let typed = line(&page, "structure.courriel");
        assert!(typed.contains("data-label=\"Saisies\" class=\"fr-cell--right\">100 % (1 sur 1)"), "{typed}");
        assert!(typed.contains("data-label=\"Gardées\" class=\"fr-cell--right\">sans objet"), "{typed}");
        // Those of another département have other dossiers.
        let calvados = service.log_in("compte=departement&departement=14").await;
        let page = plain(&calvados.get(PAGE).await.body);
        assert!(page.contains("Calvados") && page.contains("Aucun dossier n’est encore transmis"));
        let list = plain(&calvados.get(&format!("{PAGE}/contestations")).await.body);
        assert!(!list.contains("Ligne coupée"), "nor what they say");
        let finistere = service.log_in("compte=ddets").await;
        let list = plain(&finistere.get(&format!("{PAGE}/contestations")).await.body);
        for said in [
            "Ligne coupée en 2024",
            "structure_adresse_admin_telephone",
            "02 98 11 22 33",
            "IAE-2027-29-ACI-",
        ] {
            assert!(list.contains(said), "{said}: {list}");
        }
        let review = dossier.replace("/dossiers", "/instruction/dossiers");
        assert!(list.contains(&format!("href=\"{review}\"")), "the dossier is one click away");
        assert!(!list.contains("Alix Robert"), "who said it is not told");
        let other = ministry.get(&format!("{PAGE}/contestations?source=insee")).await.body;
        assert!(!other.contains("Ligne coupée"), "of another producer");
        let before = plain(&ministry.get(&format!("{PAGE}?campagne=2026")).await.body);
        assert!(before.contains("Campagne 2026") && before.contains("Aucun dossier"), "another campaign");
    });
}

#[test]
fn it_is_sorted_filtered_and_searched_by_its_address() {
    run(async {
        let service = Service::start().await;
        counted(&service).await;
        let person = service.log_in("compte=dgefp").await;
        let page = async |query: &str| person.get(&format!("{PAGE}{query}")).await.body;
        let all = page("").await;
        assert!(keys(&all).len() > 200, "{}", keys(&all).len());
        assert_eq!(
            keys(&page("?formulaire=autre&annee=2026").await),
            keys(&all),
            "what is not understood asks nothing"
        );
        assert_eq!(keys(&all)[0], "demande.nature", "in the order of the form");
        assert_eq!(all.matches("aria-sort").count(), 0);
        let sorted = page("?tri=contestees&ordre=decroissant").await;
        assert_eq!(keys(&sorted)[0], PHONE);
        assert_eq!(sorted.matches("aria-sort=\"descending\"").count(), 1);
        assert!(sorted.contains("tri=contestees&amp;ordre=croissant#inventaire"), "the other way is a link");
        let step = page("?etape=coordonnees").await;
        assert_eq!(keys(&step).len(), 12, "{:?}", keys(&step));
        assert!(page("?etape=coordonnees").await.contains("<option value=\"coordonnees\" selected"));
        let found = page("?mot=t%C3%A9l%C3%A9phone+structure").await;
        assert!(keys(&found).contains(&PHONE), "{:?}", keys(&found));
        let without = page("?source=sans&etape=budget").await;
        assert!(without.contains("Sans source") && keys(&without).len() < 6, "{:?}", keys(&without));
        let marche = page("?source=emplois_reserve").await;
        assert!(keys(&marche).contains(&"structure.courriel") && !keys(&marche).contains(&"etp.demandes"));
        let none = page("?mot=introuvable").await;
        assert!(none.contains("Aucune donnée ne répond à cette demande") && keys(&none).is_empty());
        let odd = person.get(&format!("{PAGE}?tri=%3Cscript%3E&mot=%22%3E%3Cscript%3E&campagne=abc")).await;
        assert_eq!(odd.status, 200);
        assert!(!odd.body.contains("\"><script>"), "what was asked is written as text");
    });
}

#[test]
fn the_questions_of_a_departement_are_there_for_it_and_for_the_ministry() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        let islands = encoded(&[(ISLANDS, "oui"), ("local.d29.iles_jours", "24"), ("action", "confirmer")]);
        assert_eq!(person.post(&format!("{dossier}/etapes/departement-29"), &islands).await.status, 303);
        assert_eq!(person.post(&format!("{dossier}/transmettre"), "certification=oui").await.status, 303);
        assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1);
        for (account, there) in
            [("compte=dgefp", true), ("compte=ddets", true), ("compte=departement&departement=14", false)]
        {
            let reader = service.log_in(account).await;
            let page = plain(&reader.get(PAGE).await.body);
            assert_eq!(keys(&page).contains(&ISLANDS), there, "{account}");
            assert_eq!(page.contains("Question locale, Finistère (29)"), there, "{account}");
            assert_eq!(page.contains("3 questions locales"), there, "{account}");
            assert_eq!(page.contains("name=\"portee\""), there, "{account}");
            let file = reader.get(&format!("{PAGE}.csv?portee=locales")).await.body;
            let rows: Vec<&str> = file.lines().skip(1).filter(|row| !row.is_empty()).collect();
            assert_eq!(rows.len(), if there { 3 } else { 0 }, "{account}: {file}");
            assert_eq!(file.contains(&format!(";{ISLANDS};29 Finistère;")), there, "{account}: {file}");
        }
        let ministry = service.log_in("compte=dgefp").await;
        let page = plain(&ministry.get(&format!("{PAGE}?portee=locales")).await.body);
        assert_eq!(keys(&page), [ISLANDS, "local.d29.iles_jours", "local.d29.iles_logement"]);
        let typed = "data-label=\"Saisies\" class=\"fr-cell--right\">100 % (1 sur 1)";
        assert!(line(&page, ISLANDS).contains(typed) && line(&page, "local.d29.iles_jours").contains(typed));
        let national = plain(&ministry.get(&format!("{PAGE}?portee=nationales")).await.body);
        assert!(!keys(&national).contains(&ISLANDS) && keys(&national).len() > 200);
        let bytes = ministry.bytes(&format!("{PAGE}.xlsx?portee=locales")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        let mut texts = String::new();
        archive.by_name("xl/sharedStrings.xml").expect("a part").read_to_string(&mut texts).expect("text");
        assert!(texts.contains(ISLANDS) && texts.contains("29 Finistère") && !texts.contains("etp.demandes"));
    });
}

pub fn is_file(answer: &Answer, kind: &str, name: &str) {
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], kind);
    assert_eq!(answer.headers["content-disposition"], format!("attachment; filename=\"{name}\""));
}

#[test]
fn it_is_taken_away_as_csv() {
    run(async {
        let service = Service::start().await;
        counted(&service).await;
        let person = service.log_in("compte=dgefp").await;
        let file = person.get(&format!("{PAGE}.csv?etape=coordonnees")).await;
        is_file(&file, "text/csv; charset=utf-8", "inventaire-donnees-2027.csv");
        let text = file.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("Étape;Donnée;Clé;"), "{}", lines[0]);
        let phone = lines.iter().find(|line| line.contains(PHONE)).expect("its line");
        assert!(phone.ends_with(";1;1;100,0;1;0;0,0;1;100,0;0;0,0;1;100,0;0;0,0"), "{phone}");
        assert!(text.contains(";0;sans objet;"), "a share over nothing");
        assert!(lines[0].contains(";Nature;Autre source;Sources et champs;"), "{}", lines[0]);
        assert!(phone.contains(";préremplie;Oui;"), "{phone}");
        let all = person.get(&format!("{PAGE}.csv")).await.body;
        let row =
            |key: &str| all.split("\r\n").find(|row| row.contains(&format!(";{key};"))).expect("its line");
        assert!(row("demande.motif_modif").contains(";sans source;Non;;Seule la structure la connaît.;"));
        assert!(row("demande.debut").contains(";préremplie;Non;"), "the calendar is no other source");
        assert!(row("etp.montant").contains(";calculée par le formulaire;;;;"), "{}", row("etp.montant"));
        let definitions = person.get(&format!("{PAGE}/definitions.csv")).await.body;
        assert!(
            definitions.contains("Gardées;")
                && definitions.contains("Dossiers comptés dans ce fichier;1 sur 1")
        );
        let file = person.get(&format!("{PAGE}/contestations.csv?source=asp")).await;
        is_file(&file, "text/csv; charset=utf-8", "contestations-asp-2027.csv");
        assert!(file.body.starts_with("\u{feff}SIRET;Structure;Type;Donnée;"), "{}", file.body);
        let row = file.body.split("\r\n").nth(1).expect("one line");
        assert!(row.contains(";structure_adresse_admin_telephone;"), "{row}");
        assert!(row.contains("\"'=Ligne coupée en 2024; voir l’annuaire.\""), "no formula: {row}");
        assert!(!file.body.contains("Alix Robert"), "who said it is not told");
        let none = person.get(&format!("{PAGE}/contestations.csv?source=insee")).await.body;
        assert_eq!(none.trim_end().split("\r\n").count(), 1, "its headings alone");
    });
}

#[test]
fn it_is_taken_away_as_a_workbook() {
    run(async {
        let service = Service::start().await;
        counted(&service).await;
        let person = service.log_in("compte=dgefp").await;
        let bytes = person.bytes(&format!("{PAGE}.xlsx?etape=coordonnees")).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        let mut part = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
            text
        };
        let names = part("xl/workbook.xml");
        for name in ["Inventaire", "Champs par source", "Sources", "Définitions"] {
            assert!(names.contains(&format!("name=\"{name}\"")), "{names}");
        }
        let texts = part("xl/sharedStrings.xml");
        assert!(texts.contains(PHONE) && texts.contains("Valeurs venues") && !texts.contains("etp.demandes"));
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>"), "no formula");
        assert!(sheet.contains("<v>100</v>"), "rates are numbers");
    });
}

#[test]
fn a_page_takes_few_statements_however_many_the_dossiers() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=dgefp").await;
        let takes = async |path: &str| {
            service.statements();
            assert_eq!(person.get(path).await.status, 200);
            service.statements()
        };
        let before = takes(PAGE).await;
        counted(&service).await;
        let first = takes(PAGE).await;
        assert_eq!(first, before + 1, "what was counted since is read once");
        let after = takes(PAGE).await;
        assert_eq!(before, after);
        assert!((4..=11).contains(&after), "{after}");
        let contests = takes(&format!("{PAGE}/contestations")).await;
        assert!((3..=12).contains(&contests), "{contests}");
    });
}
