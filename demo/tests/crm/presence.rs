//! `/api/user-presence/`.

use reqwest::Method;
use ringside_demo::Mode;
use serde_json::json;

use crate::harness::{Crm, JANE, MIKE, OLIVIA};

const BEAT: &str = "/api/jitsi-calls/heartbeat/";

#[tokio::test]
async fn a_row_has_the_fields_of_the_crm() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let ok = olivia
        .post("/api/user-presence/heartbeat/", json!({}))
        .await;
    assert_eq!(ok.expect(200), json!({"status": "ok"}));
    let call = olivia.call(JANE).await;
    let mut row = olivia.get("/api/user-presence/14/").await.expect(200);
    assert!(row["last_seen"].as_str().unwrap().ends_with('Z'));
    row["last_seen"] = json!("");
    assert_eq!(
        row.to_string(),
        json!({"user": OLIVIA, "username": "olivia.owner", "full_name": "Olivia Owner",
            "status": "busy", "is_online": true, "is_available": false, "last_seen": "",
            "available_for_calls": true, "status_message": "", "current_call": call})
        .to_string()
    );
}

#[tokio::test]
async fn the_online_list_names_the_caller_too() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    olivia.post(BEAT, json!({})).await.expect(200);
    let path = "/api/user-presence/online_users/";
    let list = olivia.get(path).await.expect(200);
    let own = list
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == OLIVIA)
        .unwrap();
    assert_eq!(
        own.to_string(),
        json!({"id": OLIVIA, "username": "olivia.owner", "full_name": "Olivia Owner",
            "status": "online", "available_for_calls": true, "status_message": "",
            "current_call_id": null})
        .to_string()
    );
    let noor = crm.sign_in("noor.haddad", "demo-noor").await;
    assert_eq!(noor.get(path).await.expect(200), json!([]));
}

#[tokio::test]
async fn any_colleague_may_set_anybodys_status() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let path = format!("/api/user-presence/{MIKE}/");
    let body = json!({"status": "away", "available_for_calls": false});
    let row = olivia.patch(&path, body).await.expect(200);
    assert_eq!(row["status"], "away");
    let answer = olivia
        .post(
            "/api/jitsi-calls/initiate_call/",
            json!({"recipient_id": MIKE}),
        )
        .await;
    answer.expect(400);
    let answer = olivia.patch(&path, json!({"status": "asleep"})).await;
    assert_eq!(
        answer.expect(400)["details"]["status"],
        json!(["\"asleep\" is not a valid choice."])
    );
    let foreigner = crm.sign_in("vera.contoso", "demo-vera").await;
    foreigner.get(&path).await.expect(404);
}

#[tokio::test]
async fn the_list_is_paged_and_misses_those_who_never_came() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let page = olivia
        .get("/api/user-presence/?page_size=2")
        .await
        .expect(200);
    assert_eq!(page["results"].as_array().unwrap().len(), 2);
    assert_eq!(page["previous"], json!(null));
    let next = page["next"].as_str().unwrap();
    assert!(
        next.ends_with("/api/user-presence/?page_size=2&page=2"),
        "{next}"
    );
    olivia.get("/api/user-presence/15/").await.expect(404);
}

#[tokio::test]
async fn rows_can_neither_be_made_nor_deleted() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let answer = olivia.post("/api/user-presence/", json!({})).await;
    assert_eq!(answer.expect(400)["error"], "Database Integrity Error");
    let answer = olivia
        .ask(Method::DELETE, "/api/user-presence/2/", None)
        .await;
    answer.expect(405);
}

#[tokio::test]
async fn a_heartbeat_in_a_call_lets_a_second_caller_in_only_as_found() {
    for (mode, status) in [(Mode::AsFound, 201), (Mode::AsDocumented, 400)] {
        let crm = Crm::start(mode).await;
        let (olivia, jane, mike) = (crm.olivia().await, crm.jane().await, crm.mike().await);
        let call = olivia.call(JANE).await;
        jane.act(call, "answer").await.expect(200);
        jane.post(BEAT, json!({})).await.expect(200);
        let body = json!({"recipient_id": JANE});
        let answer = mike.post("/api/jitsi-calls/initiate_call/", body).await;
        assert_eq!(answer.status, status, "{mode:?}");
    }
}
