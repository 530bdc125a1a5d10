//! An item becomes samples: the one place where a row's fields turn into metrics with labels.
//!
//! Metrics and objectives both read these, so that they cannot disagree about what was measured.

use std::borrow::Cow;

use honeyguide_catalog::{
    attribute::derived,
    item::{
        audio_window, call_event, caption, caption_gap, caption_segment, error, long_task, media_request, navigation,
        own_event, request, span, translation, view, visibility, web_vital, webrtc_connection, webrtc_inbound,
        webrtc_outbound,
    },
    metric,
};

use crate::{
    deliver::{cause, latency::Latency},
    journal::Record,
    table::{Attributes, Table, tables},
};

/// What one item says about one metric.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    /// A name of the catalogue.
    pub metric: &'static str,
    /// `None`: what was waited for never happened (a caption that was not painted, a call given up).
    /// For a counter the increment.
    pub value: Option<f64>,
    /// How far the value may be off, milliseconds; infinite where no clock offset is known.
    pub error: f64,
    /// The metric that this one may stand in for, where the item has no value for that.
    pub stands_for: Option<&'static str>,
    /// When, milliseconds since the Unix epoch by the gateway's clock.
    pub at: f64,
    /// How many events it stands for.
    pub weight: u64,
    /// Labels.
    pub labels: Labels<'a>,
}

/// A page timing.
struct Vital {
    name: &'static str,
    metric: &'static str,
    /// Up to here it is good, as <https://web.dev/articles/vitals> has it.
    good: f64,
    /// What it is made of.
    parts: &'static [(&'static str, u32)],
}

const VITALS: &[Vital] = &[
    Vital {
        name: "TTFB",
        metric: metric::VITAL_TTFB,
        good: 800.0,
        parts: &[
            ("waiting", web_vital::waiting),
            ("cache", web_vital::cache),
            ("dns", web_vital::dns),
            ("connect", web_vital::connect),
            ("request", web_vital::request),
        ],
    },
    Vital {
        name: "FCP",
        metric: metric::VITAL_FCP,
        good: 1800.0,
        parts: &[("ttfb", web_vital::ttfb), ("render_delay", web_vital::render_delay)],
    },
    Vital {
        name: "LCP",
        metric: metric::VITAL_LCP,
        good: 2500.0,
        parts: &[
            ("ttfb", web_vital::ttfb),
            ("load_delay", web_vital::load_delay),
            ("load_duration", web_vital::load_duration),
            ("render_delay", web_vital::render_delay),
        ],
    },
    Vital {
        name: "INP",
        metric: metric::VITAL_INP,
        good: 200.0,
        parts: &[
            ("input_delay", web_vital::input_delay),
            ("processing", web_vital::processing),
            ("presentation", web_vital::presentation),
        ],
    },
    Vital { name: "CLS", metric: metric::VITAL_CLS, good: 0.1, parts: &[] },
];

/// The labels of a sample: the item's attributes, those of its page, and what the gateway found out.
#[derive(Clone, Debug)]
pub struct Labels<'a> {
    app: &'a str,
    attributes: &'a Attributes<'a>,
    resource: &'a Attributes<'a>,
    derived: Vec<(&'static str, Cow<'static, str>)>,
}

impl Labels<'_> {
    /// The value of a label, cut to a label's length; `app` is always there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.whole(name).map(cut)
    }

    fn whole(&self, name: &str) -> Option<&str> {
        if name == "app" {
            return Some(self.app);
        }
        self.derived
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_ref())
            .or_else(|| self.attributes.get(name))
            .or_else(|| self.resource.get(name))
    }
}

/// Bytes of a label's value that are kept: texts come from pages, and each value makes a series.
const LABEL_BYTES: usize = 128;

/// The beginning of a text that a label may hold.
pub(super) fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LABEL_BYTES)).unwrap_or_default()
}

/// Hands every sample of a record to `take`. `clock_bound` (milliseconds) joins the error of a latency.
pub fn samples(record: &Record, clock_bound: f64, take: &mut dyn FnMut(&Sample<'_>)) {
    let batch = &record.batch;
    let offset = batch.clock.map_or(0.0, |clock| clock.theta);
    let resource = Attributes::resolve(batch, &batch.resource);
    for (_, table, attributes) in tables(batch) {
        for row in 0..table.times.len() {
            let mut item = Item {
                table: &table,
                row,
                outcome: attributes.get("outcome").unwrap_or_default(),
                sample: Sample {
                    metric: "",
                    value: None,
                    error: 0.0,
                    stands_for: None,
                    at: honeyguide_protocol::ms(table.times[row]) + offset,
                    weight: u64::from(batch.weight.max(1)),
                    labels: Labels {
                        app: &record.app,
                        attributes: &attributes,
                        resource: &resource,
                        derived: Vec::new(),
                    },
                },
                take,
            };
            match table.kind.id {
                caption::KIND => item.caption(Latency::of(&table, row, batch.clock, clock_bound)),
                caption_segment::KIND => item.segment(),
                webrtc_inbound::KIND => item.inbound(),
                webrtc_outbound::KIND => item.outbound(),
                webrtc_connection::KIND => item.connection(),
                audio_window::KIND => item.audio(),
                web_vital::KIND => item.vital(attributes.get("name").unwrap_or_default()),
                error::KIND => item.count(metric::ERRORS, 1),
                translation::KIND => item.translation(),
                request::KIND => item.request(attributes.get("service").map(cut)),
                long_task::KIND => item.long_task(attributes.get("script").is_some()),
                caption_gap::KIND => item.duration(metric::CAPTION_GAP, caption_gap::duration),
                call_event::KIND => {
                    item.count(metric::CALL_EVENTS, 1);
                    item.duration(metric::CALL_EVENT_DURATION, call_event::duration);
                }
                media_request::KIND => {
                    item.count(metric::MEDIA_REQUESTS, 1);
                    item.duration(metric::MEDIA_REQUEST_DURATION, media_request::duration);
                }
                navigation::KIND => item.navigation(),
                view::KIND => {
                    item.count(metric::VIEWS, 1);
                    item.duration(metric::VIEW_PAINTED, view::painted);
                }
                visibility::KIND => {
                    let seconds = table.ms(visibility::duration, row).map(|ms| ms / 1000.0);
                    item.value(metric::VISIBILITY, seconds);
                }
                own_event::KIND => item.count(metric::OWN_EVENTS, 1),
                span::KIND => {
                    let outcome = if table.count(span::failed, row) == Some(1) { "failed" } else { "ok" };
                    item.with("outcome", outcome).duration(metric::SPANS, span::duration);
                }
                _ => {}
            }
        }
    }
}

struct Item<'a, 'b> {
    table: &'a Table,
    row: usize,
    outcome: &'a str,
    sample: Sample<'a>,
    take: &'b mut dyn FnMut(&Sample<'_>),
}

impl Item<'_, '_> {
    fn field_count(&self, field: u32) -> i64 {
        self.table.count(field, self.row).unwrap_or(0)
    }

    /// An increment of a counter; nothing where it is 0.
    fn count(&mut self, metric: &'static str, increment: i64) {
        if increment > 0 {
            self.emit(metric, Some(increment as f64));
        }
    }

    /// A value, where there is one.
    fn value(&mut self, metric: &'static str, value: Option<f64>) {
        if value.is_some() {
            self.emit(metric, value);
        }
    }

    /// A duration field of the row, where there is one.
    fn duration(&mut self, metric: &'static str, field: u32) {
        self.value(metric, self.table.ms(field, self.row));
    }

    fn emit(&mut self, metric: &'static str, value: Option<f64>) {
        self.sample.metric = metric;
        self.sample.value = value;
        (self.take)(&self.sample);
    }

    fn with(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> &mut Self {
        self.sample.labels.derived = vec![(name, value.into())];
        self
    }

    /// A histogram of parts: each that the row has, named by a label.
    fn parts(&mut self, metric: &'static str, parts: &[(&'static str, u32)]) {
        for (part, field) in parts {
            self.with(derived::PART, *part).duration(metric, *field);
        }
        self.sample.labels.derived.clear();
    }

    fn caption(&mut self, latency: Latency) {
        let cause = latency.cause();
        match (self.outcome, &latency) {
            ("missing", _) if self.field_count(caption::emitted) > 0 => {
                self.with(derived::CAUSE, cause::NOT_PAINTED).emit(metric::CAPTION_LATENCY, None);
            }
            ("missing", _) => {
                self.sample.stands_for = Some(metric::CAPTION_LATENCY);
                self.with(derived::CAUSE, cause::NOT_PAINTED).emit(metric::CAPTION_RENDER, None);
                self.sample.stands_for = None;
            }
            ("painted", Latency::Known { attribution, error }) => {
                self.sample.error = *error;
                self.with(derived::CAUSE, cause).emit(metric::CAPTION_LATENCY, Some(attribution.latency));
                self.sample.error = 0.0;
                let parts = [
                    ("network", attribution.network),
                    ("main_thread", attribution.main_thread),
                    ("app", attribution.app),
                    ("render", attribution.render),
                ];
                for (part, duration) in parts {
                    self.with(derived::PART, part).emit(metric::CAPTION_PART, Some(duration));
                }
                self.duration(metric::CAPTION_RENDER, caption::render);
            }
            ("painted", Latency::Unmeasured { uncorrected }) => {
                self.sample.error = f64::INFINITY;
                self.emit(metric::CAPTION_LATENCY, Some(*uncorrected));
                self.sample.error = 0.0;
                self.duration(metric::CAPTION_RENDER, caption::render);
            }
            ("painted", Latency::NoEmitTime) => {
                self.sample.stands_for = Some(metric::CAPTION_LATENCY);
                self.duration(metric::CAPTION_RENDER, caption::render);
                self.sample.stands_for = None;
            }
            _ => {}
        }
        let fault = matches!(latency, Latency::ClockFault);
        self.sample.labels.derived = vec![(derived::CAUSE, cause.into())];
        if fault {
            self.sample.labels.derived.push(("outcome", "clock_fault".into()));
        }
        self.count(metric::CAPTION_UPDATES, 1);
        self.sample.labels.derived.clear();
        // What was read before it was heard waits for nobody.
        let lag = self.table.ms(caption::lag, self.row).map(|lag| lag.max(0.0));
        self.value(metric::CAPTION_LAG, lag);
        self.words(caption::displayed, caption::retracted);
        let reformatted = self.field_count(caption::reformatted);
        self.with(derived::KIND, "format").count(metric::WORD_RETRACTIONS, reformatted);
    }

    /// Words shown and taken away, by the numbers of their fields.
    fn words(&mut self, displayed: u32, retracted: u32) {
        self.count(metric::WORDS_DISPLAYED, self.field_count(displayed));
        let retracted = self.field_count(retracted);
        self.count(metric::WORDS_SETTLED, retracted);
        self.with(derived::KIND, "word").sample.labels.derived.push((derived::CAUSE, cause::REVISED.into()));
        self.count(metric::WORD_RETRACTIONS, retracted);
        self.sample.labels.derived.clear();
    }

    fn segment(&mut self) {
        self.words(caption_segment::late_displayed, caption_segment::late_retracted);
        self.count(metric::WORDS_SETTLED, self.field_count(caption_segment::words));
        self.duration(metric::CAPTION_TO_FINAL, caption_segment::to_final);
    }

    fn inbound(&mut self) {
        let (table, row) = (self.table, self.row);
        self.value(metric::WEBRTC_LOSS, table.float(webrtc_inbound::loss, row));
        self.value(metric::WEBRTC_CONCEALMENT, table.float(webrtc_inbound::concealment, row));
        self.value(metric::WEBRTC_FREEZE, table.float(webrtc_inbound::freeze, row));
        self.duration(metric::WEBRTC_RTT, webrtc_inbound::rtt);
        self.duration(metric::WEBRTC_JITTER_BUFFER, webrtc_inbound::jitter_buffer);
        self.value(metric::WEBRTC_DISCARD, table.float(webrtc_inbound::discard, row));
        self.duration(metric::WEBRTC_JITTER, webrtc_inbound::jitter);
        self.duration(metric::WEBRTC_PLAYOUT, webrtc_inbound::playout);
        self.count(metric::WEBRTC_FRAMES_DROPPED, self.field_count(webrtc_inbound::frames_dropped));
        self.count(metric::WEBRTC_STALLED, self.field_count(webrtc_inbound::stalled));
        let fields = (webrtc_inbound::bitrate, webrtc_inbound::frame_rate, webrtc_inbound::frame_height);
        self.stream("received", fields);
    }

    fn outbound(&mut self) {
        let (table, row) = (self.table, self.row);
        self.duration(metric::WEBRTC_RTT, webrtc_outbound::rtt);
        self.value(metric::WEBRTC_SENT_LOSS, table.float(webrtc_outbound::loss, row));
        self.value(metric::WEBRTC_RETRANSMITTED, table.float(webrtc_outbound::retransmitted, row));
        for (limit, field) in [("cpu", webrtc_outbound::limited_cpu), ("bandwidth", webrtc_outbound::limited_bandwidth)]
        {
            self.with(derived::LIMIT, limit).value(metric::WEBRTC_LIMITED, table.float(field, row));
        }
        let fields = (webrtc_outbound::bitrate, webrtc_outbound::frame_rate, webrtc_outbound::frame_height);
        self.stream("sent", fields);
    }

    /// What a track carries, either way.
    fn stream(&mut self, direction: &'static str, (bitrate, frame_rate, height): (u32, u32, u32)) {
        let (table, row) = (self.table, self.row);
        self.with(derived::DIRECTION, direction);
        self.value(metric::WEBRTC_BITRATE, table.count(bitrate, row).map(|bits| bits as f64 / 1000.0));
        self.value(metric::WEBRTC_FRAME_RATE, table.float(frame_rate, row));
        self.value(metric::WEBRTC_FRAME_HEIGHT, table.count(height, row).map(|pixels| pixels as f64));
        self.sample.labels.derived.clear();
    }

    fn long_task(&mut self, has_script: bool) {
        self.duration(metric::LONG_TASKS, long_task::duration);
        self.duration(metric::LONG_TASK_BLOCKING, long_task::blocking);
        if has_script {
            self.duration(metric::LONG_TASK_SCRIPTS, long_task::script_duration);
        }
    }

    fn navigation(&mut self) {
        self.parts(
            metric::NAVIGATION_PART,
            &[
                ("redirect", navigation::redirect),
                ("dns", navigation::dns),
                ("connect", navigation::connect),
                ("tls", navigation::tls),
                ("waiting", navigation::waiting),
                ("response", navigation::response),
            ],
        );
        self.duration(metric::PAGE_INTERACTIVE, navigation::interactive);
        self.duration(metric::PAGE_LOADED, navigation::loaded);
    }

    fn audio(&mut self) {
        let (table, row) = (self.table, self.row);
        let stalled = table.float(audio_window::stalled, row).unwrap_or_default();
        let cause = cause::audio(table.ms(audio_window::delay, row), table.float(audio_window::loss, row), stalled);
        self.with(derived::CAUSE, cause).value(metric::AUDIO_QUALITY, table.float(audio_window::score, row));
    }

    fn request(&mut self, service: Option<&str>) {
        self.duration(metric::REQUEST_DURATION, request::duration);
        self.with(derived::CAUSE, cause::request(self.outcome, service)).count(metric::REQUESTS, 1);
    }

    /// A call set up is also a request to the service `room`.
    fn connection(&mut self) {
        let request = match self.outcome {
            "connected" => "ok",
            "failed" => "network_error",
            _ => "aborted",
        };
        self.with(derived::CAUSE, cause::call(self.outcome));
        if self.outcome == "connected" {
            self.duration(metric::CALL_SETUP, webrtc_connection::setup);
        } else {
            self.emit(metric::CALL_SETUP, None);
        }
        self.sample.labels.derived.clear();
        self.parts(
            metric::CALL_SETUP_PART,
            &[
                ("signalling", webrtc_connection::signalling),
                ("ice", webrtc_connection::ice),
                ("dtls", webrtc_connection::dtls),
            ],
        );
        self.count(metric::CALLS, 1);
        self.sample.labels.derived = vec![
            ("service", "room".into()),
            ("outcome", request.into()),
            (derived::CAUSE, cause::request(request, Some("room")).into()),
        ];
        self.count(metric::REQUESTS, 1);
    }

    /// A histogram cannot take a value back: only a page view's first report counts.
    fn vital(&mut self, name: &str) {
        if self.field_count(web_vital::revision) > 0 {
            return;
        }
        let Some(vital) = VITALS.iter().find(|vital| vital.name == name) else { return };
        let (table, row) = (self.table, self.row);
        let value =
            if vital.name == "CLS" { table.float(web_vital::score, row) } else { table.ms(web_vital::time, row) };
        self.value(vital.metric, value);
        let parts: Vec<_> =
            vital.parts.iter().filter_map(|(part, field)| Some((*part, table.ms(*field, row)?))).collect();
        for (part, duration) in &parts {
            self.sample.labels.derived = vec![(derived::VITAL, vital.name.into()), (derived::PART, (*part).into())];
            self.emit(metric::VITAL_PART, Some(*duration));
        }
        if value.is_some_and(|value| value > vital.good) {
            self.slow_vital(vital.name, &parts);
        }
        self.sample.labels.derived.clear();
    }

    /// Counted once for each attribute, so that there are as many series as values and not as combinations of them.
    fn slow_vital(&mut self, vital: &'static str, parts: &[(&'static str, f64)]) {
        let largest = parts.iter().max_by(|one, other| one.1.total_cmp(&other.1));
        let part = largest.map(|(part, _)| (derived::PART, (*part).to_owned()));
        let labels = &self.sample.labels;
        let shared = ["target", "load_state", "interaction", "script", "navigation", "view", "network.connection.type"]
            .map(|name| labels.get(name).filter(|text| !text.is_empty()).map(|text| (name, text.to_owned())));
        for (attribute, value) in shared.into_iter().flatten().chain(part) {
            self.sample.labels.derived = vec![
                (derived::VITAL, vital.into()),
                (derived::ATTRIBUTE, attribute.into()),
                (derived::VALUE, value.into()),
            ];
            self.count(metric::VITAL_SLOW, 1);
        }
    }

    fn translation(&mut self) {
        let (table, row) = (self.table, self.row);
        let ttft = table.ms(translation::ttft, row).filter(|_| self.outcome == "ok");
        if ttft.is_some() || self.outcome == "missing" {
            let cause = cause::first_token(ttft, table.ms(translation::waiting, row));
            self.with(derived::CAUSE, cause).emit(metric::TRANSLATION_TTFT, ttft);
        }
        self.sample.labels.derived.clear();
        self.duration(metric::TRANSLATION_DURATION, translation::duration);
        self.count(metric::TRANSLATION_REQUESTS, 1);
        let languages =
            cause::languages(self.sample.labels.get("source_language"), self.sample.labels.get("target_language"));
        self.with(derived::CAUSE, languages)
            .value(metric::TRANSLATION_ACCURACY, table.float(translation::accuracy, row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_catalog::{
        attribute,
        item::{Field, Kind, Shape},
    };
    use honeyguide_protocol::{Batch, Pair, Series, column::ColumnBuilder};

    /// A record with one row of a kind: its fields in milliseconds or whole numbers, its attributes by name.
    fn record(kind: u32, fields: &[(u32, f64)], attributes: &[(&str, &str)]) -> Record {
        let mut batch = Batch { weight: 4, ..Batch::default() };
        let mut series = Series { kind, times: vec![0], ..Series::default() };
        for (name, value) in attributes {
            let known = attribute::ALL.iter().find(|attribute| attribute.name == *name);
            batch.strings.push((*name).to_owned());
            let own = Pair::OWN_KEYS + batch.strings.len() as u32 - 1;
            batch.strings.push((*value).to_owned());
            series.attributes.extend([known.map_or(own, |known| known.id), batch.strings.len() as u32 - 1]);
        }
        for (field, value) in fields {
            let field: &Field = Kind::of(kind).and_then(|kind| kind.field(*field)).unwrap();
            let raw = match field.shape {
                Shape::Ratio | Shape::Number | Shape::SignedNumber => value.to_bits(),
                Shape::Duration | Shape::SkewedDuration | Shape::SignedDuration => (value * 10.0) as i64 as u64,
                _ => *value as u64,
            };
            let mut column = ColumnBuilder::default();
            column.push(field.shape.coding(), Some(raw));
            column.finish(field.id, &mut series.cells);
        }
        batch.series.push(series);
        Record { app: "one".into(), batch, ..Record::default() }
    }

    /// Each sample as `metric{exported labels} value`.
    fn told(record: &Record) -> Vec<String> {
        let mut told = Vec::new();
        samples(record, 5.0, &mut |sample| {
            assert_eq!(sample.weight, 4);
            let labels = metric::find(sample.metric).unwrap().labels.iter();
            let labels = labels.filter_map(|name| Some(format!("{name}={}", sample.labels.get(name)?)));
            let labels = labels.collect::<Vec<_>>().join(",");
            told.push(format!(
                "{}{{{labels}}} {}",
                sample.metric,
                sample.value.map_or("never".into(), |it| it.to_string())
            ));
        });
        told
    }

    /// Scenario: an item of each kind that brings more than one figure, with what tells it apart.
    /// Guarantees: each figure is one sample of its metric, with that metric's labels; a lead of a caption counts as 0;
    /// what a session stands for goes with each sample.
    #[test]
    fn figures_of_each_kind() {
        let caption_of =
            |lag| record(caption::KIND, &[(caption::segment, 1.0), (caption::lag, lag)], &[("outcome", "painted")]);
        assert!(told(&caption_of(420.0)).contains(&"caption_lag_ms{} 420".to_owned()));
        assert!(told(&caption_of(-30.0)).contains(&"caption_lag_ms{} 0".to_owned()));
        for (record, expected) in [
            (
                record(
                    caption_segment::KIND,
                    &[
                        (caption_segment::segment, 1.0),
                        (caption_segment::words, 3.0),
                        (caption_segment::to_final, 1800.0),
                    ],
                    &[("language", "de")],
                ),
                vec!["caption_words_settled_total{language=de} 3", "caption_to_final_ms{language=de} 1800"],
            ),
            (
                record(caption_gap::KIND, &[(caption_gap::duration, 6000.0)], &[("language", "de")]),
                vec!["caption_gap_ms{language=de} 6000"],
            ),
            (
                record(
                    call_event::KIND,
                    &[(call_event::connection, 1.0), (call_event::duration, 2900.0)],
                    &[("event", "reconnecting"), ("role", "local"), ("reason", "signal_lost"), ("room", "42")],
                ),
                vec![
                    "call_events_total{event=reconnecting,role=local,reason=signal_lost} 1",
                    "call_event_ms{event=reconnecting} 2900",
                ],
            ),
            (
                record(
                    media_request::KIND,
                    &[(media_request::duration, 640.0)],
                    &[("media", "audio"), ("outcome", "NotAllowedError")],
                ),
                vec![
                    "media_requests_total{media=audio,outcome=NotAllowedError} 1",
                    "media_request_ms{media=audio} 640",
                ],
            ),
            (
                record(
                    navigation::KIND,
                    &[(navigation::dns, 12.0), (navigation::loaded, 1400.0)],
                    &[("navigation", "reload")],
                ),
                vec!["navigation_part_ms{part=dns} 12", "page_loaded_ms{navigation=reload} 1400"],
            ),
            (
                record(view::KIND, &[(view::painted, 130.0)], &[("route", "/rooms/:id"), ("reason", "route")]),
                vec!["views_total{route=/rooms/:id,reason=route} 1", "view_painted_ms{route=/rooms/:id} 130"],
            ),
            (
                record(visibility::KIND, &[(visibility::duration, 1500.0)], &[("state", "hidden")]),
                vec!["page_visibility_seconds_total{state=hidden} 1.5"],
            ),
            (
                record(own_event::KIND, &[], &[("name", "hand raised"), ("person", "somebody")]),
                vec!["own_events_total{name=hand raised} 1"],
            ),
            (
                record(span::KIND, &[(span::duration, 640.0), (span::failed, 1.0)], &[("name", "vision")]),
                vec!["span_duration_ms{name=vision,outcome=failed} 640"],
            ),
            (
                record(
                    long_task::KIND,
                    &[(long_task::duration, 90.0), (long_task::blocking, 40.0), (long_task::script_duration, 70.0)],
                    &[("script", "main.js"), ("invoker", "BUTTON.onclick")],
                ),
                vec![
                    "long_task_ms{} 90",
                    "long_task_blocking_ms{} 40",
                    "long_task_script_ms_total{script=main.js,invoker=BUTTON.onclick} 70",
                ],
            ),
            (
                record(
                    request::KIND,
                    &[(request::duration, 130.0)],
                    &[("service", "roster"), ("outcome", "ok"), ("route", "/people/:id"), ("method", "GET")],
                ),
                vec![
                    "request_duration_ms{service=roster,route=/people/:id,method=GET} 130",
                    "requests_total{service=roster,outcome=ok,route=/people/:id,method=GET} 1",
                ],
            ),
            (
                record(
                    webrtc_outbound::KIND,
                    &[
                        (webrtc_outbound::track, 1.0),
                        (webrtc_outbound::connection, 1.0),
                        (webrtc_outbound::loss, 0.01),
                        (webrtc_outbound::bitrate, 1_200_000.0),
                        (webrtc_outbound::frame_rate, 24.0),
                        (webrtc_outbound::frame_height, 720.0),
                        (webrtc_outbound::limited_cpu, 0.5),
                    ],
                    &[("media", "video"), ("layer", "f")],
                ),
                vec![
                    "webrtc_sent_packet_loss_ratio{media=video} 0.01",
                    "webrtc_quality_limited_ratio{limit=cpu} 0.5",
                    "webrtc_bitrate_kbps{direction=sent,media=video,layer=f} 1200",
                    "webrtc_frame_rate{direction=sent,layer=f} 24",
                    "webrtc_frame_height{direction=sent,layer=f} 720",
                ],
            ),
            (
                record(
                    webrtc_connection::KIND,
                    &[
                        (webrtc_connection::connection, 1.0),
                        (webrtc_connection::setup, 640.0),
                        (webrtc_connection::ice, 210.0),
                    ],
                    &[("outcome", "connected"), ("path_type", "relay")],
                ),
                vec![
                    "webrtc_connection_duration_ms{path_type=relay} 640",
                    "webrtc_connection_part_ms{part=ice} 210",
                    "webrtc_connections_total{outcome=connected} 1",
                    "requests_total{service=room,outcome=ok} 1",
                ],
            ),
        ] {
            assert_eq!(told(&record), expected);
        }
    }

    /// Scenario: a slow interaction, a fast one, a slow one that was told before; a paint with its parts.
    /// Guarantees: parts of each first report; what the slow one is about is counted by each attribute by itself.
    #[test]
    fn vitals_with_attribution() {
        let inp = |time, revision| {
            let fields =
                [(web_vital::time, time), (web_vital::revision, revision), (web_vital::processing, time / 2.0)];
            record(web_vital::KIND, &fields, &[("name", "INP"), ("target", "#send"), ("interaction", "pointer")])
        };
        let slow = [
            "web_vital_inp_ms{} 300",
            "web_vital_part_ms{vital=INP,part=processing} 150",
            "web_vital_slow_total{vital=INP,attribute=target,value=#send} 1",
            "web_vital_slow_total{vital=INP,attribute=interaction,value=pointer} 1",
            "web_vital_slow_total{vital=INP,attribute=part,value=processing} 1",
        ];
        assert_eq!(told(&inp(300.0, 0.0)), slow);
        assert_eq!(
            told(&inp(200.0, 0.0)),
            ["web_vital_inp_ms{} 200", "web_vital_part_ms{vital=INP,part=processing} 100"]
        );
        assert!(told(&inp(300.0, 1.0)).is_empty());
    }
}
