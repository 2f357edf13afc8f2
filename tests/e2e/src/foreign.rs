//! A page of a server that is no CRM, with a token in its storage as many have.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A running server with one page. Dropping it ends it.
pub struct ForeignPage {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    server: JoinHandle<()>,
}

impl Drop for ForeignPage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Its claims: `{"exp":9999999999,"user_id":99}`.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjk5OTk5OTk5OTksInVzZXJfaWQiOjk5fQ.x";

impl ForeignPage {
    /// Starts a server whose page has a table with one person.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start(name: &str, email: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("bind")?;
        let url = format!("http://{}/", listener.local_addr()?);
        let page = format!(
            "<!doctype html><title>People</title><link rel=icon href=data:,>\
             <script>localStorage.setItem('accessToken', '{TOKEN}')</script>\
             <table><tr><th>Name<th>E-mail</tr>\
             <tr><td>{name}</td><td><a href='mailto:{email}'>{email}</a></td></tr></table>"
        );
        Ok(Self::serve(listener, url, page, ""))
    }

    /// Starts a server of this page, which allows no WebAssembly if it is `strict`.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn of(page: &str, strict: bool) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("bind")?;
        let url = format!("http://{}/", listener.local_addr()?);
        let policy = if strict {
            "Content-Security-Policy: default-src 'self'; img-src data:\r\n"
        } else {
            ""
        };
        // Browsers ask for an icon otherwise.
        let page = page.replace("</head>", "<link rel=icon href=data:,></head>");
        Ok(Self::serve(listener, url, page, policy))
    }

    fn serve(listener: TcpListener, url: String, page: String, policy: &'static str) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Browsers open connections in advance, and say nothing.
                tokio::spawn(answer(stream, page.clone(), policy, Arc::clone(&log)));
            }
        });
        Self { url, asked, server }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The first line of each request but those for the page.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers the one request of this connection.
async fn answer(mut stream: TcpStream, page: String, policy: &str, log: Arc<Mutex<Vec<String>>>) {
    let mut head = vec![0; 8_192];
    let length = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..length]);
    let Some(line) = head.lines().next() else {
        return;
    };
    // Also where a known CRM has its pages.
    let (status, body) = if line.starts_with("GET / ") || line.starts_with("GET /admin/") {
        ("200 OK", page.as_str())
    } else {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(line.to_owned());
        ("404 Not Found", "<!doctype html>There is nothing here.")
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\n{policy}Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    // Who has gone gets no answer.
    let _ = stream.write_all(answer.as_bytes()).await;
}
