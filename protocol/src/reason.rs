//! Why an item did not go on: one list for page and gateway.

/// A named outcome. Its number travels on the wire and in the journal and is never used again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Reason {
    // In the page.
    /// The page captured more than its memory budget holds; what no objective needs went first, then the oldest.
    OutboxFull = 1,
    /// The gateway answered that it will never take the batch (400, 401, 403, 413, 415).
    Refused = 4,
    /// The page may not tell: consent was withdrawn.
    NoConsent = 2,
    /// The app's own `beforeSend` let it go.
    Redacted = 3,
    /// The app called `shutdown` and the last flush did not arrive.
    ShutDown = 5,
    /// The gateway turned the app's SDK off, or down to fewer sessions than this one.
    TurnedOff = 6,
    // At the door: the whole request.
    /// Not a POST.
    MethodNotAllowed = 16,
    /// The page's origin is not among the app's.
    ForeignOrigin = 17,
    /// No app has this write key, or none was given.
    UnknownKey = 18,
    /// Declared, sent or inflated beyond the limit.
    TooLarge = 19,
    /// Beyond the app's requests per second.
    RateLimited = 20,
    /// `s=` is missing, too long or has other characters than letters, digits, `-` and `_`.
    BadSession = 21,
    /// A body of 0 bytes.
    EmptyBody = 22,
    /// The first byte names no version that this gateway reads.
    UnknownVersion = 23,
    /// The second byte names no encoding.
    UnknownEncoding = 24,
    /// The message was damaged on its way.
    ChecksumMismatch = 25,
    /// Truncated, or no message of this format.
    Malformed = 26,
    /// More rows, series, columns or texts than a batch may hold.
    TooManyRows = 27,
    /// The journal does not keep up, or the disk is full; try again later.
    Overloaded = 28,
    /// The body did not arrive in time.
    BodyTimedOut = 29,
    // One item of an accepted request.
    /// The catalogue has no item kind of this number.
    UnknownMetric = 48,
    /// NaN or infinite.
    NotFinite = 49,
    /// A duration, count or ratio below 0.
    Negative = 50,
    /// Beyond the field's upper bound.
    OutOfRange = 51,
    /// Further back or ahead than any page could truthfully say.
    ImplausibleTime = 52,
    /// A column does not fit its rows, or an attribute points at no text.
    BadColumn = 53,
    /// The kind needs a field that the row does not have.
    MissingField = 54,
    // After the journal.
    /// A destination answered that it will never take the item.
    DestinationRefused = 64,
    /// The page's totals counted it, and it never arrived.
    LostWithPage = 65,
    /// A fault of the gateway's own: an item was let go without an outcome.
    Internal = 66,
    /// Apps made more metrics of their own than the gateway tells apart.
    TooManyMetrics = 67,
}

impl Reason {
    /// Every reason, in the order of its number.
    pub const ALL: &'static [Self] = &[
        Self::OutboxFull,
        Self::NoConsent,
        Self::Redacted,
        Self::Refused,
        Self::ShutDown,
        Self::TurnedOff,
        Self::MethodNotAllowed,
        Self::ForeignOrigin,
        Self::UnknownKey,
        Self::TooLarge,
        Self::RateLimited,
        Self::BadSession,
        Self::EmptyBody,
        Self::UnknownVersion,
        Self::UnknownEncoding,
        Self::ChecksumMismatch,
        Self::Malformed,
        Self::TooManyRows,
        Self::Overloaded,
        Self::BodyTimedOut,
        Self::UnknownMetric,
        Self::NotFinite,
        Self::Negative,
        Self::OutOfRange,
        Self::ImplausibleTime,
        Self::BadColumn,
        Self::MissingField,
        Self::DestinationRefused,
        Self::LostWithPage,
        Self::Internal,
        Self::TooManyMetrics,
    ];

    /// The name under which it is counted: a metric's label, a key in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutboxFull => "outbox_full",
            Self::NoConsent => "no_consent",
            Self::Redacted => "redacted",
            Self::Refused => "refused_by_gateway",
            Self::ShutDown => "shut_down",
            Self::TurnedOff => "turned_off",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::ForeignOrigin => "foreign_origin",
            Self::UnknownKey => "unknown_key",
            Self::TooLarge => "too_large",
            Self::RateLimited => "rate_limited",
            Self::BadSession => "bad_session",
            Self::EmptyBody => "empty_body",
            Self::UnknownVersion => "unknown_version",
            Self::UnknownEncoding => "unknown_encoding",
            Self::ChecksumMismatch => "checksum_mismatch",
            Self::Malformed => "malformed",
            Self::TooManyRows => "too_many_rows",
            Self::Overloaded => "overloaded",
            Self::BodyTimedOut => "body_timed_out",
            Self::UnknownMetric => "unknown_metric",
            Self::NotFinite => "not_finite",
            Self::Negative => "negative",
            Self::OutOfRange => "out_of_range",
            Self::ImplausibleTime => "implausible_time",
            Self::BadColumn => "bad_column",
            Self::MissingField => "missing_field",
            Self::DestinationRefused => "destination_refused",
            Self::LostWithPage => "lost_with_page",
            Self::Internal => "internal",
            Self::TooManyMetrics => "too_many_metrics",
        }
    }

    /// The HTTP status of a refused request; `None` for reasons that concern one item.
    #[must_use]
    pub fn status(self) -> Option<u16> {
        Some(match self {
            Self::BadSession | Self::EmptyBody | Self::ChecksumMismatch | Self::Malformed => 400,
            Self::UnknownKey => 401,
            Self::ForeignOrigin => 403,
            Self::MethodNotAllowed => 405,
            Self::BodyTimedOut => 408,
            Self::TooLarge | Self::TooManyRows => 413,
            Self::UnknownVersion | Self::UnknownEncoding => 415,
            Self::RateLimited => 429,
            Self::Overloaded => 503,
            _ => return None,
        })
    }

    /// The reason of a number on the wire.
    #[must_use]
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| u64::from(*reason as u8) == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: every reason, by number and by name.
    /// Guarantees: numbers and names are unique, and a number finds its reason again.
    #[test]
    fn unique() {
        let mut names: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(u64::from(*reason as u8)), Some(*reason));
        }
        assert_eq!(Reason::from_code(255), None);
    }
}
