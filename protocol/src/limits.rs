//! How much a batch may hold. Both sides know them: the page stays inside, the gateway refuses beyond.

/// Most bytes of a request body as sent.
pub const BODY_BYTES: usize = 256 * 1024;
/// Most bytes of a message once inflated.
pub const INFLATED_BYTES: usize = 1024 * 1024;
/// Most rows of a batch, all series together.
pub const ROWS: usize = 20_000;
/// Most bytes of texts of a batch, if each row had its own (see [`crate::Batch::unfolded_bytes`]).
pub const UNFOLDED_BYTES: usize = 8 * 1024 * 1024;
/// Most series of a batch.
pub const SERIES: usize = 2_000;
/// Most columns of a series.
pub const COLUMNS: usize = 64;
/// Most bytes of one text: an attribute's key or value, an error's stack.
pub const TEXT_BYTES: usize = 4 * 1024;
/// Most attributes of one series, and of a batch's resource.
pub const ATTRIBUTES: usize = 64;
/// Longest session identifier: letters, digits, `-` and `_`.
pub const SESSION_CHARS: usize = 64;
