//! What is typed in the search of the queue, understood or not.

use super::*;

fn one(text: &str) -> Term {
    let search = Search::read(text);
    assert_eq!(search.misread, Vec::<String>::new(), "{text}");
    let [term] = &search.terms[..] else { panic!("{text}: {search:?}") };
    term.clone()
}

#[test]
fn each_key_is_read() {
    let departement = |code| Departement::parse(code).expect("a département");
    let number = |text: &str| text.parse::<Decimal>().expect("a number");
    let words = |text: &str| What::Words(Phrase::of(text).expect("words"));
    for (text, what) in [
        ("chantier", words("chantier")),
        ("Évreux", words("evreux")),
        ("\"Les Jardins  du port\"", words("\"les jardins du port\"")),
        ("« type:ACI »", words("\"type aci\"")),
        ("« type:ACI", words("\"type aci")),
        ("l’aulne", words("aulne")),
        ("NEAR(port", words("near port")),
        ("port*", words("port")),
        ("AND", words("and")),
        ("443 061 841 00047", words("44306184100047")),
        ("443 061 841", words("443061841")),
        ("etat:transmis", What::State(vec![State::Submitted])),
        ("état:Corriger,refusé", What::State(vec![State::ToCorrect, State::Refused])),
        ("etat:nouveau", What::Awaits(vec![Awaits::Reading])),
        ("état:\"à décider\",corrigé", What::Awaits(vec![Awaits::Deciding, Awaits::Checking])),
        ("attend:decider", What::Awaits(vec![Awaits::Deciding])),
        ("type:aci,EI", What::Kind(vec![Kind::Aci, Kind::Ei])),
        ("objet:bilan", What::About(vec![About::Bilan])),
        ("departement:29,2a", What::Departement(vec![departement("29"), departement("2A")])),
        ("annee:2027", What::Year(vec![2027])),
        ("depuis:2026-09-01", What::Since(Date::constant(2026, 9, 1))),
        ("avant:01/12/2026", What::Before(Date::constant(2026, 12, 1))),
        ("etp>10", What::Number(Quantity::Posts, Compare::Above, number("10"))),
        ("etp:10,5", What::Number(Quantity::Posts, Compare::Equal, number("10.5"))),
        ("aide>=\"100 000\"", What::Number(Quantity::Amount, Compare::AtLeast, number("100000"))),
        ("aide>=400 000", What::Number(Quantity::Amount, Compare::AtLeast, number("400000"))),
        ("aide<1 250 000", What::Number(Quantity::Amount, Compare::Below, number("1250000"))),
        ("ecart:oui", What::Differs),
        ("ecart<-20%", What::Number(Quantity::Gap, Compare::Below, number("-20"))),
        ("constat:oui", What::Found),
        ("agent:moi,aucun", What::Agent(vec![Whose::Mine, Whose::Nobody])),
        ("agent:\"Sacha Richard\"", What::Agent(vec![Whose::Named("sacha richard".to_owned())])),
        ("étiquette:\"À revoir\",port", What::Label(vec!["a revoir".to_owned(), "port".to_owned()])),
        ("suivi:oui", What::Followed),
        ("etp > 10", What::Number(Quantity::Posts, Compare::Above, number("10"))),
        ("etp >= 10", What::Number(Quantity::Posts, Compare::AtLeast, number("10"))),
        ("type: ACI", What::Kind(vec![Kind::Aci])),
        ("délai<15", What::Left(Compare::Below, 15)),
        ("delai>=-3", What::Left(Compare::AtLeast, -3)),
        ("etat:\"avis à demander\"", What::Awaits(vec![Awaits::Consulting])),
        ("constat<=2", What::Number(Quantity::Findings, Compare::AtMost, number("2"))),
    ] {
        assert_eq!(one(text), Term { not: false, what }, "{text}");
    }
    assert_eq!(one("-type:AI"), Term { not: true, what: What::Kind(vec![Kind::Ai]) });
}

#[test]
fn what_is_not_understood_is_said_with_what_can_be_and_asks_for_nothing() {
    for (text, said) in [
        ("etpp>10", "n’est pas un critère"),
        ("type:ABC", "ACI, AI, EI, ETTI ou EITI"),
        ("type>ACI", "ACI, AI, EI, ETTI ou EITI"),
        ("etp>dix", "postes demandés. Par exemple\u{a0}: etp>10."),
        ("depuis:hier", "transmis ce jour-là ou après"),
        ("departement:99", "le code d’un département"),
        ("avant:31/02/2026", "transmis avant ce jour"),
        ("etat:", "transmis, corriger"),
        ("agent:", "moi, aucun"),
        ("etiquette:,", "une étiquette du service"),
        ("suivi:non", "les dossiers que vous suivez"),
        ("%", "il faut des lettres ou des chiffres"),
        ("\"*\"", "il faut des lettres ou des chiffres"),
    ] {
        let search = Search::read(&format!("port {text}"));
        assert_eq!(search.terms.len(), 1, "{text}: {search:?}");
        let [misread] = &search.misread[..] else { panic!("{text}: {search:?}") };
        assert!(misread.contains(said), "{misread}");
    }
}

#[test]
fn the_search_of_ones_own_is_told_from_others() {
    for (text, own) in [
        ("agent:moi", true),
        (" Agent:Moi ", true),
        ("-agent:moi", false),
        ("agent:moi,aucun", false),
        ("agent:moi port", false),
        ("agent:moi etp>x", false),
        ("", false),
    ] {
        assert_eq!(Search::read(text).is_own(), own, "{text:?}");
    }
}

#[test]
fn nothing_that_is_typed_makes_it_fail() {
    for text in [
        "",
        "   ",
        "\"",
        "-",
        "--",
        ":",
        ">",
        "a:",
        "-:",
        "\"a",
        "«",
        "a\"b c\"d",
        "é:è",
        "etp>",
        ":x",
        "NEAR(",
        "*",
    ] {
        let search = Search::read(text);
        assert!(search.terms.len() + search.misread.len() <= 1, "{text:?}: {search:?}");
    }
}

#[test]
fn what_is_too_long_is_cut_and_what_no_text_holds_is_left_out() {
    assert_eq!(Some(one("po\u{0}rt").what), Phrase::of("port").map(What::Words));
    assert!(Search::read(&"a ".repeat(5_000)).terms.len() <= LONGEST / 2);
}

#[test]
fn the_examples_that_are_shown_are_understood() {
    for (key, example, _) in KEYS {
        for example in example.split(", ") {
            assert!(example.starts_with(key));
            one(example);
        }
    }
}
