import { batchUrl } from "./address";
import { guarded, type Noted, putBack, takeWaiting } from "./observations";
import { nativeFetch } from "./requests";
import type { Options } from "./types";

/** What a request at the page's end may hold: the browser's own limit for the whole page is 64 KiB. */
const MOST_BYTES = 60_000;

/** Members that are sent. All others stay: the app's own names of segments, elements, entries of other kinds. */
const SENT = (
  " page app origin at left forgotten count noted " +
  "number options emitted handled written painted final outcome " +
  "entryType duration value startTime responseStart activationStart interactionId hadRecentInput"
).split(" ");

/** Members that are sent as texts, whatever the app made of them. */
const TEXTS = "name version environment language speaker".split(" ");

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
  const { forgotten } = waiting;
  // Only the lazy part can use these, should it come: calls, and entries when the timings were sent.
  const stays = ([kind]: Noted) => (sent ? /^(con|ent)/ : /^con/).test(kind);
  putBack(waiting.noted.filter(stays), 0);
  const noted = waiting.noted.filter((one) => !stays(one) && !/hid|vis/.test(one[0]));
  // A page that is left is hidden first, or after: the second time there is nothing new.
  if (sent && noted.length === 0) return;
  const entries = ["navigation", "paint", "visibility-state"].flatMap((type) =>
    performance.getEntriesByType(type),
  );
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  let told = noted;
  // Version 1, encoding 6: observations as JSON.
  const write = () =>
    `\u0001\u0006${JSON.stringify(
      {
        page: [high, low],
        app: { ...app },
        origin: performance.timeOrigin,
        at: performance.now(),
        count: (performance as { interactionCount?: number }).interactionCount,
        left,
        forgotten: forgotten + noted.length - told.length,
        noted: [
          ["entries", [sent ? [] : entries]],
          ...told.map(([kind, args]) => [kind, kind === "captions" ? args.slice(0, 2) : args]),
        ],
      },
      member,
      // Half of a pair of surrogates is no JSON to everybody.
    ).replace(/\\ud[89a-f]../g, "\\ufffd")}`;
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
  void nativeFetch(batchUrl(endpoint, key), {
    method: "POST",
    body,
    headers: { "content-type": "text/plain" },
    credentials: "omit",
    keepalive: true,
  }).then(({ ok }) => ok || failed(), failed);
}

/** What is sent of a member. Names of most entries are addresses. */
function member(this: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(this) || SENT.includes(key)) return value;
  const { entryType = "paint" } = this as Partial<PerformanceEntry>;
  if (value != null && TEXTS.includes(key) && /^paint|^visi/.test(entryType)) {
    return guarded(() => String(value));
  }
}
