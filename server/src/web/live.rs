//! `/dossiers/{id}/direct`: what colleagues do, as it happens (server-sent events).

use std::{convert::Infallible, time::Duration};

use app::{Colleague, Sealed};
use axum::{
    Extension,
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event as Sent, KeepAlive, Sse},
    },
};
use domain::{
    Error, Viewer,
    dossier::{DossierId, News, Seq},
    usecase,
};
use serde::Serialize;
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

use super::{App, error_page::refusal, session::Current};
use crate::presence::Seat;

/// How long a page is told before it asks again: its session is looked at anew.
const LONGEST: Duration = Duration::from_mins(15);
/// What keeps the line open through proxies.
const PULSE: Duration = Duration::from_secs(20);

/// What follows `?`: the step shown, and the last event the page has seen.
#[derive(serde::Deserialize)]
pub struct Asked {
    etape: String,
    depuis: Seq,
}

/// Tells a page what is added to its dossier and who else is there, until it goes.
pub async fn follow(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let (Some(Extension(Current(viewer))), Ok(id)) = (person, id.parse::<DossierId>()) else {
        return refusal(&Error::NotFound);
    };
    // Listened to before it is read: nothing falls between.
    let (added, moved) = (app.store.announcements(), app.presence.changes());
    if let Err(error) = usecase::follow_dossier(&app.services, &viewer, id, asked.depuis).await {
        return refusal(&error);
    }
    let seat = app.presence.sit(id, &viewer, asked.etape);
    let line = Line {
        closing: app.closing.subscribe(),
        until: tokio::time::Instant::now() + LONGEST,
        to_tell: vec![Told::People, Told::Added],
        seen: asked.depuis,
        others: None,
        app,
        viewer,
        id,
        added,
        moved,
        _seat: seat,
    };
    let events = futures_util::stream::unfold(line, Line::next);
    Sse::new(events).keep_alive(KeepAlive::new().interval(PULSE)).into_response()
}

/// What there is to tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Events of the log.
    Added,
    /// Who is there.
    People,
}

/// One page that listens.
struct Line {
    app: App,
    viewer: Viewer,
    id: DossierId,
    seen: Seq,
    /// Who the page was told is there.
    others: Option<Vec<Colleague>>,
    added: Receiver<DossierId>,
    moved: Receiver<DossierId>,
    closing: watch::Receiver<bool>,
    until: tokio::time::Instant,
    to_tell: Vec<Told>,
    _seat: Seat,
}

impl Line {
    /// The next thing told; the end when the page must ask again.
    async fn next(mut self) -> Option<(Result<Sent, Infallible>, Self)> {
        loop {
            while let Some(told) = self.to_tell.pop() {
                if let Some(sent) = self.told(told).await? {
                    return Some((Ok(sent), self));
                }
            }
            let told = tokio::select! {
                heard = self.added.recv() => self.concerns(heard)?.then_some(Told::Added),
                heard = self.moved.recv() => self.concerns(heard)?.then_some(Told::People),
                _ = self.closing.changed() => return None,
                () = tokio::time::sleep_until(self.until) => return None,
            };
            self.to_tell.extend(told);
        }
    }

    /// Whether an announcement is of this dossier; who is late looks, to be sure.
    fn concerns(&self, heard: Result<DossierId, RecvError>) -> Option<bool> {
        match heard {
            Ok(id) => Some(id == self.id),
            Err(RecvError::Lagged(_)) => Some(true),
            Err(RecvError::Closed) => None,
        }
    }

    /// What is sent of something to tell; nothing where the page knows it; the end when it may hear no more.
    async fn told(&mut self, told: Told) -> Option<Option<Sent>> {
        match told {
            Told::People => {
                let others = self.app.presence.others(self.id, self.viewer.person);
                if self.others.as_ref() == Some(&others) {
                    return Some(None);
                }
                let sent = self.sent("presents", &others)?;
                self.others = Some(others);
                Some(Some(sent))
            }
            Told::Added => {
                let added =
                    usecase::follow_dossier(&self.app.services, &self.viewer, self.id, self.seen).await;
                let added = added.ok()?;
                let Some(last) = added.last() else { return Some(None) };
                self.seen = last.seq;
                let news: Vec<News> = added.iter().filter_map(News::of).collect();
                if news.is_empty() {
                    return Some(None);
                }
                Some(Some(self.sent("journal", &news)?))
            }
        }
    }

    fn sent<T: Serialize>(&self, name: &str, value: &T) -> Option<Sent> {
        let text = Sealed::seal(value, self.app.version()).ok()?.into_text();
        Some(Sent::default().event(name).data(text))
    }
}
