//! Pages of a server that is no CRM, one with a token in its storage as many have.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A file of a server: path, type and content.
type File = (String, &'static str, String);

/// A running server with a page or a few. Dropping it ends it.
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

    /// Starts a server of the page of a front end that nobody here wrote, as
    /// `cargo xtask test` bundles it.
    ///
    /// # Errors
    /// When there is no such bundle, or no port.
    pub async fn bundled(name: &str) -> Result<Self> {
        const BUNDLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/front-ends");
        let read = |ending: &str| std::fs::read_to_string(format!("{BUNDLES}/{name}.{ending}"));
        let script = read("js").with_context(|| {
            format!("no page of {name}: `cargo xtask test --only e2e` bundles them")
        })?;
        let mut files = vec![("/page.js".to_owned(), "text/javascript", script)];
        let mut style = "";
        // Not every package comes with a style sheet.
        if let Ok(css) = read("css") {
            style = "<link rel=stylesheet href=page.css>";
            files.push(("/page.css".to_owned(), "text/css", css));
        }
        let page = format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>{name}</title>\
             <link rel=icon href=data:,>{style}</head><body><main><h1>Everybody</h1>\
             <div id=page></div></main><script src=page.js></script></body></html>"
        );
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("bind")?;
        let url = format!("http://{}/", listener.local_addr()?);
        files.push(("/".to_owned(), HTML, page));
        Ok(Self::serve(listener, url, files, ""))
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
            ((*path).to_owned(), HTML, page)
        });
        let url = format!("http://{address}/");
        Ok(Self::serve(listener, url, pages.collect(), ""))
    }

    fn serve(listener: TcpListener, url: String, files: Vec<File>, policy: &'static str) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let files = Arc::new(files);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Browsers open connections in advance, and say nothing.
                tokio::spawn(answer(stream, Arc::clone(&files), policy, Arc::clone(&log)));
            }
        });
        Self { url, asked, server }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The first line of each request but those for the page and its files.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

const HTML: &str = "text/html";

/// One page, which is also where a known CRM has its pages.
fn one(page: String) -> Vec<File> {
    let of_a_crm = ("/admin/".to_owned(), HTML, page.clone());
    vec![("/".to_owned(), HTML, page), of_a_crm]
}

/// The file at this path: what is below `/admin/` is one page.
fn file_at<'a>(files: &'a [File], path: &str) -> Option<&'a File> {
    let path = path.split('?').next()?;
    let is_there = |known: &str| known == path || known == "/admin/" && path.starts_with(known);
    files.iter().find(|(known, ..)| is_there(known))
}

/// Answers the one request of this connection.
async fn answer(
    mut stream: TcpStream,
    files: Arc<Vec<File>>,
    policy: &str,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut head = vec![0; 8_192];
    let length = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..length]);
    let Some(line) = head.lines().next() else {
        return;
    };
    let path = line
        .strip_prefix("GET ")
        .and_then(|rest| rest.split(' ').next());
    let file = path.and_then(|path| file_at(&files, path));
    let (status, kind, body) = if let Some((_, kind, content)) = file {
        ("200 OK", *kind, content.as_str())
    } else {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(line.to_owned());
        (
            "404 Not Found",
            HTML,
            "<!doctype html>There is nothing here.",
        )
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\n{policy}Content-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    // Who has gone gets no answer.
    let _ = stream.write_all(answer.as_bytes()).await;
}
