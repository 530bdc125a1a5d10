use honeyguide_catalog::item::{caption, caption_segment};
use honeyguide_protocol::{Batch, Series, column, frame};
use prost::Message;

use super::*;

fn batch(recorder: &mut Recorder) -> Batch {
    recorder.close();
    let number = recorder.batch_number(0);
    let bytes = recorder.batch_bytes(number as u32);
    Batch::decode(frame::open(&bytes, frame::checksum).unwrap().1).unwrap()
}

fn values(series: &Series, field: u32) -> Vec<Option<i64>> {
    let Some(column) = series.columns.iter().find(|column| column.field == field) else { return vec![] };
    let raw = column::decode(column, column::Coding::Integer, series.times.len()).unwrap();
    raw.into_iter().map(|value| value.map(u64::cast_signed)).collect()
}

/// Scenario: "I want", "I wanted to", final; a busy thread before the second handler; then the segment closes.
/// Guarantees: parts, words and the closing sum are on the wire, in ticks.
#[test]
fn a_caption_on_the_wire() {
    let mut recorder = Recorder::new(1, 2);
    let page = 1_790_000_000_000.0;
    recorder.caption_arrived(page, page + 40.0);
    recorder.caption_revised(5, &[1, 2], true);
    recorder.caption(5, 0, page, page + 40.0, page + 41.0, page + 56.05, false);
    recorder.busy(page + 600.0, page + 700.0);
    recorder.caption_arrived(page + 500.0, page + 700.0);
    recorder.caption_revised(5, &[1, 3, 4], true);
    recorder.caption(5, 0, page + 500.0, page + 700.0, page + 700.0, page + 710.0, true);
    recorder.caption_closed(5, 0, page + 710.0);
    let batch = batch(&mut recorder);
    let captions = batch.series.iter().find(|series| series.kind == caption::KIND).unwrap();
    assert_eq!(captions.times, [0, 6600]);
    assert_eq!(values(captions, caption::latency), [Some(561), Some(2100)]);
    assert_eq!(values(captions, caption::render), [Some(161), Some(100)]);
    assert_eq!(values(captions, caption::app), [Some(10), Some(0)]);
    assert_eq!(values(captions, caption::main_thread), [Some(0), Some(1000)]);
    assert_eq!(values(captions, caption::displayed), [Some(2), Some(2)]);
    assert_eq!(values(captions, caption::retracted), [Some(0), Some(1)]);
    assert_eq!(values(captions, caption::last), [None, Some(1)]);
    let closed = batch.series.iter().find(|series| series.kind == caption_segment::KIND).unwrap();
    assert_eq!(values(closed, caption_segment::words), [Some(3)]);
}

/// Scenario: an update that was never painted, one whose numbers are no numbers, a segment closed twice.
/// Guarantees: no durations rather than wrong ones; nothing panics.
#[test]
fn hostile_numbers() {
    let mut recorder = Recorder::new(0, 0);
    recorder.caption(1, 99, f64::NAN, 10.0, f64::NAN, f64::NAN, false);
    recorder.caption(1, 0, f64::INFINITY, f64::NAN, f64::NEG_INFINITY, 3.0, true);
    recorder.inbound(1, 1, 0, f64::NAN, &[f64::NAN; 3], f64::NAN, false, true, true, false);
    recorder.span(0, f64::NAN, f64::NAN, &[1, 2, 3], true);
    recorder.caption_closed(1, 0, 1.0);
    recorder.refused(77);
    let batch = batch(&mut recorder);
    let captions = batch.series.iter().find(|series| series.kind == caption::KIND).unwrap();
    assert_eq!(values(captions, caption::render), []);
    assert_eq!(recorder.waiting() + recorder.dropped(), recorder.captured());
}
