//! The metrics that come of the items: name, instrument, bounds, labels, meaning.
//!
//! Names survive Prometheus unchanged because the unit field stays empty: a unit of `ms` would
//! append `_milliseconds`. Participants, sessions and traces are never labels.

/// What kind of metric.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Instrument {
    /// Monotonic sum.
    Counter,
    /// The mean over the last minute's samples of one label set.
    Gauge,
    /// Explicit bucket bounds.
    Histogram(&'static [f64]),
}

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name, the same here, in OTLP and in Prometheus.
    pub name: &'static str,
    /// What kind.
    pub instrument: Instrument,
    /// The labels it is exported with. Samples may carry more, which objectives can select by.
    pub labels: &'static [&'static str],
    /// What it means.
    pub description: &'static str,
}

/// The metric of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Metric> {
    ALL.iter().find(|metric| metric.name == name)
}

/// Bounds for caption latencies and times to a first token; 250 and 450 are objectives.
const LATENCY: &[f64] = &[
    5.0, 10.0, 25.0, 50.0, 75.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 450.0, 500.0, 750.0, 1000.0, 2000.0,
    5000.0,
];
/// Bounds for what happens within a few frames.
const FRAME: &[f64] = &[4.0, 8.0, 16.0, 25.0, 33.0, 50.0, 75.0, 100.0, 150.0, 200.0, 250.0, 500.0, 1000.0, 5000.0];
/// Bounds for page timings and call setup; they hold each vital's good and poor bound.
const PAGE: &[f64] = &[
    100.0, 200.0, 300.0, 400.0, 500.0, 800.0, 1000.0, 1500.0, 1800.0, 2000.0, 2500.0, 3000.0, 4000.0, 6000.0, 10000.0,
];
/// Bounds for the app's own histograms: OpenTelemetry's default.
pub const OWN: &[f64] =
    &[0.0, 5.0, 10.0, 25.0, 50.0, 75.0, 100.0, 250.0, 500.0, 750.0, 1000.0, 2500.0, 5000.0, 7500.0, 10000.0];
/// Bounds for looking at the spread of a ratio or score whose exported form is a gauge.
pub const SHARE: &[f64] = &[0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1.0];
/// Bounds for parts of a page timing: those of an interaction are a few frames long, those of a load seconds.
const PART: &[f64] =
    &[5.0, 10.0, 25.0, 50.0, 100.0, 200.0, 300.0, 500.0, 800.0, 1000.0, 1800.0, 2500.0, 4000.0, 6000.0, 10000.0];
/// Bounds for what somebody waits for without knowing: a caption's gap, a reconnect.
const WAIT: &[f64] =
    &[250.0, 500.0, 1000.0, 2000.0, 3000.0, 5000.0, 7500.0, 10000.0, 15000.0, 20000.0, 30000.0, 60000.0];
/// Bounds for frames per second.
const FRAMES: &[f64] = &[1.0, 5.0, 10.0, 12.0, 15.0, 20.0, 24.0, 25.0, 30.0, 45.0, 60.0];
/// Bounds for heights of pictures: those of the usual simulcast layers.
const HEIGHTS: &[f64] = &[90.0, 180.0, 270.0, 360.0, 480.0, 540.0, 720.0, 1080.0, 1440.0, 2160.0];
/// Bounds for kilobits per second, from a quiet audio track to a screen share.
const KILOBITS: &[f64] =
    &[8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 384.0, 512.0, 768.0, 1000.0, 1500.0, 2500.0, 4000.0, 8000.0];
/// Bounds for layout shift scores.
const SHIFT: &[f64] = &[0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0];

macro_rules! metrics {
    ($( $constant:ident = $name:literal $instrument:expr, [$($label:literal),*], $description:literal; )*) => {
        $( #[doc = $description] pub const $constant: &str = $name; )*
        /// Every metric.
        pub const ALL: &[Metric] = &[ $( Metric {
            name: $name, instrument: $instrument, labels: &[$($label),*], description: $description,
        } ),* ];
    };
}

use Instrument::{Counter, Gauge, Histogram};

metrics! {
    CAPTION_LATENCY = "caption_latency_ms" Histogram(LATENCY), ["language"],
        "From the server's emit time to the paint, on the server's clock.";
    CAPTION_RENDER = "caption_render_ms" Histogram(FRAME), ["language"],
        "From the page's first handler to the paint.";
    CAPTION_PART = "caption_latency_part_ms" Histogram(LATENCY), ["part"],
        "The parts of a caption's latency: network, main_thread, app, render.";
    CAPTION_LAG = "caption_lag_ms" Histogram(LATENCY), ["language"],
        "From hearing a word to reading it; 0 where the caption was faster.";
    CAPTION_TO_FINAL = "caption_to_final_ms" Histogram(WAIT), ["language"],
        "From a segment's first update to the paint of its final one.";
    CAPTION_GAP = "caption_gap_ms" Histogram(WAIT), ["language"],
        "Stretches in which speech was heard and no caption was painted.";
    CAPTION_UPDATES = "caption_updates_total" Counter, ["outcome", "cause", "language"],
        "Caption updates, by what became of them and by the largest part of their latency, late or not.";
    WORDS_DISPLAYED = "caption_words_displayed_total" Counter, ["language"],
        "Words that a paint showed.";
    WORDS_SETTLED = "caption_words_settled_total" Counter, ["language"],
        "Words whose fate is known: retracted, or standing in the last revision of a closed segment.";
    WORD_RETRACTIONS = "word_retractions_total" Counter, ["kind", "language"],
        "Words that were seen and then vanished (kind word), and revisions of case or punctuation only (kind format).";
    TRANSLATION_TTFT = "translation_ttft_ms" Histogram(LATENCY), ["source_language", "target_language"],
        "From a translation request to its first painted token.";
    TRANSLATION_DURATION = "translation_duration_ms" Histogram(PAGE), ["source_language", "target_language"],
        "From a translation request to its end.";
    TRANSLATION_REQUESTS = "translation_requests_total" Counter, ["outcome", "source_language", "target_language"],
        "Translation requests.";
    TRANSLATION_ACCURACY = "translation_accuracy_ratio" Gauge, ["source_language", "target_language"],
        "Score of a scored translation, 0..1.";
    REQUESTS = "requests_total" Counter, ["service", "outcome", "route", "method"],
        "Requests of the page to the app's own services, room connects among them.";
    REQUEST_DURATION = "request_duration_ms" Histogram(PAGE), ["service", "route", "method"],
        "From a request to the end of its answer's headers.";
    LONG_TASKS = "long_task_ms" Histogram(FRAME), [],
        "Stretches of 50 ms or more in which the main thread was busy.";
    LONG_TASK_BLOCKING = "long_task_blocking_ms" Histogram(FRAME), [],
        "The part of a long animation frame in which no input could be answered.";
    LONG_TASK_SCRIPTS = "long_task_script_ms_total" Counter, ["script", "invoker"],
        "Milliseconds of long animation frames that a script took, by script and by what called it.";
    CALL_SETUP = "webrtc_connection_duration_ms" Histogram(PAGE), ["path_type"],
        "From new RTCPeerConnection to connected.";
    CALL_SETUP_PART = "webrtc_connection_part_ms" Histogram(PAGE), ["part"],
        "The parts of a call's setup: signalling, ice, dtls.";
    CALLS = "webrtc_connections_total" Counter, ["outcome"],
        "Calls set up or given up.";
    CALL_EVENTS = "call_events_total" Counter, ["event", "media", "role", "quality", "reason"],
        "What happened to calls and their tracks: reconnects, ICE restarts, path changes, changed quality.";
    CALL_EVENT_DURATION = "call_event_ms" Histogram(WAIT), ["event"],
        "How long such an event took or lasted.";
    MEDIA_REQUESTS = "media_requests_total" Counter, ["media", "outcome"],
        "Requests for a camera, a microphone or a screen, by what came of them.";
    MEDIA_REQUEST_DURATION = "media_request_ms" Histogram(PAGE), ["media"],
        "From such a request to its answer.";
    WEBRTC_RTT = "webrtc_rtt_ms" Histogram(LATENCY), ["media"],
        "Round trip of a poll interval.";
    WEBRTC_JITTER_BUFFER = "webrtc_jitter_buffer_ms" Histogram(LATENCY), ["media"],
        "Mean jitter buffer delay of a poll interval.";
    WEBRTC_JITTER = "webrtc_jitter_ms" Histogram(LATENCY), ["media"],
        "Interarrival jitter of received packets (RFC 3550).";
    WEBRTC_PLAYOUT = "webrtc_playout_ms" Histogram(LATENCY), ["media"],
        "Mean playout delay of a poll interval.";
    WEBRTC_FRAME_RATE = "webrtc_frame_rate" Histogram(FRAMES), ["direction", "layer"],
        "Frames per second of a poll interval: received ones decoded, sent ones encoded.";
    WEBRTC_FRAME_HEIGHT = "webrtc_frame_height" Histogram(HEIGHTS), ["direction", "layer"],
        "Height of the picture in pixels.";
    WEBRTC_BITRATE = "webrtc_bitrate_kbps" Histogram(KILOBITS), ["direction", "media", "layer"],
        "Kilobits per second of a poll interval.";
    WEBRTC_FRAMES_DROPPED = "webrtc_frames_dropped_total" Counter, [],
        "Decoded frames that were not shown.";
    WEBRTC_LOSS = "webrtc_packet_loss_ratio" Gauge, ["media"],
        "Lost of lost and received packets.";
    WEBRTC_SENT_LOSS = "webrtc_sent_packet_loss_ratio" Gauge, ["media"],
        "Lost of sent packets, by their receiver's reports.";
    WEBRTC_RETRANSMITTED = "webrtc_retransmitted_ratio" Gauge, ["media"],
        "Packets sent again, of sent packets.";
    WEBRTC_LIMITED = "webrtc_quality_limited_ratio" Gauge, ["limit"],
        "Share of the time in which the processor (cpu) or the network (bandwidth) held a sent picture down.";
    WEBRTC_DISCARD = "webrtc_discard_ratio" Gauge, ["media"],
        "Discarded of received packets: they came too late.";
    WEBRTC_CONCEALMENT = "webrtc_concealment_ratio" Gauge, [],
        "Concealed of received audio samples.";
    WEBRTC_FREEZE = "webrtc_freeze_ratio" Gauge, [],
        "Frozen of elapsed time, received video.";
    WEBRTC_STALLED = "webrtc_stalled_polls_total" Counter, ["media"],
        "Polls of a received track in which nothing had arrived.";
    AUDIO_QUALITY = "audio_quality_score" Gauge, [],
        "Estimated quality of 10 s of received audio, 0..1 (ITU-T G.107.1).";
    VITAL_TTFB = "web_vital_ttfb_ms" Histogram(PAGE), [], "Time to first byte.";
    VITAL_FCP = "web_vital_fcp_ms" Histogram(PAGE), [], "First contentful paint.";
    VITAL_LCP = "web_vital_lcp_ms" Histogram(PAGE), [], "Largest contentful paint.";
    VITAL_INP = "web_vital_inp_ms" Histogram(PAGE), [], "Interaction to next paint.";
    VITAL_CLS = "web_vital_cls" Histogram(SHIFT), [], "Cumulative layout shift.";
    VITAL_PART = "web_vital_part_ms" Histogram(PART), ["vital", "part"],
        "The parts of a page timing, such as input_delay, processing and presentation of an interaction.";
    VITAL_SLOW = "web_vital_slow_total" Counter, ["vital", "attribute", "value"],
        "Page timings beyond their good bound, once for each attribute: what the slow ones share.";
    NAVIGATION_PART = "navigation_part_ms" Histogram(PART), ["part"],
        "The parts of loading a page: redirect, dns, connect, tls, waiting, response.";
    PAGE_INTERACTIVE = "page_interactive_ms" Histogram(PAGE), ["navigation"],
        "From the navigation to the document being parsed.";
    PAGE_LOADED = "page_loaded_ms" Histogram(PAGE), ["navigation"],
        "From the navigation to everything being loaded.";
    VIEWS = "views_total" Counter, ["route", "reason"],
        "Routes shown: by the load, by a change of route, restored.";
    VIEW_PAINTED = "view_painted_ms" Histogram(PAGE), ["route"],
        "From a change of route to the first paint after it.";
    VISIBILITY = "page_visibility_seconds_total" Counter, ["state"],
        "Seconds in which pages were visible or hidden.";
    OWN_EVENTS = "own_events_total" Counter, ["name"],
        "Events of the app's own, by name.";
    SPANS = "span_duration_ms" Histogram(PAGE), ["name", "outcome"],
        "Spans, by name and by whether they failed.";
    ERRORS = "errors_total" Counter, ["error_type", "source"],
        "Uncaught errors and unhandled rejections. Grouped ones are at /api/v1/errors.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: the whole catalogue beside Prometheus' naming rules and the objectives' thresholds.
    /// Guarantees: one name, one type; a counter ends in `_total`, nothing else does; bounds rise;
    /// every threshold of an objective on a histogram is one of its bounds.
    #[test]
    fn survives_prometheus() {
        for (index, metric) in ALL.iter().enumerate() {
            assert!(ALL[..index].iter().all(|other| other.name != metric.name), "{} twice", metric.name);
            assert_eq!(metric.name.ends_with("_total"), metric.instrument == Counter, "{}", metric.name);
            let prometheus_own = ["_bucket", "_count", "_sum"].iter().any(|suffix| metric.name.ends_with(suffix));
            assert!(!prometheus_own, "{}", metric.name);
            assert!(!metric.labels.iter().any(|label| matches!(*label, "session" | "user.id" | "room" | "le")));
            if let Histogram(bounds) = metric.instrument {
                assert!(bounds.windows(2).all(|two| two[0] < two[1]), "{}", metric.name);
            }
        }
        for (name, threshold) in [(CAPTION_LATENCY, 250.0), (TRANSLATION_TTFT, 450.0), (CALL_SETUP, 2000.0)] {
            let Some(Instrument::Histogram(bounds)) = find(name).map(|metric| metric.instrument) else {
                panic!("{name} is no histogram")
            };
            assert!(bounds.contains(&threshold), "{name}");
        }
    }
}
