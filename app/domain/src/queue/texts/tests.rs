//! Where what is looked for is shown.

use super::*;

const PROJECT: &str = "Le projet porte sur un chantier d’espaces verts,\nsur les rives de l’Odet, avec les communes riveraines et le syndicat de bassin. Un second chantier suivra.";

fn texts() -> Texts {
    let said = |key: &str, text: &str| (Path::parse(key).expect("a key"), text.to_owned());
    Texts {
        trame: TrameRef::national("essai", 1),
        said: vec![
            said("structure.adresse.commune", "Quimper"),
            said("projet.texte", PROJECT),
            said("projet.autre", "Chantier <b>naval</b> & quai"),
        ],
    }
}

/// What is quoted, what was found between brackets.
fn shown(typed: &[&str], line: &str) -> Option<(String, String)> {
    let phrases: Vec<Phrase> = typed.iter().filter_map(|typed| Phrase::of(typed)).collect();
    let excerpt = texts().excerpt(&phrases.iter().collect::<Vec<_>>(), line)?;
    let pieces = excerpt
        .pieces
        .iter()
        .map(|(text, is_found)| if *is_found { format!("[{text}]") } else { text.clone() });
    Some((excerpt.path.as_str().to_owned(), pieces.collect()))
}

#[test]
fn an_excerpt_shows_what_was_found_and_some_words_around() {
    for (typed, line, path, expected) in [
        (&["quimper"][..], "LES JARDINS", "structure.adresse.commune", "[Quimper]"),
        (
            &["chantier"],
            "",
            "projet.texte",
            "Le projet porte sur un [chantier] d’espaces verts, sur les rives de l’Odet, avec les communes\u{a0}…",
        ),
        (&["naval"], "", "projet.autre", "Chantier <b>[naval]</b> & quai"),
        // The text that holds both is quoted, not the first that holds one.
        (&["chantier", "quai"], "", "projet.autre", "[Chantier] <b>naval</b> & [quai]"),
        (
            &["suivra"],
            "",
            "projet.texte",
            "…\u{a0}riveraines et le syndicat de bassin. Un second chantier [suivra].",
        ),
        (
            &["\"espaces verts\"", "vert"],
            "",
            "projet.texte",
            "Le projet porte sur un chantier d’[espaces verts], sur les rives de l’Odet, avec les communes riveraines et\u{a0}…",
        ),
    ] {
        let found = shown(typed, line);
        assert_eq!(found, Some((path.to_owned(), expected.to_owned())), "{typed:?}");
    }
}

#[test]
fn what_the_line_shows_already_is_not_quoted() {
    assert_eq!(shown(&["jardin"], "LES JARDINS DE L’ODET"), None);
    assert_eq!(shown(&["absent"], ""), None);
    let (_, quoted) = shown(&["chantier", "odet"], "CHANTIERS DU PORT").expect("the other is in a text");
    assert!(quoted.contains("[Odet]") && !quoted.contains("[chantier]"), "{quoted}");
}
