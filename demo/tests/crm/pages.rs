//! The shell and its files.

use reqwest::Method;
use ringside_demo::Mode;

use crate::harness::Crm;

#[tokio::test]
async fn every_client_side_route_gets_the_shell_with_its_mode() {
    for mode in [Mode::AsDocumented, Mode::AsFound] {
        let crm = Crm::start(mode).await;
        for path in [
            "/",
            "/login",
            "/dashboard",
            "/customers",
            "/customers/2",
            "/employees/1",
            "/sales",
            "/leads/2",
            "/deals/2",
            "/activities",
            "/messages",
            "/client/dashboard",
            "/client/messages",
            "/calls",
        ] {
            let page = crm.send(Method::GET, path, &[], None).await.unwrap();
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text.contains("<title>Too Good CRM</title>"));
            let marked = format!(r#"data-mode="{}""#, mode.name());
            assert!(page.text.contains(&marked), "{path}");
        }
    }
}

#[tokio::test]
async fn all_files_that_files_ask_for_are_there() {
    let crm = Crm::start(Mode::AsFound).await;
    let get = async |path: String| {
        let answer = crm.send(Method::GET, &path, &[], None).await.unwrap();
        assert_eq!(answer.status, 200, "{path}");
        answer.text
    };
    let shell = get("/login".to_owned()).await;
    let mut waiting: Vec<String> = quoted(&shell, "/assets/crm/")
        .map(|name| name.to_owned())
        .collect();
    let mut seen = Vec::new();
    while let Some(name) = waiting.pop() {
        if seen.contains(&name) {
            continue;
        }
        let text = get(format!("/assets/crm/{name}")).await;
        if name.ends_with(".js") {
            waiting.extend(quoted(&text, "./").map(str::to_owned));
        }
        seen.push(name);
    }
    for file in ["app.js", "call-window.js", "as-found.css", "icon.svg"] {
        assert!(seen.iter().any(|name| name == file), "{file} in {seen:?}");
    }
    assert_eq!(
        crm.send(Method::GET, "/assets/crm/none.js", &[], None)
            .await
            .unwrap()
            .status,
        404
    );
}

/// What stands between `"` + `prefix` and the next `"`.
fn quoted<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .filter_map(move |part| part.strip_prefix(prefix))
}
