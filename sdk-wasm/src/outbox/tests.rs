use honeyguide_catalog::item::{ALL, caption, error, webrtc_inbound};
use honeyguide_protocol::{Batch, column};
use proptest::prelude::*;
use prost::Message;

use super::*;

/// How a field of a caption crosses.
fn code(field: u32) -> f64 {
    ALL[caption::KIND as usize - 1].fields[field as usize - 1].code().into()
}

fn decode(closed: &Closed) -> Batch {
    let (_, message) = frame::open(&closed.bytes, frame::checksum).unwrap();
    Batch::decode(message).unwrap()
}

/// Scenario: two rows with a text each, then one that repeats the first text.
/// Guarantees: a batch carries each text once, attributes point at it, and rows share a series by kind and set.
#[test]
fn texts_travel_once() {
    let mut outbox = Outbox::new(7);
    let (de, fr, own) = (outbox.text("de"), outbox.text("fr"), outbox.text("plan"));
    let unused = outbox.text("never used");
    let german = outbox.attributes(&[attribute::LANGUAGE, de]);
    let french = outbox.attributes(&[attribute::LANGUAGE, fr, Pair::OWN_KEYS + own, fr]);
    outbox.attributes(&[attribute::LANGUAGE, unused]);
    for (set, time) in [(german, 10.0), (french, 11.0), (german, 13.0)] {
        outbox.capture(caption::KIND, set, time, &[code(caption::segment), 1.0]);
    }
    outbox.close(PageState::Visible, false);
    let batch = decode(outbox.closed().next().unwrap());
    assert_eq!(batch.strings, ["de", "fr", "plan"]);
    assert_eq!((batch.base_time, batch.series.len()), (100, 2));
    assert_eq!(batch.series[0].times, [0, 30]);
    assert_eq!(batch.series[1].attributes, [attribute::LANGUAGE, 1, Pair::OWN_KEYS + 2, 1]);
}

/// Scenario: a column that appears only in the third row, and is absent in the fourth.
/// Guarantees: each row keeps its own value.
#[test]
fn late_columns_line_up() {
    let mut outbox = Outbox::new(7);
    for (time, retracted) in [(0.0, f64::NAN), (1.0, f64::NAN), (2.0, 5.0), (3.0, f64::NAN), (4.0, 6.0)] {
        let cells = [code(caption::segment), 1.0, code(caption::retracted), retracted];
        outbox.capture(caption::KIND, 0, time, &cells);
    }
    outbox.close(PageState::Visible, false);
    let batch = decode(outbox.closed().next().unwrap());
    let columns = column::split(&batch.series[0].cells, 5).unwrap();
    let late = columns.iter().find(|column| column.field == caption::retracted).unwrap();
    let values = late.decode(column::Coding::Integer, 5).unwrap();
    assert_eq!(values, [None, None, Some(5), None, Some(6)]);
}

/// Scenario: an outage longer than the budget holds.
/// Guarantees: memory stays inside it, the oldest went, and their number stands in the next totals.
#[test]
fn budget() {
    let mut outbox = Outbox::new(7);
    let texts: Vec<u32> = (0..30).map(|_| outbox.text(&"x".repeat(4000))).collect();
    let sets: Vec<u32> = texts.iter().map(|text| outbox.attributes(&[attribute::STACK, *text])).collect();
    for _ in 0..20 {
        for set in &sets {
            outbox.capture(error::KIND, *set, 1.0, &[]);
        }
        outbox.close(PageState::Visible, false);
    }
    assert!(outbox.closed_bytes <= KEPT_BYTES);
    let last = decode(outbox.closed().last().unwrap());
    let totals = last.totals.unwrap();
    assert_eq!(totals.captured, 600);
    assert_eq!(totals.dropped[0], Reason::OutboxFull as u64);
    assert_eq!(outbox.waiting() + outbox.dropped(), outbox.captured());
}

/// Scenario: the oldest batch is on its way while an outage fills the outbox.
/// Guarantees: it is not dropped, since it may have arrived; the next oldest goes instead.
#[test]
fn in_flight_is_never_dropped() {
    let mut outbox = Outbox::new(7);
    let texts: Vec<u32> = (0..30).map(|_| outbox.text(&"x".repeat(4000))).collect();
    let sets: Vec<u32> = texts.iter().map(|text| outbox.attributes(&[attribute::STACK, *text])).collect();
    for round in 0..6 {
        for set in &sets {
            outbox.capture(error::KIND, *set, 1.0, &[]);
        }
        outbox.close(PageState::Visible, false);
        if round == 0 {
            outbox.set_in_flight(0, true);
        }
    }
    let kept: Vec<u32> = outbox.closed().map(|closed| closed.number).collect();
    assert_eq!(kept.first(), Some(&0));
    assert!(!kept.contains(&1), "{kept:?}");
}

proptest! {
    /// Scenario: any order of capturing, closing, acknowledging and giving up.
    /// Guarantees: captured = delivered + dropped + waiting at each step.
    #[test]
    fn conserves(steps in prop::collection::vec(0_u8..5, 0..200)) {
        let mut outbox = Outbox::new(1);
        let mut delivered = 0;
        for step in steps {
            match step {
                0 | 1 => outbox.capture(error::KIND, 0, 5.0, &[]),
                2 => {
                    outbox.close(PageState::Visible, false);
                }
                _ => {
                    let Some((number, items)) = outbox.closed().next().map(|closed| (closed.number, closed.items)) else {
                        continue;
                    };
                    if step == 3 {
                        outbox.delivered(number);
                        delivered += items;
                    } else {
                        outbox.give_up(number, Reason::Refused);
                    }
                }
            }
            prop_assert_eq!(outbox.captured(), delivered + outbox.dropped() + outbox.waiting());
        }
    }
}

/// Scenario: a page that captured nothing is left; one that captured is left twice, comes back, and is left again.
/// Guarantees: the first has nothing to say; the second says once that it was left, and once more after it came back.
#[test]
fn a_left_page_says_so_once() {
    let mut outbox = Outbox::new(1);
    outbox.close(PageState::Left, false);
    assert_eq!(outbox.closed().count(), 0);
    let set = outbox.attributes(&[]);
    let mut capture_and_close = |states: &[PageState]| {
        outbox.capture(error::KIND, set, 1.0, &[]);
        states.iter().for_each(|state| {
            outbox.close(*state, false);
        });
        outbox.closed().map(|closed| (decode(closed).page_state(), closed.items)).collect::<Vec<_>>()
    };
    let seen = capture_and_close(&[PageState::Hidden, PageState::Left, PageState::Left]);
    assert_eq!(seen, [(PageState::Hidden, 1), (PageState::Left, 0)]);
    let seen = capture_and_close(&[PageState::Left, PageState::Left]);
    assert_eq!(seen[2..], [(PageState::Left, 1)]);
}

/// Scenario: within one beat, 3 000 items each with a set of its own, then 100 with a stack of 4 KB each.
/// Guarantees: batches that a gateway takes: none has too many series, none too many bytes.
#[test]
fn many_sets_at_once() {
    let mut outbox = Outbox::new(1);
    for number in 0..3_100 {
        let text = if number < 3_000 { format!("{number}") } else { format!("{number:04000}") };
        let text = outbox.text(&text);
        let set = outbox.attributes(&[attribute::STACK, text]);
        outbox.capture(error::KIND, set, number.into(), &[]);
    }
    outbox.close(PageState::Visible, false);
    assert_eq!(outbox.waiting() + outbox.dropped(), 3_100);
    for closed in outbox.closed() {
        assert!(
            decode(closed).series.len() <= BATCH_BYTES / SERIES_BYTES && closed.bytes.len() < 64 * 1024,
            "{}",
            closed.bytes.len()
        );
    }
}

/// Scenario: an outage; then, with half of the memory taken, polls and captions, and an item that the app redacted.
/// Guarantees: captions are kept, polls let go, the redacted one under its own name; the books add up.
#[test]
fn what_objectives_need_is_kept() {
    let mut outbox = Outbox::new(7);
    let text = "x".repeat(4000);
    for number in 0..40 {
        let stack = outbox.text(&format!("{number}{text}"));
        let set = outbox.attributes(&[attribute::STACK, stack]);
        outbox.capture(error::KIND, set, 1.0, &[]);
    }
    outbox.close(PageState::Visible, false);
    let before = outbox.waiting();
    outbox.weight = 4;
    outbox.capture(webrtc_inbound::KIND, 0, 1.0, &[]);
    outbox.capture(caption::KIND, 0, 1.0, &[]);
    outbox.capture(caption::KIND, REDACTED, 1.0, &[]);
    assert_eq!((outbox.waiting() - before, outbox.captured()), (1, 43));
    outbox.close(PageState::Visible, false);
    let last = decode(outbox.closed().last().unwrap());
    assert_eq!(last.totals.unwrap().dropped, [Reason::OutboxFull as u64, 1, Reason::Redacted as u64, 1]);
    assert_eq!(last.weight, 4);
    outbox.give_up_all(Reason::TurnedOff);
    assert_eq!((outbox.waiting(), outbox.dropped()), (0, 43));
}
