//! A session's items on one time axis, by the gateway's clock.

use std::collections::BTreeMap;

use honeyguide_catalog::item::{
    audio_window, caption, error, long_task, request, span, translation, web_vital, webrtc_connection, webrtc_inbound,
    webrtc_outbound,
};
use serde::Serialize;

use super::latency::Latency;
use crate::{
    journal::Record,
    table::{Attributes, Table, tables},
};

/// Everything of one session, each list rising by `at` (milliseconds since the Unix epoch). Durations are milliseconds,
/// ratios 0..1, what is not known is `null`.
#[derive(Debug, Default, Serialize)]
pub struct Timeline {
    /// What the page is a part of, as its last batch said.
    pub resource: BTreeMap<String, String>,
    /// Caption updates: `at` their emission (the handler where none is known), `end` their paint.
    pub captions: Vec<Caption>,
    /// Polls of received and sent tracks.
    pub network: Vec<Poll>,
    /// Ten seconds of received sound; `at` is their end.
    pub audio: Vec<Audio>,
    /// Calls set up or given up.
    pub connections: Vec<Connection>,
    /// Stretches in which the main thread was busy.
    pub main_thread: Vec<Busy>,
    /// Uncaught errors.
    pub errors: Vec<Fault>,
    /// Requests to the app's own services.
    pub requests: Vec<Request>,
    /// Translation requests.
    pub translations: Vec<Translation>,
    /// Page timings.
    pub vitals: Vec<Vital>,
    /// Spans.
    pub spans: Vec<Span>,
    /// There was more than is shown.
    #[serde(skip)]
    pub truncated: bool,
    #[serde(skip)]
    rows: usize,
}

macro_rules! events {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$field_doc:meta])* $field:ident: $type:ty ),* $(,)? } )*) => {
        $( $(#[$doc])* #[derive(Debug, Serialize)] #[expect(missing_docs, reason = "the catalogue tells of each field")]
           pub struct $name { pub at: f64, $( $(#[$field_doc])* pub $field: $type ),* }
           impl At for $name { fn at(&self) -> f64 { self.at } } )*
    };
}

trait At {
    fn at(&self) -> f64;
}

events! {
    /// A caption update; its parts in the order network, main_thread, app, render.
    Caption {
        end: Option<f64>, outcome: String, language: Option<String>, latency: Option<f64>, network: Option<f64>,
        main_thread: Option<f64>, app: Option<f64>, render: Option<f64>, cause: &'static str,
        /// By how much the latency may be off.
        error: Option<f64>,
        displayed: i64, retracted: i64, segment: i64,
    }
    /// A poll of a track; `direction` is in or out.
    Poll {
        track: i64, connection: i64, media: Option<String>, direction: &'static str, rtt: Option<f64>, loss: Option<f64>,
        jitter_buffer: Option<f64>, concealment: Option<f64>, freeze: Option<f64>, bitrate: Option<i64>, stalled: bool,
    }
    /// An audio window.
    Audio { score: Option<f64>, delay: Option<f64>, loss: Option<f64>, stalled: Option<f64> }
    /// A call.
    Connection { outcome: String, setup: Option<f64>, path_type: Option<String> }
    /// A long task.
    Busy { duration: Option<f64> }
    /// An error.
    Fault { r#type: Option<String>, message: Option<String>, source: Option<String>, stack: Option<String> }
    /// A request.
    Request { duration: Option<f64>, service: Option<String>, outcome: String, status: Option<i64> }
    /// A translation.
    Translation {
        ttft: Option<f64>, duration: Option<f64>, accuracy: Option<f64>, outcome: String, from: Option<String>,
        to: Option<String>,
    }
    /// A page timing.
    Vital { name: String, value: Option<f64> }
    /// A span; identifiers in hexadecimal.
    Span { duration: Option<f64>, name: String, trace: String, span: String, parent: Option<String>, failed: bool }
}

/// Rows that one timeline shows at most.
const MOST_ROWS: usize = 100_000;

impl Timeline {
    /// The timeline of records of one session, in their order. Where there are too many rows, the latest are shown.
    #[must_use]
    pub fn of(records: &[Record], clock_bound: f64) -> Self {
        let mut timeline = Self::default();
        for record in records.iter().rev() {
            timeline.add(record, clock_bound);
        }
        sort(&mut timeline.captions);
        sort(&mut timeline.network);
        sort(&mut timeline.audio);
        sort(&mut timeline.connections);
        sort(&mut timeline.main_thread);
        sort(&mut timeline.errors);
        sort(&mut timeline.requests);
        sort(&mut timeline.translations);
        sort(&mut timeline.vitals);
        sort(&mut timeline.spans);
        timeline
    }

    fn add(&mut self, record: &Record, clock_bound: f64) {
        let batch = &record.batch;
        let resource = Attributes::resolve(batch, &batch.resource);
        if self.resource.is_empty() {
            self.resource = resource.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        }
        let offset = batch.clock.map_or(0.0, |clock| clock.theta);
        for (_, table, attributes) in tables(batch) {
            for row in 0..table.times.len() {
                self.rows += 1;
                if self.rows > MOST_ROWS {
                    self.truncated = true;
                    return;
                }
                let at = honeyguide_protocol::ms(table.times[row]) + offset;
                let row = Row { table: &table, row, attributes: &attributes, at };
                match table.kind.id {
                    caption::KIND => {
                        let latency = Latency::of(&table, row.row, batch.clock, clock_bound);
                        self.captions.push(row.caption(&latency));
                    }
                    webrtc_inbound::KIND => self.network.push(row.inbound()),
                    webrtc_outbound::KIND => self.network.push(row.outbound()),
                    audio_window::KIND => self.audio.push(row.audio()),
                    webrtc_connection::KIND => self.connections.push(row.connection()),
                    long_task::KIND => {
                        self.main_thread.push(Busy { at, duration: row.ms(long_task::duration) });
                    }
                    error::KIND => self.errors.push(row.error()),
                    request::KIND => self.requests.push(row.request()),
                    translation::KIND => self.translations.push(row.translation()),
                    web_vital::KIND => self.vitals.push(row.vital()),
                    span::KIND => self.spans.push(row.span()),
                    _ => {}
                }
            }
        }
    }
}

fn sort<T: At>(events: &mut [T]) {
    events.sort_by(|one, other| one.at().total_cmp(&other.at()));
}

struct Row<'a> {
    table: &'a Table,
    row: usize,
    attributes: &'a Attributes<'a>,
    at: f64,
}

impl Row<'_> {
    fn ms(&self, field: u32) -> Option<f64> {
        self.table.ms(field, self.row)
    }

    fn count(&self, field: u32) -> Option<i64> {
        self.table.count(field, self.row)
    }

    fn float(&self, field: u32) -> Option<f64> {
        self.table.float(field, self.row)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.attributes.get(name).map(str::to_owned)
    }

    fn outcome(&self) -> String {
        self.text("outcome").unwrap_or_default()
    }

    fn hex(&self, field: u32) -> Option<String> {
        self.table.raw(field, self.row).map(|raw| format!("{raw:016x}"))
    }

    fn caption(&self, latency: &Latency) -> Caption {
        let known = match latency {
            Latency::Known { attribution, error } => Some((attribution, *error)),
            _ => None,
        };
        let render = self.ms(caption::render);
        let end = render.map(|render| self.at + render);
        let parts = known.map(|(parts, _)| parts);
        Caption {
            at: end.zip(parts).map_or(self.at, |(end, parts)| end - parts.latency),
            end,
            outcome: self.outcome(),
            language: self.text("language"),
            latency: parts.map(|parts| parts.latency),
            network: parts.map(|parts| parts.network),
            main_thread: parts.map(|parts| parts.main_thread),
            app: self.ms(caption::app),
            render: parts.map(|parts| parts.render).or(render),
            cause: latency.cause(),
            error: known.map(|(_, error)| error),
            displayed: self.count(caption::displayed).unwrap_or(0),
            retracted: self.count(caption::retracted).unwrap_or(0),
            segment: self.count(caption::segment).unwrap_or(0),
        }
    }

    fn inbound(&self) -> Poll {
        Poll {
            at: self.at,
            track: self.count(webrtc_inbound::track).unwrap_or(0),
            connection: self.count(webrtc_inbound::connection).unwrap_or(0),
            media: self.text("media"),
            direction: "in",
            rtt: self.ms(webrtc_inbound::rtt),
            loss: self.float(webrtc_inbound::loss),
            jitter_buffer: self.ms(webrtc_inbound::jitter_buffer),
            concealment: self.float(webrtc_inbound::concealment),
            freeze: self.float(webrtc_inbound::freeze),
            bitrate: self.count(webrtc_inbound::bitrate),
            stalled: self.count(webrtc_inbound::stalled) == Some(1),
        }
    }

    fn outbound(&self) -> Poll {
        Poll {
            at: self.at,
            track: self.count(webrtc_outbound::track).unwrap_or(0),
            connection: self.count(webrtc_outbound::connection).unwrap_or(0),
            media: self.text("media"),
            direction: "out",
            rtt: self.ms(webrtc_outbound::rtt),
            loss: self.float(webrtc_outbound::loss),
            jitter_buffer: None,
            concealment: None,
            freeze: None,
            bitrate: self.count(webrtc_outbound::bitrate),
            stalled: false,
        }
    }

    fn audio(&self) -> Audio {
        Audio {
            at: self.at,
            score: self.float(audio_window::score),
            delay: self.ms(audio_window::delay),
            loss: self.float(audio_window::loss),
            stalled: self.float(audio_window::stalled),
        }
    }

    fn connection(&self) -> Connection {
        let setup = self.ms(webrtc_connection::setup);
        Connection { at: self.at, outcome: self.outcome(), setup, path_type: self.text("path_type") }
    }

    fn error(&self) -> Fault {
        Fault {
            at: self.at,
            r#type: self.text("error_type"),
            message: self.text("message"),
            source: self.text("source"),
            stack: self.text("stack"),
        }
    }

    fn request(&self) -> Request {
        Request {
            at: self.at,
            duration: self.ms(request::duration),
            service: self.text("service"),
            outcome: self.outcome(),
            status: self.count(request::status),
        }
    }

    fn translation(&self) -> Translation {
        Translation {
            at: self.at,
            ttft: self.ms(translation::ttft),
            duration: self.ms(translation::duration),
            accuracy: self.float(translation::accuracy),
            outcome: self.outcome(),
            from: self.text("source_language"),
            to: self.text("target_language"),
        }
    }

    fn vital(&self) -> Vital {
        let value = self.float(web_vital::score).or_else(|| self.ms(web_vital::time));
        Vital { at: self.at, name: self.text("name").unwrap_or_default(), value }
    }

    fn span(&self) -> Span {
        let [high, low] = [span::trace_high, span::trace_low].map(|field| self.hex(field).unwrap_or_default());
        Span {
            at: self.at,
            duration: self.ms(span::duration),
            name: self.text("name").unwrap_or_default(),
            trace: format!("{high}{low}"),
            span: self.hex(span::span).unwrap_or_default(),
            parent: self.hex(span::parent),
            failed: self.count(span::failed) == Some(1),
        }
    }
}
