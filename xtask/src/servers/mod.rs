//! Real servers and browsers for tests: each is found or built once into a cache outside the clone,
//! started by its path on loopback ports nobody else uses, and stopped by its process id.
//!
//! - [`cache`]: where built programs are kept, and how one gets there whole or not at all
//! - [`collector`]: the OpenTelemetry Collector
//! - [`prometheus`]: Prometheus and promtool
//! - [`livekit`]: LiveKit's server
//! - [`chromium`]: the browser
//! - [`process`]: a server as a child process
//! - [`http`]: the few requests that readiness checks and queries need
//!
//! The configuration files stand in `tests/servers/` and are compiled in.

pub mod cache;
pub mod chromium;
pub mod collector;
mod go;
pub mod http;
pub mod livekit;
pub mod process;
pub mod prometheus;

#[cfg(test)]
mod self_check;

pub use cache::cache_dir;
