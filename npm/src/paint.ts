import { note } from "./observations";
import { now } from "./time";

let frames = 0;
let expecting = false;

/**
 * Notes the next frame: `frame` in its rendering steps, when what has been written by then is what it shows, and `painted`
 * with the time of its paint.
 *
 * A fresh ResizeObserver reports in the frame's own rendering steps, also for a write inside a frame callback; a message
 * posted from there arrives right after the paint. All writes of a frame share one observer. Nothing is noted while
 * the page is hidden, as nothing is painted then.
 */
export function expectPaint(): void {
  // A host without rendering paints nothing.
  if (expecting || !globalThis.ResizeObserver) return;
  expecting = true;
  const frame = ++frames;
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    // Writes from here on belong to the next frame, even those before the message arrives.
    expecting = false;
    note("frame", frame);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      note("painted", frame, now());
    };
    port2.postMessage(0);
  });
  observer.observe(document.documentElement);
}
