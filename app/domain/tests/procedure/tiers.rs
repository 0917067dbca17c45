//! Two levels: in every state, what each may decide, where the region validates and where it does not.

use domain::{
    Acting, Error, PersonId, Refusal, Viewer,
    access::Level,
    dossier::{
        About, Body, State,
        procedure::{self, Act, Move, Rules, Stage, Tier},
    },
};
use uuid::Uuid;

use crate::log::{Log, granted, states};

/// What deciding does, for who decides at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Decided,
    Proposed,
    NotProposed,
    AwaitsTheRegion,
    Refused,
    Forbidden,
}

fn told(answer: &Result<Body, Error>) -> Told {
    match answer {
        Ok(Body::Decided { .. }) => Told::Decided,
        Ok(Body::Moved(moved)) if matches!(**moved, Move::Proposed(_)) => Told::Proposed,
        Ok(other) => panic!("{other:?}"),
        Err(Error::Refused(Refusal::NotProposed)) => Told::NotProposed,
        Err(Error::Refused(Refusal::Proposed)) => Told::AwaitsTheRegion,
        Err(Error::Refused(_)) => Told::Refused,
        Err(Error::Forbidden(_)) => Told::Forbidden,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn each_level_decides_where_it_may_and_nowhere_else() {
    for (state, log) in states() {
        let now = log.now();
        let expected = |tier| match (tier, state) {
            (Tier::Reader, _) => Told::Forbidden,
            (Tier::Only, State::Complete) | (Tier::Region, State::Proposed) => Told::Decided,
            (Tier::Departement, State::Complete) => Told::Proposed,
            (Tier::Region, State::Complete) => Told::NotProposed,
            (Tier::Only | Tier::Departement, State::Proposed) => Told::AwaitsTheRegion,
            _ => Told::Refused,
        };
        // What was answered is read before.
        let unread = now.corrections.iter().any(|asked| asked.stage == Stage::Sent);
        let expected = |tier| match expected(tier) {
            Told::Decided | Told::Proposed if unread => Told::Refused,
            told => told,
        };
        for tier in [Tier::Only, Tier::Departement, Tier::Region, Tier::Reader] {
            let answer = procedure::decide(&now, u64::MAX, tier, granted(&now));
            assert_eq!(told(&answer), expected(tier), "{tier:?} in {state:?}");
        }
    }
}

#[test]
fn where_the_region_validates_the_departement_proposes() {
    let opening = Log::opened(About::Demand).now().opening;
    let rules = |regions: &[&str]| Rules {
        delay_days: 60,
        slight_percent: 0,
        validated_in: regions.iter().map(|region| (*region).to_owned()).collect(),
    };
    let viewer = |level| Viewer {
        person: PersonId(Uuid::nil()),
        name: String::new(),
        acting: Acting::Service { name: String::new(), departements: Vec::new(), level },
    };
    for (regions, level, tier) in [
        (&[][..], Level::Departement, Tier::Only),
        (&["Normandie"], Level::Region, Tier::Reader),
        (&["Bretagne"], Level::Departement, Tier::Departement),
        (&["Bretagne"], Level::Region, Tier::Region),
    ] {
        assert_eq!(rules(regions).tier(&viewer(level), &opening), tier, "{regions:?} {level:?}");
    }
    let log = Log::all(&[Act::Send, Act::Acknowledge, Act::Consult]);
    let early = procedure::decide(&log.now(), u64::MAX, Tier::Region, granted(&log.now()));
    assert!(matches!(early, Err(Error::Refused(_))), "nothing is proposed yet: {early:?}");
    let mut log = log;
    log.does(Act::Propose);
    log.does(Act::Return);
    let now = log.now();
    assert_eq!(now.state(), State::Complete);
    assert_eq!(now.instruction.proposals[0].returned.as_deref(), Some("À revoir."));
}
