//! Judges each item by itself: the good one beside a bad one is kept, and the bad one has a name.

use std::collections::BTreeMap;

use honeyguide_catalog::item::{MOST_WORDS, Shape};
use honeyguide_protocol::{Batch, Reason, Series, TICKS_PER_MS, column::ColumnBuilder};

use crate::table::Table;

/// What passed, and what did not.
#[derive(Debug)]
pub(super) struct Valid {
    /// The batch with its good rows only.
    pub(super) batch: Batch,
    /// How many rows that is.
    pub(super) items: u64,
    /// Rejected rows by reason.
    pub(super) rejected: BTreeMap<Reason, u64>,
}

const DAY_MS: f64 = 86_400_000.0;
/// An offline page's backlog is at most this old.
const OLDEST_MS: f64 = 30.0 * DAY_MS;
/// A page's clock is at most this far ahead.
const FURTHEST_AHEAD_MS: f64 = DAY_MS;
/// Upper bound of counts and numbers.
const MOST: f64 = 1e12;

/// Splits a batch received at `now` (milliseconds) into good rows and named rejects.
pub(super) fn validate(mut batch: Batch, now: f64) -> Valid {
    let mut rejected = BTreeMap::new();
    if batch.clock.is_some_and(|clock| !is_plausible_clock(clock.theta, clock.delta)) {
        // Without a believable offset its latencies stay undecided, which is what is known of them.
        batch.clock = None;
    }
    let offset = batch.clock.map_or(0.0, |clock| clock.theta);
    let series = std::mem::take(&mut batch.series);
    for series in series {
        let kept = keep_good_rows(&batch, series, now - offset, &mut rejected);
        batch.series.extend(kept);
    }
    let items = batch.series.iter().map(|series| series.times.len() as u64).sum();
    Valid { batch, items, rejected }
}

fn is_plausible_clock(theta: f64, delta: f64) -> bool {
    theta.is_finite() && theta.abs() < MOST && (0.0..DAY_MS).contains(&delta)
}

/// `page_now`: the time of arrival on the page's clock.
fn keep_good_rows(
    batch: &Batch,
    series: Series,
    page_now: f64,
    rejected: &mut BTreeMap<Reason, u64>,
) -> Option<Series> {
    let rows = series.times.len();
    let table = match Table::unpack(batch, &series) {
        Ok(table) => table,
        Err(reason) => {
            *rejected.entry(reason).or_default() += rows as u64;
            return None;
        }
    };
    let verdicts: Vec<Option<Reason>> = (0..rows).map(|row| fault(&table, row, page_now)).collect();
    if verdicts.iter().all(Option::is_none) {
        return (rows > 0).then_some(series);
    }
    for reason in verdicts.iter().flatten() {
        *rejected.entry(*reason).or_default() += 1;
    }
    let good: Vec<usize> = (0..rows).filter(|row| verdicts[*row].is_none()).collect();
    (!good.is_empty()).then(|| repack(batch, &series, &table, &good))
}

/// What is wrong with a row, if anything.
fn fault(table: &Table, row: usize, page_now: f64) -> Option<Reason> {
    let time = table.times[row] as f64 / TICKS_PER_MS;
    if time < page_now - OLDEST_MS || time > page_now + FURTHEST_AHEAD_MS {
        return Some(Reason::ImplausibleTime);
    }
    let missing = table.kind.fields.iter().any(|field| field.required && table.raw(field.id, row).is_none());
    if missing {
        return Some(Reason::MissingField);
    }
    table.columns.iter().find_map(|column| value_fault(column.field.shape, column.values[row]?))
}

fn value_fault(shape: Shape, raw: u64) -> Option<Reason> {
    let integer = raw.cast_signed() as f64;
    let (value, least, most) = match shape {
        Shape::Identifier => return None,
        Shape::Duration => (integer / TICKS_PER_MS, 0.0, DAY_MS),
        Shape::SkewedDuration => (integer / TICKS_PER_MS, -MOST * 10.0, MOST * 10.0),
        Shape::SignedDuration => (integer / TICKS_PER_MS, -DAY_MS, DAY_MS),
        Shape::Count => (integer, 0.0, MOST),
        Shape::SmallCount => (integer, 0.0, f64::from(MOST_WORDS)),
        Shape::SignedCount => (integer, -MOST, MOST),
        Shape::Ratio => (f64::from_bits(raw), 0.0, 1.0),
        Shape::Number => (f64::from_bits(raw), 0.0, MOST),
        Shape::SignedNumber => (f64::from_bits(raw), -MOST, MOST),
    };
    if !value.is_finite() {
        Some(Reason::NotFinite)
    } else if value > most {
        Some(Reason::OutOfRange)
    } else if value >= least {
        None
    } else if least < 0.0 {
        Some(Reason::OutOfRange)
    } else {
        Some(Reason::Negative)
    }
}

fn repack(batch: &Batch, series: &Series, table: &Table, rows: &[usize]) -> Series {
    let mut time = batch.base_time as i64;
    let times = rows
        .iter()
        .map(|row| {
            let delta = table.times[*row].wrapping_sub(time);
            time = table.times[*row];
            delta
        })
        .collect();
    let mut cells = Vec::new();
    for column in &table.columns {
        let mut builder = ColumnBuilder::default();
        for row in rows {
            builder.push(column.field.shape.coding(), column.values[*row]);
        }
        builder.finish(column.field.id, &mut cells);
    }
    Series { kind: series.kind, attributes: series.attributes.clone(), times, cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_catalog::item::{audio_window, caption, error};
    use honeyguide_protocol::{Clock, column::Coding};
    use proptest::prelude::*;

    const NOW: f64 = 1_790_000_000_000.0;

    fn column(field: u32, coding: Coding, values: &[u64]) -> Vec<u64> {
        let mut builder = ColumnBuilder::default();
        values.iter().for_each(|value| builder.push(coding, Some(*value)));
        let mut cells = Vec::new();
        builder.finish(field, &mut cells);
        cells
    }

    fn batch(series: Vec<Series>) -> Batch {
        Batch { base_time: NOW as u64 * 10, series, ..Batch::default() }
    }

    fn captions(render: &[i64], times: Vec<i64>) -> Series {
        let raw: Vec<u64> = render.iter().map(|value| value.cast_unsigned()).collect();
        let segments = vec![1; render.len()];
        Series {
            kind: caption::KIND,
            times,
            cells: [
                column(caption::segment, Coding::Integer, &segments),
                column(caption::render, Coding::Integer, &raw),
            ]
            .concat(),
            ..Series::default()
        }
    }

    /// Scenario: good durations beside −5 ms and 10^12 ms.
    /// Guarantees: the good ones are kept with their own times and values, the bad ones named.
    #[test]
    fn good_beside_bad() {
        let valid = validate(batch(vec![captions(&[160, -50, 10_000_000_000_000, 170], vec![0, 10, 10, 10])]), NOW);
        assert_eq!(valid.items, 2);
        assert_eq!(valid.rejected, BTreeMap::from([(Reason::Negative, 1), (Reason::OutOfRange, 1)]));
        let table = Table::unpack(&valid.batch, &valid.batch.series[0]).unwrap();
        assert_eq!(table.times, [NOW as i64 * 10, NOW as i64 * 10 + 30]);
        assert_eq!((table.ms(caption::render, 0), table.ms(caption::render, 1)), (Some(16.0), Some(17.0)));
    }

    /// Scenario: a NaN, a ratio of 1.5, an infinity, a good score.
    /// Guarantees: each by its name; the good one stays.
    #[test]
    fn floats() {
        let scores: Vec<u64> = [f64::NAN, 1.5, f64::INFINITY, 0.9].map(f64::to_bits).to_vec();
        let series = Series {
            kind: audio_window::KIND,
            times: vec![0; 4],
            cells: [
                column(audio_window::track, Coding::Integer, &[1, 1, 1, 1]),
                column(audio_window::score, Coding::Float, &scores),
            ]
            .concat(),
            ..Series::default()
        };
        let valid = validate(batch(vec![series]), NOW);
        assert_eq!(valid.items, 1);
        assert_eq!(valid.rejected, BTreeMap::from([(Reason::NotFinite, 2), (Reason::OutOfRange, 1)]));
    }

    /// Scenario: an unknown kind, an attribute that points nowhere, a row without its required field.
    /// Guarantees: named, and the error beside them kept.
    #[test]
    fn structure() {
        let unknown = Series { kind: 999, times: vec![0, 0], ..Series::default() };
        let dangling = Series { kind: error::KIND, times: vec![0], attributes: vec![8, 5], ..Series::default() };
        let incomplete = Series { kind: caption::KIND, times: vec![0], ..Series::default() };
        let good = Series { kind: error::KIND, times: vec![0], ..Series::default() };
        let valid = validate(batch(vec![unknown, dangling, incomplete, good]), NOW);
        assert_eq!(valid.items, 1);
        let expected = [(Reason::UnknownMetric, 2), (Reason::BadColumn, 1), (Reason::MissingField, 1)];
        assert_eq!(valid.rejected, BTreeMap::from(expected));
    }

    /// Scenario: times in 1970 and 2100; a page whose clock is an hour slow and knows it.
    /// Guarantees: the first two are rejected, the corrected one is kept.
    #[test]
    fn times() {
        let year_2100 = 4_102_444_800_000_i64 * 10 - NOW as i64 * 10;
        let valid =
            validate(batch(vec![captions(&[1, 1, 1], vec![-(NOW as i64) * 10, NOW as i64 * 10, year_2100])]), NOW);
        assert_eq!((valid.items, valid.rejected.get(&Reason::ImplausibleTime)), (1, Some(&2)));
        let mut slow = batch(vec![captions(&[1], vec![-29 * 864_000_000])]);
        slow.clock = Some(Clock { theta: 20.0 * DAY_MS, delta: 10.0 });
        assert_eq!(validate(slow, NOW + 15.0 * DAY_MS).items, 1);
    }

    proptest! {
        /// Scenario: any rows at all.
        /// Guarantees: kept and rejected add up to what came; what is kept is valid when judged again.
        #[test]
        fn conserves(kind in 0_u32..17, times in prop::collection::vec(-100_i64..100, 0..20),
                     cells in prop::collection::vec(0_u64..40, 0..60)) {
            let rows = times.len() as u64;
            let valid = validate(batch(vec![Series { kind, times, cells, ..Series::default() }]), NOW);
            prop_assert_eq!(valid.items + valid.rejected.values().sum::<u64>(), rows);
            let again = validate(valid.batch, NOW);
            prop_assert_eq!(again.items, valid.items);
            prop_assert!(again.rejected.is_empty());
        }
    }
}
