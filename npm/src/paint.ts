import { note } from "./observations";
import { now } from "./time";

let frame = 0;
let expecting = false;
let observer: ResizeObserver | undefined;

/**
 * Notes the next frame: `frame` in its rendering steps, when what has been written by then is what it shows, and `painted`
 * with the time of its paint.
 *
 * A ResizeObserver that begins to observe reports in the frame's own rendering steps, also for a write inside a frame callback; a
 * message posted from there arrives right after the paint. All writes of a frame share one report. Nothing is noted while
 * the page is hidden, as nothing is painted then.
 */
export function expectPaint(): void {
  // A host without rendering paints nothing.
  if (expecting || !globalThis.ResizeObserver) return;
  expecting = true;
  observer ??= reporter(new MessageChannel());
  observer.observe(document.documentElement);
}

function reporter({ port1, port2 }: MessageChannel): ResizeObserver {
  port1.onmessage = ({ data }) => note("painted", data, now());
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    // Writes from here on belong to the next frame, even those before the message arrives.
    expecting = false;
    note("frame", ++frame);
    port2.postMessage(frame);
  });
  return observer;
}
