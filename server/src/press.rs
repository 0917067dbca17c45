//! Drawing official papers: off the threads that answer, a few at once, the last ones kept.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::body::Bytes;
use documents::{FONTS, Press};
use domain::{Error, Result, paper::Paper};
use tokio::sync::Semaphore;

/// Papers kept as they were drawn: the page of a paper tells its weight, then it is taken away.
const KEPT: usize = 16;

/// Papers drawn at once: each takes a core for the time it takes.
const AT_ONCE: usize = 2;

/// What draws papers for whoever asks.
pub struct Drawings {
    press: Option<Arc<Press>>,
    room: Semaphore,
    drawn: Mutex<VecDeque<(Paper, Bytes)>>,
}

impl Drawings {
    /// With the fonts that the pages are served with; without them papers are read and printed, and not drawn.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        let press = press(folder).inspect_err(|error| {
            tracing::warn!(error, "No paper will be drawn as PDF: its fonts cannot be read");
        });
        Self {
            press: press.ok().map(Arc::new),
            room: Semaphore::new(AT_ONCE),
            drawn: Mutex::new(VecDeque::new()),
        }
    }

    /// A paper as PDF.
    ///
    /// # Errors
    /// `Unavailable` without fonts, or when the paper could not be drawn.
    pub async fn of(&self, paper: &Paper) -> Result<Bytes> {
        if let Some(drawn) = self.kept(paper) {
            return Ok(drawn);
        }
        let press = self.press.clone().ok_or_else(|| Error::unavailable("no fonts to draw papers with"))?;
        let _place = self.room.acquire().await.map_err(Error::unavailable)?;
        let asked = paper.clone();
        let drawn = tokio::task::spawn_blocking(move || press.draw(&asked));
        let drawn = Bytes::from(drawn.await.map_err(Error::unavailable)?.map_err(Error::unavailable)?);
        let mut all = self.drawn.lock().expect("nobody panics while holding what was drawn");
        all.truncate(KEPT - 1);
        all.push_front((paper.clone(), drawn.clone()));
        Ok(drawn)
    }

    fn kept(&self, paper: &Paper) -> Option<Bytes> {
        let all = self.drawn.lock().expect("nobody panics while holding what was drawn");
        all.iter().find(|(known, _)| known == paper).map(|(_, drawn)| drawn.clone())
    }
}

fn press(folder: &Path) -> std::result::Result<Press, String> {
    let read = |name: &str| {
        let path = folder.join(format!("{name}.woff2"));
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let fonts = FONTS.into_iter().map(read).collect::<std::result::Result<Vec<_>, String>>()?;
    Press::new(fonts.iter().map(Vec::as_slice)).map_err(|error| format!("{}: {error}", folder.display()))
}
