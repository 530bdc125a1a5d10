//! Calls: connections set up, getStats polls of their tracks, windows of audio quality.

use honeyguide_catalog::item::{audio_window, webrtc_inbound, webrtc_outbound};
use honeyguide_protocol::ticks;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Recorder, Row};
use crate::measure::{
    audio_quality::AudioWindow,
    present,
    webrtc::{Circumstances, InboundStats, Medium, OutboundStats, OutboundTrack, Pair, PairStats, Track},
};

/// Everything that is polled, by the page's own numbers.
#[derive(Default)]
pub(super) struct Calls {
    inbound: Vec<(u32, Received)>,
    outbound: Vec<(u32, OutboundTrack)>,
    pairs: Vec<(u32, Pair)>,
}

#[derive(Default)]
struct Received {
    track: Track,
    window: AudioWindow,
}

#[wasm_bindgen]
impl Recorder {
    /// A poll of the selected pair (its fields in the order of `PairField`): the round trip since the last poll, or NaN.
    pub fn pair(&mut self, pair: u32, stats: &[f64]) -> f64 {
        entry(&mut self.calls.pairs, pair).poll(&PairStats::from_slice(stats)).unwrap_or(f64::NAN)
    }

    /// A poll of a received track (fields in the order of `InboundField`). `rtt` from
    /// [`Recorder::outbound`], or from [`Recorder::pair`] where nothing is sent.
    #[expect(clippy::too_many_arguments, reason = "plain numbers are what crosses cheapest")]
    pub fn inbound(
        &mut self,
        track: u32,
        connection: u32,
        attributes: u32,
        time: f64,
        stats: &[f64],
        rtt: f64,
        video: bool,
        live: bool,
        silence_known: bool,
        error_correction: bool,
    ) {
        let medium = if video { Medium::Video } else { Medium::Audio };
        let known = Circumstances { medium, live, silence_known, since_last_frame: None };
        let received = entry(&mut self.calls.inbound, track);
        let Some(figures) = received.track.poll(&InboundStats::from_slice(stats), &known) else { return };
        let rtt = present(rtt);
        let mut row = Row::default();
        row.count(webrtc_inbound::track, track)
            .count(webrtc_inbound::connection, connection)
            .ratio(webrtc_inbound::loss, figures.loss)
            .ratio(webrtc_inbound::discard, figures.discard)
            .ms(webrtc_inbound::jitter_buffer, figures.jitter_buffer)
            .ms(webrtc_inbound::playout, figures.playout)
            .ratio(webrtc_inbound::concealment, figures.concealment)
            .ratio(webrtc_inbound::freeze, figures.freeze)
            .ms(webrtc_inbound::rtt, rtt)
            .some(webrtc_inbound::bitrate, figures.bitrate.unwrap_or_default() as u32)
            .ratio_of_frames(if video { figures.frames_per_second } else { None })
            .some(webrtc_inbound::stalled, u32::from(figures.stalled))
            .ms(webrtc_inbound::jitter, figures.jitter);
        self.outbox.capture(webrtc_inbound::KIND, attributes, ticks(time), &row.cells);
        if video {
            return;
        }
        let Some(window) = received.window.push(&figures, rtt, error_correction) else { return };
        let mut row = Row::default();
        row.count(audio_window::track, track)
            .float(audio_window::score, Some(window.score))
            .ms(audio_window::delay, window.ta)
            .ratio(audio_window::loss, window.ppl.map(|percent| percent / 100.0))
            .ratio(audio_window::stalled, Some(window.stalled_share));
        self.outbox.capture(audio_window::KIND, attributes, ticks(time), &row.cells);
    }

    /// A poll of a sent track (fields in the order of `OutboundField`): its round trip since the last poll, or NaN.
    pub fn outbound(&mut self, track: u32, connection: u32, attributes: u32, time: f64, stats: &[f64]) -> f64 {
        let polled = entry(&mut self.calls.outbound, track).poll(&OutboundStats::from_slice(stats));
        let Some(figures) = polled else { return f64::NAN };
        let mut row = Row::default();
        row.count(webrtc_outbound::track, track)
            .count(webrtc_outbound::connection, connection)
            .ratio(webrtc_outbound::loss, figures.loss)
            .ms(webrtc_outbound::rtt, figures.round_trip_time)
            .some(webrtc_outbound::bitrate, figures.bitrate.unwrap_or_default() as u32);
        self.outbox.capture(webrtc_outbound::KIND, attributes, ticks(time), &row.cells);
        figures.round_trip_time.unwrap_or(f64::NAN)
    }
}

impl Row {
    fn ratio_of_frames(&mut self, rate: Option<f64>) -> &mut Self {
        self.float(webrtc_inbound::frame_rate, rate.map(|rate| f64::from(rate as f32)))
    }
}

fn entry<T: Default>(all: &mut Vec<(u32, T)>, number: u32) -> &mut T {
    let index = all.iter().position(|(known, _)| *known == number).unwrap_or_else(|| {
        all.push((number, T::default()));
        all.len() - 1
    });
    &mut all[index].1
}
