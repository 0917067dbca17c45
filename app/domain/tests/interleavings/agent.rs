//! Two writers of a structure and agents of the State on one dossier: corrections, sending again, decisions.
//!
//! Nothing is written where nothing was asked, nobody decides on what they have not read, one decision holds,
//! and from wherever they end, the dossier can still be brought to a decision.

use domain::dossier::{Event, Snapshot};
use proptest::prelude::*;

use crate::{
    desk::Act,
    office::{CELL, Desk, READ, ROW, Step, explore, writes},
};

fn any_step() -> impl Strategy<Value = (usize, Step)> {
    let field = prop_oneof![Just("champ.x"), Just("champ.y"), Just(ROW), Just(CELL)];
    let text = prop_oneof![Just("a"), Just("b"), Just("12"), Just("")];
    let writes = (0..2_usize, field.clone(), text).prop_map(|(who, field, text)| (who, writes(field, text)));
    let agent = prop_oneof![
        3 => Just(Step::Looks),
        2 => field.prop_map(Step::Asks),
        1 => any::<bool>().prop_map(Step::Settles),
        1 => Just(Step::TakesBack),
        1 => any::<bool>().prop_map(Step::Decides),
    ];
    prop_oneof![
        6 => writes,
        1 => Just((0, Step::Answers)),
        1 => Just((1, Step::Sends)),
        4 => (2..4_usize, agent),
    ]
}

proptest! {
    /// Whatever people do, in whatever order: the log folded again is the dossier, bit for bit.
    #[test]
    fn the_log_folded_again_is_the_dossier_bit_for_bit(steps in proptest::collection::vec(any_step(), 1..60)) {
        let mut desk = Desk::sent();
        for (who, step) in &steps {
            desk.step(*who, *step);
            // A page that has sent reads what it is told.
            if matches!(step, Step::Writes(_)) {
                desk.step(*who, READ);
            }
        }
        desk.check(&[]);
        let folded = Snapshot::fold(&desk.server.log).expect("a log");
        let text = |snapshot: &Snapshot| serde_json::to_string(snapshot).expect("JSON");
        prop_assert_eq!(text(&folded), text(&desk.server.snapshot));
        let read: Snapshot = serde_json::from_str(&text(&folded)).expect("a dossier");
        prop_assert_eq!(&read, &folded);
        let log: Vec<Event> = desk.server.log.iter().map(|event| {
            let text = serde_json::to_string(event).expect("JSON");
            serde_json::from_str(&text).expect("an event")
        }).collect();
        prop_assert_eq!(Snapshot::fold(&log), Ok(folded), "and so is the log as it is written");
    }
}

#[test]
fn two_writers_and_an_agent_on_one_field() {
    let one = [writes("champ.x", "a"), READ, Step::Answers, Step::Sends];
    let two = [writes("champ.x", "b"), Step::Writes(Act::Again), Step::Sends];
    let agent = [Step::Asks("champ.x"), Step::Looks, Step::Settles(true), Step::Decides(true)];
    assert_eq!(explore(Desk::sent, [&one, &two, &agent]), 11_550);
}

#[test]
fn two_writers_and_an_agent_who_asks_again() {
    let one = [writes("champ.x", "a"), READ, Step::Answers, Step::Sends];
    let two = [writes("champ.y", "b"), READ, Step::Answers];
    let agent = [Step::Asks("champ.x"), Step::Looks, Step::Settles(false), Step::Decides(false)];
    assert_eq!(explore(Desk::sent, [&one, &two, &agent]), 11_550);
}

#[test]
fn two_writers_and_an_agent_who_waits_no_more() {
    let one = [writes("champ.x", "a"), READ, Step::Answers, Step::Sends];
    let two = [writes("champ.x", "b"), READ, Step::Sends];
    let agent = [Step::Asks("champ.x"), Step::Looks, Step::TakesBack, Step::Decides(true)];
    assert_eq!(explore(Desk::sent, [&one, &two, &agent]), 11_550);
}

#[test]
fn two_writers_and_an_agent_on_one_row() {
    let one = [writes(CELL, "a"), READ, Step::Answers, Step::Sends];
    let two = [writes(ROW, ""), READ, writes(CELL, "b"), READ];
    let agent = [Step::Asks(ROW), Step::Looks, Step::Decides(true)];
    assert_eq!(explore(Desk::sent, [&one, &two, &agent]), 11_550);
}

#[test]
fn two_agents_decide_once_on_what_they_read() {
    let structure = [writes("champ.x", "a"), READ, Step::Answers, Step::Sends];
    let one = [Step::Looks, Step::Decides(true), Step::Asks("champ.x")];
    let two = [Step::Asks("champ.x"), Step::Looks, Step::Decides(false)];
    // The agents are at the second and third places: each has its own eyes.
    assert_eq!(explore(Desk::sent, [&structure, &one, &two]), 4_200);
}
