import { now } from "./core";

/** When each element showed the frame that was asked for last. */
const shown = new WeakMap<HTMLVideoElement, number>();
/** Asked, and not answered yet. */
const asked = new WeakSet<HTMLVideoElement>();

const videos = () =>
  // What else plays has no tracks to ask for.
  [...document.querySelectorAll("video")].filter((video) => !video.paused && video.requestVideoFrameCallback);

/**
 * Asks every `<video>` for its next frame. Whoever asks a second before {@link sinceFrame} learns whether one came within that
 * second, and the page does not wake up for each.
 */
export function askFrames(): void {
  for (const video of videos()) {
    if (asked.has(video)) continue;
    asked.add(video);
    video.requestVideoFrameCallback(() => {
      asked.delete(video);
      shown.set(video, now());
    });
  }
}

/**
 * Milliseconds since the page showed a frame of a track: 0 where one came since it was asked for. NaN where none shows it, or none
 * was shown yet.
 */
export function sinceFrame(track: string): number {
  let least = Infinity;
  for (const video of videos()) {
    const at = (video.srcObject as MediaStream | null)?.getTrackById?.(track) && shown.get(video);
    // Of several the liveliest.
    if (at) least = Math.min(least, asked.has(video) ? now() - at : 0);
  }
  return least < Infinity ? least : NaN;
}
