//! The frame around a batch: `version, encoding, checksum (4 bytes, little endian), message`; [`Encoding::Raw`] has no checksum.
//!
//! The checksum is CRC-32 (IEEE 802.3) of the message as sent. It makes a damaged body one
//! named refusal, rather than plausible figures that nobody measured.

use crate::Reason;

/// The version this crate writes and reads.
pub const VERSION: u8 = 1;

/// Bytes before the message.
pub const HEADER: usize = 6;

/// What the message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Encoding {
    /// Protocol Buffers, as they are.
    Plain = 0,
    /// Protocol Buffers, raw deflate.
    Deflated = 1,
    /// Observations as JSON, of a page that ended before the module came: without a checksum, since nothing there could make one. Two flipped bits away from
    /// the others, which one flipped bit must not become.
    Raw = 6,
}

/// Frames a message.
#[must_use]
pub fn seal(encoding: Encoding, message: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(HEADER + message.len());
    framed.extend_from_slice(&[VERSION, encoding as u8]);
    framed.extend_from_slice(&checksum(message).to_le_bytes());
    framed.extend_from_slice(message);
    framed
}

/// The encoding and message of a frame.
///
/// # Errors
/// [`Reason::EmptyBody`], [`Reason::UnknownVersion`], [`Reason::UnknownEncoding`],
/// [`Reason::Malformed`] when it is too short for its header, [`Reason::ChecksumMismatch`].
/// `checksum` is the implementation to check with; it must agree with [`checksum`].
pub fn open(framed: &[u8], checksum: impl Fn(&[u8]) -> u32) -> Result<(Encoding, &[u8]), Reason> {
    let (&version, rest) = framed.split_first().ok_or(Reason::EmptyBody)?;
    if version != VERSION {
        return Err(Reason::UnknownVersion);
    }
    let (&encoding, rest) = rest.split_first().ok_or(Reason::Malformed)?;
    let encoding = match encoding {
        0 => Encoding::Plain,
        1 => Encoding::Deflated,
        6 => return Ok((Encoding::Raw, rest)),
        _ => return Err(Reason::UnknownEncoding),
    };
    let (sum, message) = rest.split_first_chunk::<4>().ok_or(Reason::Malformed)?;
    if u32::from_le_bytes(*sum) != checksum(message) {
        return Err(Reason::ChecksumMismatch);
    }
    Ok((encoding, message))
}

/// CRC-32 (IEEE 802.3), bit by bit: small rather than fast, for the page's sake.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = !0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: the check value that every description of CRC-32 prints.
    /// Guarantees: it is the IEEE polynomial, as fast implementations compute it.
    #[test]
    fn checksum_is_ieee() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    /// Scenario: a sealed message, whole and then damaged in each way.
    /// Guarantees: it opens whole; each single flipped bit and each truncation is refused.
    #[test]
    fn damage_is_seen() {
        let sealed = seal(Encoding::Plain, b"some columns");
        assert_eq!(open(&sealed, checksum), Ok((Encoding::Plain, &b"some columns"[..])));
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            // Flipping the encoding between its two values leaves a sound frame of the other kind.
            if bit != 8 {
                assert!(open(&damaged, checksum).is_err(), "bit {bit}");
            }
        }
        for length in 0..sealed.len() {
            assert!(open(&sealed[..length], checksum).is_err(), "length {length}");
        }
        assert_eq!(open(&[], checksum), Err(Reason::EmptyBody));
        assert_eq!(open(&[9, 0], checksum), Err(Reason::UnknownVersion));
    }
}
