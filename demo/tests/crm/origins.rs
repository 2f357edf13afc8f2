//! Which origin has what, and whose pages may read it.

use reqwest::Method;
use ringside_demo::Mode;
use serde_json::json;
use tokio_tungstenite::connect_async;

use crate::harness::{Answer, Crm};

const ME: &str = "/api/users/me/";

#[tokio::test]
async fn as_documented_everything_is_at_one_origin() {
    let crm = Crm::start(Mode::AsDocumented).await;
    assert_eq!(crm.demo.api_url(), crm.demo.crm_url());
    crm.olivia().await.get(ME).await.expect(200);
    let page = crm.send(Method::GET, "/login", &[], None).await.unwrap();
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn as_found_the_pages_origin_has_no_api_and_the_apis_no_pages() {
    let crm = Crm::start(Mode::AsFound).await;
    let (pages, api) = (crm.demo.crm_url(), crm.demo.api_url());
    assert_ne!(pages, api);
    let ask = async |origin: &str, method: Method, path: &str| {
        crm.send_to(origin, method, path, &[], None).await.unwrap()
    };
    // What is there for a single-page host: its one page, for every address.
    for path in [ME, "/api/auth/login/", "/ws/video-call/14/", "/customers"] {
        let answer = ask(pages, Method::GET, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text.contains("<div id=\"root\">"), "{path}");
    }
    let answer = ask(pages, Method::POST, "/api/auth/login/").await;
    assert_eq!(answer.status, 404);
    for path in ["/", "/customers", "/assets/crm/app.js", "/__test/log"] {
        assert_eq!(ask(api, Method::GET, path).await.status, 404, "{path}");
    }
    let socket = |origin: &str| format!("{}/ws/video-call/14/", origin.replace("http", "ws"));
    connect_async(socket(pages)).await.unwrap_err();
    connect_async(socket(api)).await.unwrap();
}

#[tokio::test]
async fn pages_say_where_the_api_is() {
    for mode in [Mode::AsDocumented, Mode::AsFound] {
        let crm = Crm::start(mode).await;
        let page = crm.send(Method::GET, "/login", &[], None).await.unwrap();
        let marked = format!("data-api=\"{}\"", crm.demo.api_url());
        assert!(page.text.contains(&marked), "{}", page.text);
    }
}

/// Whether any CORS header came with it.
fn is_shared(answer: &Answer) -> bool {
    let mut names = answer.headers.keys();
    names.any(|name| name.as_str().starts_with("access-control"))
}

#[tokio::test]
async fn only_the_crms_own_pages_may_read_the_api() {
    for mode in [Mode::AsDocumented, Mode::AsFound] {
        let crm = Crm::start(mode).await;
        let olivia = crm.olivia().await;
        let bearer = format!("Bearer {}", olivia.access);
        let from = async |origin: &str, path: &str| {
            let headers = [("authorization", bearer.as_str()), ("origin", origin)];
            crm.send(Method::GET, path, &headers, None).await.unwrap()
        };
        let pages = crm.demo.crm_url();
        for origin in [pages, &pages.replace("127.0.0.1", "localhost")] {
            for path in [ME, "/api/jitsi-calls/active_calls/", "/api/nothing/"] {
                let answer = from(origin, path).await;
                assert_eq!(answer.header("access-control-allow-origin"), origin);
                assert_eq!(answer.header("access-control-allow-credentials"), "true");
                assert_eq!(
                    answer.header("access-control-expose-headers"),
                    "content-type,authorization"
                );
            }
        }
        for origin in ["chrome-extension://abc", "http://127.0.0.1:5173", "null"] {
            let answer = from(origin, ME).await;
            assert_eq!(answer.status, 200, "the answer comes all the same");
            assert!(!is_shared(&answer), "{origin}");
        }
    }
}

#[tokio::test]
async fn a_preflight_is_answered_for_a_day() {
    let crm = Crm::start(Mode::AsFound).await;
    let ask = async |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            ("access-control-request-headers", "authorization"),
        ];
        crm.send(Method::OPTIONS, ME, &headers, None).await.unwrap()
    };
    let answer = ask(crm.demo.crm_url()).await;
    assert_eq!(answer.header("access-control-max-age"), "86400");
    assert_eq!(
        answer.header("access-control-allow-methods"),
        "DELETE,GET,OPTIONS,PATCH,POST,PUT"
    );
    let allowed = answer.header("access-control-allow-headers");
    assert!(allowed.contains("authorization") && !allowed.contains("x-own"));
    assert!(!is_shared(&ask("chrome-extension://abc").await));
    assert!(crm.log(ME).await.is_empty(), "browsers ask by themselves");
}

#[tokio::test]
async fn the_apis_failures_can_be_read_by_its_pages() {
    let crm = Crm::start(Mode::AsFound).await;
    let fault = json!({"path_prefix": ME, "kind": {"status": 503}});
    crm.control("faults", fault).await;
    let origin = crm.demo.crm_url();
    let answer = crm.send(Method::GET, ME, &[("origin", origin)], None).await;
    let answer = answer.unwrap();
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("access-control-allow-origin"), origin);
}

#[tokio::test]
async fn what_is_asked_of_the_wrong_origin_is_logged_and_uses_up_no_fault() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let fault = json!({"path_prefix": ME, "times": 1, "kind": {"status": 503}});
    crm.control("faults", fault).await;
    let (pages, api) = (crm.demo.crm_url(), crm.demo.api_url());
    let lost = crm.send_to(pages, Method::GET, ME, &[], None).await;
    assert_eq!(lost.unwrap().status, 200);
    assert_eq!(olivia.get(ME).await.status, 503);
    let log = crm.log(ME).await;
    for (entry, origin) in log.iter().zip([pages, api]) {
        assert_eq!(
            format!("http://{}", entry["host"].as_str().unwrap()),
            origin
        );
    }
    assert_eq!(log.len(), 2);
}
