//! Everything Honeyguide reports, written once: what an item holds ([`item`]), by which
//! attributes it is told apart ([`attribute`]), and which metrics come of it ([`metric`]). [`table`] reads the rows of a batch by it.
//!
//! Numbers here travel on the wire and lie in journals: they are never used again for something else.

pub mod attribute;
pub mod item;
pub mod metric;
pub mod table;
