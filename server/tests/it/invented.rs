//! The rows that the queue's measures are made on: they are read as those of dossiers are.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    Acting, PersonId, Viewer,
    ports::Dossiers,
    queue::{Asked, Cursor, Key, Tab},
};
use form::Date;
use store::Store;
use uuid::Uuid;

use crate::client::run;

#[path = "../../examples/queue/invented.rs"]
mod rows;

/// Rows filled: more than a page shows.
const MANY: u32 = 120;

#[test]
fn the_rows_that_are_measured_are_read_as_dossiers_are() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("file.sqlite").display());
        let count = Arc::new(AtomicUsize::new(0));
        let store = Store::open(&url).await.expect("it opens").counted(&count);
        rows::fill(&url, MANY).await.expect("the tables are those of the store");
        let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting: Acting::National };
        let reader = viewer.reader((Date::constant(2026, 12, 1), 60)).expect("the ministry reads");
        let asked = |pairs: &[(&str, &str)]| {
            let value =
                |name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
            Asked::of(value, viewer.acting.level())
        };
        count.store(0, Ordering::SeqCst);
        let all = store.queue(&reader, &asked(&[("vue", "tous")]), 50).await.expect("read");
        assert_eq!(count.load(Ordering::SeqCst), 4);
        let found: u64 = all.counts.iter().map(|(_, count)| count).sum();
        assert_eq!((found, all.lines.len(), all.next.is_some()), (MANY.into(), 50, true));
        let here = asked(&[]);
        let first = store.queue(&reader, &here, 50).await.expect("read");
        assert!(first.lines.iter().all(|line| Tab::Here.holds(line.awaits, viewer.acting.level())));
        let middle = rows::pressing(Some(rows::MIDDLE), 2, rows::MIDDLE).expect("an instant");
        let after = Asked { after: Some(Cursor { key: Key::Number(middle), id: Uuid::nil() }), ..here };
        let after = store.queue(&reader, &after, 50).await.expect("read");
        assert!(!after.lines.is_empty() && after.lines.len() < first.lines.len(), "the middle is between");
        let worded = store.queue(&reader, &asked(&[("vue", "tous"), ("q", "insertion")]), 50).await;
        assert!(!worded.expect("read").lines.is_empty(), "their words are found");
    });
}
