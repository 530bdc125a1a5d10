//! Observations of a page that ended before its module came: measured here, by the code that the page would have run.
//!
//! The JSON is what `npm/src/bounce.ts` writes. What happens to each observation is what `npm/src/lazy/` does with it.

use std::collections::HashMap;

use honeyguide_catalog::attribute::{APP_NAME, APP_VERSION, ENVIRONMENT, LANGUAGE, NAME, OUTCOME, SPEAKER};
use honeyguide_catalog::item::{Kind, long_task, web_vital};
use honeyguide_protocol::{Batch, PageState, Pair, Reason};
use honeyguide_sdk::browser::Recorder;
use serde::Deserialize;
use serde_json::Value;

/// A page's last words. Times of observations are milliseconds since the Unix epoch by the page's clock, those of entries
/// milliseconds since `origin`; what JavaScript calls NaN arrives as null.
#[derive(Debug, Deserialize)]
struct Raw {
    page: (u32, u32),
    #[serde(default)]
    app: App,
    origin: f64,
    /// When the page was hidden or left, as an entry's time.
    at: f64,
    /// Interactions, where the browser counts them.
    count: Option<f64>,
    left: bool,
    #[serde(default)]
    forgotten: u32,
    noted: Vec<(String, Value)>,
}

#[derive(Debug, Default, Deserialize)]
struct App {
    name: Option<String>,
    version: Option<String>,
    environment: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    entry_type: String,
    #[serde(default)]
    name: String,
    start_time: f64,
    #[serde(default)]
    duration: f64,
    #[serde(default)]
    interaction_id: f64,
    #[serde(default)]
    value: f64,
    #[serde(default)]
    had_recent_input: bool,
    response_start: Option<f64>,
    #[serde(default)]
    activation_start: f64,
}

#[derive(Debug, Deserialize)]
struct Line {
    number: u32,
    options: CaptionOptions,
}

#[derive(Debug, Deserialize)]
struct CaptionOptions {
    language: Option<String>,
    speaker: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Update {
    emitted: Option<f64>,
    handled: f64,
    written: Option<f64>,
    painted: Option<f64>,
    r#final: bool,
    outcome: String,
}

/// An event that needs no measuring: its kind, time, cells, attributes of the catalogue and of the app's own.
type Item = (u32, f64, Vec<Option<f64>>, Vec<(u32, String)>, Vec<(String, String)>);

/// Measures what a page noted.
///
/// # Errors
/// [`Reason::Malformed`] when it is not what a page writes.
pub(super) fn measure(json: &[u8]) -> Result<Batch, Reason> {
    let raw: Raw = serde_json::from_slice(json).map_err(|_| Reason::Malformed)?;
    let mut replay = Replay::new(&raw);
    let mut entries: Vec<Entry> = Vec::new();
    let mut forgotten = raw.forgotten;
    for (kind, arguments) in raw.noted {
        // What an app handed over wrongly costs itself, not what stands beside it.
        if replay.observation(&kind, arguments, &mut entries).is_err() {
            forgotten = forgotten.saturating_add(1);
        }
    }
    replay.entries(&entries, raw.origin, raw.at, raw.count.unwrap_or(f64::NAN));
    replay.recorder.forgotten(forgotten);
    let state = if raw.left { PageState::Left } else { PageState::Hidden };
    if !replay.recorder.close(state as i32, false) {
        let page = u64::from(raw.page.0) << 32 | u64::from(raw.page.1);
        let forgotten = u64::from(forgotten);
        let dropped = if forgotten > 0 { vec![Reason::OutboxFull as u64, forgotten] } else { Vec::new() };
        let totals = Some(honeyguide_protocol::Totals { captured: forgotten, dropped });
        return Ok(Batch { page, page_state: state as i32, totals, ..Batch::default() });
    }
    super::decode::decode(&replay.recorder.batch_bytes(0))
}

struct Replay {
    recorder: Recorder,
    texts: HashMap<String, u32>,
}

impl Replay {
    fn new(raw: &Raw) -> Self {
        let mut replay = Self { recorder: Recorder::new(raw.page.0, raw.page.1), texts: HashMap::new() };
        replay.recorder.keep_whole();
        let App { name, version, environment } = &raw.app;
        let known = [(APP_NAME, name), (APP_VERSION, version), (ENVIRONMENT, environment)];
        let known = known.map(|(key, text)| (key, text.as_deref()));
        let flat = replay.flat(&known, &[]);
        replay.recorder.resource(&flat);
        replay
    }

    fn observation(&mut self, kind: &str, noted: Value, entries: &mut Vec<Entry>) -> serde_json::Result<()> {
        match kind {
            "entries" => {
                let (more,): (Vec<Entry>,) = serde_json::from_value(noted)?;
                entries.extend(more);
            }
            "captions" => {
                let (line, ended): (Line, Vec<Update>) = serde_json::from_value(noted)?;
                self.captions(&line, &ended);
            }
            "item" => {
                let (item, at, cells, known, own): Item = serde_json::from_value(noted)?;
                let known: Vec<_> = known.iter().map(|(key, text)| (*key, Some(text.as_str()))).collect();
                let set = self.set(&known, &own);
                let cells: Vec<_> = cells.into_iter().map(|cell| cell.unwrap_or(f64::NAN)).collect();
                self.recorder.item(item, set, at, &cells);
            }
            // Connections cannot be polled any more; the others are no items.
            _ => {}
        }
        Ok(())
    }

    fn captions(&mut self, line: &Line, ended: &[Update]) {
        let CaptionOptions { language, speaker } = &line.options;
        for update in ended {
            let time = |time: Option<f64>| time.unwrap_or(f64::NAN);
            let known = [
                (LANGUAGE, language.as_deref()),
                (SPEAKER, speaker.as_deref()),
                (OUTCOME, Some(update.outcome.as_str())),
            ];
            let set = self.set(&known, &[]);
            let emitted = time(update.emitted);
            self.recorder.caption_arrived(emitted, update.handled);
            let (written, painted) = (time(update.written), time(update.painted));
            self.recorder.caption(line.number, set, emitted, update.handled, written, painted, update.r#final);
        }
    }

    /// Page timings and long tasks. `at`: the page was hidden then, if not before.
    fn entries(&mut self, entries: &[Entry], origin: f64, at: f64, interactions: f64) {
        // A page that was sent this way before has told its timings.
        let Some(navigation) = entries.iter().find(|entry| entry.entry_type == "navigation") else { return };
        let activation = navigation.activation_start;
        let hidden = entries
            .iter()
            .filter(|entry| entry.entry_type == "visibility-state" && entry.name == "hidden")
            .map(|entry| entry.start_time)
            .filter(|start| *start >= activation)
            .fold(at, f64::min);
        let recorder = &mut self.recorder;
        let mut fcp = f64::NAN;
        let mut long_tasks = Vec::new();
        for entry in entries {
            let start = entry.start_time;
            match entry.entry_type.as_str() {
                "paint" if entry.name == "first-contentful-paint" => fcp = recorder.fcp(start, hidden, activation),
                "layout-shift" => recorder.shift(start, entry.value, entry.had_recent_input),
                "largest-contentful-paint" => recorder.lcp_candidate(start, hidden, activation),
                "longtask" => long_tasks.push((origin + start, entry.duration)),
                _ if entry.interaction_id > 0.0 => recorder.interaction(entry.interaction_id, start, entry.duration),
                _ => {}
            }
        }
        let cls = if fcp.is_nan() { f64::NAN } else { recorder.cls() };
        let ttfb = recorder.ttfb(navigation.response_start.unwrap_or(f64::NAN), activation, at);
        let vitals =
            [("TTFB", ttfb), ("FCP", fcp), ("LCP", recorder.lcp()), ("CLS", cls), ("INP", recorder.inp(interactions))];
        for (name, value) in vitals.into_iter().filter(|(_, value)| !value.is_nan()) {
            let set = self.set(&[(NAME, Some(name))], &[]);
            let field = if name == "CLS" { web_vital::score } else { web_vital::time };
            self.recorder.item(web_vital::KIND, set, origin + at, &[code(web_vital::KIND, field), value]);
        }
        let plain = self.set(&[], &[]);
        for (from, duration) in long_tasks {
            self.recorder.item(long_task::KIND, plain, from, &[code(long_task::KIND, long_task::duration), duration]);
        }
    }

    fn set(&mut self, known: &[(u32, Option<&str>)], own: &[(String, String)]) -> u32 {
        let flat = self.flat(known, own);
        self.recorder.attributes(&flat)
    }

    /// Absent and empty texts are left out, as the page does.
    fn flat(&mut self, known: &[(u32, Option<&str>)], own: &[(String, String)]) -> Vec<u32> {
        let mut flat = Vec::new();
        for (key, text) in known {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                flat.extend([*key, self.text(text)]);
            }
        }
        for (name, value) in own {
            flat.extend([Pair::OWN_KEYS + self.text(name), self.text(value)]);
        }
        flat
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let number = self.recorder.text(text);
        self.texts.insert(text.to_owned(), number);
        number
    }
}

/// See [`Field::code`](honeyguide_catalog::item::Field::code).
fn code(kind: u32, field: u32) -> f64 {
    Kind::of(kind).and_then(|kind| kind.field(field)).map_or(0.0, |field| f64::from(field.code()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_catalog::item::{caption, error, own_counter};
    use proptest::prelude::*;
    use serde_json::json;

    fn bounce() -> Value {
        let entry = |kind: &str, name: &str, start: f64| json!({ "entryType": kind, "name": name, "startTime": start });
        json!({
            "page": [1, 2], "app": { "name": "a" }, "origin": 1.79e12, "at": 900.5, "left": true, "forgotten": 3,
            "noted": [
                ["entries", [[
                    { "entryType": "navigation", "startTime": 0, "duration": 0, "responseStart": 80.5, "activationStart": 0 },
                    entry("paint", "first-contentful-paint", 200.0),
                    entry("largest-contentful-paint", "", 250.0),
                    { "entryType": "layout-shift", "startTime": 300, "duration": 0, "value": 0.25, "hadRecentInput": false },
                ]]],
                ["item", [8, 1.79e12 + 100.0, [], [[8, "TypeError"], [9, "gone"], [10, "at x"], [11, "error"]], []]],
                ["captions", [
                    { "number": 4, "options": { "language": "de" } },
                    [{ "emitted": null, "handled": 1.79e12 + 500.0, "written": 1.79e12 + 501.0, "painted": 1.79e12 + 516.0,
                       "final": false, "outcome": "painted" }],
                ]],
                ["item", [13, 1.79e12, [6, 2], [[5, "joins"]], [["plan", "pro"]]]],
                ["connection", [{}, 1.79e12]],
                ["hidden", [true]],
            ],
        })
    }

    /// Scenario: a page that was left at once, after an error, a caption, a shift and a value of its own.
    /// Guarantees: its timings, the error, the caption's render, the value; totals that count what was forgotten.
    #[test]
    fn measured_here() {
        let batch = measure(bounce().to_string().as_bytes()).unwrap();
        assert_eq!((batch.page, batch.page_state()), (1 << 32 | 2, PageState::Left));
        let totals = batch.totals.clone().unwrap();
        assert_eq!((totals.captured, totals.dropped), (10, vec![Reason::OutboxFull as u64, 3]));
        let tables: Vec<_> =
            batch.series.iter().map(|series| crate::table::Table::unpack(&batch, series).unwrap()).collect();
        let of = |kind: u32| tables.iter().filter(move |table| table.kind.id == kind);
        let times: Vec<_> = of(web_vital::KIND).filter_map(|table| table.ms(web_vital::time, 0)).collect();
        assert_eq!(times, [80.5, 200.0, 250.0]);
        assert!(of(web_vital::KIND).any(|table| table.float(web_vital::score, 0) == Some(0.25)));
        assert_eq!(of(caption::KIND).next().unwrap().ms(caption::render, 0), Some(16.0));
        assert_eq!(of(own_counter::KIND).next().unwrap().float(own_counter::increment, 0), Some(2.0));
        assert_eq!(of(error::KIND).count(), 1);
        assert!(batch.strings.contains(&"gone".to_owned()));
    }

    /// Scenario: so many errors with so long stacks that a page would have sent them in several batches.
    /// Guarantees: one batch has them all.
    #[test]
    fn whole() {
        let mut raw = bounce();
        let error =
            |number: u32| json!(["item", [8, 1.79e12, [], [[9, number.to_string()], [10, "x".repeat(1000)]], []]]);
        raw["noted"] = (0..60).map(error).collect();
        let batch = measure(raw.to_string().as_bytes()).unwrap();
        assert_eq!(batch.series.iter().map(|series| series.times.len()).sum::<usize>(), 60);
    }

    /// Scenario: an observation that no page writes, beside good ones; nothing at all; what is no bounce.
    /// Guarantees: the one is counted as dropped and the others stand; a page that only left is left; the last is refused by name.
    #[test]
    fn malformed() {
        let mut odd = bounce();
        odd["noted"][1][1][1] = json!("soon");
        let totals = measure(odd.to_string().as_bytes()).unwrap().totals.unwrap();
        assert_eq!((totals.captured, totals.dropped), (10, vec![Reason::OutboxFull as u64, 4]));
        let mut empty = bounce();
        empty["noted"] = json!([["hidden", [true]]]);
        let batch = measure(empty.to_string().as_bytes()).unwrap();
        assert_eq!((batch.page_state(), batch.totals.unwrap().captured), (PageState::Left, 3));
        for (pointer, value) in [("/page", json!([1])), ("/noted", json!({}))] {
            let mut raw = bounce();
            *raw.pointer_mut(pointer).unwrap() = value;
            assert_eq!(measure(raw.to_string().as_bytes()), Err(Reason::Malformed), "{pointer}");
        }
    }

    proptest! {
        /// Scenario: any number in any place.
        /// Guarantees: an answer, never a panic.
        #[test]
        fn hostile(at in any::<f64>(), start in any::<f64>(), duration in any::<f64>(), id in any::<f64>()) {
            let mut raw = bounce();
            raw["at"] = json!(at);
            raw["noted"][0][1][0] = json!([
                { "entryType": "navigation", "startTime": start, "responseStart": duration, "activationStart": at },
                { "entryType": "event", "startTime": start, "duration": duration, "interactionId": id },
                { "entryType": "longtask", "startTime": start, "duration": duration },
                { "entryType": "layout-shift", "startTime": at, "value": duration },
            ]);
            let _ = measure(raw.to_string().as_bytes());
        }
    }
}
