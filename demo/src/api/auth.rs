//! Signing in and out, and the tokens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use super::Route;
use super::failure::Failure;
use super::request::{Caller, Payload, required};
use crate::app::App;
use crate::clock::Stamp;
use crate::people::{self, User};
use crate::token::{self, Kind, REFRESH_LIFETIME};

pub(super) fn routes() -> Vec<Route> {
    vec![
        ("/api/auth/login/", post(login)),
        ("/api/auth/logout/", post(logout)),
        ("/api/auth/token/refresh/", post(refresh)),
        ("/api/auth/token/verify/", post(verify)),
        ("/api/users/me/", get(me)),
    ]
}

/// 400, not 401, when the name or password is wrong.
async fn login(State(app): State<Arc<App>>, payload: Payload) -> Result<Json<Value>, Failure> {
    let body = payload.object()?;
    let name = required(&body, "username")?;
    let password = required(&body, "password")?;
    let conn = app.database();
    let user = people::by_login(&conn, name)?
        .filter(|user| user.is_active && user.password == password)
        .ok_or_else(|| {
            Failure::invalid(
                "non_field_errors",
                "Unable to log in with provided credentials.",
            )
        })?;
    let legacy = match &user.legacy_token {
        Some(token) => token.clone(),
        None => token::random_hex::<20>()?,
    };
    conn.execute(
        "UPDATE user SET legacy_token = ?2, last_login_at = ?3 WHERE id = ?1",
        params![user.id, legacy, Stamp::now()],
    )?;
    let user = people::by_id(&conn, user.id)?.ok_or_else(|| Failure::not_found("User"))?;
    let (access, refresh) = pair(&app, &conn, &user)?;
    Ok(Json(json!({
        "user": people::user_json(&conn, &user)?,
        "access": access,
        "refresh": refresh,
        "token_type": "Bearer",
        "access_expires_in": app.controls.access_lifetime().as_secs(),
        "refresh_expires_in": REFRESH_LIFETIME.as_secs(),
        "token": legacy,
        "legacy_token": legacy,
        "message": "Login successful",
    })))
}

/// Rotates, but the old refresh token stays valid: there is no blacklist.
async fn refresh(State(app): State<Arc<App>>, payload: Payload) -> Result<Json<Value>, Failure> {
    let body = payload.object()?;
    let token = required(&body, "refresh")?;
    let conn = app.database();
    let id = token::user_of(&conn, Kind::Refresh, token)?;
    let user = people::by_id(&conn, id)?
        .filter(|user| user.is_active)
        .ok_or(token::TokenError::Invalid)?;
    let (access, refresh) = pair(&app, &conn, &user)?;
    Ok(Json(json!({"access": access, "refresh": refresh})))
}

async fn verify(State(app): State<Arc<App>>, payload: Payload) -> Result<Json<Value>, Failure> {
    let body = payload.object()?;
    let token = required(&body, "token")?;
    let conn = app.database();
    token::user_of(&conn, Kind::Access, token)
        .or_else(|_| token::user_of(&conn, Kind::Refresh, token))?;
    Ok(Json(json!({})))
}

/// Deletes the legacy token only; the JWTs stay valid.
async fn logout(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Value>, Failure> {
    if caller.user.legacy_token.is_none() {
        return Err(Failure::plain(
            StatusCode::BAD_REQUEST,
            "User has no auth_token.",
        ));
    }
    app.database().execute(
        "UPDATE user SET legacy_token = NULL WHERE id = ?1",
        [caller.user.id],
    )?;
    Ok(Json(json!({"message": "Logout successful"})))
}

async fn me(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Value>, Failure> {
    Ok(Json(people::user_json(&app.database(), &caller.user)?))
}

fn pair(app: &App, conn: &Connection, user: &User) -> Result<(String, String), Failure> {
    let claims: Map<String, Value> = people::claims(conn, user)?;
    let access = token::sign(
        conn,
        Kind::Access,
        app.controls.access_lifetime(),
        claims.clone(),
    )?;
    let refresh = token::sign(conn, Kind::Refresh, REFRESH_LIFETIME, claims)?;
    Ok((access, refresh))
}
