//! Writing Protocol Buffers without a type for each message: what the page's module does, where such types cost more
//! than all that they hold. prost reads it like its own.

/// Appends a number, seven bits a byte.
#[inline(never)]
pub fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a field that is a number; like prost, none where it is 0.
pub fn number(out: &mut Vec<u8>, tag: u8, value: u64) {
    if value > 0 {
        varint(out, u64::from(tag << 3));
        varint(out, value);
    }
}

/// Appends a field of 64 bits: a `fixed64`, or the bits of a `double`.
pub fn fixed(out: &mut Vec<u8>, tag: u8, value: u64) {
    out.push(tag << 3 | 1);
    out.extend_from_slice(&value.to_le_bytes());
}

/// Appends a field of bytes: a text, or a message.
pub fn bytes(out: &mut Vec<u8>, tag: u8, value: &[u8]) {
    out.push(tag << 3 | 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// Appends a field that is a list of numbers; none where it is empty.
pub fn numbers(out: &mut Vec<u8>, tag: u8, values: &[u64]) {
    let mut list = Vec::new();
    for value in values {
        varint(&mut list, *value);
    }
    if !list.is_empty() {
        bytes(out, tag, &list);
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;
    use crate::{Clock, Totals};

    /// Scenario: numbers of each length, an empty list, 0, floats.
    /// Guarantees: they are, byte for byte, what prost writes.
    #[test]
    fn as_prost_writes() {
        let dropped: Vec<u64> = (0..64).flat_map(|bit| [1 << bit, (1 << bit) - 1]).collect();
        for (captured, dropped) in [(0, Vec::new()), (u64::MAX, dropped), (300, vec![0])] {
            let mut written = Vec::new();
            number(&mut written, 1, captured);
            numbers(&mut written, 2, &dropped);
            assert_eq!(written, Totals { captured, dropped }.encode_to_vec());
        }
        let mut written = Vec::new();
        fixed(&mut written, 1, (-1.5_f64).to_bits());
        fixed(&mut written, 2, f64::MAX.to_bits());
        assert_eq!(written, Clock { theta: -1.5, delta: f64::MAX }.encode_to_vec());
    }
}
