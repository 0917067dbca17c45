//! Whatever is said and done, in whatever order.

use std::collections::BTreeMap;

use domain::{
    dossier::{
        Body, Snapshot,
        heard::{Heard, Told},
    },
    prefill::{Merged, believed},
    source::Source,
};
use form::Value;
use proptest::prelude::*;

use crate::desk::{Desk, KEYS, path, person, text, told, told_row};

/// Rows that sources let stand in the table.
const ROWS: [&str; 2] = ["r1", "r2"];

/// The row of a datum that is none of the fields: the fields come first, then the names of rows.
fn row(datum: usize) -> Option<&'static str> {
    datum.checked_sub(KEYS.len()).map(|place| ROWS[place])
}

/// The key of a datum.
fn key(datum: usize) -> String {
    row(datum).map_or_else(|| KEYS[datum].to_owned(), |row| format!("activites.chantiers[{row}].nom"))
}

/// Every datum.
fn data() -> std::ops::Range<usize> {
    0..KEYS.len() + ROWS.len()
}

#[derive(Clone, Debug)]
enum Step {
    Hears(Source, Vec<(usize, u8, bool)>),
    Types(usize, Option<u8>),
    Confirms,
    Contests(usize, Source, bool),
}

fn any_step() -> impl Strategy<Value = Step> {
    let source = prop::sample::select(Source::ALL.to_vec());
    let key = data();
    let said = prop::collection::vec((key.clone(), 0..3_u8, prop::bool::weighted(0.2)), 0..4);
    prop_oneof![
        4 => (source.clone(), said).prop_map(|(source, said)| Step::Hears(source, said)),
        2 => (key.clone(), prop::option::of(0..3_u8)).prop_map(|(key, value)| Step::Types(key, value)),
        1 => Just(Step::Confirms),
        1 => (key, source, any::<bool>()).prop_map(|(key, source, on)| Step::Contests(key, source, on)),
    ]
}

/// What a source says: one thing of a datum.
fn all(source: Source, said: &[(usize, u8, bool)]) -> Vec<Told> {
    let last: BTreeMap<usize, (u8, bool)> =
        said.iter().map(|(datum, value, doubt)| (*datum, (*value, *doubt))).collect();
    let one = |(datum, (value, doubt)): (usize, (u8, bool))| {
        let (value, doubt) = (value.to_string(), doubt.then_some("périmètre"));
        match row(datum) {
            None => vec![told(source, KEYS[datum], &value, doubt)],
            Some(row) => told_row(source, row, &value, doubt).to_vec(),
        }
    };
    last.into_iter().flat_map(one).collect()
}

/// What stands in a dossier: each datum, and each row.
fn standing(desk: &Desk) -> Vec<Option<Value>> {
    let rows = ROWS.map(|row| desk.value(&format!("activites.chantiers[{row}]")).cloned());
    data().map(|datum| desk.value(&key(datum)).cloned()).chain(rows).collect()
}

proptest! {
    /// What a person wrote last stands, whatever the sources say afterwards; and saying it again changes nothing.
    #[test]
    fn nothing_that_a_person_wrote_is_lost(steps in prop::collection::vec(any_step(), 1..30)) {
        let mut desk = Desk::new();
        let mut theirs: BTreeMap<usize, Option<Value>> = BTreeMap::new();
        for step in &steps {
            match step {
                Step::Hears(source, said) => {
                    desk.hear(*source, all(*source, said));
                    let again = desk.hear(*source, all(*source, said));
                    prop_assert_eq!(again, Merged::default(), "said twice");
                }
                Step::Types(datum, value) => {
                    // Nobody writes in a row that is not there.
                    let own = path(&key(*datum)).own_row();
                    if own.is_some_and(|row| desk.snapshot.value(&row).is_none()) {
                        continue;
                    }
                    let value = value.map(|value| value.to_string());
                    desk.types(&key(*datum), value.as_deref());
                    theirs.insert(*datum, value.as_deref().map(text));
                }
                Step::Confirms => desk.write(person(), Body::StepConfirmed { step: "un".to_owned() }),
                Step::Contests(datum, source, on) => {
                    desk.contest(&key(*datum), *source, on.then_some("faux"));
                }
            }
            for (datum, value) in &theirs {
                prop_assert_eq!(desk.value(&key(*datum)), value.as_ref());
                let own = path(&key(*datum)).own_row();
                prop_assert!(own.is_none_or(|row| desk.snapshot.value(&row).is_some()), "in a row that stays");
            }
        }
        prop_assert_eq!(Snapshot::fold(&desk.log), Ok(desk.snapshot));
    }

    /// Who spoke first does not matter, nor what was said before: what each source says last fills the dossier, and
    /// nothing else stands in it.
    #[test]
    fn what_each_says_last_fills_it_whatever_the_order(
        said in prop::collection::vec(
            prop::collection::vec((data(), 0..3_u8, prop::bool::weighted(0.3)), 0..5),
            2 * Source::ALL.len(),
        ),
        order in Just((0..2 * Source::ALL.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let heard = |order: &[usize]| {
            let mut desk = Desk::new();
            let mut spoke = [false; Source::ALL.len()];
            for place in order {
                let source = place % Source::ALL.len();
                // Its second speech is the same in every order.
                let speech = source + if spoke[source] { Source::ALL.len() } else { 0 };
                spoke[source] = true;
                desk.hear(Source::ALL[source], all(Source::ALL[source], &said[speech]));
            }
            desk
        };
        let (one, other) = (heard(&(0..2 * Source::ALL.len()).collect::<Vec<_>>()), heard(&order));
        prop_assert_eq!(standing(&one), standing(&other));
        let last = Heard::of(&other.log);
        for datum in data() {
            let path = path(&key(datum));
            let known = believed(&last, &path).map(|known| &known.value);
            prop_assert_eq!(other.snapshot.value(&path), known, "{}", path);
        }
    }
}
