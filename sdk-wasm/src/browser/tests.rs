use honeyguide_catalog::item::{caption, caption_gap, caption_segment, webrtc_inbound};
use honeyguide_protocol::{Batch, Series, column, frame};
use prost::Message;

use super::*;
use crate::measure::webrtc::{FIELDS, Field};

fn batch(recorder: &mut Recorder) -> Batch {
    recorder.close(0, false);
    let number = recorder.batch_number(0);
    let bytes = recorder.batch(number as u32);
    Batch::decode(frame::open(bytes, frame::checksum).unwrap().1).unwrap()
}

fn values(series: &Series, field: u32) -> Vec<Option<i64>> {
    let rows = series.times.len();
    let columns = column::split(&series.cells, rows).unwrap();
    let Some(column) = columns.iter().find(|column| column.field == field) else { return vec![] };
    let raw = column.decode(column::Coding::Integer, rows).unwrap();
    raw.into_iter().map(|value| value.map(u64::cast_signed)).collect()
}

/// Scenario: "I want", "I wanted to", final; a busy thread before the second handler; then the segment closes.
/// Guarantees: parts, words and the closing sum are on the wire, in ticks.
#[test]
fn a_caption_on_the_wire() {
    let mut recorder = Recorder::new(1, 2);
    let page = 1_790_000_000_000.0;
    recorder.caption_arrived(page, page + 40.0);
    recorder.caption_revised(5, &[1, 2], true);
    recorder.caption(5, 0, page, page + 40.0, page + 41.0, page + 56.05, false, f64::NAN);
    recorder.busy(page + 600.0, page + 700.0);
    recorder.caption_arrived(page + 500.0, page + 700.0);
    recorder.caption_revised(5, &[1, 3, 4], true);
    recorder.caption(5, 0, page + 500.0, page + 700.0, page + 700.0, page + 710.0, true, 20.0);
    recorder.caption_closed(5, 0, page + 710.0, 670.0);
    let batch = batch(&mut recorder);
    let captions = batch.series.iter().find(|series| series.kind == caption::KIND).unwrap();
    assert_eq!(captions.times, [0, 6600]);
    assert_eq!(values(captions, caption::latency), [Some(561), Some(2100)]);
    assert_eq!(values(captions, caption::render), [Some(161), Some(100)]);
    assert_eq!(values(captions, caption::app), [Some(10), Some(0)]);
    assert_eq!(values(captions, caption::main_thread), [Some(0), Some(1000)]);
    assert_eq!(values(captions, caption::displayed), [Some(2), Some(2)]);
    assert_eq!(values(captions, caption::retracted), [Some(0), Some(1)]);
    assert_eq!(values(captions, caption::last), [None, Some(1)]);
    let closed = batch.series.iter().find(|series| series.kind == caption_segment::KIND).unwrap();
    assert_eq!(values(closed, caption_segment::words), [Some(3)]);
}

/// Scenario: an update that was never painted, one whose numbers are no numbers, a segment closed twice.
/// Guarantees: no durations rather than wrong ones; nothing panics.
#[test]
fn hostile_numbers() {
    let mut recorder = Recorder::new(0, 0);
    recorder.caption(1, 99, f64::NAN, 10.0, f64::NAN, f64::NAN, false, f64::NAN);
    recorder.caption(1, 0, f64::INFINITY, f64::NAN, f64::NEG_INFINITY, 3.0, true, f64::NAN);
    recorder.poll(3, 0, f64::NAN, &[f64::NAN; 3]);
    recorder.item(9, 0, f64::NAN, &[5.0, f64::NAN, f64::INFINITY, 1.0, 11.0, 1.0]);
    recorder.caption_closed(1, 0, 1.0, f64::NAN);
    recorder.refused(77);
    let batch = batch(&mut recorder);
    let captions = batch.series.iter().find(|series| series.kind == caption::KIND).unwrap();
    assert_eq!(values(captions, caption::render), []);
    assert_eq!(recorder.waiting() + recorder.dropped(), recorder.captured());
}

/// Numbers that vary as real ones do, the same at each run.
struct Noise(u64);

impl Noise {
    /// Between `least` and `most`.
    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        least + (most - least) * ((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// Scenario: the reference minute of a call: 2 caption updates a second, each painted, with attribution, and 2 tracks
/// (audio, video) polled each 2 s with 12 figures, in batches of 10 s with the resource and totals of a real page.
/// Guarantees: at most 4.2 KB on the wire, frames included; each row can still be read.
#[test]
fn reference_minute() {
    let mut recorder = Recorder::new(0x1234_5678, 0x9abc_def0);
    let mut noise = Noise(7);
    let text = |recorder: &mut Recorder, text: &str| recorder.text(text);
    let (app, version, environment) =
        (text(&mut recorder, "interpreter"), text(&mut recorder, "4.2.0"), text(&mut recorder, "production"));
    recorder.resource(&[
        attribute::APP_NAME,
        app,
        attribute::APP_VERSION,
        version,
        attribute::ENVIRONMENT,
        environment,
    ]);
    let (german, agent, painted) =
        (text(&mut recorder, "de"), text(&mut recorder, "agent"), text(&mut recorder, "painted"));
    let caption_set =
        recorder.attributes(&[attribute::LANGUAGE, german, attribute::SPEAKER, agent, attribute::OUTCOME, painted]);
    let (audio, video, opus, vp8) = (
        text(&mut recorder, "audio"),
        text(&mut recorder, "video"),
        text(&mut recorder, "opus"),
        text(&mut recorder, "VP8"),
    );
    let audio_set = recorder.attributes(&[attribute::MEDIA, audio, attribute::CODEC, opus]);
    let video_set = recorder.attributes(&[attribute::MEDIA, video, attribute::CODEC, vp8]);
    // `cargo xtask bench sdk` has peers send the same minute; the gateway that reads it for them takes none of long ago.
    let folder = std::env::var_os("HONEYGUIDE_REFERENCE_MINUTE").map(std::path::PathBuf::from);
    let today = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as f64 * 1000.0;
    let start = if folder.is_some() { today } else { 1_790_000_000_000.0 };
    let mut polled = [[0.0_f64; FIELDS]; 2];
    let (mut bytes, mut rows, mut tokens) = (0, 0, Vec::new());
    recorder.clock_probe(start, start + 12.3, start + 12.4, start + 31.7);
    for update in 0..120_u32 {
        let handled = start + f64::from(update) * 500.0 + noise.between(-60.0, 60.0);
        let emitted = handled - noise.between(40.0, 110.0);
        let segment = update / 10;
        if update % 10 == 0 {
            tokens.clear();
        }
        tokens.extend([update * 2, update * 2 + 1]);
        if update % 7 == 0 {
            tokens[0] += 1000;
        }
        let written = handled + noise.between(0.1, 0.9);
        recorder.caption_arrived(emitted, handled);
        recorder.caption_revised(segment, &tokens, true);
        recorder.caption(
            segment,
            caption_set,
            emitted,
            handled,
            written,
            written + noise.between(1.0, 17.0),
            update % 10 == 9,
            f64::NAN,
        );
        if update % 10 == 9 {
            recorder.caption_closed(segment, caption_set, handled + 20.0, 3000.0);
        }
        if update % 4 == 3 {
            let pair = f64::from(update);
            let mut stats = [f64::NAN; FIELDS];
            stats[0] = 3.0;
            stats[Field::Timestamp as usize] = handled;
            stats[Field::TotalRoundTripTime as usize] = pair * 0.012 + noise.between(0.0, 0.004);
            stats[Field::RoundTripTimeMeasurements as usize] = pair;
            let rtt = recorder.poll(0, 0, handled, &stats);
            for (track, stats) in polled.iter_mut().enumerate() {
                poll(stats, track == 1, &mut noise);
                let set = [audio_set, video_set][track];
                let known = [track as f64, 1.0, rtt, track as f64, 1.0, 0.0, f64::NAN];
                stats[..known.len()].copy_from_slice(&known);
                recorder.poll(webrtc_inbound::KIND, set, handled, stats);
            }
        }
        if update % 20 == 19 {
            let batch = batch(&mut recorder);
            let number = recorder.batch_number(0) as u32;
            let sent = recorder.batch(number);
            if let Some(folder) = &folder {
                std::fs::write(folder.join(number.to_string()), sent).unwrap();
            }
            bytes += sent.len();
            rows += batch.series.iter().map(|series| series.times.len()).sum::<usize>();
            recorder.delivered(number);
        }
    }
    println!("reference minute: {bytes} bytes, {rows} items");
    // 120 updates, 12 segments, 29 polls of two tracks (the first only sets the baseline), 5 windows of sound.
    assert_eq!(rows, 120 + 12 + 2 * 29 + 5);
    assert!(bytes <= 4200, "{bytes} bytes");
}

/// Scenario: a hundred tracks come and go, one a minute; then three are polled side by side.
/// Guarantees: what is gone makes room, what goes on is kept: its second poll has its figures.
#[test]
fn tracks_that_are_gone_are_forgotten() {
    let mut recorder = Recorder::new(1, 1);
    let mut poll = |track: u32, time: f64| {
        let mut stats = [0.0; FIELDS];
        stats[0] = f64::from(track);
        stats[Field::Timestamp as usize] = time;
        recorder.poll(webrtc_inbound::KIND, 0, time, &stats);
        recorder.calls.len()
    };
    for track in 0..100 {
        assert_eq!(poll(track, 61_000.0 * f64::from(track)), 1);
    }
    let kept = [(200, 0.0), (201, 0.0), (202, 0.0), (200, 59_000.0), (201, 59_000.0), (202, 59_000.0)];
    assert_eq!(kept.map(|(track, after)| poll(track, 9e6 + after)), [1, 2, 3, 3, 3, 3]);
    assert_eq!(recorder.captured(), 3.0);
}

/// Two seconds of a decent call.
fn poll(stats: &mut [f64; FIELDS], video: bool, noise: &mut Noise) {
    let mut add = |field: Field, amount: f64| stats[field as usize] += amount;
    add(Field::Timestamp, 2000.0 + noise.between(-2.0, 2.0));
    add(Field::PacketsLost, noise.between(0.0, 1.2).floor());
    add(Field::PacketsReceived, noise.between(99.0, 101.0).floor());
    add(Field::BytesReceived, noise.between(9000.0, 11000.0).floor());
    add(Field::JitterBufferDelay, noise.between(3000.0, 4000.0));
    add(Field::JitterBufferEmittedCount, 96000.0);
    add(Field::TotalSamplesReceived, 96000.0);
    add(Field::ConcealedSamples, if noise.between(0.0, 1.0) > 0.8 { 480.0 } else { 0.0 });
    add(Field::FramesDecoded, if video { noise.between(48.0, 51.0).floor() } else { 0.0 });
    add(Field::TotalPlayoutDelay, noise.between(2000.0, 2500.0));
    add(Field::TotalSamplesCount, 96000.0);
    stats[Field::Ssrc as usize] = 77.0;
    stats[Field::Jitter as usize] = noise.between(0.001, 0.004);
    stats[Field::LastPacketReceivedTimestamp as usize] = stats[Field::Timestamp as usize];
}

/// Scenario: a caption, 8 s of speech, and the next caption; the lag of its newest word is known.
/// Guarantees: a gap on the wire that ends with the paint, and the lag, signed.
#[test]
fn a_gap_on_the_wire() {
    let mut recorder = Recorder::new(1, 2);
    let page = 1_790_000_000_000.0;
    recorder.caption(1, 0, f64::NAN, page, page, page + 10.0, false, -30.0);
    for second in 1..=8 {
        recorder.speech(page + f64::from(second) * 1000.0, true);
    }
    recorder.caption(1, 0, f64::NAN, page + 8000.0, page + 8000.0, page + 8500.0, false, f64::NAN);
    let batch = batch(&mut recorder);
    let of = |kind: u32| batch.series.iter().find(|series| series.kind == kind).unwrap();
    assert_eq!(values(of(caption_gap::KIND), caption_gap::duration), [Some(75_000)]);
    assert_eq!(values(of(caption::KIND), caption::lag), [Some(-300), None]);
}
