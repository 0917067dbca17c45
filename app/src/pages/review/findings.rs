//! The findings of a version sent, the gravest first; those that the service set aside are folded.

use domain::{dossier::Actor, usecase::Finding};
use form::{Severity, french};
use leptos::prelude::*;

use super::{
    desk::{Correcting, Desk, done},
    line_id,
};
use crate::ui::why;

/// All of them; nothing where nothing was found.
pub(super) fn list(
    findings: &[Finding],
    (desk, name_of): (&Desk, &dyn Fn(Actor) -> String),
    asked: &Correcting,
) -> Option<AnyView> {
    if findings.is_empty() {
        return None;
    }
    let mut sorted: Vec<(usize, &Finding)> = findings.iter().enumerate().collect();
    sorted.sort_by_key(|(_, finding)| finding.severity);
    let (aside, standing): (Vec<_>, Vec<_>) =
        sorted.into_iter().partition(|(_, finding)| finding.dismissed.is_some());
    let many = aside.len();
    let standing: Vec<AnyView> =
        standing.into_iter().map(|(place, finding)| item(place, finding, desk, asked)).collect();
    let aside: Vec<AnyView> =
        aside.into_iter().map(|(_, finding)| dismissed(finding, (desk, name_of))).collect();
    let none = standing.is_empty();
    Some(
        view! {
            <div class="fr-alert fr-alert--info fr-mb-3w">
                <h2 class="fr-alert__title" id="constats">"Constats"</h2>
                {done(asked, "constats")}
                {if none { view! { <p>"Tous les constats sont écartés."</p> }.into_any() } else { view! { <ul>{standing}</ul> }.into_any() }}
                {(many > 0).then(|| view! {
                    <details>
                        <summary>{format!("Constats écartés ({many})")}</summary>
                        <ul>{aside}</ul>
                    </details>
                }.into_any())}
            </div>
        }
        .into_any(),
    )
}

fn said(finding: &Finding) -> AnyView {
    let href = format!("#{}", line_id(&finding.path));
    let explanation = finding.explanation.as_ref().map(|text| {
        view! { <span class="finding__answer">{format!("Explication de la structure\u{a0}: «\u{a0}{text}\u{a0}»")}</span> }
    });
    let severity = match finding.severity {
        Severity::Blocking => "Bloquant",
        Severity::ToJustify if finding.explanation.is_some() => "Expliqué par la structure",
        Severity::ToJustify => "À justifier",
        Severity::Information => "Information",
    };
    let about = french::about(&finding.label, &finding.text);
    view! { <a href=href>{about}</a> " " <span class="fr-hint-text news__who">{severity}</span> {explanation} {why(finding.grounds.clone())} }
        .into_any()
}

/// A finding that stands, and the form that sets it aside.
fn item(place: usize, finding: &Finding, desk: &Desk, asked: &Correcting) -> AnyView {
    let form = desk.works.then(|| {
        let typed = |name: &str| asked.typed(name);
        let own = typed("acte") == "ecarter"
            && typed("champ") == finding.path.as_str()
            && typed("constat") == finding.code;
        let wrong = asked.refused.as_ref().filter(|_| own);
        let text = wrong.map(|(_, text)| text.clone()).unwrap_or_default();
        let control = format!("ecarter-{place}");
        let about = finding.label.clone();
        let form = desk.act(
            view! {
                {named(finding)}
                <div class="fr-input-group" class:fr-input-group--error=wrong.is_some()>
                    <label class="fr-label" for=control.clone()>"Pourquoi" <span class="fr-hint-text">"Le service le lit, la structure ne le lit pas."</span></label>
                    <textarea class="fr-input" id=control name="texte" rows="2" data-garde="">{text}</textarea>
                    {wrong.map(|(reason, _)| view! { <p class="fr-message fr-message--error">{reason.clone()}</p> }.into_any())}
                </div>
                <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit" name="acte" value="ecarter">"Écarter ce constat" <span class="fr-sr-only">{format!(" ({about})")}</span></button>
            }
            .into_any(),
        );
        view! { <details class="why" open=own><summary>"Écarter"</summary>{form}</details> }.into_any()
    });
    view! { <li>{said(finding)} {form}</li> }.into_any()
}

/// A finding that was set aside: who, when, why, and the way back.
fn dismissed(finding: &Finding, (desk, name_of): (&Desk, &dyn Fn(Actor) -> String)) -> AnyView {
    let why = finding.dismissed.as_ref().map(|dismissal| {
        let day = french::date(french::time_of_day(dismissal.at).0);
        let who = name_of(dismissal.by);
        view! { <span class="finding__answer">{format!("Écarté par {who}, le {day}\u{a0}: «\u{a0}{}\u{a0}»", dismissal.reason)}</span> }
            .into_any()
    });
    let back = desk.works.then(|| {
        let about = finding.label.clone();
        desk.act(
            view! {
                {named(finding)}
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="reprendre-constat">"Ne plus écarter" <span class="fr-sr-only">{format!(" ({about})")}</span></button>
            }
            .into_any(),
        )
    });
    view! { <li>{said(finding)} {why} {back}</li> }.into_any()
}

/// Which finding a form is about.
fn named(finding: &Finding) -> AnyView {
    view! {
        <input type="hidden" name="champ" value=finding.path.to_string()/>
        <input type="hidden" name="constat" value=finding.code.clone()/>
    }
    .into_any()
}
