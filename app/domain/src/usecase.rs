//! What people do: one file a use case.
//!
//! Each takes the person asking first and hands out only what that person may see.

mod advise;
mod analyse_pieces;
mod ask_sources;
mod assign_step;
mod canned;
mod comments;
mod confirm_step;
mod count_prefill;
mod create_bilan;
mod create_dossier;
mod desk;
mod exchange;
mod find_structures;
mod follow_dossier;
mod hear;
mod hear_asp;
mod instruct;
mod keep_value;
mod list_dossiers;
mod lists;
mod load;
mod measure_reserve;
mod measure_steps;
mod migrate_drafts;
mod notices;
mod open_dossier;
mod parcels;
mod pieces;
mod previous;
mod queue;
mod read_decision;
mod read_document;
mod read_exchanges;
mod read_history;
mod read_inventory;
mod read_paper;
mod read_piece;
mod read_renewal;
mod read_warnings;
mod record;
mod reference_data;
mod remind;
mod review_dossier;
mod rows;
mod save_answers;
mod save_form;
mod send_mails;
mod share_dossiers;
mod sisters;
mod sources;
mod submit_dossier;
mod take_row;
mod tally_dossiers;
mod territories;
mod undo_changes;
mod vault;
mod views;

use std::sync::Arc;

use form::Program;

pub use advise::{OpinionDesk, give_own_opinion, invite_opinion, read_opinion_asked};
pub use analyse_pieces::{Analysed, analyse_pieces};
pub use ask_sources::{SourcesAsked, ask_source};
pub use assign_step::{assign_step, colleagues};
pub use canned::{forget_canned, keep_canned, read_canned};
pub use comments::{LONGEST_COMMENT, add_comment, settle_comment};
pub use confirm_step::{Confirming, confirm_step, confirm_step_read, next_to_renew};
pub use count_prefill::{Prefilled, count_prefill};
pub use create_bilan::create_bilan;
pub use create_dossier::{Creatable, creatable, create_dossier};
pub use desk::{
    add_note, change_note, dismiss_finding, mark_looked, mark_step, restore_finding, strike_note,
};
pub use exchange::{
    Enclosed, Messages, mark_thread_read, open_thread, read_messages, reply, unread_messages,
};
pub use find_structures::{FoundStructure, find_structures};
pub use follow_dossier::follow_dossier;
pub use hear_asp::hear_deliveries;
pub use instruct::{
    acknowledge_dossier, answer_correction, ask_correction, ask_opinion, decide_dossier, drop_opinion,
    give_proposal_back, number_convention, read_rounds, recall_opinion, record_opinion, reopen_decision,
    settle_correction, take_back_dossier, withdraw_dossier,
};
pub use keep_value::keep_value;
pub use list_dossiers::{Card, list_dossiers};
pub use lists::search_list;
pub use load::{AGES, Loads, read_load};
pub use measure_reserve::{
    Counted, Measuring, Stretch, begin_measure, count_stretch, end_measure, measure_reserve, refresh_reserve,
};
pub use measure_steps::{StepTimes, measure_steps};
pub use migrate_drafts::{MigratedDossier, MigrationReport, Transition, migrate_drafts};
pub use notices::{MOST_NOTICES, mark_notices_read, open_notice, read_notices, unread_notices};
pub use open_dossier::{OpenDossier, open_dossier};
pub use parcels::{deliver_parcel, forget_parcel, hold_chunk, lacking_chunks};
pub use pieces::{attach_piece, date_piece, detach_piece, put_piece_back};
pub use queue::{QueueDesk, Quote, beside_in_queue, changed_lines, last_noted, review_queue};
pub use read_decision::{DecisionDesk, Lack, read_decision};
pub use read_document::{Document, read_document};
pub use read_exchanges::{Exchanges, read_exchanges};
pub use read_history::{History, Told, read_history, restore_answer};
pub use read_inventory::{Contests, read_contests, read_inventory};
pub use read_paper::{preview_acknowledgement, preview_decision, read_paper, read_past_paper};
pub use read_piece::{ReadPiece, read_piece};
pub use read_renewal::{Renewing, Waiting, read_renewal};
pub use read_warnings::{Warnings, read_warnings};
pub use reference_data::{ReferenceData, published_form, reference_data};
pub use remind::remind;
pub use review_dossier::{
    Agreed, Change, Changed, Delay, Difference, Documents, Exits, FilledBy, Finding, Findings, Lacking,
    Otherwise, Ratio, Review, ReviewGroup, ReviewLine, ReviewStep, Since, Summary, preview_dossier,
    review_dossier,
};
pub use rows::{add_row, copy_row, keep_row, remove_row};
pub use save_answers::save_answers;
pub use save_form::{FormSaved, decide_conflict, restore_source, save_form};
pub use send_mails::{MailsSent, send_mails};
pub use share_dossiers::{Done, Refused, Report, Sharing, share_dossiers};
pub use sources::{
    LONGEST_REASON, NO_REASON, SourcesRead, contest_value, read_sources, refresh_sources, take_table,
    take_value,
};
pub use submit_dossier::submit_dossier;
pub use take_row::{leave_rows, take_row, take_rows};
pub use tally_dossiers::tally_dossiers;
pub use territories::{Column, Territories, hold_everywhere, read_territories, take_from_sister};
pub use undo_changes::{Undone, undo_changes};
pub use vault::valid_until;
pub use views::{forget_view, keep_view, rename_view};

use crate::{
    Error, Result, Viewer,
    access::{Access, Action},
    dossier::{Opening, State, TrameRef, procedure::Rules},
    piece::Quota,
    ports::{
        Antivirus, AwaitedPieces, AwaitedSources, CannedAnswers, Clock, Desks, Directory, Dossiers, Hearings,
        Ids, Library, Lists, Looks, Pieces, Realisations, Register, Reserves, Sessions, Tallies,
        notices::{Mailer, Notices, Outbox},
    },
    source::Ask,
};

/// Everything a use case may call, behind its ports.
#[derive(Clone)]
pub struct Services {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn Ids>,
    /// Trames and parameters.
    pub library: Arc<dyn Library>,
    /// Reference lists.
    pub lists: Arc<dyn Lists>,
    /// How long the steps take.
    pub times: StepTimes,
    /// How dossiers are instructed here.
    pub rules: Rules,
    /// Documents given.
    pub pieces: Arc<dyn Pieces>,
    /// Largest of them, in bytes.
    pub heaviest: usize,
    /// How many a dossier holds at most, and how much they weigh.
    pub quota: Quota,
    /// Those that wait for the antivirus.
    pub awaited: Arc<dyn AwaitedPieces>,
    /// The antivirus; none where documents are taken as they come.
    pub antivirus: Option<Arc<dyn Antivirus>>,
    /// The services that are asked about a structure, in no order.
    pub sources: Arc<[Arc<dyn Ask>]>,
    /// What they are still to be asked.
    pub awaited_sources: Arc<dyn AwaitedSources>,
    /// When they said the same again.
    pub hearings: Arc<dyn Hearings>,
    /// Dossiers.
    pub dossiers: Arc<dyn Dossiers>,
    /// What ASP delivered.
    pub register: Arc<dyn Register>,
    /// What was done under their annexes.
    pub realisations: Arc<dyn Realisations>,
    /// What became of the data of the dossiers sent.
    pub tallies: Arc<dyn Tallies>,
    /// What is in store of the data before any dossier.
    pub reserves: Arc<dyn Reserves>,
    /// How services share out their work.
    pub desks: Arc<dyn Desks>,
    /// Structures by name.
    pub directory: Arc<dyn Directory>,
    /// Sessions.
    pub sessions: Arc<dyn Sessions>,
    /// Where each looked last.
    pub looks: Arc<dyn Looks>,
    /// The answers that services keep at hand.
    pub canned: Arc<dyn CannedAnswers>,
    /// What people are told.
    pub notices: Arc<dyn Notices>,
    /// The mails that wait.
    pub outbox: Arc<dyn Outbox>,
    /// Who carries them; none where notices stay in the application.
    pub mailer: Option<Arc<dyn Mailer>>,
}

/// The form of a reference; a form that was published is there for ever.
fn form_of(library: &dyn Library, trame: &TrameRef) -> Result<Arc<Program>> {
    library.program(trame).ok_or_else(|| Error::unavailable(format!("trame {trame} absente")))
}

/// Lets a person do something, or answers as if the dossier did not exist, or says who may.
fn allow(viewer: &Viewer, action: Action, dossier: &Opening, state: State) -> Result<()> {
    match viewer.may(action, dossier, state) {
        Access::Granted => Ok(()),
        Access::Denied(who) => Err(Error::Forbidden(who)),
        Access::Unknown => Err(Error::NotFound),
    }
}
