//! Reads a body under a cap of bytes and of time, whatever its headers declared.

use std::time::Duration;

use axum::body::{Body, Bytes};
use honeyguide_protocol::{Reason, limits};
use http_body_util::{BodyExt, Limited};

/// A page's batch arrives at once; what trickles longer than this holds a connection for nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The whole body.
///
/// # Errors
/// [`Reason::TooLarge`], [`Reason::BodyTimedOut`], [`Reason::Malformed`] when the connection broke.
pub(super) async fn read(body: Body) -> Result<Bytes, Reason> {
    let collected = tokio::time::timeout(PATIENCE, Limited::new(body, limits::BODY_BYTES).collect())
        .await
        .map_err(|_| Reason::BodyTimedOut)?;
    match collected {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Reason::TooLarge),
        Err(_) => Err(Reason::Malformed),
    }
}
