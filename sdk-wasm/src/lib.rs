//! The browser SDK's module: measures, keeps and packs what a page sees.
//!
//! - [`measure`] turns observations into figures. Pure; the gateway runs it natively as well.
//! - [`outbox`] keeps items and packs them into batches.
//! - [`browser`] is what JavaScript sees: functions that take numbers in and hand bytes out.
//!
//! The probes themselves (observers, getStats, paint, fetch) are TypeScript in `npm/src/`, where they work before this
//! module has been loaded; only numbers and interned texts cross over. Caption text never does.

#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
use lol_alloc::{FreeListAllocator, LockedAllocator};

pub mod browser;
pub mod measure;
pub mod outbox;

/// The smallest there is: one list of what is free, in the order of its addresses. What is beside each other becomes one again.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
