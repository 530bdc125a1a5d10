//! A session's items on one time axis, by the gateway's clock.

use std::collections::BTreeMap;

use honeyguide_catalog::item::{
    audio_window, call_event, caption, caption_gap, caption_segment, error, long_task, media_request, navigation,
    own_event, request, span, span_event, translation, view, visibility, web_vital, webrtc_connection, webrtc_inbound,
    webrtc_outbound,
};
use serde::Serialize;

use super::{errors::group_id, latency::Latency};
use crate::{
    journal::Record,
    source_maps::{Shown, SourceMaps, release},
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
    /// Speech without a caption; `at` is the end.
    pub caption_gaps: Vec<Gap>,
    /// Segments whose final revision was painted; `at` is that of their closing.
    pub finals: Vec<Final>,
    /// What happened to calls and tracks; `at` is the end, where it lasted.
    pub call_events: Vec<CallEvent>,
    /// Requests for a camera, a microphone or a screen.
    pub media_requests: Vec<MediaRequest>,
    /// How the page was loaded.
    pub navigations: Vec<Navigation>,
    /// Routes shown.
    pub views: Vec<View>,
    /// Stretches of being visible or hidden; `at` is their end.
    pub visibility: Vec<Visibility>,
    /// Events of the app's own, and of its spans.
    pub events: Vec<Event>,
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
        displayed: i64, retracted: i64, segment: i64, lag: Option<f64>,
    }
    /// A poll of a track; `direction` is in or out.
    Poll {
        track: i64, connection: i64, media: Option<String>, direction: &'static str, rtt: Option<f64>, loss: Option<f64>,
        jitter_buffer: Option<f64>, concealment: Option<f64>, freeze: Option<f64>, bitrate: Option<i64>, stalled: bool,
        frame_rate: Option<f64>, frame_height: Option<i64>, jitter: Option<f64>, layer: Option<String>,
        /// What held a sent picture down for most of the time.
        limited: Option<&'static str>,
    }
    /// An audio window.
    Audio { score: Option<f64>, delay: Option<f64>, loss: Option<f64>, stalled: Option<f64> }
    /// A call.
    Connection {
        outcome: String, setup: Option<f64>, path_type: Option<String>, signalling: Option<f64>, ice: Option<f64>,
        dtls: Option<f64>,
    }
    /// A long task.
    Busy { duration: Option<f64>, blocking: Option<f64>, script: Option<String>, invoker: Option<String> }
    /// An error; its frames with original places where there are maps.
    Fault {
        r#type: Option<String>, message: Option<String>, source: Option<String>, stack: Option<String>,
        /// Its group.
        group: String,
        release: Option<String>, frames: Vec<Shown>,
    }
    /// A request.
    Request {
        duration: Option<f64>, service: Option<String>, outcome: String, status: Option<i64>, route: Option<String>,
        method: Option<String>,
    }
    /// A gap.
    Gap { duration: Option<f64>, language: Option<String> }
    /// A final revision.
    Final { to_final: f64, segment: i64, language: Option<String> }
    /// Something that happened to a call.
    CallEvent {
        event: String, media: Option<String>, role: Option<String>, reason: Option<String>, quality: Option<String>,
        path_type: Option<String>, duration: Option<f64>,
    }
    /// A media request.
    MediaRequest { media: Option<String>, outcome: String, duration: Option<f64> }
    /// A load.
    Navigation {
        navigation: Option<String>, redirect: Option<f64>, dns: Option<f64>, connect: Option<f64>, tls: Option<f64>,
        waiting: Option<f64>, response: Option<f64>, interactive: Option<f64>, loaded: Option<f64>,
    }
    /// A view.
    View { route: Option<String>, reason: Option<String>, painted: Option<f64> }
    /// A stretch of visibility.
    Visibility { state: Option<String>, duration: Option<f64> }
    /// An event; with a trace and a span where it is a span's.
    Event { name: String, attributes: BTreeMap<String, String>, trace: Option<String>, span: Option<String> }
    /// A translation.
    Translation {
        ttft: Option<f64>, duration: Option<f64>, accuracy: Option<f64>, outcome: String, from: Option<String>,
        to: Option<String>,
    }
    /// A page timing; its parts and what it is about, by the catalogue's names.
    Vital { name: String, value: Option<f64>, parts: BTreeMap<&'static str, f64>, about: BTreeMap<String, String> }
    /// A span; identifiers in hexadecimal.
    Span { duration: Option<f64>, name: String, trace: String, span: String, parent: Option<String>, failed: bool }
}

/// Rows that one timeline shows at most.
const MOST_ROWS: usize = 100_000;
/// Errors whose stacks are made readable.
const MOST_SYMBOLICATED: usize = 200;

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
        sort(&mut timeline.caption_gaps);
        sort(&mut timeline.finals);
        sort(&mut timeline.call_events);
        sort(&mut timeline.media_requests);
        sort(&mut timeline.navigations);
        sort(&mut timeline.views);
        sort(&mut timeline.visibility);
        sort(&mut timeline.events);
        timeline
    }

    /// Gives the latest errors' frames their original places. Reads files.
    pub fn symbolicate(&mut self, app: &str, maps: &SourceMaps) {
        for error in self.errors.iter_mut().rev().take(MOST_SYMBOLICATED) {
            let Some(stack) = &error.stack else { continue };
            error.frames = maps.symbolicate(app, error.release.as_deref(), stack).frames;
        }
    }

    fn add(&mut self, record: &Record, clock_bound: f64) {
        let batch = &record.batch;
        let resource = Attributes::resolve(batch, &batch.resource);
        if self.resource.is_empty() {
            self.resource = resource.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        }
        let release = || release(resource.get("service.version"), resource.get("source_maps"));
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
                        self.main_thread.push(row.busy());
                    }
                    error::KIND => self.errors.push(row.error(&record.app, release())),
                    request::KIND => self.requests.push(row.request()),
                    translation::KIND => self.translations.push(row.translation()),
                    web_vital::KIND => self.vitals.push(row.vital()),
                    span::KIND => self.spans.push(row.span()),
                    caption_segment::KIND => self.finals.extend(row.finals()),
                    caption_gap::KIND => self.caption_gaps.push(Gap {
                        at,
                        duration: row.ms(caption_gap::duration),
                        language: row.text("language"),
                    }),
                    call_event::KIND => self.call_events.push(row.call_event()),
                    media_request::KIND => self.media_requests.push(MediaRequest {
                        at,
                        media: row.text("media"),
                        outcome: row.outcome(),
                        duration: row.ms(media_request::duration),
                    }),
                    navigation::KIND => self.navigations.push(row.navigation()),
                    view::KIND => self.views.push(View {
                        at,
                        route: row.text("route"),
                        reason: row.text("reason"),
                        painted: row.ms(view::painted),
                    }),
                    visibility::KIND => self.visibility.push(Visibility {
                        at,
                        state: row.text("state"),
                        duration: row.ms(visibility::duration),
                    }),
                    own_event::KIND => self.events.push(row.event(None)),
                    span_event::KIND => {
                        let halves = [span_event::trace_high, span_event::trace_low].map(|field| row.hex(field));
                        let trace = halves.into_iter().flatten().collect::<String>();
                        self.events.push(row.event(Some((trace, row.hex(span_event::span)))));
                    }
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
            lag: self.ms(caption::lag),
        }
    }

    fn finals(&self) -> Option<Final> {
        let (at, segment) = (self.at, self.count(caption_segment::segment).unwrap_or(0));
        let to_final = self.ms(caption_segment::to_final)?;
        Some(Final { at, to_final, segment, language: self.text("language") })
    }

    fn busy(&self) -> Busy {
        Busy {
            at: self.at,
            duration: self.ms(long_task::duration),
            blocking: self.ms(long_task::blocking),
            script: self.text("script"),
            invoker: self.text("invoker"),
        }
    }

    fn call_event(&self) -> CallEvent {
        CallEvent {
            at: self.at,
            event: self.text("event").unwrap_or_default(),
            media: self.text("media"),
            role: self.text("role"),
            reason: self.text("reason"),
            quality: self.text("quality"),
            path_type: self.text("path_type"),
            duration: self.ms(call_event::duration),
        }
    }

    fn navigation(&self) -> Navigation {
        Navigation {
            at: self.at,
            navigation: self.text("navigation"),
            redirect: self.ms(navigation::redirect),
            dns: self.ms(navigation::dns),
            connect: self.ms(navigation::connect),
            tls: self.ms(navigation::tls),
            waiting: self.ms(navigation::waiting),
            response: self.ms(navigation::response),
            interactive: self.ms(navigation::interactive),
            loaded: self.ms(navigation::loaded),
        }
    }

    /// An event; `of` is the trace and span that it belongs to.
    fn event(&self, of: Option<(String, Option<String>)>) -> Event {
        let (trace, span) = of.unzip();
        Event {
            at: self.at,
            name: self.text("name").unwrap_or_default(),
            attributes: self.attributes_but(&["name"]),
            trace,
            span: span.flatten(),
        }
    }

    fn attributes_but(&self, left_out: &[&str]) -> BTreeMap<String, String> {
        let others = self.attributes.iter().filter(|(name, _)| !left_out.contains(name));
        others.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
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
            frame_rate: self.float(webrtc_inbound::frame_rate),
            frame_height: self.count(webrtc_inbound::frame_height),
            jitter: self.ms(webrtc_inbound::jitter),
            layer: None,
            limited: None,
        }
    }

    fn outbound(&self) -> Poll {
        let limits = [("cpu", webrtc_outbound::limited_cpu), ("bandwidth", webrtc_outbound::limited_bandwidth)];
        let limited = limits.into_iter().find(|(_, field)| self.float(*field).is_some_and(|share| share > 0.5));
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
            frame_rate: self.float(webrtc_outbound::frame_rate),
            frame_height: self.count(webrtc_outbound::frame_height),
            jitter: None,
            layer: self.text("layer"),
            limited: limited.map(|(limit, _)| limit),
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
        Connection {
            at: self.at,
            outcome: self.outcome(),
            setup: self.ms(webrtc_connection::setup),
            path_type: self.text("path_type"),
            signalling: self.ms(webrtc_connection::signalling),
            ice: self.ms(webrtc_connection::ice),
            dtls: self.ms(webrtc_connection::dtls),
        }
    }

    fn error(&self, app: &str, release: Option<String>) -> Fault {
        let text = |name| self.attributes.get(name).unwrap_or_default();
        Fault {
            group: group_id(app, text("error_type"), text("message"), text("stack")),
            release,
            frames: Vec::new(),
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
            route: self.text("route"),
            method: self.text("method"),
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
        let not_parts = [web_vital::time, web_vital::score, web_vital::revision, web_vital::largest_shift];
        let columns = self.table.columns.iter().map(|column| column.field);
        let parts = columns.filter(|field| !not_parts.contains(&field.id));
        Vital {
            at: self.at,
            name: self.text("name").unwrap_or_default(),
            value,
            parts: parts.filter_map(|field| Some((field.name, self.ms(field.id)?))).collect(),
            about: self.attributes_but(&["name"]),
        }
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
