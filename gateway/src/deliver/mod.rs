//! Readers of the journal. Each has its own cursor; a slow or dead destination holds back only itself.
//!
//! [`fold`] drives readers that are a fold over the journal, snapshotted together with their position: each record
//! counts once, also across a crash. [`follow`] drives those that hand records on to the outside, at least once.

pub mod accounts;
mod catch_up;
mod cause;
pub mod errors;
pub mod evaluator;
pub mod export;
pub mod file;
mod fold;
mod follow;
mod latency;
pub mod metrics;
pub mod otlp;
mod own;
mod sample;
pub mod sessions;
mod snapshot;
pub mod timeline;

pub use catch_up::{Behind, CatchUp};
pub use fold::{Fold, Folded, fold};
pub use follow::{Destination, Handed, Progress, RetryLater, follow};
pub use sample::{Labels, Sample, samples};
