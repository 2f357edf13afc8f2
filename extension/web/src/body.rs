//! Reads the body of an answer piece by piece, so that one that never ends
//! costs no memory.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

use crate::browser::error::describe;
use crate::property::property;
use ringside::crm::fault::Fault;

/// The whole body as text. Bytes that are no UTF-8 are replaced, as browsers
/// do.
///
/// # Errors
/// [`Fault::Shape`] when it has more than `limit` bytes, [`Fault::Timeout`] or
/// [`Fault::Network`] when it does not arrive.
pub(crate) async fn read(body: Option<ReadableStream>, limit: usize) -> Result<String, Fault> {
    let Some(body) = body else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(failed)?;
        // The last step has no value.
        let Some(piece) = property(&piece, "value") else {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        };
        let piece: Uint8Array = piece.unchecked_into();
        if bytes.len() + piece.length() as usize > limit {
            // What it says about having been cancelled is of no use.
            let _ = reader.cancel();
            return Err(Fault::Shape(format!("more than {limit} bytes")));
        }
        bytes.extend_from_slice(&piece.to_vec());
    }
}

fn failed(cause: JsValue) -> Fault {
    let name = property(&cause, "name").and_then(|name| name.as_string());
    match name.as_deref() {
        Some("TimeoutError") => Fault::Timeout,
        _ => Fault::Network(describe(&cause)),
    }
}
