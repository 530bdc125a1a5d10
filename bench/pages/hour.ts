/** An hour's call in fast time: `fast.js` has made the clock and the timers quicker, and the connections stand-ins. */
import type { Honeyguide } from "@honeyguide/browser";
import { lines } from "./lines";

const { hg } = globalThis as { hg?: Honeyguide };
const update = lines(hg, document.getElementById("captions") as HTMLElement);
const connections = [new RTCPeerConnection(), new RTCPeerConnection()];
for (const connection of connections) await connection.setLocalDescription();

const began = performance.now();
let updates = 0;
// As many updates as are due, so that an hour has all of them however late the timers are.
setInterval(() => {
  for (const due = Math.floor((performance.now() - began) / 100); updates < due; updates++) update();
}, 100);
Object.assign(window, {
  /** Where the call is: milliseconds, updates, and what became of the items. */
  progress: async () => ({ ms: performance.now() - began, updates, counts: await hg?.counts() }),
});
