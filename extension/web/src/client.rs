//! Carries out requests to the CRM over gloo-net.
//!
//! Only the worker uses it: with its host permission there is no CORS, and no
//! page sees the request. Cookies are left out; the sign-in is the header.

use futures_util::future::LocalBoxFuture;
use gloo_net::http;
use wasm_bindgen::JsValue;

use crate::body;
use crate::browser::clock;
use crate::browser::error::describe;
use crate::json::Json;
use ringside::crm::endpoint::{Method, Request, Value};
use ringside::crm::fault::Fault;
use ringside::crm::retry_after::RetryAfter;
use ringside::domain::{Duration, Timestamp};

/// How long the CRM may take. Chrome kills a worker whose request takes 30
/// seconds.
const TIMEOUT: Duration = Duration::from_secs(12);

/// A successful answer.
#[derive(Debug)]
pub struct Answer {
    /// The CRM's clock when it answered, if the answer had it.
    pub date: Option<Timestamp>,
    body: String,
}

impl Answer {
    /// Whether the body is empty, as in a 204.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.trim().is_empty()
    }

    /// The body.
    ///
    /// # Errors
    /// [`Fault::Shape`] when it is no JSON.
    pub fn json(&self) -> Result<Json, Fault> {
        Json::parse(&self.body).map_err(|cause| Fault::Shape(describe(&cause)))
    }
}

/// Sends a request to the API at `base`, signed with `authorization`.
///
/// # Errors
/// Every way in which it can fail is a [`Fault`].
pub fn send<'a>(
    base: &'a str,
    authorization: Option<&'a str>,
    request: &'a Request,
) -> LocalBoxFuture<'a, Result<Answer, Fault>> {
    // Boxed: otherwise every caller would contain this future's code again.
    Box::pin(carry_out(base, authorization, request))
}

async fn carry_out(
    base: &str,
    authorization: Option<&str>,
    request: &Request,
) -> Result<Answer, Fault> {
    let address = format!("{base}{}", request.path);
    let builder = match request.method {
        Method::Get => http::Request::get(&address),
        Method::Post => http::Request::post(&address),
        Method::Patch => http::Request::patch(&address),
    };
    // A browser's default Accept gets the backend's HTML pages.
    let mut builder = builder
        .header("Accept", "application/json")
        .credentials(web_sys::RequestCredentials::Omit)
        // The sign-in is for this address alone. What a redirect leads to, such
        // as the sign-in page of a proxy, is not the API.
        .redirect(web_sys::RequestRedirect::Manual)
        .cache(web_sys::RequestCache::NoStore)
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(
            TIMEOUT.as_millis() as u32,
        )));
    if let (true, Some(authorization)) = (request.signed, authorization) {
        builder = builder.header("Authorization", authorization);
    }
    let sent = if request.body.is_empty() {
        builder.send().await
    } else {
        let builder = builder.header("Content-Type", "application/json");
        let text = encode(&request.body)?;
        builder
            .body(text)
            .map_err(|cause| failed(&cause))?
            .send()
            .await
    };
    let response = sent.map_err(|cause| failed(&cause))?;
    if response.type_() == web_sys::ResponseType::Opaqueredirect {
        return Err(Fault::Shape("a redirect".to_owned()));
    }
    let headers = response.headers();
    let date = headers.get("date").and_then(|text| parse_date(&text));
    let retry_after = headers
        .get("retry-after")
        .and_then(|text| RetryAfter::parse(&text, parse_date))
        .map(|after| after.wait(date.unwrap_or_else(clock::now)));
    let status = response.status();
    let body = body::read(response.body()).await?;
    match Fault::of(status, retry_after, &body) {
        Some(fault) => Err(fault),
        None => Ok(Answer { date, body }),
    }
}

fn encode(fields: &[(&'static str, Value)]) -> Result<String, Fault> {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        let value = match value {
            Value::Number(number) => JsValue::from_f64(*number as f64),
            Value::Text(text) => JsValue::from_str(text),
            Value::Flag(flag) => JsValue::from_bool(*flag),
        };
        js_sys::Reflect::set(&object, &JsValue::from_str(name), &value)
            .map_err(|cause| Fault::Shape(describe(&cause)))?;
    }
    let text = js_sys::JSON::stringify(&object).map_err(|cause| Fault::Shape(describe(&cause)))?;
    Ok(String::from(text))
}

fn failed(cause: &gloo_net::Error) -> Fault {
    match cause {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => Fault::Timeout,
        cause => Fault::Network(cause.to_string()),
    }
}

/// An HTTP date. The browser knows how to read it.
fn parse_date(text: &str) -> Option<Timestamp> {
    let at = js_sys::Date::parse(text);
    (at.is_finite() && at >= 0.0).then_some(Timestamp(at as u64))
}
