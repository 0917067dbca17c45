//! A dossier between its structure and its service: what each may do, as far as they know, and what must hold.

use domain::{
    Error, PersonId, Refusal,
    dossier::{
        Actor, Body, Event, Seq, Snapshot, State,
        procedure::{
            self, Act as Done, Decision, Move, Reason, Stage, Terms, Tier,
            opinion::{Adviser, Given, Stance},
            terms::{Grant, Notes, Period, Posts},
        },
        talk::Subject,
    },
};
use form::Path;
use uuid::Uuid;

use crate::desk::{Act, Page, Server, check_told, orders, path};

/// What someone does, in their order.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A page of the structure writes or reads.
    Writes(Act),
    /// The structure answers what is asked and not answered, if anything.
    Answers,
    /// The structure sends the dossier again, if it may.
    Sends,
    /// The agent opens the dossier: sees it as it stands.
    Looks,
    /// The agent asks for a correction of a question.
    Asks(&'static str),
    /// The agent closes (or asks again for) what was answered and sent.
    Settles(bool),
    /// An agent takes the dossier back without waiting for the structure.
    TakesBack,
    /// The agent grants or refuses.
    Decides(bool),
}

/// An agent, as far as they know.
#[derive(Clone, Copy, Default)]
struct Agent {
    seen: Seq,
    version: u32,
}

/// Whether an answer could be written after a log, told from the log alone: before the dossier was sent, or for a
/// correction that was asked for and not yet sent, or beside one where nothing stood.
fn is_asked(log: &[Event], written: &Path) -> bool {
    let mut sent = None;
    let mut open: Vec<(Seq, &str)> = Vec::new();
    let mut all: Vec<(Seq, &str)> = Vec::new();
    for event in log {
        match &event.body {
            Body::Submitted { counted, .. } => {
                sent = Some(counted);
                open.clear();
            }
            Body::CorrectionAsked { about: Subject::Question(path), .. } => {
                open.push((event.seq, path.as_str()));
                all.push((event.seq, path.as_str()));
            }
            Body::CorrectionSettled { correction, content, .. } => {
                open.retain(|(seq, _)| seq != correction);
                open.extend(all.iter().filter(|(seq, _)| !content && seq == correction));
            }
            Body::Decided { .. } => open.clear(),
            Body::Moved(moved) if matches!(**moved, Move::TakenBack { .. }) => open.clear(),
            _ => {}
        }
    }
    let Some(sent) = sent else { return true };
    // What was not there when it was sent may be needed by what is corrected.
    let is_new = !open.is_empty() && sent.get(written).is_none();
    is_new || open.iter().any(|(_, about)| written.as_str().starts_with(about))
}

/// What the procedure answered, with the log it answered on.
struct Said {
    before: usize,
    seen: Seq,
    refused: bool,
}

pub struct Desk {
    pub server: Server,
    pages: [Page; 2],
    agents: [Agent; 2],
    said: Vec<Said>,
}

impl Desk {
    /// A dossier that was filled and sent once.
    pub fn sent() -> Self {
        let mut desk = Self::draft();
        desk.server.submit(Actor::Application);
        desk.complete();
        desk.agents = [Agent { seen: desk.server.snapshot.seq, version: 1 }; 2];
        desk
    }

    /// It is found complete, and the commission is in favour.
    fn complete(&mut self) {
        let by = Actor::Person(PersonId(Uuid::from_u128(9)));
        let body = procedure::acknowledge(&self.server.snapshot, Seq::MAX).expect("it is sent");
        self.server.write(body, by);
        let on = form::Date::constant(2026, 12, 1);
        let given = Given { stance: Stance::Favourable, on, text: String::new(), confidential: false };
        let of = (Adviser::Commission, None);
        let body = procedure::give_opinion(&self.server.snapshot, Seq::MAX, of, given, on);
        self.server.write(body.expect("it is sent"), by);
    }

    /// A dossier that was filled, and never sent.
    pub fn draft() -> Self {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        for (field, text) in [("champ.x", "premier"), ("champ.y", "premier"), (ROW, "0"), (CELL, "premier")] {
            for page in &mut pages {
                page.act(Act::Send(field, text), &mut server);
                page.act(Act::Read, &mut server);
            }
        }
        Self { server, pages, agents: [Agent::default(); 2], said: Vec::new() }
    }

    pub fn step(&mut self, who: usize, step: Step) {
        let now = &self.server.snapshot;
        // An agent finds complete what they have read, then decides.
        if matches!(step, Step::Decides(_))
            && now.state() == State::Submitted
            && now.moved <= self.agents[who % 2].seen
        {
            self.complete();
            self.agents[who % 2].seen = self.server.snapshot.seq;
        }
        let agent = self.agents[who % 2];
        let snapshot = &self.server.snapshot;
        let body = match step {
            Step::Writes(act) => return self.pages[who].act(act, &mut self.server),
            Step::Looks => {
                let version = snapshot.submission().map_or(0, |sent| sent.version);
                self.agents[who % 2] = Agent { seen: snapshot.seq, version };
                return;
            }
            Step::Answers => {
                let Some(open) = snapshot.to_answer().find(|asked| asked.stage == Stage::Open) else {
                    return;
                };
                let by = (PersonId(Uuid::nil()), snapshot.seq);
                procedure::answer(snapshot, &[], by, open.seq, "corrigé")
            }
            Step::Sends => {
                let by = self.pages[who].actor;
                // Who sends has no value of theirs set aside; the rest is the trame's.
                let ready = procedure::is_to_send(snapshot).unwrap_or(false);
                if ready && snapshot.undecided(by).next().is_none() {
                    self.server.submit(by);
                }
                return;
            }
            Step::Asks(field) => procedure::ask(
                snapshot,
                agent.seen,
                Subject::Question(path(field)),
                Reason::Unclear,
                "Précisez.",
            ),
            Step::Settles(content) => {
                let sent = snapshot.corrections.iter().find(|asked| asked.stage != Stage::Settled);
                let Some(sent) = sent else { return };
                procedure::settle(snapshot, agent.seen, sent.seq, (!content).then_some("encore"))
            }
            Step::TakesBack => procedure::take_back(snapshot, agent.seen, "Sans réponse."),
            Step::Decides(granted) => {
                let decision = Decision {
                    version: agent.version,
                    granted,
                    motive: Some(procedure::Motive::Other),
                    reason: "Motif".to_owned(),
                    terms: Some(Box::new(terms())),
                };
                procedure::decide(snapshot, agent.seen, Tier::Only, decision)
            }
        };
        self.said.push(Said { before: self.server.log.len(), seen: agent.seen, refused: body.is_err() });
        match body {
            Ok(body) => {
                let by = Actor::Person(PersonId(Uuid::from_u128(10 + who as u128)));
                self.server.write(body, by);
                // Who acts sees what came of it.
                let seq = self.server.snapshot.seq;
                if !matches!(step, Step::Answers) {
                    self.agents[who % 2].seen = seq;
                }
            }
            Err(Error::Refused(
                Refusal::Moved
                | Refusal::Decided
                | Refusal::BeingCorrected
                | Refusal::AlreadyAsked
                | Refusal::ToRead(_),
            )) => {}
            Err(other) => panic!("{step:?}: {other}"),
        }
    }

    /// What must hold whatever the order.
    pub fn check(&self, order: &[usize]) {
        let log = &self.server.log;
        assert_eq!(
            Snapshot::fold(log).as_ref(),
            Ok(&self.server.snapshot),
            "{order:?}: the log tells it all"
        );
        let mut now = Snapshot::fold(&log[..1]).expect("a log");
        for (place, event) in log.iter().enumerate().skip(1) {
            match &event.body {
                Body::AnswerSet { path, value, base, .. } => {
                    let asked = is_asked(&log[..place], path);
                    assert!(asked, "{order:?}: {path} was written while it was closed");
                    let before = now.answers.get(path);
                    let own = before.is_some_and(|answer| {
                        answer.client.as_ref() == event.stamp.as_ref().map(|stamp| &stamp.client)
                    });
                    let seen = *base == now.version(path);
                    let same = before.is_some_and(|answer| answer.value == *value);
                    assert!(seen || own || same, "{order:?}: {path} was overwritten unseen");
                }
                Body::Submitted { version, .. } => {
                    let last = now.submission().map_or(0, |sent| sent.version);
                    assert_eq!(*version, last + 1, "{order:?}: versions follow");
                    assert!(now.to_answer().all(|asked| asked.stage == Stage::Answered), "{order:?}");
                    let undecided = now.undecided(event.actor).count();
                    assert_eq!(undecided, 0, "{order:?}: sent by who has a value set aside");
                }
                Body::Decided { version, .. } => {
                    assert!(Done::Decide.is_open_in(now.state()), "{order:?}: decided while it was open");
                    assert_eq!(now.submission().map(|sent| sent.version), Some(*version), "{order:?}");
                    let unread = now.corrections.iter().filter(|asked| asked.stage == Stage::Sent).count();
                    assert_eq!(unread, 0, "{order:?}: decided with answers that nobody read");
                }
                Body::CorrectionAsked { .. }
                | Body::CorrectionAnswered { .. }
                | Body::CorrectionSettled { .. } => {
                    assert!(now.ruling().is_none(), "{order:?}: asked once it was decided");
                }
                _ => {}
            }
            now.apply(event).expect("numbers follow");
        }
        let decided = log.iter().filter(|event| matches!(event.body, Body::Decided { .. })).count();
        assert!(decided <= 1, "{order:?}: decided {decided} times");
        for said in &self.said {
            let event = log.get(said.before).filter(|_| !said.refused);
            let of_agent = event.is_some_and(|event| !matches!(event.body, Body::CorrectionAnswered { .. }));
            let known = Snapshot::fold(&log[..said.before]).expect("a log");
            assert!(
                !of_agent || known.moved <= said.seen,
                "{order:?}: an agent acted on what they had not read"
            );
        }
        for page in &self.pages {
            check_told(&self.server, page, order);
        }
        self.close(order);
    }

    /// From where they ended, the dossier can be brought to a decision.
    fn close(&self, order: &[usize]) {
        let mut desk = Self {
            server: Server {
                program: self.server.program.clone(),
                log: self.server.log.clone(),
                snapshot: self.server.snapshot.clone(),
            },
            pages: [Page::new("page-c", 3), Page::new("page-d", 4)],
            agents: [Agent::default(); 2],
            said: Vec::new(),
        };
        for _ in &self.server.snapshot.corrections {
            desk.step(0, Step::Answers);
        }
        desk.step(0, Step::Sends);
        for _ in &self.server.snapshot.corrections {
            desk.step(2, Step::Looks);
            desk.step(2, Step::Settles(true));
        }
        if desk.server.snapshot.state() == State::Submitted {
            desk.complete();
        }
        desk.step(2, Step::Looks);
        desk.step(2, Step::Decides(true));
        let state = desk.server.snapshot.state();
        assert!(matches!(state, State::Granted | State::Refused), "{order:?}: stuck, {state:?}");
    }
}

/// What the agent grants.
fn terms() -> Terms {
    let day = form::Date::constant;
    let departement = domain::Departement::parse("29").expect("a département");
    let posts = Posts::People { people: 1, monthly: form::Decimal::ONE };
    let grant = Grant { departement, prison: false, posts, modulation: form::Decimal::ZERO, number: None };
    Terms {
        period: Period { start: day(2027, 1, 1), end: day(2027, 12, 31) },
        annexes: vec![grant],
        notes: Notes::default(),
        cofinancing: None,
        convention: None,
        number: None,
    }
}

/// Every order of three people's acts, from a dossier as it stands; how many orders.
pub fn explore(from: fn() -> Desk, scripts: [&[Step]; 3]) -> usize {
    let mut count = 0;
    orders(scripts.map(<[Step]>::len), &mut Vec::new(), &mut |order| {
        let mut desk = from();
        let mut turns = scripts.map(<[Step]>::iter);
        for who in order {
            let step = *turns[*who].next().expect("as many turns as acts");
            desk.step(*who, step);
        }
        desk.check(order);
        count += 1;
    });
    count
}

/// A row of the table, and its cell.
pub const ROW: &str = "champ.t[r1]";
pub const CELL: &str = "champ.t[r1].a";

/// A page reads what it was answered.
pub const READ: Step = Step::Writes(Act::Read);

/// A page types a text.
pub const fn writes(field: &'static str, text: &'static str) -> Step {
    Step::Writes(Act::Send(field, text))
}
