//! Confirming steps: kept as what is typed, told once the rest is in, with what its page had seen.

use domain::dossier::{Actor, Batch};
use leptos::prelude::*;

use super::{Editor, confirm_step, journal::Confirmed, save_answers};
use crate::AppError;

impl Editor {
    /// The first step to be confirmed in which nothing is to be decided first.
    pub(super) fn next_to_confirm(&self) -> Option<Confirmed> {
        let steps = self.with_desk(|desk| desk.to_confirm.clone())?;
        steps.into_iter().find(|known| self.conflicts_in(&known.step).is_empty())
    }

    /// Confirms a step, or notes that it is to be once the server answers again; false when it refuses.
    pub async fn confirm(&self, step: &str) -> bool {
        self.with_desk(|desk| desk.wait_to_confirm(step));
        self.write_journal();
        self.send_all().await || self.is_cut_off()
    }

    /// Confirms the first step that waits for it; true when nothing waits any more.
    pub(super) async fn confirm_next(&self) -> bool {
        self.reload_once_free();
        let next = self.next_to_confirm();
        let Some(Some(Confirmed { step, how })) = self.with_desk(|desk| {
            let next = next.filter(|_| !desk.in_flight);
            desk.in_flight |= next.is_some();
            next
        }) else {
            return !self.is_waiting();
        };
        let answer = confirm_step(self.id(), step.clone(), Some(self.inner().me), Some(how)).await;
        if self.inner.try_get_value().is_none() {
            return false; // the page has gone
        }
        match answer {
            Ok(()) | Err(AppError::Refused(_) | AppError::Invalid(_)) => {}
            // As an edit: what is not refused for good is told again.
            Err(error) => {
                self.failed(error);
                return false;
            }
        }
        self.with_desk(|desk| {
            desk.settle();
            desk.confirmed(&step);
        });
        self.write_journal();
        match answer {
            Ok(()) => {
                self.confirmed(&step);
                self.tell(self.snapshot.with_untracked(|snapshot| snapshot.at));
                self.go_on();
                true
            }
            Err(error) => {
                self.not_confirmed(&step, &error).await;
                false
            }
        }
    }

    /// Says that a step is not confirmed and why, until that is read; and asks what others wrote meanwhile.
    async fn not_confirmed(&self, step: &str, error: &AppError) {
        let title = self.with_program(|program| program.trame().step(step).map(|step| step.title.clone()));
        let title = title.unwrap_or_default();
        self.refuse(format!("L’étape «\u{a0}{title}\u{a0}» n’est pas confirmée. {error}"), None);
        let nothing = self.with_desk(|desk| Batch {
            client: desk.client().clone(),
            known: desk.known,
            edits: Vec::new(),
        });
        let Some(batch) = nothing else { return };
        if let Ok(Ok(answer)) =
            save_answers(self.id(), batch, Some(self.inner().me)).await.map(|answer| answer.open())
            && self.inner.try_get_value().is_some()
        {
            self.receive(answer);
        }
    }

    /// Notes that the server took a step's confirmation.
    pub fn confirmed(&self, step: &str) {
        let me = self.inner().me;
        self.snapshot.update(|snapshot| {
            // Its number is not known here; it comes after everything this page has seen.
            let seq = snapshot.seq.max(self.inner().desk.lock().expect("one thread").known) + 1;
            let confirmation = domain::dossier::Confirmation { seq, by: Actor::Person(me), at: snapshot.at };
            snapshot.confirmations.insert(step.to_owned(), confirmation);
        });
    }
}
