/** What makes a page suffer by itself: a busy main thread, and a tab that says it is hidden. */
import { settings, whenTurned } from "./settings";

/** Each block is as long, milliseconds, and so much time is left between two. */
const BLOCK = 400;
const REST = 60;

/** Puts the knobs for the page itself into effect. */
export function strain(): void {
  whenTurned((now, before) => {
    if (now.busy && !before.busy) keepBusy();
    if (now.hidden !== before.hidden) pretend(now.hidden);
  });
}

function keepBusy(): void {
  if (!settings().busy) return;
  for (const begin = performance.now(); performance.now() - begin < BLOCK; );
  setTimeout(keepBusy, REST);
}

/** A stand-in for another tab in front: the page's own scripts see it hidden, the browser goes on painting it. */
function pretend(hidden: boolean): void {
  if (hidden) Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  else Reflect.deleteProperty(document, "visibilityState");
  document.dispatchEvent(new Event("visibilitychange"));
}
