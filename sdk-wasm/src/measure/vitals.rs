//! Page timings, by the definitions of the web-vitals library 6.x.

mod cls;
mod inp;
mod lcp;
mod paint;
#[cfg(test)]
mod tests;
mod ttfb;

pub use cls::Cls;
pub use inp::{Inp, Interaction, InteractionCount};
pub use lcp::Lcp;
pub use paint::fcp;
pub use ttfb::Navigation;
