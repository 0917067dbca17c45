//! A service on the loopback that answers well, late, wrongly, halfway or not at all.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// What a service answers, one connection after the other; the last again and again.
#[derive(Clone, Copy)]
pub enum Says {
    /// A status, headers and a body.
    Whole(u16, &'static str, &'static str),
    /// A body shorter than announced.
    CutShort,
    /// Nothing.
    Nothing,
}

/// A service on the loopback, and what it was asked.
pub struct Service {
    pub address: String,
    pub heard: Arc<Mutex<Vec<String>>>,
}

impl Service {
    pub async fn that(says: &'static [Says]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let asked = heard.clone();
        tokio::spawn(async move {
            let mut says = says.iter().copied();
            let mut last = Says::Nothing;
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let length = socket.read(&mut request).await.unwrap_or_default();
                asked.lock().expect("heard").push(String::from_utf8_lossy(&request[..length]).into_owned());
                last = says.next().unwrap_or(last);
                let text = match last {
                    Says::Whole(status, headers, body) => format!(
                        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
                        body.len()
                    ),
                    Says::CutShort => "HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{\"a\":".to_owned(),
                    Says::Nothing => {
                        // Kept open, unanswered, until the one who asks has had enough.
                        tokio::spawn(async move { socket.read(&mut [0; 1]).await });
                        continue;
                    }
                };
                let _ = socket.write_all(text.as_bytes()).await;
            }
        });
        Self { address, heard }
    }

    pub fn asked(&self) -> usize {
        self.heard.lock().expect("heard").len()
    }
}
