//! A running demo, people who use it, and their sockets.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use ringside_demo::{Config, Demo, Mode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) const OLIVIA: i64 = 14;
pub(crate) const JANE: i64 = 15;
pub(crate) const MIKE: i64 = 2;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A demo with test controls.
pub(crate) struct Crm {
    pub(crate) demo: Demo,
    client: Client,
}

/// An answer, taken apart.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error} in {} {:.200}", self.status, self.text))
    }

    /// The body, after checking the status.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:.300}", self.text);
        self.json()
    }

    /// One header, empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Somebody who is signed in.
pub(crate) struct Person<'a> {
    pub(crate) crm: &'a Crm,
    pub(crate) access: String,
    pub(crate) login: Value,
}

impl Crm {
    pub(crate) async fn start(mode: Mode) -> Self {
        let demo = ringside_demo::start(Config {
            mode,
            test_controls: true,
            ..Config::default()
        })
        .await
        .unwrap();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .unwrap();
        Self { demo, client }
    }

    /// A request with whatever headers to the origin that such a path is at;
    /// `Accept` is JSON unless given.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> reqwest::Result<Answer> {
        let is_api = ["/api", "/media/", "/ws/"]
            .iter()
            .any(|start| path.starts_with(start));
        let origin = if is_api {
            self.demo.api_url()
        } else {
            self.demo.crm_url()
        };
        self.send_to(origin, method, path, headers, body).await
    }

    /// The same to another origin.
    pub(crate) async fn send_to(
        &self,
        origin: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> reqwest::Result<Answer> {
        let mut request = self.client.request(method, format!("{origin}{path}"));
        if !headers.iter().any(|(name, _)| *name == "accept") {
            request = request.header("accept", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await?;
        Ok(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await?,
        })
    }

    /// A request without a token.
    pub(crate) async fn anonymous(&self, method: Method, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, Some(body.to_string()))
            .await
            .unwrap()
    }

    /// Uses a test control.
    pub(crate) async fn control(&self, path: &str, body: Value) -> Value {
        self.anonymous(Method::POST, &format!("/__test/{path}"), body)
            .await
            .expect(200)
    }

    /// The requests so far to addresses that start like this.
    pub(crate) async fn log(&self, prefix: &str) -> Vec<Value> {
        let log = self
            .send(Method::GET, "/__test/log", &[], None)
            .await
            .unwrap()
            .json();
        let entries = log.as_array().unwrap().iter();
        entries
            .filter(|entry| entry["path"].as_str().unwrap().starts_with(prefix))
            .cloned()
            .collect()
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Person<'_> {
        let login = self
            .anonymous(
                Method::POST,
                "/api/auth/login/",
                json!({"username": name, "password": password}),
            )
            .await
            .expect(200);
        Person {
            crm: self,
            access: login["access"].as_str().unwrap().to_owned(),
            login,
        }
    }

    pub(crate) async fn olivia(&self) -> Person<'_> {
        self.sign_in("olivia.owner", "demo-olivia").await
    }

    pub(crate) async fn jane(&self) -> Person<'_> {
        self.sign_in("jane.doe@example.com", "demo-jane").await
    }

    pub(crate) async fn mike(&self) -> Person<'_> {
        self.sign_in("mike.meyer", "demo-mike").await
    }

    /// A socket for this user, past its greeting.
    pub(crate) async fn socket(&self, user: i64) -> Socket {
        let mut socket = self.raw_socket(user).await;
        socket.text().await;
        socket
    }

    pub(crate) async fn raw_socket(&self, user: i64) -> Socket {
        let address = self.socket_url(&format!("/ws/video-call/{user}/"));
        Socket(connect_async(address).await.unwrap().0)
    }

    pub(crate) fn socket_url(&self, path: &str) -> String {
        format!("{}{path}", self.demo.api_url().replace("http", "ws"))
    }
}

impl Person<'_> {
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let bearer = format!("Bearer {}", self.access);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        self.crm
            .send(method, path, &headers, body.map(|body| body.to_string()))
            .await
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    /// Calls somebody and gives the call's id.
    pub(crate) async fn call(&self, recipient: i64) -> i64 {
        let body = json!({"recipient_id": recipient});
        let answer = self
            .post("/api/jitsi-calls/initiate_call/", body)
            .await
            .expect(201);
        answer["call_session"]["id"].as_i64().unwrap()
    }

    pub(crate) async fn act(&self, call: i64, action: &str) -> Answer {
        let path = format!("/api/jitsi-calls/{call}/update_status/");
        self.post(&path, json!({"action": action})).await
    }
}

/// An open WebSocket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    /// The next frame, whatever it is.
    pub(crate) async fn frame(&mut self) -> Message {
        tokio::time::timeout(PATIENCE, self.0.next())
            .await
            .expect("a frame in time")
            .expect("an open socket")
            .unwrap()
    }

    /// The next frame's text, as it came.
    pub(crate) async fn text(&mut self) -> String {
        match self.frame().await {
            Message::Text(text) => text.to_string(),
            other => panic!("no text: {other:?}"),
        }
    }

    pub(crate) async fn json(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// Nothing is on the way: the answer to a ping comes next.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        self.send(Message::text(r#"{"type":"ping","timestamp":1}"#))
            .await;
        self.json().await["type"] == "pong"
    }
}
