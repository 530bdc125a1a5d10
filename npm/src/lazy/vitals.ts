import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { bounced } from "../bounce";
import { drainEntries } from "../early";
import { now } from "../time";
import type { Attributes } from "./attributes";
import { NAME } from "./catalog";

const NAMES = ["TTFB", "FCP", "LCP", "CLS", "INP"] as const;
type Named = (typeof NAMES)[number];
interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
}

/** Page timings, by the definitions of the web-vitals library. */
export class Vitals {
  readonly #activation: number;
  #firstHidden: number;
  #painted = false;
  readonly #reported = new Map<Named, number[]>();
  readonly #plain: number;

  constructor(
    private readonly recorder: Recorder,
    private readonly attributes: Attributes,
  ) {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    this.#activation = (navigation as { activationStart?: number } | undefined)?.activationStart ?? 0;
    this.#firstHidden = this.#hiddenBefore();
    this.#plain = attributes.set([]);
    // What went ahead of the module is final, or grows from there.
    if (bounced()) for (const name of NAMES) this.#reported.set(name, [Number.NaN]);
    for (const type of ["keydown", "click"]) addEventListener(type, this.#finishLcp, true);
    whenLoaded(() => {
      const start = navigation?.responseStart ?? Number.NaN;
      this.#report("TTFB", recorder.ttfb(start, this.#activation, performance.now()));
    });
  }

  /** Entries of the performance timeline, in whatever order. */
  entries(entries: PerformanceEntry[]): void {
    const { recorder } = this;
    for (const entry of entries) {
      const { entryType, startTime, duration } = entry;
      const { interactionId, value, hadRecentInput } = entry as Partial<PerformanceEventTiming & LayoutShift>;
      const from = performance.timeOrigin + startTime;
      if (entryType === "paint") this.#paint(entry);
      else if (entryType === "layout-shift") recorder.shift(startTime, value ?? 0, hadRecentInput === true);
      else if (entryType === "largest-contentful-paint") {
        recorder.lcp_candidate(startTime, this.#firstHidden, this.#activation);
      } else if (interactionId) recorder.interaction(interactionId, startTime, duration);
      else if (entryType.startsWith("long")) {
        recorder.busy(from, from + duration);
        // A long animation frame holds its long tasks, and its rendering: one of the two is the item.
        if (entryType === "longtask") recorder.long_task(this.#plain, from, duration);
      }
    }
  }

  /** The page is hidden: what is not final by now may never be. */
  hidden(): void {
    this.#firstHidden = Math.min(this.#firstHidden, performance.now());
    this.#report("LCP", this.recorder.lcp());
    // As the library does, to agree with the Chrome user experience report: no shifts without a first paint.
    if (this.#painted) this.#report("CLS", this.recorder.cls());
    const { interactionCount } = performance as { interactionCount?: number };
    this.#report("INP", this.recorder.inp(interactionCount ?? Number.NaN));
  }

  #paint(entry: PerformanceEntry): void {
    if (entry.name !== "first-contentful-paint") return;
    const fcp = this.recorder.fcp(entry.startTime, this.#firstHidden, this.#activation);
    this.#painted ||= !Number.isNaN(fcp);
    this.#report("FCP", fcp);
  }

  readonly #finishLcp = (event: Event) => {
    if (!event.isTrusted) return;
    for (const type of ["keydown", "click"]) removeEventListener(type, this.#finishLcp, true);
    // Entries of paints before the input may still be on their way to the observer.
    setTimeout(() => {
      drainEntries();
      this.#report("LCP", this.recorder.lcp());
    });
  };

  /** Reports a value once, and again only where it may grow and has grown. */
  #report(name: Named, value: number): void {
    const before = this.#reported.get(name) ?? [];
    const mayGrow = name === "CLS" || name === "INP";
    if (Number.isNaN(value) || before.at(-1) === value || (before.length > 0 && !mayGrow)) return;
    this.#reported.set(name, [...before, value]);
    this.recorder.vital(this.attributes.set([[NAME, name]]), now(), value, name === "CLS", before.length);
  }

  #hiddenBefore(): number {
    const seen = performance
      .getEntriesByType("visibility-state")
      .find((entry) => entry.name === "hidden" && entry.startTime >= this.#activation);
    return seen?.startTime ?? (document.visibilityState === "hidden" ? 0 : Number.POSITIVE_INFINITY);
  }
}

function whenLoaded(then: () => void): void {
  if (document.readyState === "complete") setTimeout(then);
  else addEventListener("load", () => setTimeout(then), true);
}
