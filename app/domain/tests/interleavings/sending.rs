//! One dossier sent at any moment: while a colleague writes, while agents decide on the version before.

use crate::{
    desk::Act,
    office::{CELL, Desk, READ, ROW, Step, explore, writes},
};

#[test]
fn two_writers_who_both_send_and_an_agent_on_one_submission() {
    let one = [writes("champ.x", "a"), READ, Step::Sends];
    let two = [writes("champ.x", "b"), Step::Writes(Act::Again), Step::Sends];
    let agent = [Step::Looks, Step::Decides(true), Step::Asks("champ.x")];
    assert_eq!(explore(Desk::draft, [&one, &two, &agent]), 1_680);
}

#[test]
fn a_row_taken_away_while_its_cell_is_written_and_the_dossier_sent() {
    let one = [writes(CELL, "a"), READ, Step::Sends];
    let two = [writes(ROW, ""), READ, Step::Sends];
    let agent = [Step::Looks, Step::Asks(ROW), Step::Decides(true)];
    assert_eq!(explore(Desk::draft, [&one, &two, &agent]), 1_680);
}

#[test]
fn two_agents_decide_on_the_same_version_while_it_is_sent_again() {
    let structure = [writes("champ.x", "a"), Step::Answers, Step::Sends];
    let one = [Step::Decides(true), Step::Looks, Step::Decides(true)];
    let two = [Step::Asks("champ.x"), Step::Decides(false), Step::Looks, Step::Decides(false)];
    assert_eq!(explore(Desk::sent, [&structure, &one, &two]), 4_200);
}
