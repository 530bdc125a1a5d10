//! Clients that mean harm, or are broken: malformed frames, bombs, wrong keys, slow bodies, a flood.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use honeyguide_protocol::frame::{self, Encoding};

use super::gateway::{FLOOD_KEY, key};
use super::random::Random;

/// The hostile clients of a round.
#[derive(Debug)]
pub(super) struct Hostile {
    stopping: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Answers>>,
}

/// Status and the reason in the body; 0 where the connection was closed without an answer.
type Answer = (u16, String);

/// How many answers of each kind there were.
pub(super) type Answers = BTreeMap<Answer, u64>;

/// Seconds that a slow client trickles its body for: longer than the gateway's patience.
const SLOW: Duration = Duration::from_secs(12);

impl Hostile {
    pub(super) fn start(host: &str, random: &mut Random) -> Self {
        let stopping = Arc::new(AtomicBool::new(false));
        let mut start = |client: fn(&str, &mut Random) -> Vec<Option<Answer>>, pause: u64| {
            let (stopping, host, mut random) = (Arc::clone(&stopping), host.to_owned(), random.fork());
            thread::spawn(move || {
                let mut answers = Answers::new();
                while !stopping.load(Ordering::Relaxed) {
                    for answer in client(&host, &mut random) {
                        *answers.entry(answer.unwrap_or_default()).or_default() += 1;
                    }
                    sleep(Duration::from_millis(pause));
                }
                answers
            })
        };
        let clients =
            vec![start(malformed, 3), start(malformed, 3), start(flood, 2), start(bomb, 20), start(slow, 100)];
        Self { stopping, clients }
    }

    pub(super) fn finish(self) -> Answers {
        self.stopping.store(true, Ordering::Relaxed);
        let mut all = Answers::new();
        for answers in self.clients.into_iter().filter_map(|client| client.join().ok()) {
            for (answer, count) in answers {
                *all.entry(answer).or_default() += count;
            }
        }
        all
    }
}

/// One request of a random wrong kind.
fn malformed(host: &str, random: &mut Random) -> Vec<Option<Answer>> {
    let noise: Vec<u8> = (0..random.between(1, 2_000)).map(|_| random.next() as u8).collect();
    let good = format!("/v1/batch?k={}&s=hostile", key());
    let sealed = |encoding| frame::seal(encoding, &noise);
    let request = match random.below(12) {
        0 => post(&good, &noise),
        1 => post(&good, &sealed(Encoding::Plain)),
        2 => post(&good, &sealed(Encoding::Deflated)),
        3 => post(&good, &[]),
        4 => post(&good, &[&[1, 0, 0, 0, 0, 0], noise.as_slice()].concat()),
        5 => post("/v1/batch?k=pub_guessed&s=hostile", &sealed(Encoding::Plain)),
        6 => post(&format!("/v1/batch?k={}&s=..%2F..%2Fetc", key()), &noise),
        7 => post(&good, &vec![0; 300_000]),
        8 => format!("POST {good} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\n").into_bytes(),
        9 => format!("PUT {good} HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n").into_bytes(),
        10 => noise,
        // Half a head, and gone.
        _ => post(&good, &noise)[..20].to_vec(),
    };
    vec![exchange(host, &request)]
}

/// Far more requests than the app may send.
fn flood(host: &str, _random: &mut Random) -> Vec<Option<Answer>> {
    let request = post(&format!("/v1/batch?k={FLOOD_KEY}&s=flood"), &frame::seal(Encoding::Plain, &[0xff; 40]));
    (0..20).map(|_| exchange(host, &request)).collect()
}

/// Some kilobytes that inflate to 50 MB, and to as much as just fits.
fn bomb(host: &str, random: &mut Random) -> Vec<Option<Answer>> {
    let bytes = if random.one_in(2) { 50_000_000 } else { 1_000_000 };
    let deflated = miniz_oxide::deflate::compress_to_vec(&vec![0; bytes], 1);
    vec![exchange(
        host,
        &post(&format!("/v1/batch?k={}&s=hostile", key()), &frame::seal(Encoding::Deflated, &deflated)),
    )]
}

/// Forty connections at once that trickle their bodies.
fn slow(host: &str, _random: &mut Random) -> Vec<Option<Answer>> {
    let head = format!("POST /v1/batch?k={}&s=slow HTTP/1.0\r\nHost: {host}\r\nContent-Length: 5000\r\n\r\n", key());
    let mut streams: Vec<TcpStream> = (0..40).filter_map(|_| TcpStream::connect(host).ok()).collect();
    streams.retain_mut(|stream| stream.write_all(head.as_bytes()).is_ok());
    let begin = Instant::now();
    while begin.elapsed() < SLOW && !streams.is_empty() {
        sleep(Duration::from_millis(500));
        streams.iter_mut().for_each(|stream| drop(stream.write_all(b"x")));
    }
    streams.into_iter().map(|stream| answer(&stream)).collect()
}

fn post(path: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("POST {path} HTTP/1.0\r\nHost: gateway\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn exchange(host: &str, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(host).ok()?;
    // The gateway may answer and hang up before it has read everything.
    let _ = stream.write_all(request);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    answer(&stream)
}

fn answer(mut stream: &TcpStream) -> Option<Answer> {
    stream.set_read_timeout(Some(Duration::from_secs(15))).ok()?;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let status = text.split(' ').nth(1)?.parse().ok()?;
    let reason = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Some((status, reason.to_owned()))
}
