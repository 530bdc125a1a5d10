import type { Given } from "./stats";

/** When each element showed its latest frame. */
const shown = new WeakMap<HTMLVideoElement, number>();

/** Milliseconds since the page showed a frame of a track in a `<video>`; NaN where none shows it, or none was asked before. */
export function sinceFrame(track: string, { isSilent, now }: Given): number {
  let latest = NaN;
  for (const video of document.querySelectorAll("video")) {
    // What else plays has no tracks to ask for.
    const stream = video.srcObject as MediaStream | null;
    if (video.paused || !stream?.getTrackById?.(track) || !video.requestVideoFrameCallback) continue;
    const at = shown.get(video);
    if (at) {
      // Of several the liveliest.
      latest = Math.max(at, latest || 0);
    } else {
      const frame = () => {
        shown.set(video, now());
        if (!isSilent()) video.requestVideoFrameCallback(frame);
      };
      frame();
    }
  }
  return now() - latest;
}
