//! Simulated pages: they capture items, and send each batch until it is acknowledged, as the SDK does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use honeyguide_catalog::attribute;
use honeyguide_catalog::item::caption;
use honeyguide_protocol::column::{Coding, ColumnBuilder};
use honeyguide_protocol::frame::{self, Encoding};
use honeyguide_protocol::{Batch, Clock, Reason, Series, Totals};
use prost::Message as _;
use xtask::servers::http;

use super::gateway::key;
use super::random::Random;

/// How long a page waits for an acknowledgement before it is called lost.
const PATIENCE: Duration = Duration::from_secs(90);

/// The pages of a round, sending.
#[derive(Debug)]
pub(super) struct Load {
    stopping: Arc<AtomicBool>,
    acknowledged: Arc<AtomicU64>,
    pages: Vec<JoinHandle<Books>>,
}

/// What a page, or all of them, did.
#[derive(Debug, Default)]
pub(super) struct Books {
    pub(super) batches: u64,
    /// Batches sent again though they were acknowledged.
    pub(super) again: u64,
    /// Attempts that brought no acknowledgement.
    pub(super) attempts: u64,
    pub(super) captured: u64,
    /// Dropped in the page, for want of room.
    pub(super) dropped: u64,
    /// Sent with a negative duration.
    pub(super) negative: u64,
    /// Later than the objective allows.
    pub(super) late: u64,
    /// Good items that were acknowledged: page, number.
    pub(super) good: Vec<(u64, u64)>,
    /// The longest time between a batch's first sending and its acknowledgement.
    pub(super) longest: Duration,
    pub(super) faults: Vec<String>,
}

impl Load {
    /// Starts pages that send to a host.
    pub(super) fn start(pages: u64, host: &str, random: &mut Random) -> Self {
        let (stopping, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let start = |number| {
            let page = Page {
                url: format!("http://{host}/v1/batch?k={}&s=faults-{number}", key()),
                id: random.next(),
                random: random.fork(),
                number: 0,
                books: Books::default(),
                acknowledged: Arc::clone(&acknowledged),
                earlier: None,
            };
            let stopping = Arc::clone(&stopping);
            thread::spawn(move || page.run(&stopping))
        };
        let pages = (0..pages).map(start).collect();
        Self { stopping, acknowledged, pages }
    }

    /// Batches acknowledged so far.
    pub(super) fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Lets the pages send what they still have; what all of them did.
    pub(super) fn finish(mut self) -> Books {
        self.stopping.store(true, Ordering::Relaxed);
        let mut all = Books::default();
        for page in std::mem::take(&mut self.pages) {
            match page.join() {
                Ok(books) => all.add(books),
                Err(_) => all.faults.push("a simulated page panicked: see above".to_owned()),
            }
        }
        all
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // Also where a round failed and nobody waits for them.
        self.stopping.store(true, Ordering::Relaxed);
    }
}

struct Page {
    url: String,
    id: u64,
    random: Random,
    number: u32,
    books: Books,
    acknowledged: Arc<AtomicU64>,
    /// A batch that was acknowledged: sent again now and then, as if the answer had been lost.
    earlier: Option<Vec<u8>>,
}

impl Page {
    fn run(mut self, stopping: &AtomicBool) -> Books {
        while !stopping.load(Ordering::Relaxed) && self.books.faults.is_empty() {
            if self.random.one_in(10) {
                // The room was too small: captured, and dropped under a name.
                let dropped = self.random.between(1, 5);
                self.books.captured += dropped;
                self.books.dropped += dropped;
            }
            self.send_batch();
            if let Some(earlier) = self.earlier.clone().filter(|_| self.random.one_in(20)) {
                self.books.again += 1;
                self.send(&earlier);
            }
            sleep(self.random.millis(5, 40));
        }
        // The last totals must arrive.
        self.send_batch();
        self.books
    }

    fn send_batch(&mut self) {
        let rows = self.random.between(1, 20);
        let first = self.books.captured;
        let negative = self.random.one_in(8);
        let (mut segments, mut latencies, mut renders) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
        for number in first..first + rows {
            let late = self.random.one_in(4);
            let is_negative = negative && number == first;
            segments.push(number.cast_signed());
            latencies.push(if late { 3_000 } else { 1_000 } + self.random.below(300).cast_signed());
            renders.push(if is_negative { -7 } else { 160 });
            self.books.late += u64::from(late && !is_negative);
        }
        self.books.captured += rows;
        self.books.negative += u64::from(negative);
        let series = Series {
            kind: caption::KIND,
            attributes: vec![attribute::OUTCOME, 0],
            times: vec![0; rows as usize],
            cells: [
                column(caption::latency, &latencies),
                column(caption::render, &renders),
                column(caption::segment, &segments),
            ]
            .concat(),
        };
        let dropped = if self.books.dropped > 0 { vec![Reason::OutboxFull as u64, self.books.dropped] } else { vec![] };
        let batch = Batch {
            page: self.id,
            number: self.number,
            base_time: now_ms() * 10,
            clock: Some(Clock { theta: 0.1, delta: 2.0 }),
            strings: vec!["painted".into()],
            totals: Some(Totals { captured: self.books.captured, dropped }),
            series: vec![series],
            ..Batch::default()
        };
        self.number += 1;
        let message = batch.encode_to_vec();
        let body = if self.random.one_in(2) {
            frame::seal(Encoding::Plain, &message)
        } else {
            frame::seal(Encoding::Deflated, &miniz_oxide::deflate::compress_to_vec(&message, 3))
        };
        if self.send(&body) {
            self.books.batches += 1;
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
            self.books.good.extend((first + u64::from(negative)..first + rows).map(|item| (self.id, item)));
            if self.random.one_in(3) {
                self.earlier = Some(body);
            }
        }
    }

    /// The same bytes until they are acknowledged; `false` where that failed for good.
    fn send(&mut self, body: &[u8]) -> bool {
        let begin = Instant::now();
        loop {
            match http::post(&self.url, "text/plain", body) {
                Ok(answer) if answer.status == 202 => {
                    self.books.longest = self.books.longest.max(begin.elapsed());
                    return true;
                }
                Ok(answer) if !matches!(answer.status, 429 | 503) => {
                    self.books.faults.push(format!("a good batch was answered {} {}", answer.status, answer.body));
                    return false;
                }
                Ok(_) | Err(_) => self.books.attempts += 1,
            }
            if begin.elapsed() > PATIENCE {
                self.books.faults.push(format!("a batch was not acknowledged within {PATIENCE:?}"));
                return false;
            }
            sleep(self.random.millis(5, 60));
        }
    }
}

impl Books {
    fn add(&mut self, other: Self) {
        self.batches += other.batches;
        self.again += other.again;
        self.attempts += other.attempts;
        self.captured += other.captured;
        self.dropped += other.dropped;
        self.negative += other.negative;
        self.late += other.late;
        self.good.extend(other.good);
        self.longest = self.longest.max(other.longest);
        self.faults.extend(other.faults);
    }
}

fn column(field: u32, values: &[i64]) -> Vec<u64> {
    let mut builder = ColumnBuilder::default();
    values.iter().for_each(|value| builder.push(Coding::Integer, Some(value.cast_unsigned())));
    let mut cells = Vec::new();
    builder.finish(field, &mut cells);
    cells
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_millis() as u64)
}
