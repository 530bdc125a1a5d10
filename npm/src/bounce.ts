import { batchUrl } from "./address";
import { takeWaiting } from "./observations";
import { nativeFetch } from "./requests";
import type { Options } from "./types";

/** What a request at the page's end may hold: the browser's own limit for the whole page is 64 KiB. */
const MOST_BYTES = 60_000;

/** Members that are sent. All others stay: the app's own names of segments, elements, entries of other kinds. */
const SENT = (
  "page app name version environment origin at left forgotten count noted " +
  "number options language speaker emitted handled written painted final outcome " +
  "from to requested firstToken ready done accuracy hidden " +
  "start end identifiers failed attributes service status duration instrument unit value " +
  "entryType startTime responseStart activationStart interactionId hadRecentInput"
).split(" ");

let sent = false;

/** Whether a page view was sent this way already: what is final by then must not be told again. */
export const bounced = (): boolean => sent;

/**
 * The page is hidden or left before the lazy part came: what was noted goes as it is, and the gateway measures. Texts of captions
 * stay here, so the words of these few updates are not counted; calls that were being set up are not told either.
 */
export function bounce({ endpoint, key, app }: Options, left: boolean): void {
  const waiting = takeWaiting();
  if (!waiting) return;
  const noted = waiting.noted.filter(([kind]) => kind !== "hidden" && kind !== "visible");
  // A page that is left is hidden first, or after: the second time there is nothing new.
  if (sent && noted.length === 0) return;
  const entries = ["navigation", "paint", "visibility-state"].flatMap((type) =>
    performance.getEntriesByType(type),
  );
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  const text = () =>
    JSON.stringify(
      {
        page: [high, low],
        app: { name: app?.name, version: app?.version, environment: app?.environment },
        origin: performance.timeOrigin,
        at: performance.now(),
        count: (performance as { interactionCount?: number }).interactionCount,
        left,
        forgotten: waiting.forgotten,
        noted: [
          ["entries", [sent ? [] : entries]],
          ...noted.map(([kind, args]) => [kind, kind === "captions" ? args.slice(0, 2) : args]),
        ],
      },
      SENT,
    );
  let body = text();
  while (body.length > MOST_BYTES && noted.length > 0) {
    waiting.forgotten += noted.splice(0, Math.ceil(noted.length / 2)).length;
    body = text();
  }
  sent = true;
  void nativeFetch(batchUrl(endpoint, key), {
    method: "POST",
    // Version 1, encoding 6: observations as JSON.
    body: `\u0001\u0006${body}`,
    headers: { "content-type": "text/plain" },
    credentials: "omit",
    keepalive: true,
  }).catch(() => {});
}
