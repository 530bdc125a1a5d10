//! Calls: getStats polls of their tracks, windows of audio quality.

use honeyguide_catalog::item::{audio_window, webrtc_inbound};

use super::Recorder;
use crate::measure::{
    audio_quality::AudioWindow,
    webrtc::{Field, INBOUND, OUTBOUND, Parts, Slot, Stream, cells, ratio},
};

/// What was not polled for so long is gone, ms: a hidden page polls each 10 s.
const FORGOTTEN_MS: f64 = 60_000.0;

/// A track or a candidate pair, by the page's own number.
#[derive(Default)]
pub(super) struct Polled {
    number: f64,
    at: f64,
    stream: Stream,
    window: AudioWindow,
}

impl Recorder {
    /// A poll in the order of `Field`: of a received or a sent track, or (`kind` 0) of a candidate pair, which makes no item.
    /// Gives what the page needs of it since the poll before, not finite where there was none: of a received track how loud it was (the
    /// mean square of its samples), else the round trip, ms.
    pub fn poll(&mut self, kind: u32, attributes: u32, time: f64, stats: &[f64]) -> f64 {
        let number = stats.first().copied().unwrap_or_default();
        let known = self.calls.iter().position(|polled| polled.number == number);
        let place = known.unwrap_or_else(|| {
            // In the place of one that is gone, so that no more are kept than ever were at a time.
            let gone = self.calls.iter().position(|polled| time - polled.at > FORGOTTEN_MS);
            let place = gone.unwrap_or_else(|| {
                self.calls.push(Polled::default());
                self.calls.len() - 1
            });
            self.calls[place] = Polled { number, ..Polled::default() };
            place
        });
        let polled = &mut self.calls[place];
        polled.at = time;
        let Some(poll) = polled.stream.poll(stats) else { return f64::NAN };
        let received = kind == webrtc_inbound::KIND;
        let sound = received && poll.at(Slot::now(Field::Video)) == 0.0;
        let window = if sound { polled.window.push(&poll) } else { None };
        let table = if received { INBOUND } else { OUTBOUND };
        if kind != 0 {
            self.item(kind, attributes, time, &cells(table, &poll));
        }
        if let Some(window) = window {
            let cells = [
                [const { code(audio_window::track) }, number],
                [const { code(audio_window::score) }, window.score],
                [const { code(audio_window::delay) }, window.ta],
                [const { code(audio_window::loss) }, ratio(window.ppl / 100.0)],
                [const { code(audio_window::stalled) }, ratio(window.stalled_share)],
            ];
            self.item(audio_window::KIND, attributes, time, cells.as_flattened());
        }
        if received { Parts::LOUDNESS.quotient(&poll) } else { 1000.0 * Parts::ROUND_TRIP.quotient(&poll) }
    }
}

/// How a field of `audio_window` crosses.
const fn code(field: u32) -> f64 {
    super::code(audio_window::KIND, field)
}
