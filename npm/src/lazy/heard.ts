/** Milliseconds from 1900, where NTP begins to count and Chromium with it, to 1970, where Firefox does. */
const NTP = 2_208_988_800_000;
/** Speech is louder than this: the mean square of the samples of a poll, full scale being 1. It is −40 dB: speech has about −26, a quiet room −60. */
const SPEECH = 1e-4;

/** What was heard at the last poll. */
export interface Hearing {
  /** Whether speech was heard on any received track since the poll before. */
  speaking: boolean;
  /** The page's clock less the sender's, plus the way of the sound: of the loudest received track. NaN where it cannot be known. */
  lag: number;
}

/** What a poll found on a received audio track: how loud it was, and which moment of the sender's clock was played at `at`. */
export interface Heard {
  at: number;
  loudness: number;
  playout: unknown;
}

/** Of all tracks that a poll found. */
export function hear(tracks: Heard[]): Hearing {
  tracks.sort((one, other) => other.loudness - one.loudness);
  const known = tracks.find(({ playout }) => playout);
  const playout = Number(known?.playout);
  return {
    speaking: (tracks[0]?.loudness ?? 0) > SPEECH,
    lag: known ? known.at - playout + (playout > NTP ? NTP : 0) : NaN,
  };
}
