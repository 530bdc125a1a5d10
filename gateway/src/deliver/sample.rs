//! An item becomes samples: the one place where a row's fields turn into metrics with labels.
//!
//! Metrics and objectives both read these, so that they cannot disagree about what was measured.

use std::borrow::Cow;

use honeyguide_catalog::{
    attribute::derived,
    item::{
        audio_window, caption, caption_segment, error, long_task, request, translation, web_vital, webrtc_connection,
        webrtc_inbound, webrtc_outbound,
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
                webrtc_outbound::KIND => item.duration(metric::WEBRTC_RTT, webrtc_outbound::rtt),
                webrtc_connection::KIND => item.connection(),
                audio_window::KIND => item.audio(),
                web_vital::KIND => item.vital(attributes.get("name").unwrap_or_default()),
                error::KIND => item.count(metric::ERRORS, 1),
                translation::KIND => item.translation(),
                request::KIND => item.request(attributes.get("service").map(cut)),
                long_task::KIND => item.duration(metric::LONG_TASKS, long_task::duration),
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
    }

    fn inbound(&mut self) {
        let (table, row) = (self.table, self.row);
        self.value(metric::WEBRTC_LOSS, table.float(webrtc_inbound::loss, row));
        self.value(metric::WEBRTC_CONCEALMENT, table.float(webrtc_inbound::concealment, row));
        self.value(metric::WEBRTC_FREEZE, table.float(webrtc_inbound::freeze, row));
        self.duration(metric::WEBRTC_RTT, webrtc_inbound::rtt);
        self.duration(metric::WEBRTC_JITTER_BUFFER, webrtc_inbound::jitter_buffer);
        self.count(metric::WEBRTC_STALLED, self.field_count(webrtc_inbound::stalled));
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
        let time = match name {
            "TTFB" => metric::VITAL_TTFB,
            "FCP" => metric::VITAL_FCP,
            "LCP" => metric::VITAL_LCP,
            "INP" => metric::VITAL_INP,
            "CLS" => return self.value(metric::VITAL_CLS, self.table.float(web_vital::score, self.row)),
            _ => return,
        };
        self.duration(time, web_vital::time);
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
