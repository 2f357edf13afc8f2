//! The stand-in meeting's server, spoken to as its page does: signalling,
//! comings and goings, and the control paths. Media needs browsers and is
//! proven end to end elsewhere.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use ringside_demo::meet::{
    self, Behaviour, LogEntry, LogKind, RoomReport,
    wire::{FromPage, Profile, ToPage},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// A stand-in on a port of its own, for one test.
struct Server {
    address: SocketAddr,
}

impl Server {
    async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, meet::router()).await });
        Ok(Self { address })
    }

    /// The head, in lower case, and the body of a response.
    async fn http(&self, method: &str, path: &str, body: &str) -> Result<(String, String)> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len(),
        );
        stream.write_all(request.as_bytes()).await?;
        let mut response = String::new();
        stream.read_to_string(&mut response).await?;
        let (head, body) = response.split_once("\r\n\r\n").context("no body")?;
        Ok((head.to_lowercase(), body.to_owned()))
    }

    async fn rooms(&self) -> Result<Vec<RoomReport>> {
        let (_, body) = self.http("GET", "/__meet/rooms", "").await?;
        Ok(serde_json::from_str(&body)?)
    }

    async fn log(&self) -> Result<Vec<LogEntry>> {
        let (_, body) = self.http("GET", "/__meet/log", "").await?;
        Ok(serde_json::from_str(&body)?)
    }

    async fn behave(&self, behaviour: &Behaviour) -> Result<()> {
        let body = serde_json::to_string(behaviour)?;
        let (head, body) = self.http("POST", "/__meet/behaviour", &body).await?;
        ensure!(head.starts_with("http/1.1 204"), "{head}\n{body}");
        Ok(())
    }

    async fn join(&self, room: &str, name: &str) -> Result<Page> {
        let mut page = self.knock(room, name).await?;
        let ToPage::Welcome { id, .. } = page.next().await? else {
            bail!("{name} was not welcomed");
        };
        page.id = id;
        Ok(page)
    }

    /// Asks to join without waiting for the answer.
    async fn knock(&self, room: &str, name: &str) -> Result<Page> {
        let address = format!("ws://{}/signal/{room}", self.address);
        let stream = TcpStream::connect(self.address).await?;
        let (socket, _) = client_async(address, stream).await?;
        let id = String::new();
        let mut page = Page { id, socket };
        page.say(&FromPage::Join(named(name))).await?;
        Ok(page)
    }
}

fn named(name: &str) -> Profile {
    Profile {
        display_name: name.to_owned(),
        ..Profile::default()
    }
}

/// One page's end of the signalling. Dropping it is a browser that dies: the
/// connection ends without a farewell.
struct Page {
    id: String,
    socket: WebSocketStream<TcpStream>,
}

impl Page {
    async fn say(&mut self, message: &FromPage) -> Result<()> {
        let text = serde_json::to_string(message)?;
        Ok(self.socket.send(Message::text(text)).await?)
    }

    async fn next(&mut self) -> Result<ToPage> {
        let frame = self.socket.next().await.context("the socket ended")??;
        Ok(serde_json::from_str(frame.to_text()?)?)
    }

    /// Waits until the server has ended the connection; another message
    /// before that is an error.
    async fn ended(&mut self) -> Result<()> {
        match self.socket.next().await {
            None | Some(Err(_) | Ok(Message::Close(_))) => Ok(()),
            Some(Ok(other)) => bail!("not the end: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_newcomer_learns_who_is_there_and_is_announced() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let mut karim = server.knock("ROOM", "Karim").await?;

    let welcome = karim.next().await?;
    let ToPage::Welcome {
        id, participants, ..
    } = welcome
    else {
        bail!("Karim was not welcomed: {welcome:?}");
    };
    assert_ne!(id, jane.id);
    assert_eq!(participants.len(), 1);
    assert_eq!(participants[0].id, jane.id);
    assert_eq!(participants[0].profile.display_name, "Jane");

    let ToPage::Joined { participant } = jane.next().await? else {
        bail!("Karim was not announced");
    };
    assert_eq!(participant.id, id);
    assert_eq!(participant.profile.display_name, "Karim");
    Ok(())
}

#[tokio::test]
async fn a_signal_reaches_its_addressee_and_nobody_else() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let mut karim = server.join("room", "Karim").await?;
    let mut lena = server.join("room", "Lena").await?;
    let mut stranger = server.join("other", "Stranger").await?;
    let signal = |data| FromPage::Signal {
        to: jane.id.clone(),
        data,
    };
    let data = json!({"description": {"type": "offer", "sdp": "v=0"}});
    let (forged, genuine) = (signal(json!("forged")), signal(data.clone()));

    // Another room's page cannot reach in, even when it knows the id. Its
    // recording comes back to it only after the forged signal was handled.
    stranger.say(&forged).await?;
    let (on, mode) = (true, "file".to_owned());
    stranger.say(&FromPage::Record { on, mode }).await?;
    ensure!(matches!(stranger.next().await?, ToPage::Recording { .. }));
    lena.say(&genuine).await?;
    lena.say(&FromPage::State(named("Lena B."))).await?;

    for _ in 0..2 {
        ensure!(matches!(jane.next().await?, ToPage::Joined { .. }));
    }
    let from = lena.id.clone();
    assert_eq!(jane.next().await?, ToPage::Signal { from, data });
    ensure!(matches!(jane.next().await?, ToPage::State { .. }));

    ensure!(matches!(karim.next().await?, ToPage::Joined { .. }));
    let ToPage::State { participant } = karim.next().await? else {
        bail!("Karim saw the signal");
    };
    assert_eq!(participant.profile.display_name, "Lena B.");
    Ok(())
}

#[tokio::test]
async fn leaving_and_dying_both_end_the_membership() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let mut karim = server.join("room", "Karim").await?;
    let lena = server.join("room", "Lena").await?;
    for _ in 0..2 {
        ensure!(matches!(jane.next().await?, ToPage::Joined { .. }));
    }

    karim.say(&FromPage::Leave).await?;
    let id = karim.id.clone();
    assert_eq!(jane.next().await?, ToPage::Left { id });
    let id = lena.id.clone();
    drop(lena);
    assert_eq!(jane.next().await?, ToPage::Left { id });

    let rooms = server.rooms().await?;
    assert_eq!(rooms.len(), 1);
    assert_eq!(rooms[0].participants.len(), 1);
    assert_eq!(rooms[0].participants[0].id, jane.id);

    let log = server.log().await?;
    let told: Vec<_> = log
        .iter()
        .map(|entry| (entry.display_name.as_str(), entry.what))
        .collect();
    let expected = [
        ("Jane", LogKind::Joined),
        ("Karim", LogKind::Joined),
        ("Lena", LogKind::Joined),
        ("Karim", LogKind::Left),
        ("Lena", LogKind::Left),
    ];
    assert_eq!(told, expected);
    Ok(())
}

#[tokio::test]
async fn rooms_report_what_pages_receive() -> Result<()> {
    let server = Server::start().await?;
    // The room of a tenant travels as one encoded path segment.
    let mut jane = server.join("acme%2Froom", "Jane").await?;
    let mut karim = server.join("acme%2Froom", "Karim").await?;
    let media = FromPage::Media {
        frames_decoded: 7,
        audio_packets: 42,
        connected_peers: 1,
    };
    jane.say(&media).await?;
    let muted = Profile {
        audio_muted: true,
        ..named("Jane Doe")
    };
    jane.say(&FromPage::State(muted)).await?;
    // Once Karim has seen the later message, both have been handled.
    ensure!(matches!(karim.next().await?, ToPage::State { .. }));

    let rooms = server.rooms().await?;
    assert_eq!(rooms.len(), 1);
    assert_eq!(rooms[0].room, "acme/room");
    let report = &rooms[0].participants[0];
    assert_eq!(report.display_name, "Jane Doe");
    assert!(report.audio_muted && !report.video_muted);
    assert_eq!((report.frames_decoded, report.audio_packets), (7, 42));
    assert_eq!(report.connected_peers, 1);
    Ok(())
}

#[tokio::test]
async fn a_recording_is_shared_also_with_those_who_come_later() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let record = |on| FromPage::Record {
        on,
        mode: "file".to_owned(),
    };
    let by = jane.id.clone();
    let told = |on| ToPage::Recording {
        on,
        mode: "file".to_owned(),
        by: by.clone(),
    };

    jane.say(&record(true)).await?;
    assert_eq!(jane.next().await?, told(true));
    let mut karim = server.knock("room", "Karim").await?;
    let ToPage::Welcome { recording, .. } = karim.next().await? else {
        bail!("Karim was not welcomed");
    };
    assert_eq!(recording.context("Karim was not told")?.by, by);
    assert!(server.rooms().await?[0].recording);

    // Starting again changes nothing, so it is not announced either.
    jane.say(&record(true)).await?;
    jane.say(&record(false)).await?;
    assert_eq!(karim.next().await?, told(false));
    Ok(())
}

#[tokio::test]
async fn a_text_goes_to_one_or_to_all_others() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let mut karim = server.join("room", "Karim").await?;
    let mut lena = server.join("room", "Lena").await?;
    for (to, text) in [(lena.id.as_str(), "for Lena"), ("", "for all")] {
        let (to, text) = (to.to_owned(), text.to_owned());
        jane.say(&FromPage::Text { to, text }).await?;
    }

    let from_jane = |text: &str| ToPage::Text {
        from: jane.id.clone(),
        text: text.to_owned(),
    };
    ensure!(matches!(karim.next().await?, ToPage::Joined { .. }));
    assert_eq!(karim.next().await?, from_jane("for all"));
    assert_eq!(lena.next().await?, from_jane("for Lena"));
    assert_eq!(lena.next().await?, from_jane("for all"));
    Ok(())
}

#[tokio::test]
async fn a_full_room_refuses_until_somebody_leaves() -> Result<()> {
    let server = Server::start().await?;
    let mut pages = Vec::new();
    for number in 0..8 {
        pages.push(server.join("room", &format!("Person {number}")).await?);
    }
    let mut late = server.knock("room", "Late").await?;
    assert_eq!(late.next().await?, ToPage::Full);
    late.ended().await?;

    pages.truncate(7);
    while !matches!(pages[0].next().await?, ToPage::Left { .. }) {}
    server.join("room", "Late").await?;
    Ok(())
}

#[tokio::test]
async fn the_server_can_cut_a_joined_page_off() -> Result<()> {
    let server = Server::start().await?;
    let behaviour = Behaviour {
        disconnect_after_ms: Some(1),
        ..Behaviour::default()
    };
    server.behave(&behaviour).await?;
    let mut jane = server.join("room", "Jane").await?;
    jane.ended().await?;
    assert_eq!(server.rooms().await?, []);
    Ok(())
}

#[tokio::test]
async fn behaviour_shapes_the_page_and_reaches_joined_pages() -> Result<()> {
    let server = Server::start().await?;
    let mut jane = server.join("room", "Jane").await?;
    let behaviour = Behaviour {
        no_reply: true,
        x_frame_options: Some("DENY".to_owned()),
        frame_ancestors: Some("'self'".to_owned()),
        headers: [("x-test".to_owned(), "</script>".to_owned())].into(),
        ..Behaviour::default()
    };
    server.behave(&behaviour).await?;
    assert_eq!(jane.next().await?, ToPage::Behaviour { behaviour });

    for path in ["/room", "/tenant/room?jwt=a.b.c"] {
        let (head, body) = server.http("GET", path, "").await?;
        for part in [
            "http/1.1 200",
            "x-frame-options: deny",
            "content-security-policy: frame-ancestors 'self'",
        ] {
            ensure!(head.contains(part), "{part} is not in {head}");
        }
        for part in [
            "Stand-in meeting (not Jitsi)",
            r#""no_reply":true"#,
            // A value cannot end the script element that carries it.
            r#""x-test":"\u003c/script>""#,
        ] {
            ensure!(body.contains(part), "{part} is not in {body}");
        }
    }

    server.http("DELETE", "/__meet/behaviour", "").await?;
    let (head, _) = server.http("GET", "/room", "").await?;
    ensure!(!head.contains("x-frame-options"), "{head}");
    Ok(())
}

#[tokio::test]
async fn behaviour_that_cannot_be_served_is_refused() -> Result<()> {
    let server = Server::start().await?;
    for body in [
        r#"{"headers":{"no spaces allowed":"x"}}"#,
        r#"{"x_frame_options":"DENY\r\nset-cookie: a=b"}"#,
        r#"{"misspelt":true}"#,
    ] {
        let (head, _) = server.http("POST", "/__meet/behaviour", body).await?;
        ensure!(head.starts_with("http/1.1 422"), "{body}: {head}");
    }
    let (_, body) = server.http("GET", "/__meet/behaviour", "").await?;
    let now: Behaviour = serde_json::from_str(&body)?;
    assert_eq!(now, Behaviour::default());
    Ok(())
}

#[tokio::test]
async fn another_sites_page_cannot_signal() -> Result<()> {
    let server = Server::start().await?;
    let own = format!("http://{}", server.address);
    for (origin, allowed) in [(own.as_str(), true), ("https://elsewhere.test", false)] {
        let mut request = format!("ws://{}/signal/room", server.address).into_client_request()?;
        request.headers_mut().insert("origin", origin.parse()?);
        let stream = TcpStream::connect(server.address).await?;
        let opened = client_async(request, stream).await;
        ensure!(opened.is_ok() == allowed, "{origin}: {opened:?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_file_that_the_page_names_is_served() -> Result<()> {
    let server = Server::start().await?;
    let (_, page) = server.http("GET", "/room", "").await?;
    let mut seen = Vec::new();
    let mut unread = vec![page];
    while let Some(text) = unread.pop() {
        let quoted = text
            .lines()
            .flat_map(|line| line.split('"').skip(1).step_by(2));
        for word in quoted {
            let Some(file) = word
                .strip_prefix("/__meet/assets/")
                .or_else(|| word.strip_prefix("./"))
            else {
                continue;
            };
            if seen.iter().any(|known| known == file) {
                continue;
            }
            let path = format!("/__meet/assets/{file}");
            let (head, body) = server.http("GET", &path, "").await?;
            ensure!(head.starts_with("http/1.1 200"), "{file}: {head}");
            seen.push(file.to_owned());
            unread.push(body);
        }
    }
    // One stylesheet and the modules: nothing that is served goes unused.
    assert_eq!(seen.len(), 23, "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn pages_find_the_iframe_api_and_its_double_slash() -> Result<()> {
    let server = Server::start().await?;
    let (head, script) = server.http("GET", "/external_api.js", "").await?;
    ensure!(head.starts_with("http/1.1 200"), "{head}");
    ensure!(head.contains("content-type: text/javascript"), "{head}");
    ensure!(script.contains("window.JitsiMeetExternalAPI ="), "{script}");
    let (head, page) = server.http("GET", "//crm-1", "").await?;
    ensure!(head.starts_with("http/1.1 200"), "{head}");
    ensure!(page.contains("Stand-in meeting (not Jitsi)"), "{page}");
    Ok(())
}
