//! Who may come in: origin, key, session, declared size, rate. All before the body is touched.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
};
use honeyguide_protocol::{Reason, limits};
use subtle::ConstantTimeEq;

use super::{Ingest, Refusal, rate::Bucket};
use crate::{clock, config::App};

/// Checks requests against the apps of the configuration.
#[derive(Debug)]
pub struct Doorkeeper {
    doors: Vec<Door>,
}

#[derive(Debug)]
struct Door {
    app: Arc<App>,
    /// What its SDK is told.
    sdk: Option<HeaderValue>,
    bucket: Mutex<Bucket>,
}

/// A request that may hand in its body.
#[derive(Debug)]
pub struct Admitted {
    /// The app that its key belongs to.
    pub app: Arc<App>,
    /// The session that it named.
    pub session: String,
    /// Its User-Agent, at most 512 characters.
    pub user_agent: String,
}

impl Doorkeeper {
    /// A doorkeeper for these apps.
    #[must_use]
    pub fn new(apps: &[App]) -> Self {
        let door = |app: &App| Door {
            bucket: Mutex::new(Bucket::full(app.requests_per_second)),
            sdk: app.sdk.header().and_then(|value| HeaderValue::from_str(&value).ok()),
            app: Arc::new(app.clone()),
        };
        Self { doors: apps.iter().map(door).collect() }
    }

    /// The first failing check's reason, or who it is.
    ///
    /// # Errors
    /// In this order: [`Reason::ForeignOrigin`], [`Reason::UnknownKey`], [`Reason::BadSession`], [`Reason::TooLarge`],
    /// [`Reason::RateLimited`].
    pub fn admit(&self, uri: &Uri, headers: &HeaderMap, now_ms: u64) -> Result<Admitted, Reason> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        // A page always sends its origin with a POST; what sends none is no page, and is judged by its key alone.
        let origin = headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or_default());
        if !self.doors.iter().any(|door| door.app.allows(origin)) {
            return Err(Reason::ForeignOrigin);
        }
        let door = self.door(uri).ok_or(Reason::UnknownKey)?;
        if !door.app.allows(origin) {
            return Err(Reason::ForeignOrigin);
        }
        let session = query(uri, "s").filter(|session| is_session(session)).ok_or(Reason::BadSession)?;
        let declared = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if declared.is_some_and(|length| length > limits::BODY_BYTES as u64) {
            return Err(Reason::TooLarge);
        }
        if !door.bucket.lock().unwrap_or_else(PoisonError::into_inner).take(now_ms) {
            return Err(Reason::RateLimited);
        }
        let user_agent = text(header::USER_AGENT).unwrap_or_default().chars().take(512).collect();
        Ok(Admitted { app: Arc::clone(&door.app), session: session.to_owned(), user_agent })
    }

    /// What the SDK of the app that a request's key belongs to is told.
    #[must_use]
    pub fn sdk_header(&self, uri: &Uri) -> Option<HeaderValue> {
        self.door(uri)?.sdk.clone()
    }

    fn door(&self, uri: &Uri) -> Option<&Door> {
        let key = query(uri, "k").unwrap_or_default();
        self.doors.iter().find(|door| door.app.has_key(key))
    }
}

impl FromRequestParts<Arc<Ingest>> for Admitted {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ingest: &Arc<Ingest>) -> Result<Self, Refusal> {
        ingest.doorkeeper.admit(&parts.uri, &parts.headers, clock::now_ms()).map_err(|reason| {
            ingest.outcomes.refused(reason);
            Refusal(reason)
        })
    }
}

impl App {
    fn allows(&self, origin: Option<&str>) -> bool {
        origin.is_none_or(|origin| self.origins.iter().any(|allowed| allowed == "*" || allowed == origin))
    }

    /// Compares with every key, each in constant time.
    fn has_key(&self, given: &str) -> bool {
        self.keys.iter().fold(false, |found, key| found | bool::from(key.as_bytes().ct_eq(given.as_bytes())))
    }
}

/// The value of a query parameter, as it stands: keys and sessions need no escapes.
fn query<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn is_session(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= limits::SESSION_CHARS
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doorkeeper() -> Doorkeeper {
        let app = |name: &str, origin: &str| App {
            name: name.into(),
            keys: vec![format!("pub_{name}"), format!("pub_{name}_new")],
            origins: vec![origin.into()],
            requests_per_second: 1,
            sdk: crate::config::Sdk::default(),
        };
        Doorkeeper::new(&[app("one", "https://one.example"), app("two", "https://two.example")])
    }

    fn admit(uri: &str, headers: &[(header::HeaderName, &'static str)]) -> Result<String, Reason> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        doorkeeper().admit(&uri.parse().unwrap(), &headers, 0).map(|admitted| admitted.app.name.clone())
    }

    /// Scenario: requests that fail one check each, and some that fail several.
    /// Guarantees: the first failing check in the design's order names the refusal; both keys of an app are good.
    #[test]
    fn order_of_checks() {
        let one = (header::ORIGIN, "https://one.example");
        let huge = (header::CONTENT_LENGTH, "10485760");
        assert_eq!(admit("/v1/batch?k=pub_one&s=a", std::slice::from_ref(&one)), Ok("one".into()));
        assert_eq!(admit("/v1/batch?s=a&k=pub_one_new", &[]), Ok("one".into()));
        let foreign = (header::ORIGIN, "https://evil.example");
        assert_eq!(admit("/v1/batch?k=wrong&s=a", &[foreign, huge.clone()]), Err(Reason::ForeignOrigin));
        assert_eq!(admit("/v1/batch?k=pub_two&s=a", std::slice::from_ref(&one)), Err(Reason::ForeignOrigin));
        assert_eq!(admit("/v1/batch?k=wrong&s=a", &[one.clone(), huge.clone()]), Err(Reason::UnknownKey));
        assert_eq!(admit("/v1/batch", std::slice::from_ref(&one)), Err(Reason::UnknownKey));
        assert_eq!(admit("/v1/batch?k=pub_one&s=../x", &[one.clone(), huge.clone()]), Err(Reason::BadSession));
        assert_eq!(admit("/v1/batch?k=pub_one&s=a", &[one, huge]), Err(Reason::TooLarge));
    }

    /// Scenario: one request per second is allowed, and more than the burst come at once.
    /// Guarantees: the burst passes, the next is refused, and a second later one passes again.
    #[test]
    fn rate() {
        let doorkeeper = doorkeeper();
        let uri = "/v1/batch?k=pub_one&s=a".parse().unwrap();
        let admit = |now| doorkeeper.admit(&uri, &HeaderMap::new(), now).map(|_| ());
        assert!((0..10).all(|_| admit(0).is_ok()));
        assert_eq!(admit(0), Err(Reason::RateLimited));
        assert_eq!(admit(1000), Ok(()));
        assert_eq!(admit(1000), Err(Reason::RateLimited));
    }
}
