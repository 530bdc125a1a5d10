//! Attribute keys that travel as numbers, and the names they have outside.

/// One known key.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its number on the wire.
    pub id: u32,
    /// Its name in code.
    pub constant: &'static str,
    /// Its name in OTLP, JSON and objectives.
    pub name: &'static str,
}

/// The name of a number.
#[must_use]
pub fn name(id: u32) -> Option<&'static str> {
    ALL.iter().find(|attribute| attribute.id == id).map(|attribute| attribute.name)
}

macro_rules! attributes {
    ($( $(#[$doc:meta])* $constant:ident = $id:literal $name:literal ),* $(,)?) => {
        $( $(#[$doc])* pub const $constant: u32 = $id; )*
        /// Every known key, in the order of its number.
        pub const ALL: &[Attribute] = &[ $( Attribute { id: $id, constant: stringify!($constant), name: $name } ),* ];
    };
}

attributes! {
    /// BCP 47 tag of a caption.
    LANGUAGE = 1 "language",
    /// The role that the app names: agent, user, … never a person.
    SPEAKER = 2 "speaker",
    /// What became of it; its values depend on the kind.
    OUTCOME = 3 "outcome",
    /// audio or video.
    MEDIA = 4 "media",
    /// The name of a vital or span.
    NAME = 5 "name",
    /// Codec, as the browser names it.
    CODEC = 6 "codec",
    /// host, srflx, prflx, or how the relay is reached: relay-udp, relay-tcp, relay-tls.
    PATH_TYPE = 7 "path_type",
    /// `error.name`.
    ERROR_TYPE = 8 "error_type",
    /// `error.message`.
    MESSAGE = 9 "message",
    /// `error.stack`.
    STACK = 10 "stack",
    /// Which event brought it: error, unhandledrejection.
    SOURCE = 11 "source",
    /// Translated from.
    SOURCE_LANGUAGE = 12 "source_language",
    /// Translated to.
    TARGET_LANGUAGE = 13 "target_language",
    /// The app's own service that a request went to.
    SERVICE = 14 "service",
    /// Resource: the app's name.
    APP_NAME = 15 "service.name",
    /// Resource: the app's version.
    APP_VERSION = 16 "service.version",
    /// Resource: production, staging, …
    ENVIRONMENT = 17 "deployment.environment.name",
    /// Resource: the SDK's version.
    SDK_VERSION = 18 "telemetry.sdk.version",
    /// The unit of the app's own metric.
    UNIT = 19 "unit",
    /// Why: a disconnect's reason, what began a view.
    REASON = 20 "reason",
    /// What happened to a call: connected, reconnecting, ice_restart, path_change, first_media, …
    EVENT = 21 "event",
    /// A connection's quality, as the media server names it.
    QUALITY = 22 "quality",
    /// Whose: local, remote; agent, user. Never a person.
    ROLE = 23 "role",
    /// A simulcast layer, by its rid.
    LAYER = 24 "layer",
    /// A path with its variable parts replaced: `/rooms/:id`.
    ROUTE = 25 "route",
    /// HTTP method.
    METHOD = 26 "method",
    /// The script that kept the main thread busy, and its function: without a query.
    SCRIPT = 27 "script",
    /// What called that script: a timer, an event's handler, a promise.
    INVOKER = 28 "invoker",
    /// The element that a vital is about, as a selector without texts.
    TARGET = 29 "target",
    /// How far the page had loaded: loading, dom-interactive, dom-content-loaded, complete.
    LOAD_STATE = 30 "load_state",
    /// keyboard or pointer.
    INTERACTION = 31 "interaction",
    /// navigate, reload, back_forward, prerender, restored (from the back/forward cache).
    NAVIGATION = 32 "navigation",
    /// visible, hidden.
    STATE = 33 "state",
    /// What a failed span says of its failure.
    STATUS = 34 "status",
    /// Resource: how the page is connected: 4g, wifi, … where the browser tells.
    NETWORK_TYPE = 35 "network.connection.type",
    /// Resource: names the source maps of what is running, where one version is built more than once.
    SOURCE_MAPS = 36 "source_maps",
    /// Resource: the route that was shown.
    VIEW = 37 "view",
    /// Resource: whom the app names, only if it does.
    USER = 38 "user.id",
    /// Resource: the room that the app names, only if it does.
    ROOM = 39 "room",
}

/// Names that the gateway adds when it expands an item into samples; they never travel.
pub mod derived {
    /// The largest part of a caption's latency: main_thread, network, app, render, unknown.
    pub const CAUSE: &str = "cause";
    /// What kind of retraction: word, format.
    pub const KIND: &str = "kind";
    /// Which part of a caption's latency, a call's setup or a page timing.
    pub const PART: &str = "part";
    /// Whether media is received or sent.
    pub const DIRECTION: &str = "direction";
    /// What held a sent picture down: cpu, bandwidth.
    pub const LIMIT: &str = "limit";
    /// Which page timing a part or a slow one belongs to.
    pub const VITAL: &str = "vital";
    /// Name of the attribute that a slow page timing is counted by.
    pub const ATTRIBUTE: &str = "attribute";
    /// And its value.
    pub const VALUE: &str = "value";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: every known key.
    /// Guarantees: below the first number of an app's own key, unique, found by number.
    #[test]
    fn numbers_are_unique() {
        assert!(ALL.windows(2).all(|two| two[0].id < two[1].id && two[0].name != two[1].name));
        assert!(ALL.iter().all(|attribute| attribute.id < honeyguide_protocol::Pair::OWN_KEYS));
        assert_eq!(name(OUTCOME), Some("outcome"));
    }
}
