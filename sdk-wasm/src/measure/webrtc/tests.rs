use honeyguide_catalog::item::{ALL, webrtc_inbound, webrtc_outbound};
use proptest::prelude::*;

use super::{FIELDS, Field as F, Figure, INBOUND, OUTBOUND, Parts, Poll, Slot, Stream, cells};

const AUDIO: &[(F, f64)] = &[(F::Video, 0.0), (F::Live, 1.0)];
const VIDEO: &[(F, f64)] = &[(F::Video, 1.0), (F::Live, 1.0)];

fn list(values: &[(F, f64)]) -> [f64; FIELDS] {
    let mut list = [f64::NAN; FIELDS];
    for (field, value) in values {
        list[*field as usize] = *value;
    }
    list
}

/// What changed between two polls, 2 s apart, given each field's two values.
fn between(known: &[(F, f64)], fields: &[(F, f64, f64)]) -> Poll {
    let clock = [(F::Timestamp, 10_000.0, 12_000.0), (F::Ssrc, 7.0, 7.0)];
    let both = || clock.iter().chain(fields);
    let first: Vec<_> = both().map(|(field, first, _)| (*field, *first)).chain(known.iter().copied()).collect();
    let second: Vec<_> = both().map(|(field, _, second)| (*field, *second)).chain(known.iter().copied()).collect();
    let mut stream = Stream::default();
    assert_eq!(stream.poll(&list(&first)), None, "the first poll is the baseline");
    stream.poll(&list(&second)).expect("two polls")
}

/// The figures of a poll by the catalogue's names, those that are there.
fn figures(table: &[Figure], kind: u32, poll: &Poll) -> Vec<(&'static str, f64)> {
    let name = |code: f64| {
        let field = ALL[kind as usize - 1].field(code as u32 / 4).expect("a field of the kind");
        assert_eq!(f64::from(field.code()), code, "it crosses as the catalogue says");
        field.name
    };
    let all = cells(table, poll);
    let all = all.as_chunks().0.iter().map(|[code, value]| (name(*code), *value));
    all.filter(|(_, value)| value.is_finite()).collect()
}

fn received(poll: &Poll) -> Vec<(&'static str, f64)> {
    figures(INBOUND, webrtc_inbound::KIND, poll)
}

/// One figure of a received track.
fn figure(name: &str, poll: &Poll) -> Option<f64> {
    received(poll).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn stalled(poll: &Poll) -> bool {
    figure("stalled", poll) == Some(1.0)
}

fn lost(poll: &Poll) -> f64 {
    poll.at(Slot::change(F::PacketsLost))
}

/// Scenario: two polls of an audio track in which every counter moved.
/// Guarantees: each figure is the formula of the definition, in its unit.
#[test]
fn each_figure_follows_its_formula() {
    let fields = [
        (F::Track, 3.0, 3.0),
        (F::Connection, 2.0, 2.0),
        (F::RoundTrip, 70.0, 80.0),
        (F::PacketsLost, 5.0, 10.0),
        (F::PacketsReceived, 100.0, 195.0),
        (F::PacketsDiscarded, 3.0, 22.0),
        (F::Jitter, 0.004, 0.006),
        (F::BytesReceived, 1000.0, 9000.0),
        (F::JitterBufferDelay, 100.0, 5860.0),
        (F::JitterBufferEmittedCount, 0.0, 96_000.0),
        (F::TotalSamplesReceived, 96_000.0, 192_000.0),
        (F::ConcealedSamples, 0.0, 9600.0),
        (F::SilentConcealedSamples, 0.0, 4800.0),
        (F::FramesDecoded, 10.0, 70.0),
        (F::FramesDropped, 1.0, 4.0),
        (F::FrameHeight, 180.0, 720.0),
        (F::TotalFreezesDuration, 0.0, 0.5),
        (F::TotalAudioEnergy, 1.0, 1.02),
        (F::TotalSamplesDuration, 8.0, 10.0),
        (F::TotalPlayoutDelay, 0.0, 1920.0),
        (F::TotalSamplesCount, 0.0, 96_000.0),
    ];
    let poll = between(AUDIO, &fields);
    let expected = [
        ("track", 3.0),
        ("connection", 2.0),
        ("loss", f64::from(0.05_f32)),
        ("discard", f64::from(0.2_f32)),
        ("jitter_buffer", 60.0),
        ("playout", 20.0),
        ("concealment", f64::from(0.1_f32)),
        ("freeze", 0.25),
        ("rtt", 80.0),
        ("bitrate", 32_000.0),
        ("frame_rate", 30.0),
        ("jitter", 6.0),
        ("frames_dropped", 3.0),
        ("frame_height", 720.0),
    ];
    assert_eq!(received(&poll), expected);
    // −20 dB.
    assert!((Parts::LOUDNESS.quotient(&poll) - 0.01).abs() < 1e-12);
}

/// Scenario: polls in which nothing moved, and polls that hold nothing but a time.
/// Guarantees: a figure whose denominator is 0 or absent is absent, not 0 and not NaN.
#[test]
fn no_figure_without_a_denominator() {
    let still = [
        (F::PacketsLost, 5.0, 5.0),
        (F::PacketsReceived, 9.0, 9.0),
        (F::JitterBufferDelay, 1.0, 1.0),
        (F::JitterBufferEmittedCount, 5.0, 5.0),
        (F::ConcealedSamples, 2.0, 2.0),
        (F::TotalSamplesReceived, 2.0, 2.0),
    ];
    for fields in [&still[..], &[]] {
        assert_eq!(received(&between(&[], fields)), []);
    }
}

/// Scenario: a freeze longer than the poll ends in it.
/// Guarantees: the ratio does not exceed 1.
#[test]
fn a_freeze_is_credited_once_it_ends() {
    let poll = between(VIDEO, &[(F::TotalFreezesDuration, 0.0, 7.0)]);
    assert_eq!(figure("freeze", &poll), Some(1.0));
}

/// Scenario: packets lost 10 › 7 (three given up arrived after all) › 9 › 14, 97 packets received each time.
/// Guarantees: nothing is rebaselined, the −3 is set against the later losses, and in sum the true 4 are counted.
#[test]
fn negative_loss_is_carried_forward() {
    let mut stream = Stream::default();
    let mut polls = Vec::new();
    for (turn, lost) in [10.0, 7.0, 9.0, 14.0].into_iter().enumerate() {
        let turn = turn as f64;
        polls.extend(stream.poll(&list(&[
            (F::Timestamp, 2000.0 * turn),
            (F::Ssrc, 1.0),
            (F::PacketsLost, lost),
            (F::PacketsReceived, 96.0 * turn),
        ])));
    }
    assert_eq!(polls.iter().map(lost).collect::<Vec<_>>(), [0.0, 0.0, 4.0]);
    assert_eq!(polls.last().map(|poll| Parts::LOSS.quotient(poll)), Some(0.04));
}

/// Scenario: another ssrc under the same id, a counter that falls, a clock that runs backwards.
/// Guarantees: the poll reports nothing and is the baseline of the next; a carried loss is forgotten.
#[test]
fn a_reset_rebaselines() {
    let stats = |time, ssrc, lost, received| {
        list(&[(F::Timestamp, time), (F::Ssrc, ssrc), (F::PacketsLost, lost), (F::PacketsReceived, received)])
    };
    for reset in [[6000.0, 2.0, 0.0, 300.0], [6000.0, 1.0, 0.0, 20.0], [1.0, 1.0, 0.0, 300.0]] {
        let [time, ssrc, lost, packets] = reset;
        let mut stream = Stream::default();
        stream.poll(&stats(2000.0, 1.0, 9.0, 100.0));
        assert!(stream.poll(&stats(4000.0, 1.0, 4.0, 200.0)).is_some());
        assert_eq!(stream.poll(&stats(time, ssrc, lost, packets)), None);
        let next = stream.poll(&stats(time + 2000.0, ssrc, 1.0, packets + 99.0)).expect("a new baseline");
        assert_eq!((Parts::LOSS.quotient(&next), next.at(Slot::change(F::Timestamp))), (0.01, 2000.0));
    }
}

/// Scenario: getStats answers twice from its cache, with the same timestamp.
/// Guarantees: the second answer reports nothing and disturbs nothing.
#[test]
fn the_same_moment_is_not_polled_twice() {
    let stats = |time, packets| list(&[(F::Timestamp, time), (F::Ssrc, 1.0), (F::PacketsReceived, packets)]);
    let mut stream = Stream::default();
    stream.poll(&stats(0.0, 0.0));
    assert_eq!(stream.poll(&stats(0.0, 0.0)), None);
    let poll = stream.poll(&stats(2000.0, 100.0)).expect("a later one");
    assert_eq!(poll.at(Slot::change(F::Timestamp)), 2000.0);
}

/// Scenario: an audio track without packets: the last one old or recent, muted, or with no time of the last packet.
/// Guarantees: a stall needs a live track, no packet in the poll, and a last packet older than the poll and 1 s.
#[test]
fn audio_stalls() {
    let poll = |packets, last, known: &[(F, f64)]| {
        let fields = [(F::PacketsReceived, 50.0, packets), (F::LastPacketReceivedTimestamp, last, last)];
        stalled(&between(known, &fields))
    };
    assert!(poll(50.0, 9_900.0, AUDIO));
    assert!(poll(50.0, f64::NAN, AUDIO));
    assert!(!poll(50.0, 10_100.0, AUDIO));
    assert!(!poll(60.0, 9_900.0, AUDIO));
    assert!(!poll(50.0, 9_900.0, &[(F::Video, 0.0), (F::Live, 0.0)]));
    let mut stream = Stream::default();
    for (time, expected) in [(0.0, None), (500.0, Some(false))] {
        let fields = [(F::Timestamp, time), (F::Ssrc, 1.0), (F::PacketsReceived, 5.0), AUDIO[0], AUDIO[1]];
        let poll = stream.poll(&list(&fields));
        assert_eq!(poll.as_ref().map(stalled), expected, "half a second is no stall");
    }
}

/// Scenario: a video track in a blackout, seen by what the page shows or by decoded frames only.
/// Guarantees: what is shown decides where it is known, else a whole poll without a decoded frame does; only where it is live.
#[test]
fn video_stalls() {
    let poll = |frames, since: f64, live| {
        let known = [(F::Video, 1.0), (F::Live, live), (F::SinceFrame, since)];
        stalled(&between(&known, &[(F::FramesDecoded, 50.0, frames)]))
    };
    assert!(poll(50.0, f64::NAN, 1.0));
    assert!(!poll(51.0, f64::NAN, 1.0));
    assert!(poll(51.0, 1000.1, 1.0));
    assert!(!poll(50.0, 1000.0, 1.0));
    assert!(!poll(50.0, 5000.0, 0.0));
}

/// Scenario: 2 s of which half was concealed, most of it as silence: five packets 400 ms apart, speech, a gap at the end, a gap
/// before (what was lost is known), nothing at all, and a muted track.
/// Guarantees: silence is no gap where the sender was silent, and only there.
#[test]
fn silence_is_a_gap_unless_it_was_sent() {
    let concealed = |packets, lost, age, live| {
        let known = [(F::Video, 0.0), (F::Live, live), (F::LastPacketReceivedTimestamp, 12_000.0 - age)];
        let fields = [
            (F::PacketsReceived, 0.0, packets),
            (F::PacketsLost, 0.0, lost),
            (F::TotalSamplesReceived, 0.0, 96_000.0),
            (F::ConcealedSamples, 0.0, 48_000.0),
            (F::SilentConcealedSamples, 0.0, 36_000.0),
        ];
        figure("concealment", &between(&known, &fields))
    };
    assert_eq!(concealed(5.0, 0.0, 350.0, 1.0), Some(0.125), "DTX");
    assert_eq!(concealed(2000.0 / 120.0, 0.0, 100.0, 1.0), Some(0.5), "the longest packets of speech");
    assert_eq!(concealed(5.0, 0.0, 1900.0, 1.0), Some(0.5), "a gap that lasts");
    assert_eq!(concealed(5.0, 95.0, 10.0, 1.0), Some(0.5), "a gap that is over");
    assert_eq!(concealed(0.0, 0.0, 2500.0, 1.0), Some(0.5), "no packets");
    assert_eq!(concealed(0.0, 0.0, 2500.0, 0.0), Some(0.125), "muted");
}

/// Scenario: lists that are empty, too short, too long, and hold infinities.
/// Guarantees: what is not there is absent; nothing panics.
#[test]
fn any_list_is_read() {
    for list in [vec![], vec![1.0], vec![f64::INFINITY; 100], vec![f64::NAN; 100_000]] {
        let mut stream = Stream::default();
        assert_eq!(stream.poll(&list), None);
        assert_eq!(stream.poll(&list), None);
    }
}

/// Scenario: the order that JavaScript fills is listed.
/// Guarantees: each field keeps its place.
#[test]
fn the_order_is_fixed() {
    let places = [F::Track, F::Timestamp, F::PacketsReceived, F::TotalSamplesReceived, F::PacketsSent];
    assert_eq!(places.map(|field| field as usize), [0, 7, 13, 18, 28]);
    assert_eq!(FIELDS, 36);
}

/// Scenario: a sent track with receiver reports, without one, and after a reset.
/// Guarantees: round trip in ms, loss by packets sent, bitrate; without a report no round trip.
#[test]
fn outbound_figures() {
    let mut stream = Stream::default();
    let mut poll = |[time, ssrc, lost, packets, bytes, total, trips]: [f64; 7]| {
        let poll = stream.poll(&list(&[
            (F::Timestamp, time),
            (F::Ssrc, ssrc),
            (F::PacketsLost, lost),
            (F::PacketsSent, packets),
            (F::BytesSent, bytes),
            (F::TotalRoundTripTime, total),
            (F::RoundTripTimeMeasurements, trips),
        ]))?;
        Some(figures(OUTBOUND, webrtc_outbound::KIND, &poll))
    };
    assert_eq!(poll([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]), None);
    let loss = f64::from(0.02_f32);
    let expected = [("loss", loss), ("rtt", 150.0), ("bitrate", 32_000.0)];
    assert_eq!(poll([2000.0, 1.0, 2.0, 100.0, 8000.0, 0.3, 2.0]).expect("two polls"), expected);
    assert_eq!(poll([4000.0, 1.0, 2.0, 200.0, 8000.0, 0.3, 2.0]).expect("two polls"), [("loss", 0.0)]);
    assert_eq!(poll([6000.0, 1.0, 2.0, 100.0, 9000.0, 0.4, 3.0]), None, "packets sent fell");
    assert!(poll([8000.0, 1.0, 2.0, 200.0, 9000.0, 0.4, 3.0]).is_some());
    assert_eq!(poll([9000.0, 2.0, 2.0, 300.0, 9000.0, 0.4, 3.0]), None, "another ssrc");
}

/// Scenario: two polls of a layer that was held down, part of it by the processor.
/// Guarantees: frames, height, what held it down as a share of the time, what was sent again as a share of the packets.
#[test]
fn a_sent_layer() {
    let fields = [
        (F::PacketsSent, 100.0, 300.0),
        (F::RetransmittedPacketsSent, 0.0, 50.0),
        (F::FramesEncoded, 20.0, 50.0),
        (F::FrameHeight, 360.0, 180.0),
        (F::LimitedByCpu, 1.0, 1.5),
        (F::LimitedByBandwidth, 0.0, 3.0),
    ];
    let expected = [
        ("frame_rate", 15.0),
        ("frame_height", 180.0),
        ("limited_cpu", 0.25),
        // Clocks of two parts of the browser: never more than the whole time.
        ("limited_bandwidth", 1.0),
        ("retransmitted", 0.25),
    ];
    assert_eq!(figures(OUTBOUND, webrtc_outbound::KIND, &between(VIDEO, &fields)), expected);
}

/// Scenario: the selected pair answers twice, not at all, and restarts.
/// Guarantees: the mean round trip in seconds, and nothing without an answer or after a restart.
#[test]
fn pair_round_trip() {
    let mut stream = Stream::default();
    let mut time = 0.0;
    let mut poll = |total, responses| {
        time += 2000.0;
        let fields = [(F::Timestamp, time), (F::TotalRoundTripTime, total), (F::RoundTripTimeMeasurements, responses)];
        let round_trip = Parts::ROUND_TRIP.quotient(&stream.poll(&list(&fields))?);
        round_trip.is_finite().then_some(round_trip)
    };
    assert_eq!(poll(1.0, 10.0), None);
    assert_eq!(poll(1.25, 12.0), Some(0.125));
    assert_eq!(poll(1.25, 12.0), None);
    assert_eq!(poll(0.5, 1.0), None);
    assert_eq!(poll(0.75, 2.0), Some(0.25));
    assert_eq!(poll(f64::NAN, 4.0), None);
}

proptest! {
    /// Scenario: polls of random counters that often fall.
    /// Guarantees: where any counter fell there is no figure; where there is one, it is not negative, and no ratio exceeds 1.
    #[test]
    fn counters_that_fall_never_give_a_figure(
        polls in prop::collection::vec(prop::collection::vec(0.0..1e6_f64, FIELDS), 2..10),
    ) {
        let mut stream = Stream::default();
        let mut before: Option<Vec<f64>> = None;
        for (turn, mut list) in polls.into_iter().enumerate() {
            list[F::Timestamp as usize] = 2000.0 * turn as f64;
            list[F::Ssrc as usize] = 1.0;
            // One poll in two continues from the one before.
            if let Some(before) = before.as_ref().filter(|_| turn % 2 == 1) {
                for place in F::PacketsReceived as usize..FIELDS {
                    list[place] += before[place];
                }
            }
            let fell = before.as_ref().is_some_and(|before| {
                (F::PacketsReceived as usize..FIELDS).any(|place| list[place] < before[place])
            });
            let poll = stream.poll(&list);
            prop_assert_eq!(poll.is_some(), before.is_some() && !fell);
            if let Some(poll) = poll {
                for (name, figure) in received(&poll) {
                    prop_assert!(figure >= 0.0, "{} {}", name, figure);
                    prop_assert!(figure <= 1.0 || !["loss", "discard", "concealment", "freeze"].contains(&name));
                }
            }
            before = Some(list);
        }
    }

    /// Scenario: packets lost wanders up and down at random.
    /// Guarantees: the losses that were reported, and what is still carried, sum to the true change.
    #[test]
    fn losses_are_conserved(steps in prop::collection::vec(-20_i32..30, 1..40)) {
        let mut stream = Stream::default();
        let (mut sum, mut reported) = (0.0, 0.0);
        for (turn, step) in steps.iter().chain(&[0, 0]).enumerate() {
            sum += f64::from(*step);
            let turn = turn as f64;
            let poll = stream.poll(&list(&[
                (F::Timestamp, turn), (F::Ssrc, 1.0), (F::PacketsLost, sum), (F::PacketsReceived, 50.0 * turn),
            ]));
            reported += poll.as_ref().map_or(0.0, lost);
        }
        let change = sum - f64::from(steps[0]);
        prop_assert!(reported >= 0.0 && reported >= change);
        // One further poll with so many losses that nothing remains carried.
        let poll = stream.poll(&list(&[
            (F::Timestamp, 1e6), (F::Ssrc, 1.0), (F::PacketsLost, sum + 1e5), (F::PacketsReceived, 1e6),
        ]));
        reported += poll.as_ref().map_or(0.0, lost);
        prop_assert_eq!(reported, change + 1e5);
    }

    /// Scenario: lists of any numbers at all.
    /// Guarantees: nothing panics.
    #[test]
    fn any_numbers_are_survived(polls in prop::collection::vec(prop::collection::vec(any::<f64>(), 0..40), 1..6)) {
        let mut stream = Stream::default();
        for list in polls {
            if let Some(poll) = stream.poll(&list) {
                received(&poll);
                figures(OUTBOUND, webrtc_outbound::KIND, &poll);
            }
        }
    }
}
