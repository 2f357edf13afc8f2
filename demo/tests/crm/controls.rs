//! `/__test/`.

use std::time::Instant;

use reqwest::Method;
use ringside_demo::{Config, Database, Mode};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::harness::{Crm, JANE, OLIVIA};

const ME: &str = "/api/users/me/";

#[tokio::test]
async fn without_the_flag_there_are_no_controls() {
    let demo = ringside_demo::start(Config::default()).await.unwrap();
    for path in ["/__test/log", "/lab/rows"] {
        let answer = reqwest::get(format!("{}{path}", demo.crm_url()))
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    demo.stop().await;
}

#[tokio::test]
async fn a_status_fault_answers_as_often_as_it_says() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let fault = json!({"path_prefix": "/api/users/", "method": "GET", "times": 2,
        "kind": {"status": 503, "body": "Busy", "headers": {"Retry-After": "2"}}});
    crm.control("faults", fault).await;
    for _ in 0..2 {
        let answer = olivia.get(ME).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (503, "Busy")
        );
        assert_eq!(answer.header("retry-after"), "2");
    }
    olivia.get(ME).await.expect(200);
}

#[tokio::test]
async fn faults_can_be_forgotten() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let fault = json!({"path_prefix": "/api/", "kind": {"status": 500}});
    crm.control("faults", fault).await;
    assert_eq!(olivia.get(ME).await.status, 500);
    crm.anonymous(Method::DELETE, "/__test/faults", json!({}))
        .await
        .expect(200);
    olivia.get(ME).await.expect(200);
}

#[tokio::test]
async fn a_delayed_request_is_late_and_then_answered() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let fault = json!({"path_prefix": ME, "times": 1, "kind": {"delay_ms": 150}});
    crm.control("faults", fault).await;
    let start = Instant::now();
    olivia.get(ME).await.expect(200);
    assert!(start.elapsed().as_millis() >= 150);
}

#[tokio::test]
async fn a_held_request_waits_until_faults_are_forgotten() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    crm.control(
        "faults",
        json!({"path_prefix": ME, "times": 1, "kind": {"hold": true}}),
    )
    .await;
    let forget = async {
        // It has come in and is not answered.
        while crm.log(ME).await.is_empty() {
            tokio::task::yield_now().await;
        }
        olivia.get(ME).await.expect(200);
        assert_eq!(crm.log(ME).await[0]["status"], Value::Null);
        crm.anonymous(Method::DELETE, "/__test/faults", json!({}))
            .await
            .expect(200);
    };
    let (held, ()) = tokio::join!(olivia.get(ME), forget);
    held.expect(200);
    assert_eq!(crm.log(ME).await[0]["status"], 200);
}

#[tokio::test]
async fn calls_are_at_another_meeting_server_on_demand() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let base = json!({"base": "https://meet.jit.si"});
    crm.control("meeting_address", base).await;
    let body = json!({"recipient_id": JANE});
    let call = olivia.post("/api/jitsi-calls/initiate_call/", body).await;
    let call = &call.expect(201)["call_session"];
    let room = call["room_name"].as_str().unwrap();
    let address = format!("https://meet.jit.si/{room}");
    assert_eq!(call["jitsi_url"]["video_url"], address.as_str());
    assert_eq!(call["jitsi_server"], "meet.jit.si");
    crm.control("meeting_address", json!({"base": null})).await;
    let call = olivia.get("/api/jitsi-calls/my_active_call/").await;
    let stand_in = crm.demo.meet_url().split_once("://").unwrap().1;
    assert_eq!(call.expect(200)["jitsi_server"], stand_in);
}

#[tokio::test]
async fn a_dropped_request_does_nothing_and_a_dropped_answer_everything() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let path = "/api/jitsi-calls/initiate_call/";
    let bearer = format!("Bearer {}", olivia.access);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    for (drop, calls) in [(json!(true), 0), (json!("answer"), 1)] {
        let fault = json!({"path_prefix": path, "times": 1, "kind": {"drop": drop}});
        crm.control("faults", fault).await;
        let body = json!({"recipient_id": JANE}).to_string();
        let lost = crm.send(Method::POST, path, &headers, Some(body)).await;
        assert!(lost.is_err(), "no answer may come");
        let history = olivia.get("/api/jitsi-calls/?status=pending").await;
        assert_eq!(history.expect(200).as_array().unwrap().len(), calls);
    }
    let log = crm.log(path).await;
    assert_eq!(log.len(), 2);
    assert!(log.iter().all(|entry| entry["status"] == Value::Null));
}

#[tokio::test]
async fn tokens_expire_on_demand() {
    let crm = Crm::start(Mode::AsFound).await;
    let jane = crm.jane().await;
    let refresh = async || {
        let body = json!({"refresh": jane.login["refresh"]});
        crm.anonymous(Method::POST, "/api/auth/token/refresh/", body)
            .await
    };
    crm.control("expire_tokens", json!({})).await;
    jane.get(ME).await.expect(401);
    refresh().await.expect(200);
    crm.control("expire_tokens", json!({"refresh": true})).await;
    refresh().await.expect(401);
    crm.control("access_lifetime", json!({"seconds": 0})).await;
    let short = crm.jane().await;
    assert_eq!(short.login["access_expires_in"], 0);
    short.get(ME).await.expect(401);
}

#[tokio::test]
async fn sockets_are_closed_and_refused_on_demand() {
    let crm = Crm::start(Mode::AsFound).await;
    let mut socket = crm.socket(OLIVIA).await;
    crm.control("close_sockets", json!({})).await;
    assert!(matches!(socket.frame().await, Message::Close(_)));
    crm.control("refuse_sockets", json!({"on": true})).await;
    let address = crm.socket_url("/ws/video-call/14/");
    match connect_async(&address).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 503),
        other => panic!("{:?}", other.map(|_| ())),
    }
    crm.control("refuse_sockets", json!({"on": false})).await;
    crm.socket(OLIVIA).await;
}

#[tokio::test]
async fn open_sockets_fall_silent_on_demand() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let mut socket = crm.socket(OLIVIA).await;
    crm.control("mute_sockets", json!({"events": true})).await;
    let call = olivia.call(JANE).await;
    socket.send(Message::text(r#"{"type":"ping"}"#)).await;
    assert!(socket.text().await.contains("pong"), "no call came before");
    crm.control("mute_sockets", json!({"pongs": true})).await;
    socket.send(Message::text(r#"{"type":"ping"}"#)).await;
    olivia.act(call, "end").await.expect(200);
    assert!(socket.text().await.contains("call-ended"), "no pong before");
}

#[tokio::test]
async fn pages_get_headers_on_demand() {
    let crm = Crm::start(Mode::AsFound).await;
    let policy = "default-src 'self'";
    crm.control("page_headers", json!({"Content-Security-Policy": policy}))
        .await;
    let page = async || {
        crm.send(Method::GET, "/customers", &[], None)
            .await
            .unwrap()
    };
    assert_eq!(page().await.header("content-security-policy"), policy);
    crm.anonymous(Method::DELETE, "/__test/page_headers", json!({}))
        .await
        .expect(200);
    assert_eq!(page().await.header("content-security-policy"), "");
}

#[tokio::test]
async fn the_mode_changes_while_running() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let path = "/api/jitsi-calls/active_calls/";
    assert_eq!(olivia.get(path).await.status, 500);
    crm.control("mode", json!({"mode": "as-documented"})).await;
    assert_eq!(olivia.get(path).await.expect(200), json!([]));
    crm.anonymous(Method::POST, "/__test/mode", json!({"mode": "else"}))
        .await
        .expect(400);
}

#[tokio::test]
async fn reset_forgets_calls_and_keeps_people_signed_in() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let first = olivia.call(JANE).await;
    crm.control("reset", json!({})).await;
    assert!(crm.log("/api/").await.is_empty());
    let none = olivia.get("/api/jitsi-calls/my_active_call/").await;
    assert_eq!(none.status, 204);
    assert_eq!(olivia.call(JANE).await, first, "ids start again");
}

#[tokio::test]
async fn the_log_says_who_asked_what_and_how_it_ended() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let call = olivia.call(JANE).await;
    olivia.act(call, "end").await.expect(200);
    let log = crm.log("/api/").await;
    assert_eq!(log[0]["body"]["password"], "(left out)");
    let end = log.last().unwrap();
    assert_eq!(end["method"], "POST");
    assert_eq!(
        end["path"],
        format!("/api/jitsi-calls/{call}/update_status/")
    );
    assert_eq!(end["user"], OLIVIA);
    assert_eq!(end["status"], 200);
    assert_eq!(end["body"], json!({"action": "end"}));
    let time = crm
        .send(Method::GET, "/__test/time", &[], None)
        .await
        .unwrap()
        .json();
    assert!(time["now_ms"].as_i64() >= end["at_ms"].as_i64());
}

#[tokio::test]
async fn the_lab_page_has_as_many_rows_as_asked_for() {
    let crm = Crm::start(Mode::AsFound).await;
    let page = crm
        .send(Method::GET, "/lab/rows?count=1000", &[], None)
        .await
        .unwrap();
    let rows = page.text.matches(r#"<tr class="chakra-table__row"><td"#);
    assert_eq!(rows.count(), 1_000);
}

#[tokio::test]
async fn addresses_of_other_machines_are_refused() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let refused = ringside_demo::start(Config {
        crm: everywhere,
        ..Config::default()
    })
    .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn a_file_keeps_calls_and_sessions_over_a_restart() {
    let name = format!("ringside-demo-{}.sqlite", std::process::id());
    let path = std::env::temp_dir().join(name);
    let start = async || {
        let config = Config {
            database: Database::File(path.clone()),
            ..Config::default()
        };
        ringside_demo::start(config).await.unwrap()
    };
    let client = reqwest::Client::new();
    let demo = start().await;
    let login: Value = client
        .post(format!("{}/api/auth/login/", demo.api_url()))
        .json(&json!({"username": "jane.doe", "password": "demo-jane"}))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    demo.stop().await;
    let demo = start().await;
    let answer = client
        .get(format!("{}{ME}", demo.api_url()))
        .bearer_auth(login["access"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    demo.stop().await;
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn stopping_closes_sockets_and_listeners() {
    let Crm { demo, .. } = Crm::start(Mode::AsFound).await;
    let urls = [demo.crm_url(), demo.api_url(), demo.meet_url()].map(str::to_owned);
    let address = format!("{}/ws/video-call/14/", urls[1].replace("http", "ws"));
    let (mut socket, _) = connect_async(address).await.unwrap();
    demo.stop().await;
    use futures_util::StreamExt as _;
    let closed = async { while let Some(Ok(_)) = socket.next().await {} };
    tokio::time::timeout(std::time::Duration::from_secs(10), closed)
        .await
        .expect("the socket ends");
    for url in urls {
        assert!(reqwest::get(&url).await.is_err(), "{url}");
    }
}
