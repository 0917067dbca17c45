//! The inventory of the data, and what is contested, as tables to take away.

use domain::{
    Departement,
    dossier::About,
    inventory::{Asked, DEFINITIONS, Inventory, Line, Nature, Promised, Share},
    ports::ContestedLine,
};
use form::french;

use super::{Cell, Sheet};

/// The lines asked for, as one table.
#[must_use]
pub fn inventory(inventory: &Inventory, asked: &Asked) -> Sheet {
    let heads = vec![
        "Étape",
        "Donnée",
        "Clé",
        "Question locale de",
        "Catalogue de préremplissage",
        "Nature",
        "Autre source",
        "Sources et champs",
        "Pourrait venir de",
        "Cadence",
        "Fraîcheur",
        "Structures mesurées",
        "En base",
        "En base (%)",
        "Structures interrogées",
        "Structures couvertes",
        "Couverture (%)",
        "Valeurs venues",
        "Gardées",
        "Gardées (%)",
        "Corrigées",
        "Corrigées (%)",
        "Non reprises",
        "Non reprises (%)",
        "Contestées",
        "Contestées (%)",
        "Saisies",
        "Saisies (%)",
    ];
    let rows = asked.lines(inventory).into_iter().map(row).collect();
    Sheet { name: "Inventaire", heads, rows }
}

/// The lines asked for, then their sources one by one, the sources as a whole, and the definitions.
#[must_use]
pub fn workbook(inventory: &Inventory, asked: &Asked) -> Vec<Sheet> {
    vec![
        self::inventory(inventory, asked),
        by_datum(inventory, asked),
        by_supply(inventory),
        definitions(inventory),
    ]
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn both(share: Share) -> [Cell; 2] {
    [Cell::Count(share.part), Cell::Rate(share.percent())]
}

/// What is said of what no file gives.
fn not_measured() -> Cell {
    text("non mesurée")
}

/// A share of what is in store.
fn measured(share: Option<Share>) -> [Cell; 2] {
    share.map_or_else(|| [not_measured(), not_measured()], both)
}

/// The département that asks; nothing for the national form.
fn asking(line: &Line) -> Cell {
    let named = |departement: &Departement| format!("{} {}", departement.code(), departement.name());
    Cell::Text(line.local.as_ref().map(named).unwrap_or_default())
}

fn row(line: &Line) -> Vec<Cell> {
    let figures = &line.figures;
    let given = line.given.iter().map(|given| {
        let how = if given.worked_out { " (déduite)" } else { "" };
        format!("{}\u{a0}: {}{how}", given.supply.name(), given.field)
    });
    let could = line.could.iter().map(|could| format!("{}\u{a0}: {}", could.who, could.field));
    let could = line.alone().map(str::to_owned).into_iter().chain(could);
    // What the form works out asks for none.
    let elsewhere = (line.nature != Nature::Computed).then(|| french::yes_no(line.is_given_elsewhere()));
    let mut paces: Vec<&str> = line.given.iter().map(|given| given.supply.pace()).collect();
    paces.sort_unstable();
    paces.dedup();
    let mut cells = vec![
        text(&line.step_title),
        text(&line.label),
        text(&line.key),
        asking(line),
        text(&line.numbers.join(", ")),
        text(nature(line)),
        text(elsewhere.unwrap_or_default()),
        Cell::Text(given.collect::<Vec<_>>().join("\n")),
        Cell::Text(could.collect::<Vec<_>>().join("\n")),
        text(&paces.join("\u{a0}; ")),
        Cell::Day(line.fresh),
        line.in_store().map_or_else(not_measured, |share| Cell::Count(share.whole)),
    ];
    cells.extend(measured(line.in_store()));
    cells.push(Cell::Count(figures.asked));
    cells.extend(both(figures.coverage()));
    cells.push(Cell::Count(figures.came));
    for share in [figures.kept(), figures.corrected(), figures.left(), figures.contested(), figures.typed()] {
        cells.extend(both(share));
    }
    cells
}

fn nature(line: &Line) -> &'static str {
    match line.nature {
        Nature::Computed if line.given.is_empty() => "calculée par le formulaire",
        Nature::Computed => "connue du service",
        Nature::Shown => "affichée, non saisie",
        Nature::Typed if line.given.is_empty() => "sans source",
        Nature::Typed => "préremplie",
    }
}

/// A line for each supply of each datum.
fn by_datum(inventory: &Inventory, asked: &Asked) -> Sheet {
    let heads = vec![
        "Étape",
        "Donnée",
        "Clé",
        "Question locale de",
        "Source",
        "Champ",
        "Déduite",
        "Cadence",
        "En base au",
        "En base",
        "En base (%)",
        "Structures couvertes",
        "Valeurs venues",
        "Gardées",
        "Gardées (%)",
        "Écartées",
        "Écartées (%)",
        "Non reprises",
        "Non reprises (%)",
        "Contestées",
        "Contestées (%)",
    ];
    let fresh = |supply| {
        let found = inventory.supplies.iter().find(|line| line.supply == supply);
        found.and_then(|line| line.fresh)
    };
    let rows = asked.lines(inventory).into_iter().flat_map(|line| {
        line.given.iter().map(move |given| {
            let figures = line.figures.by.get(&given.supply).copied().unwrap_or_default();
            let stored = line.stored.coverage_of(given.supply);
            let mut cells = vec![
                text(&line.step_title),
                text(&line.label),
                text(&line.key),
                asking(line),
                text(given.supply.name()),
                text(given.field),
                text(french::yes_no(given.worked_out)),
                text(given.supply.pace()),
                Cell::Day(fresh(given.supply)),
            ];
            cells.extend(measured(given.supply.is_file().then_some(stored)));
            cells.extend([Cell::Count(figures.covered), Cell::Count(figures.came)]);
            cells.extend(both(figures.kept()));
            cells.extend(both(figures.set_aside()));
            cells.extend(both(figures.left()));
            cells.extend(both(figures.contested()));
            cells
        })
    });
    Sheet { name: "Champs par source", heads, rows: rows.collect() }
}

fn by_supply(inventory: &Inventory) -> Sheet {
    let heads = vec![
        "Source",
        "Cadence",
        "En base au",
        "Structures en base",
        "Lues au",
        "Données",
        "Structures couvertes",
        "Valeurs venues",
        "Gardées",
        "Gardées (%)",
        "Écartées",
        "Écartées (%)",
        "Non reprises",
        "Non reprises (%)",
        "Contestées",
        "Contestées (%)",
    ];
    let rows = inventory.supplies.iter().map(|line| {
        let mut cells = vec![
            text(line.supply.name()),
            text(line.supply.pace()),
            Cell::Day(line.fresh),
            Cell::Count(line.stored),
            Cell::Day(line.read),
            Cell::Count(u32::try_from(line.data).unwrap_or(u32::MAX)),
            Cell::Count(line.figures.covered),
            Cell::Count(line.figures.came),
        ];
        cells.extend(both(line.figures.kept()));
        cells.extend(both(line.figures.set_aside()));
        cells.extend(both(line.figures.left()));
        cells.extend(both(line.figures.contested()));
        cells
    });
    Sheet { name: "Sources", heads, rows: rows.collect() }
}

/// What each figure means, and what these are made of.
#[must_use]
pub fn definitions(inventory: &Inventory) -> Sheet {
    let place = inventory.places.clone().unwrap_or_else(|| "France entière".to_owned());
    let counted = format!("{} sur {} transmis", inventory.counted, inventory.sent);
    let (year, dossiers) = match inventory.about {
        About::Demand => ("Campagne", "Dossiers comptés dans ce fichier"),
        About::Bilan => ("Année", "Bilans comptés dans ce fichier"),
    };
    let none = format!("aucun {} compté", inventory.about.word());
    let moment = |at| {
        let (day, hour) = french::time_of_day(at);
        format!("{} à {hour}", french::date(day))
    };
    let at = inventory.at.map_or(none, moment);
    let measured = inventory.measured;
    let structures = measured.map_or(0, |measured| measured.structures).to_string();
    let measured = measured.map_or_else(|| "non mesurée".to_owned(), |measured| moment(measured.at));
    let own = [
        ("Formulaire", inventory.form.clone()),
        (year, inventory.year.to_string()),
        ("Territoire", place),
        (dossiers, counted),
        ("Calculé le", at),
        ("Structures mesurées en base, une fois par type", structures),
        ("Couverture en base mesurée le", measured),
    ];
    let own = own.into_iter().map(|(name, said)| vec![text(name), Cell::Text(said)]);
    let own = own.chain(efforts(inventory));
    let words = DEFINITIONS.iter().map(|definition| vec![text(definition.name), text(definition.text)]);
    Sheet { name: "Définitions", heads: vec!["Terme", "Définition"], rows: own.chain(words).collect() }
}

/// What the dossiers counted cost, a line a figure.
fn efforts(inventory: &Inventory) -> impl Iterator<Item = Vec<Cell>> + use<> {
    let ([renewals, firsts], about) = (inventory.efforts.clone(), inventory.about);
    let each = [("à la suite d’un dossier transmis ici", renewals), ("sans dossier antérieur ici", firsts)];
    each.into_iter().filter(|(_, efforts)| efforts.dossiers() > 0).flat_map(move |(sort, efforts)| {
        let of = |share: Share| format!("{} sur {}", share.part, share.whole);
        let typed = efforts.median_typed().unwrap_or_default().to_string();
        let Promised { questions, prefilled, held, .. } = efforts.promised(about);
        [
            ("Champs saisis en médiane".to_owned(), typed),
            ("Dossiers dont les champs saisis tiennent la promesse".to_owned(), of(efforts.few_typed())),
            (format!("{questions} préremplies"), of(prefilled)),
            (format!("Dossiers dont les {} tiennent la promesse", questions.to_lowercase()), of(held)),
        ]
        .map(|(name, said)| vec![Cell::Text(format!("{name}, {sort}")), Cell::Text(said)])
    })
}

/// What is contested, as its producer needs it.
#[must_use]
pub fn contests(lines: &[ContestedLine]) -> Sheet {
    let heads = vec![
        "SIRET",
        "Structure",
        "Type",
        "Donnée",
        "Clé",
        "Source",
        "Enregistrement",
        "Champ",
        "Valeur de la source",
        "Date de la valeur",
        "Réponse de la structure",
        "Ce qui est faux",
        "Contestée le",
        "Dossier",
        "Formulaire",
    ];
    let rows = lines.iter().map(|ContestedLine { dossier, contest }| {
        vec![
            text(&contest.siret),
            text(&dossier.structure),
            text(dossier.kind.code()),
            text(&contest.label),
            text(contest.path.as_str()),
            text(contest.source()),
            text(&contest.record),
            text(&contest.column),
            text(&contest.said),
            Cell::Day(contest.as_of),
            text(contest.sent.as_deref().unwrap_or_default()),
            text(&contest.text),
            Cell::Day(Some(french::time_of_day(contest.at).0)),
            text(&dossier.reference),
            text(match dossier.about {
                About::Demand => "Demande",
                About::Bilan => "Bilan",
            }),
        ]
    });
    Sheet { name: "Contestations", heads, rows: rows.collect() }
}
