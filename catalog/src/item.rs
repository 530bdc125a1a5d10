//! Item kinds and their fields. An *item* is one captured event: a row of a series.

use honeyguide_protocol::column::Coding;

/// How a field's values are read and what is plausible.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Ticks of 0.1 ms, rounded up, 0 to one day.
    Duration,
    /// Ticks between two clocks that were not set together: any sign, the gateway adds the measured offset.
    SkewedDuration,
    /// Ticks of either sign, within ± one day.
    SignedDuration,
    /// A whole number from 0 to 10^12.
    Count,
    /// A whole number from 0 to 10 000: words of a caption, which an objective adds up.
    SmallCount,
    /// A whole number of either sign, within ± 10^12.
    SignedCount,
    /// 64 bits without order: an identifier.
    Identifier,
    /// A float from 0 to 1.
    Ratio,
    /// A float from 0 to 10^12.
    Number,
    /// A float of either sign, within ± 10^12.
    SignedNumber,
}

impl Shape {
    /// How it comes from JavaScript.
    #[must_use]
    pub const fn crossing(self) -> Crossing {
        match self {
            Self::Duration | Self::SkewedDuration | Self::SignedDuration => Crossing::Milliseconds,
            Self::Count | Self::SmallCount | Self::SignedCount => Crossing::Whole,
            Self::Identifier => Crossing::Halves,
            Self::Ratio | Self::Number | Self::SignedNumber => Crossing::Float,
        }
    }

    /// How it is packed.
    #[must_use]
    pub fn coding(self) -> Coding {
        match self {
            Self::Duration
            | Self::SkewedDuration
            | Self::SignedDuration
            | Self::Count
            | Self::SmallCount
            | Self::SignedCount
            | Self::Identifier => Coding::Integer,
            Self::Ratio | Self::Number | Self::SignedNumber => Coding::Float,
        }
    }
}

/// One field of an item kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its number within the kind.
    pub id: u32,
    /// Its name, as JSON readers see it.
    pub name: &'static str,
    /// How it is read.
    pub shape: Shape,
    /// Whether a row without it is refused.
    pub required: bool,
}

impl Field {
    /// How the page names this field to the SDK's module: its number × 4 + how the value crosses.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.id * 4 + self.shape.crossing() as u32
    }
}

/// How a value crosses from JavaScript, whose numbers are all floats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crossing {
    /// A whole number.
    Whole = 0,
    /// Milliseconds; they become ticks, rounded up.
    Milliseconds = 1,
    /// A float, kept bit for bit.
    Float = 2,
    /// Two numbers, the upper and the lower 32 bits.
    Halves = 3,
}

/// The most that a [`Shape::SmallCount`] may be: more words than anybody reads in one caption.
pub const MOST_WORDS: u32 = 10_000;

/// One kind of item.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its number on the wire.
    pub id: u32,
    /// Its name.
    pub name: &'static str,
    /// Its fields, in the order of their numbers.
    pub fields: &'static [Field],
}

impl Kind {
    /// The kind of a number.
    #[must_use]
    pub fn of(id: u32) -> Option<&'static Self> {
        ALL.iter().find(|kind| kind.id == id)
    }

    /// The field of a number.
    #[must_use]
    pub fn field(&self, id: u32) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// Writes the constants that the SDK uses and the table that the gateway reads from one list.
macro_rules! kinds {
    ($( $(#[$kind_doc:meta])* $kind:ident = $id:literal {
        $( $(#[$field_doc:meta])* $field:ident = $number:literal : $shape:ident $($required:ident)? ),* $(,)?
    } )*) => {
        $( $(#[$kind_doc])* pub mod $kind {
            /// The kind's number.
            pub const KIND: u32 = $id;
            $( $(#[$field_doc])* #[expect(non_upper_case_globals, reason = "the field's own name")]
               pub const $field: u32 = $number; )*
        } )*
        /// Every kind, in the order of its number.
        pub const ALL: &[Kind] = &[ $( Kind {
            id: $id,
            name: stringify!($kind),
            fields: &[ $( Field {
                id: $number,
                name: stringify!($field),
                shape: Shape::$shape,
                required: kinds!(@required $($required)?),
            } ),* ],
        } ),* ];
    };
    (@required required) => { true };
    (@required) => { false };
}

kinds! {
    /// A caption update that the page received, ending at its paint. Its time is `t_handle`.
    /// Attributes: outcome (painted; missing: not within 5 s on a visible page; hidden; unseen: its line was closed or the
    /// page left before), language, speaker.
    caption = 1 {
        /// t_paint on the page's clock − emit time on the server's: add θ.
        latency = 1: SkewedDuration,
        /// t_paint − t_handle.
        render = 2: Duration,
        /// t_write − t_handle.
        app = 3: Duration,
        /// Estimated busy time of the main thread before t_handle.
        main_thread = 4: Duration,
        /// The page's own number of the segment.
        segment = 5: Count required,
        /// Words that this paint showed.
        displayed = 6: SmallCount,
        /// Words that this paint took away.
        retracted = 7: SmallCount,
        /// The prefix form's erasure.
        erased = 8: SmallCount,
        /// 1 where only case or punctuation changed.
        reformatted = 9: SmallCount,
        /// 1 where the update was the segment's final one.
        last = 10: Count,
        /// 1 where only the last 2 000 tokens were compared.
        truncated = 11: Count,
        /// 1 where an update without a paint had an emit time.
        emitted = 12: Count,
        /// t_paint − the moment at which its newest word was heard; before it, where the caption was faster.
        lag = 13: SignedDuration,
    }
    /// A caption segment closed: its sums.
    caption_segment = 2 {
        /// The page's own number of the segment.
        segment = 1: Count required,
        /// Words of the last revision: the good events of the retraction rate.
        words = 2: SmallCount required,
        /// Words displayed over its life.
        displayed = 3: SmallCount,
        /// Words retracted over its life.
        retracted = 4: SmallCount,
        /// ΣE of the prefix form.
        erased = 5: SmallCount,
        /// Painted revisions.
        revisions = 6: Count,
        /// Words that were displayed by a paint after the last update had ended: in no update's own count.
        late_displayed = 7: SmallCount,
        /// Words that such a paint took away.
        late_retracted = 8: SmallCount,
        /// From its first update's handler to the paint of its final one.
        to_final = 9: Duration,
    }
    /// One getStats poll of a received track. Attributes: media (audio, video), codec.
    webrtc_inbound = 3 {
        /// The page's own number of the track.
        track = 1: Count required,
        /// The page's own number of the connection.
        connection = 2: Count required,
        /// Lost of lost and received packets.
        loss = 3: Ratio,
        /// Discarded of received packets.
        discard = 4: Ratio,
        /// Mean jitter buffer delay.
        jitter_buffer = 5: Duration,
        /// Mean playout delay.
        playout = 6: Duration,
        /// Concealed of received samples.
        concealment = 7: Ratio,
        /// Frozen of elapsed time.
        freeze = 8: Ratio,
        /// Round trip by the receiver's reports of what the connection sends; of the selected pair where it only receives.
        rtt = 9: Duration,
        /// Bits per second.
        bitrate = 10: Count,
        /// Decoded frames per second, video only.
        frame_rate = 11: Number,
        /// 1 where nothing arrived since the last poll.
        stalled = 12: Count,
        /// Interarrival jitter (RFC 3550).
        jitter = 13: Duration,
        /// Decoded frames that were not shown.
        frames_dropped = 14: Count,
        /// Height of the picture, pixels.
        frame_height = 15: Count,
    }
    /// One getStats poll of a sent track, or of one layer of it, by its receiver's reports. Attributes: media, codec, layer.
    webrtc_outbound = 4 {
        /// The page's own number of the track.
        track = 1: Count required,
        /// The page's own number of the connection.
        connection = 2: Count required,
        /// Lost of lost and received packets.
        loss = 3: Ratio,
        /// Round trip.
        rtt = 4: Duration,
        /// Bits per second.
        bitrate = 5: Count,
        /// Encoded frames per second, video only.
        frame_rate = 6: Number,
        /// Height of the picture, pixels.
        frame_height = 7: Count,
        /// Share of the time in which the processor held the quality down.
        limited_cpu = 8: Ratio,
        /// Share of the time in which the network did.
        limited_bandwidth = 9: Ratio,
        /// Sent again, of sent packets.
        retransmitted = 10: Ratio,
    }
    /// A call set up, or given up. Attributes: outcome (connected, failed, abandoned), path_type.
    webrtc_connection = 5 {
        /// The page's own number of the connection.
        connection = 1: Count required,
        /// From `new RTCPeerConnection` to connected.
        setup = 2: Duration,
        /// The part until both descriptions were set.
        signalling = 3: Duration,
        /// The part from there until the path was found (ICE connected).
        ice = 4: Duration,
        /// The part from there until it was secured (connected).
        dtls = 5: Duration,
    }
    /// A 10 s window of a received audio track.
    audio_window = 6 {
        /// The page's own number of the track.
        track = 1: Count required,
        /// Estimated quality, 0..1 (ITU-T G.107.1).
        score = 2: Ratio required,
        /// One-way mouth-to-ear delay Ta.
        delay = 3: Duration,
        /// Ppl / 100.
        loss = 4: Ratio,
        /// Share of the window that was stalled.
        stalled = 5: Ratio,
    }
    /// A page timing became final, and what it is made of. Attributes: name (TTFB, FCP, LCP, CLS, INP), navigation, target,
    /// load_state, interaction, script.
    web_vital = 7 {
        /// The value of a timing.
        time = 1: Duration,
        /// The value of CLS.
        score = 2: Number,
        /// 0 for the first report of a page view, then 1, 2, … where it grew after it was hidden.
        revision = 3: Count,
        /// Of LCP and FCP: the part until the first byte.
        ttfb = 4: Duration,
        /// Of LCP: from there until the resource was asked for.
        load_delay = 5: Duration,
        /// Of LCP: loading it.
        load_duration = 6: Duration,
        /// Of LCP and FCP: from there to the paint.
        render_delay = 7: Duration,
        /// Of INP: until the first handler ran.
        input_delay = 8: Duration,
        /// Of INP: in the handlers.
        processing = 9: Duration,
        /// Of INP: until the next paint.
        presentation = 10: Duration,
        /// Of CLS: the largest shift's score.
        largest_shift = 11: Number,
        /// Of TTFB: redirects, and the browser's own waiting.
        waiting = 12: Duration,
        /// Of TTFB: the cache, a service worker.
        cache = 13: Duration,
        /// Of TTFB: the name's address.
        dns = 14: Duration,
        /// Of TTFB: connecting, TLS included.
        connect = 15: Duration,
        /// Of TTFB: until the answer began.
        request = 16: Duration,
    }
    /// An uncaught error. Attributes: type, message, stack, source (error, unhandledrejection).
    error = 8 {
    }
    /// A span. Attributes: name and the app's own.
    span = 9 {
        /// How long it took.
        duration = 1: Duration required,
        /// Upper half of the trace's identifier.
        trace_high = 2: Identifier required,
        /// Lower half.
        trace_low = 3: Identifier required,
        /// The span's identifier.
        span = 4: Identifier required,
        /// Its parent's.
        parent = 5: Identifier,
        /// 1 where it failed.
        failed = 6: Count,
    }
    /// A translation request. Attributes: source_language, target_language, outcome (ok, missing, or hidden: the page was, before
    /// the first token was painted).
    translation = 10 {
        /// Request to the first painted token.
        ttft = 1: Duration,
        /// Request to done.
        duration = 2: Duration,
        /// The score that the app handed in.
        accuracy = 3: Ratio,
        /// Request to the moment at which the page had the first token: the part of `ttft` that is not painting.
        waiting = 4: Duration,
    }
    /// A request of the page to the app's own services. Attributes: service, outcome (ok, client_error, server_error,
    /// timeout, network_error, aborted, offline), route, method.
    request = 11 {
        /// Request to the end of the answer's headers.
        duration = 1: Duration,
        /// The answer's HTTP status, where one came.
        status = 2: Count,
    }
    /// The main thread was busy for 50 ms or more at a stretch. Its time is the beginning. Attributes, where the browser tells
    /// of long animation frames: script, invoker.
    long_task = 12 {
        /// How long.
        duration = 1: Duration required,
        /// In which it could not answer an input.
        blocking = 2: Duration,
        /// The part of the script that is named.
        script_duration = 3: Duration,
        /// The part of the rendering.
        rendering = 4: Duration,
    }
    /// The app's own counter was added to. Attributes: name and the app's own.
    own_counter = 13 {
        /// By how much.
        increment = 1: Number required,
    }
    /// The app's own gauge was read. Attributes: name, unit and the app's own.
    own_gauge = 14 {
        /// The reading.
        value = 1: SignedNumber required,
    }
    /// The app's own histogram was given a value. Attributes: name, unit and the app's own.
    own_histogram = 15 {
        /// The value.
        value = 1: SignedNumber required,
    }
    /// Speech was heard and no caption was painted. Its time is the end. Attributes: language.
    caption_gap = 16 {
        /// How long.
        duration = 1: Duration required,
    }
    /// Something happened to a call or one of its tracks. Attributes: event, media, role, reason, quality, path_type.
    call_event = 17 {
        /// The page's own number of the connection.
        connection = 1: Count,
        /// The page's own number of the track.
        track = 2: Count,
        /// How long it took, or lasted.
        duration = 3: Duration,
    }
    /// The page asked for a camera, a microphone or a screen. Attributes: media (audio, video, audio+video, display),
    /// outcome (ok, or the error's name).
    media_request = 18 {
        /// Until the answer.
        duration = 1: Duration required,
    }
    /// How the page was loaded, part by part. Attributes: navigation.
    navigation = 19 {
        /// Redirects.
        redirect = 1: Duration,
        /// The name's address.
        dns = 2: Duration,
        /// Connecting.
        connect = 3: Duration,
        /// The part of it that is TLS.
        tls = 4: Duration,
        /// From the request to the first byte.
        waiting = 5: Duration,
        /// The document's bytes.
        response = 6: Duration,
        /// From the navigation to the document being parsed.
        interactive = 7: Duration,
        /// From the navigation to everything being loaded.
        loaded = 8: Duration,
    }
    /// The page shows another route. Attributes: route, reason (load, route, restored).
    view = 20 {
        /// From the change to the first paint after it.
        painted = 1: Duration,
    }
    /// The page was visible or hidden for some time, until the item's time. Attributes: state.
    visibility = 21 {
        /// How long.
        duration = 1: Duration required,
    }
    /// An event of the app's own. Attributes: name and the app's own.
    own_event = 22 {
    }
    /// An event of a span. Attributes: name and the app's own.
    span_event = 23 {
        /// Upper half of the trace's identifier.
        trace_high = 1: Identifier required,
        /// Lower half.
        trace_low = 2: Identifier required,
        /// The span's identifier.
        span = 3: Identifier required,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: every kind and field.
    /// Guarantees: numbers and names are unique, and stand in rising order.
    #[test]
    fn numbers_are_unique() {
        assert!(ALL.windows(2).all(|two| two[0].id < two[1].id && two[0].name != two[1].name));
        for kind in ALL {
            assert!(kind.fields.windows(2).all(|two| two[0].id < two[1].id), "{}", kind.name);
            assert!(kind.fields.iter().all(|field| kind.field(field.id).is_some()));
        }
        assert_eq!(Kind::of(caption::KIND).map(|kind| kind.name), Some("caption"));
    }
}
