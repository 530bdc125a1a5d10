//! Packing values into columns: integers as zigzag differences, floats as XOR with the one before.
//!
//! A present value becomes one unsigned varint that is small when the value resembles its
//! predecessor. Values that repeat up to the end of the column are left out altogether, so a
//! constant costs one value. Each row is decoded exactly: nothing is averaged or quantised here.

use crate::Column;

/// How the values of a column are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    /// `i64`: zigzag of the (wrapping) difference from the value before.
    Integer,
    /// `f64`: bits XOR the bits before, bytes reversed, so that short fractions stay short.
    Float,
}

/// Collects one column, row by row.
#[derive(Clone, Debug, Default)]
pub struct ColumnBuilder {
    present: Vec<u8>,
    rows: usize,
    values: Vec<u64>,
    last: u64,
}

impl ColumnBuilder {
    /// An empty column that starts after `rows` rows without a value.
    #[must_use]
    pub fn starting_at(rows: usize) -> Self {
        Self { present: vec![0; rows.div_ceil(8)], rows, ..Self::default() }
    }

    /// Adds the next row. `raw` is an `i64` cast to `u64`, or the bits of an `f64`.
    pub fn push(&mut self, coding: Coding, raw: Option<u64>) {
        if self.rows.is_multiple_of(8) {
            self.present.push(0);
        }
        if let Some(raw) = raw {
            if let Some(byte) = self.present.last_mut() {
                *byte |= 1 << (self.rows % 8);
            }
            self.values.push(difference(coding, self.last, raw));
            self.last = raw;
        }
        self.rows += 1;
    }

    /// How many rows it covers.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column for the wire.
    #[must_use]
    pub fn finish(mut self, field: u32) -> Column {
        let filled = self.values.len() == self.rows;
        while self.values.len() > 1 && self.values.last() == Some(&0) {
            self.values.pop();
        }
        Column { field, present: if filled { Vec::new() } else { self.present }, values: self.values }
    }
}

/// The raw values of a column of `rows` rows (see [`ColumnBuilder::push`] for their form).
///
/// `None` when the column does not fit `rows`: a bitmap of the wrong length, or more values than rows that have one.
#[must_use]
pub fn decode(column: &Column, coding: Coding, rows: usize) -> Option<Vec<Option<u64>>> {
    let all = column.present.is_empty();
    if !all && column.present.len() != rows.div_ceil(8) {
        return None;
    }
    let mut values = column.values.iter();
    let mut last = 0;
    let decoded = (0..rows)
        .map(|row| {
            if all || column.present[row / 8] >> (row % 8) & 1 == 1 {
                last = restore(coding, last, values.next().copied().unwrap_or(0));
                Some(last)
            } else {
                None
            }
        })
        .collect();
    values.next().is_none().then_some(decoded)
}

fn difference(coding: Coding, last: u64, raw: u64) -> u64 {
    match coding {
        Coding::Integer => {
            let delta = raw.wrapping_sub(last) as i64;
            ((delta << 1) ^ (delta >> 63)) as u64
        }
        Coding::Float => (raw ^ last).swap_bytes(),
    }
}

fn restore(coding: Coding, last: u64, value: u64) -> u64 {
    match coding {
        Coding::Integer => last.wrapping_add((value >> 1) ^ (value & 1).wrapping_neg()),
        Coding::Float => value.swap_bytes() ^ last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn build(coding: Coding, rows: &[Option<u64>]) -> Column {
        let mut builder = ColumnBuilder::default();
        for row in rows {
            builder.push(coding, *row);
        }
        builder.finish(1)
    }

    proptest! {
        /// Scenario: any values, some absent.
        /// Guarantees: what was pushed is what is decoded, bit for bit, in both codings.
        #[test]
        fn round_trip(rows in prop::collection::vec(prop::option::of(any::<u64>()), 1..70), float: bool) {
            let coding = if float { Coding::Float } else { Coding::Integer };
            prop_assert_eq!(decode(&build(coding, &rows), coding, rows.len()), Some(rows));
        }

        /// Scenario: bytes that nobody packed.
        /// Guarantees: decoding never panics.
        #[test]
        fn hostile(present: Vec<u8>, values: Vec<u64>, rows in 0_usize..200) {
            let _ = decode(&Column { field: 1, present, values }, Coding::Integer, rows);
        }
    }

    /// Scenario: a constant column, and one whose rows are all absent at first.
    /// Guarantees: the constant costs one value and no bitmap; the late column still lines up.
    #[test]
    fn constants_are_free() {
        let column = build(Coding::Integer, &[Some(7); 40]);
        assert_eq!((column.values.len(), column.present.len()), (1, 0));
        let mut late = ColumnBuilder::starting_at(9);
        late.push(Coding::Integer, Some(5));
        let decoded = decode(&late.finish(1), Coding::Integer, 10).unwrap();
        assert_eq!(decoded[8..], [None, Some(5)]);
    }

    /// Scenario: more values than rows; a bitmap one byte short.
    /// Guarantees: both are refused.
    #[test]
    fn misfits() {
        let column = Column { field: 1, present: vec![], values: vec![2, 4, 6] };
        assert_eq!(decode(&column, Coding::Integer, 2), None);
        let column = Column { field: 1, present: vec![1], values: vec![2] };
        assert_eq!(decode(&column, Coding::Integer, 9), None);
    }
}
