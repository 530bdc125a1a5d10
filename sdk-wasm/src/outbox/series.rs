//! An open series: rows go in, columns come out.

use honeyguide_protocol::{
    column::{Coding, ColumnBuilder, difference},
    ticks, ticks_up, write,
};

/// Stands for the time that begins a row: no field has this number.
const TIME: u64 = 0;

/// Rows of one kind that share their attributes.
#[derive(Debug)]
pub(super) struct OpenSeries {
    pub(super) kind: u32,
    pub(super) attributes: u32,
    /// Row after row its time and its cells, each with the [`code`](honeyguide_catalog::item::Field::code) of its field. What is
    /// written rarely costs least as a plain list.
    cells: Vec<[u64; 2]>,
}

impl OpenSeries {
    pub(super) fn new(kind: u32, attributes: u32) -> Self {
        Self { kind, attributes, cells: Vec::new() }
    }

    /// Adds a row; how many numbers it takes.
    pub(super) fn push(&mut self, time: f64, cells: &[f64]) -> usize {
        let before = self.cells.len();
        self.cells.push([TIME, ticks(time) as u64]);
        let mut rest = cells.iter().copied();
        while let (Some(code), Some(value)) = (rest.next(), rest.next()) {
            let code = code as u64;
            let raw = match code % 4 {
                0 => value as i64 as u64,
                1 => ticks_up(value) as u64,
                2 => value.to_bits(),
                _ => ((value as i64) << 32 | rest.next().unwrap_or_default() as i64) as u64,
            };
            if value.is_finite() {
                self.cells.push([code, raw]);
            }
        }
        self.cells.len() - before
    }

    pub(super) fn first_time(&self) -> Option<i64> {
        self.cells.first().map(|[_, time]| *time as i64)
    }

    /// As a message.
    pub(super) fn encode(&self, base_time: i64, attributes: &[u64]) -> Vec<u8> {
        let rows = || self.cells.chunk_by(|_, next| next[0] != TIME);
        let (mut times, mut before) = (Vec::new(), base_time as u64);
        let mut codes = Vec::new();
        for [code, raw] in &self.cells {
            if *code == TIME {
                times.push(difference(Coding::Integer, before, *raw));
                before = *raw;
            } else if !codes.contains(code) {
                codes.push(*code);
            }
        }
        let mut columns = Vec::new();
        for code in codes {
            let mut column = ColumnBuilder::default();
            let coding = if code % 4 == 2 { Coding::Float } else { Coding::Integer };
            for row in rows() {
                column.push(coding, row.iter().find(|cell| cell[0] == code).map(|cell| cell[1]));
            }
            column.finish((code / 4) as u32, &mut columns);
        }
        let mut message = Vec::new();
        write::number(&mut message, 1, self.kind.into());
        write::numbers(&mut message, 2, attributes);
        write::numbers(&mut message, 3, &times);
        write::numbers(&mut message, 4, &columns);
        message
    }
}
