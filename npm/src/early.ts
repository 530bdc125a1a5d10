import { scrub } from "./address";
import { bounce } from "./bounce";
import { ERROR_TYPE, Kind, MESSAGE, SOURCE, STACK } from "./catalog";
import { watchConnections, watchMedia } from "./connections";
import { guarded, item, note } from "./observations";
import { watchRequests } from "./requests";
import { now } from "./time";
import type { Options } from "./types";

/** Interactions shorter than this are not observed, milliseconds (the web-vitals library's threshold). */
const SLOW_EVENT = 40;

/** Starts the probes that cannot wait for the lazy part: what they would miss is not buffered by the browser. */
export function watch(options: Options): void {
  const probes = [watchErrors, watchConnections, watchMedia, watchEntries, watchRequests, watchVisibility];
  // One that cannot start takes no other with it.
  for (const probe of probes) guarded(() => probe(options));
}

function watchErrors(): void {
  addEventListener("error", ({ error, message }) => noteError("error", error, message));
  addEventListener("unhandledrejection", ({ reason }) => noteError("unhandledrejection", reason, reason));
}

/** Notes an error of the page; `source` says what brought it. */
export function noteError(source: string, error: unknown, message: unknown): void {
  guarded(() => {
    const known = error instanceof Error ? error : undefined;
    item(
      Kind.Error,
      now(),
      [],
      [
        [SOURCE, source],
        [ERROR_TYPE, known?.name ?? "Error"],
        [MESSAGE, scrub(known?.message ?? message)],
        [STACK, scrub(known?.stack)],
      ],
    );
  });
}

/** What the page timings are made of, and when the main thread was busy. */
function watchEntries(): void {
  observer = new PerformanceObserver((list) => note("entries", list.getEntries()));
  // Asked for a type that it does not have, a browser complains in the console.
  const supported = PerformanceObserver.supportedEntryTypes ?? [];
  for (const type of ENTRIES.filter((type) => supported.includes(type))) {
    observer.observe({ type, buffered: true, durationThreshold: SLOW_EVENT } as PerformanceObserverInit);
  }
}

const ENTRIES = [
  "event",
  "first-input",
  "paint",
  "layout-shift",
  "largest-contentful-paint",
  "longtask",
  "long-animation-frame",
];

let observer: PerformanceObserver | undefined;

/** Takes in entries that the browser has not handed over yet. */
export function drainEntries(): void {
  const entries = observer?.takeRecords() ?? [];
  if (entries.length > 0) note("entries", entries);
}

/** A same-tab navigation fires `visibilitychange` after `pagehide`: both flush, and the second finds nothing. */
function watchVisibility(options: Options): void {
  const hide = (leaving: boolean) => {
    drainEntries();
    note("hidden", leaving, now());
    guarded(() => bounce(options, leaving));
  };
  const change = () => {
    if (document.visibilityState === "hidden") hide(false);
    else note("visible", now());
  };
  if (document.visibilityState === "hidden") note("hidden", false, now());
  addEventListener("visibilitychange", change, true);
  addEventListener("pagehide", () => hide(true), true);
}
