//! A dossier in the queue: who, why it is here, how long is left.

use domain::{
    Kind, PersonId, Timestamp,
    dossier::{About, Awaits, State},
    queue::{Asked, Column, Line, Search},
    usecase::{QueueDesk, Quote},
};
use form::{Date, Decimal, FieldType, french};
use leptos::prelude::*;

use super::{ADDRESS, columns};
use crate::pages::from_list::kept;

/// Days left under which a delay is pressing.
pub(super) const SOON: i32 = 15;

/// What the rows of a page read from.
pub(super) struct Around<'a> {
    pub(super) asked: &'a Asked,
    pub(super) desk: &'a QueueDesk,
    pub(super) me: PersonId,
    pub(super) ticked: bool,
    pub(super) today: Date,
    pub(super) delay: u16,
}

/// The row of a dossier.
pub(super) fn row(line: &Line, around: &Around<'_>) -> AnyView {
    let tick = around.desk.shares.then(|| tick(line, around.ticked));
    let shown = Column::all().filter(|column| around.asked.columns.show(*column));
    let cells = shown.map(|column| cell(column, line, around));
    view! {
        <tr role="row" data-dossier=line.id.to_string()>
            {tick}
            <td role="cell">{structure(line, around)}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

/// The box that chooses it.
fn tick(line: &Line, ticked: bool) -> AnyView {
    let name = format!("tick-{}", line.id);
    let chosen = format!("{}.{}", line.id, line.shared.given);
    view! {
        <td role="cell" class="queue__tick">
            <div class="fr-checkbox-group fr-checkbox-group--sm">
                <input type="checkbox" id=name.clone() name="dossier" value=chosen checked=ticked/>
                <label class="fr-label" for=name><span class="fr-sr-only">{format!("Choisir {}, {}", line.structure, line.reference)}</span></label>
            </div>
        </td>
    }
    .into_any()
}

/// The star that says whether its reader follows it, and changes that.
fn star(line: &Line) -> AnyView {
    let (act, star, said) = if line.shared.followed {
        ("oublier-un", "★", "Ne plus suivre")
    } else {
        ("suivre-un", "☆", "Suivre")
    };
    let said = format!("{said} {}", line.structure);
    let title = said.clone();
    view! {
        <button class="queue__star" type="submit" name=act value=line.id.to_string() title=title data-suivre>
            <span aria-hidden="true">{star}</span>
            <span class="fr-sr-only">{said}</span>
        </button>
    }
    .into_any()
}

/// The dossier, its star, its labels, who has it open.
fn structure(line: &Line, around: &Around<'_>) -> AnyView {
    let list = around.asked.as_list();
    let href = kept(Some(&list), format!("/instruction/dossiers/{}", line.id));
    let preview = kept(Some(&list), format!("/instruction/dossiers/{}/apercu", line.id));
    let star = around.desk.shares.then(|| star(line));
    let labels = line.shared.labels.iter().map(|label| {
        let search = Search::read(&format!("etiquette:\"{label}\""));
        let query = Asked { search, after: None, ..around.asked.clone() }.query();
        view! { <li><a class="fr-tag fr-tag--sm" href=format!("{ADDRESS}{query}")>{label.clone()}</a></li> }
            .into_any()
    });
    let labels = (!line.shared.labels.is_empty()).then(|| {
        view! { <ul class="queue__labels" aria-label="Étiquettes">{labels.collect_view()}</ul> }.into_any()
    });
    let quote = around.desk.quotes.iter().find(|(id, _)| *id == line.id);
    view! {
        {star}
        <a class="fr-link fr-link--sm" href=href data-ouvrir>{line.structure.clone()}</a>
        <a class="fr-link fr-link--sm queue__preview" href=preview role="button" data-apercu>"Aperçu" <span class="fr-sr-only">{format!(" de {}", line.structure)}</span></a>
        <span class="queue__reference">{line.reference.to_string()}</span>
        {quote.map(|(_, quote)| quoted(quote))}
        {labels}
        <span class="queue__open" data-ouvert hidden></span>
    }
    .into_any()
}

/// Where what is looked for was found.
fn quoted(quote: &Quote) -> AnyView {
    let before = match quote.question.as_str() {
        "" => "«\u{a0}".to_owned(),
        question => format!("{question}\u{a0}: «\u{a0}"),
    };
    let pieces = quote.pieces.iter().map(|(text, is_found)| {
        if *is_found { view! { <mark>{text.clone()}</mark> }.into_any() } else { text.clone().into_any() }
    });
    view! { <span class="queue__quote">{before} {pieces.collect_view()} "\u{a0}»"</span> }.into_any()
}

fn cell(column: Column, line: &Line, around: &Around<'_>) -> AnyView {
    let label = columns::name(column);
    let shown: AnyView = match column {
        Column::Why => {
            let (badge, why) = why(line, around.today);
            view! { <span class=badge>{why}</span> }.into_any()
        }
        Column::Delay => {
            let (late, left) = left(line, around.today, around.delay);
            view! { <span class:queue__late=late>{left}</span> }.into_any()
        }
        Column::Agent => agent(line, around),
        Column::Sent => {
            let (day, hour) = french::time_of_day(line.submitted);
            let exact = format!("{} à {hour}", french::long_date(day));
            view! { <span class="near" title=exact>{french::near_date(day, around.today)}</span> }.into_any()
        }
        Column::Kind => match line.about {
            About::Demand => line.kind.code().to_owned(),
            About::Bilan => format!("Bilan {} {}", line.kind, line.year),
        }
        .into_any(),
        Column::Posts => line
            .posts
            .map(|posts| match line.kind {
                Kind::Eiti => {
                    french::count(usize::try_from(posts).unwrap_or_default(), "personne", "personnes")
                }
                _ => french::quantity(posts, &FieldType::Etp),
            })
            .into_any(),
        Column::Gap => line
            .gap
            .map(|gap| {
                let sign = if gap > Decimal::ZERO { "+" } else { "" };
                format!("{sign}{}", french::quantity(gap, &FieldType::Percent))
            })
            .into_any(),
        Column::Amount => line.amount.map(|amount| french::quantity(amount, &FieldType::Euros)).into_any(),
        Column::Findings => (line.findings > 0).then(|| line.findings.to_string()).into_any(),
        Column::Places => line.places.clone().into_any(),
    };
    view! { <td role="cell" class:fr-cell--right=columns::is_numeric(column) data-label=label>{shown}</td> }
        .into_any()
}

/// Who takes care of it; a button to do so where nobody does.
fn agent(line: &Line, around: &Around<'_>) -> AnyView {
    let Some(agent) = line.shared.agent else {
        let value = format!("{}.{}", line.id, line.shared.given);
        let said = format!(" {}", line.structure);
        return around
            .desk
            .shares
            .then(|| {
                view! {
                    <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="prendre-un" value=value data-prendre>
                        "Prendre" <span class="fr-sr-only">{said}</span>
                    </button>
                }
                .into_any()
            })
            .into_any();
    };
    let name = around.desk.agents.iter().find(|(known, _)| *known == agent).map(|(_, name)| name.clone());
    let name = if agent == around.me {
        "Vous".to_owned()
    } else {
        name.unwrap_or_else(|| "Un autre agent".to_owned())
    };
    view! { <span>{name}</span> }.into_any()
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
        (Awaits::Consulting, _) => ("fr-badge fr-badge--sm fr-badge--info", "Avis à demander".to_owned()),
        (Awaits::Deciding, _) => ("fr-badge fr-badge--sm fr-badge--info", "À décider".to_owned()),
        (Awaits::Opinion, _) => (waiting(line.since, today), format!("Avis demandé{since}")),
        (Awaits::Validating, _) => {
            ("fr-badge fr-badge--sm fr-badge--info", format!("Proposé à la DREETS{since}"))
        }
        (Awaits::Structure, _) => (waiting(line.since, today), format!("La structure corrige{since}")),
        (Awaits::Nobody, State::Granted) => ("fr-badge fr-badge--sm fr-badge--success", "Accepté".to_owned()),
        (Awaits::Nobody, State::Withdrawn) => ("fr-badge fr-badge--sm", "Retiré".to_owned()),
        (Awaits::Nobody, _) => ("fr-badge fr-badge--sm fr-badge--error", "Refusé".to_owned()),
    }
}

/// Days after which what somebody else was asked for is to be asked again, or done without.
const LONG: i32 = 15;

/// The badge of what is awaited from somebody else: it stands out once it has lasted.
fn waiting(since: Timestamp, today: Date) -> &'static str {
    let days = (today - french::time_of_day(since).0).get_days();
    if days > LONG { "fr-badge fr-badge--sm fr-badge--warning" } else { "fr-badge fr-badge--sm" }
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
        let said = if line.awaits == Awaits::Structure { "Suspendu" } else { "" };
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
            shared: domain::queue::Shared::default(),
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
        assert_eq!(left(&line(None, Awaits::Structure), today, 60), (false, "Suspendu".to_owned()));
        let (_, why) = why(&line(None, Awaits::Structure), today);
        assert_eq!(why, "La structure corrige depuis 7\u{a0}jours");
    }
}
