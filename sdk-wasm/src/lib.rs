//! The browser SDK's module: measures, keeps and packs what a page sees.
//!
//! - [`measure`] turns observations into figures. Pure; the gateway runs it natively as well.
//! - [`outbox`] keeps items and packs them into batches.
//! - [`browser`] is the class that JavaScript sees: it takes numbers in and hands bytes out.
//!
//! The probes themselves (observers, getStats, paint, fetch) are TypeScript in `npm/src/`, where they work before this
//! module has been loaded; only numbers and interned texts cross over. Caption text never does.

pub mod browser;
pub mod measure;
pub mod outbox;

/// Smaller than Rust's default by 2 KB as a page loads it.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
