//! Frame, inflate, decode: bytes become a batch, under the second cap.

use honeyguide_protocol::{
    Batch, Reason,
    frame::{self, Encoding},
    limits,
};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use prost::Message;

/// More items than this no page captures, nor drops for one reason.
const MOST_ITEMS: u64 = 1_000_000_000_000;
/// One page in ten thousand is the thinnest sampling there is.
pub(crate) const MOST_WEIGHT: u32 = 10_000;
/// Most texts of a batch.
const MOST_STRINGS: usize = 4_000;
/// Most bytes of them all together.
const STRINGS_BYTES: usize = 256 * 1024;

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
        Encoding::Raw => return super::raw::measure(message),
    }
    .map_err(|_| Reason::Malformed)?;
    if !is_plausible(&batch) {
        return Err(Reason::Malformed);
    }
    if within_limits(&batch) { Ok(batch) } else { Err(Reason::TooManyRows) }
}

/// Whether the batch's own numbers could come from a page: they are added up over the journal's whole life.
fn is_plausible(batch: &Batch) -> bool {
    let totals_are = batch.totals.as_ref().is_none_or(|totals| {
        let (pairs, rest) = totals.dropped.as_chunks::<2>();
        totals.captured <= MOST_ITEMS
            && rest.is_empty()
            && pairs.iter().all(|[code, count]| is_page_reason(*code) && *count <= MOST_ITEMS)
    });
    totals_are && batch.weight <= MOST_WEIGHT
}

/// Whether a page drops items for this reason; the numbers from 16 on are the gateway's.
fn is_page_reason(code: u64) -> bool {
    code < 16 && Reason::from_code(code).is_some_and(|reason| reason.status().is_none())
}

fn within_limits(batch: &Batch) -> bool {
    let text_fits = |text: &String| text.len() <= limits::TEXT_BYTES;
    let attributes_fit = |flat: &[u32]| flat.len() <= 2 * limits::ATTRIBUTES;
    batch.series.len() <= limits::SERIES
        && batch.series.iter().map(|series| series.times.len()).sum::<usize>() <= limits::ROWS
        && batch.series.iter().all(|series| attributes_fit(&series.attributes))
        && attributes_fit(&batch.resource)
        && batch.strings.len() <= MOST_STRINGS
        && batch.strings.iter().all(text_fits)
        && batch.strings.iter().map(String::len).sum::<usize>() <= STRINGS_BYTES
        && batch.unfolded_bytes() <= limits::UNFOLDED_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_protocol::{Series, Totals};
    use proptest::prelude::*;

    fn sealed(batch: &Batch, encoding: Encoding) -> Vec<u8> {
        let plain = batch.encode_to_vec();
        match encoding {
            Encoding::Plain | Encoding::Raw => frame::seal(encoding, &plain),
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

    /// Scenario: more rows than a batch may hold; rows that share so long a text that no reader could write them out; a text that is
    /// too long.
    /// Guarantees: refused by name.
    #[test]
    fn limits_hold() {
        let rows = Series { times: vec![0; limits::ROWS + 1], ..Series::default() };
        let batch = Batch { series: vec![rows], ..Batch::default() };
        assert_eq!(decode(&sealed(&batch, Encoding::Deflated)), Err(Reason::TooManyRows));
        let shared = Series { times: vec![0; limits::ROWS], attributes: vec![9, 0], ..Series::default() };
        let strings = vec!["x".repeat(limits::TEXT_BYTES)];
        let batch = Batch { series: vec![shared], strings, ..Batch::default() };
        assert_eq!(decode(&sealed(&batch, Encoding::Deflated)), Err(Reason::TooManyRows));
        let batch = Batch { strings: vec!["x".repeat(limits::TEXT_BYTES + 1)], ..Batch::default() };
        assert_eq!(decode(&sealed(&batch, Encoding::Plain)), Err(Reason::TooManyRows));
    }

    /// Scenario: totals, and a weight, that no page has; 4 001 texts; texts of more than 256 KiB in all.
    /// Guarantees: refused by name, while the largest plausible ones pass.
    #[test]
    fn implausible_numbers() {
        let answer = |captured, dropped, weight, strings: Vec<String>| {
            let totals = Some(Totals { captured, dropped });
            decode(&sealed(&Batch { totals, weight, strings, ..Batch::default() }, Encoding::Plain)).map(|_| ())
        };
        let full = Reason::OutboxFull as u64;
        assert_eq!(answer(MOST_ITEMS, vec![full, MOST_ITEMS], MOST_WEIGHT, vec![String::new(); MOST_STRINGS]), Ok(()));
        assert_eq!(answer(u64::MAX, vec![], 1, vec![]), Err(Reason::Malformed));
        for dropped in [vec![full, u64::MAX], vec![full], vec![15, 1], vec![Reason::Malformed as u64, 1]] {
            assert_eq!(answer(1, dropped, 1, vec![]), Err(Reason::Malformed));
        }
        assert_eq!(answer(1, vec![], MOST_WEIGHT + 1, vec![]), Err(Reason::Malformed));
        assert_eq!(answer(1, vec![], 1, vec![String::new(); MOST_STRINGS + 1]), Err(Reason::TooManyRows));
        assert_eq!(answer(1, vec![], 1, vec!["x".repeat(4_000); 66]), Err(Reason::TooManyRows));
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
