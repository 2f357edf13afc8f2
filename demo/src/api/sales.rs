//! Leads, deals and activities. None of them names a user: a lead has its own
//! address, the others that of their customer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use rusqlite::{Connection, Row};
use serde_json::{Value, json};

use super::Route;
use super::failure::Failure;
use super::paging;
use super::request::{Caller, Id, Params};
use crate::app::App;
use crate::clock::Stamp;

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/leads/", get(leads)),
        ("/api/leads/{id}/", get(lead)),
        ("/api/deals/", get(deals)),
        ("/api/deals/{id}/", get(deal)),
        ("/api/activities/", get(activities)),
    ]
}

const LEADS: &str = "SELECT l.*, trim(e.first_name || ' ' || e.last_name) AS owner
    FROM lead l LEFT JOIN employee e ON e.id = l.assigned_to
    WHERE l.organization_id = ?1 ORDER BY l.created_at DESC";

const DEALS: &str = "SELECT d.*, trim(e.first_name || ' ' || e.last_name) AS owner,
        c.first_name, c.last_name, c.email, c.phone, c.company
    FROM deal d JOIN customer c ON c.id = d.customer_id
                LEFT JOIN employee e ON e.id = d.assigned_to
    WHERE d.organization_id = ?1 ORDER BY d.created_at DESC";

const ACTIVITIES: &str = "SELECT a.*, c.first_name, c.last_name, c.email, c.phone, c.company
    FROM activity a JOIN customer c ON c.id = a.customer_id
    WHERE a.organization_id = ?1 ORDER BY a.created_at DESC, a.id";

async fn leads(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let items = all(&app.database(), LEADS, caller.organization, lead_json)?;
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

async fn lead(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let items = all(&app.database(), LEADS, caller.organization, lead_json)?;
    one(items, id, "Lead")
}

async fn deals(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let items = all(&app.database(), DEALS, caller.organization, deal_json)?;
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

async fn deal(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, Failure> {
    let items = all(&app.database(), DEALS, caller.organization, deal_json)?;
    one(items, id, "Deal")
}

async fn activities(
    State(app): State<Arc<App>>,
    caller: Caller,
    params: Params,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let items = all(
        &app.database(),
        ACTIVITIES,
        caller.organization,
        activity_json,
    )?;
    paging::page(&app.links(), &uri, &params, &items).map(Json)
}

fn all(
    conn: &Connection,
    query: &str,
    organization: Option<i64>,
    read: fn(&Row<'_>) -> rusqlite::Result<Value>,
) -> rusqlite::Result<Vec<Value>> {
    conn.prepare(query)?
        .query_map([organization], read)?
        .collect()
}

fn one(items: Vec<Value>, id: i64, model: &str) -> Result<Json<Value>, Failure> {
    let mut items = items.into_iter();
    items
        .find(|item| item["id"] == id)
        .map(Json)
        .ok_or_else(|| Failure::not_found(model))
}

fn name(row: &Row<'_>) -> rusqlite::Result<String> {
    let (first, last): (String, String) = (row.get("first_name")?, row.get("last_name")?);
    Ok(format!("{first} {last}"))
}

fn lead_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "id": row.get::<_, i64>("id")?,
        "name": name(row)?,
        "email": row.get::<_, String>("email")?,
        "phone": row.get::<_, String>("phone")?,
        "company": row.get::<_, String>("company")?,
        "job_title": row.get::<_, String>("job_title")?,
        "qualification_status": row.get::<_, String>("status")?,
        "source": row.get::<_, String>("source")?,
        "lead_score": row.get::<_, i64>("score")?,
        "estimated_value": format!("{}.00", row.get::<_, i64>("estimated_value")?),
        "assigned_to_name": row.get::<_, Option<String>>("owner")?,
        "created_at": row.get::<_, Stamp>("created_at")?.rest(),
    }))
}

fn deal_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "id": row.get::<_, i64>("id")?,
        "title": row.get::<_, String>("title")?,
        "customer": row.get::<_, i64>("customer_id")?,
        "customer_name": name(row)?,
        "customer_email": row.get::<_, String>("email")?,
        "customer_phone": row.get::<_, String>("phone")?,
        "customer_company": row.get::<_, String>("company")?,
        "value": format!("{}.00", row.get::<_, i64>("value")?),
        "probability": row.get::<_, i64>("probability")?,
        "stage": row.get::<_, String>("stage")?,
        "assigned_to_name": row.get::<_, Option<String>>("owner")?,
        "expected_close_date": row.get::<_, Stamp>("closes_at")?.rest(),
        "created_at": row.get::<_, Stamp>("created_at")?.rest(),
    }))
}

fn activity_json(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "id": row.get::<_, i64>("id")?,
        "activity_type": row.get::<_, String>("kind")?,
        "title": row.get::<_, String>("title")?,
        "description": row.get::<_, String>("description")?,
        "customer": row.get::<_, i64>("customer_id")?,
        "customer_name": name(row)?,
        "customer_email": row.get::<_, String>("email")?,
        "customer_phone": row.get::<_, String>("phone")?,
        "status": row.get::<_, String>("status")?,
        "created_by": row.get::<_, i64>("created_by")?,
        "created_at": row.get::<_, Stamp>("created_at")?.rest(),
    }))
}
