//! What came of a past year: exits, obstacles, trainings, markets.

use std::collections::BTreeMap;

use form::{Decimal, Value, french};

use super::{Past, facts::Facts, scaled};
use crate::asp::{
    Annexe,
    realised::{ExitRule, Exits, Helped, Obstacle, Sector, Source, TrainingPart},
};

pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    exits(facts, past);
    obstacles(facts, past);
    trainings(facts, past);
    markets(facts, past);
}

/// Which exits were counted, in words.
pub(super) fn rule(rule: ExitRule) -> &'static str {
    match rule {
        ExitRule::ThreeMonths => "contrats de plus de trois mois",
        ExitRule::Hours150 => "150 heures de travail au moins",
        ExitRule::OneHour => "une heure de travail au moins",
        ExitRule::None => "aucune sortie ne compte",
    }
}

/// Rates of the exits, over all the annexes of the year.
fn exits(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.exits(annexe, past.year));
    let Some((annexe, first)) = told.first() else { return };
    let mut all = Exits { examined: Some(0), ..Exits::default() };
    for (_, told) in &told {
        let one = told.what;
        all.examined = all.examined.zip(one.examined).map(|(sum, one)| sum + one);
        all.durable += one.durable;
        all.transition += one.transition;
        all.positive += one.positive;
        all.left_out += one.left_out;
    }
    for (row, one, several, part) in [
        ("durable", "sortie en emploi durable", "sorties en emploi durable", all.durable),
        ("transition", "sortie en emploi de transition", "sorties en emploi de transition", all.transition),
        ("positives", "sortie positive", "sorties positives", all.positive),
        ("dynamiques", "sortie dynamique", "sorties dynamiques", all.dynamic()),
    ] {
        let Some((rate, examined)) = all.rate(part).zip(all.examined) else { return };
        let shown = french::count(usize::try_from(part).unwrap_or_default(), one, several);
        let mut notes = vec![format!(
            "{shown} sur {examined} examinées en {} ({})",
            past.year,
            rule(ExitRule::of(&annexe.measure))
        )];
        if all.left_out > 0 {
            notes.push(format!("{} hors de cette règle, non comptées", all.left_out));
        }
        notes.extend(past.reserves(&told));
        let path = format!("objectifs.rappel[{row}].realise");
        facts.worked_out(&path, Value::Number(scaled(rate)), first.by.source, first.by.as_of, &notes);
    }
}

/// The line of the trame for each obstacle of ASP; the last says that it is not quite the same.
const LINES: [(Obstacle, &str, Option<&str>); 8] = [
    (Obstacle::Mobility, "mobilite", None),
    (Obstacle::Housing, "logement", None),
    (Obstacle::Health, "sante", None),
    (Obstacle::Literacy, "langue", None),
    (Obstacle::Debt, "budget", None),
    (Obstacle::Justice, "justice", None),
    (
        Obstacle::Formalities,
        "numerique",
        Some("l’ASP parle de démarches et d’accès aux droits, numérique ou non"),
    ),
    (
        Obstacle::Availability,
        "famille",
        Some("l’ASP parle de manque de disponibilité, familial ou non\u{a0}: périmètre à vérifier"),
    ),
];

/// A cell of the trame, the columns it is read in, and how.
type Cell = (&'static str, String, fn(&Helped) -> u32);

/// The columns of an obstacle: ASP has some for each, pilotage a row.
fn columns(source: Source, obstacle: Obstacle) -> [Cell; 3] {
    let end = Obstacle::ALL.iter().find(|(known, _)| *known == obstacle).map_or("", |(_, end)| end);
    let (names, end) = match source {
        Source::Pilotage => {
            (["acc_nb_sal_conc", "acc_nb_sal_int", "acc_nb_sal_ext", "acc_nb_sal_int_ext"], String::new())
        }
        _ => (
            ["acc_dif_nb_sal_conc_", "acc_dif_nb_sal_int_", "acc_dif_nb_sal_ext_", "acc_dif_nb_sal_int_ext_"],
            end.to_owned(),
        ),
    };
    let [concerned, inside, outside, both] = names.map(|name| format!("{name}{end}"));
    [
        ("concernes", concerned, Helped::concerned),
        ("interne", format!("{inside}, {both}"), |helped| helped.inside.saturating_add(helped.both)),
        ("externe", format!("{outside}, {both}"), |helped| helped.outside.saturating_add(helped.both)),
    ]
}

/// People concerned by each obstacle; who was helped by both sides counts on each.
pub(super) fn obstacles(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each_but(
        past,
        |annexe| past.source.obstacles(annexe, past.year),
        |annexe| past.began_before(annexe),
    );
    let Some((annexe, first)) = told.first() else { return };
    for (obstacle, line, doubt) in LINES {
        let all: Vec<Helped> =
            told.iter().filter_map(|(_, told)| told.what.get(&obstacle).copied()).collect();
        if all.is_empty() {
            continue;
        }
        for (cell, column, count) in columns(first.by.source, obstacle) {
            let path = format!("accompagnement.freins[{line}].{cell}");
            let sum: i64 = all.iter().map(|helped| i64::from(count(helped))).sum();
            let value = Value::Integer(sum);
            let mut notes: Vec<String> = doubt.into_iter().map(str::to_owned).collect();
            if all.len() > 1 {
                notes.push(format!("somme de {} annexes", all.len()));
            }
            notes.extend(past.reserves(&told));
            if notes.is_empty() {
                facts.read(&path, value, annexe, (first.by, &column), &sum.to_string());
            } else {
                notes.insert(0, column);
                facts.worked_out(&path, value, first.by.source, first.by.as_of, &notes);
            }
        }
    }
}

/// Hours of training of everybody.
pub(super) fn trainings(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each_but(
        past,
        |annexe| past.source.trainings(annexe, past.year),
        |annexe| past.has_statements(annexe),
    );
    let Some((_, first)) = told.first() else { return };
    let mut all = TrainingPart::default();
    let (mut in_days_only, mut days) = (0_u32, 0_u32);
    for (_, told) in &told {
        all.count += told.what.all.count;
        all.minutes += told.what.all.minutes;
        in_days_only += told.what.in_days_only;
        days += told.what.days;
    }
    let count = usize::try_from(all.count).unwrap_or_default();
    let begun = french::count(count, "formation commencée", "formations commencées");
    let mut notes = vec![format!("{begun} en {}, heures et minutes additionnées", past.year)];
    if in_days_only > 0 {
        let counted = french::count(
            usize::try_from(in_days_only).unwrap_or_default(),
            "formation déclarée",
            "formations déclarées",
        );
        notes.push(format!("sans {counted} en jours seulement ({days} jours)"));
    }
    notes.extend(past.reserves(&told));
    let value = Value::Number(scaled(all.hours()));
    facts.worked_out("formation.heures_n1", value, first.by.source, first.by.as_of, &notes);
}

/// A row a sector with receipts.
pub(super) fn markets(facts: &mut Facts, past: &Past<'_>) {
    // An annexe without a market has no row.
    let none = |annexe: &Annexe| past.began_before(annexe) || past.has_statements(annexe);
    let told = facts.each_but(past, |annexe| past.source.markets(annexe, past.year), none);
    let Some((annexe, first)) = told.first() else { return };
    let mut sums: BTreeMap<Sector, Decimal> = BTreeMap::new();
    for (sector, receipts) in told.iter().flat_map(|(_, told)| told.what) {
        *sums.entry(*sector).or_default() += receipts;
    }
    for (rank, (sector, receipts)) in (1..).zip(sums) {
        let end = Sector::ALL.iter().find(|(known, _)| *known == sector).map_or("", |(_, end)| end);
        let column = format!("mpu_sct_mt_recet_{end}");
        let row = format!("activites.marches_publics[asp{rank}]");
        let from = (first.by, column.as_str());
        facts.row(&row, rank, annexe, from, sector.name());
        let name = Value::Text(sector.name().to_owned());
        facts.read(&format!("{row}.acheteur"), name, annexe, from, sector.name());
        let (path, value) = (format!("{row}.recettes"), Value::Number(scaled(receipts)));
        if told.len() == 1 && past.reserves(&told).is_none() {
            facts.read(&path, value, annexe, from, &receipts.to_string());
        } else {
            let mut notes = vec![format!("{column}, somme de {} annexes", told.len())];
            notes.extend(past.reserves(&told));
            facts.worked_out(&path, value, first.by.source, first.by.as_of, &notes);
        }
    }
}
