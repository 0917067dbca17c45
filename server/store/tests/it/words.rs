//! Stories of the words of the queue: those of who asks, and those of the texts that were sent.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    Departement, Kind,
    access::{Reader, ReviewScope},
    dossier::{Body, DossierId, Event, Origin, Reference, procedure::Reason, talk::Subject},
    ports::Dossiers,
    queue::{Asked, Search, Tab},
};
use form::{Answers, Parameters, Value};
use store::Store;

use crate::{
    database::Database,
    queue::{add, numbers},
    sample::{id, opened, path, reader},
};

/// A dossier: number, name, kind, départements, texts of its version.
type Row<'a> = (i64, &'a str, Kind, &'a [&'a str], &'a [(&'a str, &'a str)]);

const ROWS: [Row<'static>; 5] = [
    (
        1,
        "LES JARDINS DE L’ODET",
        Kind::Aci,
        &["29", "56"],
        &[
            ("structure.siret", "44306184100047"),
            ("structure.adresse.commune", "Quimperlé"),
            (
                "projet.texte",
                "Un chantier d’espaces verts, sur les rives de l'Odet.\nRemise à 100 % en état.",
            ),
            ("publics[a].besoins", "Des personnes éloignées de l’emploi : main-d’œuvre à former"),
        ],
    ),
    (
        2,
        "ATELIERS DU PORT",
        Kind::Ei,
        &["29"],
        &[("projet.texte", "Espaces de vente, légumes verts AND fruits NEAR(quai)")],
    ),
    (
        3,
        "TOILES D’AULNE",
        Kind::Aci,
        &["14"],
        &[("projet.texte", "Un chantier d’espaces verts et le secret du Calvados")],
    ),
    (
        4,
        "VELO 7K3M9Q",
        Kind::Ai,
        &["29"],
        &[("projet.texte", "<b>Chantiers</b> navals 1e5 0x1f 12abc a1b2 m² 3,14")],
    ),
    (5, "BROUILLON DU CHANTIER", Kind::Aci, &["29"], &[("projet.texte", "Un chantier jamais transmis")]),
];

/// What an agent of the Finistère types, and the dossiers that are found.
const FOUND: &[(&str, &[u128])] = &[
    // Who asks: name, numbers, commune, kind, reference.
    ("jardins", &[1]),
    ("44306184100047", &[1]),
    ("443 061 841", &[1]),
    ("quimperle", &[1]),
    ("QUIMPERLÉ", &[1]),
    ("iae-2027-29-ei", &[2]),
    ("etti", &[]),
    // What was sent.
    ("chantier", &[1, 4]),
    ("\"chantier\"", &[1]),
    ("espaces verts", &[1, 2]),
    ("verts espaces", &[1, 2]),
    ("\"espaces verts\"", &[1]),
    ("« espaces verts »", &[1]),
    ("\"verts espaces\"", &[]),
    ("\"ESPACES VERTS sur les rives\"", &[1]),
    ("eloignees", &[1]),
    ("éloignées", &[1]),
    ("legume", &[2]),
    ("légu", &[2]),
    ("main-d’œuvre", &[1]),
    ("\"main d'oeuvre\"", &[1]),
    ("d’espaces", &[1, 2]),
    ("d'espaces", &[1, 2]),
    ("l’odet", &[1]),
    ("\"rives de l’Odet\"", &[1]),
    ("chantier -odet", &[4]),
    ("-chantier", &[2]),
    ("chantier type:AI", &[4]),
    ("espaces departement:56", &[1]),
    ("espaces departement:14", &[]),
    ("espaces annee:2027 objet:demande", &[1, 2]),
    ("espaces annee:2026", &[]),
    ("-type:ACI espaces", &[2]),
    // Numbers that a parser might read otherwise.
    ("1e5", &[4]),
    ("0x1f", &[4]),
    ("12ab", &[4]),
    ("a1b2", &[4]),
    ("7k3m", &[4]),
    ("\"3,14\"", &[4]),
    // What the languages of the databases read otherwise.
    ("AND", &[2]),
    ("espaces AND verts", &[2]),
    ("espaces OR chantier", &[]),
    ("NOT", &[]),
    ("NEAR(", &[2]),
    ("NEAR(quai", &[2]),
    ("espaces*", &[1, 2]),
    ("^espaces", &[1, 2]),
    ("\"espaces verts", &[1]),
    ("espaces\"", &[1, 2]),
    ("{espaces}", &[1, 2]),
    ("(espaces", &[1, 2]),
    ("esp\\aces", &[]),
    ("espaces'; DROP", &[]),
    ("espaces|verts", &[1]),
    ("espaces&verts", &[1]),
    ("!espaces", &[1, 2]),
    ("100%", &[1]),
    ("es_aces", &[]),
    ("es%ces", &[]),
    ("<b>", &[4]),
    ("_d29", &[]),
    ("d29", &[]),
    ("kaci", &[]),
    // Another's, a draft's, what is not sent again, what the service wrote.
    ("secret", &[]),
    ("calvados", &[]),
    ("aulne", &[]),
    ("brouillon", &[]),
    ("jamais", &[]),
    ("pepiniere", &[]),
    ("messagerie", &[]),
];

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

async fn send(store: &Store, number: i64, version: u32, texts: &[(&str, &str)]) {
    let found = store.snapshot(id(u128::try_from(number).expect("small"))).await.expect("it reads");
    let opening = found.expect("it is there").opening;
    let dossier = id(u128::try_from(number).expect("small"));
    let reference = Reference::of(dossier, opening.year, &opening.departement, opening.kind);
    let counted: Answers = texts.iter().map(|(key, said)| (path(key), text(said))).collect();
    let parameters = Parameters::default();
    let sent = Body::Submitted { version, reference, counted, parameters, findings: 0 };
    add(store, number, number + i64::from(version), sent).await;
}

/// The dossiers of the table; the fifth is a draft, and the first was changed since it was sent.
async fn filled(store: &Store) {
    for (number, name, kind, departements, texts) in ROWS {
        let mut event: Event = opened(number, departements);
        let Body::Opened(opening) = &mut event.body else { unreachable!("it opens") };
        (opening.structure_name, opening.kind) = (name.to_owned(), kind);
        let dossier = id(u128::try_from(number).expect("small"));
        assert!(store.create(dossier, vec![event]).await.expect("it opens"));
        for (key, said) in texts {
            type_in(store, number, key, said).await;
        }
        if number != 5 {
            send(store, number, 1, texts).await;
        }
    }
    let about = Subject::Question(path("projet.texte"));
    let text = "Corrigez la messagerie".to_owned();
    add(store, 1, 60, Body::CorrectionAsked { about, reason: Reason::Unclear, text }).await;
    type_in(store, 1, "projet.texte", "Une pépinière que personne n’a encore transmise").await;
}

async fn type_in(store: &Store, number: i64, key: &str, said: &str) {
    let set = Body::AnswerSet {
        path: path(key),
        value: Some(text(said)),
        base: 0,
        origin: Origin::Typed,
        deposit: None,
    };
    add(store, number, 1, set).await;
}

fn of(code: &str) -> Reader {
    reader(ReviewScope::Departements(vec![Departement::parse(code).expect("a code")]))
}

fn asked(words: &str) -> Asked {
    Asked { search: Search::read(words), tab: Tab::All, ..Asked::default() }
}

async fn found(store: &Store, reader: &Reader, words: &str) -> Vec<u128> {
    let found = store.queue(reader, &asked(words), 50).await;
    let found = found.unwrap_or_else(|error| panic!("{words}: {}", error.cause()));
    assert!(!found.is_more, "{words}");
    let mut numbers = numbers(&found);
    numbers.sort_unstable();
    numbers
}

pub async fn words_are_found_in_what_was_sent_and_in_who_asks(database: &Database) {
    let store = database.store();
    filled(&store).await;
    let finistere = of("29");
    for (words, expected) in FOUND {
        assert_eq!(found(&store, &finistere, words).await, *expected, "{words}");
    }
    for words in ["%", "\"", "*", "\"*\"", ":", "-", "chantier:", "\"a\"b\"", "🙂", "\u{0}"] {
        store.queue(&finistere, &asked(words), 50).await.unwrap_or_else(|_| panic!("{words}"));
    }
    assert_eq!(found(&store, &of("14"), "espaces").await, [3]);
    assert_eq!(found(&store, &of("56"), "chantier").await, [1], "each département concerned finds it");
    let none = reader(ReviewScope::Departements(Vec::new()));
    assert_eq!(found(&store, &none, "espaces").await, [0; 0]);
    assert_eq!(found(&store, &none, "-espaces").await, [0; 0]);
    assert_eq!(found(&store, &reader(ReviewScope::Everywhere), "espaces").await, [1, 2, 3]);
    assert_eq!(found(&store, &reader(ReviewScope::Everywhere), "-espaces").await, [4]);
}

pub async fn words_take_one_statement_more_and_come_with_their_texts(database: &Database) {
    let store = database.store();
    filled(&store).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    for (words, expected) in [("", 4), ("type:ACI", 4), ("chantier", 5), ("\"espaces verts\" -port etp<9", 5)]
    {
        count.store(0, Ordering::SeqCst);
        counted.queue(&of("29"), &asked(words), 50).await.expect("a queue");
        assert_eq!(count.load(Ordering::SeqCst), expected, "{words}");
    }
    let found = store.queue(&of("29"), &asked("chantier"), 50).await.expect("a queue");
    let mut told: Vec<DossierId> = found.texts.iter().map(|(id, _)| *id).collect();
    told.sort();
    assert_eq!(told, [id(1), id(4)]);
    let (_, texts) = found.texts.iter().find(|(known, _)| *known == id(1)).expect("its texts");
    assert_eq!(texts.trame.key, "essai");
    let project = texts.said.iter().find(|(key, _)| *key == path("projet.texte"));
    assert!(project.is_some_and(|(_, said)| said.starts_with("Un chantier d’espaces verts")), "{texts:?}");
    let without = store.queue(&of("29"), &asked("type:ACI"), 50).await.expect("a queue");
    assert!(without.texts.is_empty(), "no text is read where no word is looked for");
}

pub async fn the_words_are_those_of_the_last_version_and_verified(database: &Database) {
    let store = database.store();
    filled(&store).await;
    let finistere = of("29");
    send(&store, 1, 2, &[("projet.texte", "Une pépinière")]).await;
    for (words, expected) in [("pepiniere", &[1][..]), ("espaces", &[2]), ("odet", &[1]), ("quimperle", &[])]
    {
        assert_eq!(found(&store, &finistere, words).await, expected, "{words}");
    }
    for number in 1..=5 {
        assert!(matches!(store.verify(id(number)).await, Ok(Some(Ok(_)))), "{number}");
    }
    // As a database of before, whose words are not there.
    for statement in
        ["UPDATE searched SET words = 'vole' WHERE number = 1", "DELETE FROM searched WHERE number = 2"]
    {
        database.tamper(statement).await;
    }
    let wrong = Ok(Some(Err("les mots du dossier ne sont pas ceux de ce qui a été transmis".to_owned())));
    for number in [1, 2] {
        assert_eq!(store.verify(id(number)).await.map_err(|_| ()), wrong.clone(), "{number}");
    }
    assert_eq!(found(&store, &finistere, "vole").await, [1], "the index follows whoever writes the row");
    let reopened = rebuilt(database).await;
    for (words, expected) in [("pepiniere", &[1][..]), ("espaces", &[2]), ("chantier", &[4])] {
        assert_eq!(found(&reopened, &finistere, words).await, expected, "{words}");
    }
    for number in 1..=5 {
        assert!(matches!(reopened.verify(id(number)).await, Ok(Some(Ok(_)))), "{number}");
    }
}

/// The database as it was before words had their index, opened by this version.
async fn rebuilt(database: &Database) -> Store {
    if !database.is_shared() {
        database.tamper("DROP TABLE searched_words").await;
        database.tamper("DELETE FROM sqlite_stat1").await;
    }
    for statement in [
        "DROP TABLE searched",
        "DROP INDEX \"idx-listed-dossier\"",
        "DROP INDEX \"idx-listed-part\"",
        "DROP INDEX \"idx-dossier_territory-places\"",
        "CREATE INDEX \"idx-listed-running_from\" ON listed (awaits, running_from, dossier_id)",
        "CREATE INDEX \"idx-listed-submitted_at\" ON listed (awaits, submitted_at, dossier_id)",
        "CREATE INDEX \"idx-listed-since\" ON listed (awaits, since, dossier_id)",
        "CREATE INDEX \"idx-dossier_territory-departement\" ON dossier_territory (departement)",
        "DELETE FROM seaql_migrations WHERE version = 'm0028_searched'",
    ] {
        database.tamper(statement).await;
    }
    database.reopened().await
}
