//! Packing values into columns: integers as zigzag differences, floats as XOR with the one before.
//!
//! A present value becomes one unsigned number that is small when the value resembles its predecessor. Values that
//! repeat up to the end of the column are left out altogether, so a constant costs one value. Each row is decoded
//! exactly: nothing is averaged or quantised here.
//!
//! The columns of a series stand one after the other in a single list of numbers ([`crate::Series::cells`], varints on
//! the wire), since a message for each would cost more than its values. One column is:
//!
//! | number | meaning |
//! |---|---|
//! | `field * 2 + sparse` | which field; `sparse` = 1 where some rows have no value |
//! | `n` | how many values follow below |
//! | `ceil(rows / 56)` words, only if sparse | a bit per row, least significant first: 1 where the row has a value |
//! | `n` values | differences |

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
    present: Vec<u64>,
    rows: usize,
    values: Vec<u64>,
    last: u64,
}

impl ColumnBuilder {
    /// An empty column that starts after `rows` rows without a value.
    #[must_use]
    pub fn starting_at(rows: usize) -> Self {
        Self { present: vec![0; words(rows)], rows, ..Self::default() }
    }

    /// Adds the next row. `raw` is an `i64` cast to `u64`, or the bits of an `f64`.
    pub fn push(&mut self, coding: Coding, raw: Option<u64>) {
        if self.rows.is_multiple_of(WORD_BITS) {
            self.present.push(0);
        }
        if let Some(raw) = raw {
            if let Some(word) = self.present.last_mut() {
                *word |= 1 << (self.rows % WORD_BITS);
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

    /// Appends the column to the cells of its series.
    pub fn finish(mut self, field: u32, cells: &mut Vec<u64>) {
        let sparse = self.values.len() < self.rows;
        while self.values.len() > 1 && self.values.last() == Some(&0) {
            self.values.pop();
        }
        cells.extend([u64::from(field) << 1 | u64::from(sparse), self.values.len() as u64]);
        if sparse {
            cells.append(&mut self.present);
        }
        cells.append(&mut self.values);
    }
}

/// One column among the cells of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed<'a> {
    /// The field's number within its kind.
    pub field: u32,
    present: Option<&'a [u64]>,
    values: &'a [u64],
}

/// The columns of a series of `rows` rows; `None` when the cells end inside one.
#[must_use]
pub fn split(mut cells: &[u64], rows: usize) -> Option<Vec<Packed<'_>>> {
    let mut columns = Vec::new();
    while let [head, count, rest @ ..] = cells {
        let (present, rest) = if head & 1 == 1 {
            let (present, rest) = rest.split_at_checked(words(rows))?;
            (Some(present), rest)
        } else {
            (None, rest)
        };
        let (values, rest) = rest.split_at_checked(usize::try_from(*count).ok()?)?;
        columns.push(Packed { field: u32::try_from(head >> 1).ok()?, present, values });
        cells = rest;
    }
    cells.is_empty().then_some(columns)
}

impl Packed<'_> {
    /// The raw value of each row (see [`ColumnBuilder::push`] for their form); `None` when there are more values than rows that have one.
    #[must_use]
    pub fn decode(&self, coding: Coding, rows: usize) -> Option<Vec<Option<u64>>> {
        let mut values = self.values.iter();
        let mut last = 0;
        let decoded = (0..rows)
            .map(|row| {
                let has_value = self.present.is_none_or(|words| words[row / WORD_BITS] >> (row % WORD_BITS) & 1 == 1);
                has_value.then(|| {
                    last = restore(coding, last, values.next().copied().unwrap_or(0));
                    last
                })
            })
            .collect();
        values.next().is_none().then_some(decoded)
    }
}

/// Bits of a word of the bitmap: as many as a varint of eight bytes holds.
const WORD_BITS: usize = 56;

fn words(rows: usize) -> usize {
    rows.div_ceil(WORD_BITS)
}

/// What stands for a value that follows `last`.
#[must_use]
pub fn difference(coding: Coding, last: u64, raw: u64) -> u64 {
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

    fn build(coding: Coding, rows: &[Option<u64>]) -> Vec<u64> {
        let mut builder = ColumnBuilder::default();
        for row in rows {
            builder.push(coding, *row);
        }
        let mut cells = Vec::new();
        builder.finish(3, &mut cells);
        cells
    }

    proptest! {
        /// Scenario: any values, some absent, in two columns one after the other.
        /// Guarantees: what was pushed is what is decoded, bit for bit, in both codings.
        #[test]
        fn round_trip(rows in prop::collection::vec(prop::option::of(any::<u64>()), 1..130), float: bool) {
            let coding = if float { Coding::Float } else { Coding::Integer };
            let cells = build(coding, &rows).repeat(2);
            let columns = split(&cells, rows.len()).unwrap();
            prop_assert_eq!(columns.len(), 2);
            for column in columns {
                prop_assert_eq!(column.field, 3);
                let decoded = column.decode(coding, rows.len());
                prop_assert_eq!(decoded.as_ref(), Some(&rows));
            }
        }

        /// Scenario: cells that nobody packed.
        /// Guarantees: splitting and decoding never panic.
        #[test]
        fn hostile(cells: Vec<u64>, small in prop::collection::vec(0_u64..9, 0..30), rows in 0_usize..200) {
            for cells in [cells, small] {
                for column in split(&cells, rows).unwrap_or_default() {
                    let _ = column.decode(Coding::Integer, rows);
                }
            }
        }
    }

    /// Scenario: a constant column, and one whose rows are all absent at first.
    /// Guarantees: the constant costs one value and no bitmap; the late column still lines up.
    #[test]
    fn constants_are_free() {
        assert_eq!(build(Coding::Integer, &[Some(7); 40]), [6, 1, 14]);
        let mut late = ColumnBuilder::starting_at(9);
        late.push(Coding::Integer, Some(5));
        let mut cells = Vec::new();
        late.finish(1, &mut cells);
        let decoded = split(&cells, 10).unwrap()[0].decode(Coding::Integer, 10).unwrap();
        assert_eq!(decoded[8..], [None, Some(5)]);
    }

    /// Scenario: more values than rows; cells that end in a head, a bitmap, the values.
    /// Guarantees: each is refused.
    #[test]
    fn misfits() {
        assert_eq!(split(&[6, 3, 2, 4, 6], 2).unwrap()[0].decode(Coding::Integer, 2), None);
        for cells in [&[6][..], &[7, 0], &[6, 2, 1], &[6, u64::MAX]] {
            assert_eq!(split(cells, 9), None, "{cells:?}");
        }
    }
}
