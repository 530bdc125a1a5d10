//! What a batch holds, as plain objects: for an app's own tests and the debug overlay.
//!
//! A WebAssembly module of its own, which only `@honeyguide/browser/testing` and the overlay load. It reads the bytes that
//! are on their way with the code that the gateway reads them with (`honeyguide_catalog::table`), so that what a test sees is
//! what the gateway would have got.
//!
//! *Architecture invariant*: it knows the batch and the catalogue, never how a page measures.

use std::collections::BTreeMap;

use honeyguide_catalog::{
    item::Shape,
    table::{Attributes, Table, Unpacked},
};
use honeyguide_protocol::{
    Batch, PageState, Reason,
    frame::{self, Encoding},
    limits, ms,
};
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use prost::Message;
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Opens a request's body; see `Batch` in npm/src/inspect.ts for what comes back.
///
/// # Errors
/// The name of the [`Reason`] for which the gateway would refuse it.
#[wasm_bindgen]
pub fn inspect(body: &[u8]) -> Result<JsValue, JsValue> {
    let seen = open(body).map_err(|reason| JsValue::from_str(reason.as_str()))?;
    // Objects rather than Maps.
    Ok(seen.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// A batch, by the names of the catalogue.
#[derive(Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    view: String,
    number: u32,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<Clock>,
    weight: u32,
    resource: BTreeMap<String, String>,
    captured: u64,
    dropped: BTreeMap<&'static str, u64>,
    items: Vec<Item>,
}

#[derive(Serialize, Debug)]
struct Clock {
    offset: f64,
    uncertainty: f64,
}

#[derive(Serialize, Debug)]
struct Item {
    kind: &'static str,
    time: f64,
    attributes: BTreeMap<String, String>,
    values: BTreeMap<&'static str, Value>,
}

#[derive(Serialize, Debug, PartialEq)]
#[serde(untagged)]
enum Value {
    Number(f64),
    Identifier(String),
}

/// Opens, inflates and reads a request's body.
///
/// # Errors
/// As the gateway would refuse it; a series that does not unpack costs the whole body here, for it is the SDK's own fault.
/// [`Reason::UnknownEncoding`] for observations of a page that ended before its module came: nothing here measures.
pub fn open(body: &[u8]) -> Result<Seen, Reason> {
    let (encoding, message) = frame::open(body, frame::checksum)?;
    let batch = match encoding {
        Encoding::Plain => Batch::decode(message),
        Encoding::Deflated => {
            let inflated = decompress_to_vec_with_limit(message, limits::INFLATED_BYTES);
            Batch::decode(inflated.map_err(|_| Reason::Malformed)?.as_slice())
        }
        Encoding::Raw => return Err(Reason::UnknownEncoding),
    }
    .map_err(|_| Reason::Malformed)?;
    read(&batch)
}

fn read(batch: &Batch) -> Result<Seen, Reason> {
    let totals = batch.totals.clone().unwrap_or_default();
    let dropped = totals.dropped.as_chunks::<2>().0.iter();
    let mut items = Vec::new();
    for series in &batch.series {
        let table = Table::unpack(batch, series)?;
        let attributes = named(batch, &series.attributes);
        items.extend(table.times.iter().enumerate().map(|(row, time)| Item {
            kind: table.kind.name,
            time: ms(*time),
            attributes: attributes.clone(),
            values: table.columns.iter().filter_map(|column| value(column, row)).collect(),
        }));
    }
    Ok(Seen {
        view: format!("{:016x}", batch.page),
        number: batch.number,
        state: match batch.page_state() {
            PageState::Visible => "visible",
            PageState::Hidden => "hidden",
            PageState::Left => "left",
        },
        clock: batch.clock.map(|clock| Clock { offset: clock.theta, uncertainty: clock.delta / 2.0 }),
        weight: batch.weight.max(1),
        resource: named(batch, &batch.resource),
        captured: totals.captured,
        dropped: dropped.filter_map(|[code, count]| Some((Reason::from_code(*code)?.as_str(), *count))).collect(),
        items,
    })
}

fn named(batch: &Batch, flat: &[u32]) -> BTreeMap<String, String> {
    Attributes::resolve(batch, flat).iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn value(column: &Unpacked, row: usize) -> Option<(&'static str, Value)> {
    let raw = column.values[row]?;
    let value = match column.field.shape {
        Shape::Duration | Shape::SkewedDuration | Shape::SignedDuration => Value::Number(ms(raw.cast_signed())),
        Shape::Count | Shape::SmallCount | Shape::SignedCount => Value::Number(raw.cast_signed() as f64),
        Shape::Ratio | Shape::Number | Shape::SignedNumber => Value::Number(f64::from_bits(raw)),
        // More than a JavaScript number holds.
        Shape::Identifier => Value::Identifier(format!("{raw:016x}")),
    };
    Some((column.field.name, value))
}

#[cfg(test)]
mod tests {
    use honeyguide_catalog::{attribute, item::span};
    use honeyguide_protocol::{Pair, Series, Totals, column::ColumnBuilder};

    use super::*;

    fn batch() -> Batch {
        let mut cells = Vec::new();
        for (field, raw) in [(span::duration, 125), (span::trace_high, u64::MAX)] {
            let mut column = ColumnBuilder::default();
            column.push(honeyguide_protocol::column::Coding::Integer, Some(raw));
            column.finish(field, &mut cells);
        }
        let attributes = vec![attribute::NAME, 0, Pair::OWN_KEYS + 1, 2];
        Batch {
            page: 7,
            base_time: 17_900_000_000_005,
            strings: ["join", "room", "small"].map(Into::into).to_vec(),
            resource: vec![attribute::APP_NAME, 0],
            totals: Some(Totals { captured: 3, dropped: vec![Reason::NoConsent as u64, 2] }),
            series: vec![Series { kind: span::KIND, attributes, times: vec![0], cells }],
            ..Batch::default()
        }
    }

    /// Scenario: a span with an attribute of the app's own, plain and deflated.
    /// Guarantees: everything by its name, durations in milliseconds, identifiers whole, drops by reason.
    #[test]
    fn everything_has_its_name() {
        let plain = batch().encode_to_vec();
        let deflated = miniz_oxide::deflate::compress_to_vec(&plain, 6);
        for body in [frame::seal(Encoding::Plain, &plain), frame::seal(Encoding::Deflated, &deflated)] {
            let seen = open(&body).unwrap();
            assert_eq!((seen.view.as_str(), seen.weight, seen.captured), ("0000000000000007", 1, 3));
            assert_eq!(seen.dropped, BTreeMap::from([("no_consent", 2)]));
            assert_eq!(seen.resource["service.name"], "join");
            let [item] = seen.items.as_slice() else { panic!("{seen:?}") };
            assert_eq!((item.kind, item.time), ("span", 1_790_000_000_000.5));
            assert_eq!((item.attributes["name"].as_str(), item.attributes["room"].as_str()), ("join", "small"));
            assert_eq!(item.values["duration"], Value::Number(12.5));
            assert_eq!(item.values["trace_high"], Value::Identifier("f".repeat(16)));
        }
    }

    /// Scenario: a damaged body, one with a series that no gateway reads, and observations of a page without its module.
    /// Guarantees: each is refused under the gateway's own name for it.
    #[test]
    fn refusals_are_the_gateways() {
        let mut damaged = frame::seal(Encoding::Plain, &batch().encode_to_vec());
        damaged[9] ^= 1;
        let mut unknown = batch();
        unknown.series[0].kind = 999;
        let unknown = frame::seal(Encoding::Plain, &unknown.encode_to_vec());
        let refusal = |body: &[u8]| open(body).map(|_| ());
        assert_eq!(refusal(&damaged), Err(Reason::ChecksumMismatch));
        assert_eq!(refusal(&unknown), Err(Reason::UnknownMetric));
        assert_eq!(refusal(&[1, 6, b'{']), Err(Reason::UnknownEncoding));
    }
}
