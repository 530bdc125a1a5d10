//! Frame, inflate, decode: bytes become a batch, under the second cap.

use honeyguide_protocol::{
    Batch, Reason,
    frame::{self, Encoding},
    limits,
};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use prost::Message;

/// The batch of a body.
///
/// # Errors
/// The frame's reasons, [`Reason::TooLarge`] once inflated, [`Reason::Malformed`], [`Reason::TooManyRows`].
pub(super) fn decode(framed: &[u8]) -> Result<Batch, Reason> {
    let (encoding, message) = frame::open(framed, crc32fast::hash)?;
    let batch = match encoding {
        Encoding::Plain => Batch::decode(message),
        Encoding::Deflated => {
            let inflated =
                decompress_to_vec_with_limit(message, limits::INFLATED_BYTES).map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => Reason::TooLarge,
                    _ => Reason::Malformed,
                })?;
            Batch::decode(inflated.as_slice())
        }
    }
    .map_err(|_| Reason::Malformed)?;
    if within_limits(&batch) { Ok(batch) } else { Err(Reason::TooManyRows) }
}

fn within_limits(batch: &Batch) -> bool {
    let text_fits = |text: &String| text.len() <= limits::TEXT_BYTES;
    let attributes_fit = |flat: &[u32]| flat.len() <= 2 * limits::ATTRIBUTES;
    batch.series.len() <= limits::SERIES
        && batch.series.iter().map(|series| series.times.len()).sum::<usize>() <= limits::ROWS
        && batch.series.iter().all(|series| attributes_fit(&series.attributes))
        && attributes_fit(&batch.resource)
        && batch.strings.iter().all(text_fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_protocol::Series;
    use proptest::prelude::*;

    fn sealed(batch: &Batch, encoding: Encoding) -> Vec<u8> {
        let plain = batch.encode_to_vec();
        match encoding {
            Encoding::Plain => frame::seal(encoding, &plain),
            Encoding::Deflated => frame::seal(encoding, &miniz_oxide::deflate::compress_to_vec(&plain, 6)),
        }
    }

    /// Scenario: a small batch, plain and deflated.
    /// Guarantees: both give it back.
    #[test]
    fn both_encodings() {
        let batch = Batch { page: 7, number: 3, strings: vec!["de".into()], ..Batch::default() };
        for encoding in [Encoding::Plain, Encoding::Deflated] {
            assert_eq!(decode(&sealed(&batch, encoding)).as_ref(), Ok(&batch));
        }
    }

    /// Scenario: a few kilobytes that inflate to 50 MB.
    /// Guarantees: refused as too large, having inflated no more than the cap.
    #[test]
    fn bomb() {
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![0; 50_000_000], 9);
        assert!(bomb.len() < limits::BODY_BYTES);
        assert_eq!(decode(&frame::seal(Encoding::Deflated, &bomb)), Err(Reason::TooLarge));
    }

    /// Scenario: more rows than a batch may hold; a text that is too long.
    /// Guarantees: refused by name.
    #[test]
    fn limits_hold() {
        let rows = Series { times: vec![0; limits::ROWS + 1], ..Series::default() };
        let batch = Batch { series: vec![rows], ..Batch::default() };
        assert_eq!(decode(&sealed(&batch, Encoding::Deflated)), Err(Reason::TooManyRows));
        let batch = Batch { strings: vec!["x".repeat(limits::TEXT_BYTES + 1)], ..Batch::default() };
        assert_eq!(decode(&sealed(&batch, Encoding::Plain)), Err(Reason::TooManyRows));
    }

    proptest! {
        /// Scenario: any bytes in a sound frame.
        /// Guarantees: an answer, never a panic.
        #[test]
        fn hostile(message: Vec<u8>, deflated: bool) {
            let encoding = if deflated { Encoding::Deflated } else { Encoding::Plain };
            let _ = decode(&frame::seal(encoding, &message));
        }
    }
}
