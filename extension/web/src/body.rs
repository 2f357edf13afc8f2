//! Reads the body of an answer piece by piece.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

use crate::browser::error::describe;
use crate::property::property;
use ringside::crm::body::Body;
use ringside::crm::fault::Fault;

/// The whole body as text.
///
/// # Errors
/// [`Fault::Shape`] when it is too long, [`Fault::Timeout`] or [`Fault::Network`]
/// when it does not arrive.
pub(crate) async fn read(stream: Option<ReadableStream>) -> Result<String, Fault> {
    let mut body = Body::default();
    let Some(stream) = stream else {
        return Ok(body.into_text());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(failed)?;
        // The last step has no value.
        let Some(piece) = property(&piece, "value") else {
            return Ok(body.into_text());
        };
        let piece: Uint8Array = piece.unchecked_into();
        if let Err(fault) = body.push(&piece.to_vec()) {
            // What it says about having been cancelled is of no use.
            let _ = reader.cancel();
            return Err(fault);
        }
    }
}

fn failed(cause: JsValue) -> Fault {
    let name = property(&cause, "name").and_then(|name| name.as_string());
    match name.as_deref() {
        Some("TimeoutError") => Fault::Timeout,
        _ => Fault::Network(describe(&cause)),
    }
}
