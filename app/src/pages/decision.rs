//! `/instruction/dossiers/{id}/decision`: what is granted, counted as it is typed; or why it is refused.

mod fields;
mod ruled;
mod simulation;

use domain::{
    dossier::{
        Actor, State,
        procedure::{Draft, Motive, Terms, Tier, Wrong},
    },
    usecase::{DecisionDesk, Lack},
};
use form::french;
use leptos::prelude::*;

use super::{
    from_list::{FromList, kept, nav},
    review::{bar, colleagues},
};
use crate::Page;
use fields::{Fields, choice, note};
use simulation::simulation;

/// Counts again what the fields say while they are typed: the last asked is shown, whatever comes late.
const COUNTS: &str = "{const f=document.querySelector('form[data-decision]'),s=document.getElementById('simulation');let w,n=0;const late=()=>{if(s.firstElementChild?.id!='en-retard')s.insertAdjacentHTML('afterbegin','<p id=en-retard class=\"fr-message fr-message--error\">Le calcul n’est pas à jour\u{a0}: le service ne répond pas. Ce que vous avez tapé reste dans les champs.</p>')},count=()=>{clearTimeout(w);w=setTimeout(async()=>{const k=++n,d=new URLSearchParams(new FormData(f));d.set('acte','simuler');try{const a=await fetch(f.getAttribute('action'),{method:'POST',body:d});if(k!==n)return;if(a.ok)s.innerHTML=await a.text();else late()}catch{if(k===n)late()}},200)};if(f&&s){f.addEventListener('input',e=>{if(e.target.tagName!='TEXTAREA')count()});s.addEventListener('click',e=>{const b=e.target.closest('[data-part]');if(b){f.elements.cofinancement.value=b.dataset.part;count();f.elements.cofinancement.focus()}})}}";

/// What an agent is about to decide.
#[derive(Clone, Debug, Default)]
pub struct Deciding {
    /// What stands in the fields; what is asked, or proposed, when nothing was typed.
    pub draft: Option<Draft>,
    /// Whether it is granted, as far as it was said.
    pub granted: Option<bool>,
    /// The reason that is counted.
    pub motive: Option<Motive>,
    /// The reason in words.
    pub reason: String,
    /// What is wrong in the fields.
    pub wrong: Vec<Wrong>,
    /// What a form beside that of the decision said: which, and its words.
    pub said: Option<(String, String)>,
    /// Why what was sent is refused.
    pub refused: Option<String>,
    /// What was just done, in a sentence.
    pub done: Option<&'static str>,
    /// The list that one came from, if one did.
    pub list: Option<FromList>,
}

impl Deciding {
    /// An address that keeps the list.
    fn kept(&self, to: String) -> String {
        kept(FromList::words(self.list.as_ref()), to)
    }
}

/// A decision to take, or that was taken.
#[must_use]
pub fn decision(desk: DecisionDesk, deciding: Deciding) -> Page {
    let title = format!("Décision\u{a0}: {} · {}", desk.opening.title(), desk.opening.structure_name);
    let failed = deciding.refused.is_some() || !deciding.wrong.is_empty();
    let title = if failed { format!("Erreur\u{a0}: {title}") } else { title };
    Page::new(title, move || page(&desk, &deciding)).with_script(COUNTS).with_module("queue.js")
}

/// What a draft costs, as a part of the page.
#[must_use]
pub fn simulated(desk: &DecisionDesk, draft: &Draft) -> String {
    let Some(asked) = &desk.asked else { return String::new() };
    let owner = Owner::new();
    let html = owner.with(|| simulation(desk, &draft.read(asked)).to_html());
    owner.cleanup();
    html
}

/// A form of the page, with what its author has read.
fn act(desk: &DecisionDesk, deciding: &Deciding, body: AnyView) -> AnyView {
    let to = deciding.kept(format!("/instruction/dossiers/{}/decision", desk.id));
    view! {
        <form method="post" action=to data-decision="">
            <input type="hidden" name="_vu" value=desk.seen.to_string()/>
            <input type="hidden" name="version" value=desk.version.to_string()/>
            {body}
        </form>
    }
    .into_any()
}

fn name_of(desk: &DecisionDesk, actor: Actor) -> String {
    let Actor::Person(person) = actor else { return String::new() };
    let known = desk.names.iter().find(|(known, _)| *known == person);
    known.map_or_else(String::new, |(_, name)| name.clone())
}

fn page(desk: &DecisionDesk, deciding: &Deciding) -> AnyView {
    let heading = match desk.state {
        State::Granted | State::Refused => "Décision",
        _ => match desk.tier {
            Tier::Departement => "Proposer une décision à la DREETS",
            Tier::Reader => "Décision",
            Tier::Only | Tier::Region => "Décider",
        },
    };
    let alert = deciding.refused.as_ref().map(|reason| {
        view! { <div class="fr-alert fr-alert--error fr-mb-3w" role="alert"><p>{reason.clone()}</p></div> }.into_any()
    });
    let done = deciding.done.map(|done| {
        view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{done}</p></div> }
            .into_any()
    });
    view! {
        {bar(&desk.opening, desk.state, desk.to_check > 0)}
        <div class="fr-container fr-py-4w">
            {nav(deciding.list.as_ref())}
            {colleagues(desk.id, desk.seen)}
            <p class="fr-mb-2w"><a class="fr-link" href=deciding.kept(format!("/instruction/dossiers/{}", desk.id))>"← Revenir au dossier"</a></p>
            <h1>{heading}</h1>
            <p>{format!("{} · {}, référence {}, version {}", desk.opening.title(), desk.opening.structure_name, desk.reference, desk.version)}</p>
            {done}
            {alert}
            {(desk.tier == Tier::Reader).then(|| view! { <p>"Dans cette région, le service du département décide. Vous lisez son travail."</p> }.into_any())}
            {lacking(desk, deciding)}
            {ruled::proposal(desk, deciding)}
            {if desk.decides() { Some(form(desk, deciding)) } else { not_kept(deciding) }}
            {ruled::rulings(desk, deciding)}
        </div>
    }
    .into_any()
}

/// What has to be done before it can be decided, each with the way to it.
fn lacking(desk: &DecisionDesk, deciding: &Deciding) -> Option<AnyView> {
    let items = desk.lacks().into_iter().map(|lack| {
        let own = |text: &str, place| (text.to_owned(), place);
        let (text, place) = match lack {
            Lack::Complete => own("Le dossier n’est pas encore reconnu complet.", "instruction"),
            Lack::Corrected => own("La structure corrige encore ce qui lui est demandé.", "corrections"),
            Lack::Proposed => {
                own("Le service du département n’a pas encore proposé de décision.", "instruction")
            }
            Lack::Opinion => own("L’avis de la commission IAE n’est pas enregistré.", "instruction"),
            Lack::Awaited => own("Un avis demandé est encore attendu.", "instruction"),
            Lack::Against(of) => (format!("L’avis {} est défavorable.", of.of_label()), "instruction"),
            Lack::Checked(many) => {
                let (one, more) =
                    ("correction répondue est à relire.", "corrections répondues sont à relire.");
                (french::count(many, one, more), "corrections")
            }
            Lack::Found(many) => {
                let (one, more) =
                    ("constat n’est ni réglé ni écarté.", "constats ne sont ni réglés ni écartés.");
                (french::count(many, one, more), "constats")
            }
        };
        let href = deciding.kept(format!("/instruction/dossiers/{}#{place}", desk.id));
        view! { <li><a href=href>{text}</a></li> }.into_any()
    });
    let items: Vec<AnyView> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-3w">
                <h2 class="fr-alert__title">"Avant de décider"</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// What was written for a decision that is no longer to be taken: a colleague took it meanwhile.
fn not_kept(deciding: &Deciding) -> Option<AnyView> {
    let reason = deciding.reason.trim();
    (deciding.refused.is_some() && !reason.is_empty()).then(|| {
        view! {
            <section class="fr-callout fr-mb-3w">
                <h2 class="fr-h6">"Votre explication n’est pas enregistrée"</h2>
                <p class="talk__text">{reason.to_owned()}</p>
                <p class="fr-text--sm">"Copiez-la si elle doit servir\u{a0}: elle disparaît quand vous quittez cette page."</p>
            </section>
        }
        .into_any()
    })
}

/// The form that decides, beside what it costs.
fn form(desk: &DecisionDesk, deciding: &Deciding) -> AnyView {
    let from = desk.instruction.proposal().filter(|_| desk.tier == Tier::Region).map(|kept| &kept.decision);
    let start = from.and_then(|decision| decision.terms.as_deref()).or(desk.asked.as_ref());
    let draft = deciding.draft.clone().or_else(|| start.map(Draft::of)).unwrap_or_default();
    let granted = deciding.granted.or(from.map(|decision| decision.granted));
    let motive = deciding.motive.or(from.and_then(|decision| decision.motive));
    let reason = match from.filter(|_| deciding.granted.is_none()) {
        Some(decision) => decision.reason.clone(),
        None => deciding.reason.clone(),
    };
    let fields = Fields { draft: &draft, wrong: &deciding.wrong };
    let counted = desk.asked.as_ref().map(|asked| {
        let drafted = draft.read(asked);
        view! {
            // Not shown once it is refused.
            <div class="decision__granted">
                {fields::terms(desk, asked, &fields)}
                <div id="simulation" aria-live="polite">{simulation(desk, &drafted)}</div>
                <noscript><button class="fr-btn fr-btn--tertiary fr-btn--sm fr-mb-3w" type="submit" name="acte" value="calculer">"Recalculer"</button></noscript>
            </div>
        }
        .into_any()
    });
    let label = match desk.tier {
        Tier::Departement => "Proposer à la DREETS",
        Tier::Region => "Valider la décision",
        Tier::Only | Tier::Reader => "Décider",
    };
    let motives = Motive::all()
        .map(|known| {
            view! { <option value=known.code() selected={Some(known) == motive}>{known.label()}</option> }
                .into_any()
        })
        .collect_view();
    let word = desk.opening.about.word();
    let counts = desk.asked.is_some();
    act(
        desk,
        deciding,
        view! {
            <fieldset class="fr-fieldset" class:fr-fieldset--error=fields.is_wrong("accorder") aria-labelledby="sens accorder-erreur">
                <legend class="fr-fieldset__legend" id="sens">{format!("Votre décision sur ce {word}")}</legend>
                {choice("oui", "Accepter", granted == Some(true))}
                {choice("non", "Refuser", granted == Some(false))}
                {fields.message("accorder")}
            </fieldset>
            {counted}
            <h2 class="fr-h5 fr-mt-3w">"Motivation"</h2>
            <div class="fr-select-group" class:fr-select-group--error=fields.is_wrong("motif")>
                <label class="fr-label" for="motif">"Motif" <span class="fr-hint-text">"Pour un refus, ou quand ce qui est accordé n’est pas ce qui est demandé."</span></label>
                <select class="fr-select" id="motif" name="motif" aria-describedby="motif-erreur" aria-invalid=fields.is_wrong("motif").then_some("true")><option value="">"Choisir un motif"</option>{motives}</select>
                {fields.message("motif")}
            </div>
            {note("raison", "Explication", "La structure la lit telle quelle\u{202f}; elle figure dans la notification.", &reason, &deciding.wrong)}
            <button class="fr-btn fr-mr-1w" type="submit" name="acte" value="decider">{label}</button>
            {counts.then(|| view! { <button class="fr-btn fr-btn--tertiary" type="submit" name="acte" value="relire" formtarget="_blank">"Relire le courrier" <span class="fr-sr-only">" - nouvelle fenêtre"</span></button> }.into_any())}
            {counts.then(|| view! { <button class="fr-btn fr-btn--tertiary fr-ml-1w" type="submit" name="acte" value="telecharger">"Télécharger le projet (PDF)"</button> }.into_any())}
        }
        .into_any(),
    )
}

/// What is accorded in a phrase: `11,40 ETP, 286 334,37 €`.
fn phrase(terms: &Terms) -> String {
    format!("{}, {}", terms.posts_said(), euros(terms.total()))
}

/// Euros as they are read.
fn euros(amount: form::Decimal) -> String {
    french::quantity(amount, &form::FieldType::Euros)
}
