//! An open series: rows go in, columns come out.

use honeyguide_protocol::{
    Series,
    column::{Coding, ColumnBuilder},
};

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Ticks, counts, identifiers.
    Integer(i64),
    /// Ratios, scores.
    Float(f64),
}

/// Rows of one kind that share their attributes.
#[derive(Debug)]
pub(super) struct OpenSeries {
    pub(super) kind: u32,
    pub(super) attributes: u32,
    times: Vec<i64>,
    columns: Vec<(u32, ColumnBuilder)>,
}

impl OpenSeries {
    pub(super) fn new(kind: u32, attributes: u32) -> Self {
        Self { kind, attributes, times: Vec::new(), columns: Vec::new() }
    }

    pub(super) fn push(&mut self, time: i64, cells: &[(u32, Cell)]) {
        for (field, cell) in cells {
            let (coding, raw) = match *cell {
                Cell::Integer(value) => (Coding::Integer, value as u64),
                Cell::Float(value) => (Coding::Float, value.to_bits()),
            };
            match self.columns.iter_mut().find(|(id, _)| id == field) {
                Some((_, column)) => column.push(coding, Some(raw)),
                None => {
                    let mut column = ColumnBuilder::starting_at(self.times.len());
                    column.push(coding, Some(raw));
                    self.columns.push((*field, column));
                }
            }
        }
        self.times.push(time);
        for (_, column) in &mut self.columns {
            if column.rows() < self.times.len() {
                column.push(Coding::Integer, None);
            }
        }
    }

    pub(super) fn first_time(&self) -> Option<i64> {
        self.times.first().copied()
    }

    pub(super) fn finish(self, base_time: i64, attributes: Vec<u32>) -> Series {
        let mut before = base_time;
        let times = self
            .times
            .into_iter()
            .map(|time| {
                let delta = time.wrapping_sub(before);
                before = time;
                delta
            })
            .collect();
        let mut cells = Vec::new();
        for (field, column) in self.columns {
            column.finish(field, &mut cells);
        }
        Series { kind: self.kind, attributes, times, cells }
    }
}
