//! A series, unpacked: rows that can be asked for their fields by number.

use crate::{
    attribute,
    item::{Field, Kind},
};
use honeyguide_protocol::{Batch, Pair, Reason, Series, column, limits, ms};

/// The rows of one series.
#[derive(Debug)]
pub struct Table {
    /// What the rows are.
    pub kind: &'static Kind,
    /// When each row happened: ticks since the Unix epoch by the page's clock.
    pub times: Vec<i64>,
    /// The known columns; what a newer SDK may send beside them is passed over.
    pub columns: Vec<Unpacked>,
}

/// One column.
#[derive(Debug)]
pub struct Unpacked {
    /// Which field.
    pub field: &'static Field,
    /// A raw value per row: an `i64` as `u64`, or the bits of an `f64`.
    pub values: Vec<Option<u64>>,
}

impl Table {
    /// Unpacks a series.
    ///
    /// # Errors
    /// [`Reason::UnknownMetric`] for an unknown kind; [`Reason::BadColumn`] where columns do not fit the rows, or attributes point at no text.
    pub fn unpack(batch: &Batch, series: &Series) -> Result<Self, Reason> {
        let kind = Kind::of(series.kind).ok_or(Reason::UnknownMetric)?;
        if !attributes_resolve(batch, &series.attributes) || !attributes_resolve(batch, &batch.resource) {
            return Err(Reason::BadColumn);
        }
        let mut time = batch.base_time as i64;
        let times: Vec<i64> = series
            .times
            .iter()
            .map(|delta| {
                time = time.wrapping_add(*delta);
                time
            })
            .collect();
        let packed = column::split(&series.cells, times.len()).ok_or(Reason::BadColumn)?;
        if packed.len() > limits::COLUMNS {
            return Err(Reason::BadColumn);
        }
        let mut columns: Vec<Unpacked> = Vec::with_capacity(packed.len());
        for packed in packed {
            let Some(field) = kind.field(packed.field) else { continue };
            if columns.iter().any(|column| column.field.id == field.id) {
                return Err(Reason::BadColumn);
            }
            let values = packed.decode(field.shape.coding(), times.len()).ok_or(Reason::BadColumn)?;
            columns.push(Unpacked { field, values });
        }
        Ok(Self { kind, times, columns })
    }

    /// The raw value of a field.
    #[must_use]
    pub fn raw(&self, field: u32, row: usize) -> Option<u64> {
        self.columns.iter().find(|column| column.field.id == field)?.values.get(row).copied().flatten()
    }

    /// A whole number.
    #[must_use]
    pub fn count(&self, field: u32, row: usize) -> Option<i64> {
        self.raw(field, row).map(u64::cast_signed)
    }

    /// A duration in milliseconds.
    #[must_use]
    pub fn ms(&self, field: u32, row: usize) -> Option<f64> {
        self.count(field, row).map(ms)
    }

    /// A float.
    #[must_use]
    pub fn float(&self, field: u32, row: usize) -> Option<f64> {
        self.raw(field, row).map(f64::from_bits)
    }
}

/// The series of a batch that can be unpacked, each with its place in the batch and its attributes.
pub fn tables(batch: &Batch) -> impl Iterator<Item = (usize, Table, Attributes<'_>)> {
    batch.series.iter().enumerate().filter_map(|(place, series)| {
        let table = Table::unpack(batch, series).ok()?;
        Some((place, table, Attributes::resolve(batch, &series.attributes)))
    })
}

/// The attributes of a series and of its whole batch, by name.
#[derive(Clone, Debug, Default)]
pub struct Attributes<'a> {
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    /// Resolves a flattened list of pairs; what points nowhere is left out.
    #[must_use]
    pub fn resolve(batch: &'a Batch, flat: &[u32]) -> Self {
        let pairs = Pair::of(flat)
            .filter_map(|pair| Some((key_name(batch, pair.key)?, batch.strings.get(pair.value as usize)?.as_str())))
            .collect();
        Self { pairs }
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// All of them, in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.pairs.iter().copied()
    }
}

fn key_name(batch: &Batch, key: u32) -> Option<&str> {
    match key.checked_sub(Pair::OWN_KEYS) {
        None => attribute::name(key),
        Some(index) => batch.strings.get(index as usize).map(String::as_str),
    }
}

fn attributes_resolve(batch: &Batch, flat: &[u32]) -> bool {
    let index_in_range = |index: u32| (index as usize) < batch.strings.len();
    Pair::of(flat)
        .all(|pair| index_in_range(pair.value) && pair.key.checked_sub(Pair::OWN_KEYS).is_none_or(index_in_range))
}
