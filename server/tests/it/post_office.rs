//! A real SMTP server in this program: what it takes, whom it refuses, and the letters read as a person reads them.

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, TcpListener},
    sync::{Arc, Mutex},
};

use domain::ports::notices::Mailer;
use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use server::{config, mail::Smtp};

/// A letter as it was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Whom the envelope names.
    pub to: Vec<String>,
    /// All of it.
    pub whole: String,
}

impl Taken {
    /// A header, its folds undone.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.whole.split_once("\r\n\r\n").expect("a head and a body");
        let head = head.replace("\r\n ", " ");
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.map(str::to_owned)
    }

    /// The text, its encoding undone.
    pub fn text(&self) -> String {
        let (_, body) = self.whole.split_once("\r\n\r\n").expect("a head and a body");
        assert_eq!(self.header("Content-Transfer-Encoding").as_deref(), Some("quoted-printable"));
        let body = body.replace("=\r\n", "");
        let mut pieces = body.split('=');
        let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
        for piece in pieces {
            let (code, rest) = piece.split_at(2);
            bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
            bytes.extend(rest.bytes());
        }
        String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n").trim_end().to_owned()
    }

    /// The report by which a server that had taken it gives it back (RFC 3464).
    pub fn returned(&self, why: &str) -> String {
        let status = why.split(' ').nth(1).expect("a code and a status");
        let parts = [
            "text/plain\r\n\r\nVotre message n'est pas parvenu.".to_owned(),
            format!(
                "message/delivery-status\r\n\r\nReporting-MTA: dns; relais.example\r\n\r\nFinal-Recipient: rfc822; \
                 {}\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {why}",
                self.to[0]
            ),
            format!("message/rfc822\r\n\r\n{}", self.whole),
        ];
        let head = "From: MAILER-DAEMON@relais.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; \
                    report-type=delivery-status; boundary=\"limite\"";
        let parts = parts.map(|part| format!("--limite\r\nContent-Type: {part}\r\n"));
        format!("{head}\r\n\r\n{}--limite--\r\n", parts.concat())
    }
}

/// An SMTP server on a port of its own.
#[derive(Clone, Default)]
pub struct PostOffice {
    taken: Arc<Mutex<Vec<Taken>>>,
    refused: Arc<Mutex<BTreeMap<String, u16>>>,
    to: Vec<String>,
    bytes: Vec<u8>,
}

impl PostOffice {
    /// Opens on a port; the thread goes with the program.
    pub fn open(&self, port: u16) {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a free port");
        let mut server = Server::new(self.clone());
        server.with_name("courrier.example").with_ssl(SslConfig::None).expect("no certificate");
        server.with_tcp_listener(listener);
        std::thread::spawn(move || drop(server.serve()));
    }

    /// From now on an address is answered with a code; taken again with none.
    pub fn answers(&self, address: &str, code: Option<u16>) {
        let mut refused = self.refused.lock().expect("a lock");
        match code {
            Some(code) => drop(refused.insert(address.to_owned(), code)),
            None => drop(refused.remove(address)),
        }
    }

    /// What was taken so far, by the address it went to.
    pub fn taken(&self) -> Vec<Taken> {
        let mut taken = self.taken.lock().expect("a lock").clone();
        taken.sort_by(|one, other| one.to.cmp(&other.to));
        taken
    }

    /// Whom the letters taken went to.
    pub fn addresses(&self) -> Vec<String> {
        self.taken().into_iter().flat_map(|letter| letter.to).collect()
    }
}

impl Handler for PostOffice {
    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        (self.to, self.bytes) = (Vec::new(), Vec::new());
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        match self.refused.lock().expect("a lock").get(to) {
            Some(code) => Response::custom(*code, "non".to_owned()),
            None => response::OK,
        }
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, to: &[String]) -> Response {
        self.to = to.to_vec();
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let whole = String::from_utf8(std::mem::take(&mut self.bytes)).expect("seven bits");
        let to = std::mem::take(&mut self.to);
        self.taken.lock().expect("a lock").push(Taken { to, whole });
        response::OK
    }
}

/// A port where nobody listens.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// Who carries mails to a port of this machine.
pub fn carrier(port: u16) -> Arc<dyn Mailer> {
    let config = config::Mail {
        url: format!("smtp://127.0.0.1:{port}"),
        from: "Conventionnement IAE <service@iae.example>".to_owned(),
        reply_to: "Équipe <equipe@iae.example>".to_owned(),
    };
    Arc::new(Smtp::open(&config).expect("a right address").expect("an address"))
}
