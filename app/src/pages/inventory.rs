//! `/pilotage/donnees`: each datum of a form, who gives it, and what became of the values.

mod contested;
mod controls;
mod efforts;
mod figures;
mod supplies;
mod table;

use domain::{
    Departement,
    address::query,
    dossier::About,
    inventory::{Asked, DEFINITIONS, Inventory, Line, Measured, Nature, Parts},
};
use form::french;
use leptos::prelude::*;

pub use contested::contests;

use crate::Page;

/// The address of the page, and the beginning of those of its exports.
const ADDRESS: &str = "/pilotage/donnees";

/// The inventory of the data, as it is asked for.
#[must_use]
pub fn inventory(inventory: Inventory, asked: Asked) -> Page {
    Page::new("Données et sources", move || page(&inventory, &asked))
}

fn page(inventory: &Inventory, asked: &Asked) -> AnyView {
    let lines = asked.lines(inventory);
    let shown = french::count(lines.len(), "donnée affichée", "données affichées");
    let table = if lines.is_empty() {
        let all = controls::address("", &Asked { about: asked.about, ..Asked::default() });
        view! { <p>"Aucune donnée ne répond à cette demande. " <a class="fr-link" href=all>"Revenir à tout l’inventaire"</a></p> }.into_any()
    } else {
        table::table(&lines, asked)
    };
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Données et sources"</h1>
            <p class="fr-text--lead">"Chaque donnée demandée aux structures\u{a0}: qui peut la donner à leur place, et ce que valent les valeurs reprises."</p>
            {counted(inventory)}
            {before(inventory, asked)}
            {measured(inventory)}
            {summary(inventory)}
            <ul class="fr-mb-4w">
                <li><a class="fr-link" href="#inventaire">"L’inventaire, donnée par donnée"</a></li>
                <li><a class="fr-link" href=contests_of(inventory, asked)>"Données contestées par les structures"</a></li>
                <li><a class="fr-link" href="#definitions">"La définition de chaque chiffre"</a></li>
            </ul>
            {efforts::promised(inventory)}
            <section aria-labelledby="sources">
                <h2 class="fr-h4" id="sources">"Les sources"</h2>
                {supplies::table(inventory)}
            </section>
            <section aria-labelledby="inventaire">
                <h2 class="fr-h4 fr-mt-4w" id="inventaire">"L’inventaire"</h2>
                {controls::controls(inventory, asked)}
                <p class="fr-mt-3w" role="status">{shown} "."</p>
                {table}
                {controls::exports(asked)}
            </section>
            {definitions()}
        </div>
    }
    .into_any()
}

/// What the figures are made of, and when.
fn counted(inventory: &Inventory) -> AnyView {
    let place = inventory.places.clone().unwrap_or_else(|| "France entière".to_owned());
    let (word, about) = (inventory.about.word(), inventory.about);
    let campaign = format!("{}. {} {}, {place}.", inventory.form, of_year(about), inventory.year);
    let many = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let text = match inventory.at {
        None if inventory.sent == 0 => {
            format!(
                "Aucun {word} n’est encore transmis\u{a0}: les sources sont connues, les parts seront calculées dès la première transmission."
            )
        }
        None => format!(
            "Les {word}s transmis sont en cours de calcul\u{a0}: rechargez cette page dans une minute."
        ),
        Some(at) => {
            let (day, hour) = french::time_of_day(at);
            let dossiers = french::count(
                many(inventory.counted),
                &format!("{word} transmis"),
                &format!("{word}s transmis"),
            );
            let waiting = inventory.sent.saturating_sub(inventory.counted);
            let waiting = (waiting > 0).then(|| {
                let some = french::count(many(waiting), "autre est", "autres sont");
                format!(" {some} en cours de calcul.")
            });
            format!(
                "Chiffres calculés le {} à {hour} sur {dossiers}.{}",
                french::long_date(day),
                waiting.unwrap_or_default()
            )
        }
    };
    view! { <p>{campaign} " " {text}</p> }.into_any()
}

/// The way to the last year before that has figures, where this one has none yet.
fn before(inventory: &Inventory, asked: &Asked) -> Option<AnyView> {
    let year = inventory.years.iter().copied().find(|year| *year < inventory.year)?;
    let href = controls::address("", &Asked { year: Some(year), ..asked.clone() });
    let of = if inventory.about == About::Bilan { "de l’année" } else { "de la campagne" };
    let text = format!("Voir les chiffres {of} {year}");
    (inventory.sent == 0).then(|| view! { <p><a class="fr-link" href=href>{text}</a></p> }.into_any())
}

/// What is in store before any dossier: over how many structures it was measured, and when.
fn measured(inventory: &Inventory) -> AnyView {
    let text = match inventory.measured {
        None => "La couverture en base n’est pas mesurée\u{a0}: elle l’est après chaque livraison de l’ASP, pour les dossiers et les bilans du moment.".to_owned(),
        Some(Measured { at, structures }) => {
            let (day, hour) = french::time_of_day(at);
            let count = usize::try_from(structures).unwrap_or(usize::MAX);
            let structures = french::count(count, "structure connue", "structures connues");
            format!(
                "Couverture en base mesurée le {} à {hour}, avant tout dossier, sur {structures} de l’ASP (une fois par type).",
                french::long_date(day)
            )
        }
    };
    view! { <p>{text}</p> }.into_any()
}

/// How many data another administration gives, how many are taken over, how many are left.
fn summary(inventory: &Inventory) -> AnyView {
    let parts = inventory.parts();
    let Parts { elsewhere, within, without } = parts;
    let computed = |line: &&Line| line.nature == Nature::Computed && line.local.is_none();
    let computed = inventory.lines.iter().filter(computed).count();
    let all = parts.all();
    let share = figures::Percent(u32::try_from(elsewhere).ok(), u32::try_from(all).ok());
    let may = if elsewhere > 1 { "peuvent être données" } else { "peut être donnée" };
    let taken = if within > 1 { "sont reprises" } else { "est reprise" };
    let (have, them) = if without > 1 { ("n’ont", "les") } else { ("n’a", "la") };
    let of = |count: usize, one: &'static str, several: &'static str| french::count(count, one, several);
    view! {
        <ul>
            <li><strong>{of(elsewhere, "donnée", "données")}</strong> {format!(" sur {all} {may} par une autre administration ou un autre service, soit {share}.")}</li>
            <li><strong>{of(within, "donnée", "données")}</strong> {format!(" de plus {taken} des dossiers de la structure ou du calendrier de la campagne.")}</li>
            <li><strong>{of(without, "donnée", "données")}</strong> {format!(" {have} pas de source lue aujourd’hui\u{a0}; qui {them} détient est indiqué quand on le sait.")}</li>
            <li><strong>{of(computed, "donnée", "données")}</strong> " de plus sont calculées par le formulaire ou connues du service\u{a0}: personne ne les saisit."</li>
            {local(inventory)}
        </ul>
    }
    .into_any()
}

/// What départements ask besides, and which of it has a source.
fn local(inventory: &Inventory) -> Option<AnyView> {
    let parts = inventory.local_parts();
    let all =
        (parts.all() > 0).then(|| french::count(parts.all(), "question locale", "questions locales"))?;
    let asking: Vec<String> = inventory.asking().into_iter().map(named).collect();
    // Nobody else is asked what a département alone wants to know.
    let said = match parts.within {
        0 => "aucune n’a de source lue aujourd’hui".to_owned(),
        1 => "une est reprise des dossiers de la structure".to_owned(),
        some => format!("{some} sont reprises des dossiers de la structure"),
    };
    let text = format!(" de plus, ajoutées par un département\u{a0}: {}\u{a0}; {said}.", asking.join(", "));
    Some(view! { <li><strong>{all}</strong> {text}</li> }.into_any())
}

/// A département as it is named in the inventory: `Finistère (29)`.
fn named(departement: &Departement) -> String {
    format!("{}\u{a0}({})", departement.name(), departement.code())
}

fn definitions() -> AnyView {
    let each = DEFINITIONS.iter().map(|definition| {
        view! {
            <dt id=format!("definition-{}", definition.anchor)><strong>{definition.name}</strong></dt>
            <dd class="fr-ml-0 fr-mb-2w">{definition.text}</dd>
        }
        .into_any()
    });
    view! {
        <section aria-labelledby="definitions" class="prose">
            <h2 class="fr-h4 fr-mt-4w" id="definitions">"La définition de chaque chiffre"</h2>
            <dl>{each.collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// What the year of a form is called.
fn of_year(about: About) -> &'static str {
    match about {
        About::Demand => "Campagne",
        About::Bilan => "Année",
    }
}

/// The address of what is contested in the campaign that the dossiers of a page belong to.
fn contests_of(inventory: &Inventory, asked: &Asked) -> String {
    // Who named no campaign is shown that of today: the bilans of today may belong to an earlier one.
    let named = asked.year.is_some() || asked.about == About::Bilan;
    let year = named.then(|| asked.about.campaign(inventory.year));
    contests_address("", asked.about, year, "")
}

/// The address of what is contested, or of its export: the form that one comes from goes along.
fn contests_address(end: &str, about: About, campaign: Option<i16>, producer: &str) -> String {
    let campaign = campaign.map(|year| year.to_string()).unwrap_or_default();
    let form = Asked::form(about).to_owned();
    let query = query(&[("formulaire", form), ("campagne", campaign), ("source", producer.to_owned())]);
    format!("{ADDRESS}/contestations{end}{query}")
}
