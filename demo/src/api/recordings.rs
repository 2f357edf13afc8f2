//! Recordings of calls: the endpoint that always fails, the one that works, and
//! the files.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value, json};

use super::calls::{visible, wrapped};
use super::failure::Failure;
use super::request::{Caller, Id, Payload};
use crate::Mode;
use crate::app::App;
use crate::{calls, token};

/// The allowed file types, spelled as in the CRM's message.
const RECORDING_TYPES: [&str; 5] = [".mp4", ".webm", ".mkv", ".mp3", ".wav"];

/// As found, every file is refused: the CRM compares "mp4" with ".mp4".
pub(super) async fn upload(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(id): Id,
    request: Request,
) -> Result<Response, Failure> {
    let call = visible(&app.database(), &caller, id)?;
    if !call.participants().contains(&caller.user.id) {
        return Err(Failure::plain(
            StatusCode::FORBIDDEN,
            "You do not have permission to upload recordings for this call",
        ));
    }
    let (_, file) = fields(&app, request, "recording").await?;
    let file = file.ok_or_else(|| Failure::bad_request("No recording file provided"))?;
    let extension = file.name.rsplit_once('.').map_or("", |(_, end)| end);
    let is_known = RECORDING_TYPES
        .iter()
        .any(|known| known.trim_start_matches('.') == extension);
    if app.mode() == Mode::AsFound || !is_known {
        return Err(Failure::bad_request(format!(
            "Invalid file type. Allowed: {}",
            RECORDING_TYPES.join(", ")
        )));
    }
    let conn = app.database();
    let mut call = visible(&conn, &caller, id)?;
    call.recording_file = Some(keep(&conn, file)?);
    calls::save(&conn, &call, app.moment().now)?;
    let answer = wrapped(&app, &conn, id, "Recording uploaded successfully")?;
    Ok(Json(answer).into_response())
}

/// An uploaded recording.
pub(super) async fn media(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let found: Option<(String, Vec<u8>)> = app
        .database()
        .query_row(
            "SELECT mime, bytes FROM recording WHERE name = ?1",
            [&name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(match found {
        Some((mime, bytes)) => ([(header::CONTENT_TYPE, mime)], bytes).into_response(),
        None => super::negotiate::unknown_address(&format!("/media/{name}")),
    })
}

/// A file out of a form.
pub(super) struct File {
    name: String,
    mime: String,
    bytes: Vec<u8>,
}

/// The fields of a JSON or multipart body, and the file under this name.
pub(super) async fn fields(
    app: &Arc<App>,
    request: Request,
    file_name: &str,
) -> Result<(Map<String, Value>, Option<File>), Failure> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    if !is_form {
        let body = Payload::from_request(request, app).await?.object()?;
        return Ok((body, None));
    }
    let broken = |error: &dyn std::fmt::Display| {
        Failure::framework(
            StatusCode::BAD_REQUEST,
            format!("Multipart form parse error - {error}"),
        )
    };
    let mut form = Multipart::from_request(request, app)
        .await
        .map_err(|error| broken(&error))?;
    let (mut body, mut file) = (Map::new(), None);
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == file_name && field.file_name().is_some() {
            file = Some(File {
                name: field.file_name().unwrap_or_default().to_owned(),
                mime: field
                    .content_type()
                    .unwrap_or("application/octet-stream")
                    .to_owned(),
                bytes: field.bytes().await.map_err(|error| broken(&error))?.into(),
            });
        } else {
            let text = field.text().await.map_err(|error| broken(&error))?;
            body.insert(name, json!(text));
        }
    }
    Ok((body, file))
}

/// Stores the file and gives the name it is found under.
pub(super) fn keep(conn: &Connection, file: File) -> Result<String, Failure> {
    let plain: String = file
        .name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_'))
        .collect();
    let name = format!("recordings/{}-{plain}", token::random_hex::<4>()?);
    conn.execute(
        "INSERT INTO recording (name, mime, bytes) VALUES (?1, ?2, ?3)",
        params![name, file.mime, file.bytes],
    )?;
    Ok(name)
}
