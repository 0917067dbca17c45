//! What an agent works with on a dossier: the forms that come back, what was done, the answers at hand.

use domain::{
    canned::Kept,
    dossier::{DossierId, Seq, talk::Subject},
    usecase::Review,
};
use leptos::prelude::*;

use crate::pages::from_list::{FromList, kept};

/// Which forms stand beside what an agent chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opens {
    /// The one that asks for a correction.
    #[default]
    Correction,
    /// Those that write a note, and to the structure.
    Writing,
}

/// What an agent is about to ask, or just did.
#[derive(Clone, Debug, Default)]
pub struct Correcting {
    /// What the form that is open is about.
    pub about: Option<Subject>,
    /// Which one it is.
    pub opens: Opens,
    /// Why what was sent is refused, and what it said.
    pub refused: Option<(String, String)>,
    /// What a form sent, field by field, where it is refused or goes on.
    pub typed: Vec<(String, String)>,
    /// What was just done: the identifier of the part of the page where it is said, and a sentence.
    pub done: Option<(String, &'static str)>,
    /// The list that one came from, if one did.
    pub list: Option<FromList>,
}

impl Correcting {
    /// What a field of the form that comes back said.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// The text of the form that comes back.
    pub(super) fn text(&self) -> String {
        self.typed("texte").to_owned()
    }

    /// Whether the form that comes back is that of an act, about a note, a thread or a correction where it has one.
    pub(super) fn is_form(&self, act: &str, of: &str) -> bool {
        let own = [self.typed("acte"), self.typed("forme")].contains(&act);
        own && (of.is_empty() || ["note", "fil", "correction"].map(|name| self.typed(name)).contains(&of))
    }

    /// Why the form of an act is refused.
    pub(super) fn refused_in(&self, act: &str, of: &str) -> Option<String> {
        let own = self.is_form(act, of);
        self.refused.as_ref().filter(|_| own).map(|(reason, _)| reason.clone())
    }
}

/// What was just done in a part of the page.
pub(super) fn done(asked: &Correcting, part: &str) -> Option<AnyView> {
    let (_, said) = asked.done.as_ref().filter(|(own, _)| *own == part)?;
    Some(
        view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-2w" role="status"><p>{*said}</p></div> }
            .into_any(),
    )
}

/// The dossier that an agent works on.
pub(super) struct Desk {
    pub(super) id: DossierId,
    seen: Seq,
    /// Whether corrections may be asked for and settled.
    pub(super) asks: bool,
    /// Whether its reader instructs it: notes, messages, sections read.
    pub(super) works: bool,
    /// The answers that the service has at hand.
    canned: Vec<Kept>,
    /// The last event that changed what lists say of it.
    pub(super) noted: Seq,
    /// The list that one came from, as its address says it; may be blank.
    list: String,
}

impl Desk {
    pub(super) fn of(review: &Review, canned: Vec<Kept>, list: Option<&FromList>) -> Self {
        Self {
            id: review.id,
            seen: review.seen,
            asks: review.asks,
            works: review.instructs,
            canned,
            noted: review.noted,
            list: list.map(|list| list.query.clone()).unwrap_or_default(),
        }
    }

    /// The address of the dossier.
    pub(super) fn here(&self) -> String {
        self.kept(format!("/instruction/dossiers/{}", self.id))
    }

    /// An address that keeps the list.
    pub(super) fn kept(&self, to: String) -> String {
        kept(Some(&self.list), to)
    }

    /// The address of this dossier with the form that is wanted about something.
    pub(super) fn asking(&self, about: &Subject, opens: Opens) -> String {
        let (open, place) = match opens {
            Opens::Correction => ("", "demande"),
            Opens::Writing => ("ouvre=ecrire&", "ecrire"),
        };
        let asked = match about {
            Subject::Step(key) => format!("etape={key}"),
            Subject::Question(path) => format!("champ={path}"),
        };
        self.kept(format!("/instruction/dossiers/{}?{open}{asked}#{place}", self.id))
    }

    pub(super) fn act(&self, body: AnyView) -> AnyView {
        view! {
            <form method="post" action=self.here()>
                <input type="hidden" name="_vu" value=self.seen.to_string()/>
                {body}
            </form>
        }
        .into_any()
    }
}

/// The control that says what a form is about.
pub(super) fn hidden(about: &Subject) -> AnyView {
    let (name, value) = match about {
        Subject::Step(key) => ("etape", key.clone()),
        Subject::Question(path) => ("champ", path.to_string()),
    };
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

/// The answers at hand, and the button that puts one in the text of a form: the page comes back with it.
pub(super) fn at_hand(desk: &Desk, id: &str, form: &'static str) -> Option<AnyView> {
    if desk.canned.is_empty() {
        return None;
    }
    let control = format!("type-{id}");
    let all = desk.kept("/instruction/reponses".to_owned());
    let choices = desk.canned.iter().map(|Kept { answer, .. }| {
        let tags = if answer.tags.is_empty() { String::new() } else { format!(" ({})", answer.tags) };
        view! { <option value=answer.title.clone()>{format!("{}{tags}", answer.title)}</option> }.into_any()
    });
    Some(
        view! {
            <input type="hidden" name="forme" value=form/>
            <div class="fr-select-group canned">
                <label class="fr-label" for=control.clone()>"Réponse type" <a class="fr-link fr-link--sm" href=all>"Les gérer"</a></label>
                <select class="fr-select" id=control name="type"><option value="">"Choisir une réponse type"</option>{choices.collect_view()}</select>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="inserer" formnovalidate>"Insérer"</button>
            </div>
        }
        .into_any(),
    )
}
