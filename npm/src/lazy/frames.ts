import { now } from "./core";

/** A `<video>` that was asked for its next frame. */
interface Asked {
  at: number;
  waiting: boolean;
  /** When it showed the frame that was asked for last. */
  shown: number;
}

const asked = new WeakMap<HTMLVideoElement, Asked>();

/** Asked less long ago than this, nothing follows from silence yet; much longer, nothing from an answer any more; milliseconds. */
const [SOON, LONG] = [900, 1900];

const videos = () =>
  // What else plays has no tracks to ask for.
  [...document.querySelectorAll("video")].filter((video) => !video.paused && video.requestVideoFrameCallback);

/**
 * Asks every `<video>` for its next frame. Whoever asks a second before {@link sinceFrame} learns whether one came within that
 * second, and the page does not wake up for each.
 */
export function askFrames(): void {
  for (const video of videos()) {
    const known = asked.get(video) ?? { at: 0, waiting: false, shown: 0 };
    asked.set(video, known);
    if (known.waiting) continue;
    known.waiting = true;
    known.at = now();
    video.requestVideoFrameCallback(() => {
      known.waiting = false;
      known.shown = now();
    });
  }
}

/**
 * Milliseconds since the page showed a frame of a track: 0 where one came since it was asked for. NaN where none shows it, none was
 * shown yet, or it was not asked in time.
 */
export function sinceFrame(track: string): number {
  let least = Infinity;
  for (const video of videos()) {
    const known = (video.srcObject as MediaStream | null)?.getTrackById?.(track) && asked.get(video);
    if (!known?.shown) continue;
    const { at, waiting, shown } = known;
    const age = now() - at;
    // Of several the liveliest.
    if (waiting ? age > SOON : age < LONG) least = Math.min(least, waiting ? now() - shown : 0);
  }
  return least < Infinity ? least : NaN;
}
