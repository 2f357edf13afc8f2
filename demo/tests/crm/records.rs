//! Customers, employees and users.

use ringside_demo::Mode;
use serde_json::{Value, json};

use crate::harness::{Crm, JANE, MIKE};

#[tokio::test]
async fn customers_come_in_pages_of_25_active_ones_with_their_user_ids() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let list = async |query: &str| {
        let path = format!("/api/customers/?organization=1{query}");
        olivia.get(&path).await
    };
    let page = list("").await.expect(200);
    assert_eq!(page["results"].as_array().unwrap().len(), 25);
    assert_eq!(page["count"], 27);
    let jane = &page["results"][0];
    assert_eq!(jane["id"], 2);
    assert_eq!(jane["code"], "CUST002");
    assert_eq!(jane["user_id"], JANE);
    assert_eq!(jane["organization"], Value::Null);
    let with_user = |page: &Value| {
        let results = page["results"].as_array().unwrap().iter();
        results.filter(|one| one["user_id"].is_i64()).count()
    };
    assert!(with_user(&page) < 25, "some have no account");
    assert_eq!(list("&status=all").await.expect(200)["count"], 30);
    assert_eq!(list("&status=inactive").await.expect(200)["count"], 2);
    assert_eq!(list("&search=nobody").await.expect(200)["count"], 27);
    assert_eq!(list("&page=3").await.expect(404)["error"], "Invalid page.");
}

#[tokio::test]
async fn one_customer_has_a_user_object_and_a_number_for_the_organisation() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let jane = olivia.get("/api/customers/2/").await.expect(200);
    assert_eq!(jane["user"]["id"], JANE);
    assert_eq!(jane["organization"], 1);
    assert!(jane.get("user_id").is_none());
    let acme = olivia.get("/api/customers/1/").await.expect(200);
    assert_ne!(acme["email"], acme["user"]["email"]);
    let other = olivia.get("/api/customers/6/").await.expect(200);
    assert_eq!(other["user"], Value::Null);
    olivia.get("/api/customers/31/").await.expect(404);
}

#[tokio::test]
async fn a_customer_needs_a_permission_but_the_list_does_not() {
    let crm = Crm::start(Mode::AsFound).await;
    let lisa = crm.sign_in("lisa.support", "demo-lisa").await;
    assert_eq!(
        lisa.get("/api/customers/1/").await.expect(403),
        json!({"error": "Permission denied. Required: customer:read",
            "details": {"detail": "Permission denied. Required: customer:read"},
            "status_code": 403})
    );
    lisa.get("/api/customers/").await.expect(200);
    crm.mike().await.get("/api/customers/1/").await.expect(200);
}

#[tokio::test]
async fn employees_are_listed_without_user_and_name_parts() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let page = olivia.get("/api/employees/").await.expect(200);
    assert_eq!(page["count"], 10);
    let mike = &page["results"][0];
    let keys: Vec<&String> = mike.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "id",
            "code",
            "full_name",
            "email",
            "phone",
            "department",
            "job_title",
            "role",
            "role_name",
            "status",
            "manager_name"
        ]
    );
    let found = olivia.get("/api/employees/?search=MEYER").await.expect(200);
    assert_eq!(found["count"], 1);
    let mike = olivia.get("/api/employees/1/").await.expect(200);
    assert_eq!(mike["user"]["id"], MIKE);
    assert_eq!(mike["first_name"], "Mike");
    let controller = olivia.get("/api/employees/5/").await.expect(200);
    assert_eq!(controller["user"], Value::Null);
    assert_eq!(
        olivia.get("/api/employees/11/").await.expect(500),
        json!({"error": "Failed to retrieve employee: No Employee matches the given query."})
    );
}

#[tokio::test]
async fn the_three_kinds_of_id_are_different_numbers() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    for (path, count) in [("customers", 31), ("employees", 10)] {
        for id in 1..=count {
            let answer = olivia.get(&format!("/api/{path}/{id}/")).await;
            if answer.status == 200 {
                assert_ne!(answer.json()["user"]["id"], id, "{path}/{id}");
            }
        }
    }
}

#[tokio::test]
async fn users_of_all_organisations_are_listed_to_everybody() {
    let crm = Crm::start(Mode::AsFound).await;
    let page = crm.jane().await.get("/api/users/").await.expect(200);
    let names = page["results"].as_array().unwrap();
    assert!(names.iter().any(|one| one["username"] == "vera.contoso"));
}

#[tokio::test]
async fn leads_deals_and_activities_tell_an_address_and_no_user() {
    let crm = Crm::start(Mode::AsFound).await;
    let olivia = crm.olivia().await;
    let lead = olivia.get("/api/leads/2/").await.expect(200);
    assert_eq!(lead["email"], "jane.doe@example.com");
    assert_eq!(lead["phone"], "+1 503 555 0182");
    let deal = olivia.get("/api/deals/2/").await.expect(200);
    assert_eq!(deal["customer_email"], "jane.doe@example.com");
    let list = olivia.get("/api/activities/").await.expect(200);
    let first = &list["results"][0];
    assert_eq!(first["customer_name"], "Jane Doe");
    assert_eq!(first["customer_email"], "jane.doe@example.com");
    for record in [&lead, &deal, first] {
        assert_eq!(record.get("user_id"), None);
        assert_eq!(record.get("user"), None);
    }
    for path in ["/api/leads/99/", "/api/deals/99/"] {
        olivia.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn a_conversation_names_the_other_person() {
    let crm = Crm::start(Mode::AsFound).await;
    let jane = crm.jane().await;
    let all = jane.get("/api/conversations/").await.expect(200);
    let others: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["other_participant"]["email"])
        .collect();
    assert_eq!(
        others,
        [
            "olivia.owner@northwind.example",
            "priya.raman@northwind.example"
        ]
    );
    assert_eq!(all[1]["other_participant"]["phone"], "+1 206 555 0121");
    let with = jane.get("/api/messages/with_user/?user_id=14").await;
    let with = with.expect(200);
    assert_eq!(with.as_array().unwrap().len(), 3);
    assert_eq!(with[2], all[0]["last_message"]);
}
