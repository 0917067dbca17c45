//! A service for one test, and people who use it.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use domain::{Viewer, piece::CHUNK, ports::Library, usecase::Services};
use http_body_util::BodyExt;
use server::{
    cli::compose,
    config::Config,
    web::{App, router},
};
use store::Store;
use tower::ServiceExt;

/// Runs a test on the one runtime of this program.
pub fn run(test: impl Future<Output = ()>) {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> =
        LazyLock::new(|| tokio::runtime::Runtime::new().expect("a runtime"));
    RUNTIME.block_on(test);
}

/// A service with the demonstration's data.
pub struct Service {
    router: Router,
    statements: Arc<AtomicUsize>,
    /// What the commands of the binary work with.
    pub services: Services,
    /// Places for changes being made at once.
    pub room: Arc<tokio::sync::Semaphore>,
    /// The database.
    pub store: Store,
    /// Where it all is.
    pub home: Arc<tempfile::TempDir>,
}

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
    pub headers: axum::http::HeaderMap,
}

/// A person with a session.
pub struct Person<'a> {
    service: &'a Service,
    cookie: String,
}

impl Service {
    /// Starts a service in a folder of its own, with a site of one empty file.
    pub async fn start() -> Self {
        Self::start_in(Arc::new(tempfile::tempdir().expect("a folder for the test")), None).await
    }

    /// Starts a service with some of its parts changed.
    pub async fn start_with(change: impl FnOnce(&mut App)) -> Self {
        Self::start_changed(Arc::new(tempfile::tempdir().expect("a folder for the test")), change).await
    }

    /// Starts a service in a folder, which may have served before; with a library instead of the real one.
    pub async fn start_in(home: Arc<tempfile::TempDir>, library: Option<Arc<dyn Library>>) -> Self {
        let change = |app: &mut App| {
            if let Some(library) = library {
                app.services.library = library;
            }
        };
        Self::start_changed(home, change).await
    }

    async fn start_changed(home: Arc<tempfile::TempDir>, change: impl FnOnce(&mut App)) -> Self {
        let folder = home.path();
        std::fs::create_dir_all(folder.join("site/pkg/essai")).expect("a folder for the test");
        std::fs::write(folder.join("site/current"), "essai").expect("a file");
        std::fs::write(folder.join("site/pkg/essai/app.js"), "export default 1;".repeat(99)).expect("a file");
        std::fs::write(folder.join("site/pkg/essai/app.js.br"), "brotli").expect("a file");
        let mut config = Config::load().expect("the defaults");
        config.database.url = format!("sqlite://{}", folder.join("test.sqlite").display());
        config.pieces.folder = folder.join("pieces");
        // What this machine's disk has left is no matter of a test.
        config.pieces.reserve_mo = 0;
        config.site.root = folder.join("site");
        config.sources = server::config::Sources::none();
        let mut app = compose(Arc::new(config), true).await.expect("the parts fit");
        let statements = Arc::new(AtomicUsize::new(0));
        app.store = app.store.counted(&statements);
        let counted = Arc::new(app.store.clone());
        app.services.dossiers = counted.clone();
        app.services.register = counted.clone();
        app.services.directory = counted.clone();
        app.services.tallies = counted.clone();
        app.services.reserves = counted.clone();
        app.services.looks = counted.clone();
        app.services.canned = counted.clone();
        app.services.desks = counted.clone();
        app.services.notices = counted.clone();
        app.services.sessions = counted;
        change(&mut app);
        let (services, store, room) = (app.services.clone(), app.store.clone(), app.room.clone());
        Self { router: router(app), statements, services, room, store, home }
    }

    /// SQL statements sent since the last time this was asked.
    pub fn statements(&self) -> usize {
        self.statements.swap(0, Ordering::SeqCst)
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        // A line that stays open has no whole body.
        let stays = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if stays { Body::empty() } else { body };
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let location =
            parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Answer {
            status: parts.status.as_u16(),
            location: location.to_owned(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
        }
    }

    /// Asks for a page, logged out.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(get(path, "")).await
    }

    /// A person who is not logged in.
    pub fn anybody(&self) -> Person<'_> {
        Person { service: self, cookie: String::new() }
    }

    /// Logs in with a demonstration account.
    pub async fn log_in(&self, form: &str) -> Person<'_> {
        let answer = self.send(post("/connexion", form, "")).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        Person { service: self, cookie: cookie.split(';').next().unwrap_or_default().to_owned() }
    }
}

impl Person<'_> {
    /// Who it is for the use cases.
    pub async fn viewer(&self) -> Viewer {
        let secret = self.cookie.split_once('=').expect("a cookie").1;
        let services = &self.service.services;
        let found = services.sessions.viewer(server::auth::digest(secret), services.clock.now()).await;
        found.expect("read").expect("a session")
    }

    /// Ends the session, as its time or another tab does.
    pub async fn session_ends(&self) {
        let secret = self.cookie.split_once('=').expect("a cookie").1;
        let sessions = &self.service.services.sessions;
        sessions.close(server::auth::digest(secret)).await.expect("closed");
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.service.send(get(path, &self.cookie)).await
    }

    /// Asks for a file; answers its bytes.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let response = self.service.router.clone().oneshot(get(path, &self.cookie)).await;
        let response = response.expect("the router answers");
        assert_eq!(response.status(), 200, "{path}");
        response.into_body().collect().await.expect("a whole body").to_bytes().to_vec()
    }

    /// Opens a line that stays open.
    pub async fn listen(&self, path: &str) -> Line {
        let request = get(path, &self.cookie);
        let response = self.service.router.clone().oneshot(request).await.expect("the router answers");
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Line { body: response.into_body(), text: String::new() }
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.service.send(post(path, form, &self.cookie)).await
    }

    /// Sends a form of a page that was just read.
    pub async fn acts(&self, page: &str, pairs: &[(&str, &str)]) -> Answer {
        let seen = value_of(&self.get(page).await.body, "_vu").to_owned();
        self.post(page, &encoded(&[pairs, &[("_vu", seen.as_str())]].concat())).await
    }

    /// Sends a form with documents: texts by name, then documents by name of control, name of file and bytes.
    pub async fn send_documents(
        &self,
        path: &str,
        pairs: &[(&str, &str)],
        documents: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, text) in pairs {
            body.extend(
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").bytes(),
            );
        }
        for (control, name, bytes) in documents {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{control}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(body));
        self.service.send(request.expect("a plain request")).await
    }

    /// Sends a request without a form, with bytes.
    pub async fn ask(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookie);
        self.service.send(request.body(Body::from(body)).expect("a plain request")).await
    }

    /// Asks for something with headers.
    pub async fn ask_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = get(path, &self.cookie);
        for (name, value) in headers {
            let name = header::HeaderName::try_from(*name).expect("a name of header");
            request.headers_mut().insert(name, value.parse().expect("plain"));
        }
        self.service.send(request).await
    }

    /// Whether an answer that begins well ends with an error.
    pub async fn cut_short(&self, path: &str) -> bool {
        let answer = self.service.router.clone().oneshot(get(path, &self.cookie)).await;
        let answer = answer.expect("the router answers");
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body().collect().await.is_err()
    }

    /// Carries a document to a question as the browser's program does: what is lacking, then the end.
    pub async fn carry(&self, dossier: &str, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let digest = digest(bytes);
        let parcel = format!("{dossier}/envois/{digest}/{}", bytes.len());
        let named = encoded(&[("nom", name)]);
        let lacking = self.ask("GET", &format!("{parcel}?{named}"), Vec::new()).await;
        if lacking.status != 200 {
            return lacking;
        }
        let lacking: Vec<usize> = serde_json::from_str(&lacking.body).expect("a list of chunks");
        for chunk in lacking {
            let end = ((chunk + 1) * CHUNK).min(bytes.len());
            let address = format!("{parcel}/{chunk}?{named}");
            let held = self.ask("PUT", &address, bytes[chunk * CHUNK..end].to_vec()).await;
            if held.status != 204 {
                return held;
            }
        }
        let size = bytes.len().to_string();
        let form = encoded(&[("empreinte", &digest), ("taille", &size), ("nom", name)]);
        self.post(&format!("{dossier}/pieces/{field}"), &form).await
    }

    /// Calls a server function with a JSON body.
    pub async fn call(&self, endpoint: &str, body: &str) -> Answer {
        let request = Request::post(format!("/api/app/{endpoint}"))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(body.to_owned()));
        self.service.send(request.expect("a plain request")).await
    }
}

/// The digest of bytes, as documents are named.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A line that stays open: messages as they come.
pub struct Line {
    body: Body,
    text: String,
}

impl Line {
    /// The next message: its name, and what it says.
    pub async fn next(&mut self) -> (String, String) {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let part = |name: &str| {
                    let line = message.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let told = (part("event:"), part("data:"));
                let rest = rest.to_owned();
                self.text = rest;
                if !told.0.is_empty() {
                    return told;
                }
                continue;
            }
            let frame = self.body.frame().await.expect("the line stays open").expect("a frame");
            let bytes = frame.into_data().expect("data");
            self.text += &String::from_utf8_lossy(&bytes);
        }
    }
}

fn get(path: &str, cookie: &str) -> Request<Body> {
    Request::get(path)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .expect("plain")
}

fn post(path: &str, form: &str, cookie: &str) -> Request<Body> {
    Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, "text/html")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::ORIGIN, "http://127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .expect("a plain request")
}

/// A form's text, encoded.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    pairs
        .iter()
        .map(|(name, text)| format!("{}={}", encode(name), encode(text)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The value of a hidden field of a page.
pub fn value_of<'a>(page: &'a str, name: &str) -> &'a str {
    let found = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    found.and_then(|rest| rest.split('"').next()).expect("a hidden value")
}
