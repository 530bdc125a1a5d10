//! The crate from outside, as the gateway uses it.

mod build;
mod evaluator;
mod fallback;
mod ledger;
mod problems;
mod sample_file;
mod slices;
mod snapshot;
mod status;
