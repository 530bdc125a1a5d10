//! What must be true in the end, and the table of what happened.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::damage::{self, Damaged};
use super::gateway::{FLOOD_RATE, Gateway, Lives};
use super::hostile::Answers;
use super::page::Books;
use super::scrape::Scrape;
use super::segments;

/// Most resident memory, MiB: of a build without optimisation, under flood and bombs.
const MEMORY: u64 = 256;
/// Most counters that are listed of a scrape, and most scrapes.
const LISTED: usize = 3;

/// What was found in a round.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) problems: Vec<String>,
    pub(super) damaged: Damaged,
    last: Scrape,
    scrapes: u64,
    /// Those in which a counter had fallen.
    fallen: u64,
    damaged_bytes: u64,
    missing: u64,
    refused: u64,
}

impl Verdict {
    pub(super) fn new() -> Self {
        Self {
            problems: Vec::new(),
            damaged: Damaged::default(),
            last: Scrape::default(),
            scrapes: 0,
            fallen: 0,
            damaged_bytes: 0,
            missing: 0,
            refused: 0,
        }
    }

    /// Compares a scrape with the last one: no counter may have fallen.
    pub(super) fn scrape(&mut self, text: &str) {
        let scrape = Scrape::parse(text);
        let fallen = scrape.fallen(&self.last);
        self.fallen += u64::from(!fallen.is_empty());
        if !fallen.is_empty() && self.fallen <= LISTED as u64 {
            let listed = fallen[..fallen.len().min(LISTED)].join("; ");
            self.problems.push(format!("scrape {}: {} counters fell: {listed}", self.scrapes, fallen.len()));
        }
        self.last = scrape;
        self.scrapes += 1;
    }

    /// After damage counters may fall, once.
    pub(super) fn forget_scrapes(&mut self) {
        self.last = Scrape::default();
    }

    /// What `/readyz` says of the journal after damage.
    pub(super) fn note_damage(&mut self, journal: &Value) {
        self.damaged_bytes += number(&journal["damaged_bytes"]);
    }

    /// What hostile clients were answered, beside the books of the door.
    pub(super) fn hostile(&mut self, answers: &Answers, books: &Value) {
        let mut by_reason: HashMap<&str, u64> = HashMap::new();
        for ((status, reason), count) in answers {
            self.expect(*status < 500 || *status == 503, || {
                format!("a hostile request was answered {status} {reason} ({count} times)")
            });
            self.expect(*status != 202, || format!("a hostile request was accepted ({count} times)"));
            // A head that is none is refused by the HTTP server itself, without a reason.
            if !reason.is_empty() {
                *by_reason.entry(reason).or_default() += count;
                self.refused += count;
            }
        }
        for (reason, seen) in &by_reason {
            let counted = number(&books["requests"]["refused"][reason]);
            self.expect(counted >= *seen, || format!("{reason}: {seen} answers, but only {counted} counted"));
        }
        for reason in
            ["malformed", "checksum_mismatch", "unknown_key", "too_large", "bad_session", "rate_limited", "empty_body"]
        {
            self.expect(by_reason.contains_key(reason), || format!("no hostile request was refused as {reason}"));
        }
        let flooded = answers.keys().any(|(status, _)| *status == 429);
        self.expect(flooded, || format!("more than {FLOOD_RATE} requests a second were all taken"));
    }

    /// Compares pages, journal, file, books and metrics once everything was handed on.
    pub(super) fn judge(&mut self, gateway: &Gateway, books: &Books, settled: &Value) -> Result<()> {
        self.problems.extend(books.faults.iter().cloned());
        self.expect(self.fallen <= LISTED as u64, || "counters fell in more scrapes than were listed".to_owned());
        self.judge_file(&gateway.file(), books)?;
        let damaged = !self.damaged.items.is_empty();
        let journalled = books.good.len() as u64;
        let readable = {
            let mut counts: HashMap<(u64, u64), u64> = HashMap::new();
            damage::items(&segments::read(&gateway.journal())?).for_each(|item| *counts.entry(item).or_default() += 1);
            let twice = counts.values().filter(|count| **count > 1).count();
            self.expect(twice == 0, || format!("{twice} items stand in the journal more than once"));
            counts.len() as u64
        };
        if !damaged {
            self.equal("items in the journal", readable, journalled);
        }
        // With damage, a fold may have read what is no longer there, and what came again afterwards.
        let most = if damaged { readable + 2 * self.damaged.items.len() as u64 } else { readable };
        let items = &settled["items"];
        for (what, counted) in [
            ("metrics took in", number(&settled["destinations"]["metrics"]["delivered"])),
            ("the evaluator took in", number(&settled["destinations"]["evaluator"]["delivered"])),
            ("the accounts say journalled", number(&items["journalled"])),
            ("caption_latency_ms_count", self.last.sum("caption_latency_ms_count", "")),
            ("slo events", self.last.sum("slo_events_total", "caption_latency_p99_ms")),
        ] {
            self.expect((readable..=most).contains(&counted), || {
                format!("{what} {counted}, of {readable} to {most} items")
            });
        }
        if !damaged {
            self.equal("bad events", self.last.sum("slo_bad_events_total", "caption_latency_p99_ms"), books.late);
            self.equal("captured", number(&items["captured"]), books.captured);
            self.equal("rejected", number(&items["rejected"]["negative"]), books.negative);
            self.equal("dropped in pages", number(&items["dropped_in_page"]["outbox_full"]), books.dropped);
            self.equal("still in pages", number(&items["in_pages"]), 0);
            self.equal("uncounted", number(&items["uncounted"]), 0);
            let there = books.negative + books.dropped + journalled;
            self.equal("captured = journalled + rejected + dropped", books.captured, there);
        }
        self.equal("items let go without an outcome", number(&settled["requests"]["internal"]), 0);
        let memory = gateway.lives.memory / 1024;
        self.expect(memory <= MEMORY, || format!("it took {memory} MiB of memory, more than {MEMORY}"));
        Ok(())
    }

    /// Each acknowledged item once in the file, but for those that lay in damaged segments.
    fn judge_file(&mut self, path: &Path, books: &Books) -> Result<()> {
        let mut counts: HashMap<(u64, u64), u64> = books.good.iter().map(|item| (*item, 0)).collect();
        let mut unknown = 0;
        for line in BufReader::new(File::open(path).with_context(|| format!("opening {}", path.display()))?).lines() {
            let line: Value = serde_json::from_str(&line?).context("a line of the file destination")?;
            let page = u64::from_str_radix(line["page"].as_str().unwrap_or_default(), 16)?;
            match counts.get_mut(&(page, number(&line["fields"]["segment"]))) {
                Some(count) => *count += 1,
                None => unknown += 1,
            }
        }
        self.equal("items in the file that no page captured", unknown, 0);
        let damaged = &self.damaged.items;
        let wrong = |wanted: fn(u64) -> bool| {
            counts.iter().filter(|(item, count)| wanted(**count) && !damaged.contains(item)).count() as u64
        };
        let (lost, twice) = (wrong(|count| count == 0), wrong(|count| count > 1));
        self.missing = counts.values().filter(|count| **count == 0).count() as u64;
        self.equal("acknowledged items that are not in the file", lost, 0);
        self.equal("items that are in the file more than once", twice, 0);
        Ok(())
    }

    fn equal(&mut self, what: &str, is: u64, expected: u64) {
        self.expect(is == expected, || format!("{what}: {is} instead of {expected}"));
    }

    fn expect(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problems.push(problem());
        }
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

/// A round's line in the table.
#[derive(Debug)]
pub(super) struct Row(Vec<String>);

const HEADS: [&str; 16] = [
    "round", "seconds", "starts", "kills", "early", "stopping", "stops", "batches", "retries", "items", "scrapes",
    "damages", "bytes", "missing", "refused", "MiB",
];

impl Row {
    pub(super) fn new(name: &str, took: Duration, lives: &Lives, books: &Books, verdict: &Verdict) -> Self {
        let longest = books.longest;
        eprintln!("  the longest way of a batch to its acknowledgement: {longest:.1?}");
        for (kind, times) in &verdict.damaged.kinds {
            eprintln!("  {times:3} × {kind}");
        }
        let mut cells = vec![name.to_owned()];
        cells.extend(
            [
                took.as_secs(),
                lives.starts,
                lives.kills,
                lives.early,
                lives.stopping,
                lives.stops,
                books.batches,
                books.attempts + books.again,
                books.good.len() as u64,
                verdict.scrapes,
                verdict.damaged.times,
                verdict.damaged_bytes,
                verdict.missing,
                verdict.refused,
                lives.memory / 1024,
            ]
            .map(|number| number.to_string()),
        );
        Self(cells)
    }
}

/// The rows under their heads, each column as wide as it must be.
pub(super) fn table(rows: &[Row]) -> String {
    let heads = HEADS.map(str::to_owned).to_vec();
    let all: Vec<&Vec<String>> = std::iter::once(&heads).chain(rows.iter().map(|row| &row.0)).collect();
    let width = |column: usize| all.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(column, cell)| format!("{cell:>width$}", width = width(column)));
        cells.collect::<Vec<_>>().join("  ")
    };
    all.iter().copied().map(line).collect::<Vec<_>>().join("\n")
}
