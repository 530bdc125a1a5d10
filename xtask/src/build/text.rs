//! The module as text: nearly a character a byte, so that the server's compression works as well as on the file itself.
//!
//! Only printable ASCII that no bundler escapes, whatever quotes it takes: without `"`, `'`, `` ` ``, `\`, `$` and `<`
//! (of `</script`). The frequent bytes have a character of their own; the others follow one of two shifts. Which byte has
//! which character decides what brotli finds out about it, since brotli guesses a letter from the kinds of the two before it:
//! the legend was found by trying (docs/decisions/0009-shipping.md). The text begins with it.

use std::fmt::Write as _;

use anyhow::{Result, ensure};

/// For each character in turn, in base 36: its byte, or from 256 on a shift: where the bytes of the next character begin.
const LEGEND: &str = include_str!("legend.txt");
const LEFT_OUT: &[u8] = b"\"$'<\\`";

/// The text from which `npm/src/lazy/module.ts` makes the same bytes.
pub(super) fn encode(bytes: &[u8]) -> Result<String> {
    let characters: Vec<char> = (b' '..=b'~').filter(|code| !LEFT_OUT.contains(code)).map(char::from).collect();
    let numbers = LEGEND.as_bytes().chunks(2);
    let mut order: Vec<usize> =
        numbers.map(|pair| usize::from_str_radix(&String::from_utf8_lossy(pair), 36)).collect::<Result<_, _>>()?;
    ensure!(order.len() == characters.len(), "the legend has not two digits for each character");
    let shifts: Vec<(char, usize)> = characters
        .iter()
        .zip(&order)
        .filter(|(_, number)| **number > 255)
        .map(|(shift, number)| (*shift, *number - 256))
        .collect();
    order.extend((0..256).filter(|byte| !order.contains(byte)).collect::<Vec<_>>());

    let mut text = LEGEND.to_owned();
    for byte in bytes {
        let place = order.iter().position(|known| *known == usize::from(*byte)).unwrap_or_default();
        let shifted =
            shifts.iter().find_map(|(shift, begin)| Some((shift, characters.get(place.checked_sub(*begin)?)?)));
        match (characters.get(place), shifted) {
            (Some(character), _) => text.push(*character),
            (None, Some((shift, character))) => write!(text, "{shift}{character}")?,
            (None, None) => anyhow::bail!("no shift of the legend reaches the byte {byte}"),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: each byte once.
    /// Guarantees: each has another text, none holds a character that a bundler would write in another way.
    #[test]
    fn every_byte_has_its_text() {
        let mut texts: Vec<String> =
            (0..=255).map(|byte| encode(&[byte]).unwrap()[LEGEND.len()..].to_owned()).collect();
        assert!(
            texts
                .iter()
                .all(|text| text.bytes().all(|code| (b' '..=b'~').contains(&code) && !LEFT_OUT.contains(&code)))
        );
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 256);
    }
}
