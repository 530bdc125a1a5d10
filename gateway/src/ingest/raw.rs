//! Observations of a page that ended before its module came: measured here, by the code that the page would have run.
//!
//! The JSON is what `npm/src/bounce.ts` writes. What happens to each observation is what `npm/src/lazy/` does with it.

use std::collections::HashMap;

use honeyguide_catalog::attribute::{
    APP_NAME, APP_VERSION, ENVIRONMENT, LANGUAGE, NAME, OUTCOME, SOURCE_LANGUAGE, SOURCE_MAPS, SPEAKER, TARGET_LANGUAGE,
};
use honeyguide_catalog::item::{Kind, long_task, translation, web_vital};
use honeyguide_protocol::{Batch, PageState, Pair, Reason};
use honeyguide_sdk::browser::Recorder;
use serde::Deserialize;
use serde_json::Value;

/// A page's last words. Times of observations are milliseconds since the Unix epoch by the page's clock, those of entries
/// milliseconds since `origin`; what JavaScript calls NaN arrives as null.
#[derive(Debug, Deserialize)]
struct Raw {
    page: (u32, u32),
    /// Name, version, environment, source maps.
    app: [Option<String>; 4],
    origin: f64,
    /// When the page was hidden or left, as an entry's time.
    at: f64,
    /// Interactions, where the browser counts them.
    count: Option<f64>,
    left: bool,
    /// Each item stands for so many.
    #[serde(default)]
    weight: u32,
    #[serde(default)]
    forgotten: u32,
    noted: Vec<(String, Value)>,
}

/// An entry of the performance timeline: what its type lacks is absent.
#[derive(Debug, Deserialize)]
struct Entry(
    /// Type.
    String,
    /// Name, of those that are no address.
    String,
    /// Start.
    f64,
    /// Duration.
    f64,
    /// The interaction's number.
    Option<f64>,
    /// A layout shift's score.
    Option<f64>,
    /// It followed an input.
    Option<bool>,
    /// When the answer began.
    Option<f64>,
    /// When a page that was rendered ahead was shown.
    Option<f64>,
);

/// A line of captions: the page's own number, and what the app said of it.
#[derive(Debug, Clone, Deserialize)]
struct Line {
    line: u32,
    language: Option<String>,
    speaker: Option<String>,
}

/// An update, and its stations as far as it got.
#[derive(Debug)]
struct Update {
    line: Line,
    segment: u32,
    emitted: f64,
    handled: f64,
    r#final: bool,
    written: f64,
    frame: Option<u32>,
    painted: f64,
    /// The page was hidden since it was handled, before it was painted.
    hidden: bool,
}

/// A translation that was asked for, and its stations as far as it got.
#[derive(Debug)]
struct Translation {
    number: u32,
    requested: f64,
    from: Option<String>,
    to: Option<String>,
    ready: f64,
    frame: Option<u32>,
    painted: f64,
    hidden: bool,
    done: f64,
    accuracy: f64,
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
    replay.end(raw.left);
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
    super::decode::decode(replay.recorder.batch(0))
}

struct Replay {
    recorder: Recorder,
    texts: HashMap<String, u32>,
    updates: Vec<Update>,
    translations: Vec<Translation>,
    /// Segments that each line has had.
    over: HashMap<u32, u32>,
    /// Attributes of all of it.
    resource: Vec<(u32, String)>,
    /// When the page was hidden last: for ever while it is.
    hidden_at: f64,
}

impl Replay {
    fn new(raw: &Raw) -> Self {
        let mut replay = Self {
            recorder: Recorder::new(raw.page.0, raw.page.1),
            texts: HashMap::new(),
            updates: Vec::new(),
            translations: Vec::new(),
            over: HashMap::new(),
            hidden_at: 0.0,
            resource: Vec::new(),
        };
        replay.recorder.keep_whole();
        replay.recorder.weigh(if raw.weight > 1 { raw.weight } else { 0 });
        let named = [APP_NAME, APP_VERSION, ENVIRONMENT, SOURCE_MAPS].into_iter().zip(raw.app.clone());
        replay.resource = named.filter_map(|(key, text)| Some((key, text?))).collect();
        replay.tell_resource();
        replay
    }

    fn tell_resource(&mut self) {
        let known = self.resource.clone();
        let known: Vec<_> = known.iter().map(|(key, text)| (*key, Some(text.as_str()))).collect();
        let flat = self.flat(&known, &[]);
        self.recorder.resource(&flat);
    }

    fn observation(&mut self, kind: &str, noted: Value, entries: &mut Vec<Entry>) -> serde_json::Result<()> {
        match kind {
            "entries" => {
                let (more,): (Vec<Entry>,) = serde_json::from_value(noted)?;
                entries.extend(more);
            }
            "update" => {
                let (line, handled, _, emitted, r#final, _): (Line, f64, Value, Option<f64>, bool, Value) =
                    serde_json::from_value(noted)?;
                let over = self.over.entry(line.line).or_default();
                // A segment of a line has its number and those of the line's segments before: unique among a bounce's few.
                let segment = line.line << 8 | *over & 0xff;
                *over += u32::from(r#final);
                let emitted = emitted.unwrap_or(f64::NAN);
                let (written, painted) = (f64::NAN, f64::NAN);
                self.updates.push(Update {
                    line,
                    segment,
                    emitted,
                    handled,
                    r#final,
                    written,
                    frame: None,
                    painted,
                    hidden: false,
                });
            }
            "wrote" => {
                let (line, at): (Line, f64) = serde_json::from_value(noted)?;
                let own = self.updates.iter_mut().filter(|update| update.line.line == line.line);
                own.filter(|update| update.written.is_nan()).for_each(|update| update.written = at);
            }
            "frame" => {
                let (frame,) = serde_json::from_value(noted)?;
                for update in self.updates.iter_mut().filter(|update| !update.written.is_nan()) {
                    update.frame.get_or_insert(frame);
                }
                for translation in self.translations.iter_mut().filter(|translation| !translation.ready.is_nan()) {
                    translation.frame.get_or_insert(frame);
                }
            }
            "painted" => {
                let (frame, at): (u32, f64) = serde_json::from_value(noted)?;
                let updates = self.updates.iter_mut().filter(|update| update.frame == Some(frame));
                for update in updates {
                    update.painted = at;
                    update.hidden = self.hidden_at > update.handled;
                }
                let translations = self.translations.iter_mut().filter(|one| one.frame == Some(frame));
                for translation in translations {
                    translation.painted = at;
                    translation.hidden = self.hidden_at > translation.requested;
                }
            }
            "translation" => {
                let (number, requested, from, to) = serde_json::from_value(noted)?;
                let (ready, painted, done, accuracy) = (f64::NAN, f64::NAN, f64::NAN, f64::NAN);
                let frame = None;
                let asked =
                    Translation { number, requested, from, to, ready, frame, painted, hidden: false, done, accuracy };
                self.translations.push(asked);
            }
            "token" => {
                let (number, at): (u32, f64) = serde_json::from_value(noted)?;
                for one in self.translations.iter_mut().filter(|one| one.number == number && one.ready.is_nan()) {
                    one.ready = at;
                }
            }
            "done" => {
                let (number, at, accuracy): (u32, f64, Option<f64>) = serde_json::from_value(noted)?;
                for one in self.translations.iter_mut().filter(|one| one.number == number) {
                    one.done = at;
                    one.accuracy = accuracy.unwrap_or(f64::NAN);
                }
            }
            "resource" => {
                let (key, text): (u32, Option<String>) = serde_json::from_value(noted)?;
                self.resource.retain(|(known, _)| *known != key);
                self.resource.extend(text.map(|text| (key, text)));
                self.tell_resource();
            }
            "hidden" => {
                let (leaving, _): (bool, f64) = serde_json::from_value(noted)?;
                if !leaving {
                    self.hidden_at = f64::INFINITY;
                }
            }
            "visible" => (self.hidden_at,) = serde_json::from_value(noted)?,
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

    /// Updates and translations to their ends. Whoever left or hid the page did not see the rest.
    fn end(&mut self, left: bool) {
        for update in core::mem::take(&mut self.updates) {
            let Update { line, segment, emitted, handled, r#final, written, painted, hidden, .. } = update;
            let unseen = painted.is_nan();
            let outcome = match hidden || unseen && (!left || self.hidden_at > handled) {
                true => "hidden",
                false if unseen => "unseen",
                false => "painted",
            };
            let painted = if hidden { f64::NAN } else { painted };
            let known =
                [(LANGUAGE, line.language.as_deref()), (SPEAKER, line.speaker.as_deref()), (OUTCOME, Some(outcome))];
            let set = self.set(&known, &[]);
            self.recorder.caption_arrived(emitted, handled);
            self.recorder.caption(segment, set, emitted, handled, written, painted, r#final, f64::NAN);
        }
        for one in core::mem::take(&mut self.translations) {
            let hidden = one.hidden || one.painted.is_nan() && self.hidden_at > one.requested;
            let shown = !one.painted.is_nan();
            // What had not begun to show was aborted, unless it was over by then.
            if !shown && one.done.is_nan() {
                continue;
            }
            let known = [
                (SOURCE_LANGUAGE, one.from.as_deref()),
                (TARGET_LANGUAGE, one.to.as_deref()),
                (
                    OUTCOME,
                    Some(if hidden {
                        "hidden"
                    } else if shown {
                        "ok"
                    } else {
                        "missing"
                    }),
                ),
            ];
            let set = self.set(&known, &[]);
            let fields = [
                (translation::ttft, if hidden { f64::NAN } else { one.painted - one.requested }),
                (translation::duration, one.done - one.requested),
                (translation::waiting, one.ready - one.requested),
                (translation::accuracy, one.accuracy),
            ];
            let cells: Vec<_> =
                fields.iter().flat_map(|(field, value)| [code(translation::KIND, *field), *value]).collect();
            self.recorder.item(translation::KIND, set, one.requested, &cells);
        }
    }

    /// Page timings and long tasks. `at`: the page was hidden then, if not before.
    fn entries(&mut self, entries: &[Entry], origin: f64, at: f64, interactions: f64) {
        // A page that was sent this way before has told its timings.
        let Some(Entry(.., response_start, activation)) = entries.iter().find(|entry| entry.0 == "navigation") else {
            return;
        };
        let activation = activation.unwrap_or_default();
        let hidden = entries
            .iter()
            .filter(|entry| entry.0 == "visibility-state" && entry.1 == "hidden" && entry.2 >= activation)
            .fold(at, |first, entry| first.min(entry.2));
        let recorder = &mut self.recorder;
        let mut fcp = f64::NAN;
        let mut long_tasks = Vec::new();
        for Entry(kind, name, start, duration, interaction, value, recent_input, ..) in entries {
            let (start, duration) = (*start, *duration);
            match kind.as_str() {
                "paint" if name == "first-contentful-paint" => fcp = recorder.fcp(start, hidden, activation),
                "layout-shift" => recorder.shift(start, value.unwrap_or_default(), *recent_input == Some(true)),
                "largest-contentful-paint" => recorder.lcp_candidate(start, hidden, activation),
                "longtask" => long_tasks.push((origin + start, duration)),
                _ => match interaction {
                    Some(id) if *id > 0.0 => recorder.interaction(*id, start, duration),
                    _ => {}
                },
            }
        }
        let cls = if fcp.is_nan() { f64::NAN } else { recorder.cls() };
        let ttfb = recorder.ttfb(response_start.unwrap_or(f64::NAN), activation, at);
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
        let entry = |kind: &str, name: &str, start: f64| json!([kind, name, start, 0, null, null, null, null, null]);
        json!({
            "page": [1, 2], "app": ["a", null, null, null], "origin": 1.79e12, "at": 900.5, "left": true, "forgotten": 3,
            "noted": [
                ["entries", [[
                    ["navigation", "", 0, 0, null, null, null, 80.5, 0],
                    entry("paint", "first-contentful-paint", 200.0),
                    entry("largest-contentful-paint", "", 250.0),
                    ["layout-shift", "", 300, 0, null, 0.25, false, null, null],
                ]]],
                ["item", [8, 1.79e12 + 100.0, [], [[8, "TypeError"], [9, "gone"], [10, "at x"], [11, "error"]], []]],
                ["update", [{ "line": 4, "language": "de" }, 1.79e12 + 500.0, 0, null, false, null]],
                ["wrote", [{ "line": 4, "language": "de" }, 1.79e12 + 501.0]],
                ["frame", [1]],
                ["painted", [1, 1.79e12 + 516.0]],
                ["translation", [1, 1.79e12, "en", "de"]],
                ["token", [1, 1.79e12 + 300.0]],
                ["frame", [2]],
                ["painted", [2, 1.79e12 + 310.0]],
                ["done", [1, 1.79e12 + 400.0, 0.9]],
                ["item", [13, 1.79e12, [6, 2], [[5, "joins"]], [["plan", "pro"]]]],
                ["connection", [{}, 1.79e12]],
                ["hidden", [true, 1.79e12 + 900.5]],
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
        assert_eq!((totals.captured, totals.dropped), (11, vec![Reason::OutboxFull as u64, 3]));
        let tables: Vec<_> =
            batch.series.iter().map(|series| crate::table::Table::unpack(&batch, series).unwrap()).collect();
        let of = |kind: u32| tables.iter().filter(move |table| table.kind.id == kind);
        let times: Vec<_> = of(web_vital::KIND).filter_map(|table| table.ms(web_vital::time, 0)).collect();
        assert_eq!(times, [80.5, 200.0, 250.0]);
        assert!(of(web_vital::KIND).any(|table| table.float(web_vital::score, 0) == Some(0.25)));
        assert_eq!(of(caption::KIND).next().unwrap().ms(caption::render, 0), Some(16.0));
        assert_eq!(of(own_counter::KIND).next().unwrap().float(own_counter::increment, 0), Some(2.0));
        assert_eq!(of(error::KIND).count(), 1);
        let translation = of(translation::KIND).next().unwrap();
        assert_eq!(
            (translation.ms(translation::ttft, 0), translation.ms(translation::waiting, 0)),
            (Some(310.0), Some(300.0))
        );
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
        assert_eq!((totals.captured, totals.dropped), (11, vec![Reason::OutboxFull as u64, 4]));
        let mut empty = bounce();
        empty["noted"] = json!([["hidden", [true, 1.79e12 + 900.5]]]);
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
                ["navigation", "", start, 0, null, null, null, duration, at],
                ["event", "", start, duration, id, null, null, null, null],
                ["longtask", "", start, duration, null, null, null, null, null],
                ["layout-shift", "", at, 0, null, duration, null, null, null],
            ]);
            let _ = measure(raw.to_string().as_bytes());
        }
    }
}
