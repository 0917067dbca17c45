//! `/instruction/direct`, `/instruction/dossiers/{id}/direct`: what colleagues of a service do, as it happens
//! (server-sent events).

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    time::Duration,
};

use axum::{
    Extension,
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event as Sent, KeepAlive, Sse},
    },
};
use domain::{
    Error, Timestamp, Viewer,
    dossier::{DossierId, Seq},
    usecase,
};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::{Instant, sleep_until},
};

use super::{App, error_page::refusal, session::Current};
use crate::presence::Seat;

/// How long a page is told before it asks again: its session is looked at anew.
const LONGEST: Duration = Duration::from_mins(15);
/// What keeps the line open through proxies.
const PULSE: Duration = Duration::from_secs(20);
/// How long changes are gathered before they are looked at: a crowd that types asks once.
const GATHERED: Duration = Duration::from_millis(500);
/// How much older than the page a change that is announced while it is open may be: its instant is taken before it is
/// written.
const MARGIN: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);

/// What follows `?`: when the list was read, or the last event that its page has seen of the dossier.
#[derive(serde::Deserialize)]
pub struct Asked {
    depuis: i64,
}

/// Tells a page of the queue which dossiers of its reader change, and who has which open.
pub async fn follow(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return refusal(&Error::NotFound) };
    // Listened to before it is read: nothing falls between.
    let (added, moved) = (app.store.announcements(), app.presence.changes());
    let Ok(read) = Timestamp::from_microsecond(asked.depuis) else { return refusal(&Error::NotFound) };
    let missed = match usecase::changed_lines(&app.services, &viewer, None, Some(read)).await {
        Ok(missed) => missed,
        Err(error) => return refusal(&error),
    };
    let line = Queue {
        closing: app.closing.subscribe(),
        until: Instant::now() + LONGEST,
        since: read.checked_sub(MARGIN).unwrap_or(read),
        ready: [lines(&missed)].into_iter().flatten().collect(),
        gathered: BTreeSet::new(),
        due: None,
        look: true,
        open: BTreeMap::new(),
        app,
        viewer,
        added,
        moved,
    };
    let events = futures_util::stream::unfold(line, Queue::next);
    Sse::new(events).keep_alive(KeepAlive::new().interval(PULSE)).into_response()
}

/// The message that says which lines changed; none when none did.
fn lines(ids: &[DossierId]) -> Option<Sent> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    (!ids.is_empty()).then(|| Sent::default().event("dossiers").data(serde_json::json!(ids).to_string()))
}

/// One page of the queue that listens.
struct Queue {
    app: App,
    viewer: Viewer,
    /// Changes after this instant are told.
    since: Timestamp,
    /// What is to be told.
    ready: Vec<Sent>,
    /// Dossiers that were announced and not looked at yet.
    gathered: BTreeSet<DossierId>,
    /// When they are.
    due: Option<Instant>,
    /// Whether somebody came or went since who has what open was told.
    look: bool,
    /// Who the page was told has which dossier open.
    open: BTreeMap<DossierId, Vec<String>>,
    added: Receiver<DossierId>,
    moved: Receiver<DossierId>,
    closing: watch::Receiver<bool>,
    until: Instant,
}

impl Queue {
    /// The next thing told; the end when the page must ask again.
    async fn next(mut self) -> Option<(Result<Sent, Infallible>, Self)> {
        loop {
            if let Some(sent) = self.ready.pop() {
                return Some((Ok(sent), self));
            }
            if std::mem::take(&mut self.look) {
                let told = self.opened().await?;
                self.ready.extend(told);
                continue;
            }
            let due = self.due.unwrap_or(self.until);
            tokio::select! {
                heard = self.added.recv() => match heard {
                    Ok(id) => {
                        self.gathered.insert(id);
                        self.due.get_or_insert(Instant::now() + GATHERED);
                    }
                    // Too many to be told one by one: the page asks again, and hears what it missed.
                    Err(_) => return None,
                },
                heard = self.moved.recv() => match heard {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.look = true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.closing.changed() => return None,
                () = sleep_until(due) => {
                    self.due.take()?;
                    let ids: Vec<DossierId> = std::mem::take(&mut self.gathered).into_iter().collect();
                    let changed =
                        usecase::changed_lines(&self.app.services, &self.viewer, Some(&ids), Some(self.since)).await;
                    self.ready.extend(lines(&changed.ok()?));
                }
            }
        }
    }

    /// Who else has which dossier of the reader open, where that is not what the page was told; the end when it may
    /// hear no more.
    async fn opened(&mut self) -> Option<Option<Sent>> {
        // The ministry reads the dossiers; who works on them is the services' own.
        if self.viewer.service().is_none() {
            return Some(None);
        }
        let mut open = self.app.presence.readers(self.viewer.person);
        if !open.is_empty() {
            let ids: Vec<DossierId> = open.keys().copied().collect();
            let own =
                usecase::changed_lines(&self.app.services, &self.viewer, Some(&ids), None).await.ok()?;
            open.retain(|id, _| own.contains(id));
        }
        if open == self.open {
            return Some(None);
        }
        let told: BTreeMap<String, &Vec<String>> =
            open.iter().map(|(id, who)| (id.to_string(), who)).collect();
        let sent = Sent::default().event("ouverts").data(serde_json::json!(told).to_string());
        self.open = open;
        Some(Some(sent))
    }
}

/// Tells a page of a dossier who else of the services has it open, and that it changed.
pub async fn read(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let (Some(Extension(Current(viewer))), Ok(id)) = (person, id.parse::<DossierId>()) else {
        return refusal(&Error::NotFound);
    };
    let (added, moved) = (app.store.announcements(), app.presence.changes());
    let noted = match usecase::last_noted(&app.services, &viewer, id).await {
        Ok(noted) => noted,
        Err(error) => return refusal(&error),
    };
    let seen = Seq::try_from(asked.depuis).unwrap_or_default();
    let is_of_service = viewer.service().is_some();
    let seat = is_of_service.then(|| app.presence.read(id, &viewer));
    let line = Dossier {
        closing: app.closing.subscribe(),
        until: Instant::now() + LONGEST,
        changed: noted > seen,
        look: is_of_service,
        others: Vec::new(),
        app,
        viewer,
        id,
        seen,
        added,
        moved,
        _seat: seat,
    };
    let events = futures_util::stream::unfold(line, Dossier::next);
    Sse::new(events).keep_alive(KeepAlive::new().interval(PULSE)).into_response()
}

/// One page of a dossier that listens.
struct Dossier {
    app: App,
    viewer: Viewer,
    id: DossierId,
    /// The last event that the page has seen.
    seen: Seq,
    /// Whether it is to be told that the dossier changed.
    changed: bool,
    /// Whether somebody came or went.
    look: bool,
    /// Who the page was told is there.
    others: Vec<String>,
    added: Receiver<DossierId>,
    moved: Receiver<DossierId>,
    closing: watch::Receiver<bool>,
    until: Instant,
    _seat: Option<Seat>,
}

impl Dossier {
    async fn next(mut self) -> Option<(Result<Sent, Infallible>, Self)> {
        loop {
            if std::mem::take(&mut self.changed) {
                return Some((Ok(Sent::default().event("change").data("oui")), self));
            }
            if std::mem::take(&mut self.look) {
                let others =
                    self.app.presence.readers(self.viewer.person).remove(&self.id).unwrap_or_default();
                if others != self.others {
                    let sent = Sent::default().event("presents").data(serde_json::json!(others).to_string());
                    self.others = others;
                    return Some((Ok(sent), self));
                }
            }
            tokio::select! {
                heard = self.added.recv() => match heard {
                    Ok(id) if id != self.id => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        let noted = usecase::last_noted(&self.app.services, &self.viewer, self.id).await.ok()?;
                        self.changed = noted > self.seen;
                        self.seen = self.seen.max(noted);
                    }
                    Err(RecvError::Closed) => return None,
                },
                heard = self.moved.recv() => match heard {
                    Ok(id) => self.look = self.viewer.service().is_some() && id == self.id,
                    Err(RecvError::Lagged(_)) => self.look = self.viewer.service().is_some(),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.closing.changed() => return None,
                () = sleep_until(self.until) => return None,
            }
        }
    }
}
