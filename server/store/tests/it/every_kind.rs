//! Every kind of event, with any content.

use domain::{
    Departement, PersonId,
    access::ServiceKey,
    dossier::{
        AsideMove, Body, Deposit, DossierId, Known, Note, Origin, Reference, TrameChange, TrameRef,
        desk::{NoteKind, Work},
        heard::Told,
        messages::{Exchange, Party},
        procedure::{
            Decision, Motive, Move as Moved, Reason, Terms,
            opinion::{Adviser, Given, Invited, Stance},
            terms::{Grant, Notes, Period, Posts},
        },
        talk::Subject,
    },
    source::{Finding, Source},
};
use form::{
    Answers, Date, Decimal, Parameters, Path, Value, exact,
    file::{Analysis, FileRef},
    value::Coded,
    versions::{Fate, Move, Told as Fated},
};
use proptest::{collection::vec, option, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use uuid::Uuid;

use crate::sample::{at, opened, path, person};

/// What draws each kind of event after the opening, in the order of `after`.
pub fn every_kind() -> Vec<BoxedStrategy<Body>> {
    let mut kinds = Vec::new();
    let mut last = opened(1, &["29"]).body;
    while let Some(kind) = after(&last) {
        last = sample(&kind);
        kinds.push(kind);
    }
    kinds
}

/// What draws the kind of event that comes after another in this list; the list ends where nothing does.
///
/// A kind that is added finds its place here: before, between or after, so that each is reached from the opening.
fn after(body: &Body) -> Option<BoxedStrategy<Body>> {
    let kind = match body {
        Body::Opened(_) => (key(), option::of(value()), origin(), option::of(Just(deposit())))
            .prop_map(|(path, value, origin, deposit)| Body::AnswerSet {
                path,
                value,
                base: 1,
                origin,
                deposit,
            })
            .boxed(),
        Body::AnswerSet { .. } => (key(), option::of(value()))
            .prop_map(|(path, value)| Body::AnswerSetAside { path, value, base: 1 })
            .boxed(),
        Body::AnswerSetAside { .. } => told().boxed(),
        Body::SourceTold { .. } => (key(), source(), option::of(text()))
            .prop_map(|(path, source, text)| Body::ValueContested { path, source, text })
            .boxed(),
        Body::ValueContested { .. } => step().prop_map(|step| Body::StepConfirmed { step }).boxed(),
        Body::StepConfirmed { .. } => {
            (subject(), text()).prop_map(|(about, text)| Body::Commented { about, text }).boxed()
        }
        Body::Commented { .. } => (seq(), any::<bool>())
            .prop_map(|(comment, settled)| Body::CommentSettled { comment, settled })
            .boxed(),
        Body::CommentSettled { .. } => (step(), option::of((1..4_u128).prop_map(Uuid::from_u128)))
            .prop_map(|(step, to)| Body::StepAssigned { step, to: to.map(PersonId) })
            .boxed(),
        Body::StepAssigned { .. } => (digest(), text(), analysis())
            .prop_map(|(digest, name, analysis)| Body::PieceAnalysed { digest, name, analysis })
            .boxed(),
        Body::PieceAnalysed { .. } => (subject(), reason(), text())
            .prop_map(|(about, reason, text)| Body::CorrectionAsked { about, reason, text })
            .boxed(),
        Body::CorrectionAsked { .. } => (seq(), text())
            .prop_map(|(correction, text)| Body::CorrectionAnswered { correction, text })
            .boxed(),
        Body::CorrectionAnswered { .. } => (seq(), option::of(text()))
            .prop_map(|(correction, text)| Body::CorrectionSettled {
                correction,
                content: text.is_none(),
                text,
            })
            .boxed(),
        Body::CorrectionSettled { .. } => (1..4_u32, any::<bool>(), text())
            .prop_map(|(version, granted, reason)| Body::Decided {
                version,
                granted,
                reason,
                motive: (!granted).then_some(Motive::Project),
                terms: granted.then(|| Box::new(terms())),
            })
            .boxed(),
        Body::Decided { .. } => moved().prop_map(|moved| Body::Moved(Box::new(moved))).boxed(),
        Body::Moved(_) => text().prop_map(|reason| Body::DecisionReopened { reason }).boxed(),
        Body::DecisionReopened { .. } => {
            change().prop_map(|change| Body::TrameChanged(Box::new(change))).boxed()
        }
        Body::TrameChanged(_) => (1..4_u32, vec((key(), value()), 0..6))
            .prop_map(|(version, counted)| Body::Submitted {
                version,
                reference: reference(),
                counted: counted.into_iter().collect::<Answers>(),
                parameters: Parameters::default(),
                findings: 3,
            })
            .boxed(),
        Body::Submitted { .. } => work().prop_map(|work| Body::Worked(Box::new(work))).boxed(),
        Body::Worked(_) => exchange().prop_map(|exchange| Body::Exchanged(Box::new(exchange))).boxed(),
        Body::Exchanged(_) => {
            note().prop_map(|note| Body::Noted { service: ServiceKey::parse("d-29"), note }).boxed()
        }
        Body::Noted { .. } => return None,
    };
    Some(kind)
}

fn work() -> impl Strategy<Value = Work> {
    let kind = || (0..5_usize).prop_map(|place| NoteKind::all().nth(place).expect("one of five"));
    prop_oneof![
        (key(), text(), text(), vec((text(), text()), 0..3))
            .prop_map(|(path, code, reason, judged)| Work::FindingDismissed { path, code, reason, judged }),
        (key(), text()).prop_map(|(path, code)| Work::FindingRestored { path, code }),
        step().prop_map(|step| Work::StepRead { step }),
        step().prop_map(|step| Work::StepUnread { step }),
        (option::of(subject()), kind(), text()).prop_map(|(about, kind, text)| Work::Noted {
            about,
            kind,
            text
        }),
        (seq(), kind(), text()).prop_map(|(note, kind, text)| Work::NoteChanged { note, kind, text }),
        seq().prop_map(|note| Work::NoteStruck { note }),
    ]
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let party = || any::<bool>().prop_map(|own| if own { Party::Structure } else { Party::Service });
    prop_oneof![
        (party(), option::of(subject()), text(), text(), vec(file(), 0..3)).prop_map(
            |(from, about, title, text, files)| Exchange::Opened { from, about, title, text, files }
        ),
        (party(), seq(), text(), vec(file(), 0..3))
            .prop_map(|(from, thread, text, files)| Exchange::Replied { from, thread, text, files }),
        (party(), seq()).prop_map(|(from, thread)| Exchange::Read { from, thread }),
    ]
}

/// One draw, whichever.
fn sample(kind: &BoxedStrategy<Body>) -> Body {
    kind.new_tree(&mut TestRunner::deterministic()).expect("nothing is filtered").current()
}

fn note() -> impl Strategy<Value = Note> {
    prop_oneof![
        option::of((1..4_u128).prop_map(Uuid::from_u128)).prop_map(|to| Note::Given { to: to.map(PersonId) }),
        ("[a-c]", any::<bool>()).prop_map(|(label, on)| Note::Labelled { label, on }),
    ]
}

fn moved() -> impl Strategy<Value = Moved> {
    let given = || {
        (text(), any::<bool>()).prop_map(|(text, confidential)| Given {
            stance: Stance::Reserved,
            on: Date::constant(2026, 12, 1),
            text,
            confidential,
        })
    };
    let until = || option::of(Just(Date::constant(2026, 12, 20)));
    let decision = (1..4_u32, text()).prop_map(|(version, reason)| Decision {
        version,
        granted: true,
        motive: Some(Motive::Envelope),
        reason,
        terms: Some(Box::new(terms())),
    });
    prop_oneof![
        (1..4_u32).prop_map(|version| Moved::Acknowledged { version }),
        (until(), text(), option::of(any::<bool>())).prop_map(|(until, text, invited)| {
            let address = "avis@exemple.fr".to_owned();
            let invited = invited.map(|confidential| Invited { address, confidential });
            Moved::OpinionAsked { of: Adviser::Council, until, text, invited }
        }),
        (option::of(seq()), given()).prop_map(|(asked, given)| Moved::OpinionGiven {
            of: Adviser::Commission,
            asked,
            given
        }),
        decision.prop_map(Moved::Proposed),
        text().prop_map(|reason| Moved::Returned { reason }),
        text().prop_map(|reason| Moved::Withdrawn { reason }),
        seq().prop_map(|asked| Moved::OpinionDropped { of: Adviser::Expert, asked, invited: None }),
    ]
}

fn terms() -> Terms {
    let departement = Departement::parse("29").expect("a département");
    let posts = Posts::Etp { etp: Decimal::new(1140, 2), unit: Decimal::new(23_921, 0) };
    let number = "ACI029270012A0M0".parse().ok();
    let grant = Grant { departement, prison: true, posts, modulation: Decimal::new(45, 1), number };
    let period = Period { start: Date::constant(2027, 1, 1), end: Date::constant(2027, 12, 31) };
    Terms {
        period,
        annexes: vec![grant],
        notes: Notes { people: "Publics".to_owned(), ..Notes::default() },
        cofinancing: Some(Decimal::new(4_800_050, 2)),
        convention: Some(period),
        number: "029 010124 ACI 00012".parse().ok(),
    }
}

fn told() -> impl Strategy<Value = Body> {
    let known = || (value(), origin()).prop_map(|(value, origin)| Known { value, origin });
    let told =
        (key(), known(), option::of(text())).prop_map(|(path, known, doubt)| Told { path, known, doubt });
    let finding = prop_oneof![
        Just(Finding::ConventionNotInForce),
        option::of(text()).prop_map(|said| Finding::OtherKind { said }),
        any::<u32>().prop_map(Finding::OpenPosts),
    ];
    (source(), day(), vec(told, 0..4), vec(finding, 0..3), vec((key(), known()), 0..4)).prop_map(
        |(source, as_of, told, findings, believed)| Body::SourceTold {
            source,
            as_of,
            told,
            findings,
            believed,
        },
    )
}

fn change() -> impl Strategy<Value = TrameChange> {
    let moves = || {
        let moved = (key(), option::of(key()), value());
        vec(moved.prop_map(|(from, to, value)| Move { from, to, value }), 0..4)
    };
    let aside = (key(), option::of(key()), option::of(value()));
    let aside = aside.prop_map(|(from, to, value)| AsideMove { from, to, value });
    let fate = prop_oneof![
        Just(Fate::Left),
        key().prop_map(Fate::Renamed),
        key().prop_map(Fate::Unreadable),
        (key(), text()).prop_map(|(path, shown)| Fate::Converted(path, shown)),
    ];
    let fated = (key(), text(), text(), fate);
    let fated = fated.prop_map(|(from, label, shown, fate)| Fated { from, label, shown, fate });
    (1..4_u32, [moves(), moves(), moves()], vec(aside, 0..3), vec(fated, 0..3), vec(step(), 0..2)).prop_map(
        |(version, [answers, sources, previous], set_aside, told, unconfirmed)| TrameChange {
            from: TrameRef::national("essai", version),
            to: TrameRef::national("essai", version + 1),
            answers,
            sources,
            previous,
            set_aside,
            told,
            unconfirmed,
        },
    )
}

fn file() -> impl Strategy<Value = FileRef> {
    let file =
        (digest(), text(), any::<u64>(), option::of(day()), option::of(day()), analysis(), any::<bool>());
    file.prop_map(|(id, name, size, given, until, analysis, doubtful)| {
        let media = "application/pdf".to_owned();
        FileRef { id, name, media, size, given, until, analysis, doubtful }
    })
}

/// A value of any type, with what writing and reading may spoil.
fn value() -> impl Strategy<Value = Value> {
    let decimal = prop_oneof![Just("11.40"), Just("0.00"), Just("-1234567890.123456789"), Just("7")];
    let coded = (text(), text()).prop_map(|(code, label)| Coded { code, label });
    let coded_list = vec((text(), text()).prop_map(|(code, label)| Coded { code, label }), 0..3);
    prop_oneof![
        text().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Integer),
        decimal.prop_map(|digits| Value::Number(exact::parse(digits).expect("a decimal"))),
        day().prop_map(Value::Date),
        any::<bool>().prop_map(Value::Boolean),
        text().prop_map(Value::Choice),
        vec(text(), 0..3).prop_map(Value::Choices),
        coded.prop_map(Value::Coded),
        coded_list.prop_map(Value::CodedList),
        any::<i64>().prop_map(Value::Row),
        vec(file(), 0..3).prop_map(Value::Files),
        text().prop_map(Value::Unreadable),
    ]
}

fn text() -> impl Strategy<Value = String> {
    const TEXTS: [&str; 6] =
        ["", "été « 12 » œuvre", "\\ \" ' \u{0} \n\t\u{2028}", "👩\u{200d}🌾 e\u{301}", "7,95", "<b>&amp;"];
    prop_oneof![proptest::sample::select(&TEXTS[..]).prop_map(str::to_owned), any::<String>()]
}

fn key() -> impl Strategy<Value = Path> {
    const KEYS: [&str; 6] =
        ["champ.n0", "champ.n1", "champ.t[r1]", "champ.t[r1].a", "champ.t[r2].a", "pieces.rib"];
    proptest::sample::select(&KEYS[..]).prop_map(path)
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![
        Just(Origin::Typed),
        (text(), text(), text(), day(), text()).prop_map(|(source, record, column, as_of, original)| {
            Origin::Prefilled { source, record, column, as_of, original }
        }),
        (text(), text()).prop_map(|(from, how)| Origin::Derived { from, how }),
        (text(), day(), option::of(any::<bool>())).prop_map(|(dossier, on, sister)| Origin::Given {
            dossier,
            on,
            sister
        }),
    ]
}

fn analysis() -> impl Strategy<Value = Analysis> {
    prop_oneof![
        Just(Analysis::NotMade),
        Just(Analysis::Waiting),
        Just(Analysis::Clean),
        text().prop_map(Analysis::Refused),
    ]
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![step().prop_map(Subject::Step), key().prop_map(Subject::Question)]
}

fn reason() -> impl Strategy<Value = Reason> {
    use Reason::{Document, Inconsistent, Missing, Other, Unclear};
    proptest::sample::select(&[Missing, Inconsistent, Unclear, Document, Other][..])
}

fn source() -> impl Strategy<Value = Source> {
    proptest::sample::select(&Source::ALL[..])
}

fn step() -> impl Strategy<Value = String> {
    proptest::sample::select(&["un", "deux"][..]).prop_map(str::to_owned)
}

fn digest() -> impl Strategy<Value = String> {
    (0..3_u8).prop_map(|number| number.to_string().repeat(64))
}

/// A number that a comment or a correction may have.
fn seq() -> impl Strategy<Value = u64> {
    2..40_u64
}

fn day() -> impl Strategy<Value = Date> {
    (1_900..2_100_i16, 1..13_i8, 1..29_i8).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn deposit() -> Deposit {
    Deposit { by: person(3), at: at(-7) }
}

/// Replaced by that of the dossier it is sent for.
fn reference() -> Reference {
    let Body::Opened(opening) = opened(1, &["29"]).body else { unreachable!("it opens") };
    Reference::of(DossierId(Uuid::nil()), opening.year, &opening.departement, opening.kind)
}
