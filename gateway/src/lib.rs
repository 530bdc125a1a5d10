//! The gateway: takes in what pages measured, keeps it, judges it and hands it on.
//!
//! A request's way: [`ingest`] admits, decodes and validates it; [`journal`] makes it durable; the readers in
//! [`deliver`] follow the journal, each with its own cursor; [`api`] shows what they know.

pub mod api;
pub mod clock;
pub mod config;
pub mod deliver;
pub mod ingest;
pub mod journal;
pub mod managed;
pub mod objectives;
pub mod outcomes;
pub mod serve;
pub mod source_maps;
pub mod stack;
pub mod upload;

pub use honeyguide_catalog::table;
