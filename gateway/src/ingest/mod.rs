//! A request becomes a journalled batch: admit, read, decode, validate, append.
//!
//! Each step may end the request with a [`Reason`]; the order is the point. Nothing is inflated or parsed before
//! method, origin, key, declared size and rate were checked, and the answer to a taken batch is an *empty* 202:
//! a body that nobody reads leaks the page's keepalive quota.

mod admit;
mod decode;
mod rate;
mod raw;
mod read;
mod validate;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderName, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use honeyguide_protocol::Reason;

pub use admit::{Admitted, Doorkeeper};
pub(crate) use decode::MOST_WEIGHT;

use crate::{
    clock,
    journal::{Append, Appender, Record},
    managed::Managed,
    outcomes::Outcomes,
};

/// What the door needs.
#[derive(Debug)]
pub struct Ingest {
    /// Who may come in.
    pub doorkeeper: Doorkeeper,
    /// The way to disk.
    pub appender: Appender,
    /// Counters of what was refused.
    pub outcomes: Arc<Outcomes>,
}

/// A refused request: the reason's status, the reason as a short text, and when to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub Reason);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status =
            self.0.status().and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, self.0.as_str()).into_response();
        if matches!(self.0, Reason::RateLimited | Reason::Overloaded) {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        if self.0 == Reason::MethodNotAllowed {
            response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
        }
        response
    }
}

/// `POST /v1/batch?k=KEY&s=SESSION`
///
/// # Errors
/// The [`Refusal`] of the first check that failed, counted under its name.
pub async fn batch(State(ingest): State<Arc<Ingest>>, admitted: Admitted, body: Body) -> Result<StatusCode, Refusal> {
    let refuse = |reason| {
        ingest.outcomes.refused(reason);
        Refusal(reason)
    };
    let framed = read::read(body).await.map_err(refuse)?;
    let batch = decode::decode(&framed).map_err(refuse)?;
    let received_at = clock::now_ms();
    let valid = validate::validate(batch, received_at as f64);
    let items = valid.items;
    let record = Managed::new(
        Record {
            received_at,
            app: admitted.app.name.clone(),
            session: admitted.session,
            user_agent: admitted.user_agent,
            items,
            rejected: valid.rejected.into_iter().flat_map(|(reason, count)| [reason as u64, count]).collect(),
            batch: valid.batch,
            body_bytes: framed.len() as u64,
        },
        items,
        Arc::clone(&ingest.outcomes),
    );
    match ingest.appender.append(record).await {
        Append::Durable => Ok(StatusCode::ACCEPTED),
        // Counted where it was decided.
        Append::Refused => Err(Refusal(Reason::Overloaded)),
    }
}

/// Tells the page's SDK whether to measure less, or nothing: `off`, or `1/N` of the sessions.
pub const SDK_HEADER: HeaderName = HeaderName::from_static("honeyguide-sdk");

/// Adds [`SDK_HEADER`] to whatever is answered to a request with an app's key, refusals among it: a page that is refused
/// for being one too many is the one to turn down.
pub async fn tell_sdk(State(ingest): State<Arc<Ingest>>, request: Request, next: Next) -> Response {
    let told = ingest.doorkeeper.sdk_header(request.uri());
    let mut response = next.run(request).await;
    if let Some(value) = told {
        response.headers_mut().insert(SDK_HEADER, value);
    }
    response
}

/// Any other method on the batch's path.
pub async fn other_method(State(ingest): State<Arc<Ingest>>) -> Refusal {
    ingest.outcomes.refused(Reason::MethodNotAllowed);
    Refusal(Reason::MethodNotAllowed)
}
