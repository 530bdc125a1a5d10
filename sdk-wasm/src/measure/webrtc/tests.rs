use proptest::prelude::*;

use super::{
    Circumstances, InboundField as I, InboundFigures, InboundStats, Medium, OutboundField as O, OutboundStats,
    OutboundTrack, Pair, PairField, PairStats, Track,
};

const FIELDS: usize = I::TotalSamplesCount as usize + 1;

fn inbound(values: &[(I, f64)]) -> InboundStats {
    let mut list = [f64::NAN; FIELDS];
    for (field, value) in values {
        list[*field as usize] = *value;
    }
    InboundStats::from_slice(&list)
}

fn known(medium: Medium) -> Circumstances {
    Circumstances { medium, live: true, silence_known: false, since_last_frame: None }
}

/// The figures between two polls of an audio track, 2 s apart, given each field's two values.
fn between(fields: &[(I, f64, f64)], known: &Circumstances) -> Option<InboundFigures> {
    let clock = [(I::Timestamp, 10_000.0, 12_000.0), (I::Ssrc, 7.0, 7.0)];
    let first: Vec<_> = clock.iter().chain(fields).map(|(field, first, _)| (*field, *first)).collect();
    let second: Vec<_> = clock.iter().chain(fields).map(|(field, _, second)| (*field, *second)).collect();
    let mut track = Track::default();
    assert_eq!(track.poll(&inbound(&first), known), None, "the first poll is the baseline");
    track.poll(&inbound(&second), known)
}

/// Scenario: two polls of an audio track in which every counter moved.
/// Guarantees: each figure is the formula of the definition, in its unit.
#[test]
fn each_figure_follows_its_formula() {
    let fields = [
        (I::PacketsLost, 5.0, 10.0),
        (I::PacketsReceived, 100.0, 195.0),
        (I::PacketsDiscarded, 3.0, 22.0),
        (I::Jitter, 0.004, 0.006),
        (I::BytesReceived, 1000.0, 9000.0),
        (I::JitterBufferDelay, 100.0, 5860.0),
        (I::JitterBufferEmittedCount, 0.0, 96_000.0),
        (I::TotalSamplesReceived, 96_000.0, 192_000.0),
        (I::ConcealedSamples, 0.0, 9600.0),
        (I::SilentConcealedSamples, 0.0, 4800.0),
        (I::FramesDecoded, 10.0, 70.0),
        (I::FramesDropped, 1.0, 4.0),
        (I::TotalFreezesDuration, 0.0, 0.5),
        (I::TotalPlayoutDelay, 0.0, 1920.0),
        (I::TotalSamplesCount, 0.0, 96_000.0),
    ];
    let figures = between(&fields, &known(Medium::Audio)).expect("two polls");
    assert_eq!(figures.interval, 2000.0);
    assert_eq!(figures.loss, Some(0.05));
    assert_eq!(figures.discard, Some(0.2));
    assert_eq!(figures.jitter, Some(6.0));
    assert_eq!(figures.jitter_buffer, Some(60.0));
    assert_eq!(figures.playout, Some(20.0));
    assert_eq!(figures.concealment, Some(0.1));
    assert_eq!(figures.freeze, Some(0.25));
    assert_eq!(figures.bitrate, Some(32_000.0));
    assert_eq!(figures.frames_per_second, Some(30.0));
    assert_eq!(figures.frames_dropped, Some(3.0));
    assert!(!figures.stalled);
    let silence = Circumstances { silence_known: true, ..known(Medium::Audio) };
    assert_eq!(between(&fields, &silence).expect("two polls").concealment, Some(0.05));
}

/// Scenario: polls in which nothing moved, and polls that hold nothing but a time.
/// Guarantees: a figure whose denominator is 0 or absent is absent, not 0 and not NaN.
#[test]
fn no_figure_without_a_denominator() {
    let still = [
        (I::PacketsLost, 5.0, 5.0),
        (I::PacketsReceived, 9.0, 9.0),
        (I::JitterBufferDelay, 1.0, 1.0),
        (I::JitterBufferEmittedCount, 5.0, 5.0),
        (I::ConcealedSamples, 2.0, 2.0),
        (I::TotalSamplesReceived, 2.0, 2.0),
    ];
    for fields in [&still[..], &[]] {
        let figures = between(fields, &known(Medium::Audio)).expect("two polls");
        let absent = [figures.loss, figures.discard, figures.jitter_buffer, figures.playout, figures.concealment];
        assert_eq!(absent, [None; 5]);
        assert_eq!(figures.bitrate, None);
    }
}

/// Scenario: a freeze longer than the poll ends in it.
/// Guarantees: the ratio does not exceed 1.
#[test]
fn a_freeze_is_credited_once_it_ends() {
    let figures = between(&[(I::TotalFreezesDuration, 0.0, 7.0)], &known(Medium::Video)).expect("two polls");
    assert_eq!(figures.freeze, Some(1.0));
}

/// Scenario: packets lost 10 › 7 (three given up arrived after all) › 9 › 14, 97 packets received each time.
/// Guarantees: nothing is rebaselined, the −3 is set against the later losses, and in sum the true 4 are counted.
#[test]
fn negative_loss_is_carried_forward() {
    let mut track = Track::default();
    let mut losses = Vec::new();
    for (turn, lost) in [10.0, 7.0, 9.0, 14.0].into_iter().enumerate() {
        let turn = turn as f64;
        let stats = inbound(&[
            (I::Timestamp, 2000.0 * turn),
            (I::Ssrc, 1.0),
            (I::PacketsLost, lost),
            (I::PacketsReceived, 96.0 * turn),
        ]);
        losses.extend(track.poll(&stats, &known(Medium::Audio)).map(|figures| figures.sums.loss));
    }
    let parts: Vec<f64> = losses.iter().map(|loss| loss.part).collect();
    assert_eq!(parts, [0.0, 0.0, 4.0]);
    assert_eq!(losses.last().and_then(|loss| loss.times(1.0)), Some(0.04));
}

/// Scenario: another ssrc under the same id, a counter that falls, a clock that runs backwards.
/// Guarantees: the poll reports nothing and is the baseline of the next; a carried loss is forgotten.
#[test]
fn a_reset_rebaselines() {
    let stats = |time, ssrc, lost, received| {
        inbound(&[(I::Timestamp, time), (I::Ssrc, ssrc), (I::PacketsLost, lost), (I::PacketsReceived, received)])
    };
    for reset in [stats(6000.0, 2.0, 0.0, 300.0), stats(6000.0, 1.0, 0.0, 20.0), stats(1.0, 1.0, 0.0, 300.0)] {
        let mut track = Track::default();
        let audio = known(Medium::Audio);
        track.poll(&stats(2000.0, 1.0, 9.0, 100.0), &audio);
        assert!(track.poll(&stats(4000.0, 1.0, 4.0, 200.0), &audio).is_some());
        assert_eq!(track.poll(&reset, &audio), None);
        let time = reset.at(I::Timestamp as usize).unwrap_or_default() + 2000.0;
        let ssrc = reset.at(I::Ssrc as usize).unwrap_or_default();
        let received = reset.at(I::PacketsReceived as usize).unwrap_or_default() + 99.0;
        let next = track.poll(&stats(time, ssrc, 1.0, received), &audio).expect("a new baseline");
        assert_eq!((next.loss, next.interval), (Some(0.01), 2000.0));
    }
}

/// Scenario: getStats answers twice from its cache, with the same timestamp.
/// Guarantees: the second answer reports nothing and disturbs nothing.
#[test]
fn the_same_moment_is_not_polled_twice() {
    let stats = |time, received| inbound(&[(I::Timestamp, time), (I::Ssrc, 1.0), (I::PacketsReceived, received)]);
    let mut track = Track::default();
    let audio = known(Medium::Audio);
    track.poll(&stats(0.0, 0.0), &audio);
    assert_eq!(track.poll(&stats(0.0, 0.0), &audio), None);
    assert_eq!(track.poll(&stats(2000.0, 100.0), &audio).map(|figures| figures.interval), Some(2000.0));
}

/// Scenario: an audio track without packets: the last one old or recent, muted, or with no time of the last packet.
/// Guarantees: a stall needs a live track, no packet in the poll, and a last packet older than the poll and 1 s.
#[test]
fn audio_stalls() {
    let stalled = |received, last, known: &Circumstances| {
        let fields = [(I::PacketsReceived, 50.0, received), (I::LastPacketReceivedTimestamp, last, last)];
        between(&fields, known).expect("two polls").stalled
    };
    let live = known(Medium::Audio);
    assert!(stalled(50.0, 9_900.0, &live));
    assert!(stalled(50.0, f64::NAN, &live));
    assert!(!stalled(50.0, 10_100.0, &live));
    assert!(!stalled(60.0, 9_900.0, &live));
    assert!(!stalled(50.0, 9_900.0, &Circumstances { live: false, ..live }));
    let mut track = Track::default();
    for (time, expected) in [(0.0, None), (500.0, Some(false))] {
        let stats = inbound(&[(I::Timestamp, time), (I::Ssrc, 1.0), (I::PacketsReceived, 5.0)]);
        assert_eq!(track.poll(&stats, &live).map(|figures| figures.stalled), expected, "half a second is no stall");
    }
}

/// Scenario: a video track in a blackout, seen by the page's frame callback or by decoded frames only.
/// Guarantees: the callback decides where there is one, else a whole poll without a decoded frame does.
#[test]
fn video_stalls() {
    let stalled = |frames, since_last_frame| {
        let known = Circumstances { since_last_frame, ..known(Medium::Video) };
        between(&[(I::FramesDecoded, 50.0, frames)], &known).expect("two polls").stalled
    };
    assert!(stalled(50.0, None));
    assert!(!stalled(51.0, None));
    assert!(stalled(51.0, Some(1000.1)));
    assert!(!stalled(50.0, Some(1000.0)));
}

/// Scenario: lists that are empty, too short, too long, and hold infinities.
/// Guarantees: what is not there is absent; nothing panics.
#[test]
fn any_list_is_read() {
    for list in [vec![], vec![1.0], vec![f64::INFINITY; 100], vec![f64::NAN; 100_000]] {
        let mut track = Track::default();
        let stats = InboundStats::from_slice(&list);
        assert_eq!(track.poll(&stats, &known(Medium::Audio)), None);
        assert_eq!(track.poll(&stats, &known(Medium::Audio)), None);
    }
    assert_eq!(InboundStats::from_slice(&[1.0]).at(I::Ssrc as usize), None);
}

/// Scenario: the orders that JavaScript fills are listed.
/// Guarantees: each field keeps its place.
#[test]
fn the_orders_are_fixed() {
    let inbound =
        [I::Timestamp, I::Ssrc, I::PacketsLost, I::Jitter, I::LastPacketReceivedTimestamp, I::PacketsReceived];
    assert_eq!(inbound.map(|field| field as usize), [0, 1, 2, 3, 4, 5]);
    let audio = [I::JitterBufferDelay, I::JitterBufferEmittedCount, I::TotalSamplesReceived, I::ConcealedSamples];
    assert_eq!(audio.map(|field| field as usize), [8, 9, 10, 11]);
    assert_eq!(FIELDS, 18);
    let outbound = [O::Timestamp, O::Ssrc, O::PacketsLost, O::PacketsSent, O::BytesSent, O::TotalRoundTripTime];
    assert_eq!(outbound.map(|field| field as usize), [0, 1, 2, 3, 4, 5]);
    assert_eq!(O::RoundTripTimeMeasurements as usize, 6);
    assert_eq!((PairField::TotalRoundTripTime as usize, PairField::ResponsesReceived as usize), (0, 1));
}

/// Scenario: a sent track with receiver reports, without one, and after a reset.
/// Guarantees: round trip in ms, loss by packets sent, bitrate; without a report no round trip.
#[test]
fn outbound_figures() {
    let mut track = OutboundTrack::default();
    let mut poll = |list: [f64; 7]| track.poll(&OutboundStats::from_slice(&list));
    assert_eq!(poll([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]), None);
    let figures = poll([2000.0, 1.0, 2.0, 100.0, 8000.0, 0.3, 2.0]).expect("two polls");
    assert_eq!((figures.round_trip_time, figures.loss, figures.bitrate), (Some(150.0), Some(0.02), Some(32_000.0)));
    let figures = poll([4000.0, 1.0, 2.0, 200.0, 8000.0, 0.3, 2.0]).expect("two polls");
    assert_eq!((figures.round_trip_time, figures.loss, figures.bitrate), (None, Some(0.0), Some(0.0)));
    assert_eq!(poll([6000.0, 1.0, 2.0, 100.0, 9000.0, 0.4, 3.0]), None, "packets sent fell");
    assert!(poll([8000.0, 1.0, 2.0, 200.0, 9000.0, 0.4, 3.0]).is_some());
    assert_eq!(poll([9000.0, 2.0, 2.0, 300.0, 9000.0, 0.4, 3.0]), None, "another ssrc");
}

/// Scenario: the selected pair answers twice, not at all, and restarts.
/// Guarantees: the mean round trip in ms, and nothing without an answer or after a restart.
#[test]
fn pair_round_trip() {
    let mut pair = Pair::default();
    let mut poll = |total, responses| pair.poll(&PairStats::from_slice(&[total, responses]));
    assert_eq!(poll(1.0, 10.0), None);
    assert_eq!(poll(1.25, 12.0), Some(125.0));
    assert_eq!(poll(1.25, 12.0), None);
    assert_eq!(poll(0.5, 1.0), None);
    assert_eq!(poll(0.75, 2.0), Some(250.0));
    assert_eq!(poll(f64::NAN, 4.0), None);
}

proptest! {
    /// Scenario: polls of random counters that often fall.
    /// Guarantees: where any counter fell there is no figure; where there is one, each ratio is finite and not negative.
    #[test]
    fn counters_that_fall_never_give_a_figure(
        polls in prop::collection::vec(prop::collection::vec(0.0..1e6_f64, FIELDS), 2..10),
    ) {
        let mut track = Track::default();
        let mut before: Option<Vec<f64>> = None;
        for (turn, mut list) in polls.into_iter().enumerate() {
            list[I::Timestamp as usize] = 2000.0 * turn as f64;
            list[I::Ssrc as usize] = 1.0;
            // One poll in two continues from the one before.
            if let Some(before) = before.as_ref().filter(|_| turn % 2 == 1) {
                for place in I::PacketsReceived as usize..FIELDS {
                    list[place] += before[place];
                }
            }
            let fell = before.as_ref().is_some_and(|before| {
                (I::PacketsReceived as usize..FIELDS).any(|place| list[place] < before[place])
            });
            let figures = track.poll(&InboundStats::from_slice(&list), &known(Medium::Audio));
            prop_assert_eq!(figures.is_some(), before.is_some() && !fell);
            if let Some(figures) = figures {
                for ratio in [figures.loss, figures.concealment, figures.freeze, figures.jitter_buffer, figures.bitrate] {
                    prop_assert!(ratio.is_none_or(|ratio| ratio.is_finite() && ratio >= 0.0));
                }
                prop_assert!(figures.loss.is_none_or(|loss| loss <= 1.0));
            }
            before = Some(list);
        }
    }

    /// Scenario: packets lost wanders up and down at random.
    /// Guarantees: the losses that were reported, and what is still carried, sum to the true change.
    #[test]
    fn losses_are_conserved(steps in prop::collection::vec(-20_i32..30, 1..40)) {
        let mut track = Track::default();
        let (mut lost, mut reported) = (0.0, 0.0);
        for (turn, step) in steps.iter().chain(&[0, 0]).enumerate() {
            lost += f64::from(*step);
            let turn = turn as f64;
            let stats = inbound(&[
                (I::Timestamp, turn), (I::Ssrc, 1.0), (I::PacketsLost, lost), (I::PacketsReceived, 50.0 * turn),
            ]);
            if let Some(figures) = track.poll(&stats, &known(Medium::Audio)) {
                reported += figures.sums.loss.part;
            }
        }
        let change = lost - f64::from(steps[0]);
        prop_assert!(reported >= 0.0 && reported >= change);
        // One further poll with so many losses that nothing remains carried.
        let stats = inbound(&[
            (I::Timestamp, 1e6), (I::Ssrc, 1.0), (I::PacketsLost, lost + 1e5), (I::PacketsReceived, 1e6),
        ]);
        reported += track.poll(&stats, &known(Medium::Audio)).map_or(0.0, |figures| figures.sums.loss.part);
        prop_assert_eq!(reported, change + 1e5);
    }

    /// Scenario: lists of any numbers at all.
    /// Guarantees: nothing panics and no figure is NaN or infinite.
    #[test]
    fn any_numbers_are_survived(polls in prop::collection::vec(prop::collection::vec(any::<f64>(), 0..30), 1..6)) {
        let mut track = Track::default();
        for list in polls {
            if let Some(figures) = track.poll(&InboundStats::from_slice(&list), &known(Medium::Video)) {
                let all = [figures.loss, figures.discard, figures.jitter_buffer, figures.playout, figures.concealment,
                    figures.freeze, figures.bitrate, figures.frames_per_second, figures.frames_dropped];
                prop_assert!(all.iter().flatten().all(|figure| figure.is_finite()));
            }
        }
    }
}
