//! `/api/jitsi-calls/`.

use reqwest::Method;
use ringside_demo::Mode;
use serde_json::{Value, json};

use crate::harness::{Crm, JANE, MIKE, OLIVIA, Person};

const MODES: [Mode; 2] = [Mode::AsDocumented, Mode::AsFound];
const INITIATE: &str = "/api/jitsi-calls/initiate_call/";
const BY_EMAIL: &str = "/api/jitsi-calls/initiate_call_by_email/";
const MINE: &str = "/api/jitsi-calls/my_active_call/";

#[tokio::test]
async fn a_new_call_has_the_fields_of_the_crm_in_its_order() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let answer = olivia.post(INITIATE, json!({"recipient_id": "15"})).await;
    let answer = answer.expect(201);
    assert_eq!(answer["message"], "Call initiated successfully");
    let call = &answer["call_session"];
    let keys: Vec<&String> = call.as_object().unwrap().keys().collect();
    assert_eq!(
        keys.iter().map(|key| key.as_str()).collect::<Vec<_>>(),
        "id session_id room_name call_type status initiator initiator_name recipient \
         recipient_name participants started_at ended_at duration_seconds duration_formatted \
         is_active participant_count organization recording_url recording_file notes \
         jitsi_server jitsi_url created_at updated_at"
            .split_whitespace()
            .collect::<Vec<_>>()
    );
    let room = call["room_name"].as_str().unwrap();
    let (stamp, random) = room
        .strip_prefix("crm-")
        .and_then(|rest| rest.split_once('-'))
        .unwrap();
    assert!(stamp.len() == 14 && stamp.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(random.len() == 8 && random.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let meet = crm.demo.meet_url();
    assert_eq!(
        call["jitsi_url"],
        json!({"video_url": format!("{meet}/{room}"), "jwt_token": null, "room_name": room,
            "app_id": null, "server_domain": meet.trim_start_matches("http://"), "error": null})
    );
    assert_eq!(call["call_type"], "video");
    assert_eq!(call["status"], "pending");
    assert_eq!(call["participants"], json!([OLIVIA, JANE]));
    assert_eq!(call["duration_formatted"], "00:00");
    assert_eq!(call["is_active"], false);
    assert_eq!(call["organization"], 1);
    assert!(call["created_at"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_whole_call_ends_in_the_history_of_both() {
    for mode in MODES {
        let crm = Crm::start(mode).await;
        let (olivia, jane) = (crm.olivia().await, crm.jane().await);
        let call = olivia.call(JANE).await;
        for person in [&olivia, &jane] {
            let active = person.get(MINE).await.expect(200);
            assert_eq!(active["id"], call, "a bare session, without a wrapper");
        }
        let answered = jane.act(call, "answer").await.expect(200);
        assert_eq!(answered["message"], "Call answered");
        assert_eq!(answered["call_session"]["is_active"], true);
        let ended = olivia.act(call, "end").await.expect(200);
        assert_eq!(ended["message"], "Call ended");
        for person in [&olivia, &jane] {
            let none = person.get(MINE).await;
            assert_eq!((none.status.as_u16(), none.text.as_str()), (204, ""));
            let history = person.get("/api/jitsi-calls/?my_calls=1").await.expect(200);
            assert_eq!(history[0]["id"], call);
            assert_eq!(history[0]["status"], "completed");
            assert!(history[0]["duration_seconds"].is_i64());
        }
    }
}

#[tokio::test]
async fn what_initiate_refuses() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let field = |name: &str, text: &str| json!({"error": "An error occurred", "details": {name: [text]}, "status_code": 400});
    for (body, wanted) in [
        (
            json!({"recipient_id": 4_711}),
            field("recipient_id", "Recipient user not found"),
        ),
        (
            json!({"recipient_id": "abc"}),
            field("recipient_id", "A valid integer is required."),
        ),
        (
            json!({"recipient_id": JANE, "call_type": "hologram"}),
            field("call_type", "\"hologram\" is not a valid choice."),
        ),
        (
            json!({"recipient_id": OLIVIA}),
            json!({"error": "Cannot call yourself"}),
        ),
    ] {
        assert_eq!(olivia.post(INITIATE, body).await.expect(400), wanted);
    }
    let noor = crm.sign_in("noor.haddad", "demo-noor").await;
    let answer = noor.post(INITIATE, json!({"recipient_id": JANE})).await;
    assert_eq!(
        answer.expect(400),
        json!({"error": "User must have an active profile"})
    );
    crm.jane().await.call(MIKE).await;
    let answer = olivia.post(INITIATE, json!({"recipient_id": JANE})).await;
    assert_eq!(
        answer.expect(400),
        json!({"error": "Jane Doe is not available for calls"})
    );
}

#[tokio::test]
async fn a_falsy_recipient_makes_a_group_call_that_cannot_be_answered_cleanly() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    for body in [
        json!({}),
        json!({"recipient_id": null}),
        json!({"recipient_id": 0}),
    ] {
        let answer = olivia.post(INITIATE, body).await.expect(201);
        assert_eq!(answer["call_session"]["recipient"], Value::Null);
        assert_eq!(answer["call_session"]["participant_count"], 1);
    }
    let call = olivia.get(MINE).await.expect(200)["id"].as_i64().unwrap();
    let answer = olivia.act(call, "answer").await.expect(500);
    assert_eq!(
        answer,
        json!({"error": "Failed to update call: 'NoneType' object has no attribute 'id'"})
    );
    let call = olivia.get(&format!("/api/jitsi-calls/{call}/")).await;
    assert_eq!(call.expect(200)["status"], "active");
}

#[tokio::test]
async fn calling_by_email_knows_users_only_and_letter_by_letter() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let call = async |body: Value| olivia.post(BY_EMAIL, body).await;
    let odd = json!({"recipient_email": "jane.doe@example.com", "call_type": "hologram"});
    let answer = call(odd).await.expect(201);
    assert_eq!(answer["call_session"]["call_type"], "hologram");
    for email in [
        "JANE.DOE@example.com",
        " jane.doe@example.com",
        "nobody@example.com",
        // The customer's address; the user behind it has another one.
        "purchasing@acme.example",
    ] {
        let answer = call(json!({"recipient_email": email})).await.expect(404);
        let text = format!("No user found with email: {email}");
        assert_eq!(answer, json!({ "error": text }));
    }
    for body in [json!({}), json!({"recipient_email": ""})] {
        let answer = call(body).await.expect(400);
        assert_eq!(answer, json!({"error": "recipient_email is required"}));
    }
    let oneself = json!({"recipient_email": "olivia.owner@northwind.example"});
    assert_eq!(
        call(oneself).await.expect(400),
        json!({"error": "Cannot call yourself"})
    );
    let crash = call(json!([])).await;
    assert_eq!(crash.status, 500);
    assert!(crash.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn update_status_checks_the_action_and_who_rejects() {
    let crm = Crm::start(Mode::AsFound).await;
    let (olivia, jane) = (crm.olivia().await, crm.jane().await);
    let call = olivia.call(JANE).await;
    let answer = jane.act(call, "explode").await.expect(400);
    assert_eq!(
        answer["details"]["action"],
        json!(["\"explode\" is not a valid choice."])
    );
    let answer = olivia.act(call, "reject").await.expect(400);
    assert_eq!(
        answer,
        json!({"error": "Only the recipient can reject this call"})
    );
    let answer = jane.act(call, "reject").await.expect(200);
    assert_eq!(answer["message"], "Call rejected");
    let answer = jane.act(call, "answer").await.expect(400);
    assert_eq!(answer, json!({"error": "Call is not in answerable state"}));
    let again = olivia.act(call, "end").await.expect(200);
    assert_eq!(again["call_session"]["status"], "rejected");
}

#[tokio::test]
async fn the_broken_endpoints_are_broken_as_found_and_work_as_documented() {
    for mode in MODES {
        let crm = Crm::start(mode).await;
        let (olivia, jane) = (crm.olivia().await, crm.jane().await);
        let call = olivia.call(JANE).await;
        jane.act(call, "answer").await.expect(200);

        let active = olivia.get("/api/jitsi-calls/active_calls/").await;
        let upload = upload(&olivia, call, "call.mp4").await;
        let busy = json!({"status": "away", "status_message": "At lunch"});
        let status = olivia
            .patch("/api/user-presence/update_my_status/", busy)
            .await;
        if mode == Mode::AsFound {
            assert_eq!(active.status, 500);
            let text = upload.1["error"].as_str().unwrap();
            assert_eq!(upload.0, 400);
            assert!(text.starts_with("Invalid file type. Allowed: .mp4, .webm"));
            assert_eq!(
                status.expect(500),
                json!({"error": "Failed to update status: 'JitsiService' object has no \
                                 attribute 'update_user_status'"})
            );
        } else {
            assert_eq!(active.expect(200)[0]["id"], call);
            assert_eq!(upload.0, 200);
            assert_eq!(status.expect(200)["status_message"], "At lunch");
        }
    }
}

async fn upload(person: &Person<'_>, call: i64, name: &str) -> (u16, Value) {
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"recording\"; filename=\"{name}\"\r\n\
         Content-Type: video/mp4\r\n\r\nmoving pictures\r\n--edge--\r\n"
    );
    let answer = form(
        person,
        Method::POST,
        &format!("/api/jitsi-calls/{call}/upload_recording/"),
        body,
    )
    .await;
    (answer.status.as_u16(), answer.json())
}

async fn form(
    person: &Person<'_>,
    method: Method,
    path: &str,
    body: String,
) -> crate::harness::Answer {
    let bearer = format!("Bearer {}", person.access);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "multipart/form-data; boundary=edge"),
    ];
    person
        .crm
        .send(method, path, &headers, Some(body))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_recording_gets_in_by_patch_and_can_be_fetched() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let call = olivia.call(JANE).await;
    let body = "--edge\r\nContent-Disposition: form-data; name=\"recording_file\"; \
                filename=\"a call.webm\"\r\nContent-Type: video/webm\r\n\r\nsound\r\n--edge--\r\n";
    let path = format!("/api/jitsi-calls/{call}/");
    let answer = form(&olivia, Method::PATCH, &path, body.to_owned()).await;
    let address = answer.expect(200)["recording_file"].clone();
    let path = address
        .as_str()
        .unwrap()
        .strip_prefix(crm.demo.api_url())
        .unwrap();
    assert!(path.starts_with("/media/"));
    let file = crm.send(Method::GET, path, &[], None).await.unwrap();
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "sound"));

    let path = format!("/api/jitsi-calls/{call}/upload_recording/");
    let answer = form(&olivia, Method::POST, &path, "--edge--\r\n".to_owned()).await;
    assert_eq!(
        answer.expect(400),
        json!({"error": "No recording file provided"})
    );
    let answer = form(&crm.mike().await, Method::POST, &path, String::new()).await;
    assert_eq!(
        answer.expect(403),
        json!({"error": "You do not have permission to upload recordings for this call"})
    );
}

#[tokio::test]
async fn history_filters_by_status_and_people_and_never_pages() {
    let crm = Crm::start(Mode::AsFound).await;
    let (olivia, mike) = (crm.olivia().await, crm.mike().await);
    let foreign = mike.call(JANE).await;
    let own = olivia.call(16).await;
    let list = async |query: &str| -> Vec<i64> {
        let path = format!("/api/jitsi-calls/{query}");
        let history = olivia.get(&path).await.expect(200);
        let ids = history.as_array().unwrap().iter();
        ids.map(|call| call["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(list("?page_size=1&page=9").await[..2], [own, foreign]);
    let mine = list("?my_calls=false").await;
    assert!(mine.contains(&own) && !mine.contains(&foreign));
    assert_eq!(list("?status=pending").await, [own, foreign]);
    assert_eq!(
        list("?ordering=created_at&status=pending").await,
        [foreign, own]
    );
    let foreigner = crm.sign_in("vera.contoso", "demo-vera").await;
    let path = format!("/api/jitsi-calls/{own}/");
    foreigner.get(&path).await.expect(404);
}

#[tokio::test]
async fn the_model_endpoints_are_open() {
    let crm = Crm::start(Mode::AsFound).await;
    let (olivia, mike) = (crm.olivia().await, crm.mike().await);
    let call = olivia.call(JANE).await;
    let path = format!("/api/jitsi-calls/{call}/");
    let body = json!({"notes": "Ring back", "status": "failed"});
    let answer = mike.patch(&path, body).await.expect(200);
    assert_eq!(answer["notes"], "Ring back");
    assert_eq!(answer["status"], "failed");
    let answer = mike.ask(Method::DELETE, &path, None).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    assert_eq!(olivia.get(MINE).await.status, 204);
    let empty = mike.post("/api/jitsi-calls/", json!({})).await.expect(201);
    assert_eq!(empty["room_name"], "");
    mike.post("/api/jitsi-calls/", json!({})).await.expect(400);
}

#[tokio::test]
async fn unanswered_calls_are_missed_after_a_minute_only_as_documented() {
    for (mode, status) in [(Mode::AsDocumented, "missed"), (Mode::AsFound, "pending")] {
        let crm = Crm::start(mode).await;
        let olivia = crm.olivia().await;
        let call = olivia.call(JANE).await;
        let mut socket = crm.socket(JANE).await;
        crm.control("age_calls", json!({"seconds": 61})).await;
        let answer = olivia.get(&format!("/api/jitsi-calls/{call}/")).await;
        assert_eq!(answer.expect(200)["status"], status);
        if mode == Mode::AsDocumented {
            let event = socket.json().await;
            assert_eq!(event["event"], "call-ended");
            assert_eq!(event["data"]["status"], "missed");
        } else {
            assert!(socket.is_quiet().await);
        }
    }
}
