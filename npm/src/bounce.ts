import { batchUrl, weight } from "./address";
import { type Noted, putBack, takeWaiting, text } from "./observations";
import { nativeFetch, POST } from "./requests";
import type { Options } from "./types";

/** What a request at the page's end may hold: the browser's own limit for the whole page is 64 KiB. */
const MOST_BYTES = 60_000;

let sent = false;

/** Whether a page view was sent this way already: what is final by then must not be told again. */
export const bounced = (): boolean => sent;

/**
 * The page is hidden or left before the lazy part came: what was noted goes as it is, and the gateway measures. Texts of captions
 * stay here, so the words of these few updates are not counted; calls that were being set up are not told either.
 */
export function bounce(options: Options, left: boolean): void {
  // Nobody could ask the app about these attributes, and a sink measures nothing.
  const waiting = !(options.beforeSend || options.sink) && takeWaiting();
  if (!waiting) return;
  const { forgotten } = waiting;
  const { app } = options;
  // Only the lazy part can use calls, should it come; translations go on, and so does what it must know of them and of the page.
  const later = new RegExp(`^(con${sent ? "|ent" : ""}${left ? "" : "|tr|to|do"})`);
  putBack(
    waiting.noted.filter(([kind]) => later.test(kind) || (!left && /^(re|fr|pa)/.test(kind))),
    0,
  );
  const noted = waiting.noted.filter(([kind]) => !later.test(kind));
  // A page that is left is hidden first, or after: the second time there is nothing new.
  if (sent && !noted.some(([kind]) => !/^(hi|vi|re|fr|pa)/.test(kind))) return;
  const timings = ["navigation", "paint", "visibility-state"].flatMap((type) =>
    performance.getEntriesByType(type),
  );
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  let told = noted;
  // Version 1, encoding 6: observations as JSON.
  const write = () =>
    `\u0001\u0006${JSON.stringify({
      page: [high, low],
      weight: weight(options),
      app: [app?.name, app?.version, app?.environment, app?.sourceMaps].map(text),
      origin: performance.timeOrigin,
      at: performance.now(),
      count: (performance as { interactionCount?: number }).interactionCount,
      left,
      forgotten: forgotten + noted.length - told.length,
      noted: [["entries", [sent ? [] : timings.map(timing)]], ...told.map(spoken)],
      // Half of a pair of surrogates is no JSON to everybody.
    }).replace(/\\ud[89a-f]../g, "\\ufffd")}`;
  let body = write();
  while (new Blob([body]).size > MOST_BYTES && told.length > 0) {
    told = told.slice(Math.ceil(told.length / 2));
    body = write();
  }
  sent = true;
  const failed = () => {
    // A page that lives on tells it later.
    if (left) return;
    sent = false;
    putBack(noted, forgotten);
  };
  void nativeFetch(batchUrl(options), { ...POST, body, keepalive: true }).then(
    ({ ok }) => ok || failed(),
    failed,
  );
}

/** What is sent of an observation: no text of a caption, and of entries the numbers. */
function spoken([kind, noted]: Noted): unknown {
  if (kind === "update") return [kind, noted.map((one, place) => (place === 2 ? 0 : one))];
  return [kind, kind === "entries" ? [noted[0].map(timing)] : noted];
}

/** Names of most entries are addresses. What others lack is null. */
function timing(entry: PerformanceEntry): unknown[] {
  const all = entry as PerformanceEntry & Record<string, unknown>;
  return [
    all.entryType,
    /^[pv]/.test(all.entryType) ? all.name : "",
    all.startTime,
    all.duration,
    all.interactionId,
    all.value,
    all.hadRecentInput,
    all.responseStart,
    all.activationStart,
  ];
}
