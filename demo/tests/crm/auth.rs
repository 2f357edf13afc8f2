//! Signing in, tokens, and who is let in.

use reqwest::Method;
use ringside_demo::Mode;
use serde_json::{Value, json};

use crate::harness::{Crm, JANE, OLIVIA};

#[tokio::test]
async fn a_login_answers_with_everything_the_web_app_stores() {
    let crm = Crm::start(Mode::AsFound).await;
    let login = crm.olivia().await.login;
    let keys: Vec<&String> = login.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "user",
            "access",
            "refresh",
            "token_type",
            "access_expires_in",
            "refresh_expires_in",
            "token",
            "legacy_token",
            "message"
        ]
    );
    assert_eq!(login["user"]["id"], OLIVIA);
    assert_eq!(login["access_expires_in"], 86_400);
    assert_eq!(login["refresh_expires_in"], 604_800);
    assert_eq!(login["token"], login["legacy_token"]);
    assert_eq!(login["token"].as_str().unwrap().len(), 40);
    let profile = &login["user"]["profiles"][0];
    assert_eq!(profile["profile_type"], "vendor");
    assert_eq!(profile["organization"]["id"], 1);
}

#[tokio::test]
async fn the_access_token_says_who_it_is_for() {
    let crm = Crm::start(Mode::AsFound).await;
    let claims = |token: &str| -> Value {
        use base64::Engine as _;
        let payload = token.split('.').nth(1).unwrap();
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(payload)
            .unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let olivia = claims(&crm.olivia().await.access);
    assert_eq!(olivia["token_type"], "access");
    assert_eq!(olivia["user_id"], OLIVIA);
    assert_eq!(olivia["permissions"], json!(["*:*"]));
    assert_eq!(olivia["roles"], json!([]));
    assert_eq!(
        olivia["exp"].as_i64().unwrap() - olivia["iat"].as_i64().unwrap(),
        86_400
    );
    let mike = claims(&crm.mike().await.access);
    assert_eq!(mike["profile_type"], "employee");
    assert_eq!(mike["roles"], json!({"1": "Sales"}));
    let jane = crm.jane().await;
    assert_eq!(claims(&jane.access)["user_id"], JANE);
    let refresh = claims(jane.login["refresh"].as_str().unwrap());
    assert_eq!(refresh["token_type"], "refresh");
}

#[tokio::test]
async fn a_wrong_login_is_a_400_with_the_reason_under_details() {
    let crm = Crm::start(Mode::AsFound).await;
    let try_login = async |body| {
        crm.anonymous(Method::POST, "/api/auth/login/", body)
            .await
            .expect(400)
    };
    let wrong = json!({"error": "An error occurred", "details": {"non_field_errors":
        ["Unable to log in with provided credentials."]}, "status_code": 400});
    for (name, password) in [
        ("olivia.owner", "wrong"),
        ("nobody", "demo-olivia"),
        ("JANE.DOE@example.com", "demo-jane"),
        ("karl.brandt", "demo-karl"),
    ] {
        let answer = try_login(json!({"username": name, "password": password})).await;
        assert_eq!(answer, wrong, "{name}");
    }
    let answer = try_login(json!({"email": "jane.doe@example.com", "password": "x"})).await;
    assert_eq!(
        answer["details"]["username"],
        json!(["This field is required."])
    );
}

#[tokio::test]
async fn requests_need_a_good_token() {
    let crm = Crm::start(Mode::AsFound).await;
    let me = async |authorization: Option<&str>| {
        let headers: Vec<(&str, &str)> = authorization
            .map(|value| ("authorization", value))
            .into_iter()
            .collect();
        crm.send(Method::GET, "/api/users/me/", &headers, None)
            .await
            .unwrap()
    };
    let answer = me(None).await;
    assert_eq!(answer.header("www-authenticate"), r#"Bearer realm="api""#);
    assert_eq!(
        answer.expect(401),
        json!({"error": "Authentication credentials were not provided.", "details":
            {"detail": "Authentication credentials were not provided."}, "status_code": 401})
    );
    let olivia = crm.olivia().await;
    let refresh = olivia.login["refresh"].as_str().unwrap();
    for bad in ["nonsense", refresh] {
        let answer = me(Some(&format!("Bearer {bad}"))).await.expect(401);
        assert_eq!(answer["error"], "Given token not valid for any token type");
        assert_eq!(answer["details"]["code"], "token_not_valid");
    }
    let legacy = olivia.login["legacy_token"].as_str().unwrap();
    let answer = me(Some(&format!("Token {legacy}"))).await.expect(200);
    assert_eq!(answer["username"], "olivia.owner");
}

#[tokio::test]
async fn refreshing_gives_a_new_pair_and_leaves_the_old_one_valid() {
    let crm = Crm::start(Mode::AsFound).await;
    let jane = crm.jane().await;
    let refresh = async |token: &Value| {
        let headers = [
            ("authorization", "Bearer nonsense"),
            ("content-type", "application/json"),
        ];
        let body = json!({ "refresh": token }).to_string();
        crm.send(
            Method::POST,
            "/api/auth/token/refresh/",
            &headers,
            Some(body),
        )
        .await
        .unwrap()
    };
    let old = &jane.login["refresh"];
    let first = refresh(old).await.expect(200);
    assert_ne!(first["refresh"], *old);
    refresh(old).await.expect(200);
    refresh(&first["refresh"]).await.expect(200);
    let bad = refresh(&json!(jane.access)).await.expect(401);
    assert_eq!(bad["error"], "Token is invalid or expired");
    assert_eq!(bad["details"]["code"], "token_not_valid");
    let verify = async |token: &Value| {
        crm.anonymous(
            Method::POST,
            "/api/auth/token/verify/",
            json!({ "token": token }),
        )
        .await
    };
    assert_eq!(verify(&first["access"]).await.expect(200), json!({}));
    verify(&json!("nonsense")).await.expect(401);
}

#[tokio::test]
async fn logging_out_deletes_the_legacy_token_only() {
    let crm = Crm::start(Mode::AsFound).await;
    let jane = crm.jane().await;
    jane.post("/api/auth/logout/", json!({})).await.expect(200);
    jane.get("/api/users/me/").await.expect(200);
    let again = jane.post("/api/auth/logout/", json!({})).await;
    assert_eq!(
        again.expect(400),
        json!({"error": "User has no auth_token."})
    );
    let legacy = format!("Token {}", jane.login["token"].as_str().unwrap());
    crm.send(
        Method::GET,
        "/api/users/me/",
        &[("authorization", &legacy)],
        None,
    )
    .await
    .unwrap()
    .expect(401);
}
