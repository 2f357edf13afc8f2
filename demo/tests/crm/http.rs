//! Slashes, content types and error pages.

use reqwest::Method;
use ringside_demo::Mode;
use serde_json::json;

use crate::harness::Crm;

#[tokio::test]
async fn a_missing_slash_redirects_get_and_crashes_post() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let answer = olivia.get("/api/jitsi-calls?my_calls=1").await;
    assert_eq!(answer.status, 301);
    assert_eq!(answer.header("location"), "/api/jitsi-calls/?my_calls=1");
    let answer = olivia
        .post(
            "/api/jitsi-calls/initiate_call",
            json!({"recipient_id": 15}),
        )
        .await;
    assert_eq!(answer.status, 500);
    assert!(answer.text.contains("doesn't end in a slash"));
}

#[tokio::test]
async fn crashes_are_never_json() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let bearer = format!("Bearer {}", olivia.access);
    for (accept, kind, length) in [
        ("application/json", "text/plain", 17_000),
        ("*/*", "text/html", 90_000),
        ("text/html", "text/html", 90_000),
    ] {
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        let answer = crm
            .send(
                Method::GET,
                "/api/jitsi-calls/active_calls/",
                &headers,
                None,
            )
            .await
            .unwrap();
        assert_eq!(answer.status, 500);
        assert!(answer.header("content-type").starts_with(kind), "{accept}");
        assert!(answer.text.len() >= length, "{accept}");
        assert!(answer.text.contains("current_organization"));
    }
}

#[tokio::test]
async fn browsers_get_html_unless_they_ask_for_data() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let bearer = format!("Bearer {}", olivia.access);
    let get = async |accept: &str, path: &str| {
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        crm.send(Method::GET, path, &headers, None).await.unwrap()
    };
    let answer = get("text/html", "/api/users/me/").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.text.contains("olivia.owner"));
    assert_eq!(get("*/*", "/api/users/me/").await.expect(200)["id"], 14);
    let answer = get("text/html", "/api/users/me/?format=json").await;
    assert_eq!(answer.status, 406);
}

#[tokio::test]
async fn unknown_addresses_are_html_and_unknown_ids_json() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    for path in ["/api/auth/refresh/", "/api/nothing/"] {
        let answer = olivia.get(path).await;
        assert_eq!(answer.status, 404);
        assert!(answer.header("content-type").starts_with("text/html"));
    }
    assert_eq!(
        olivia.get("/api/jitsi-calls/9999/").await.expect(404),
        json!({"error": "Not Found",
            "details": "No JitsiCallSession matches the given query.", "status_code": 404})
    );
    assert_eq!(
        olivia
            .get("/api/jitsi-calls/online_users/")
            .await
            .expect(404),
        json!({"error": "Not Found", "details": "", "status_code": 404})
    );
}

#[tokio::test]
async fn a_wrong_method_is_a_405() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let answer = olivia.get("/api/jitsi-calls/heartbeat/").await.expect(405);
    assert_eq!(answer["error"], "Method \"GET\" not allowed.");
    assert_eq!(answer["status_code"], 405);
}

#[tokio::test]
async fn api_answers_carry_security_headers_and_pages_no_policy() {
    let crm = Crm::start(Mode::AsFound).await;
    let answer = crm.olivia().await.get("/api/users/me/").await;
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    let page = crm
        .send(Method::GET, "/customers", &[], None)
        .await
        .unwrap();
    assert_eq!(page.header("content-security-policy"), "");
}
