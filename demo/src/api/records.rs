//! Customers, employees and users: three numberings, and three ways to find the
//! user to call for what a page shows.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use super::Route;
use super::failure::Failure;
use super::paging;
use super::request::{Caller, Id, Params};
use crate::app::App;
use crate::clock::Stamp;
use crate::people::{self, User};

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/customers/", get(customers)),
        ("/api/customers/{id}/", get(customer)),
        ("/api/employees/", get(employees)),
        ("/api/employees/{id}/", get(employee)),
        ("/api/users/", get(users)),
        ("/api/users/{id}/", get(user)),
    ]
}

/// Active ones only unless asked otherwise; `search` is ignored.
async fn customers(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let status = params.get("status").unwrap_or("active");
    let items = {
        let conn = app.database();
        conn.prepare(
            "SELECT * FROM customer
             WHERE organization_id = ?1 AND (?2 = 'all' OR status = ?2)
             ORDER BY created_at DESC, id DESC",
        )?
        .query_map(rusqlite::params![caller.organization, status], |row| {
            let mut item = customer_json(row)?;
            item["organization"] = item["company_name"].clone();
            item["user_id"] = json!(row.get::<_, Option<i64>>("user_id")?);
            Ok(item)
        })?
        .collect::<rusqlite::Result<Vec<Value>>>()?
    };
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

async fn customer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let conn = app.database();
    if !people::is_permitted(&conn, caller.user.id, "customer:read")? {
        return Err(Failure::framework(
            StatusCode::FORBIDDEN,
            "Permission denied. Required: customer:read",
        ));
    }
    let found = conn
        .query_row(
            "SELECT * FROM customer WHERE id = ?1 AND organization_id = ?2",
            rusqlite::params![id, caller.organization],
            |row| {
                let mut item = customer_json(row)?;
                item["organization"] = json!(row.get::<_, i64>("organization_id")?);
                Ok((item, row.get("user_id")?))
            },
        )
        .optional()?;
    let (mut item, user) = found.ok_or_else(|| Failure::not_found("Customer"))?;
    item["user"] = linked(&conn, user)?;
    Ok(Json(item))
}

fn customer_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    let id: i64 = row.get("id")?;
    let (first, last): (String, String) = (row.get("first_name")?, row.get("last_name")?);
    let name = format!("{first} {last}");
    let company: String = row.get("company")?;
    let value: i64 = row.get("total_value")?;
    Ok(json!({
        "id": id,
        "code": format!("CUST{id:03}"),
        "name": name,
        "first_name": first,
        "last_name": last,
        "full_name": name,
        "email": row.get::<_, String>("email")?,
        "phone": row.get::<_, String>("phone")?,
        "organization": null,
        "company_name": Some(company).filter(|company| !company.is_empty()),
        "city": row.get::<_, String>("city")?,
        "status": row.get::<_, String>("status")?,
        "assigned_to": row.get::<_, Option<i64>>("assigned_to")?,
        "total_value": format!("{value}.00"),
        "last_contact": row.get::<_, Option<Stamp>>("last_contact")?.map(Stamp::rest),
        "created_at": row.get::<_, Stamp>("created_at")?.rest(),
    }))
}

/// Names no user, and neither a first nor a last name; `search` works here.
async fn employees(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let search = params.get("search").unwrap_or_default().to_lowercase();
    let mut items = {
        let conn = app.database();
        conn.prepare(
            "SELECT e.*, trim(m.first_name || ' ' || m.last_name) AS manager_name
             FROM employee e LEFT JOIN employee m ON m.id = e.manager_id
             WHERE e.organization_id = ?1 ORDER BY e.id",
        )?
        .query_map([caller.organization], employee_json)?
        .collect::<rusqlite::Result<Vec<Value>>>()?
    };
    items.retain(|item| {
        ["full_name", "email", "code", "job_title"]
            .iter()
            .filter_map(|key| item[*key].as_str())
            .any(|text| text.to_lowercase().contains(&search))
    });
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

/// An id of another organisation, or none at all, is a 500 and not a 404.
async fn employee(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let conn = app.database();
    let found = conn
        .query_row(
            "SELECT e.*, trim(m.first_name || ' ' || m.last_name) AS manager_name
             FROM employee e LEFT JOIN employee m ON m.id = e.manager_id
             WHERE e.id = ?1 AND e.organization_id = ?2",
            rusqlite::params![id, caller.organization],
            |row| {
                let mut item = employee_json(row)?;
                item["first_name"] = json!(row.get::<_, String>("first_name")?);
                item["last_name"] = json!(row.get::<_, String>("last_name")?);
                item["employment_type"] = json!(row.get::<_, String>("employment_type")?);
                item["organization"] = json!(row.get::<_, i64>("organization_id")?);
                Ok((item, row.get("user_id")?))
            },
        )
        .optional()?;
    let (mut item, user) = found.ok_or_else(|| {
        Failure::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Failed to retrieve employee: No Employee matches the given query.",
        )
    })?;
    item["user"] = linked(&conn, user)?;
    Ok(Json(item))
}

fn employee_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    let id: i64 = row.get("id")?;
    let role: String = row.get("role")?;
    let (first, last): (String, String) = (row.get("first_name")?, row.get("last_name")?);
    Ok(json!({
        "id": id,
        "code": format!("EMP{id:03}"),
        "full_name": format!("{first} {last}"),
        "email": row.get::<_, String>("email")?,
        "phone": row.get::<_, String>("phone")?,
        "department": row.get::<_, String>("department")?,
        "job_title": row.get::<_, String>("job_title")?,
        "role": 1,
        "role_name": role,
        "status": row.get::<_, String>("status")?,
        "manager_name": row.get::<_, Option<String>>("manager_name")?,
    }))
}

/// All users of all organisations, to anybody who is signed in.
async fn users(
    State(app): State<Arc<App>>,
    _: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let items: Vec<Value> = people::all(&app.database())?.iter().map(brief).collect();
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

async fn user(State(app): State<Arc<App>>, _: Caller, Id(id): Id) -> Result<Json<Value>, Failure> {
    people::by_id(&app.database(), id)?
        .map(|user| Json(brief(&user)))
        .ok_or_else(|| Failure::not_found("User"))
}

fn linked(conn: &Connection, user: Option<i64>) -> Result<Value, Failure> {
    let user = match user {
        Some(id) => people::by_id(conn, id)?,
        None => None,
    };
    Ok(user.as_ref().map_or(Value::Null, brief))
}

fn brief(user: &User) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "full_name": user.full_name(),
        "is_active": user.is_active,
    })
}
