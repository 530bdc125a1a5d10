//! The module's data without the texts of panics: nobody is left who would read them.
//!
//! Rust puts all constants into one segment, from which no linker takes single ones out. Here the known texts become
//! zeros, of which wasm-opt makes nothing, but only those that no instruction and no other constant mentions.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::{self, Value, Visitor};
use walrus::{ConstExpr, DataKind, FunctionKind, Module};

/// What Rust and wasm-bindgen would say, and the digits with which they would say numbers.
const MESSAGES: [&[u8]; 19] = [
    b"capacity overflow",
    b"\x12removal index (is \xc0\x16) should be < len (is \xc0\x01)\0",
    b"(overflow)",
    b"mid > len",
    b"RefCell already borrowed",
    b"\x16slice index starts at \xc0\r but ends at \xc0\0",
    b" index out of bounds: the len is \xc0\x12 but the index is \xc0\0",
    b"\x12range start index \xc0\" out of range for slice of length \xc0\0",
    b"\x10range end index \xc0\" out of range for slice of length \xc0\0",
    b"assertion failed: i < self.len()",
    b"assertion failed: j < self.len()",
    b"Tried to shrink to a larger capacity",
    b"attempted to take ownership of Rust value while it was borrowed",
    b"null pointer passed to rust",
    b"recursive use of an object detected which would lead to unsafe aliasing in rust",
    b"attempt to divide by zero",
    b"called `Option::unwrap()` on a `None` value",
    b"library/std/src/alloc.rs",
    b"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748\
      4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798\
      99",
];
/// A place in the sources, as a panic gets it: the address and length of the file's name, line, column.
const LOCATION: usize = 16;

/// Makes zeros of the texts that nothing mentions.
pub(super) fn silence(module: &mut Module) {
    let mut mentioned = mentioned_by_code(module);
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = module.data.get_mut(segment);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind else { continue };
        let base = base.cast_unsigned() as usize;
        let bytes = &mut data.value;
        let places = locations(bytes, base);
        let in_place = |at: usize| places.iter().any(|(place, _)| place.contains(&at));
        mentioned.extend(words(bytes).filter(|(at, _)| !in_place(*at)).map(|(_, word)| word));
        for (place, _) in &places {
            if free(place, base, &mentioned) {
                bytes[place.clone()].fill(0);
            }
        }
        // Several places name one file: it goes when the last of them went.
        mentioned.extend(words(bytes).map(|(_, word)| word));
        let texts = MESSAGES.iter().flat_map(|message| occurrences(bytes, message));
        let texts: Vec<_> = places.iter().map(|(_, name)| name.clone()).chain(texts).collect();
        for text in texts {
            if free(&text, base, &mentioned) {
                bytes[text].fill(0);
            }
        }
    }
}

/// Where a text stands.
fn occurrences(bytes: &[u8], text: &[u8]) -> Vec<Range<usize>> {
    let starts = bytes.windows(text.len()).enumerate().filter(|(_, window)| *window == text);
    starts.map(|(start, _)| start..start + text.len()).collect()
}

/// Whether nothing mentions an address in this part of the segment.
fn free(part: &Range<usize>, base: usize, mentioned: &BTreeSet<usize>) -> bool {
    mentioned.range(base + part.start..base + part.end).next().is_none()
}

/// The places in the sources that a segment holds, each with its file's name.
fn locations(bytes: &[u8], base: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    for (at, address) in words(bytes) {
        let length = word(bytes, at + 4).unwrap_or_default();
        let Some(start) = address.checked_sub(base) else { continue };
        let Some(name) = bytes.get(start..start.saturating_add(length)) else { continue };
        if name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic) && at + LOCATION <= bytes.len() {
            found.push((at..at + LOCATION, start..start + length));
        }
    }
    found
}

/// The aligned words of a segment, with their places.
fn words(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    (0..bytes.len()).step_by(4).filter_map(|at| Some((at, word(bytes, at)?)))
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}

fn mentioned_by_code(module: &Module) -> BTreeSet<usize> {
    let mut mentioned = Mentioned::default();
    for function in module.funcs.iter() {
        if let FunctionKind::Local(function) = &function.kind {
            ir::dfs_in_order(&mut mentioned, function, function.entry_block());
        }
    }
    mentioned.0
}

/// Every number in the code that may be an address.
#[derive(Debug, Default)]
struct Mentioned(BTreeSet<usize>);

impl Visitor<'_> for Mentioned {
    fn visit_value(&mut self, value: &Value) {
        if let Value::I32(number) = value {
            self.0.insert(number.cast_unsigned() as usize);
        }
    }

    fn visit_load(&mut self, load: &ir::Load) {
        self.0.insert(usize::try_from(load.arg.offset).unwrap_or_default());
    }

    fn visit_store(&mut self, store: &ir::Store) {
        self.0.insert(usize::try_from(store.arg.offset).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use walrus::{MemoryId, ModuleConfig};

    use super::*;

    /// A module with these bytes at address 1024, and a function that mentions an address.
    fn module(bytes: Vec<u8>, mentions: i32) -> Module {
        let mut module = Module::with_config(ModuleConfig::new());
        let memory: MemoryId = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(1024));
        module.data.add(DataKind::Active { memory, offset }, bytes);
        let mut function = walrus::FunctionBuilder::new(&mut module.types, &[], &[]);
        function.func_body().i32_const(mentions).drop();
        function.finish(Vec::new(), &mut module.funcs);
        module
    }

    fn data(module: &Module) -> Vec<u8> {
        module.data.iter().flat_map(|data| data.value.clone()).collect()
    }

    /// Scenario: a constant, a file's name and its place, and a message; the code mentions the constant, then the place.
    /// Guarantees: what is not mentioned becomes zeros; what the code mentions stays, with what it refers to.
    #[test]
    fn only_what_nothing_mentions_goes() {
        let place: Vec<u8> = [1028_u32, 4, 7, 7].iter().flat_map(|word| word.to_le_bytes()).collect();
        let bytes = [b"keepa.rs".as_slice(), &place, b"(overflow)"].concat();
        let mut silenced = module(bytes.clone(), 1024);
        silence(&mut silenced);
        assert_eq!(data(&silenced), [b"keep".as_slice(), &[0; 30]].concat());
        let mut silenced = module(bytes.clone(), 1032);
        silence(&mut silenced);
        assert_eq!(data(&silenced), [&bytes[..24], &[0; 10]].concat());
    }
}
