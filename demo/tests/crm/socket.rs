//! `/ws/video-call/<user id>/`.

use ringside_demo::Mode;
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::harness::{Crm, JANE, OLIVIA};

#[tokio::test]
async fn the_first_frame_greets_in_pythons_spelling() {
    let crm = Crm::start(Mode::AsFound).await;
    let mut socket = crm.raw_socket(OLIVIA).await;
    assert_eq!(
        socket.text().await,
        r#"{"type": "connection_established", "message": "Connected to video call notifications", "user_id": "14"}"#
    );
    socket
        .send(Message::text(
            r#"{"type":"ping","timestamp":1234567890123}"#,
        ))
        .await;
    assert_eq!(
        socket.text().await,
        r#"{"type": "pong", "timestamp": 1234567890123}"#
    );
    for ignored in ["nonsense", "[]", r#"{"type":"hello"}"#] {
        socket.send(Message::text(ignored)).await;
    }
    socket.send(Message::text(r#"{"type":"ping"}"#)).await;
    assert_eq!(
        socket.text().await,
        r#"{"type": "pong", "timestamp": null}"#
    );
}

#[tokio::test]
async fn bytes_kill_the_connection() {
    let crm = Crm::start(Mode::AsFound).await;
    let mut socket = crm.socket(OLIVIA).await;
    socket.send(Message::binary(vec![1, 2, 3])).await;
    let Message::Close(Some(frame)) = socket.frame().await else {
        panic!("no close frame");
    };
    assert_eq!(u16::from(frame.code), 1011);
}

#[tokio::test]
async fn a_path_that_names_no_user_fails_the_handshake() {
    let crm = Crm::start(Mode::AsFound).await;
    for path in [
        "/ws/video-call/abc/",
        "/ws/video-call/14",
        "/ws/else/",
        "/ws/video-call//",
    ] {
        match connect_async(crm.socket_url(path)).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), 500, "{path}"),
            other => panic!("{path}: {:?}", other.map(|_| ())),
        }
    }
    // Nobody has this id, and nobody asks.
    crm.socket(4_711).await;
}

#[tokio::test]
async fn both_sides_hear_every_step_in_all_their_sockets() {
    for mode in [Mode::AsDocumented, Mode::AsFound] {
        let crm = Crm::start(mode).await;
        let (olivia, jane) = (crm.olivia().await, crm.jane().await);
        let mut sockets = [
            crm.socket(OLIVIA).await,
            crm.socket(OLIVIA).await,
            crm.socket(JANE).await,
        ];
        let mut stranger = crm.socket(2).await;
        let call = olivia.call(JANE).await;
        jane.act(call, "answer").await.expect(200);
        olivia.act(call, "end").await.expect(200);
        olivia.act(call, "end").await.expect(200);
        for socket in &mut sockets {
            for (event, status) in [
                ("call-initiated", "pending"),
                ("call-answered", "active"),
                ("call-ended", "completed"),
            ] {
                let frame = socket.json().await;
                assert_eq!(frame["event"], event);
                assert_eq!(frame["data"]["id"], call);
                assert_eq!(frame["data"]["status"], status);
            }
            assert!(socket.is_quiet().await, "a repeated end tells nobody");
        }
        assert!(stranger.is_quiet().await);
    }
}

#[tokio::test]
async fn an_event_has_fewer_fields_and_other_times_than_an_answer() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let mut socket = crm.socket(JANE).await;
    let call = olivia.call(JANE).await;
    let text = socket.text().await;
    assert!(text.starts_with(r#"{"event": "call-initiated", "data": {"id": "#));
    let frame: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<&str> = frame["data"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys.join(" "),
        "id room_name call_type status initiator initiator_name recipient recipient_name \
         jitsi_url created_at started_at ended_at duration_seconds participants"
    );
    let created = frame["data"]["created_at"].as_str().unwrap();
    assert!(created.ends_with("+00:00"));
    let rest = olivia.get(&format!("/api/jitsi-calls/{call}/")).await;
    let rest = rest.expect(200)["created_at"].clone();
    assert_eq!(rest, json!(created.replace("+00:00", "Z")));
}

#[tokio::test]
async fn changing_and_deleting_a_call_tells_nobody_and_nothing_is_replayed() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let call = olivia.call(JANE).await;
    let mut socket = crm.socket(JANE).await;
    assert!(socket.is_quiet().await, "a ringing call is not replayed");
    let path = format!("/api/jitsi-calls/{call}/");
    olivia
        .patch(&path, json!({"status": "completed"}))
        .await
        .expect(200);
    olivia.ask(reqwest::Method::DELETE, &path, None).await;
    assert!(socket.is_quiet().await);
}
