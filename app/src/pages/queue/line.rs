//! A dossier in the queue: who, why it is here, how long is left.

use domain::{
    Kind, Timestamp,
    dossier::{About, Awaits, State},
    queue::Line,
};
use form::{Date, Decimal, FieldType, french};
use leptos::prelude::*;

/// Days left under which a delay is pressing.
const SOON: i32 = 15;

/// The row of a dossier.
pub(super) fn row(line: &Line, today: Date, delay: u16) -> AnyView {
    let posts = line.posts.map(|posts| match line.kind {
        Kind::Eiti => french::count(usize::try_from(posts).unwrap_or_default(), "personne", "personnes"),
        _ => french::quantity(posts, &FieldType::Etp),
    });
    let amount = line.amount.map(|amount| french::quantity(amount, &FieldType::Euros));
    let gap = line.gap.map(|gap| {
        let sign = if gap > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", french::quantity(gap, &FieldType::Percent))
    });
    let kind = match line.about {
        About::Demand => line.kind.code().to_owned(),
        About::Bilan => format!("Bilan {} {}", line.kind, line.year),
    };
    let (badge, why) = why(line, today);
    let (late, left) = left(line, today, delay);
    let (day, hour) = french::time_of_day(line.submitted);
    let exact = format!("{} à {hour}", french::long_date(day));
    let findings = (line.findings > 0).then(|| line.findings.to_string());
    view! {
        <tr role="row">
            <td role="cell">
                <a class="fr-link fr-link--sm" href=format!("/instruction/dossiers/{}", line.id)>{line.structure.clone()}</a>
                <span class="queue__reference">{line.reference.to_string()}</span>
            </td>
            <td role="cell" data-label="Pourquoi ici"><span class=badge>{why}</span></td>
            <td role="cell" data-label="Délai"><span class:queue__late=late>{left}</span></td>
            <td role="cell" data-label="Type">{kind}</td>
            <td role="cell" class="fr-cell--right" data-label="Postes demandés">{posts}</td>
            <td role="cell" class="fr-cell--right" data-label="Écart">{gap}</td>
            <td role="cell" class="fr-cell--right" data-label="Aide demandée">{amount}</td>
            <td role="cell" class="fr-cell--right" data-label="Points d’attention">{findings}</td>
            <td role="cell" data-label="Département">{line.places.clone()}</td>
            <td role="cell" data-label="Transmis"><span class="near" title=exact>{french::near_date(day, today)}</span></td>
        </tr>
    }
    .into_any()
}

/// Why a dossier is here, and the badge that says it.
fn why(line: &Line, today: Date) -> (&'static str, String) {
    let since = days_since(line.since, today);
    match (line.awaits, line.state) {
        (Awaits::Reading, _) => ("fr-badge fr-badge--sm fr-badge--new", "Nouveau, à lire".to_owned()),
        (Awaits::Checking, _) => ("fr-badge fr-badge--sm fr-badge--info", "Corrigé, à vérifier".to_owned()),
        (Awaits::Deciding, State::Submitted) => {
            ("fr-badge fr-badge--sm fr-badge--info", "Corrigé, à reconnaître complet".to_owned())
        }
        (Awaits::Deciding, _) => ("fr-badge fr-badge--sm fr-badge--info", "À décider".to_owned()),
        (Awaits::Opinion, _) => ("fr-badge fr-badge--sm", format!("Avis demandé{since}")),
        (Awaits::Validating, _) => {
            ("fr-badge fr-badge--sm fr-badge--info", format!("Proposé à la DREETS{since}"))
        }
        (Awaits::Structure, _) => ("fr-badge fr-badge--sm", format!("La structure corrige{since}")),
        (Awaits::Nobody, State::Granted) => ("fr-badge fr-badge--sm fr-badge--success", "Accepté".to_owned()),
        (Awaits::Nobody, State::Withdrawn) => ("fr-badge fr-badge--sm", "Retiré".to_owned()),
        (Awaits::Nobody, _) => ("fr-badge fr-badge--sm fr-badge--error", "Refusé".to_owned()),
    }
}

/// ` depuis 5 jours`; nothing for today.
fn days_since(at: Timestamp, today: Date) -> String {
    match (today - french::time_of_day(at).0).get_days() {
        days @ 1.. => {
            format!(" depuis {}", french::count(usize::try_from(days).unwrap_or_default(), "jour", "jours"))
        }
        _ => String::new(),
    }
}

/// How long is left to instruct it, and whether that presses.
fn left(line: &Line, today: Date, delay: u16) -> (bool, String) {
    let Some(left) = line.days_left(today, delay) else {
        let said = if line.awaits == Awaits::Structure { "Arrêté" } else { "" };
        return (false, said.to_owned());
    };
    let days = |days: i32| french::count(usize::try_from(days).unwrap_or_default(), "jour", "jours");
    let said = match left {
        ..0 => format!("Dépassé de {}", days(-left)),
        0 => "Finit aujourd’hui".to_owned(),
        _ => format!("Encore {}", days(left)),
    };
    (left < SOON, said)
}

#[cfg(test)]
mod tests {
    use domain::dossier::{DossierId, Reference};

    use super::*;

    fn line(running_from: Option<&str>, awaits: Awaits) -> Line {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        Line {
            id: "019aa000-0000-7000-8000-000000000001".parse::<DossierId>().expect("an identifier"),
            about: About::Demand,
            structure: "Les Jardins".to_owned(),
            kind: Kind::Aci,
            year: 2027,
            places: "Finistère".to_owned(),
            state: State::Submitted,
            awaits,
            reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
            since: at("2026-11-20T10:00:00Z"),
            submitted: at("2026-11-20T10:00:00Z"),
            running_from: running_from.map(at),
            posts: None,
            gap: None,
            amount: None,
            findings: 0,
        }
    }

    #[test]
    fn a_delay_says_how_long_is_left() {
        let today = Date::constant(2026, 11, 27);
        for (from, delay, expected) in [
            ("2026-11-20T10:00:00Z", 60, (false, "Encore 53\u{a0}jours")),
            ("2026-11-20T10:00:00Z", 8, (true, "Encore 1\u{a0}jour")),
            ("2026-11-20T10:00:00Z", 7, (true, "Finit aujourd’hui")),
            ("2026-11-19T23:30:00Z", 5, (true, "Dépassé de 2\u{a0}jours")),
        ] {
            let (late, said) = left(&line(Some(from), Awaits::Reading), today, delay);
            assert_eq!((late, said.as_str()), expected, "{from} {delay}");
        }
        assert_eq!(left(&line(None, Awaits::Structure), today, 60), (false, "Arrêté".to_owned()));
        let (_, why) = why(&line(None, Awaits::Structure), today);
        assert_eq!(why, "La structure corrige depuis 7\u{a0}jours");
    }
}
