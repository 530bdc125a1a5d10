import { now } from "./time";

/** Called in the frame's rendering steps, to gather what it will show; what it returns is called with the time of the paint. */
type Framed = () => (at: number) => void;

let waiting: Framed[] = [];

/**
 * Calls `framed` in the rendering steps of the first frame that shows what has been written by now, and what that
 * returns with the time of the frame's paint.
 *
 * A fresh ResizeObserver reports in the frame's own rendering steps, also for a write inside a frame callback; a message
 * posted from there arrives right after the paint. All writes of a frame share one observer. Nothing is called while
 * the page is hidden, as nothing is painted then.
 */
export function afterPaint(framed: Framed): void {
  // A host without rendering paints nothing.
  if (!globalThis.ResizeObserver) return;
  waiting.push(framed);
  if (waiting.length > 1) return;
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    // Writes from here on belong to the next frame, even those before the message arrives.
    const frame = waiting.map((framed) => framed());
    waiting = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      const at = now();
      for (const painted of frame) painted(at);
    };
    port2.postMessage(0);
  });
  observer.observe(document.documentElement);
}
