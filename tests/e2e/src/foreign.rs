//! Pages of a server that is no CRM, one with a token in its storage as many have.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A running server with one page or a few. Dropping it ends it.
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
        Ok(Self::serve(listener, url, one(page), ""))
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
        Ok(Self::serve(listener, url, one(page), policy))
    }

    /// Starts a server of these pages, by their paths. `OTHER` in them stands for
    /// another origin, at which the same server answers.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn site(pages: &[(&str, &str)]) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("bind")?;
        let address = listener.local_addr()?;
        let other = format!("http://localhost:{}", address.port());
        let pages = pages.iter().map(|(path, page)| {
            let page = page.replace("OTHER", &other);
            let page = page.replace("</head>", "<link rel=icon href=data:,></head>");
            ((*path).to_owned(), page)
        });
        let url = format!("http://{address}/");
        Ok(Self::serve(listener, url, pages.collect(), ""))
    }

    fn serve(listener: TcpListener, url: String, pages: Pages, policy: &'static str) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Browsers open connections in advance, and say nothing.
                tokio::spawn(answer(stream, pages.clone(), policy, Arc::clone(&log)));
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

/// Pages by their paths.
type Pages = Vec<(String, String)>;

/// One page, which is also where a known CRM has its pages.
fn one(page: String) -> Pages {
    vec![("/".to_owned(), page.clone()), ("/admin/".to_owned(), page)]
}

/// The page at this path: what is below `/admin/` is one page.
fn page_at<'a>(pages: &'a Pages, path: &str) -> Option<&'a str> {
    let path = path.split('?').next()?;
    let is_there = |known: &str| known == path || known == "/admin/" && path.starts_with(known);
    let found = pages.iter().find(|(known, _)| is_there(known));
    found.map(|(_, page)| page.as_str())
}

/// Answers the one request of this connection.
async fn answer(mut stream: TcpStream, pages: Pages, policy: &str, log: Arc<Mutex<Vec<String>>>) {
    let mut head = vec![0; 8_192];
    let length = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..length]);
    let Some(line) = head.lines().next() else {
        return;
    };
    let path = line
        .strip_prefix("GET ")
        .and_then(|rest| rest.split(' ').next());
    let (status, body) = if let Some(page) = path.and_then(|path| page_at(&pages, path)) {
        ("200 OK", page)
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
