import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { guarded } from "../observations";
import { now } from "../time";
import type { Attributes } from "./attributes";
import { NAME } from "./catalog";

type Named = "TTFB" | "FCP" | "LCP" | "CLS" | "INP";

/** Page timings, by the definitions of the web-vitals library. */
export class Vitals {
  private readonly activation: number;
  private firstHidden: number;
  private painted = false;
  private readonly reported = new Map<Named, number[]>();
  private readonly drains: (() => void)[] = [];

  constructor(
    private readonly recorder: Recorder,
    private readonly attributes: Attributes,
  ) {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    this.activation = (navigation as { activationStart?: number } | undefined)?.activationStart ?? 0;
    this.firstHidden = this.hiddenBefore();
    this.observe("paint", (entry) => this.paint(entry));
    this.observe("layout-shift", (entry) => {
      const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
      recorder.shift(shift.startTime, shift.value, shift.hadRecentInput);
    });
    this.observe("largest-contentful-paint", (entry) => {
      recorder.lcp_candidate(entry.startTime, this.firstHidden, this.activation);
    });
    for (const type of ["longtask", "long-animation-frame"]) {
      this.observe(type, ({ startTime, duration }) => {
        const from = performance.timeOrigin + startTime;
        recorder.busy(from, from + duration);
      });
    }
    for (const type of ["keydown", "click"]) addEventListener(type, this.finishLcp, true);
    whenLoaded(() => {
      const start = navigation?.responseStart ?? Number.NaN;
      this.report("TTFB", recorder.ttfb(start, this.activation, performance.now()));
    });
  }

  /** Event timing entries. */
  events(entries: PerformanceEventTiming[]): void {
    for (const { interactionId, startTime, duration } of entries as (PerformanceEventTiming & {
      interactionId?: number;
    })[]) {
      if (interactionId) this.recorder.interaction(interactionId, startTime, duration);
    }
  }

  /** The page is hidden: what is not final by now may never be. */
  hidden(): void {
    this.drain();
    this.firstHidden = Math.min(this.firstHidden, performance.now());
    this.report("LCP", this.recorder.lcp());
    // As the library does, to agree with the Chrome user experience report: no shifts without a first paint.
    if (this.painted) this.report("CLS", this.recorder.cls());
    const { interactionCount } = performance as { interactionCount?: number };
    this.report("INP", this.recorder.inp(interactionCount ?? Number.NaN));
  }

  private paint(entry: PerformanceEntry): void {
    if (entry.name !== "first-contentful-paint") return;
    const fcp = this.recorder.fcp(entry.startTime, this.firstHidden, this.activation);
    this.painted ||= !Number.isNaN(fcp);
    this.report("FCP", fcp);
  }

  private readonly finishLcp = (event: Event) => {
    if (!event.isTrusted) return;
    for (const type of ["keydown", "click"]) removeEventListener(type, this.finishLcp, true);
    // Entries of paints before the input may still be on their way to the observer.
    setTimeout(() => {
      this.drain();
      this.report("LCP", this.recorder.lcp());
    });
  };

  /** Reports a value once, and again only where it may grow and has grown. */
  private report(name: Named, value: number): void {
    const before = this.reported.get(name) ?? [];
    const mayGrow = name === "CLS" || name === "INP";
    if (Number.isNaN(value) || before.at(-1) === value || (before.length > 0 && !mayGrow)) return;
    this.reported.set(name, [...before, value]);
    this.recorder.vital(this.attributes.set([[NAME, name]]), now(), value, name === "CLS", before.length);
  }

  private observe(type: string, take: (entry: PerformanceEntry) => void): void {
    guarded(() => {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
      observer.observe({ type, buffered: true });
      this.drains.push(() => observer.takeRecords().forEach(take));
    });
  }

  /** Takes in entries that the browser has not handed over yet. */
  drain(): void {
    for (const drain of this.drains) drain();
  }

  private hiddenBefore(): number {
    const seen = performance
      .getEntriesByType("visibility-state")
      .find((entry) => entry.name === "hidden" && entry.startTime >= this.activation);
    return seen?.startTime ?? (document.visibilityState === "hidden" ? 0 : Number.POSITIVE_INFINITY);
  }
}

function whenLoaded(then: () => void): void {
  if (document.readyState === "complete") setTimeout(then);
  else addEventListener("load", () => setTimeout(then), true);
}
