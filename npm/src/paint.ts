import { now } from "./time";

type Painted = (at: number) => void;

let waiting: Painted[] = [];

/**
 * Calls back with the time of the first paint at or after now.
 *
 * A fresh ResizeObserver reports in the frame's own rendering steps, also for a write inside a frame callback; a message
 * posted from there arrives right after the paint. All writes of a frame share one observer. Nothing calls back while
 * the page is hidden, as nothing is painted then.
 */
export function afterPaint(painted: Painted): void {
  waiting.push(painted);
  if (waiting.length > 1) return;
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    // Writes from here on belong to the next frame.
    const frame = waiting;
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
